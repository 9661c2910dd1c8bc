"""Rules for the actions of editions. Each takes the record."""

from collections.abc import Iterator

from briefing.record.audiences import may_see
from briefing.record.problems import Finding
from briefing.record.record import Record
from briefing.record.rules.commitments_and_asks import is_due_before
from briefing.record.rules.rule import error, note


@error
def deadline_before_from(record: Record) -> Iterator[Finding]:
    """The deadline of an action must not be before its `from` date.

    Otherwise, the action is never shown.

    Wrong:
        title: Example
        editions:
          members:
            template: member
            actions:
              - {text: Write to your MP., from: 2019-05-01, deadline: 2019-04-30}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        editions:
          members:
            template: member
            actions:
              - {text: Write to your MP., from: 2019-04-30, deadline: 2019-05-01}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    for edition in record.editions.values():
        for n, action in enumerate(edition.actions):
            since, due = action.since, action.deadline
            if since and due:
                first = since.earliest
                if is_due_before(first, due, record.by_id, record.bank_holidays):
                    message = f"the deadline of this action is before its 'from' ({since.written})"
                    where = edition.where / ("actions", n, "deadline")
                    yield Finding(where, message, "correct one of the dates")


@note
def not_for_its_readers(record: Record) -> Iterator[Finding]:
    """The readers of an edition should be allowed to see its actions.

    An edition leaves out an action for a narrower audience.

    Wrong:
        title: Example
        editions:
          website:
            template: member
            actions: [{text: Write to your MP., audience: members}]
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        editions:
          website:
            template: member
            audience: members
            actions: [{text: Write to your MP., audience: members}]
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    for id, edition in record.editions.items():
        reader = edition.audience or "public"
        for n, action in enumerate(edition.actions):
            if action.audience and not may_see(reader, action.audience):
                message = f"the edition '{id}' is {_FOR[reader]}, so it leaves this action out"
                where = edition.where / ("actions", n, "audience")
                yield Finding(where, message, "change the audience of one of them")


_FOR = {"public": "for the public", "members": "for members"}

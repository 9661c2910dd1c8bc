"""Rules for the actions and sections of editions. Each takes the record."""

from collections.abc import Iterator

from briefing.record.audiences import Audience, may_see
from briefing.record.model import CitedSource, InlineSource, OwnSection
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
    """The readers of an edition should be allowed to see its actions and sections.

    An edition leaves out an action or a section for a narrower audience. The audience of the file
    applies to sections too. It also leaves out a section if its readers may not see any of the
    sources of that section.

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
                yield Finding(where, message, _CHANGE)
        for section in edition.sections:
            if not may_see(reader, record.audience_of(section)):
                message = f"the edition '{id}' is {_FOR[reader]}, so it leaves this section out"
                where = section.where / "audience" if section.audience else section.where
                yield Finding(where, message, _CHANGE)
            elif any(section.citations) and not any(
                may_see(reader, _audience(record, section, cited)) for _, cited in section.citations
            ):
                message = (
                    f"the edition '{id}' is {_FOR[reader]}, so it leaves this section out with its "
                    "sources"
                )
                yield Finding(section.where, message, "cite a source that its readers may see")


def _audience(record: Record, section: OwnSection, cited: CitedSource | InlineSource) -> Audience:
    if isinstance(cited, InlineSource):
        return record.audience_of(section, cited)
    source = record.sources.get(cited.ref)
    return record.audience_of(source) if source else "public"


_CHANGE = "change the audience of one of them"
_FOR = {"public": "for the public", "members": "for members"}

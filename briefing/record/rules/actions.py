"""Rules for the actions and sections of editions. Each takes the record."""

from collections import Counter
from collections.abc import Iterator

from briefing.record.audiences import Audience, may_see
from briefing.record.model import Action, CitedSource, InlineSource, OwnSection
from briefing.record.problems import Finding, RecordPath
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
    sources of that section. If editions share an action or section, one of them must show it.

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
    hidden = [*_hidden(record)]
    shown = Counter(item.text for edition in record.editions.values() for item in edition.actions)
    shown.update(item.text for edition in record.editions.values() for item in edition.sections)
    shown.subtract(item.text for _, item, *_ in hidden)
    for where, item, message, hint in hidden:
        # Editions can share a list, with items for different readers.
        if not shown[item.text]:
            yield Finding(where, message, hint)


def _hidden(record: Record) -> Iterator[tuple[RecordPath, Action | OwnSection, str, str]]:
    """Yield the actions and sections that their editions leave out, with a message and a fix."""
    for id, edition in record.editions.items():
        reader = edition.audience or "public"
        message = f"the edition '{id}' is {_FOR.get(reader, '')}, so it leaves this"
        for n, action in enumerate(edition.actions):
            if action.audience and not may_see(reader, action.audience):
                where = edition.where / ("actions", n, "audience")
                yield where, action, f"{message} action out", _CHANGE
        for section in edition.sections:
            if not may_see(reader, record.audience_of(section)):
                where = section.where / "audience" if section.audience else section.where
                yield where, section, f"{message} section out", _CHANGE
            elif any(section.citations) and not any(
                may_see(reader, _audience(record, section, cited)) for _, cited in section.citations
            ):
                hint = "cite a source that its readers may see"
                yield section.where, section, f"{message} section out with its sources", hint


def _audience(record: Record, section: OwnSection, cited: CitedSource | InlineSource) -> Audience:
    if isinstance(cited, InlineSource):
        return record.audience_of(section, cited)
    source = record.sources.get(cited.ref)
    return record.audience_of(source) if source else "public"


_CHANGE = "change the audience of one of them"
_FOR = {"public": "for the public", "members": "for members"}

"""Rules for dates that contradict one another. Each takes the record."""

import re
from collections.abc import Iterator

from briefing.record.dates import MONTHS, VagueDate
from briefing.record.fix_hints import swap
from briefing.record.merging import Draft
from briefing.record.model import CitedSource, Event
from briefing.record.occurrence import documents, is_unconfirmed
from briefing.record.problems import Finding, RecordPath
from briefing.record.record import Record
from briefing.record.rules.rule import error, fixed, note, warning


@warning
def unconfirmed(record: Draft) -> Iterator[Finding]:
    """A past event must have a source dated on or after the day of the event.

    A report from April cannot say what happened in July, only what was planned. Until a later
    source confirms the event, briefings say "planned for July 2019 but not confirmed", and the
    event does not change the status of any ask or commitment. The same applies to an event that was
    `added` before its date, if none of its sources has a later date. A source without a date proves
    nothing either way.

    Wrong:
        title: Example
        correct_as_of: 2019-12-31
        events:
          - date: 2019-07
            kind: news
            title: A
            source: {title: B, date: 2019-04, url: https://example.org/b}

    Right:
        title: Example
        correct_as_of: 2019-12-31
        events:
          - date: 2019-07
            kind: news
            title: A
            sources:
              - {title: B, date: 2019-04, url: https://example.org/b}
              - {title: C, date: 2019-08, url: https://example.org/c}
    """
    for event in record.events:
        if record.as_of is None or not is_unconfirmed(event, record.sources, record.as_of):
            continue
        date = event.date.written
        if event.added and event.added < event.date.earliest:
            where = event.where / "added"
            message = (
                f"this event was added before its date ({date}), and no later source confirms that "
                "it happened"
            )
        else:
            where, source = _first_dated(event, record)
            message = (
                f"this source ({source}) is older than the event ({date}), so nothing confirms "
                "that it happened"
            )
        hint = f"add a source dated {event.date.earliest} or later, or correct the date"
        yield Finding(where, message, hint)


def _first_dated(event: Event, record: Record) -> tuple[RecordPath, str]:
    """Return the place and date of the first source of `event` that has a date."""
    for path, cited in event.all_citations:
        for document in documents([cited], record.sources):
            if document.date:
                at = "ref" if isinstance(cited, CitedSource) else "date"
                return event.where / (*path, at), document.date.written
    return event.where, ""


@note
def not_announced(record: Draft) -> Iterator[Finding]:
    """A future event must show when it became known.

    Give the event an `added` date or a source with a date. Otherwise digests and feeds cannot
    mention the event before it happens.

    Wrong:
        title: Example
        correct_as_of: 2019-12-31
        events:
          - {date: 2020-03-02, kind: debate, title: A, source: https://example.org/a}

    Right:
        title: Example
        correct_as_of: 2019-12-31
        events:
          - date: 2020-03-02
            kind: debate
            title: A
            source: https://example.org/a
            added: 2019-12-12
    """
    if record.as_of is None or any(edition.recipients for edition in record.editions.values()):
        return  # If a digest is sent, another rule requires this already.
    for event in record.events:
        if event.date.earliest <= record.as_of or event.added:
            continue
        cited = documents((citation for _, citation in event.citations), record.sources)
        if not any(document.date for document in cited):
            message = (
                "nothing shows when this event became known, so digests and feeds will not "
                "announce it"
            )
            hint = f"add the date you entered it, as in added: {record.as_of}"
            missing = (event.where / "added").path
            yield Finding(event.where, message, hint, missing=missing)


@warning
def month_or_financial_year(record: Record) -> Iterator[Finding]:
    """If an event's date is a month such as 2010-11, its text must not use 2010-11 to mean a year.

    The date 2010-11 is November 2010. If the title, the summary or a figure says "2010-11" or
    "2010/11", you probably mean the financial year.

    Wrong:
        title: Example
        events:
          - date: 2010-11
            kind: statistics
            title: Spending in 2010-11
            source: https://example.org/a

    Right:
        title: Example
        events:
          - date: 2010-04/2011-03
            kind: statistics
            title: Spending in 2010-11
            source: https://example.org/a
    """
    for event in record.events:
        month = _MONTH_AS_NEXT_YEAR.fullmatch(event.date.text)
        if not month or (int(month[2]) + 1) % 100 != int(month[3]):
            continue
        year, name = int(month[1] + month[2]), MONTHS[int(month[3]) - 1]
        labels = (figure.label for figure in event.figures)
        words = " ".join((event.title, event.summary or "", *labels))
        if match := re.search(rf"\b{year}[-/–]{month[3]}\b(?![-/])", words):
            message = f"{event.date.text} means {name} {year}, but the text says '{match[0]}'"
            hint = (
                f"write {year}-04/{year + 1}-03 for the financial year, "
                f"or '{name} {year}' in the text"
            )
            yield Finding(event.where / "date", message, hint)


_MONTH_AS_NEXT_YEAR = re.compile(r"([0-9]{2})([0-9]{2})-(0[1-9]|1[0-2])")


@warning
def source_after_record(record: Record) -> Iterator[Finding]:
    """A source must not be dated after the record's "correct as of" date.

    Otherwise a briefing that says "Correct as of 31 May 2019" could cite a document from June.
    Change `correct_as_of` to the date up to which you have checked the record, or correct the date
    of the source.

    Wrong:
        title: Example
        correct_as_of: 2019-05-31
        events:
          - date: 2019-04
            kind: report
            title: A
            source: {title: B, date: 2019-06-12}

    Right:
        title: Example
        correct_as_of: 2019-06-30
        events:
          - date: 2019-04
            kind: report
            title: A
            source: {title: B, date: 2019-06-12}
    """
    day = record.correct_as_of
    if day is None:
        return
    dated = [(source.where, source.date) for source in record.sources.values()]
    dated += [(where / path, cited.date) for where, path, cited in record.inline_sources]
    for where, date in dated:
        if date and date.earliest > day:
            message = f"this source is dated {date.written}, but the record is correct as of {day}"
            hint = "correct the date, or change correct_as_of once you have checked the record"
            yield Finding(where / "date", message, hint)


@error
@fixed("unsafe")
def until_before_from(record: Record) -> Iterator[Finding]:
    """An action, a section, a role or an edition must not end before it begins.

    If `until` is before `from`, an action or section is never shown and a role was never held. If
    `until` is before `since`, an edition is empty.

    Wrong:
        title: Example
        editions:
          members:
            template: member
            actions:
              - {text: Write to your MP., from: 2019-05-01, until: 2019-04-30}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        editions:
          members:
            template: member
            actions:
              - {text: Write to your MP., from: 2019-04-30, until: 2019-05-01}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    spans: list[tuple[str, str, RecordPath, VagueDate | None, VagueDate | None]] = []
    for actor in record.actors.values():
        for n, role in enumerate(actor.roles):
            spans.append(("role", "from", actor.where / "roles" / n, role.since, role.until))
    for edition in record.editions.values():
        spans.append(("edition", "since", edition.where, edition.since, edition.until))
        for n, action in enumerate(edition.actions):
            where = edition.where / "actions" / n
            spans.append(("action", "from", where, action.since, action.until))
    for _, section in record.own_sections:
        spans.append(("section", "from", section.where, section.since, section.until))
    for name, word, where, since, until in spans:
        if since and until and until.latest < since.earliest:
            message = f"this {name} ends ({until.written}) before it begins ({since.written})"
            hint = swap(
                f"swap {word} and until, or correct one of them",
                where.path,
                {word: until.text, "until": since.text},
            )
            yield Finding(where / "until", message, hint)


@error
def link_to_later(record: Record) -> Iterator[Finding]:
    """An event can only follow, answer, amend or reverse earlier events.

    An event cannot answer something that has not happened yet. Either a date is wrong, or the
    link belongs in the other event.

    Wrong:
        title: Example
        events:
          - date: 2019-04
            kind: response
            title: The council answers
            responds to: [consultation]
            source: https://example.org/a
          - id: consultation
            date: 2019-07
            kind: consultation
            title: The council asks
            source: https://example.org/b

    Right:
        title: Example
        events:
          - date: 2019-09
            kind: response
            title: The council answers
            responds to: [consultation]
            source: https://example.org/a
          - id: consultation
            date: 2019-07
            kind: consultation
            title: The council asks
            source: https://example.org/b
    """
    events = record.by_id
    for event, word, path, other in record.links:
        if other in events and event.date.latest < events[other].date.earliest:
            later = events[other].date.written
            message = (
                f"this event ({event.date.written}) {word} '{other}', which is later ({later})"
            )
            hint = "correct one of the dates, or reverse the link"
            yield Finding(event.where / path, message, hint)

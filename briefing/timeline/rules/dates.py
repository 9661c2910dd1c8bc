"""Rules for dates that contradict one another. Each is given the timeline."""

from collections.abc import Iterator

from briefing.timeline.dates import VagueDate
from briefing.timeline.model import CitedSource, InlineSource, Source
from briefing.timeline.problems import Finding, Path
from briefing.timeline.rules.rule import error, warning
from briefing.timeline.timeline import Timeline


@warning
def source_before_event(timeline: Timeline) -> Iterator[Finding]:
    """At least one source of an event is no older than the event.

    What happened in July cannot be known from a report of April; usually one of the two dates is
    mistyped. An event that is still to come may rest on an announcement.

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
            source: {title: B, date: 2019-08, url: https://example.org/b}
    """
    as_of = timeline.correct_as_of
    for event in timeline.events:
        if as_of is None or event.date.earliest > as_of:
            continue
        dated: list[tuple[Path, VagueDate]] = []
        for path, citation in event.citations:
            source: Source | InlineSource | None = None
            if isinstance(citation, CitedSource):
                source, at = timeline.sources.get(citation.ref), "ref"
            else:
                source, at = citation, "date"
            if source is None or source.date is None:
                dated = []
                break
            dated.append(((*path, at), source.date))
        if dated and all(date.latest < event.date.earliest for _, date in dated):
            path, date = dated[0]
            message = f"this source is of {date.written}, and the event of {event.date.written}"
            hint = "correct one of the dates, or cite a later source"
            yield Finding(event.where / path, message, hint)


@error
def link_to_later(timeline: Timeline) -> Iterator[Finding]:
    """An event follows, answers, amends or reverses only what came before it.

    Nothing can answer what has not happened yet. Either a date is wrong, or the link belongs to the
    other event.

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
    events = timeline.by_id
    for event in timeline.events:
        for word, path, other in event.links:
            if other in events and event.date.latest < events[other].date.earliest:
                later = events[other].date.written
                message = (
                    f"this event, of {event.date.written}, {word} '{other}', which is of {later}"
                )
                hint = "correct one of the dates, or turn the link round"
                yield Finding(event.where / path, message, hint)

"""What the record knew on a day: nothing that happened, or was published, only later."""

from collections.abc import Container
from dataclasses import replace
from datetime import date as Day
from typing import TypeVar

from briefing.timeline.model import CitedSource, Event, Figure, InlineSource, Quote, Source
from briefing.timeline.problems import Where
from briefing.timeline.timeline import Timeline

_Part = TypeVar("_Part", Quote, Figure)
_Document = TypeVar("_Document", Source, InlineSource)


def known_on(timeline: Timeline, day: Day, announced: Container[Where] = ()) -> Timeline:
    """`timeline` as it could have been written on `day`.

    A document is known from its date on, where it has one. An event is known once it may have
    happened and one of its documents is known; what is still to come is known once it was `added`,
    or else once all of its documents are, at least one of them with a date. When a document was
    last read, and the copy in an archive, are known from that day on. Events that stand at
    `announced` are taken as known, whatever tells of them.
    """
    known = {id: _as_read(it, day) for id, it in timeline.sources.items() if _is_out(it, day)}

    def is_known(cited: CitedSource | InlineSource) -> bool:
        return cited.ref in known if isinstance(cited, CitedSource) else _is_out(cited, day)

    def is_announced(event: Event) -> bool:
        if event.where in announced:
            return True
        if event.added:
            return event.added <= min(day, event.date.earliest)
        cited = [citation for _, citation in event.citations]
        documents = [
            timeline.sources[it.ref] if isinstance(it, CitedSource) else it for it in cited
        ]
        return all(map(is_known, cited)) and any(document.date for document in documents)

    def is_event_known(event: Event) -> bool:
        # What was announced is known ever after, even where no document tells yet that it came.
        if is_announced(event):
            return True
        cited = [it for _, it in event.citations] or [it for _, it in event.all_citations]
        return event.date.earliest <= day and (not cited or any(map(is_known, cited)))

    events = [event for event in timeline.events if is_event_known(event)]
    ids = {event.id for event in events if event.id}
    commitments = {commitment.id for event in events for commitment in event.commitments}

    def cited(citation: CitedSource | InlineSource | None) -> CitedSource | InlineSource | None:
        return _as_read(citation, day) if isinstance(citation, InlineSource) else citation

    def parts(found: tuple[_Part, ...]) -> tuple[_Part, ...]:
        return tuple(
            part.model_copy(update={"source": cited(part.source)})
            for part in found
            if part.source is None or is_known(part.source)
        )

    def as_known(event: Event) -> Event:
        copy = event.model_copy(
            update={
                "source": cited(event.source) if event.source and is_known(event.source) else None,
                "sources": tuple(cited(it) for it in event.sources if is_known(it)),
                "quotes": parts(event.quotes),
                "figures": parts(event.figures),
                "follows": tuple(id for id in event.follows if id in ids),
                "responds_to": tuple(id for id in event.responds_to if id in ids),
                "amends": tuple(id for id in event.amends if id in ids),
                "reverses": tuple(it for it in event.reverses if it.ref in ids),
                "keeps": tuple(id for id in event.keeps if id in commitments),
                "drops": tuple(id for id in event.drops if id in commitments),
            }
        )
        copy.stands_at(event.where)
        return copy

    return replace(timeline, events=[as_known(event) for event in events], sources=known)


def last_news(timeline: Timeline, event: Event, as_of: Day) -> Day | None:
    """The last day, up to `as_of`, on which the record had news of `event`.

    There is news on the day on which it is `added`, when the event comes, and when one of its
    documents does: of a vague date that is the first day that it can mean. None where nothing tells
    since when the record knows of what is still to come.
    """
    days = [event.date.earliest] + ([event.added] if event.added else [])
    for _, it in event.all_citations:
        document = timeline.sources[it.ref] if isinstance(it, CitedSource) else it
        days += [document.date.earliest] if document.date else []
    return max((day for day in days if day <= as_of), default=None)


def _is_out(document: Source | InlineSource, day: Day) -> bool:
    return document.date is None or document.date.earliest <= day


def _as_read(document: _Document, day: Day) -> _Document:
    if (document.read and document.read <= day) or not (document.read or document.archived):
        return document
    copy = document.model_copy(update={"archived": None, "read": None})
    if isinstance(document, Source):
        copy.stands_at(document.where)
    return copy

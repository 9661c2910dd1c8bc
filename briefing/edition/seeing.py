"""What a reader may see: everything else is taken out of the timeline before a briefing is made.

What is made of a timeline that has been through here cannot give away what is not in it: no text,
no count, no standing, no link.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from briefing.timeline.audiences import Audience, instant, may_see, narrowest
from briefing.timeline.due import Due
from briefing.timeline.model import (
    Ask,
    CitedSource,
    Commitment,
    Event,
    Figure,
    Guarded,
    InlineSource,
    Quote,
    Source,
)
from briefing.timeline.timeline import Timeline

_Part = TypeVar("_Part", Quote, Figure)


def seen_by(
    timeline: Timeline, reader: Audience, moment: datetime
) -> tuple[Timeline, dict[str, int]]:
    """`timeline` as `reader` may see it at `moment`, and how much of each sort was taken out.

    A thing is for the narrowest audience of its own, its event's and its file's. What is under
    embargo is internal until then. A quote or figure goes where its own source goes. Notes are
    always internal. `moment` has a time zone.
    """
    dropped: Counter[str] = Counter()

    def is_seen(thing: Guarded, *around: Guarded, file: str) -> bool:
        guards = (thing, *around)
        audience = narrowest(*(it.audience for it in guards), timeline.audiences.get(file))
        is_held = any(
            it.embargo and instant(it.embargo, timeline.timezone) > moment for it in guards
        )
        return may_see(reader, "internal" if is_held else audience)

    def kept(sort: str, things: Iterable[_Thing], test: Callable[[_Thing], bool]) -> list[_Thing]:
        found = list(things)
        seen = [thing for thing in found if test(thing)]
        if len(seen) < len(found):
            dropped[sort] += len(found) - len(seen)
        return seen

    sources: dict[str, Source] = {}
    for id, source in timeline.sources.items():
        if kept("source", [source], lambda it: is_seen(it, file=it.where.file)):
            sources[id] = source
    asks: dict[str, Ask] = {}
    for id, ask in timeline.asks.items():
        if kept("ask", [ask], lambda it: is_seen(it, file=it.where.file)):
            asks[id] = ask
    events = kept("event", timeline.events, lambda it: is_seen(it, file=it.where.file))
    ids = {event.id for event in events}

    def is_cited(cited: CitedSource | InlineSource, event: Event) -> bool:
        if isinstance(cited, CitedSource):
            return cited.ref in sources
        return is_seen(cited, file=event.where.file)

    commitments = {
        commitment.id: commitment
        for event in events
        for commitment in event.commitments
        if is_seen(commitment, event, file=event.where.file)
    }

    def parts(sort: str, found: tuple[_Part, ...], event: Event) -> tuple[_Part, ...]:
        return tuple(
            kept(
                sort,
                found,
                lambda part: (
                    is_seen(part, event, file=event.where.file)
                    and (part.source is None or is_cited(part.source, event))
                ),
            )
        )

    def as_seen(event: Event) -> Event:
        promised = kept("commitment", event.commitments, lambda it: it.id in commitments)
        figures = parts("figure", event.figures, event)
        copy = event.model_copy(
            update={
                "source": event.source if event.source and is_cited(event.source, event) else None,
                "sources": tuple(it for it in event.sources if is_cited(it, event)),
                "quotes": parts("quote", event.quotes, event),
                "figures": tuple(
                    it if it.supports in asks else it.model_copy(update={"supports": None})
                    for it in figures
                ),
                "commitments": tuple(_due_as_seen(it, ids) for it in promised),
                "keeps": tuple(id for id in event.keeps if id in commitments),
                "drops": tuple(id for id in event.drops if id in commitments),
                "asks": {id: move for id, move in event.asks.items() if id in asks},
                "follows": tuple(id for id in event.follows if id in ids),
                "responds_to": tuple(id for id in event.responds_to if id in ids),
                "amends": tuple(id for id in event.amends if id in ids),
                "reverses": tuple(id for id in event.reverses if id in ids),
                "notes": event.notes if reader == "internal" else None,
            }
        )
        copy.stands_at(event.where)
        return copy

    seen = replace(timeline, events=[as_seen(it) for it in events], sources=sources, asks=asks)
    return seen, dict(dropped)


_Thing = TypeVar("_Thing")


def _due_as_seen(commitment: Commitment, events: set[str | None]) -> Commitment:
    """A due date that counts from an event which the reader may not see would give it away."""
    due: Due | None = commitment.due
    if due is None or not due.after_event or due.after_event in events:
        return commitment
    return commitment.model_copy(update={"due": None})

"""Removal of everything that a reader may not see, before a briefing is made.

A briefing made from the result cannot reveal what was removed, in any text, count, status or link.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from briefing.timeline.audiences import Audience, instant, may_see
from briefing.timeline.decisions import deciders
from briefing.timeline.model import (
    Actor,
    Area,
    Ask,
    CitedSource,
    Commitment,
    Event,
    Figure,
    Guarded,
    InlineSource,
    Model,
    Quote,
)
from briefing.timeline.timeline import Timeline, ordered

_T = TypeVar("_T")
_Guarded = TypeVar("_Guarded", bound=Guarded)
_Part = TypeVar("_Part", Quote, Figure)
_Any = TypeVar("_Any", bound=Model)


def seen_by(
    timeline: Timeline, reader: Audience, moment: datetime
) -> tuple[Timeline, dict[str, int]]:
    """Return `timeline` as `reader` may see it at `moment`, and the number of removals by sort.

    The narrowest audience applies: the thing's own, its event's or its file's. Content under
    embargo is internal until the embargo ends, and embargoes that have ended are removed. A quote
    or figure is removed with all its sources: its own source, or else those of its event. Quotes,
    asks and commitments are removed with their actor, and content about areas with all its areas.
    Notes are always internal. `moment` has a time zone.
    """
    sight = _Sight(timeline, reader, moment)
    seen = replace(
        timeline,
        actors={id: sight.actor(it) for id, it in sight.actors.items()},
        areas={id: sight.area(it) for id, it in sight.areas.items()},
        sources={id: sight.lifted(it) for id, it in sight.sources.items()},
        asks={id: sight.ask(it) for id, it in sight.asks.items()},
        events=ordered((sight.event(it) for it in sight.events), timeline.files),
    )
    return seen, dict(sight.dropped)


class _Sight:
    """What a reader may see of a timeline at a moment, and the number of removals by sort."""

    def __init__(self, timeline: Timeline, reader: Audience, moment: datetime) -> None:
        self.timeline, self.reader, self.moment = timeline, reader, moment
        self.dropped: Counter[str] = Counter()
        self.actors = self._some("actor", timeline.actors, lambda it: self._is_open(it.where.file))
        self.areas = self._some("area", timeline.areas, lambda it: self._is_open(it.where.file))
        self.sources = self._some("source", timeline.sources, self._sees)
        self.asks = self._some(
            "ask",
            timeline.asks,
            lambda it: self._sees(it) and it.by in self.actors and self._is_placed(it.areas),
        )
        self.events = self._kept(
            "event", timeline.events, lambda it: self._sees(it) and self._is_placed(it.areas)
        )
        self.ids = {event.id for event in self.events}
        self.commitments = {
            commitment.id
            for event in self.events
            for commitment in event.commitments
            if self._sees(event, commitment) and commitment.by in self.actors
        }

    def event(self, event: Event) -> Event:
        """Return `event`, which the reader may see, without parts that they may not see."""
        source = event.source if event.source and self._cites(event, event.source) else None
        sources = [it for it in event.sources if self._cites(event, it)]
        inline = (it for _, it in event.all_citations if isinstance(it, InlineSource))
        self._kept("source", inline, lambda it: self._sees(event, it))
        quotes = self._kept("quote", event.quotes, lambda it: self._hears(event, it))
        figures = self._kept("figure", event.figures, lambda it: self._counts(event, it))
        promised = self._kept("commitment", event.commitments, lambda it: it.id in self.commitments)
        return _with(
            self.lifted(event),
            {
                "source": source and self._citation(source),
                "sources": tuple(map(self._citation, sources)),
                "actors": tuple(it for it in event.actors if it.ref in self.actors),
                "quotes": tuple(map(self._quote, quotes)),
                "figures": tuple(self._figure(it) for it in figures),
                "commitments": tuple(map(self._commitment, promised)),
                "keeps": tuple(id for id in event.keeps if id in self.commitments),
                "drops": tuple(id for id in event.drops if id in self.commitments),
                "asks": {id: move for id, move in event.asks.items() if id in self.asks},
                "follows": tuple(id for id in event.follows if id in self.ids),
                "responds_to": tuple(id for id in event.responds_to if id in self.ids),
                "amends": tuple(id for id in event.amends if id in self.ids),
                "reverses": tuple(it for it in event.reverses if it.ref in self.ids),
                "by": self._deciders(event),
                "areas": self._places(event.areas),
                "notes": event.notes if self.reader == "internal" else None,
            },
        )

    def area(self, area: Area) -> Area:
        """Return `area`, without the area around it if the reader may not see that."""
        return _with(area, {"within": area.within if area.within in self.areas else None})

    def actor(self, actor: Actor) -> Actor:
        """Return `actor`, without the actor that it is part of if the reader may not see that."""
        return _with(actor, {"part_of": actor.part_of if actor.part_of in self.actors else None})

    def ask(self, ask: Ask) -> Ask:
        """Return `ask`, which the reader may see, without areas that they may not see."""
        return _with(self.lifted(ask), {"areas": self._places(ask.areas)})

    def _is_placed(self, areas: tuple[str, ...]) -> bool:
        """Whether it is about no particular area, or about one that the reader may see."""
        return not areas or bool(self._places(areas))

    def _places(self, areas: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(id for id in areas if id in self.areas)

    def _deciders(self, event: Event) -> tuple[str, ...] | None:
        """Return the actors that decided, or none if the reader may not see all of them.

        The others alone would seem to be the only ones, and a reversal would seem to be a U-turn.
        """
        return event.by if all(id in self.actors for id in deciders(event)) else ()

    def lifted(self, thing: _Guarded) -> _Guarded:
        """Return `thing` without an embargo that has ended."""
        if thing.embargo is None or self._is_held(thing):
            return thing
        return _with(thing, {"embargo": None})

    def _is_held(self, thing: Guarded) -> bool:
        return (
            thing.embargo is not None
            and instant(thing.embargo, self.timeline.timezone) > self.moment
        )

    def _is_open(self, file: str) -> bool:
        return may_see(self.reader, self.timeline.audiences.get(file, "public"))

    def _sees(self, thing: Guarded, part: Guarded | None = None) -> bool:
        if self._is_held(thing) or (part and self._is_held(part)):
            return self.reader == "internal"
        return may_see(self.reader, self.timeline.audience_of(thing, part))

    def _cites(self, event: Event, cited: CitedSource | InlineSource) -> bool:
        if isinstance(cited, CitedSource):
            return cited.ref in self.sources
        return self._sees(event, cited)

    def _rests(self, event: Event, part: Quote | Figure) -> bool:
        cited = [part.source] if part.source else [it for _, it in event.citations]
        return not cited or any(self._cites(event, it) for it in cited)

    def _hears(self, event: Event, quote: Quote) -> bool:
        is_named = quote.by is None or quote.by in self.actors
        return (
            is_named
            and self._is_placed(quote.areas)
            and self._sees(event, quote)
            and self._rests(event, quote)
        )

    def _counts(self, event: Event, figure: Figure) -> bool:
        is_placed = figure.area is None or figure.area in self.areas
        return is_placed and self._sees(event, figure) and self._rests(event, figure)

    def _citation(self, cited: CitedSource | InlineSource) -> CitedSource | InlineSource:
        return cited if isinstance(cited, CitedSource) else self.lifted(cited)

    def _part(self, part: _Part) -> _Part:
        source = part.source and self._citation(part.source)
        return _with(self.lifted(part), {"source": source})

    def _quote(self, quote: Quote) -> Quote:
        return _with(self._part(quote), {"areas": self._places(quote.areas)})

    def _figure(self, figure: Figure) -> Figure:
        is_hidden = figure.by in self.timeline.actors and figure.by not in self.actors
        return _with(
            self._part(figure),
            {
                "by": None if is_hidden else figure.by,
                "supports": figure.supports if figure.supports in self.asks else None,
            },
        )

    def _commitment(self, commitment: Commitment) -> Commitment:
        """Remove a due date that counts from an event that the reader may not see."""
        due = commitment.due
        is_told = due is None or not due.after_event or due.after_event in self.ids
        return _with(self.lifted(commitment), {"due": due if is_told else None})

    def _some(self, sort: str, things: dict[str, _T], test: Callable[[_T], bool]) -> dict[str, _T]:
        return {id: things[id] for id in self._kept(sort, things, lambda id: test(things[id]))}

    def _kept(self, sort: str, things: Iterable[_T], test: Callable[[_T], bool]) -> list[_T]:
        found = list(things)
        seen = [thing for thing in found if test(thing)]
        if len(seen) < len(found):
            self.dropped[sort] += len(found) - len(seen)
        return seen


def _with(thing: _Any, fields: dict[str, object]) -> _Any:
    """Return `thing` with these `fields`. Most things already have them, and are not copied."""
    other = {name: value for name, value in fields.items() if getattr(thing, name) != value}
    return thing.model_copy(update=other) if other else thing

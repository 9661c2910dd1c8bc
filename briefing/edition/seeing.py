"""Removal of everything that a reader may not see, before a briefing is made.

A briefing made from the result cannot reveal what was removed, in any text, count, status or link.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import replace
from datetime import datetime
from typing import TypeVar

from briefing.record.audiences import Audience, instant, may_see
from briefing.record.decisions import deciders
from briefing.record.items import Guarded, Model
from briefing.record.model import CitedSource, Event, Figure, InlineSource, Quote
from briefing.record.ordering import ordered
from briefing.record.record import Record
from briefing.record.references import Section, is_whole, without

_T = TypeVar("_T")
_Guarded = TypeVar("_Guarded", bound=Guarded)
_Part = TypeVar("_Part", Quote, Figure)
_Any = TypeVar("_Any", bound=Model)


def seen_by(record: Record, reader: Audience, moment: datetime) -> tuple[Record, dict[str, int]]:
    """Return `record` as `reader` may see it at `moment`, and the number of removals by sort.

    The narrowest audience applies: the item's own, its event's or its file's. Content under
    embargo is internal until the embargo ends, and embargoes that have ended are removed. A quote
    or figure is removed with all its sources: its own source, or else those of its event. Quotes,
    asks and commitments are removed with their actor, and content about areas with all its areas.
    Notes are always internal. `moment` has a time zone.
    """
    sight = _Sight(record, reader, moment)
    hidden = sight.hidden
    seen = replace(
        record,
        actors={id: without(actor, hidden) for id, actor in sight.actors.items()},
        areas={id: without(area, hidden) for id, area in sight.areas.items()},
        sources={id: sight.lifted(source) for id, source in sight.sources.items()},
        asks={id: sight.lifted(without(ask, hidden)) for id, ask in sight.asks.items()},
        events=ordered((sight.event(event) for event in sight.events), record.files),
    )
    return seen, dict(sight.dropped)


class _Sight:
    """The part of a record that a reader may see at a moment, and the number of removals by type.

    `hidden` has the ids of everything that they may not see.
    """

    def __init__(self, record: Record, reader: Audience, moment: datetime) -> None:
        self.record, self.reader, self.moment = record, reader, moment
        self.dropped: Counter[str] = Counter()
        self.hidden: dict[Section, Set[str]] = {}
        self.actors = self._some("actors", record.actors, lambda it: self._is_open(it.where.file))
        self.areas = self._some("areas", record.areas, lambda it: self._is_open(it.where.file))
        self.sources = self._some("sources", record.sources, self._sees)
        self.asks = self._some("asks", record.asks, self._shows)
        self.events = self._kept("event", record.events, self._shows)
        seen = {event.where for event in self.events}
        self.hidden["events"] = {
            event.id for event in record.events if event.id and event.where not in seen
        }
        self.hidden["commitments"] = {
            commitment.id
            for event in record.events
            for commitment in event.commitments
            if event.where not in seen or not self._shows(event, commitment)
        }

    def event(self, event: Event) -> Event:
        """Return `event`, which the reader may see, without parts that they may not see."""
        source = event.source if event.source and self._cites(event, event.source) else None
        sources = tuple(it for it in event.sources if self._cites(event, it))
        inline = (it for _, it in event.all_citations if isinstance(it, InlineSource))
        self._kept("source", inline, lambda it: self._sees(event, it))
        quotes = self._kept("quote", event.quotes, lambda it: self._rests(event, it))
        figures = self._kept("figure", event.figures, lambda it: self._rests(event, it))
        promised = self._kept("commitment", event.commitments, lambda it: self._shows(event, it))
        # The deciders who may be seen would seem to be the only ones, and a reversal a U-turn.
        is_clear = self.hidden["actors"].isdisjoint(deciders(event))
        seen = _with(
            self.lifted(event),
            {
                "source": source and self._citation(source),
                "sources": tuple(map(self._citation, sources)),
                "quotes": tuple(map(self._part, quotes)),
                "figures": tuple(map(self._part, figures)),
                "commitments": tuple(map(self.lifted, promised)),
                "by": event.by if is_clear else (),
                "notes": event.notes if self.reader == "internal" else None,
            },
        )
        return without(seen, self.hidden)

    def lifted(self, thing: _Guarded) -> _Guarded:
        """Return `thing` without an embargo that has ended."""
        if thing.embargo is None or self._is_held(thing):
            return thing
        return _with(thing, {"embargo": None})

    def _is_held(self, thing: Guarded) -> bool:
        return (
            thing.embargo is not None and instant(thing.embargo, self.record.timezone) > self.moment
        )

    def _is_open(self, file: str) -> bool:
        return may_see(self.reader, self.record.audiences.get(file, "public"))

    def _sees(self, thing: Guarded, part: Guarded | None = None) -> bool:
        if self._is_held(thing) or (part and self._is_held(part)):
            return self.reader == "internal"
        return may_see(self.reader, self.record.audience_of(thing, part))

    def _cites(self, event: Event, cited: CitedSource | InlineSource) -> bool:
        if isinstance(cited, CitedSource):
            return cited.ref in self.sources
        return self._sees(event, cited)

    def _shows(self, item: Guarded, part: Guarded | None = None) -> bool:
        """Whether the reader may see an item, or a part of it, and whatever it requires."""
        return self._sees(item, part) and is_whole(part or item, self.hidden)

    def _rests(self, event: Event, part: Quote | Figure) -> bool:
        """Whether the reader may see a quote or figure and one of its sources, if it has any."""
        cited = [part.source] if part.source else [it for _, it in event.citations]
        is_proved = not cited or any(self._cites(event, citation) for citation in cited)
        return is_proved and self._shows(event, part)

    def _citation(self, cited: CitedSource | InlineSource) -> CitedSource | InlineSource:
        return cited if isinstance(cited, CitedSource) else self.lifted(cited)

    def _part(self, part: _Part) -> _Part:
        source = part.source and self._citation(part.source)
        return _with(self.lifted(part), {"source": source})

    def _some(
        self, section: Section, items: Mapping[str, _T], test: Callable[[_T], bool]
    ) -> dict[str, _T]:
        seen = {id: items[id] for id in self._kept(section[:-1], items, lambda id: test(items[id]))}
        self.hidden[section] = items.keys() - seen.keys()
        return seen

    def _kept(self, sort: str, things: Iterable[_T], test: Callable[[_T], bool]) -> list[_T]:
        found = list(things)
        seen = [thing for thing in found if test(thing)]
        if len(seen) < len(found):
            self.dropped[sort] += len(found) - len(seen)
        return seen


def _with(thing: _Any, fields: dict[str, object]) -> _Any:
    """Return `thing` with these `fields`. Most items already have them, and are not copied."""
    other = {name: value for name, value in fields.items() if getattr(thing, name) != value}
    return thing.model_copy(update=other) if other else thing

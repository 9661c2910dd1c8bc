"""Remove anything that a reader may not see, before a briefing is made.

A briefing made from the result cannot reveal what was removed, in any text, count, status or link.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from briefing.record.audiences import Audience, instant, may_see, narrowest
from briefing.record.decisions import deciders
from briefing.record.items import Model, Restricted
from briefing.record.model import (
    Actor,
    Area,
    CitedSource,
    Edition,
    Event,
    Figure,
    InlineSource,
    OwnSection,
    Question,
    Quote,
)
from briefing.record.ordering import ordered
from briefing.record.proofs import Proofs, proofs_of, proofs_within
from briefing.record.record import Record
from briefing.record.references import Section, is_whole, without

_T = TypeVar("_T")
_Restricted = TypeVar("_Restricted", bound=Restricted)
_Part = TypeVar("_Part", Quote, Figure)
_Cited = TypeVar("_Cited", Question, OwnSection)
_Any = TypeVar("_Any", bound=Model)


def visible_to(record: Record, reader: Audience, moment: datetime) -> tuple[Record, dict[str, int]]:
    """Return `record` as `reader` may see it at `moment`, and the number of items removed, by type.

    The narrowest audience applies: the item's own, its event's or its file's. Content under embargo
    is internal until the embargo ends, and ended embargoes are removed. A quote or figure is
    removed if all its sources are: its own source, or else those of its event. Quotes, asks and
    commitments are removed if their actor is, and content about areas if all its areas are. A
    question is removed if all its sources are, or all its events, asks or commitments, and a
    section of an edition if all its sources are. Notes are always internal, and so are the names of
    copies and of the people who confirmed figures. Proofs are removed with their claim, their
    source or the source that has the passage. `moment` must have a time zone.
    """
    view = _Filter(record, reader, moment)
    hidden = view.hidden
    visible = replace(
        record,
        actors={id: without(actor, hidden) for id, actor in view.actors.items()},
        areas={id: without(area, hidden) for id, area in view.areas.items()},
        sources={id: view.without_ended_embargo(source) for id, source in view.sources.items()},
        asks={
            id: view.without_ended_embargo(without(ask, hidden)) for id, ask in view.asks.items()
        },
        questions={id: view.cited(question) for id, question in view.questions.items()},
        events=ordered((view.event(event) for event in view.events), record.files),
        editions={id: view.edition(edition) for id, edition in record.editions.items()},
        tables=(),
    )
    return replace(visible, proofs=view.proofs_for(visible)), dict(view.hidden_counts)


class _Filter:
    """The part of a record that a reader may see at a moment, and the number of removals by type.

    `hidden` has the ids of everything that the reader may not see.
    """

    def __init__(self, record: Record, reader: Audience, moment: datetime) -> None:
        self.record, self.reader, self.moment = record, reader, moment
        self.hidden_counts: Counter[str] = Counter()
        self.hidden: dict[Section, Set[str]] = {}
        self.actors = self._visible_in_section("actors", record.actors, self._is_in_visible_file)
        self.areas = self._visible_in_section("areas", record.areas, self._is_in_visible_file)
        self.sources = self._visible_in_section("sources", record.sources, self._may_see)
        self.asks = self._visible_in_section("asks", record.asks, self._shows)
        self.events = self._visible("event", record.events, self._shows)
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

        self.questions = {
            id: question
            for id, question in record.questions.items()
            if self._visible("question", [question], self._shows_cited)
        }

    def cited(self, item: _Cited) -> _Cited:
        """Return a question or section without the sources and references that the reader may not
        see."""
        source = item.source
        sources = tuple(cited for cited in item.sources if self._shows_source(item, cited))
        seen = _with(
            self.without_ended_embargo(item),
            {
                "source": self._citation(source)
                if source and self._shows_source(item, source)
                else None,
                "sources": tuple(map(self._citation, sources)),
            },
        )
        return without(seen, self.hidden)

    def event(self, event: Event) -> Event:
        """Return `event` without the parts that the reader may not see."""
        source = event.source if event.source and self._shows_source(event, event.source) else None
        sources = tuple(source for source in event.sources if self._shows_source(event, source))
        inline = (cited for _, cited in event.all_citations if isinstance(cited, InlineSource))
        self._visible("source", inline, lambda source: self._may_see(event, source))
        quotes = self._visible("quote", event.quotes, partial(self._shows_with_source, event))
        figures = self._visible("figure", event.figures, partial(self._shows_with_source, event))
        commitments = self._visible("commitment", event.commitments, partial(self._shows, event))
        # If only some deciders were visible, they would seem to be the only ones, and a reversal
        # would look like a U-turn.
        is_clear = self.hidden["actors"].isdisjoint(deciders(event))
        seen = _with(
            self.without_ended_embargo(event),
            {
                "source": source and self._citation(source),
                "sources": tuple(map(self._citation, sources)),
                "quotes": tuple(map(self._without_ended_embargoes, quotes)),
                "figures": tuple(map(self._without_ended_embargoes, figures)),
                "commitments": tuple(map(self.without_ended_embargo, commitments)),
                "by": event.by if is_clear else (),
                "notes": event.notes if self.reader == "internal" else None,
            },
        )
        return without(seen, self.hidden)

    def edition(self, edition: Edition) -> Edition:
        """Return `edition` without the actions and sections that are not for the reader.

        Every reader may see that an edition exists, but not what is in it.
        """
        if self.reader == "internal":
            sections = tuple(map(self.cited, edition.sections))
            return _with(edition, {"sections": sections})
        of_edition = narrowest(edition.audience, self.record.audiences.get(edition.where.file))
        actions = tuple(
            action.model_copy(update={"audience": None})
            for action in edition.actions
            if may_see(self.reader, narrowest(of_edition, action.audience))
        )
        sections = tuple(
            self.cited(section)
            for section in edition.sections
            if may_see(self.reader, of_edition) and self._shows_cited(section)
        )
        return _with(edition, {"actions": actions, "sections": sections})

    def proofs_for(self, visible: Record) -> Proofs:
        """Return the proofs that the reader may see, given the `visible` record."""
        if self.reader == "internal":
            return self.record.proofs
        seen = proofs_within(visible, self.record.proofs)
        # A source can have a name made from its address that is also the id of a hidden one.
        hidden = self.hidden["sources"]
        return proofs_of(
            replace(
                proof, copy="", hash="", extractor="", searched="", confirmed_by="",
                rejected_by="", earlier=None,
            )
            for proof in seen
            if proof.source not in hidden and proof.found_in not in hidden
        )  # fmt: skip

    def without_ended_embargo(self, item: _Restricted) -> _Restricted:
        """Return `item` without its embargo if that has ended."""
        if item.embargo is None or self._is_embargoed(item):
            return item
        return _with(item, {"embargo": None})

    def _is_embargoed(self, item: Restricted) -> bool:
        return (
            item.embargo is not None and instant(item.embargo, self.record.timezone) > self.moment
        )

    def _is_in_visible_file(self, item: Actor | Area) -> bool:
        return may_see(self.reader, self.record.audiences.get(item.where.file, "public"))

    def _may_see(self, item: Restricted, part: Restricted | None = None) -> bool:
        if self._is_embargoed(item) or (part and self._is_embargoed(part)):
            return self.reader == "internal"
        return may_see(self.reader, self.record.audience_of(item, part))

    def _shows_cited(self, item: Question | OwnSection) -> bool:
        """Whether the reader may see a question or section, and one of its sources, if any."""
        cited = [cited for _, cited in item.citations]
        has_source = not cited or any(self._shows_source(item, source) for source in cited)
        return has_source and self._shows(item)

    def _shows_source(
        self, event: Event | Question | OwnSection, cited: CitedSource | InlineSource
    ) -> bool:
        if isinstance(cited, CitedSource):
            return cited.ref in self.sources
        return self._may_see(event, cited)

    def _shows(self, item: Restricted, part: Restricted | None = None) -> bool:
        """Whether the reader may see an item, or a part of it, and everything it depends on."""
        return self._may_see(item, part) and is_whole(part or item, self.hidden)

    def _shows_with_source(self, event: Event, part: Quote | Figure) -> bool:
        """Whether the reader may see a quote or figure and one of its sources, if it has any."""
        cited = [part.source] if part.source else [cited for _, cited in event.citations]
        has_source = not cited or any(self._shows_source(event, source) for source in cited)
        return has_source and self._shows(event, part)

    def _citation(self, cited: CitedSource | InlineSource) -> CitedSource | InlineSource:
        return cited if isinstance(cited, CitedSource) else self.without_ended_embargo(cited)

    def _without_ended_embargoes(self, part: _Part) -> _Part:
        source = part.source and self._citation(part.source)
        return _with(self.without_ended_embargo(part), {"source": source})

    def _visible_in_section(
        self, section: Section, items: Mapping[str, _T], test: Callable[[_T], bool]
    ) -> dict[str, _T]:
        seen = {
            id: items[id] for id in self._visible(section[:-1], items, lambda id: test(items[id]))
        }
        self.hidden[section] = items.keys() - seen.keys()
        return seen

    def _visible(self, type: str, items: Iterable[_T], test: Callable[[_T], bool]) -> list[_T]:
        all_items = list(items)
        seen = [item for item in all_items if test(item)]
        if len(seen) < len(all_items):
            self.hidden_counts[type] += len(all_items) - len(seen)
        return seen


def _with(item: _Any, fields: dict[str, object]) -> _Any:
    """Return `item` with these `fields`. Most items already have them, and are not copied."""
    other = {name: value for name, value in fields.items() if getattr(item, name) != value}
    return item.model_copy(update=other) if other else item

"""The content of all events files, merged into one record."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date as Day
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import groupby

from briefing.timeline import kinds, mailboxes
from briefing.timeline.audiences import Audience, narrowest
from briefing.timeline.dates import Point, VagueDate
from briefing.timeline.kinds import Family
from briefing.timeline.lengths import A_QUARTER, A_YEAR, Length
from briefing.timeline.mailboxes import Mailbox
from briefing.timeline.model import (
    Actor,
    Area,
    Ask,
    Brand,
    Edition,
    Event,
    EventsFile,
    Guarded,
    InlineSource,
    Publisher,
    Source,
)
from briefing.timeline.problems import Path, Where
from briefing.timeline.references import Reference, RefersTo, Section, named_ids, references
from briefing.timeline.working_days import ENGLAND_AND_WALES

SETTINGS = (
    "title", "publisher", "brand", "sender", "language", "url", "timezone", "bank_holidays",
    "correct_as_of", "stale_after", "recent", "small_sample",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clash:
    """Something that is given twice: first at `first`, and then at `again`."""

    what: str
    first: Where
    again: Where


@dataclass(slots=True)
class Timeline:
    """One record, from any number of files.

    `events` are in order of date; `ordered` describes the order within a day. `where` has the place
    of each top-level key. `complete` is False if something was left out because it could not be
    understood, so that rules do not report it as missing. `clashes` are the things that are given
    more than once, of which the first is used. `templates` are the kinds of briefing that an
    edition can use. `families` are the families of the record's own kinds. `audiences` are the
    audiences of files, by name.

    The rules check the record as of the day `as_of`. `last_day` is the last day that it covers.
    Either can be None. `logos` are the contents of the brands' logos, or the reasons why they
    cannot be read, by the file that names them and the name there.
    """

    title: str = ""
    publisher: Publisher | None = None
    brand: Brand | None = None
    sender: Mailbox | None = None
    language: str = "en-GB"
    url: str | None = None
    timezone: str = "Europe/London"
    bank_holidays: str = ENGLAND_AND_WALES
    correct_as_of: Day | None = None
    kinds: set[str] = field(default_factory=lambda: set(kinds.BUILT_IN))
    families: dict[str, Family] = field(default_factory=dict)
    audiences: dict[str, Audience] = field(default_factory=dict)
    stale_after: Length = A_QUARTER
    recent: Length = A_YEAR
    small_sample: int = 100
    areas: dict[str, Area] = field(default_factory=dict)
    actors: dict[str, Actor] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    asks: dict[str, Ask] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    editions: dict[str, Edition] = field(default_factory=dict)
    where: dict[str, Where] = field(default_factory=dict)
    logos: dict[tuple[str, str], bytes | str] = field(default_factory=dict)
    clashes: list[Clash] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    templates: frozenset[str] = frozenset({"timeline", "member", "digest"})
    complete: bool = True
    as_of: Day | None = None
    last_day: Day | None = None
    _named: Mapping[RefersTo, Set[str]] | None = field(
        default=None, init=False, repr=False, compare=False
    )

    @property
    def by_id(self) -> dict[str, Event]:
        """The events that have an id, by id."""
        return {event.id: event for event in self.events if event.id}

    @property
    def brands(self) -> Iterator[tuple[Where, Brand]]:
        """The brand of the record and those of its editions, each with its place."""
        if self.brand:
            yield self.where["brand"], self.brand
        for edition in self.editions.values():
            if edition.brand:
                yield edition.where / "brand", edition.brand

    def references(self, *sections: Section) -> Iterator[tuple[Where, Reference]]:
        """Yield all references to items in these `sections`.

        Each comes with the place of the item that contains it.
        """
        for item in self._items():
            for reference in references(item, *sections):
                yield item.where, reference

    def named(self, section: Section) -> Set[str]:
        """Return all ids by which something in the record refers to an item in `section`."""
        return {id for to, ids in self._names().items() if to.section == section for id in ids}

    def unknown(
        self, section: Section, known: Collection[str]
    ) -> Iterator[tuple[Where, Reference]]:
        """Yield the references to `section` whose ids are not `known`."""
        must_be_known = {to for to in self._names() if to.section == section and not to.may_be_text}
        if any(self._names()[to] - set(known) for to in must_be_known):
            for where, reference in self.references(section):
                if reference.to in must_be_known and reference.id not in known:
                    yield where, reference

    def _names(self) -> Mapping[RefersTo, Set[str]]:
        if self._named is None:
            self._named = named_ids(self._items())
        return self._named

    def _items(self) -> Iterator[Event | Actor | Area | Ask | Edition]:
        """Yield all items that refer to others."""
        yield from self.events
        for section in (self.actors, self.areas, self.asks, self.editions):
            yield from section.values()

    def spoken_by(self, edition: Edition) -> tuple[str, str]:
        """Return the name and the contact of the publisher of `edition`. Empty if not known.

        The edition's own brand takes priority over the record's brand, and that over the publisher.
        """
        brands = [it for it in (edition.brand, self.brand) if it]
        names = [it.name for it in (*brands, self.publisher) if it and it.name]
        contacts = [it.contact for it in (*brands, self.publisher) if it and it.contact]
        return next(iter(names), ""), next(iter(contacts), "")

    def sender_of(self, edition: Edition) -> Mailbox | None:
        """Return the sender of `edition`, or None if it is not known."""
        name, contact = self.spoken_by(edition)
        sender = edition.sender or self.sender
        if not sender:
            try:
                sender = mailboxes.parse(contact)
            except ValueError:
                return None
        return sender if sender.name else replace(sender, name=" ".join(name.split()))

    def audience_of(self, thing: Guarded, part: Guarded | None = None) -> Audience:
        """Return the audience of `thing`, or of a `part` of it.

        The narrowest applies: that of the part, the thing or the file.
        """
        file = self.audiences.get(thing.where.file)
        return narrowest(thing.audience, part.audience if part else None, file)

    @property
    def guarded(self) -> Iterator[tuple[Where, Path, Guarded]]:
        """Everything that can have its own audience or embargo.

        Each comes with the place of the item that contains it, and its path there.
        """
        for thing in (*self.sources.values(), *self.asks.values(), *self.events):
            yield thing.where, (), thing
        for event in self.events:
            for section in ("quotes", "figures", "commitments"):
                for n, part in enumerate(getattr(event, section)):
                    yield event.where, (section, n), part
            for path, cited in event.all_citations:
                if isinstance(cited, InlineSource):
                    yield event.where, path, cited


def merge(files: Iterable[tuple[str, EventsFile]]) -> Timeline:
    """Merge `files`, each with its name, into one record."""
    timeline = Timeline()
    events: dict[str, Where] = {}
    commitments: dict[str, Where] = {}
    families: dict[str, Where] = {}
    for name, part in files:
        timeline.files.append(name)
        top = Where(name)
        for key in SETTINGS:
            if key not in part.model_fields_set:
                continue
            if key in timeline.where:
                timeline.clashes.append(Clash(key, timeline.where[key], top / key))
                continue
            timeline.where[key] = top / key
            setattr(timeline, key, getattr(part, key))
        if part.audience:
            timeline.audiences[name] = part.audience
        for n, own in enumerate(part.kinds):
            kind = kinds.normal(own.name)
            timeline.kinds.add(kind)
            if own.family and timeline.families.setdefault(kind, own.family) != own.family:
                first = families[kind]
                again = top / ("kinds", n, "family")
                timeline.clashes.append(Clash(f"the family of the kind '{kind}'", first, again))
            elif own.family:
                families.setdefault(kind, top / ("kinds", n, "family"))
        for section in ("areas", "actors", "sources", "asks", "editions"):
            merged = getattr(timeline, section)
            for id, thing in getattr(part, section).items():
                thing.stands_at(top / section / id)
                if id in merged:
                    timeline.clashes.append(
                        Clash(f"{section[:-1]} '{id}'", merged[id].where, thing.where)
                    )
                else:
                    merged[id] = thing
        for n, event in enumerate(part.events):
            event.stands_at(Where(name, ("events", n)))
            if event.id and event.id in events:
                timeline.clashes.append(
                    Clash(f"event '{event.id}'", events[event.id], event.where / "id")
                )
            elif event.id:
                events[event.id] = event.where / "id"
            for m, commitment in enumerate(event.commitments):
                again = event.where / ("commitments", m, "id")
                first = commitments.setdefault(commitment.id, again)
                if first != again:
                    timeline.clashes.append(Clash(f"commitment '{commitment.id}'", first, again))
            timeline.events.append(event)
    timeline.events = ordered(timeline.events, timeline.files)
    return timeline


def in_order(event: Event) -> tuple[Day, Day, int, VagueDate]:
    """Sort key of events: by date, and by time on the same day."""
    return event.date.earliest, event.date.latest, _clock(event.date), event.date


def ordered(events: Iterable[Event], files: Sequence[str]) -> list[Event]:
    """Sort `events` by date, then by their links, then in the order of `files`.

    A link orders two events whose dates begin on the same day: an event that follows, responds to,
    amends or reverses another comes after it. Circular links have no effect.
    """
    place = _place_in(files)
    by_date = sorted(events, key=lambda event: (*in_order(event), place(event)))
    found: list[Event] = []
    for _, group in groupby(by_date, lambda event: event.date.earliest):
        found += by_links(list(group))
    return found


def oldest_first(events: Iterable[Event], files: Sequence[str]) -> list[Event]:
    """Sort `events` by the date on which they were added, then in the order of `files`.

    Events without that date are the oldest.
    """
    place = _place_in(files)
    return sorted(events, key=lambda event: (event.added or Day.min, place(event)))


def _place_in(files: Sequence[str]) -> Callable[[Event], tuple[int, tuple[int, ...]]]:
    """Return a sort key that puts events in the order of `files`."""
    places = {name: n for n, name in enumerate(files)}

    def place(event: Event) -> tuple[int, tuple[int, ...]]:
        where = event.where
        return places.get(where.file, 0), tuple(n for n in where.path if isinstance(n, int))

    return place


def by_links(events: list[Event]) -> list[Event]:
    """Move each of the `events` after those that it links to, and keep the order otherwise."""
    at = {event.id: n for n, event in enumerate(events) if event.id}
    earlier = {
        n: {at[id] for _, _, id in it.links if id in at} - {n} for n, it in enumerate(events)
    }
    if not any(earlier.values()):
        return events
    later: dict[int, list[int]] = {}
    for n, others in earlier.items():
        for other in others:
            later.setdefault(other, []).append(n)
    free = [n for n, others in earlier.items() if not others]
    order: dict[int, None] = {}
    for first in range(len(events)):
        # Where links go in a circle none is free, and the first one left is as good as any.
        if not free and first not in order:
            free.append(first)
        while free:
            n = heappop(free)
            order[n] = None
            for other in later.get(n, ()):
                earlier[other].discard(n)
                if not earlier[other] and other not in order:
                    heappush(free, other)
    return [events[n] for n in order]


def _clock(date: VagueDate) -> int:
    """Return the second of the day at which it begins, in UTC if the time gives its offset.

    Without a time of day, it comes before all events that have one.
    """
    point = date.start
    if not isinstance(point, Point) or not point.time:
        return -(10**6)
    hour, minute, second = map(int, point.time.split(":"))
    ahead = datetime.fromisoformat(f"2000-01-01T00:00:00{point.offset}").utcoffset() or timedelta()
    return hour * 3600 + minute * 60 + second - int(ahead.total_seconds())

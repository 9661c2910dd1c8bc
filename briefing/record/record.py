"""The content of all events files, merged into one record."""

from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from datetime import date as Day
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

from briefing.record import kinds, mailboxes
from briefing.record.audiences import Audience, narrowest
from briefing.record.items import Restricted
from briefing.record.kinds import Family
from briefing.record.lengths import A_QUARTER, A_YEAR, Length
from briefing.record.mailboxes import Mailbox
from briefing.record.model import (
    Actor,
    Area,
    Ask,
    Brand,
    CitedSource,
    CustomKind,
    Edition,
    Event,
    InlineSource,
    OwnSection,
    Picture,
    Publisher,
    Question,
    Source,
    Topic,
)
from briefing.record.pictures import Prepared, Unusable
from briefing.record.problems import Path, RecordPath
from briefing.record.proofs import Proofs
from briefing.record.references import Reference, RefersTo, Section, named_ids, references
from briefing.record.working_days import ENGLAND_AND_WALES

if TYPE_CHECKING:
    from briefing.record.area_tables import Table

OptionalList = Literal["quotes", "figures", "commitments", "asks", "reverses"]
"""A field of events that contains a list, or moves of asks by id, and is empty in most events."""
SETTINGS = (
    "title", "publisher", "brand", "sender", "language", "url", "timezone", "bank_holidays",
    "correct_as_of", "stale_after", "recent", "small_sample",
)  # fmt: skip


@dataclass(frozen=True)
class Record:
    """A record, from any number of files.

    Attributes:
        kinds: the kinds of event that it can have, including the built-in ones.
        families: the families of its own kinds.
        own_kinds: its own kinds. Those in several languages have names in each of them.
        topics: the topics with names in several languages.
        audiences: the audiences of files, by name.
        events: in the order of `ordering.ordered`.
        where: the place of each top-level key.
        brand_files: the contents of the logos, fonts and stylesheets of the brands, or the reasons
            why they cannot be read, keyed by the file that refers to them and the name used there.
        pictures: the pictures, or the reasons why they cannot be used, keyed in the same way.
        files: the names of its files.
        proofs: the evidence for its quotes and figures.
        languages: the languages of its texts, if any text is given by language.
        tables: its tables of areas.
        uses_columns: whether its texts may use the columns of areas.
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
    kinds: Set[str] = frozenset(kinds.BUILT_IN)
    families: Mapping[str, Family] = field(default_factory=dict)
    own_kinds: Sequence[CustomKind] = ()
    topics: Sequence[Topic] = ()
    audiences: Mapping[str, Audience] = field(default_factory=dict)
    stale_after: Length = A_QUARTER
    recent: Length = A_YEAR
    small_sample: int = 100
    areas: Mapping[str, Area] = field(default_factory=dict)
    actors: Mapping[str, Actor] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)
    asks: Mapping[str, Ask] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    events: Sequence[Event] = ()
    editions: Mapping[str, Edition] = field(default_factory=dict)
    where: Mapping[str, RecordPath] = field(default_factory=dict)
    brand_files: Mapping[tuple[str, str], bytes | str] = field(default_factory=dict)
    pictures: Mapping[tuple[str, str], Prepared | Unusable] = field(default_factory=dict)
    files: Sequence[str] = ()
    proofs: Proofs = field(default_factory=Proofs)
    languages: Set[str] = frozenset()
    tables: "Sequence[Table]" = ()
    uses_columns: bool = False

    @cached_property
    def by_id(self) -> Mapping[str, Event]:
        """The events that have an id, keyed by id."""
        return {event.id: event for event in self.events if event.id}

    def events_with(self, field: OptionalList) -> Sequence[Event]:
        """Return the events in which a field is not empty.

        Many rules are about a field that few events have, so they share the search for it.
        """
        return self._events_by_field[field]

    @cached_property
    def _events_by_field(self) -> Mapping[OptionalList, Sequence[Event]]:
        names: tuple[OptionalList, ...] = get_args(OptionalList)
        return {name: [event for event in self.events if getattr(event, name)] for name in names}

    @cached_property
    def closings(self) -> Sequence[tuple[Event, str, int, str]]:
        """All closings of commitments: the event, and the closing as in its own `closings`."""
        return [
            (event, *closing)
            for event in self.events
            if event.keeps or event.drops
            for closing in event.closings
        ]

    @cached_property
    def links(self) -> Sequence[tuple[Event, str, Path, str]]:
        """All links between events: the event, and the link as in its own `links`."""
        return [(event, *link) for event in self.events for link in event.links]

    def accurate_to(self, day: Day) -> Day:
        """Return the last day up to `day` that the record is accurate to: `day` by default."""
        return min(day, self.correct_as_of or day)

    @property
    def brands(self) -> Iterator[tuple[RecordPath, Brand]]:
        """The brands of the record and its editions, each with its place."""
        if self.brand:
            yield self.where["brand"], self.brand
        for edition in self.editions.values():
            if edition.brand:
                yield edition.where / "brand", edition.brand

    @property
    def pictured(self) -> Iterator[tuple[RecordPath, Picture]]:
        """The pictures of editions, their sections, actors and events, each with its place."""
        items: tuple[Edition | OwnSection | Actor | Event, ...] = (
            *self.editions.values(),
            *(section for _, section in self.own_sections),
            *self.actors.values(),
            *self.events,
        )
        for item in items:
            if item.picture:
                yield item.where / "picture", item.picture

    @property
    def own_sections(self) -> Iterator[tuple[Edition, OwnSection]]:
        """The sections of editions, each with its edition."""
        for edition in self.editions.values():
            for section in edition.sections:
                yield edition, section

    def references(self, *sections: Section) -> Iterator[tuple[RecordPath, Reference]]:
        """Yield all references to items in these `sections`.

        Each comes with the place of the item that contains it.
        """
        for item in self._items():
            for reference in references(item, *sections):
                yield item.where, reference

    def named(self, section: Section) -> Set[str]:
        """Return all ids that the record uses to refer to items in `section`."""
        return {id for to, ids in self._named.items() if to.section == section for id in ids}

    def unknown(
        self, section: Section, known: Collection[str]
    ) -> Iterator[tuple[RecordPath, Reference]]:
        """Yield the references to `section` whose ids are not `known`."""
        must_be_known = {to for to in self._named if to.section == section and not to.may_be_text}
        if any(self._named[to] - set(known) for to in must_be_known):
            for where, reference in self.references(section):
                if reference.to in must_be_known and reference.id not in known:
                    yield where, reference

    @cached_property
    def _named(self) -> Mapping[RefersTo, Set[str]]:
        return named_ids(self._items())

    def _items(self) -> Iterator[Event | Actor | Area | Ask | Question | Edition]:
        """Yield all items that can refer to others."""
        yield from self.events
        for section in (self.actors, self.areas, self.asks, self.questions, self.editions):
            yield from section.values()

    @property
    def inline_sources(self) -> Iterator[tuple[RecordPath, Path, InlineSource]]:
        """All sources that are described where they are cited.

        Each comes with the place of the item that cites it, and its path there.
        """
        for event in self.events:
            for path, cited in event.all_citations:
                if isinstance(cited, InlineSource):
                    yield event.where, path, cited
        for question in self.questions.values():
            for path, cited in question.citations:
                if isinstance(cited, InlineSource):
                    yield question.where, path, cited
        for _, section in self.own_sections:
            for path, cited in section.citations:
                if isinstance(cited, InlineSource):
                    yield section.where, path, cited

    def publisher_of(self, edition: Edition) -> tuple[str, str]:
        """Return the name and contact of the publisher of `edition`, each "" if unknown.

        The edition's own brand takes priority over the record's brand, which takes priority over
        the publisher.
        """
        brands = [brand for brand in (edition.brand, self.brand) if brand]
        names = [owner.name for owner in (*brands, self.publisher) if owner and owner.name]
        contacts = [owner.contact for owner in (*brands, self.publisher) if owner and owner.contact]
        return next(iter(names), ""), next(iter(contacts), "")

    def sender_of(self, edition: Edition) -> Mailbox | None:
        """Return the sender of `edition`, or None if unknown."""
        name, contact = self.publisher_of(edition)
        sender = edition.sender or self.sender
        if not sender:
            try:
                sender = mailboxes.parse_mailbox(contact)
            except ValueError:
                return None
        return sender if sender.name else replace(sender, name=" ".join(name.split()))

    def document(self, cited: CitedSource | InlineSource) -> Source | InlineSource:
        """Return the cited document."""
        return self.sources[cited.ref] if isinstance(cited, CitedSource) else cited

    def audience_of(self, item: Restricted, part: Restricted | None = None) -> Audience:
        """Return the audience of `item`, or of a `part` of it.

        The narrowest one applies: that of the part, the item or the file.
        """
        file = self.audiences.get(item.where.file)
        return narrowest(item.audience, part.audience if part else None, file)

    @property
    def restricted(self) -> Iterator[tuple[RecordPath, Path, Restricted]]:
        """Everything that can have its own audience or embargo.

        Each comes with the place of the item that contains it, and its path there.
        """
        for sections in (self.sources, self.asks, self.questions):
            for item in sections.values():
                yield item.where, (), item
        for event in self.events:
            yield event.where, (), event
        for event in self.events:
            for section in ("quotes", "figures", "commitments"):
                for n, part in enumerate(getattr(event, section)):
                    yield event.where, (section, n), part
        for _, own_section in self.own_sections:
            yield own_section.where, (), own_section
        yield from self.inline_sources

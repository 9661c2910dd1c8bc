"""The record as its curator wrote it: one class for each type of item in an events file.

The classes define the file format: their fields are its keys, and their docstrings are the
descriptions in the JSON Schema that editors show. Checks that need more than one item, such as
whether a cited source exists, are rules.
"""

from collections.abc import Iterator
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag
from pydantic.json_schema import JsonSchemaValue

from briefing.record.audiences import Audience
from briefing.record.dates import VagueDate
from briefing.record.due import ID_PATTERN
from briefing.record.fields import (
    ID,
    WRITTEN_ID,
    ActorID,
    Address,
    AreaID,
    AskID,
    AskMove,
    ById,
    Colour,
    CommitmentID,
    Count,
    Date,
    DueDate,
    EventID,
    Every,
    Kind,
    Markdown,
    Number,
    OptionalField,
    OrText,
    RequiredActor,
    RequiredArea,
    RequiredEvent,
    RequiredSource,
    Text,
    Title,
    TypeSize,
    Url,
    Weekday,
    Weight,
    WholeDay,
    Window,
)
from briefing.record.items import Model, Placed, Restricted
from briefing.record.kinds import Family
from briefing.record.problems import Path
from briefing.record.references import RefersTo, links
from briefing.record.validators import WEB_ADDRESS


class Publisher(Model):
    """The publisher of the briefings."""

    name: Title
    """The publisher's name, shown on every briefing."""
    contact: OptionalField[Text] = None
    """How to contact the publisher: an email address, a telephone number or a web address."""


class Brand(Model):
    """The look of the briefings and the name on them, if they differ from the publisher's."""

    name: OptionalField[Title] = None
    """The name at the top of each briefing. Default: the publisher's name."""
    logo: OptionalField[Title] = None
    """The path of the logo (SVG or PNG), relative to this file, in the record's folder."""
    accent: OptionalField[Colour] = None
    """The colour of links, dates and lines, such as "#005a73". It must be dark enough to read."""
    contact: OptionalField[Text] = None
    """How readers can contact you. Default: the publisher's contact."""
    closing: OptionalField[Text] = None
    """The last line of each briefing."""


class Role(Model):
    """An office or position that an actor held, with its dates."""

    title: Title
    """The role's title, such as Home Secretary."""
    since: OptionalField[Date] = Field(None, alias="from")
    """When it started, if known."""
    until: OptionalField[Date] = None
    """When it ended. Leave it out if the role is still held."""

    def certainly_held(self, date: VagueDate) -> bool:
        """Whether the role was held on every day that `date` can mean."""
        return (self.since is None or self.since.latest <= date.earliest) and (
            self.until is None or date.latest <= self.until.earliest
        )

    def perhaps_held(self, date: VagueDate) -> bool:
        """Whether the role was held on at least one day that `date` can mean."""
        return (self.since is None or self.since.earliest <= date.latest) and (
            self.until is None or date.earliest <= self.until.latest
        )


class Actor(Placed):
    """A person or organisation that takes part in events."""

    name: Title
    """The actor's name, as briefings show it."""
    sort: OptionalField[Title] = None
    """The surname for the index, such as "Duncan Smith", if it is not the last word of the name."""
    type: OptionalField[Title] = None
    """The type of actor, such as person, charity, department or company."""
    roles: tuple[Role, ...] = ()
    """The roles that a person held, with their dates."""
    part_of: OptionalField[ActorID] = Field(None, alias="part of")
    """The id of the actor that this actor belongs to, such as the Government for a department."""

    def role_on(self, date: VagueDate) -> str | None:
        """Return the title held on `date`, or None if no role fits, or several might.

        An approximate or uncertain date cannot distinguish between dated roles.
        """
        if date.approximate or date.uncertain:
            return self.roles[0].title if len(self.roles) == 1 else None
        certain = [role.title for role in self.roles if role.certainly_held(date)]
        possible = [role.title for role in self.roles if role.perhaps_held(date)]
        return next((roles[0] for roles in (certain, possible) if len(roles) == 1), None)


class _SourceFields(Restricted):
    author: OptionalField[Title] = None
    """Who wrote it."""
    publisher: OptionalField[Title] = None
    """Who published it."""
    date: OptionalField[Date] = None
    """When it was published."""
    archived: OptionalField[Url] = None
    """The web address of a copy in a web archive, starting with http:// or https://."""
    read: OptionalField[WholeDay] = None
    """The date when it was last read."""


class Source(_SourceFields):
    """A document that supports events."""

    title: Title
    """The document's title."""
    url: OptionalField[Url] = None
    """The document's web address, starting with http:// or https://."""


class _At(Model):
    at: OptionalField[Text] = None
    """The place in the source, such as page 12 or final paragraphs."""


class CitedSource(_At):
    """A source cited by its id under `sources`."""

    ref: RequiredSource
    """The source's id."""


def _title_or_url(schema: JsonSchemaValue) -> None:
    schema["required"].remove("title")
    schema["anyOf"] = [{"required": ["title"]}, {"required": ["url"]}]


class InlineSource(_SourceFields, _At):
    """A source written out where it is cited."""

    model_config = ConfigDict(json_schema_extra=_title_or_url)

    title: Title
    """The document's title. Default: its address."""
    url: OptionalField[Url] = None
    """The document's web address, starting with http:// or https://."""

    def source(self) -> Source:
        """The document itself, without the place in it."""
        return Source.model_construct(
            title=self.title,
            url=self.url,
            author=self.author,
            publisher=self.publisher,
            date=self.date,
            archived=self.archived,
            read=self.read,
        )


def as_text(written: object) -> str | None:
    is_text = isinstance(written, str | int | float) and not isinstance(written, bool)
    return str(written) if is_text else None


def _short_form(field: str) -> BeforeValidator:
    """Return a validator for items that can also be written as text, the value of that field."""

    def in_full(written: object) -> object:
        short = as_text(written)
        return written if short is None else {field: short}

    return BeforeValidator(in_full)


def _citation(written: object) -> object:
    short = as_text(written)
    if short is not None:
        written = {"url": short} if "://" in short or " " in short.strip() else {"ref": short}
    if isinstance(written, dict) and "url" in written and "title" not in written:
        written = {"title": written["url"], **written}
    return written


CITATION_TAGS = ("<ref>", "<inline>")
"""The forms that a citation can have, as named in the paths of pydantic's errors."""


def _citation_tag(written: object) -> str:
    is_inline = isinstance(written, InlineSource) or (
        isinstance(written, dict) and "ref" not in written and not written.keys() <= {"at"}
    )
    return CITATION_TAGS[is_inline]


Citation = Annotated[
    Annotated[CitedSource, Tag(CITATION_TAGS[0])] | Annotated[InlineSource, Tag(CITATION_TAGS[1])],
    Discriminator(_citation_tag),
    BeforeValidator(_citation),
    OrText({**WRITTEN_ID, "pattern": rf"^\s*{ID_PATTERN}\s*$|{WEB_ADDRESS}"}),
]
"""A source: its id, its address or a full description. The place in it can be added."""


class Participant(Model):
    """An actor's part in an event."""

    ref: RequiredActor
    """The actor's id."""
    role: OptionalField[Title] = Field(None, alias="as")
    """The role in which they took part, if it is not their role on that date."""


class Reversed(Model):
    """An earlier event that is reversed, in whole or in part."""

    ref: RequiredEvent
    """The event's id."""
    part: OptionalField[Title] = None
    """The part that is reversed, if it is not the whole event, such as the closure of one home."""


def _deciders(written: object) -> object:
    short = as_text(written)
    return written if short is None else (short,)


Deciders = Annotated[tuple[ActorID, ...], BeforeValidator(_deciders), OrText(WRITTEN_ID)]
"""The ids of the actors who made a decision, or a single id."""


class Quote(Restricted):
    """Words that somebody said."""

    text: Text
    """The words themselves, without quotation marks."""
    by: OptionalField[RequiredActor] = None
    """The actor who said them."""
    role: OptionalField[Title] = Field(None, alias="as")
    """The role in which they spoke, if it is not their role on that date."""
    areas: tuple[RequiredArea, ...] = ()
    """The ids of the areas that it is about. Default: no particular area."""
    source: OptionalField[Citation] = None
    """The source of the quote. Default: the event's sources."""
    weight: Weight = "normal"
    """How important it is: high, normal or low. Items with high weight are never left out."""


class Figure(Restricted):
    """A number that somebody published."""

    label: Title
    """The quantity that is counted or measured, such as back criminal prosecution of executives."""
    value: Number
    """The number as it was published."""
    of: OptionalField[Title] = None
    """The group it is about, such as adults."""
    area: OptionalField[RequiredArea] = None
    """The id of the area that it is about."""
    sample: OptionalField[Number] = None
    """The size of the sample, such as the number of people asked."""
    by: Annotated[OptionalField[Title], RefersTo("actors", may_be_text=True)] = None
    """Who published or collected it: an actor's id, or a name."""
    source: OptionalField[Citation] = None
    """The source of the figure. Default: the event's sources."""
    supports: OptionalField[AskID] = None
    """The id of the ask that it supports, or whose progress it shows."""
    disputed: OptionalField[Text] = None
    """Why the number is disputed, if sources disagree."""
    weight: Weight = "normal"
    """How important it is: high, normal or low. Items with high weight are never left out."""

    @property
    def quantity(self) -> tuple[str, str, str]:
        """The quantity measured: label, group and area. Figures for the same day should agree."""
        return self.label.casefold(), (self.of or "").casefold(), self.area or ""


class Commitment(Restricted):
    """Something that somebody promised to do."""

    id: ID
    """An id by which later events can keep or drop it."""
    title: Title
    """The commitment, in one line, such as Respond to the consultation."""
    by: RequiredActor
    """The actor who made it."""
    due: OptionalField[DueDate] = None
    """When it is due: a date, or a length of time after a date or an event."""
    weight: Weight = "normal"
    """How important it is: high, normal or low. Items with high weight are never left out."""


class Event(Restricted):
    """Something that happened, or will happen."""

    date: Date
    """When it happened, as exactly as the evidence allows."""
    kind: Kind
    """The kind of event, such as white paper, consultation or U-turn amendment."""
    title: Title
    """The event, in one line."""
    id: OptionalField[ID] = None
    """An id by which other events can refer to it."""
    summary: OptionalField[Markdown] = None
    """One or two paragraphs of Markdown."""
    actors: tuple[Annotated[Participant, _short_form("ref"), OrText(WRITTEN_ID)], ...] = ()
    """The ids of the actors who took part."""
    by: OptionalField[Deciders] = None
    """The id of the actor who made the decision, or a list of ids. Default: the only actor."""
    topics: tuple[Title, ...] = ()
    """The topics that it belongs to."""
    areas: tuple[RequiredArea, ...] = ()
    """The ids of the areas that it is about. Default: no particular area."""
    source: OptionalField[Citation] = None
    """The document that supports it."""
    sources: tuple[Citation, ...] = Field((), max_length=50)
    """The documents that support it, if there are several."""
    quotes: tuple[Quote, ...] = Field((), max_length=1_000)
    """Quotes from the event."""
    figures: tuple[Figure, ...] = Field((), max_length=1_000)
    """The numbers that were published."""
    commitments: tuple[Commitment, ...] = ()
    """The commitments made."""
    keeps: tuple[CommitmentID, ...] = ()
    """The ids of earlier commitments that it keeps."""
    drops: tuple[CommitmentID, ...] = ()
    """The ids of earlier commitments that it drops."""
    asks: Annotated[ById[AskMove], RefersTo("asks")] = Field(default_factory=dict)
    """The new status of each ask: raised, advanced, met in part, met, set back or refused."""
    follows: tuple[EventID, ...] = ()
    """The ids of earlier events that led to it."""
    responds_to: tuple[EventID, ...] = Field((), alias="responds to")
    """The ids of the events that it answers."""
    amends: tuple[EventID, ...] = ()
    """The ids of the events that it changes."""
    reverses: tuple[Annotated[Reversed, _short_form("ref"), OrText(WRITTEN_ID)], ...] = ()
    """The ids of the events that it reverses. It is a U-turn if the same actor decided both."""
    notes: OptionalField[Markdown] = None
    """Notes that only internal editions show."""
    added: OptionalField[WholeDay] = None
    """The date when it was added to the record."""
    disputed: OptionalField[Text] = None
    """Why it is disputed, if sources disagree."""
    weight: Weight = "normal"
    """How important it is: high, normal or low. Items with high weight are never left out."""

    @property
    def citations(self) -> Iterator[tuple[Path, CitedSource | InlineSource]]:
        """The event's own citations, each with its path within the event."""
        if self.source is not None:
            yield ("source",), self.source
        for n, citation in enumerate(self.sources):
            yield ("sources", n), citation

    @property
    def all_citations(self) -> Iterator[tuple[Path, CitedSource | InlineSource]]:
        """The citations of the event, its quotes and its figures, each with its path."""
        yield from self.citations
        for n, quote in enumerate(self.quotes):
            if quote.source:
                yield ("quotes", n, "source"), quote.source
        for n, figure in enumerate(self.figures):
            if figure.source:
                yield ("figures", n, "source"), figure.source

    @property
    def closings(self) -> Iterator[tuple[str, int, str]]:
        """The commitments that it closes: the field (keeps or drops), index there and id."""
        for field, ids in (("keeps", self.keeps), ("drops", self.drops)):
            for n, id in enumerate(ids):
                yield field, n, id

    @property
    def links(self) -> Iterator[tuple[str, Path, str]]:
        """The links to other events: the word, the path within this event and the id."""
        return links(self, "events")

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of the actors who took part in it, decided it or are quoted, without repeats."""
        own = (id for _, _, id in links(self, "actors"))
        return tuple(dict.fromkeys((*own, *(quote.by for quote in self.quotes if quote.by))))


class CustomKind(Model):
    """A kind of event that the record defines."""

    name: Title
    """The name of the kind, such as site visit."""
    family: OptionalField[Family] = None
    """The family, which charts show by the shape of a mark: government, parliament, courts,
    evidence or statements."""


class Area(Placed):
    """A place that events, figures, quotes, asks and actions are about."""

    name: Title
    """The place's name, such as South East of England."""
    within: OptionalField[AreaID] = None
    """The id of the wider area that includes it."""


class Ask(Restricted):
    """Something that somebody calls for."""

    title: Title
    """The ask, in one line."""
    by: RequiredActor
    """The actor who asks."""
    areas: tuple[RequiredArea, ...] = ()
    """The ids of the areas that it is about. Default: no particular area."""
    weight: Weight = "normal"
    """How important it is: high, normal or low. Items with high weight are never left out."""


class Action(Model):
    """Something that readers can do."""

    text: Markdown
    """The action, as a line of Markdown."""
    since: OptionalField[Date] = Field(None, alias="from")
    """The first day on which briefings show it."""
    until: OptionalField[Date] = None
    """The last day on which briefings show it."""
    areas: tuple[RequiredArea, ...] = ()
    """The ids of the areas whose readers it is for. Default: all areas."""


class Edition(Placed):
    """A named edition: what it shows, to which readers, and how."""

    template: Title
    """The template: timeline, member, digest, or the name of your own folder under templates."""
    title: OptionalField[Title] = None
    """The briefing's title. Default: the title of the record."""
    language: OptionalField[Title] = None
    """The language of its briefings, such as cy. Default: the language of the record."""
    url: OptionalField[Url] = None
    """The web address of the folder where it is published. Default: the url of the record."""
    audience: OptionalField[Audience] = None
    """Who it is for: public, members or internal. Default: public."""
    area: OptionalField[AreaID] = None
    """The area it is for. It includes items about that area, wider areas or no area."""
    since: OptionalField[Date] = None
    """Leave out events before this date."""
    until: OptionalField[Date] = None
    """Leave out events after this date."""
    topics: tuple[Title, ...] = ()
    """Only events on one of these topics."""
    actors: tuple[ActorID, ...] = ()
    """Only events in which one of these actors took part, decided or was quoted."""
    kinds: tuple[Kind, ...] = ()
    """Only events of one of these kinds."""
    every: OptionalField[Every] = None
    """Makes it a weekly, fortnightly or monthly digest: week, 2 weeks or month. Default: week."""
    week_starts: OptionalField[Weekday] = None
    """The day on which the weeks of a digest start. Default: Monday."""
    recipients: tuple[Address, ...] = ()
    """Who a digest is sent to, such as Ann Example <ann@example.org>. Briefings never show this."""
    sender: OptionalField[Address] = None
    """Who a digest comes from. Default: the sender of the record."""
    actions: tuple[
        Annotated[
            Action,
            _short_form("text"),
            OrText({"type": ["string", "number"], "pattern": r"\S", "maxLength": 50_000}),
        ],
        ...,
    ] = ()
    """Actions for its readers, each a line of Markdown, with from, until and areas if needed."""
    recent: OptionalField[Window] = None
    """How far back recent developments go, such as 18 months. Default: the record's recent."""
    type_size: TypeSize = "normal"
    """The size of the text: normal, or large for large print (at least 16 points)."""
    brand: OptionalField[Brand] = None
    """The fields of the brand that are different in this edition."""


class EventsFile(Model):
    """A record of public policy events, or a part of one."""

    title: Title = ""
    """The title of the record. If it has several files, one of them must give the title."""
    publisher: OptionalField[Publisher] = None
    """The publisher of the briefings: name and contact."""
    brand: OptionalField[Brand] = None
    """The look of the briefings and the name on them: name, logo, colour, contact, closing line."""
    sender: OptionalField[Address] = None
    """The sender of digests. Default: the contact of the brand or the publisher, if that is an
    email address."""
    language: OptionalField[Title] = None
    """The language of the record, such as en-GB."""
    url: OptionalField[Url] = None
    """The web address of the folder where the briefings are published, for links from feeds
    and calendars."""
    timezone: OptionalField[Title] = None
    """The time zone of the record, such as Europe/London."""
    bank_holidays: OptionalField[Title] = None
    """The place whose bank holidays are not working days: England and Wales (the default),
    Scotland, Northern Ireland, United Kingdom (a bank holiday in any part of it), or the code of a
    country or part of one, such as IE or DE-BY."""
    audience: OptionalField[Audience] = None
    """Who may see the contents of this file: public, members or internal."""
    correct_as_of: OptionalField[WholeDay] = None
    """The date the record is accurate to. Later events are still to come. If it is left out,
    briefings do not say "Correct as of"."""
    stale_after: OptionalField[Window] = None
    """If the record has no correct_as_of: how long after the latest addition the checks give a
    warning, such as 6 weeks. Default: 3 months."""
    kinds: tuple[
        Annotated[
            CustomKind,
            _short_form("name"),
            OrText({"type": ["string", "number"], "pattern": r"\S"}),
        ],
        ...,
    ] = ()
    """Your own kinds of event, in addition to the built-in kinds: a name, or a name and family."""
    recent: OptionalField[Window] = None
    """How far back recent developments go, such as 18 months. Default: a year."""
    small_sample: OptionalField[Count] = None
    """Samples smaller than this are marked as small. Default: 100."""
    areas: ById[Area] = Field(default={})
    """The places that events and figures are about, by id."""
    actors: ById[Actor] = Field(default={})
    """The people and organisations that take part in events, by id."""
    sources: ById[Source] = Field(default={})
    """The documents that support events, by id."""
    asks: ById[Ask] = Field(default={})
    """The changes that people or organisations ask for, by id. Events give the status of each."""
    events: tuple[Event, ...] = ()
    """The events, in any order."""
    editions: ById[Edition] = Field(default={})
    """The briefings to make, by id. Default: a timeline, a member briefing and a weekly
    digest.
    """


SECTIONS = ("areas", "actors", "sources", "asks", "editions")
"""The keys of an events file that contain items by id."""

"""The record as its curator wrote it, with a class for each type of item in an events file.

The classes define the file format: their fields are its keys, and their docstrings are the
descriptions in the JSON Schema that editors show. The title of a class is the word for its items in
messages, and each required field has an example. Checks that need more than one item, such as
whether a cited source exists, are rules.
"""

import re
from collections.abc import Iterator
from typing import Annotated

from pydantic import (
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)
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
    Focus,
    Kind,
    Markdown,
    Number,
    OptionalField,
    OrText,
    RequiredActor,
    RequiredArea,
    RequiredAsk,
    RequiredCommitment,
    RequiredEvent,
    RequiredSource,
    SectionPlace,
    Text,
    Title,
    TrueOrFalse,
    TypeSize,
    Url,
    Weekday,
    Weight,
    WholeDay,
    Window,
    Word,
)
from briefing.record.items import Model, Placed, Restricted
from briefing.record.kinds import Family
from briefing.record.problems import Path
from briefing.record.references import RefersTo, links
from briefing.record.validators import WEB_ADDRESS


class Publisher(Model):
    """The publisher of the briefings."""

    name: Title = Field(examples=["The council"])
    """The publisher's name, which every briefing shows."""
    contact: OptionalField[Text] = None
    """The publisher's email address, telephone number or web address."""


class Typefaces(Model):
    """The font files of the brand: TTF, OTF or WOFF2. Their weights and styles are recognised."""

    text: tuple[Word, ...] = ()
    """The paths of the fonts for text, relative to this file. A regular and a bold font are
    required, or a variable font that has both weights."""
    headings: tuple[Word, ...] = ()
    """The paths of the fonts for headings. Default: the fonts for text."""


class Brand(Model):
    """The look of the briefings, and the name on them if it differs from the publisher's."""

    name: OptionalField[Title] = None
    """The name at the top of each briefing. Default: the publisher's name."""
    logo: OptionalField[Word] = None
    """The path of the logo (SVG or PNG) in the record's folder, relative to this file."""
    logo_dark: OptionalField[Word] = None
    """The path of a variant of the logo for web pages in dark mode. Default: the logo on white."""
    accent: OptionalField[Colour] = None
    """The colour of links, dates and lines, such as "#005a73". It must be dark enough to read."""
    typefaces: OptionalField[Typefaces] = None
    """The font files for text and headings, which are embedded in pages and PDFs."""
    style: OptionalField[Word] = None
    """The path of a CSS file that changes the look of pages and PDFs, relative to this file."""
    contact: OptionalField[Text] = None
    """Contact details for readers. Default: the publisher's contact."""
    closing: OptionalField[Text] = None
    """The last line of each briefing."""

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of its files, relative to the file that it is in."""
        fonts = (*self.typefaces.text, *self.typefaces.headings) if self.typefaces else ()
        return tuple(filter(None, (self.logo, self.logo_dark, self.style, *fonts)))


class Picture(Model):
    """A picture of an event, an actor or an edition."""

    file: Word = Field(examples=["pictures/park.jpg"])
    """The path of the picture (JPEG, PNG, WebP or SVG) in the record's folder, relative to this
    file."""
    alt: Text = Field(examples=["A bench in the new park"])
    """A description of the picture, for readers who cannot see it."""
    credit: OptionalField[Title] = None
    """Who made the picture, and its licence, such as "Ann Example, CC BY 4.0"."""
    caption: OptionalField[Text] = None
    """The words under the picture."""
    focus: OptionalField[Focus] = None
    """The side to keep if the picture is cropped: left, right, top, bottom or centre. Default: the
    whole picture is shown."""


class Role(Model):
    """An office or position that an actor held, with its dates."""

    title: Title = Field(examples=["Mayor"])
    """The title of the role, such as "Home Secretary"."""
    since: OptionalField[Date] = Field(None, alias="from")
    """When the role started, if known."""
    until: OptionalField[Date] = None
    """When the role ended. Leave this out if the actor still holds it."""

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

    name: Title = Field(examples=["The Mayor"])
    """The actor's name, as shown in briefings."""
    sort: OptionalField[Word] = None
    """The surname for the index, such as "Duncan Smith", if it is not the last word of the name."""
    type: OptionalField[Word] = None
    """The type of actor, such as a person, charity, department or company."""
    roles: tuple[Role, ...] = ()
    """The roles that a person has held, with dates."""
    part_of: OptionalField[ActorID] = Field(None, alias="part of")
    """The id of the actor that this one belongs to. For a department, that is the Government."""
    picture: OptionalField[Picture] = None
    """A picture of the actor, which briefings show next to its quotes."""

    def role_on(self, date: VagueDate) -> str | None:
        """Return the role held on `date`, or None if no role fits or several might.

        An approximate or uncertain date cannot distinguish between dated roles.
        """
        if date.approximate or date.uncertain:
            return self.roles[0].title if len(self.roles) == 1 else None
        certain = [role.title for role in self.roles if role.certainly_held(date)]
        possible = [role.title for role in self.roles if role.perhaps_held(date)]
        return next((roles[0] for roles in (certain, possible) if len(roles) == 1), None)


class _SourceFields(Restricted):
    author: OptionalField[Title] = None
    """The author."""
    publisher: OptionalField[Title] = None
    """The publisher."""
    date: OptionalField[Date] = None
    """The date of publication."""
    archived: OptionalField[Url] = None
    """The web address of a copy in a web archive, starting with http:// or https://."""
    read: OptionalField[WholeDay] = None
    """The date when you last read it."""
    kept_copy: OptionalField[Word] = Field(default=None, alias="copy")
    """The path of your copy of it in the record's folder, relative to this file. Default: the file
    in the folder `sources` whose name is the source's id."""


class Source(_SourceFields):
    """A document that supports events."""

    title: Title = Field(examples=["Minutes of the council"])
    """The document's title."""
    url: OptionalField[Url] = None
    """The document's web address, starting with http:// or https://."""


class _At(Model):
    at: OptionalField[Text] = None
    """The place in the source, such as "page 12" or "final paragraphs"."""


class CitedSource(_At):
    """A source cited by its id in `sources`."""

    model_config = ConfigDict(title="Source")

    ref: RequiredSource = Field(examples=["its-id"])
    """The source's id."""


def _title_or_url(schema: JsonSchemaValue) -> None:
    schema["required"].remove("title")
    schema["anyOf"] = [{"required": ["title"]}, {"required": ["url"]}]


class InlineSource(_SourceFields, _At):
    """A source described in full where it is cited."""

    model_config = ConfigDict(title="Source", json_schema_extra=_title_or_url)

    title: Title = Field(examples=["Minutes of the council"])
    """The document's title. Default: its web address."""
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
            kept_copy=self.kept_copy,
        )


def as_text(written: object) -> str | None:
    if isinstance(written, str):
        return written
    is_number = isinstance(written, int | float) and not isinstance(written, bool)
    return str(written) if is_number else None


_MAX_SHARED = 1 << 14


def _short_form(field: str) -> WrapValidator:
    """Return a validator for items that can also be written as text, the value of that field.

    Items with the same text are one object, because they cannot be changed and there are many.
    """
    shared: dict[str, object] = {}

    def read(written: object, validate: ValidatorFunctionWrapHandler) -> object:
        short = as_text(written)
        if short is None:
            return validate(written)
        if short not in shared:
            if len(shared) == _MAX_SHARED:
                shared.clear()
            shared[short] = validate({field: short})
        return shared[short]

    return WrapValidator(read)


def _citation(written: object) -> object:
    short = as_text(written)
    if short is not None:
        written = {"url": short} if "://" in short or " " in short.strip() else {"ref": short}
    if isinstance(written, dict) and "url" in written and "title" not in written:
        written = {"title": written["url"], **written}
    return written


CITATION_TAGS = ("<ref>", "<inline>")
"""The forms that a citation can take, as named in the paths of pydantic's errors."""


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
"""A source: its id, web address or full description. You can add the place in it."""


class Participant(Model):
    """The part that an actor plays in an event."""

    model_config = ConfigDict(title="Actor")

    ref: RequiredActor = Field(examples=["its-id"])
    """The actor's id."""
    role: OptionalField[Title] = Field(None, alias="as")
    """The role in which they took part, if it was not their role on that date."""


class Reversed(Model):
    """An earlier event that this one reverses, in whole or in part."""

    model_config = ConfigDict(title="Reversal")

    ref: RequiredEvent = Field(examples=["its-id"])
    """The event's id."""
    part: OptionalField[Title] = None
    """The part that is reversed, if not the whole event, such as "the closure of one home"."""


def _deciders(written: object) -> object:
    short = as_text(written)
    return written if short is None else (short,)


Deciders = Annotated[tuple[ActorID, ...], BeforeValidator(_deciders), OrText(WRITTEN_ID)]
"""The ids of the actors who made a decision, or a single id."""


class Quote(Restricted):
    """Words that somebody said."""

    text: Text = Field(examples=["We will act"])
    """The words, without quotation marks."""
    original: OptionalField[Word] = None
    """If the words are given in several languages, the language in which they were said, such as
    "cy". Default: the record's language."""
    by: OptionalField[RequiredActor] = None
    """The actor who said them."""
    role: OptionalField[Title] = Field(None, alias="as")
    """The role in which they spoke, if it was not their role on that date."""
    areas: tuple[RequiredArea, ...] = ()
    """The ids of the areas that the quote is about. Default: no particular area."""
    source: OptionalField[Citation] = None
    """The source of the quote. Default: the event's sources."""
    weight: Weight = "normal"
    """Importance: high, normal or low. Items with high weight are never left out."""


class Figure(Restricted):
    """A number that somebody published."""

    label: Title = Field(examples=["want a new park"])
    """The quantity counted or measured, such as "back criminal prosecution of executives"."""
    value: Number = Field(examples=["77%"])
    """The number as published."""
    of: OptionalField[Title] = None
    """The group of people that the figure is about, such as "adults"."""
    area: OptionalField[RequiredArea] = None
    """The id of the area that the figure is about."""
    sample: OptionalField[Number] = None
    """The size of the sample, such as the number of people asked."""
    by: Annotated[OptionalField[Title], RefersTo("actors", may_be_text=True)] = None
    """Who published or collected the figure: an actor's id, or a name."""
    source: OptionalField[Citation] = None
    """The source of the figure. Default: the event's sources."""
    supports: OptionalField[AskID] = None
    """The id of the ask that the figure supports, or whose progress it shows."""
    disputed: OptionalField[Text] = None
    """Why the figure is disputed, if sources disagree."""
    worked_out: OptionalField[Text] = None
    """How the figure was worked out from other figures, if it is in no source itself."""
    weight: Weight = "normal"
    """Importance: high, normal or low. Items with high weight are never left out."""

    @property
    def quantity(self) -> tuple[str, str, str]:
        """The quantity measured: label, group and area. Figures for the same day should agree."""
        return self.label.casefold(), (self.of or "").casefold(), self.area or ""


class Commitment(Restricted):
    """Something that somebody promised to do."""

    id: ID = Field(examples=["its-id"])
    """An id that later events use to keep or drop the commitment."""
    title: Title = Field(examples=["Answer the petition"])
    """The commitment in one line, such as "Respond to the consultation"."""
    by: RequiredActor = Field(examples=["an-actors-id"])
    """The actor who made the commitment."""
    due: OptionalField[DueDate] = None
    """When it is due: a date, or a length of time after a date or an event."""
    kept_if: OptionalField[Text] = None
    """The result that would count as keeping it, such as "At least 300 homes are finished". Write
    this when you add the commitment."""
    areas: tuple[RequiredArea, ...] = ()
    """The ids of the areas that the commitment is about. Default: no particular area."""
    weight: Weight = "normal"
    """Importance: high, normal or low. Items with high weight are never left out."""


def _citations(
    item: "Event | Question | OwnSection",
) -> Iterator[tuple[Path, CitedSource | InlineSource]]:
    """Yield the citations in `source` and `sources`, each with its path within the item."""
    if item.source is not None:
        yield ("source",), item.source
    for n, citation in enumerate(item.sources):
        yield ("sources", n), citation


class Event(Restricted):
    """Something that has happened or will happen."""

    date: Date = Field(examples=["2019-04"])
    """When the event happened, as exactly as the evidence allows."""
    kind: Kind = Field(examples=["statement"])
    """The kind of event, such as "white paper", "consultation" or "U-turn amendment"."""
    title: Title = Field(examples=["A new park opens"])
    """The event in one line."""
    id: OptionalField[ID] = None
    """An id that other events use to refer to this one."""
    formerly: tuple[ID, ...] = ()
    """The ids that the event had before, oldest first. Links to them still lead to the event."""
    summary: OptionalField[Markdown] = None
    """One or two paragraphs of Markdown."""
    actors: tuple[Annotated[Participant, _short_form("ref"), OrText(WRITTEN_ID)], ...] = ()
    """The ids of the actors who took part."""
    by: OptionalField[Deciders] = None
    """The id of the actor who made the decision, or a list of ids. Default: the only actor."""
    topics: tuple[Word, ...] = ()
    """The event's topics."""
    areas: tuple[RequiredArea, ...] = ()
    """The ids of the areas that the event is about. Default: no particular area."""
    source: OptionalField[Citation] = None
    """The document that supports the event."""
    sources: tuple[Citation, ...] = Field((), max_length=50)
    """The documents that support the event, if there are several."""
    quotes: tuple[Quote, ...] = Field((), max_length=1_000)
    """Quotes from the event."""
    figures: tuple[Figure, ...] = Field((), max_length=1_000)
    """The figures that were published."""
    commitments: tuple[Commitment, ...] = ()
    """The commitments that were made."""
    picture: OptionalField[Picture] = None
    """A picture of the event."""
    keeps: tuple[CommitmentID, ...] = ()
    """The ids of earlier commitments that this event keeps."""
    drops: tuple[CommitmentID, ...] = ()
    """The ids of earlier commitments that this event drops."""
    asks: Annotated[ById[AskMove], RefersTo("asks")] = Field(default_factory=dict)
    """The new status of each ask: raised, advanced, met in part, met, set back or refused."""
    follows: tuple[EventID, ...] = ()
    """The ids of earlier events that led to this one."""
    responds_to: tuple[EventID, ...] = Field((), alias="responds to")
    """The ids of the events that this one responds to."""
    amends: tuple[EventID, ...] = ()
    """The ids of the events that this one changes."""
    reverses: tuple[Annotated[Reversed, _short_form("ref"), OrText(WRITTEN_ID)], ...] = ()
    """The ids of events that this one reverses. It is a U-turn if the same actor decided both."""
    notes: OptionalField[Markdown] = None
    """Notes that appear only in internal editions."""
    added: OptionalField[WholeDay] = None
    """The date when the event was added to the record."""
    disputed: OptionalField[Text] = None
    """Why the event is disputed, if sources disagree."""
    weight: Weight = "normal"
    """Importance: high, normal or low. Items with high weight are never left out."""

    @property
    def citations(self) -> Iterator[tuple[Path, CitedSource | InlineSource]]:
        """The event's own citations, each with its path within the event."""
        return _citations(self)

    @property
    def all_citations(self) -> Iterator[tuple[Path, CitedSource | InlineSource]]:
        """The citations for the event, its quotes and its figures, each with its path."""
        yield from self.citations
        for n, quote in enumerate(self.quotes):
            if quote.source:
                yield ("quotes", n, "source"), quote.source
        for n, figure in enumerate(self.figures):
            if figure.source:
                yield ("figures", n, "source"), figure.source

    @property
    def closings(self) -> Iterator[tuple[str, int, str]]:
        """Commitments that the event closes: the field (keeps or drops), the index in it and the
        id."""
        for field, ids in (("keeps", self.keeps), ("drops", self.drops)):
            for n, id in enumerate(ids):
                yield field, n, id

    @property
    def links(self) -> Iterator[tuple[str, Path, str]]:
        """Links to other events: the field's key, the path within this event and the id."""
        return links(self, "events")

    @property
    def people(self) -> tuple[str, ...]:
        """The ids of the actors that the event names or quotes, without repeats."""
        own = (id for _, _, id in links(self, "actors"))
        return tuple(dict.fromkeys((*own, *(quote.by for quote in self.quotes if quote.by))))


class CustomKind(Model):
    """A kind of event that the record defines."""

    model_config = ConfigDict(title="Kind")

    name: Title = Field(examples=["site visit"])
    """The name of the kind, such as "site visit"."""
    family: OptionalField[Family] = None
    """The family, which sets the shape of the marks on charts: government, parliament, courts,
    evidence or statements."""


class Topic(Model):
    """A topic whose name is given in several languages."""

    name: Title = Field(examples=["parks"])
    """The name of the topic. Events can use it in any of its languages."""


class Area(Placed):
    """A place that events, figures, quotes, asks, commitments or actions are about."""

    name: Title = Field(examples=["North West"])
    """The place's name, such as "South East of England"."""
    within: OptionalField[AreaID] = None
    """The id of the wider area that contains this one."""
    formerly: tuple[ID, ...] = ()
    """The ids that the area had before, oldest first. On a website, the addresses in its old
    folders still work."""


class Ask(Restricted):
    """Something that somebody is calling for."""

    title: Title = Field(examples=["Open a new park"])
    """The ask in one line."""
    by: RequiredActor = Field(examples=["an-actors-id"])
    """The actor who makes the ask."""
    areas: tuple[RequiredArea, ...] = ()
    """The ids of the areas that the ask is about. Default: no particular area."""
    weight: Weight = "normal"
    """Importance: high, normal or low. Items with high weight are never left out."""


class Question(Restricted):
    """A question that readers may be asked, and the answer to give: the lines to take."""

    question: Title = Field(examples=["When will the park open?"])
    """The question in one line."""
    answer: OptionalField[Markdown] = None
    """The answer, in one or two paragraphs of Markdown."""
    source: OptionalField[Citation] = None
    """The document that supports the answer. Default: the sources of its events."""
    sources: tuple[Citation, ...] = Field((), max_length=50)
    """The documents that support the answer, if there are several."""
    events: tuple[RequiredEvent, ...] = ()
    """The ids of the events that the answer is about. Their quotes and figures appear with it."""
    asks: tuple[RequiredAsk, ...] = ()
    """The ids of the asks that the answer is about. Their status appears with it."""
    commitments: tuple[RequiredCommitment, ...] = ()
    """The ids of the commitments that the answer is about. Their status appears with it."""
    areas: tuple[RequiredArea, ...] = ()
    """The ids of the areas that the question is about. Default: no particular area."""
    added: OptionalField[WholeDay] = None
    """The date when the question was added to the record."""
    weight: Weight = "normal"
    """Importance: high, normal or low. Questions with high weight come first."""

    @property
    def title(self) -> str:
        """The question, which names it in messages."""
        return self.question

    @property
    def citations(self) -> Iterator[tuple[Path, CitedSource | InlineSource]]:
        """The citations that support the answer, each with its path within the question."""
        return _citations(self)


class Action(Model):
    """Something that readers can do."""

    text: Markdown = Field(examples=["Write to your councillor"])
    """The action, as a line of Markdown."""
    since: OptionalField[Date] = Field(None, alias="from")
    """The first day on which briefings show the action."""
    until: OptionalField[Date] = None
    """The last day on which briefings show the action."""
    url: OptionalField[Url] = None
    """The web address of the action, such as that of a consultation or a petition."""
    deadline: OptionalField[DueDate] = None
    """The last day on which readers can do it: a date, or a length of time after a date or an
    event. After that day, briefings do not show the action."""
    areas: tuple[RequiredArea, ...] = ()
    """The ids of the areas that the action is for. Default: all areas."""
    audience: OptionalField[Audience] = None
    """Who the action is for: public, members or internal. Default: all readers of the edition."""


class OwnSection(Restricted):
    """A section with a text of the author's own, such as "Why it matters" or a case study."""

    model_config = ConfigDict(title="Section")

    title: Title = Field(examples=["Why it matters"])
    """The heading of the section."""
    text: Markdown = Field(examples=["The last bus leaves before the late shift ends"])
    """The text, in Markdown."""
    place: SectionPlace = "before sources"
    """Where briefings show the section: before summary, after summary, before asks, after asks or
    before sources. Default: before sources."""
    source: OptionalField[Citation] = None
    """The document that supports the text."""
    sources: tuple[Citation, ...] = Field((), max_length=50)
    """The documents that support the text, if there are several."""
    picture: OptionalField[Picture] = None
    """A picture above the text."""
    areas: tuple[RequiredArea, ...] = ()
    """The ids of the areas that the section is about. Default: no particular area."""
    since: OptionalField[Date] = Field(None, alias="from")
    """The first day on which briefings show the section."""
    until: OptionalField[Date] = None
    """The last day on which briefings show the section."""

    @property
    def citations(self) -> Iterator[tuple[Path, CitedSource | InlineSource]]:
        """The citations that support the text, each with its path within the section."""
        return _citations(self)


class Edition(Placed):
    """A named edition: what it shows, who it is for, and how it looks."""

    template: Word = Field(examples=["timeline"])
    """The template: timeline, member, one-page, lines, register, digest, or your own folder."""
    title: OptionalField[Title] = None
    """The title of the briefing. Default: the record's title."""
    formerly: tuple[ID, ...] = ()
    """The ids that the edition had before, oldest first. On a website, their addresses lead to
    it."""
    language: OptionalField[Word] = None
    """The language of the edition's briefings, such as "cy". Default: the record's language."""
    url: OptionalField[Url] = None
    """The web address of the folder where the edition is published. Default: the record's url."""
    audience: OptionalField[Audience] = None
    """Who the edition is for: public, members or internal. Default: public."""
    area: OptionalField[AreaID] = None
    """The edition's area. Items about that area, wider areas or no area are included."""
    since: OptionalField[Date] = None
    """Leave out events before this date."""
    until: OptionalField[Date] = None
    """Leave out events after this date."""
    topics: tuple[Word, ...] = ()
    """Show only events on one of these topics."""
    actors: tuple[ActorID, ...] = ()
    """Show only events in which one of these actors took part, decided or was quoted."""
    kinds: tuple[Kind, ...] = ()
    """Show only events of one of these kinds."""
    every: OptionalField[Every] = None
    """Makes the edition a digest, for each week, 2 weeks or month. Default for digests: week."""
    week_starts: OptionalField[Weekday] = None
    """The day on which a digest's weeks start. Default: Monday."""
    recipients: tuple[Address, ...] = ()
    """Who to send a digest to, such as Ann Example <ann@example.org>. Briefings never show this."""
    sender: OptionalField[Address] = None
    """Who the digest comes from. Default: the record's sender."""
    actions: tuple[
        Annotated[
            Action,
            _short_form("text"),
            OrText({"type": ["string", "number"], "pattern": r"\S", "maxLength": 50_000}),
        ],
        ...,
    ] = ()
    """Actions for readers, each a line of Markdown, with a url, a deadline and other fields if
    needed."""
    sections: tuple[OwnSection, ...] = ()
    """Sections with a text of your own, each with a title and a place in the briefing."""
    recent: OptionalField[Window] = None
    """How far back recent developments go, such as "18 months". Default: the record's recent."""
    proved: TrueOrFalse = False
    """Make the edition only if all its quotes and figures are proved: true or false."""
    type_size: TypeSize = "normal"
    """The text size: normal, or large for large print (at least 16 points)."""
    brand: OptionalField[Brand] = None
    """The fields of the brand that are different in this edition."""
    picture: OptionalField[Picture] = None
    """A picture under the title."""


class InTable(dict[str, Area]):
    """The areas of a file that names a table of areas. They are read later, from its `file`."""

    file: str

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file


_TABLE = re.compile(r"\S.*\.(?:csv|tsv|xlsx?|xlsm|ods|numbers)\s*", re.IGNORECASE)


def _areas(written: object, validate: ValidatorFunctionWrapHandler) -> object:
    if isinstance(written, str) and _TABLE.fullmatch(written):
        return InTable(written.strip())
    return validate(written)


Areas = Annotated[
    ById[Area],
    WrapValidator(_areas),
    OrText({"type": "string", "pattern": r"\.(?:[cC]|[tT])[sS][vV]\s*$"}),
]
"""Areas by id, or the path of a table of areas."""


class EventsFile(Model):
    """A record of public policy events, or part of one."""

    model_config = ConfigDict(title="Events file")

    title: Title = ""
    """The record's title. If the record has several files, one of them must give it."""
    publisher: OptionalField[Publisher] = None
    """The name and contact of the publisher of the briefings."""
    brand: OptionalField[Brand] = None
    """The name, logo, colour, contact details and closing line of the briefings."""
    sender: OptionalField[Address] = None
    """The sender of digests. Default: the contact of the brand or publisher, if it is an email
    address."""
    language: OptionalField[Word] = None
    """The record's language, such as "en-GB"."""
    url: OptionalField[Url] = None
    """The web address of the folder where the briefings are published. Feeds and calendars link to
    it."""
    timezone: OptionalField[Word] = None
    """The record's time zone, such as "Europe/London"."""
    bank_holidays: OptionalField[Word] = None
    """The place whose bank holidays are not working days: England and Wales (the default),
    Scotland, Northern Ireland, United Kingdom (a bank holiday in any part of it), or the code of a
    country or part of one, such as "IE" or "DE-BY"."""
    audience: OptionalField[Audience] = None
    """Who may see the contents of this file: public, members or internal."""
    correct_as_of: OptionalField[WholeDay] = None
    """The date the record is accurate to. Later events are still to come. Without this date,
    briefings do not say "Correct as of"."""
    stale_after: OptionalField[Window] = None
    """How long after the latest addition the checks start to warn you, such as "6 weeks", if there
    is no correct_as_of. Default: 3 months."""
    kinds: tuple[
        Annotated[
            CustomKind,
            _short_form("name"),
            OrText({"type": ["string", "number"], "pattern": r"\S"}),
        ],
        ...,
    ] = ()
    """Your own kinds of event, as well as the built-in ones: names, or names with families."""
    topics: tuple[
        Annotated[
            Topic,
            _short_form("name"),
            OrText({"type": ["string", "number"], "pattern": r"\S"}),
        ],
        ...,
    ] = ()
    """The topics whose names are given in several languages. Others need not be listed."""
    recent: OptionalField[Window] = None
    """How far back recent developments go, such as "18 months". Default: a year."""
    small_sample: OptionalField[Count] = None
    """The sample size below which samples are marked as small. Default: 100."""
    areas: Areas = Field(default={})
    """The places that events and figures are about, by id, or the path of a csv file with a table
    of them (columns id, name and within, and your own)."""
    actors: ById[Actor] = Field(default={})
    """The people and organisations that take part in events, by id."""
    sources: ById[Source] = Field(default={})
    """The documents that support events, by id."""
    asks: ById[Ask] = Field(default={})
    """Changes that people or organisations ask for, by id. Events give the status of each."""
    questions: ById[Question] = Field(default={})
    """Questions that readers may be asked, with the answers to give, by id."""
    events: tuple[Event, ...] = ()
    """The events, in any order."""
    editions: ById[Edition] = Field(default={})
    """The briefings to make, by id. Default: a timeline, a member briefing and a digest."""


SECTIONS = ("areas", "actors", "sources", "asks", "questions", "editions")
"""The keys of an events file that contain items by id."""

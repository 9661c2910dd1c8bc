"""A briefing's events, figures and quotes, as templates see them."""

import re
from dataclasses import dataclass, field
from datetime import date as Day
from typing import Annotated, Literal, Protocol, get_args

from pydantic import Field

from briefing.edition.captions import Caption, Piece, Remark, caption_of, written
from briefing.edition.citations import Citation
from briefing.edition.durations import DateRange
from briefing.edition.evidence import Proof
from briefing.edition.pictures import Picture
from briefing.record.dates import VagueDate
from briefing.record.fields import Weight
from briefing.record.kinds import Symbol
from briefing.record.markdown import lead
from briefing.record.problems import RecordPath
from briefing.record.quantities import Quantity
from briefing.record.shares import Share, share_of
from briefing.typography import capitalised

NOT_EXPORTED = Field(exclude=True)
"""Marks a field that is left out of a briefing's JSON."""
IF_KNOWN = Field(exclude_if=lambda value: value is None)
"""Marks a field that is left out of a briefing's JSON if it is None."""


class Weighted(Protocol):
    """An item with a weight."""

    @property
    def weight(self) -> Weight: ...


def by_weight(item: Weighted) -> int:
    """Return a sort key that puts items with a higher weight first."""
    return get_args(Weight).index(item.weight)


When = Literal["past", "under way", "perhaps ahead", "ahead", "unconfirmed"]
"""The stage of an event on a given day. An event is "perhaps ahead" if its date, such as 2023, may
or may not have passed. It is "unconfirmed" if it was planned for a date that has passed and no
document confirms it."""


@dataclass(frozen=True, slots=True)
class Person:
    """An actor, and the role that they held at the time."""

    name: str
    """The name."""
    role: str | None
    """The role that they held at the time."""
    then: str | None = None
    """The role with "then" in front of it, if the role has since ended: "then Home Secretary"."""
    picture: Annotated[Picture | None, IF_KNOWN] = None
    """The actor's picture, if there is one."""

    @property
    def in_full(self) -> str:
        """The name and role: "Sajid Javid, Home Secretary"."""
        return f"{self.name}, {self.role}" if self.role else self.name

    @property
    def in_hindsight(self) -> str:
        """The name and role, with "then" if it has ended: "Sajid Javid, then Home Secretary"."""
        return f"{self.name}, {self.then}" if self.then else self.in_full


@dataclass(frozen=True, slots=True)
class Quote:
    """A quote."""

    text: str
    """The words that were said."""
    speaker: Person
    """The speaker."""
    date: str
    """The formatted date."""
    edtf: str
    """The date as written in the record."""
    citations: tuple[Citation, ...]
    """The sources."""
    where: Annotated[RecordPath, NOT_EXPORTED] = field(compare=False)
    """Its place in the record."""
    weight: Weight = "normal"
    """Its weight: `high`, `normal` or `low`."""
    about: str = ""
    """The names of the areas that it is about, or an empty string."""
    proof: Annotated[Proof | None, IF_KNOWN] = None
    """The result of looking for it in copies of its sources, or none if nothing in the record has
    been proved."""
    translated: str = ""
    """If the text is a translation, a phrase that gives the original language; otherwise empty."""

    def caption(self, is_dated: bool = False) -> Caption:
        """The speaker, the areas and, if `is_dated`, the date. A translation is named as one.

        If the date is included, a role that has ended has "then" in front of it.
        """
        speaker = self.speaker.in_hindsight if is_dated else self.speaker.in_full
        about = (" (", written(self.about), ")") if self.about else ()
        date = (", ", self.date) if is_dated else ()
        translated = (" (", self.translated, ")") if self.translated else ()
        said_by = Piece(speaker, is_written=True, is_whole=False)
        return caption_of(said_by, *about, *date, *translated)


@dataclass(frozen=True, slots=True)
class Figure:
    """A published number."""

    label: str
    """The quantity that was measured."""
    value: Quantity
    """The number, as published."""
    of: str | None
    """The group of people who were measured, such as adults."""
    area: str | None
    """The area."""
    sample: Quantity | None
    """The size of the sample."""
    is_small_sample: bool
    """Whether the sample is small."""
    by: str | None
    """The publisher of the number."""
    disputed: str | None
    """The reason why it is disputed."""
    worked_out: str | None
    """How it was worked out from other figures."""
    date: str
    """The formatted date."""
    edtf: str
    """The date as written in the record."""
    citations: tuple[Citation, ...]
    """The sources."""
    basis: str
    """A phrase that gives the group, the area, the sample and the publisher."""
    wider: "Figure | None"
    """If the edition is for an area, the figure for the same thing in a wider area."""
    where: Annotated[RecordPath, NOT_EXPORTED] = field(compare=False)
    """Its place in the record."""
    otherwise: "tuple[Figure, ...]" = ()
    """Other versions of a disputed figure."""
    change: str = ""
    """In `briefing.figures` and in a digest, the change since the first figure in its series, such
    as "down from 66% (May 2016)", after the latest change if that goes another way; otherwise
    empty."""
    compared: str = ""
    """If the figure is for a wider area, a phrase that says whether the difference is within the
    sampling error; otherwise empty."""
    weight: Weight = "normal"
    """Its weight: `high`, `normal` or `low`."""
    remarks: Annotated[tuple[Remark, ...], NOT_EXPORTED] = ()
    """The wider figure, the dispute and the other versions, as sentences."""
    supports: str | None = None
    """The id of the ask that it supports."""
    proof: Annotated[Proof | None, IF_KNOWN] = None
    """The result of looking for it in copies of its sources, or none if nothing in the record has
    been proved."""
    within: Annotated[tuple[str, ...], NOT_EXPORTED] = ()
    """The names of the areas that contain its area, nearest first."""

    @property
    def share(self) -> Share | None:
        """If the figure is a share of a whole, the share as a number, such as 0.77 for 77%."""
        return share_of(self.value)

    @property
    def around(self) -> tuple[str, str]:
        """The words of the label before and after the value, with their spaces.

        If the label does not have the value in it, the value comes first.
        """
        value = re.escape(str(self.value)).replace("%", r"(?:%|\s?per\s?cent)")
        value = value.replace(r"\ of\ ", r"\ of\ (?:(?:the|all)\ )*")
        place = rf"(?<![^\s(\[“‘])(?:{value})(?![\w%-]|[.,]\d)"
        parts = re.split(place, self.label, maxsplit=1, flags=re.IGNORECASE)
        return (parts[0], parts[1]) if len(parts) == 2 else ("", f" {self.label}")

    @property
    def has_value_in_label(self) -> bool:
        """Whether the label has the value in it."""
        return "".join(self.around) != f" {self.label}"

    def caption(self, is_dated: bool = False) -> Caption:
        """The label, the basis and, if `is_dated`, the date: "want a park (adults), May 2019"."""
        basis = (" (", written(self.basis), ")") if self.basis else ()
        date = (", ", self.date) if is_dated else ()
        return caption_of(written(self.label), *basis, *date)

    def basis_in_full(self, is_dated: bool = False) -> Caption:
        """The basis and, if `is_dated`, the date: "Adults, May 2019"."""
        if not self.basis:
            return caption_of(capitalised(self.date) if is_dated else "")
        date = (", ", self.date) if is_dated else ()
        return caption_of(written(capitalised(self.basis)), *date)


@dataclass(frozen=True, slots=True)
class Link:
    """A link from one event to another."""

    words: str
    """The relationship, such as "Reversed by HM Treasury"."""
    title: str
    """The title of the other event."""
    date: str
    """The formatted date of the other event."""
    anchor: str
    """The other event's anchor, or an empty string if it is not on the page."""
    is_reversal: bool
    """Whether one of the two events reverses the other."""
    time_between: str
    """If one of the events reverses the other, the time between them; otherwise empty."""
    time: str
    """The same time relative to this event, such as "6 months later", or an empty string."""
    done: str
    """For a reversal, its type and actor, such as "U-turn by HM Treasury". It is the same for both
    events."""
    in_summary: Annotated[str, NOT_EXPORTED] = ""
    """For a reversal, the words before the title in the summary at the top, such as "U-turn by HM
    Treasury: reverses" if this event is the reversal, or "U-turn by HM Treasury:" if not."""
    is_fate: bool = False
    """Whether the entry's `reversed` field gives the same information."""

    @property
    def caption(self) -> Caption:
        """The link in words, such as "Follows: A park is promised (May 2019)"."""
        time = f", {self.time}" if self.time else ""
        return caption_of(self.words, ": ", written(self.title), " (", self.date, ")", time)


StateType = Literal["kind", "area", "reversal", "stage", "readers"]
"""The subject of a remark about an event."""


@dataclass(frozen=True, slots=True)
class State:
    """A remark under an event's title, such as "overturned by High Court"."""

    words: str
    """The remark."""
    type: StateType
    """Its subject: `kind`, `area`, `reversal`, `stage` or `readers`."""
    is_alert: bool = False
    """Whether it is a reversal, or a kind whose name contains the word U-turn."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as the briefing shows it."""

    anchor: str
    """Its anchor on the page."""
    id: str | None
    """Its id in the record."""
    date: str
    """The formatted date."""
    machine_date: str
    """The date for the HTML `time` element, or an empty string if HTML cannot express it."""
    edtf: str
    """The date as written in the record."""
    vague_date: Annotated[VagueDate, NOT_EXPORTED]
    """The same date, parsed."""
    span: DateRange
    """All the days that the date can mean or, for a period, all its days."""
    start: DateRange
    """The days on which the event may have started."""
    is_period: bool
    """Whether it is a period."""
    year: int
    """The year that it is listed under. This is an astronomical year, so 0 is 1 BCE."""
    when: When
    """Its stage: `past`, `under way`, `perhaps ahead` (its vague date may have passed, but no
    `added` date shows that it has), `ahead`, or `unconfirmed` (it was planned for a date that has
    passed, but no source confirms it)."""
    state: str
    """Its stage in words, or an empty string if it is past."""
    ends: str
    """If it is under way, a phrase that says when it ends: "closes 30 June 2025" for a
    consultation, "under way until 30 June 2025" for other events. Otherwise empty, and always empty
    for polls and statistics."""
    ended: str
    """If it is over and lasted for some time, a phrase that says when it ended, such as "closed 30
    June 2025" or "ended 30 June 2025". Otherwise empty."""
    kind: str
    """The name of its kind, or an empty string if its kind is only "event"."""
    mark: Symbol
    """The symbol for its kind: `square`, `diamond`, `circle`, `triangle`, `plus`, or `turn` for a
    U-turn."""
    title: str
    """The title."""
    summary: str | None
    """The summary, in Markdown. Print it with the `markdown` filter."""
    topics: tuple[str, ...]
    """Its topics."""
    actors: tuple[Person, ...]
    """The people and organisations that took part in it."""
    who: Annotated[tuple[str, ...], NOT_EXPORTED]
    """The names of everyone that the event names or quotes, without repeats."""
    quotes: tuple[Quote, ...]
    """Its quotes."""
    figures: tuple[Figure, ...]
    """Its figures."""
    links: tuple[Link, ...]
    """Its links to other events."""
    citations: tuple[Citation, ...]
    """The sources."""
    disputed: str | None
    """The reason why it is disputed."""
    is_u_turn: bool
    """Whether it reverses a decision by the same actor."""
    changes_status: bool
    """Whether it reverses an event, keeps or drops a commitment, or moves an ask that had already
    been raised."""
    is_comment: bool
    """Whether it is news or comment, such as a debate or a speech."""
    reversed: str
    """Who reversed it and when ("overturned by High Court, 4 September 2026"); otherwise empty."""
    about: str
    """The names of the areas that it is about, without the edition's own area, or an empty
    string."""
    weight: Weight
    """Its weight: `high`, `normal` or `low`."""
    audience: str
    """The name of its audience, or an empty string if it is for the public."""
    embargo: str
    """The formatted date and time when its embargo ends, or an empty string."""
    notes: str | None
    """Its notes, in Markdown. Only internal editions have them."""
    added: Day | None
    """The date on which it was added to the record."""
    updated: Day | None
    """The date when it was added, when it happened or when a source was published, whichever is
    latest."""
    areas: tuple[str, ...]
    """The areas of the event and its figures."""
    picture: Annotated[Picture | None, IF_KNOWN]
    """Its picture, if there is one."""
    states: tuple[State, ...]
    """Its kind, then remarks on its areas, reversals, stage and readers, in that order."""
    where: Annotated[RecordPath, NOT_EXPORTED] = field(compare=False)
    """Its place in the record."""
    former_anchors: Annotated[tuple[str, ...], NOT_EXPORTED] = ()
    """The anchors that it had under its former ids, oldest first."""

    def states_in_line(self, end: str = "") -> tuple[State, ...]:
        """The states to show in a line that starts with the date, or with the formatted end date
        `end`.

        The stage is left out if the start of the line makes it clear.
        """
        is_clear = bool(end) or self.when == "ahead"
        return tuple(state for state in self.states if not (state.type == "stage" and is_clear))

    @property
    def reversals(self) -> tuple[Link, ...]:
        """Links to the events that it reverses or that reverse it, except the one in `reversed`."""
        return tuple(link for link in self.links if link.is_reversal and not link.is_fate)

    @property
    def lead(self) -> str | None:
        """The first paragraph of the summary, with any list that it introduces."""
        return lead(self.summary) if self.summary else None


def first_anchor(entry: Entry) -> str:
    """Return the first anchor of an event, on which its permanent ids are based."""
    return next(iter(entry.former_anchors), entry.anchor)


@dataclass(frozen=True, slots=True)
class Reference:
    """An event that other content refers to."""

    title: str
    """The title."""
    date: str
    """The formatted date."""
    edtf: str
    """The date as written in the record."""
    span: DateRange
    """The days that the date can mean."""
    anchor: str
    """The anchor of the event, or an empty string if it is not on the page."""
    citations: tuple[Citation, ...]
    """The sources."""
    where: Annotated[RecordPath, NOT_EXPORTED] = field(compare=False)
    """Its place in the record."""

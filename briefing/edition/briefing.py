"""A briefing: an edition of a timeline as of a day, worked out and ready for a template.

Everything that a template shows is here by a plain name. Nothing here knows of Markdown, HTML or
files, and the same timeline, edition and day always make the same briefing.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from datetime import datetime
from itertools import groupby
from typing import Literal

from briefing.edition.areas import figures_for
from briefing.edition.choosing import EVERYTHING, Choice, choice_of, choose
from briefing.edition.disputes import other_versions
from briefing.edition.spans import Span, apart, span_of
from briefing.edition.standings import ask_standings, commitment_standings, known_events
from briefing.edition.trends import Trend, trends_of
from briefing.edition.words import in_words
from briefing.timeline import model
from briefing.timeline.dates import Missing, Point, VagueDate, parse
from briefing.timeline.model import (
    CitedSource,
    Edition,
    Event,
    InlineSource,
    Source,
)
from briefing.timeline.quantities import Quantity
from briefing.timeline.timeline import Timeline

When = Literal["past", "under way", "perhaps ahead", "ahead"]
"""Of a date such as 2023, half way through that year, nobody can say whether it has come."""

FEWEST_LATELY = 3
"""So many events are shown as the latest, however long ago."""
MOST_FIGURES, MOST_FIGURES_OF_ONE = 8, 3
MOST_QUOTES, MOST_QUOTES_OF_ONE = 4, 2
"""So many figures and quotes a briefing has by itself, and so many of them from one event."""

_INVERSE = {
    "follows": "Followed by",
    "responds to": "Answered by",
    "amends": "Amended by",
    "reverses": "Reversed by",
}


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who puts their name to the briefing."""

    name: str
    contact: str | None


@dataclass(frozen=True, slots=True)
class Detail:
    """A part of a citation, and the address that it leads to, if it does."""

    text: str
    url: str | None = None
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Citation:
    """A document, and the place in it. Two that are equal are one note.

    `date` and `read`, the day on which it was last read, are in words or empty; `archived` is the
    address of a copy in an archive.
    """

    title: str
    author: str | None
    publisher: str | None
    date: str
    url: str | None
    at: str | None
    archived: str | None
    read: str

    @property
    def details(self) -> tuple[Detail, ...]:
        """All that is known of it, in the order of every format, which puts commas between them."""
        details = [Detail(self.author)] if self.author else []
        details.append(Detail(self.title, self.url, is_title=True))
        details += [Detail(it) for it in (self.publisher, self.date, self.at) if it]
        if self.archived:
            details.append(Detail("archived copy", self.archived))
        if self.read:
            details.append(Detail(f"last read {self.read}"))
        return tuple(details)

    @property
    def in_full(self) -> str:
        """The whole of it as plain text, with addresses in angle brackets behind what they are."""
        return ", ".join(
            it.text if it.url in (None, it.text) else f"{it.text} <{it.url}>" for it in self.details
        )


@dataclass(frozen=True, slots=True)
class Person:
    """An actor by name, with the role they held on the day; None where no role is known."""

    name: str
    role: str | None

    @property
    def in_full(self) -> str:
        """Name and role, as in "Sajid Javid, Home Secretary"."""
        return f"{self.name}, {self.role}" if self.role else self.name


@dataclass(frozen=True, slots=True)
class Quote:
    """Words that somebody said, on `date` in words."""

    text: str
    speaker: Person
    date: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that somebody published, with its date in words.

    `wider` is the figure for the same thing in a wider area, where the edition is for an area.
    `otherwise` are the other versions of a number that is disputed.
    """

    label: str
    value: Quantity
    of: str | None
    area: str | None
    sample: Quantity | None
    is_small_sample: bool
    by: str | None
    disputed: str | None
    date: str
    citations: tuple[Citation, ...]
    wider: "Figure | None"
    otherwise: "tuple[Figure, ...]" = ()

    @property
    def basis(self) -> str:
        """Of whom and where it is true, how many were asked, and who published it."""
        sample = f"sample {self.sample}" if self.sample else None
        if self.is_small_sample:
            sample = f"{sample}, which is small"
        return "; ".join(filter(None, (self.of, self.area, sample, self.by)))


@dataclass(frozen=True, slots=True)
class Link:
    """What one event has to do with another. `anchor` is empty where the other is not shown."""

    words: str
    title: str
    date: str
    anchor: str
    is_reversal: bool
    apart: str


@dataclass(frozen=True, slots=True)
class Entry:
    """An event as the briefing shows it.

    `year` is the one under which it stands: an astronomical year, so 0 is 1 BCE. `machine_date` is
    a valid HTML date, month or year, or empty where the date is none of these. `when` tells how the
    event stands to the day of the briefing. `audience` is members or internal, or empty for the
    public; `embargo` is the time, in words, until which it is internal, or empty.
    """

    anchor: str
    id: str | None
    date: str
    machine_date: str
    year: int
    when: When
    kind: str
    title: str
    summary: str | None
    topics: tuple[str, ...]
    actors: tuple[Person, ...]
    quotes: tuple[Quote, ...]
    figures: tuple[Figure, ...]
    links: tuple[Link, ...]
    citations: tuple[Citation, ...]
    disputed: str | None
    is_u_turn: bool
    audience: str
    embargo: str
    notes: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """An event that something can be traced to. `anchor` is empty where it is not shown."""

    title: str
    date: str
    anchor: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise and how it stands: `state` for a machine, `standing` in words.

    `due` is in words, `working` how it was worked out from what was promised, if it was.
    """

    id: str
    title: str
    by: str
    due: str
    working: str
    state: str
    standing: str
    made: Reference
    closed: Reference | None


@dataclass(frozen=True, slots=True)
class Move:
    """A step of an ask: `to` says how far the event brought it."""

    to: str
    event: Reference
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody calls for and how far it has got; `taken` is the time from raised to met."""

    id: str
    title: str
    by: str
    standing: str
    taken: str
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class UTurn:
    """An event and what it reverses, with the time between them."""

    event: Reference
    reversed: Reference
    apart: str


@dataclass(frozen=True, slots=True)
class Year:
    """The entries of one year."""

    name: str
    anchor: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Briefing:
    """An edition of a timeline as of a day. Dates are in words; `as_of_day` is the day itself.

    `entries` stand in order, and `years` holds the same by year. `lately` and `next` are a part of
    them for a short briefing: their links lead to each other only.
    """

    id: str
    template: str
    title: str
    timeline_title: str
    publisher: Publisher | None
    language: str
    scope: str
    as_of: str
    as_of_day: Day
    span: str
    entries: tuple[Entry, ...]
    years: tuple[Year, ...]
    lately: tuple[Entry, ...]
    next: tuple[Entry, ...]
    figures: tuple[Figure, ...]
    quotes: tuple[Quote, ...]
    notice: str
    area: str | None
    trends: tuple[Trend, ...]
    asks: tuple[Ask, ...]
    commitments: tuple[Commitment, ...]
    u_turns: tuple[UTurn, ...]


def editions_of(timeline: Timeline) -> dict[str, Edition]:
    """The timeline's editions; without any, one of each built-in kind of briefing."""
    return timeline.editions or {name: Edition(template=name) for name in ("timeline", "member")}


def make_briefing(
    timeline: Timeline, id: str, edition: Edition, as_of: Day, narrower: Choice = EVERYTHING
) -> Briefing:
    """The briefing that `edition`, called `id`, makes of `timeline` on the day `as_of`.

    `narrower` is what was asked for besides, on this one occasion.
    """
    events = choose(timeline.events, choice_of(edition), narrower)
    # What has no start is held at the beginning of time, but stands under the year of its end.
    events.sort(key=lambda event: _year(event.date, as_of))
    entries = _entries(timeline, events, as_of, edition.area)
    area = timeline.areas[edition.area].name if edition.area in timeline.areas else None
    years = tuple(
        Year(_year_in_words(year, timeline.language), f"year-{year}", tuple(group))
        for year, group in groupby(entries, lambda entry: entry.year)
    )
    lately = _lately(events, as_of)
    to_come = [event for event in events if _when(event.date, as_of) != "past"]
    in_short = _entries(timeline, [*lately, *to_come], as_of, edition.area)
    newest_first = [entry for entry in reversed(entries) if entry.when != "ahead"]
    publisher = timeline.publisher
    return Briefing(
        id=id,
        template=edition.template,
        title=edition.title or timeline.title,
        timeline_title=timeline.title,
        publisher=Publisher(publisher.name, publisher.contact) if publisher else None,
        language=timeline.language,
        scope=_scope(timeline, choice_of(edition), narrower),
        as_of=in_words(parse(as_of.isoformat()), timeline.language),
        as_of_day=as_of,
        span="–".join(dict.fromkeys((years[0].name, years[-1].name))) if years else "",
        entries=tuple(entries),
        years=years,
        lately=tuple(in_short[: len(lately)]),
        next=tuple(in_short[len(lately) :]),
        notice=_notice(timeline, edition),
        area=area,
        figures=_key_figures(newest_first, area),
        quotes=tuple(
            quote for entry in newest_first for quote in entry.quotes[:MOST_QUOTES_OF_ONE]
        )[:MOST_QUOTES],
        trends=trends_of([_with_wider(it) for it in entries if it.when != "ahead"]),
        asks=_asks(timeline, events, as_of, edition.area),
        commitments=_commitments(timeline, events, as_of),
        u_turns=_u_turns(timeline, events, as_of),
    )


def _notice(timeline: Timeline, edition: Edition) -> str:
    """What stands on every page of an edition that is not for the public.

    While anything in the record is under embargo, all of an internal edition is: what it chooses
    may refer to the rest.
    """
    if edition.audience == "members":
        return "For members"
    if edition.audience != "internal":
        return ""
    held = max((it.embargo for _, it in timeline.guarded if it.embargo), default=None)
    until = f", embargoed until {_time_in_words(held, timeline.language)}" if held else ""
    return f"Internal: not for publication{until}"


def _audience(timeline: Timeline, event: Event) -> str:
    audience = timeline.audience_of(event)
    return "" if audience == "public" else audience


def _time_in_words(time: datetime, language: str) -> str:
    day = in_words(parse(time.date().isoformat()), language)
    return f"{time:%H:%M} on {day}"


def _with_wider(entry: Entry) -> list[Figure]:
    """The figures of `entry`, and those that stand beside them."""
    return [*entry.figures, *(it.wider for it in entry.figures if it.wider)]


def _key_figures(entries: Sequence[Entry], area: str | None) -> tuple[Figure, ...]:
    """A few figures, newest first; in an edition for an area its own come before all others."""
    own = [figure for entry in entries for figure in entry.figures if area and figure.area == area]
    few = [
        figure
        for entry in entries
        for figure in entry.figures[:MOST_FIGURES_OF_ONE]
        if not (area and figure.area == area)
    ]
    return tuple([*own, *few][: max(MOST_FIGURES, len(own))])


def _referred(
    timeline: Timeline, events: Sequence[Event], as_of: Day
) -> Callable[[Event], Reference]:
    """What makes a reference of an event, where a page shows `events`."""
    anchors = _anchors(events, as_of)

    def refer(event: Event) -> Reference:
        return Reference(
            event.title,
            in_words(event.date, timeline.language),
            anchors.get(id(event), ""),
            tuple(citation_of(timeline, cited) for _, cited in event.citations),
        )

    return refer


def _asks(
    timeline: Timeline, events: Sequence[Event], as_of: Day, area: str | None
) -> tuple[Ask, ...]:
    """The asks that one of `events` moves, each with all its moves."""
    refer, chosen = _referred(timeline, events, as_of), set(map(id, events))
    return tuple(
        Ask(
            standing.id,
            standing.ask.title,
            timeline.actors[standing.ask.by].name,
            standing.words,
            standing.taken,
            tuple(
                Move(
                    move.to,
                    refer(move.event),
                    _supporting(timeline, standing.id, move.event, area),
                )
                for move in standing.moves
            ),
        )
        for standing in ask_standings(timeline, as_of)
        if any(id(move.event) in chosen for move in standing.moves)
    )


def _supporting(timeline: Timeline, ask: str, event: Event, area: str | None) -> tuple[Figure, ...]:
    """The figures of `event` that support the ask, or show how far it has got, there and wider."""
    date = in_words(event.date, timeline.language)
    citations = tuple(citation_of(timeline, cited) for _, cited in event.citations)
    return tuple(
        _figure(timeline, figure, date, citations)
        for pair in figures_for(timeline, event.figures, area)
        for figure in pair
        if figure and figure.supports == ask
    )


def _commitments(timeline: Timeline, events: Sequence[Event], as_of: Day) -> tuple[Commitment, ...]:
    """The commitments that one of `events` makes, keeps or drops."""
    refer, chosen = _referred(timeline, events, as_of), set(map(id, events))
    return tuple(
        Commitment(
            standing.commitment.id,
            standing.commitment.title,
            timeline.actors[standing.commitment.by].name,
            standing.due,
            standing.working,
            standing.state,
            standing.words,
            refer(standing.made),
            refer(standing.closed) if standing.closed else None,
        )
        for standing in commitment_standings(timeline, as_of)
        if not chosen.isdisjoint((id(standing.made), id(standing.closed)))
    )


def _u_turns(timeline: Timeline, events: Sequence[Event], as_of: Day) -> tuple[UTurn, ...]:
    """The U-turns that one of `events` has a part in."""
    refer, chosen = _referred(timeline, events, as_of), set(map(id, events))
    known = {event.id: event for event in known_events(timeline, as_of) if event.id}
    return tuple(
        UTurn(refer(event), refer(known[other]), apart(_span_of(known[other]), _span_of(event)))
        for event in known_events(timeline, as_of)
        for other in event.reverses
        if other in known and not chosen.isdisjoint((id(event), id(known[other])))
    )


def _span_of(event: Event) -> Span:
    return span_of(event.date)


def _entries(
    timeline: Timeline, events: Sequence[Event], as_of: Day, area: str | None
) -> list[Entry]:
    """`events` as a page shows them; their links name other events, and lead to those shown."""
    language = timeline.language
    anchors = _anchors(events, as_of)
    known = timeline.by_id
    otherwise = other_versions(timeline.events)
    back: dict[str, list[tuple[str, Event]]] = {}
    for event in timeline.events:
        for word, _, other in event.links:
            back.setdefault(other, []).append((word, event))

    def link(words: str, word: str, event: Event, other: Event) -> Link:
        earlier, later = sorted((event, other), key=lambda it: it.date)
        between = apart(_span_of(earlier), _span_of(later)) if word == "reverses" else ""
        date, anchor = in_words(other.date, language), anchors.get(id(other), "")
        return Link(words, other.title, date, anchor, word == "reverses", between)

    def sources(event: Event) -> tuple[Citation, ...]:
        return tuple(citation_of(timeline, cited) for _, cited in event.citations)

    def entry(event: Event) -> Entry:
        date, citations = in_words(event.date, language), sources(event)
        links = [
            link(word.capitalize(), word, event, known[other]) for word, _, other in event.links
        ]
        links += [
            link(_INVERSE[word], word, event, it) for word, it in back.get(event.id or "", ())
        ]
        return Entry(
            anchor=anchors[id(event)],
            id=event.id,
            date=date,
            machine_date=_machine_date(event.date),
            year=_year(event.date, as_of),
            when=_when(event.date, as_of),
            kind=event.kind,
            title=event.title,
            summary=event.summary,
            topics=tuple(event.topics),
            actors=tuple(
                _person(timeline, mention.ref, mention.role, event.date) for mention in event.actors
            ),
            quotes=tuple(
                Quote(
                    quote.text,
                    _person(timeline, quote.by or "", quote.role, event.date),
                    date,
                    (citation_of(timeline, quote.source),) if quote.source else citations,
                )
                for quote in event.quotes
            ),
            figures=tuple(
                replace(
                    _figure(timeline, figure, date, citations, beside),
                    otherwise=tuple(
                        _figure(timeline, other, in_words(it.date, language), sources(it))
                        for it, other in otherwise.get(id(figure), ())
                    ),
                )
                for figure, beside in figures_for(timeline, event.figures, area)
            ),
            links=tuple(links),
            citations=citations,
            disputed=event.disputed,
            is_u_turn=bool(event.reverses),
            audience=_audience(timeline, event),
            embargo=_time_in_words(event.embargo, language) if event.embargo else "",
            notes=event.notes,
        )

    return [entry(event) for event in events]


def _figure(
    timeline: Timeline,
    figure: model.Figure,
    date: str,
    citations: tuple[Citation, ...],
    wider: model.Figure | None = None,
) -> Figure:
    return Figure(
        figure.label,
        figure.value,
        figure.of,
        timeline.areas[figure.area].name if figure.area else None,
        figure.sample,
        figure.sample is not None and figure.sample.high < timeline.small_sample,
        _name(timeline, figure.by),
        figure.disputed,
        date,
        (citation_of(timeline, figure.source),) if figure.source else citations,
        _figure(timeline, wider, date, citations) if wider else None,
    )


def _anchors(events: Sequence[Event], as_of: Day) -> dict[int, str]:
    """A name within the page for each event, by its `id()`: its id, or its year and title."""
    anchors: dict[int, str] = {}
    taken = {f"event-{event.id}" for event in events if event.id}
    for event in events:
        plain = event.id or f"{_year(event.date, as_of)}-{_plain(event.title)}"
        anchor, n = f"event-{plain}", 2
        while anchor in taken and not event.id:
            anchor, n = f"event-{plain}-{n}", n + 1
        taken.add(anchor)
        anchors[id(event)] = anchor
    return anchors


def _plain(title: str) -> str:
    """The start of a title as part of an address: lower case, no accents, hyphens for spaces."""
    letters = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall("[a-z0-9]+", letters)
    return "-".join(words[:8])


def citation_of(timeline: Timeline, cited: CitedSource | InlineSource) -> Citation:
    """The document that `cited` names, as a reader knows it."""
    source: Source | InlineSource = (
        timeline.sources[cited.ref] if isinstance(cited, CitedSource) else cited
    )
    date = in_words(source.date, timeline.language) if source.date else ""
    read = in_words(parse(source.read.isoformat()), timeline.language) if source.read else ""
    return Citation(
        source.title,
        source.author,
        source.publisher,
        date,
        source.url,
        cited.at,
        source.archived,
        read,
    )


def _person(timeline: Timeline, id: str, role: str | None, date: VagueDate) -> Person:
    actor = timeline.actors[id]
    return Person(actor.name, role or actor.role_on(date))


def _name(timeline: Timeline, by: str | None) -> str | None:
    return timeline.actors[by].name if by in timeline.actors else by


def _when(date: VagueDate, as_of: Day) -> When:
    """How a date stands to the day of the briefing, as far as a vague one can tell."""
    if date.earliest > as_of:
        return "ahead"
    if date.latest <= as_of or date.end is Missing.UNKNOWN:
        return "past"
    return "under way" if date.is_period else "perhaps ahead"


def _machine_date(date: VagueDate) -> str:
    point = date.start
    if date.is_period or not isinstance(point, Point) or not 1 <= point.year <= 9999:
        return ""
    return "" if point.unspecified or point.season or point.time else date.text.rstrip("?~%")


def _year(date: VagueDate, as_of: Day) -> int:
    """The year of its start, or else of its end; what may be at any time stands in this year."""
    point = date.start if isinstance(date.start, Point) else date.end
    return point.year if isinstance(point, Point) else as_of.year


def _year_in_words(year: int, language: str) -> str:
    written = f"Y{year}" if abs(year) > 9999 else f"{'-' if year < 0 else ''}{abs(year):04}"
    return in_words(parse(written), language)


def _scope(timeline: Timeline, *choices: Choice) -> str:
    """What the choices leave of the record, in words; nothing where they leave all of it."""
    parts: list[str] = []
    for choice in choices:
        if choice.kinds:
            parts.append(f"of the kind {' or '.join(sorted(choice.kinds))}")
        if choice.topics:
            parts.append(f"on {' or '.join(sorted(choice.topics))}")
        if choice.actors:
            names = sorted(it.name for id, it in timeline.actors.items() if id in choice.actors)
            parts.append(f"with {' or '.join(names) or 'nobody'}")
        if choice.since:
            parts.append(f"since {in_words(choice.since, timeline.language)}")
        if choice.until:
            parts.append(f"until {in_words(choice.until, timeline.language)}")
    return f"Only events {', '.join(dict.fromkeys(parts))}" if parts else ""


def _lately(events: Sequence[Event], as_of: Day) -> list[Event]:
    """What happened within the last year, newest first; some events in any case."""
    past = [event for event in reversed(events) if _when(event.date, as_of) == "past"]
    # Counted forwards, for the calendar has no year before its first.
    recent = [event for event in past if _a_year_on(event.date.latest) >= as_of.timetuple()[:3]]
    return recent if len(recent) >= FEWEST_LATELY else past[:FEWEST_LATELY]


def _a_year_on(day: Day) -> tuple[int, int, int]:
    return day.year + 1, day.month, day.day

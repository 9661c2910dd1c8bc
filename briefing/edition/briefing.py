"""A briefing: an edition of a record on a given day, ready for a template to print.

It has a plain name for everything that a template shows. It does not depend on Markdown, HTML or
files. The same record, edition and day always give the same briefing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Day
from itertools import chain, islice
from typing import Annotated

from briefing.edition.actions import Action, actions_of
from briefing.edition.areas import for_area, titled
from briefing.edition.as_of import reported_on
from briefing.edition.brand import Brand, brand_of, in_no_language
from briefing.edition.columns import Row, edition_filled, refuse_unfilled, row_of
from briefing.edition.digest_model import Digest
from briefing.edition.entries import Selection, entries_of, time_in_words, year_of
from briefing.edition.entry import NOT_EXPORTED, Entry, Figure, Person, Quote, When
from briefing.edition.evidence import checks_in_words
from briefing.edition.in_language import edition_in_language, in_language
from briefing.edition.index import IndexEntry, index_of
from briefing.edition.kept_entries import KeptEntries
from briefing.edition.key_figures import key_figures, key_quotes
from briefing.edition.names import within
from briefing.edition.pictures import Picture, picture_of
from briefing.edition.questions import Question, questions_of
from briefing.edition.redline_model import Redline
from briefing.edition.registers import (
    Ask,
    Commitment,
    Reversal,
    Story,
    asks_of,
    commitments_of,
    reversals_of,
    stories_of,
)
from briefing.edition.sections import Section, sections_of
from briefing.edition.selection import NO_FILTER, EventFilter, filter_of, select
from briefing.edition.series import newest_of_each
from briefing.edition.stages import when
from briefing.edition.summary import Summary, summary_of
from briefing.edition.trends import Trend, trends_of
from briefing.edition.typesetting import set_in_type
from briefing.edition.words import Words, words_in
from briefing.edition.years import Year, years_of
from briefing.record.dates import VagueDate, parse_edtf
from briefing.record.fields import TypeSize
from briefing.record.model import Edition, Event
from briefing.record.occurrence import latest_addition
from briefing.record.own_names import names_in
from briefing.record.record import Record

FEWEST_EVENTS = 3
"""The minimum number of past events in a short briefing, however old they are."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """The publisher of the briefing."""

    name: str
    """The name."""
    contact: str | None
    """An email address, a web address or other contact details."""


@dataclass(frozen=True, slots=True)
class Part:
    """One year of a briefing that is too long for a single document."""

    id: str
    """The name of its files, without the suffix."""
    name: str
    """The year."""
    anchors: frozenset[str]
    """The anchors of its entries."""
    is_made: bool = True
    """Whether its document could be made. If not, do not link to it."""


@dataclass(frozen=True, slots=True)
class SiteLanguage:
    """A language in which a website has a home page and a search."""

    language: str
    """The language, as a BCP 47 tag."""
    name: str
    """Its name in that language."""
    suffix: str
    """The end of the names of these pages, such as "-cy". It is empty for the first language."""


@dataclass(frozen=True, slots=True)
class Site:
    """A website, as each of its pages shows it."""

    title: str
    """The title of the record."""
    url: str
    """The web address of its folder, or an empty string."""
    card: str = ""
    """The name of the picture for pages without a picture of their own, or an empty string."""
    has_corrections: bool = False
    """Whether it has a page of corrections."""
    folder: str = ""
    """For a page of an area, its folder in the website, such as "north/"; otherwise empty."""
    suffix: str = ""
    """The end of the names of the home page and the search page in the language of this page."""
    languages: tuple[SiteLanguage, ...] = ()
    """The languages that have a home page, if there are several. In the folder of an area, these
    are the languages of its list of editions."""


@dataclass(frozen=True, slots=True)
class Briefing:
    """An edition of a record on a given day. Unless stated otherwise, dates are formatted text.

    The lists `recent`, `earlier`, `next` and `unconfirmed` are for short briefings. Their entries
    link only to each other. All the content of the other lists comes from `entries`. Quotation
    marks and apostrophes are curly, except in Markdown.
    """

    id: str
    """The id of the edition."""
    template: str
    """The name of the template."""
    title: str
    """The title of the edition."""
    subtitle: str
    """The record's title, or an empty string if the briefing's title includes it."""
    record_title: str
    """The title of the record."""
    publisher: Publisher | None
    """The publisher."""
    brand: Brand
    """The name and visual identity of the briefing."""
    language: str
    """The language of the briefing: a BCP 47 tag such as `en-GB`."""
    written_in: str
    """The language of the record. The record's own text is not translated."""
    url: str
    """The web address of the folder where it is published, or an empty string."""
    timezone: str
    """The time zone, such as `Europe/London`."""
    scope: str
    """A description of the events that the edition includes, or an empty string."""
    as_of: str
    """The formatted date of the briefing."""
    as_of_day: Day
    """The same date, not formatted."""
    correct_as_of: Day | None
    """The record's `correct_as_of` date."""
    last_added: Day | None
    """The date of the latest addition to the record, or the first day that this can mean."""
    dateline: str
    """The date line: "Correct as of 8 September 2023" if the record gives `correct_as_of`, or else
    "Latest addition to the record: 14 July 2023"."""
    span: str
    """The first and last years, such as 2017–2023."""
    entries: tuple[Entry, ...]
    """All the events in the edition, in date order."""
    years: tuple[Year, ...]
    """The same events, grouped by year."""
    recent_since: str
    """The formatted date on which the recent period starts."""
    recent: tuple[Entry, ...]
    """Recent events, newest first, including any that started recently and are still under way."""
    earlier: tuple[Entry, ...]
    """Earlier high-weight events, plus the latest others if fewer than three are recent."""
    next: tuple[Entry, ...]
    """Other events that are under way or still to come."""
    unconfirmed: tuple[Entry, ...]
    """Planned events that no source confirms, although their dates have recently passed."""
    figures: tuple[Figure, ...]
    """All figures, most important first."""
    quotes: tuple[Quote, ...]
    """All quotes, most important first."""
    notice: str
    """The notice on every page of a non-public edition, or an empty string."""
    area: str | None
    """The area that the edition is for."""
    summary: Summary
    """The summary at the top."""
    trends: tuple[Trend, ...]
    """Figures for the same thing over time."""
    asks: tuple[Ask, ...]
    """The asks and their status."""
    commitments: tuple[Commitment, ...]
    """The commitments and their status."""
    reversals: tuple[Reversal, ...]
    """All reversals."""
    stories: tuple[Story, ...]
    """The reversals as stories, each starting with the original decision."""
    questions: tuple[Question, ...]
    """Questions that readers may be asked, with answers: those of the record, most important first,
    then those about overdue commitments, asks, reversals and disputed figures."""
    actions: tuple[Action, ...]
    """The actions for readers."""
    sections: tuple[Section, ...]
    """The edition's own sections, in the order of the record. Each has a `place`."""
    index: tuple[IndexEntry, ...]
    """The index of actors. People are listed by surname."""
    picture: Picture | None = None
    """The picture under the title, if there is one."""
    type_size: TypeSize = "normal"
    """The text size: `normal` or `large`."""
    is_sheet: bool = False
    """Whether it is designed to fit on one sheet of paper."""
    pages: int = 2
    """The number of pages of a sheet: 2, or 1 for a sheet that is never longer than one side."""
    at_most: tuple[tuple[str, int], ...] = ()
    """The maximum number of items in each list of a sheet, as pairs of a name and a number."""
    is_tight: bool = False
    """Whether a sheet has narrow spacing so that its required content fits."""
    omitted: str | None = None
    """On a sheet, the number of items left out, such as "3 events and 1 quote"."""
    digest: Digest | None = None
    """For a digest, the news of its period."""
    called: str = ""
    """The web address or, without one, the publisher and title as written in the record. Permanent
    ids are made from it."""
    files: Mapping[str, str] = field(default_factory=dict)
    """The names of the files made in this build, keyed by suffix: `briefing.files.pdf`."""
    parts: tuple[Part, ...] = ()
    """The parts, if the briefing is split by year because it has more than 2,000 events. If so,
    `years` is empty except in a part."""
    part_of: str = ""
    """For a part, the id of the overview; otherwise empty."""
    site: Site | None = None
    """On a page of a website, the website."""
    embeds: str = ""
    """On a page that other websites show in a frame, the id of the briefing that it shows."""
    is_multilingual: Annotated[bool, NOT_EXPORTED] = False
    """Whether the record has texts in several languages. If so, `written_in` is the language of the
    briefing, and only texts that have no translation are marked."""
    columns: Annotated[Row, NOT_EXPORTED] = field(default_factory=Row)
    """The columns of its area in the table of areas: `briefing.columns.mp`. Empty cells, and all
    columns if it has no area, are undefined. Only what a template prints is in the briefing."""
    formerly: Annotated[tuple[str, ...], NOT_EXPORTED] = ()
    """The former ids of the edition, oldest first."""
    redline: Annotated[Redline | None, NOT_EXPORTED] = None
    """If changes are marked, the comparison that the marks show."""

    @property
    def u_turns(self) -> tuple[Reversal, ...]:
        """The reversals that are U-turns, in which an actor reversed its own decision."""
        return tuple(reversal for reversal in self.reversals if reversal.is_u_turn)

    @property
    def portraits(self) -> tuple[Person, ...]:
        """The people with pictures whose quotes it shows, without repeats, if they have credits."""
        quotes = [*self.quotes]
        if not self.is_sheet:
            quotes += [quote for entry in self.entries for quote in entry.quotes]
        named = {quote.speaker.name: quote.speaker for quote in quotes}
        people = (person for person in named.values() if person.picture and person.picture.credit)
        return tuple(people)

    @property
    def closing(self) -> tuple[Entry, ...]:
        """Recent events that are under way and have an end date, sorted by that date."""
        under_way = [entry for entry in self.recent if entry.ends]
        return tuple(sorted(under_way, key=lambda entry: entry.span.latest))

    @property
    def checks(self) -> str:
        """Sentences that say how many quotes and figures of its events were checked, and how.

        They are empty if nothing in the record has been proved.
        """
        return checks_in_words(self.entries, words_in(self.language))

    @property
    def asker(self) -> str:
        """The actor that makes all the asks, as within a sentence ("the council"), or an empty
        string if no single actor makes them all."""
        names = {within(ask.by) for ask in self.asks}
        return names.pop() if len(names) == 1 else ""


def make_briefing(
    record: Record,
    id: str,
    edition: Edition,
    as_of: Day,
    narrower: EventFilter = NO_FILTER,
    kept: KeptEntries | None = None,
) -> Briefing:
    """Make the briefing for `edition` from `record` on the day `as_of`.

    `narrower` narrows the edition's choice of events further, for this briefing only. Entries that
    are the same as the `kept` ones are not made again.
    """
    seen, events = chosen(record, edition, as_of, narrower)
    return briefing_of(seen, events, id, edition, as_of, narrower, kept)


def chosen(
    record: Record, edition: Edition, as_of: Day, narrower: EventFilter
) -> tuple[Record, list[Event]]:
    """Return `record` as `edition` shows it on the day `as_of`, and the events to show."""
    record = in_language(record, edition.language or record.language)
    seen = for_area(reported_on(record, as_of), edition.area)
    return seen, select(seen.events, filter_of(edition), narrower)


def title_of(record: Record, edition: Edition) -> str:
    """Return the title of the briefing for an edition, in its language."""
    record = in_language(record, edition.language or record.language)
    edition = edition_filled(edition_in_language(edition, record), record, edition.area)
    place = record.areas.get(edition.area or "")
    return titled(edition.title or record.title, place.name if place else None)


def briefing_of(
    record: Record,
    events: Sequence[Event],
    id: str,
    edition: Edition,
    as_of: Day,
    narrower: EventFilter = NO_FILTER,
    kept: KeptEntries | None = None,
) -> Briefing:
    """Make the briefing for `edition` from just these `events` in `record`."""
    edition = edition_in_language(edition, record)
    edition = edition_filled(edition, record, edition.area)
    written_in = record.language
    selection = _selection(record, events, edition, as_of)
    record, events, t = selection.record, selection.events, selection.t
    entries = entries_of(selection, kept)
    place = record.areas.get(edition.area or "")
    area = place.name if place else None
    years = years_of(entries, t)
    added = latest_addition(record.events, record.sources, as_of)
    stages = [(event, when(event, record.sources, as_of)) for event in events]
    since, recent_since = _window(record, as_of, t, filter_of(edition), narrower)
    recent, earlier = _recent_and_earlier(stages, since)
    started = {event.where for event in recent}
    to_come = [
        event
        for event, stage in stages
        if stage not in ("past", "unconfirmed") and event.where not in started
    ]
    unconfirmed = [
        event
        for event, stage in stages
        if stage == "unconfirmed" and (event.date.latest >= since or event.weight == "high")
    ]
    parts = (recent, earlier, to_come, unconfirmed)
    in_short = iter(entries_of(replace(selection, events=[*chain(*parts)])))
    recent_entries, earlier_entries, next_entries, unconfirmed_entries = (
        tuple(islice(in_short, len(part))) for part in parts
    )
    happened = [entry for entry in entries if entry.when not in ("ahead", "unconfirmed")]
    newest_first = happened[::-1]
    asks, commitments = asks_of(selection), commitments_of(selection)
    stories = stories_of(selection)
    publisher, url = record.publisher, edition.url or record.url or ""
    briefing = Briefing(
        id=id,
        template=edition.template,
        title=titled(edition.title or record.title, area),
        formerly=edition.formerly,
        subtitle=record.title if edition.title and edition.title != record.title else "",
        record_title=record.title,
        publisher=_publisher(publisher.name, publisher.contact) if publisher else None,
        brand=brand_of(record, edition),
        language=record.language,
        written_in=written_in,
        url=url,
        timezone=record.timezone,
        scope=_scope(record, t, filter_of(edition), narrower),
        as_of=t.day(as_of),
        as_of_day=as_of,
        correct_as_of=record.accurate_to(as_of) if record.correct_as_of else None,
        last_added=added.earliest if added else None,
        dateline=_dateline(record, as_of, added, t),
        span="–".join(dict.fromkeys((years[0].name, years[-1].name))) if years else "",
        entries=tuple(entries),
        years=years,
        recent_since=recent_since,
        recent=recent_entries,
        earlier=earlier_entries,
        next=next_entries,
        unconfirmed=unconfirmed_entries,
        notice=_notice(record, edition, t),
        area=area,
        columns=row_of(record, edition.area),
        summary=summary_of(
            recent_entries or earlier_entries[:FEWEST_EVENTS],
            [*(entry for entry in recent_entries if entry.ends), *next_entries],
            asks,
            commitments,
            t,
        ),
        figures=key_figures(newest_of_each(newest_first, t), area),
        quotes=key_quotes(newest_first),
        trends=trends_of(map(_with_wider, happened), t),
        asks=asks,
        commitments=commitments,
        reversals=reversals_of(selection),
        stories=stories,
        questions=questions_of(selection, newest_first, asks, commitments, stories),
        actions=actions_of(record, edition, as_of),
        sections=sections_of(record, edition, as_of),
        picture=picture_of(record, edition.picture, edition.where) if edition.picture else None,
        type_size=edition.type_size,
        index=index_of(entries, record.actors.values(), t),
        is_multilingual=bool(record.languages),
        called=url.rstrip("/") or "\n".join([publisher.name if publisher else "", record.title]),
    )
    return refuse_unfilled(set_in_type(briefing, kept), record, edition.area)


def with_new_entries(
    last: Briefing, record: Record, edition: Edition, as_of: Day, kept: KeptEntries
) -> Briefing | None:
    """Return the last version of a briefing with only its entries made from `record`.

    Its summary and registers are as they were, so that the text of events can be seen sooner. The
    result is `last` if no entry has changed, and None if all of them may have.
    """
    selection = _selection(*chosen(record, edition, as_of, NO_FILTER), edition, as_of)
    if not kept.are_for(selection):
        return None
    entries = tuple(entries_of(selection, kept))
    years = years_of(entries, selection.t)
    entries, years = set_in_type((entries, years), kept)
    if entries == last.entries:
        return last
    refuse_unfilled(entries, selection.record, edition.area)
    return replace(last, entries=entries, years=years)


def _selection(record: Record, events: Sequence[Event], edition: Edition, as_of: Day) -> Selection:
    record = replace(
        record,
        language=edition.language or record.language,
        recent=edition.recent or record.recent,
    )
    # Events without a start sort before all others, but belong to the year in which they end.
    events = sorted(events, key=lambda event: year_of(event.date, as_of))
    shows_doubts = edition.audience == "internal"
    return Selection(record, events, as_of, edition.area, shows_doubts=shows_doubts)


def _dateline(record: Record, as_of: Day, added: VagueDate | None, t: Words) -> str:
    """Return the date the record is accurate to, or else when something was last `added`."""
    if record.correct_as_of:
        return t.gettext("Correct as of %(date)s", date=t.day(record.accurate_to(as_of)))
    day = t.day(as_of)
    if added is None:
        return t.gettext("As at %(date)s", date=day)
    if added.earliest == added.latest == as_of:
        return t.gettext("Latest addition to the record: %(date)s", date=day)
    return t.gettext(
        "Latest addition to the record: %(added)s (as at %(date)s)",
        added=t.date(added),
        date=day,
    )


def _publisher(name: str, contact: str | None) -> Publisher:
    return Publisher(name, contact and in_no_language(contact))


def _notice(record: Record, edition: Edition, t: Words) -> str:
    """Return the notice on every page of an edition that is not for the public.

    While anything in the record is under embargo, an internal edition has a notice, because any
    event in it may refer to embargoed content.
    """
    if edition.audience == "members":
        return t.gettext("For members")
    if edition.audience != "internal":
        return ""
    held = max((item.embargo for *_, item in record.restricted if item.embargo), default=None)
    if held is None:
        return t.gettext("Internal: not for publication")
    until = time_in_words(held, t)
    return t.gettext("Internal: not for publication, embargoed until %(time)s", time=until)


def _with_wider(entry: Entry) -> list[Figure]:
    """Return the figures of `entry`, and the wider figures that they are compared with."""
    return [*entry.figures, *(figure.wider for figure in entry.figures if figure.wider)]


def _scope(record: Record, t: Words, *choices: EventFilter) -> str:
    """Describe the events that the choices include, or return "" if they include all events."""
    parts: list[str] = []
    own = names_in(record)
    for choice in choices:
        if choice.kinds:
            kinds = (t.kind(own.get(kind, kind)) for kind in choice.kinds)
            parts.append(t.gettext("classed as %(kinds)s", kinds=_one_of(kinds, t)))
        if choice.topics:
            parts.append(
                t.gettext(
                    "on %(topics)s",
                    topics=_one_of([own.get(topic, topic) for topic in choice.topics], t),
                )
            )
        if choice.actors:
            names = [actor.name for id, actor in record.actors.items() if id in choice.actors]
            parts.append(
                t.gettext("involving %(names)s", names=_one_of(names, t) or t.gettext("nobody"))
            )
        if choice.since and choice.until:
            first, last = t.date(choice.since), t.date(choice.until)
            parts.append(t.gettext("from %(first)s to %(last)s", first=first, last=last))
        elif choice.since:
            parts.append(t.gettext("since %(date)s", date=t.date(choice.since)))
        elif choice.until:
            parts.append(t.gettext("until %(date)s", date=t.date(choice.until)))
    choices_in_words = ", ".join(dict.fromkeys(parts))
    return t.gettext("Only events %(choices)s", choices=choices_in_words) if parts else ""


def _one_of(words: Iterable[str], t: Words) -> str:
    """Join words as in "A, B or C". The result is empty if there are no words."""
    *others, last = sorted(words) or [""]
    if not others:
        return last
    return t.gettext("%(one)s or %(other)s", one=", ".join(others), other=last)


def _window(record: Record, as_of: Day, t: Words, *choices: EventFilter) -> tuple[Day, str]:
    """Return the first day of recent developments, and that start in words if there is one."""
    start = record.recent.start(as_of)
    since = max(
        (choice.since for choice in choices if choice.since),
        key=lambda date: date.earliest,
        default=None,
    )
    if since and since.earliest > start:
        return since.earliest, t.date(since)
    if start == Day.min:
        return start, ""
    text = start.isoformat() if record.recent.is_exact else f"{start:%Y-%m}"
    return start, t.date(parse_edtf(text))


def _recent_and_earlier(
    stages: Sequence[tuple[Event, When]], since: Day
) -> tuple[list[Event], list[Event]]:
    """Return the recent events, and the earlier events to show, both newest first."""
    newest_first = stages[::-1]
    recent = [
        event
        for event, stage in newest_first
        if (stage == "past" and event.date.latest >= since)
        or (stage == "under way" and event.date.earliest >= since)
    ]
    older = [
        event for event, stage in newest_first if stage == "past" and event.date.latest < since
    ]
    missing = max(0, FEWEST_EVENTS - len(recent))
    earlier = [event for n, event in enumerate(older) if n < missing or event.weight == "high"]
    return recent, earlier

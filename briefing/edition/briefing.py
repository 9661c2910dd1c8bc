"""A briefing: an edition of a record as of a day, worked out and ready for a template.

It has a plain name for everything that a template shows, and does not depend on Markdown, HTML or
files. The same record, edition and day always give the same briefing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Day
from functools import reduce
from itertools import chain, islice

from briefing.edition.actions import actions_of
from briefing.edition.areas import for_area, titled
from briefing.edition.as_of import reported_on
from briefing.edition.brand import Brand, brand_of
from briefing.edition.digest_model import Digest
from briefing.edition.entries import (
    Entry,
    Figure,
    Quote,
    Selection,
    When,
    entries_of,
    time_in_words,
    when,
    year_of,
)
from briefing.edition.index import IndexEntry, index_of
from briefing.edition.key_figures import key_figures, key_quotes
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
from briefing.edition.selection import NO_FILTER, EventFilter, filter_of, select
from briefing.edition.series import newest_of_each
from briefing.edition.summary import Summary, summary_of
from briefing.edition.trends import Trend, trends_of
from briefing.edition.typesetting import set_in_type
from briefing.edition.words import Words, words_in
from briefing.edition.years import Year, years_of
from briefing.record.dates import parse_edtf
from briefing.record.fields import TypeSize
from briefing.record.model import Edition, Event
from briefing.record.occurrence import last_added
from briefing.record.record import Record

FEWEST_EVENTS = 3
"""The number of past events that a short briefing shows, however long ago they were."""


@dataclass(frozen=True, slots=True)
class Publisher:
    """The publisher of the briefing."""

    name: str
    contact: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """A document with one year of a briefing that is too long for one document.

    `id` is the name of its files, without the suffix, and `anchors` are those of its entries.
    """

    id: str
    name: str
    anchors: frozenset[str]


@dataclass(frozen=True, slots=True)
class Briefing:
    """An edition of a record as of a day. Dates are in words; `as_of_day` is the day itself.

    `language` is a BCP 47 tag, and `written_in` is the tag of the record, whose own text is not
    translated. `subtitle` is the title of the record, or empty if the `title` includes it. `url` is
    the address of the folder that it is published in, or empty. `timezone` is a name in the time
    zone database. `entries` are in order of date, and `years` holds the same entries by year.

    A short briefing has some of the entries, which link only to each other. `lately` has those
    since `recent_since` (in words) and those under way, newest first. `earlier` has those of high
    weight, or enough to make up a small number. `next` has other entries that are under way or
    still to come. `unconfirmed` has recent plans whose date has passed.

    A briefing that `is_sheet` is one sheet on paper. There, `left` says what has no room, as in
    "3 events and 1 quote"; elsewhere it is None. A digest has `digest`, and otherwise only content
    that belongs to the entries in it. Quotation marks and apostrophes are curly, except in
    Markdown. `called` holds the names of the publisher and the record as written, for ids that must
    never change. `files` maps suffixes to
    the names of the files made from this briefing, so that one can link to another. If the briefing
    is too long for one document, `parts` lists its parts. Each part has the same `parts`, and
    `part_of` is the id of the whole briefing.
    """

    id: str
    template: str
    title: str
    subtitle: str
    record_title: str
    publisher: Publisher | None
    brand: Brand
    language: str
    written_in: str
    url: str
    timezone: str
    scope: str
    as_of: str
    as_of_day: Day
    correct_as_of: Day | None
    last_added: Day | None
    dateline: str
    span: str
    entries: tuple[Entry, ...]
    years: tuple[Year, ...]
    recent_since: str
    lately: tuple[Entry, ...]
    earlier: tuple[Entry, ...]
    next: tuple[Entry, ...]
    unconfirmed: tuple[Entry, ...]
    figures: tuple[Figure, ...]
    quotes: tuple[Quote, ...]
    notice: str
    area: str | None
    answer: Summary
    trends: tuple[Trend, ...]
    asks: tuple[Ask, ...]
    commitments: tuple[Commitment, ...]
    reversals: tuple[Reversal, ...]
    stories: tuple[Story, ...]
    actions: tuple[str, ...]
    index: tuple[IndexEntry, ...]
    type_size: TypeSize = "normal"
    is_sheet: bool = False
    left: str | None = None
    digest: Digest | None = None
    called: str = ""
    files: Mapping[str, str] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    part_of: str = ""

    @property
    def u_turns(self) -> tuple[Reversal, ...]:
        """The reversals that are U-turns: by the actor that made the decision."""
        return tuple(reversal for reversal in self.reversals if reversal.is_u_turn)

    @property
    def closing(self) -> tuple[Entry, ...]:
        """The recent events that are under way and have an end, in the order of their ends."""
        found = [entry for entry in self.lately if entry.ends]
        return tuple(sorted(found, key=lambda entry: entry.span.latest))

    @property
    def asker(self) -> str:
        """The actor that makes all of the asks, or empty if there are several or none."""
        names = {ask.by for ask in self.asks}
        return names.pop() if len(names) == 1 else ""


def make_briefing(
    record: Record, id: str, edition: Edition, as_of: Day, narrower: EventFilter = NO_FILTER
) -> Briefing:
    """Make the briefing for `edition`, called `id`, from `record` on the day `as_of`.

    `narrower` narrows its choice of events further, for this briefing only.
    """
    seen, events = chosen(record, edition, as_of, narrower)
    return briefing_of(seen, events, id, edition, as_of, narrower)


def chosen(
    record: Record, edition: Edition, as_of: Day, narrower: EventFilter
) -> tuple[Record, list[Event]]:
    """Return `record` as `edition` shows it on the day `as_of`, and the events that it shows."""
    seen = for_area(reported_on(record, as_of), edition.area)
    return seen, select(seen.events, filter_of(edition), narrower)


def briefing_of(
    record: Record,
    events: Sequence[Event],
    id: str,
    edition: Edition,
    as_of: Day,
    narrower: EventFilter = NO_FILTER,
) -> Briefing:
    """Make the briefing for `edition` from only these `events` of `record`."""
    written_in = record.language
    record = replace(
        record,
        language=edition.language or written_in,
        recent=edition.recent or record.recent,
    )
    t = words_in(record.language)
    # Events without a start sort at the beginning of time, but belong to the year of their end.
    events = sorted(events, key=lambda event: year_of(event.date, as_of))
    selection = Selection(record, events, as_of, edition.area)
    entries = entries_of(selection)
    place = record.areas.get(edition.area or "")
    area = place.name if place else None
    years = years_of(entries, t)
    stages = [(event, when(event, record.sources, as_of)) for event in events]
    since, recent_since = _window(record, as_of, filter_of(edition), narrower)
    lately, earlier = _lately(stages, since)
    started = {event.where for event in lately}
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
    parts = (lately, earlier, to_come, unconfirmed)
    in_short = iter(entries_of(Selection(record, [*chain(*parts)], as_of, edition.area)))
    lately_told, earlier_told, next_told, unconfirmed_told = (
        tuple(islice(in_short, len(part))) for part in parts
    )
    happened = [entry for entry in entries if entry.when not in ("ahead", "unconfirmed")]
    newest_first = happened[::-1]
    asks, commitments = asks_of(selection), commitments_of(selection)
    publisher = record.publisher
    briefing = Briefing(
        id=id,
        template=edition.template,
        title=titled(edition.title or record.title, area),
        subtitle=record.title if edition.title and edition.title != record.title else "",
        record_title=record.title,
        publisher=Publisher(publisher.name, publisher.contact) if publisher else None,
        brand=brand_of(record, edition),
        language=record.language,
        written_in=written_in,
        url=edition.url or record.url or "",
        timezone=record.timezone,
        scope=_scope(record, filter_of(edition), narrower),
        as_of=t.day(as_of),
        as_of_day=as_of,
        correct_as_of=as_of if record.correct_as_of else None,
        last_added=last_added(record.events, record.sources, as_of),
        dateline=_dateline(record, as_of),
        span="–".join(dict.fromkeys((years[0].name, years[-1].name))) if years else "",
        entries=tuple(entries),
        years=years,
        recent_since=recent_since,
        lately=lately_told,
        earlier=earlier_told,
        next=next_told,
        unconfirmed=unconfirmed_told,
        notice=_notice(record, edition),
        area=area,
        answer=summary_of(
            lately_told or earlier_told[:FEWEST_EVENTS],
            [*(entry for entry in lately_told if entry.ends), *next_told],
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
        stories=stories_of(selection),
        actions=actions_of(record, edition, as_of),
        type_size=edition.type_size,
        index=index_of(entries, record.actors.values(), t),
        called="\n".join([publisher.name if publisher else "", record.title]),
    )
    return set_in_type(briefing)


def _dateline(record: Record, as_of: Day) -> str:
    """Return the date the record is accurate to, in words, or else when it was last added to."""
    t = words_in(record.language)
    day = t.day(as_of)
    if record.correct_as_of:
        return t.gettext("Correct as of %(date)s", date=day)
    added = last_added(record.events, record.sources, as_of)
    if added is None:
        return t.gettext("As at %(date)s", date=day)
    if added == as_of:
        return t.gettext("Record last added to %(date)s", date=day)
    return t.gettext(
        "Record last added to %(added)s; shown as at %(date)s",
        added=t.day(added),
        date=day,
    )


def _notice(record: Record, edition: Edition) -> str:
    """Return the notice on every page of an edition that is not for the public.

    While anything in the record is under embargo, an internal edition has a notice, because any
    event in it may refer to embargoed content.
    """
    t = words_in(record.language)
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
    """Return the figures of `entry` and the wider figures compared with them."""
    return [*entry.figures, *(figure.wider for figure in entry.figures if figure.wider)]


def _scope(record: Record, *choices: EventFilter) -> str:
    """Describe the events that the choices include, or return nothing if they include all."""
    t = words_in(record.language)
    parts: list[str] = []
    for choice in choices:
        if choice.kinds:
            kinds = (t.kind(kind) for kind in choice.kinds)
            parts.append(t.gettext("of the kind %(kinds)s", kinds=_one_of(kinds, t)))
        if choice.topics:
            parts.append(t.gettext("on %(topics)s", topics=_one_of(choice.topics, t)))
        if choice.actors:
            names = [actor.name for id, actor in record.actors.items() if id in choice.actors]
            parts.append(
                t.gettext("with %(names)s", names=_one_of(names, t) or t.gettext("nobody"))
            )
        if choice.since:
            parts.append(t.gettext("since %(date)s", date=t.date(choice.since)))
        if choice.until:
            parts.append(t.gettext("until %(date)s", date=t.date(choice.until)))
    choices_in_words = ", ".join(dict.fromkeys(parts))
    return t.gettext("Only events %(choices)s", choices=choices_in_words) if parts else ""


def _one_of(words: Iterable[str], t: Words) -> str:
    """Join words as in "A or B". Empty without words."""
    first, *others = sorted(words) or [""]
    return reduce(
        lambda one, other: t.gettext("%(one)s or %(other)s", one=one, other=other), others, first
    )


def _window(record: Record, as_of: Day, *choices: EventFilter) -> tuple[Day, str]:
    """Return the first day of recent developments, and the start in words, if there is one."""
    t = words_in(record.language)
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


def _lately(stages: Sequence[tuple[Event, When]], since: Day) -> tuple[list[Event], list[Event]]:
    """Return recent events, and the earlier events that are shown, both newest first."""
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

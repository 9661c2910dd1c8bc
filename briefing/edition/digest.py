"""A digest: a briefing on the news of one period.

News is the difference between the record on the evening before the period and on its last evening.
Over a series of periods, each event therefore appears once, whether it happened in its period or
was added to the record later. Each change of status can be traced to the events that caused it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date as Day
from datetime import timedelta
from itertools import takewhile
from textwrap import shorten

from briefing.edition.areas import for_area, subject_of, titled
from briefing.edition.as_of import as_known_on, without_references
from briefing.edition.briefing import Briefing, briefing_of
from briefing.edition.columns import edition_filled, refuse_unfilled
from briefing.edition.corrections import Corrected, corrections_of
from briefing.edition.digest_links import anchors_on, timeline_for
from briefing.edition.digest_model import AskMoved, Digest
from briefing.edition.entries import Selection, entries_of, year_of
from briefing.edition.entry import Entry, Figure, Reference
from briefing.edition.in_language import edition_in_language, in_language
from briefing.edition.names import within
from briefing.edition.periods import Period
from briefing.edition.registers import (
    Ask,
    Commitment,
    Move,
    asks_of,
    commitments_of,
    reversals_of,
    stories_of,
)
from briefing.edition.selection import filter_of, select
from briefing.edition.series import newest_of_each
from briefing.edition.statuses import commitment_statuses
from briefing.edition.summary import changes_of
from briefing.edition.typesetting import set_in_type
from briefing.edition.visibility import visible_to
from briefing.edition.words import Words
from briefing.record.audiences import Audience, end_of_day
from briefing.record.kinds import lasts
from briefing.record.model import Edition, Event
from briefing.record.occurrence import (
    Sources,
    certain_from,
    documents,
    happened_by,
    has_happened,
    is_unconfirmed,
)
from briefing.record.problems import RecordPath
from briefing.record.record import Record
from briefing.record.templates import Templates
from briefing.typography import capitalised

AHEAD = timedelta(weeks=4)
"""How far ahead a digest looks."""
LONGEST_HEADLINE = 90
"""The maximum length of the news in a subject line, in characters. A phone shows about 40."""
_MONTH = timedelta(days=31)


def as_known_at_end_of(record: Record, reader: Audience, day: Day) -> tuple[Record, dict[str, int]]:
    """Return `record` as it was at the end of `day`, with only the content that `reader` could see.

    Also return the number of items of each type that were removed because the reader may not see
    them.
    """
    seen, hidden_counts = visible_to(record, reader, end_of_day(day, record.timezone))
    later = [event for event in seen.events if event.added and event.added > day]
    written = [event for event in seen.events if event.added is None or event.added <= day]
    known = replace(seen, events=without_references(written, later))
    return as_known_on(known, day), hidden_counts


def make_digest(
    earlier: Record,
    now: Record,
    id: str,
    edition: Edition,
    period: Period,
    templates: Templates,
    corrected: Sequence[Corrected] = (),
) -> Briefing:
    """Make the digest of a period for `edition`.

    `earlier` is the record on the evening before the period, and `now` on the evening of its last
    day. Both come from `as_known_at_end_of`. Neither depends on the date that the record is
    accurate to, so nothing is missed between two digests. The digest includes anything `corrected`
    since the evening before, if that is known. It links to an edition that shows every event: the
    `templates` determine which.

    Raises:
        Unfilled: a text uses a column that the area of the edition has not.
    """
    as_of = period.last
    whole, own, language = now, now.language, edition.language or now.language
    earlier, now = in_language(earlier, language), in_language(now, language)
    edition = edition_filled(edition_in_language(edition, now), now, edition.area)
    earlier, now = for_area(earlier, edition.area), for_area(now, edition.area)
    event_filter = filter_of(edition)
    chosen = select(now.events, event_filter)
    come = {event.where for event in now.events if has_happened(event, now.sources, as_of)}
    old = {
        event.where
        for event in earlier.events
        if has_happened(event, earlier.sources, period.day_before)
    }
    new = come - old
    new_events = [event for event in chosen if event.where in new]
    unconfirmed = _newly_unconfirmed(earlier, now, chosen, period, as_of)
    passed = {event.where for event in unconfirmed}
    late = [event for event in new_events if _is_late(event, now.sources, period)]
    happened = [event for event in new_events if not _is_late(event, now.sources, period)]
    ended = [event for event in chosen if event.where in old & come and _ends_in(event, period)]
    ended.sort(key=lambda event: event.date.latest)
    coming = [
        event
        for event in chosen
        if event.where not in new
        and event.where not in passed
        and _is_coming(event, as_of, has_happened=event.where in come)
    ]
    shown = sorted(
        [*new_events, *ended, *unconfirmed, *coming], key=lambda event: year_of(event.date, as_of)
    )
    briefing = briefing_of(now, shown, id, edition, as_of)
    now = replace(now, language=briefing.language)
    entries = dict(zip((event.where for event in shown), briefing.entries, strict=True))
    is_internal = edition.audience == "internal"
    selection = Selection(now, shown, as_of, edition.area, about=chosen, shows_doubts=is_internal)
    t = selection.t
    past = [event for event in chosen if event.where in come]
    last = max(past, key=happened_by, default=None)
    weeks = (as_of - happened_by(last)).days // 7 if last else 0
    commitments, days = commitments_of(selection), period.in_words(t)
    name = titled(edition.title or _title(period, t), briefing.area)
    title = f"{name}, {days}"
    new_commitments = tuple(_reported(commitments, earlier, period, as_of, new))
    ended_entries = tuple(entries[event.where] for event in ended)
    new_entries = [entries[event.where] for event in new_events]
    news = _news(new_entries, new_commitments, ended_entries, t)
    stops = now.correct_as_of
    full_title = title if edition.title else f"{title} · {now.title}"
    timeline = timeline_for(now, edition, templates, shown, own)
    digest = replace(
        briefing,
        title=title,
        subtitle=now.title,
        digest=Digest(
            name=period.name,
            days=days,
            subject=f"{news} · {full_title}" if news else full_title,
            headline=news,
            stops=t.day(stops) if stops and stops < period.last else "",
            happened=tuple(
                replace(entry, figures=_figures(event, entry, past, selection))
                for event in happened
                for entry in [entries[event.where]]
            ),
            late=tuple(entries[event.where] for event in late),
            ended=ended_entries,
            reversals=tuple(
                reversal for reversal in reversals_of(selection) if reversal.event.where in new
            ),
            stories=stories_of(selection, made_by=new),
            asks=tuple(_asks(selection, old, new)),
            commitments=new_commitments,
            unconfirmed=tuple(entries[event.where] for event in unconfirmed),
            coming=tuple(entries[event.where] for event in coming),
            due=tuple(_due(commitments, as_of)),
            corrections=tuple(corrections_of(corrected, selection, period.day_before)),
            last=selection.reference_to(last) if last else None,
            weeks=weeks,
            nothing_new=_nothing_new(last, weeks, t),
            sender=now.sender_of(edition),
            page=timeline.address if timeline else "",
            anchors=anchors_on(timeline, whole, edition, period, entries),
        ),
    )
    return refuse_unfilled(set_in_type(digest), now, edition.area)


def _news(
    new_events: Sequence[Entry],
    commitments: Sequence[Commitment],
    ended: Sequence[Entry],
    t: Words,
) -> str:
    """Return the most important news for a subject line, and the number of other items."""
    changes = changes_of(list(reversed(new_events)))
    overdue = [commitment for commitment in commitments if commitment.state == "overdue"]
    if changes:
        headline, others = changes[0].title, len(new_events) - 1
    elif overdue:
        first = overdue[0]
        headline, others = f"{first.title}: {first.status}", len(overdue) - 1
    elif ended:
        closed = ended[0].ended
        headline, others = f"{capitalised(closed)}: {ended[0].title}", len(ended) - 1
    else:
        return ""
    headline = shorten(headline, LONGEST_HEADLINE, placeholder="…")
    more = t.ngettext(
        "%(headline)s and %(num)s more", "%(headline)s and %(num)s more", others, headline=headline
    )
    return more if others else headline


def _figures(
    event: Event, entry: Entry, past: Sequence[Event], selection: Selection
) -> tuple[Figure, ...]:
    """Return the figures of an event that its summary may not give. `entry` is the event's entry.

    These are the figures that were measured before, with the change since then. If the event has no
    summary, they are all its figures.
    """
    subjects = {subject_of(figure) for figure in event.figures}
    # A change is measured from the first and the latest event in each series, so the others are not
    # needed.
    first: dict[object, int] = {}
    latest: dict[object, int] = {}
    for n, other in enumerate(takewhile(lambda other: other is not event, past)):
        for figure in other.figures:
            if subject_of(figure) in subjects:
                key = (subject_of(figure), figure.area)
                first.setdefault(key, n)
                latest[key] = n
    before = sorted({*first.values(), *latest.values()}, reverse=True)
    if before:
        events = [event, *(past[n] for n in before)]
        measured = entries_of(replace(selection, events=events))
        entry, *_ = newest_of_each(measured, selection.t)
    return tuple(figure for figure in entry.figures if figure.change or not event.summary)


def _newly_unconfirmed(
    earlier: Record, now: Record, chosen: Iterable[Event], period: Period, as_of: Day
) -> list[Event]:
    """Return the events whose planned date passed during `period` without confirmation."""
    before = {
        event.where
        for event in earlier.events
        if is_unconfirmed(event, earlier.sources, period.day_before)
    }
    return [
        event
        for event in chosen
        if event.where not in before and is_unconfirmed(event, now.sources, as_of)
    ]


def _ends_in(event: Event, period: Period) -> bool:
    """Whether the event is of a kind that lasts, such as a consultation, and ends in the period."""
    _, end = event.date.ends
    is_over = period.day_before < event.date.latest <= period.last
    return event.date.is_period and end is not None and lasts(event.kind) and is_over


def _is_late(event: Event, sources: Sources, period: Period) -> bool:
    """Whether an event in the digest of `period` happened, or may have happened, before the period.

    Polls and statistics are news when they are published, whenever the data was collected.
    """
    date = event.date
    if (date.earliest if date.is_between else certain_from(date)) >= period.first:
        return False
    cited = documents((citation for _, citation in event.citations), sources)
    published = min(
        (citation.date.earliest for citation in cited if citation.date), default=Day.min
    )
    return lasts(event.kind) or not period.first <= published <= period.last


def _title(period: Period, t: Words) -> str:
    _ = t.gettext
    if period.every == "week":
        return _("Weekly digest")
    if period.every == "2 weeks":
        return _("Fortnightly digest")
    return _("Monthly digest") if period.every else _("Digest")


def _is_coming(event: Event, as_of: Day, *, has_happened: bool) -> bool:
    """Whether the event may begin, or will end, in the weeks after `as_of`.

    If its date spans more than a month and has already started, only its end can be announced.
    """
    date, until = event.date, as_of + AHEAD
    if has_happened:
        return date.is_period and lasts(event.kind) and as_of < date.latest <= until
    is_short = date.latest - date.earliest < _MONTH and date.latest > as_of
    days = (date.earliest, certain_from(date), date.latest)
    return any(as_of < day <= until for day in days) or (is_short and date.earliest <= until)


def _asks(selection: Selection, old: set[RecordPath], new: set[RecordPath]) -> Iterator[AskMoved]:
    """Yield the asks that one of the `new` events moves, with their status after the `old` ones."""
    t = selection.t
    for ask in asks_of(selection):
        moves = tuple(move for move in ask.moves if move.event.where in new)
        was = [move.words for move in ask.moves if move.event.where in old]
        if moves:
            last = was[-1] if was else ""
            yield AskMoved(ask, last, moves, _basis(ask, last, t), _moves_in_words(ask, moves, t))


def _basis(ask: Ask, was: str, t: Words) -> str:
    """Name who makes the ask, and its previous status, if any."""
    asked = t.pgettext("one ask", "Asked for by %(name)s", name=within(ask.by))
    if not was:
        return asked
    is_same = was == ask.status
    before = t.gettext("no change") if is_same else t.gettext("previously: %(status)s", status=was)
    return f"{asked}; {before}"


def _moves_in_words(ask: Ask, moves: Sequence[Move], t: Words) -> tuple[tuple[str, Reference], ...]:
    """Return the events of `moves`, each with the words that introduce it.

    The words leave out the status if there is only one move and it led to the current status.
    """
    last = ask.moves[-1]
    if moves == (last,):
        return ((t.gettext("See:"), last.event),)
    return tuple((f"{ask.status if move == last else move.words}:", move.event) for move in moves)


def _nothing_new(last: Event | None, weeks: int, t: Words) -> str:
    """Say that nothing is new, in words that lead up to the `last` event, `weeks` ago, if any."""
    if not last:
        return t.gettext("No events so far.")
    quiet = (
        t.ngettext(
            "Nothing new: no events for %(num)s week.",
            "Nothing new: no events for %(num)s weeks.",
            weeks,
        )
        if weeks
        else t.gettext("Nothing new.")
    )
    return " ".join((quiet, t.gettext("Last event:")))


def _reported(
    commitments: Iterable[Commitment],
    earlier: Record,
    period: Period,
    as_of: Day,
    new: set[RecordPath],
) -> Iterator[Commitment]:
    """Yield the commitments that a `new` event made or closed, or that fell due and remain open."""
    before = {
        status.commitment.id: status.state
        for status in commitment_statuses(earlier, period.day_before)
    }
    for commitment in commitments:
        made, limit = commitment.made.where, commitment.limit
        if commitment.closed:
            is_reported = bool({made, commitment.closed.where} & new)
        else:
            was = before.get(commitment.id)
            is_last_day = limit is not None and limit.latest == as_of
            # If the record is not accurate to the end of the period, the status may not have
            # changed yet, but no later digest would mention that the day has passed.
            is_past = limit is not None and period.day_before <= limit.latest < as_of
            is_late = "overdue" in commitment.state and (commitment.state != was or is_past)
            is_reported = made in new or is_last_day or is_late
        if is_reported:
            yield commitment


def _due(commitments: Iterable[Commitment], as_of: Day) -> list[Commitment]:
    """Return the commitments that may fall due in the coming weeks, earliest first."""
    due = [
        (commitment.limit, commitment)
        for commitment in commitments
        if commitment.closed is None
        and commitment.limit
        and commitment.limit.latest > as_of
        and commitment.limit.earliest <= as_of + AHEAD
    ]
    due.sort(key=lambda pair: (pair[0].earliest, pair[0].latest))
    return [commitment for _, commitment in due]

"""A briefing's agenda: future events and due dates, as precise as the evidence allows."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from briefing.edition.briefing import Briefing
from briefing.edition.durations import DateRange, days_of
from briefing.edition.entry import Entry, first_anchor
from briefing.edition.registers import Commitment
from briefing.edition.words import Words, words_in
from briefing.record.dates import Point, VagueDate
from briefing.typography import capitalised

LONGEST = timedelta(days=92)
"""The length of the longest season. Anything vaguer would fill a calendar for months."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """A future event or due date, on one of the days in `span`.

    `id` is unique in a briefing and stays the same if the date or the title changes. `moment` is
    the start, with a time zone, if the time is known. `anchor` is the anchor of the event.
    """

    id: str
    title: str
    span: DateRange
    moment: datetime | None
    about: str
    topics: tuple[str, ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Agenda:
    """A briefing's appointments, and the titles and dates of events too `vague` to have one."""

    appointments: tuple[Appointment, ...]
    vague: tuple[str, ...]


def agenda_of(briefing: Briefing) -> Agenda:
    """Return a briefing's agenda: future events, and commitments that are due or overdue."""
    t = words_in(briefing.language)
    appointments = [
        appointment for entry in briefing.entries for appointment in _of_entry(entry, briefing, t)
    ]
    due = (*briefing.commitments, *(briefing.digest.due if briefing.digest else ()))
    appointments += [
        _of_commitment(commitment, commitment.limit, t)
        for commitment in dict.fromkeys(due)
        if commitment.limit and commitment.closed is None
    ]
    return Agenda(
        tuple(
            appointment
            for appointment, _ in appointments
            if appointment.span.latest - appointment.span.earliest < LONGEST
        ),
        tuple(
            words
            for appointment, words in appointments
            if appointment.span.latest - appointment.span.earliest >= LONGEST
        ),
    )


def _of_entry(entry: Entry, briefing: Briefing, t: Words) -> Iterator[tuple[Appointment, str]]:
    """Yield the appointment of an event, or one each for the first and last day of a period."""
    date = entry.vague_date
    days = [*zip(("begins", "ends"), date.ends, strict=True)] if date.is_period else [("", date)]
    for which, day in days:
        if day is None:
            continue
        span = days_of(day)
        if day.latest < briefing.as_of_day or not span.is_bounded:
            continue
        words = t.date(day)
        kind = capitalised(", ".join(state.words for state in entry.states))
        cited = [citation.in_full for citation in entry.citations] or [
            capitalised(t.gettext("no source given"))
        ]
        parts = (kind, entry.summary, *cited)
        yield (
            Appointment(
                "/".join(filter(None, (first_anchor(entry), which))),
                _title(entry.title, which, "" if day.is_day else words, t),
                span,
                _moment(day, briefing.timezone),
                "\n\n".join(filter(None, parts)),
                tuple(filter(None, (entry.kind, *entry.topics))),
                entry.anchor,
            ),
            f"{entry.title} ({words})",
        )


def _title(title: str, which: str, vaguely: str, t: Words) -> str:
    """Return a title for a calendar. It begins with a note if the exact day is not known."""
    if vaguely:
        words = {
            "": t.gettext(
                "%(date)s (exact day not known): %(title)s", date=capitalised(vaguely), title=title
            ),
            "begins": t.gettext(
                "Begins %(date)s (exact day not known): %(title)s", date=vaguely, title=title
            ),
            "ends": t.gettext(
                "Ends %(date)s (exact day not known): %(title)s", date=vaguely, title=title
            ),
        }
    else:
        words = {
            "": title,
            "begins": t.gettext("Begins: %(title)s", title=title),
            "ends": t.gettext("Ends: %(title)s", title=title),
        }
    return words[which]


def _of_commitment(commitment: Commitment, limit: DateRange, t: Words) -> tuple[Appointment, str]:
    """Return the appointment on the due date. If overdue, it keeps that date and has a note."""
    title = f"{commitment.title} ({commitment.by})"
    if commitment.state == "overdue":
        shown = t.gettext("Overdue: %(title)s", title=title)
    else:
        shown = t.gettext("Due %(date)s: %(title)s", date=commitment.due, title=title)
    due = t.gettext("due %(date)s", date=commitment.due)
    made = commitment.made
    parts = (
        capitalised(commitment.status),
        capitalised(", ".join(filter(None, (due, commitment.working)))),
        f"{t.gettext('Made:')} {made.title} ({made.date})",
        *(
            [citation.in_full for citation in made.citations]
            or [capitalised(t.gettext("no source given"))]
        ),
    )
    return (
        Appointment(
            f"commitment/{commitment.id}",
            shown,
            limit,
            None,
            "\n\n".join(parts),
            (),
            made.anchor,
        ),
        f"{commitment.title} ({commitment.due})",
    )


def _moment(date: VagueDate, timezone: str) -> datetime | None:
    """Return the start in the record's time zone, or in UTC if the time includes a UTC offset."""
    point = date.start
    if not isinstance(point, Point) or not point.time:
        return None
    # A time of 24:00 is midnight at the start of the next day.
    hour, minute, second = map(int, point.time.split(":"))
    after_midnight = timedelta(hours=hour, minutes=minute, seconds=second)
    midnight = datetime.combine(date.earliest, datetime.min.time())
    if not point.offset:
        return (midnight + after_midnight).replace(tzinfo=ZoneInfo(timezone))
    zone = datetime.fromisoformat(f"2000-01-01T00:00:00{point.offset}").tzinfo
    return (midnight + after_midnight).replace(tzinfo=zone).astimezone(UTC)

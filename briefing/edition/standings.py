"""How commitments and asks stand on a day: pure functions of the timeline and the day.

What the evidence leaves open is said to be open: a promise due "in October" and kept "in October"
was kept, perhaps on time.
"""

from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from functools import cache
from typing import Literal, get_args

from dateutil.relativedelta import relativedelta

from briefing.edition.spans import Span, apart, span_of
from briefing.edition.words import in_words
from briefing.timeline.dates import Point, VagueDate, parse
from briefing.timeline.due import Due
from briefing.timeline.model import Ask, AskMove, Commitment, Event
from briefing.timeline.timeline import Timeline

SOON = timedelta(days=30)
"""A commitment is due soon from so long before it is due."""


State = Literal["pending", "due soon", "perhaps overdue", "overdue", "kept", "dropped"]


@dataclass(frozen=True, slots=True)
class CommitmentStanding:
    """How a commitment stands. `made` and `closed` are the events that it can be traced to.

    `words` tell the state ("kept about 14 months late"), `due` the due date ("October 2019"),
    `working` how it was worked out from what is written, where it was.
    """

    commitment: Commitment
    made: Event
    closed: Event | None
    state: State
    words: str
    due: str
    working: str


@dataclass(frozen=True, slots=True)
class Move:
    """A step of an ask: how far the event brought it."""

    event: Event
    to: str


@dataclass(frozen=True, slots=True)
class AskStanding:
    """How an ask stands: its last move, with all of them in order.

    `words` tell the state ("met in part"), `taken` how long it took from raised to met.
    """

    id: str
    ask: Ask
    moves: tuple[Move, ...]
    words: str
    taken: str


def commitment_standings(timeline: Timeline, as_of: Day) -> list[CommitmentStanding]:
    """Every commitment made by the day `as_of`, in the order in which they were made."""
    events = known_events(timeline, as_of)
    closing: dict[str, tuple[Event, State]] = {}
    for event in events:
        for id in event.keeps:
            closing.setdefault(id, (event, "kept"))
        for id in event.drops:
            closing.setdefault(id, (event, "dropped"))
    return [
        _standing(timeline, commitment, event, closing.get(commitment.id), as_of)
        for event in events
        for commitment in event.commitments
    ]


def ask_standings(timeline: Timeline, as_of: Day) -> list[AskStanding]:
    """Every ask that an event has moved by the day `as_of`, in the order of the record."""
    moves: dict[str, list[Move]] = {}
    for event in known_events(timeline, as_of):
        for id, to in event.asks.items():
            moves.setdefault(id, []).append(Move(event, to))
    for steps in moves.values():
        # Of two on one date, whichever the file has first, the one that goes further counts.
        steps.sort(key=lambda it: (it.event.date, get_args(AskMove).index(it.to)))
    return [
        AskStanding(id, ask, tuple(moves[id]), moves[id][-1].to, _taken(moves[id]))
        for id, ask in timeline.asks.items()
        if id in moves
    ]


def known_events(timeline: Timeline, as_of: Day) -> list[Event]:
    """The events that have, or may have, happened by the day `as_of`."""
    return [event for event in timeline.events if event.date.earliest <= as_of]


def deadline(due: Due, timeline: Timeline) -> Span | None:
    """The last day on which a commitment is in time; bounds, where what it hangs on is vague.

    A vague date gives the whole of itself: what is due in spring is in time on its last day. An
    offset counts from the end of its date or event. None where there is no telling.
    """
    if due.date:
        span = span_of(due.date)
        is_vague = due.date.approximate or due.date.uncertain
        found = span if is_vague else Span(span.latest, span.latest)
        return found if found.is_bounded else None
    event = timeline.by_id.get(due.after_event)
    after = due.after or (event.date if event else None)
    base = _end(after) if after else None
    if base is None or not base.is_bounded:
        return None
    try:
        return Span(
            _later(base.earliest, due.amount, due.unit), _later(base.latest, due.amount, due.unit)
        )
    except (ValueError, OverflowError):
        return None


def _end(date: VagueDate) -> Span:
    """The days that may be the last of `date`."""
    if not date.is_period or not isinstance(date.end, Point):
        return span_of(date)
    first = date.end.first
    return Span(max(date.earliest, Day(*first)), date.latest) if first[0] >= 1 else span_of(date)


def _later(day: Day, amount: int, unit: str) -> Day:
    if unit != "working day":
        return day + relativedelta(**{f"{unit}s": amount})  # type: ignore[arg-type]
    while amount:
        day += timedelta(days=1)
        amount -= day.weekday() < 5 and day not in _bank_holidays(day.year)
    return day


@cache
def _bank_holidays(year: int) -> frozenset[Day]:
    """Those of England, by the `holidays` library."""
    from holidays import country_holidays

    return frozenset(country_holidays("GB", subdiv="ENG", years=year))


def _standing(
    timeline: Timeline,
    commitment: Commitment,
    made: Event,
    closing: tuple[Event, State] | None,
    as_of: Day,
) -> CommitmentStanding:
    due = commitment.due
    limit = deadline(due, timeline) if due else None
    closed, state = closing or (None, "pending")
    words: str = state
    if closed and state == "kept" and limit:
        words = f"kept{_lateness(limit, span_of(closed.date))}"
    elif not closed and limit:
        today = Span(as_of, as_of)
        if as_of > limit.latest:
            state, words = "overdue", f"overdue by {apart(limit, today)}"
        elif as_of > limit.earliest:
            state = words = "perhaps overdue"
        elif as_of >= limit.earliest - SOON:
            state = words = "due soon"
    due_words, working = _due_in_words(due, limit, timeline) if due else ("", "")
    return CommitmentStanding(commitment, made, closed, state, words, due_words, working)


def _lateness(limit: Span, kept: Span) -> str:
    if kept.latest <= limit.earliest:
        return " on time"
    if kept.earliest <= limit.latest:
        return ", perhaps on time"
    return f" {apart(limit, kept)} late"


def _due_in_words(due: Due, limit: Span | None, timeline: Timeline) -> tuple[str, str]:
    """The due date in words, and how it was worked out where it is an offset."""
    language = timeline.language
    if due.date:
        return in_words(due.date, language), ""
    event = timeline.by_id.get(due.after_event)
    after = in_words(due.after, language) if due.after else due.after_event
    if event:
        after = f"the end of “{event.title}” ({in_words(event.date, language)})"
    amount = f"{due.amount} {due.unit}{'' if due.amount == 1 else 's'}"
    return _span_in_words(limit, language) if limit else due.text, f"{amount} after {after}"


def _span_in_words(span: Span, language: str) -> str:
    """A span in words: as a month where it is just that, as days otherwise."""
    first, last = span.earliest, span.latest
    is_month = first.day == 1 and last == first + relativedelta(months=1, days=-1)
    if is_month:
        written = f"{first:%Y-%m}"
    else:
        written = first.isoformat() if span.is_day else f"{first}/{last}"
    words = in_words(parse(written), language)
    return words if is_month or span.is_day else f"within {words}"


def _taken(moves: list[Move]) -> str:
    """How long it took from the first time it was raised to the move that met it."""
    if moves[-1].to != "met":
        return ""
    return apart(span_of(moves[0].event.date), span_of(moves[-1].event.date))

"""Pure functions that work out the status of commitments and asks from the record and the day.

A status is never more exact than the evidence: a commitment due "in October" and kept "in October"
was kept, but not clear if on time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from itertools import groupby
from typing import Literal, get_args

from briefing.edition.durations import (
    DateRange,
    count,
    days_of,
    end_days,
    start_days,
    time_between,
)
from briefing.edition.words import Words, words_in
from briefing.record.dates import parse_edtf
from briefing.record.due import Due
from briefing.record.fields import AskMove
from briefing.record.model import Ask, Commitment, Event
from briefing.record.occurrence import happened_by, is_planned
from briefing.record.ordering import by_links, sort_key
from briefing.record.record import Record
from briefing.record.working_days import ENGLAND_AND_WALES, jurisdiction_called

SOON = timedelta(days=30)
"""How long before its due date a commitment counts as due soon."""

State = Literal[
    "pending",
    "due soon",
    "perhaps overdue",
    "overdue",
    "perhaps kept",
    "kept",
    "perhaps dropped",
    "dropped",
]
"""The state of a commitment. "Perhaps" means that a vague date leaves the state uncertain."""


@dataclass(frozen=True, slots=True)
class CommitmentStatus:
    """The status of a commitment. `made` and `closed` are the events that it is based on.

    `words` is the full status ("kept about 14 months late"), and `closing` is the status of a
    closed commitment in one word ("kept"). `due` is the due date ("October 2019"), and `working`
    shows how it was worked out, if it was. `limit` is the `deadline`.
    """

    commitment: Commitment
    made: Event
    closed: Event | None
    limit: DateRange | None
    state: State
    words: str
    closing: str
    due: str
    working: str


@dataclass(frozen=True, slots=True)
class Move:
    """A change in an ask's status. The new status is `to` for programs and `words` for readers.

    If its event may not have happened yet, `words` begin with "perhaps".
    """

    event: Event
    to: AskMove
    words: str


@dataclass(frozen=True, slots=True)
class AskStatus:
    """The status of an ask: its last move, and all its moves in order.

    `state` is the status that the last move led to, or "perhaps met" and so on. `words` is the same
    in the language of the record. `taken` is the time between raised and met.
    """

    id: str
    ask: Ask
    moves: tuple[Move, ...]
    state: str
    words: str
    taken: str


def commitment_statuses(record: Record, as_of: Day) -> list[CommitmentStatus]:
    """Return the status of each commitment made by `as_of`, in the order they were made."""
    events = known_events(record, as_of)
    closing: dict[str, tuple[Event, State]] = {}
    for event in events:
        certain = _has_happened(event, as_of)
        for id in event.keeps:
            closing.setdefault(id, (event, "kept" if certain else "perhaps kept"))
        for id in event.drops:
            closing.setdefault(id, (event, "dropped" if certain else "perhaps dropped"))
    by_id = record.by_id
    return [
        _status(record, by_id, commitment, event, closing.get(commitment.id), as_of)
        for event in events
        for commitment in event.commitments
    ]


def ask_statuses(record: Record, as_of: Day) -> list[AskStatus]:
    """Return the status of each ask that has moved by `as_of`, in the record's order."""
    t = words_in(record.language)
    moves: dict[str, list[Move]] = {}
    for event in known_events(record, as_of):
        for id, to in event.asks.items():
            happened = _has_happened(event, as_of)
            words = move_in_words(to, t) if happened else perhaps_in_words(to, t)
            moves.setdefault(id, []).append(Move(event, to, words))
    for id, steps in moves.items():
        moves[id] = _in_order(steps, record)
    statuses = []
    for id, ask in record.asks.items():
        if id in moves:
            last = moves[id][-1]
            happened = _has_happened(last.event, as_of)
            state = str(last.to) if happened else f"perhaps {last.to}"
            taken = _taken(moves[id], t)
            statuses.append(AskStatus(id, ask, tuple(moves[id]), state, last.words, taken))
    return statuses


def _in_order(steps: list[Move], record: Record) -> list[Move]:
    """Sort the moves of an ask by date, then by the links of their events.

    If two moves on the same date are not linked, the one that goes further comes last. An ask is
    raised before any other move on that date, and before any with a vague date that may be later:
    "2019: met" comes after "2019-04: raised".
    """
    further = get_args(AskMove)
    by_date = sorted(steps, key=lambda move: (sort_key(move.event), further.index(move.to)))
    by_event = {step.event.where: step for step in steps}
    ordered: list[Move] = []
    for _, group in groupby(by_date, lambda move: move.event.date.earliest):
        moves = list(group)
        ordered += [step for step in moves if step.to == "raised"]
        events = by_links([step.event for step in moves if step.to != "raised"])
        ordered += [by_event[event.where] for event in events]
    raised = next((move for move in ordered if move.to == "raised"), None)
    if raised is None:
        return ordered
    first, start = ordered.index(raised), raised.event.date.earliest
    later = [move for move in ordered[:first] if move.event.date.beginning.latest >= start]
    before = [move for move in ordered[:first] if move not in later]
    return [*before, raised, *later, *ordered[first + 1 :]]


def known_events(record: Record, as_of: Day) -> list[Event]:
    """Return events that have or may have happened by `as_of`, except unconfirmed plans."""
    return [
        event
        for event in record.events
        if event.date.earliest <= as_of and not is_planned(event, record.sources)
    ]


def deadline(
    due: Due, events: Mapping[str, Event], bank_holidays: str = ENGLAND_AND_WALES
) -> DateRange | None:
    """Return the last day on which a commitment is on time, as a range if that is uncertain.

    The whole of a vague date is allowed: a commitment due in spring is on time until the last day
    of spring. An offset is counted from the end of its date, or of one of the `events`, which are
    keyed by id. Its working days exclude the `bank_holidays` of a place. Return None if the
    deadline cannot be worked out.
    """
    if due.date:
        span = days_of(due.date)
        is_vague = due.date.approximate or due.date.uncertain
        limit = span if is_vague else DateRange(span.latest, span.latest)
        return limit if limit.is_bounded else None
    event = events.get(due.after_event)
    after = due.after or (event.date if event else None)
    base = end_days(after) if after else None
    if base is None or not base.is_bounded:
        return None
    try:
        return DateRange(
            due.counted_from(base.earliest, bank_holidays),
            due.counted_from(base.latest, bank_holidays),
        )
    except (ValueError, OverflowError):
        return None


def _has_happened(event: Event, as_of: Day) -> bool:
    """Whether an event that may have happened certainly has, or has at least started."""
    return event.date.is_period or happened_by(event) <= as_of


def _status(
    record: Record,
    events: Mapping[str, Event],
    commitment: Commitment,
    made: Event,
    closing: tuple[Event, State] | None,
    as_of: Day,
) -> CommitmentStatus:
    t, due = words_in(record.language), commitment.due
    limit = deadline(due, events, record.bank_holidays) if due else None
    closed, state = closing or (None, "pending")
    words = ""
    if closed and state == "kept" and limit:
        words = _kept_in_words(limit, start_days(closed.date), t)
    elif not closed and limit:
        accurate_to = record.accurate_to(as_of)
        if accurate_to > limit.latest:
            state = "overdue"
            length = time_between(limit, DateRange(accurate_to, accurate_to), t)
            if length:
                words = t.pgettext("commitment", "overdue by %(length)s", length=length)
        elif as_of > limit.earliest:
            state = "perhaps overdue"
        elif limit.earliest - as_of <= SOON:
            state = "due soon"
    plainly = _state_in_words(state, t)
    due_words, working = due_in_words(record, events, due, limit, t) if due else ("", "")
    return CommitmentStatus(
        commitment=commitment,
        made=made,
        closed=closed,
        limit=limit,
        state=state,
        words=words or plainly,
        closing=plainly if closed else "",
        due=due_words,
        working=working,
    )


def _state_in_words(state: State, t: Words) -> str:
    return {
        "pending": t.pgettext("commitment", "pending"),
        "due soon": t.pgettext("commitment", "due soon"),
        "perhaps overdue": t.pgettext("commitment", "perhaps overdue"),
        "overdue": t.pgettext("commitment", "overdue"),
        "perhaps kept": t.pgettext("commitment", "perhaps kept"),
        "kept": t.pgettext("commitment", "kept"),
        "perhaps dropped": t.pgettext("commitment", "perhaps dropped"),
        "dropped": t.pgettext("commitment", "dropped"),
    }[state]


def _kept_in_words(due: DateRange, done: DateRange, t: Words) -> str:
    if done.latest <= due.earliest:
        return t.pgettext("commitment", "kept on time")
    if done.earliest <= due.latest:
        return t.pgettext("commitment", "kept, but not clear if on time")
    length = time_between(due, done, t)
    if not length:
        return t.pgettext("commitment", "kept late")
    return t.pgettext("commitment", "kept %(length)s late", length=length)


def due_in_words(
    record: Record, events: Mapping[str, Event], due: Due, limit: DateRange | None, t: Words
) -> tuple[str, str]:
    """Return the due date in words, and how it was worked out if it is an offset."""
    if due.date:
        return t.date(due.date), ""
    event = events.get(due.after_event)
    if event:
        after, date = f"“{event.title}” ({t.date(event.date)})", event.date
    elif due.after:
        after, date = t.date(due.after), due.after
    else:  # The event is not known on this day, so its name must not appear.
        after, date = t.gettext("a future event"), None
    if date and date.is_period:
        after = t.gettext("the end of %(period)s", period=after)
    elif due.after and due.after.is_between:
        after = t.gettext("an uncertain date (%(date)s)", date=after)
    length = f"{count(due.amount, due.unit, t)}{_place_of(due, record.bank_holidays, t)}"
    working = t.gettext("%(length)s after %(date)s", length=length, date=after)
    return (_span_in_words(limit, t), working) if limit else (working, "")


def _place_of(due: Due, bank_holidays: str, t: Words) -> str:
    """Return the place whose bank holidays apply, in brackets, if it is not the default."""
    is_own = due.unit == "working day" and bank_holidays != ENGLAND_AND_WALES
    place = jurisdiction_called(bank_holidays) if is_own else None
    if place is None:
        return ""
    name = t.gettext(place.name) if place.parts else t.locale.territories[place.country]
    return f" ({name})"


def _span_in_words(span: DateRange, t: Words) -> str:
    """Return a known day in words, or else the month or months that the span is in."""
    if span.is_day:
        return t.day(span.earliest)
    first, last = (day.isoformat()[: len("2019-07")] for day in (span.earliest, span.latest))
    return t.date(parse_edtf(f"[{first}..{last}]"))


def move_in_words(to: AskMove, t: Words) -> str:
    """Return an ask's new status in words, in the language of `t`."""
    return {
        "raised": t.pgettext("ask", "raised"),
        "advanced": t.pgettext("ask", "advanced"),
        "met in part": t.pgettext("ask", "met in part"),
        "met": t.pgettext("ask", "met"),
        "set back": t.pgettext("ask", "set back"),
        "refused": t.pgettext("ask", "refused"),
    }[to]


def perhaps_in_words(to: AskMove, t: Words) -> str:
    """Return an ask's new status in words, such as "perhaps met", if it may not be met yet."""
    return t.pgettext("ask", "perhaps %(status)s", status=move_in_words(to, t))


def _taken(moves: list[Move], t: Words) -> str:
    """Return the time from the first move to raised to the move that met the ask permanently."""
    raised = next((move.event for move in moves if move.to == "raised"), None)
    *_, met = ([*group] for _, group in groupby(moves, lambda move: move.to == "met"))
    if raised is None or met[0].to != "met":
        return ""
    return time_between(start_days(raised.date), start_days(met[0].event.date), t)

"""The positions of events and commitments on a chart's time scale, and their priorities."""

from dataclasses import dataclass
from datetime import date as Day

from briefing.edition.briefing import Briefing
from briefing.edition.chart.axis import Extent, day_number
from briefing.edition.durations import DateRange
from briefing.edition.entry import Entry, Reference
from briefing.edition.registers import Commitment

_FIRST, _LAST = float("-inf"), float("inf")

_MOVES = {"met": 50, "refused": 45, "met in part": 40, "set back": 40, "advanced": 20, "raised": 15}
_CLOSED, _MADE, _REVERSES, _REVERSED, _AHEAD = 35, 25, 100, 60, 30
_WEIGHTS = {"high": 80, "normal": 0, "low": -100}
_RECENT = 20
"""The extra priority of the newest event."""
_OPEN_STATES = ("overdue", "perhaps overdue", "due soon", "dropped", "perhaps dropped", "pending")


@dataclass(frozen=True, slots=True)
class EventItem:
    """An event and its `extent`: the days that it covers, or that its date can mean.

    The extent is infinite on a side without a known bound. `place` is the day of its mark.
    """

    entry: Entry
    extent: Extent
    place: float
    priority: float

    @property
    def is_high(self) -> bool:
        """Whether the event has high weight and is therefore labelled before all others."""
        return self.entry.weight == "high"


@dataclass(frozen=True, slots=True)
class CommitmentItem:
    """A commitment and its days. `limit` covers the last day on which it would be on time."""

    commitment: Commitment
    made: float
    limit: Extent | None
    end: float
    is_open: bool

    @property
    def whole(self) -> Extent:
        """The extent from the day it was made to its end or due date, whichever is later."""
        return Extent(self.made, max(self.end, self.limit.end) if self.limit else self.end)

    @property
    def is_late(self) -> bool:
        """Whether it certainly continued past its due date."""
        return self.limit is not None and self.end > self.limit.end


def event_items(briefing: Briefing) -> list[EventItem]:
    """List the events that can be placed on the time scale, in chronological order."""
    scores = _scores(briefing)
    items = []
    for n, entry in enumerate(briefing.entries):
        extent = _extent(entry.span, entry.year)
        # The mark of an event that lasts is on the day it began.
        place = _place(_extent(entry.start, entry.year))
        if place is not None:
            recent = _RECENT * (n + 1) / len(briefing.entries)
            priority = scores.get(entry.anchor, 0) + _WEIGHTS[entry.weight] + recent
            items.append(EventItem(entry, extent, place, priority))
    return sorted(items, key=lambda item: item.place)


def commitment_items(briefing: Briefing) -> list[CommitmentItem]:
    """List the commitments that can be placed on the time scale, overdue ones first."""
    today = today_of(briefing)
    items = []
    for commitment in briefing.commitments:
        made = place_of(commitment.made)
        closed = place_of(commitment.closed) if commitment.closed else today
        if made is None or closed is None:
            continue
        if commitment.state.startswith("perhaps "):
            # A briefing cannot show what happens after its own day.
            closed = min(closed, today)
        limit = _days(commitment.limit) if commitment.limit else None
        is_open = commitment.closed is None
        items.append(CommitmentItem(commitment, made, limit, max(made, closed), is_open))
    return sorted(items, key=_urgency)


def today_of(briefing: Briefing) -> float:
    """Return the middle of the briefing's day, which is where events on that day are marked."""
    return briefing.as_of_day.toordinal() + 0.5


def known(extent: Extent) -> Extent | None:
    """Return the bounded part of an extent: all of it, or one day if only one bound is known."""
    if extent.start == _FIRST and extent.end == _LAST:
        return None
    if extent.start == _FIRST:
        return Extent(extent.end - 1, extent.end)
    return Extent(extent.start, extent.start + 1) if extent.end == _LAST else extent


def _scores(briefing: Briefing) -> dict[str, float]:
    """Return the score of each event by its anchor, leaving out its weight and how recent it is."""
    scores: dict[str, float] = {}

    def count(event: Reference | None, score: float) -> None:
        if event:
            scores[event.anchor] = scores.get(event.anchor, 0) + score

    for reversal in briefing.reversals:
        count(reversal.event, _REVERSES)
        count(reversal.reversed, _REVERSED)
    for ask in briefing.asks:
        for move in ask.moves:
            count(move.event, _MOVES[move.to])
    for commitment in briefing.commitments:
        count(commitment.made, _MADE)
        count(commitment.closed, _CLOSED)
    for entry in briefing.entries:
        if entry.when == "ahead":
            scores[entry.anchor] = scores.get(entry.anchor, 0) + _AHEAD
    return scores


def _extent(span: DateRange, year: int) -> Extent:
    start, end = _days(span)
    # Dates outside the calendar have no days. Only the year of the start is known.
    if span.earliest == Day.min:
        start = day_number(year) if year < 1 else _FIRST
    elif year > 9999:
        start = day_number(year)
    if span.latest == Day.max:
        end = day_number(year + 1) if year > 9999 else _LAST
    elif span.latest == Day.min:
        end = day_number(year + 1)
    return Extent(start, end)


def _days(span: DateRange) -> Extent:
    return Extent(span.earliest.toordinal(), span.latest.toordinal() + 1)


def _place(extent: Extent) -> float | None:
    bounded = known(extent)
    return bounded.middle if bounded else None


def place_of(event: Reference) -> float | None:
    """Return the day at which to mark an event, given a reference to the event."""
    return _place(_extent(event.span, event.span.earliest.year))


def _urgency(commitment: CommitmentItem) -> tuple[int, float]:
    state = commitment.commitment.state
    rank = _OPEN_STATES.index(state) if state in _OPEN_STATES else len(_OPEN_STATES)
    if state == "overdue" and commitment.limit:
        return rank, commitment.limit.end
    return rank + (rank == len(_OPEN_STATES) and not commitment.is_late), -commitment.made

"""Strips that show, on one scale, how asks have moved over time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from itertools import pairwise
from math import floor
from typing import get_args

from briefing.edition.briefing import Briefing
from briefing.edition.chart.axis import Extent, Scale, scale_of, year_of
from briefing.edition.chart.callouts import Cell, column
from briefing.edition.chart.canvas import px
from briefing.edition.chart.items import place_of
from briefing.edition.registers import Ask, Move
from briefing.edition.replacing import without_marks
from briefing.edition.statuses import move_in_words, perhaps_in_words
from briefing.edition.words import Words, words_in
from briefing.record.fields import AskMove
from briefing.typography import capitalised

_STEP = 18
"""The length of a step on a strip, in pixels."""
_MAX_STEPS = 5
"""The maximum number of steps on a strip: first, last and the latest turns between them."""
_MAX_ASIDE = 12
"""The maximum distance between a step and its true place, in pixels."""
_FORWARDS, _BACK = ("advanced", "met in part", "met"), ("set back", "refused")


@dataclass(frozen=True, slots=True)
class Step:
    """A point on a strip, `x` pixels from the left, where a move gives the ask a new `state`.

    If the move may not have happened yet, the state is "perhaps met" and so on.
    """

    x: float
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The moves of an ask on a line from `start` to `end`, in pixels from the left.

    The line ends at today, or at the move that met the ask. `steps` are the first move, the last
    move, and the latest changes of direction between them, if there is room near their true places.
    `dots` are the places of other moves, in pixels, unless a step covers them.
    """

    width: float
    start: float
    end: float
    steps: tuple[Step, ...]
    dots: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Strips:
    """The strips of all asks, keyed by ask id.

    `first` and `last` are the names of the two ends of the scale: years, or months within one year,
    or days within one month. `keys` are the states that appear in the steps, with their names.
    """

    first: str
    last: str
    by_ask: dict[str, Strip]
    keys: dict[str, str]

    @property
    def has_dots(self) -> bool:
        """Whether any strip has dots that the key must explain."""
        return any(strip.dots for strip in self.by_ask.values())


def strips_of(briefing: Briefing, width: float) -> Strips:
    """Draw a strip `width` pixels wide for each ask in a briefing."""
    briefing = without_marks(briefing)
    today = briefing.as_of_day.toordinal() + 1
    moves = {ask.id: _placed(ask) for ask in briefing.asks}
    places = [place for placed in moves.values() for place, _ in placed]
    occupied = [Extent(place, place) for place in places] + [Extent(today - 1, today)]
    # On a short line, a break would be more prominent than the years that it leaves out.
    scale = scale_of(occupied, _STEP / 2, max(width, 2 * _STEP) - _STEP / 2, width)
    t = words_in(briefing.language)
    first, last = _ends(min(places, default=today - 1), today - 1, t)
    names = {
        state: words
        for move in get_args(AskMove)
        for state, words in (
            (move, move_in_words(move, t)),
            (f"perhaps {move}", perhaps_in_words(move, t)),
        )
    }
    states = {words: state for state, words in names.items()}
    strips = {
        ask.id: _strip(ask, moves[ask.id], states, scale, today, width) for ask in briefing.asks
    }
    shown = {step.state for strip in strips.values() for step in strip.steps}
    keys = {state: words for state, words in names.items() if state in shown}
    return Strips(first, last, strips, keys)


def _ends(start: float, end: float, t: Words) -> tuple[str, str]:
    """Name the ends of a scale, just precisely enough to distinguish them."""
    years = year_of(start), year_of(end)
    if years[0] != years[1] or not 1 <= years[0] <= Day.max.year:
        first, last = (t.year(year) for year in years)
        return first, last
    one, other = (Day.fromordinal(floor(day)) for day in (start, end))
    day = "d" if one.month == other.month else ""
    return t.day_in_short(one, f"MMM{day}"), t.day_in_short(other, f"yMMM{day}")


def _placed(ask: Ask) -> list[tuple[float, Move]]:
    """List the moves of an ask that have a place in time, each with that place, in days."""
    placed = ((place_of(move.event), move) for move in ask.moves)
    return [(place, move) for place, move in placed if place is not None]


def _strip(
    ask: Ask,
    moves: Sequence[tuple[float, Move]],
    states: Mapping[str, str],
    scale: Scale,
    today: float,
    width: float,
) -> Strip:
    shown_moves = _main_moves(move for _, move in moves)
    # If two moves share a place, shift the later one very slightly.
    places = [scale(place) + n / 1000 for n, (place, _) in enumerate(moves)]
    shown = _left_edges(shown_moves, places, width)
    while len(shown) > 2 and any(
        abs(left + _STEP / 2 - places[n]) > _MAX_ASIDE for n, left in shown.items()
    ):
        shown_moves = shown_moves[:-1]
        shown = _left_edges(shown_moves, places, width)
    steps = [
        Step(
            px(shown[n] + _STEP / 2),
            states.get(moves[n][1].words, moves[n][1].to),
            f"{capitalised(moves[n][1].words)}: {moves[n][1].event.date}",
        )
        for n in sorted(shown)
    ]
    steps.sort(key=lambda step: step.x)
    end = px(scale(today)) if ask.state != "met" or not steps else steps[-1].x
    start = steps[0].x if steps else end
    dots = sorted(
        {
            px(place)
            for n, place in enumerate(places)
            if n not in shown and all(abs(place - step.x) >= _STEP / 2 for step in steps)
        }
    )
    return Strip(width, start, max(start, end), tuple(steps), tuple(dots))


def _left_edges(
    shown_moves: Sequence[int], places: Sequence[float], width: float
) -> dict[int, float]:
    """Return the left edges, in pixels, of the steps at `places` that fit side by side.

    The moves numbered in `shown_moves` are tried, in that order.
    """
    cells = [Cell(places[n], [_STEP], width) for n in shown_moves]
    placed = column(cells, 0, 0, max(width, _STEP), 0)
    return {n: step[1] for n, step in zip(shown_moves, placed, strict=True) if step}


def _main_moves(moves: Iterable[Move]) -> list[int]:
    """Return the indices of the moves to show: the last, the first, then the latest turns."""
    directions = [1 if move.to in _FORWARDS else -1 if move.to in _BACK else 0 for move in moves]
    last = len(directions) - 1
    turns = [
        n
        for n, (before, direction) in enumerate(pairwise(directions), 1)
        if direction != before and n < last
    ]
    return list(dict.fromkeys([last, 0, *reversed(turns)]))[:_MAX_STEPS] if directions else []

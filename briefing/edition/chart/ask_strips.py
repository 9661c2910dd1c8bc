"""Asks as strips of their moves over time: all of a briefing on one scale, to be compared."""

from collections.abc import Sequence
from dataclasses import dataclass

from briefing.edition.briefing import Briefing
from briefing.edition.chart.axis import Extent, Scale, scale_of, year_of
from briefing.edition.chart.callouts import column
from briefing.edition.chart.canvas import px, sentence
from briefing.edition.chart.items import place_of
from briefing.edition.registers import Ask, Move
from briefing.edition.words import year_in_words

_STEP = 18
"""A step takes up so much of a strip."""


@dataclass(frozen=True, slots=True)
class Step:
    """A move of an ask at a place on its strip. `state` is how far it brought the ask."""

    x: float
    state: str
    words: str


@dataclass(frozen=True, slots=True)
class Strip:
    """The moves of an ask: a line from `start` to `end`, which it reached or has got to today.

    Where there is no room for all its steps, the latest are shown; `earlier` counts the others.
    """

    width: float
    start: float
    end: float
    steps: tuple[Step, ...]
    earlier: int


@dataclass(frozen=True, slots=True)
class Strips:
    """The strips of all asks by their ids. They begin and end in the years `first` and `last`."""

    first: str
    last: str
    by_ask: dict[str, Strip]


def strips_of(briefing: Briefing, width: float) -> Strips:
    """The strips of the asks of `briefing`, each `width` pixels wide."""
    today = briefing.as_of_day.toordinal() + 1
    moves = {ask.id: _placed(ask) for ask in briefing.asks}
    places = [place for its in moves.values() for place, _ in its]
    occupied = [Extent(place, place) for place in places] + [Extent(today - 1, today)]
    # On a short line a break would say more than the years that it leaves out.
    scale = scale_of(occupied, _STEP / 2, max(width, 2 * _STEP) - _STEP / 2, width)
    years = (year_of(it) for it in (min(places, default=today), today - 1))
    first, last = (year_in_words(year, briefing.language) for year in years)
    strips = {ask.id: _strip(ask, moves[ask.id], scale, today, width) for ask in briefing.asks}
    return Strips(first, last, strips)


def _placed(ask: Ask) -> list[tuple[float, Move]]:
    """The moves of an ask that have a place in time, with it."""
    found = ((place_of(move.event, {}), move) for move in ask.moves)
    return [(place, move) for place, move in found if place is not None]


def _strip(
    ask: Ask, moves: Sequence[tuple[float, Move]], scale: Scale, today: float, width: float
) -> Strip:
    # Of two in one place, the later is to stand behind the other by a hair.
    places = [scale(place) + n / 1000 for n, (place, _) in enumerate(moves)]
    # The latest come first, for they have to be there.
    begins = column([(it, _STEP) for it in reversed(places)], 0, max(width, _STEP), 0, width)
    steps = [
        Step(px(begin + _STEP / 2), move.to, f"{sentence(move.words)}: {move.event.date}")
        for begin, (_, move) in zip(reversed(begins), moves, strict=True)
        if begin is not None
    ]
    steps.sort(key=lambda step: step.x)
    end = px(scale(today)) if ask.state != "met" or not steps else steps[-1].x
    start = steps[0].x if steps else end
    return Strip(width, start, max(start, end), tuple(steps), len(ask.moves) - len(steps))

"""The axis of a chart: a true scale of time, with breaks where years are empty, and its ticks.

Time is counted in days, where 1 is the first day of the year 1; the calendar of the years before
and after those that `datetime` knows is taken to be even. Places are in pixels.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day
from itertools import count
from math import floor
from typing import NamedTuple

from briefing.edition.words import in_short, year_in_words

_YEAR, _MONTH = 365.2425, 30.436875
_SHORTEST = 7
"""A scale is of so many days at least."""
_EMPTY = 2 * _YEAR
_EMPTY_SHARE = 0.5
"""What is left out is at least so long, and more than so much of what would be left with it."""
_FEW, _MOST_BREAKS = 5, 4
"""Of fewer things than these nothing has to be left out."""
_BESIDE_BREAK = 0.03
"""So much of the scale is kept on either side of what is left out."""


class Extent(NamedTuple):
    """A stretch of time, whose end is the first moment that is no longer of it."""

    start: float
    end: float

    @property
    def middle(self) -> float:
        """The moment half way through."""
        return (self.start + self.end) / 2


class Break(NamedTuple):
    """Where the axis leaves out empty years: from one place to another."""

    start: float
    end: float


class Moment(NamedTuple):
    """A moment that the axis names. `words` are empty where there is no room for them.

    Where `is_line` is false, they tell the year of what lies behind, and not a moment.
    """

    day: float
    words: str
    is_major: bool
    is_line: bool = True


@dataclass(frozen=True, slots=True)
class Scale:
    """Places of moments: one straight line after another, of which those over breaks are steep."""

    days: tuple[float, ...]
    places: tuple[float, ...]
    per_day: float
    breaks: tuple[Break, ...]

    def __call__(self, day: float) -> float:
        """The place of a moment; none lies beyond the ends."""
        if day <= self.days[0]:
            return self.places[0]
        if day >= self.days[-1]:
            return self.places[-1]
        n = bisect_right(self.days, day)
        share = (day - self.days[n - 1]) / (self.days[n] - self.days[n - 1])
        return self.places[n - 1] + share * (self.places[n] - self.places[n - 1])

    @property
    def stretches(self) -> Iterator[Extent]:
        """The stretches of time between the breaks."""
        for n in range(0, len(self.days), 2):
            yield Extent(self.days[n], self.days[n + 1])


def day_number(year: int, month: int = 1, day: int = 1) -> float:
    """The moment at which a day begins. Years are astronomical, so 0 is 1 BCE."""
    if 1 <= year <= 9999:
        return Day(year, month, day).toordinal()
    return 1 + (year - 1) * _YEAR + (month - 1) * _MONTH + day - 1


def scale_of(occupied: Iterable[Extent], start: float, end: float, width: float) -> Scale:
    """The scale on which all that is `occupied` has its place from `start` to `end`.

    A break is `width` wide. There is one only where years are empty and would take up much room.
    """
    extents = sorted(set(occupied))
    first, last = extents[0].start, max(extent.end for extent in extents)
    if last - first < _SHORTEST:
        first = floor((first + last - _SHORTEST) / 2)
        last = first + _SHORTEST
    most = 0 if len(extents) < _FEW else min(_MOST_BREAKS, int((end - start) / width / 4))
    gaps = _left_out(extents, last - first, most)
    kept = last - first - sum(gap.end - gap.start for gap in gaps)
    beside = kept * _BESIDE_BREAK
    gaps = [
        Extent(gap.start + min(beside, (gap.end - gap.start) / 4), gap.end - beside)
        for gap in gaps
        if gap.end - gap.start > 4 * beside
    ]
    days = [first, *(day for gap in gaps for day in gap), last]
    kept = sum(days[n + 1] - days[n] for n in range(0, len(days), 2))
    per_day = (end - start - len(gaps) * width) / kept
    places = [start]
    for n in range(1, len(days)):
        places.append(places[-1] + ((days[n] - days[n - 1]) * per_day if n % 2 else width))
    places[-1] = end
    breaks = [Break(places[n], places[n + 1]) for n in range(1, len(days) - 1, 2)]
    return Scale(tuple(days), tuple(places), per_day, tuple(breaks))


def _left_out(extents: Sequence[Extent], whole: float, most: int) -> list[Extent]:
    """The stretches that the axis leaves out: the longest empty ones."""
    gaps, reached = [], extents[0].end
    for extent in extents:
        if extent.start > reached:
            gaps.append(Extent(reached, extent.start))
        reached = max(reached, extent.end)
    chosen: list[Extent] = []
    for gap in sorted(gaps, key=lambda it: it.start - it.end)[:most]:
        length = gap.end - gap.start
        if length >= _EMPTY and length > _EMPTY_SHARE * whole:
            chosen.append(gap)
            whole -= length
    return sorted(chosen)


def moments_of(
    scale: Scale, language: str, room: Callable[[str], float], gap: float, end: float
) -> list[Moment]:
    """As many moments as have room for their words, each the start of what it names.

    `room` is what words take up along the axis, which no word leaves beyond `end`.
    """
    moments: list[Moment] = []
    division = _finest(scale, language, room, gap)
    for stretch in scale.stretches:
        found = [it for it in division(stretch) if stretch.start <= it.day < stretch.end]
        # Without one near its start, nothing would tell in which year a stretch begins.
        words = year_in_words(year_of(stretch.start), language)
        if not found or scale(found[0].day) - scale(stretch.start) > room(words) + gap:
            found.insert(0, Moment(stretch.start, words, is_major=True, is_line=False))
        moments += found
    reached = float("-inf")
    shown = []
    for moment in moments:
        place, length = scale(moment.day), room(moment.words)
        fits = place >= reached and place + length <= end
        if fits:
            reached = place + length + gap
        if fits or moment.is_line:
            shown.append(moment if fits else moment._replace(words=""))
    return shown


_Division = Callable[[Extent], Iterator[Moment]]


def _finest(scale: Scale, language: str, room: Callable[[str], float], gap: float) -> _Division:
    """The finest division of the scale whose names have room."""
    first, last = scale.days[0], scale.days[-1]
    if day_number(1) <= first and last < day_number(9999):
        day_room = room(in_short(Day(2000, 9, 30), "MMMd", language)) + gap
        for step in (1, 7):
            if scale.per_day * step >= day_room:
                return lambda stretch: _days(stretch, step, language)
        months = (in_short(Day(2000, month, 1), "MMM", language) for month in range(1, 13))
        month_room = max(map(room, months)) + gap
        for step in (1, 3):
            if scale.per_day * step * _MONTH >= month_room:
                return lambda stretch: _months(stretch, step, language)
    years = (year_in_words(year_of(it), language) for it in (first, last))
    year_room = max(map(room, years)) + gap
    steps = (digit * 10**zeros for zeros in count() for digit in (1, 2, 5))
    several = next(it for it in steps if scale.per_day * it * _YEAR >= year_room)
    return lambda stretch: _years(stretch, several, language)


def _days(stretch: Extent, step: int, language: str) -> Iterator[Moment]:
    """Every day, or every Monday."""
    start = floor(stretch.start)
    year = 0
    for number in range(start + (1 - start) % step, floor(stretch.end) + 1, step):
        day = Day.fromordinal(number)
        fields = "MMMd" if day.year == year else "yMMMd"
        yield Moment(number, in_short(day, fields, language), day.year != year)
        year = day.year


def _months(stretch: Extent, step: int, language: str) -> Iterator[Moment]:
    first = Day.fromordinal(floor(stretch.start))
    number = -(-(first.year * 12 + first.month - (first.day == 1)) // step) * step
    fields = "yMMM"
    while (day := Day(number // 12, number % 12 + 1, 1)).toordinal() < stretch.end:
        is_year = day.month == 1
        words = year_in_words(day.year, language) if is_year else in_short(day, fields, language)
        yield Moment(day.toordinal(), words, is_year)
        fields = "MMM"
        number += step


def _years(stretch: Extent, step: int, language: str) -> Iterator[Moment]:
    year = year_of(stretch.start) // step * step
    while day_number(year) < stretch.end:
        yield Moment(day_number(year), year_in_words(year, language), True)
        year += step


def year_of(day: float) -> int:
    """The astronomical year of a moment."""
    if 1 <= day < Day.max.toordinal() + 1:
        return Day.fromordinal(floor(day)).year
    return floor((day - 1) / _YEAR) + 1

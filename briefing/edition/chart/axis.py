"""A chart's axis: a time scale that never runs backwards, and its ticks.

Time is counted in days, where 1 is the first day of the year 1. Outside the years that `datetime`
supports, all years have the same length. Positions are in pixels.

Readers expect a uniform scale, so the chart shows every change of scale. A break leaves out time in
which nothing happens. If breaks are not enough, a zoom gives a crowded part a larger scale, and the
key says how much larger. A record without empty or crowded parts has a single scale.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Day
from itertools import count, pairwise
from math import floor, sqrt
from statistics import median
from typing import NamedTuple

from briefing.edition.words import Words

_YEAR, _MONTH, _SHORT_MONTH = 365.2425, 30.436875, 28
_SHORTEST = 7
"""The minimum number of days on a scale."""
_FEW, _MAX_BREAKS = 5, 4
"""The number of items below which there are no breaks and no zoom, and the most breaks."""
_EMPTY, _UNUSUAL = 60, 4
"""The minimum number of days that a break leaves out, and the factor by which it must exceed the
median of empty times."""
_LONGEST_GAP, _LONGEST_GAP_AHEAD = 0.3, 0.12
"""The largest share of the axis for empty time without a break, before and after today."""
_BESIDE_BREAK = 0.03
"""The share of the axis to keep on either side of a break, or half the break's width if more."""
_GAIN, _EXCESS, _BY_CHANCE, _MAX_ROOM = 2, 0.25, 1.2, 0.75
"""A part is crowded if its share of all items exceeds `_GAIN` times its share of the axis by at
least `_EXCESS`. One in a hundred records with random dates has an excess of `_BY_CHANCE` divided by
the square root of the number of items, so the excess must be at least that as well. A zoom gives
the part the same share of the axis as of all items, but at most `_MAX_ROOM`, and at least `_GAIN`
times its share without the zoom."""


class Extent(NamedTuple):
    """A span of time in days. It includes `start` but not `end`."""

    start: float
    end: float

    @property
    def middle(self) -> float:
        """The midpoint, in days."""
        return (self.start + self.end) / 2

    @property
    def length(self) -> float:
        """The number of days."""
        return self.end - self.start


class Piece(NamedTuple):
    """A part of the axis with a single scale: a range of days and a range of pixels."""

    start: float
    end: float
    first: float
    last: float
    is_break: bool = False

    @property
    def per_day(self) -> float:
        """The number of pixels per day."""
        return (self.last - self.first) / (self.end - self.start)


class Zoom(NamedTuple):
    """The days that are drawn `factor` times as large as all others."""

    start: float
    end: float
    factor: int


class Moment(NamedTuple):
    """A moment labelled on the axis: the start of a year or month, or the middle of a day.

    `words` is empty if there is no room for a label. `year` is set if a month or day must also give
    the year. If `is_line` is False, the words refer to the following year rather than to a moment.
    """

    day: float
    words: str
    is_major: bool
    year: str = ""
    is_line: bool = True


@dataclass(frozen=True, slots=True)
class Scale:
    """A mapping from days to pixels, in consecutive linear pieces that never run backwards."""

    pieces: tuple[Piece, ...]
    zoom: Zoom | None = None

    def __call__(self, day: float) -> float:
        """Return the position of a day in pixels. Days off the axis are at its start or end."""
        index = bisect_right(self.pieces, day, key=lambda piece: piece.start) - 1
        piece = self.pieces[max(0, index)]
        share = (day - piece.start) / (piece.end - piece.start)
        return piece.first + min(max(share, 0), 1) * (piece.last - piece.first)

    @property
    def start(self) -> float:
        """The pixel at which the axis starts."""
        return self.pieces[0].first

    @property
    def end(self) -> float:
        """The pixel at which the axis ends."""
        return self.pieces[-1].last

    @property
    def breaks(self) -> tuple[Piece, ...]:
        """The pieces that leave out time."""
        return tuple(piece for piece in self.pieces if piece.is_break)

    @property
    def stretches(self) -> tuple[Piece, ...]:
        """The pieces that show time."""
        return tuple(piece for piece in self.pieces if not piece.is_break)


def day_number(year: int, month: int = 1, day: int = 1) -> float:
    """Return the day on which a date begins. Years are astronomical: 0 is 1 BCE (ISO 8601)."""
    if 1 <= year <= 9999:
        return Day(year, month, day).toordinal()
    return 1 + (year - 1) * _YEAR + (month - 1) * _MONTH + day - 1


def scale_of(
    occupied: Iterable[Extent], start: float, end: float, width: float, today: float | None = None
) -> Scale:
    """Make a scale from pixel `start` to pixel `end` that shows all `occupied` days.

    A break is `width` pixels wide. An axis that is too short for a break has a uniform scale. Empty
    time after the day `today` is left out sooner than empty time before it.

    Breaks are tried first. If one break leaves a part crowded, and more breaks do not give that
    part at least half the room that it needs, the scale has a zoom, and only the breaks that it
    still needs.
    """
    extents = sorted(occupied)
    first, last = extents[0].start, max(extent.end for extent in extents)
    if last - first < _SHORTEST:
        first = floor((first + last - _SHORTEST) / 2)
        last = first + _SHORTEST
    whole = Extent(first, last)
    max_breaks = min(_MAX_BREAKS, int((end - start) / width / 4))
    if len(set(extents)) < _FEW or not max_breaks:
        return _laid_out(whole, [], None, start, end, width)
    empty = list(_gaps(extents))
    least = max(_EMPTY, _UNUSUAL * median(gap.length for gap in empty)) if empty else 0
    limits = [(gap, _limit(gap, today)) for gap in empty if gap.length >= least]
    margin = max(_BESIDE_BREAK, width / 2 / (end - start))

    def left_out(zoom: Zoom | None, max_breaks: int) -> list[Extent]:
        return _left_out(limits, whole, zoom, max_breaks, margin)

    gaps, longest, zoom = left_out(None, max_breaks), left_out(None, 1), None
    crowded = _crowded(extents, whole, longest)
    if crowded:
        part, needed = crowded
        available = 1 - len(gaps) * width / (end - start)
        if needed > _GAIN * available * _shown(part, gaps) / _shown(whole, gaps):
            within = [gap for gap in longest if _shared(gap, part)]
            gaps = left_out(_zoom(part, needed, whole, within), max_breaks)
            zoom = _zoom(part, needed, whole, gaps)
    return _laid_out(whole, gaps, zoom, start, end, width)


def _limit(gap: Extent, today: float | None) -> float:
    is_ahead = today is not None and gap.start >= today
    return _LONGEST_GAP_AHEAD if is_ahead else _LONGEST_GAP


def _gaps(extents: Sequence[Extent]) -> Iterator[Extent]:
    """Yield the empty stretches between extents that are sorted by start."""
    reached = extents[0].end
    for extent in extents:
        if extent.start > reached:
            yield Extent(reached, extent.start)
        reached = max(reached, extent.end)


def _left_out(
    limits: Iterable[tuple[Extent, float]],
    whole: Extent,
    zoom: Zoom | None,
    max_breaks: int,
    margin: float,
) -> list[Extent]:
    """List the stretches that breaks leave out, in order: those furthest above their limit.

    `margin` is the share of the axis that is kept on either side of each.
    """
    chosen: list[Extent] = []
    remaining = list(limits)
    axis_length = shown = _weighed(whole, zoom)
    while remaining and len(chosen) < max_breaks:
        gap, limit = max(remaining, key=lambda item: _weighed(item[0], zoom) / item[1])
        if _weighed(gap, zoom) <= limit * axis_length:
            break
        remaining.remove((gap, limit))
        chosen.append(gap)
        shown -= _weighed(gap, zoom)
        axis_length = shown / (1 - 2 * margin * len(chosen))
    return [_middle_of(gap, margin * axis_length, zoom) for gap in sorted(chosen)]


def _middle_of(gap: Extent, aside: float, zoom: Zoom | None) -> Extent:
    """Shorten a gap by up to a quarter on each side, to show that nothing happened there."""
    aside = min(aside, _weighed(gap, zoom) / 4)
    if not zoom:
        return Extent(gap.start + aside, gap.end - aside)
    after = aside / (zoom.factor if zoom.start <= gap.start < zoom.end else 1)
    before = aside / (zoom.factor if zoom.start < gap.end <= zoom.end else 1)
    borders = [day for day in zoom[:2] if gap.start < day < gap.end]
    return Extent(min([gap.start + after, *borders]), max([gap.end - before, *borders]))


def _weighed(extent: Extent, zoom: Zoom | None) -> float:
    """Return the length of an extent in days, counting each day in the zoom `factor` times."""
    if not zoom:
        return extent.length
    return extent.length + _shared(extent, Extent(*zoom[:2])) * (zoom.factor - 1)


def _crowded(
    extents: Sequence[Extent], whole: Extent, gaps: Sequence[Extent]
) -> tuple[Extent, float] | None:
    """Return the most crowded part and the share of the axis that it needs, if there is one."""
    places = sorted(extent.middle for extent in extents)
    shown = _shown(whole, gaps)
    # The excess of the part between two borders is the sum of the excesses between them.
    lowest, best = (0.0, whole.start), (0.0, whole)
    for day in _borders(places, whole):
        share = bisect_left(places, day) / len(places)
        excess = share - _GAIN * _shown(Extent(whole.start, day), gaps) / shown
        lowest = min(lowest, (excess, day))
        best = max(best, (excess - lowest[0], Extent(lowest[1], day)))
    excess, part = best
    if excess < max(_EXCESS, _BY_CHANCE / sqrt(len(places))):
        return None
    return part, min(_MAX_ROOM, excess + _GAIN * _shown(part, gaps) / shown)


def _zoom(part: Extent, share: float, whole: Extent, gaps: Sequence[Extent]) -> Zoom:
    """Make the zoom that gives a part this share of the axis, to the nearest whole factor."""
    inside, on_axis = _shown(part, gaps), _shown(whole, gaps)
    return Zoom(*part, round(share / (1 - share) * (on_axis - inside) / inside))


def _shown(extent: Extent, gaps: Iterable[Extent]) -> float:
    """Return the number of days in an extent that the gaps do not leave out."""
    return extent.length - sum(_shared(extent, gap) for gap in gaps)


def _shared(one: Extent, other: Extent) -> float:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _borders(places: Iterable[float], whole: Extent) -> list[float]:
    """List the days on which a zoom may start or end: the bounds of months that contain items."""
    if not (year_of(whole.start) >= 1 and year_of(whole.end) < 9999):
        return []
    days = [Day.fromordinal(floor(place)) for place in places]
    months = {day.year * 12 + day.month - 1 for day in days}
    borders = {day_number(n // 12, n % 12 + 1) for month in months for n in (month, month + 1)}
    return [
        whole.start,
        *sorted(day for day in borders if whole.start < day < whole.end),
        whole.end,
    ]


def _laid_out(
    whole: Extent,
    gaps: Sequence[Extent],
    zoom: Zoom | None,
    start: float,
    end: float,
    width: float,
) -> Scale:
    """Make the scale between two pixels, with the given breaks and zoom."""
    shown = _weighed(whole, zoom) - sum(_weighed(gap, zoom) for gap in gaps)
    per_day = (end - start - len(gaps) * width) / shown
    edges = {day for gap in gaps for day in gap} | set(whole)
    if zoom:
        left_out = {day for day in zoom[:2] if any(gap.start < day < gap.end for gap in gaps)}
        edges |= set(zoom[:2]) - left_out
    pieces: list[Piece] = []
    place = start
    for day, following in pairwise(sorted(edges)):
        is_break = Extent(day, following) in gaps
        long = width if is_break else per_day * _weighed(Extent(day, following), zoom)
        pieces.append(Piece(day, following, place, place + long, is_break))
        place += long
    pieces[-1] = pieces[-1]._replace(last=end)
    return Scale(tuple(pieces), zoom)


def moments_of(
    scale: Scale, t: Words, width_of: Callable[[str], float], gap: float, end: float
) -> list[Moment]:
    """List as many periods as there is room to label, with each label at the start.

    `width_of` returns the width of words along the axis in pixels, and `gap` is the smallest gap
    between two labels. No label extends beyond the pixel `end`.
    """
    shown: list[Moment] = []
    stretches = scale.stretches
    for before, stretch, following in zip(
        (None, *stretches), stretches, (*stretches[1:], None), strict=False
    ):
        moments = list(_named(stretch, before, scale, t, width_of, gap))
        limit = following.first - gap if following else end
        reached = float("-inf")
        for moment in moments:
            place = scale(moment.day)
            widest = max(width_of(moment.words), width_of(moment.year) if moment.year else 0)
            fits = reached <= place and place + widest <= limit
            if fits:
                reached = place + width_of(moment.words) + gap
            if fits or moment.is_line:
                shown.append(moment if fits else moment._replace(words="", year=""))
    return shown


def _named(
    stretch: Piece,
    before: Piece | None,
    scale: Scale,
    t: Words,
    width_of: Callable[[str], float],
    gap: float,
) -> Iterator[Moment]:
    """Yield the moments of a stretch, starting with its year if none is near its start.

    If the stretch `before` touches this one and ends in the same year, the year is not repeated. It
    would look as if the year began here.
    """
    division = _finest(stretch, scale, t, width_of, gap)
    moments = [
        moment
        for moment in division(Extent(stretch.start, stretch.end))
        if stretch.start <= moment.day < stretch.end
    ]
    words = t.year(year_of(stretch.start))
    ahead = scale(moments[0].day) - stretch.first if moments else 0
    is_short = len(moments) < 2 and ahead > gap
    touches = before is not None and before.end == stretch.start
    is_repeated = touches and year_of(stretch.start - 1) == year_of(stretch.start)
    is_unnamed = not moments or is_short
    is_unnamed = is_unnamed or (not moments[0].year and ahead > width_of(words) + gap)
    if is_unnamed and not is_repeated:
        yield Moment(stretch.start, words, is_major=True, is_line=False)
    yield from moments


_Division = Callable[[Extent], Iterator[Moment]]


def _finest(
    stretch: Piece, scale: Scale, t: Words, width_of: Callable[[str], float], gap: float
) -> _Division:
    """Choose the finest division of a stretch for which there is room for the labels."""
    first, last = scale.pieces[0].start, scale.pieces[-1].end
    if day_number(1) <= first and last < day_number(9999):
        day_width = width_of(t.day_in_short(Day(2000, 9, 30), "MMMd")) + gap
        for step in (1, 7):
            if stretch.per_day * step >= day_width:
                return lambda extent: _days(extent, step, t)
        months = (t.day_in_short(Day(2000, month, 1), "MMM") for month in range(1, 13))
        month_width = max(width_of("2000"), *map(width_of, months)) + gap
        for step in (1, 3):
            if stretch.per_day * step * _SHORT_MONTH >= month_width:
                return lambda extent: _months(extent, step, t)
    years = (t.year(year_of(day)) for day in (first, last))
    year_width = max(map(width_of, years)) + gap
    steps = (digit * 10**zeros for zeros in count() for digit in (1, 2, 5))
    several = next(step for step in steps if stretch.per_day * step * _YEAR >= year_width)
    return lambda extent: _years(extent, several, t)


def _days(stretch: Extent, step: int, t: Words) -> Iterator[Moment]:
    """Yield every day, or every Monday, at its midpoint, where an event has its mark."""
    start = floor(stretch.start)
    year = 0
    for number in range(start + (1 - start) % step, floor(stretch.end) + 1, step):
        day = Day.fromordinal(number)
        named = t.year(day.year) if day.year != year else ""
        yield Moment(number + 0.5, t.day_in_short(day, "MMMd"), False, named)
        year = day.year


def _months(stretch: Extent, step: int, t: Words) -> Iterator[Moment]:
    first = Day.fromordinal(floor(stretch.start))
    number = -(-(first.year * 12 + first.month - (first.day == 1)) // step) * step
    year = 0
    while (day := Day(number // 12, number % 12 + 1, 1)).toordinal() < stretch.end:
        named = t.year(day.year) if day.year != year else ""
        yield Moment(day.toordinal(), t.day_in_short(day, "MMM"), day.month == 1, named)
        year = day.year
        number += step


def _years(stretch: Extent, step: int, t: Words) -> Iterator[Moment]:
    year = year_of(stretch.start) // step * step
    while day_number(year) < stretch.end:
        yield Moment(day_number(year), t.year(year), True)
        year += step


def year_of(day: float) -> int:
    """Return the astronomical year that contains a day (ISO 8601)."""
    if 1 <= day < Day.max.toordinal() + 1:
        return Day.fromordinal(floor(day)).year
    return floor((day - 1) / _YEAR) + 1

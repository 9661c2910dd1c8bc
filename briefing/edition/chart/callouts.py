"""Place labels without overlaps, in rows above an axis or in a column.

The code does not depend on the text of a label. Positions, widths and heights are in pixels.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from math import dist
from typing import NamedTuple

_MAX_FAILURES = 20
"""After this many consecutive requests without room, no more are tried."""
_ORDERS = (1, -1, -1)
"""The order of important labels in each further attempt: the first (1) or last (-1) forms first."""
_SHARES = (0.5, 0, 0.25, 0.75, 1)
"""The mixtures of two arrangements of stems to try. If two are equally good, the first wins."""
_SWEEPS = 3
"""The number of sweeps that move each stem nearer to its mark, as far as its neighbours allow."""


class LabelRequest(NamedTuple):
    """A request to label the mark at `place`, with the stem at most `max_distance` away.

    `widths` holds the width of the label for each row; it is infinite for a row that cannot have
    it. Requests with the same `label` are for different forms of one label, numbered by `form`, and
    only one of them is met.
    """

    label: int
    form: int
    place: float
    widths: Sequence[float]
    max_distance: float


class Callout(NamedTuple):
    """A label placed in a `row`, to the right or left of its stem, which is at pixel `stem`.

    Rows are numbered from 0, the row next to the axis. `available` is the free width there.
    """

    request: LabelRequest
    stem: float
    row: int
    is_right: bool
    available: float


def place_callouts(
    important: Sequence[LabelRequest],
    others: Iterable[LabelRequest],
    rows: int,
    start: float,
    end: float,
    gap: float,
    limit: int,
) -> list[Callout]:
    """Place labels in `rows` rows between `start` and `end`. Return them from left to right.

    The labels of `important` requests are placed before all others, in order. If one of them does
    not fit, it comes first in another attempt. If that fails too, all important labels start in
    their last forms, and get better ones if there is room. At most `limit` labels are placed.
    `others` are requested only while there may be room for them.
    """
    number = len({request.label for request in important})
    turns, best = important, _Rows(rows, start, end, gap)
    for order in (*_ORDERS, 0):
        attempt = _Rows(rows, start, end, gap)
        attempt.place_labels(turns, limit)
        best = max(best, attempt, key=lambda rows: rows.value)
        if len(attempt.forms) == number:
            break
        turns = sorted(
            important, key=lambda request: (order * request.form, request.label in attempt.forms)
        )
    best.place_labels(others, limit)
    return best.placed()


@dataclass(slots=True)
class _MovableCallout:
    """A label whose stem can be anywhere from `first` to `last`, and is currently at `stem`.

    It extends `width_left` and `width_right` from its stem.
    """

    request: LabelRequest
    row: int
    width_left: float
    width_right: float
    first: float
    last: float
    stem: float


class _Rows:
    """Labels in rows, on stems between `start` and `end`, in the order of their marks.

    A stem runs through all rows below its label. Neighbours in a row are `gap` apart, but labels
    for the same place can share a stem. Each stem is limited only by its neighbours, so its
    leftmost and rightmost positions show immediately whether there is room for another label.
    """

    def __init__(self, rows: int, start: float, end: float, gap: float) -> None:
        # A label in an outer row leaves the inner rows beside its stem free.
        self._sides = list(product(reversed(range(rows)), (True, False)))
        self._start, self._end, self._gap = start, end, gap
        self._callouts: list[_MovableCallout] = []
        self.forms: dict[int, int] = {}

    @property
    def value(self) -> tuple[int, int]:
        """The number of labels and the quality of their forms. Higher is better."""
        return len(self.forms), -sum(self.forms.values())

    def place_labels(self, requests: Iterable[LabelRequest], limit: int) -> None:
        """Place a label for each request in turn, up to a total of `limit` labels."""
        failed = 0
        for request in requests:
            form = self.forms.get(request.label)
            if form is None and (len(self.forms) == limit or failed > _MAX_FAILURES):
                break
            if form is None:
                is_granted = self._add(request)
                failed = 0 if is_granted else failed + 1
            else:
                is_granted = request.form < form and self._improve(request)
            if is_granted:
                self.forms[request.label] = request.form

    def placed(self) -> list[Callout]:
        """Return all labels from left to right, with each stem as close to its mark as possible."""
        self._position_stems(is_final=True)
        return [
            Callout(
                callout.request,
                callout.stem,
                callout.row,
                not callout.width_left,
                self._available(n, callout),
            )
            for n, callout in enumerate(self._callouts)
        ]

    def _available(self, index: int, callout: _MovableCallout) -> float:
        """Return the width from a stem to the next label, or to the end, in the row of its label.

        If two labels grow towards each other, they share the free width between them equally.
        """
        own = callout.request.widths[callout.row]
        if callout.width_left:
            earlier = reversed(self._callouts[:index])
            other = next((entry for entry in earlier if entry.row >= callout.row), None)
            reach = other.width_right if other and other.row == callout.row else 0
            available = callout.stem - (other.stem + reach + self._gap if other else self._start)
        else:
            later = self._callouts[index + 1 :]
            other = next((entry for entry in later if entry.row >= callout.row), None)
            reach = other.width_left if other and other.row == callout.row else 0
            available = (other.stem - reach - self._gap if other else self._end) - callout.stem
        return max(own + (available - own) / 2 if reach else available, own)

    def _improve(self, request: LabelRequest) -> bool:
        """Give a label a better form in its row. Return whether it fits."""
        index = next(
            n for n, callout in enumerate(self._callouts) if callout.request.label == request.label
        )
        old = self._callouts[index]
        callout = self._movable(request, old.row, not old.width_left)
        if callout.first > callout.last or self._displacement(callout, index, index + 1) is None:
            return False
        self._callouts[index] = callout
        self._position_stems()
        return True

    def _movable(self, request: LabelRequest, row: int, is_right: bool) -> _MovableCallout:
        """Make a callout that does not have neighbours yet."""
        width, place, max_distance = request.widths[row], request.place, request.max_distance
        first = max(self._start + (0 if is_right else width), place - max_distance)
        last = min(self._end - (width if is_right else 0), place + max_distance)
        sides = (0.0, width) if is_right else (width, 0.0)
        return _MovableCallout(request, row, *sides, first, last, place)

    def _add(self, request: LabelRequest) -> bool:
        """Add a label where it displaces stems the least. Return whether it fits."""
        places = [callout.request.place for callout in self._callouts]
        before, after = bisect_left(places, request.place), bisect_right(places, request.place)
        best: tuple[float, int, _MovableCallout] | None = None
        for row, is_right in self._sides:
            callout = self._movable(request, row, is_right)
            if callout.first > callout.last:
                continue
            for index in range(after, before - 1, -1):
                moved = self._displacement(callout, index, index)
                if moved is not None and (best is None or moved < best[0]):
                    best = moved, index, callout
            if best and not best[0]:
                break
        if best is None:
            return False
        self._callouts.insert(best[1], best[2])
        self._position_stems()
        return True

    def _displacement(self, callout: _MovableCallout, index: int, following: int) -> float | None:
        """Return how far stems move for a callout between two others, or None if it cannot fit."""
        low, high = first, last = callout.first, callout.last
        for other, distance in self._earlier(callout, index):
            low, first = max(low, other.stem + distance), max(first, other.first + distance)
            if first > last:
                return None
        for other, distance in self._later(callout, following):
            high, last = min(high, other.stem - distance), min(last, other.last - distance)
            if first > last:
                return None
        place = callout.request.place
        return max(low - place, place - high, low - high, 0)

    def _earlier(
        self, callout: _MovableCallout, index: int
    ) -> Iterator[tuple[_MovableCallout, float]]:
        """Yield the nearest callout to the left in each row, and the distance between the stems.

        `index` is the present or future position of the callout in the order.
        """
        row = -1
        for n in range(index - 1, -1, -1):
            other = self._callouts[n]
            if other.row > row:
                yield other, self._distance(other, callout)
                row = other.row
                if row >= callout.row:
                    break

    def _later(
        self, callout: _MovableCallout, index: int
    ) -> Iterator[tuple[_MovableCallout, float]]:
        """Yield the nearest callout to the right in each row, starting from `index`."""
        row = -1
        for n in range(index, len(self._callouts)):
            other = self._callouts[n]
            if other.row > row:
                yield other, self._distance(callout, other)
                row = other.row
                if row >= callout.row:
                    break

    def _distance(self, left: _MovableCallout, right: _MovableCallout) -> float:
        """Return how far apart the stems of two neighbours must be."""
        reach = left.width_right if left.row <= right.row else 0
        reach += right.width_left if right.row <= left.row else 0
        return reach + self._gap if reach or left.request.place != right.request.place else 0

    def _position_stems(self, is_final: bool = False) -> None:
        """Update the limits that each stem's neighbours impose, and move it towards its mark.

        The final call takes more care.
        """
        callouts = self._callouts
        earlier = [list(self._earlier(callout, n)) for n, callout in enumerate(callouts)]
        later = [list(self._later(callout, n + 1)) for n, callout in enumerate(callouts)]
        both = list(zip(callouts, earlier, later, strict=True))
        # The range of a stem never grows.
        for callout, before, _ in both:
            for other, distance in before:
                callout.first = max(callout.first, other.first + distance)
        for callout, _, after in reversed(both):
            for other, distance in after:
                callout.last = min(callout.last, other.last - distance)
        from_left = []
        for callout, before, _ in both:
            callout.stem = max(callout.request.place, callout.first)
            for other, distance in before:
                callout.stem = max(callout.stem, other.stem + distance)
            callout.stem = min(callout.stem, callout.last)
            from_left.append(callout.stem)
        for callout, _, after in reversed(both):
            callout.stem = min(callout.request.place, callout.last)
            for other, distance in after:
                callout.stem = min(callout.stem, other.stem - distance)
            callout.stem = max(callout.stem, callout.first)
        # From either end, each stem gets the nearest position left. Any weighted mean of the two is
        # valid too.
        ends = list(zip(from_left, [callout.stem for callout in callouts], strict=True))
        places = [callout.request.place for callout in callouts]
        choices = (
            [share * a + (1 - share) * b for a, b in ends]
            for share in (_SHARES if is_final else _SHARES[:1])
        )
        best = min(choices, key=lambda stems: dist(stems, places))
        for callout, stem in zip(callouts, best, strict=True):
            callout.stem = stem
        for _ in range(_SWEEPS if is_final else 0):
            for callout, before, after in both:
                low = max([callout.first, *(other.stem + distance for other, distance in before)])
                high = min([callout.last, *(other.stem - distance for other, distance in after)])
                callout.stem = min(max(callout.request.place, low), max(low, high))


class Cell(NamedTuple):
    """A request for a label in a column, centred at most `max_distance` from `place`.

    `heights` holds the heights of its forms, best first.
    """

    place: float
    heights: Sequence[float]
    max_distance: float


def column(
    cells: Sequence[Cell], important: int, start: float, end: float, gap: float
) -> list[tuple[int, float] | None]:
    """Place labels in a column from `start` to `end`. Return each one's form and top, or None.

    Earlier cells take priority. The first `important` ones have at least their last form, and
    better ones if there is room. All others have their best form or none. Labels are in the order
    of their places, at least `gap` apart, and as near to their places as possible.
    """
    forms: dict[int, int] = {}
    order: list[int] = []
    begins: dict[int, float] = {}

    def add(number: int, form: int) -> bool:
        """Add a label, or change its form. Return whether it fits."""
        nonlocal order, begins
        trial = order
        if number not in forms:
            trial = [*order]
            insort(trial, number, key=lambda other: (cells[other].place, other))
        heights = [
            cells[other].heights[form if other == number else forms[other]] for other in trial
        ]
        tops = _spread([cells[other] for other in trial], heights, start, end, gap)
        if tops:
            order, begins = trial, dict(zip(trial, tops, strict=True))
            forms[number] = form
        return bool(tops)

    for number, cell in enumerate(cells[:important]):
        add(number, len(cell.heights) - 1)
    for number, cell in enumerate(cells[:important]):
        any(add(number, form) for form in range(len(cell.heights) - 1) if number in forms)
    for number in range(important, len(cells)):
        add(number, 0)
    return [
        (forms[number], begins[number]) if number in forms else None for number in range(len(cells))
    ]


def _spread(
    cells: Sequence[Cell], heights: Sequence[float], start: float, end: float, gap: float
) -> list[float]:
    """Return the tops nearest to the places of cells. Cells that would overlap are moved together.

    The result is empty if there is no room, or if a label would be too far from its place.
    """
    offsets = list(accumulate((height + gap for height in heights), initial=0.0))
    last = end - (offsets.pop() - gap)
    if last < start:
        return []
    # Once heights are subtracted, only the order matters: this is an isotonic regression.
    pools: list[tuple[float, int]] = []
    for cell, height, offset in zip(cells, heights, offsets, strict=True):
        total, number = cell.place - height / 2 - offset, 1
        while pools and pools[-1][0] * number > total * pools[-1][1]:
            before, size = pools.pop()
            total, number = before + total, size + number
        pools.append((total, number))
    means = (
        min(max(total / number, start), last) for total, number in pools for _ in range(number)
    )
    begins = [mean + offset for mean, offset in zip(means, offsets, strict=True)]
    for cell, height, begin in zip(cells, heights, begins, strict=True):
        if abs(begin + height / 2 - min(max(cell.place, start), end)) > cell.max_distance:
            return []
    return begins

"""Places for labels so that none covers another: in rows above an axis, or in a column.

The code does not depend on the text of a label. Positions, widths and heights are in pixels.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from math import dist
from typing import NamedTuple

_PATIENCE = 20
"""Wishes in a row without room, after which the others are not tried."""
_ORDERS = (1, -1, -1)
"""In which order of their forms the labels that matter most choose again, if one has no place."""
_SHARES = (0.5, 0, 0.25, 0.75, 1)
"""The shares of two ways to arrange poles in those that are tried; of equal ones the first wins."""
_SWEEPS = 3
"""Sweeps that move each pole nearer to its mark, as far as its neighbours let it."""


class Wish(NamedTuple):
    """A request for a label for the mark at `place`, on a pole at most `furthest` from there.

    `widths` has the width of the label for each row, infinite for a row that cannot have it. Wishes
    with the same `of` are forms of one label, numbered by `form`, and only one is granted.
    """

    of: int
    form: int
    place: float
    widths: Sequence[float]
    furthest: float


class Callout(NamedTuple):
    """A wish that has been granted: a label in a `row`, right or left of a pole at `pole`.

    Rows are counted from 0, the row next to the axis. `room` is the free width there.
    """

    wish: Wish
    pole: float
    row: int
    is_right: bool
    room: float


def callouts(
    vital: Sequence[Wish],
    others: Iterable[Wish],
    rows: int,
    start: float,
    end: float,
    gap: float,
    most: int,
) -> list[Callout]:
    """Place labels in `rows` rows from `start` to `end`, and return them from left to right.

    The labels of `vital` wishes are placed before all others, in order. If a vital label has no
    room, it comes first in another attempt. If that fails too, all vital labels start with their
    last forms, and get better ones if there is room. At most `most` labels are placed. `others` are
    requested only while there can be room for them.
    """
    number = len({wish.of for wish in vital})
    turns, best = vital, _Rows(rows, start, end, gap)
    for order in (*_ORDERS, 0):
        found = _Rows(rows, start, end, gap)
        found.grant(turns, most)
        best = max(best, found, key=lambda attempt: attempt.value)
        if len(found.forms) == number:
            break
        turns = sorted(vital, key=lambda wish: (order * wish.form, wish.of in found.forms))
    best.grant(others, most)
    return best.placed()


@dataclass(slots=True)
class _Flag:
    """A label whose pole can be anywhere from `first` to `last`, and for now is at `pole`.

    It reaches `leftwards` or `rightwards` from its pole.
    """

    wish: Wish
    row: int
    leftwards: float
    rightwards: float
    first: float
    last: float
    pole: float


class _Rows:
    """Labels in rows on poles between `start` and `end`, in the order of their marks.

    A pole runs through all rows below its label. Neighbours in a row are `gap` apart, but labels
    of one place can share a pole. Each pole is limited by its neighbours alone, so the leftmost and
    the rightmost place of each decide at once whether another label has room.
    """

    def __init__(self, rows: int, start: float, end: float, gap: float) -> None:
        # A label in an outer row leaves the inner ones free beside its pole.
        self._spots = list(product(reversed(range(rows)), (True, False)))
        self._start, self._end, self._gap = start, end, gap
        self._flags: list[_Flag] = []
        self.forms: dict[int, int] = {}

    @property
    def value(self) -> tuple[int, int]:
        """The number of labels, and how good their forms are; more is better."""
        return len(self.forms), -sum(self.forms.values())

    def grant(self, wishes: Iterable[Wish], most: int) -> None:
        """Place labels for the wishes in turn, up to `most` labels in all."""
        failed = 0
        for wish in wishes:
            form = self.forms.get(wish.of)
            if form is None and (len(self.forms) == most or failed > _PATIENCE):
                break
            if form is None:
                is_granted = self._add(wish)
                failed = 0 if is_granted else failed + 1
            else:
                is_granted = wish.form < form and self._swap(wish)
            if is_granted:
                self.forms[wish.of] = wish.form

    def placed(self) -> list[Callout]:
        """Return all labels from left to right, each pole as near to its mark as possible."""
        self._settle(is_final=True)
        return [
            Callout(flag.wish, flag.pole, flag.row, not flag.leftwards, self._room(n, flag))
            for n, flag in enumerate(self._flags)
        ]

    def _room(self, index: int, flag: _Flag) -> float:
        """Return the width from a pole to the next thing or end in the row of its label.

        Two labels that grow towards each other share the free width between them equally.
        """
        own = flag.wish.widths[flag.row]
        if flag.leftwards:
            earlier = reversed(self._flags[:index])
            other = next((entry for entry in earlier if entry.row >= flag.row), None)
            reach = other.rightwards if other and other.row == flag.row else 0
            room = flag.pole - (other.pole + reach + self._gap if other else self._start)
        else:
            later = self._flags[index + 1 :]
            other = next((entry for entry in later if entry.row >= flag.row), None)
            reach = other.leftwards if other and other.row == flag.row else 0
            room = (other.pole - reach - self._gap if other else self._end) - flag.pole
        return max(own + (room - own) / 2 if reach else room, own)

    def _swap(self, wish: Wish) -> bool:
        """Give a label a better form in its row. Return whether there is room for it."""
        index = next(n for n, flag in enumerate(self._flags) if flag.wish.of == wish.of)
        old = self._flags[index]
        flag = self._flag(wish, old.row, not old.leftwards)
        if flag.first > flag.last or self._moved(flag, index, index + 1) is None:
            return False
        self._flags[index] = flag
        self._settle()
        return True

    def _flag(self, wish: Wish, row: int, is_right: bool) -> _Flag:
        """Make a flag that has no neighbours yet."""
        width, place, furthest = wish.widths[row], wish.place, wish.furthest
        first = max(self._start + (0 if is_right else width), place - furthest)
        last = min(self._end - (width if is_right else 0), place + furthest)
        sides = (0.0, width) if is_right else (width, 0.0)
        return _Flag(wish, row, *sides, first, last, place)

    def _add(self, wish: Wish) -> bool:
        """Add a label where it moves poles the least. Return whether there is room for it."""
        places = [flag.wish.place for flag in self._flags]
        before, after = bisect_left(places, wish.place), bisect_right(places, wish.place)
        best: tuple[float, int, _Flag] | None = None
        for row, is_right in self._spots:
            flag = self._flag(wish, row, is_right)
            if flag.first > flag.last:
                continue
            for index in range(after, before - 1, -1):
                moved = self._moved(flag, index, index)
                if moved is not None and (best is None or moved < best[0]):
                    best = moved, index, flag
            if best and not best[0]:
                break
        if best is None:
            return False
        self._flags.insert(best[1], best[2])
        self._settle()
        return True

    def _moved(self, flag: _Flag, index: int, following: int) -> float | None:
        """Return how far poles move for a flag between two neighbours; None if it has no room."""
        low, high = first, last = flag.first, flag.last
        for other, apart in self._earlier(flag, index):
            low, first = max(low, other.pole + apart), max(first, other.first + apart)
            if first > last:
                return None
        for other, apart in self._later(flag, following):
            high, last = min(high, other.pole - apart), min(last, other.last - apart)
            if first > last:
                return None
        place = flag.wish.place
        return max(low - place, place - high, low - high, 0)

    def _earlier(self, flag: _Flag, index: int) -> Iterator[tuple[_Flag, float]]:
        """List the nearest flag to the left in each row of a flag, and how far its pole must be.

        `index` is the flag's place in the order, present or future.
        """
        row = -1
        for n in range(index - 1, -1, -1):
            other = self._flags[n]
            if other.row > row:
                yield other, self._apart(other, flag)
                row = other.row
                if row >= flag.row:
                    break

    def _later(self, flag: _Flag, index: int) -> Iterator[tuple[_Flag, float]]:
        """List the nearest flags to the right in the same way, from `index` on."""
        row = -1
        for n in range(index, len(self._flags)):
            other = self._flags[n]
            if other.row > row:
                yield other, self._apart(flag, other)
                row = other.row
                if row >= flag.row:
                    break

    def _apart(self, left: _Flag, right: _Flag) -> float:
        """Return how far apart the poles of two neighbours have to be."""
        reach = left.rightwards if left.row <= right.row else 0
        reach += right.leftwards if right.row <= left.row else 0
        return reach + self._gap if reach or left.wish.place != right.wish.place else 0

    def _settle(self, is_final: bool = False) -> None:
        """Limit each pole by its neighbours again, and put it near its mark.

        The final time takes more care.
        """
        flags = self._flags
        earlier = [list(self._earlier(flag, n)) for n, flag in enumerate(flags)]
        later = [list(self._later(flag, n + 1)) for n, flag in enumerate(flags)]
        both = list(zip(flags, earlier, later, strict=True))
        # No pole ever gets more room than it had.
        for flag, before, _ in both:
            for other, apart in before:
                flag.first = max(flag.first, other.first + apart)
        for flag, _, after in reversed(both):
            for other, apart in after:
                flag.last = min(flag.last, other.last - apart)
        from_left = []
        for flag, before, _ in both:
            flag.pole = max(flag.wish.place, flag.first)
            for other, apart in before:
                flag.pole = max(flag.pole, other.pole + apart)
            flag.pole = min(flag.pole, flag.last)
            from_left.append(flag.pole)
        for flag, _, after in reversed(both):
            flag.pole = min(flag.wish.place, flag.last)
            for other, apart in after:
                flag.pole = min(flag.pole, other.pole - apart)
            flag.pole = max(flag.pole, flag.first)
        # From either end each pole gets the nearest place left. All in between is right as well.
        ends = list(zip(from_left, [flag.pole for flag in flags], strict=True))
        places = [flag.wish.place for flag in flags]
        found = (
            [share * a + (1 - share) * b for a, b in ends]
            for share in (_SHARES if is_final else _SHARES[:1])
        )
        best = min(found, key=lambda poles: dist(poles, places))
        for flag, pole in zip(flags, best, strict=True):
            flag.pole = pole
        for _ in range(_SWEEPS if is_final else 0):
            for flag, before, after in both:
                low = max([flag.first, *(other.pole + apart for other, apart in before)])
                high = min([flag.last, *(other.pole - apart for other, apart in after)])
                flag.pole = min(max(flag.wish.place, low), max(low, high))


class Cell(NamedTuple):
    """A request for a label in a column, with its middle at most `furthest` from `place`.

    `heights` are the heights of its forms, best first.
    """

    place: float
    heights: Sequence[float]
    furthest: float


def column(
    cells: Sequence[Cell], vital: int, start: float, end: float, gap: float
) -> list[tuple[int, float] | None]:
    """Place labels in a column from `start` to `end`: return the form and the top of each, or None.

    Earlier cells come first. The first `vital` ones have at least their last form, and better ones
    if there is room for these too. All others have their best form or none. Labels are in the order
    of their places, at least `gap` apart, and as near to their places as possible.
    """
    forms: dict[int, int] = {}
    order: list[int] = []
    begins: dict[int, float] = {}

    def add(number: int, form: int) -> bool:
        """Add a label, or give it another form. Return whether there is room for that."""
        nonlocal order, begins
        trial = order
        if number not in forms:
            trial = [*order]
            insort(trial, number, key=lambda other: (cells[other].place, other))
        heights = [
            cells[other].heights[form if other == number else forms[other]] for other in trial
        ]
        found = _spread([cells[other] for other in trial], heights, start, end, gap)
        if found:
            order, begins = trial, dict(zip(trial, found, strict=True))
            forms[number] = form
        return bool(found)

    for number, cell in enumerate(cells[:vital]):
        add(number, len(cell.heights) - 1)
    for number, cell in enumerate(cells[:vital]):
        any(add(number, form) for form in range(len(cell.heights) - 1) if number in forms)
    for number in range(vital, len(cells)):
        add(number, 0)
    return [
        (forms[number], begins[number]) if number in forms else None for number in range(len(cells))
    ]


def _spread(
    cells: Sequence[Cell], heights: Sequence[float], start: float, end: float, gap: float
) -> list[float]:
    """Return the tops nearest to the places of cells, moving those that would overlap together.

    The result is empty if there is no room, or if a label would be too far from its place.
    """
    offsets = list(accumulate((height + gap for height in heights), initial=0.0))
    last = end - (offsets.pop() - gap)
    if last < start:
        return []
    # Without their own heights they only have to keep their order: an isotonic regression.
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
        if abs(begin + height / 2 - min(max(cell.place, start), end)) > cell.furthest:
            return []
    return begins

"""Where the labels of a chart go, so that none covers another: flags on poles, or a column."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import NamedTuple

_PATIENCE = 25
"""When so many flags have found no place, there is none left for the others."""


class Size(NamedTuple):
    """The room that a label takes up, in pixels."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Flag:
    """A label on a pole that stands on the axis at `place`, to its right or to its left.

    `foot` and `top` are the heights above the axis between which the label hangs; `form` tells
    which of the forms that it might have had has been chosen.
    """

    place: float
    is_right: bool
    foot: float
    top: float
    width: float
    form: int

    @property
    def left(self) -> float:
        return self.place if self.is_right else self.place - self.width

    @property
    def right(self) -> float:
        return self.place + self.width if self.is_right else self.place


def flags(
    wishes: Sequence[tuple[float, Sequence[Size]]],
    start: float,
    end: float,
    height: float,
    gap: float,
    step: float,
    most: int,
) -> list[Flag | None]:
    """A flag for each wish that there is room for, between `start` and `end` and below `height`.

    A wish has a place, and the forms that it may have, the best first. The earlier of two wishes
    comes first, and each hangs as low as it can, in steps of `step`. Between two flags, and
    between a flag and another's pole, there is a gap; but flags of one place share their pole.
    """

    def hung(order: _Order) -> list[Flag | None]:
        there: list[Flag] = []
        found: list[Flag | None] = []
        for place, forms in wishes:
            is_full = len(there) == most or len(found) > len(there) + _PATIENCE
            fits = None if is_full else next(free(place, forms, there, order), None)
            found.append(fits)
            if fits:
                there.append(fits)
        return found

    def free(
        place: float, forms: Sequence[Size], there: Sequence[Flag], order: _Order
    ) -> Iterator[Flag]:
        for form, size in enumerate(forms):
            lowest = [Flag(place, side, 0, size.height, size.width, form) for side in _SIDES]
            taken = {
                it.is_right: [feet for other in there for feet in _taken(it, other, gap)]
                for it in lowest
                if start <= it.left and it.right <= end
            }
            feet = [n * step for n in range(int((height - size.height) / step) + 1)]
            for side, foot in order(feet if size.height <= height else ()):
                if side in taken and not any(low < foot < high for low, high in taken[side]):
                    yield Flag(place, side, foot, foot + size.height, size.width, form)

    # Which side comes first makes a difference that nobody can foresee.
    return max(map(hung, (_lowest, _rightmost, _leftmost)), key=lambda it: len(it) - it.count(None))


_SIDES = (True, False)
_Order = Callable[[Sequence[float]], Iterator[tuple[bool, float]]]


def _lowest(feet: Sequence[float]) -> Iterator[tuple[bool, float]]:
    return ((side, foot) for foot in feet for side in _SIDES)


def _rightmost(feet: Sequence[float]) -> Iterator[tuple[bool, float]]:
    return ((side, foot) for side in _SIDES for foot in feet)


def _leftmost(feet: Sequence[float]) -> Iterator[tuple[bool, float]]:
    return ((side, foot) for side in reversed(_SIDES) for foot in feet)


def _taken(flag: Flag, other: Flag, gap: float) -> Iterator[tuple[float, float]]:
    """Between which heights the foot of `flag`, which stands on the axis, would be in the way."""
    shares_pole = flag.place == other.place and flag.is_right != other.is_right
    if flag.left < other.right + gap and other.left < flag.right + gap and not shares_pole:
        yield other.foot - flag.top - gap / 2, other.top + gap / 2
    if flag.place != other.place:
        if _cuts(flag, other, gap):
            yield other.foot - flag.top, inf
        if _cuts(other, flag, gap):
            yield -inf, other.top


def _cuts(pole: Flag, flag: Flag, gap: float) -> bool:
    """Whether the pole of the one, if it were long, would go through, or close by, the other."""
    left, right = (0.0, gap) if flag.is_right else (gap, 0.0)
    return flag.left - left < pole.place < flag.right + right


def column(
    wishes: Sequence[tuple[float, float]], start: float, end: float, gap: float, furthest: float
) -> list[float | None]:
    """Where in a column from `start` to `end` each wish begins that there is room for.

    A wish has a place, which its middle should be near to, and a height. The earlier of two wishes
    comes first; they stand in the order of their places, `gap` apart, as close to these as can be
    and no more than `furthest` away.
    """
    chosen: list[int] = []
    places: dict[int, float] = {}
    for n in range(len(wishes)):
        trial = sorted((*chosen, n), key=lambda it: (wishes[it][0], it))
        begins = _spread([wishes[it] for it in trial], start, end, gap)
        if begins is not None and all(
            abs(begin + wishes[it][1] / 2 - min(max(wishes[it][0], start), end)) <= furthest
            for it, begin in zip(trial, begins, strict=True)
        ):
            chosen, places = trial, dict(zip(trial, begins, strict=True))
    return [places.get(n) for n in range(len(wishes))]


def _spread(
    wishes: Sequence[tuple[float, float]], start: float, end: float, gap: float
) -> list[float] | None:
    """The beginnings nearest to what is wished, by pooling those that would overlap."""
    before = 0.0
    offsets: list[float] = []
    for _, height in wishes:
        offsets.append(before)
        before += height + gap
    if before - gap > end - start:
        return None
    # Without their own heights they only have to keep their order: an isotonic regression.
    pools: list[list[float]] = []
    for (place, height), offset in zip(wishes, offsets, strict=True):
        pools.append([place - height / 2 - offset])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            later = pools.pop()
            pools[-1] += later
    last = end - (before - gap)
    means = [min(max(_mean(pool), start), last) for pool in pools for _ in pool]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)

"""Where the labels of a chart go, so that none covers another: callouts on poles, or a column."""

from collections.abc import Sequence
from itertools import product
from math import inf
from typing import NamedTuple

_PATIENCE = 50
"""When so many callouts have found no place, there is none left for the others."""
_MOST_VITAL, _ATTEMPTS = 12, 2
"""Of so many vital wishes at most, those without a place choose first in the next attempt."""


class Size(NamedTuple):
    """The room that a label takes up, in pixels."""

    width: float
    height: float


class Callout(NamedTuple):
    """A label on a pole that stands on the axis at `place`, to its right or to its left.

    `foot` and `top` are the heights above the axis between which the label hangs, and `form` is the
    one chosen of its possible forms.
    """

    place: float
    is_right: bool
    left: float
    right: float
    foot: float
    top: float
    form: int


def callouts(
    wishes: Sequence[tuple[float, Sequence[Size]]],
    start: float,
    end: float,
    height: float,
    gap: float,
    step: float,
    most: int,
    vital: int = 0,
) -> list[Callout | None]:
    """A callout for each wish that there is room for, between `start` and `end` and below `height`.

    A wish has a place, and its possible forms, the best first. The earlier of two wishes comes
    first. A foot is at a multiple of `step`. There is a gap between two callouts, and between a
    callout and another's pole; but callouts of one place share a pole. The first `vital` wishes
    count for more than all others.
    """

    def hung(order: _Order, turns: Sequence[int], is_low: bool = False) -> list[Callout | None]:
        """The callouts that find a place in these turns, the vital ones in their lowest forms."""
        there: list[Callout] = []
        found: list[Callout | None] = [None] * len(wishes)
        for tried, index in enumerate(turns):
            if len(there) == most or tried > len(there) + _PATIENCE:
                break
            place, forms = wishes[index]
            sizes = list(enumerate(forms))
            if is_low and index < vital:
                sizes.sort(key=lambda item: item[1].height)
            tries = (hang(place, size, n, order, there) for n, size in sizes)
            fits = next(filter(None, tries), None)
            found[index] = fits
            if fits:
                there.append(fits)
        return found

    def hang(
        place: float, size: Size, form: int, order: _Order, there: Sequence[Callout]
    ) -> Callout | None:
        """The callout in this form, if there is room for it among those that are there."""
        found: list[Callout] = []
        for is_right in order.sides:
            left = place if is_right else place - size.width
            if left < start or left + size.width > end or size.height > height:
                continue
            lowest = Callout(place, is_right, left, left + size.width, 0, size.height, form)
            taken = _taken(lowest, there, gap)
            foot = _free_foot(taken, height - size.height, step, order.is_high)
            if foot is not None:
                found.append(lowest._replace(foot=foot, top=foot + size.height))
                if order.is_strict:
                    break
        if not found:
            return None
        # Of two that are as good the first is taken.
        return (max if order.is_high else min)(found, key=lambda callout: callout.foot)

    def missing(found: Sequence[Callout | None], turns: Sequence[int]) -> list[int]:
        return [index for index in turns if found[index] is None]

    def best_turns() -> tuple[list[int], bool]:
        """The turns in which most of the vital wishes find a place, and whether in low forms."""
        best, fewest = (list(range(vital)), False), vital + 1
        if vital > _MOST_VITAL:
            return best
        in_time = sorted(best[0], key=lambda index: wishes[index][0])
        for start, is_low in product((best[0], in_time, in_time[::-1]), (False, True)):
            turns = start
            for _ in range(_ATTEMPTS):
                left_out = min(
                    (missing(hung(order, turns, is_low), turns) for order in _ORDERS), key=len
                )
                if len(left_out) < fewest:
                    best, fewest = (turns, is_low), len(left_out)
                if not left_out:
                    return turns, is_low
                # What found no place has the first choice next time.
                turns = [*left_out, *(index for index in turns if index not in left_out)]
        return best

    first, is_low = best_turns()
    turns = [*first, *range(vital, len(wishes))]
    return max(
        (hung(order, turns, is_low) for order in _ORDERS),
        key=lambda found: (-found[:vital].count(None), -found.count(None)),
    )


class _Order(NamedTuple):
    """Which side a callout tries first, and whether it hangs high or low.

    If it `is_strict`, the other side is tried only if the first has no room.
    """

    sides: tuple[bool, bool]
    is_high: bool
    is_strict: bool


_ORDERS = (
    _Order((True, False), is_high=False, is_strict=False),
    _Order((True, False), is_high=False, is_strict=True),
    _Order((False, True), is_high=False, is_strict=True),
    _Order((True, False), is_high=True, is_strict=False),
)
"""Which of them has room for most callouts, nobody can foresee."""


def _free_foot(
    taken: Sequence[tuple[float, float]], highest: float, step: float, is_high: bool
) -> float | None:
    """The lowest, or the highest, multiple of `step` up to `highest` that is not `taken`."""
    if is_high:
        foot = highest // step * step
        for low, high in sorted(taken, key=lambda feet: -feet[1]):
            if high <= foot:
                break
            if low < foot:
                foot = low // step * step
    else:
        foot = 0
        for low, high in sorted(taken):
            if low >= foot:
                break
            if foot < high:
                foot = -(-high // step) * step
    return foot if 0 <= foot <= highest else None


def _taken(callout: Callout, there: Sequence[Callout], gap: float) -> list[tuple[float, float]]:
    """The heights between which the foot of `callout`, now on the axis, would be in the way."""
    place, is_right, left, right, _, height, _ = callout
    # A pole that went through here, or close by, would cut the callout.
    start, end = (left, right + gap) if is_right else (left - gap, right)
    taken: list[tuple[float, float]] = []
    # This runs a million times for a large record, so all is in one loop.
    for its_place, it_is_right, its_left, its_right, foot, top, _ in there:
        is_same_place = its_place == place
        shares_pole = is_same_place and it_is_right != is_right
        if left < its_right + gap and its_left < right + gap and not shares_pole:
            taken.append((foot - height - gap / 2, top + gap / 2))
        if not is_same_place:
            if (
                its_left - (0 if it_is_right else gap)
                < place
                < its_right + (gap if it_is_right else 0)
            ):
                taken.append((foot - height, inf))
            if start < its_place < end:
                taken.append((-inf, top))
    return taken


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

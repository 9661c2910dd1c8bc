"""Key figures and quotes: the few that a short briefing shows by itself."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar, get_args

from briefing.edition.entries import Entry, Figure, Quote
from briefing.timeline.model import Weight

MOST_FIGURES, MOST_FIGURES_OF_ONE = 8, 3
MOST_QUOTES, MOST_QUOTES_OF_ONE = 4, 2
"""The number of figures and quotes in a briefing, and of those from one event."""

_WEIGHTS = get_args(Weight)
_T = TypeVar("_T")


def key_figures(entries: Sequence[Entry], area: str | None) -> tuple[Figure, ...]:
    """A few figures of `entries`, which come newest first, in the order in which they matter.

    The weightiest come first; then those that support an ask; those about the `area` of the
    edition; the newest. Small samples come after others of the same weight. Figures of high weight
    and those about the area are all here, however many they are.
    """

    def is_own(figure: Figure) -> bool:
        return area is not None and figure.area == area

    return _few(
        (entry.figures for entry in entries),
        lambda it: (by_weight(it), it.is_small_sample, not it.supports, not is_own(it)),
        lambda it: it.weight == "high" or is_own(it),
        MOST_FIGURES,
        MOST_FIGURES_OF_ONE,
    )


def key_quotes(entries: Sequence[Entry]) -> tuple[Quote, ...]:
    """A few quotes of `entries`, which come newest first: the weightiest, then the newest.

    Quotes of high weight are all here, however many they are.
    """
    return _few(
        (entry.quotes for entry in entries),
        by_weight,
        lambda it: it.weight == "high",
        MOST_QUOTES,
        MOST_QUOTES_OF_ONE,
    )


def by_weight(thing: Figure | Quote) -> int:
    """The sort key that puts the weightiest first."""
    return _WEIGHTS.index(thing.weight)


def _few(
    groups: Iterable[Sequence[_T]],
    key: Callable[[_T], tuple[int, ...] | int],
    is_certain: Callable[[_T], bool],
    most: int,
    most_of_one: int,
) -> tuple[_T, ...]:
    """The first `most` things by `key`, the first `most_of_one` of each group, and the certain."""

    def first(things: Sequence[_T], number: int) -> list[_T]:
        ranked = sorted(things, key=key)
        return [it for n, it in enumerate(ranked) if n < number or is_certain(it)]

    found = [thing for group in groups for thing in first(group, most_of_one)]
    return tuple(first(found, most))

"""Match the items in two lists."""

import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

_T = TypeVar("_T")
_MAX_PAIRS = 250_000
"""The maximum number of pairs to compare for similarity, which is slow."""


def match_items(
    old_items: Sequence[_T],
    new_items: Sequence[_T],
    keys: Sequence[Callable[[_T], Hashable]],
    likeness: Callable[[_T, _T], float] | None = None,
) -> list[tuple[_T | None, _T | None]]:
    """Match `old_items` with `new_items`. Unmatched items are paired with None.

    Items match if they have one of the `keys` in common; earlier keys take priority. A key that is
    None or empty matches nothing. The remaining items are matched by `likeness`, most alike first,
    if it is above 0. The order of the lists makes no difference, except for items that are equal in
    all keys.
    """
    pairs: list[tuple[_T | None, _T | None]] = []
    unmatched_old, unmatched_new = list(old_items), list(new_items)
    for key in keys:
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for n, new in enumerate(unmatched_new):
            waiting[key(new)].append(n)
        rest: list[_T] = []
        taken: set[int] = set()
        for old in unmatched_old:
            value = key(old)
            if value and waiting.get(value):
                n = waiting[value].pop(0)
                taken.add(n)
                pairs.append((old, unmatched_new[n]))
            else:
                rest.append(old)
        unmatched_old, unmatched_new = (
            rest,
            [new for n, new in enumerate(unmatched_new) if n not in taken],
        )
    if likeness and len(unmatched_old) * len(unmatched_new) <= _MAX_PAIRS:
        # Pairs that are equally alike are sorted in the same order from both sides.
        candidates = sorted(
            (-degree, n + m, abs(n - m), n, m)
            for n, old in enumerate(unmatched_old)
            for m, new in enumerate(unmatched_new)
            if (degree := likeness(old, new)) > 0
        )
        matched: dict[int, int] = {}
        for *_, n, m in candidates:
            if n not in matched and m not in matched.values():
                matched[n] = m
        pairs += [(unmatched_old[n], unmatched_new[m]) for n, m in matched.items()]
        unmatched_old = [old for n, old in enumerate(unmatched_old) if n not in matched]
        unmatched_new = [new for m, new in enumerate(unmatched_new) if m not in matched.values()]
    return [
        *pairs,
        *((old, None) for old in unmatched_old),
        *((None, new) for new in unmatched_new),
    ]


def words_in_common(one: str, other: str) -> float:
    """Return the proportion of words that two texts have in common, from 0 to 1."""
    first, second = (set(re.findall(r"\w+", text.casefold())) for text in (one, other))
    return len(first & second) / len(first | second) if first | second else 1.0

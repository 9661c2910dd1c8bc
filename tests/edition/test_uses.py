"""Notes of the items that are read from a mapping."""

from collections.abc import Callable, Mapping

import pytest

from briefing.edition.uses import EVERY, Use, Watched


@pytest.mark.parametrize(
    ("read", "noted"),
    [
        (lambda items: items["a"], {"a"}),
        (lambda items: items.get("b"), {"b"}),
        (lambda items: items.get("z"), {"z"}),
        (lambda items: "z" in items, {"z"}),
        (lambda items: [items["a"], items["b"]], {"a", "b"}),
        (bool, {EVERY}),
        (list, {EVERY}),
        (lambda items: [*items.values()], {EVERY, "a", "b"}),
        (lambda items: dict(items), {EVERY, "a", "b"}),
        (lambda items: items == {"a": 1}, {EVERY, "a", "b"}),
        (lambda items: None, set[object]()),
    ],
)
def test_everything_that_is_read_is_noted(
    read: Callable[[Mapping[str, int]], object], noted: set[object]
) -> None:
    items = {"a": 1, "b": 2}
    uses: set[Use] = set()
    watched = Watched("letters", items, uses)
    assert read(watched) == read(items)
    assert uses == {Use("letters", key) for key in noted}

"""Hashes of data: equal for equal data in any process, and different for different data."""

import subprocess
import sys
from collections import namedtuple
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from briefing.output.canonical import digest_of
from briefing.record.dates import OpenEnd

Pair = namedtuple("Pair", "first second")


@dataclass(frozen=True, slots=True)
class Box:
    content: Any


@dataclass(frozen=True)
class Other:
    content: Any


DIFFERENT: list[object] = [
    None, True, False, 0, 1, -1, "", "1", "True", "None", b"", b"1", 1.0, Decimal(1),
    Decimal("1.0"), (), (1,), (1, 1), ((1,), 1), (1, (1,)), ("1",), ("11",), ("1", "1"), [1],
    {1: 2}, {1: 2, 3: 4},
    {3: 4, 1: 2}, (1, 2, 3, 4), {1}, {1, 2}, frozenset({1}), Markup("1"), Pair(1, 2), Box(1),
    Box("1"), Box(Markup("1")), Box(Box(1)), Other(1), (Box(1), Box(1)), date(2020, 1, 1),
    datetime(2020, 1, 1), datetime(2020, 1, 1, tzinfo=UTC),
    datetime(2020, 1, 1, tzinfo=ZoneInfo("Europe/London")), OpenEnd.OPEN, OpenEnd.UNKNOWN,
]  # fmt: skip


def test_values_that_differ_have_different_hashes() -> None:
    digests = [digest_of(value) for value in DIFFERENT]
    for (one, first), (two, second) in combinations(zip(DIFFERENT, digests, strict=True), 2):
        assert first != second, (one, two)


TEXTS = st.text(st.sampled_from("ab1:, \ud800"), max_size=4)
VALUES = st.recursive(
    st.one_of(TEXTS, st.integers(-2, 2), st.booleans(), st.none(), st.binary(max_size=2)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(TEXTS, inner, max_size=2),
        inner.map(Box),
        inner.map(Other),
    ),
    max_leaves=5,
)


def exactly(value: Any) -> Any:
    """Return a description that is equal only for values of the same types in the same order."""
    if isinstance(value, Box | Other):
        return type(value), exactly(value.content)
    if isinstance(value, list | tuple):
        return type(value), [exactly(item) for item in value]
    if isinstance(value, dict):
        return dict, [exactly(item) for item in value.items()]
    return type(value), value


@given(VALUES, VALUES)
def test_hashes_are_equal_if_and_only_if_the_values_are(one: object, two: object) -> None:
    assert (digest_of(one) == digest_of(two)) is (exactly(one) == exactly(two))


def test_the_order_of_a_set_does_not_matter() -> None:
    code = "from briefing.output.canonical import digest_of; print(digest_of({*'abcdefgh'}))"
    run = [sys.executable, "-c", code]
    outputs = {
        subprocess.check_output(run, env={"PYTHONHASHSEED": seed}, text=True) for seed in "123"
    }
    assert outputs == {digest_of({*"hgfedcba"}) + "\n"}


@pytest.mark.parametrize("value", [object(), lambda: 1, Box(object()), [range(3)], {"a": open}])
def test_other_objects_are_refused(value: object) -> None:
    with pytest.raises(TypeError, match="cannot be hashed"):
        digest_of(value)

"""Data is written as YAML that reads back as the same data."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record import parsing
from briefing.record.yaml_writing import write_yaml

WORDS = (
    "park",
    "a: b",
    "c #d",
    "2019",
    "1.10",
    "2019-04",
    "true",
    "no",
    "~",
    "[x]",
    "it's",
    "-",
    '"',
)
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30),
    st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join),
    st.lists(st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join), max_size=5).map(
        "\n".join
    ),
)
SCALARS = TEXT | st.integers() | st.booleans() | st.floats(allow_nan=False) | st.none()
DATA = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@given(DATA, st.integers(0, 6), st.sampled_from(("'", '"')))
def test_data_reads_back_as_it_was(data: Any, indent: int, quote: str) -> None:
    text = write_yaml(data, indent=indent, path=("?",), quote=quote)
    read = parsing.loads(text)
    assert read == data and repr(read) == repr(data)
    assert text.endswith("\n")


@given(st.lists(st.sampled_from(WORDS[:2]), min_size=30, max_size=60).map(" ".join))
def test_long_prose_is_folded(prose: str) -> None:
    text = write_yaml({"events": [{"title": "A", "summary": prose}]}, width=60)
    assert parsing.loads(text)["events"][0]["summary"] == prose
    assert max(map(len, text.splitlines())) <= 60


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ({"title": "Bus reform: what comes next"}, 'title: "Bus reform: what comes next"\n'),
        ({"title": "2019"}, 'title: "2019"\n'),
        ([["a -"]], '- ["a -"]\n'),
        ({"events": []}, "events: []\n"),
        (
            {"events": [{"title": "A", "id": "x", "date": "2019-04", "weight": "low", "by": "b"}]},
            "events:\n  - id: x\n    date: 2019-04\n    title: A\n    by: b\n    weight: low\n",
        ),
        (
            {"actors": {"ann": {"type": "person", "name": "Ann, of the council"}}},
            'actors:\n  ann: {name: "Ann, of the council", type: person}\n',
        ),
        (
            {"sources": {"s": {"url": "https://example.org/a#b", "title": "A"}}},
            "sources:\n  s: {title: A, url: https://example.org/a#b}\n",
        ),
    ],
)
def test_the_layout_is_that_of_our_files(data: Any, text: str) -> None:
    assert write_yaml(data) == text

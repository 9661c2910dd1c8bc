"""The positions of every value and key in a file, by line and column."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefing.record.positions import locate, walk, walk_as_far_as_possible
from briefing.record.problems import Path, TextRange

TEXT = """\
title: Ein Café 😀
events:
  - date: 2019-04
    topics: [parks, "roads, and more"]   # two
    summary: |
      One line.
      Another.
    actors:
      -
      - {ref: mayor, as: Mayor}
"""


def under(text: str, place: TextRange) -> str:
    """Return the text at `place` in `text`."""
    lines = text.splitlines(keepends=True)[place.line - 1 : place.end_line]
    lines = [*lines, ""] if len(lines) <= place.end_line - place.line else lines
    lines[-1] = lines[-1][: place.end_column - 1]
    lines[0] = lines[0][place.column - 1 :]
    return "".join(lines)


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        (("title",), "Ein Café 😀", "title"),
        (("events", 0, "date"), "2019-04", "date"),
        (("events", 0, "topics"), '[parks, "roads, and more"]', "topics"),
        (("events", 0, "topics", 1), '"roads, and more"', None),
        (("events", 0, "summary"), "|\n      One line.\n      Another.\n", "summary"),
        (("events", 0, "actors", 0), "", None),
        (("events", 0, "actors", 1, "as"), "Mayor", "as"),
        (("events", 0, "actors", 1, "ref", "deeper", 0), "mayor", "ref"),
        (("events", 0, "nothing"), None, None),
        (("nothing", 3), None, None),
    ],
)
def test_a_value_and_its_key(path: Path, value: str | None, key: str | None) -> None:
    node = locate(TEXT, [path])[path]
    if value is None:
        assert len(node.path) < len(path)
        return
    assert under(TEXT, node.value) == value
    assert (under(TEXT, node.key) if node.key else None) == key


def test_what_stands_before_a_syntax_error_is_found() -> None:
    text = "title: Example\nlanguage: fr\nevents: [\n"
    node = locate(text, [("language",)])[("language",)]
    assert under(text, node.value) == "fr"


def test_an_alias_tells_what_it_repeats() -> None:
    nodes = {node.path: node for node in walk("a: &x {b: 1}\nc: *x\n") if not node.is_key}
    assert nodes[("c",)].repeats == ("a",)
    assert under("a: &x {b: 1}\nc: *x\n", nodes[("c",)].value) == "*x"


keys = st.text("abcäöü 😀'\"", min_size=1, max_size=6)
values: st.SearchStrategy[object] = st.recursive(
    st.text("abc: -#'\"é😀\n", max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=12,
)


@given(record=st.dictionaries(keys, values, min_size=1, max_size=4), flow=st.booleans())
def test_what_stands_at_a_place_is_the_value(record: dict[str, object], flow: bool) -> None:
    text = yaml.dump(record, allow_unicode=True, default_flow_style=flow, width=10_000)
    for node in walk(text):
        expected: object = record
        for step in node.path:
            assert isinstance(expected, dict | list)
            expected = expected[step]  # type: ignore[index]
        if node.is_key:
            assert yaml.safe_load(under(text, node.value)) == node.path[-1]
        elif isinstance(expected, str) and "\n" not in under(text, node.value):
            assert yaml.safe_load(under(text, node.value)) == expected


@given(record=st.dictionaries(keys, values, min_size=1, max_size=4))
def test_every_place_is_in_the_text_even_without_a_last_line_end(record: dict[str, object]) -> None:
    text = yaml.dump(record, allow_unicode=True, width=10_000).rstrip("\n")
    lines = text.split("\n")
    for node in walk(text):
        assert node.value.end_line <= len(lines)
        assert node.value.end_column <= len(lines[node.value.end_line - 1]) + 1


def test_a_walk_ends_at_a_control_character() -> None:
    nodes = [*walk_as_far_as_possible("title: A\nevents: [\x0c]\n")]
    assert len(nodes) < 5

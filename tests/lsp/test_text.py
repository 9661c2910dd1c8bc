"""Positions in the units of editors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.lsp.text import Point, Text

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@pytest.mark.parametrize(("encoding", "column"), [("utf-8", 8), ("utf-16", 4), ("utf-32", 2)])
def test_the_place_after_two_emoji(encoding: str, column: int) -> None:
    text = Text("🐢🐢x", encoding)
    assert text.to_editor(Point(0, 2)) == (0, column)
    assert text.from_editor(0, column) == Point(0, 2)


@given(ANY_TEXT, st.sampled_from(["utf-8", "utf-16", "utf-32"]), st.data())
def test_every_place_comes_back(content: str, encoding: str, data: st.DataObject) -> None:
    text = Text(content, encoding)
    line = data.draw(st.integers(0, len(text.lines) - 1))
    point = Point(line, data.draw(st.integers(0, len(text.lines[line]))))
    assert text.from_editor(*text.to_editor(point)) == point


@given(ANY_TEXT, st.integers(-5, 10), st.integers(-5, 200))
def test_a_place_outside_the_text_is_moved_into_it(content: str, line: int, column: int) -> None:
    point = Text(content).from_editor(line, column)
    assert 0 <= point.line < len(Text(content).lines)
    assert 0 <= point.column <= len(Text(content).lines[point.line])

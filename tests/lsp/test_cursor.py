"""The place of the cursor in the record, in texts that are half written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.lsp.cursor import Cursor, cursor_at
from briefing.lsp.text import Text
from tests.lsp.editor import CURSOR


def at(text: str) -> Cursor | None:
    """Return what is at the mark in a text."""
    before, _, after = text.partition(CURSOR)
    line, column = before.count("\n"), len(before.rpartition("\n")[2])
    whole = Text(before + after)
    return cursor_at(whole.lines, whole.from_editor(line, column))


@pytest.mark.parametrize(
    ("text", "path", "word"),
    [
        ("title: Pa‸rks", ("title",), "Parks"),
        ("events:\n  - source: ‸", ("events", 0, "source"), ""),
        ("events:\n- date: 2019\n- source: ‸\n", ("events", 1, "source"), ""),
        ("events:\n  - a: b\n\n  # x\n  - actors: [one, tw‸", ("events", 1, "actors", 1), "tw"),
        ("events:\n  - actors:\n      - one\n      - ‸two", ("events", 0, "actors", 1), "two"),
        ("events:\n  - actors:\n    - tw‸", ("events", 0, "actors", 0), "tw"),
        (
            "events:\n  - quotes:\n      - {text: 'a, {b', by: m‸",
            ("events", 0, "quotes", 0, "by"),
            "m",
        ),
        (
            "events:\n  - quotes: [\n      {text: a,\n     by: ‸",
            ("events", 0, "quotes", 0, "by"),
            "",
        ),
        ("events:\n  - {kind: news, source: re‸port, id: x}", ("events", 0, "source"), "report"),
        ('events: [{source: "re‸p"}]', ("events", 0, "source"), "rep"),
        ("events:\n  - source: &a rep‸ort # new", ("events", 0, "source"), "report"),
        ("kinds:\n- name: a\n- family: gov‸", ("kinds", 1, "family"), "gov"),
        ("events:\r\n  - kind: news\r\n    source: x‸", ("events", 0, "source"), "x"),
    ],
)
def test_a_value(text: str, path: tuple[str | int, ...], word: str) -> None:
    cursor = at(text)
    assert cursor
    assert (cursor.path, cursor.at, cursor.word) == (path, "value", word) or (
        cursor.path == path and cursor.at == "either" and cursor.word == word
    )


@pytest.mark.parametrize(
    ("text", "path", "keys"),
    [
        ("ti‸", (), set()),
        ("title: x\nev‸\nactors: {}\n", (), {"title", "actors"}),
        ("events:\n  - date: x\n    ‸\n    kind: y\n  - id: x", ("events", 0), {"date", "kind"}),
        ("events:\n  - ki‸nd: news\n    date: 2019\n", ("events", 0), {"date"}),
        ("events:\n  - {date: 2019, ‸, id: x}", ("events", 0), {"date", "id"}),
        ("actors:\n  mayor: {name: x, ty‸", ("actors", "mayor"), {"name"}),
        ("events:\n  - asks: {‸", ("events", 0, "asks"), set()),
    ],
)  # fmt: skip
def test_a_key(text: str, path: tuple[str | int, ...], keys: set[str]) -> None:
    cursor = at(text)
    assert cursor
    assert cursor.path == path
    assert cursor.at in ("key", "either")
    assert cursor.keys == keys


@pytest.mark.parametrize(
    "text",
    [
        "title: x # not‸e",
        "events:\n  - summary: |\n      A line, and source: ‸\n",
        "events:\n  - summary: a long text\n      source: ‸",
        "events:\n  - actors: [a]‸",
    ],
)
def test_nothing_belongs_in_texts_and_comments(text: str) -> None:
    assert at(text) is None


@given(st.text(st.sampled_from("ab:-# \n[]{},'\"|>&!\t\r\u2028🐢")), st.integers(0, 50))
def test_any_text_has_an_answer(text: str, place: int) -> None:
    cursor = at(text[:place] + CURSOR + text[place:])
    if cursor:
        line = Text(text).lines[cursor.span.start.line]
        shown = line[cursor.span.start.column : cursor.span.end.column]
        assert cursor.word in shown
        assert shown in line

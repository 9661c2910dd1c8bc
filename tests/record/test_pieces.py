"""A file that is read in pieces gives the same record and problems as one that is read whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from benchmarks.records import record
from briefing.record import parts, pieces, piecewise
from briefing.record.loading import File, load
from briefing.record.pieces import in_pieces
from briefing.record.piecewise import PieceCache

LINES = "".join(record(4)).splitlines()
ODD_LINES = """
# A comment
    # - A comment
---
...
%YAML 1.2
x: y
  x: y
{a: b}
events: []
events:
'events': []
  events:
sources: {}
small_sample: 50
  -
- a
 - a
  - a
    - a
  - {date: 2019, kind: news, title: A}
  - - a
]
[
}
"
'
title: 'A
title: "A
    title: 'A
    and B'
    B"
    topics: &a [parks]
    topics: *a
    topics: [parks, and roads]
    notes: #1
    summary: |
    summary: >+
      - title: B
    notes: &c. also
    x
  x
    figures: [{label: a, value: 1.50}]
    figures: [{label: a, value: 1.5}]
\tx: y
    disputed: A &amp; B
    disputed: "\\e"
    disputed: !x
    id: 2019
? a
    date: 5th of May
    date: May-ish
    kin: news
    weight: heavy
    actors: [nobody, person-1]
    actors: person-0
    source: report-9
    source: Report 2 on matters of public interest
    asks: {ask-0: done}
    asks: ask-0
    commitments: [{id: a, title: A, by: Person 0, due: soon}]
    commitments: [{id: a, by: person-0, due: 2 months after event-1}]
    quotes: [{text: A, b, by: person-0}]
    figures: [{label: a, value: many}]
    title: [a, b]
    responds to: event-0
    title: A\aB
""".splitlines()
CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["insert", "replace", "delete", "repeat"]),
        st.integers(0, len(LINES) - 1),
        st.sampled_from(ODD_LINES),
    ),
    max_size=3,
)


def changed(changes: list[tuple[str, int, str]]) -> str:
    lines = LINES.copy()
    for action, at, line in changes:
        number = at % len(lines)
        new = {"insert": [lines[number], line], "replace": [line], "repeat": [lines[number]] * 2}
        lines[number : number + 1] = new.get(action, [])
    return "\n".join(lines) + "\n"


@contextmanager
def length_of_pieces(length: int) -> Iterator[None]:
    with patch.object(pieces, "LENGTH", length):
        yield


def loaded(text: str, length: int, cache: PieceCache | None = None) -> tuple[Any, ...]:
    with length_of_pieces(length):
        result = load([File("events.yaml", text.encode())], cache=cache)
    places = [event.where for event in result.record.events]
    return result.record, places, result.problems, result.more, result.unread


KINDS = [n for n, line in enumerate(LINES) if line.startswith("    kind:")]


@pytest.mark.parametrize(
    "at", [KINDS[1], *(pytest.param(n, marks=pytest.mark.long) for n in (0, KINDS[-1] - 3))]
)
def test_pieces_give_the_same_record_and_problems_with_each_odd_line(at: int) -> None:
    for line in ODD_LINES:
        text = changed([("insert", at, line)])
        assert loaded(text, 50) == loaded(text, 1_000_000), line


@given(CHANGES, st.sampled_from(["", "  "]), st.sampled_from([50, 1_000, 3_000]))
@example([("insert", 2, "small_sample: 50"), ("insert", 80, "    id: 007")], "  ", 50)
def test_pieces_give_the_same_record_and_problems(
    changes: list[tuple[str, int, str]], indent: str, length: int
) -> None:
    text = changed(changes).replace("\n  ", f"\n{indent}")
    assert loaded(text, length) == loaded(text, 1_000_000)


@given(
    st.lists(CHANGES, min_size=1, max_size=3), st.sampled_from([50, 1_000, 3_000]), st.booleans()
)
@example([[("insert", KINDS[1], "  x: y"), ("insert", KINDS[-1], "    title: A\aB")]], 50, False)
def test_what_was_read_before_makes_no_difference(
    versions: list[list[tuple[str, int, str]]], length: int, is_repaired: bool
) -> None:
    """In an editor, a file is read again after each change, and most pieces are as before."""
    cache = PieceCache()
    longest = parts.MAX_LENGTH_TO_REPAIR if is_repaired else 0
    with patch.object(parts, "MAX_LENGTH_TO_REPAIR", longest):
        for changes in ([], *versions, []):
            text = changed(changes)
            assert loaded(text, length, cache) == loaded(text, 1_000_000)


def test_two_copies_of_a_piece_have_their_own_places() -> None:
    event = "- {date: 2019, kind: news, title: A, source: https://example.org/a}\n"
    cache = PieceCache()
    for title in "ABC":
        text = f"title: {title}\nevents:\n{event * 40}"
        assert loaded(text, 400, cache) == loaded(text, 1_000_000)


def test_two_files_with_the_same_pieces_have_their_own_places() -> None:
    event = "- {date: 2019, kind: news, title: A, source: https://example.org/a}\n"
    cache = PieceCache()
    for title in "ABC":
        files = [
            File("one.yaml", f"title: {title}\nevents:\n{event * 40}".encode()),
            File("two.yaml", f"recent: a year\nevents:\n{event * 40}".encode()),
        ]
        with length_of_pieces(400):
            result, again = load(files, cache=cache), load(files)
        assert result.problems == again.problems
        assert [event.where for event in result.record.events] == [
            event.where for event in again.record.events
        ]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("indent", ["", "  "])
def test_a_long_list_of_events_is_split(indent: str, line_end: str) -> None:
    text = "".join(record(20))
    start, end = text.index("\nevents:") + 1, text.index("editions:")
    events = text[start:end].replace("\n  ", f"\n{indent}")
    text = (text[:start] + events + text[end:]).replace("\n", line_end)
    with length_of_pieces(1_000):
        first, *others = (piece.text for piece in in_pieces(text))
        read = piecewise._read_in_pieces("events.yaml", text)
    assert "editions:" in first
    assert "date:" not in first.partition("events:")[2]
    assert len(others) > 5
    assert read is not None
    assert read.content == parts.read_part("events.yaml", text).content


@pytest.mark.parametrize(("start", "end"), [('title: "A', 'B"'), ("{title: A,", "}"), ('"A', 'B"')])
def test_text_that_looks_like_a_list_of_events_is_not_split_off(start: str, end: str) -> None:
    event = "{date: 2019, kind: news, title: A, source: https://example.org/a}"
    text = f"{start}\nevents:\n  - {event}\n{end}\n"
    with length_of_pieces(50):
        assert len([*in_pieces(text)]) == 2
    assert loaded(text, 50) == loaded(text, 1_000_000)

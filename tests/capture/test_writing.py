"""The events files that imports write have no errors, whatever texts they contain."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.capture.writing import new_file
from briefing.record import parsing
from briefing.record.loading import File
from briefing.record.problems import errors
from tests.capture.tables import TODAY, imported, table
from tests.helpers import load, load_record

HEAD = ["Date", "Title", "Type", "Source", "Who", "Other"]


def written(rows: list[list[str]]) -> tuple[str, dict[str, Any]]:
    text = new_file(imported(table([HEAD, *rows])), "A title: with a colon", TODAY)
    data = parsing.loads(text)
    assert isinstance(data, dict)
    return text, data


def test_a_new_file_explains_itself() -> None:
    rows = [["3/4/21", "A consultation opens", "", "", "", ""], ["25/4/21", "B", "", "", "", "x"]]
    rows += [["TBC", "C", "", "https://example.org/c", "", ""], ["2019", "D", "", "", "", ""]]
    text, data = written(rows)
    assert (
        text
        == """\
# Imported from a.csv on 29 November 2026: 3 events from 5 rows.
# 1 row is not an event yet: look for 'To do', complete each one, and delete the # signs.
# 3/4/21 is 3 April 2021, as 25/4/21 shows.
# Two-digit years are read as 1970 to 2069: 3/4/21 is in 2021.
# Check it with: briefing check
title: "A title: with a colon"  # the subject of the record

kinds: [event]

events:
  - date: 2021-04-03
    kind: event  # consultation?
    title: A consultation opens

  # a.csv, row 3:
  # Other: x
  - date: 2021-04-25
    kind: event
    title: B

  # To do (a.csv, row 4): 'TBC' cannot be read as a date.
  # - date: TBC
  #   kind: event
  #   title: C
  #   source: https://example.org/c

  - date: 2019
    kind: event
    title: D
"""
    )
    assert len(data["events"]) == 3


def test_a_comment_becomes_an_event_without_its_signs() -> None:
    text, _ = written([["TBC", "C", "vote", "https://example.org/c", "", ""], ["2019", "D"]])
    lines = [
        line.replace("# ", "", 1) if "To do" not in line and line.startswith("  #") else line
        for line in text.splitlines()
    ]
    record = load_record("\n".join(lines).replace("date: TBC", "date: 2018"))
    assert [event.title for event in record.events] == ["C", "D"]


NASTY = [
    "a\n- date: 2019\n  title: injected", "# not: a comment", "x: y", "'\"", "*a *b &c !d", "- x",
    "{a: b}", "[..]", "a\u2028events: []", "a\x85title: b", "%YAML 1.2", "---", "...", "null",
    "<script>", "[x](javascript:alert(1))", "![x](y)", "1. a", "# x\n# y", "|", ">", "@x", "`x`",
    "```\ncode", "\ta", "a #b", "https://user:pass@example.org/", "~~x~~", "&#65;", "a" * 6000,
    f"https://example.org/{'x' * 2000}",
]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(NASTY) | st.text(max_size=30), min_size=5, max_size=5),
                min_size=1, max_size=4))  # fmt: skip
def test_texts_stay_texts(texts: list[list[str]]) -> None:
    rows = [["2019", *row] for row in texts]
    done = imported(table([HEAD, *rows]))
    text = new_file(done, "Title", TODAY)
    data = parsing.loads(text)
    assert isinstance(data, dict)
    expected = [draft.event["title"] for draft in done.drafts]
    assert [event["title"] for event in data.get("events") or []] == expected
    assert set(data) <= {"title", "kinds", "actors", "sources", "events"}


@pytest.mark.parametrize("text", NASTY)
def test_a_file_with_any_text_has_no_errors(text: str) -> None:
    done = imported(table([HEAD, ["2019", "A title", text[:50], text, text, text]]))
    loaded = load([File("events.yaml", new_file(done, "Title", TODAY).encode())])
    assert not errors(loaded.problems), loaded.problems


def test_a_table_that_is_no_chronology_is_one_comment() -> None:
    chronology = table([["Date", "Title"], ["2019", "A"]], name="Chronology")
    other = table([["Name", "Town"], ["Ann", "Leeds"], ["Bob", "York"]], name="People")
    done = imported(chronology, other)
    assert done.counts.unplaced == 3
    text = new_file(done, "Title", TODAY)
    assert text.endswith(
        "  # To do (a.csv, People, rows 1 to 3): its table has no date column.\n"
        "  # Name | Town\n"
        "  # Ann | Leeds\n"
        "  # Bob | York\n"
    )

"""Imports are added to a record where they belong, and nothing else changes."""

import pytest

from briefing.capture.existing import existing_in
from briefing.capture.importing import Imported
from briefing.capture.inserting import (
    edits_for,
    spots_for,
    with_rest,
    without_comments_in,
)
from briefing.record import parsing
from briefing.record.editing import apply_edits
from tests.capture.tables import imported, table
from tests.helpers import load_record

HEAD = ["Date", "Title", "Type", "Source", "Who"]
RECORD = """\
title: Parks  # about parks

events:
  - date: 2019-04   # when
    kind: news
    title: A park opens
    source: https://example.org/a
editions:
  short: {template: member}
"""


def added(text: str, done: Imported) -> str:
    """Return the text of a record with an import."""
    record, content = load_record(text), parsing.loads(text)
    assert isinstance(content, dict)
    spots = spots_for(done.drafts, record, {"events.yaml": len(record.events)}, "events.yaml")
    edited = apply_edits(text, edits_for(done, content, spots, None))
    assert not edited.refused
    indexes = [spot.index for spot in spots]
    titles = [event["title"] for event in parsing.loads(edited.text)["events"]]
    assert [titles[n] for n in indexes] == [draft.event["title"] for draft in done.drafts]
    return with_rest(edited.text, done, content)


def test_adding_to_a_record_changes_nothing_else() -> None:
    record = load_record(RECORD)
    rows = [
        ["TBC", "C", "", "", ""],
        ["2020", "B", "vote", "https://example.org/b", "Ofcom"],
        ["2019-04", "A park opens", "", "", ""],
        ["soon", "E", "", "", ""],
    ]
    done = imported(table([HEAD, *rows]), existing=existing_in(record))
    text = added(RECORD, done)
    kept = RECORD.splitlines()
    assert [line for line in text.splitlines() if line in kept] == kept
    again = load_record(text)
    assert [event.title for event in again.events] == ["A park opens", "B"]
    assert "'TBC' cannot be read as a date" in text and "'soon' cannot be read as a date" in text

    repeated = imported(table([HEAD, *rows]), existing=existing_in(again))
    repeated = without_comments_in(repeated, text)
    assert not repeated.drafts and not repeated.unplaced and repeated.counts.add_up


@pytest.mark.parametrize("end", ["", "editions:\n  short: {template: member}\n"])
def test_a_row_that_is_no_event_yet_becomes_one_when_it_is_completed(end: str) -> None:
    start = "title: A\nactors:\n  dfe: {name: DfE}\n"
    text = f"{start}events:\n  - {{date: 2019, kind: news, title: T}}\n{end}"
    rows = [["TBC", "C", "vote", "", "DfE"], ["TBC", "C", "vote", "", "Ofcom; DfE"]]
    text = added(text, imported(table([HEAD, *rows]), existing=existing_in(load_record(text))))
    assert "\n  # - date: TBC\n  #   kind: vote\n  #   title: C\n  #   actors: [dfe]\n" in text
    start, _, rest = text.partition("  # - date")
    block, _, others = rest.partition("  # To do")
    done = "- date".join((start + "  ", block.replace("  # ", "  ").replace("TBC", "2020-05")))
    completed = load_record(f"{done}  # To do{others}")
    assert [event.title for event in completed.events] == ["T", "C"]
    assert "ofcom" in completed.actors

    again = imported(table([HEAD, *rows]), existing=existing_in(completed))
    assert [item.reason for item in again.already_there] == [
        "same title, and there its date is 2020-05"
    ]
    assert len(again.unplaced) == 1


def test_no_row_is_lost_if_the_file_has_no_events() -> None:
    rows = [["TBC", "C", "", "", ""], ["2020", "B", "", "", ""], ["soon", "D", "", "", ""]]
    done, text = imported(table([HEAD, *rows])), "title: A\n"
    spots = spots_for(done.drafts, load_record(RECORD), {"new.yaml": 0}, "new.yaml")
    edited = apply_edits(text, edits_for(done, {"title": "A"}, spots, None))
    text = with_rest(edited.text, done, {"title": "A"})
    assert "  # - date: TBC" in text and "  # - date: soon" in text
    assert [event.title for event in load_record(text).events] == ["B"]


def test_an_event_is_already_there_under_its_title_in_any_language() -> None:
    record = load_record(RECORD.replace("A park opens", "{en: A park opens, cy: Parc yn agor}"))
    rows = [["2019-04", title, "", "", ""] for title in ("A park opens", "Parc yn agor")]
    done = imported(table([HEAD, *rows]), existing=existing_in(record))
    assert [item.reason for item in done.already_there] == ["same date and title"] * 2


def test_a_new_source_of_an_event_that_is_already_there_is_named() -> None:
    rows = [["2019-04", "A park opens", "", "https://example.org/new", ""]]
    rows += [["2019-04", "A park opens", "", "https://www.example.org/a/", ""]]
    done = imported(table([HEAD, *rows]), existing=existing_in(load_record(RECORD)))
    assert [item.reason for item in done.already_there] == [
        "same date and title. It does not cite https://example.org/new",
        "same date and title",
    ]


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (["2018", "2019", "2021"], ["2018", "2018-05", "2019", "2020", "2020-07", "2021", "2022"]),
        (["2021", "2019", "2018"], ["2022", "2021", "2020-07", "2020", "2019", "2018-05", "2018"]),
        (
            ["2019", "2021", "2018", "2020"],
            ["2019", "2021", "2018", "2020", "2022", "2020-07", "2020", "2018-05"],
        ),
    ],
)
def test_events_keep_the_order_of_the_file(order: list[str], expected: list[str]) -> None:
    lines = [f"  - {{date: {date}, kind: news, title: T {date}}}\n" for date in order]
    text = f"title: A\nevents:\n{''.join(lines)}"
    rows = [[date, f"N {date}"] for date in ("2022", "July 2020", "2020", "May 2018")]
    done = imported(table([HEAD, *rows]))
    events = parsing.loads(added(text, done))["events"]
    dates = [str(event["date"]) for event in events]
    assert dates == expected

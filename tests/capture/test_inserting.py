"""Imports are added to a record where they belong, and nothing else changes."""

import pytest

from briefing.capture.existing import existing_in
from briefing.capture.importing import Imported
from briefing.capture.inserting import (
    comments_after,
    edits_for,
    spots_for,
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
    return edited.text + comments_after(done)


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

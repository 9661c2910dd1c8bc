"""Every row of the messy files has the date and the title that it should have."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing.capture.reading import read_tables
from briefing.capture.table import EMPTY, Cell, Row, Table
from briefing.record.dates import DateProblem, parse_edtf
from briefing.record.english_dates import meanings
from tests.helpers import briefing

FILES = Path(__file__).parent / "files"
OWN_FORMATS = (".ics", ".json", ".jsonl", ".atom", ".rss", ".xml", "timelinejs-sheet.csv")
TRUTHS = sorted(
    truth for truth in FILES.glob("*.truth.yaml")
    if truth.name.removesuffix(".truth.yaml").endswith(OWN_FORMATS)
)  # fmt: skip


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.name.removesuffix(".truth.yaml"))
def test_no_row_and_no_date_is_lost(truth: Path) -> None:
    expected = yaml.load(truth.read_text(), yaml.BaseLoader)
    name = truth.name.removesuffix(".truth.yaml")
    rows = [
        (table, row)
        for table in read_tables((FILES / name).read_bytes(), name)
        for row in table.rows[1:]
    ]
    assert len(rows) == int(expected["rows"])
    for (table, row), event in zip(rows, expected["events"], strict=True):
        assert cell_of(table, row, "title").text == event["title"]
        assert row.aside == event.get("aside", "")
        assert is_date(table, row, event)


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.name.removesuffix(".truth.yaml"))
def test_the_imported_record_has_every_event(truth: Path, tmp_path: Path) -> None:
    expected = yaml.load(truth.read_text(), yaml.BaseLoader)["events"]
    name, target = truth.name.removesuffix(".truth.yaml"), tmp_path / "events.yaml"
    done = briefing("import", FILES / name, "-o", target)
    assert done.exit_code == 0, done.stderr
    record = yaml.load(target.read_text(), yaml.BaseLoader)
    events = [(event["date"].partition("T")[0], event["title"]) for event in record["events"]]
    placed = [event for event in expected if event["date"] and not event.get("aside")]
    assert events[: len(placed)] == [
        (event["date"], event["title"] or events[n][1]) for n, event in enumerate(placed)
    ]
    for event in expected:
        assert event["title"].split("’")[0] in target.read_text().replace("\n  # ", " ")
    assert briefing("check", target).exit_code == 0


def is_date(table: Table, row: Row, event: dict[str, Any]) -> bool:
    starts = possible(cell_of(table, row, "date"))
    ends = possible(cell_of(table, row, "end"))
    if ends:
        return event["date"] in {f"{start}/{end}" for start in starts for end in ends}
    return event["date"] in starts if event["date"] else not starts


def cell_of(table: Table, row: Row, role: str) -> Cell:
    names = [cell.text.lower() for cell in table.rows[0].cells]
    by_name = {"date": ("date", "when"), "title": ("title", "what happened")}
    for n, cell in enumerate(row.cells):
        is_known = table.columns.get(n) == role
        if is_known or (not table.columns and names[n] in by_name.get(role, ())):
            return cell
    return EMPTY


def possible(cell: Cell) -> set[str]:
    """Return the dates that a cell can mean, as EDTF."""
    if cell.day:
        return {cell.day.isoformat()}
    try:
        return {parse_edtf(cell.text).text}
    except DateProblem:
        return {meaning.text for meaning in meanings(cell.text)}


def test_there_are_enough_files() -> None:
    assert len(TRUTHS) >= 10

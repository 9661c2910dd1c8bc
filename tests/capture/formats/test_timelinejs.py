"""TimelineJS: dates as vague as they are, and slides that are not events."""

import json
from datetime import time
from io import BytesIO

import pytest
from openpyxl import Workbook

from briefing.capture.reading import read_tables
from briefing.capture.table import Cell, Row
from briefing.evidence.kinds import NotReadable

HEADERS = (
    "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Type"
)


def sheet(line: str) -> tuple[dict[str, Cell], Row]:
    table = read_tables(f"{HEADERS}\n1999,,,,,,,,,Other,,,\n{line}\n".encode(), "a.csv")[0]
    row = table.rows[2]
    return {table.columns[n]: cell for n, cell in enumerate(row.cells)}, row


@pytest.mark.parametrize(
    ("numbers", "date"),
    [
        ("2019,4,3", "2019-04-03"),
        ("2019,04", "2019-04"),
        ("2019,Sept.", "2019-09"),
        ("2019", "2019"),
        ("87,1", "0087-01"),
        ("-1", "0000"),
        ("-44,3,15", "-0043-03-15"),
        ("12019", "12019"),
        ("2019,2,30", "2019 2 30"),
        ("2019,13", "2019 13"),
        ("2019,,3", "2019 3"),
        ("soon,1,1", "soon 1 1"),
    ],
)
def test_dates_are_as_vague_as_they_are(numbers: str, date: str) -> None:
    line = numbers + "," * (9 - numbers.count(",")) + "A walk,,,"
    assert sheet(line)[0]["date"].text == date


@pytest.mark.parametrize(
    ("written", "time", "notes"),
    [("9:05", "09:05", ()), ("14:30:00", "14:30", ()), ("25:00", "", ("time: 25:00",)),
     ("noon", "", ("time: noon",))],
)  # fmt: skip
def test_a_time_is_a_time_or_a_note(written: str, time: str, notes: tuple[str, ...]) -> None:
    cell = sheet(f"2019,6,1,{written},,,,,,A,,,")[0]["date"]
    assert (cell.time, cell.notes) == (time, notes)


def test_a_display_date_is_a_note_or_the_date_if_there_is_no_other() -> None:
    assert sheet("2019,6,1,,,,,,Summer 2019,A,,,")[0]["date"].notes == ("Shown as Summer 2019",)
    assert sheet(",,,,,,,,Summer 2019,A,,,")[0]["date"].text == "Summer 2019"


@pytest.mark.parametrize("type", ["title", "Era", ""])
def test_the_title_and_eras_are_not_events(type: str) -> None:
    assert bool(sheet(f"2019,,,,,,,,,A,,,{type}")[1].aside) == bool(type)


def test_a_picture_is_not_a_source() -> None:
    found = sheet("2019,,,,,,,,,A,,https://example.org/a.jpg?w=100,")[0]
    assert "url" not in found and found["note"].text == "Picture: https://example.org/a.jpg?w=100"
    assert sheet("2019,,,,,,,,,A,,https://example.org/a,")[0]["url"].text == "https://example.org/a"


def test_a_sheet_and_json_give_the_same() -> None:
    event = {
        "start_date": {"year": 2019, "month": "4", "day": "3", "hour": 9, "minute": 5},
        "end_date": {"year": "2019", "month": 5},
        "text": {"headline": "A <b>walk</b>", "text": "<p>Rain.</p><script>alert(1)</script>"},
        "media": {"url": "https://example.org/a"},
    }
    content = json.dumps({"events": [event, {"start_date": {"year": 1999}}]}).encode()
    table = read_tables(content, "a.json")[0]
    found = {table.columns[n]: cell for n, cell in enumerate(table.rows[1].cells)}
    line = "2019,4,3,09:05,2019,5,,,,A <b>walk</b>,<p>Rain.</p><script>alert(1)</script>,"
    line += "https://example.org/a,"
    assert {role: cell for role, cell in sheet(line)[0].items() if not cell.is_empty} == found
    assert found["title"].text == "A walk" and found["summary"].text == "Rain."


def test_other_tables_are_left_as_they_are() -> None:
    assert not read_tables(b"Year,Headline\n2019,A\n", "a.csv")[0].columns


def test_a_sheet_without_slides_has_no_table() -> None:
    with pytest.raises(NotReadable, match="it has no table"):
        read_tables(f"{HEADERS}\n".encode(), "a.csv")


def test_a_workbook_is_read_like_a_csv_file() -> None:
    workbook = Workbook()
    sheet = workbook.active
    assert sheet is not None
    sheet.append(HEADERS.split(","))
    sheet.append([2019, 4, 3, time(14, 30), None, None, None, None, None, "A walk"])
    sheet.append([2019.0, "June", None, None, 2020, None, None, None, None, "A talk", None, None])
    sheet.append([2018, None, None, None, 2022, *[None] * 4, "Dry", None, None, "era"])
    content = BytesIO()
    workbook.save(content)
    written = f"{HEADERS}\n2019,4,3,14:30,,,,,,A walk,,,\n2019,June,,,2020,,,,,A talk,,,\n"
    written += "2018,,,,2022,,,,,Dry,,,era\n"
    in_csv = read_tables(written.encode(), "a.csv")[0]
    assert read_tables(content.getvalue(), "a.xlsx")[0].rows == in_csv.rows

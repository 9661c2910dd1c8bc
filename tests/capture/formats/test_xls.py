"""The sheets of old Excel workbooks, made with LibreOffice."""

from contextlib import suppress
from pathlib import Path
from struct import error as StructError

from hypothesis import given
from hypothesis import strategies as st

from briefing.capture.formats.xls_styles import looks_of
from briefing.capture.reading import tables_of
from tests.capture.showing import lines

FILES = Path(__file__).parents[1] / "files"


def test_a_sheet_is_read_as_it_is_shown() -> None:
    (table,) = tables_of((FILES / "sheet.xls").read_bytes(), "sheet.xls")
    assert lines(table) == [
        "1 Date | Event | Source | Private",
        "2 4 March 2020 <2020-03-04> | The first second reading / Second line | Hansard | 12",
        "3 (4 March 2020 <2020-03-04>) | [Struck row] |  | ",
        "6 April 2020 | A formula |  | ",
        "7 2021",
        "8 6 May {The sheet shows only “6 May”, but stores 6 May 2021.} | No year shown |  | ",
        "9 7 May 2021 09:30 <2021-05-07 09:30> | With a time |  | ",
    ]
    *hidden, not_read = table.notes
    assert hidden == ["Row 6 is hidden in the file.", "Column D is hidden in the file."]
    assert not_read.startswith("In old Excel workbooks")


def test_a_workbook_is_read_like_one_in_the_new_format() -> None:
    (old,) = tables_of((FILES / "date-cells.xls").read_bytes(), "date-cells.xls")
    (new,) = tables_of((FILES / "date-cells.xlsx").read_bytes(), "date-cells.xlsx")
    assert [[(cell.text, cell.day, cell.struck) for cell in row.cells] for row in old.rows] == [
        [(cell.text, cell.day, cell.struck) for cell in row.cells] for row in new.rows
    ]


def test_a_longer_workbook_is_stored_in_another_way() -> None:
    (table,) = tables_of((FILES / "meetings.xls").read_bytes(), "meetings.xls")
    assert sum(bool(row.cells[1].struck) for row in table.rows) == 7
    assert sum(bool(row.cells[0].day) for row in table.rows) == 53


@given(st.integers(0, 6655), st.binary(max_size=8))
def test_the_formats_of_a_damaged_workbook_are_read_or_refused(place: int, damage: bytes) -> None:
    content = bytearray((FILES / "sheet.xls").read_bytes())
    content[place : place + len(damage)] = damage
    with suppress(StructError, IndexError):
        looks_of(bytes(content))


def test_a_workbook_of_a_website_that_is_only_text_is_read() -> None:
    (table,) = tables_of(b"Date\tEvent\n3 March 2020\tOne\n", "export.xls")
    assert lines(table) == ["1 Date | Event", "2 3 March 2020 | One"]

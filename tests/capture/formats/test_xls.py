"""The sheets of old Excel workbooks, made with LibreOffice."""

from pathlib import Path

from briefing.capture.reading import tables_of
from tests.capture.showing import lines

FILES = Path(__file__).parents[1] / "files"


def test_a_sheet_is_read_as_it_is_shown() -> None:
    (table,) = tables_of((FILES / "sheet.xls").read_bytes(), "sheet.xls")
    assert lines(table)[:3] == [
        "1 Date | Event | Source | Private",
        "2 4 March 2020 <2020-03-04> | The first second reading / Second line | Hansard | 12",
        "3 (4 March 2020 <2020-03-04>) | Struck row |  | ",
    ]
    assert "save the workbook as xlsx" in table.notes[-1]


def test_a_workbook_of_a_website_that_is_only_text_is_read() -> None:
    (table,) = tables_of(b"Date\tEvent\n3 March 2020\tOne\n", "export.xls")
    assert lines(table) == ["1 Date | Event", "2 3 March 2020 | One"]

"""The sheets of an old Excel workbook (xls), with the saved values of its formulas."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from briefing.capture.grid import Slot, rows_of
from briefing.capture.number_formats import number_format, shown, shown_date
from briefing.capture.sheets import hidden_notes
from briefing.capture.table import Cell, Table, as_read, table_of
from briefing.evidence.kinds import NotReadable

_AS_XLSX = "Open it in Excel or LibreOffice, and save it as an Excel workbook (xlsx)"
_NOT_READ = (
    "Links, comments and struck-out text of old Excel workbooks (xls) are not read. A date that "
    "shows only its month is read as the first day of it. To keep them, save the workbook as xlsx."
)


def read(content: bytes, name: str) -> list[Table]:
    """Return a table for each sheet.

    Raises:
        NotReadable: it is damaged, has a password or is another kind of old Office file.
    """
    from python_calamine import (
        CalamineError,
        CalamineWorkbook,
        PasswordError,
        SheetTypeEnum,
        SheetVisibleEnum,
    )

    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = [
            (each, book.get_sheet_by_name(each.name))
            for each in book.sheets_metadata
            if each.typ == SheetTypeEnum.WorkSheet
        ]
    except PasswordError:
        raise NotReadable("it has a password", "Save it without one") from None
    except CalamineError:
        reason = "it is an old Office file without sheets, is damaged or has a password"
        raise NotReadable(reason, _AS_XLSX) from None
    tables = []
    for about, sheet in sheets:
        values = sheet.to_python(skip_empty_area=False)
        table = table_of(name, sheet.name, rows_of(_grid(values, sheet.merged_cell_ranges or [])))
        hidden = hidden_notes((), (), (), sheet=about.visible != SheetVisibleEnum.Visible)
        tables.append(replace(table, notes=(*hidden, _NOT_READ)))
    return tables


def _grid(
    values: list[list[Any]], merged: list[tuple[tuple[int, int], tuple[int, int]]]
) -> dict[int, dict[int, Slot]]:
    """Return the cells by row, from 1, and column. Cells under merged cells are empty in xls."""
    spans = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in merged}
    grid: dict[int, dict[int, Slot]] = {}
    for number, row in enumerate(values):
        grid[number + 1] = {}
        for column, value in enumerate(row):
            if value != "":
                rows, columns = spans.get((number, column), (1, 1))
                grid[number + 1][column] = Slot(_cell(value), columns, rows)
    return grid


def _cell(value: Any) -> Cell:
    match value:
        case bool():
            return Cell(str(value).upper())
        case datetime():
            return shown_date(value, frozenset("ymdH"))
        case date():
            return shown_date(datetime(value.year, value.month, value.day), frozenset("ymd"))
        case time():
            return Cell(f"{value:%H:%M}")
        case timedelta():
            return Cell(str(value))
        case int() | float():
            return shown(value, number_format("General"))
    return Cell(as_read(value))

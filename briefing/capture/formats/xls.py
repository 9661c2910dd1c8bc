"""The sheets of an old Excel workbook (xls), with the saved values of its formulas."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from io import BytesIO
from struct import error as StructError
from typing import Any

from briefing.capture.cell_maker import struck_out
from briefing.capture.formats.xls_styles import Look, SheetLooks, looks_of
from briefing.capture.grid import Slot, rows_of
from briefing.capture.number_formats import NumberFormat, number_format, shown, shown_date
from briefing.capture.sheets import hidden_notes
from briefing.capture.table import Cell, Table, as_read, table_of
from briefing.evidence.kinds import NotReadable

_AS_XLSX = (
    "Open it in Excel, Word or LibreOffice, and save it without a password as an Excel workbook "
    "(xlsx) or a Word document (docx)"
)
_NOT_READ = (
    "In old Excel workbooks (xls), links and comments are not read, and struck-out text is "
    "recognised only if the whole cell is struck out. To keep them, save the workbook as xlsx."
)
_TOO_OLD = (
    "The formats and struck-out text of this workbook cannot be read, so check dates that show "
    "only a month. To keep them, save the workbook as xlsx."
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
    looks: Mapping[str, SheetLooks] = {}
    with suppress(StructError, IndexError):  # Calamine reads some damaged files.
        looks = looks_of(content)
    tables = []
    for about, sheet in sheets:
        look = looks.get(sheet.name)
        values = sheet.to_python(skip_empty_area=False)
        grid = _grid(values, sheet.merged_cell_ranges or [], look or SheetLooks())
        table = table_of(name, sheet.name, rows_of(grid))
        hidden = hidden_notes(
            table.rows,
            {row + 1 for row in look.hidden_rows} if look else (),
            look.hidden_columns if look else (),
            sheet=about.visible != SheetVisibleEnum.Visible,
        )
        tables.append(replace(table, notes=(*hidden, _NOT_READ if look else _TOO_OLD)))
    return tables


def _grid(
    values: list[list[Any]],
    merged: list[tuple[tuple[int, int], tuple[int, int]]],
    looks: SheetLooks,
) -> dict[int, dict[int, Slot]]:
    """Return the cells by row, from 1, and column. Cells under merged cells are empty in xls."""
    spans = {start: (end[0] - start[0] + 1, end[1] - start[1] + 1) for start, end in merged}
    grid: dict[int, dict[int, Slot]] = {}
    for number, row in enumerate(values):
        grid[number + 1] = {}
        for column, value in enumerate(row):
            if value != "":
                rows, columns = spans.get((number, column), (1, 1))
                cell = _cell(value, looks.cells.get((number, column)))
                grid[number + 1][column] = Slot(cell, columns, rows)
    return grid


def _cell(value: Any, look: Look | None) -> Cell:
    """Return the cell of a value, as its format shows it."""
    form = look.form if look else number_format("General")
    cell = _shown(value, form)
    return struck_out(cell) if look and look.is_struck else cell


def _shown(value: Any, form: NumberFormat) -> Cell:
    match value:
        case bool():
            return Cell(str(value).upper())
        case datetime():
            return shown_date(value, form.parts or frozenset("ymdH"))
        case date():
            parts = form.parts or frozenset("ymd")
            return shown_date(datetime(value.year, value.month, value.day), parts)
        case time():
            return Cell(f"{value:%H:%M}")
        case timedelta():
            return Cell(str(value))
        case int() | float():
            return shown(value, form)
    return Cell(as_read(value))

"""Tables as text for people, JSON for programs and CSV for spreadsheets."""

import csv
import io
import json
import re
from datetime import date as Day

from briefing.edition.tables import Cell, Table
from briefing.printable import printable

JSON_VERSION = 1
"""The version of the JSON. It changes when a field is removed or its meaning changes."""

_ROOMY = 100
"""The minimum terminal width, in columns, at which ids are never shortened."""
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
_SPACES = re.compile(r"[ \t-\r\x1c-\x1f\x85\u2028\u2029]+")


def one_line(text: str) -> str:
    """Return `text` on one line, without control characters."""
    return printable(_SPACES.sub(" ", text).strip())


def as_text(table: Table, width: int | None = None) -> str:
    """Format the columns with headings, as a table of the given `width` or a line for each row.

    Columns in which every row is empty are left out.
    """
    named = [n for n, heading in enumerate(table.columns.values()) if heading]
    shown = [n for n in named if not table.rows or any(row[n] for row in table.rows)]
    headings = [list(table.columns.values())[n] for n in shown]
    rows = [[one_line(_in_words(row[n])) for n in shown] for row in table.rows]
    return _plain([headings, *rows]) if width is None else _boxed(headings, rows, width)


def as_json(table: Table, as_of: Day, audience: str) -> str:
    """Format the whole table as JSON: a list of rows and the type of item they describe."""
    content = {
        "version": JSON_VERSION,
        "of": table.name,
        "as_of": as_of.isoformat(),
        "audience": audience,
        "rows": [dict(zip(table.columns, row, strict=True)) for row in table.rows],
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


def as_csv(table: Table) -> bytes:
    """Format the whole table as CSV for spreadsheets (RFC 4180, UTF-8 with a byte order mark)."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(table.columns)
    for row in table.rows:
        writer.writerow(escape_formula(one_line(_in_words(cell))) for cell in row)
    return text.getvalue().encode("utf-8-sig")


def escape_formula(text: str) -> str:
    """Put an apostrophe before `text` if a spreadsheet might treat it as a formula.

    OWASP recommends this to prevent CSV injection.
    """
    return f"'{text}" if text.lstrip().startswith(_FORMULA) or text.startswith(_FORMULA) else text


def _plain(rows: list[list[str]]) -> str:
    """Format each row on one line, so that other programs can search and sort them."""
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell + " " * (width - cell_len(cell)) for cell, width in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    )


def _boxed(headings: list[str], rows: list[list[str]], width: int) -> str:
    from rich import box
    from rich.console import Console
    from rich.table import Table as Boxed
    from rich.text import Text

    # Space is short, so leave out empty columns.
    used = [n for n in range(len(headings)) if any(row[n] for row in rows)]
    boxed = Boxed(box=box.SIMPLE_HEAD, padding=(0, 1, 0, 0), pad_edge=False, show_edge=False)
    for n in used:
        is_id = headings[n] == "ID"  # Ids are never shortened, so that people can copy them.
        boxed.add_column(headings[n], overflow="fold", no_wrap=is_id and width >= _ROOMY)
    for row in rows:
        boxed.add_row(*(Text(row[n]) for n in used))
    console = Console(file=io.StringIO(), width=width, color_system=None)
    with console.capture() as captured:
        console.print(boxed)
    return "\n".join(line.rstrip() for line in captured.get().splitlines())


def _in_words(cell: Cell) -> str:
    if isinstance(cell, list):
        return "; ".join(cell)
    return "" if cell is None else str(cell)

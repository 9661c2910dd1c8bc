"""Tables as a person reads them, from any kind of file."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from briefing.printable import CONTROL

Role = Literal[
    "date", "end", "title", "summary", "kind", "source", "publisher", "url", "who", "quote",
    "topics", "time", "id", "note", "year", "month", "day", "added", "published", "none",
]  # fmt: skip
"""The meaning of a column, or "none" if it is not used."""
Order = Literal["day first", "month first", ""]
"""The order of a date such as 3/4/2021, if the file states it."""

_LINE_ENDS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(f"{CONTROL.pattern}|[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069]")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r" ?\n(?: ?\n| )*")


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a cell: its text and its address."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Cell:
    r"""A cell. The lines of its text are separated by `\n`, and struck-out text is left out."""

    text: str = ""
    day: date | None = None
    """The date, if the file itself marks the cell as one."""
    time: str = ""
    """The time of day that goes with `day`, such as "09:30"."""
    links: tuple[Link, ...] = ()
    notes: tuple[str, ...] = ()
    """The footnotes and comments of the cell."""
    struck: str = ""
    """The struck-out text of the cell."""
    serial: date | None = None
    """The day that a number means, in a workbook that counts days from 1904."""

    @property
    def is_empty(self) -> bool:
        """Whether the cell is completely empty."""
        return self == EMPTY


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of cells, and its visible number in the file, from 1.

    A cell that spans several rows is repeated in each of them. If it spans several columns, the
    others are empty. If it spans all columns, the row is a heading and has only this cell. All
    other rows of a table have the same number of cells.
    """

    cells: tuple[Cell, ...]
    number: int
    repeated: frozenset[int] = frozenset()
    """The columns, from 0, whose cell is repeated from the row above."""
    aside: str = ""
    """Why the row is not an event, or "": for example "cancelled in the calendar"."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a file. Empty rows are left out, but counted."""

    file: str
    name: str
    """The name of the sheet, the heading above the table, or a name such as "table 2"."""
    rows: tuple[Row, ...]
    empty_rows: int = 0
    notes: tuple[str, ...] = ()
    """Anything to know about the whole table, such as "rows 4 to 6 are hidden in the file"."""
    columns: Mapping[int, Role] = field(default_factory=dict)
    """The roles of the columns, if the format defines them. The first row still has their names."""
    language: str = ""
    order: Order = ""
    row_noun: str = "row"
    """The word for a row in messages: a feed has entries, and their numbers count entries."""

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row.cells) for row in self.rows), default=0)


def as_read(text: str) -> str:
    r"""Return `text` as a person reads it: lines separated by `\n`, without unnecessary spaces.

    Invisible characters are removed, and special spaces and hyphens become plain ones.
    """
    text = text.strip()
    if text.isascii() and text.isprintable() and "  " not in text:
        return text
    lines = _UNSEEN.sub("", _LINE_ENDS.sub("\n", text).replace("\u2011", "-"))
    return _BLANK_LINES.sub("\n", _SPACES.sub(" ", lines)).strip()


def table_of(
    file: str, name: str, rows: Iterable[Row], *, notes: Iterable[str] = (), language: str = ""
) -> Table:
    """Return a table of `rows`, all of the same width except for headings.

    Empty rows are left out, and those before the last row are counted. A row that only repeats
    cells of the row above is empty too.
    """
    kept = [row for row in rows if not _is_empty(row)]
    width = max((len(row.cells) for row in kept), default=0)
    full = tuple(
        row
        if len(row.cells) in (1, width)
        else replace(row, cells=row.cells + (EMPTY,) * (width - len(row.cells)))
        for row in kept
    )
    empty = full[-1].number - len(full) if full else 0
    return Table(file, name, full, empty, notes=tuple(notes), language=language)


def _is_empty(row: Row) -> bool:
    return all(cell.is_empty or n in row.repeated for n, cell in enumerate(row.cells))

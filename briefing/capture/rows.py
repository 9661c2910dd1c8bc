"""Divide a table into headings, repeated headers and the rows that may be events."""

import re
from dataclasses import dataclass, replace

from briefing.capture.columns import Layout, cell_of, is_header
from briefing.capture.date_texts import date_of_heading
from briefing.capture.drafts import Origin, Unplaced
from briefing.capture.table import EMPTY, Cell, Role, Row, Table
from briefing.capture.texts import one_line
from briefing.record.dates import MONTHS

NO_DATES = "its table has no date column"
STRUCK_OUT = "it is struck out in the file"
_LONGEST_HEADING = 150


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that is the heading of a section."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Line:
    """A row that may be an event, with the heading above it and its own date as text."""

    row: Row
    above: str
    date: Cell
    note: str = ""
    aside: str = ""
    """Why the row is not an event, although it may have everything that an event needs."""


@dataclass(frozen=True, slots=True)
class Part:
    """A table that has been divided into headings and rows."""

    table: Table
    layout: Layout
    name: str
    lines: tuple[Line | Heading | Unplaced, ...]
    headers: int

    @property
    def rows(self) -> list[Line]:
        """The rows that may be events."""
        return [line for line in self.lines if isinstance(line, Line)]


def divided(table: Table, layout: Layout, is_one_of_several: bool) -> Part:
    """Divide a table into headings, repeated headers and rows."""
    name = table.name if is_one_of_several else ""
    lines: list[Line | Heading | Unplaced] = []
    headers = 0
    above = date_of_heading(table.name)
    year = ""
    for n, row in enumerate(table.rows):
        origin = Origin(table.file, name, row.number, noun=table.row_noun)
        if n == layout.header or (n > layout.header and is_header(row, layout)):
            headers += row.number > 0
        elif row.aside:
            lines.append(_aside(row, layout, origin))
        elif (text := _heading(row, layout, n)) is not None:
            lines.append(Heading(one_line(text), origin))
            # Below any other heading, a date without a year may be in another year.
            above = date_of_heading(text)
        elif n < layout.header:
            lines.append(_bare(row, "it is above the headings of the table", origin))
        elif not layout.has_dates:
            lines.append(_bare(row, NO_DATES, origin))
        else:
            unstruck = _unstruck(row)
            written = _text(unstruck, layout, "year")
            year = written or year
            line = _line(unstruck, layout, above, year, is_year_above=not written)
            if unstruck is row:
                lines.append(line)
                # Below a row of another year, a date without a year may be in either.
                years = _years_of(line)
                above = "" if years and years.isdisjoint(above.split()) else above
            else:
                lines.append(replace(line, aside=STRUCK_OUT))
    return Part(table, layout, name, tuple(lines), headers)


def _heading(row: Row, layout: Layout, number: int) -> str | None:
    """Return the text of a row that is a heading, or None."""
    cells = [
        (n, cell) for n, cell in enumerate(row.cells) if not cell.is_empty and n not in row.repeated
    ]
    if len(cells) != 1:
        return None
    column, cell = cells[0]
    if not cell.text or cell.day or len(cell.text) > _LONGEST_HEADING:
        return None
    is_spanning = len(row.cells) == 1 < len(layout.columns)
    if is_spanning or (number < layout.header and column == 0):
        return cell.text
    is_alone = len(layout.columns) > 1 and not row.repeated
    dates = layout.one("date") or layout.one("year")
    is_first = column == 0 or (dates is not None and column == dates.number)
    return cell.text if is_alone and is_first and date_of_heading(cell.text) else None


def _bare(row: Row, reason: str, origin: Origin) -> Unplaced:
    """Return a row that is not part of a chronology, with all its texts on one line."""
    texts = [one_line(cell.text or cell.struck) for cell in row.cells]
    return Unplaced({}, (reason,), (" | ".join(filter(None, texts)),), origin)


def _aside(row: Row, layout: Layout, origin: Origin) -> Unplaced:
    """Return a row that its format marks as not an event, with all its texts."""
    texts: dict[str, str] = {}
    comments = []
    for column in layout.columns:
        text = cell_of(row, column.number).text
        if text and column.role in ("date", "title", "summary"):
            texts.setdefault(column.role, text)
        elif text and column.role == "end" and "date" in texts:
            texts["date"] += f" to {text}"
        elif text:
            comments.append(f"{column.name}: {one_line(text)}")
    return Unplaced(texts, (row.aside,), tuple(comments), origin)


def _years_of(line: Line) -> set[str]:
    """Return the years that the date of a row gives."""
    if line.date.day:
        return {str(line.date.day.year)}
    return set(re.findall(r"(?<!\d)(?:1[0-9]|2[01])\d\d(?!\d)", line.date.text))


def _unstruck(row: Row) -> Row:
    """Return a row whose whole text is struck out with that text. Other rows are as they are."""
    if any(cell.text for cell in row.cells) or not any(cell.struck for cell in row.cells):
        return row
    cells = tuple(replace(cell, text=cell.struck, struck="") for cell in row.cells)
    return replace(row, cells=cells)


def _text(row: Row, layout: Layout, role: Role) -> str:
    column = layout.one(role)
    return cell_of(row, column.number).text.strip() if column else ""


def _line(row: Row, layout: Layout, above: str, year: str, *, is_year_above: bool) -> Line:
    """Return a row with its date, which may be in several columns."""
    column = layout.one("date")
    date = cell_of(row, column.number) if column else EMPTY
    year, month, day = (
        re.sub(r"\.0$", "", text)
        for text in (year, _text(row, layout, "month"), _text(row, layout, "day"))
    )
    if month.isdecimal() and 1 <= int(month) <= 12:
        month = MONTHS[int(month) - 1]
    note = f"the year, {year}, comes from a row above" if year and is_year_above else ""
    if date.day or re.search(r"\d{4}", date.text) or not (year or month or day):
        return Line(row, above, date)
    if date.text:
        return Line(row, " ".join(filter(None, (month, year))) or above, date, note)
    if not (month or day) and is_year_above:
        return Line(row, above, date)
    return Line(row, above, Cell(" ".join(filter(None, (day, month, year)))), note)

"""The chronology in a document without a table: paragraphs or list items that begin with a date."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date as Day

from briefing.capture.date_texts import date_of_heading, possible
from briefing.capture.table import Cell, Role, Row, Table

_FEWEST = 2
"""A document with fewer dated lines is not a chronology."""
_LONGEST_DATE = 60
_SEPARATOR = re.compile(r"\s*(?::|;|,|\.|\t|–|—|-|\))\s+|\s+[–—-]\s*|\s*[–—]\s*")
_BEFORE_NAME = re.compile(r"\s+(?=[\"'“‘(]?[A-ZÀ-Þ£])")
_BULLET = re.compile(r"^[\s•·▪◦‣●○*(–—-]+(?=\w)")
_NO_DAY = Day(9999, 1, 1)
"""Any day will do, because only the position of the date matters."""
_ANY_YEAR = "2000"
"""A leap year, to recognise any day and month."""
_DASH = re.compile(r"\s*[–—-]\s*")
_NUMERIC = re.compile(r"\d{1,4}([/.-])\d\d?\1\d{2,4}")
_COLUMNS = ("Date", "Text")


def table_of_lines(
    file: str, lines: Sequence[tuple[bool, Cell]], language: str = "", least: float = 0
) -> Table | None:
    """Return a table with a row for each dated line, or None if a document is no chronology.

    Other lines are part of the dated line above them. Headings are rows with one cell.

    Args:
        file: the name of the file.
        lines: each paragraph as a cell, and whether it is a heading.
        language: the language of the file.
        least: the share of lines that must begin with a date.
    """
    single = [(is_heading, each) for is_heading, cell in lines for each in _lines_of(cell)]
    rows = list(_rows(single))
    dated = sum(len(row.cells) > 1 and not row.aside for row in rows)
    if dated < max(_FEWEST, least * sum(not cell.is_empty for _, cell in single)):
        return None
    header = Row(tuple(map(Cell, _COLUMNS)), 0)
    roles: Mapping[int, Role] = {0: "date", 1: "summary"}
    first = next((cell.text for is_heading, cell in single if is_heading), "")
    name = first if first and not date_of_heading(first) else "table 1"
    notes = ("The file has no table, so its lines that begin with a date were read.",)
    return Table(file, name, (header, *rows), 0, notes, roles, language, row_noun="line")


def _rows(lines: Sequence[tuple[bool, Cell]]) -> Iterator[Row]:
    """Yield the rows. A row is complete when the next dated line or heading comes."""
    above = ""
    row: Row | None = None
    for number, (is_heading, cell) in enumerate(lines, 1):
        if cell.is_empty:
            continue
        year = date_of_heading(cell.text)
        found = None if year else _alone(cell, above)
        found = found or (None if is_heading or year else _divided(cell, above))
        if found:
            if row:
                yield row
            row = Row(found, number)
            if is_heading and _alone(cell, ""):
                above = ""  # A heading such as "2019 to 2021" does not give the year.
        elif not (is_heading or year or above) and (found := _divided(cell, _ANY_YEAR)):
            if row:
                yield row
            row = Row(found, number, aside="no heading gives the year of its date")
        elif is_heading or year:
            if row:
                yield row
            row = None
            above = year
            yield Row((cell,), number)
        elif row is None:
            yield Row((Cell(), cell), number, aside="it does not begin with a date")
        else:
            row = replace(row, cells=(row.cells[0], _joined(row.cells[1], cell)))
    if row:
        yield row


def _lines_of(cell: Cell) -> Iterator[Cell]:
    """Yield the lines of a cell, each with its links. Notes are on the first line."""
    texts = cell.text.split("\n")
    links = list(cell.links)
    for n, text in enumerate(texts):
        here = [link for link in links if link.text in text or n == len(texts) - 1]
        links = [link for link in links if link not in here]
        rest = (cell.notes, cell.struck) if n == 0 else ((), "")
        yield Cell(text, links=tuple(here), notes=rest[0], struck=rest[1])


def _joined(cell: Cell, other: Cell) -> Cell:
    """Return a cell with the lines of another one below its own."""
    return replace(
        cell,
        text="\n".join(filter(None, (cell.text, other.text))),
        links=(*cell.links, *other.links),
        notes=(*cell.notes, *other.notes),
        struck="\n".join(filter(None, (cell.struck, other.struck))),
    )


def _alone(cell: Cell, above: str) -> tuple[Cell, Cell] | None:
    """Return the date if it is the whole line. The text is then in the next line."""
    date = _BULLET.sub("", cell.text).strip(" :.–—-")
    if len(date) > _LONGEST_DATE or date.isdecimal() or not any(map(str.isdigit, date)):
        return None
    return (Cell(date), replace(cell, text="")) if possible(date, above, _NO_DAY).readings else None


def _divided(cell: Cell, above: str) -> tuple[Cell, Cell] | None:
    """Return the date at the start of a line and the rest, or None if there is none."""
    text = _BULLET.sub("", cell.text)
    ends = [*_SEPARATOR.finditer(text, 0, _LONGEST_DATE), *_BEFORE_NAME.finditer(text)]
    for end in sorted(ends, key=lambda match: match.start(), reverse=True):
        date, rest = text[: end.start()].strip(), text[end.end() :].strip()
        if not rest or len(date) > _LONGEST_DATE or _is_unlikely(date, end):
            continue
        if any(map(str.isdigit, date)) and possible(date, above, _NO_DAY).readings:
            last = _divided(replace(cell, text=rest), above) if _DASH.fullmatch(end[0]) else None
            if last:  # It is a period that cannot be read, such as one over the new year.
                return Cell(f"{date}{end[0]}{last[0].text}"), last[1]
            return Cell(date), replace(cell, text=rest[:1].upper() + rest[1:])
    return None


def _is_unlikely(date: str, end: re.Match[str]) -> bool:
    """Whether the words before `end` are the number of an item, although they could be a date."""
    if end.re is _BEFORE_NAME:
        is_divided = date[-1:] in tuple(":;,.–—-)")
        return is_divided or (len(date.split()) < 2 and not _NUMERIC.fullmatch(date))
    return date.isdecimal() and len(date) < 4 and end[0].strip() in (".", ")")

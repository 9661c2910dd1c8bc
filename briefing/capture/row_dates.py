"""The dates of the rows of tables, from their columns, their headings and their neighbours."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from briefing.capture.columns import cell_of
from briefing.capture.date_texts import Reading
from briefing.capture.dates import DateColumn, DateSettings, ReadDate, Settled, settle
from briefing.capture.drafts import DatesOfRow
from briefing.capture.rows import NO_DATES, Line, Part
from briefing.capture.table import EMPTY, Cell, Role, Table
from briefing.record.dates import parse_edtf

_LONG = 180
"""If a row is this many days earlier than the one above it, its year may be different."""

Group: TypeAlias = dict[str, Settled]


def read_dates(
    parts: Sequence[Part], settings: DateSettings
) -> tuple[list[dict[str, DateColumn]], list[Group]]:
    """Read the dates of all tables at once, because they settle each other's order."""
    columns = [_date_columns(part) for part in parts]
    settled = iter(settle([one for group in columns for one in group.values()], settings))
    return columns, [{role: next(settled) for role in group} for group in columns]


def _date_columns(part: Part) -> dict[str, DateColumn]:
    """Return the columns of dates in a table, by role."""
    table, layout = part.table, part.layout
    found: dict[str, DateColumn] = {}
    if layout.has_dates:
        column = layout.one("date")
        cells = [(line.date, line.above) for line in part.rows]
        found["date"] = _date_column(
            table, column.name if column else "date", cells, column.order if column else ""
        )
    roles: tuple[Role, ...] = ("end", "added", "published")
    for role in roles:
        if other := layout.one(role):
            cells = [
                (cell_of(line.row, other.number), _year_in(line.date) or line.above)
                for line in part.rows
            ]
            found[role] = _date_column(table, other.name, cells, other.order)
    return found


def _year_in(cell: Cell) -> str:
    """Return the year of a cell, for an end date without a year."""
    if cell.day:
        return str(cell.day.year)
    years = re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", cell.text)
    return years[-1] if years else ""


def _date_column(
    table: Table, name: str, cells: Sequence[tuple[Cell, str]], order: str
) -> DateColumn:
    stated = table.order or order
    return DateColumn(
        table.file,
        table.name,
        name,
        cells,
        "month first" if stated == "month first" else "day first" if stated else "",
        table.language,
    )


def dates_of(part: Part, settled: Group) -> list[DatesOfRow]:
    """Return the dates of each row."""
    dates: list[DatesOfRow] = []
    last = ""
    for n, line in enumerate(part.rows):
        start = settled["date"].dates[n] if "date" in settled else ReadDate(reason=NO_DATES)
        if line.note and start.date:
            start = replace(start, note="; ".join(filter(None, (start.note, line.note))))
        if not start.date and not line.date.text and last:
            start = replace(start, reason=f"{start.reason} (the row above has {last})")
        last = start.date
        ends = settled.get("end")
        has_end = ends is not None and not _is_blank(part, line, "end")
        added, published = (
            settled[role].dates[n] if role in settled else None for role in ("added", "published")
        )
        end = ends.dates[n] if ends and has_end else None
        dates.append(DatesOfRow(start, end, added, published))
    for n, reason in _past_the_new_year(part.rows, [row.start for row in dates]):
        start = dates[n].start
        later = re.sub(r"\d{4}", lambda year: str(int(year[0]) + 1), start.date)
        readings = tuple(Reading(date) for date in (start.date, later))
        dates[n] = replace(dates[n], start=ReadDate(readings=readings, reason=reason))
    return dates


def _past_the_new_year(
    lines: Sequence[Line], dates: Sequence[ReadDate]
) -> Iterator[tuple[int, str]]:
    """Yield the rows below a year that may be in the next one, with the reason.

    If the rows below "2019" are in order except for one step from December back to January, those
    after that step may be in 2020.
    """
    start = 0
    while start < len(lines):
        end = start
        while end < len(lines) and _takes_year(lines[end], lines[start].above):
            end += 1
        group = [n for n in range(start, end) if dates[n].date]
        days = [parse_edtf(dates[n].date).earliest for n in group]
        back = [n for n, (one, other) in enumerate(pairwise(days), 1) if other < one]
        if len(back) == 1 and len(days) > 2 and (days[back[0] - 1] - days[back[0]]).days > _LONG:
            for n in group[back[0] :]:
                yield n, f"it comes after {dates[group[back[0] - 1]].date} in the file"
        start = max(end, start + 1)


def _takes_year(line: Line, above: str) -> bool:
    """Whether the date of a row has no year, so that the year comes from the heading `above`."""
    has_year = line.date.day or re.search(r"\d{4}", line.date.text)
    return bool(above) and line.above == above and not has_year


def _is_blank(part: Part, line: Line, role: Role) -> bool:
    column = part.layout.one(role)
    cell = cell_of(line.row, column.number) if column else EMPTY
    return not (cell.day or cell.text.strip(" -–—./?") or cell.struck)

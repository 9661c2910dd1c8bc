"""Turn the tables of files into drafts of events. No row is lost, and no date is guessed."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TypeAlias

from briefing.capture.citing import Bibliography
from briefing.capture.columns import Layout, cell_of, find_columns, is_header
from briefing.capture.date_texts import Reading, date_of_heading
from briefing.capture.dates import (
    DateColumn,
    DateSettings,
    Question,
    ReadDate,
    Settled,
    questions,
    settle,
)
from briefing.capture.drafts import (
    DatesOfRow,
    Draft,
    Origin,
    Shared,
    Unplaced,
    cited_in,
    draft_row,
    has_title,
)
from briefing.capture.event_kinds import Kinds
from briefing.capture.existing import Existing
from briefing.capture.people import People
from briefing.capture.table import EMPTY, Cell, Role, Row, Table
from briefing.capture.texts import one_line
from briefing.record.dates import parse_edtf

_LONG = 180
"""The days by which a row is earlier than the one above it if its year may be another."""
_NO_DATES = "its table has no column of dates"


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """How to import: how to read dates, the roles that the user gives, and the record, if any."""

    dates: DateSettings
    columns: Mapping[str, Role] = field(default_factory=dict)
    existing: Existing = field(default_factory=Existing)


@dataclass(frozen=True, slots=True)
class Heading:
    """A row that is the heading of a section."""

    text: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """A row that is left out because the record has it, and how that is known."""

    draft: Draft | Unplaced
    reason: str


Item: TypeAlias = Draft | Unplaced | Heading | AlreadyThere


@dataclass(frozen=True, slots=True)
class Counts:
    """The number of rows that were read, including empty ones, and the results of reading them."""

    rows: int = 0
    events: int = 0
    unplaced: int = 0
    already_there: int = 0
    section_headings: int = 0
    headers: int = 0
    empty: int = 0

    @property
    def add_up(self) -> bool:
        """Whether every row is accounted for."""
        parts = self.events + self.unplaced + self.already_there
        return self.rows == parts + self.section_headings + self.headers + self.empty


@dataclass(frozen=True, slots=True)
class TableReport:
    """The columns of a table, and remarks on how it was read."""

    table: Table
    layout: Layout
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """The result of an import. The `items` are in the order of the files."""

    items: tuple[Item, ...]
    sources: Mapping[str, Mapping[str, str]]
    actors: Mapping[str, Mapping[str, str]]
    new_kinds: tuple[str, ...]
    kinds_read_as: Mapping[str, str]
    tables: tuple[TableReport, ...]
    questions: tuple[Question, ...]
    headers: int = 0
    empty: int = 0

    @property
    def drafts(self) -> list[Draft]:
        """The events, in the order of the files."""
        return [item for item in self.items if isinstance(item, Draft)]

    @property
    def unplaced(self) -> list[Unplaced]:
        """The rows that are not events yet, in the order of the files."""
        return [item for item in self.items if isinstance(item, Unplaced)]

    @property
    def already_there(self) -> list[AlreadyThere]:
        """The events that the record has already."""
        return [item for item in self.items if isinstance(item, AlreadyThere)]

    @property
    def counts(self) -> Counts:
        """The rows, counted by result."""
        events, unplaced = len(self.drafts), len(self.unplaced)
        there = len(self.already_there)
        headings = len(self.items) - events - unplaced - there
        rows = len(self.items) + self.headers + self.empty
        return Counts(rows, events, unplaced, there, headings, self.headers, self.empty)

    def without(self, faults: Mapping[int, str]) -> "Imported":
        """Return the import with some drafts, given by number, as rows that are no events yet."""
        numbers = {id(draft): n for n, draft in enumerate(self.drafts)}
        items = tuple(
            Unplaced(item.event, (faults[numbers[id(item)]],), item.comments, item.origin)
            if isinstance(item, Draft) and numbers[id(item)] in faults
            else item
            for item in self.items
        )
        return replace(self, items=items)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row that may be an event, with the heading above it and its own date as text."""

    row: Row
    above: str
    date: Cell
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Part:
    """A table that has been divided into headings and rows."""

    table: Table
    layout: Layout
    name: str
    lines: tuple[_Line | Heading | Unplaced, ...]
    headers: int

    @property
    def rows(self) -> list[_Line]:
        """The rows that may be events."""
        return [line for line in self.lines if isinstance(line, _Line)]


def import_tables(tables: Sequence[Table], settings: ImportSettings) -> Imported:
    """Turn the rows of tables into drafts of events."""
    several = {file for file, n in Counter(table.file for table in tables).items() if n > 1}
    parts = [
        _divided(table, find_columns(table, settings.columns), table.file in several)
        for table in tables
    ]
    columns, settled = _read_dates(parts, settings.dates)
    dates = [_dates_of(part, settled[n]) for n, part in enumerate(parts)]
    existing = settings.existing
    shared = Shared(
        Bibliography(existing.sources),
        People(existing.actors),
        Kinds(existing.kinds),
        set(existing.event_ids),
        existing.actor_ids,
    )
    _count(parts, dates, shared)
    sources = shared.sources.new_sources(existing.source_ids)
    items: list[Item] = []
    for part, of_part in zip(parts, dates, strict=True):
        items += _items(part, of_part, shared, existing)
    flat = [each for group in settled for each in group.values()]
    texts = [[cell.text for cell, _ in c.cells] for group in columns for c in group.values()]
    used = {kind for item in items if isinstance(item, Draft) for kind in [item.event["kind"]]}
    return Imported(
        tuple(items),
        sources,
        shared.people.new_actors,
        tuple(kind for kind in shared.kinds.new.values() if kind in used),
        shared.kinds.read_as,
        tuple(
            TableReport(part.table, part.layout, _remarks(part, group))
            for part, group in zip(parts, settled, strict=True)
        ),
        tuple(questions(flat, texts)),
        sum(part.headers for part in parts),
        sum(part.table.empty_rows for part in parts),
    )


# Rows and headings


def _divided(table: Table, layout: Layout, is_one_of_several: bool) -> _Part:
    """Divide a table into headings, repeated headers and rows."""
    name = table.name if is_one_of_several else ""
    lines: list[_Line | Heading | Unplaced] = []
    headers = 0
    above = date_of_heading(table.name)
    year = ""
    for n, row in enumerate(table.rows):
        origin = Origin(table.file, name, row.number)
        if n == layout.header or (n > layout.header and is_header(row, layout)):
            headers += row.number > 0
        elif row.aside:
            lines.append(_aside(row, layout, origin))
        elif (text := _heading(row, layout, n)) is not None:
            lines.append(Heading(one_line(text), origin))
            # Below any other heading, a date without a year may be in another year.
            above = date_of_heading(text)
        elif n < layout.header:
            missing = ("it is above the headings of the table",)
            lines.append(Unplaced({}, missing, tuple(_texts_in(row)), origin))
        else:
            written = _text(row, layout, "year")
            year = written or year
            lines.append(_line(row, layout, above, year, is_year_above=not written))
    return _Part(table, layout, name, tuple(lines), headers)


def _heading(row: Row, layout: Layout, number: int) -> str | None:
    """Return the text of a row that is a heading, or None."""
    cells = [
        (n, cell) for n, cell in enumerate(row.cells) if not cell.is_empty and n not in row.repeated
    ]
    if len(cells) != 1:
        return None
    column, cell = cells[0]
    if not cell.text or cell.day:
        return None
    is_spanning = len(row.cells) == 1 < len(layout.columns)
    if is_spanning or (number < layout.header and column == 0):
        return cell.text
    is_alone = len(layout.columns) > 1 and not row.repeated
    dates = layout.one("date") or layout.one("year")
    is_first = column == 0 or (dates is not None and column == dates.number)
    return cell.text if is_alone and is_first and date_of_heading(cell.text) else None


def _texts_in(row: Row) -> Iterator[str]:
    return (one_line(cell.text or cell.struck) for cell in row.cells if not cell.is_empty)


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


def _text(row: Row, layout: Layout, role: Role) -> str:
    column = layout.one(role)
    return cell_of(row, column.number).text.strip() if column else ""


def _line(row: Row, layout: Layout, above: str, year: str, *, is_year_above: bool) -> _Line:
    """Return a row with its date, which may be in several columns."""
    column = layout.one("date")
    date = cell_of(row, column.number) if column else EMPTY
    month, day = _text(row, layout, "month"), _text(row, layout, "day")
    year = re.sub(r"\.0$", "", year)
    note = f"the year, {year}, is that of a row above" if year and is_year_above else ""
    if date.day or re.search(r"\d{4}", date.text) or not (year or month or day):
        return _Line(row, above, date)
    if date.text:
        return _Line(row, " ".join(filter(None, (month, year))) or above, date, note)
    if not (month or day) and is_year_above:
        return _Line(row, above, date)
    if month.isdecimal() and year.isdecimal():
        parts = [year, f"{int(month):02}", *([f"{int(day):02}"] if day.isdecimal() else [])]
        return _Line(row, above, Cell("-".join(parts)), note)
    return _Line(row, above, Cell(" ".join(filter(None, (day, month, year)))), note)


# Dates


_Group: TypeAlias = dict[str, Settled]


def _read_dates(
    parts: Sequence[_Part], settings: DateSettings
) -> tuple[list[dict[str, DateColumn]], list[_Group]]:
    """Read the dates of all tables at once, because they settle each other's order."""
    columns = [_date_columns(part) for part in parts]
    settled = iter(settle([one for group in columns for one in group.values()], settings))
    return columns, [{role: next(settled) for role in group} for group in columns]


def _date_columns(part: _Part) -> dict[str, DateColumn]:
    """Return the columns of dates in a table, by role."""
    table, layout = part.table, part.layout
    found: dict[str, DateColumn] = {}
    if layout.has_dates:
        column = layout.one("date")
        cells = [(line.date, line.above) for line in part.rows]
        found["date"] = _date_column(
            table, column.name if column else "date", cells, column.order if column else ""
        )
    roles: tuple[Role, ...] = ("end", "added")
    for role in roles:
        if other := layout.one(role):
            cells = [
                (cell_of(line.row, other.number), _year_in(line.date) or line.above)
                for line in part.rows
            ]
            found[role] = _date_column(table, other.name, cells, other.order)
    return found


def _year_in(cell: Cell) -> str:
    """Return the year of a cell, for an end date that gives none."""
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


def _dates_of(part: _Part, settled: _Group) -> list[DatesOfRow]:
    """Return the dates of each row."""
    dates: list[DatesOfRow] = []
    last = ""
    for n, line in enumerate(part.rows):
        start = settled["date"].dates[n] if "date" in settled else ReadDate(reason=_NO_DATES)
        if line.note and start.date:
            start = replace(start, note="; ".join(filter(None, (start.note, line.note))))
        if not start.date and not line.date.text and last:
            start = replace(start, reason=f"{start.reason} (the row above has {last})")
        last = start.date
        ends = settled.get("end")
        has_end = ends is not None and not _is_blank(part, line, "end")
        added = settled["added"].dates[n] if "added" in settled else None
        dates.append(DatesOfRow(start, ends.dates[n] if ends and has_end else None, added))
    for n, reason in _past_the_new_year(part.rows, [row.start for row in dates]):
        start = dates[n].start
        later = re.sub(r"\d{4}", lambda year: str(int(year[0]) + 1), start.date)
        readings = tuple(Reading(date) for date in (start.date, later))
        dates[n] = replace(dates[n], start=ReadDate(readings=readings, reason=reason))
    return dates


def _past_the_new_year(
    lines: Sequence[_Line], dates: Sequence[ReadDate]
) -> Iterator[tuple[int, str]]:
    """Yield the rows below a year that may be in the next one, with the reason.

    If the rows below "2019" are in order except for one step from December back to January, the rows
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


def _takes_year(line: _Line, above: str) -> bool:
    """Whether the date of a row has no year, and takes it from the heading `above`."""
    has_year = line.date.day or re.search(r"\d{4}", line.date.text)
    return bool(above) and line.above == above and not has_year


def _is_blank(part: _Part, line: _Line, role: Role) -> bool:
    column = part.layout.one(role)
    cell = cell_of(line.row, column.number) if column else EMPTY
    return not (cell.day or cell.text.strip(" -–—./?") or cell.struck)


# Drafts


def _count(parts: Sequence[_Part], dates: Sequence[Sequence[DatesOfRow]], shared: Shared) -> None:
    """Count the names and the sources of all rows that will be events."""
    for part, of_part in zip(parts, dates, strict=True):
        for line, date in zip(part.rows, of_part, strict=True):
            for column in part.layout.all("who"):
                shared.people.count(cell_of(line.row, column.number).text)
            if date.start.date and has_title(line.row, part.layout):
                for cited in cited_in(line.row, part.layout):
                    shared.sources.count(cited)


def _items(
    part: _Part, dates: Sequence[DatesOfRow], shared: Shared, existing: Existing
) -> Iterator[Item]:
    rows = iter(dates)
    for line in part.lines:
        if not isinstance(line, _Line):
            yield line
            continue
        origin = Origin(part.table.file, part.name, line.row.number)
        item = draft_row(line.row, part.layout, next(rows), origin, shared)
        reason = existing.has(item.event) if isinstance(item, Draft) else ""
        yield AlreadyThere(item, reason) if reason and isinstance(item, Draft) else item


def _remarks(part: _Part, settled: _Group) -> tuple[str, ...]:
    """Return what to know about a table and its dates."""
    return (*part.table.notes, *(remark for one in settled.values() for remark in one.remarks))

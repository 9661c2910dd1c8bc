"""Turn the tables of files into drafts of events. No row is lost, and no date is guessed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeAlias

from briefing.capture.citing import Bibliography
from briefing.capture.columns import Layout, cell_of, find_columns
from briefing.capture.date_texts import valid
from briefing.capture.dates import DateQuestion, DateSettings, questions
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
from briefing.capture.existing import Existing, folded, key_of
from briefing.capture.people import People
from briefing.capture.row_dates import Group, dates_of, read_dates
from briefing.capture.rows import Heading, Line, Part, divided
from briefing.capture.table import Role, Table
from briefing.english import listing


@dataclass(frozen=True, slots=True)
class ImportSettings:
    """How to import: how to read dates, the roles that the user gives, and the record, if any."""

    dates: DateSettings
    columns: Mapping[str, Role] = field(default_factory=dict)
    existing: Existing = field(default_factory=Existing)


@dataclass(frozen=True, slots=True)
class AlreadyThere:
    """A row that is left out because the record already has it, and the reason."""

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
    questions: tuple[DateQuestion, ...]
    headers: int = 0
    empty: int = 0

    @property
    def row_noun(self) -> str:
        """The word for the rows of all tables."""
        nouns = {report.table.row_noun for report in self.tables}
        return nouns.pop() if len(nouns) == 1 else "row"

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
        """The events that are already in the record."""
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
        """Return the import with the drafts of these numbers as rows that are not events yet."""
        numbers = {id(draft): n for n, draft in enumerate(self.drafts)}
        items = tuple(
            Unplaced(item.event, (faults[numbers[id(item)]],), item.comments, item.origin)
            if isinstance(item, Draft) and numbers[id(item)] in faults
            else item
            for item in self.items
        )
        return replace(self, items=items)


def import_tables(tables: Sequence[Table], settings: ImportSettings) -> Imported:
    """Turn the rows of tables into drafts of events."""
    several = {file for file, n in Counter(table.file for table in tables).items() if n > 1}
    parts = [
        divided(table, find_columns(table, settings.columns), table.file in several)
        for table in tables
    ]
    columns, settled = read_dates(parts, settings.dates)
    dates = [dates_of(part, settled[n]) for n, part in enumerate(parts)]
    existing = settings.existing
    shared = Shared(
        Bibliography(existing.sources),
        People(existing.actors, existing.actor_ids),
        Kinds(existing.kinds),
        set(existing.event_ids),
    )
    _count(parts, dates, shared)
    sources = shared.sources.new_sources()
    items: list[Item] = []
    for part, of_part in zip(parts, dates, strict=True):
        items += _items(part, of_part, shared, existing)
    items = [*_without_completed(items, existing)]
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


# Drafts


def _count(parts: Sequence[Part], dates: Sequence[Sequence[DatesOfRow]], shared: Shared) -> None:
    """Count the names and the sources in all rows that will be events."""
    for part, of_part in zip(parts, dates, strict=True):
        for line, date in zip(part.rows, of_part, strict=True):
            if line.aside:
                continue
            for column in part.layout.all("who"):
                shared.people.count(cell_of(line.row, column.number).text)
            if date.start.date and has_title(line.row, part.layout):
                for cited in cited_in(line.row, part.layout, date):
                    shared.sources.count(cited)


def _items(
    part: Part, dates: Sequence[DatesOfRow], shared: Shared, existing: Existing
) -> Iterator[Item]:
    rows = iter(dates)
    for line in part.lines:
        if not isinstance(line, Line):
            yield line
            continue
        origin = Origin(part.table.file, part.name, line.row.number, noun=part.table.row_noun)
        item = draft_row(line.row, part.layout, next(rows), origin, shared, line.aside)
        reason = existing.has(item.event) if isinstance(item, Draft) else ""
        if reason and (new := existing.new_sources(item.event)):
            reason += f". It does not cite {listing(new)}"
        yield AlreadyThere(item, reason) if reason and isinstance(item, Draft) else item


def _without_completed(items: Iterable[Item], existing: Existing) -> Iterator[Item]:
    """Yield items, without the rows that a person has made into events of the record since."""
    items = list(items)
    claimed = {key_of(each.draft.event) for each in items if isinstance(each, AlreadyThere)}
    dates = existing.dates_by_title()
    for item in items:
        title = folded(item.event.get("title", "")) if isinstance(item, Unplaced) else ""
        free = (date for date in dates.get(title, ()) if (date, title) not in claimed)
        if isinstance(item, Unplaced) and (date := next(filter(partial(_fits, item), free), "")):
            claimed.add((date, title))
            yield AlreadyThere(item, f"same title, and there its date is {date}")
        else:
            yield item


def _fits(row: Unplaced, date: str) -> bool:
    """Whether a row can have become an event with a date: one of its readings, if it has any."""
    readings = row.event.get("date", "").split(" or ")
    return date in readings or not all(map(valid, readings))


def _remarks(part: Part, settled: Group) -> tuple[str, ...]:
    """Return remarks about a table and its dates."""
    return (*part.table.notes, *(remark for one in settled.values() for remark in one.remarks))

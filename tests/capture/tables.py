"""Helpers for tests of imports: tables from lists of text, and what becomes of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from briefing.capture.dates import DateSettings
from briefing.capture.existing import Existing
from briefing.capture.importing import Imported, ImportSettings, import_tables
from briefing.capture.table import Cell, Order, Row, Table, as_read

TODAY = date(2026, 11, 29)


def table(rows: Sequence[Sequence[str | Cell]], **fields: Any) -> Table:
    """Return a table. Its first row has the number 1."""
    made = tuple(
        Row(tuple(cell if isinstance(cell, Cell) else Cell(as_read(cell)) for cell in row), number)
        for number, row in enumerate(rows, 1)
    )
    return Table(**{"file": "a.csv", "name": "table 1", "rows": made, **fields})


def imported(
    *tables: Table, order: Order = "", existing: Existing | None = None, **dates: Any
) -> Imported:
    """Import tables, as of a fixed day."""
    settings = DateSettings(TODAY, order, **dates)
    done = import_tables(tables, ImportSettings(settings, existing=existing or Existing()))
    assert done.counts.add_up
    return done


def dates_in(texts: Sequence[str | Cell], **settings: Any) -> list[str]:
    """Return the dates of events in a column of dates, with "" for rows that are no events."""
    rows: list[list[str | Cell]] = [["Date", "Title"]]
    rows += [[text, f"Event {n}"] for n, text in enumerate(texts)]
    done = imported(table(rows), **settings)
    found = {draft.event["title"]: draft.event["date"] for draft in done.drafts}
    return [found.get(f"Event {n}", "") for n in range(len(texts))]

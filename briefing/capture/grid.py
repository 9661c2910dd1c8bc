"""The rows of tables whose cells span rows and columns."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from briefing.capture.table import EMPTY, Cell, Row


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell, and the number of rows and columns that it spans."""

    cell: Cell
    columns: int = 1
    rows: int = 1


Grid = Mapping[int, Mapping[int, Slot]]
"""The slots of a table, by the number of their first row, and by that of their first column."""


def rows_of(grid: Grid) -> list[Row]:
    """Return the rows of a table, with cells repeated in all the rows that they span.

    Rows are in the order of `grid`, and only those in it are returned.
    """
    width = 1 + max((n for row in grid.values() for n in row if _holds(row[n])), default=0)
    spanning: dict[int, tuple[int, Cell]] = {}
    rows = []
    for number, slots in grid.items():
        spanning = {n: (last, cell) for n, (last, cell) in spanning.items() if last >= number}
        if heading := _heading(slots, width):
            rows.append(Row((heading,), number))
            continue
        repeated = {n: cell for n, (_, cell) in spanning.items() if n not in slots}
        own = {n: slot.cell for n, slot in slots.items() if _holds(slot)}
        cells = repeated | own
        # A row of one cell would be a heading.
        last = max([*cells, min(1, width - 1)])
        rows.append(
            Row(tuple(cells.get(n, EMPTY) for n in range(last + 1)), number, frozenset(repeated))
        )
        for n, slot in slots.items():
            if slot.rows > 1 and _holds(slot):
                spanning[n] = (number + slot.rows - 1, slot.cell)
    return rows


def _heading(slots: Mapping[int, Slot], width: int) -> Cell | None:
    """Return the cell of a row that is a heading: its only cell, across most of the columns."""
    filled = [slot for slot in slots.values() if _holds(slot)]
    if len(filled) != 1 or slots.get(0) != filled[0]:
        return None
    columns = min(filled[0].columns, width)
    return filled[0].cell if columns > 1 and 2 * columns > width else None


def _holds(slot: Slot) -> bool:
    return not slot.cell.is_empty


def placed(lines: Iterable[Iterable[Slot]]) -> Grid:
    """Return the grid of rows whose cells follow each other, in the columns that are still free.

    As in HTML, a cell that spans several rows moves the cells below it to the right.
    """
    taken: dict[int, int] = {}
    grid: dict[int, dict[int, Slot]] = {}
    for number, line in enumerate(lines, 1):
        grid[number] = {}
        column = 0
        for slot in line:
            while taken.get(column, 0) >= number:
                column += 1
            grid[number][column] = slot
            for n in range(column, column + slot.columns):
                taken[n] = number + slot.rows - 1
            column += slot.columns
    return grid


def is_layout(table: Any, tag: str) -> bool:
    """Whether a table is used only for layout: most of its text is in tables inside it.

    Args:
        table: the XML or HTML element of the table.
        tag: the tag of tables.
    """
    inner = [
        each for each in table.iterdescendants(tag) if next(each.iterancestors(tag), None) is table
    ]
    return bool(inner) and 2 * sum(map(_length, inner)) > _length(table)


def _length(element: Any) -> int:
    return sum(len(text.strip()) for text in element.itertext())

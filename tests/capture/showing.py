"""Tables as lines of text, so that tests can show whole tables."""

from collections.abc import Iterable

from briefing.capture.table import Cell, Table


def lines(table: Table) -> list[str]:
    """Return the rows of a table as lines such as `2 (3 March) | The minister [struck] {note}`.

    Round brackets are around cells that are repeated from the row above.
    """
    return [
        f"{row.number} "
        + " | ".join(
            f"({_shown(cell)})" if n in row.repeated else _shown(cell)
            for n, cell in enumerate(row.cells)
        )
        for row in table.rows
    ]


def _shown(cell: Cell) -> str:
    parts = [cell.text.replace("\n", " / ")]
    if cell.day:
        parts.append(f"<{cell.day}{f' {cell.time}' if cell.time else ''}>")
    if cell.struck:
        parts.append(f"[{cell.struck}]".replace("\n", " / "))
    parts += [f"-> {link.url}" for link in cell.links]
    parts += [f"{{{note}}}" for note in cell.notes]
    return " ".join(part for part in parts if part)


def texts(table: Table) -> list[list[str]]:
    """Return the texts of the cells of a table."""
    return [[cell.text for cell in row.cells] for row in table.rows]


def names(tables: Iterable[Table]) -> list[str]:
    """Return the names of tables."""
    return [table.name for table in tables]

"""Tables of data: each row is a line of text, with tabs between its cells.

Other tables, such as those that only lay out a page, stay a line for each cell.
"""

from collections.abc import Sequence

_LONGEST = 120
"""The maximum length of a cell in a table of data, in characters."""


def rows_of_data(table: Sequence[Sequence[str]]) -> list[str]:
    """Return the lines of a table of data, or nothing if it is another table.

    Args:
        table: the text of the cells in each row. None of them spans several columns or rows.
    """
    rows = [[" ".join(cell.split()) for cell in row] for row in table]
    widths = {len(row) for row in rows}
    if len(rows) < 2 or len(widths) != 1 or min(widths) < 2:
        return []
    if any(len(cell) > _LONGEST for row in rows for cell in row):
        return []
    has_numbers = any(letter.isdigit() for row in rows[1:] for cell in row[1:] for letter in cell)
    return ["\t".join(row) for row in rows] if has_numbers else []

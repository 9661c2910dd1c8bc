"""Names of rows and columns in sheets, and notes on those that are hidden."""

import re
from collections.abc import Collection, Iterable, Sequence

from briefing.capture.table import Row
from briefing.english import listing

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


def column_name(column: int) -> str:
    """Return the name of a column, counted from 0, such as "A" or "AB"."""
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def position(reference: str) -> tuple[int, int] | None:
    """Return the row, from 1, and the column, from 0, of a reference such as "B3"."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return None
    column = 0
    for letter in match[1].upper():
        column = 26 * column + ord(letter) - ord("A") + 1
    return int(match[2]), column - 1


def hidden_notes(
    rows: Sequence[Row], hidden_rows: Collection[int], hidden_columns: Iterable[int], *, sheet: bool
) -> list[str]:
    """Return notes on hidden parts: the sheet, or rows and columns with content."""
    notes = ["The sheet is hidden in the file."] if sheet else []
    used = {n for row in rows for n, cell in enumerate(row.cells) if not cell.is_empty}
    numbers = [row.number for row in rows if row.number in hidden_rows]
    columns = sorted(used.intersection(hidden_columns))
    for noun, runs in (
        ("Row", [(str(first), str(last)) for first, last in _runs(numbers)]),
        ("Column", [(column_name(first), column_name(last)) for first, last in _runs(columns)]),
    ):
        names = [first if first == last else f"{first} to {last}" for first, last in runs]
        if names:
            is_one = len(runs) == 1 and runs[0][0] == runs[0][1]
            verb = "is" if is_one else "are"
            notes.append(
                f"{noun}{'' if is_one else 's'} {listing(names)} {verb} hidden in the file."
            )
    return notes


def _runs(numbers: Iterable[int]) -> list[tuple[int, int]]:
    """Return the first and last number of each run of consecutive numbers."""
    runs: list[tuple[int, int]] = []
    for number in numbers:
        if runs and runs[-1][1] == number - 1:
            runs[-1] = (runs[-1][0], number)
        else:
            runs.append((number, number))
    return runs

"""Tables in text files: values separated by commas, semicolons, tabs or bars."""

from briefing.capture.dated_lines import table_of_lines
from briefing.capture.table import Cell, Row, Table, as_read, table_of
from briefing.charsets import decode
from briefing.delimited import rows_of


def read(content: bytes, name: str) -> list[Table]:
    """Return the table of a text file. Its encoding and its delimiter are detected."""
    text = decode(content)
    if name.lower().endswith(".txt") and "\t" not in text:
        lines = [(False, Cell(as_read(line))) for line in text.splitlines()]
        if table := table_of_lines(name, lines, least=0.5):
            return [table]
    rows = [
        Row(tuple(Cell(as_read(value)) for value in row.values), number)
        for number, row in enumerate(rows_of(text), 1)
    ]
    return [table_of(name, "table 1", rows)]

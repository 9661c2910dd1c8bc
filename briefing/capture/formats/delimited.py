"""Tables in text files: values separated by commas, semicolons, tabs or bars."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice

from briefing.capture.dated_lines import table_of_lines
from briefing.capture.table import Cell, Row, Table, as_read, table_of
from briefing.evidence.extracting.charsets import decode

_DELIMITERS = "\t,;|"
_SAMPLE = 200
"""How many rows show which delimiter a file uses."""
_DECLARED = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""The first line with which Excel declares the delimiter."""


def read(content: bytes, name: str) -> list[Table]:
    """Return the table of a text file. Its encoding and its delimiter are detected."""
    text = decode(content)
    if name.lower().endswith(".txt") and "\t" not in text:
        lines = [(False, Cell(as_read(line))) for line in text.splitlines()]
        if table := table_of_lines(name, lines, least=0.5):
            return [table]
    declared = _DECLARED.match(text)
    text = text[declared.end() :] if declared else text
    delimiter = declared[1] if declared else delimiter_of(text)
    rows = [
        Row(tuple(Cell(as_read(value)) for value in values), number)
        for number, (values, _) in enumerate(_records(text, delimiter), 1)
    ]
    return [table_of(name, "table 1", rows)]


def delimiter_of(text: str) -> str:
    """Return the delimiter that divides the first rows of `text` into equal numbers of values.

    It must not divide values in quotation marks.
    """
    return max(_DELIMITERS, key=lambda delimiter: _fit(text, delimiter))


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    """Return how well a delimiter divides the first rows of `text`. The higher, the better."""
    rows = [row for row in islice(_records(text, delimiter), _SAMPLE) if any(row[0])]
    widths = Counter(len(values) for values, _ in rows)
    stray = sum(has_stray_mark for _, has_stray_mark in rows)
    return -stray, max(((width - 1) * count for width, count in widths.items()), default=0)


def _records(text: str, delimiter: str) -> Iterator[tuple[list[str], bool]]:
    """Yield the values of each row, and whether one of them has a stray quotation mark.

    A quotation mark only quotes a value if another one ends it. Otherwise it is part of the text,
    so that a stray quotation mark does not join the rows that follow it.
    """
    values: list[str] = []
    has_stray_mark = False
    for match in _value(delimiter).finditer(text):
        quoted, plain, end = match.groups()
        values.append(plain if quoted is None else quoted.replace('""', '"'))
        has_stray_mark |= quoted is None and '"' in plain
        if end != delimiter:
            # There is no row after the last line end.
            if values != [""] or end:
                yield values, has_stray_mark
            values, has_stray_mark = [], False
            if not end:
                return


@cache
def _value(delimiter: str) -> re.Pattern[str]:
    """Return a pattern that matches a value and the delimiter, line end or end that follows it."""
    mark = re.escape(delimiter)
    return re.compile(
        rf'(?: *+"((?:[^"]++|"")*+)" *+(?={mark}|[\r\n]|\Z)|([^{mark}\r\n]*+))({mark}|\r\n?|\n|\Z)'
    )

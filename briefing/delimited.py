"""Values in text files that are separated by commas, semicolons, tabs or bars."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import NamedTuple

_DELIMITERS = "\t,;|"
_SAMPLE = 200
"""How many rows show which delimiter a file uses."""
_DECLARED = re.compile(r"sep=(.)(?:\r?\n|\r)", re.IGNORECASE)
"""The first line with which Excel declares the delimiter."""


class Record(NamedTuple):
    """The values of a row and the offset of each one.

    `odd` lists the indexes of the values with a quotation mark that does not enclose them.
    """

    values: list[str]
    starts: list[int]
    odd: list[int]


def rows_of(text: str) -> Iterator[Record]:
    """Yield the rows of `text`, whose delimiter is declared in its first line or is detected."""
    declared = _DECLARED.match(text)
    if declared:
        return records(text, declared[1], declared.end())
    return records(text, delimiter_of(text))


def delimiter_of(text: str) -> str:
    """Return the delimiter that divides the first rows of `text` into equal numbers of values.

    It must not divide values in quotation marks.
    """
    return max(_DELIMITERS, key=lambda delimiter: _fit(text, delimiter))


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    """Return how well a delimiter divides the first rows of `text`. The higher, the better."""
    rows = [row for row in islice(records(text, delimiter), _SAMPLE) if any(row.values)]
    widths = Counter(len(row.values) for row in rows)
    stray = sum(bool(row.odd) for row in rows)
    return -stray, max(((width - 1) * count for width, count in widths.items()), default=0)


def records(text: str, delimiter: str, start: int = 0) -> Iterator[Record]:
    """Yield the rows of `text` from the offset `start`.

    A quotation mark only quotes a value if another one ends it. Otherwise it is part of the text,
    so that a stray quotation mark does not join the rows that follow it.
    """
    values: list[str] = []
    starts: list[int] = []
    odd: list[int] = []
    for match in _value(delimiter).finditer(text, start):
        quoted, plain, end = match.groups()
        values.append(plain if quoted is None else quoted.replace('""', '"'))
        starts.append(match.start())
        if quoted is None and '"' in plain:
            odd.append(len(values) - 1)
        if end != delimiter:
            # There is no row after the last line end.
            if values != [""] or end:
                yield Record(values, starts, odd)
            values, starts, odd = [], [], []
            if not end:
                return


def end_of_value(text: str, start: int, delimiter: str) -> int:
    """Return the offset of the end of the value that starts at the offset `start`."""
    match = _value(delimiter).match(text, start)
    return match.start(3) if match else start


@cache
def _value(delimiter: str) -> re.Pattern[str]:
    """Return a pattern that matches a value and the delimiter, line end or end that follows it."""
    mark = re.escape(delimiter)
    return re.compile(
        rf'(?: *+"((?:[^"]++|"")*+)" *+(?={mark}|[\r\n]|\Z)|([^{mark}\r\n]*+))({mark}|\r\n?|\n|\Z)'
    )

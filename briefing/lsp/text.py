"""The text of a file, with positions in the units that an editor uses."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from briefing.record.problems import split_lines


class Point(NamedTuple):
    """A place in a text. Lines and columns are numbered from 0, and columns count characters."""

    line: int
    column: int


class Span(NamedTuple):
    """A range of a text. The end is exclusive."""

    start: Point
    end: Point


@dataclass(frozen=True)
class Text:
    """The text of a file. `encoding` is the unit of columns in the editor, such as utf-16."""

    content: str
    encoding: str = "utf-16"

    @cached_property
    def lines(self) -> list[str]:
        """The lines of the text, without their line ends."""
        return split_lines(self.content)

    def line(self, number: int) -> str:
        """Return a line, or an empty one after the end of the text."""
        return self.lines[number] if 0 <= number < len(self.lines) else ""

    def to_editor(self, point: Point) -> tuple[int, int]:
        """Return the line and the column of `point` in the editor's units."""
        line = self.line(point.line)
        before = line[: point.column]
        if before.isascii() or self.encoding == "utf-32":
            return point.line, min(point.column, len(line))
        return point.line, _length(before, self.encoding)

    def from_editor(self, line: int, column: int) -> Point:
        """Return the place at a column in the editor's units, or the nearest place before it."""
        line = min(max(line, 0), len(self.lines) - 1)
        text = self.line(line)
        if text.isascii() or self.encoding == "utf-32":
            return Point(line, min(max(column, 0), len(text)))
        units = 0
        for n, character in enumerate(text):
            units += _length(character, self.encoding)
            if units > column:
                return Point(line, n)
        return Point(line, len(text))


def _length(text: str, encoding: str) -> int:
    """Return the length of `text` in the units of an encoding."""
    # A byte that is not UTF-8 is a lone surrogate here, and one unit in UTF-16.
    code = {"utf-8": "utf-8", "utf-16": "utf-16-le"}[encoding]
    return len(text.encode(code, "surrogatepass")) // (2 if encoding == "utf-16" else 1)

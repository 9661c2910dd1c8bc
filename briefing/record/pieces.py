"""Split a long events file into pieces, because parsing it as a whole takes a lot of memory.

If a file is read again after a change, only the pieces that differ need to be read.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from briefing.record.problems import LINE_END, Path

LENGTH = 200_000
"""The length of a piece, in characters. Each piece ends with the event that exceeds it."""
ELSEWHERE = "in the other pieces"
"""The only event in the first piece, which has everything else in the file."""

# The top-level list of events, as far as the hyphen of the first event.
_EVENTS = r"(?m)^events: *\r?\n(?: *(?:#.*)?\r?\n)*(?P<indent> *)- "
_END_OF_EVENTS = re.compile(r"\n(?!- )[^\s#]")
_AROUND = 10
"""The number of events before and after another one that show how the file is written."""
_HEAD = "events:\n"
_FIRST_EVENT = 2  # The line of a piece on which its first event starts.


class Piece(NamedTuple):
    """A part of an events file, in the form of an events file of its own.

    Attributes:
        text: the text of the piece.
        start: the offset of its events in the whole file.
        line: the first line whose number differs from its number in the whole file.
        shift: the number to add to these lines.
    """

    text: str
    start: int
    line: int
    shift: int

    @property
    def has_other_keys(self) -> bool:
        """Whether it is the first piece, which has the other keys of the file."""
        return self.line != _FIRST_EVENT

    @staticmethod
    def path_in_file(path: Path, first: int) -> Path:
        """Return the path in the whole file, given the number of events before the piece."""
        match path:
            case ("events", int(number), *further):
                return ("events", number + first, *further)
        return path

    def line_in_file(self, line: int) -> int:
        """Return the number in the whole file of a line of the piece."""
        return line + self.shift if line >= self.line else line


class Split(NamedTuple):
    """How a file was split: the `length` of the pieces, and the number of events in each piece."""

    length: int
    counts: tuple[int, ...]


def in_pieces(text: str, length: int | None = None) -> Iterator[Piece]:
    """Yield the pieces of `text`, or nothing if it is short or its events are not a plain list.

    Each piece has the form of an events file. If a piece is not valid by itself, the whole file may
    still be valid: for example, an alias can refer to an anchor in another piece. But if all pieces
    are valid, the whole file has the same content.
    """
    length = length or LENGTH
    if len(text) <= length or not (events := re.search(_EVENTS, text)):
        return
    next_key = _END_OF_EVENTS.search(text, events.end())
    end = next_key.start() + 1 if next_key else len(text)
    start = text.index("\n", events.start()) + 1
    before, events_lines = _lines(text, 0, events.start()), _lines(text, start, end)
    others = f"{text[: events.start()]}{_HEAD}- {ELSEWHERE}\n{text[end:]}"
    yield Piece(others, start, before + 3, events_lines - 1)
    next_event = f"\n{events['indent']}- "
    line = before + 1
    while start < end:
        stop = text.find(next_event, start + length, end) + 1 or end
        yield Piece(f"{_HEAD}{text[start:stop]}", start, _FIRST_EVENT, line - 1)
        line += _lines(text, start, stop)
        start = stop


class Neighbours(NamedTuple):
    """An event of a file with some of the events before and after it.

    Attributes:
        head: the line above the list of events.
        start: the offset of these events in the file.
        end: the offset of their end.
        first: the number of events before them.
    """

    head: str
    start: int
    end: int
    first: int


def neighbours(text: str, number: int) -> Neighbours | None:
    """Return the event with this number and those around it, or None if that is not clear.

    The last event has no neighbours, because the end of the list is not always clear.
    """
    if not (events := re.search(_EVENTS, text)):
        return None
    next_key = _END_OF_EVENTS.search(text, events.end())
    end = next_key.start() + 1 if next_key else len(text)
    start = text.index("\n", events.start()) + 1
    head = text[events.start() : start]
    first, last = max(0, number - _AROUND), number + _AROUND
    next_event = f"\n{events['indent']}- "
    starts = [start]
    while starts[-1] and len(starts) < last + 2:
        starts.append(text.find(next_event, max(starts[-1], events.end()), end) + 1)
    if len(starts) < number + 2 or not starts[number + 1]:
        return None
    return Neighbours(head, starts[first], starts[-1] or end, first)


def _lines(text: str, start: int, end: int) -> int:
    """Return the number of line ends between two offsets."""
    if text.find("\r", start, end) == -1:
        return text.count("\n", start, end)
    return sum(1 for _ in LINE_END.finditer(text, start, end))

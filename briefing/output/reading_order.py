"""Change the painting order of a PDF page to match its reading order.

WeasyPrint paints in CSS order: floats come before the text around them, and positioned content
after everything else. Programs that ignore the tags would follow that order when they copy, reflow
or read text aloud.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from pydyf import Dictionary

_SETTERS = {
    *(b"rg", b"g", b"k", b"cs", b"sc", b"scn", b"RG", b"G", b"K", b"CS", b"SC", b"SCN"),
    *(b"gs", b"w", b"J", b"j", b"M", b"d", b"Tf", b"Tr", b"Ts"),
}
"""Operators that set a colour, line style or font for later ones (ISO 32000-1, 8.4, 8.6, 9.3)."""
_NO_RANK = -1


@dataclass(slots=True)
class _Part:
    """Operations that stay together, from `q` to `Q` or in marked content, and the state before
    them.

    `rank` is the first rank of its content, or `_NO_RANK` for parts without content.
    """

    operations: list[Any]
    state: list[Any]
    rank: int


def in_reading_order(operations: Iterable[Any], ranks: Mapping[int, int]) -> list[Any]:
    """Sort a page's `operations` so that content is painted in order of rank.

    `ranks` maps the numbers of marked content to ranks. Operations between `q` and `Q` stay
    together.
    """
    return _arrange(iter(operations), ranks)[0]


def _arrange(operations: Iterator[Any], ranks: Mapping[int, int]) -> tuple[list[Any], int]:
    """Sort the `operations` up to the next `Q`. Return them with their first rank."""
    unchanged: list[Any] = []
    beforehand: list[Any] = []
    parts: list[_Part] = []
    state: dict[bytes, Any] = {}
    can_move = True
    for operation in operations:
        if operation == b"Q":
            break
        if operation == b"q":
            inside, rank = _arrange(operations, ranks)
            part = _Part([b"q", *inside, b"Q"], [*state.values()], rank)
        elif isinstance(operation, str):
            marked = list(_marked_content(operations))
            rank = ranks.get(_content_number(marked[0]), _NO_RANK)
            part = _Part([operation, *marked], [*state.values()], rank)
            _update_state(marked, state)
        else:
            unchanged.append(operation)
            _update_state([operation], state)
            if not parts:
                beforehand.append(operation)
            elif _operator(operation) not in _SETTERS:
                can_move = False
            continue
        unchanged += part.operations
        parts.append(part)
    read = [part.rank for part in parts if part.rank != _NO_RANK]
    if can_move and read != sorted(read):
        _place_decoration(parts)
        parts.sort(key=lambda part: part.rank)
        separate = ([b"q", *part.state, *part.operations, b"Q"] for part in parts)
        unchanged = [*beforehand, *chain.from_iterable(separate)]
    return unchanged, min(read, default=_NO_RANK)


def _place_decoration(parts: Sequence[_Part]) -> None:
    """Keep decoration with the content that it decorates.

    The backgrounds of the whole group come first, and stay there. Later marked content is the
    background of the words after it, and separate parts belong to the content on which they are
    positioned.
    """
    content = next(at for at, part in enumerate(parts) if part.rank != _NO_RANK)
    later = parts[content:]
    for part, after in zip(later[-2::-1], later[:0:-1], strict=True):
        if part.rank == _NO_RANK and part.operations[0] != b"q":
            part.rank = after.rank
    for part, before in zip(later[1:], later, strict=False):
        if part.rank == _NO_RANK:
            part.rank = before.rank


def _marked_content(operations: Iterator[Any]) -> Iterator[Any]:
    """Yield the `operations` to the end of the marked content that has just started."""
    depth = 1
    while depth:
        operation = next(operations)
        depth += isinstance(operation, str) - (operation == b"EMC")
        yield operation


def _content_number(properties: Any) -> int:
    """Return the number of marked content, or a number that no content has."""
    has_number = isinstance(properties, Dictionary) and "MCID" in properties
    return properties["MCID"] if has_number else _NO_RANK


def _update_state(operations: Iterable[Any], state: dict[bytes, Any]) -> None:
    """Add the values that `operations` set to `state`, in the order in which they were last set."""
    depth = 0
    for operation in operations:
        depth += (operation == b"q") - (operation == b"Q")
        operator = _operator(operation)
        if depth == 0 and operator in _SETTERS:
            # The name of a graphics state starts with its type: /a1.0 for filling, /A1.0 for lines.
            name = operator + operation[1:2] if operator == b"gs" else operator
            state.pop(name, None)
            state[name] = operation


def _operator(operation: Any) -> bytes:
    return operation.rpartition(b" ")[2] if isinstance(operation, bytes) else b""

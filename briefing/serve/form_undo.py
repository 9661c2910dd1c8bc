"""Undo a change to a file, even if the file has been changed elsewhere since."""

from difflib import SequenceMatcher
from itertools import takewhile

Lines = list[bytes]


def undone(before: bytes, after: bytes, current: bytes) -> bytes | None:
    """Return `current` without the change from `before` to `after`.

    If nothing has changed since, these are the bytes before. Otherwise, only the lines of the
    change go back to what they were. If somebody else has changed those lines, return None.
    """
    if current == after:
        return before
    return _with_changes(_lines(after), _lines(before), _lines(current))


def _lines(content: bytes) -> Lines:
    return content.splitlines(keepends=True)


def _with_changes(base: Lines, wanted: Lines, current: Lines) -> bytes | None:
    """Return `current` with the changes from `base` to `wanted`."""
    others = _changes(base, current)
    changed: Lines = []
    at = 0
    for start, end, lines in _changes(base, wanted):
        # A change of the line directly above or below may be part of the same thing.
        if any(low <= end and start <= high for low, high, _ in others):
            return None
        shift = sum(len(new) - (high - low) for low, high, new in others if high < start)
        changed += [*current[at : start + shift], *lines]
        at = end + shift
    return b"".join([*changed, *current[at:]])


def _changes(old: Lines, new: Lines) -> list[tuple[int, int, Lines]]:
    """Return the ranges of lines of `old` that differ in `new`, each with the new lines."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
    rest = min(len(old), len(new)) - same
    ends = zip(reversed(old), reversed(new), strict=False)
    end = min(rest, sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], ends)))
    middle = SequenceMatcher(None, old[same : len(old) - end], new[same : len(new) - end])
    return [
        (same + low, same + high, new[same + start : same + stop])
        for tag, low, high, start, stop in middle.get_opcodes()
        if tag != "equal"
    ]

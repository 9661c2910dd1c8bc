"""Marks for added and removed words within a text.

The marks are characters that no record can need (private use). They pass unchanged through
typesetting, templates and Markdown, and each format replaces them with its own marks. Text without
them is a text as it is now.
"""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

ADDED, REMOVED, LABEL, END = map(chr, range(0x10FF00, 0x10FF04))
MARKS = f"{ADDED}{REMOVED}{LABEL}{END}"
MARKED = re.compile(f"([{ADDED}{REMOVED}{LABEL}])([^{MARKS}]*){END}")
"""A marked stretch of text, with its mark and its words."""
_NOT_NOW = re.compile(f"[{REMOVED}{LABEL}][^{MARKS}]*(?:{END} ?|\\Z)|[{MARKS}]")
_WORD = re.compile(
    r"(?:\*\*.+?\*\*|\*.+?\*|(?<!\w)_.+?_(?!\w)|`.+?`|\[[^\]]*\]\([^)]*\)|\S)\S*", re.DOTALL
)
"""A word, or Markdown that belongs together."""
_BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)]|>)\s)")
_MARKER = re.compile(r"\s*(?:(?:[-*+]|\d+[.)]|>)\s+)*")
_ALIKE = 0.35
"""The minimum similarity of two texts whose words are compared. Others are replaced as a whole."""


class _Block(NamedTuple):
    """A paragraph or an item of a list: the marks at its start, and its words."""

    marker: str
    words: str


def added(text: str) -> str:
    """Mark a text as added."""
    return f"{ADDED}{text}{END}" if text else ""


def removed(text: str) -> str:
    """Mark a text as removed."""
    return f"{REMOVED}{text}{END}" if text else ""


def labelled(label: str, text: str) -> str:
    """Put a label, such as "New", in front of a text."""
    return f"{LABEL}{label}{END} {text}"


def accepted(text: str) -> str:
    """Return a text as it is now, without marks, labels or removed words."""
    return _NOT_NOW.sub("", text) if any(mark in text for mark in MARKS) else text


def compared(old: str, new: str) -> str:
    """Return the `new` text with the words marked that were added to or removed from the `old`."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if before == after:
        return new
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return " ".join(filter(None, (removed(" ".join(before)), added(" ".join(after)))))
    pieces: list[str] = []
    for operation, start, end, first, last in matcher.get_opcodes():
        was, now = " ".join(before[start:end]), " ".join(after[first:last])
        pieces += [now] if operation == "equal" else [removed(was), added(now)]
    return " ".join(filter(None, pieces))


def compared_markdown(old: str, new: str) -> str:
    """Do the same for Markdown, one paragraph or list item at a time."""
    before, after = list(_blocks(old)), list(_blocks(new))
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    blocks: list[_Block] = []
    for operation, start, end, first, last in matcher.get_opcodes():
        if operation == "equal":
            blocks += after[first:last]
            continue
        for was, now in zip_longest(before[start:end], after[first:last]):
            if was and now and was.marker == now.marker:
                blocks.append(_Block(now.marker, _one_emphasis(compared(was.words, now.words))))
                continue
            if was:
                blocks.append(_Block(was.marker, removed(_one_emphasis(was.words))))
            if now:
                blocks.append(_Block(now.marker, added(_one_emphasis(now.words))))
    lines: list[str] = []
    for n, block in enumerate(blocks):
        is_list = n and block.marker.strip() and blocks[n - 1].marker.strip()
        lines += [] if n == 0 else ["\n" if is_list else "\n\n"]
        lines.append(f"{block.marker}{block.words}")
    return "".join(lines)


def _blocks(text: str) -> Iterator[_Block]:
    for block in _BLOCK.split(text.strip()):
        marker = _MARKER.match(block)
        start = marker[0] if marker else ""
        yield _Block(start.strip("\n"), " ".join(block[len(start) :].split()))


def _one_emphasis(text: str) -> str:
    """Write emphasis with asterisks: next to a mark, underscores are part of a word."""
    return re.sub(r"(?<!\w)_(?=\S)(.+?)(?<=\S)_(?!\w)", r"*\1*", text)

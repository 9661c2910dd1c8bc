"""Marks within a text: for added and removed words, and for words in another language.

The marks are characters that no record can need (private use). They pass unchanged through
typesetting, templates and Markdown, and each format replaces them with its own marks. Text without
them is a text as it is now.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple, Self

ADDED, REMOVED, LABEL, LANGUAGE, CODE_END, END = map(chr, range(0x10FF00, 0x10FF06))
MARKS = f"{ADDED}{REMOVED}{LABEL}{LANGUAGE}{CODE_END}{END}"
MARKED = re.compile(f"([{ADDED}{REMOVED}{LABEL}]|{LANGUAGE}[\\w-]*{CODE_END})([^{MARKS}]*){END}")
"""A marked stretch of text, with its mark and its words."""
LEADING = re.compile(f"(?:[{ADDED}{REMOVED}{LABEL}{END}]|{LANGUAGE}[\\w-]*{CODE_END})*")
"""The marks at the start of a text."""
REPLACED = re.compile(f"{REMOVED}[^{MARKS}]*{END} {ADDED}")
"""Removed words, up to the added words that replace them."""
_NOT_NOW = re.compile(
    f"[{REMOVED}{LABEL}][^{MARKS}]*(?:{END} ?|\\Z)|{LANGUAGE}[\\w-]*{CODE_END}|[{MARKS}]"
)
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


class Foreign(str):
    """A text that is not in the language of its briefing, because it has no translation."""

    __slots__ = ("language",)
    language: str

    def __new__(cls, text: str, language: str) -> Self:
        """Make a text in another language."""
        made = super().__new__(cls, text)
        made.language = language
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return Foreign, (str(self), self.language)


def shown(text: str) -> str:
    """Return a text to show, with marks if it is in another language."""
    return in_language(str(text), text.language) if isinstance(text, Foreign) else text


def in_language(text: str, language: str) -> str:
    """Mark a text as being in a language."""
    return f"{LANGUAGE}{language}{CODE_END}{text}{END}" if text else ""


def markdown_in_language(text: str, language: str) -> str:
    """Mark each paragraph and list item of Markdown as being in a language."""
    blocks = (_Block(one.marker, in_language(one.words, language)) for one in _blocks(text))
    return _joined(list(blocks))


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
    if old == new:
        return new
    old, new = accepted(old), accepted(new)
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
    if old == new:
        return new
    before, after = list(_blocks(accepted(old))), list(_blocks(accepted(new)))
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
    return _joined(blocks)


def _joined(blocks: Sequence[_Block]) -> str:
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

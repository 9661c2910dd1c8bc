"""The lines of a text: which line breaks are only layout, and which end a paragraph or item.

In a PDF or an email, most lines end because there is no room for the next word. Other lines end
because a paragraph, heading, list item or row of a table ends.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

ROW = "\v"
"""The end of a row of a table, in flat text."""

_FULL = 0.85  # A line with room for the next word does not end because of the layout.
_NEAR = 400
_TAIL = 40
_BREAK = re.compile(r"\n[ \t\n]*")
_HYPHENS = ("-", "‐", "\u00ad", "\ufffe")
_NUMBER_WORD = re.compile(
    r"\b(?:(?:twen|thir|for|fif|six|seven|eigh|nine)ty|one|two|three|four|five|six|seven|eight|nine)-$",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(r"\d{1,3}(?: \d{3})+\S*|[^ ]+")  # A line never ends in "16 900 000".
_IN_NUMBER = re.compile(r"\d(?:[%\w]?[-–]|[\u00a0\u2009\u202f])$")
_BULLETS = "•●▪◦‣⁃·\ue000-\uf8ff"
"""The marks before list items, as a part of a pattern. Symbol fonts use private characters."""
_BULLET = re.compile(rf"[{_BULLETS}*–-]\s")
_IS_ROW = re.compile(r"(?<!^\S)(?<!^\S\S)(?<!^\S\S\S)\t")
"""A tab between the cells of a row, not after a list marker."""
STARTS_SENTENCE = re.compile(r"[\"'“‘(\[]?[A-Z\dÀ-Þ£$€+−–•-]")
_ONLY_NUMBERS = re.compile(
    r"[\s\d.,%£$€+\-−–—*†()|/<>~≥≤]*(?:m|bn|k|pp|million|per cent)?[\s)]*", re.IGNORECASE
)
_ENDS_WITH_NUMBER = re.compile(r"\s[^\s\d]{0,2}(?:\d[\d.,]*)?\d(?:%|m|bn|k|pp| per cent)?$")
_CONTINUES = re.compile(
    r"(?:[,(–—-]|\b(?:a|an|and|as|at|by|for|from|in|is|of|on|or|than|that|the|to|was|were|with))$"
)
_SECTION = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+(?:[A-Z“\"‘]|[£$€]?\d[\d.,]*(?:%|\s[a-z]))")
"""The number of a section and its first word or number: `4.1 The Trust`, `4.2 87% of wards`."""
_ENDS_SENTENCE = re.compile(r"[.!?:;…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class FlatText:
    """A text in which a line break is always the end of a sentence, heading, list item or cell.

    Line breaks from the layout are spaces, and the ends of rows are `ROW`. Hyphens from the layout
    are left out, so its positions differ from those of the text: see `original`.
    """

    text: str
    places: Sequence[int]
    lengths: Sequence[int]

    def original(self, place: int) -> int:
        """Return the position in the text for a position in the flat text."""
        return place + self.lengths[bisect_right(self.places, place) - 1]


def flatten(text: str) -> FlatText:
    """Return a text without the line ends of its layout."""
    pieces, places, lengths = [], [0], [0]
    last = 0
    for match in _BREAK.finditer(text):
        line, end = text[last : match.start()].rstrip(" \t"), match.end()
        next_end = text.find("\n", end)
        following = text[end : len(text) if next_end < 0 else next_end].rstrip(" \t")
        start = last + len(line)
        if line[-1:] in _HYPHENS and line[-2:-1].isalpha() and following[:1].islower():
            start, mark = start - 1, _hyphen(line)
        else:
            is_blank = match[0].count("\n") > 1
            mark = _mark(line, following, _usual_length(text, start), is_blank=is_blank)
        pieces += [text[last:start], mark]
        last = end
        if left_out := end - start - len(mark):
            places.append(end - left_out - lengths[-1])
            lengths.append(lengths[-1] + left_out)
    pieces.append(text[last:])
    return FlatText("".join(pieces), places, lengths)


def _hyphen(line: str) -> str:
    """Return the replacement for a hyphen at a line end: a soft hyphen if it may be only layout."""
    if line[-1] != "-":
        return ""
    return "-" if _NUMBER_WORD.search(line[-_TAIL:]) else "\u00ad"


def _mark(line: str, following: str, usual_length: int, *, is_blank: bool) -> str:
    """Return the mark between two lines in flat text."""
    if not line or not following or _BULLET.match(following):
        return "\n"
    if _IS_ROW.search(line) or _IS_ROW.search(following):
        return "\n"
    tail = line[-_TAIL:]
    if _SECTION.match(following) and _ENDS_SENTENCE.search(tail):
        return "\n"
    if _IN_NUMBER.search(tail) and following[0].isdigit():
        return ""
    if _ONLY_NUMBERS.fullmatch(following):
        return "\n" if _ENDS_SENTENCE.search(tail) else " "
    is_new = bool(STARTS_SENTENCE.match(following))
    if _ONLY_NUMBERS.fullmatch(line):
        return "\n" if is_new else ROW
    are_rows = _ENDS_WITH_NUMBER.search(tail) and _ENDS_WITH_NUMBER.search(following[-_TAIL:])
    if are_rows and not following[0].islower():
        return ROW
    if _CONTINUES.search(tail):
        return " "
    if is_blank:
        return "\n" if is_new or _ENDS_SENTENCE.search(tail) else " "
    word = _FIRST_WORD.match(following)
    has_room = len(line) + 1 + (word.end() if word else 0) < _FULL * usual_length
    return "\n" if has_room and is_new else " "


def _usual_length(text: str, place: int) -> int:
    """Return the length of the longest line near a line break."""
    before, after = text[max(0, place - _NEAR) : place], text[place + 1 : place + _NEAR]
    lines = [*before.split("\n")[-4:], *after.split("\n")[:3]]
    return max(len(line.strip()) for line in lines)

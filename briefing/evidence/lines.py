"""The lines of a text: which of their ends are only those of a layout, and which are more.

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
_BREAK = re.compile(r"(?P<hyphen>(?<=[^\W\d_])[-‐\u00ad\ufffe])?[ \t]*(?:\n[ \t]*)+")
_TENS = re.compile(r"(?:twen|thir|for|fif|six|seven|eigh|nine)ty-$", re.IGNORECASE)
_BULLET = re.compile(r"[•●▪◦*–-]\s")
_STARTS_SENTENCE = re.compile(r"[\"'“‘(\[]?[A-Z\dÀ-Þ£$€+−–•-]")
_ONLY_NUMBERS = re.compile(
    r"[\s\d.,%£$€+\-−–—*†()|/<>~≥≤]*(?:m|bn|k|pp|million|per cent)?[\s)]*", re.IGNORECASE
)
_ENDS_WITH_NUMBER = re.compile(r"[^\W\d_].*\d[\d.,]*(?:%|m|bn|k|pp| per cent)?$")
_CONTINUES = re.compile(
    r"(?:[,(–—-]|\b(?:a|an|and|as|at|by|for|from|in|is|of|on|or|than|that|the|to|was|were|with))$"
)
_ENDS_SENTENCE = re.compile(r"[.!?:;…][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class FlatText:
    """A text in which a line break is always the end of a sentence, heading, list item or cell.

    Line ends of the layout are spaces, and those of rows are `ROW`. Hyphens of the layout are left
    out, so its places differ from those of the text: see `original`.
    """

    text: str
    places: Sequence[int]
    lengths: Sequence[int]

    def original(self, place: int) -> int:
        """Return the place in the text of a place in the flat text."""
        return place + self.lengths[bisect_right(self.places, place) - 1]


def flatten(text: str) -> FlatText:
    """Return a text without the line ends of its layout."""
    pieces, places, lengths = [], [0], [0]
    last = 0
    for match in _BREAK.finditer(text):
        mark = _mark(text, match)
        pieces += [text[last : match.start()], mark]
        last = match.end()
        if left_out := last - match.start() - len(mark):
            places.append(last - left_out - lengths[-1])
            lengths.append(lengths[-1] + left_out)
    pieces.append(text[last:])
    return FlatText("".join(pieces), places, lengths)


def _mark(text: str, match: re.Match[str]) -> str:
    """Return the mark for a line end in flat text."""
    start, end = match.span()
    line = text[text.rfind("\n", 0, start) + 1 : start].strip()
    next_end = text.find("\n", end)
    following = text[end : len(text) if next_end < 0 else next_end].strip()
    if not line or not following:
        return "\n"
    if match["hyphen"] and following[0].islower():
        if match["hyphen"] != "-":
            return ""
        is_number = _TENS.search(text, max(0, start - 8), start + 1)
        return "-" if is_number else "\u00ad"
    if _BULLET.match(following):
        return "\n"
    if _ONLY_NUMBERS.fullmatch(following):
        return "\n" if _ENDS_SENTENCE.search(line) else " "
    is_new = bool(_STARTS_SENTENCE.match(following))
    if _ONLY_NUMBERS.fullmatch(line):
        return "\n" if is_new else ROW
    if _ENDS_WITH_NUMBER.search(line) and _ENDS_WITH_NUMBER.search(following):
        return ROW
    if match[0].count("\n") > 1:
        return "\n" if is_new or _ENDS_SENTENCE.search(line) else " "
    has_room = len(line) + 1 + len(following.split()[0]) < _FULL * _usual_length(text, start)
    return "\n" if has_room and is_new and not _CONTINUES.search(line) else " "


def _usual_length(text: str, place: int) -> int:
    """Return the length of the longest line near the end of a line."""
    before, after = text[max(0, place - _NEAR) : place], text[place + 1 : place + _NEAR]
    lines = [*before.split("\n")[-4:], *after.split("\n")[:3]]
    return max(len(line.strip()) for line in lines)

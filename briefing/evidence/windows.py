"""Windows: the part of a text whose words belong to one of its numbers.

A window is a sentence, or a row of a table with its label, with no more than `WINDOW` characters on
each side of the number. If it has several numbers, each has its own zone, which ends between it and
its neighbour: at a comma, a bracket, the end of a line or a word such as "and" or "while". If there
are several such places, the text between the first and the last of them can belong to either.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from briefing.evidence.amount import Amount
from briefing.evidence.key_words import DIRECTION
from briefing.evidence.lines import ROW, FlatText, flatten
from briefing.evidence.numbers import amounts
from briefing.evidence.wanted import sizes_of

WINDOW = 400
"""The greatest distance of a label from its number, in characters: about 60 words."""
_ABBREVIATIONS_IN_LINE = (
    "mr mrs ms dr prof st rt hon rev sir e.g i.e eg ie no nos p pp approx c ca vs cf fig para art "
    "vol inc ltd co etc al ibid jan feb mar apr jun jul aug sep sept oct nov dec"
)
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_IN_LINE.split())
_BOUNDARY = re.compile(
    r"(?P<stop>[.!?…]+[\"'”’)\]]*(?:\d{1,3}|\[\d+\])?)(?=\s)|(?P<end>[\n\0•●▪◦])"
)
_STARTS_SENTENCE = re.compile(r"\s*[\"'“‘(\[]?[A-Z\dÀ-Þ£$€+−–•-]")
_STRONG = re.compile(
    r";|\s[—–]\s|—|\b(?:while|whilst|whereas|but|although|though|compared|versus|tra|ond)\b"
    r"|\band\s+(?=(?:of|among|amongst|when|if|asked)\b)|\b(?:against|than)\s+(?=[\d£$€])",
    re.IGNORECASE,
)
_WEAK = re.compile(rf"[,()\t|{ROW}]|\b(?:and|or|ac|neu)\b", re.IGNORECASE)
_APPOSITIVE = re.compile(
    rf"\s*(?:or|to|from|up|down|an?|equivalent|equal|representing|that is|i\.e\.|reaching|bringing"
    rf"|taking|making|has|have|had|which is|{'|'.join(sorted(DIRECTION))})\b",
    re.IGNORECASE,
)
_HAS_CONJUNCTION = re.compile(r"\b(?:and|ac)\b|[\t|\v]", re.IGNORECASE)
_CLOSED = re.compile(r"[^(),;\n]{1,24}\)")
_MEASURE = re.compile(
    r"[\s-](?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|miles?|kilometres?|km|metres?"
    r"|acres?|hectares?|tonnes?)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r";|\b(?:while|whilst|whereas|but|although|though|however|tra|ond)\b", re.IGNORECASE
)
_FROM, _TO = re.compile(r"\bfrom\s$", re.IGNORECASE), re.compile(r"\bto\s$")
_OF = re.compile(
    r"\b(?:of|among|amongst|in|for|with|at|on)\s+(?:(?:the|all|its|their|our|these|those)\s+)*$",
    re.IGNORECASE,
)
_RISE_OF = re.compile(rf"\b(?:{'|'.join(sorted(DIRECTION))})\s+of\s+$", re.IGNORECASE)
_TOTAL = re.compile(
    r"\s+(?:out\s+)?of\s+(?:(?:the|all|its|their|our|these|those)\s+)*(?:\w+['’]s?\s+)?",
    re.IGNORECASE,
)
_LINK = re.compile(
    r"\s+of\s+(?:(?:the|all|its|their|our|these|those)\s+)*"
    r"|\s*,?\s*\(?(?:or|up|down|equivalent to|representing|that is)?[\s(]*",
    re.IGNORECASE,
)
_KNOWN = re.compile(r"\b(?:the|all|its|their|our|these|those|both)\s$", re.IGNORECASE)
_ONLY_GAP = re.compile(r"[ \t|]*")


@dataclass(frozen=True, slots=True)
class Zone:
    """The part of a text that belongs to a number, as places in the text.

    From `inner_start` to `inner_end` the text belongs to no other number. From `start` to `end` it
    can belong to a neighbour as well.

    Attributes:
        neighbours: the numbers at which the zone ends.
        is_row: whether other numbers of the same row share its label.
    """

    start: int
    inner_start: int
    inner_end: int
    end: int
    neighbours: tuple[Amount, ...] = ()
    is_row: bool = False


@dataclass(frozen=True)
class NumberedText:
    """A flat text and its numbers, in order."""

    flat: FlatText
    amounts: Sequence[Amount]
    starts: Sequence[int]
    by_size: Mapping[Fraction, Sequence[Amount]]

    @property
    def text(self) -> str:
        """The text without the line ends of its layout."""
        return self.flat.text

    def sentence(self, amount: Amount) -> tuple[int, int]:
        """Return the place of the sentence or the row that contains a number."""
        text = self.text
        low, high = max(0, amount.start - WINDOW), min(len(text), amount.end + WINDOW)
        start, end = low, high
        for match in _BOUNDARY.finditer(text, low, amount.start):
            if _is_boundary(text, match):
                start = match.end()
        for match in _BOUNDARY.finditer(text, amount.end, high):
            if _is_boundary(text, match):
                end = match.start() + (match.lastgroup == "stop")
                break
        return start, end

    def zone(self, amount: Amount, words: frozenset[str] = frozenset()) -> Zone:
        """Return the part of the sentence that belongs to a number.

        Other numbers that are among the key `words` of its label are only words.
        """
        start, end = self._clause(amount)
        inner_start, inner_end, neighbours, is_row = start, end, [], False
        nearest = amount
        for other in self._before(amount, start, words):
            if self._is_row(other, nearest):
                is_row = True
            elif not self._reaches_back(other, nearest, amount):
                gaps = _separators(self.text, other.end, nearest.start)
                start, inner_start = (
                    gaps[0][1] if gaps else other.end,
                    gaps[-1][1] if gaps else nearest.start,
                )
                neighbours.append(other)
                break
            nearest = other
        nearest = amount
        for other in self._after(amount, end, words):
            is_row = is_row or self._is_row(nearest, other)
            if not self._reaches_on(nearest, other, amount):
                gaps = _separators(self.text, nearest.end, other.start)
                inner_end, end = (
                    gaps[0][0] if gaps else nearest.end,
                    gaps[-1][0] if gaps else other.start,
                )
                neighbours.append(other)
                break
            nearest = other
        return Zone(
            start,
            min(inner_start, amount.start),
            max(inner_end, amount.end),
            end,
            tuple(neighbours),
            is_row,
        )

    def _clause(self, amount: Amount) -> tuple[int, int]:
        """Return the part of the sentence that no word such as "while" parts from a number."""
        start, end = self.sentence(amount)
        for match in _CLAUSE.finditer(self.text, start, amount.start):
            start = match.end()
        following = _CLAUSE.search(self.text, amount.end, end)
        return start, following.start() if following else end

    def _before(self, amount: Amount, start: int, words: frozenset[str]) -> list[Amount]:
        """Return the numbers before another one in its sentence, nearest first."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, amount.start)
        found = [other for other in self.amounts[first:last] if other.end <= amount.start]
        return [other for other in reversed(found) if self._counts(other, words)]

    def _after(self, amount: Amount, end: int, words: frozenset[str]) -> list[Amount]:
        """Return the numbers after another one in its sentence, nearest first."""
        first, last = bisect_left(self.starts, amount.end), bisect_left(self.starts, end)
        return [other for other in self.amounts[first:last] if self._counts(other, words)]

    def _counts(self, amount: Amount, words: frozenset[str]) -> bool:
        """Whether a number can have a label of its own: "one" and years have none."""
        written = self.text[amount.start : amount.end].lower()
        return not amount.doubt and written != "one" and written not in words

    def _is_row(self, first: Amount, second: Amount) -> bool:
        is_next = bool(_ONLY_GAP.fullmatch(self.text, first.end, second.start))
        return is_next and not self.text[second.start].isalpha()

    def _kind(self, amount: Amount) -> str:
        """Return the kind of a number. Two numbers of different kinds can share a label."""
        return amount.kind or ("measure" if _MEASURE.match(self.text, amount.end) else "")

    def _reaches_back(self, other: Amount, nearest: Amount, own: Amount) -> bool:
        """Whether the words before a number are also those of a later one: `by 28%, to 1,832`."""
        between = self.text[other.end : nearest.start]
        if not self._is_one_clause(between):
            return False
        if self._kind(other) == self._kind(own) and other.upper is None:
            is_from = _FROM.search(self.text, max(0, other.start - 8), other.start)
            return bool(is_from and own is nearest and _TO.search(between))
        return self._is_passing(other) or not _OF.search(between) or bool(_RISE_OF.search(between))

    def _reaches_on(self, nearest: Amount, other: Amount, own: Amount) -> bool:
        """Whether the words after a number are also an earlier one's: `77% of 302 adults`."""
        between = self.text[nearest.end : other.start]
        if not self._is_one_clause(between) or self._kind(other) == self._kind(own):
            return False
        return self._is_passing(other) or _LINK.fullmatch(between) is not None

    def _is_passing(self, amount: Amount) -> bool:
        """Whether a number only describes others: a length of time, or `the twelve streets`."""
        is_known = _KNOWN.search(self.text, max(0, amount.start - 8), amount.start)
        return is_known is not None or self._kind(amount) == "measure"

    def _is_one_clause(self, between: str) -> bool:
        if _STRONG.search(between) or _HAS_CONJUNCTION.search(between):
            return False
        return all(
            _APPOSITIVE.match(between, match.end()) or match.end() >= len(between.rstrip())
            for match in re.finditer(r",", between)
        )

    def is_total(self, amount: Amount) -> bool:
        """Whether a number is the total of another, such as the 302 of `77% of 302 adults`."""
        last = bisect_left(self.starts, amount.start)
        return any(
            other.end <= amount.start and _TOTAL.fullmatch(self.text, other.end, amount.start)
            for other in self.amounts[max(0, last - 3) : last]
        )


@lru_cache(64)
def numbered(text: str) -> NumberedText:
    """Return a text with its numbers, from a cache if it is one of the last texts."""
    flat = flatten(text)
    found = amounts(flat.text)
    by_size: dict[Fraction, list[Amount]] = {}
    for amount in found:
        for size in sizes_of(amount):
            by_size.setdefault(size, []).append(amount)
    return NumberedText(flat, found, [amount.start for amount in found], by_size)


def _separators(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the places between two numbers at which the words of one can end."""
    if text[end - 1 : end] == "(" and _CLOSED.match(text, end):
        end -= 1  # The only number in brackets belongs to the words before them.
    found = [match.span() for match in _STRONG.finditer(text, start, end)]
    return found or [match.span() for match in _WEAK.finditer(text, start, end)]


def _is_boundary(text: str, match: re.Match[str]) -> bool:
    if match.lastgroup != "stop":
        return True
    if not _STARTS_SENTENCE.match(text, match.end()):
        return False
    before = re.search(r"[\w.]*$", text[max(0, match.start() - 12) : match.start()])
    word = before[0] if before and match[0] == "." else ""
    return word.lower() not in _ABBREVIATIONS and not re.fullmatch(r"(?:[A-Z]\.)*[A-Z]", word)

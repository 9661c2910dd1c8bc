"""Windows: the part of a text whose words belong to one of its numbers.

A window is a sentence, or a row of a table with its label, with no more than `WINDOW` characters on
each side of the number. If it has several numbers, each has its own zone, which ends between it and
its neighbour: at a comma, a bracket, the end of a line or a word such as "and" or "while". If there
are several such places, the text between the first and the last of them may belong to either.
"""

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from briefing.evidence.amount import Amount
from briefing.evidence.key_words import DIRECTION
from briefing.evidence.lines import ROW, STARTS_SENTENCE, FlatText, flatten
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
_STARTS_SENTENCE = re.compile(rf"\s*{STARTS_SENTENCE.pattern}")
_TURNS = "while|whilst|whereas|but|although|though|tra|ond"
_THE = r"(?:(?:the|all|its|their|our|these|those)\s+)*"
_STRONG = re.compile(
    rf";|\s[—–·•]\s|—|\b(?:{_TURNS}|compared|versus)\b"
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
_CLOSES = re.compile(r"\s*\)")
_RESTATES = re.compile(r"\s\(|\s[–—]\s")
_ENDS_RESTATING = re.compile(r"\)|\s[–—]\s")
_COLON = re.compile(r":\s")
_OWN_WORD = re.compile(r"\s(?!and\b|or\b)[a-z]")
_VERBS = (
    "cost costs raise raises raised save saves saved employ employs employed create creates "
    "created receive receives received take takes took need needs needed cover covers covered "
    "has have had pay pays paid spend spends spent lose loses lost earn earns earned own owns"
)
_SHARED = re.compile(
    rf"\band\s+(?:(?:would|will|could|can|may|might)\s+)?(?:{'|'.join(_VERBS.split())})\s+$"
)
_AUXILIARY = re.compile(
    r"\b(?:would|will|could|can|should|may|might|must|has|have|had|is|are|was|were|does|did)\b"
)
_MEASURE = re.compile(
    r"[\s-](?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|miles?|kilometres?|km|metres?"
    r"|acres?|hectares?|tonnes?)\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(rf";|\b(?:{_TURNS}|however)\b", re.IGNORECASE)
_FROM, _TO = re.compile(r"\bfrom\s$", re.IGNORECASE), re.compile(r"\bto\s$")
_OF = re.compile(rf"\b(?:of|among|amongst|in|for|with|at|on)\s+{_THE}$", re.IGNORECASE)
_RISE_OF = re.compile(rf"\b(?:{'|'.join(sorted(DIRECTION))})\s+of\s+$", re.IGNORECASE)
_TOTAL = re.compile(rf"\s+(?:out\s+)?of\s+{_THE}(?:\w+['’]s?\s+)?", re.IGNORECASE)
_PART_OF = re.compile(rf"\s+(?:out\s+)?of\s+{_THE}")
_LINK = re.compile(
    rf"\s+of\s+{_THE}"
    r"|\s*,?\s*\(?(?:or|up|down|equivalent to|representing|that is)?[\s(]*",
    re.IGNORECASE,
)
_KNOWN = re.compile(r"\b(?:the|all|its|their|our|these|those|both)\s$", re.IGNORECASE)
_MOST_ROWS = 300
"""The most rows above a number in which the headings of its table are looked for."""
_IS_CAPTION = re.compile(r"(?:^|[.!?]\s+)([^\t.!?]{1,120})$")
"""A line before a table that names it: it is short, and no sentence."""
_ONLY_GAP = re.compile(r"[ \t|]*")


@dataclass(frozen=True, slots=True)
class Zone:
    """The part of a text that belongs to a number, as positions in the text.

    From `inner_start` to `inner_end` the text belongs to no other number. From `start` to `end` it
    can belong to a neighbour as well.

    Attributes:
        neighbours: the numbers at which the zone ends.
        is_row: whether other numbers of the same row share its label.
        subject: the position of its verb's subject, if other words are between them, as in "the
            scheme would need six officers and cost £1m", or an empty span.
        headings: the positions of the heading of its column and of the caption of its table.
    """

    start: int
    inner_start: int
    inner_end: int
    end: int
    neighbours: tuple[Amount, ...] = ()
    is_row: bool = False
    subject: tuple[int, int] = (0, 0)
    headings: tuple[tuple[int, int], ...] = ()


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
        """Return the position of the sentence or the row that contains a number."""
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

    def in_sentence(self, amount: Amount) -> Sequence[Amount]:
        """Return the numbers of the sentence or the row that contains a number."""
        start, end = self.sentence(amount)
        return self.amounts[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

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
            elif not self._restates(other, nearest) and not self._reaches_back(
                other, nearest, amount
            ):
                ends = [place for _, place in self._separators(other, nearest)]
                ends = ends or [other.end, nearest.start]
                start, inner_start = ends[0], ends[-1]
                neighbours.append(other)
                break
            nearest = other
        nearest = amount
        for other in self._after(amount, end, words):
            is_row = is_row or self._is_row(nearest, other)
            if not self._restates(nearest, other) and not self._reaches_on(nearest, other, amount):
                starts = [place for place, _ in self._separators(nearest, other)]
                starts = starts or [nearest.end, other.start]
                inner_end, end = starts[0], starts[-1]
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
            self._subject(start, amount),
            self._headings(amount),
        )

    def _headings(self, amount: Amount) -> tuple[tuple[int, int], ...]:
        """Return the positions of a column's heading and of the line before its table."""
        start = self.text.rfind("\n", 0, amount.start) + 1
        own = self._cells(start)
        column = self.text.count("\t", start, amount.start) - len(own)  # Counted from the right.
        if len(own) < 2 or not start:
            return ()
        first = start
        for _ in range(_MOST_ROWS):
            if not first:
                break
            before = self.text.rfind("\n", 0, first - 1) + 1
            cells = self._cells(before)
            # If the heading of the first column is empty, there is one less.
            if len(cells) not in (len(own), len(own) - 1) or len(cells) < 2:
                break
            first = before
            if len(cells) < len(own):
                break
        heading = self._cells(first)[column:][:1] if first < start else []
        end = max(0, first - 1)
        line = self.text[self.text.rfind("\n", 0, end) + 1 : end]
        caption = _IS_CAPTION.search(line)
        return (*heading, (end - len(caption[1]), end)) if caption else tuple(heading)

    def _cells(self, start: int) -> list[tuple[int, int]]:
        """Return the positions of the cells in a line."""
        end = self.text.find("\n", start)
        cells = []
        for cell in self.text[start : len(self.text) if end < 0 else end].split("\t"):
            cells.append((start, start + len(cell)))
            start += len(cell) + 1
        return cells

    def _subject(self, start: int, amount: Amount) -> tuple[int, int]:
        """Return the subject that a verb between "and" and a number shares with another verb."""
        first, _ = self._clause(amount)
        shared = _SHARED.search(self.text, first, amount.start)
        if not shared or shared.start() + len("and") > start:
            return 0, 0
        verb = _AUXILIARY.search(self.text, first, shared.start())
        if not verb or re.search(r"\d|\band\b", self.text[first : verb.start()]):
            return 0, 0
        return first, verb.start()

    def _clause(self, amount: Amount) -> tuple[int, int]:
        """Return the part of the sentence that no word such as "while" separates from a number."""
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
        is_one = written.split()[-1] == "one"
        return not amount.doubt and not is_one and written not in words

    def _restates(self, first: Amount, second: Amount) -> bool:
        """Whether a number gives another one in other terms: `57 (14%)`, `203 – nearly half –`."""
        is_same = first.kind == second.kind and first.is_share == second.is_share
        return (
            not is_same
            and _RESTATES.fullmatch(self.text, first.end, second.start) is not None
            and _ENDS_RESTATING.match(self.text, second.end) is not None
        )

    def _separators(self, first: Amount, second: Amount) -> list[tuple[int, int]]:
        """Return the positions between two numbers at which the words of one can end."""
        text, start, end = self.text, first.end, second.start
        if text[end - 1 : end] == "(" and _CLOSED.match(text, end):
            end -= 1  # The only number in brackets belongs to the words before them.
        if text[first.start - 1 : first.start] == "(" and (closing := _CLOSES.match(text, start)):
            start = closing.end()
        found = [match.span() for match in _STRONG.finditer(text, start, end)]
        if colon := self._colon(first, second):
            found = sorted([*found, colon])
        return found or [match.span() for match in _WEAK.finditer(text, start, end)]

    def _colon(self, first: Amount, second: Amount) -> tuple[int, int] | None:
        """Return the position of a colon, unless it ends a label: `302 replies: 77% in favour`."""
        match = _COLON.search(self.text, first.end, second.start)
        is_next = match is not None and match.end() == second.start
        is_list = self.text[max(0, first.start - 2) : first.start].rstrip().endswith(":")
        has_words = _OWN_WORD.match(self.text, second.end) is not None
        return match.span() if match and is_next and has_words and not is_list else None

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
        if not self._is_one_clause(between):
            return False
        if self._kind(other) == self._kind(own):
            return _PART_OF.fullmatch(between) is not None
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


def _is_boundary(text: str, match: re.Match[str]) -> bool:
    if match.lastgroup != "stop":
        return True
    if not _STARTS_SENTENCE.match(text, match.end()):
        return False
    before = re.search(r"[\w.]*$", text[max(0, match.start() - 12) : match.start()])
    word = before[0] if before and match[0] == "." else ""
    return word.lower() not in _ABBREVIATIONS and not re.fullmatch(r"(?:[A-Z]\.)*[A-Z]", word)

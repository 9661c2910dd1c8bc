"""Figures in the text of kept copies.

A figure is located where its value is within one window with all key words of its label. The key
words are the words of the label without their endings and without words such as "the". A window is
a sentence or a row of a table, and ends where the words of another number begin: see `windows`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from briefing.evidence.amount import Amount
from briefing.evidence.key_words import DIRECTION, directions, key_words, stem, way_of, words_in
from briefing.evidence.text import Found
from briefing.evidence.wanted import Wanted, wanted
from briefing.evidence.windows import NumberedText, Zone, numbered
from briefing.record.model import Figure

MOST_CANDIDATES = 20
_COMMON = 5
_NEAR = 60
_FREE_WORDS = "by of a an the about around over more than nearly almost some another"
_FREE = frozenset(_FREE_WORDS.split())
_NEGATION = re.compile(r"\b(?:not|never|neither|cannot|nor)\b|n['’]t\b", re.IGNORECASE)
_TO = re.compile(r"\b(?:to|from)\s+(?:(?:a|an|the|just|record)\s+)*$", re.IGNORECASE)
_MEASURE_WORDS = """
year month week day hour minute second pound penny pence mile metre kilometre km kg tonne acre
hectare percentage point degree times old fold mw gw mph
"""
_MEASURES = frozenset(map(stem, _MEASURE_WORDS.split()))


class Text(Protocol):
    """The text of a source, prepared for searching."""

    @property
    def text(self) -> str:
        """The text of its pages."""

    def passage(
        self, start: int, end: int, *, is_verbatim: bool = True, caution: str = ""
    ) -> Found:
        """Return a passage of the text, with the words around it."""


@dataclass(frozen=True, slots=True)
class _Sought:
    """The parts of a figure that are compared with a text.

    Attributes:
        words: the key words of the label and of the unit, without those of `ways`.
        ways: the words of the label that say which way the number has moved.
        unit: the word that must follow the number, such as `year`, or empty.
        extra: the other words of the figure, which decide between several places.
    """

    value: Wanted
    words: frozenset[str]
    ways: frozenset[str]
    unit: str
    extra: frozenset[str]

    @property
    def way(self) -> int:
        """1 if the number must have risen, -1 if it must have fallen, and 0 for all others."""
        if self.value.is_change and self.value.value:
            return 1 if self.value.value > 0 else -1
        return next(filter(None, map(way_of, sorted(self.ways))), 0)


@dataclass(frozen=True, slots=True)
class _Place:
    """A place of the value: its number, the words found with it and reasons against it."""

    amount: Amount
    start: int
    end: int
    missing: int
    extra: int
    caution: str = ""
    is_located: bool = False

    @property
    def order(self) -> tuple[bool, int, int, bool, int, int]:
        """The best place is the least."""
        length = self.end - self.start
        return (
            not self.is_located,
            self.missing,
            -self.extra,
            bool(self.caution),
            length,
            self.start,
        )


def find_figure(figure: Figure, text: Text) -> Found | None:
    """Return the best place that has the value of `figure` and all key words of its label."""
    places = sorted(_places(figure, text.text), key=lambda place: place.order)
    if not places or not places[0].is_located:
        return None
    return _found(places[0], text)


def candidates(figure: Figure, text: Text) -> list[Found]:
    """Return the places of the value of `figure`, those with most key words first.

    A person decides whether one of them supports the figure.
    """
    places = sorted(_places(figure, text.text), key=lambda place: place.order)
    return [_found(place, text) for place in places[:MOST_CANDIDATES]]


def _found(place: _Place, text: Text) -> Found:
    flat = numbered(text.text).flat
    start, end = flat.original(place.start), flat.original(place.end - 1) + 1
    return text.passage(start, end, caution=place.caution)


def _places(figure: Figure, text: str) -> Iterator[_Place]:
    sought, numbers = _sought(figure), numbered(text)
    pages_end = numbers.text.find("\0")
    found = [
        amount
        for amount in numbers.amounts
        if sought.value.is_value_of(amount) and (pages_end < 0 or amount.start < pages_end)
    ]
    is_common = len(found) >= _COMMON and not sought.value.unit and sought.value.value < 100
    for amount in found:
        yield _place(sought, numbers, amount, is_common=is_common)


def _sought(figure: Figure) -> _Sought:
    value = wanted(figure.value)
    unit_words = re.findall(r"[^\W_]+", value.words)
    unit = ""
    if unit_words and not value.unit and (own := key_words(unit_words[0])):
        (unit,) = own
    ways = directions(figure.label)
    label = key_words(figure.label)
    extra = key_words(figure.of or "", (figure.area or "").replace("-", " ")) - label
    return _Sought(value, (label | key_words(value.words)) - ways, ways, unit, extra)


def _place(sought: _Sought, numbers: NumberedText, amount: Amount, *, is_common: bool) -> _Place:
    text, zone = numbers.text, numbers.zone(amount)
    way, is_level = _way(numbers, amount, zone)
    spans = _spans(text, zone.start, zone.end, sought.words | sought.ways | sought.extra)
    missing = _missing(sought, spans, way)
    own = [spans[word] for word in (sought.words | sought.ways) & spans.keys()]
    nearest = [min(places, key=lambda place: abs(place[0] - amount.start)) for places in own]
    start = min([amount.start, *(place[0] for place in nearest)])
    end = max([amount.end, *(place[1] for place in nearest)])
    against = _reason_against(sought, numbers, amount, zone, way, is_level, start, end)
    is_located = not missing and not against and bool(sought.words)
    caution = against or _caution(sought, zone, way, amount, is_common=is_common)
    if not is_located:
        start, end = numbers.sentence(amount)
        start += len(text[start:end]) - len(text[start:end].lstrip())
    return _Place(
        amount, start, end, missing, len(sought.extra & spans.keys()), caution, is_located
    )


def _spans(
    text: str, start: int, end: int, words: frozenset[str]
) -> dict[str, list[tuple[int, int]]]:
    """Return the places of those of the words that are in a part of the text."""
    found: dict[str, list[tuple[int, int]]] = {}
    for first, last, word in words_in(text, start, end):
        if word in words:
            found.setdefault(word, []).append((first, last))
    return found


def _missing(sought: _Sought, found: Iterable[str], way: int) -> int:
    """Return the number of key words that are not in a zone.

    If the label has a word such as "increase", any word for the same way is enough.
    """
    present = set(found)
    missing = sought.words - present
    ways = [word for word in sought.ways - present if not way or way_of(word) not in (0, way)]
    if sought.value.is_change:
        ways = []
    return len(missing) + len(ways)


def _reason_against(
    sought: _Sought,
    numbers: NumberedText,
    amount: Amount,
    zone: Zone,
    way: int,
    is_level: bool,
    start: int,
    end: int,
) -> str:
    """Return why a place does not support the figure, or an empty string."""
    text, value = numbers.text, sought.value
    if amount.doubt:
        return amount.doubt
    if not value.is_limited_like(amount):
        return "the words that limit the number differ"
    if value.is_change and is_level:
        return "the text gives a level, not a change"
    if sought.way and way and sought.way != way:
        return "the number moved the other way"
    if amount.sign < 0 and not value.is_change and sought.way >= 0:
        return "the number is negative"
    following = [word for _, _, word in words_in(text, amount.end, amount.end + _NEAR)][:3]
    if sought.unit and sought.unit not in following:
        return "the unit differs"
    if not amount.unit and following and following[0] in _MEASURES - sought.words - sought.extra:
        return "the unit differs"
    if _NEGATION.search(text, max(zone.start, start - 15), end):
        return "the text may deny it"
    if not (zone.inner_start <= start and end <= zone.inner_end):
        for other in zone.neighbours:
            rival = numbers.zone(other)
            if other.value != amount.value and not _missing(
                sought, _spans(text, rival.start, rival.end, sought.words | sought.ways), 0
            ):
                return "the words can belong to another number"
    return ""


def _way(numbers: NumberedText, amount: Amount, zone: Zone) -> tuple[int, bool]:
    """Return which way a number has moved (1, -1 or 0), and whether it is a level: `to 28%`."""
    if amount.sign:
        return amount.sign, False
    text = numbers.text
    before = text[max(zone.start, amount.start - _NEAR) : amount.start]
    after = text[amount.end : min(zone.end, amount.end + _NEAR)]
    words_before = [word.lower() for word in reversed(re.findall(r"[^\W\d_]+", before))]
    words_after = [word.lower() for word in re.findall(r"[^\W\d_]+", after)]
    nearest = min(
        _direction([word for word in words_before if word not in _FREE], 0),
        _direction(words_after, 1),
    )
    return nearest[2], bool(_TO.search(before))


def _direction(words: list[str], side: int) -> tuple[int, int, int]:
    """Return the distance of the first word that names a way, with its side and its way."""
    found = ((n, side, DIRECTION[word]) for n, word in enumerate(words) if word in DIRECTION)
    return next(found, (len(words) + _NEAR, side, 0))


def _caution(sought: _Sought, zone: Zone, way: int, amount: Amount, *, is_common: bool) -> str:
    if len(sought.words) == 1:
        return "only 1 key word"
    if sought.value.is_change and not way:
        return "the text does not say whether it rose or fell"
    if is_common:
        return "a common number"
    if zone.is_row:
        return "the row has other numbers"
    return ""

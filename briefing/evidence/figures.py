"""Figures in the text of kept copies.

A figure is located where its value is within one window with all key words of its label. The key
words are the words of the label without their endings and without words such as "the". A window is
a sentence or a row of a table, and ends where the words of another number begin: see `windows`.
"""

from bisect import bisect_left
from itertools import islice
from typing import Protocol

from briefing.evidence.amount import Amount
from briefing.evidence.key_words import words_in
from briefing.evidence.places import Place, Sought, sought_of
from briefing.evidence.text import Found
from briefing.evidence.windows import WINDOW, NumberedText, numbered
from briefing.record.model import Figure

MOST_CANDIDATES = 20
_MOST_PLACES = 300
"""If a value occurs more often than this, only this many places near key words are compared."""
_COMMON = 5
"""A number below 100 is common if it occurs at least this often."""


class Text(Protocol):
    """The text of a source, prepared for searching."""

    @property
    def text(self) -> str:
        """The text of its pages."""

    def passage(
        self, start: int, end: int, *, is_verbatim: bool = True, caution: str = ""
    ) -> Found:
        """Return a passage of the text, with the words around it."""


def find_figure(figure: Figure, text: Text) -> Found | None:
    """Return the best place that has the value of `figure` and all key words of its label."""
    places = _places(figure, text.text)
    return _found(places[0], text) if places and places[0].is_located else None


def closest(figure: Figure, text: Text) -> Found | None:
    """Return the passage that is closest to supporting a figure that is not located.

    Its `caution` is the reason why it does not, as a clause that can follow "but": “the words
    “by” and “granted” are missing”, “it could be a year”. None means that the number itself is not
    in the text.
    """
    return next(iter(candidates(figure, text)), None)


def candidates(figure: Figure, text: Text) -> list[Found]:
    """Return the places of the value of `figure`, those with most key words first.

    A person decides whether one of them supports the figure. The `caution` of a passage says why
    the figure is not located there.
    """
    return [_found(place, text) for place in _places(figure, text.text)[:MOST_CANDIDATES]]


def _found(place: Place, text: Text) -> Found:
    flat, (start, end) = place.numbers.flat, place.span
    caution = place.caution
    return text.passage(flat.original(start), flat.original(end - 1) + 1, caution=caution)


def _places(figure: Figure, text: str) -> list[Place]:
    """Return the places of the value of `figure` in the pages of a text, best first."""
    sought, numbers = sought_of(figure), numbered(text)
    pages_end = numbers.text.find("\0")  # Headers, footers and page numbers follow.
    found = {
        amount: None
        for size in sought.value.sizes
        for amount in numbers.by_size.get(size, ())
        if sought.value.is_value_of(amount) and (pages_end < 0 or amount.start < pages_end)
    }
    if len(found) > _MOST_PLACES:
        found = dict.fromkeys(_near_key_words(list(found), sought, numbers))
    is_common = len(found) >= _COMMON and not sought.value.unit and sought.value.value < 100
    places = (Place(sought, numbers, amount, is_common) for amount in found)
    return sorted(places, key=lambda place: place.order)


def _near_key_words(found: list[Amount], sought: Sought, numbers: NumberedText) -> list[Amount]:
    """Return the first places of a value that have a key word in the same window."""
    starts = [start for start, _, word in words_in(numbers.text) if word in sought.words]
    near = (
        amount
        for amount in found
        if bisect_left(starts, amount.start - WINDOW) < bisect_left(starts, amount.end + WINDOW)
    )
    return list(islice(near, _MOST_PLACES))

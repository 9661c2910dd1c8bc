"""The sentences of a paragraph."""

import re
from collections.abc import Iterator

_ABBREVIATIONS_IN_LINE = (
    "mr mrs ms dr prof st rt hon rev sir e.g i.e eg ie no nos p pp approx c ca vs cf fig para art "
    "vol inc ltd co etc al ibid cllr jan feb mar apr jun jul aug sep sept oct nov dec"
)
_ABBREVIATIONS = frozenset(_ABBREVIATIONS_IN_LINE.split())
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[\"'”’)\]]*[¹²³⁴-⁹⁰]*(?=\s+[\"'“‘(\[]?[A-Z\dÀ-Þ£$€•–-])")
_LETTERED = re.compile(
    r"\b(?:Option|Annex|Appendix|Plan|Part|Group|Scenario|Route|Phase|Lot|Zone|Block|Question)\s[A-Z]$"
)
"""A letter that is not an initial: *a third backed Option A.*"""
_LAST_WORD = re.compile(r"[\w.]*$")


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Yield the position of each sentence of a paragraph."""
    start = 0
    for match in _STOP.finditer(text):
        if match[0] == "." and _is_abbreviation(text, match.start()):
            continue
        yield start, match.end()
        start = match.end() + len(text[match.end() :]) - len(text[match.end() :].lstrip())
    if start < len(text):
        yield start, len(text)


def sentence_at(text: str, place: int) -> tuple[int, int]:
    """Return the position of the sentence that contains a position."""
    last = (0, len(text))
    for start, end in sentences(text):
        last = start, end
        if place < end:
            break
    return last


def _is_abbreviation(text: str, place: int) -> bool:
    found = _LAST_WORD.search(text[max(0, place - 12) : place])
    word = found[0] if found else ""
    if _LETTERED.search(text[max(0, place - 16) : place]):
        return False
    return word.lower() in _ABBREVIATIONS or bool(re.fullmatch(r"(?:[A-Z]\.)*[A-Z]", word))

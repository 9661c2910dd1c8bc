"""Estimates of how long events are on paper, based on character counts so that they never vary."""

import re
from collections.abc import Iterator

from briefing.edition.entry import Entry, Figure
from briefing.edition.pictures import FRAMES
from briefing.record.fields import TypeSize

_LETTERS: dict[TypeSize, int] = {"normal": 82, "large": 60}
"""The number of characters in a line of an event's text."""
_LINES: dict[TypeSize, int] = {"normal": 51, "large": 32}
"""The number of lines on a page of A4."""
_LINE, _HIGHEST = 18.7, 283
"""The heights of a line and of the highest picture of an event on paper, in CSS pixels."""
_MAX_SHARE = 0.3
"""The largest share of a page that an event may fill and still be kept on one page."""


def is_long(entry: Entry, type_size: TypeSize = "normal") -> bool:
    """Whether an event is so long that keeping it on one page could leave much of a page empty."""
    letters = _LETTERS[type_size]
    lines = sum(
        height * -(-len(text) // int(letters / width)) for text, height, width in _texts(entry)
    )
    if entry.picture:
        _, height = entry.picture.size_in(FRAMES["event"])
        lines += min(height, _HIGHEST) / _LINE
    return lines > _MAX_SHARE * _LINES[type_size]


def _texts(entry: Entry) -> Iterator[tuple[str, float, float]]:
    """Yield the texts of an event, each with its line height and its relative letter width."""
    yield entry.title, 1.3, 1.2
    yield entry.kind, 1.5, 1
    for text in (entry.summary, entry.notes, entry.disputed):
        for paragraph in re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)]) )", text or ""):
            yield paragraph, 1, 1
            yield paragraph[:1], 0.6, 1
    for quote in entry.quotes:
        yield quote.text, 1.1, 1.1
        yield str(quote.caption()), 1.5, 0.9
    for figure in entry.figures:
        yield from _of_figure(figure)
    yield "; ".join(actor.in_full for actor in entry.actors), 1.6, 1
    for link in entry.links:
        yield str(link.caption), 1.1, 1


def _of_figure(figure: Figure) -> Iterator[tuple[str, float, float]]:
    yield figure.label, 1.1, 1.4
    yield figure.basis, 0.9, 1.2
    yield figure.value.text if figure.share else "", 0.7, 1
    for remark in figure.remarks:
        yield str(remark), *((1, 1.4) if remark.value is None else (1.5, 1.2))
    yield figure.value.text, 0.5, 1

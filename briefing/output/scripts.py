"""Replace chart titles in writing systems that the PDF engine cannot draw.

WeasyPrint draws the text of a picture letter by letter, which reverses Arabic and Hebrew and breaks
scripts whose letters join. A PNG is drawn only with briefing's own fonts, so that it is the same on
every machine. A chart marks the titles that it leaves out. They are still given in full in its
links and in the text that describes it.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

from markupsafe import escape

from briefing.edition.chart.text_width import width, wrap

_INSTEAD = re.compile(r'<svg\b[^>]*\sclass="chart"[^>]*\sdata-undrawn="([^"]*)"')
_TITLE = r'<(?:text|tspan) class="title"[^>]*>[^<]*</(?:text|tspan)>'
_TITLES = re.compile(rf"{_TITLE}(?:\s*{_TITLE})*")
_LINE = re.compile(r"<(text|tspan)( [^>]*)>([^<]*)<")
_SIZE = re.compile(r'font-size="([\d.]+)"')
_JOINING = ((0x0590, 0x109F), (0x1780, 0x18AF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF))
"""Letters that are written from right to left, or whose form depends on their neighbours."""
_COMMON = 0x0530
"""Our fonts have all letters below this code point: Latin, Greek and Cyrillic."""


def with_drawable_titles(picture: str, can_draw: Callable[[str], bool]) -> str:
    """Replace any chart title that cannot be drawn with a notice."""
    notice = _INSTEAD.search(picture)
    if not notice:
        return picture
    return _TITLES.sub(lambda lines: _drawable(lines[0], can_draw, notice[1]), picture)


def joins_no_letters(text: str) -> bool:
    """Whether a text runs from left to right and its letters do not join."""
    return not any(first <= ord(letter) <= last for letter in text for first, last in _JOINING)


def has_letters(text: str) -> bool:
    """Whether our own fonts have every letter in `text`."""
    rare = [letter for letter in text if ord(letter) >= _COMMON]
    return all(unicodedata.category(letter) == "Cf" or ord(letter) in _letters() for letter in rare)


def _drawable(lines: str, can_draw: Callable[[str], bool], instead: str) -> str:
    texts = _LINE.findall(lines)
    if all(can_draw(text) for *_, text in texts):
        return lines
    name, attributes, _ = texts[0]
    given = _SIZE.search(attributes)
    if given:
        size = float(given[1])
        available = max(width(text, size) for *_, text in texts)
        instead = str(escape(" ".join(wrap(instead, size, max(available, 3 * size), 1))))
    return f"<{name}{_from_left_to_right(attributes)}>{instead}</{name}>"


def _from_left_to_right(attributes: str) -> str:
    """Return the attributes of a right-to-left text, adapted for a left-to-right one."""
    if 'direction="rtl"' not in attributes:
        return attributes
    attributes = attributes.replace(' direction="rtl"', "").replace(' unicode-bidi="isolate"', "")
    if ' text-anchor="end"' in attributes:
        return attributes.replace(' text-anchor="end"', "")
    return attributes if "text-anchor" in attributes else f'{attributes} text-anchor="end"'


@lru_cache(1)
def _letters() -> frozenset[int]:
    import fontpkg_atkinson_hyperlegible
    import fontpkg_inter
    from fontTools.ttLib import TTFont

    paths = (
        fontpkg_atkinson_hyperlegible.ROOT / "files" / "AtkinsonHyperlegible-Regular.ttf",
        fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf",
    )
    letters: set[int] = set()
    for path in paths:
        with TTFont(path, lazy=True) as font:
            letters.update(font.getBestCmap())
    return frozenset(letters)

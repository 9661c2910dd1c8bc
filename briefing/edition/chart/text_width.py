"""Estimates of the width of text, made without a font.

A browser draws a chart in the first font of a list that is installed on the reader's machine. The
widths are those of the widest of Atkinson Hyperlegible, Arial (or Liberation Sans) and DejaVu Sans,
rounded up. Most other sans-serif fonts are narrower.

If the brand has typefaces, the widths of their letters are known, because pages and pictures
contain them.
"""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from briefing.edition.brand import Brand
from briefing.record.typefaces import BOLD, REGULAR, Typeface

# In hundredths of the font size.
_REGULAR_WIDTHS = {
    28: "'ijlı",
    30: "ł",
    32: " ,.\xa0·‘’‚",
    34: ":;|¦",
    36: "f",
    38: "-/\\",
    40: "()[]t‹›",
    42: "!Ir¡²³¹⁴",
    46: '"',
    48: "ªº",
    50: "*°",
    52: "J“”„",
    54: "sz",
    56: "?L_c§–†",
    58: "kŁ",
    60: "vxy•",
    62: "FTaeo«»¿ðø",
    64: "$123456789bdghnpqu{}¢£¤¥µ¶ßþđ",
    66: "0",
    68: "EKPSYÞ€",
    70: "ABVXZ",
    74: "CRU",
    76: "HN",
    78: "&DGÐĐ",
    80: "OQØ",
    82: "w",
    84: "#+<=>^~¬±×÷−≤≥",
    88: "M",
    96: "%",
    98: "m¼½¾",
    100: "W©®Ææ—…™",
    102: "@",
    104: "œ",
    108: "Œ",
}
_BOLD_WIDTHS = {
    32: "'",
    36: " ijl\xa0ı",
    38: ",.|¦·ł‘’‚",
    40: ":;",
    42: "-‹›",
    44: "f²³¹",
    46: "!()/I[\\]¡⁴",
    48: "t",
    50: "r°",
    54: '"*',
    56: "J_–",
    58: "§ªº",
    60: "csz†",
    62: "?¿",
    64: "L¤¶•",
    66: "vxyŁ“”„",
    68: "aek«»",
    70: "$0123456789EFTo¢£¥ðø€",
    72: "bdghnpqu{}ßþđ",
    74: "CPSYZµÞ",
    78: "ABKRVX",
    82: "U",
    84: "#+<=>DGHN^~¬±Ð×÷Đ−≤≥",
    86: "OQØ",
    88: "&",
    94: "w",
    100: "@M©®—…™",
    102: "%",
    104: "¼½¾",
    106: "mæ",
    110: "Æœ",
    112: "W",
    118: "Œ",
}
_WIDTHS: dict[bool, Mapping[str, float]] = {
    is_bold: {letter: size / 100 for size, letters in table.items() for letter in letters}
    for is_bold, table in ((False, _REGULAR_WIDTHS), (True, _BOLD_WIDTHS))
}
_ACCENT, _BOLDER = 0.14, 1.12
_EXACT = 1e-6
"""The largest rounding difference between sums of widths added up in a different order."""
_IDEOGRAM, _SMALL, _CAPITAL, _WIDEST = 1.02, 0.8, 0.95, 1.45
"""The width of a letter from another font. A few letters exceed it, but whole texts do not."""
_CAUTION = 1.165
"""The ratio of the widths above to those of Atkinson Hyperlegible alone, in English text.

The widths of other typefaces are increased as much, so that every estimate is equally cautious.
"""
_MOST_WORDS = 1 << 12


class _Widths(dict[str, float]):
    """The widths of texts in a typeface, in ems."""

    def __init__(self, letters: Mapping[str, float], bold: bool) -> None:
        super().__init__()
        self._letters, self._bold = letters, bold

    def __missing__(self, text: str) -> float:
        if len(self) >= _MOST_WORDS:
            self.clear()
        letters, bold = self._letters, self._bold
        ems = sum(letters.get(letter) or _width(letter, bold) for letter in text)
        self[text] = ems
        return ems


class _Measured(NamedTuple):
    """The widths of regular and bold text, and of headings. None are those of usual fonts."""

    regular: _Widths | None
    bold: _Widths | None
    headings: _Widths | None
    bold_headings: _Widths | None


_USUAL = _Measured(None, None, None, None)
_MEASURED: ContextVar[_Measured] = ContextVar("measured", default=_USUAL)


@contextmanager
def set_in(brand: Brand, *, at_least_usual: bool = False) -> Iterator[None]:
    """Measure text in the typefaces of a brand until the context ends.

    `at_least_usual` is for documents that do not contain these fonts. Their readers may see others.
    """
    text, headings = brand.text_typeface, brand.headings_typeface or brand.text_typeface
    token = _MEASURED.set(
        _Measured(
            _widths(text, REGULAR, at_least_usual),
            _widths(text, BOLD, at_least_usual),
            _widths(headings, REGULAR, at_least_usual),
            _widths(headings, BOLD, at_least_usual),
        )
    )
    try:
        yield
    finally:
        _MEASURED.reset(token)


@contextmanager
def headings() -> Iterator[None]:
    """Measure text in the typeface for headings until the context ends."""
    measured = _MEASURED.get()
    token = _MEASURED.set(measured._replace(regular=measured.headings, bold=measured.bold_headings))
    try:
        yield
    finally:
        _MEASURED.reset(token)


@lru_cache(maxsize=16)
def _widths(typeface: Typeface | None, weight: int, at_least_usual: bool) -> _Widths | None:
    """Return the widths of text in a typeface, or None if they are as usual."""
    cuts = typeface.cuts if typeface else ()
    parts = [cut for cut in cuts if (cut.weight, cut.style) == (weight, "normal")]
    if not parts:
        return None
    is_bold = weight == BOLD
    letters = {
        letter: _CAUTION * (bold if is_bold else regular)
        for part in parts
        for letter, regular, bold in part.face.widths
        if letter in part.characters
    }
    if at_least_usual:
        letters = {letter: max(ems, _width(letter, is_bold)) for letter, ems in letters.items()}
    return _Widths(letters, is_bold)


def width(text: str, size: float, bold: bool = False) -> float:
    """Return the maximum width of `text` at the given letter `size`, in the same unit."""
    measured = _MEASURED.get()
    own = measured.bold if bold else measured.regular
    return size * (_ems(text, bold) if own is None else own[text])


def wrap(
    text: str, size: float, available: float, max_lines: int, bold: bool = False
) -> tuple[str, ...]:
    """Break `text` into at most `max_lines` lines, each no wider than `available`.

    A word that is longer than that is broken. If the text is cut short, it ends in "…".
    """
    lines: list[str] = []
    words = text.split()
    while words:
        line = words.pop(0)
        if width(line, size, bold) > available:
            line, remainder = _split(line, size, available, bold)
            words.insert(0, remainder)
        else:
            used = width(line, size, bold)
            while words and (used := used + width(f" {words[0]}", size, bold)) <= available:
                line = f"{line} {words.pop(0)}"
        lines.append(line)
        if len(lines) == max_lines and words:
            lines[-1] = _cut_short(f"{line} {words[0]}", size, available, bold)
            break
    return tuple(lines)


def balanced(
    text: str, size: float, available: float, max_lines: int, bold: bool = False
) -> tuple[str, ...]:
    """Break `text` into as few lines as `wrap` does, but of similar length."""
    lines = wrap(text, size, available, max_lines, bold)
    if len(lines) < 2 or lines[-1].endswith("…"):
        return lines
    return narrowest(text, size, available, len(lines), bold) or lines


def narrowest(
    text: str, size: float, available: float, max_lines: int, bold: bool = False, least: float = 0
) -> tuple[str, ...]:
    """Break `text` into at most `max_lines` lines, with the longest line as short as possible.

    Lines up to `least` are short enough. No word is broken or left out, so the result is empty if a
    line would be longer than `available`.
    """
    words = text.split()
    # The end of each word with its space, measured from the start of a single line.
    space = width(" ", size, bold)
    ends = list(accumulate((width(word, size, bold) + space for word in words), initial=0.0))

    def fill(limit: float) -> list[int] | None:
        """Return the number of the first word in each line, or None if there are too many lines."""
        breaks = [0]
        while breaks[-1] < len(words):
            start = breaks[-1]
            end = bisect_right(ends, ends[start] + limit + space + _EXACT, start) - 1
            if end == start or len(breaks) > max_lines:
                return None
            breaks.append(end)
        return breaks

    lengths = [
        length
        for start, before in enumerate(ends)
        for after in ends[start + 1 :]
        if least < (length := after - before - space) <= available - _EXACT
    ]
    limits = [min(least, available - _EXACT), *sorted(lengths)]
    n = bisect_left(limits, True, key=lambda limit: fill(limit) is not None)
    breaks = fill(limits[n]) if n < len(limits) else None
    return tuple(" ".join(words[a:b]) for a, b in pairwise(breaks)) if breaks else ()


def _split(word: str, size: float, available: float, bold: bool) -> tuple[str, str]:
    end = 1
    while end < len(word) - 1 and width(word[: end + 1], size, bold) <= available:
        end += 1
    return word[:end], word[end:]


def _cut_short(line: str, size: float, available: float, bold: bool) -> str:
    """Return as much of `line` as leaves room for an ellipsis, in whole words if possible."""
    fits = ""
    for end in range(1, len(line) + 1):
        if width(f"{line[:end].rstrip()}…", size, bold) > available:
            break
        fits = line[:end]
    whole = fits.rpartition(" ")[0]
    return f"{(whole if len(whole) * 2 > len(fits) else fits).rstrip(' ,;:.')}…"


@lru_cache(1 << 12)
def _ems(text: str, bold: bool) -> float:
    """Return the width in ems. It is cached, because titles use the same words again and again."""
    return sum(_width(letter, bold) for letter in text)


@lru_cache(1 << 12)
def _width(letter: str, bold: bool) -> float:
    widths = _WIDTHS[bold]
    if letter in widths:
        return widths[letter]
    if unicodedata.combining(letter):
        return 0
    plain = unicodedata.normalize("NFD", letter)[0]
    if plain in widths:
        return widths[plain] + _ACCENT
    if unicodedata.east_asian_width(letter) in "WF":
        return _IDEOGRAM
    if not letter.isalpha():
        return _WIDEST
    return (_SMALL if letter.islower() else _CAPITAL) * (_BOLDER if bold else 1)

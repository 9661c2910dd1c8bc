"""How much room letters take, told without a font at hand.

The widths are those of Atkinson Hyperlegible, regular or bold, whichever is wider, and rounded up.
Most other fonts without serifs are narrower.
"""

import unicodedata
from functools import lru_cache

# In hundredths of the size of the letters.
_WIDTHS = {
    letter: width / 100
    for width, letters in {
        24: "'|",
        26: ",.:;j",
        28: "‘’",
        30: "!¡",
        32: " `il\xa0·",
        34: "[]ł",
        38: "()-frt{}",
        42: '"°²³',
        44: "*_•",
        46: "/1I\\",
        50: "“”",
        52: "cyz–",
        54: "Lsvx×",
        56: "7FJa~",
        58: "<>Eehknou§ø",
        60: "29^bdgpŁ",
        62: "$+35=?STq£−¿",
        64: "468BPZßđ",
        66: "0KRV",
        68: "C«»€",
        70: "ADHNUXY",
        72: "&G",
        74: "w",
        78: "@OØ",
        80: "#Q©",
        82: "…",
        86: "M—½¼",
        90: "Wmæ",
        94: "œ",
        96: "¾",
        98: "%",
        102: "Æ",
        108: "Œ",
    }.items()
    for letter in letters
}
_ACCENT = 0.04
_NARROWER = (0.6, 0.7, 0.8, 0.9)
_IDEOGRAM, _SMALL, _CAPITAL, _WIDEST = 1.02, 0.8, 0.95, 1.45
"""Of letters that have to be borrowed from another font: what few exceed, and no text."""


def width(text: str, size: float) -> float:
    """The most room that `text` takes in letters of `size`, in the same unit."""
    return size * sum(map(_width, text))


def wrap(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """`text` in lines of at most `room`, and at most so many; the last ends in "…" if cut short.

    A word with no room for it is broken.
    """
    lines: list[str] = []
    rest = text.split()
    while rest:
        line = rest.pop(0)
        if width(line, size) > room:
            line, left = _broken(line, size, room)
            rest.insert(0, left)
        else:
            used = width(line, size)
            while rest and (used := used + width(f" {rest[0]}", size)) <= room:
                line = f"{line} {rest.pop(0)}"
        lines.append(line)
        if len(lines) == most and rest:
            lines[-1] = _cut_short(f"{line} {rest[0]}", size, room)
            break
    return tuple(lines)


def balanced(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """The same in no more lines, which are about as long as one another."""
    lines = wrap(text, size, room, most)
    if len(lines) < 2 or lines[-1].endswith("…"):
        return lines
    narrower = (wrap(text, size, share * room, len(lines) + 1) for share in _NARROWER)
    return next((it for it in narrower if len(it) == len(lines)), lines)


def _broken(word: str, size: float, room: float) -> tuple[str, str]:
    end = 1
    while end < len(word) - 1 and width(word[: end + 1], size) <= room:
        end += 1
    return word[:end], word[end:]


def _cut_short(line: str, size: float, room: float) -> str:
    """As much of `line` as leaves room for the ellipsis behind it; rather whole words."""
    fits = ""
    for end in range(1, len(line) + 1):
        if width(f"{line[:end].rstrip()}…", size) > room:
            break
        fits = line[:end]
    whole = fits.rpartition(" ")[0]
    return f"{(whole if len(whole) * 2 > len(fits) else fits).rstrip(' ,;:.')}…"


@lru_cache(1 << 12)
def _width(letter: str) -> float:
    if letter in _WIDTHS:
        return _WIDTHS[letter]
    if unicodedata.combining(letter):
        return 0
    plain = unicodedata.normalize("NFD", letter)[0]
    if plain in _WIDTHS:
        return _WIDTHS[plain] + _ACCENT
    if unicodedata.east_asian_width(letter) in "WF":
        return _IDEOGRAM
    if not letter.isalpha():
        return _WIDEST
    return _SMALL if letter.islower() else _CAPITAL

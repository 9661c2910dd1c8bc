"""Fonts for print: Atkinson Hyperlegible, and Inter for any characters that it lacks.

Both come with the program, so a PDF is the same on every machine. Inter is large and has all its
weights in one file. Both engines need one file for each weight, so each page gets such files, with
only the characters that it uses. A page that is printed from a browser contains its own fonts.
Such files are kept between builds, because making them takes a quarter of the time of a page.
"""

import io
import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from html import unescape
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unicodedata import category, combining

from briefing.cache import made_once
from briefing.record import typefaces
from briefing.record.typefaces import combined, subset

_FACES = {
    (400, "normal"): "Regular",
    (400, "italic"): "Italic",
    (700, "normal"): "Bold",
    (700, "italic"): "BoldItalic",
}
_INTER = {"normal": "Inter[opsz,wght].ttf", "italic": "Inter-Italic[opsz,wght].ttf"}
_SPACES = frozenset(" \xa0")
"""The spaces that are set in the font of the letters before them.

Other spaces that a font lacks are made from these (ISO 14289-1, 7.21.8, allows no missing glyphs).
"""
_NOT_SHOWN = re.compile(r"<script\b.*?</script>|<!--.*?-->", re.DOTALL)
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})[ \n]?")
IN_ITALICS = re.compile(r"<em>.*?</em>", re.DOTALL)
COMMON = frozenset(map(chr, range(0x20, 0x7F))) | set("\xa0£·–—‘’“”•…€")
"""Characters in the fonts of every page, so that most pages share the same fonts."""
_MOST_KEPT = 20_000_000
"""The maximum size of all kept fonts together, in bytes. Most are 5 to 20 kB."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """A page's fonts: the CSS rules that name them, and the font files by URL.

    `unknown` holds the characters on the page that no font has, in Unicode order.
    """

    rules: str
    files: dict[str, bytes]
    unknown: str


def fonts_for(page: str) -> Fonts:
    """Return the fonts needed for the characters in an HTML page."""
    shown = characters_of(page)
    lacking = _lacking(page, shown)
    unknown = {character for character in lacking & shown if category(character) != "Zs"}
    if lacking:
        unknown -= _characters_in("Inter")
    rules, files = [], {}
    for weight, style in _FACES:
        families = {"Atkinson Hyperlegible": _atkinson(weight, style)}
        if lacking:
            families["Inter"] = _inter(weight, style, "".join(sorted(lacking)))
        for family, file in families.items():
            address = f"briefing-font:{family.replace(' ', '-')}-{weight}-{style}"
            files[address] = file
            rules.append(font_rule(family, weight, style, address, "truetype"))
    return Fonts("".join(rules), files, "".join(sorted(unknown)))


def rules_with_fonts(page: str, known: frozenset[str] = frozenset()) -> str:
    """Return CSS rules that embed the fonts needed to print `page` from a browser.

    A browser does not decode them for the screen. Italics are included only if the page has
    emphasis. Characters that are `known` are in another font that the page contains.
    """
    rules = []
    for weight, style in _FACES:
        text = page if style == "normal" else "".join(IN_ITALICS.findall(page))
        if not text:
            continue
        shown = characters_of(text)
        lacking = _lacking(text, shown)
        usual = COMMON if style == "normal" else _SPACES
        # A letter is in both fonts if some of its diacritics are only in Inter.
        used = (usual | shown | set("".join(shown).upper())) - known
        if not used - _SPACES:
            continue
        own = used & _characters_in("Atkinson Hyperlegible") | _SPACES
        files = {"Atkinson Hyperlegible": _atkinson_subset(weight, style, "".join(sorted(own)))}
        if (lacking - known - _SPACES) & _characters_in("Inter"):
            files["Inter"] = _inter(weight, style, "".join(sorted(lacking)), is_small=True)
        for family, file in files.items():
            address = f"data:font/woff2;base64,{b64encode(file).decode()}"
            rules.append(font_rule(family, weight, style, address, "woff2"))
    return "".join(rules)


def font_rule(
    family: str, weight: int | str, style: str, address: str, format: str, characters: str = ""
) -> str:
    """Return a CSS rule that names a font file. If it is a part of a font, give its characters."""
    only = f"; unicode-range: {unicode_range(characters)}" if characters else ""
    return (
        f'@font-face {{ font-family: "{family}"; font-weight: {weight};'
        f' font-style: {style}; src: url("{address}") format("{format}"){only} }}\n'
    )


def unicode_range(characters: str) -> str:
    """Return characters in Unicode order as ranges in CSS: "U+20-7E, U+A0"."""
    ranges: list[list[int]] = []
    for number in map(ord, characters):
        if ranges and number == ranges[-1][1] + 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    return ", ".join(
        f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in ranges
    )


def _lacking(page: str, shown: set[str]) -> set[str]:
    """Return the characters of `page` that have to come from Inter, and those next to them."""
    # A stylesheet may set text in capitals.
    lacking = (shown | set("".join(shown).upper())) - _characters_in("Atkinson Hyperlegible")
    return lacking | _SPACES | _bases_of_marks(page, lacking) if lacking else lacking


def characters_of(page: str) -> set[str]:
    """Return the characters that `page` may show, in text, attributes and stylesheets."""
    text = unescape(_NOT_SHOWN.sub("", page))
    text = _CSS_ESCAPE.sub(lambda escape: chr(min(int(escape[1], 16), 0x10FFFF)), text)
    return {character for character in set(text) if _has_shape(character)}


def _bases_of_marks(page: str, lacking: set[str]) -> set[str]:
    """Return the letters of `page` whose combining marks are `lacking`. Both need the same font."""
    marks = "".join(character for character in lacking if combining(character))
    return set(re.findall(f".(?=[{marks}])", page)) if marks else set()


def _has_shape(character: str) -> bool:
    is_variant = "\ufe00" <= character <= "\ufe0f"
    return not is_variant and category(character) not in {"Cc", "Cf", "Zl", "Zp"}


@cache
def _characters_in(family: str) -> frozenset[str]:
    """Return the characters that a font supports. They are the same in all its styles."""
    file = _whole_inter("normal") if family == "Inter" else _atkinson(400, "normal")
    return frozenset(map(chr, _open(file).getBestCmap()))


@cache
def _atkinson(weight: int, style: str) -> bytes:
    import fontpkg_atkinson_hyperlegible as package

    name = f"AtkinsonHyperlegible-{_FACES[weight, style]}.ttf"
    content: bytes = (package.ROOT / "files" / name).read_bytes()
    return content


@cache
def _whole_inter(style: str) -> bytes:
    import fontpkg_inter as package

    content: bytes = (package.ROOT / "files" / _INTER[style]).read_bytes()
    return content


@lru_cache(maxsize=64)
def _atkinson_subset(weight: int, style: str, characters: str) -> bytes:
    """Return Atkinson Hyperlegible, subset to these `characters`, in WOFF2."""
    return kept_subset(_atkinson(weight, style), characters, is_small=True)


@lru_cache(maxsize=64)
def _inter(weight: int, style: str, characters: str, *, is_small: bool = False) -> bytes:
    """Return Inter, subset to these `characters`, in one `weight`. If small, it is in WOFF2."""
    return kept_subset(_whole_inter(style), characters, is_small=is_small, weight=weight)


def kept_subset(
    whole: bytes,
    characters: str,
    *,
    is_small: bool,
    weight: int | None = None,
    called: str = "",
) -> bytes:
    """Return a subset of a font from the user's cache, or make it and keep it there.

    The arguments are those of `typefaces.subset`.
    """
    request = f"{_maker()}\n{is_small} {weight} {called} {characters}\n".encode()
    return made_once(
        "fonts",
        _MOST_KEPT,
        sha256(request + whole).hexdigest(),
        lambda: subset(whole, characters, is_small=is_small, weight=weight, called=called),
    )


def kept_combined(parts: Sequence[bytes]) -> bytes:
    """Return the font made of these parts. It is kept in the user's cache."""
    hashes = " ".join(sha256(part).hexdigest() for part in parts)
    key = sha256(f"{_maker()}\ncombined {hashes}".encode()).hexdigest()
    return made_once("fonts", _MOST_KEPT, key, lambda: combined(parts))


@cache
def _maker() -> str:
    """Return the versions of the libraries that make a subset, and the hash of our own code."""
    files = (Path(__file__), Path(typefaces.__file__))
    own = sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    return f"{version('fonttools')} {version('brotli')} {own}"


def _open(file: bytes) -> Any:
    from fontTools.ttLib import TTFont

    # Keep the timestamp of the font, so that the result is always the same.
    return TTFont(io.BytesIO(file), lazy=True, recalcTimestamp=False)

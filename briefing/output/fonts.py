"""The fonts of PDFs: Atkinson Hyperlegible, and Inter for characters that it does not have.

Both come with the program, so that a PDF is the same on every machine. Inter is large and has all
its weights in one file. Both engines need one file for each weight, so a page gets such files, with
only the characters that it uses.
"""

import io
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from html import unescape
from typing import Any
from unicodedata import category, combining

_FACES = {
    (400, "normal"): "Regular",
    (400, "italic"): "Italic",
    (700, "normal"): "Bold",
    (700, "italic"): "BoldItalic",
}
_INTER = {"normal": "Inter[opsz,wght].ttf", "italic": "Inter-Italic[opsz,wght].ttf"}
_SIZE_OF_TEXT = 14
"""The optical size at which Inter is drawn for running text."""
_SPACES = frozenset(" \xa0")
"""The spaces that are set in the font of the letters before them.

Other spaces that a font lacks are made of these (ISO 14289-1, 7.21.8, allows no missing glyph).
"""
_NOT_SHOWN = re.compile(r"<script\b.*?</script>|<!--.*?-->", re.DOTALL)
_CSS_ESCAPE = re.compile(r"\\([0-9a-fA-F]{1,6})[ \n]?")


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of a page: the CSS rules that name them, and the font files by address.

    `unknown` are the characters of the page that no font has, in Unicode order.
    """

    rules: str
    files: dict[str, bytes]
    unknown: str


def fonts_for(page: str) -> Fonts:
    """Return the fonts for the characters of `page`, an HTML document."""
    shown = _characters_of(page)
    # A stylesheet may ask for capitals.
    lacking = (shown | set("".join(shown).upper())) - _characters_in("Atkinson Hyperlegible")
    unknown = {it for it in lacking & shown if category(it) != "Zs"}
    if lacking:
        unknown -= _characters_in("Inter")
        lacking |= _SPACES | _bases_of_marks(page, lacking)
    rules, files = [], {}
    for weight, style in _FACES:
        families = {"Atkinson Hyperlegible": _atkinson(weight, style)}
        if lacking:
            families["Inter"] = _inter(weight, style, "".join(sorted(lacking)))
        for family, file in families.items():
            address = f"briefing-font:{family.replace(' ', '-')}-{weight}-{style}"
            files[address] = file
            rules.append(
                f'@font-face {{ font-family: "{family}"; font-weight: {weight};'
                f' font-style: {style}; src: url("{address}") format("truetype") }}\n'
            )
    return Fonts("".join(rules), files, "".join(sorted(unknown)))


def _characters_of(page: str) -> set[str]:
    """Return the characters that `page` may show, in text, attributes and stylesheets."""
    text = unescape(_NOT_SHOWN.sub("", page))
    text = _CSS_ESCAPE.sub(lambda escape: chr(min(int(escape[1], 16), 0x10FFFF)), text)
    return {it for it in set(text) if _has_shape(it)}


def _bases_of_marks(page: str, lacking: set[str]) -> set[str]:
    """Return the letters of `page` whose marks are `lacking`. Both need the same font."""
    marks = "".join(it for it in lacking if combining(it))
    return set(re.findall(f".(?=[{marks}])", page)) if marks else set()


def _has_shape(character: str) -> bool:
    is_variant = "\ufe00" <= character <= "\ufe0f"
    return not is_variant and category(character) not in {"Cc", "Cf", "Zl", "Zp"}


@cache
def _characters_in(family: str) -> frozenset[str]:
    """Return the characters that a font supports, which are the same in all its faces."""
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
def _inter(weight: int, style: str, characters: str) -> bytes:
    """Return Inter with only these `characters`, in one `weight`."""
    from fontTools.subset import Options, Subsetter
    from fontTools.varLib.instancer import instantiateVariableFont

    font = _open(_whole_inter(style))
    subsetter = Subsetter(Options(notdef_outline=True))
    subsetter.populate(text=characters)
    subsetter.subset(font)
    instantiateVariableFont(font, {"wght": weight, "opsz": _SIZE_OF_TEXT}, inplace=True)
    cut = io.BytesIO()
    font.save(cut)
    return cut.getvalue()


def _open(file: bytes) -> Any:
    from fontTools.ttLib import TTFont

    # It keeps the time when it was made, and does not take on that of its cutting.
    return TTFont(io.BytesIO(file), lazy=True, recalcTimestamp=False)

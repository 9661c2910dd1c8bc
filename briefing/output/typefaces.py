"""The brand's typefaces in each format: embedded in pages, PDFs and pictures, in parts.

A page has only the characters that it shows, and a few that most pages share. Readers need no font
of their own, and the page opens no connection.
"""

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory

from briefing.edition.brand import Brand
from briefing.output.fonts import (
    COMMON,
    IN_ITALICS,
    Fonts,
    characters_of,
    font_rule,
    kept_combined,
    kept_subset,
)
from briefing.output.policy import fingerprint
from briefing.record.typefaces import BOLD, REGULAR, Cut, Style

TEXT, HEADINGS = "Brand text", "Brand headings"
"""The names of the typefaces in CSS. No font on a reader's computer has them."""
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)


def families_of(brand: Brand) -> str:
    """Return CSS that sets text and headings in the brand's typefaces, or "" if it has none."""
    rules = []
    if brand.text_typeface:
        usual = '"Atkinson Hyperlegible", Inter, sans-serif'
        rules.append(f':root {{ --sans: "{TEXT}", {usual} }}')
        rules.append(f'@page {{ font-family: "{TEXT}", {usual} }}')
        if not brand.text_typeface.has_italics:
            # Slanted letters are drawn differently by each program, and not at all by some.
            rules.append("em { font-style: normal; font-weight: bold }")
    if brand.headings_typeface:
        rules.append(f':root {{ --headings: "{HEADINGS}", var(--sans) }}')
    return "\n".join(rules)


def with_typefaces(page: str, brand: Brand) -> str:
    """Return an HTML page that contains the brand's typefaces, and whose policy allows them."""
    if not any(_cuts(brand)):
        return page
    rules = "".join(_rules(page, brand))
    style = _STYLE.search(page) if rules else None
    if not style:
        return page
    content = f"\n{rules}{style[1]}"
    page = f"{page[: style.start(1)]}{content}{page[style.end(1) :]}"
    return page.replace(fingerprint(style[1]), fingerprint(content), 1)


def rules_for_picture(picture: str, brand: Brand) -> str:
    """Return CSS that embeds the typefaces of an SVG picture, or an empty string."""
    return "".join(_rules(picture, brand, is_picture=True))


def with_brand(fonts: Fonts, page: str, brand: Brand) -> Fonts:
    """Return the fonts that a PDF needs, with the brand's typefaces."""
    rules, files, shown = "", {}, _characters(page)
    for family, weight, style, parts in _wholes(_cuts(brand)):
        address = f"briefing-font:{family.replace(' ', '-')}-{weight}-{style}"
        files[address] = _whole(parts, shown)
        rules += font_rule(family, weight, style, address, "truetype")
    known = brand.text_typeface.characters if brand.text_typeface else frozenset()
    unknown = "".join(character for character in fonts.unknown if character not in known)
    return Fonts(fonts.rules + rules, fonts.files | files, unknown)


@contextmanager
def font_files(picture: str, brand: Brand | None) -> Iterator[list[str]]:
    """Write the fonts of an SVG picture to files until the context ends.

    Programs that draw pictures choose fonts by the names inside them.
    """
    cuts = [each for each in _cuts(brand) if _is_in_picture(*each, picture)] if brand else []
    if not cuts:
        yield []
        return
    with TemporaryDirectory(prefix="briefing-fonts-") as folder:
        paths = []
        for family, weight, _, parts in _wholes(cuts):
            path = Path(folder, f"{family}-{weight}.ttf")
            path.write_bytes(_whole(parts, _characters(picture), called=family))
            paths.append(str(path))
        yield paths


def _rules(page: str, brand: Brand, *, is_picture: bool = False) -> Iterator[str]:
    shown, emphasised = _characters(page), "".join(IN_ITALICS.findall(page))
    for family, cut in _cuts(brand):
        if is_picture and not _is_in_picture(family, cut, page):
            continue
        is_static = cut.face.lightest == cut.face.heaviest
        is_for_both = family == HEADINGS and is_static and not is_picture
        others = [each for name, each in _cuts(brand) if name == family and each.face == cut.face]
        if is_for_both and others[0] is not cut:
            continue
        weights = f"{REGULAR} {BOLD}" if is_for_both and len(others) > 1 else cut.weight
        # Only emphasised words are in italics.
        if cut.style == "italic" and not emphasised:
            continue
        wanted = _characters(emphasised) if cut.style == "italic" else shown
        characters = _characters_of(cut, wanted)
        if not characters:
            continue
        file = b64encode(_part(cut, characters, is_small=True)).decode()
        address = f"data:font/woff2;base64,{file}"
        only = characters if cut.is_part else ""
        yield font_rule(family, weights, cut.style, address, "woff2", only)


def _is_in_picture(family: str, cut: Cut, picture: str) -> bool:
    """Whether an SVG picture uses a font. Its only heading is bold, and it has no italics."""
    is_used = family == TEXT or cut.weight == BOLD
    return is_used and cut.style == "normal" and family in picture


def _cuts(brand: Brand) -> Iterator[tuple[str, Cut]]:
    for family, typeface in ((TEXT, brand.text_typeface), (HEADINGS, brand.headings_typeface)):
        for cut in typeface.cuts if typeface else ():
            yield family, cut


def _wholes(
    cuts: Iterable[tuple[str, Cut]],
) -> Iterator[tuple[str, int, Style, list[Cut]]]:
    """Yield the family, weight and style of each font, with its parts."""
    grouped = groupby(cuts, lambda each: (each[0], each[1].weight, each[1].style))
    for (family, weight, style), group in grouped:
        yield family, weight, style, [cut for _, cut in group]


def _characters(page: str) -> frozenset[str]:
    """Return the characters to include. A stylesheet may set text in capitals."""
    shown = COMMON | characters_of(page)
    return shown | frozenset("".join(shown).upper())


def _characters_of(cut: Cut, shown: frozenset[str]) -> str:
    """Return the characters of a page that a font is for, in Unicode order.

    If it is a part of a font, there may be none.
    """
    used = shown.intersection(cut.characters)
    return "".join(sorted(used if cut.is_part else used | {" "}))


def _whole(parts: Sequence[Cut], shown: frozenset[str], *, called: str = "") -> bytes:
    """Return a font that is not in parts, because PDFs and pictures use only one file for each."""
    used = [(cut, characters) for cut in parts if (characters := _characters_of(cut, shown))]
    if len(used) == 1:
        return _part(*used[0], called=called)
    # Hints for screens depend on tables that a font can have only once.
    return kept_combined([_part(*each, is_small=True, called=called) for each in used])


def _part(cut: Cut, characters: str, *, is_small: bool = False, called: str = "") -> bytes:
    face = cut.face
    return kept_subset(
        face.content,
        characters,
        is_small=is_small,
        weight=face.at(cut.weight) or cut.weight,
        called=called,
    )

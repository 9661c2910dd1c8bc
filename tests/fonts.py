"""Small fonts for tests: every letter is a box as wide as the test needs."""

import io
import string
from functools import cache

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

LETTERS = string.printable[:95] + "\xa0£·–—‘’“”•…€"
"""The characters of an English briefing."""


@cache
def font(
    *,
    letters: str = LETTERS,
    width: int = 550,
    weight: int = 400,
    italic: bool = False,
    family: str = "Boxes",
    embedding: int = 0,
    flavour: str | None = None,
    units: int = 1000,
) -> bytes:
    """Return a font whose letters are `width` thousandths of an em wide."""
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    builder = FontBuilder(units, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):04X}" for letter in letters})
    glyphs = {}
    for name in names:
        pen = TTGlyphPen(None)
        if name not in ("u0020", "u00A0"):
            corners = [(60, 0), (60, 600), (width - 60, 600), (width - 60, 0)]
            pen.moveTo(corners[0])
            for corner in corners[1:]:
                pen.lineTo(corner)
            pen.closePath()
        glyphs[name] = pen.glyph()
    builder.setupGlyf(glyphs)
    builder.setupHorizontalMetrics(dict.fromkeys(names, (width, 60)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    style = f"{'Bold' if weight >= 600 else 'Regular'}{' Italic' if italic else ''}"
    builder.setupNameTable({"familyName": family, "styleName": style, "psName": family})
    builder.setupOS2(
        usWeightClass=weight,
        fsType=embedding,
        fsSelection=0x01 if italic else 0x40,
        sTypoAscender=800,
        sTypoDescender=-200,
        usWinAscent=800,
        usWinDescent=200,
    )
    builder.setupPost(italicAngle=-10 if italic else 0)
    builder.font["head"].macStyle = (weight >= 600) + 2 * italic
    builder.font["head"].created = builder.font["head"].modified = 3_600_000_000
    builder.font.recalcTimestamp = False
    builder.font.flavor = flavour
    file = io.BytesIO()
    builder.save(file)
    return file.getvalue()

"""Widths are never less than those of the readers' fonts."""

import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import fontpkg_atkinson_hyperlegible as package
import fontpkg_inter
import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.brand import Brand
from briefing.edition.chart.text_width import balanced, set_in, width, wrap
from briefing.record.typefaces import Face, read_face, typeface_of
from tests import fonts

BRAND = Brand("", None, "", "", None, None, "", "", "")
FOLDER = Path(package.__path__[0]) / "files"
INTER = Path(fontpkg_inter.ROOT) / "files" / "Inter[opsz,wght].ttf"
FONTS = {
    is_bold: TTFont(FOLDER / f"AtkinsonHyperlegible-{'Bold' if is_bold else 'Regular'}.ttf")
    for is_bold in (False, True)
}
TITLE = "Ministers agree to prison terms for executives over child sexual abuse content"


def real_width(font: Any, letter: str) -> float:
    return float(font["hmtx"][font.getBestCmap()[ord(letter)]][0] / font["head"].unitsPerEm)


def test_every_letter_of_the_font_takes_no_more_than_is_thought() -> None:
    for bold, font in FONTS.items():
        for code in font.getBestCmap():
            if unicodedata.category(chr(code)) not in ("Cc", "Cf"):
                assert real_width(font, chr(code)) <= width(chr(code), 1, bold) + 1e-9, chr(code)


# From the horizontal metrics table of the font, in units of 1/2,048 of an em.
DEJAVU_SANS = {"a": 1255, "e": 1260, "i": 569, "m": 1995, "t": 803, "w": 1675, "B": 1405, "M": 1767}
DEJAVU_SANS_BOLD = {"a": 1382, "e": 1389, "i": 702, "m": 2134, "t": 979, "w": 1892, "M": 2038}


@pytest.mark.parametrize(("bold", "units"), [(False, DEJAVU_SANS), (True, DEJAVU_SANS_BOLD)])
def test_labels_have_room_in_the_wide_font_of_many_linux_desktops(
    bold: bool, units: dict[str, int]
) -> None:
    for letter, advance in units.items():
        assert advance / 2048 <= width(letter, 1, bold), letter


def test_what_is_thought_is_not_much_too_much() -> None:
    for bold, font in FONTS.items():
        real = sum(real_width(font, letter) for letter in TITLE)
        assert real <= width(TITLE, 1, bold) <= 1.22 * real


@pytest.mark.parametrize(
    "text", ["Міністри погодилися на тюремні строки", "Οι υπουργοί συμφωνούν σε ποινές φυλάκισης"]
)
def test_a_text_in_other_letters_takes_no_more_than_is_thought(text: str) -> None:
    font = TTFont(INTER)
    # It would take seconds to make a bold font with all its letters.
    subsetter = Subsetter()
    subsetter.populate(text=text)
    subsetter.subset(font)
    instantiateVariableFont(font, {"wght": 700, "opsz": 14}, inplace=True)
    real = sum(real_width(font, letter) for letter in text)
    assert real <= width(text, 1, bold=True) <= 1.7 * real


TEXTS = st.text(st.sampled_from("abcMW ŵ報-,"), max_size=60)


@given(TEXTS, st.floats(20, 400), st.integers(1, 4))
def test_lines_fit_and_say_what_was_written(text: str, available: float, max_lines: int) -> None:
    lines = wrap(text, 13, available, max_lines)
    assert len(lines) <= max_lines
    assert all(width(line, 13) <= available for line in lines)
    whole, drawn = text.replace(" ", ""), "".join(lines).replace(" ", "")
    if not (lines and lines[-1].endswith("…")):
        assert drawn == whole
    else:
        assert whole.startswith(drawn.rstrip("…")) and len(drawn) <= len(whole)


@pytest.mark.parametrize(
    ("max_lines", "lines"),
    [
        (1, ("Ministers agree to prison…",)),
        (2, ("Ministers agree to prison", "terms for executives…")),
        (
            4,
            (
                "Ministers agree to prison",
                "terms for executives over",
                "child sexual abuse content",
            ),
        ),
    ],
)
def test_a_title_is_broken_between_words(max_lines: int, lines: tuple[str, ...]) -> None:
    assert wrap(TITLE, 13, 178, max_lines) == lines


def test_lines_are_about_as_long_as_one_another() -> None:
    title = "Online harms: from White Paper to Online Safety Bill"
    assert wrap(title, 22, 550, 2)[-1] == "Bill"
    assert balanced(title, 22, 550, 2) == (
        "Online harms: from White",
        "Paper to Online Safety Bill",
    )


@given(st.text("aeinrst  …", max_size=80), st.floats(20, 300), st.integers(1, 4))
def test_balanced_lines_are_as_few_and_no_longer(
    text: str, available: float, max_lines: int
) -> None:
    lines, even = wrap(text, 10, available, max_lines), balanced(text, 10, available, max_lines)
    assert len(even) == len(lines)
    assert all(width(line, 10) <= available for line in even)
    assert "".join(even).replace(" ", "") == "".join(lines).replace(" ", "")


@pytest.mark.parametrize(("ems", "is_wider"), [(0.3, False), (0.9, True)])
def test_text_is_measured_in_the_typefaces_of_the_brand(ems: float, is_wider: bool) -> None:
    faces = [read_face(fonts.font(width=int(ems * 1000), weight=weight)) for weight in (400, 700)]
    typeface = typeface_of([face for face in faces if isinstance(face, Face)])
    brand = replace(BRAND, text_typeface=typeface)
    usual = width("Parks", 10)
    with set_in(brand):
        # It is as cautious as the estimate for the usual fonts.
        assert width("Parks", 10) == pytest.approx(5 * ems * 10 * 1.165)
        assert (width("Parks", 10) > usual) == is_wider
        # A letter that the font does not have is as wide as in the usual fonts.
        assert width("ŵ", 10) < 10
    with set_in(brand, at_least_usual=True):
        assert width("Parks", 10) >= usual
    assert width("Parks", 10) == usual

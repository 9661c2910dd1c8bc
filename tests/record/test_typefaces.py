"""The fonts of a brand: their weights, styles and widths, and the fonts that are refused."""

import io
from typing import Any

import pytest
from fontTools.designspaceLib import AxisDescriptor, DesignSpaceDocument, SourceDescriptor
from fontTools.ttLib import TTFont
from fontTools.varLib import build

from briefing.record import typefaces
from briefing.record.typefaces import (
    BOLD,
    REGULAR,
    Face,
    can_be_combined,
    combined,
    read_face,
    same_cut,
    subset,
    typeface_of,
)
from tests.fonts import font


def read(content: bytes) -> Face:
    face = read_face(content)
    assert isinstance(face, Face), face
    return face


def variable() -> bytes:
    """Return a font with all weights from light (300) to black (900), which is twice as wide."""
    axis = AxisDescriptor(tag="wght", name="Weight", minimum=300, default=300, maximum=900)
    design = DesignSpaceDocument()
    design.addAxis(axis)
    for weight, width in ((300, 400), (900, 800)):
        source = TTFont(io.BytesIO(font(weight=weight, width=width, family="Boxes Light")))
        design.addSource(SourceDescriptor(font=source, location={"Weight": weight}))
    made, *_ = build(design)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize("flavour", [None, "woff2"])
def test_the_file_itself_says_what_it_is_for(flavour: str | None) -> None:
    made = [
        read(font(weight=weight, italic=italic, flavour=flavour))
        for weight, italic in ((300, False), (600, False), (400, True))
    ]
    assert [face.weights for face in made] == [(REGULAR,), (BOLD,), (REGULAR,)]
    assert [face.style for face in made] == ["normal", "normal", "italic"]
    assert made[0].family == "Boxes" and ("a", 0.55, 0.55) in made[0].widths
    typeface = typeface_of(made)
    assert [(cut.weight, cut.style) for cut in typeface.cuts] == [
        (REGULAR, "italic"), (REGULAR, "normal"), (BOLD, "normal"),
    ]  # fmt: skip
    assert typeface.has_italics


def test_a_variable_font_is_for_regular_and_bold_text() -> None:
    face = read(variable())
    # The name of its default weight is not part of its family's name.
    assert (face.family, face.lightest, face.heaviest) == ("Boxes", 300, 900)
    assert [cut.weight for cut in typeface_of([face]).cuts] == [REGULAR, BOLD]
    widths: dict[str, Any] = {letter: rest for letter, *rest in face.widths}
    assert widths["a"] == pytest.approx([0.467, 0.667], abs=0.001)
    bold = TTFont(io.BytesIO(subset(face.content, "ab", weight=BOLD)))
    assert "fvar" not in bold and bold["hmtx"][bold.getBestCmap()[ord("a")]][0] == 667


def part(characters: str, *, weight: int = 400) -> bytes:
    """Return a part of Bitter, a variable font with real kerning and composed letters."""
    import fontpkg_bitter as package

    whole = (package.ROOT / "files" / "Bitter[wght].ttf").read_bytes()
    return subset(whole, characters, is_small=True, weight=weight)


LATIN = "".join(map(chr, [*range(0x20, 0x7F), *range(0xAE, 0x100), 0x2019]))
EXTENDED = "".join(map(chr, [*range(0x100, 0x180), 0x1E80, 0x1E81, 0x2019]))


def test_the_parts_of_a_font_share_its_letters_and_the_first_one_wins() -> None:
    latin, extended = read(part(LATIN)), read(part(EXTENDED))
    first, second = typeface_of([latin, extended]).cuts
    assert (first.weight, first.face, first.is_part) == (REGULAR, latin, True)
    assert (second.weight, second.face, second.is_part) == (REGULAR, extended, True)
    assert "’" in first.characters and "’" not in second.characters and "ŵ" in second.characters
    assert typeface_of([latin, extended]).characters == {*latin.characters, *extended.characters}
    assert not typeface_of([latin]).cuts[0].is_part
    # Letters that only the regular font has are not in the typeface.
    bold = read(part(LATIN, weight=700))
    assert typeface_of([latin, bold, extended]).characters == {*latin.characters}
    assert can_be_combined([latin, extended])
    assert same_cut([("a", latin), ("b", extended), ("c", bold)]) is None
    assert same_cut([("a", latin), ("b", extended), ("c", latin)]) == ("a", "c")


@pytest.mark.long
def test_parts_are_combined_into_one_font_that_is_always_the_same() -> None:
    parts = [subset(part(letters), letters) for letters in (LATIN, "Ŵŵ")]
    made = combined(parts)
    assert combined(parts) == made
    whole = TTFont(io.BytesIO(made))
    assert {*map(chr, whole.getBestCmap())} >= {*LATIN, *"Ŵŵ"}
    for letters, content in zip((LATIN, "ŵ"), parts, strict=True):
        alone = TTFont(io.BytesIO(content))
        for letter in letters:
            widths = [font["hmtx"][font.getBestCmap()[ord(letter)]][0] for font in (whole, alone)]
            assert widths[0] == widths[1], letter


def test_headings_can_have_one_weight_for_both() -> None:
    typeface = typeface_of([read(font(weight=900))], is_for_headings=True)
    assert [cut.weight for cut in typeface.cuts] == [REGULAR, BOLD]


@pytest.mark.parametrize(
    ("embedding", "is_allowed"),
    # Installable, restricted, preview and print, both, no parts, only bitmaps.
    [(0, True), (2, False), (4, True), (6, True), (0x108, False), (0x200, False)],
)
def test_a_licence_can_forbid_a_font_in_documents(embedding: int, is_allowed: bool) -> None:
    assert isinstance(read_face(font(embedding=embedding)), Face) is is_allowed


def test_files_that_would_take_too_much_memory_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    large = font(width=560, flavour="woff2")
    monkeypatch.setattr(typefaces, "_LARGEST_UNPACKED", 1_000)
    assert "once unpacked" in str(read_face(large))
    monkeypatch.setattr(typefaces, "LARGEST", 300)
    assert "larger than" in str(read_face(large))
    assert read_face(b"ttcf...")[0] == "is a collection of fonts"  # type: ignore[index]

"""Typefaces of a brand: read its font files, and choose one for each weight and style."""

import json
import logging
import re
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import Any, Literal, get_args

from briefing.cache import made_once

LARGEST = 5_000_000
"""The maximum size of a font file in bytes. Every build reads it whole."""
_LARGEST_UNPACKED = 40_000_000
"""The maximum size of a WOFF2 file once it is unpacked, in bytes."""
_DEFAULT_WEIGHT = re.compile(r" (?:Thin|Extra ?Light|Light|Regular|Black)$")
"""The weight that some variable fonts have in their name, because it is their default."""
_MOST_KEPT = 20_000_000
"""The maximum size of all facts about fonts in the cache, in bytes."""
REGULAR, BOLD = 400, 700
"""The weights of a briefing's text (OpenType 1.9, OS/2, usWeightClass)."""
_LIGHTEST_BOLD = 550
"""The minimum weight of a bold font: semibold is heavy enough, but medium is not."""
_MEASURED = "".join(
    map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2027), 0x20AC])
)
"""The letters whose widths are measured. The widths of all others are estimated."""
_STARTS = (b"\0\1\0\0", b"true", b"OTTO", b"wOF2")
_COLLECTION = b"ttcf"

Style = Literal["normal", "italic"]
_STYLES: tuple[Style, ...] = get_args(Style)
Fault = tuple[str, str]
"""The reason why a file cannot be used, and a way to fix that."""


@dataclass(frozen=True, slots=True)
class Face:
    """A font file.

    Attributes:
        content: the file, as the user gave it: TTF, OTF or WOFF2.
        family: the name of its family.
        lightest, heaviest: the range of its weights. They differ only in variable fonts.
        is_italic: whether its letters are slanted.
        characters: the characters that it supports, in Unicode order.
        widths: the widths of some letters in ems, in regular and in bold text.
    """

    content: bytes
    family: str
    lightest: int
    heaviest: int
    is_italic: bool
    characters: str
    widths: tuple[tuple[str, float, float], ...]

    @property
    def style(self) -> Style:
        return "italic" if self.is_italic else "normal"

    @property
    def weights(self) -> tuple[int, ...]:
        """The weights of text that this font is for."""
        is_regular, is_bold = self.lightest < _LIGHTEST_BOLD, self.heaviest >= _LIGHTEST_BOLD
        return (REGULAR,) * is_regular + (BOLD,) * is_bold

    def at(self, weight: int) -> int | None:
        """Return the nearest weight of a variable font, or None if it has only one."""
        if self.lightest == self.heaviest:
            return None
        return min(max(weight, self.lightest), self.heaviest)


@dataclass(frozen=True, slots=True)
class Cut:
    """The font for text of one weight (400 or 700) and style, or a part of it.

    Attributes:
        weight, style: the text that it is for.
        face: the font file.
        characters: the characters that it is for, in Unicode order. An earlier part has the others.
        is_part: whether the font has several files, such as those for Latin and extended Latin.
    """

    weight: int
    style: Style
    face: Face
    characters: str
    is_part: bool = False


@dataclass(frozen=True, slots=True)
class Typeface:
    """A typeface of the brand."""

    name: str
    """The name of its family."""
    cuts: tuple[Cut, ...]
    """Its fonts, one for each weight and style, or several that are parts of one."""

    @property
    def has_italics(self) -> bool:
        """Whether it has italics."""
        return any(cut.style == "italic" for cut in self.cuts)

    @property
    def characters(self) -> frozenset[str]:
        """The characters that all its fonts support."""
        parts: dict[tuple[int, str], str] = {}
        for cut in self.cuts:
            key = cut.weight, cut.style
            parts[key] = parts.get(key, "") + cut.characters
        return _shared(tuple(parts.values()))


@lru_cache(maxsize=8)
def _shared(characters: tuple[str, ...]) -> frozenset[str]:
    return frozenset(characters[0]).intersection(*characters[1:])


def typeface_of(faces: Sequence[Face], *, is_for_headings: bool = False) -> Typeface:
    """Return the typeface that these fonts make up. Headings can use one weight for the other."""
    cuts: dict[tuple[int, Style], list[Face]] = {}
    for face in faces:
        for weight in face.weights:
            parts = cuts.setdefault((weight, face.style), [])
            if all(are_parts(part, face) for part in parts):
                parts.append(face)
    if is_for_headings:
        for style in _STYLES:
            for missing, other in ((REGULAR, BOLD), (BOLD, REGULAR)):
                if (other, style) in cuts:
                    cuts.setdefault((missing, style), cuts[other, style])
    return Typeface(
        faces[0].family, tuple(cut for key in sorted(cuts) for cut in _cuts(*key, cuts[key]))
    )


def _cuts(weight: int, style: Style, faces: Sequence[Face]) -> Iterator[Cut]:
    """Yield the parts of a font. Each character is in the first part that has it."""
    taken: set[str] = set()
    for face in faces:
        own = "".join(letter for letter in face.characters if letter not in taken)
        taken.update(own)
        yield Cut(weight, style, face, own, is_part=len(faces) > 1)


def are_parts(one: Face, other: Face) -> bool:
    """Whether two files are parts of one font, such as those for Latin and extended Latin.

    They have the same family, weights and style, and fewer than half of the characters of the
    smaller file are in the other one too.
    """
    if one.family != other.family or one.style != other.style:
        return False
    if (one.lightest, one.heaviest) != (other.lightest, other.heaviest):
        return False
    shared = {*one.characters}.intersection(other.characters)
    return 2 * len(shared) < min(len(one.characters), len(other.characters))


def same_cut(faces: Iterable[tuple[str, Face]]) -> tuple[str, str] | None:
    """Return the names of two files that are for the same weight and style, or None.

    Parts of one font are not.
    """
    taken: dict[tuple[int, str], list[tuple[str, Face]]] = {}
    for name, face in faces:
        for weight in face.weights:
            before = taken.setdefault((weight, face.style), [])
            if same := next((one for one, part in before if not are_parts(part, face)), None):
                return same, name
            before.append((name, face))
    return None


def combined(parts: Sequence[bytes]) -> bytes:
    """Return one font with the characters of several static ones, named after the first.

    Many programs use only one file for each weight and style.
    """
    from fontTools.merge import Merger

    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    font = Merger().merge([BytesIO(part) for part in parts])
    head = _opened(parts[0])["head"]
    font["head"].created, font["head"].modified = head.created, head.modified
    font.recalcTimestamp = False
    file = BytesIO()
    font.save(file)
    return file.getvalue()


_TRIED = 400
"""How many characters of each part are combined to find out whether that is possible."""


def can_be_combined(parts: Sequence[Face]) -> bool:
    """Whether the parts of a font can be made into one file. The result is kept."""

    def result() -> bytes:
        try:
            combined(
                [subset(part.content, part.characters[:_TRIED], is_small=True) for part in parts]
            )
        except Exception:
            # Fonts can differ in almost any way.
            return b"no"
        return b"yes"

    contents = "".join(sha256(part.content).hexdigest() for part in parts)
    key = sha256(f"{_maker()}\ncombined {contents}".encode()).hexdigest()
    return made_once("typefaces", _MOST_KEPT, key, result) == b"yes"


def read_face(content: bytes) -> Face | Fault:
    """Return the font in a file, or its fault. The result is kept, because reading takes time."""
    if len(content) > LARGEST:
        return (
            f"is larger than {LARGEST // 1_000_000} MB",
            "use a version of the font for fewer writing systems",
        )
    if content.startswith(_COLLECTION):
        return "is a collection of fonts", "save each font as a file of its own"
    if not content.startswith(_STARTS):
        return "is not a font", "use a TTF, OTF or WOFF2 file"
    key = sha256(f"{_maker()}\n".encode() + content).hexdigest()
    if key not in _KNOWN:
        if len(_KNOWN) == _MOST_KNOWN:
            _KNOWN.clear()
        kept = made_once("typefaces", _MOST_KEPT, key, lambda: json.dumps(_facts(content)).encode())
        facts = json.loads(kept)
        if isinstance(facts, list):
            _KNOWN[key] = facts[0], facts[1]
        else:
            widths = tuple((letter, regular, bold) for letter, regular, bold in facts["widths"])
            _KNOWN[key] = Face(content, **{**facts, "widths": widths})
    return _KNOWN[key]


_KNOWN: dict[str, Face | Fault] = {}
"""The fonts read in this process, because a live page reads them after each change."""
_MOST_KNOWN = 50


@cache
def _maker() -> str:
    """Return the version of the library that reads fonts, and the hash of this module."""
    return f"{version('fonttools')} {sha256(Path(__file__).read_bytes()).hexdigest()}"


def _facts(content: bytes) -> dict[str, Any] | Fault:
    """Return the fields of a face except its content, or the fault of a file."""
    if content.startswith(b"wOF2") and _unpacked_size(content) > _LARGEST_UNPACKED:
        million = _LARGEST_UNPACKED // 1_000_000
        return f"is larger than {million} MB once unpacked", "use a smaller version of the font"
    try:
        return _fault_of(_opened(content)) or _read(content)
    except Exception:
        # A damaged font can raise almost any error.
        return "cannot be read", "save or download it again"


def _opened(content: bytes) -> Any:
    from fontTools.ttLib import TTFont

    # It reports every table that it does not know.
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    return TTFont(BytesIO(content), lazy=True, recalcTimestamp=False)


def _unpacked_size(content: bytes) -> int:
    """Return the size of the tables of a WOFF2 file, unpacking no more of it than is allowed."""
    import brotli  # type: ignore[import-untyped]
    from fontTools.ttLib.woff2 import WOFF2DirectoryEntry, woff2DirectorySize

    try:
        (tables,) = struct.unpack(">H", content[12:14])
        (packed,) = struct.unpack(">I", content[20:24])
        file = BytesIO(content)
        file.seek(woff2DirectorySize)
        for _ in range(tables):
            WOFF2DirectoryEntry().fromFile(file)
        unpacking, data, size = brotli.Decompressor(), file.read(packed), 0
        while not unpacking.is_finished() and size <= _LARGEST_UNPACKED:
            more = unpacking.process(data, output_buffer_limit=1_000_000)
            if not more and not data:
                break
            data, size = b"", size + len(more)
        return size
    except Exception:
        # Reading the font will report the same error.
        return 0


def _fault_of(font: Any) -> Fault | None:
    """Return why a font cannot be embedded (OpenType 1.9, OS/2, fsType), or None."""
    if not any(table in font for table in ("glyf", "CFF ", "CFF2")):
        return "has no outlines", "use a font that has outlines, not only pictures of its letters"
    allowed = font["OS/2"].fsType if "OS/2" in font else 0
    if (allowed & 0x0002 and not allowed & 0x000C) or allowed & 0x0200:
        return "must not be embedded in documents: its licence forbids it", _OTHER_LICENCE
    if allowed & 0x0100:
        return "must not be embedded in part: its licence forbids it", _OTHER_LICENCE
    if not font.getBestCmap():
        return "has no letters", "use a font for text"
    return None


_OTHER_LICENCE = "ask its maker for a licence and a file for the web, or use another font"


def _read(content: bytes) -> dict[str, Any]:
    font = _opened(content)
    weight = font["OS/2"].usWeightClass if "OS/2" in font else REGULAR
    axes = {axis.axisTag: axis for axis in font["fvar"].axes} if "fvar" in font else {}
    lightest = heaviest = max(1, min(weight, 1000))
    if "wght" in axes:
        lightest, heaviest = int(axes["wght"].minValue), int(axes["wght"].maxValue)
    is_italic = bool(
        font["head"].macStyle & 0x02
        or ("OS/2" in font and font["OS/2"].fsSelection & 0x0201)
        or ("post" in font and font["post"].italicAngle)
    )
    names = font["name"]
    family = names.getBestFamilyName() or "Unnamed"
    if lightest != heaviest:
        family = _DEFAULT_WEIGHT.sub("", family)
    characters = "".join(map(chr, sorted(font.getBestCmap())))
    regular = _widths(font, {"wght": min(max(REGULAR, lightest), heaviest)})
    bold = _widths(font, {"wght": min(max(BOLD, lightest), heaviest)})
    # A font whose parts cannot be embedded is reported now, and not by a build.
    subset(content, "a", is_small=True, weight=BOLD)
    return {
        "family": " ".join(family.split()),
        "lightest": lightest,
        "heaviest": heaviest,
        "is_italic": is_italic,
        "characters": characters,
        "widths": [(letter, regular[letter], bold[letter]) for letter in regular],
    }


def _widths(font: Any, place: dict[str, float]) -> dict[str, float]:
    """Return the widths of letters in ems, at a place in the range of a variable font."""
    is_variable = "fvar" in font
    glyphs = font.getGlyphSet(location=place if is_variable else None)
    named, unit = font.getBestCmap(), font["head"].unitsPerEm
    return {
        letter: round(glyphs[named[ord(letter)]].width / unit, 4)
        for letter in _MEASURED
        if ord(letter) in named
    }


def subset(
    whole: bytes,
    characters: str,
    *,
    is_small: bool = False,
    weight: int | None = None,
    called: str = "",
) -> bytes:
    """Return a font with only these `characters`.

    Args:
        is_small: whether the result is a WOFF2 file without hints for screens.
        weight: the weight of text, if the font is variable. Text is set in its usual size.
        called: a name for its family and its only weight, instead of its own.
    """
    from fontTools.subset import Options, Subsetter

    font = _opened(whole)
    options = Options(notdef_outline=True)
    font.flavor = None
    if is_small:
        options.hinting = False
        options.layout_features = [*options.layout_features, "tnum"]
        font.flavor = "woff2"
    subsetter = Subsetter(options)
    subsetter.populate(text=characters)
    subsetter.subset(font)
    if "fvar" in font:
        from fontTools.varLib.instancer import instantiateVariableFont

        wanted = {"wght": weight or REGULAR, "opsz": _SIZE_OF_TEXT}
        places = {
            axis.axisTag: min(max(wanted[axis.axisTag], axis.minValue), axis.maxValue)
            if axis.axisTag in wanted
            else axis.defaultValue
            for axis in font["fvar"].axes
        }
        instantiateVariableFont(font, places, inplace=True)
    if called:
        _rename(font, called, weight or REGULAR)
    file = BytesIO()
    font.save(file)
    return file.getvalue()


_SIZE_OF_TEXT = 14
"""The optical size for running text, if a font has several."""


def _rename(font: Any, name: str, weight: int) -> None:
    """Give a font another family, for programs that choose fonts by the names inside them."""
    names = font["name"]
    names.names = []
    for number, text in ((1, name), (2, "Bold" if weight == BOLD else "Regular"), (4, name)):
        names.setName(text, number, 3, 1, 0x409)
    names.setName(name.replace(" ", ""), 6, 3, 1, 0x409)
    if "OS/2" in font:
        font["OS/2"].usWeightClass = weight

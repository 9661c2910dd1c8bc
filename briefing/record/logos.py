"""Checks on logos, so that every page can embed them and they look the same everywhere."""

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 100_000
"""The maximum size of a logo in bytes. It is limited because every page contains the logo."""
MAX_PIXELS = 4_000_000
"""The maximum number of pixels in a PNG, or in all images in an SVG. Drawing unpacks them all."""
_MAX_ELEMENTS, _MAX_RULES, _MAX_DEPTH = 10_000, 500, 100
"""The limits of an SVG: elements drawn, rules in stylesheets, and levels. Each one takes time."""
_MAX_SIDE = 20
"""The maximum ratio of the sides, because all logos are drawn at the same height."""

_SVG = "{http://www.w3.org/2000/svg}"
_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_ACTIVE = {
    "script", "handler", "listener", "foreignobject", "iframe", "object", "embed", "audio", "video",
    "animate", "animatemotion", "animatetransform", "animatecolor", "set", "discard",
}  # fmt: skip
# Each of these is drawn repeatedly: over an area, at every corner of a line, or for every pixel.
_REPEATED = {"filter", "marker", "pattern"}
_REFERENCE = re.compile(r"url\(\s*[\"']?\s*#([^\"')]+)|^\s*#(.+)")
_NUMBER = re.compile(r"[0-9.]+(?:e[0-9]+)?", re.IGNORECASE)
_UNITS = {"": 1, "px": 1, "pt": 4 / 3, "pc": 16, "mm": 3.7795, "cm": 37.795, "in": 96}
# References to an element of the same file, or to embedded pixels, do not lead anywhere else.
_INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp)[;,])", re.IGNORECASE)
# In CSS, a backslash can start an escape for any letter, including one in url( or @import.
_CSS_OUTSIDE = re.compile(r"\\|@import|url\(\s*[\"']?\s*(?!\s|[\"'#])", re.IGNORECASE)


def image_type(content: bytes) -> Literal["png", "svg"]:
    """Return the type of an image in which `logo_fault` has found no fault."""
    return "png" if content.startswith(_PNG) else "svg"


def logo_fault(content: bytes) -> tuple[str, str]:
    """Return why `content` cannot be a logo, and a fix. Both are empty if it can be one."""
    if len(content) > LARGEST:
        return (
            f"is larger than {LARGEST // 1000} kB, which would make every page too large",
            "make it smaller: a logo rarely needs more than 600 pixels",
        )
    if content.startswith(_PNG):
        return _fault_in_png(content)
    svg = parsed_svg(content)
    if svg is None:
        return "is neither an SVG nor a PNG", "save it as an SVG or a PNG"
    return fault_in_svg(*svg)


def parsed_svg(content: bytes) -> "tuple[str, Element] | None":
    """Return the text of an SVG and its root element, or None if it is not an SVG."""
    from xml.etree import ElementTree

    try:
        text = content.decode("utf-8-sig")
        root = ElementTree.fromstring(text) if "<!ENTITY" not in text else None
    except (UnicodeDecodeError, ElementTree.ParseError, ValueError):
        return None
    return (text, root) if root is not None and root.tag == f"{_SVG}svg" else None


def _fault_in_png(content: bytes) -> tuple[str, str]:
    chunks = dict(_chunks(content))
    if not content.endswith(_PNG_END) or len(chunks.get(b"IHDR", b"")) != 13:
        return "is an incomplete PNG", "save it again"
    if b"IDAT" not in chunks:
        return "is a PNG that contains no image", "save it again"
    if b"acTL" in chunks:
        return "is animated", "save it as a still image"
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    if not width or not height:
        return "is a PNG that contains no image", "save it again"
    return fault_in_shape(width, height) or _fault_in_pixels(width * height) or ("", "")


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the chunks of a PNG with their types (ISO/IEC 15948, 5.3)."""
    at = len(_PNG)
    while at + 12 <= len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        yield kind, content[at + 8 : at + 8 + length]
        at += 12 + length


def fault_in_shape(width: float, height: float) -> tuple[str, str] | None:
    """Return the fault of a picture that is much wider or higher than others, or None."""
    if width > _MAX_SIDE * height or height > _MAX_SIDE * width:
        sides = "wide as it is high" if width > height else "high as it is wide"
        return f"is more than {_MAX_SIDE} times as {sides}", "cut off its empty edges"
    return None


def _fault_in_pixels(pixels: int) -> tuple[str, str] | None:
    if pixels <= MAX_PIXELS:
        return None
    million = MAX_PIXELS // 1_000_000
    return (
        f"has more than {million} million pixels",
        "make it smaller: a logo rarely needs more than 600 pixels",
    )


def fault_in_svg(text: str, root: "Element") -> tuple[str, str]:
    """Return why an SVG could differ on another computer or take too long to draw, and a fix."""
    outside = ("refers to something outside the file", "save it with everything embedded")
    if "<?xml-stylesheet" in text:
        return outside
    rules = 0
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name.lower() in _ACTIVE:
            return f"contains <{name}>", "save it as a plain SVG, without animation or scripts"
        if name == "text":
            return (
                "contains text, which looks different on each computer",
                "convert its text to paths",
            )
        if name in _REPEATED:
            return f"contains a {name}, which could take too long to draw", _WITHOUT_EFFECTS
        if name == "style":
            css = "".join(element.itertext())
            rules += css.count("{") + css.count(",")
            if _CSS_OUTSIDE.search(css):
                return outside
            if _has_filter(css):
                return "contains a filter, which could take too long to draw", _WITHOUT_EFFECTS
        for attribute, value in element.attrib.items():
            key = attribute.rpartition("}")[2].lower()
            if key.startswith("on"):
                return f"contains a script ({key})", "save it as a plain SVG, without scripts"
            is_link = key in ("href", "src", "base")
            if (is_link and not _INSIDE.match(value)) or _CSS_OUTSIDE.search(value):
                return outside
            if _has_filter(f"{key}:{value}" if key != "style" else value):
                return "contains a filter, which could take too long to draw", _WITHOUT_EFFECTS
    if rules > _MAX_RULES:
        return f"has a stylesheet of more than {_MAX_RULES} rules", _SIMPLER
    size = size_of(root)
    return (size and fault_in_shape(*size)) or _fault_when_drawn(root) or ("", "")


_WITHOUT_EFFECTS = "save it without effects: no shadow, blur, pattern or arrowhead"
_SIMPLER = "simplify it, with one path for each colour"


def _has_filter(css: str) -> bool:
    return "filter" in css.lower() and bool(
        re.search(r"(?<![\w-])(?:backdrop-)?filter\s*:(?!\s*none\b)", css, re.IGNORECASE)
    )


def size_of(root: "Element") -> tuple[float, float] | None:
    """Return the width and height that an SVG declares, in pixels, or None."""
    sides = [_length(root.get(name, "")) for name in ("width", "height")]
    box = [float(number) for number in _NUMBER.findall(root.get("viewBox", ""))][2:]
    if not all(sides) and len(box) == 2 and all(box):
        ratio = box[0] / box[1]
        width, height = sides
        sides = [width or (height or box[1]) * ratio, height or (width or box[0]) / ratio]
    return (sides[0], sides[1]) if all(sides) else None


def _length(written: str) -> float:
    match = re.fullmatch(rf"\s*({_NUMBER.pattern})\s*([a-z]*)\s*", written, re.IGNORECASE)
    return float(match[1]) * _UNITS.get(match[2].lower(), 0) if match else 0


def _fault_when_drawn(root: "Element") -> tuple[str, str] | None:
    """Return the fault in an SVG when every element is drawn as often as it is referred to."""
    levels = [root]
    for depth in range(_MAX_DEPTH + 1):
        levels = [child for element in levels for child in element]
        if not levels:
            break
        if depth == _MAX_DEPTH:
            return f"has elements nested more than {_MAX_DEPTH} levels deep", _SIMPLER
    by_id = {element.get("id"): element for element in root.iter()}
    styled = _references_of_styles(root)
    inside: set[Element] = set()

    @cache
    def drawn(element: "Element") -> tuple[int, int]:
        """Return how many elements and pixels an element draws. A cycle exceeds the limit."""
        if element in inside:
            return _MAX_ELEMENTS, 0
        inside.add(element)
        elements, pixels = 1, _pixels_of(element)
        ids = (id for id in _references(element, styled) if id in by_id)
        below = [*element, *map(by_id.__getitem__, ids)]
        for other in below:
            more = drawn(other)
            elements, pixels = elements + more[0], pixels + more[1]
        inside.discard(element)
        return elements, pixels

    try:
        elements, pixels = drawn(root)
    except RecursionError:
        elements, pixels = _MAX_ELEMENTS + 1, 0
    if elements > _MAX_ELEMENTS:
        return f"draws more than {_MAX_ELEMENTS:,} elements", _SIMPLER
    return _fault_in_pixels(pixels)


def _references(element: "Element", styled: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Yield the ids of the elements in the same file that this element draws."""
    for value in element.attrib.values():
        for match in _REFERENCE.finditer(value):
            yield (match[1] or match[2]).strip()
    if styled:
        name = str(element.tag).rpartition("}")[2]
        for word in ("*", name, element.get("id", ""), *element.get("class", "").split()):
            yield from styled.get(word, ())


def _references_of_styles(root: "Element") -> dict[str, list[str]]:
    """Return the ids that stylesheets refer to, keyed by the class, name or id in the rule."""
    referred: dict[str, list[str]] = {}
    for element in root.iter(f"{_SVG}style"):
        for selector, rule in re.findall(r"([^{}]*)\{([^{}]*)\}", "".join(element.itertext())):
            ids = [match[1].strip() for match in _REFERENCE.finditer(rule) if match[1]]
            for word in re.findall(r"[\w-]+|\*", selector) if ids else ():
                referred.setdefault(word, []).extend(ids)
    return referred


def _pixels_of(element: "Element") -> int:
    """Return the number of pixels in a picture in an SVG. If not known, it is above the limit."""
    if not str(element.tag).endswith("}image"):
        return 0
    from base64 import b64decode
    from io import BytesIO
    from urllib.parse import unquote_to_bytes

    from PIL import Image

    href = element.get("href") or element.get("{http://www.w3.org/1999/xlink}href") or ""
    head, _, data = href.partition(",")
    if not data:
        return 0
    try:
        content = b64decode(data) if head.rstrip().endswith("base64") else unquote_to_bytes(data)
        with Image.open(BytesIO(content), formats=("PNG", "JPEG", "GIF", "WEBP")) as picture:
            return picture.width * picture.height
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return MAX_PIXELS + 1

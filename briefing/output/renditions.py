"""Renditions: a picture in the size and file type that suits a format.

On a screen, a picture is at most 40 kB, so that a page with 20 of them still loads quickly on a
phone. In print, it has 220 pixels for each inch.
"""

import io
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree

from markupsafe import Markup

from briefing.cache import made_once
from briefing.edition.pictures import FRAMES, ON_SCREEN, Frame, Picture
from briefing.output.chart import png
from briefing.record.pictures import saved

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST_KEPT = 200_000_000
"""The maximum size of all renditions in the cache, in bytes."""
_FOCUS = {"left": 0.0, "top": 0.0, "right": 1.0, "bottom": 1.0, "centre": 0.5}
_SVG = "{http://www.w3.org/2000/svg}"


class _Purpose(NamedTuple):
    """The pixels for each CSS pixel, the file type, and the maximum size of a file by frame."""

    density: float
    format: str
    limits: Mapping[str, int]


_NO_LIMIT = dict.fromkeys(FRAMES, 1 << 62)
_PURPOSES = {
    "screen": _Purpose(1.5, "WEBP", ON_SCREEN),
    "print": _Purpose(220 / 96, "JPEG", _NO_LIMIT),
    "mail": _Purpose(1.5, "JPEG", ON_SCREEN),
}
_STEPS = (*((1.0, quality) for quality in (80, 70, 60, 50)), (0.75, 50), (0.5, 50), (0.5, 30))
"""The sizes and qualities to try in turn until the file is small enough."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """The file of a picture, with its media type and its size on the page in CSS pixels."""

    content: bytes
    type: str
    width: int
    height: int

    @property
    def address(self) -> str:
        """The picture as a `data:` URL (RFC 2397)."""
        return f"data:{self.type};base64,{b64encode(self.content).decode()}"

    @property
    def suffix(self) -> str:
        """The end of the name of a file."""
        return {"image/svg+xml": "svg", "image/jpeg": "jpg"}.get(self.type, self.type[6:])


@dataclass(frozen=True, slots=True)
class Placed:
    """The address of a picture in a document, and its size in CSS pixels."""

    address: Markup
    width: int
    height: int


Place = Callable[[Picture, str], Placed]
"""A function that puts a picture in a document, in a frame, and returns where it is."""


def on_screen(picture: Picture, frame: str) -> Placed:
    """Embed a picture in a page for the screen."""
    shown = rendition(picture, frame, "screen")
    return Placed(Markup(shown.address), shown.width, shown.height)


def rendition(picture: Picture, frame: str, purpose: str) -> Rendition:
    """Return a picture for a `frame` (event, edition or portrait).

    Its `purpose` is `screen`, `print` or `mail`. Drawings stay drawings, except in messages and if
    they are large, because mail programs show no SVG.
    """
    return _rendition(picture, frame, purpose)


@lru_cache(maxsize=500)
def _rendition(picture: Picture, frame: str, purpose: str) -> Rendition:
    width, height = picture.size_in(FRAMES[frame])
    limit = _PURPOSES[purpose].limits[frame]
    if picture.type == "svg" and purpose != "mail":
        drawing = _cropped_svg(picture, FRAMES[frame]) if picture.focus else picture.content
        if len(drawing) <= limit:
            return Rendition(drawing, "image/svg+xml", width, height)
    facts = (picture.type, picture.focus or "", frame, purpose, _maker())
    request = " ".join(facts).encode() + b"\n"
    key = sha256(request + picture.content).hexdigest()
    content = made_once(
        "pictures",
        _MOST_KEPT,
        key,
        lambda: _encoded(
            _pixels(picture, FRAMES[frame]),
            (width, height),
            frame,
            purpose,
            is_graphic=picture.type != "jpeg",
        ),
    )
    return Rendition(content, _media_type(content), width, height)


def in_png(picture: Picture, frame: str) -> Rendition:
    """Return a rendition for Word, which cannot show every SVG: a drawing becomes a PNG."""
    if picture.type != "svg":
        return rendition(picture, frame, "print")
    width, height = picture.size_in(FRAMES[frame])
    drawing = _cropped_svg(picture, FRAMES[frame]) if picture.focus else picture.content
    content = png(drawing.decode(), height=round(height * 220 / 96), background="white")
    return Rendition(content, "image/png", width, height)


@cache
def _maker() -> str:
    own = sha256(Path(__file__).read_bytes()).hexdigest()
    return f"{version('pillow')} {version('resvg-py')} {own}"


def _media_type(content: bytes) -> str:
    if content.startswith(b"RIFF"):
        return "image/webp"
    return "image/png" if content.startswith(b"\x89PNG") else "image/jpeg"


def _pixels(picture: Picture, frame: Frame) -> "Image":
    """Return the pixels of the part of a picture that is shown."""
    from PIL import Image

    content = picture.content
    if picture.type == "svg":
        # Draw it at least as large as any rendition.
        content = png(content.decode(), height=round(frame.height * 3), background="white")
    with Image.open(io.BytesIO(content)) as opened:
        image = opened.convert("RGB")
    if not picture.focus:
        return image
    scale = image.width / picture.width
    width, height = (round(side * scale) for side in picture.cropped_to(frame))
    at = _FOCUS[picture.focus]
    left = round((image.width - width) * (at if picture.focus in ("left", "right") else 0.5))
    top = round((image.height - height) * (at if picture.focus in ("top", "bottom") else 0.5))
    return image.crop((left, top, left + width, top + height))


def _encoded(
    image: "Image", size: tuple[int, int], frame: str, purpose: str, *, is_graphic: bool
) -> bytes:
    """Encode an image for a size on the page, and reduce its quality until it is small enough."""
    from PIL import Image

    density, format, limits = _PURPOSES[purpose]
    options: dict[str, Any] = {"method": 4} if format == "WEBP" else {"optimize": True}
    content, whole = b"", image
    for scale, quality in _STEPS:
        width, height = (
            max(round(min(size[n] * density, whole.size[n]) * scale), 1) for n in (0, 1)
        )
        if scale == 1 or image.size != (width, height):
            image = whole.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)
        content = saved(image, format, quality=quality, **options)
        if len(content) <= limits[frame]:
            break
    if not is_graphic:
        return content
    if format == "WEBP":
        sharp = saved(image, format, lossless=True, method=4)
    else:
        sharp = saved(image, "PNG", optimize=True)
    # A diagram is often smaller without losses.
    return sharp if len(sharp) <= len(content) else content


def _cropped_svg(picture: Picture, frame: Frame) -> bytes:
    """Return an SVG that shows only the part of it around its focus (SVG 2, 8.7)."""
    root = ElementTree.fromstring(picture.content)
    root.attrib.setdefault("viewBox", f"0 0 {picture.width} {picture.height}")
    width, height = picture.cropped_to(frame)
    across = {"left": "xMin", "right": "xMax"}.get(picture.focus or "", "xMid")
    down = {"top": "YMin", "bottom": "YMax"}.get(picture.focus or "", "YMid")
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    root.set("preserveAspectRatio", f"{across}{down} slice")
    ElementTree.register_namespace("", _SVG.strip("{}"))
    return ElementTree.tostring(root, encoding="unicode").encode()

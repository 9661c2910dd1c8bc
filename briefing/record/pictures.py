"""Pictures: check them, and make each one upright, small and free of hidden data.

A photograph from a phone can contain the place where it was taken, the time, and the name of its
owner. A drawing can contain the path of its file. Only the pixels and shapes are kept.
"""

import json
import os
import re
import warnings
from base64 import b64decode, b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote_to_bytes

from briefing.cache import made_once
from briefing.record import logos

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from PIL.Image import Image

PictureType = Literal["jpeg", "png", "svg"]
LARGEST = 25_000_000
"""The maximum size of the file of a picture, in bytes."""
SIDE = 1500
"""The longest side of a prepared picture in pixels: the width of a page in print."""
_MAX_PIXELS = 50_000_000
"""The maximum number of pixels of a picture. Its pixels can take four bytes each to read."""
_TOO_MANY_PIXELS = (
    f"has more than {_MAX_PIXELS // 1_000_000} million pixels",
    "save a smaller copy",
)
_QUALITY = 88
_DEFAULT_SIZE = 300, 150
"""The size of an SVG that does not declare one, as in browsers (CSS 2.2, 10.3.2)."""
_MOST_KEPT = 200_000_000
"""The maximum size of all prepared pictures in the cache, in bytes."""
_RASTER = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"RIFF": "WEBP"}
_XLINK = "{http://www.w3.org/1999/xlink}"
_HREFS = ("href", f"{_XLINK}href")
_ABOUT = ("metadata", "title", "desc")
"""Elements of an SVG that describe it. The record has its text alternative."""
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture that every format can use. Its size is in pixels."""

    content: bytes
    type: PictureType
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Unusable:
    """The reason why a picture cannot be used, and how to fix that."""

    reason: str
    fix: str
    is_missing: bool = False


class _Refused(Exception):
    """The reason and the fix of a picture that cannot be used."""


def prepared(content: bytes) -> Prepared | Unusable:
    """Return the picture in a file: upright, in sRGB on white, and without metadata.

    The file can be a JPEG, PNG or WebP, or an SVG that refers to nothing else.
    """
    if len(content) > LARGEST:
        return Unusable(f"is larger than {LARGEST // 1_000_000} MB", "save a smaller copy")
    key = sha256(f"{_maker()}\n".encode() + content).hexdigest()
    if key not in _KNOWN:
        if len(_KNOWN) == _MOST_KNOWN:
            _KNOWN.clear()
        try:
            kept = made_once("pictures", _MOST_KEPT, key, lambda: _to_bytes(_prepare(content)))
            _KNOWN[key] = _from_bytes(kept)
        except _Refused as refused:
            _KNOWN[key] = Unusable(*refused.args)
    return _KNOWN[key]


_ONE_AT_A_TIME = RLock()
"""Settings of Pillow are shared by all threads."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=lambda: globals().update(_ONE_AT_A_TIME=RLock()))
_KNOWN: dict[str, Prepared | Unusable] = {}
"""The pictures prepared in this process, because a live page reads them after each change."""
_MOST_KNOWN = 500


@cache
def _maker() -> str:
    """Return the version of the library that prepares pictures, and the hash of these modules."""
    files = (Path(__file__), Path(logos.__file__))
    own = sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
    return f"{version('pillow')} {own}"


def _to_bytes(picture: Prepared) -> bytes:
    header = json.dumps([picture.type, picture.width, picture.height])
    return header.encode() + b"\n" + picture.content


def _from_bytes(kept: bytes) -> Prepared:
    header, _, content = kept.partition(b"\n")
    kind, width, height = json.loads(header)
    return Prepared(content, kind, width, height)


def _prepare(content: bytes) -> Prepared:
    if any(content.startswith(start) for start in _RASTER):
        return _prepare_raster(content)
    svg = logos.parsed_svg(content)
    if svg is None:
        kind = "is a HEIC picture" if content[4:12] == b"ftypheic" else "is no picture"
        raise _Refused(f"{kind}: it must be a JPEG, PNG, WebP or SVG", "save it as a JPEG")
    if len(content) > logos.LARGEST:
        raise _Refused(
            f"is an SVG of more than {logos.LARGEST // 1000} kB", "save it as a PNG, or simplify it"
        )
    text, root = svg
    fault, fix = logos.fault_in_svg(text, root)
    if fault:
        raise _Refused(fault, fix)
    width, height = logos.size_of(root) or _DEFAULT_SIZE
    _remove_metadata(root)
    return Prepared(_written(root), "svg", max(round(width), 1), max(round(height), 1))


# Drawings


def _remove_metadata(root: "Element") -> None:
    """Remove everything from an SVG that is not drawn, and prepare the pictures inside it."""
    svg = root.tag.rpartition("}")[0] + "}"
    for element in root.iter():
        for child in list(element):
            name = str(child.tag)
            if not name.startswith(svg) or name.removeprefix(svg) in _ABOUT:
                element.remove(child)
        for name in list(element.attrib):
            is_foreign = "}" in name and name != _HREFS[1]
            if is_foreign or name.startswith(("data-", "aria-")):
                del element.attrib[name]
        if element.tag == f"{svg}style":
            element.text = _COMMENT.sub("", "".join(element.itertext()))
        elif element.tag == f"{svg}image":
            for name in _HREFS:
                if name in element.attrib:
                    element.set(name, _prepared_inside(element.attrib[name]))


def _prepared_inside(address: str) -> str:
    """Return the `data:` URL of a prepared picture, given the original one (RFC 2397)."""
    head, _, data = address.partition(",")
    if not data:
        return address
    is_base64 = head.rstrip().endswith("base64")
    inside = _prepare_raster(b64decode(data) if is_base64 else unquote_to_bytes(data))
    return f"data:image/{inside.type};base64,{b64encode(inside.content).decode()}"


def _written(root: "Element") -> bytes:
    from xml.etree import ElementTree

    ElementTree.register_namespace("", root.tag.rpartition("}")[0].lstrip("{"))
    ElementTree.register_namespace("xlink", _XLINK.strip("{}"))
    return ElementTree.tostring(root, encoding="unicode").encode()


# Photographs and other pictures with pixels


def _prepare_raster(content: bytes) -> Prepared:
    """Prepare a JPEG, PNG or WebP.

    Anybody can have made the file, and decoders raise many types of error.
    """
    from PIL import Image

    try:
        # Pillow warns of large pictures and of damaged metadata, which is not used.
        with _whole_pictures_only(), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(BytesIO(content), formats=(*_RASTER.values(),)) as image:
                _refuse_unsuitable(image)
                # A JPEG can be decoded at a fraction of its size.
                image.draft(None, (SIDE, SIDE))
                image.load()
                return _encoded(_upright(image), is_lossless=image.format == "PNG")
    except (MemoryError, _Refused):
        raise
    except Image.DecompressionBombError:
        raise _Refused(*_TOO_MANY_PIXELS) from None
    except Exception as error:
        if "truncated" in str(error) or isinstance(error, EOFError):
            raise _Refused("is cut short", "copy it again") from None
        raise _Refused("is damaged", "open it in another program and save it again") from None


@contextmanager
def _whole_pictures_only() -> Iterator[None]:
    """Make Pillow refuse damaged pictures, although WeasyPrint has made it read what it can."""
    from PIL import ImageFile

    with _ONE_AT_A_TIME:
        before = ImageFile.LOAD_TRUNCATED_IMAGES
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        try:
            yield
        finally:
            ImageFile.LOAD_TRUNCATED_IMAGES = before


def _refuse_unsuitable(image: "Image") -> None:
    if image.width * image.height > _MAX_PIXELS:
        raise _Refused(*_TOO_MANY_PIXELS)
    # Some phones store a second, smaller picture in a JPEG.
    if image.format != "MPO" and getattr(image, "is_animated", False):
        raise _Refused("is animated", "save it as a still picture")
    if fault := logos.fault_in_shape(image.width, image.height):
        raise _Refused(*fault)


def _upright(image: "Image") -> "Image":
    """Return a picture with its orientation applied, in sRGB and on white."""
    from PIL import Image, ImageOps

    profile = image.info.get("icc_profile")
    try:
        image = ImageOps.exif_transpose(image)
    except Exception:
        # The metadata is damaged. The picture itself could be read.
        profile = None
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image.getchannel("A"))
        image = white
    elif image.mode not in ("L", "RGB", "CMYK"):
        image = image.convert("RGB")
    return _in_srgb(image, profile) if profile else image.convert("RGB")


def _in_srgb(image: "Image", profile: bytes) -> "Image":
    from PIL import ImageCms

    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        # The profile does not fit the picture, so it cannot be right.
        converted = None
    return converted or image.convert("RGB")


def _encoded(image: "Image", *, is_lossless: bool) -> Prepared:
    from PIL import Image

    image.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS, reducing_gap=3.0)
    # A new image has no comments, profiles or other data of the original.
    clean = Image.new("RGB", image.size)
    clean.paste(image)
    jpeg = saved(clean, "JPEG", quality=_QUALITY, optimize=True)
    kind: PictureType = "jpeg"
    content = jpeg
    # Diagrams and screenshots are smaller and sharper as a PNG. Photographs are not, which quick
    # compression shows in a tenth of the time.
    if is_lossless and len(saved(clean, "PNG", compress_level=1)) < 4 * len(jpeg):
        png = saved(clean, "PNG", optimize=True)
        if len(png) < 1.5 * len(jpeg):
            kind, content = "png", png
    return Prepared(content, kind, clean.width, clean.height)


def saved(image: "Image", format: str, **options: object) -> bytes:
    """Return the file of an image."""
    file = BytesIO()
    image.save(file, format, **options)
    return file.getvalue()

"""Logos: what a file must be so that every page can carry it, and look the same everywhere."""

import re
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LARGEST = 100_000
"""Bytes. Every page carries the logo."""

_SVG = "{http://www.w3.org/2000/svg}"
_PNG, _PNG_END = b"\x89PNG\r\n\x1a\n", b"IEND\xaeB`\x82"
_ACTIVE = {
    "script", "handler", "listener", "foreignobject", "iframe", "object", "embed", "audio", "video",
    "animate", "animatemotion", "animatetransform", "animatecolor", "set", "discard",
}  # fmt: skip
# What begins at its own element, or carries its pixels along, leads nowhere else.
_INSIDE = re.compile(r"\s*(?:#|data:image/(?:png|jpeg|gif|webp)[;,])", re.IGNORECASE)
# In CSS a backslash may stand for any letter, also for one of url( and @import.
_CSS_OUTSIDE = re.compile(r"\\|@import|url\(\s*[\"']?\s*(?!\s|[\"'#])", re.IGNORECASE)


def kind_of(content: bytes) -> Literal["png", "svg"]:
    """What sort of picture `content` is, in which `fault_in` has found no fault."""
    return "png" if content.startswith(_PNG) else "svg"


def fault_in(content: bytes) -> tuple[str, str]:
    """Why `content` cannot be a logo, as in "is not ...", and a way out; both empty if it can."""
    from xml.etree import ElementTree

    if len(content) > LARGEST:
        return (
            f"is larger than {LARGEST // 1000} kB, which would make every page too large",
            "make it smaller: a logo rarely needs more than 600 pixels",
        )
    if content.startswith(_PNG):
        whole = content.endswith(_PNG_END)
        return ("", "") if whole else ("is a PNG that has been cut short", "save it again")
    try:
        text = content.decode("utf-8-sig")
        root = ElementTree.fromstring(text) if "<!ENTITY" not in text else None
    except (UnicodeDecodeError, ElementTree.ParseError, ValueError):
        root = None
    if root is None or root.tag != f"{_SVG}svg":
        return "is neither an SVG nor a PNG", "save it as one of these"
    return _fault_in_svg(text, root)


def _fault_in_svg(text: str, root: "Element") -> tuple[str, str]:
    outside = ("refers to something outside itself", "save it with everything embedded")
    if "<?xml-stylesheet" in text:
        return outside
    for element in root.iter():
        name = str(element.tag).rpartition("}")[2]
        if name.lower() in _ACTIVE:
            return f"contains <{name}>", "save it as a plain SVG, with no animation or scripts"
        if name == "text":
            return (
                "contains text, which looks different on each computer",
                "turn its text into paths",
            )
        if name == "style" and _CSS_OUTSIDE.search("".join(element.itertext())):
            return outside
        for attribute, value in element.attrib.items():
            key = attribute.rpartition("}")[2].lower()
            if key.startswith("on"):
                return f"contains a script ({key})", "save it as a plain SVG, with no scripts"
            is_link = key in ("href", "src", "base")
            if (is_link and not _INSIDE.match(value)) or _CSS_OUTSIDE.search(value):
                return outside
    return "", ""

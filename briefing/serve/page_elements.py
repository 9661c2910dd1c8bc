"""The elements of a page, found in its text.

Only the text around a place is read, because parsing a whole page takes a hundred times as long.
"""

import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape

ID = re.compile(r'\sid="([^"]*)"')
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)[^>]*?(?P<alone>/?)>")
BLOCKS = frozenset((
    *("article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer"),
    *("form", "h1", "h2", "h3", "h4", "header", "li", "main", "nav", "ol", "p", "section", "ul"),
))  # fmt: skip
"""Elements that a browser parses by themselves as it does in a page."""
_VOID = frozenset((
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source"),
    *("track", "wbr"),
))  # fmt: skip
"""Elements without an end tag."""
_RAW_TEXT = "script", "style"
"""Elements whose text can look like tags."""


class Unclear(Exception):
    """It is not clear where the elements around a place begin or end."""


@dataclass(frozen=True)
class Element:
    """An element of a page that is around a place.

    Attributes:
        text: the text of the page.
        tag: the start tag of the element.
        index: the number of its children before the place.
    """

    text: str
    tag: re.Match[str]
    index: int

    @property
    def name(self) -> str:
        """The name of its tag."""
        return self.tag["name"]

    @cached_property
    def parent(self) -> "Element":
        """The element around it."""
        return element_around(self.text, self.tag.start())

    @property
    def is_drawn(self) -> bool:
        """Whether it is an SVG image or part of one."""
        element = self
        while element.name not in (*BLOCKS, "body", "svg"):
            element = element.parent
        return element.name == "svg"

    @property
    def path(self) -> tuple[str, tuple[int, ...]]:
        """The id of the nearest element with one, and the indices of the children on the way."""
        if id := ID.search(self.tag[0]):
            return unescape(id[1]), ()
        if self.name == "body":
            return "", ()
        near, indices = self.parent.path
        return near, (*indices, self.parent.index)


def element_around(text: str, place: int) -> Element:
    """Return the nearest element around a place in a page.

    Raises:
        Unclear: there is none, or the tags before the place do not match.
    """
    closed: list[str] = []
    index = 0
    while (place := text.rfind("<", 0, place)) >= 0:
        tag = TAG.match(text, place)
        if not tag:
            raise Unclear
        name = tag["name"]
        if tag["end"] and name in _RAW_TEXT:
            place = text.rfind(f"<{name}", 0, place)
            index += not closed
        elif tag["end"]:
            closed.append(name)
        elif name in _VOID or tag["alone"]:
            index += not closed
        elif not closed:
            return Element(text, tag, index)
        elif closed.pop() == name:
            index += not closed
        else:
            raise Unclear
    raise Unclear


def end_tag(text: str, start: int) -> re.Match[str]:
    """Return the end tag of the element that starts at a place in a page.

    Raises:
        Unclear: no element starts there, or the tags after it do not match.
    """
    tag = TAG.match(text, start)
    if not tag:
        raise Unclear
    open, place = [tag["name"]], tag.end()
    while tag := TAG.search(text, place):
        place, name = tag.end(), tag["name"]
        if tag["end"]:
            if open.pop() != name:
                raise Unclear
            if not open:
                return tag
        elif name in _RAW_TEXT:
            place = text.index(f"</{name}", place)
            open.append(name)
        elif name not in _VOID and not tag["alone"]:
            open.append(name)
    raise Unclear


def number_of_elements(text: str) -> int:
    """Return the number of elements in a text, or 0 if it contains anything else."""
    number, place = 0, len(text) - len(text.lstrip())
    while place < len(text):
        tag = TAG.match(text, place)
        if not tag or tag["end"] or tag["name"] not in BLOCKS:
            return 0
        try:
            end = end_tag(text, place).end()
        except Unclear:
            return 0
        place = end + len(text) - end - len(text[end:].lstrip())
        number += 1
    return number

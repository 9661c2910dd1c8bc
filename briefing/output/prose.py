"""Plain words, as one would write them in a letter by hand."""

import re
from html import unescape
from itertools import pairwise
from textwrap import wrap

from briefing.output.html import to_html

WIDTH = 72
"""Lines are no longer, unless one word is."""
_LINK = re.compile(r'<a href="(?:mailto:)?([^"]*)">(.*?)</a>')
_BREAK = re.compile(r"<[bh]r>|</?(?:p|pre|blockquote|ul|ol|li)>")
_ITEM = re.compile(r"(?:-|\[\d+\]) ")


def to_prose(text: str) -> str:
    """Markdown without its marks: a line each for paragraphs and items; links say where they lead.

    Paragraphs have an empty line between them.
    """
    html = str(to_html(text)).replace("\n", " ").replace("<li>", "<br>- ")
    html = _LINK.sub(lambda it: it[2] if it[1] == it[2] else f"{it[2]} ({it[1]})", html)
    blocks = (re.sub("<[^>]+>", "", it) for it in _BREAK.split(html))
    lines = [*filter(None, (" ".join(unescape(it).split()) for it in blocks)), ""]
    apart = ("\n" if _ITEM.match(two) else "\n\n" for _, two in pairwise(lines))
    return "".join(map("".join, zip(lines, apart, strict=False))).rstrip("\n")


def wrapped(text: str) -> str:
    """`text` in lines of at most 72 characters; what goes on with an item is indented like it."""
    return "\n".join(it for line in text.split("\n") for it in _folded(line))


def _folded(line: str) -> list[str]:
    item = _ITEM.match(line)
    return wrap(
        line,
        WIDTH,
        subsequent_indent=" " * len(item[0] if item else ""),
        break_long_words=False,
        break_on_hyphens=False,
    ) or [""]

"""Wrap prose at one width, without changing its meaning as Markdown."""

import re

_SIGN = r"[-+*](?:\s|$)|#{1,6}(?:\s|$)|\d+[.)](?:\s|$)|>|<|[=_*-]+(?:\s|$)|\[[^\]]*\]:|:"
_MARKUP = re.compile(rf"[ \t]|{_SIGN}")
"""The start of a line that may not be prose."""
_NEVER_FIRST = re.compile(_SIGN)
"""A word that has a meaning in Markdown at the start of a line."""
_NOT_PROSE = re.compile(r"  |\\$|\||\t")
"""Tables, line breaks, and spaces that may have a meaning."""


def rewrapped(text: str, width: int) -> str:
    """Return `text` with the lines of each paragraph of prose at one width.

    Lists, tables, code and lines that end in a line break stay as they are.
    """
    parts = re.split(r"(\n(?:[ \t]*\n)+)", text)
    has_code = "```" in text or "~~~" in text
    return "".join(
        part if n % 2 or has_code or not is_prose(part) else _wrapped(part, width)
        for n, part in enumerate(parts)
    )


def is_prose(paragraph: str) -> bool:
    """Whether a paragraph contains only words."""
    lines = paragraph.rstrip("\n").split("\n")
    return all(line and not _MARKUP.match(line) and not _NOT_PROSE.search(line) for line in lines)


def unwrapped(text: str) -> str:
    """Return `text` with each paragraph of prose on one line, to compare two texts."""
    return rewrapped(text, 1 << 30)


def _wrapped(paragraph: str, width: int) -> str:
    end = "\n" if paragraph.endswith("\n") else ""
    lines: list[str] = []
    for word in re.split("[ \n]", paragraph.removesuffix("\n")):
        fits = lines and len(lines[-1]) + 1 + len(word) <= width
        if lines and (fits or _NEVER_FIRST.match(word)):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return "\n".join(lines) + end

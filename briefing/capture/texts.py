"""The text of a cell as a title, or a summary in Markdown."""

import re
from collections.abc import Iterable, Sequence

LONGEST_TITLE = 300
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9£])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|No|Nos|Art|Arts|para|paras|pp?|vs?|cf|eg|ie|e\.g|i\.e|etc"
    r"|Hon|Lt|Col|Gen|Cllr|Rev|Jr|Sr|Ltd|Inc|Co|Dept|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec"
    r"|Cm|Cmnd|Vol|Ch|col|cols|approx|ca?))\.$"
)
_FULL_STOP = re.compile(r"(?<=[\w)\]”’%])\.$")
_BULLET = re.compile(r"(?:[•·▪◦‣●○–—*-])\s+(?=\S)")
_SPECIAL = re.compile(r"([\\`*_<\[\]|~]|&(?=#?\w+;))")
_INSIDE_WORD = re.compile(r"(?<=[A-Za-z0-9])\\_(?=[A-Za-z0-9])")
_AT_START = re.compile(r"(?:[#>+=-]|(\d+)(?=[.)](?:\s|$)))")


def title_and_rest(lines: Sequence[str]) -> tuple[str, list[str]]:
    """Divide a text into a title, which is its first line or sentence, and the other lines."""
    if not lines:
        return "", []
    first, rest = lines[0], list(lines[1:])
    if not rest or len(first) > LONGEST_TITLE:
        first, second = _first_sentence(first)
        rest = [second, *rest] if second else rest
    if len(first) > LONGEST_TITLE:
        start = first[: LONGEST_TITLE - 60].rsplit(" ", 1)[0].rstrip(" ,;:")
        return f"{start} …", list(lines)
    return as_title(first), rest


def as_title(text: str) -> str:
    """Return a text without the full stop at its end, unless it is an abbreviation's."""
    return text if _ABBREVIATION.search(text) else _FULL_STOP.sub("", text)


def _first_sentence(text: str) -> tuple[str, str]:
    for end in _SENTENCE_END.finditer(text, 0, 2 * LONGEST_TITLE):
        first = text[: end.end()].rstrip()
        if not _ABBREVIATION.search(first):
            return first, text[end.end() :]
    return text, ""


def as_markdown(lines: Iterable[str]) -> str:
    """Return lines of plain text as Markdown that shows the same text, with bullets as a list."""
    parts: list[str] = []
    was_item = False
    for line in lines:
        bullet = _BULLET.match(line)
        if parts:
            parts.append("\n" if was_item and bullet else "\n\n")
        parts.append(f"- {_escaped(line[bullet.end() :])}" if bullet else _escaped(line))
        was_item = bool(bullet)
    return "".join(parts)


def _escaped(line: str) -> str:
    plain = _INSIDE_WORD.sub("_", _SPECIAL.sub(r"\\\1", line))
    if start := _AT_START.match(plain):
        at = start.end() if start[1] else 0
        return f"{plain[:at]}\\{plain[at:]}"
    return plain


def one_line(text: str) -> str:
    """Return a text on one line that is safe in a comment."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())

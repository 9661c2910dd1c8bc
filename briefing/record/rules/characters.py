"""Rules for characters that no page can show as intended.

Each is given the file's name, its text and the data that this holds. Few files have an escape or an
odd character at all: these alone are looked through.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from briefing.printable import CONTROL
from briefing.record.fix_hints import write
from briefing.record.problems import Finding, Path, RecordPath
from briefing.record.rules.rule import error, fixed, warning

# Embeddings and overrides, which reorder all the text that follows until they are closed (UAX 9,
# 2). The same document recommends isolates, which end with their paragraph.
_REORDERING = re.compile("[\u202a\u202b\u202d\u202e]")
_ESCAPE = re.compile(r"\\(?:[0abvfeNLP]|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_NAMED = {"0": 0, "a": 7, "b": 8, "v": 11, "f": 12, "e": 27, "N": 0x85, "L": 0x2028, "P": 0x2029}
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_NOT_PROSE = {
    *("file", "summary", "notes", "answer", "actions", "text", "url", "archived", "copy"),
    *("logo", "logo_dark"),
}
"""Fields in which entities belong to Markdown or a web address (`text` in actions and sections).
"""


@error
@fixed("safe", "unsafe")
def control_character(file: str, text: str, data: object) -> Iterator[Finding]:
    r"""Text must not contain control characters.

    Control characters, such as a form feed copied from a PDF or a vertical tab copied from a slide,
    are invisible. Word documents, emails and XML cannot contain them. In YAML, they are written as
    `\f`, `\v`, `\x1b` or `\u2028`.

    Wrong:
        title: "The committee\freports"
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: The committee reports
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    for path, value, match in _matches(CONTROL, text, data):
        code = f"U+{ord(match[0]):04X}"
        is_between = re.search(rf"\S{re.escape(match[0])}\S", value)
        # Two words may become one without it. If it is next to a space, nothing is lost.
        hint = write(
            value.replace(match[0], " " if is_between else ""),
            "replace it with a space" if is_between else "delete it",
            is_safe=not is_between,
        )
        message = f"this text contains an invisible control character ({code})"
        words = _as_written(match[0], value, text)
        yield Finding(RecordPath(file, path), message, hint, words=words)


@warning
@fixed("unsafe")
def reordered_text(file: str, text: str, data: object) -> Iterator[Finding]:
    r"""Text must not contain characters that reorder the text after them.

    Some programs add these characters when you copy Arabic or Hebrew text. They are invisible and
    can reverse a whole line. Right-to-left text does not need them.

    Wrong:
        title: "The fee is \u202e001 pounds"
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: The fee is 100 pounds
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    for path, value, match in _matches(_REORDERING, text, data):
        message = f"an invisible character (U+{ord(match[0]):04X}) reorders the text after it"
        words = _as_written(match[0], value, text)
        hint = write(_REORDERING.sub("", value), "delete it")
        yield Finding(RecordPath(file, path), message, hint, words=words)


@warning
@fixed("safe")
def html_entity(file: str, text: str, data: object) -> Iterator[Finding]:
    """Titles, names and other plain text must not contain HTML entities.

    Text copied from the source of a web page contains `&amp;` for & and `&pound;` for £, and a
    title would show these codes. Summaries, notes and actions are Markdown, so entities work there.

    Wrong:
        title: Health &amp; Care
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Health & Care
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
    """
    if not _ENTITY.search(text):
        return
    from html import unescape

    for path, value in _texts(data):
        keys = [step for step in path if isinstance(step, str)]
        if _is_markdown_or_address(keys) or "://" in value:
            continue
        entity = next(
            (match[0] for match in _ENTITY.finditer(value) if unescape(match[0]) != match[0]), ""
        )
        if entity:
            meant = unescape(entity)
            instead = meant if meant.strip() and meant.isprintable() else " "
            words = f"write {instead if instead != ' ' else 'a space'}"
            hint = write(value.replace(entity, instead), words, is_safe=True)
            message = f"'{entity}' is an HTML entity, and would appear unchanged in the briefing"
            yield Finding(RecordPath(file, path), message, hint, words=entity)


def _is_markdown_or_address(keys: list[str]) -> bool:
    last = keys[-1] if keys else ""
    return last in _NOT_PROSE and (last != "text" or not {"actions", "sections"}.isdisjoint(keys))


def _matches(
    wrong: re.Pattern[str], text: str, data: object
) -> Iterator[tuple[Path, str, re.Match[str]]]:
    """Yield the first `wrong` character in each text of `data`, with its path."""
    is_suspect = not is_printable(text) and wrong.search(text)
    if is_suspect or any(wrong.match(_meant(escape)) for escape in _ESCAPE.finditer(text)):
        for path, value in _texts(data):
            if match := wrong.search(value):
                yield path, value, match


@lru_cache(maxsize=1)  # Several rules read the same text.
def is_printable(text: str) -> bool:
    """Whether `text` contains only printable characters and line feeds.

    If so, no rule needs to search it for wrong characters, which would take longer.
    """
    return text.replace("\n", " ").isprintable()


def _meant(escape: re.Match[str]) -> str:
    digits = escape[1] or escape[2] or escape[3]
    code = int(digits, 16) if digits else _NAMED[escape[0][1]]
    return chr(code) if code < 0x110000 else ""


def _as_written(character: str, value: str, text: str) -> str:
    """Return how `character` is written in the file, or "" if it is not in it."""
    if character in text:
        return character
    return next((match[0] for match in _ESCAPE.finditer(text) if _meant(match) == character), "")


def _texts(data: object) -> Iterator[tuple[Path, str]]:
    """Yield all texts in `data`, including keys, with their paths. A repeated object comes once."""
    inside: list[tuple[Path, Any]] = [((), data)]
    seen: set[int] = set()
    while inside:
        path, value = inside.pop()
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, dict | list) and id(value) not in seen:
            seen.add(id(value))
            pairs = value.items() if isinstance(value, dict) else enumerate(value)
            inside += reversed([((*path, step), inner) for step, inner in pairs])
            if isinstance(value, dict):
                yield from ((path, key) for key in value if isinstance(key, str))

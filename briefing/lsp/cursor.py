"""Find the place of the cursor in the record, in a text that may not be valid YAML yet.

The lines above the cursor are read upwards, by their indentation. Open brackets and braces are
read forwards, from the place where they open.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from briefing.lsp.text import Point, Span
from briefing.record.problems import Path, Step

_DASHES = re.compile(r"(?:[ ]*-(?=[ \t]|$))*[ \t]*")
_KEY = re.compile(
    r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'"""
    r"""|[^\s\-?:,\[\]{}#&*!|>'"%@`](?:(?![ \t]\#)[^:]|:(?=\S))*?)"""
    r"""[ \t]*:(?=[ \t]|$)[ \t]*"""
)
_TAG_OR_ANCHOR = re.compile(r"(?:[&!]\S*[ \t]*)+")
_FLOW = re.compile(
    r"""(?P<quoted>"(?:[^"\\]|\\.)*(?:"|$)|'(?:[^']|'')*(?:'|$))"""
    r"""|(?P<comment>(?:(?<=[ \t])|^)\#.*)"""
    r"""|(?P<sign>[\[\]{},]|:(?=[\s,\[\]{}]|$))|(?P<space>[ \t]+)"""
    r"""|(?P<text>(?:(?![ \t]+\#)[^\[\]{},:\s]|:(?=[^\s,\[\]{}])|[ \t]+(?=[^\[\]{},:\s\#]))+|.)"""
)
_COMMENT = re.compile(r"(?:^|[ \t]+)#.*")
_MOST_LINES_AFTER = 50


@dataclass(frozen=True, slots=True)
class Cursor:
    """The key or value at the cursor, and its path.

    Attributes:
        path: the path of the value, or of the group of fields that a key is in.
        at: whether a key or a value belongs there, or either.
        word: the whole word or text there, without quotation marks.
        span: the place of that text, with any quotation marks.
        quote: the quotation mark around it, or nothing.
        before: the part of the word before the cursor.
        keys: the keys that the group of fields already has.
        in_flow: whether it is in brackets or braces.
    """

    path: Path
    at: Literal["key", "value", "either"]
    word: str
    span: Span
    quote: str = ""
    before: str = ""
    keys: frozenset[str] = frozenset()
    in_flow: bool = False


class _Line(NamedTuple):
    """The parts of a line: the columns of its hyphens, and its key and value, if it has them."""

    dashes: tuple[int, ...]
    column: int
    key: str | None
    key_end: int
    value: int


def cursor_at(lines: Sequence[str], point: Point) -> Cursor | None:
    """Return the key or value at `point`, or None in a comment or a longer text."""
    text = lines[point.line]
    comment = _comment_start(text)
    if comment is not None and point.column > comment:
        return None
    own = _parse(text)
    if own.key is None and own.column > point.column and not own.dashes:
        own = own._replace(column=point.column) if not text.strip() else own
    if flow := _flow_within(lines, own, point, None):
        return flow if isinstance(flow, Cursor) else None
    steps: list[Step] = []
    at: Literal["key", "value", "either"] = "either"
    if own.key is not None:
        at = "value" if point.column > own.key_end else "key"
        if at == "value":
            if text[own.value : own.value + 1] in ("|", ">", "[", "{"):
                return None
            steps.append(own.key)
    limit = own.column
    if any(dash >= point.column for dash in own.dashes):
        return None
    for dash in reversed(own.dashes):
        steps.append(0)
        limit = dash
    if own.key is None and not text.strip():
        limit = point.column
    path = _ancestors(lines, point, limit, steps)
    if isinstance(path, Cursor) or path is None:
        return path
    start = own.value if at == "value" else own.column
    end = own.key_end if at == "key" else len(text) if comment is None else comment
    keys: frozenset[str] = frozenset()
    if at != "value":
        keys = frozenset(_siblings(lines, point.line, own.column)) - {own.key or ""}
    if at == "either" and not own.dashes and keys:
        at = "key"
    return _cursor(text, point, path, at, start, end, keys)


def _cursor(
    text: str,
    point: Point,
    path: Path,
    at: Literal["key", "value", "either"],
    start: int,
    end: int,
    keys: frozenset[str] = frozenset(),
    *,
    in_flow: bool = False,
) -> Cursor:
    """Return the cursor in the word between two columns of its line."""
    start = min(start, point.column)
    raw = text[start : max(end, start)]
    raw = raw.rstrip() if point.column <= start + len(raw.rstrip()) else text[start : point.column]
    quote = raw[:1] if raw[:1] in ("'", '"') else ""
    word = raw[1:] if quote else raw
    if quote and len(word) and word.endswith(quote):
        word = word[:-1]
    before = text[start : point.column]
    before = before[1:] if quote else before
    span = Span(Point(point.line, start), Point(point.line, start + len(raw)))
    return Cursor(path, at, word, span, quote, before, keys, in_flow)


def _parse(text: str) -> _Line:
    match = _DASHES.match(text)
    assert match is not None
    dashes = tuple(n for n in range(match.end()) if text[n] == "-")
    key = _KEY.match(text, match.end())
    if key is None:
        return _Line(dashes, match.end(), None, match.end(), match.end())
    value = key.end()
    if marks := _TAG_OR_ANCHOR.match(text, value):
        value = marks.end()
    return _Line(dashes, match.end(), _unquoted(key[1]), key.end(1), value)


def _unquoted(key: str) -> str:
    return key[1:-1] if key[:1] in ("'", '"') else key


def _comment_start(text: str) -> int | None:
    """Return the column at which a comment starts, if the line has one outside quotation marks."""
    if "#" not in text:
        return None
    bare = re.sub(r""""(?:[^"\\]|\\.)*"|(?<=[\s\[{,])'(?:[^']|'')*'""", _as_letters, text)
    match = _COMMENT.search(bare)
    return match.start() if match else None


def _as_letters(match: re.Match[str]) -> str:
    return "x" * len(match[0])


def _ancestors(
    lines: Sequence[str], point: Point, limit: int, steps: list[Step]
) -> Path | Cursor | None:
    """Read upwards to the start of the file, and return the whole path.

    If the place is in open brackets or braces, return the key or value at the cursor there.
    `steps` are those on the line itself, last one first.
    """
    in_text = False
    is_item = bool(steps) and isinstance(steps[-1], int)
    for n in range(point.line - 1, -1, -1):
        text = lines[n]
        indent = len(text) - len(text.lstrip(" "))
        if indent > limit or indent == len(text) or text[indent] == "#":
            continue
        line = _parse(text)
        if is_item and limit in line.dashes:
            steps[-1] = int(steps[-1]) + 1
        may_hold = line.column < limit or (
            line.column == limit and is_item and line.key is not None
        )
        if not may_hold and not any(dash < limit for dash in line.dashes):
            continue
        flow = _flow_within(lines, line, point, n) if may_hold else None
        if flow:
            return flow if isinstance(flow, Cursor) else None
        if may_hold and line.key is not None:
            value = _COMMENT.sub("", text[line.value :]).strip()
            in_text = in_text or bool(value)
            steps.append(line.key)
            limit, is_item = line.column, False
        elif may_hold and text[line.column :].strip() and not line.dashes:
            in_text = True
        for dash in reversed(line.dashes):
            if dash < limit:
                steps.append(0)
                limit, is_item = dash, True
        if limit == 0 and not is_item:
            break
    if in_text:
        return None
    return tuple(reversed(steps))


def _siblings(lines: Sequence[str], number: int, column: int) -> Iterator[str]:
    """Yield the keys of the group of fields that has a key in this `column` of a line."""
    own = _parse(lines[number])
    if not own.dashes:
        for n in range(number - 1, -1, -1):
            key, ends = _sibling(lines[n], column)
            if key is not None:
                yield key
            if ends:
                break
    for n in range(number + 1, len(lines)):
        line = lines[n]
        key, ends = _sibling(line, column)
        if ends and not (key is not None and not _parse(line).dashes):
            break
        if key is not None:
            yield key


def _sibling(text: str, column: int) -> tuple[str | None, bool]:
    """Return the key of a line in this `column`, and whether the group begins or ends there."""
    if not text.strip() or text.lstrip().startswith("#"):
        return None, False
    indent = len(text) - len(text.lstrip(" "))
    if indent > column:
        return None, False
    line = _parse(text)
    if line.column == column and line.key is not None:
        return line.key, bool(line.dashes)
    return None, indent < column or bool(line.dashes)


@dataclass(slots=True)
class _Frame:
    """Brackets or braces that are open."""

    is_mapping: bool
    key: str | None = None
    index: int = 0
    keys: list[str] | None = None


def _flow_within(
    lines: Sequence[str], line: _Line, point: Point, number: int | None
) -> Cursor | bool:
    """Return the key or value at `point` if it is in brackets that open in the value of a `line`.

    Return True if the point is in these brackets but nothing belongs there, and False if it is not.
    """
    row = point.line if number is None else number
    text = lines[row]
    start = line.value if line.key is not None else line.column
    if text[start : start + 1] not in ("[", "{"):
        return False
    if number is None and point.column <= start:
        return False
    frames: list[_Frame] = []
    word: tuple[int, int, int, str] | None = None  # Its row, start, end and text.
    for at, match in _tokens(lines, row, start, point):
        kind = match.lastgroup
        if kind in ("comment", "space"):
            continue
        sign = match["sign"]
        if sign is None:
            word = (at, match.start(), match.end(), match[0])
        elif sign in ("[", "{"):
            frames.append(_Frame(sign == "{", keys=[]))
            word = None
        elif sign in ("]", "}"):
            if frames:
                frames.pop()
            word = None
            if not frames:
                return False
        elif sign == "," and frames:
            frames[-1].index += 1
            if frames[-1].is_mapping:
                if word is not None and frames[-1].key is None and frames[-1].keys is not None:
                    frames[-1].keys.append(_unquoted(word[3].strip()))
                frames[-1].key = None
            word = None
        elif sign == ":" and frames and word is not None:
            frames[-1].key = _unquoted(word[3].strip())
            if frames[-1].keys is not None:
                frames[-1].keys.append(frames[-1].key)
            word = None
    if not frames:
        return False
    outer = _path_of(lines, line, row)
    if outer is None:
        return True
    return _in_flow(lines, point, outer, frames, word)


def _in_flow(
    lines: Sequence[str],
    point: Point,
    outer: Path,
    frames: list[_Frame],
    word: tuple[int, int, int, str] | None,
) -> Cursor:
    path: list[Step] = [*outer]
    for frame in frames[:-1]:
        path.append((frame.key or "") if frame.is_mapping else frame.index)
    last = frames[-1]
    text = lines[point.line]
    start = word[1] if word and word[0] == point.line else point.column
    end = point.column
    for match in _FLOW.finditer(text, start):
        if match.start() >= point.column and (match["sign"] or match["comment"]):
            break
        if match["text"] or match["quoted"]:
            end = max(match.end(), point.column)
            if match.end() >= point.column:
                break
    keys = frozenset(last.keys or ()) | frozenset(_keys_after(lines, point))
    if last.is_mapping and last.key is None:
        # The word may be a key that is complete: `{label: x, by|: y}`.
        own = _unquoted(text[start:end].strip())
        return _cursor(text, point, tuple(path), "key", start, end, keys - {own}, in_flow=True)
    if last.is_mapping:
        path.append(last.key or "")
    else:
        path.append(last.index)
    return _cursor(text, point, tuple(path), "value", start, end, keys, in_flow=True)


def _keys_after(lines: Sequence[str], point: Point) -> Iterator[str]:
    """Yield the keys that follow `point` in the same braces."""
    depth, word = 0, ""
    end = Point(min(point.line + _MOST_LINES_AFTER, len(lines) - 1), 1 << 30)
    for _, match in _tokens(lines, point.line, point.column, end):
        sign = match["sign"]
        if sign in ("[", "{"):
            depth += 1
        elif sign in ("]", "}"):
            depth -= 1
            if depth < 0:
                return
        elif sign == ":" and depth == 0 and word:
            yield _unquoted(word)
        if match["text"] or match["quoted"]:
            word = match[0].strip()
        elif sign:
            word = ""


def _tokens(
    lines: Sequence[str], row: int, start: int, end: Point
) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the tokens between a place and `end`, each with its row."""
    for n in range(row, end.line + 1):
        text = lines[n]
        stop = min(end.column, len(text)) if n == end.line else len(text)
        at = start if n == row else 0
        while at < stop and (match := _FLOW.match(text, at, stop)):
            yield n, match
            at = max(match.end(), at + 1)


def _path_of(lines: Sequence[str], line: _Line, row: int) -> Path | None:
    """Return the path of the value on a `line`."""
    steps: list[Step] = [line.key] if line.key is not None else []
    limit = line.column
    for dash in reversed(line.dashes):
        steps.append(0)
        limit = dash
    found = _ancestors(lines, Point(row, 0), limit, steps)
    return None if isinstance(found, Cursor) else found

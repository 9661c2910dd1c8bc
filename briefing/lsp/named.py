"""The id at the cursor."""

import re
from typing import NamedTuple, get_args

from briefing.lsp.cursor import Cursor
from briefing.lsp.text import Point, Span
from briefing.record.due import ID_PATTERN
from briefing.record.expected import expected_at
from briefing.record.references import Section

_LAST_WORD = re.compile(rf"(?s)(.*\bafter\s+)({ID_PATTERN})\s*")


class Named(NamedTuple):
    """An id at the cursor."""

    section: Section
    id: str
    span: Span


def named_at(cursor: Cursor) -> Named | None:
    """Return the id at the cursor, if there is one."""
    id, span = cursor.word.strip(), _within_quotes(cursor)
    path = cursor.path
    if not id:
        return None
    if cursor.at == "key":
        if len(path) == 1 and path[0] in get_args(Section):
            return Named(path[0], id, span)  # type: ignore[arg-type]
        section = expected_at(path).keys_of
        return Named(section, id, span) if section else None
    if path[:1] == ("events",) and path[-1:] == ("id",):
        section = "commitments" if "commitments" in path else "events"
        return Named(section, id, span)
    expected = expected_at(path)
    if expected.is_list:
        expected = expected_at((*path, 0))
    if not expected.section:
        return None
    if expected.is_date:
        match = _LAST_WORD.fullmatch(cursor.word)
        if not match or len(cursor.before) < len(match[1]):
            return None
        start = span.start.column + len(match[1])
        line = span.start.line
        return Named(
            expected.section,
            match[2],
            Span(Point(line, start), Point(line, start + len(match[2]))),
        )
    return Named(expected.section, id, span)


def _within_quotes(cursor: Cursor) -> Span:
    """Return the place of the word at the cursor, without its quotation marks."""
    start = Point(cursor.span.start.line, cursor.span.start.column + len(cursor.quote))
    return Span(start, Point(start.line, start.column + len(cursor.word.rstrip())))

"""Completions for the word that is being typed."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from briefing.languages import catalogues
from briefing.lsp.cursor import Cursor
from briefing.lsp.index import Index
from briefing.lsp.text import Point, Span
from briefing.record.expected import Expected, expected_at, fields_of
from briefing.record.references import Section
from briefing.record.yaml_writing import Writer

_COLUMN = re.compile(r"\{\s*area\.(\w*)$")
_AFTER = re.compile(r".*\bafter +", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Option:
    """A word that can be inserted.

    Attributes:
        label: the word, as the list shows it.
        insert: the text that replaces the `span`.
        span: the text that it replaces.
        detail: a few words beside the label.
        description: a longer text, which the editor shows beside the list.
        search: the words that find it.
        kind: its kind, for the icon that the editor shows.
        order: its place in the list.
    """

    label: str
    insert: str
    span: Span
    detail: str = ""
    description: str = ""
    search: str = ""
    kind: Literal["field", "id", "word"] = "word"
    order: int = 0


def options_at(cursor: Cursor, index: Index, templates: Collection[str] = ()) -> list[Option]:
    """Return the options at a cursor, in order."""
    if cursor.at != "key" and (column := _COLUMN.search(cursor.before)):
        return list(_columns(cursor, index, len(column[1])))
    options: list[Option] = []
    expected = expected_at(cursor.path)
    if cursor.at != "value":
        options += _keys(cursor, expected, index)
    if cursor.at != "key":
        options += _values(cursor, expected, index, templates)
    return options


def _columns(cursor: Cursor, index: Index, typed: int) -> Iterator[Option]:
    """Yield the columns of areas, after `{area.`, of whose name so many letters are `typed`."""
    start = cursor.span.start.column + len(cursor.quote) + len(cursor.before)
    line = cursor.span.start.line
    span = Span(Point(line, start - typed), Point(line, start))
    for order, name in enumerate(index.columns):
        yield Option(name, name, span, "column of areas", search=name, order=order)


def _keys(cursor: Cursor, expected: Expected, index: Index) -> Iterator[Option]:
    order = 0
    colon = "" if cursor.in_flow and cursor.quote else ": "
    for model in expected.models:
        for key, is_required, description in fields_of(model):
            if key in cursor.keys:
                continue
            order += 1
            yield Option(
                key,
                f"{key}{colon}",
                cursor.span,
                "required" if is_required else "",
                description,
                key,
                "field",
                order if is_required else order + 1_000,
            )
    if expected.keys_of:
        yield from (
            option
            for option in _ids(cursor, cursor.span, index, expected.keys_of, ending=": ")
            if option.label not in cursor.keys
        )


def _values(
    cursor: Cursor, expected: Expected, index: Index, templates: Collection[str]
) -> Iterator[Option]:
    if expected.is_list:
        inside = expected_at((*cursor.path, 0))
        is_bare = expected.may_be_item or cursor.at == "either"
        in_flow = cursor.in_flow or not is_bare
        for option in _single(cursor, inside, index, templates, in_flow=in_flow):
            yield option if is_bare else replace(option, insert=f"[{option.insert}]")
        return
    yield from _single(cursor, expected, index, templates, in_flow=cursor.in_flow)


def _single(
    cursor: Cursor,
    expected: Expected,
    index: Index,
    templates: Collection[str],
    *,
    in_flow: bool,
) -> Iterator[Option]:
    """Yield the options for a value that is not a list."""
    if expected.section:
        span = cursor.span
        if expected.is_date:
            after = _AFTER.match(cursor.before)
            if not after:
                return
            line = cursor.span.start.line
            start = cursor.span.start.column + len(cursor.quote) + after.end()
            stop = cursor.span.end.column - (1 if _is_closed(cursor) else 0)
            span = Span(Point(line, start), Point(line, max(start, stop)))
        yield from _ids(cursor, span, index, expected.section)
    words: Iterable[str] = expected.choices
    if expected.is_kind:
        words = index.kinds
    elif expected.is_flag:
        words = ("true", "false")
    elif expected.field in _WORDS:
        words = _WORDS[expected.field](index, templates)
    writer = Writer()
    for order, word in enumerate(words):
        written = writer.scalar(word, in_flow=in_flow, style=cursor.quote)
        yield Option(
            word,
            word if expected.is_flag else written,
            cursor.span,
            description=expected.description,
            search=word,
            order=order,
        )


def _is_closed(cursor: Cursor) -> bool:
    """Whether the word at the cursor has both its quotation marks."""
    length = cursor.span.end.column - cursor.span.start.column
    return bool(cursor.quote) and length == len(cursor.word) + 2


def _quoted(cursor: Cursor, text: str) -> str:
    """Restore the quotation marks around the word at the cursor."""
    return f"{cursor.quote}{text}{cursor.quote}" if cursor.quote else text


def _ids(
    cursor: Cursor, span: Span, index: Index, section: Section, ending: str = ""
) -> Iterator[Option]:
    is_whole = span == cursor.span
    for item in index.items.get(section, {}).values():
        text = _quoted(cursor, item.id) if is_whole else item.id
        yield Option(
            item.id,
            f"{text}{ending}",
            span,
            " · ".join(filter(None, (item.detail, item.name) if section == "events" else
                              (item.name, item.detail))),
            "",
            f"{item.id} {item.name}",
            "id",
            item.order,
        )  # fmt: skip


_BANK_HOLIDAYS = ("England and Wales", "Scotland", "Northern Ireland", "United Kingdom")
_WORDS: Mapping[str, Callable[[Index, Collection[str]], Iterable[str]]] = {
    "topics": lambda index, templates: index.topics,
    "template": lambda index, templates: sorted(templates),
    "type": lambda index, templates: index.types,
    "language": lambda index, templates: ("en-GB", *catalogues()),
    "bank_holidays": lambda index, templates: _BANK_HOLIDAYS,
}
"""The fields for which the record or the program has a list of words."""

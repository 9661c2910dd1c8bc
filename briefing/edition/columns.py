"""The columns of an area in the texts of its edition, and the row that templates can use.

A text whose column is empty stays as it is, so that a briefing that would print it can be refused.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from typing import Any, TypeVar

from pydantic import BaseModel

from briefing.marked_text import Foreign
from briefing.record.columns import COLUMN, can_use_columns, cells_of
from briefing.record.record import Record
from briefing.record.translations import Translated, Translation, with_texts

_T = TypeVar("_T")
_MARKDOWN = {
    *(("Event", "summary"), ("Event", "notes"), ("Question", "answer"), ("Action", "text")),
    ("OwnSection", "text"),
}
_SPECIAL = re.compile(r"([\\`*_\[\]<>&~|#!{}])|(?:^([-+=])|(?<=^\d)([.)]))")


class Unfilled(Exception):
    """A text of a briefing uses a column that its area has not. The message names both."""


@dataclass(frozen=True, slots=True)
class Row(Mapping[str, str]):
    """The row of an area in the table of areas: a mapping of columns to texts.

    Empty cells are left out. `_place` is the line of the table, for messages.
    """

    _cells: tuple[tuple[str, str], ...] = ()
    _place: str = field(default="", compare=False)

    def __getitem__(self, column: str) -> str:
        return dict(self._cells)[column]

    def __iter__(self) -> Iterator[str]:
        return iter(dict(self._cells))

    def __len__(self) -> int:
        return len(self._cells)

    def message_without(self, column: str) -> str:
        """Explain that a template uses a column that is not in the row."""
        if not self._cells:
            cause = f"there is no column '{column}', because this edition has no area"
        else:
            cause = f"{self._place}the area '{self['id']}' has no '{column}'"
        return f'{cause}. To test for it, write: {{% if "{column}" in briefing.columns %}}'


def row_of(record: Record, area: str | None) -> Row:
    """Return the row of an area for templates. It is empty if there is no area."""
    return Row(tuple(cells_of(record, area).items()), _place_of(record, area))


def filled(record: Record, area: str | None) -> Record:
    """Return `record` with the columns of `area` in its texts."""
    if not record.uses_columns:
        return record
    cells = cells_of(record, area)
    return replace(
        record,
        events=_filled(tuple(record.events), cells),
        asks=_filled(dict(record.asks), cells),
        questions=_filled(dict(record.questions), cells),
        brand=record.brand and _filled(record.brand, cells),
    )


def edition_filled(edition: _T, record: Record, area: str | None) -> _T:
    """Return an edition with the columns of its `area` in its texts."""
    return _filled(edition, cells_of(record, area)) if record.uses_columns else edition


def _filled(value: _T, cells: Mapping[str, str]) -> _T:
    def change(text: str, item: BaseModel, name: str) -> str:
        if "{" not in text or not can_use_columns(item, name):
            return text
        is_markdown = (type(item).__name__, name) in _MARKDOWN

        def fill(one: str) -> str:
            return COLUMN.sub(lambda match: _value(match, cells, is_markdown=is_markdown), one)

        return _with(text, fill)

    return with_texts(value, change)


def _value(match: re.Match[str], cells: Mapping[str, str], *, is_markdown: bool) -> str:
    brace, name, otherwise = match.groups()
    cell = cells.get(name.strip().casefold())
    if cell is None:
        return match[0] if otherwise is None else f"{brace}{otherwise.strip()}"
    return f"{brace}{_SPECIAL.sub(_escaped, cell) if is_markdown else cell}"


def _escaped(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


def _with(text: str, fill: Any) -> str:
    """Return a text with a change in all its languages."""
    if isinstance(text, Translated):
        return Translated(fill(str(text)), {code: fill(one) for code, one in text.texts.items()})
    if isinstance(text, Translation):
        return Translation(fill(str(text)), fill(text.original), text.language)
    if isinstance(text, Foreign):
        return Foreign(fill(str(text)), text.language)
    return str(fill(text))


def refuse_unfilled(briefing: _T, record: Record, area: str | None) -> _T:
    """Return a briefing whose texts have no columns left.

    Raises:
        Unfilled: the area has no value for a column that a text uses.
    """
    if not record.uses_columns:
        return briefing
    for text in _texts_in(briefing, set()):
        if match := COLUMN.search(text):
            name = match[2].strip().casefold()
            words = " ".join(text[max(0, match.start() - 40) : match.end() + 20].split())
            if area is None:
                cause = f"It has no area, but '{words}' uses a column of areas. Choose an area"
            elif area not in record.areas:
                cause = f"Its readers may not see the area '{area}', but '{words}' uses a column. "
                cause += "Change the audience of one of them"
            else:
                cause = f"{_place_of(record, area)}'{area}' has no '{name}', which '{words}' uses. "
                cause += "Fill in the cell" if _place_of(record, area) else "Add the column"
            raise Unfilled(f"{cause}, or write what to show instead, as in {{area.{name} | …}}.")
    return briefing


def is_unfilled(value: Any) -> bool:
    """Whether a text in a briefing, or in a part of it, still has a column of areas."""
    return any(COLUMN.search(text) for text in _texts_in(value, set()))


def with_columns_named(value: _T) -> _T:
    """Return a part of a briefing with the names of the columns that are not filled in: [mp]."""
    from briefing.edition.replacing import with_each

    def change(item: Any) -> Any:
        texts = {each.name: getattr(item, each.name) for each in fields(item)}
        named = {
            name: COLUMN.sub(lambda match: f"[{match[2].strip().casefold()}]", text)
            for name, text in texts.items()
            if isinstance(text, str) and "{" in text
        }
        return replace(item, **named) if named else item

    return with_each(value, change)


def _place_of(record: Record, area: str | None) -> str:
    """Return the file and line of an area in a table, for messages, or nothing."""
    here = record.areas.get(area or "")
    if here is None or len(here.where.path) != 1:
        return ""
    return f"{here.where.file}:{here.where.path[0]}: "


def _texts_in(value: Any, seen: set[int]) -> Iterator[str]:
    """Yield the texts in a briefing."""
    if isinstance(value, str):
        if "{" in value:
            yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts_in(part, seen)
    elif is_dataclass(value) and not isinstance(value, type | Row) and id(value) not in seen:
        seen.add(id(value))
        for each in fields(value):
            yield from _texts_in(getattr(value, each.name), seen)

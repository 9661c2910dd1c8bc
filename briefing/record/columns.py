"""Columns of areas in texts: `{area.mp}`, or `{area.mp | your MP}` with words for other areas."""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pydantic import BaseModel

from briefing.record.area_tables import OWN, TabledArea
from briefing.record.record import Record
from briefing.record.translations import Translated, language_in

COLUMN = re.compile(r"(\{?)\{\s*area\s*\.([^{}|]*)(?:\|([^{}]*))?\}")
"""A column in a text: a stray brace before it, its name, and the words for an empty cell."""
FIELDS: Mapping[str, frozenset[str]] = {
    "Event": frozenset({"title", "summary", "notes", "disputed"}),
    "Commitment": frozenset({"title", "kept_if"}),
    "Ask": frozenset({"title"}),
    "Question": frozenset({"question", "answer"}),
    "Action": frozenset({"text"}),
    "OwnSection": frozenset({"title", "text"}),
    "Edition": frozenset({"title"}),
    "Brand": frozenset({"contact", "closing"}),
    "Picture": frozenset({"alt", "caption"}),
}
"""The fields that can use columns. Quotes, figures and sources are what somebody else published."""


class Mention(NamedTuple):
    """A column in a text.

    Attributes:
        written: the whole of it, as in the text.
        name: the name of the column.
        otherwise: the words for an area without it, or None.
        is_doubled: whether there is another brace before it.
    """

    written: str
    name: str
    otherwise: str | None
    is_doubled: bool


def mentions(text: str) -> Iterator[Mention]:
    """Yield the columns in a text, in all its languages."""
    texts = text.texts.values() if isinstance(text, Translated) else (text,)
    for one in texts:
        if "{" in one:
            for match in COLUMN.finditer(one):
                brace, name, otherwise = match.groups()
                yield Mention(match[0], name.strip().casefold(), otherwise, bool(brace))


def can_use_columns(item: BaseModel, field: str) -> bool:
    """Whether a text in this field of an item can use columns."""
    return field in FIELDS.get(type(item).__name__, ())


def columns_of(record: Record) -> tuple[str, ...]:
    """Return the names of all columns that texts can use."""
    return (*OWN, *dict.fromkeys(column for table in record.tables for column in table.columns))


def cells_of(record: Record, area: str | None) -> dict[str, str]:
    """Return the cells of an area by column, in the language of the record, if they are not empty.

    `within` is the name of the wider area.
    """
    here = record.areas.get(area or "")
    if here is None or area is None:
        return {}
    wider = record.areas.get(here.within or "")
    cells = {"id": area, "name": here.name, "within": wider.name if wider else ""}
    cells |= here.columns if isinstance(here, TabledArea) else {}
    return {name: _in(text, record.language) for name, text in cells.items() if text}


def _in(text: str, language: str) -> str:
    if not isinstance(text, Translated):
        return str(text)
    chosen = language_in(text.texts, language)
    return text.texts[chosen] if chosen else str(text)

"""Rules for tables of areas, and for texts that use their columns. Each takes the record."""

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from briefing.record.area_tables import TabledArea
from briefing.record.audiences import may_see
from briefing.record.columns import can_use_columns, columns_of, mentions
from briefing.record.merging import Draft
from briefing.record.model import SECTIONS
from briefing.record.problems import Finding, RecordPath, did_you_mean
from briefing.record.record import Record
from briefing.record.rules.rule import error, warning
from briefing.record.translations import Translated


def _faults(record: Record, slug: str) -> Iterator[Finding]:
    for table in record.tables:
        yield from (finding for of, finding in table.faults if of == slug)


@error
def unreadable_table(record: Record) -> Iterator[Finding]:
    """A table of areas must be a csv file in the record's folder, with the columns id and name.

    Its first row has the names of the columns. The columns can be separated by commas, semicolons
    or tabs, and in any order.

    Wrong:
        title: Example
        areas: a-file-that-is-not-there.csv
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}

    Right:
        title: Example
        areas: areas.csv
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
        # areas.csv:
        id,name,within
        riverside,Riverside,town
        town,The town,
    """
    yield from _faults(record, "unreadable-table")


@error
def unusable_column(record: Record) -> Iterator[Finding]:
    """The name of each column of a table of areas must be one that texts and templates can use.

    It has small letters without accents, digits and underscores, and starts with a letter. For a
    column in another language, add its code, as in `name:cy`.

    Wrong:
        title: Example
        areas: areas.csv
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
        # areas.csv:
        id,name,MP's name
        riverside,Riverside,Ann Example

    Right:
        title: Example
        areas: areas.csv
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
        # areas.csv:
        id,name,mp_name
        riverside,Riverside,Ann Example
    """
    yield from _faults(record, "unusable-column")


@error
def faulty_row(record: Record) -> Iterator[Finding]:
    """Each row of a table of areas must have an id and a name, and no more values than columns.

    An id has letters without accents, digits, hyphens, underscores and full stops. Empty rows are
    left out.

    Wrong:
        title: Example
        areas: areas.csv
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
        # areas.csv:
        id,name
        riverside,Riverside
        hillside,

    Right:
        title: Example
        areas: areas.csv
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
        # areas.csv:
        id,name
        riverside,Riverside
        hillside,Hillside
    """
    yield from _faults(record, "faulty-row")


@error
def unknown_column(record: Record) -> Iterator[Finding]:
    """A column that a text uses must be in the table of areas.

    A text uses a column if it has the column's name in braces, as in `{area.mp}`. The columns
    `id`, `name` and `within` exist without a table too.

    Wrong:
        title: Example
        areas: areas.csv
        editions:
          riverside: {template: member, area: riverside, title: "For {area.member}"}
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            areas: [riverside]
        # areas.csv:
        id,name,mp
        riverside,Riverside,Ann Example

    Right:
        title: Example
        areas: areas.csv
        editions:
          riverside: {template: member, area: riverside, title: "For {area.mp}"}
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            areas: [riverside]
        # areas.csv:
        id,name,mp
        riverside,Riverside,Ann Example
    """
    known = columns_of(record)
    is_whole = not any(slug == "unreadable-table" for t in record.tables for slug, _ in t.faults)
    for where, text, _ in _texts(record):
        for mention in mentions(text):
            words = mention.written
            if mention.is_doubled:
                hint = f"write {words[1:]}, with single braces"
                yield Finding(where, "columns of areas need single braces", hint, words=words)
            elif mention.name not in known and is_whole:
                message = f"no table of areas has a column '{mention.name}'"
                hint = did_you_mean(mention.name, known) or "add it to the table, or delete this"
                yield Finding(where, message, str(hint), words=words)


@error
def column_out_of_place(record: Record) -> Iterator[Finding]:
    """Only titles, summaries, answers, actions and similar texts can use the columns of areas.

    Quotes, figures and sources are what somebody else published, and names are the same in every
    briefing. The cells of the table cannot use other columns either.

    Wrong:
        title: Example
        areas: {riverside: {name: Riverside}}
        actors: {ann: {name: Ann Example}}
        events:
          - date: 2019-04
            kind: news
            title: A
            source: https://example.org/a
            quotes: [{text: "I love {area.name}", by: ann}]

    Right:
        title: Example
        areas: {riverside: {name: Riverside}}
        actors: {ann: {name: Ann Example}}
        events:
          - date: 2019-04
            kind: news
            title: "A new park in {area.name | your area}"
            source: https://example.org/a
            quotes: [{text: I love parks, by: ann}]
    """
    for where, text, is_usable in _texts(record):
        for mention in () if is_usable else mentions(text):
            message = "this text is the same for every area, so it cannot use a column"
            hint = "write the words, or use the column in a title, a summary or an action"
            yield Finding(where, message, hint, words=mention.written)
    for table in record.tables:
        for _, area in table.areas if "{" in table.text else ():
            for where, text in _cells(area):
                for mention in mentions(text):
                    message = f"a cell of the table cannot use a column: {mention.written}"
                    hint = "write the words in the cell, or use both columns in the text"
                    yield Finding(where, message, hint)


def _cells(area: TabledArea) -> Iterator[tuple[RecordPath, str]]:
    """Yield the texts of an area in a table, each with its place."""
    for name, text in {"name": area.name, **area.columns}.items():
        texts = text.texts if isinstance(text, Translated) else {"": text}
        for language, one in texts.items():
            yield area.where / (f"{name}:{language}" if language else name), one


@warning
def empty_cell(record: Record) -> Iterator[Finding]:
    """If a text uses a column, each area should have a value in it.

    A briefing for an area is not made if something is missing from its text. Fill in the cell, or
    write what to show instead, as in `{area.mp | your MP}`.

    Wrong:
        title: Example
        areas: areas.csv
        editions:
          for-areas: {template: member, title: "For {area.mp}"}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
        # areas.csv:
        id,name,mp
        riverside,Riverside,Ann Example
        hillside,Hillside,

    Right:
        title: Example
        areas: areas.csv
        editions:
          for-areas: {template: member, title: "For {area.mp | the MP}"}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a}
        # areas.csv:
        id,name,mp
        riverside,Riverside,Ann Example
        hillside,Hillside,
    """
    used = _used(record)
    for table in record.tables if used else ():
        for name in table.columns:
            for id, area in table.areas if name in used else ():
                is_shown = used[name] is None or _is_in(record, id, used[name] or set())
                if is_shown and name not in area.columns and record.areas[id].where == area.where:
                    message = f"'{id}' has no '{name}', which a text of the record uses"
                    hint = f"fill in the cell, or write what to show instead: {{area.{name} | …}}"
                    yield Finding(area.where / name, message, hint)


def _used(record: Record) -> dict[str, set[str] | None]:
    """Return the columns that texts need, each with the areas that they are about.

    None means all areas.
    """
    used: dict[str, set[str] | None] = {}
    for item in _items(record):
        about = set(getattr(item, "areas", ())) or None
        for _, text, is_usable in _texts_in(item, item.where, is_usable=False):
            for mention in mentions(text) if is_usable else ():
                if mention.otherwise is None:
                    before = used.get(mention.name, set())
                    used[mention.name] = before | about if about and before is not None else None
    return used


def _is_in(record: Record, area: str, wider: set[str]) -> bool:
    """Whether an area is one of the `wider` ones, or is within one of them."""
    seen: set[str] = set()
    here: str | None = area
    while here and here not in seen:
        if here in wider:
            return True
        seen.add(here)
        here = record.areas[here].within if here in record.areas else None
    return False


@warning
def column_without_area(record: Draft) -> Iterator[Finding]:
    """If a text uses a column, an edition without an area needs other words for it.

    Otherwise that edition cannot be made. The words come after a bar, as in
    `{area.mp | your MP}`.

    Wrong:
        title: Example
        areas: {riverside: {name: Riverside}}
        editions:
          timeline: {template: timeline}
        events:
          - date: 2019-04
            kind: news
            title: "A park in {area.name}"
            source: https://example.org/a

    Right:
        title: Example
        areas: {riverside: {name: Riverside}}
        editions:
          timeline: {template: timeline}
        events:
          - date: 2019-04
            kind: news
            title: "A park in {area.name | your area}"
            source: https://example.org/a
    """
    if not record.uses_columns:
        return
    templates = record.templates or {}
    for_all = [
        (id, edition)
        for id, edition in record.editions.items()
        if not (edition.area or getattr(templates.get(edition.template), "takes_each", False))
    ]
    for event in record.events if for_all else ():
        audience = record.audience_of(event)
        shown_in = [id for id, one in for_all if may_see(one.audience or "public", audience)]
        texts = _texts_in(event, event.where, is_usable=False) if shown_in else ()
        for where, text, is_usable in texts:
            for mention in mentions(text):
                if is_usable and mention.otherwise is None:
                    message = f"the edition '{shown_in[0]}' has no area, so it cannot fill this in"
                    hint = f"write what it shows instead, as in {{area.{mention.name} | …}}"
                    yield Finding(where, message, hint, words=mention.written)


def _texts(record: Record) -> Iterator[tuple[RecordPath, str, bool]]:
    """Yield each text that may use a column, with its place and whether it can use columns."""
    if not record.uses_columns:
        return
    for key in ("title", "publisher", "brand"):
        if key in record.where:
            yield from _texts_in(getattr(record, key), record.where[key], is_usable=False)
    for item in _items(record):
        yield from _texts_in(item, item.where, is_usable=False)


def _items(record: Record) -> Iterator[Any]:
    """Yield the items whose texts may use columns, if any does."""
    if not record.uses_columns:
        return
    yield from record.events
    for section in SECTIONS:
        for item in getattr(record, section).values():
            if not isinstance(item, TabledArea):
                yield item


def _texts_in(
    value: Any, where: RecordPath, *, is_usable: bool
) -> Iterator[tuple[RecordPath, str, bool]]:
    """Yield the texts in a value, with their places."""
    if isinstance(value, Translated):
        for language, text in value.texts.items():
            yield where / language, text, is_usable
    elif isinstance(value, str):
        yield where, value, is_usable
    elif isinstance(value, tuple):
        for n, part in enumerate(value):
            yield from _texts_in(part, where / n, is_usable=is_usable)
    elif isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            if inner := getattr(value, name):
                yield from _texts_in(
                    inner, where / (field.alias or name), is_usable=can_use_columns(value, name)
                )

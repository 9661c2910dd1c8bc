"""Import a file: the drafts that a table or a document contains, as the form shows them.

Nothing is added to the record here. A person takes or leaves each draft.
"""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any, Literal, TypeAlias

from briefing.capture.dates import DateQuestion, DateSettings, Key
from briefing.capture.drafting import DocumentDraft, Part, draft_document
from briefing.capture.drafts import Draft, Unplaced
from briefing.capture.existing import existing_in
from briefing.capture.importing import Imported, ImportSettings, import_tables
from briefing.capture.reading import read_tables
from briefing.edition.words import date_in_words
from briefing.english import counted
from briefing.evidence.kinds import NotReadable
from briefing.record.expected import expected_at
from briefing.record.record import Record
from briefing.serve.form_values import as_shown
from briefing.typography import capitalised, with_stop

Way: TypeAlias = Literal["", "table", "document"]
"""How to read a file. "" is the way that its content suggests."""
_DOCUMENTS = (".pdf", ".eml", ".msg")
_FEWEST_ROWS = 2
"""A file with fewer rows in its tables is read as a document, such as a press release."""


class NotImported(Exception):
    """A file that cannot be read, with the reason and what to do about it."""


def import_file(
    content: bytes,
    name: str,
    way: Way,
    answers: Mapping[Key, int],
    record: Record,
    dates: DateSettings,
) -> dict[str, Any]:
    """Return the drafts that a file contains. It is safe for files from other people.

    Args:
        content: the bytes of the file.
        name: its name.
        way: how to read it.
        answers: the answers to questions about the dates of a table.
        record: the record.
        dates: how to read the dates of a table.

    Raises:
        NotImported: the file cannot be read.
    """
    failure: NotReadable | None = None
    if way == "table" or (way == "" and PurePath(name).suffix.lower() not in _DOCUMENTS):
        try:
            imported = _import(content, name, answers, record, dates)
            if way == "table" or _is_table(imported):
                return _table(imported, name)
        except NotReadable as error:
            failure = error
    if way != "table":
        try:
            return _document(draft_document(content, name, "", record), name)
        except NotReadable as error:
            failure = error
    assert failure
    message = f"{name} cannot be read: {failure.reason}. {failure.hint}."
    raise NotImported(message)


def _import(
    content: bytes,
    name: str,
    answers: Mapping[Key, int],
    record: Record,
    dates: DateSettings,
) -> Imported:
    tables = read_tables(content, name)
    settings = DateSettings(dates.today, dates.order, dates.language, answers)
    return import_tables(tables, ImportSettings(settings, {}, existing_in(record)))


def _is_table(imported: Imported) -> bool:
    """Whether a file contains a table of events. A press release can have a table too."""
    counts = imported.counts
    has_dates = counts.events or counts.already_there or imported.questions
    rows = counts.events + counts.already_there + counts.unplaced
    return bool(has_dates) and rows >= _FEWEST_ROWS


def _table(imported: Imported, name: str) -> dict[str, Any]:
    drafts = []
    for item in imported.items:
        if isinstance(item, Draft | Unplaced):
            drafts.append(_row(item, imported))
    there = len(imported.already_there)
    left_out = f"{counted(there, 'row')} left out: already in the record."
    remarks = [
        with_stop(capitalised(remark)) for report in imported.tables for remark in report.remarks
    ]
    return {
        "name": name,
        "way": "table",
        "drafts": drafts,
        "notes": [left_out, *remarks] if there else remarks,
        "questions": [_question(question) for question in imported.questions],
    }


def _row(item: Draft | Unplaced, imported: Imported) -> dict[str, Any]:
    used = set(_texts(item.event))
    missing = item.missing if isinstance(item, Unplaced) else ()
    return {
        "item": as_shown(_known_fields(item.event)),
        "actors": {id: dict(actor) for id, actor in imported.actors.items() if id in used},
        "sources": {id: dict(source) for id, source in imported.sources.items() if id in used},
        "kinds": [kind for kind in imported.new_kinds if kind == item.event.get("kind")],
        "reasons": [*missing, *item.comments],
        "origin": str(item.origin),
        "is_complete": isinstance(item, Draft),
        "date": date_in_words(str(item.event.get("date", ""))),
    }


def _known_fields(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a row that an event can have, without a date that has two readings."""
    known = {key: value for key, value in event.items() if expected_at(("events", 0, key)).field}
    if " or " in str(known.get("date", "")):
        del known["date"]
    return known


def _texts(value: Any) -> Iterator[str]:
    """Yield all texts in some data, among which are ids."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _question(question: DateQuestion) -> dict[str, Any]:
    file, column, _ = question.key
    about_order = question.is_about_order
    words = [
        date_in_words(one.date) + (f", {one.words}" if one.words and not about_order else "")
        for one in question.readings
    ]
    return {
        "key": list(question.key),
        "text": f"In the column “{column}” of {file}, what does {question.example} mean?",
        "number": question.number,
        "readings": words,
    }


def _document(draft: DocumentDraft, name: str) -> dict[str, Any]:
    source = draft.source
    new_actors = {actor.id: dict(actor.value) for actor in draft.actors if not actor.is_known}
    return {
        "name": name,
        "way": "document",
        "drafts": [
            {
                "item": as_shown(dict(draft.event.value)),
                "actors": new_actors,
                "sources": {} if source.is_known else {source.id: dict(source.value)},
                "reasons": list(draft.event.reasons),
                "origin": name,
                "is_complete": "date" in draft.event.value,
                "date": date_in_words(str(draft.event.value.get("date", ""))),
                "passage": draft.event.passage,
                "source": source.id,
                "quotes": [_part(part) for part in draft.quotes],
                "figures": [_part(part) for part in draft.figures],
            }
        ],
        "notes": list(draft.cautions),
        "questions": [],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "value": as_shown(dict(part.value)),
        "passage": part.passage,
        "reasons": list(part.reasons),
    }

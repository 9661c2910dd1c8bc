"""Our own JSON: a briefing made with `briefing build -f json`, or `briefing list --format json`."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from briefing.capture.formats.cells import clear_month, known_table, text_cell
from briefing.capture.table import EMPTY, Cell, Link, Role, Table

_COLUMNS: Mapping[str, Role] = {
    "date": "date",
    "title": "title",
    "kind": "kind",
    "summary": "summary",
    "who": "who",
    "quote": "quote",
    "source": "source",
    "publisher": "publisher",
    "url": "url",
    "topics": "topics",
    "id": "id",
    "notes": "note",
}
_SEASON = re.compile(r"\b(\d{4})-(2[123])(?![\d-])")
_WRAP = re.compile(r"(?<!\n)\n(?!\n|\s*(?:[-*+>]|\d+[.)])\s)")
"""The end of a line that does not end its paragraph."""
_SEASONS = {"21": "spring", "22": "summer", "23": "autumn"}


def is_export(data: object) -> bool:
    """Whether data read from JSON is one of our own exports."""
    if not isinstance(data, dict) or data.get("version") != 1:
        return False
    is_briefing = isinstance(data.get("entries"), list) and "record_title" in data
    return is_briefing or (isinstance(data.get("rows"), list) and data.get("of") == "events")


def tables(data: Mapping[str, Any], name: str) -> list[Table]:
    """Return a table of the events of an export."""
    is_list = "rows" in data
    items = data["rows"] if is_list else data["entries"]
    cells = [
        _listed(item) if is_list else _entry(item) if isinstance(item, dict) else {}
        for item in items
    ]
    rows = [(row, n, "") for n, row in enumerate(cells, 1)]
    title = str(data.get("title") or "")
    language = str(data.get("written_in") or "")
    return [known_table(name, title, _COLUMNS, rows, language=language, row_noun="event")]


def _listed(row: Mapping[str, Any]) -> Mapping[str, Cell]:
    return {
        "date": text_cell(_unambiguous(str(row.get("date") or ""))),
        **{key: text_cell(str(row.get(key) or "")) for key in ("title", "kind", "id")},
        "topics": _joined(row.get("topics")),
        "who": text_cell("\n".join(map(str, row.get("actors") or []))),
    }


def _entry(entry: Mapping[str, Any]) -> Mapping[str, Cell]:
    """Return the cells of an event of a briefing. Figures and links are in the notes."""
    citations = [*_objects(entry.get("citations"))]
    quotes = [*_objects(entry.get("quotes"))]
    actors = [str(actor.get("name")) for actor in _objects(entry.get("actors"))]
    speakers = {str((quote.get("speaker") or {}).get("name")) for quote in quotes}
    is_clear = len(quotes) == 1 and speakers == {*actors}
    addresses = [str(item["url"]) for item in citations if item.get("url")]
    publishers = {str(item.get("publisher") or "") for item in citations}
    one = publishers.pop() if len(publishers) == 1 else ""
    return {
        "date": text_cell(_unambiguous(str(entry.get("edtf") or entry.get("date") or ""))),
        **{key: text_cell(str(entry.get(key) or "")) for key in ("title", "kind", "id")},
        "summary": Cell(_WRAP.sub(" ", str(entry.get("summary") or ""))),
        "who": text_cell("\n".join(actors)),
        "quote": text_cell(str(quotes[0].get("text"))) if is_clear else EMPTY,
        "source": text_cell("\n".join(_citation(item, one) for item in citations)),
        "publisher": text_cell(one),
        "url": Cell("\n".join(addresses), links=tuple(Link(url, url) for url in addresses)),
        "topics": _joined(entry.get("topics")),
        "notes": text_cell("\n".join(_notes(entry, [] if is_clear else quotes))),
    }


def _unambiguous(edtf: str) -> str:
    """Return a date whose seasons are in words, as 2020-21 could also be a financial year."""
    return _SEASON.sub(lambda match: f"{_SEASONS[match[2]]} {match[1]}", clear_month(edtf))


def _joined(values: object) -> Cell:
    return text_cell("; ".join(map(str, values))) if isinstance(values, list) else EMPTY


def _objects(values: object) -> Iterable[Mapping[str, Any]]:
    return [item for item in values if isinstance(item, dict)] if isinstance(values, list) else []


def _citation(citation: Mapping[str, Any], publisher: str) -> str:
    """Return a source in words. The publisher is left out if all sources have the same one."""
    parts = (citation.get(key) for key in ("title", "author", "publisher", "date", "at"))
    return ", ".join(str(part) for part in parts if part and part != publisher)


def _notes(entry: Mapping[str, Any], quotes: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for actor in _objects(entry.get("actors")):
        if actor.get("role"):
            yield f"{actor.get('name')}: {actor['role']}"
    for quote in quotes:
        yield f"Quote: “{quote.get('text')}”, {(quote.get('speaker') or {}).get('name')}"
    for figure in _objects(entry.get("figures")):
        value = figure.get("value") or {}
        basis = figure.get("basis")
        yield f"Figure: {value.get('text')} {figure.get('label')}{f' ({basis})' if basis else ''}"
    for link in _objects(entry.get("links")):
        yield f"{link.get('words')}: {link.get('title')} ({link.get('date')})"
    if entry.get("disputed"):
        yield f"Disputed: {entry['disputed']}"
    if entry.get("notes"):
        yield str(entry["notes"])

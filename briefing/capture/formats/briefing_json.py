"""Our own JSON: a briefing made with `briefing build -f json`, or `briefing list --format json`."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from briefing.capture.formats.cells import known_table, text_cell
from briefing.capture.table import EMPTY, Cell, Link, Role, Table

_COLUMNS: Mapping[str, Role] = {
    "date": "date",
    "title": "title",
    "kind": "kind",
    "summary": "summary",
    "who": "who",
    "quote": "quote",
    "source": "source",
    "url": "url",
    "topics": "topics",
    "id": "id",
    "notes": "note",
}


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
    return [known_table(name, title, _COLUMNS, rows, language=language)]


def _listed(row: Mapping[str, Any]) -> Mapping[str, Cell]:
    return {
        **{key: text_cell(str(row.get(key) or "")) for key in ("date", "title", "kind", "id")},
        "topics": _joined(row.get("topics")),
        "who": text_cell("\n".join(map(str, row.get("actors") or []))),
    }


def _entry(entry: Mapping[str, Any]) -> Mapping[str, Cell]:
    """Return the cells of an event of a briefing. Figures and links are in the notes."""
    citations = [item for item in entry.get("citations") or [] if isinstance(item, dict)]
    addresses = [str(item["url"]) for item in citations if item.get("url")]
    return {
        "date": text_cell(str(entry.get("edtf") or entry.get("date") or "")),
        **{key: text_cell(str(entry.get(key) or "")) for key in ("title", "kind", "id")},
        "summary": Cell(str(entry.get("summary") or "")),
        "who": text_cell("\n".join(_names(entry.get("actors")))),
        "quote": text_cell("\n".join(_quotes(entry.get("quotes")))),
        "source": text_cell("\n".join(map(_citation, citations))),
        "url": Cell("\n".join(addresses), links=tuple(Link(url, url) for url in addresses)),
        "topics": _joined(entry.get("topics")),
        "notes": text_cell("\n".join(_notes(entry))),
    }


def _joined(values: object) -> Cell:
    return text_cell("; ".join(map(str, values))) if isinstance(values, list) else EMPTY


def _objects(values: object) -> Iterable[Mapping[str, Any]]:
    return [item for item in values if isinstance(item, dict)] if isinstance(values, list) else []


def _names(actors: object) -> Iterator[str]:
    for actor in _objects(actors):
        role = actor.get("role")
        yield f"{actor.get('name')}, {role}" if role else str(actor.get("name"))


def _quotes(quotes: object) -> Iterator[str]:
    for quote in _objects(quotes):
        speaker = quote.get("speaker") or {}
        yield f"“{quote.get('text')}” ({speaker.get('name')})"


def _citation(citation: Mapping[str, Any]) -> str:
    parts = (citation.get(key) for key in ("author", "title", "publisher", "date"))
    return ", ".join(str(part) for part in parts if part)


def _notes(entry: Mapping[str, Any]) -> Iterator[str]:
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

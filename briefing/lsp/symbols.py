"""The outline of a file: its sections and items, and its events by date and title."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from briefing.edition.words import words_in
from briefing.record.positions import Node, walk_as_far_as_possible
from briefing.record.problems import Path, TextRange
from briefing.record.record import Record
from briefing.typography import capitalised

_SECTIONS = ("areas", "actors", "sources", "asks", "questions", "editions", "events")


@dataclass(frozen=True, slots=True)
class Symbol:
    """An entry of the outline: its name, its place and the entries within it."""

    name: str
    detail: str
    place: TextRange
    start: TextRange
    children: list["Symbol"] = field(default_factory=list)


def outline(file: str, text: str, record: Record) -> list[Symbol]:
    """Return the outline of a file of a record."""
    names = _names(file, record)
    sections: dict[str, Symbol] = {}
    items: dict[str, list[Symbol]] = {}
    for node in _items(walk_as_far_as_possible(text)):
        section = str(node.path[0])
        place = _from_key(node)
        if len(node.path) == 1:
            sections[section] = Symbol(section, "", place, node.key or place)
        else:
            name, detail = names.get(node.path, (str(node.path[1]), ""))
            items.setdefault(section, []).append(Symbol(name, detail, place, node.key or place))
    return [replace(symbol, children=items.get(name, [])) for name, symbol in sections.items()]


def _items(nodes: Iterable[Node]) -> Iterable[Node]:
    for node in nodes:
        if node.is_key or not node.path or node.path[0] not in _SECTIONS:
            continue
        if len(node.path) <= 2:
            yield node


def _from_key(node: Node) -> TextRange:
    """Return the range from the key of a value to its end."""
    start = node.key or node.value
    return TextRange(start.line, start.column, node.value.end_line, node.value.end_column)


def _names(file: str, record: Record) -> Mapping[Path, tuple[str, str]]:
    """Return the names of the items of a file, by path."""
    t = words_in("en-GB")
    names: dict[Path, tuple[str, str]] = {}
    for event in record.events:
        if event.where.file == file:
            when = capitalised(t.date(event.date))
            names[event.where.path] = (f"{when}: {event.title}", event.id or "")
    for section, label in (
        ("actors", "name"), ("areas", "name"), ("sources", "title"), ("asks", "title"),
        ("questions", "question"),
    ):  # fmt: skip
        for id, item in getattr(record, section).items():
            names[section, id] = (id, getattr(item, label))
    return names

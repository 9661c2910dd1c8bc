"""Find every place where a record uses an id, for navigation and renaming."""

import re
from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from briefing.record.due import ID_PATTERN
from briefing.record.pieces import Split
from briefing.record.positions import Node, locate
from briefing.record.problems import LINE_END, Path, RecordPath, TextRange
from briefing.record.record import Record
from briefing.record.references import Section


class Mention(NamedTuple):
    """A place where a record uses an id. `text` is the range of the id itself, without quotes."""

    where: RecordPath
    is_key: bool
    text: TextRange


def definition_of(record: Record, section: Section, id: str) -> tuple[RecordPath, bool] | None:
    """Return the place of the id of an item, and whether the id is a key there."""
    if section == "events":
        event = record.by_id.get(id)
        return (event.where / "id", False) if event else None
    if section == "commitments":
        return next(((where, False) for made, where in _commitments(record) if made == id), None)
    item = getattr(record, section).get(id)
    return (item.where, True) if item else None


def references_to(record: Record, section: Section, id: str) -> Iterator[tuple[RecordPath, bool]]:
    """Yield the places that refer to an item, each with whether the id is a key there."""
    for where, reference in record.references(section):
        if reference.id == id and (not reference.to.may_be_text or _is_known(record, section, id)):
            value = getattr(reference.holder, "asks", None) if section == "asks" else None
            is_key = isinstance(value, Mapping) and reference.path[-2:] == ("asks", id)
            yield where / reference.path, is_key


def _is_known(record: Record, section: Section, id: str) -> bool:
    return definition_of(record, section, id) is not None


def mentions_of(
    record: Record,
    texts: Mapping[str, str],
    section: Section,
    id: str,
    splits: Mapping[str, Split] = MappingProxyType({}),
) -> tuple[list[Mention], list[Mention]]:
    """Return the definition of an item, if there is one, and all references to it.

    `texts` contains the text of each file, apart from the tables of areas. If a file was read in
    pieces, `splits` shows how it was split.
    """
    defined = definition_of(record, section, id)
    places = [*([defined] if defined else []), *references_to(record, section, id)]
    by_file: dict[str, list[tuple[Path, bool]]] = {}
    for where, is_key in places:
        by_file.setdefault(where.file, []).append((where.path, is_key))
    found: dict[RecordPath, Mention] = {}
    for file, paths in by_file.items():
        if table := next((table for table in record.tables if table.name == file), None):
            for path, is_key in paths:
                if place := table.place_of_id(id, *path):
                    found[RecordPath(file, path)] = Mention(RecordPath(file, path), is_key, place)
        if file not in texts:
            continue
        nodes = locate(texts[file], {path for path, _ in paths}, splits.get(file))
        lines = LINE_END.split(texts[file])
        for path, is_key in paths:
            if place := _text_of(id, nodes[path], lines, is_key=is_key):
                found[RecordPath(file, path)] = Mention(RecordPath(file, path), is_key, place)
    # An anchor repeats a value, so several paths can lead to one place.
    unique = {(where.file, mention.text): mention for where, mention in found.items()}
    first = found.get(defined[0]) if defined else None
    others = [mention for mention in unique.values() if first is None or mention.text != first.text
              or mention.where.file != first.where.file]  # fmt: skip
    return ([first] if first else []), others


def refusal_of(record: Record, section: Section, new: str) -> str | None:
    """Return the reason why an item cannot have the id `new`, or None if it can."""
    if not re.fullmatch(ID_PATTERN, new):
        return (
            f"'{new}' cannot be an id. An id can contain only letters, digits, hyphens, "
            "underscores and full stops, and must start with a letter or a digit."
        )
    if new in _ids(record, section):
        return f"The record already has '{new}'."
    return None


def _ids(record: Record, section: Section) -> Collection[str]:
    if section == "events":
        return record.by_id
    if section == "commitments":
        return {id for id, _ in _commitments(record)}
    items: Collection[str] = getattr(record, section)
    return items


def _commitments(record: Record) -> Iterator[tuple[str, RecordPath]]:
    """Yield the id of each commitment, and its place."""
    for event in record.events_with("commitments"):
        for n, made in enumerate(event.commitments):
            yield made.id, event.where / ("commitments", n, "id")


def _text_of(id: str, node: Node, lines: list[str], *, is_key: bool) -> TextRange | None:
    """Return the range of an id in a key or a value."""
    place = node.key if is_key else node.value
    if place is None:
        return None
    text = re.compile(rf"(?<![\w.-]){re.escape(id)}(?![\w.-]*[\w-])")
    for line in range(place.line, place.end_line + 1):
        start = place.column - 1 if line == place.line else 0
        end = place.end_column - 1 if line == place.end_line else len(lines[line - 1])
        found = list(text.finditer(lines[line - 1], start, end))
        if found:
            # In a due date, the id comes last: "6 months after months".
            last = found[-1]
            return TextRange(line, last.start() + 1, line, last.end() + 1)
    return None

"""Set a field in the text of an events file, and change nothing else.

The new text is parsed before it is returned. If it does not have the same content as before, apart
from the field, the field is not set.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml_rs

from briefing.record import parsing
from briefing.record.positions import Node, walk_as_far_as_possible
from briefing.record.problems import LINE_END, Path, Step, TextRange

_MAX_ALIASES = 10
"""The maximum number of aliases that lead from one to the next."""


@dataclass(frozen=True, slots=True)
class Spliced:
    """The new text, and the paths at which the field could not be set."""

    text: str
    unset: frozenset[Path] = frozenset()


@dataclass(frozen=True, slots=True)
class _Edit:
    """Text that replaces the characters from `start` to `end`."""

    start: int
    end: int
    text: str


@dataclass(slots=True)
class _Mapping:
    """A group of fields in the text, with its entries in order."""

    node: Node | None = None
    entries: list[Node] = field(default_factory=list)


def set_field(text: str, paths: Collection[Path], key: str, value: str) -> Spliced:
    """Set the field `key` of the items at `paths` to `value`, which must need no quotation marks.

    An item has its field on a line or between commas, like its other fields. If it is only a
    text, such as a web address, or is repeated elsewhere by an alias, the field cannot be set.
    """
    before = _parsed(text)
    if before is None or not paths:
        return Spliced(text, frozenset(paths))
    ways = {path: list(_ways(text, mapping, key, value)) for path, mapping in _find(text, paths)}
    possible = {path: edits for path, edits in ways.items() if edits}
    together = _applied(text, {edits[0] for edits in possible.values()})
    if _parsed(together) == _with_field(before, possible, key, value):
        return Spliced(together, frozenset(paths) - possible.keys())
    # This is slow, but almost never needed.
    chosen: dict[Path, _Edit] = {}
    for path, edits in possible.items():
        for edit in edits:
            attempt = _applied(text, {*chosen.values(), edit})
            expected = _with_field(before, [*chosen, path], key, value)
            if _parsed(attempt) == expected:
                chosen[path] = edit
                break
    return Spliced(_applied(text, set(chosen.values())), frozenset(paths) - chosen.keys())


def _parsed(text: str) -> Any:
    """Return the content of `text`, or None if it is not YAML."""
    try:
        return parsing.loads(text)
    except (yaml_rs.YAMLDecodeError, TypeError):
        return None


def _with_field(content: Any, paths: Collection[Path], key: str, value: str) -> Any:
    """Return a copy of `content` with the field set at `paths`, or None if there is no such item.

    In the copy, nothing is shared by two items.
    """
    copy = _copied(content)
    for path in paths:
        item = copy
        for step in path:
            item = _child(item, step)
        if not isinstance(item, dict):
            return None
        item[key] = value
    return copy


def _child(item: Any, step: Step) -> Any:
    """Return the value at `step`, or None. An id that is only digits is a number in the content."""
    if isinstance(item, dict):
        return next((value for key, value in item.items() if str(key) == str(step)), None)
    if isinstance(item, list) and isinstance(step, int) and step < len(item):
        return item[step]
    return None


def _copied(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: _copied(value) for key, value in content.items()}
    if isinstance(content, list):
        return [_copied(value) for value in content]
    return content


def _find(text: str, paths: Collection[Path]) -> Iterator[tuple[Path, _Mapping]]:
    """Yield the mapping at each path. If the path leads through an alias, it is the original."""
    nodes = list(walk_as_far_as_possible(text))
    aliases = {_strings(node.path): _strings(node.repeats) for node in nodes if node.repeats}
    wanted = {path: _original(_strings(path), aliases) for path in paths}
    found = {original: _Mapping() for original in wanted.values()}
    for node in nodes:
        if node.is_key:
            continue
        steps = _strings(node.path)
        if steps in found:
            found[steps].node = node
        if steps[:-1] in found and node.key:
            found[steps[:-1]].entries.append(node)
    for path, original in wanted.items():
        if found[original].entries:
            yield path, found[original]


def _strings(path: Path | None) -> tuple[str, ...]:
    return tuple(map(str, path or ()))


def _original(
    path: tuple[str, ...], aliases: dict[tuple[str, ...], tuple[str, ...]]
) -> tuple[str, ...]:
    for _ in range(_MAX_ALIASES):
        alias = next((path[:n] for n in range(len(path), 0, -1) if path[:n] in aliases), None)
        if alias is None:
            break
        path = aliases[alias] + path[len(alias) :]
    return path


def _ways(text: str, mapping: _Mapping, key: str, value: str) -> Iterator[_Edit]:
    """Yield the edits that might set the field, best first."""
    places = _Places(text)
    for entry in mapping.entries:
        if entry.path[-1] == key:
            yield _replacement(text, *places.of(entry.value), value)
            return
    new = f"{key}: {value}"
    if mapping.node and mapping.node.in_flow_style:
        for entry in reversed(mapping.entries):
            end = places.of(entry.value)[1]
            yield _Edit(end, end, f", {new}")
        return
    by_preference = sorted(mapping.entries, key=lambda entry: entry.path[-1] in _BESIDE)
    for entry in reversed(by_preference):
        if entry.key and entry.key.line == entry.value.end_line:
            end = places.end_of_line(entry.key.line)
            indent = " " * (entry.key.column - 1)
            yield _Edit(end, end, f"{places.line_end(entry.key.line)}{indent}{new}")
    for entry in mapping.entries:
        if entry.key:
            start = places.of(entry.key)[0]
            indent = " " * (entry.key.column - 1)
            yield _Edit(start, start, f"{new}{places.line_end(entry.key.line)}{indent}")


_BESIDE = ("url", "archived")
"""The fields after which a reader expects the date of reading."""


def _replacement(text: str, start: int, end: int, value: str) -> _Edit:
    """Return an edit that replaces a value, and keeps its quotation marks."""
    old = text[start:end].rstrip()
    if not old:
        space = "" if text[:start].endswith(" ") else " "
        return _Edit(start, start, f"{space}{value}")
    quote = old[0] if old[0] in "\"'" and old[-1] == old[0] and len(old) > 1 else ""
    return _Edit(start, start + len(old), f"{quote}{value}{quote}")


def _applied(text: str, edits: Collection[_Edit]) -> str:
    for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


class _Places:
    """The lines of a text, to convert lines and columns to characters."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._ends = list(LINE_END.finditer(text))
        self._starts = [0, *(end.end() for end in self._ends)]

    def of(self, place: TextRange) -> tuple[int, int]:
        """Return the start and the end of a range."""
        return self._offset(place.line, place.column), self._offset(
            place.end_line, place.end_column
        )

    def _offset(self, line: int, column: int) -> int:
        return min(self._starts[line - 1] + column - 1, len(self._text))

    def end_of_line(self, line: int) -> int:
        """Return the place before the line break that ends a line."""
        return self._ends[line - 1].start() if line <= len(self._ends) else len(self._text)

    def line_end(self, line: int) -> str:
        """Return the line break that ends a line, or the first one of the file."""
        ends: Sequence[str] = [end[0] for end in self._ends[line - 1 : line] or self._ends[:1]]
        return ends[0] if ends else "\n"

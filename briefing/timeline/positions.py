"""Where things stand in an events file: lines and columns, by PyYAML's C parser.

Reading needs none of this, so it runs only when there is something to point at. It walks the
parser's events rather than composing a tree: no depth of nesting and no web of aliases can hurt it,
and what comes before a syntax error can still be pointed at.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import yaml

from briefing.timeline.problems import Path, Place, Step

LINE_END = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """One value in the file, with its key if it has one.

    `spelling` is a plain scalar's own text. A key that stands a second time is a `duplicate`.
    """

    path: Path
    value: Place
    key: Place | None = None
    spelling: str | None = None
    tag: str | None = None
    duplicate: bool = False


@dataclass(slots=True)
class _Open:
    """A mapping or list that the walk is inside of."""

    node: Node
    keys: set[str] | None
    step: Step | None = None
    key: Place | None = None
    count: int = 0


def walk(text: str) -> Iterator[Node]:
    """Every value of the first document of `text`, inner before outer, in the file's order.

    Raises:
        yaml.MarkedYAMLError: where `text` stops being YAML; what comes before is yielded first.
    """
    stack: list[_Open] = []
    for event in yaml.parse(text, Loader=PARSER):
        if isinstance(event, yaml.DocumentEndEvent):
            return
        if isinstance(event, yaml.CollectionEndEvent):
            node = stack.pop().node
            end = _place(event)
            node.value = Place(node.value.line, node.value.column, end.end_line, end.end_column)
            yield node
            continue
        if not isinstance(event, yaml.NodeEvent):
            continue
        place = _place(event)
        inside = stack[-1] if stack else None
        is_key = inside is not None and inside.keys is not None and inside.step is None
        if inside is not None and is_key:
            assert inside.keys is not None
            step = event.value if isinstance(event, yaml.ScalarEvent) else "?"
            node = Node((*inside.node.path, step), place, duplicate=step in inside.keys)
            inside.keys.add(step)
            inside.step, inside.key = step, place
            if node.duplicate:
                yield node
        else:
            node = Node(_path(inside), place, inside.key if inside else None)
            if inside is not None:
                inside.step, inside.key = None, None
                inside.count += 1
        node.tag = getattr(event, "tag", None)
        if isinstance(event, yaml.MappingStartEvent):
            stack.append(_Open(node, set()))
        elif isinstance(event, yaml.SequenceStartEvent):
            stack.append(_Open(node, None))
        elif not is_key:
            if isinstance(event, yaml.ScalarEvent) and event.implicit[0]:
                node.spelling = event.value
            yield node


def _place(event: yaml.Event) -> Place:
    start, end = event.start_mark, event.end_mark
    assert start is not None
    assert end is not None
    return Place(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _path(inside: _Open | None) -> Path:
    if inside is None:
        return ()
    step = inside.count if inside.keys is None else inside.step
    assert step is not None
    return (*inside.node.path, step)


def locate(text: str, paths: Collection[Path]) -> dict[Path, Node]:
    """The nodes of `text` at `paths`; for a path that goes further than the file, the nearest."""
    asked = {path: tuple(map(str, path)) for path in paths}
    wanted = {path[:n] for path in asked.values() for n in range(len(path) + 1)}
    found: dict[tuple[str, ...], Node] = {(): Node((), Place(1, 1, 1, 1))}
    try:
        for node in walk(text):
            path = tuple(map(str, node.path))
            if path in wanted and not node.duplicate:
                found[path] = node
    except yaml.MarkedYAMLError:
        pass
    return {
        path: next(found[keys[:n]] for n in range(len(keys), -1, -1) if keys[:n] in found)
        for path, keys in asked.items()
    }

"""Random changes that a form could make to an item of a record."""

from random import Random
from typing import Any

from briefing.record.edits import child
from briefing.serve.form_changes import Change
from briefing.serve.form_fields import control_at
from tests.random_edits import at, paths
from tests.random_texts import Path

_TEXTS = (
    "A new park",
    "Bus reform: what comes next",
    "it's # 5",
    "2019-04",
    '"quoted" and \\ more',
    "<b>HTML</b> & more",
    "Ann Example, who lives in the town, asks everybody what they think of it before the year ends",
)
ITEM_SECTIONS = ("events", "actors", "sources", "asks", "questions", "areas", "editions")


def random_item(content: Any, chance: Random) -> Path | None:
    """Return the path of an item of a file, if it has one."""
    found: list[Path] = []
    for section in ITEM_SECTIONS:
        items = content.get(section) or {}
        steps = items if isinstance(items, dict) else range(len(items))
        found += [(section, step) for step in steps if isinstance(items[step], dict)]
    return chance.choice(found) if found else None


def random_change(item: Any, where: Path, chance: Random) -> Change:
    """Return a change of one field of an item."""
    every = list(paths(item))
    leaves = [path for path in every if isinstance(at(item, path), str)]
    lists = [path for path in every if isinstance(at(item, path), list) and at(item, path)]
    kind = chance.randrange(8)
    if kind == 0 and lists:
        path = chance.choice(lists)
        items = at(item, path)
        index = chance.randrange(len(items))
        return Change("move", (*path, index), by=chance.choice((-1, 1)))
    if kind == 1 and lists:
        path = chance.choice(lists)
        items = at(item, path)
        value = chance.choice(_TEXTS) if isinstance(items[0], str) else {"text": "A new one"}
        return Change("insert", (*path, chance.randrange(len(items) + 1)), value)
    if kind == 2:
        return Change("remove", chance.choice(every))
    if kind == 3 and "notes" not in item and where[0] == "events":
        return Change("set", ("notes",), chance.choice(_TEXTS))
    path = chance.choice(leaves)
    if control_at((*where, *path)) == "date":
        return Change("set", path, chance.choice(("2019", "2020-04", "2021-05-06")))
    return Change("set", path, chance.choice(_TEXTS))


def with_change(item: Any, change: Change) -> Any:
    """Return an item with a change, written in the plainest way."""
    if not change.path:
        return None
    copy = _copy(item)
    *parent, last = change.path
    inside = at(copy, tuple(parent))
    if change.kind == "move":
        index = int(last)
        inside.insert(index + change.by, inside.pop(index))
    elif change.kind == "insert":
        inside.insert(last, change.value)
    elif change.kind == "set":
        inside[last] = change.value
    else:
        _remove(copy, change.path)
    return copy


def _remove(item: Any, path: Path) -> None:
    parent = at(item, path[:-1])
    del parent[path[-1]]
    is_item = len(path) > 1 and isinstance(path[-2], int) and isinstance(parent, dict)
    if not parent and len(path) > 1 and not is_item:
        _remove(item, path[:-1])


def _copy(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


def value_in(item: Any, path: Path) -> Any:
    """Return the value at a path, or `NOTHING`."""
    for step in path:
        item = child(item, step)
    return item

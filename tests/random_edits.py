"""Random edits of an events file, and what is wrong with a text that has one."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from random import Random
from typing import Any

from briefing.record import parsing
from briefing.record.editing import Edit, Insert, Remove, RenameKey, ReplaceText, SetValue
from tests.random_texts import Path, RandomText

_TEXTS = (
    "A new park",
    "Bus reform: what comes next",
    "2019",
    "2019-04",
    "it's # 5",
    "First line\nand: a second\n",
    "",
    "The council decides on a plan for all parks in the town, with more trees, benches and paths, "
    "and asks everybody who lives there what they think of it before the end of the year",
)
_VALUES: tuple[Any, ...] = (
    *_TEXTS,
    *(5, True, None, [], {}),
    ["a", "b, c"],
    {"title": "A: b", "date": "2020"},
    [{"text": "We will act", "by": "ann"}, {"text": "No"}],
    {"ref": "x", "list": [{"a": "b\nc"}]},
)


def paths(data: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every value in `data` but the whole."""
    if path:
        yield path
    steps = data if isinstance(data, dict) else range(len(data)) if isinstance(data, list) else ()
    for step in steps:
        yield from paths(data[step], (*path, step))


def at(data: Any, path: Path) -> Any:
    """Return the value at `path`."""
    step: Any
    for step in path:
        data = data[step]
    return data


def random_edit(data: Any, chance: Random) -> Edit:
    """Return an edit of `data` that is possible."""
    every = list(paths(data))
    path = chance.choice(every)
    kind = chance.randrange(8)
    if kind < 3:
        value = chance.choice(_VALUES)
        old = at(data, path)
        if chance.random() < 0.4 and isinstance(old, dict | list) and old:
            value = deepcopy(old)
            inner = chance.choice(list(paths(value)))
            at(value, inner[:-1])[inner[-1]] = chance.choice(_VALUES)
            if chance.random() < 0.3 and isinstance(value, list):
                value.insert(chance.randrange(len(value) + 1), chance.choice(_VALUES))
        return SetValue(path, value)
    if kind < 5:
        return Remove(path)
    if kind == 5:
        keys = [path for path in every if isinstance(path[-1], str)]
        path = chance.choice(keys)
        return RenameKey(path, chance.choice(("new-id", "2019", "true", "a: b")))
    groups = [path for path in [(), *every] if isinstance(at(data, path), dict | list)]
    path = chance.choice(groups)
    inside = at(data, path)
    comments = chance.choice(((), (), ("added", "with: two lines")))
    if isinstance(inside, list):
        return Insert((*path, chance.randrange(len(inside) + 1)), chance.choice(_VALUES), comments)
    key = next(key for key in ("audience", "zz", "url", "new") if key not in inside)
    return Insert((*path, key), chance.choice(_VALUES), comments)


class _Cell:
    """A value in a group or a list that edits can change, all at once."""

    def __init__(self, value: Any) -> None:
        self.value: Any = value
        self.key = ""
        self.before: list[Any] = []
        self.is_removed = False
        if isinstance(value, dict):
            self.value = {key: _Cell(inner) for key, inner in value.items()}
        elif isinstance(value, list):
            self.value = [*map(_Cell, value), _Cell(None)]  # The last one is the end of the list.

    def data(self) -> Any:
        if isinstance(self.value, dict):
            inside = {cell.key or key: cell for key, cell in self.value.items()}
            return {key: cell.data() for key, cell in inside.items() if not cell.is_removed}
        if isinstance(self.value, list):
            data: list[Any] = []
            for cell in self.value[:-1]:
                data += cell.before
                data += [] if cell.is_removed else [cell.data()]
            return data + self.value[-1].before
        return self.value


def edited(data: Any, edits: Sequence[Edit]) -> Any:
    """Return `data` with all the edits, whose paths are those before any of them."""
    root = _Cell(data)
    found = []
    step: Any
    for edit in edits:
        assert not isinstance(edit, ReplaceText)
        inside = root
        for step in edit.path[:-1]:
            inside = inside.value[step]
        found.append((edit, inside))
    for edit, inside in found:
        step = edit.path[-1]
        if isinstance(edit, Insert) and isinstance(inside.value, list):
            inside.value[step].before.append(edit.value)
        elif isinstance(edit, SetValue | Insert):
            inside.value.setdefault(step, _Cell(None)) if isinstance(inside.value, dict) else None
            inside.value[step].value = _Cell(edit.value).value
        elif isinstance(edit, Remove):
            inside.value[step].is_removed = True
        elif isinstance(edit, RenameKey):
            inside.value[step].key = edit.new
    return root.data()


def same(one: Any, other: Any) -> bool:
    """Whether two values and their types are the same."""
    return repr(_sorted(one)) == repr(_sorted(other))


def _sorted(data: Any) -> Any:
    if isinstance(data, dict):
        return {key: _sorted(data[key]) for key in sorted(data, key=str)}
    return [_sorted(item) for item in data] if isinstance(data, list) else data


def may_lose(edit: Edit, owner: Path) -> bool:
    """Whether an edit can remove a comment of the item at `owner`."""
    if isinstance(edit, SetValue):
        # It can remove items in its value.
        return len(owner) > len(edit.path) and owner[: len(edit.path)] == edit.path
    return isinstance(edit, Remove) and owner[: len(edit.path)] == edit.path


def fault(before: RandomText, edit: Edit, after: str) -> str:
    """Return what is wrong with `after`, the text with an edit, or nothing."""
    if not same(parsing.loads(after.removeprefix("\ufeff")), edited(before.data, [edit])):
        return "other data"
    lost = [note for note in before.owners if note not in after]
    if isinstance(edit, Remove):
        if any(not may_lose(edit, before.owners[note]) for note in lost):
            return "lost a comment of another item"
        kept = [
            note
            for note, owner in before.owners.items()
            if note not in lost and owner[: len(edit.path)] == edit.path
        ]
        if kept:
            return "kept a comment of the item"
    elif any(not may_lose(edit, before.owners[note]) for note in lost):
        return "lost a comment"
    newline = "\r\n" if "\r\n" in before.text else "\n"
    if after.count("\n") != after.count(newline):
        return "mixed line ends"
    old = before.text
    start = 0
    while start < min(len(old), len(after)) and old[start] == after[start]:
        start += 1
    end = 0
    while end < min(len(old), len(after)) - start and old[-1 - end] == after[-1 - end]:
        end += 1
    changed = old[start : len(old) - end]
    if isinstance(edit, Remove) and len(at(before.data, edit.path[:-1])) > 1:
        # A value that is repeated elsewhere moves there.
        return "" if _is_within(after, old) or before.has_aliases else "more than removed"
    if isinstance(edit, Insert) and at(before.data, edit.path[:-1]):
        return "" if _is_within(old, after) else "more than inserted"
    if isinstance(edit, RenameKey):
        return "" if len(changed) <= len(str(edit.path[-1])) + 2 else "more than renamed"
    if (
        isinstance(edit, SetValue)
        and isinstance(value := _value(before.data, edit), str)
        and not before.has_aliases
    ):
        written = "".join(changed.split())
        return "" if len(written) <= 1.2 * len(value) + 30 else "more than set"
    return ""


def _is_within(shorter: str, longer: str) -> bool:
    """Whether all characters of `shorter` are in `longer`, in the same order."""
    rest = iter(longer)
    return all(character in rest for character in shorter)


def _value(data: Any, edit: SetValue) -> Any:
    """Return the value that an edit replaces, or None if it adds one."""
    inside, step = at(data, edit.path[:-1]), edit.path[-1]
    return inside.get(step) if isinstance(inside, dict) else inside[step]

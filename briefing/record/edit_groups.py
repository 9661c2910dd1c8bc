"""The order in which edits can be made to an events file, one after another.

All edits have paths in the same text, so each must leave the paths of those after it as they are.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from briefing.record.edits import (
    NOTHING,
    DataEdit,
    Insert,
    Remove,
    RenameKey,
    SetValue,
    existing,
    is_same,
    value_at,
)
from briefing.record.problems import Path, Step


class Ranked(NamedTuple):
    """An edit, and its rank among the items that are inserted at the same place."""

    edit: DataEdit
    rank: int


@dataclass(slots=True)
class Group:
    """Edits that are made together or not at all.

    Attributes:
        originals: the edits as they were given.
        plans: the ways to make them with smaller edits, best first.
        order: the place of the group among the others.
    """

    originals: list[DataEdit]
    plans: list[list[Ranked]]
    order: tuple[Any, ...]


def without_contradictions(
    edits: Sequence[DataEdit],
) -> tuple[list[DataEdit], list[DataEdit]]:
    """Return the edits without repeats, and the edits that contradict an earlier one."""
    accepted: list[DataEdit] = []
    refused: list[DataEdit] = []
    done: dict[Path, DataEdit] = {}  # The values that are set or removed, by path.
    whole: set[Path] = set()  # The paths of values that are set, removed or added.
    within: set[Path] = set()  # All paths that lead to an edit.
    removed: set[Path] = set()
    renamed: set[Path] = set()
    for edit in edits:
        path = edit.path
        if not path and not isinstance(edit, SetValue):
            refused.append(edit)
            continue
        # Several items can be inserted at the same place, even if they are equal.
        is_item = isinstance(edit, Insert) and isinstance(path[-1], int)
        above = {path[:n] for n in range(len(path) + (not is_item))}
        if isinstance(edit, RenameKey):
            is_clear = path not in renamed | removed and whole.isdisjoint(above - {path})
        elif path in done and _is_equal(edit, done[path]):
            continue
        elif is_item:
            is_clear = whole.isdisjoint(above)
        else:
            is_clear = whole.isdisjoint(above) and path not in within
            # A key can be renamed if its value is set, but not inside a value that is set.
            lost = {each for each in renamed if each[: len(path)] == path}
            is_clear &= not (lost if isinstance(edit, Remove) else lost - {path})
        if not is_clear:
            refused.append(edit)
            continue
        accepted.append(edit)
        if isinstance(edit, RenameKey):
            renamed.add(path)
            continue
        within |= above
        if not is_item:
            whole.add(path)
            done[path] = edit
        if isinstance(edit, Remove):
            removed.add(path)
    return accepted, refused


def _is_equal(one: DataEdit, other: DataEdit) -> bool:
    if isinstance(one, SetValue) and isinstance(other, SetValue):
        return is_same(one.value, other.value)
    return isinstance(one, Remove) and one == other


def grouped(content: Any, edits: Sequence[DataEdit]) -> tuple[list[Group], list[DataEdit]]:
    """Return the edits in groups with plans, and the edits that have no place."""
    groups: list[Group] = []
    impossible: list[DataEdit] = []
    new: dict[Path, list[tuple[DataEdit, Path]]] = {}
    for rank, edit in enumerate(edits):
        found = existing(content, edit.path)
        missing = len(edit.path) - len(found)
        if isinstance(edit, Remove | RenameKey):
            if missing:
                impossible.append(edit)
            else:
                groups.append(Group([edit], [[Ranked(edit, rank)]], _order(edit, rank)))
            continue
        parent = value_at(content, found)
        if isinstance(edit, SetValue) and not missing:
            groups.append(Group([edit], _plans(parent, edit, rank), _order(edit, rank)))
        elif isinstance(edit, Insert) and not missing and isinstance(edit.path[-1], int):
            groups.append(Group([edit], [[Ranked(edit, rank)]], _order(edit, rank)))
        elif isinstance(edit, Insert) and not missing:
            impossible.append(edit)  # There is such a field already.
        elif not _can_contain(parent, edit.path[len(found)]):
            impossible.append(edit)
        elif missing == 1 and parent is not None:
            step = edit.path[-1]
            adding = Insert(edit.path, edit.value, getattr(edit, "comments", ()))
            is_at_end = isinstance(step, int) and step == len(parent)
            if isinstance(step, int) and not is_at_end:
                impossible.append(edit)
            else:
                groups.append(Group([edit], [[Ranked(adding, rank)]], _order(adding, rank)))
        else:
            # Groups of fields that do not exist yet are added with all that they will have.
            at = found if parent is None else edit.path[: len(found) + 1]
            new.setdefault(at, []).append((edit, edit.path[len(at) :]))
    for path, members in new.items():
        value = _nested(members)
        originals = [edit for edit, _ in members]
        if value is NOTHING:
            impossible += originals
            continue
        comments = tuple(line for edit in originals for line in getattr(edit, "comments", ()))
        exists = len(existing(content, path)) == len(path)
        made: DataEdit = (
            SetValue(path, value) if exists and not comments else Insert(path, value, comments)
        )
        groups.append(Group(originals, [[Ranked(made, 0)]], _order(made, 0)))
    return groups, impossible


def _can_contain(parent: Any, step: Step) -> bool:
    """Whether a value can be added at `step` to `parent`, which can be empty."""
    if parent is None:
        return isinstance(step, str) or step == 0
    return isinstance(parent, dict if isinstance(step, str) else list)


def _nested(members: Sequence[tuple[DataEdit, Path]]) -> Any:
    """Return a new value that contains the values of all these edits at their paths."""
    whole: Any = NOTHING
    for edit, path in members:
        assert isinstance(edit, SetValue | Insert)
        whole = _with_nested(whole, path, edit.value)
        if whole is NOTHING:
            break
    return whole


def _with_nested(whole: Any, path: Path, value: Any) -> Any:
    if not path:
        return value if whole is NOTHING else NOTHING
    step, rest = path[0], path[1:]
    if whole is NOTHING:
        whole = {} if isinstance(step, str) else []
    if isinstance(step, str) and isinstance(whole, dict):
        inner = _with_nested(whole.get(step, NOTHING), rest, value)
        return NOTHING if inner is NOTHING else {**whole, step: inner}
    if isinstance(step, int) and isinstance(whole, list):
        # All items that are inserted at the start of a new list have the index 0.
        inner = _with_nested(NOTHING, rest, value)
        return [*whole, inner] if step <= len(whole) and inner is not NOTHING else NOTHING
    return NOTHING


def _order(edit: DataEdit, rank: int) -> tuple[Any, ...]:
    """Return the sort key of an edit: each leaves the paths of those after it as they are.

    Later items of a list come before earlier ones, and the contents of an item before the item.
    """
    backwards = _Backwards(tuple((isinstance(step, str), step) for step in edit.path))
    if isinstance(edit, RenameKey):
        return 1, backwards, 0, rank
    if edit.path and isinstance(edit.path[-1], int) and isinstance(edit, Remove):
        return 1, backwards, 0, rank
    if edit.path and isinstance(edit.path[-1], int) and isinstance(edit, Insert):
        return 1, backwards, 1, -rank
    return 0, 0, 0, rank


class _Backwards:
    """A sort key in reverse order."""

    def __init__(self, key: Any) -> None:
        self.key = key

    def __lt__(self, other: "_Backwards") -> bool:
        return bool(other.key < self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Backwards) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def _plans(old: Any, edit: SetValue, rank: int) -> list[list[Ranked]]:
    """Return the ways to set a value: part by part, so that the rest stays, and as a whole."""
    if is_same(old, edit.value):
        return [[]]
    plans = [[Ranked(edit, rank)]]
    parts = list(_parts(old, edit.value, edit.path))
    if parts != [edit]:
        plans.insert(0, sorted((Ranked(part, 0) for part in parts), key=_ranked_order))
    return plans


def _ranked_order(ranked: Ranked) -> tuple[Any, ...]:
    return _order(ranked.edit, ranked.rank)


def _parts(old: Any, new: Any, path: Path) -> Iterator[DataEdit]:
    """Yield the edits that turn the value `old` at `path` into `new`."""
    if is_same(old, new):
        return
    if isinstance(old, dict) and isinstance(new, dict) and old.keys() & new.keys():
        for key in old:
            if key in new:
                yield from _parts(old[key], new[key], (*path, key))
            else:
                yield Remove((*path, key))
        for key in new:
            if key not in old:
                yield Insert((*path, key), new[key])
    elif isinstance(old, list) and isinstance(new, list) and old and new:
        yield from _parts_of_list(old, new, path)
    else:
        yield SetValue(path, new)


def _parts_of_list(old: list[Any], new: list[Any], path: Path) -> Iterator[DataEdit]:
    start = 0
    while start < min(len(old), len(new)) and is_same(old[start], new[start]):
        start += 1
    same = 0
    while same < min(len(old), len(new)) - start and is_same(old[-1 - same], new[-1 - same]):
        same += 1
    old_end, new_end = len(old) - same, len(new) - same
    both = min(old_end, new_end)
    for n in range(start, both):
        yield from _parts(old[n], new[n], (*path, n))
    for n in range(both, old_end):
        yield Remove((*path, n))
    # Each is inserted before the one after it, in reverse order.
    for n in reversed(range(both, new_end)):
        yield Insert((*path, both), new[n])

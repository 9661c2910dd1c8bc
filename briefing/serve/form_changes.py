"""Changes that a form makes to an item of an events file, even if the file has since changed.

A change names the item as the form showed it. If the file has changed since, the item is found
again, and the change is made if nobody else has changed the same field. Otherwise it is a conflict,
and nothing is written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from briefing.record.editing import apply_edits
from briefing.record.edits import (
    NOTHING,
    DataEdit,
    Insert,
    Remove,
    SetValue,
    child,
    existing,
    is_same,
    value_at,
)
from briefing.record.moving import move_item
from briefing.record.problems import Path
from briefing.serve.form_fields import short_at
from briefing.serve.form_values import as_data


@dataclass(frozen=True, slots=True)
class Change:
    """A change of one field of an item.

    Attributes:
        kind: "set" a value, "remove" it, "insert" it into a list or "move" it in its list.
        path: the path of the field within the item. () is the item itself.
        value: the new value, as the form shows it.
        by: the number of places to move down, or up if it is negative.
    """

    kind: Literal["set", "remove", "insert", "move"]
    path: Path
    value: Any = None
    by: int = 0


class Conflict(Exception):
    """Somebody else has changed the same field.

    Attributes:
        path: the path of the field in the item.
        theirs: its value in the file now, or `NOTHING`.
        where: the path of the item in the file now, or None if it is gone.
    """

    def __init__(self, path: Path, theirs: Any, where: Path | None) -> None:
        super().__init__("Somebody else has changed this meanwhile.")
        self.path, self.theirs, self.where = path, theirs, where


class NotPossible(Exception):
    """A change that cannot be made without changing something else."""


@dataclass(frozen=True, slots=True)
class Changed:
    """The text of a file after a change, and the path of the item in it.

    Attributes:
        text: the text.
        where: the path of the item.
    """

    text: str
    where: Path


def changed(
    text: str, content: Mapping[str, Any], where: Path, shown: Any, change: Change
) -> Changed:
    """Return the text of a file after a change.

    Args:
        text: the text of the file.
        content: its content, as the form shows it.
        where: the path of the item when the form showed it.
        shown: the item, as the form showed it.
        change: the change.

    Raises:
        Conflict: the item or the field has been changed by somebody else.
        NotPossible: the layout of the file does not allow it.
    """
    found = find_item(content, where, shown)
    if found is None:
        raise Conflict((), NOTHING, None)
    current = value_at(content, found) if found else content
    path = rebased(change, shown, current)
    if path is None:
        raise Conflict(change.path, _value(current, change.path), found)
    if change.kind == "move":
        return _moved(text, content, (*found, *path), change.by, found)
    edit = edit_for(Change(change.kind, path, change.value), found, current)
    if edit is None:
        return Changed(text, found)
    edited = apply_edits(text, [edit])
    if edited.refused:
        raise NotPossible
    return Changed(edited.text, found)


def _moved(text: str, content: Any, path: Path, by: int, item: Path) -> Changed:
    """Return the text with the value at `path` moved, which is the `item` or a part of it.

    Raises:
        NotPossible: it cannot be moved there.
    """
    *parent, last = path
    inside = value_at(content, tuple(parent))
    index = by + (last if isinstance(last, int) else [*inside].index(last))
    moved = move_item(text, path, index)
    if moved is None:
        raise NotPossible
    is_list = isinstance(last, int)
    return Changed(moved, (*parent, index) if path == item and is_list else item)


def find_item(content: Any, where: Path, shown: Any) -> Path | None:
    """Return the path of the item that a form showed, in a file that may have changed.

    Items with ids have the same path. An item of a list is the one that is equal, or else the only
    one with the same id or with the same date and title.
    """
    if not where:
        return ()
    parent = find_item(content, where[:-1], NOTHING) if len(where) < 4 else _event_with(
        content, where, shown
    )  # fmt: skip
    if parent is None:
        return None
    inside = value_at(content, parent) if parent else content
    step = where[-1]
    if isinstance(inside, dict):
        return (*parent, step) if str(step) in inside else None
    if not isinstance(inside, list) or not isinstance(step, int):
        return None
    if shown is NOTHING:
        return (*parent, step) if step < len(inside) else None
    if (index := _index_of(inside, step, shown)) is None:
        return None
    return (*parent, index)


def _event_with(content: Any, where: Path, shown: Any) -> Path | None:
    """Return the path of the list, within an event, that has an item such as a commitment."""
    id = shown.get("id") if isinstance(shown, dict) else None
    events = content.get("events")
    for n, event in enumerate(events if isinstance(events, list) else ()):
        for item in (event.get(where[2]) or ()) if isinstance(event, dict) else ():
            if is_same(item, shown) or (id and isinstance(item, dict) and item.get("id") == id):
                return "events", n, where[2]
    return None


def _index_of(items: Sequence[Any], index: int, shown: Any) -> int | None:
    """Return the index of an item that was `shown` at an index, or None if it is gone."""
    equal = [n for n, item in enumerate(items) if is_same(item, shown)]
    if equal:
        return min(equal, key=lambda n: abs(n - index))
    for keys in (("id",), ("date", "title"), ("title",), ("text",), ("date", "kind", "source")):
        wanted = _values(shown, keys)
        alike = [n for n, item in enumerate(items) if wanted and _values(item, keys) == wanted]
        if len(alike) == 1:
            return alike[0]
    return None


def _values(item: Any, keys: tuple[str, ...]) -> tuple[Any, ...] | None:
    """Return the values of some keys, or None if the item does not have them all."""
    values = tuple(item.get(key) for key in keys) if isinstance(item, dict) else (None,)
    return None if None in values else values


def rebased(change: Change, shown: Any, current: Any) -> Path | None:
    """Return the path of a change in the item as it is now, or None if it is a conflict."""
    path: Path = ()
    for n, step in enumerate(change.path):
        is_last = n == len(change.path) - 1
        if not _can_differ(shown, current):
            return None
        before, now = child(shown, step), child(current, step)
        if isinstance(step, int) and isinstance(shown, list):
            if is_same(shown, current):
                index: int | None = step
            elif is_last and change.kind == "insert":
                index = _gap(shown, current, step)
            else:
                index = _index_in(shown, current, step)
            if index is None:
                return None
            step, now = index, child(current, index)
        path = (*path, step)
        shown, current = before, now
    if change.kind == "insert" or not change.path:
        is_clear = change.kind in ("insert", "move") or is_same(shown, current)
        return path if is_clear else None
    return path if _is_equal(shown, current) else None


def _can_differ(shown: Any, current: Any) -> bool:
    """Whether two versions of a value have parts that can be compared, or are equal."""
    have_parts = all(isinstance(each, dict | list) or each is NOTHING for each in (shown, current))
    return have_parts or _is_equal(shown, current)


def _is_equal(one: Any, other: Any) -> bool:
    return one is other or (NOTHING not in (one, other) and is_same(one, other))


def _index_in(shown: Sequence[Any], current: Any, index: int) -> int | None:
    """Return the index of an item of a list in another version of the list."""
    if not isinstance(current, list) or index >= len(shown):
        return None
    equal = [n for n, item in enumerate(current) if is_same(item, shown[index])]
    if len(equal) == 1 or index in equal:
        return index if index in equal else equal[0]
    if len(current) == len(shown):
        # Somebody has changed another field of the same item.
        others = (n for n in range(len(shown)) if n != index)
        return index if all(is_same(shown[n], current[n]) for n in others) else None
    return None


def _gap(shown: Sequence[Any], current: Any, index: int) -> int | None:
    """Return the place in another version of a list that follows the same item."""
    if not isinstance(current, list):
        return None
    if not index:
        return 0
    before = _index_in(shown, current, index - 1)
    return len(current) if before is None else before + 1


def _value(item: Any, path: Path) -> Any:
    for step in path:
        item = child(item, step)
    return item


def edit_for(change: Change, where: Path, item: Any) -> DataEdit | None:
    """Return the edit of the file that makes a change to the `item` at the path `where`, if any.

    A value in a short form, such as the id of an actor, is written in full if it gets a second
    field, and stays short otherwise.
    """
    if change.kind == "remove" or change.value in ("", None):
        return _removal(change.path, where, item)
    value = as_data(change.value, (*where, *change.path))
    found = existing(item, change.path)
    # A value on the way that has no fields is the short form of a group or of a list.
    here, rest = _value(item, found), change.path[len(found) :]
    if rest and isinstance(rest[0], int) and isinstance(here, str):
        return SetValue((*where, *found), [as_data(here, (*where, *found, 0)), value])
    if rest and isinstance(here, str):
        short = _short_key(here, (*where, *found))
        if rest == (short,):
            return SetValue((*where, *found), value)
        whole: dict[str, Any] = {short: as_data(here, (*where, *found, short))}
        return SetValue((*where, *found), _with(whole, rest, value))
    if change.kind == "insert":
        *parent, step = change.path
        items = _value(item, tuple(parent))
        if isinstance(items, list) and items:
            return Insert((*where, *parent, step), value)
        return SetValue((*where, *parent), [value])
    if rest and isinstance(rest[-1], int) and not isinstance(here, list):
        return SetValue((*where, *change.path[:-1]), [value])
    return SetValue((*where, *change.path), value)


def _short_key(written: str, path: Path) -> str:
    """Return the field that a text in short form is the value of."""
    if short_at(path) == "ref" and ("://" in written or " " in written.strip()):
        return "url"
    return short_at(path)


def _with(group: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    step, *rest = path
    group[str(step)] = _with({}, tuple(rest), value) if rest else value
    return group


def _removal(path: Path, where: Path, item: Any) -> Remove | None:
    """Return the edit that removes a field, and the lists and groups that it leaves empty."""
    found = existing(item, path)
    if found != path:
        here = _value(item, found)
        # The only field of a short form is the short form itself.
        if not isinstance(here, str) or path[len(found) :] != (_short_key(here, (*where, *found)),):
            return None
        path = found
    while len(path) > 1:
        parent = _value(item, path[:-1])
        is_item = isinstance(path[-2], int) and isinstance(parent, dict)
        if len(parent) > 1 or is_item:
            break
        path = path[:-1]
    return Remove((*where, *path))

"""The edits of an events file, and the content after them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from briefing.record.problems import Path, Step, TextRange


@dataclass(frozen=True, slots=True)
class SetValue:
    """Set the field at `path` to `value`, or add it. Missing groups around it are added as well."""

    path: Path
    value: Any


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove a field or an item of a list, with the comments that belong to it."""

    path: Path


@dataclass(frozen=True, slots=True)
class RenameKey:
    """Rename the key at the end of `path`."""

    path: Path
    new: str


@dataclass(frozen=True, slots=True)
class Insert:
    """Insert a list item or a field that does not exist yet, with `comments` above it.

    The item is inserted before the one that is at `path`. To add it at the end of a list, use the
    length of the list.
    """

    path: Path
    value: Any
    comments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplaceText:
    """Replace the text at `place`, to correct text that YAML cannot read or misreads."""

    place: TextRange
    text: str


Edit: TypeAlias = SetValue | Remove | RenameKey | Insert | ReplaceText
DataEdit: TypeAlias = SetValue | Remove | RenameKey | Insert
"""An edit of the content."""


NOTHING = object()
"""The value at a path that does not exist."""


def is_same(one: Any, other: Any) -> bool:
    """Whether two values are equal and of the same type, and so is everything in them."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(is_same(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_same, one, other))
    return bool(one == other) or repr(one) == repr(other) == "nan"


def child(value: Any, step: Step) -> Any:
    """Return the value at `step` in a mapping or a list, or `NOTHING`."""
    if isinstance(value, dict):
        return value.get(str(step), NOTHING)
    if isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
        return value[step]
    return NOTHING


def existing(content: Any, path: Path) -> Path:
    """Return the part of `path` that exists in `content`."""
    for n, step in enumerate(path):
        content = child(content, step)
        if content is NOTHING:
            return path[:n]
    return path


def value_at(content: Any, path: Path) -> Any:
    """Return the value at a `path` that exists."""
    for step in path:
        content = child(content, step)
    return content


def with_edits(content: Any, edits: Sequence[DataEdit]) -> Any:
    """Return `content` with the edits made in this order, or `NOTHING` if one is not possible.

    Everything that leads to an edit is copied, and `content` stays as it is.
    """
    root: dict[str, Any] = {"root": content}
    copies: set[int] = set()
    for edit in edits:
        path: Path = ("root", *edit.path)
        parent: Any = root
        for step in path[:-1]:
            inner = child(parent, step)
            if not isinstance(inner, dict | list):
                return NOTHING
            if id(inner) not in copies:
                inner = inner.copy()
                copies.add(id(inner))
                parent[step if isinstance(parent, list) else str(step)] = inner
            parent = inner
        if not _edit_value(parent, path[-1], edit):
            return NOTHING
    return root["root"]


def _edit_value(parent: Any, step: Step, edit: DataEdit) -> bool:
    """Make an edit in the data. Return False if it is not possible there."""
    if isinstance(edit, Insert) and isinstance(parent, list) and isinstance(step, int):
        if step > len(parent):
            return False
        parent.insert(step, copied(edit.value))
        return True
    key: Any = step if isinstance(parent, list) else str(step)
    exists = child(parent, step) is not NOTHING
    if isinstance(edit, SetValue) or (isinstance(edit, Insert) and not exists):
        if not (exists or isinstance(parent, dict)):
            return False
        parent[key] = copied(edit.value)
    elif isinstance(edit, Insert) and parent[key] is None:
        parent[key] = copied(edit.value)
    elif isinstance(edit, Remove) and exists:
        del parent[key]
    elif isinstance(edit, RenameKey) and isinstance(parent, dict) and exists:
        if edit.new in parent:
            return False
        parent[edit.new] = parent.pop(key)
    else:
        return False
    return True


def copied(content: Any) -> Any:
    """Return a deep copy of `content`, in which no value is shared."""
    if isinstance(content, dict):
        return {key: copied(value) for key, value in content.items()}
    if isinstance(content, list | tuple):
        return [copied(value) for value in content]
    return content

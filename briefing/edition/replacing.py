"""Replace parts of a briefing, however deep they are."""

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from briefing.edition.briefing import Briefing
from briefing.marked_text import accepted
from briefing.record.quantities import Quantity

_T = TypeVar("_T")


def with_each(value: _T, change: Callable[[Any], Any]) -> _T:
    """Return a part of a briefing with `change` applied to each dataclass in it, outermost first.

    Objects that are shared stay shared.
    """
    made: dict[int, tuple[Any, Any]] = {}

    def applied(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(applied, value))
        if not _is_part(value):
            return value
        if id(value) not in made:
            new = change(value)
            inside = {field.name: getattr(new, field.name) for field in fields(new)}
            changed = {name: (item, applied(item)) for name, item in inside.items()}
            changed = {name: one for name, (old, one) in changed.items() if one is not old}
            made[id(value)] = value, replace(new, **changed) if changed else new
        return made[id(value)][1]

    result: _T = applied(value)
    return result


def without_marks(briefing: Briefing) -> Briefing:
    """Return a briefing without the marks in its texts, if it has any."""
    is_marked = briefing.redline or briefing.is_multilingual
    return with_each(briefing, _unmarked) if is_marked else briefing


def _unmarked(item: Any) -> Any:
    texts = {field.name: getattr(item, field.name) for field in fields(item)}
    texts = {name: text for name, text in texts.items() if isinstance(text, str)}
    marked = {name: now for name, text in texts.items() if (now := accepted(text)) != text}
    return replace(item, **marked) if marked else item


def _is_part(value: object) -> bool:
    kind: Any = type(value)
    if kind is Quantity:
        return True
    return is_dataclass(kind) and kind.__module__.startswith("briefing.edition.")

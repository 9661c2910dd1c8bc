"""The fields that the model allows at a place in the file."""

from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel

from briefing.record.fields import is_text
from briefing.record.items import Model
from briefing.record.model import SECTIONS, EventsFile
from briefing.record.problems import Path

# Fields that allow only certain texts, so nobody writes a sentence there.
_CHOSEN = {"kind", "kinds", "template", "language", "timezone", "bank_holidays", "logo"}


def fields_at(path: Path) -> set[str]:
    """Return the keys that are allowed in the group of fields at `path`."""
    return set(_fields(_pattern(path)))


@lru_cache(1)
def every_key() -> frozenset[str]:
    """Return every key of the format."""
    return frozenset(_keys(Model))


def _keys(kind: type[BaseModel]) -> set[str]:
    names = {field.alias or name for name, field in kind.model_fields.items()}
    return names.union(*map(_keys, kind.__subclasses__()))


def is_text_at(path: Path) -> bool:
    """Whether free text belongs at `path`, such as a title, a summary or one of several topics."""
    names = [step for step in path if isinstance(step, str)]
    if path[:1] == ("editions",) and names[-1] == "actions":
        return True
    return bool(names) and names[-1] not in _CHOSEN and _is_text(_pattern(path))


def is_list_at(path: Path) -> bool:
    """Whether a list belongs at `path`."""
    return any(getattr(kind, "__origin__", None) is tuple for kind in _reached(_pattern(path)))


def is_moves_at(path: Path) -> bool:
    """Whether words keyed by ids belong at `path`, as in the asks of an event."""
    return any(
        getattr(kind, "__origin__", None) is dict and not any(map(_kinds, get_args(kind)))
        for kind in _reached(_pattern(path))
    )


def _pattern(path: Path) -> tuple[str, ...]:
    """Return the path without its numbers and ids, so that there are few different ones."""
    by_id = len(path) > 1 and path[0] in SECTIONS
    return tuple(
        "*" if isinstance(step, int) or (by_id and n == 1) else step for n, step in enumerate(path)
    )


@lru_cache(1 << 10)
def _fields(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(
        field.alias or name
        for kind in _reached(path)
        if isinstance(kind, type) and issubclass(kind, BaseModel)
        for name, field in kind.model_fields.items()
    )


@lru_cache(1 << 10)
def _is_text(path: tuple[str, ...]) -> bool:
    *parent, last = path
    for kind in _reached(tuple(parent)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for name, field in kind.model_fields.items():
                if (field.alias or name) == last and is_text(field.annotation, field.metadata):
                    return True
        elif any(is_text(part, ()) for part in get_args(kind)):
            return True
    return False


def _reached(path: tuple[str, ...]) -> list[Any]:
    """Return the models, lists and groups that are allowed at `path`."""
    here: list[Any] = [EventsFile]
    for step in path:
        below: list[Any] = []
        for kind in here:
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                for name, field in kind.model_fields.items():
                    if (field.alias or name) == step:
                        below += _kinds(field.annotation)
            else:
                below += [model for part in get_args(kind) for model in _kinds(part)]
        here = below
    return here


def _kinds(annotation: Any) -> list[Any]:
    """Return the models, lists and groups that a field's annotation allows."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    if getattr(annotation, "__origin__", None) in (tuple, dict):
        return [annotation]
    return [kind for part in get_args(annotation) for kind in _kinds(part)]

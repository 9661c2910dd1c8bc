"""The fields that the model allows at a place in the file."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from briefing.record.fields import is_text
from briefing.record.items import Model
from briefing.record.model import SECTIONS, EventsFile
from briefing.record.problems import Path
from briefing.record.references import reference_fields

# Fields that allow only certain texts, so nobody writes a sentence there.
_CHOSEN = {
    *("kind", "kinds", "template", "language", "timezone", "bank_holidays", "logo", "style"),
    *("file", "typefaces", "logo_dark"),
}
_TITLE_LENGTH = 300  # The maximum length of a line of text, such as a title.


def fields_at(path: Path) -> set[str]:
    """Return the keys that are allowed in the group of fields at `path`."""
    return set(_fields(_pattern(path)))


def required_at(path: Path) -> tuple[str, ...]:
    """Return the keys that are required in the group of fields at `path`.

    A source can be an id or a full description. These are the keys of a full description.
    """
    *_, model = (None, *_models(_pattern(path)))
    return tuple(key for key, field in _keyed(model) if field.is_required()) if model else ()


def example_at(path: Path) -> str:
    """Return an example of a value for the required field at `path`."""
    *parent, last = path
    return next(
        str(field.examples[0])
        for model in _models(_pattern(tuple(parent)))
        for key, field in _keyed(model)
        if key == last and field.examples
    )


def noun_at(path: Path) -> str:
    """Return the word for the item at `path`, or else for the item that contains it."""
    return _noun(_pattern(path))


def noun_of_items(path: Path) -> str:
    """Return the word for each item of the list at `path`, or "" if there is none."""
    *parent, last = path
    pattern = _pattern(tuple(parent))
    sections = (
        field.to.section
        for model in _models(pattern)
        for field in reference_fields(model)
        if field.key == last and field.to
    )
    if _models((*pattern, str(last), "*")):
        return noun_at((*path, 0))
    return next(sections, "").removesuffix("s")


@lru_cache(1)
def every_key() -> frozenset[str]:
    """Return every key of the format."""
    return frozenset(_keys(Model))


@lru_cache(1)
def text_keys() -> frozenset[str]:
    """Return the keys of free text, such as a title."""
    fields = (pair for kind in _kinds_of(Model) for pair in _keyed(kind))
    return frozenset(key for key, field in fields if is_text(field.annotation, field.metadata))


def _kinds_of(kind: type[BaseModel]) -> Iterator[type[BaseModel]]:
    yield kind
    for other in kind.__subclasses__():
        yield from _kinds_of(other)


def _keys(kind: type[BaseModel]) -> set[str]:
    return {key for key, _ in _keyed(kind)}.union(*map(_keys, kind.__subclasses__()))


def is_text_at(path: Path) -> bool:
    """Whether free text belongs at `path`, such as a title, a summary or one of several topics."""
    names = [step for step in path if isinstance(step, str)]
    if path[:1] == ("editions",) and names[-1] == "actions":
        return True
    return bool(names) and names[-1] not in _CHOSEN and _is_text(_pattern(path))


def is_long_text_at(path: Path) -> bool:
    """Whether the text at `path` can be longer than a line, such as a summary or a quote."""
    return bool(path) and _is_long_text(_pattern(path))


def layout_at(path: Path, keys: frozenset[str]) -> Mapping[str, int]:
    """Return the position of each key of the group at `path` in the standard layout.

    The id comes first, and fields that an item shares with others come last. `keys` are those in
    the group, because a source can be described in two ways.
    """
    layouts = _layouts(_pattern(path))
    if len(layouts) < 2:
        return layouts[0] if layouts else {}
    return max(layouts, key=lambda layout: len(keys.intersection(layout)))


@lru_cache(1 << 10)
def _layouts(path: tuple[str, ...]) -> list[Mapping[str, int]]:
    return [_layout(model) for model in _models(path)]


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
    return tuple(key for model in _models(path) for key, _ in _keyed(model))


@lru_cache(1 << 10)
def _noun(path: tuple[str, ...]) -> str:
    # The word for a list or a section is the word for its items.
    models = [*_models(path), *_models((*path, "*"))]
    if path and not models:
        return _noun(path[:-1])
    return (models[0].model_config.get("title") or models[0].__name__).lower()


@lru_cache
def _layout(model: type[BaseModel]) -> Mapping[str, int]:
    kinds = [kind for kind in model.__mro__ if issubclass(kind, BaseModel)]
    names = ["id"] if "id" in model.model_fields else []
    for n, kind in enumerate(kinds):
        inherited = {name for base in kinds[n + 1 :] for name in base.model_fields}
        names += [name for name in kind.model_fields if name not in inherited]
    keys = dict(zip(model.model_fields, (key for key, _ in _keyed(model)), strict=True))
    return {keys[name]: n for n, name in enumerate(dict.fromkeys(names))}


@lru_cache(1 << 10)
def _is_long_text(path: tuple[str, ...]) -> bool:
    *parent, last = path
    lengths = (
        getattr(mark, "max_length", None) or 0
        for model in _models(tuple(parent))
        for key, field in _keyed(model)
        if key == last and is_text(field.annotation, field.metadata)
        for mark in _marks(field)
    )
    return any(length > _TITLE_LENGTH for length in lengths)


def _marks(field: FieldInfo) -> Iterator[Any]:
    """Yield the annotations of a field and of the types that it allows."""
    yield from field.metadata
    inside = [field.annotation]
    while inside:
        annotation = inside.pop()
        yield from getattr(annotation, "__metadata__", ())
        inside += get_args(annotation)


def _keyed(model: type[BaseModel]) -> Iterator[tuple[str, FieldInfo]]:
    """Yield the fields of a model, each with its key in the file."""
    return ((field.alias or name, field) for name, field in model.model_fields.items())


def _models(path: tuple[str, ...]) -> list[type[BaseModel]]:
    """Return the groups of fields that are allowed at `path`."""
    kinds = _reached(path)
    return [kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel)]


@lru_cache(1 << 10)
def _is_text(path: tuple[str, ...]) -> bool:
    *parent, last = path
    for kind in _reached(tuple(parent)):
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            for key, field in _keyed(kind):
                if key == last and is_text(field.annotation, field.metadata):
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
                for key, field in _keyed(kind):
                    if key == step:
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

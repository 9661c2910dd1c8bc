"""References by id from one item in a record to another.

The model declares each field that holds ids once, with `RefersTo`. The rules on unknown and unused
ids, visibility, the record as of a day, areas and comparison all use that declaration.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from functools import cache
from typing import Any, Literal, NamedTuple, TypeVar, get_args

from pydantic import BaseModel

from briefing.record.due import Due
from briefing.record.problems import Path

Section = Literal[
    "actors", "areas", "asks", "commitments", "editions", "events", "questions", "sources"
]
"""A section whose items have ids. Nothing refers to editions and questions."""
Hidden = Mapping[Section, Set[str]]
"""The ids of items to remove, by section."""

_Item = TypeVar("_Item", bound=BaseModel)


class RefersTo(NamedTuple):
    """An annotation for a field that contains an id, several ids, or values keyed by id.

    Attributes:
        section: the section in which the ids are defined.
        is_required: whether the item makes no sense without the other one, as a quote does not
            without its speaker. If there are several ids, one of them is enough.
        may_be_text: whether the field may contain text that is not an id.
    """

    section: Section
    is_required: bool = False
    may_be_text: bool = False


class Reference(NamedTuple):
    """An id in a field of `holder`, with its path from the item that was searched."""

    id: str
    path: Path
    to: RefersTo
    holder: BaseModel


class ReferenceField(NamedTuple):
    """A field with references, and its key in the file.

    `to` is None if the references are in the parts of the item.
    """

    name: str
    key: str
    to: RefersTo | None
    sections: frozenset[Section]


def references(item: BaseModel, *sections: Section, path: Path = ()) -> Iterator[Reference]:
    """Yield the references from `item` and its parts to items in these `sections`.

    `path` is the path of `item` itself, and all other paths begin with it.
    """
    for (_, key, to, _), value in _filled(item, _fields_to(type(item), sections)):
        here = (*path, key)
        if to:
            for steps, id in _ids(value):
                yield Reference(id, here + steps, to, item)
        else:
            for steps, part in _parts(value):
                yield from references(part, *sections, path=here + steps)


def circles(nexts: Mapping[str, str | None]) -> Iterator[list[str]]:
    """Yield each loop of ids that lead to one another, in order, ending with the first id again.

    `nexts` maps each id to the id that it leads to, if any.
    """
    settled: set[str] = set()
    for id in nexts:
        way: list[str] = []
        here: str | None = id
        while here and here in nexts and here not in settled and here not in way:
            way.append(here)
            here = nexts[here]
        if here and here in way:
            yield [*way[way.index(here) :], here]
        settled.update(way)


def named_ids(items: Iterable[BaseModel]) -> Mapping[RefersTo, Set[str]]:
    """Return all ids that `items` and their parts refer to, grouped by the fields' annotations."""
    named: defaultdict[RefersTo, set[str]] = defaultdict(set)
    searched: set[int] = set()
    waiting = [*items]
    while waiting:
        item = waiting.pop()
        values = vars(item)
        for name, _, to, _ in reference_fields(type(item)):
            if not (value := values[name]):
                continue
            if to:
                named[to].update(_bare_ids(value))
                continue
            for part in value if isinstance(value, tuple) else (part for _, part in _parts(value)):
                if id(part) not in searched:  # Many events share the same participant.
                    searched.add(id(part))
                    waiting.append(part)
    return named


def links(item: BaseModel, section: Section) -> Iterator[tuple[str, Path, str]]:
    """Yield the references from `item` itself to `section`, but not those from its other parts.

    Each consists of the key of its field, its path within the item, and the id.
    """
    for field in _fields_only_to(type(item), section):
        if not (value := getattr(item, field.name)):
            continue
        if field.to:
            yield from ((field.key, (field.key, *path), id) for path, id in _ids(value))
        else:
            for path, part in _parts(value):
                if id := getattr(part, "ref", None):
                    yield field.key, (field.key, *path), id


def is_whole(item: BaseModel, hidden: Hidden) -> bool:
    """Whether `item` would still have its required references without the `hidden` items."""
    for field in reference_fields(type(item)):
        if field.to and field.to.is_required and (gone := hidden.get(field.to.section)):
            ids = [id for _, id in _ids(getattr(item, field.name))]
            if ids and gone >= set(ids):
                return False
    return True


def without(item: _Item, hidden: Hidden) -> _Item:
    """Return `item` without its references to `hidden` items.

    Parts that require such a reference are removed.
    """
    update = {}
    for field, value in _filled(item, reference_fields(type(item))):
        if any(hidden.get(section) for section in field.sections):
            gone = hidden.get(field.to.section, frozenset()) if field.to else None
            remaining = _parts_without(value, hidden) if gone is None else _ids_without(value, gone)
            if remaining != value:
                update[field.name] = remaining
    return item.model_copy(update=update) if update else item


def _filled(
    item: BaseModel, fields: Iterable[ReferenceField]
) -> Iterator[tuple[ReferenceField, Any]]:
    """Yield those of the `fields` that are not empty in `item`, with their values."""
    for field in fields:
        if value := getattr(item, field.name):
            yield field, value


@cache
def _fields_only_to(model: type[BaseModel], section: Section) -> tuple[ReferenceField, ...]:
    """Return the fields of `model` that lead to this `section` and to no other section."""
    return tuple(field for field in reference_fields(model) if field.sections == {section})


@cache
def reference_fields(model: type[BaseModel]) -> tuple[ReferenceField, ...]:
    """Return the fields of `model` that contain references, directly or in their parts."""
    fields = []
    for name, info in model.model_fields.items():
        to = next((mark for mark in info.metadata if isinstance(mark, RefersTo)), None)
        inside = list(_declared(info.annotation))
        to = to or next((part for part in inside if isinstance(part, RefersTo)), None)
        parts = [part for part in inside if not isinstance(part, RefersTo)]
        sections = (
            {to.section} if to else {section for part in parts for section in _sections(part)}
        )
        if sections:
            fields.append(ReferenceField(name, info.alias or name, to, frozenset(sections)))
    return tuple(fields)


@cache
def section_of(model: type[BaseModel], field: str) -> Section | None:
    """Return the section that a `field` of `model` refers to, or None."""
    return next(
        (
            declared.to.section
            for declared in reference_fields(model)
            if declared.name == field and declared.to is not None
        ),
        None,
    )


def sections_by_key(model: type[BaseModel]) -> Iterator[tuple[str, Section]]:
    """Yield the key of each field of `model` that holds ids, with the section of the ids.

    An id can be the value itself, an item of a list, or the `ref` of a part.
    """
    for field in reference_fields(model):
        inside = [*_declared(model.model_fields[field.name].annotation)]
        parts = [part for part in inside if not isinstance(part, RefersTo)]
        is_id = field.to or any("ref" in part.model_fields for part in parts)
        if is_id and len(field.sections) == 1:
            yield from ((field.key, section) for section in field.sections)


@cache
def _fields_to(model: type[BaseModel], sections: tuple[Section, ...]) -> tuple[ReferenceField, ...]:
    """Return the fields of `model` that lead to one of these `sections`."""
    fields = reference_fields(model)
    return tuple(field for field in fields if not field.sections.isdisjoint(sections))


def _declared(annotation: Any) -> Iterator[RefersTo | type[BaseModel]]:
    """Yield the references and the models in the type of a field."""
    for mark in getattr(annotation, "__metadata__", ()):
        if isinstance(mark, RefersTo):
            yield mark
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _declared(part)


def _sections(model: type[BaseModel]) -> Iterator[Section]:
    return (section for field in reference_fields(model) for section in field.sections)


def _ids(value: Any) -> Iterator[tuple[Path, str]]:
    """Yield the ids in the value of a field, each with its path there."""
    if isinstance(value, str):
        yield (), value
    elif isinstance(value, tuple):
        yield from (((n,), id) for n, id in enumerate(value))
    elif isinstance(value, Due):
        if value.after_event:
            yield (), value.after_event
    elif value:
        yield from (((id,), id) for id in value)


def _bare_ids(value: Any) -> Iterable[str]:
    """Return the ids in the value of a field."""
    if isinstance(value, str):
        return (value,)
    if isinstance(value, Due):
        return (value.after_event,) if value.after_event else ()
    ids: Iterable[str] = value
    return ids


def _parts(value: Any) -> Iterable[tuple[Path, BaseModel]]:
    """Return the parts in the value of a field, each with its path there."""
    if isinstance(value, tuple):
        return (((n,), part) for n, part in enumerate(value))
    if isinstance(value, Mapping):
        return (((key,), part) for key, part in value.items())
    return [((), value)]


def _ids_without(value: Any, gone: Set[str]) -> Any:
    if isinstance(value, Mapping):
        return {id: item for id, item in value.items() if id not in gone}
    if isinstance(value, tuple):
        return tuple(id for id in value if id not in gone)
    return None if any(id in gone for _, id in _ids(value)) else value


def _parts_without(value: Any, hidden: Hidden) -> Any:
    remaining = [
        (path, without(part, hidden)) for path, part in _parts(value) if is_whole(part, hidden)
    ]
    if isinstance(value, Mapping):
        return {path[0]: part for path, part in remaining}
    if isinstance(value, tuple):
        return tuple(part for _, part in remaining)
    return remaining[0][1] if remaining else None

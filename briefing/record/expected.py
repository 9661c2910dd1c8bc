"""Look up the fields, ids or words that the model allows at a path."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args, get_origin

from pydantic import BaseModel

from briefing.record.dates import VagueDate
from briefing.record.due import Due
from briefing.record.fields import KindSchema, OrText
from briefing.record.model import SECTIONS, EventsFile
from briefing.record.problems import Path
from briefing.record.references import RefersTo, Section
from briefing.record.schema import field_descriptions


@dataclass(frozen=True, slots=True)
class Expected:
    """The fields, ids or words that the model allows at a path.

    Attributes:
        models: the groups of fields that are allowed.
        section: the section of the id that belongs there, or None.
        may_be_text: whether text that is not an id can also be there.
        keys_of: the section whose ids are the keys of the group there, or None.
        choices: the words that are allowed, if they are few.
        is_list: whether a list belongs there.
        may_be_item: whether the list can also be a single item without brackets.
        may_be_short: whether a group can also be written as text, the value of one of its fields.
        is_kind: whether a kind of event belongs there.
        is_date: whether a date belongs there.
        is_flag: whether it is true or false.
        types: the classes of its values, such as `Quantity`, but not groups of fields.
        field: the key of the field.
        description: the description of the field.
    """

    models: tuple[type[BaseModel], ...] = ()
    section: Section | None = None
    may_be_text: bool = False
    keys_of: Section | None = None
    choices: tuple[str, ...] = ()
    is_list: bool = False
    may_be_item: bool = False
    may_be_short: bool = False
    is_kind: bool = False
    is_date: bool = False
    is_flag: bool = False
    types: tuple[type, ...] = ()
    field: str = ""
    description: str = ""


def expected_at(path: Path) -> Expected:
    """Return the allowed fields, ids or words at `path`, which need not exist."""
    by_id = len(path) > 1 and path[0] in SECTIONS
    pattern = tuple(
        "*" if isinstance(step, int) or (by_id and n == 1) else step for n, step in enumerate(path)
    )
    return _expected(pattern)


def fields_of(model: type[BaseModel]) -> Iterator[tuple[str, bool, str]]:
    """Yield the key of each field of a `model`, whether it is required, and its description."""
    descriptions = field_descriptions(model)
    for name, field in model.model_fields.items():
        yield field.alias or name, field.is_required(), descriptions[name]


@lru_cache(1 << 10)
def _expected(path: tuple[str, ...]) -> Expected:
    here: list[tuple[Any, tuple[Any, ...]]] = [(EventsFile, ())]
    field = description = ""
    for step in path:
        below: list[tuple[Any, tuple[Any, ...]]] = []
        for annotation, marks in here:
            for part in _alternatives(annotation):
                if isinstance(part, type) and issubclass(part, BaseModel):
                    for name, info in part.model_fields.items():
                        if step == (info.alias or name):
                            below.append((info.annotation, tuple(info.metadata)))
                            field, description = step, field_descriptions(part)[name]
                elif get_origin(part) is tuple:
                    inside = get_args(part)[0]
                    # A list that holds ids is annotated as a whole or item by item.
                    kept = tuple(mark for mark in marks if isinstance(mark, RefersTo))
                    below.append((inside, kept))
                elif get_origin(part) is dict:
                    below.append((get_args(part)[1], ()))
        here = below
    return _described(here, field, description)


def _described(here: list[tuple[Any, tuple[Any, ...]]], field: str, description: str) -> Expected:
    models: dict[type[BaseModel], None] = {}
    section: Section | None = None
    keys_of: Section | None = None
    choices: dict[str, None] = {}
    types: dict[type, None] = {}
    named: list[RefersTo] = []
    flags = {"list": False, "item": False, "short": False, "kind": False}
    for annotation, marks in here:
        parts = list(_alternatives(annotation))
        own = list(_marks(annotation, marks))
        refers = [mark for mark in own if isinstance(mark, RefersTo)]
        named += refers
        is_group = any(get_origin(part) is dict for part in parts)
        is_list = any(get_origin(part) is tuple for part in parts)
        flags["list"] |= is_list
        flags["item"] |= is_list and any(isinstance(mark, OrText) for mark in own)
        flags["short"] |= not is_list and any(isinstance(mark, OrText) for mark in own)
        flags["kind"] |= any(isinstance(mark, KindSchema) for mark in own)
        for mark in refers:
            if is_group:
                keys_of = mark.section
            elif not is_list:
                section = mark.section
        for part in parts:
            if isinstance(part, type) and issubclass(part, BaseModel):
                models[part] = None
                inside = part.model_fields.get("ref")
                for mark in inside.metadata if inside else ():
                    section = mark.section if isinstance(mark, RefersTo) else section
            elif get_origin(part) is Literal:
                choices |= dict.fromkeys(map(str, get_args(part)))
            elif isinstance(part, type) and part is not type(None):
                types[part] = None
    return Expected(
        models=tuple(models),
        section=section,
        may_be_text=any(mark.may_be_text for mark in named),
        keys_of=keys_of,
        choices=tuple(choices),
        is_list=flags["list"],
        may_be_item=flags["item"],
        may_be_short=flags["short"],
        is_kind=flags["kind"],
        is_date=not types.keys().isdisjoint((VagueDate, Due)),
        is_flag=bool in types,
        types=tuple(types),
        field=field,
        description=description,
    )


def _alternatives(annotation: Any) -> Iterator[Any]:
    """Yield the types that an annotation allows, without None."""
    if isinstance(annotation, type) or get_origin(annotation) in (tuple, dict, Literal):
        yield annotation
        return
    arguments = get_args(annotation)
    if getattr(annotation, "__metadata__", None) is not None:
        arguments = arguments[:1]
    for part in arguments:
        yield from _alternatives(part)


def _marks(annotation: Any, marks: tuple[Any, ...]) -> Iterator[Any]:
    """Yield the marks of an annotation and its alternatives, but not those of items within."""
    yield from marks
    own = getattr(annotation, "__metadata__", ())
    yield from own
    if isinstance(annotation, type) or get_origin(annotation) in (tuple, dict, Literal):
        return
    arguments = get_args(annotation)
    for part in arguments[:1] if own else arguments:
        yield from _marks(part, ())

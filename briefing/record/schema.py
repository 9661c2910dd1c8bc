"""The JSON Schema for events files, which editors use to complete and explain fields."""

import ast
import inspect
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from briefing.record import items, model
from briefing.record.model import EventsFile


class _Generator(GenerateJsonSchema):
    """A schema generator without null defaults, which uses the docstrings of fields as
    descriptions.

    Pydantic can use the docstrings too, but would read them on import, for every command.
    """

    def default_schema(self, schema: core_schema.WithDefaultSchema) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        described = super().model_schema(schema)
        kind: type[BaseModel] = schema["cls"]
        docstrings = field_descriptions(kind)
        for name, field in kind.model_fields.items():
            described["properties"][field.alias or name]["description"] = docstrings[name]
        return described


@cache
def field_descriptions(kind: type) -> dict[str, str]:
    """Return the docstrings of the fields of a class and its bases, by name."""
    docstrings: dict[str, str] = {}
    for each in reversed(kind.__mro__):
        docstrings |= _docstrings_in_model().get(each.__name__, {})
    return docstrings


@cache
def _docstrings_in_model() -> dict[str, dict[str, str]]:
    """Return the docstrings of each class of the model, by name, without those of its bases.

    Each module is parsed once, because getting the source of one class reads the whole module.
    """
    return {
        definition.name: dict(_described(definition))
        for module in (items, model)
        for definition in ast.parse(inspect.getsource(module)).body
        if isinstance(definition, ast.ClassDef)
    }


def _described(definition: ast.ClassDef) -> Iterator[tuple[str, str]]:
    """Yield the fields that a class defines, each with its docstring."""
    for field, below in pairwise(definition.body):
        if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr):
            assert isinstance(field.target, ast.Name)
            yield field.target.id, inspect.cleandoc(ast.literal_eval(below.value))


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) for an events file, for text editors."""
    return {
        "$schema": GenerateJsonSchema.schema_dialect,
        **EventsFile.model_json_schema(by_alias=True, schema_generator=_Generator),
    }

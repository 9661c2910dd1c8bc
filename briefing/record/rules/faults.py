"""Faults in the structure of an events file, as the model reports them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic_core import ErrorDetails

from briefing.record.fields import TEXT_TAGS
from briefing.record.model import CITATION_TAGS, SECTIONS
from briefing.record.problems import Finding, Path, RecordPath
from briefing.record.rules.fields import noun_at, noun_of_items
from briefing.record.translations import are_translations


@dataclass(frozen=True, slots=True)
class Fault:
    """One place where a file does not match the structure of the model.

    Attributes:
        where: the file and the path.
        type: the type of pydantic's error.
        given: the value at that place.
        facts: further details from pydantic or our own validators.
        data: the content of the whole file.
    """

    where: RecordPath
    type: str
    given: object
    facts: dict[str, Any]
    data: object = None

    @property
    def is_key(self) -> bool:
        """Whether the fault is in the last key of its path, rather than in the value."""
        return "key" in self.facts or self.type == "extra_forbidden"

    @property
    def is_odd_key(self) -> bool:
        """Whether the fault is in a key that is not text to YAML, such as 2019, true or nothing."""
        return self.type == "invalid_key" or (self.type == "string_type" and self.is_key)

    @property
    def hint(self) -> str:
        """The hint from our own validator. Some validators work it out only when it is needed."""
        hint = self.facts["hint"]
        words: str = hint() if callable(hint) else hint
        return words

    @property
    def name(self) -> str:
        """The name of the field or item, to start a sentence with: "'title'" or "this event"."""
        *parent, last = self.where.path or ("",)
        if self.is_key:
            return "this key"
        if isinstance(last, int):
            noun = noun_of_items(tuple(parent))
            return with_article(noun) if noun else f"an item in '{parent[-1]}'"
        if len(parent) == 1 and parent[0] in SECTIONS:
            return f"the {noun_at(self.where.path)} '{last}'"
        return f"'{last}'" if last else "an events file"

    @property
    def siblings(self) -> Mapping[str, object]:
        """The group of fields in which one is missing or unknown, or {} if it is not a group."""
        group = value_at(self.data, self.where.path[:-1])
        return group if isinstance(group, dict) else {}

    @property
    def finding(self) -> Finding:
        """The finding with the message and the hint from one of our own validators."""
        return Finding(self.where, self.facts["message"], self.hint)


def relevant(errors: Iterable[ErrorDetails]) -> list[ErrorDetails]:
    """Return pydantic's errors without those about the other form that a text could have.

    A text can be plain, or given by language.
    """
    listed = list(errors)
    one, other = TEXT_TAGS
    by_language = {
        error["loc"][:-1]
        for error in listed
        if error["loc"][-1:] == (one,) and are_translations(error["input"])
    }

    def is_relevant(error: ErrorDetails) -> bool:
        place = error["loc"]
        tags = [n for n, step in enumerate(place) if step in TEXT_TAGS]
        return all((place[n] == other) == (place[:n] in by_language) for n in tags)

    return [error for error in listed if is_relevant(error)]


def fault_of(file: str, details: ErrorDetails, data: object) -> Fault:
    """Convert one of pydantic's errors in `data` to the terms of the file."""
    tags = (*CITATION_TAGS, *TEXT_TAGS)
    steps = [step for step in details["loc"] if step not in tags]
    facts: dict[str, Any] = dict(details.get("ctx", {}))
    if steps and steps[-1] == "[key]":
        steps.pop()
        facts["key"] = True
    return Fault(RecordPath(file, tuple(steps)), details["type"], details["input"], facts, data)


def value_at(data: object, path: Path) -> object:
    """Return the part of `data` at `path`, or None."""
    value: Any = data
    for step in path:
        is_there = isinstance(value, dict | list) and (isinstance(value, list) or step in value)
        value = value[step] if is_there else None
    return value


def with_article(noun: str) -> str:
    """Put "a" or "an" before a noun, unless it is a plural."""
    if noun == "typefaces":
        return noun
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def type_name(given: object) -> str:
    """Return the word for the type of a value, such as "a list"."""
    if isinstance(given, bool):
        return "true or false"
    if isinstance(given, dict):
        return "a group of fields"
    if isinstance(given, list | tuple):
        return "a list"
    return "a number" if isinstance(given, int | float) else "text"

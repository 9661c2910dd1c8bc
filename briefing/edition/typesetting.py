"""Curly quotation marks and apostrophes in all of a briefing's text, and marks for its language."""

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from operator import is_not
from typing import Any, TypeVar, cast

from briefing.edition.kept_entries import KeptEntries
from briefing.marked_text import Foreign, in_language, markdown_in_language
from briefing.typography import typeset, typeset_within_quotes

T = TypeVar("T")

AS_WRITTEN = {
    *("id", "anchor", "edtf", "machine_date", "url", "archived", "page", "called", "files"),
    *("language", "written_in", "timezone", "template", "type_size", "accent"),
    *("accent_in_the_dark", "style", "sender", "exact", "prefix", "suffix"),
}
"""Fields for programs, which are not typeset."""
_MARKDOWN = {
    *(
        ("Entry", "summary"),
        ("Entry", "notes"),
        ("Action", "text"),
        ("Question", "answer"),
        ("Section", "text"),
    ),
}
"""Markdown fields, which are typeset when they are parsed."""


def set_in_type(value: T, kept: KeptEntries | None = None) -> T:
    """Return a dataclass of this package with all its text typeset.

    Entries that are the same objects as the `kept` ones are not typeset again.
    """
    setter = _Setter(kept.typeset if kept else {})
    result = cast(T, setter.of(value, typeset))
    if kept:
        kept.keep_typeset(setter.made)
    return result


class _Setter:
    def __init__(self, made: Mapping[int, tuple[Any, Any]]) -> None:
        # Shared objects stay shared. The originals are kept, so that no `id()` is reused.
        self.made = dict(made)

    def of(self, value: Any, setting: Callable[[str], str]) -> Any:
        if isinstance(value, str):
            return setting(value) if type(value) is str else _plain(value, setting)
        if isinstance(value, tuple):
            inside = [self.of(item, setting) for item in value]
            return tuple(inside) if any(map(is_not, inside, value)) else value
        if not _settings(cast(Any, type(value))):
            return value
        if id(value) not in self.made:
            self.made[id(value)] = value, self._with_fields(value)
        return self.made[id(value)][1]

    def _with_fields(self, value: Any) -> Any:
        changed = {}
        for name, setting in _settings(cast(Any, type(value))):
            field = getattr(value, name)
            if field and (new := self.of(field, setting)) is not field:
                changed[name] = new
        return replace(value, **changed) if changed else value


def _plain(text: str, setting: Callable[[str], str]) -> str:
    """Return text that may be in another language as a plain string, with marks."""
    typeset_text = str(setting(text))
    if not isinstance(text, Foreign):
        return typeset_text
    if setting is _as_markdown:
        return markdown_in_language(typeset_text, text.language)
    return in_language(typeset_text, text.language)


def _as_markdown(text: str) -> str:
    return text


@cache
def _settings(kind: type) -> list[tuple[str, Callable[[str], str]]]:
    """Return the fields of a dataclass that can hold text, each with its typesetting function.

    There are none in other types, or in dataclasses that are not part of a briefing.
    """
    if not is_dataclass(kind) or not kind.__module__.startswith("briefing.edition."):
        return []
    return [
        (field.name, _setting(kind.__name__, field.name))
        for field in fields(kind)
        if field.name not in AS_WRITTEN
    ]


def _setting(kind: str, name: str) -> Callable[[str], str]:
    if (kind, name) in _MARKDOWN:
        return _as_markdown
    return typeset_within_quotes if (kind, name) == ("Quote", "text") else typeset

"""Texts that a record gives in several languages, and the same record in one of them.

A record that has been loaded is in its own language: every text is a string, and a `Translated` one
also has its other languages. `in_language` returns the record in another language.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from functools import cache
from typing import Any, Self, TypeVar, cast

from pydantic import BaseModel

from briefing.languages import catalogues, locale_of
from briefing.marked_text import Foreign

_T = TypeVar("_T")
_CODE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


class Translated(str):
    """A text in several languages: the text in the language of the record, and all `texts`.

    `texts` maps languages to texts, in the order in which they are written.
    """

    __slots__ = ("texts",)
    texts: Mapping[str, str]

    def __new__(cls, text: str, texts: Mapping[str, str]) -> Self:
        """Make a text with its translations."""
        made = super().__new__(cls, text)
        made.texts = texts
        return made

    def __eq__(self, other: object) -> bool:
        """Whether the other text is the same in every language."""
        return (
            isinstance(other, Translated) and self.texts == other.texts and str.__eq__(self, other)
        )

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__

    def __reduce__(self) -> tuple[object, ...]:
        return Translated, (str(self), self.texts)


class Translation(str):
    """The translation of a text. `original` is the text in the language of the record.

    For a quote, `language` is the language of the original.
    """

    __slots__ = ("language", "original")
    original: str
    language: str

    def __new__(cls, text: str, original: str, language: str) -> Self:
        """Make a translation of a text."""
        made = super().__new__(cls, text)
        made.original, made.language = original, language
        return made

    def __reduce__(self) -> tuple[object, ...]:
        return Translation, (str(self), self.original, self.language)


def original_of(text: str) -> str:
    """Return a text as it is in the record, if it may be a translation."""
    return text.original if isinstance(text, Translation) else text


def all_languages_of(text: str) -> str:
    """Return a text followed by its translations, for searching."""
    return "\n".join(text.texts.values()) if isinstance(text, Translated) else text


def by_language(text: str, language: str) -> Mapping[str, str]:
    """Return a text by language. If it has no translations, it is in the given `language`."""
    return text.texts if isinstance(text, Translated) else {language: text}


def is_known_language(code: str) -> bool:
    """Whether texts can be in a language: English, or one that has a catalogue."""
    return bool(_CODE.fullmatch(code)) and (code in catalogues() or locale_of(code) is not None)


def are_translations(value: object) -> bool:
    """Whether a group was meant as a text in several languages: its keys are codes of languages.

    A text in one line may have become a group, because it contains a colon.
    """
    if not isinstance(value, dict) or not all(isinstance(key, str) for key in value):
        return False
    keys: list[str] = [*value]
    if any(map(is_known_language, keys)):
        return True
    return all(map(_is_language_code, keys))


@cache
def _is_language_code(code: str) -> bool:
    from babel import Locale, UnknownLocaleError

    try:
        return bool(_CODE.fullmatch(code) and Locale.parse(code, sep="-"))
    except (ValueError, UnknownLocaleError):
        return False


def same_language(one: str, other: str) -> bool:
    """Whether two codes name the same language, whatever the country."""
    return one.partition("-")[0].casefold() == other.partition("-")[0].casefold()


def language_in(languages: Iterable[str], wanted: str) -> str | None:
    """Return the one of the `languages` that is closest to the `wanted` one, or None."""
    known = list(languages)
    if wanted in known:
        return wanted
    return next((each for each in known if same_language(each, wanted)), None)


def mention_languages(texts: Iterable[str]) -> bool:
    """Whether the files may have texts in several languages. This is quick to find out."""
    codes = {"en", *(code.partition("-")[0] for code in catalogues())}
    # A pattern that starts with a fixed text is found much more quickly.
    keys = [re.compile(rf"""{code}(?:-\w+)*["']?\s*:""") for code in sorted(codes)]
    return any(
        text[match.start() - 1 : match.start()] in _BEFORE_KEY
        for text in texts
        for key in keys
        for match in key.finditer(text)
    )


_BEFORE_KEY = {"", *" \t\n\r{,\"'"}


# The texts of a record


@cache
def _text_fields(kind: type[BaseModel]) -> frozenset[str]:
    """Return the names of the fields that can be in several languages."""
    from briefing.record.fields import is_translatable

    return frozenset(
        name
        for name, field in kind.model_fields.items()
        if is_translatable(field.annotation, field.metadata)
    )


Change = Callable[[str, BaseModel, str], str]
"""A function of a text, the item that has it, and the name of the field."""


def with_texts(value: _T, change: Change) -> _T:
    """Return an item, or several, with a change applied to each text that can be translated."""
    if isinstance(value, BaseModel):
        return cast(_T, _with_texts(value, change))
    if isinstance(value, tuple | list):
        inside = [with_texts(item, change) for item in value]
        is_same = all(one is other for one, other in zip(inside, value, strict=True))
        return value if is_same else cast(_T, type(value)(inside))
    if isinstance(value, dict):
        return cast(_T, {key: with_texts(item, change) for key, item in value.items()})
    return value


def _with_texts(item: BaseModel, change: Change) -> BaseModel:
    texts, update = _text_fields(type(item)), {}
    for name, value in vars(item).items():
        if not value or value.__class__ is bool:
            continue
        if name in texts:
            new: Any = change(value, item, name)
        elif isinstance(value, BaseModel | tuple):
            new = with_texts(value, change)
        else:
            continue
        if new is not value:
            update[name] = new
    return item.model_copy(update=update) if update else item


def texts_in(value: object) -> Iterator[tuple[BaseModel, str, str]]:
    """Yield each text that can be translated: its item, the name of its field, and the text."""
    if isinstance(value, tuple):
        for part in value:
            yield from texts_in(part)
    elif isinstance(value, BaseModel):
        texts = _text_fields(type(value))
        for name, inner in vars(value).items():
            if name in texts and inner:
                yield value, name, inner
            elif isinstance(inner, BaseModel | tuple):
                yield from texts_in(inner)


def with_record_texts(record: _T, change: Change) -> _T:
    """Return a record with a change applied to each text that can be translated."""
    from briefing.record.model import EventsFile

    title = change(getattr(record, "title"), EventsFile(), "title")  # noqa: B009
    names = {field.name for field in fields(cast(Any, record))} - {"title"}
    parts = {name: with_texts(getattr(record, name), change) for name in names}
    return cast(_T, replace(cast(Any, record), title=title, **parts))


def in_own_language(record: _T, language: str) -> tuple[_T, frozenset[str]]:
    """Return a record whose texts are in its `language`, and the languages of all its texts.

    A quote is in its original language: that of the record, unless the quote names another one.
    """
    found: set[str] = set()

    def own(text: str, item: BaseModel, name: str) -> str:
        if not isinstance(text, Translated):
            return text
        found.update(text.texts)
        original = getattr(item, "original", None) if name == "text" else None
        chosen = language_in(text.texts, original or language) or next(iter(text.texts))
        return Translated(text.texts[chosen], text.texts)

    return with_record_texts(record, own), frozenset(found)


def text_changer(own: str, wanted: str) -> Change:
    """Return a function that turns a text of a record in the language `own` into the `wanted` one.

    A text without a translation is marked as `Foreign`.
    """

    def changed(text: str, item: BaseModel, name: str) -> str:
        if not isinstance(text, Translated):
            return text if same_language(own, wanted) else Foreign(text, own)
        first = next(each for each, words in text.texts.items() if words == str(text))
        chosen = language_in(text.texts, wanted)
        if chosen is None:
            return Foreign(str(text), first)
        words = text.texts[chosen]
        return str(text) if chosen == first else Translation(words, str(text), first)

    return changed

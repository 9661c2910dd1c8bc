"""Problems in the words of a form. Messages of `briefing check` name keys and ids, as in a file.

A person at a form has never seen the file. So each key becomes the label of its field, each id the
name of its item, and each fix what to write or choose in which field. A message that needs none of
this stays as it is.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, NamedTuple

from briefing.edition.words import date_in_words
from briefing.record.edits import Edit, Remove, SetValue
from briefing.record.problems import Path, Problem
from briefing.record.rules.fields import every_key
from briefing.serve.form_fields import FORMS, FormField, form_for
from briefing.typography import capitalised

_QUOTED = re.compile(r"(?<![\w])'((?:[^'\n]|(?<=\w)'(?=\w))*)'(?!\w)|`([a-z_]+)`")
_UNDER = re.compile(rf"\bunder ({'|'.join(sorted(FORMS))})\b(?!:)")
_KEY_AND_VALUE = re.compile(r"\b(?!read\b)([a-z_]+): ")
_ADDED = re.compile(r"\b(write|add) ([a-z_]+): (\[[^\]]*\]|[^\s,;]+)")
_EXAMPLE = re.compile(r", as in [a-z_]+: [^,]+")
_TYPED = re.compile(r"write ([\"'])(.+)\1")
_BY_ID = re.compile(r"\bwith an (?:actor's )?id\b")
"""Advice to write an id. In a form, people choose items by their names."""
_ONLY_DELETE = re.compile("delete it, or check for a misspelt id")
_DATE = re.compile(r"(?<![\w/.“‘'\[-])\d{4}-\d\d(?:-\d\d)?(?![\w/”’'-]|\.\.)")
_SYNTAX = re.compile(
    r"[{}]|\[(?![^]]*\]\()|\bYAML\b|\byaml\b|\b[a-z]+_[a-z_]+\b|\bindent|\blines? (?:above|below|"
    r"\d)|\bkeys?\b|\bids?\b|\bbraces\b|\bbrackets\b|\bhyphen\b|\bcomment\b|\bone line\b|"
    r"\b(?:missing |closing )?quotation marks?\b(?! at one end)|\bin quotes\b|\bwithout quotes\b|"
    r"\ba line such as\b|^write - |^write \"|\bcolon\b|\bgroup of fields\b|"
    r"\ba list\b|\bitem of this list\b|\bexclamation mark\b|^write \d{4}|\bas in \"|"
    r"\bin the form \d"
)
"""Parts of a message that only a person who writes YAML understands."""
_WRITTEN_DATE = re.compile(r"\b\d{4}-\d\d")
_OF_DATES = ("not-a-date", "ambiguous-date", "impossible-date", "month-or-financial-year")
"""The rules whose messages are about how a date is written."""
_CITED = "Choose a source in {label}, or give its web address or its title"


class Advice(NamedTuple):
    """A problem in the words of a form.

    Attributes:
        message: what is wrong.
        hint: what to do, or "".
        path: the field to change, from the top of its file. It may not be there yet.
    """

    message: str
    hint: str
    path: Path


class _Place(NamedTuple):
    """A place in a form: its field, if it has one, and the groups around it, innermost first."""

    field: FormField | None
    groups: tuple[tuple[FormField, ...], ...]
    is_whole: bool


def advice(problem: Problem, names: Mapping[str, str], *, is_new: bool = False) -> Advice:
    """Return a problem in the words of the form.

    Args:
        problem: the problem.
        names: the names of the items of the record, by id.
        is_new: whether somebody has just added the item, so that nothing can use it yet.
    """
    path = problem.missing or problem.path
    place = _place(path)
    translated = _Translator(problem, place, names)
    message = translated.text(problem.message)
    if _SYNTAX.search(_without_quotes(message)):
        message = f"{_label(place.field)} cannot be read as it is written in the file"
        if place.field is None or not place.is_whole:
            message = f"a part of {problem.file} that this form does not show needs a correction"
    return Advice(message, translated.hint(is_new=is_new), path)


class _Translator:
    """Translates the texts of one problem."""

    def __init__(self, problem: Problem, place: _Place, names: Mapping[str, str]) -> None:
        self._problem, self._place, self._names = problem, place, names

    def text(self, text: str) -> str:
        """Return a text with the labels of fields and the names of items, and with dates in words.

        Text of the record, in quotes, stays as it is.
        """
        parts, at = [], 0
        for found in _QUOTED.finditer(text):
            parts += [self._unquoted(text[at : found.start()]), self._quoted(found)]
            at = found.end()
        return "".join([*parts, self._unquoted(text[at:])])

    def _unquoted(self, text: str) -> str:
        text = _UNDER.sub(lambda found: f"under “{_section(found[1])}”", text)
        for words, instead in (
            ("an id", "a short name"),
            ("id", "short name"),
            ("ids", "short names"),
        ):
            text = re.sub(rf"\b{words}\b", instead, text)
        for key in re.findall(r"\b[a-z]+_[a-z_]+\b", text):
            if label := self._label_of(key):
                text = text.replace(key, f"“{label}”")
        if self._problem.slug in _OF_DATES:
            return text
        return _DATE.sub(lambda found: _day(found[0]), text)

    def _quoted(self, found: re.Match[str]) -> str:
        word = found[1] if found[1] is not None else found[2]
        if label := self._label_of(word) if word in every_key() else "":
            return f"“{label}”"
        return f"“{self._names.get(word, word)}”" if found[1] is not None else found[0]

    def _label_of(self, key: str) -> str:
        fields = (field for group in self._place.groups for field in group)
        return next((field.label for field in fields if field.key == key), "") or _labels().get(
            key, ""
        )

    def hint(self, *, is_new: bool) -> str:
        """Return what to do, or "" if the message says enough. `is_new` is as for `advice`."""
        problem, place = self._problem, self._place
        given, field = problem.hint, place.field
        edits = problem.fix.edits if problem.fix else ()
        if _ONLY_DELETE.fullmatch(given):
            given = "choose it where you need it"
            if not is_new:
                given += ", or delete it"
        if not given or not place.is_whole:
            return given and self._in_an_editor()
        is_only_to_fill = " or " not in given or _BY_ID.search(given)
        if problem.missing and field and place.is_whole and is_only_to_fill:
            return _to_fill(field)
        if given.startswith("write ") and (words := self._fixes(edits)):
            return words
        if field and field.control in ("line", "text") and (typed := _TYPED.fullmatch(given)):
            return f"Write “{typed[2]}” in {_label(field)}"
        for words in (given, re.split(r"; |, or ", given)[0]):
            hint = self._with_values(words)
            if not (_has_syntax(hint) or _BY_ID.search(words)):
                return hint
        if words := self._fixes(edits):
            return words
        return _to_correct(field) if field else self._in_an_editor()

    def _in_an_editor(self) -> str:
        problem = self._problem
        return f"Only a text editor can change this: {problem.file}, line {problem.place.line}"

    def _with_values(self, hint: str) -> str:
        """Return a translated hint in which "key: value" is a value in a field."""

        def value_in(found: re.Match[str]) -> str:
            verb, key, value = found.groups()
            value = value.strip("[]")
            if not (label := self._label_of(key)):
                return found[0]
            if value.startswith(("id of", "an-", "its-")):
                return f"fill in “{label}”"
            name = self._names.get(value, value)
            return f"{verb} “{name}” {'under' if verb == 'add' else 'in'} “{label}”"

        return self.text(_ADDED.sub(value_in, _EXAMPLE.sub("", hint)))

    def _fixes(self, edits: tuple[Edit, ...]) -> str:
        """Return what the edit of a fix does, or "" if a form cannot do it."""
        edit = edits[0] if len(edits) == 1 else None
        if not isinstance(edit, Remove | SetValue):
            return ""
        place = _place(edit.path)
        if place.field is None or not place.is_whole:
            return ""
        if isinstance(edit, Remove):
            return f"Delete the text in {_label(place.field)}"
        value = self._value(edit.value, place.field)
        verb = "Choose" if place.field.control in ("reference", "choice", "moves") else "Write"
        return value and f"{verb} {value} in {_label(place.field)}"

    def _value(self, value: Any, field: FormField) -> str:
        if isinstance(value, list):
            values = [self._value(each, field) for each in value]
            return " and ".join(values) if all(values) else ""
        if isinstance(value, dict):
            return ""
        text = str(value)
        if field.control in ("reference", "citation", "group"):
            text = self._names.get(text, text)
        if field.control in ("date", "time"):
            text = _day(text)
        return f"“{text}”"


def _day(written: str) -> str:
    """Return a date in words, without its form in the file."""
    return date_in_words(written).partition(" (")[0] or written


def _to_correct(field: FormField) -> str:
    """Return what to do with the text of a field, if nobody can say what it must be."""
    if field.example and field.control in ("date", "time", "number"):
        return f"For example: {field.example}"
    return f"Check {_label(field)}, and correct it"


def _to_fill(field: FormField) -> str:
    """Return what to do with a field that is empty, by its control."""
    label = _label(field)
    if field.control == "citation":
        return _CITED.format(label=label)
    if field.control == "reference":
        noun = (field.section or "items").removesuffix("s")
        return f"Choose {_with_article(noun)} in {label}"
    if field.section and field.fields:
        noun = field.section.removesuffix("s")
        return f"Choose {_with_article(noun)} in {label}"
    verb = {"choice": "Choose one of the words in", "date": "Give a date in"}.get(field.control, "")
    return f"{verb or 'Fill in'} {label}"


def _has_syntax(text: str) -> bool:
    """Whether a hint has YAML or words about the file, outside the quotes of the record's words."""
    text = _without_quotes(text)
    keyed = any(key in every_key() for key in _KEY_AND_VALUE.findall(text))
    return keyed or bool(_SYNTAX.search(text) or _WRITTEN_DATE.search(text))


def _without_quotes(text: str) -> str:
    return re.sub(r"“[^”]*”", "“”", text)


def _place(path: Path) -> _Place:
    """Return the place in a form at a `path` of a file."""
    section, inside = _split(path)
    fields = form_for(section)
    groups: list[tuple[FormField, ...]] = [fields]
    field: FormField | None = None
    is_whole = True
    for step in inside:
        if isinstance(step, int) or (field and field.control == "moves"):
            continue
        below = field.fields if field else fields
        found = next((each for each in below if each.key == step), None)
        if found is None:
            is_whole = bool(field and not field.fields)  # A text in several languages.
            break
        field = found
        if field.fields:
            groups.insert(0, field.fields)
    return _Place(field, tuple(groups), is_whole)


def _split(path: Path) -> tuple[str, Path]:
    """Return the form for a path, and the rest of the path, within its item."""
    if path[2:3] == ("commitments",) and len(path) > 3:
        return "commitments", path[4:]
    if path and path[0] in FORMS:
        return str(path[0]), path[2:]
    return "record", path


def _with_article(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _label(field: FormField | None) -> str:
    return f"“{field.label}”" if field else "this"


def _section(name: str) -> str:
    return capitalised(name)


@cache
def _labels() -> dict[str, str]:
    """Return a label for each key of any form, for messages about another item."""
    found: dict[str, str] = {name: capitalised(name) for name in FORMS}
    for field in _all(field for name in FORMS for field in form_for(name)):
        found.setdefault(field.key, field.label)
    return found


def _all(fields: Iterator[FormField]) -> Iterator[FormField]:
    for field in fields:
        yield field
        yield from _all(iter(field.fields))

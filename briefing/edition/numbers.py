"""Numbers in the language of a briefing: `mwy na 2,000` for `more than 2,000`."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from briefing.edition.words import Words, words_in
from briefing.languages import N_
from briefing.marked_text import in_language
from briefing.record.quantities import Quantity

_FORMS = (
    N_("over %(number)s"), N_("more than %(number)s"), N_("above %(number)s"),
    N_("at least %(number)s"), N_("no fewer than %(number)s"), N_("up to %(number)s"),
    N_("under %(number)s"), N_("below %(number)s"), N_("less than %(number)s"),
    N_("fewer than %(number)s"), N_("at most %(number)s"), N_("no more than %(number)s"),
    N_("just over %(number)s"), N_("just under %(number)s"), N_("about %(number)s"),
    N_("around %(number)s"), N_("nearly %(number)s"), N_("almost %(number)s"),
    N_("an estimated %(number)s"), N_("%(number)s or more"), N_("%(number)s or fewer"),
    N_("%(number)s or less"), N_("%(number)s out of %(whole)s"), N_("%(number)s of %(whole)s"),
    N_("%(number)s in %(whole)s"), N_("%(number)s to %(upper)s"), N_("%(number)s per cent"),
    N_("%(number)s thousand"), N_("%(number)s million"), N_("%(number)s billion"),
)  # fmt: skip
_UNFILLED = {name: f"%({name})s" for name in ("number", "whole", "upper")}
_PLAIN = re.compile(r"(?:[\W\d_]|(?<=\d)(?:k|m|mn|bn|tn)\b)+", re.IGNORECASE)
"""A number without words, such as £18m or 20%."""


def number_in(quantity: Quantity, language: str, t: Words) -> Quantity:
    """Return a number from a record in a `language`, with its words in the language of `t`.

    If any of its words has no translation, all of it stays as it is, marked as being in the
    language of the record.
    """
    text = _translated(quantity.text, _forms(language, t.language))
    if text == quantity.text:
        return quantity
    return replace(quantity, text=in_language(quantity.text, language) if text is None else text)


def _translated(text: str, forms: Sequence[tuple[re.Pattern[str], str]]) -> str | None:
    if _PLAIN.fullmatch(text):
        return text
    for form, translation in forms:
        if match := form.fullmatch(text):
            parts = {name: _translated(part, forms) for name, part in match.groupdict().items()}
            if None not in parts.values():
                return translation % parts
    return None


@cache
def _forms(language: str, wanted: str) -> list[tuple[re.Pattern[str], str]]:
    """Return the forms of numbers in one language, each with its translation into the other."""
    own, other = words_in(language), words_in(wanted)
    return [
        (_pattern(own.gettext(form, **_UNFILLED)), other.gettext(form, **_UNFILLED))
        for form in _FORMS
    ]


def _pattern(form: str) -> re.Pattern[str]:
    pieces = re.split(r"%\((\w+)\)s", form)
    pieces[::2] = map(re.escape, pieces[::2])
    pieces[1::2] = (f"(?P<{name}>.+)" for name in pieces[1::2])
    return re.compile("".join(pieces), re.IGNORECASE)

"""Numbers from a document, in a form that a record accepts."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

from briefing.evidence.amount import Amount
from briefing.evidence.wanted import wanted
from briefing.record.quantities import PART_IN_WORDS, parse_quantity

_PERCENT_WORDS = re.compile(r"\s?(?:per[\s-]?cent|percent|pc)\b", re.IGNORECASE)
_BY = re.compile(
    r"\bby\s+(?:an?\s+)?$"
    r"|\b(?:cut|slashed|split|chopped)\s+in\s+$"
    r"|\b(?:fall|drop|rise|increase|decrease|reduction|cut|decline|jump|growth|surge|slump)s?\s+of\s+$",
    re.IGNORECASE,
)
"""Words before a change: *fell by a fifth*, *a rise of more than a third*."""
_CHANGED = re.compile(
    r"\s(?:less|fewer|lower|higher|cheaper|smaller|bigger)\b(?!\s(?:of|in)\b)"
    r"|\smore\b(?=[.,;]|\sthan\b|$)"
)
"""A word after a share of an earlier amount: *480 acres, a fifth less than before*."""
_EXACT = (2, 4, 5, 10, 20)
"""Denominators of shares that are whole percentages."""
_PART = re.compile(PART_IN_WORDS, re.IGNORECASE)
_TIMES_OF = (
    r"times(?=\s(?:the\s(?:[a-z]+\s){0,2}"
    r"(?:average|cost|figure|level|number|price|proportion|rate|share)"
    r"|(?:as|more)\s(?:common|high|likely|many|much))\b)"
)
MULTIPLE = re.compile(rf"\s{_TIMES_OF}")
"""Words after a number that multiplies another: *three times the rate*, *four times as many*."""
_UNIT_AFTER = re.compile(
    r"(?:[\s-]|(?=k[gm]\b))(?P<unit>(?:percentage\s+points?|seconds|(?<=-)second|minutes?|hours?|days?|weeks?|months?"
    r"|years?|miles?"
    r"|kilometres?|km|metres?|feet|yards|gallons|acres?|hectares?|tonnes?|megawatts?|mph|kg|litres?"
    r"|square\s+metres?|degrees?"
    rf"|{_TIMES_OF}))\b",
    re.IGNORECASE,
)

_MOVED_FROM = re.compile(
    rf"\bfrom\s(?:[a-z]+\s){{0,2}}[\w.,]+{_UNIT_AFTER.pattern}\sto\s(?:[a-z]+\s){{0,2}}$", re.I
)
_ENDS = re.compile(r"\s*(?:[.,;:)–—]|$)|\s(?:in|by|since|over|after|during|at|as|and|last|this)\s")


def value_of(text: str, amount: Amount) -> str:
    """Return a number in a form that a record accepts, as close as possible to the text."""
    written = " ".join(text[amount.start : amount.end].split())
    written = written[:1].lower() + written[1:] if written[1:2].islower() else written
    unit = unit_after(text, amount) or unit_before(text, amount)
    words = f" {unit['unit'].lower()}" if unit else ""
    low = max(0, amount.start - 20)
    is_change = _CHANGED.match(text, amount.end) or _BY.search(text, low, amount.start)
    limit = _QUALIFIERS.get(frozenset(amount.limits))
    if is_change and amount.whole and amount.is_share and amount.unit != "%":
        # "Cut by a third" is not "1 in 3", which would be a share of a group.
        if limit is None:
            return ""
        if amount.whole in _EXACT:
            return f"{limit}{_in_digits(100 * amount.value / amount.whole)}%"
        part = _PART.search(text, amount.start, amount.end)
        return f"{limit}{part[0].lower()}" if part else ""
    for form in (
        _PERCENT_WORDS.sub("%", written) + words,
        *_plain_forms(amount, words, is_in=" in " in written),
    ):
        if amount.is_share and not re.search(r"\d", form):
            continue  # A share in words is written in digits.
        try:
            quantity = parse_quantity(form)
        except ValueError:
            continue
        own = wanted(quantity)
        if own.is_value_of(amount) and own.is_limited_like(amount):
            return form
    return ""


def unit_before(text: str, amount: Amount) -> re.Match[str] | None:
    """Return the unit of the first number of a move: *from 41 weeks to 26*."""
    is_plain = not (amount.unit or amount.is_share or amount.whole) and _ENDS.match(
        text, amount.end
    )
    return _MOVED_FROM.search(text, max(0, amount.start - 40), amount.start) if is_plain else None


def unit_after(text: str, amount: Amount) -> re.Match[str] | None:
    """Return the unit that follows a number, such as weeks, if the number does not include one."""
    if amount.unit or amount.is_share or amount.whole is not None:
        return None
    return _UNIT_AFTER.match(text, amount.end)


_QUALIFIERS: Mapping[frozenset[str], str] = {
    frozenset(): "",
    frozenset(["more"]): "more than ",
    frozenset(["least"]): "at least ",
    frozenset(["fewer"]): "fewer than ",
    frozenset(["most"]): "up to ",
    frozenset(["about"]): "about ",
    frozenset(["nearly"]): "nearly ",
    frozenset(["more", "slightly"]): "just over ",
    frozenset(["fewer", "slightly"]): "just under ",
}


def _plain_forms(amount: Amount, words: str, *, is_in: bool) -> Iterator[str]:
    """Yield ways to write a number that is in words: "9 in 10", "nearly 40%", "£1.5 million"."""
    limit = _QUALIFIERS.get(frozenset(amount.limits))
    if limit is None:
        return
    limit = limit.replace("fewer", "less") if amount.unit else limit
    number = _in_digits(amount.value)
    if amount.whole is not None:
        joint = "in" if amount.is_share or is_in else "of"
        yield f"{limit}{number} {joint} {_in_digits(amount.whole)}"
        return
    upper = f"–{_in_digits(amount.upper)}" if amount.upper is not None else ""
    if (
        amount.unit in ("£", "$", "€")
        and (100 * amount.value).denominator == 1 < amount.value.denominator
    ):
        number = f"{float(amount.value):,.2f}"  # Pounds and pence.
    unit = {"%": "%", "points": " percentage points", "p": "p"}.get(amount.unit, "")
    sign = amount.unit if amount.unit in ("£", "$", "€") else ""
    yield f"{limit}{sign}{number}{upper}{unit}{words}"


def _in_digits(number: object) -> str:

    assert isinstance(number, Fraction)
    for power, word in ((10**9, " billion"), (10**6, " million")):
        if abs(number) >= power and (number / power * 1000).denominator == 1:
            return f"{_decimal(number / power)}{word}"
    plain = Decimal(number.numerator) / Decimal(number.denominator)
    return f"{plain.normalize():,f}"


def _decimal(number: object) -> str:

    assert isinstance(number, Fraction)
    return f"{(Decimal(number.numerator) / Decimal(number.denominator)).normalize():f}"

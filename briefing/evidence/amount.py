"""An amount: a number in a text, with its unit and qualifiers."""

import re
from dataclasses import dataclass
from fractions import Fraction

from briefing.evidence.limits import Limit

COMMON_WHOLES = frozenset((2, 3, 4, 5, 6, 8, 10, 20, 25, 50, 100, 1000))
"""Denominators that people also express as percentages: 9 in 10, but not 9 of 27."""

_CURRENCIES = {
    "£": "£", "gbp": "£", "pound": "£", "sterling": "£", "bunnoedd": "£", "$": "$", "usd": "$",
    "dollar": "$", "€": "€", "eur": "€",
}  # fmt: skip
_UNIT = re.compile(
    r"\s{0,3}(?P<points>percentage[\s-]points?|%\s?points?|(?:ppts?|pps?)\b|pwynt(?:iau)? canran)"
    r"|\s{0,3}(?P<percent>%|per[\s-]?cent(?!\w)|pc\b|p\.c\.|y cant\b)"
    r"|(?P<pence>(?<=\d)p\b|\s{1,3}(?:pence|ceiniog)\b)"
    r"|(?:-|\s{1,3})(?P<currency>pounds?\b(?!\s+(?:of|in)\s+weight)|GBP\b|sterling\b|euros?\b|EUR\b"
    r"|(?:US\s)?dollars?\b|USD\b|o bunnoedd\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in a text.

    Attributes:
        start, end: its position, with its currency, multiplier, unit and qualifiers.
        value: the number with its multiplier and sign.
        upper: the end of a range, or None.
        whole: the 10 of `nine in ten` and the 4 of `three quarters`, or None.
        is_share: whether people can write it in per cent, such as `nine in ten`.
        unit: `%`, `points` (percentage points), `p` (pence), a currency sign or empty.
        limits: the kinds of its qualifiers, such as `more` for `over`.
        sign: 1 or -1 for a number with a sign, and 0 for other numbers.
        doubt: why it may be no number, such as a year, or empty.
    """

    start: int
    end: int
    value: Fraction
    upper: Fraction | None = None
    whole: Fraction | None = None
    is_share: bool = False
    unit: str = ""
    limits: frozenset[Limit] = frozenset()
    sign: int = 0
    doubt: str = ""

    @property
    def kind(self) -> str:
        """The kind of unit. A share counts as a percentage."""
        return "%" if self.is_share else self.unit


def unit_at(text: str, place: int) -> tuple[str, int]:
    """Return the unit after a number (`%`, `points`, `p` or a currency sign), and where it ends."""
    match = _UNIT.match(text, place)
    if match is None:
        return "", place
    if match["pence"]:
        return "p", match.end()
    if match["points"] or match["percent"]:
        return "points" if match["points"] else "%", match.end()
    return currency_sign(match["currency"]), match.end()


def currency_sign(name: str) -> str:
    """Return the sign of a currency, such as `£` for `GBP` and for `pounds`."""
    return next(sign for part, sign in _CURRENCIES.items() if part in name.lower())

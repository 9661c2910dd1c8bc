"""Lengths of time, such as 18 months."""

import re
from dataclasses import dataclass
from datetime import date as Day

UNITS = ("day", "week", "month", "year")
PATTERN = rf"^\s*(?:[1-9][0-9]{{0,3}}|[Aa])\s+(?:{'|'.join(UNITS)})s?\s*$"
"""A regular expression for lengths of time, for a JSON Schema (valid in ECMA-262 and in Python)."""

_LENGTH = re.compile(rf"([1-9][0-9]{{0,3}}|a) ({'|'.join(UNITS)})s?", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True)
class Length:
    """An `amount` of a calendar `unit`. `text` is the length as written."""

    text: str
    amount: int
    unit: str

    def __str__(self) -> str:
        return self.text

    @property
    def is_exact(self) -> bool:
        """Whether it is in days or weeks, not months or years."""
        return self.unit in ("day", "week")

    def start(self, day: Day) -> Day:
        """Return the first day of a window of this length that ends on `day`.

        A window of months or years starts on the first of a month, so that "since September 2022"
        is true of every day of that month. If the window is longer than the calendar, it starts on
        the first day of the calendar.
        """
        from dateutil.relativedelta import relativedelta

        try:
            start = day - relativedelta(**{f"{self.unit}s": self.amount})  # type: ignore[arg-type]
        except (ValueError, OverflowError):
            return Day.min
        return start if self.is_exact else start.replace(day=1)


def parse_length(text: str) -> Length:
    """Parse a length of time.

    Raises:
        ValueError: `text` is not a length of time such as "18 months".
    """
    written = " ".join(text.split())
    match = _LENGTH.fullmatch(written)
    if match is None:
        raise ValueError(f"'{written}' is not a length of time")
    amount = 1 if match[1] in "aA" else int(match[1])
    return Length(written, amount, match[2].lower())


A_YEAR = Length("a year", 1, "year")
A_QUARTER = Length("3 months", 3, "month")

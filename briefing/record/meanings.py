"""The meanings of English dates, and the periods that such dates refer to."""

import re
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta

from briefing.record.ambiguous_dates import is_ambiguous
from briefing.record.dates import MONTHS, DateProblem, parse_edtf

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18,
    "twenty": 20, "thirty": 30, "sixty": 60,
}  # fmt: skip
"""Numbers in words, in lower case."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """A date that some text can mean.

    Attributes:
        text: the date in EDTF, with seasons in words.
        words: the difference from other meanings, such as "the financial year". May be empty.
        is_span: whether it is a period, such as a quarter, of which only one day may be meant.
    """

    text: str
    words: str = ""
    is_span: bool = False

    @property
    def is_valid(self) -> bool:
        """Whether `parse_edtf` accepts the date and nobody would read it differently."""
        try:
            parse_edtf(self.text)
        except DateProblem:
            return False
        return not is_ambiguous(self.text)

    @property
    def some_day(self) -> str:
        """One day in the period, in EDTF: [2023-07-03..2023-07-09]."""
        return f"[{self.text.replace('/', '..')}]"

    @property
    def ends(self) -> tuple[str, str]:
        """The start and end dates. Either is empty if that end is open."""
        start, end = parse_edtf(self.text).ends
        return start.written if start else "", end.written if end else ""


def pattern(text: str) -> re.Pattern[str]:
    """Compile a regular expression that ignores case."""
    return re.compile(text, re.IGNORECASE)


def tidied(text: str) -> str:
    """Return `text` with plain hyphens, plain apostrophes and single spaces."""
    return " ".join(text.translate(_DASHES).split())


_DASHES = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), "’": "'", "‘": "'"})


def hour_of(number: int, half: str) -> int | None:
    """Return the hour from 0 to 23 of a time such as 10pm, or None if there is no such hour.

    `half` is "am" or "pm", or "" for the 24-hour clock. 14.30pm can only be half past two.
    """
    if not half or (number > 12 and half.lower() == "pm"):
        return number if number < 24 else None
    if not 1 <= number <= 12:
        return None
    return number % 12 + (12 if half.lower() == "pm" else 0)


def in_words(day: Day) -> str:
    """Write a day in words: 3 July 2023."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def year_of(digits: str) -> int:
    """Read a year of four digits, or of two digits for the years 1970 to 2069."""
    digits = digits.removeprefix("'")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= 70 else 2000)


def follows(year: int, digits: str | None) -> bool:
    """Whether two or four `digits` represent the year after `year`."""
    return digits is not None and digits in (str(year + 1), f"{(year + 1) % 100:02}")


def span(year: int, month: int, length: int, words: str = "") -> Meaning:
    """Return the period of `length` months that starts in `month` (1 to 12) of `year`."""
    last = year * 12 + month - 1 + length - 1
    text = f"{year:04}-{month:02}/{last // 12:04}-{last % 12 + 1:02}"
    return Meaning(text, words, is_span=True)


def year_and_next(year: int, *, is_in_full: bool) -> list[Meaning]:
    """List the periods that 2022/23 can mean, or 2022/2023 if both years are in full."""
    years = [financial_year(year), span(year, 9, 12, "the school year")]
    return [*years, span(year, 1, 24, "both calendar years")] if is_in_full else years


def financial_year(year: int) -> Meaning:
    """Return the twelve months from April (Interpretation Act 1978, schedule 1)."""
    return span(year, 4, 12, "the financial year")


def winter(year: int) -> list[Meaning]:
    """List both winters of a year: the one that starts in it, and the one that ends in it."""
    return [
        Meaning(f"{year}-12/{year + 1}-02", f"December {year} to February {year + 1}", True),
        Meaning(f"{year - 1}-12/{year}-02", f"December {year - 1} to February {year}", True),
    ]


def week_from(day: Day) -> str:
    """Return the period of seven days that starts on `day`."""
    return f"{day}/{day + timedelta(days=6)}"

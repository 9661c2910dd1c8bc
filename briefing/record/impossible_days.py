"""Days that do not exist in their month, such as 31 April 2023, in any common date format."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass

from briefing.record.dates import MONTHS
from briefing.record.meanings import pattern, year_of

MONTH_NAMES = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
"""A regular expression for English months, either in full or as three letters."""


@dataclass(frozen=True, slots=True)
class ImpossibleDay:
    """A day that does not exist in its month, and its position in a text."""

    year: int
    month: int
    day: int
    start: int
    end: int

    @property
    def length(self) -> int:
        """The number of days in the month."""
        return monthrange(self.year, self.month)[1]

    @property
    def length_in_words(self) -> str:
        """The number of days in words: "June has 30 days". For February, the year is included."""
        name = f"{MONTHS[self.month - 1]}{f' {self.year}' if self.month == 2 else ''}"
        return f"{name} has {self.length} days"


_DAY_OF = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
_MONTH_OF = rf"(?P<month>{MONTH_NAMES}|sept)\.?"
_DAYS_IN_WORDS = [
    pattern(rf"(?<!\d){_DAY_OF}(?: of |[ -])?{_MONTH_OF},?[ -](?P<year>\d{{4}}|'?\d\d)(?!\d)"),
    pattern(rf"\b{_MONTH_OF} ?{_DAY_OF},? (?P<year>\d{{4}})(?!\d)"),
]
_DAYS_IN_NUMBERS = [
    re.compile(r"(?<![\d-])(?P<year>\d{4})([-/. ])(?P<one>\d\d?)\2(?P<other>\d\d?)(?![\d-])"),
    re.compile(r"(?<![\d-])(?P<one>\d\d?)([-/. ])(?P<other>\d\d?)\2(?P<year>\d{4}|\d\d)(?![\d-])"),
]


def impossible_days(text: str) -> Iterator[ImpossibleDay]:
    """Yield the days in `text` that do not exist in their month."""
    for day_and_month in _DAYS_IN_WORDS:
        for match in day_and_month.finditer(text):
            month = [name[:3] for name in MONTHS].index(match["month"][:3].title()) + 1
            yield from _if_impossible(match, month, int(match["day"]))
    for numbers in _DAYS_IN_NUMBERS:
        for match in numbers.finditer(text):
            # People use both orders. The date may be impossible if the larger number is the day.
            month, day = sorted((int(match["one"]), int(match["other"])))
            if month <= 12:
                yield from _if_impossible(match, month, day)


def _if_impossible(match: re.Match[str], month: int, day: int) -> Iterator[ImpossibleDay]:
    """Yield the day that was found, if its month is too short."""
    year = year_of(match["year"])
    if 1 <= year <= 9999 and month >= 1 and day > monthrange(year, month)[1]:
        yield ImpossibleDay(year, month, day, *match.span())

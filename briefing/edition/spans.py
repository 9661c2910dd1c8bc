"""Stretches of time of which only the bounds are known, and what can be said of them in words."""

from dataclasses import dataclass
from datetime import date as Day

from dateutil.relativedelta import relativedelta

from briefing.timeline.dates import VagueDate

_ABOUT = 2
"""Bounds so many months apart are near enough to say "about"."""


@dataclass(frozen=True, slots=True)
class Span:
    """Some day from `earliest` to `latest`, both among them; nobody knows which."""

    earliest: Day
    latest: Day

    @property
    def is_day(self) -> bool:
        """Whether it is one known day."""
        return self.earliest == self.latest

    @property
    def is_bounded(self) -> bool:
        """Whether both its bounds are known."""
        return self.earliest > Day.min and self.latest < Day.max


def span_of(date: VagueDate) -> Span:
    """The days that `date` can mean. About and perhaps widen it by as much as is written.

    2020~ is a day from 2019 to 2021, 2020-05? one from April to June.
    """
    if not (date.approximate or date.uncertain) or not Span(date.earliest, date.latest).is_bounded:
        return Span(date.earliest, date.latest)
    width = relativedelta(days=(date.latest - date.earliest).days + 1)
    try:
        return Span(date.earliest - width, date.latest + width)
    except (ValueError, OverflowError):
        return Span(date.earliest, date.latest)


def apart(first: Span, second: Span) -> str:
    """How long it is from `first` to `second`, in words that the bounds allow; empty if unknown.

    Of whole days it is exact: "17 days", "5 weeks", "17 months", "4 years and 2 months", each
    rounded down. Otherwise "about 14 months", "more than 3 years", "between 3 months and 9 months",
    "at most 27 months".
    """
    if not (first.is_bounded and second.is_bounded) or second.latest < first.earliest:
        return ""
    if first.is_day and second.is_day:
        return _length(first.earliest, second.earliest)
    least, most = _months(first.latest, second.earliest), _months(first.earliest, second.latest)
    if least <= 0:
        return f"at most {_in_words(most + 1)}"
    if most - least <= _ABOUT:
        days = (second.earliest - first.latest).days + (second.latest - first.earliest).days
        return f"about {_in_words(round(days / 2 / 30.4375))}"
    if least >= 24 and least // 12 == most // 12:
        return f"more than {_count(least // 12, 'year')}"
    return f"between {_in_words(least)} and {_in_words(most + 1)}"


def _months(start: Day, end: Day) -> int:
    """Whole months from `start` to `end`, less than none where `end` comes before."""
    if end < start:
        return -1
    length = relativedelta(end, start)
    return length.years * 12 + length.months


def _length(start: Day, end: Day) -> str:
    days, months = (end - start).days, _months(start, end)
    if days < 21:
        return _count(days, "day")
    return _count(days // 7, "week") if months < 3 else _in_words(months)


def _in_words(months: int) -> str:
    if months < 24:
        return _count(months, "month")
    years, rest = divmod(months, 12)
    return f"{_count(years, 'year')} and {_count(rest, 'month')}" if rest else _count(years, "year")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"

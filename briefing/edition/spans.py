"""Stretches of time of which only the bounds are known, and what can be said of them in words."""

from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from briefing.timeline.dates import Point, VagueDate, parse

_DAY = timedelta(days=1)
_ABOUT = 2
"""Bounds so many months apart are near enough to say "about"."""
_DAYS_OF_A_MONTH = 30.4375
"""On average, in years of which every fourth is a leap year."""


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
    span = Span(date.earliest, date.latest)
    if not (date.approximate or date.uncertain) or not span.is_bounded:
        return span
    after = span.latest + _DAY
    width = relativedelta(after, span.earliest)
    return Span(
        _moved(span.earliest, -width, Day.min),
        _moved(after, width - relativedelta(days=1), Day.max),
    )


def _moved(day: Day, by: relativedelta, last: Day) -> Day:
    """`day` so much later or earlier, but not beyond the `last` of the calendar."""
    try:
        return day + by
    except (ValueError, OverflowError):
        return last


def end_of(date: VagueDate) -> Span:
    """The days that can be the last of `date`: of a period those of its end, of others all."""
    if not date.is_period or not isinstance(date.end, Point):
        return span_of(date)
    end = span_of(parse(date.text.partition("/")[2]))
    return Span(max(span_of(date).earliest, end.earliest), end.latest)


def apart(first: Span, second: Span) -> str:
    """How long it is from `first` to `second`, in words that the bounds allow; empty if unknown.

    Of whole days it is exact: "17 days", "5 weeks", "17 months", "4 years and 2 months", each
    rounded down. Otherwise "about 14 months", "more than 3 years", "between 3 and 9 months",
    "at most 27 months".
    """
    if not (first.is_bounded and second.is_bounded) or second.latest < first.earliest:
        return ""
    if first.is_day and second.is_day:
        return _length(first.earliest, second.earliest)
    # It is more than the least, and less than a month more than the most.
    least = _months(first.latest, second.earliest - _DAY)
    most = _months(first.earliest, second.latest)
    if least <= 0:
        return f"at most {_in_words(most + 1)}"
    if most - least <= _ABOUT:
        days = (second.earliest - first.latest).days + (second.latest - first.earliest).days
        return f"about {_in_words(round(days / 2 / _DAYS_OF_A_MONTH))}"
    if least >= 24 and least // 12 == most // 12:
        return f"more than {_count(least // 12, 'year')}"
    if most + 1 < 36:
        return f"between {least} and {most + 1} months"
    years = -(-(most + 1) // 12)
    shortest = least // 12 if least >= 12 else _count(least, "month")
    return f"between {shortest} and {years} years"


def _months(start: Day, end: Day) -> int:
    """Whole months from `start` to `end`, less than none where `end` comes before."""
    if end < start:
        return -1
    length = relativedelta(end, start)
    return length.years * 12 + length.months


def _length(start: Day, end: Day) -> str:
    days, months = (end - start).days, _months(start, end)
    if not days:
        return "less than a day"
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

"""Digest periods: weeks, fortnights, months or any range of days.

Periods of the same rhythm follow each other without gaps or overlaps, so every day is in exactly
one of them. Fortnights are counted from Monday, 1 January of the year 1, in the proleptic Gregorian
calendar. Periods consist of whole days, so clock changes do not affect them.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime, time, timedelta
from typing import get_args

from dateutil.rrule import MO, MONTHLY, WEEKLY, rrule

from briefing.edition.words import Words
from briefing.record.dates import parse_edtf
from briefing.record.fields import Every, Weekday
from briefing.record.model import Edition

_DAY = timedelta(days=1)
_TWO_WEEKS = 14
_TWO_MONTHS = 62
"""The maximum number of days in two months."""
_THURSDAY = 3
_WEEK = re.compile(r"(\d{4})-?W(\d\d)", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a digest is made, and on which day its weeks start."""

    every: Every = "week"
    week_starts: Weekday = "Monday"


def rhythm_of(edition: Edition) -> Rhythm:
    """Return the rhythm of a digest edition."""
    return Rhythm(edition.every or "week", edition.week_starts or "Monday")


@dataclass(frozen=True, slots=True)
class Period:
    """The days from `first` to `last`, inclusive.

    A week is named after the ISO week that contains its Thursday (ISO 8601), as in 2023-W36. A week
    that does not start on a Monday therefore has the name of the ISO week with which it shares the
    most days. Two weeks are called 2023-W36-W37, and a month 2023-09. Any other range is called
    2023-09-01-to-2023-09-08, and its `every` is None.
    """

    name: str
    first: Day
    last: Day
    every: Every | None = None

    @property
    def day_before(self) -> Day:
        """The day before the period starts."""
        return self.first - _DAY if self.first > Day.min else Day.min

    def in_words(self, t: Words) -> str:
        """Return the days in words: "4–10 September 2023", or "September 2023" for a month."""
        first, last = self.first.isoformat(), self.last.isoformat()
        month = first[: len("2023-09")]
        is_month = self.first.day == 1 and last.startswith(month) and (self.last + _DAY).day == 1
        return t.date(parse_edtf(month if is_month else f"{first}/{last}"))


def period_of(day: Day, rhythm: Rhythm) -> Period:
    """Return the period that contains `day`. The first one starts on the calendar's first day.

    Raises:
        ValueError: the period may end after the year 9999, the last in the calendar.
    """
    if Day.max - day <= _TWO_MONTHS * _DAY:
        raise ValueError(f"the calendar ends soon after {day}")
    starts, noon = _starts(day, rhythm), datetime.combine(day, time(12))
    start, next_start = starts.before(noon), starts.after(noon)
    assert next_start
    first = start.date() if start else Day.min
    return Period(_name(first, rhythm), first, next_start.date() - _DAY, rhythm.every)


def period_before(day: Day, rhythm: Rhythm) -> Period:
    """Return the last period that ended before `day`."""
    return period_of(period_of(day, rhythm).day_before, rhythm)


def periods_over(since: Day, day: Day, rhythm: Rhythm) -> Iterator[Period]:
    """Yield the periods that end after `since` and before `day`, oldest first."""
    period = period_of(since + _DAY, rhythm)
    while period.last < day:
        yield period
        period = period_of(period.last + _DAY, rhythm)


def period_between(first: Day, last: Day, rhythm: Rhythm) -> Period:
    """Return the days from `first` to `last`, as a period of `rhythm` if they form one."""
    whole = period_of(first, rhythm)
    if (whole.first, whole.last) == (first, last):
        return whole
    return Period(f"{first.isoformat()}-to-{last.isoformat()}", first, last)


def day_of_week(name: str) -> Day:
    """Return the Thursday of an ISO week such as 2023-W36. The Thursday identifies the week.

    Raises:
        ValueError: `name` is not the name of a week, or its year has no such week.
    """
    week = _WEEK.fullmatch(name.strip())
    if week is None:
        raise ValueError(f"'{name}' is not a week such as 2023-W36")
    try:
        return Day.fromisocalendar(int(week[1]), int(week[2]), _THURSDAY + 1)
    except ValueError:
        raise ValueError(f"{int(week[1])} has no week {int(week[2])}") from None


def _starts(near: Day, rhythm: Rhythm) -> rrule:
    """Return the first days of periods, starting before the period that contains `near`."""
    days = near.toordinal() - Day.min.toordinal()
    days -= days % _TWO_WEEKS + _TWO_MONTHS // _TWO_WEEKS * _TWO_WEEKS
    since = datetime.combine(Day.min + max(0, days) * _DAY, time())
    if rhythm.every == "month":
        return rrule(MONTHLY, dtstart=since, bymonthday=1)
    return rrule(
        WEEKLY,
        dtstart=since,
        interval=1 if rhythm.every == "week" else 2,
        byweekday=get_args(Weekday).index(rhythm.week_starts),
        wkst=MO,
    )


def _name(first: Day, rhythm: Rhythm) -> str:
    if rhythm.every == "month":
        return first.isoformat()[: len("2023-09")]
    year, week, _ = _thursday_from(first).isocalendar()
    name = f"{year:04}-W{week:02}"
    if rhythm.every == "week":
        return name
    last_year, last_week, _ = _thursday_from(first + 7 * _DAY).isocalendar()
    return f"{name}-{'' if last_year == year else f'{last_year:04}-'}W{last_week:02}"


def _thursday_from(day: Day) -> Day:
    return day + (_THURSDAY - day.weekday()) % 7 * _DAY

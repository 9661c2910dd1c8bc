"""Inexact days and lengths of time, and descriptions of them in words."""

from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from briefing.edition.words import Words
from briefing.record.dates import VagueDate
from briefing.record.occurrence import widened

_DAY = timedelta(days=1)
_ABOUT, _ABOUT_IN_A_YEAR = 1, 2
"""The maximum number of months between two bounds for a description to say "about". The second
number is the maximum if the length is at least a year."""
_DAYS_OF_A_MONTH = 30.4375
"""The average, if every fourth year is a leap year."""


@dataclass(frozen=True, slots=True)
class DateRange:
    """An unknown day from `earliest` to `latest`, inclusive."""

    earliest: Day
    """The first day of the range."""
    latest: Day
    """The last day of the range."""

    @property
    def is_day(self) -> bool:
        """Whether it is a single known day."""
        return self.earliest == self.latest

    @property
    def is_bounded(self) -> bool:
        """Whether both bounds are known."""
        return self.earliest > Day.min and self.latest < Day.max


def days_of(date: VagueDate) -> DateRange:
    """Return the days that `date` can mean. "About" and "perhaps" widen it by its own length.

    2020~ is a day from 2019 to 2021, and 2020-05? is a day from April to June. Each end of a
    period, or of a range that contains one day, is widened separately.
    """
    return DateRange(*widened(date))


def start_days(date: VagueDate) -> DateRange:
    """Return the possible first days of `date`. A period is assumed to happen on its first day."""
    return days_of(date.beginning)


def end_days(date: VagueDate) -> DateRange:
    """Return the possible last days of `date`: the end of a period, or else any of its days."""
    _, last = date.ends
    if not date.is_period or last is None:
        return days_of(date)
    end = days_of(last)
    return DateRange(max(days_of(date).earliest, end.earliest), end.latest)


def time_between(first: DateRange, second: DateRange, t: Words) -> str:
    """Return the time from `first` to `second` in words, or an empty string if unknown.

    Between known days it is exact: "17 days", "5 weeks", "17 months", "4 years and 2 months", each
    rounded down. Otherwise it is "about 14 months", "more than 3 years", "3 to 9 months" or "at
    most 27 months".

    A range of months runs from the shortest possible time to the longest, each rounded down as it
    would be between known days. Whichever days turn out to be right, the exact time is therefore in
    the range, and no shorter range would always contain it. A range of years and "at most" are
    rounded outwards.
    """
    if not (first.is_bounded and second.is_bounded) or second.latest < first.earliest:
        return ""
    if first.is_day and second.is_day:
        return _length(first.earliest, second.earliest, t)
    minimum = _months(first.latest, second.earliest)
    maximum = _months(first.earliest, second.latest)
    # The smallest number of whole months that is never exceeded.
    limit = _months(first.earliest, second.latest - _DAY) + 1
    if minimum <= 0:
        return t.gettext("at most %(length)s", length=_in_words(limit, t))
    if maximum - minimum <= (_ABOUT_IN_A_YEAR if minimum >= 12 else _ABOUT):
        days = (second.earliest - first.latest).days + (second.latest - first.earliest).days
        months = round(days / 2 / _DAYS_OF_A_MONTH)
        return t.gettext("about %(length)s", length=_in_words(months, t))
    exceeded = _months(first.latest, second.earliest - _DAY)
    if exceeded >= 24 and exceeded // 12 == maximum // 12:
        return t.gettext("more than %(length)s", length=count(minimum // 12, "year", t))
    if limit < 36:
        return t.ngettext(
            "%(least)s to %(num)s month",
            "%(least)s to %(num)s months",
            maximum,
            least=minimum,
        )
    years = -(-limit // 12)
    return t.ngettext(
        "%(least)s to %(num)s year",
        "%(least)s to %(num)s years",
        years,
        least=minimum // 12 if minimum >= 12 else count(minimum, "month", t),
    )


def count(number: int, unit: str, t: Words) -> str:
    """Return a number of days, working days, weeks, months or years in words, such as "5 weeks"."""
    match unit:
        case "day":
            return t.ngettext("%(num)s day", "%(num)s days", number)
        case "working day":
            return t.ngettext("%(num)s working day", "%(num)s working days", number)
        case "week":
            return t.ngettext("%(num)s week", "%(num)s weeks", number)
        case "month":
            return t.ngettext("%(num)s month", "%(num)s months", number)
    return t.ngettext("%(num)s year", "%(num)s years", number)


def _months(start: Day, end: Day) -> int:
    """Return the whole months from `start` to `end`; negative if `end` is earlier."""
    if end < start:
        return -1
    length = relativedelta(end, start)
    return length.years * 12 + length.months


def _length(start: Day, end: Day, t: Words) -> str:
    days, months = (end - start).days, _months(start, end)
    if not days:
        return t.gettext("less than a day")
    if days < 21:
        return count(days, "day", t)
    return count(days // 7, "week", t) if months < 3 else _in_words(months, t)


def _in_words(months: int, t: Words) -> str:
    if months < 24:
        return count(months, "month", t)
    years, rest = divmod(months, 12)
    if not rest:
        return count(years, "year", t)
    return t.ngettext(
        "%(years)s and %(num)s month",
        "%(years)s and %(num)s months",
        rest,
        years=count(years, "year", t),
    )

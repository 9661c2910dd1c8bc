"""Phrases such as "last month" and "three weeks ago", and the dates they mean on a given day.

Weeks begin on Monday, as in ISO 8601.
"""

from datetime import date as Day
from datetime import timedelta

from briefing.record import english_dates
from briefing.record.dates import parse_edtf
from briefing.record.impossible_days import MONTH_NAMES
from briefing.record.meanings import (
    NUMBERS,
    WEEKDAYS,
    Meaning,
    financial_year,
    in_words,
    pattern,
    span,
    tidied,
    week_from,
    winter,
)

_STEPS = {"today": 0, "now": 0, "yesterday": -1, "tomorrow": 1, "the day before yesterday": -2}
_UNIT = r"(day|week|fortnight|month|quarter|year|financial year)"
_AGO = pattern(rf"(\d{{1,3}}|\w+) {_UNIT}s? ago")
_AHEAD = pattern(
    rf"(?:in (\d{{1,3}}|\w+) {_UNIT}s?(?:'? time)?|(\d{{1,3}}|\w+) {_UNIT}s? from now)"
)
_LAST_FEW = pattern(rf"(?:in )?(?:the )?(?:last|past|previous) (?:(\d{{1,3}}|\w+) )?{_UNIT}s?")
_LAST = pattern(rf"(?:the )?(last|previous|this|current|next|coming) {_UNIT}")
_NAMED_DAY = pattern(r"(?:on )?(?:(last|this) )?(mon|tues|wednes|thurs|fri|satur|sun)day")
_SEASON = pattern(
    r"(?:in )?(?:the )?(last|previous|this|next|coming) (spring|summer|autumn|winter)"
)
_OF_A_YEAR = pattern(r"(?:in )?(.+?),? (?:of )?(last|this|next) year")
_STARTS_WITH_DATE = pattern(
    rf"(?:(?:early|mid|late|end of|by|before|after|since|about|the|in)[ -])*"
    rf"(?:\d\d?(?:st|nd|rd|th)?\b|spring|summer|autumn|winter|(?:{MONTH_NAMES})\b).*"
    r"|early|mid|late|(?:(?:by|before|at) )?(?:the )?end"
)
_SOON_OR_LATE = pattern(
    r"(?:on |by )?(?:(?:last|this|next) )?(?:mon|tues|wednes|thurs|fri|satur|sun)day"
    r"|(?:earlier |later )?this (?:morning|afternoon|evening|week|month|year)"
    r"|(?:(?:earlier|later|by|before|at|in) )*(?:(?:the )?end of )?(?:the|this|last|next) "
    r"(?:week|month|year|spring|summer|autumn|winter)"
)


def is_relative(text: str) -> bool:
    """Whether the meaning of `text` depends on today's date."""
    text = tidied(text).lower()
    patterns = (_AGO, _LAST_FEW, _LAST, _SOON_OR_LATE, _SEASON)
    if text in _STEPS or any(words.fullmatch(text) for words in patterns):
        return True
    if ahead := _AHEAD.fullmatch(text):
        return bool(_number(ahead[1] or ahead[3]))
    of_a_year = _OF_A_YEAR.fullmatch(text)
    return bool(of_a_year and _STARTS_WITH_DATE.fullmatch(of_a_year[1]))


def meanings(text: str, today: Day) -> list[Meaning]:
    """List the dates that `text` can mean on the day `today`, or none if it is not relative."""
    text = tidied(text).lower()
    try:
        if text in _STEPS:
            return [Meaning((today + timedelta(days=_STEPS[text])).isoformat())]
        if ago := _AGO.fullmatch(text):
            number = _number(ago[1])
            day = _back(today, number, ago[2]) if number else None
            return [Meaning(day.isoformat())] if day else []
        if (named := _LAST.fullmatch(text)) and named[2] != "day":
            step = {"last": -1, "previous": -1, "next": 1, "coming": 1}.get(named[1], 0)
            unit = _calendar_unit(today, step, named[2])
            return [Meaning(unit, is_span="/" in unit)]
        if ahead := _AHEAD.fullmatch(text):
            return _ahead(today, _number(ahead[1] or ahead[3]), ahead[2] or ahead[4])
        if season := _SEASON.fullmatch(text):
            return _seasons(today, season[1], season[2])
        if (of_a_year := _OF_A_YEAR.fullmatch(text)) and is_relative(text):
            year = today.year + {"last": -1, "next": 1}.get(of_a_year[2], 0)
            return [*english_dates.meanings(f"{of_a_year[1]} {year}")]
        if few := _LAST_FEW.fullmatch(text):
            number = _number(few[1] or "one")
            day = _back(today, number, few[2]) if number else None
            return [Meaning(f"{day}/{today}", is_span=True)] if day else []
        if weekday := _NAMED_DAY.fullmatch(text):
            return [
                Meaning(day, in_words(Day.fromisoformat(day)))
                for day in _named_day(today, weekday[1], weekday[2])
            ]
    except (ValueError, OverflowError):
        pass
    return []


def _number(word: str) -> int:
    return int(word) if word.isdecimal() else NUMBERS.get(word.lower(), 0)


def _back(today: Day, number: int, unit: str) -> Day:
    from dateutil.relativedelta import relativedelta

    if unit in ("day", "week", "fortnight"):
        return today - timedelta(days=number * {"day": 1, "week": 7, "fortnight": 14}[unit])
    months = number * {"month": 1, "quarter": 3}.get(unit, 12)
    return today - relativedelta(months=months)


def _ahead(today: Day, number: int, unit: str) -> list[Meaning]:
    """List the dates after a length of time. "In six months" need not be one exact day."""
    if not number:
        return []
    day = _back(today, -number, unit)
    if unit in ("day", "week", "fortnight"):
        return [Meaning(day.isoformat())]
    exact = Meaning(day.isoformat(), f"exactly that long after {in_words(today)}")
    return [exact, Meaning(f"{day:%Y-%m}", "a day in that month")]


def _seasons(today: Day, which: str, season: str) -> list[Meaning]:
    """List the seasons that "last spring" or "next winter" can mean.

    If the nearest spring is in this year, people can also mean the one in the year before or after.
    """
    years = range(today.year - 2, today.year + 3)
    all_ = [
        winter(year)[0] if season == "winter" else Meaning(f"{season} {year}") for year in years
    ]
    dates = [(parse_edtf(one.text), one) for one in all_]
    over = [one for date, one in reversed(dates) if date.latest < today]
    ahead = [one for date, one in dates if date.earliest > today]
    if which == "this":
        now = [one for date, one in dates if date.earliest <= today <= date.latest]
        in_year = ahead if season == "winter" else [Meaning(f"{season} {today.year}")]
        return (now or in_year)[:1]
    found = over if which in ("last", "previous") else ahead
    is_clear = season == "winter" or str(today.year) not in found[0].text
    return found[: 1 if is_clear else 2]


def _calendar_unit(today: Day, step: int, unit: str) -> str:
    """Return the calendar week, month, quarter or year `step` units after the current one."""
    if unit in ("week", "fortnight"):
        monday = today - timedelta(days=today.weekday()) + timedelta(days=7 * step)
        if unit == "week":
            return week_from(monday)
        return f"{monday - timedelta(days=7)}/{monday + timedelta(days=6)}"
    if unit == "month":
        month = today.year * 12 + today.month - 1 + step
        return f"{month // 12:04}-{month % 12 + 1:02}"
    if unit == "quarter":
        quarter = today.year * 4 + (today.month - 1) // 3 + step
        return span(quarter // 4, quarter % 4 * 3 + 1, 3).text
    if unit == "financial year":
        return financial_year(today.year - (today.month < 4) + step).text
    return f"{today.year + step:04}"


def _named_day(today: Day, which: str | None, name: str) -> list[str]:
    """List the most recent day with that name before today, and last week's if that is possible."""
    index = [day.lower() for day in WEEKDAYS].index(f"{name}day")
    if which == "this":
        return [(today + timedelta(days=index - today.weekday())).isoformat()]
    recent = today - timedelta(days=(today.weekday() - index) % 7)
    before = recent - timedelta(days=7)
    if recent == today:
        return [before.isoformat()] if which else [recent.isoformat(), before.isoformat()]
    is_this_week = recent.isocalendar()[:2] == today.isocalendar()[:2]
    both = which is not None and is_this_week
    return [recent.isoformat(), before.isoformat()] if both else [recent.isoformat()]

"""Financial years, quarters, weeks and holidays in English, and the dates they can mean.

`read` is a function that reads a date within the text, such as the one after "week commencing". The
financial year begins on 1 April (Interpretation Act 1978, schedule 1), the tax year on 6 April, and
the school year in September. Weeks are those of ISO 8601. Easter is Western Easter.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator
from datetime import date as Day
from datetime import timedelta
from typing import TypeAlias

from briefing.record.dates import MONTHS, Point, parse_edtf
from briefing.record.meanings import (
    NUMBERS,
    Meaning,
    financial_year,
    follows,
    pattern,
    span,
    week_from,
    year_and_next,
    year_of,
)

Read: TypeAlias = Callable[[str], Iterable[Meaning]]


_KIND = r"financial year|fiscal year|FY|tax year|academic year|school year"
_NAMED_YEAR = pattern(
    rf"(?:the )?(?:({_KIND})s? ?)?(\d{{4}}|\d\d)(?: ?[-/] ?(\d{{4}}|\d\d))?(?: ({_KIND}))?"
)
_YEAR_TO = pattern(
    r"(?:the )?(?:(year|quarter|half year|half-year)|(\d\d?|\w+) months?) "
    r"(?:to|ending|ended|to the end of)(?: in)?(?: end)? (.+)"
)
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4}
_ORDINALS |= {"4th": 4, "last": 4, "final": 4}
_WHICH = "|".join(_ORDINALS)
_OF_YEAR = (
    rf"(?:(?:of|in) )?(?:the )?(?P<named>{_KIND})? ?(?P<year>\d{{4}}|(?<=FY)\d\d|(?<=FY )\d\d)"
    r"(?:[-/](?P<next>\d{4}|\d\d))?"
)
_PART_OF_YEAR = [
    pattern(rf"(?:the )?(?P<short>[QH])(?:uarter |alf )?(?P<number>[1-4]),? ?{_OF_YEAR}"),
    pattern(rf"(?:the )?(?P<which>{_WHICH}) (?P<long>quarter|half),? ?{_OF_YEAR}"),
    pattern(r"(?P<year>\d{4})(?:/(?P<next>\d{4}|\d\d))?[- ]?(?P<short>[QH])(?P<number>[1-4])"),
]
_MONTHS_OF_YEAR = re.compile(r"([0-9]{4})-([0-9]{2})/([0-9]{2})")
_WEEK = pattern(
    r"(?:the )?(w/?c|w/?b|w/?e|week (?:commencing|beginning|starting|of|ending|ended))"
    r"(?: on)?:? (.+)"
)
_ISO_WEEK = pattern(r"(\d{4})-?W(\d\d?)|week (\d\d?)(?: of|,)? (\d{4})")
_FEAST = pattern(
    r"(easter(?: sunday| monday| weekend)?|good friday|christmas(?: day| eve)?|boxing day"
    r"|new year's (?:day|eve)) (\d{4})"
)
_FROM_EASTER = {"good friday": -2, "easter sunday": 0, "easter monday": 1}
_FIXED = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26),
    "new year's day": (1, 1), "new year's eve": (12, 31),
}  # fmt: skip


def years(text: str, read: Read) -> Iterator[Meaning]:
    """Yield financial, tax and school years, pairs of consecutive years, and longer periods."""
    if to := _YEAR_TO.fullmatch(text):
        yield from _months_to(to[1], to[2], to[3], read)
    match = _NAMED_YEAR.fullmatch(text)
    if match is None:
        return
    kind = (match[1] or match[4] or "").lower()
    if len(match[2]) == 2 and not kind:
        return
    year, second = year_of(match[2]), match[3]
    is_next = follows(year, second)
    if not second and kind in ("fy", "financial year", "fiscal year"):
        yield Meaning(financial_year(year - 1).text, f"the year that ends in March {year}", True)
        yield Meaning(financial_year(year).text, f"the year that begins in April {year}", True)
    elif is_next and kind in ("fy", "financial year", "fiscal year"):
        yield Meaning(financial_year(year).text, is_span=True)
    elif is_next and kind == "tax year":
        yield Meaning(f"{year}-04-06/{year + 1}-04-05", is_span=True)
    elif is_next and kind == "school year":
        yield Meaning(f"{year}-09/{year + 1}-08", is_span=True)
    elif is_next and not kind:
        yield from year_and_next(year, is_in_full=len(second or "") == 4)
        if second and len(second) == 2 and 1 <= int(second) <= 12:
            yield Meaning(f"{year}-{second}", f"{MONTHS[int(second) - 1]} {year}")
    elif second and not kind and len(second) == 2 and int(second) > max(12, year % 100):
        yield Meaning(f"{year}/{year - year % 100 + int(second)}")


def _months_to(year: str | None, number: str | None, end: str, read: Read) -> Iterator[Meaning]:
    """Yield the year, quarter or number of months to the end of a month, as used in statistics."""
    months = {"year": 12, "quarter": 3}.get((year or "half").lower(), 6)
    if number:
        months = int(number) if number.isdecimal() else NUMBERS.get(number.lower(), 0)
    texts = {meaning.text for meaning in read(end)}
    point = parse_edtf(texts.pop()).end if len(texts) == 1 else None
    if not months or not isinstance(point, Point) or not point.month:
        return
    is_last_day = point.day == monthrange(point.year, point.month)[1]
    if point.day and not is_last_day:
        return
    first = point.year * 12 + point.month - months
    yield Meaning(span(first // 12, first % 12 + 1, months).text, is_span=True)


def parts_of_years(text: str, read: Read) -> Iterator[Meaning]:
    """Yield quarters and halves. Q1 and H1 may belong to the calendar or the financial year."""
    match = next(filter(None, (part.fullmatch(text) for part in _PART_OF_YEAR)), None)
    if match is None:
        if months := _MONTHS_OF_YEAR.fullmatch(text):
            yield Meaning(f"{months[1]}-{months[2]}/{months[1]}-{months[3]}")
        return
    parts = match.groupdict()
    is_short, year, second = bool(parts.get("short")), year_of(parts["year"]), parts.get("next")
    name = (parts.get("short") or parts.get("long") or "").upper()[0]
    length = 3 if name == "Q" else 6
    which = parts.get("which")
    number = int(parts["number"]) if is_short else _ORDINALS[(which or "").lower()]
    if name == "H" and which and which.lower() in ("last", "final"):
        number = 2
    if number * length > 12 or (second and not follows(year, second)):
        return
    calendar = span(year, (number - 1) * length + 1, length)
    financial = _from_april(year, number, length)
    kind = (parts.get("named") or "").lower()
    if second or kind:
        if kind in ("", "fy", "financial year", "fiscal year") and (second or not is_short):
            yield financial
        return
    yield Meaning(calendar.text, "the calendar year" if is_short else "", True)
    if is_short:
        words = f"the financial year {year}-{(year + 1) % 100:02}"
        yield Meaning(financial.text, words, True)


def _from_april(year: int, number: int, length: int) -> Meaning:
    first = year * 12 + 3 + (number - 1) * length
    return span(first // 12, first % 12 + 1, length)


def weeks(text: str, read: Read) -> Iterator[Meaning]:
    """Yield weeks identified by any of their days or by their ISO 8601 number."""
    if week := _WEEK.fullmatch(text):
        how = week[1].lower().replace("/", "").replace("week ", "")
        for meaning in read(week[2]):
            if not parse_edtf(meaning.text).is_day:
                continue
            day = parse_edtf(meaning.text).earliest
            if how in ("we", "ending", "ended"):
                day -= timedelta(days=6)
            elif how == "of":
                day -= timedelta(days=day.weekday())
            yield Meaning(week_from(day), meaning.words, is_span=True)
    elif numbered := _ISO_WEEK.fullmatch(text):
        year, number = numbered[1] or numbered[4], numbered[2] or numbered[3]
        try:
            yield Meaning(week_from(Day.fromisocalendar(int(year), int(number), 1)), is_span=True)
        except ValueError:
            return


def feasts(text: str, read: Read) -> Iterator[Meaning]:
    """Yield the dates of Easter, Christmas and New Year in the years 1583 to 9998."""
    match = _FEAST.fullmatch(text)
    if match is None or not 1583 <= int(match[2]) <= 9998:
        return
    from dateutil.easter import easter

    name, year = match[1].lower(), int(match[2])
    sunday = easter(year)
    if name in _FIXED:
        yield Meaning(Day(year, *_FIXED[name]).isoformat())
    elif name == "christmas":
        yield Meaning(f"{year}-12-25", "Christmas Day")
        yield Meaning(f"{year}-12", f"some day in December {year}")
    elif name in _FROM_EASTER:
        yield Meaning((sunday + timedelta(days=_FROM_EASTER[name])).isoformat())
    else:
        weekend = f"{sunday - timedelta(days=2)}/{sunday + timedelta(days=1)}"
        if name == "easter":
            yield Meaning(sunday.isoformat(), "Easter Sunday")
        yield Meaning(weekend, "Good Friday to Easter Monday")

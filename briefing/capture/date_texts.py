"""The possible dates of the text of one cell, given the year or month in a heading above it.

`meanings` reads the dates. This module only adds the forms of text that tables have: a day
without its year, a spreadsheet's number for a day, Welsh months and times of day.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from datetime import timedelta

from briefing.record.dates import MONTHS, DateProblem, VagueDate, parse_edtf
from briefing.record.english_dates import meanings
from briefing.record.meanings import (
    follows,
    hour_of,
    in_words,
    pattern,
    tidied,
    year_and_next,
    year_of,
)

_LONGEST = 120
"""No date is longer than this, in characters."""
_FUTURE = 5
"""A two-digit year further ahead than this may be in the last century."""
_DAY_ZERO = Day(1899, 12, 30)
"""The day that Excel and LibreOffice count from."""
_SERIAL = re.compile(r"([2-5]\d{4})(?:\.\d+)?")
_NUMBERS = re.compile(r"(?<!\d)(\d\d?)([-/. ])(\d\d?)\2(\d{4}|\d\d)(?!\d)")
_SHORT_YEAR_MAY_BE_FIRST = re.compile(r"(\d\d)-(\d\d)-(\d\d)")
ORDERS = " orders"
"""The end of the style of a date whose year may come first or last, such as 21-05-03."""
_SHORT_YEAR = pattern(
    r"(?:(?<!\d)\d\d?([-/. ])\d\d?\1|(?:^|[^a-z])[a-z]{3,9}\.?,?[ -]?)(?:')?(\d\d)(?![\d:])"
)
_MONTH_AND_NUMBER = pattern(r"([a-z]{3,9})\.?[- ]'?(\d\d)")
_MONTH_AND_DAY = pattern(rf"(?:{'|'.join(month[:3] for month in MONTHS)})[a-z]*\.? \d(?!\d)")
_SLASHED_MONTH = pattern(r"(\d\d?)[/.]([a-z]{3,9})[/.](\d{4}|\d\d)")
_BEFORE_CHRIST = re.compile(r"(?:^|[/.\[])-(?!0)")
_ASIDE = re.compile(r"(?<=\w) ?\(([^()\d]*)\)$")
_ABOUT = pattern(r"approx\.?|approximately|circa|c\.?|ca\.?|about|est\.?|estimated")
_DOUBT = pattern(
    r".*(?:\?|\b(?:tb[acd]|to be|provisional\w*|expected|planned|proposed|target|due|not|or"
    r"|was|were|cancel\w*|postponed|delayed|deferred|moved|brought|rescheduled|abandoned|withdrawn"
    r"|original\w*|former\w*|previous\w*|until|before|after|onwards?"
    rf"|{'|'.join(f'{month[:3]}(?:{month[3:]})?' for month in MONTHS)})\b).*"
)
"""Words in brackets that make a date doubtful or change it."""
_WEEKDAY = pattern(r"(?:mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\.?")
_PART = pattern(r".*\b(?:early|mid|middle|late|start|beginning|end|close)\b.*")
_WORDS_APART = re.compile(rf"\d+|\b(?:{'|'.join(MONTHS)})\b")
_MONTH_OR_YEARS = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_AUTUMN = "hydref"
"""The Welsh word for both October and autumn."""
_YEAR = re.compile(r"(?<!\d)(?:1[0-9]|2[01])\d\d(?!\d)")
_NOISE = re.compile(r"^[•·*]\s*(?=\S)|[\s:;,.*†‡]+$|(?<=\w) ?\[\w{1,3}\]$|[¹²³⁰-⁹]+$")
_TWO_DAYS = pattern(r"(\d\d?)(?:st|nd|rd|th)? ?(?:&|and|,) ?(\d\d?)(?:st|nd|rd|th)? (\D.+)")
_CLOCK = pattern(r"(.*\d.*?),? (?:at |@ ?)?(?:(\d\d?)(?:[:.](\d\d))? ?([ap])\.?m\.?|noon|midday)")
_ZERO_HOUR = re.compile(r"T00:00:00$")
_ONLY_DAY = pattern(
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,? )?(?:the )?\d\d?(?:st|nd|rd|th)?"
    r"(?: ?[-/&] ?\d\d?(?:st|nd|rd|th)?)?"
)
_WELSH = {
    "ionawr": "January", "chwefror": "February", "mawrth": "March", "ebrill": "April",
    "mai": "May", "mehefin": "June", "gorffennaf": "July", "awst": "August", "medi": "September",
    "hydref": "October", "tachwedd": "November", "rhagfyr": "December", "gwanwyn": "spring",
    "haf": "summer", "ion": "January", "chwef": "February", "ebr": "April", "meh": "June",
    "gorff": "July", "hyd": "October", "tach": "November", "rhag": "December",
}  # fmt: skip
_WELSH_DAYS = {
    "llun": "Monday", "mawrth": "Tuesday", "mercher": "Wednesday", "iau": "Thursday",
    "gwener": "Friday", "sadwrn": "Saturday", "sul": "Sunday",
}  # fmt: skip
_WELSH_WORD = pattern(rf"\b({'|'.join(_WELSH)})\b")
_WELSH_DAY = pattern(rf"\bdydd ({'|'.join(_WELSH_DAYS)})\b")
_WIDE = "any part of that period"


@dataclass(frozen=True, slots=True)
class Reading:
    """A possible date for a text, in EDTF, and its difference from the other readings in words.

    If it is one day in a period such as a week, `period` is that period.
    """

    date: str
    words: str = ""
    period: str = ""

    @property
    def in_full(self) -> str:
        """The date, with its words if it has any, or only its words if it lacks its year."""
        both = f"{self.date} ({self.words})"
        return both if self.date and self.words else self.date or self.words


@dataclass(frozen=True, slots=True)
class Possible:
    """The readings of a text.

    Attributes:
        text: the text as it is in the file.
        full: the text with the year or month that a heading gives, if it cannot be read.
        readings: every date that it can mean.
        style: the difference between the readings, which is the same for similar texts.
        shows: the orders of day and month that the text proves, such as "day first".
        has_short_year: whether its year has two digits.
        is_serial: whether it is a spreadsheet's number for a day.
        is_typed: whether the file itself marks it as a date.
        is_shortened: whether some words of the text are not part of its date.
    """

    text: str = ""
    readings: tuple[Reading, ...] = ()
    style: str = ""
    shows: frozenset[str] = frozenset()
    has_short_year: bool = False
    is_serial: bool = False
    is_typed: bool = False
    is_shortened: bool = False
    full: str = ""

    @property
    def wide(self) -> Reading | None:
        """The reading that includes all the others, as 2020 does for "early 2020"."""
        return next((one for one in self.readings if one.words == _WIDE), None)


def possible(text: str, above: str, today: Day) -> Possible:
    """Return every date that `text` can mean under the heading `above`, such as "July 2019"."""
    if len(text) > _LONGEST:
        return Possible(text)
    plain = _plain(text)
    if serial := _SERIAL.fullmatch(plain):
        day = _DAY_ZERO + timedelta(days=int(serial[1]))
        return Possible(text, (Reading(day.isoformat(), in_words(day)),), is_serial=True)
    if month := _MONTH_AND_NUMBER.fullmatch(plain):
        return _month_and_number(text, month[1], month[2], above)
    if (years := _MONTH_OR_YEARS.fullmatch(plain)) and follows(int(years[1]), years[2]):
        month_of_year = Reading(plain, f"the month, {MONTHS[int(years[2]) - 1]} {years[1]}")
        both = (Reading(m.text, m.words) for m in year_and_next(int(years[1]), is_in_full=False))
        return Possible(text, (month_of_year, *both), "month or years")
    for full in _in_full(plain, above):
        if readings := _read(full):
            return _described(text, full, readings, today)
    return Possible(text, full=next(_in_full(plain, above), plain))


def is_serial(text: str) -> bool:
    """Whether a text can be a spreadsheet's number for a day."""
    return bool(_SERIAL.fullmatch(text.strip()))


def _plain(text: str) -> str:
    """Return a text on one line, in English, without marks that are not part of a date."""
    plain, before = tidied(text), ""
    while plain != before:
        before, plain = plain, _NOISE.sub("", plain)
    if (aside := _ASIDE.search(plain)) and not _DOUBT.fullmatch(aside[1]):
        word = aside[1].strip()
        before = "about " if _ABOUT.fullmatch(word) else ""
        before = f"{word} " if _WEEKDAY.fullmatch(word) else before
        plain = f"{before}{plain[: aside.start()]}"
    plain = _SLASHED_MONTH.sub(r"\1 \2 \3", plain)
    plain = _WELSH_DAY.sub(lambda match: _WELSH_DAYS[match[1].lower()], plain)
    return _WELSH_WORD.sub(lambda match: _WELSH[match[1].lower()], plain)


def _in_full(plain: str, above: str) -> Iterator[str]:
    """Yield the text with the year or month that it lacks, if a heading gives it."""
    years = _YEAR.findall(above)
    if years and not _YEAR.search(plain):
        numbers = re.fullmatch(r"(\d\d?)([/.-])(\d\d?)", plain)
        year = years[-1]
        if numbers:
            yield f"{plain}{numbers[2]}{year}"
        elif _ONLY_DAY.fullmatch(plain):
            if above != year:
                yield f"{plain} {above}"
        elif not _NUMBERS.search(plain) and not _SHORT_YEAR.search(plain):
            yield f"{plain} {year}"
        if numbers or _ONLY_DAY.fullmatch(plain):
            return
    yield plain


def _read(full: str) -> list[Reading]:
    """Return the readings of a text that contains its year."""
    found = [
        Reading(one.some_day, one.words, one.text) if one.is_span else Reading(one.text, one.words)
        for one in meanings(full)
    ]
    if not found and (clock := _CLOCK.fullmatch(full)):
        found = list(_at_a_time(clock))
    if not found and (days := _TWO_DAYS.fullmatch(full)) and int(days[2]) == int(days[1]) + 1:
        found = _read(f"{days[1]}-{days[2]} {days[3]}")
    # A dash before a year is the end of a period, rather than a year before Christ.
    found = [one for one in found if not _BEFORE_CHRIST.search(one.date)]
    return [replace(one, date=_ZERO_HOUR.sub("", one.date)) for one in found]


def _month_and_number(text: str, month: str, number: str, above: str) -> Possible:
    """Read "Jul-19", which is a month of 2019, or a day in July of a year that is not given."""
    year = year_of(number)
    found = meanings(f"{month} {year}")
    if not found:
        return Possible(text)
    whole = Reading(found[0].text, f"the month, {month} {year}")
    shows = frozenset({"number is year"} if number == "00" or int(number) > 31 else ())
    if shows:
        return Possible(text, (whole,), shows=shows, has_short_year=True)
    years = _YEAR.findall(above)
    days = meanings(f"{int(number)} {month} {years[-1]}") if years else ()
    without_year = "" if days else ", of a year that is not given"
    day = Reading(days[0].text if days else "", f"the day, {int(number)} {month}{without_year}")
    return Possible(text, (whole, day), "month or day", has_short_year=True)


def _at_a_time(clock: re.Match[str]) -> Iterator[Reading]:
    """Yield the days before a time of day such as 10am, each with that time."""
    hour = hour_of(int(clock[2]), f"{clock[4]}m") if clock[2] else 12
    if hour is None:
        return
    for one in meanings(clock[1]):
        if parse_edtf(one.text).is_day:
            yield Reading(f"{one.text}T{hour:02}:{clock[3] or '00'}:00", one.words)


def _described(text: str, full: str, readings: list[Reading], today: Day) -> Possible:
    """Return how the readings differ, and the orders that the text proves for its column."""
    numbers = list(_NUMBERS.finditer(full))
    is_short = bool(_SHORT_YEAR.search(full)) and not _YEAR.search(full)
    if _AUTUMN in text.casefold() and re.fullmatch(r"\d{4}-10", readings[0].date):
        year = readings[0].date[:4]
        readings = [Reading(readings[0].date, "the month"), Reading(f"autumn {year}", "the season")]
    style = "".join(_WORDS_APART.sub("", one.words) + "|" for one in readings)
    if is_short and any(_is_far(one, today) for one in readings):
        early = [e for one in readings for e in _a_century_earlier(one.date)]
        readings, style = [*readings, *(Reading(one) for one in early)], "century"
    elif len(readings) > 1 and _SHORT_YEAR_MAY_BE_FIRST.fullmatch(full):
        is_shortened = _is_shortened(text, readings)
        style = f"{len(readings)}{ORDERS}"
        return Possible(text, tuple(readings), style, frozenset(), True, is_shortened=is_shortened)
    elif numbers and len(readings) == 2:
        style = "order"
    shown = _shown(full, numbers, readings)
    is_shortened = _is_shortened(text, readings)
    return Possible(text, tuple(readings), style, shown, is_short, is_shortened=is_shortened)


def _is_shortened(text: str, readings: Sequence[Reading]) -> bool:
    """Whether a text has words that its date leaves out: (evening), or "late" in a period."""
    aside = _ASIDE.search(tidied(text))
    if aside and not _ABOUT.fullmatch(aside[1].strip()) and not _WEEKDAY.fullmatch(aside[1]):
        return True
    return "/" in readings[0].date and bool(_PART.match(text))


def _shown(full: str, numbers: list[re.Match[str]], readings: list[Reading]) -> frozenset[str]:
    """Return the orders that a date in numbers proves: the day first if it is 25/4/2021."""
    shown: set[str] = set()
    if _MONTH_AND_DAY.match(full):
        shown.add("number is day")
    if re.match(r"\d{4}-\d\d(?:-\d\d)?(?!\d)", full):
        is_years = all(one.words.endswith(" year") for one in readings)
        shown.add("years" if is_years else "months")
    for match in numbers:
        first, second = int(match[1]), int(match[3])
        if first > 31:
            shown.add("year first")
        elif first > 12 >= second:
            shown.add("day first")
        elif second > 12 >= first:
            shown.add("month first")
        elif len(numbers) == len(readings) == 1 and first != second:  # A weekday decides.
            month = parse_edtf(readings[0].date).earliest.month
            shown.add("day first" if month == second else "month first")
    return frozenset(shown)


def order_shown_in(text: str) -> frozenset[str]:
    """Return the orders that a text proves even if it is not a date, such as 98/07/03."""
    return _shown(text, list(_NUMBERS.finditer(text)), [])


def _is_far(reading: Reading, today: Day) -> bool:
    return bool(reading.date) and parse_edtf(reading.date).earliest.year > today.year + _FUTURE


def _a_century_earlier(date: str) -> Iterator[str]:
    earlier = re.sub(r"(?<!\d)20(\d\d)(?!\d)", r"19\1", date)
    if valid(earlier):
        yield earlier


def valid(date: str) -> VagueDate | None:
    """Parse a date in EDTF, or return None if it is not one."""
    try:
        return parse_edtf(date)
    except DateProblem:
        return None


_HEADING = pattern(
    r"(?:(?:the )?(?:year|events?|chronology|timeline|key dates|during|in|of|for|month)[: ]+)*"
    r"(?P<date>(?:[a-z]+\.?,? )?\d{4})"
    r"(?: ?(?:events?|chronology|timeline|key dates|to date|cont(?:inued|'d|d|\.)?"
    r"|\(cont(?:inued|'d|d|\.)?\)))*:?"
)


def date_of_heading(text: str) -> str:
    """Return the year or month that a heading consists of, such as "July 2019", or ""."""
    match = _HEADING.fullmatch(_plain(text))
    if match is None:
        return ""
    found = meanings(match["date"])
    if len(found) != 1 or not re.fullmatch(r"\d{4}(?:-\d\d)?", found[0].text):
        return ""
    return match["date"]

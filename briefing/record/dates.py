"""Dates as vague as the evidence: EDTF levels 0 and 1, and level 2 ranges for one day.

The notation is the Library of Congress's Extended Date/Time Format
(https://www.loc.gov/standards/datetime/, part of ISO 8601-2:2019):

    2023-07-03   2023-07   2023          a day, a month, a year
    2021-21                              a season: 21 spring, 22 summer, 23 autumn, 24 winter
    spring 2021                          the same in words, an extension of this module
    2020~   2020-05?   2020%             about; perhaps; perhaps about
    201X   20XX   2004-XX   1985-04-XX   some year of a decade, month of a year, day of a month
    2019-04/2019-07                      a period
    2023-07/..   ../2019-07              a period without an end, without a start
    2023-07/     /2019-07                a period whose end, or start, is not known
    [2021-03..2023-07]                   one unknown day between two dates
    [..2023-07]  [2021-03..]             one day on or before a date, on or after a date
    2001-02-03T09:30:00Z   -0043   Y170000002

If the specification leaves a choice, this module follows the `edtf` package: winter is the
December of its year, a season may be an end of a period, and a year may contain three X's.
"""

import re
from calendar import isleap
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from functools import lru_cache, total_ordering
from typing import Literal, NamedTuple

Precision = Literal["millennium", "century", "decade", "year", "season", "month", "day"]
Slug = Literal["not-a-date", "impossible-date", "end-before-start"]

MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_SEASONS = {21: (3, 5), 22: (6, 8), 23: (9, 11), 24: (12, 12)}
# Winter is left out: some people name it after the year in which it begins, others after the next.
_SEASON_WORDS = {"spring": 21, "summer": 22, "autumn": 23}
_YEARS: dict[int, Precision] = {0: "year", 9: "decade", 99: "century", 999: "millennium"}


class OpenEnd(Enum):
    """The open end of a period, or of a range for one day."""

    OPEN = ".."
    UNKNOWN = ""

    @property
    def approximate(self) -> bool:
        return False

    @property
    def uncertain(self) -> bool:
        return False


class Point(NamedTuple):
    """A single date, with the parts that are known and the parts marked as unknown.

    `year` and `last_year` differ only if digits of the year are X. Years are astronomical, so 0 is
    1 BCE. `unspecified` is the finest part written as X. `time` is HH:MM:SS (24:00:00 is the end of
    the day), and `offset` is "", "Z", or the hours, or hours and minutes, from UTC.
    """

    year: int
    last_year: int
    month: int | None = None
    season: int | None = None
    day: int | None = None
    unspecified: Literal["year", "month", "day"] | None = None
    uncertain: bool = False
    approximate: bool = False
    time: str = ""
    offset: str = ""

    @property
    def precision(self) -> Precision:
        """The finest part that is known. For example, 2004-XX is known to the year."""
        if self.day:
            return "day"
        if self.month:
            return "month"
        return "season" if self.season else _YEARS[self.last_year - self.year]

    @property
    def first(self) -> tuple[int, int, int]:
        """The earliest possible year, month and day."""
        return self.year, self.month or _SEASONS.get(self.season or 0, (1, 12))[0], self.day or 1

    @property
    def last(self) -> tuple[int, int, int]:
        """The latest possible year, month and day."""
        year = self.last_year
        month = self.month or _SEASONS.get(self.season or 0, (1, 12))[1]
        return year, month, self.day or _days(year, month)


@total_ordering
@dataclass(frozen=True, slots=True)
class VagueDate:
    """A date or period as it was written, with the days that it can cover.

    `start` and `end` are the two ends of a period, or of a range that contains one unknown day. Any
    other date has the same point for both. `earliest` and `latest` are strict bounds, which "about"
    and "perhaps" do not widen. Open or unknown ends, and years that `datetime` cannot represent
    (before 1 or after 9999), are `date.min` or `date.max`.

    Dates are equal if they are written in the same way. They sort by earliest day, then latest.
    `text` is the date in EDTF, in which a season that was written in words is a number.
    """

    text: str
    start: Point | OpenEnd = field(compare=False)
    end: Point | OpenEnd = field(compare=False)
    earliest: date = field(compare=False)
    latest: date = field(compare=False)
    is_period: bool = field(compare=False)

    @property
    def written(self) -> str:
        """The date in the form recommended to people, with words for all seasons except winter."""
        return _SEASON_NUMBER.sub(lambda match: f"{_NAMES[match[2]]} {match[1]}", self.text)

    @property
    def is_between(self) -> bool:
        """Whether this is one unknown day in a range, which may be open at one end."""
        return self.text.startswith("[")

    @property
    def ends(self) -> tuple["VagueDate | None", "VagueDate | None"]:
        """The `start` and `end`, each as a date, or None if it is missing."""
        if not (self.is_period or self.is_between):
            return self, self
        start, end = split_range(self.text)
        return (
            parse_edtf(start) if isinstance(self.start, Point) else None,
            parse_edtf(end) if isinstance(self.end, Point) else None,
        )

    @property
    def beginning(self) -> "VagueDate":
        """The date when this began: the start of a period, if known, or the date itself."""
        return (self.ends[0] if self.is_period else None) or self

    @property
    def approximate(self) -> bool:
        return self.start.approximate or self.end.approximate

    @property
    def uncertain(self) -> bool:
        return self.start.uncertain or self.end.uncertain

    @property
    def is_day(self) -> bool:
        """Whether this is exactly one known day, which is then both `earliest` and `latest`."""
        point = self.start
        if self.is_period or not isinstance(point, Point) or point.approximate or point.uncertain:
            return False
        if self.start != self.end:
            return False
        return point.day is not None and 1 <= point.year <= 9999

    def overlaps(self, other: "VagueDate") -> bool:
        """Whether the two dates could have a day in common."""
        return self.earliest <= other.latest and other.earliest <= self.latest

    def __lt__(self, other: "VagueDate") -> bool:
        if self.earliest != other.earliest:
            return self.earliest < other.earliest
        if self.latest != other.latest:
            return self.latest < other.latest
        return (*_span(self.start, self.end), self.text) < (
            *_span(other.start, other.end),
            other.text,
        )

    def __str__(self) -> str:
        return self.text


class DateProblem(ValueError):
    """Text that is not a valid date. The message is a sentence for the person who wrote it."""

    def __init__(self, slug: Slug, message: str, text: str) -> None:
        super().__init__(message)
        self.slug = slug
        self.text = text


_YEAR = r"(?:(?!-0000)-)?[0-9]{4}"
_MONTH_AND_DAY = (
    r"(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    r"|02-(?:0[1-9]|[12][0-9]))"
)
_TIME = (
    r"(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]|24:00:00)(?:Z|[+-](?:0[1-9]|1[0-3])"
    r"(?::[0-5][0-9])?|[+-]14:00|[+-]00:(?!00)[0-5][0-9]|\+00:00)?"
)
_SEASON = "(?:[Ss]pring|[Ss]ummer|[Aa]utumn) [0-9]{4}"
_PLAIN = rf"(?:{_YEAR}(?:-(?:{_MONTH_AND_DAY}|0[1-9]|1[0-2]|2[1-4]))?|{_SEASON})[?~%]?"
_MASKED = (
    r"-?[0-9](?:[0-9]{2}|[0-9]X|XX)X[?~%]?"
    rf"|{_YEAR}-(?:XX(?:-XX)?|(?:0[1-9]|1[0-2])-XX)[?~%]?"
)
_RANGE = rf"(?:{_PLAIN}\.\.(?:{_PLAIN})?|\.\.{_PLAIN})"
_SEASON_NUMBER = re.compile(r"(?<![0-9X-])([0-9]{4})-(2[1-3])(?![0-9X-])")
_NAMES = {str(number): name for name, number in _SEASON_WORDS.items()}
_SEASON_IN_WORDS = re.compile(
    rf"(?<![^\[./])({'|'.join(_SEASON_WORDS)}) ([0-9]{{4}})(?![0-9-])", re.IGNORECASE
)
PATTERN = (
    rf"^(?:{_PLAIN}|{_MASKED}|{_YEAR}-{_MONTH_AND_DAY}T{_TIME}|Y-?[1-9][0-9]{{4,17}}"
    rf"|{_PLAIN}/(?:{_PLAIN}|\.\.)?|/{_PLAIN}|\.\./(?:{_PLAIN}|\.\.)|\[{_RANGE}\])$(?!\n)"
)
"""A regular expression for dates, for a JSON Schema (valid in ECMA-262 and in Python).

It accepts only two faults: 29 February in a common year, and a period or a range that ends before
it starts.
"""
RANGE_PATTERN = rf"^{_RANGE}$(?!\n)"
"""A regular expression for the text in a range's brackets, which YAML reads as a list."""

# Looser than PATTERN, so that the message can say which month or day is wrong.
_POINT = re.compile(
    r"(-?)(?:([0-9]{3}X|[0-9]{2}XX|[0-9]XXX)|([0-9]{4})"
    rf"(?:-([0-9]{{2}})(?:-([0-9]{{2}}|XX)(?:(?<=[0-9])T({_TIME}))?)?|-(XX(?:-XX)?))?)([?~%]?)"
)
# Python refuses to convert numbers of more than 4,300 digits. No calendar needs more than 18.
_LONG_YEAR = r"Y(-?[1-9][0-9]{4,17})"


@lru_cache(1 << 14)
def parse_edtf(text: str) -> VagueDate:
    """Parse an EDTF date of level 0 or 1, or a range for one day, exactly as written.

    A season can be in words: spring 2021 is 2021-21.

    Raises:
        DateProblem: `not-a-date` if the text is not in the notation, `impossible-date` if the
            calendar has no such day, month or season, `end-before-start` if a period or a range
            ends before it starts. The message and the problem's `text` quote what was written.
    """
    written = text
    if " " in text:  # EDTF dates contain no spaces, so no other text is searched.
        text = _SEASON_IN_WORDS.sub(
            lambda match: f"{match[2]}-{_SEASON_WORDS[match[1].lower()]}", text
        )
    if text.startswith("["):
        return _between(text, written)
    left, slash, right = text.partition("/")
    if not slash:
        point = _long_year(text) if text.startswith("Y") else _point(text, written)
        return VagueDate(
            text, point, point, _in_calendar(point.first), _in_calendar(point.last), False
        )
    start, end = _end(left, written), _end(right, written)
    if isinstance(start, Point) and isinstance(end, Point) and end.last < start.first:
        raise _ends_early("period", written)
    if isinstance(start, OpenEnd) and isinstance(end, OpenEnd) and text != "../..":
        message = f"'{written}' has no date on either side of the slash"
        raise DateProblem("not-a-date", message, written)
    return VagueDate(text, start, end, *_bounds(start, end), True)


def _between(text: str, written: str) -> VagueDate:
    """Parse a range for one day. EDTF's lists of days are not supported."""
    left, right = split_range(text)
    if "," in text:
        message = f"'{_shown(written)}' is a list of dates: give only the first and the last"
        raise DateProblem("not-a-date", message, written)
    if ".." not in text or not text.endswith("]"):
        raise _not_a_date(written, "[2021-03..2023-07], one day between the two")
    if not (left or right):
        message = f"'{written}' has no date on either side of the dots"
        raise DateProblem("not-a-date", message, written)
    start = _bound(left, written) if left else OpenEnd.OPEN
    end = _bound(right, written) if right else OpenEnd.OPEN
    if isinstance(start, Point) and isinstance(end, Point) and end.last < start.first:
        raise _ends_early("range", written)
    return VagueDate(text, start, end, *_bounds(start, end), False)


def _ends_early(name: str, written: str) -> DateProblem:
    left, right = split_range(written)
    message = f"the {name} ends ({right}) before it starts ({left})"
    return DateProblem("end-before-start", message, written)


def split_range(text: str) -> tuple[str, str]:
    """Return both ends of a period or range, as written."""
    if text.startswith("["):
        left, _, right = text[1:-1].partition("..")
    else:
        left, _, right = text.partition("/")
    return left, right


def _bounds(start: Point | OpenEnd, end: Point | OpenEnd) -> tuple[date, date]:
    return (
        _in_calendar(start.first) if isinstance(start, Point) else date.min,
        _in_calendar(end.last) if isinstance(end, Point) else date.max,
    )


def _end(text: str, whole: str) -> Point | OpenEnd:
    if text == "..":
        return OpenEnd.OPEN
    return _bound(text, whole) if text else OpenEnd.UNKNOWN


def _bound(text: str, whole: str) -> Point:
    point = _point(text, whole)
    if point.unspecified or point.time:
        raise _not_a_date(whole)
    return point


def _point(text: str, whole: str) -> Point:
    match = _POINT.fullmatch(text)
    if match is None:
        raise _not_a_date(whole)
    sign, masked, digits, month, day, time, unknown, mark = match.groups()
    uncertain, approximate = mark in ("?", "%"), mark in ("~", "%")
    if masked:
        years = int(masked.replace("X", "0")), int(masked.replace("X", "9"))
        first, last = (-years[1], -years[0]) if sign else years
        return Point(first, last, unspecified="year", uncertain=uncertain, approximate=approximate)
    year = int(sign + digits)
    part: Literal["month", "day"] | None
    if sign and not year:
        raise DateProblem("impossible-date", "there is no year -0000; write 0000 for 1 BCE", whole)
    if unknown:
        part = "month" if unknown == "XX" else "day"
        return Point(year, year, unspecified=part, uncertain=uncertain, approximate=approximate)
    if month is None:
        return Point(year, year, uncertain=uncertain, approximate=approximate)
    number = int(month)
    if number in _SEASONS and day is None:
        return Point(year, year, season=number, uncertain=uncertain, approximate=approximate)
    if not 1 <= number <= 12:
        raise DateProblem("impossible-date", _no_month(month, number), whole)
    if day is None or day == "XX":
        part = "day" if day else None
        return Point(
            year,
            year,
            month=number,
            unspecified=part,
            uncertain=uncertain,
            approximate=approximate,
        )
    if not 1 <= int(day) <= _days(year, number):
        raise DateProblem("impossible-date", _no_day(year, number, int(day)), whole)
    if time and mark:
        raise _not_a_date(whole)
    clock, offset = (time[:8], time[8:]) if time else ("", "")
    return Point(
        year,
        year,
        month=number,
        day=int(day),
        uncertain=uncertain,
        approximate=approximate,
        time=clock,
        offset=offset,
    )


def _long_year(text: str) -> Point:
    match = re.fullmatch(_LONG_YEAR, text)
    if match is None:
        raise _not_a_date(text)
    return Point(int(match[1]), int(match[1]))


def _days(year: int, month: int) -> int:
    return 29 if month == 2 and isleap(year) else _DAYS[month - 1]


def _in_calendar(day: tuple[int, int, int]) -> date:
    if day[0] < 1:
        return date.min
    return date.max if day[0] > 9999 else date(*day)


def _span(start: Point | OpenEnd, end: Point | OpenEnd) -> tuple[tuple[float, ...], ...]:
    """Return the first and last day of a period, which can be in any year."""
    return (
        start.first if isinstance(start, Point) else (float("-inf"),),
        end.last if isinstance(end, Point) else (float("inf"),),
    )


def _not_a_date(text: str, such_as: str = "2023-07-03, 2023-07 or 2023") -> DateProblem:
    return DateProblem("not-a-date", f"'{_shown(text)}' is not in the form {such_as}", text)


def _shown(text: str) -> str:
    shown = " ".join(text[:80].split())
    return shown if len(shown) <= 40 else shown[:39] + "…"


def _no_month(month: str, number: int) -> str:
    if number in _SEASONS:
        return f"a season ({month}) has no numbered days"
    return f"there is no month {month}; months are 01 to 12, and seasons 21 (spring) to 24 (winter)"


def _no_day(year: int, month: int, day: int) -> str:
    name, days = MONTHS[month - 1], _days(year, month)
    of_year = f" {year}" if month == 2 else ""
    return f"there is no {day} {name} {year}, because {name}{of_year} has {days} days"

"""Dates and lists in words, as a reader expects them.

Month names, the order of day, month and year, and lists come from the Unicode CLDR, by way of
babel. The words that join them are in the table below, one entry a language. A language without an
entry, or that babel does not know, reads as British English.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.lists import format_list

from briefing.timeline.dates import Missing, Point, VagueDate

_WORDS = {
    "en": {
        "about": "about {}",
        "perhaps": "perhaps {}",
        "some month": "some month of {}",
        "some day": "a day in {}",
        "period": "{} to {}",
        "days of one month": "{}–{}",
        "open end": "from {}",
        "unknown end": "from {}, end unknown",
        "open start": "until {}",
        "unknown start": "until {}, start unknown",
        "no ends": "at any time",
        "season": "{} {}",
        "season 21": "spring",
        "season 22": "summer",
        "season 23": "autumn",
        "season 24": "winter",
        "decade": "the {}s",
        "century": "the {} century",
        "years": "the years {} to {}",
        "long year": "the year {:,}",
        "before the common era": "{} BCE",
        "time": "{}, {}",
        "time from UTC": "{} UTC{}",
        # The plural category of a place in an order, as CLDR names it.
        "ordinal one": "{}st",
        "ordinal two": "{}nd",
        "ordinal few": "{}rd",
        "ordinal other": "{}th",
    },
}
_BRITISH = Locale("en", "GB")
# The fields of a CLDR date pattern such as "d MMMM y", and text in quotes.
_FIELD = re.compile(r"(y+)|([ML]+)|(d+)|'([^']*)'")


@lru_cache(1 << 14)
def in_words(date: VagueDate, language: str = "en-GB") -> str:
    """A date as one reads it: "April 2019", "4–10 September 2023", "perhaps about 2020".

    `language` is a BCP 47 tag. The words are as vague as the date, and begin with a small letter
    unless with a name. Years before 1 are counted BCE, so 0000 is 1 BCE.
    """
    reader = _Reader(_locale(language))
    start, end = date.start, date.end
    if isinstance(start, Point) and isinstance(end, Point):
        return reader.point(start) if start == end else reader.period(start, end)
    if isinstance(start, Point):
        side = "open end" if end is Missing.OPEN else "unknown end"
        return reader.say[side].format(reader.point(start))
    if isinstance(end, Point):
        side = "open start" if start is Missing.OPEN else "unknown start"
        return reader.say[side].format(reader.point(end))
    return reader.say["no ends"]


def listing(words: Sequence[str], language: str = "en-GB") -> str:
    """Words as a list in a sentence: "A, B and C"."""
    return format_list(list(words), "standard", _locale(language))


@lru_cache
def _locale(language: str) -> Locale:
    try:
        locale = Locale.parse(language, sep="-")
    except (ValueError, UnknownLocaleError):
        return _BRITISH
    return locale if locale.language in _WORDS else _BRITISH


class _Reader:
    """Reads dates in one language."""

    def __init__(self, locale: Locale) -> None:
        self.locale = locale
        self.say = _WORDS[locale.language]

    def period(self, start: Point, end: Point) -> str:
        """Two ends, saying only once what they share, unless one of them is hedged."""
        hedged = any(point.approximate or point.uncertain for point in (start, end))
        alike = (start.year, start.precision) == (end.year, end.precision)
        first = self.point(start)
        if alike and not hedged:
            if start.day and start.month == end.month:
                return self._day(end, self.say["days of one month"].format(start.day, end.day))
            first = self._without_year(start)
        return self.say["period"].format(first, self.point(end))

    def point(self, point: Point) -> str:
        text = self._known(point)
        if point.approximate:
            text = self.say["about"].format(text)
        if point.unspecified in ("month", "day"):
            text = self.say[f"some {point.unspecified}"].format(text)
        if point.uncertain:
            text = self.say["perhaps"].format(text)
        if point.time:
            time = point.time[:5]
            if point.offset:
                time = self.say["time from UTC"].format(time, point.offset.removeprefix("Z"))
            text = self.say["time"].format(text, time)
        return text

    def _known(self, point: Point) -> str:
        match point.precision:
            case "day":
                return self._day(point, str(point.day))
            case "month":
                pattern = self.locale.datetime_skeletons["yMMMM"].pattern
                return self._fill(pattern, point, year=self._year(point.year))
            case "season":
                season = self._without_year(point)
                return self.say["season"].format(season, self._year(point.year))
            case "year":
                return self._year(point.year)
            case "decade" if point.year >= 100:
                return self.say["decade"].format(point.year)
            case "century":
                return self._century(point.year, point.last_year)
        return self.say["years"].format(self._year(point.year), self._year(point.last_year))

    def _without_year(self, point: Point) -> str:
        if point.season:
            return self.say[f"season {point.season}"]
        pattern = self.locale.datetime_skeletons["MMMMd"].pattern if point.day else "MMMM"
        return self._fill(pattern, point, day=str(point.day))

    def _day(self, point: Point, day: str) -> str:
        pattern = self.locale.date_formats["long"].pattern
        return self._fill(pattern, point, year=self._year(point.year), day=day)

    def _fill(self, pattern: str, point: Point, *, year: str = "", day: str = "") -> str:
        """Fill a date pattern; babel's own filling knows neither "4–10" nor years BCE."""

        def part(field: re.Match[str]) -> str:
            if field[1]:
                return year
            if field[2]:
                return str(self.locale.months["format"]["wide"][point.month])
            return day if field[3] else field[4]

        return _FIELD.sub(part, pattern)

    def _year(self, year: int) -> str:
        if year < 1:
            return self.say["before the common era"].format(self._year(1 - year))
        return self.say["long year"].format(year) if year > 9999 else str(year)

    def _century(self, year: int, last_year: int) -> str:
        """19XX is called the 20th century, for the 1900s may be ten years."""
        number = (-last_year if year < 0 else year) // 100 + 1
        form = self.locale.ordinal_form(number)
        text = self.say["century"].format(self.say[f"ordinal {form}"].format(number))
        return self.say["before the common era"].format(text) if year < 0 else text

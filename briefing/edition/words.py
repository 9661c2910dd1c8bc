"""Dates and lists in words, written the way readers expect.

The names of months and the order of day, month and year come from the Unicode CLDR, through Babel.
The words that join them come from the language's catalogue. If a language has no word for
something, the English word is used.
"""

import re
from collections.abc import Sequence
from datetime import date as Day
from functools import cache

from babel import Locale
from babel.dates import format_skeleton
from babel.numbers import format_decimal

from briefing.languages import N_, translations_of
from briefing.record.dates import DateProblem, OpenEnd, Point, VagueDate, parse_edtf
from briefing.record.kinds import BUILT_IN, NEUTRAL
from briefing.record.meanings import WEEKDAYS

# One message for each century, because ordinals differ too much between languages to be assembled.
_CENTURIES = (
    N_("the 1st century"), N_("the 2nd century"), N_("the 3rd century"), N_("the 4th century"),
    N_("the 5th century"), N_("the 6th century"), N_("the 7th century"), N_("the 8th century"),
    N_("the 9th century"), N_("the 10th century"), N_("the 11th century"), N_("the 12th century"),
    N_("the 13th century"), N_("the 14th century"), N_("the 15th century"), N_("the 16th century"),
    N_("the 17th century"), N_("the 18th century"), N_("the 19th century"), N_("the 20th century"),
    N_("the 21st century"),
)  # fmt: skip
_SUFFIXES = {"one": "st", "two": "nd", "few": "rd", "other": "th"}
"""The suffixes of English ordinals, keyed by CLDR plural category."""
_ENGLISH = Locale("en")
# The fields of a CLDR date pattern such as "d MMMM y", and text in quotes.
_FIELD = re.compile(r"(y+)|([ML]+)|(d+)|'([^']*)'")


class Words:
    """The words of one language: messages, dates, lists and kinds of event.

    Messages are looked up with gettext by their English text. Placeholders such as `%(names)s` are
    filled in.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self._translations = translations_of(language)
        self.locale = self._translations.locale
        self._dates: dict[VagueDate, str] = {}

    def gettext(self, message: str, /, **values: object) -> str:
        """Return `message` in this language."""
        return self._translations.catalogue.gettext(message) % values

    def ngettext(self, one: str, many: str, num: int, /, **values: object) -> str:
        """Return the form of a message for the number `num`, with `num` filled in."""
        return self._translations.catalogue.ngettext(one, many, num) % {"num": num, **values}

    def pgettext(self, context: str, message: str, /, **values: object) -> str:
        """Return the translation of `message` that applies in `context`."""
        return self._translations.catalogue.pgettext(context, message) % values

    def npgettext(self, context: str, one: str, many: str, num: int, /, **values: object) -> str:
        """Return the form of a message in `context` for the number `num`, with `num` filled in."""
        form = self._translations.catalogue.npgettext(context, one, many, num)
        return form % {"num": num, **values}

    def date(self, date: VagueDate) -> str:
        """Return a date in words: "April 2019", "4–10 September 2023", "perhaps about 2020".

        The words are as vague as the date, and start with a lower-case letter unless the first word
        is a name. Years before 1 are given as BCE, so 0000 is 1 BCE.
        """
        if date not in self._dates:
            self._dates[date] = _date_in_words(date, self)
        return self._dates[date]

    def day(self, day: Day) -> str:
        """Return a day in words: "4 September 2023"."""
        return self.date(parse_edtf(day.isoformat()))

    def year(self, year: int) -> str:
        """Return an astronomical year in words: "2019", or "44 BCE" for -43."""
        written = f"Y{year}" if abs(year) > 9999 else f"{'-' if year < 0 else ''}{abs(year):04}"
        return self.date(parse_edtf(written))

    def day_in_short(self, day: Day, fields: str) -> str:
        """Return `fields` of a day in short form: "4 Sept" for the CLDR skeleton MMMd."""
        return format_skeleton(fields, day, locale=self.locale)

    def listing(self, words: Sequence[str]) -> str:
        """Join words into a list for a sentence: "A, B and C"."""
        *others, last = words or [""]
        if not others:
            return last
        # CLDR patterns are not used: the Welsh one, "A, B a(c) C", leaves the choice to the reader.
        return self.gettext("%(others)s and %(last)s", others=", ".join(others), last=last)

    def kind(self, kind: str) -> str:
        """Return the name of a kind of event. Kinds defined by the record are not translated."""
        return self.gettext(kind) if kind in BUILT_IN else kind

    def printed_kind(self, kind: str) -> str:
        """Return the name of a kind, or "" if the kind is only "event"."""
        nothing = (NEUTRAL, self.npgettext("how many", "event", "events", 1))
        return "" if kind.casefold() in nothing else self.kind(kind)


@cache
def words_in(language: str) -> Words:
    """Return the words of a language, given as a BCP 47 tag. Default: British English."""
    return Words(language)


def _date_in_words(date: VagueDate, t: Words) -> str:
    reader = _Reader(t)
    start, end = date.start, date.end
    if date.is_between:
        return reader.between(start, end)
    if isinstance(start, Point) and isinstance(end, Point):
        return reader.point(start) if start == end else reader.period(start, end)
    if isinstance(start, Point):
        words = reader.point(start)
        if end is OpenEnd.OPEN:
            return t.pgettext("date", "from %(date)s", date=words)
        return t.pgettext("date", "from %(date)s (end date not known)", date=words)
    if isinstance(end, Point):
        words = reader.point(end)
        if start is OpenEnd.OPEN:
            return t.pgettext("date", "until %(date)s", date=words)
        return t.pgettext("date", "until %(date)s (start date not known)", date=words)
    return t.pgettext("date", "at any time")


def date_in_words(written: str) -> str:
    """Return a date in English, with the day of the week and the date as written in the record.

    Text that is not a date in EDTF has no words.
    """
    try:
        date = parse_edtf(written)
    except DateProblem:
        return ""
    words = words_in("en-GB").date(date)
    day = f"{WEEKDAYS[date.earliest.weekday()]} " if date.is_day else ""
    return f"{day}{words}" + ("" if words == written else f" ({written})")


class _Reader:
    """Writes dates in words in one language."""

    def __init__(self, t: Words) -> None:
        self.t, self.locale = t, t.locale

    def period(self, start: Point, end: Point) -> str:
        """Write a period that has both ends. Common parts appear once, unless an end is hedged."""
        if _share_a_year(start, end) and start.day and start.month == end.month:
            return self._day(end, f"{start.day}–{end.day}")
        first = self._start_before(start, end)
        return self.t.pgettext("date", "%(start)s to %(end)s", start=first, end=self.point(end))

    def between(self, start: Point | OpenEnd, end: Point | OpenEnd) -> str:
        """Write a range that contains a single day, so that it cannot be mistaken for a period."""
        t = self.t
        if not isinstance(start, Point):
            assert isinstance(end, Point)
            if end.precision == "year" and not (end.approximate or end.uncertain):
                # "By 2025" would mean before that year begins.
                return t.pgettext("date", "by the end of %(date)s", date=self.point(end))
            return t.pgettext("date", "by %(date)s", date=self.point(end))
        if not isinstance(end, Point):
            if start.day:
                return t.pgettext("date", "on or after %(date)s", date=self.point(start))
            return t.pgettext("date", "in or after %(date)s", date=self.point(start))
        if start == end:
            return self.point(start)
        first, last = self._start_before(start, end), self.point(end)
        return t.pgettext("date", "between %(start)s and %(end)s", start=first, end=last)

    def _start_before(self, start: Point, end: Point) -> str:
        return self._without_year(start) if _share_a_year(start, end) else self.point(start)

    def point(self, point: Point) -> str:
        t, text = self.t, self._known(point)
        if point.approximate:
            text = t.pgettext("date", "about %(date)s", date=text)
        if point.unspecified == "month":
            text = t.pgettext("date", "one month in %(year)s", year=text)
        if point.unspecified == "day":
            text = t.pgettext("date", "one day in %(date)s", date=text)
        if point.uncertain:
            text = t.pgettext("date", "perhaps %(date)s", date=text)
        if point.time:
            time = point.time[:5]
            if point.offset:
                time = f"{time} UTC{point.offset.removeprefix('Z')}"
            text = f"{text}, {time}"
        return text

    def _known(self, point: Point) -> str:
        year = self._year(point.year)
        match point.precision:
            case "day":
                return self._day(point, str(point.day))
            case "month":
                return self._fill(self.locale.datetime_skeletons["yMMMM"].pattern, point, year=year)
            case "season":
                return self.t.pgettext(
                    "date", "%(season)s %(year)s", season=self._without_year(point), year=year
                )
            case "year":
                return year
            case "decade" if point.year >= 100:
                return self.t.pgettext("date", "the %(year)ss", year=point.year)
            case "century":
                return self._century(point.year, point.last_year)
        last = self._year(point.last_year)
        return self.t.pgettext("date", "the years %(start)s to %(end)s", start=year, end=last)

    def _without_year(self, point: Point) -> str:
        if point.season:
            return self._season(point.season)
        if not point.day:
            return self._fill("MMMM", point)
        # The CLDR's own pattern is not used: in Welsh it gives "Awst 28", beside "4 Medi 2023".
        is_day_first = self.locale.date_formats["long"].pattern.startswith("d")
        return self._fill("d MMMM" if is_day_first else "MMMM d", point, day=str(point.day))

    def _season(self, season: int) -> str:
        """Write a season, given its EDTF number."""
        return {
            21: self.t.pgettext("season", "spring"),
            22: self.t.pgettext("season", "summer"),
            23: self.t.pgettext("season", "autumn"),
            24: self.t.pgettext("season", "winter"),
        }[season]

    def _day(self, point: Point, day: str) -> str:
        pattern = self.locale.date_formats["long"].pattern
        return self._fill(pattern, point, year=self._year(point.year), day=day)

    def _fill(self, pattern: str, point: Point, *, year: str = "", day: str = "") -> str:
        """Fill in a date pattern. Babel's own function supports neither "4–10" nor BCE years."""

        def part(field: re.Match[str]) -> str:
            if field[1]:
                return year
            if field[2]:
                return str(self.locale.months["format"]["wide"][point.month])
            return day if field[3] else field[4]

        return _FIELD.sub(part, pattern)

    def _year(self, year: int) -> str:
        if year < 1:
            return self.t.pgettext("date", "%(year)s BCE", year=self._year(1 - year))
        if year <= 9999:
            return str(year)
        number = format_decimal(year, locale=self.locale)
        return self.t.pgettext("date", "the year %(year)s", year=number)

    def _century(self, year: int, last_year: int) -> str:
        """Write 19XX as the 20th century, because "the 1900s" can mean just ten years."""
        number = (-last_year if year < 0 else year) // 100 + 1
        text = f"the {number}{_SUFFIXES[_ENGLISH.ordinal_form(number)]} century"
        if text in _CENTURIES:
            text = self.t.gettext(text)
        return self.t.pgettext("date", "%(year)s BCE", year=text) if year < 0 else text


def _share_a_year(start: Point, end: Point) -> bool:
    """Whether two ends are in the same year and equally exact, with neither of them hedged."""
    hedged = any(point.approximate or point.uncertain for point in (start, end))
    return not hedged and (start.year, start.precision) == (end.year, end.precision)

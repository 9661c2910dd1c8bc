"""English dates as British staff write them, and every date in the notation that each can mean.

This runs only when a text has turned out not to be a date in the notation of `dates`, or to be one
that people also write for something else. The checks offer the meanings as fixes, and the command
line takes the only one. Nothing is guessed: a text that can mean two things has two meanings.

A financial year begins in April and ends in March, as the Government's does
(https://www.gov.uk/hmrc-internal-manuals/corporate-finance-manual, "financial year"; a tax year
begins on 6 April). Numbers such as 9/6/25 have a British and an American reading.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from itertools import product

from briefing.timeline.ambiguous_dates import (
    SEASON_OR_YEARS,
    is_ambiguous,
    is_year_and_next,
)
from briefing.timeline.dates import MONTHS, DateProblem, Point, VagueDate, parse


@dataclass(frozen=True, slots=True)
class Meaning:
    """A date to write, and the thing that it is the date of, in words; empty where that is plain.

    `is_span` marks a stretch of days, such as a quarter, of which only one day may be meant.
    """

    text: str
    words: str = ""
    is_span: bool = False


_LONGEST = 80
_DASHES = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), "’": "'", "‘": "'"})
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9}

_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}|'\d\d)"


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_NAMED = [
    _pattern(rf"{_DAY}(?: of | |-)?{_MONTH},?[ -]?(?P<year>\d{{4}}|'?\d\d)"),
    _pattern(rf"{_MONTH} ?{_DAY},? {_YEAR}"),
    _pattern(rf"{_YEAR},? {_MONTH} {_DAY}"),
    _pattern(rf"{_MONTH}(?:,| of)?[ -]?{_YEAR}"),
    _pattern(rf"{_YEAR} {_MONTH}"),
]
_WEEKDAY = _pattern(r"(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b\.?,? ?(?:the )?(.*)")
_DOUBTED = _pattern(r"(.+?) ?(?:\?|\(\?\))|(?:perhaps|possibly|probably|maybe)\b ?(.+)")
_ABOUT = _pattern(
    r"(?:(?:about|around|approximately|approx|roughly|circa|ca|c|~)(?=[\s\d.-])[\s.-]*)(.+)"
)
_PART = _pattern(
    r"(?:the )?(?:very )?(early|mid|middle|late|start|beginning|end|close)(?=[\s-])"
    r"(?: of| in)?[\s-]*(?:the )?(.+)"
)
_LEAD = _pattern(r"(?:some ?time )?(?:(?:in|on|during) )?(?:the )?")
_CLOCK = _pattern(
    r"(.+?)(?:T|,? (?:at )?)(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)? ?(Z|[+-]\d\d(?::?\d\d)?)?"
)
_DECADE = _pattern(r"(\d{3})0'?s")
_CENTURY = _pattern(r"(\d\d?)(?:st|nd|rd|th)[ -]century")
_SEASON = _pattern(r"(spring|summer|autumn|fall)(?:,| of| in)? (\d{4})")
_SEASON_NAME = _pattern("spring|summer|autumn")
_WINTER = _pattern(r"winter(?:,| of| in)? (\d{4})(?:[-/](\d{4}|\d\d))?")
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ])(\d\d?)(?:\2(\d\d?))?|(\d{4})(\d\d)(\d\d)")
_DAY_FIRST = re.compile(r"(\d\d?)[-/. ](\d\d?)[-/. ](\d{4}|\d\d)|(\d\d?)[-/.](\d{4})")

_KIND = r"financial year|fiscal year|FY|tax year|academic year|school year"
_NAMED_YEAR = _pattern(
    rf"(?:the )?(?:({_KIND})s? ?)?(\d{{4}}|\d\d)(?: ?[-/] ?(\d{{4}}|\d\d))?(?: ({_KIND}))?"
)
_YEAR_TO = _pattern(
    r"(?:the )?(?:(year|quarter|half year|half-year)|(\d\d?|\w+) months?) "
    r"(?:to|ending|ended|to the end of)(?: in)?(?: end)? (.+)"
)
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4}
_ORDINALS |= {"4th": 4, "last": 4, "final": 4}
_WHICH = "|".join(_ORDINALS)
_OF_YEAR = (
    rf"(?:(?:of|in) )?(?:the )?(?P<named>{_KIND})? ?(?P<year>\d{{4}})"
    r"(?:[-/](?P<next>\d{4}|\d\d))?"
)
_PART_OF_YEAR = [
    _pattern(rf"(?:the )?(?P<short>[QH])(?:uarter |alf )?(?P<number>[1-4]),? ?{_OF_YEAR}"),
    _pattern(rf"(?:the )?(?P<which>{_WHICH}) (?P<long>quarter|half),? ?{_OF_YEAR}"),
    _pattern(r"(?P<year>\d{4})(?:/(?P<next>\d{4}|\d\d))?[- ]?(?P<short>[QH])(?P<number>[1-4])"),
]
_WEEK = _pattern(
    r"(?:the )?(w/?c|w/?b|w/?e|week (?:commencing|beginning|starting|of|ending|ended))"
    r"(?: on)?:? (.+)"
)
_ISO_WEEK = _pattern(r"(\d{4})-?W(\d\d?)|week (\d\d?)(?: of|,)? (\d{4})")
_FEAST = _pattern(
    r"(easter(?: sunday| monday| weekend)?|good friday|christmas(?: day| eve)?|boxing day"
    r"|new year's (?:day|eve)) (\d{4})"
)
_FROM_EASTER = {"good friday": -2, "easter sunday": 0, "easter monday": 1}
_FIXED = {
    "christmas eve": (12, 24), "christmas day": (12, 25), "boxing day": (12, 26),
    "new year's day": (1, 1), "new year's eve": (12, 31),
}  # fmt: skip

_SINCE = _pattern(r"(?:from|since|starting|beginning) ")
_ONWARDS = _pattern(
    r" (?:on|onwards?|ongoing)$"
    r"| ?(?:-|/|\b(?:to|until|till)\b) ?(?:date|now|today|(?:the )?present|ongoing|open)$| ?-$"
)
_UNTIL = _pattern(r"(?:until|till|up to) (.+)")
_FROM = _pattern(r"from ")
_SOME_DAY = r"(?:(?:at |on )?(?:a|one|some) ?(?:day|point|time) )?"
_BETWEEN = _pattern(rf"{_SOME_DAY}between (.+)")
_BY = _pattern(rf"{_SOME_DAY}(?:by|(?:in|on|at) or before|(?:no|not) later than) (.+)")
_BY_END = _pattern(
    rf"{_SOME_DAY}(?:by|before|(?:no|not) later than|(?:in|on|at) or before) "
    r"(?:the )?(?:very )?(?:end|close|year[- ]end)(?: of)?[\s-]+(?:the )?(.+)"
)
_BEFORE = _pattern(rf"{_SOME_DAY}before (.+)")
_THEN_OR_LATER = _pattern(
    rf"{_SOME_DAY}(?:(?:in|on) or after|(?:no|not) earlier than|not before) (.+)"
)
_AFTER = _pattern(rf"{_SOME_DAY}after (.+)")
_IN_BRACKETS = re.compile(r"\[(.*)\]")
_TO = _pattern(r" (?:to|until|till|through|(and)) | ?(?:-|\.\.|/) ?")
_MONTH_DAYS = _pattern(rf"({_MONTH}) (\d\d? ?- ?\d\d?),? (\d{{4}})")
_MONTHS_OF_YEAR = re.compile(r"([0-9]{4})-([0-9]{2})/([0-9]{2})")

NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18,
    "twenty": 20, "thirty": 30, "sixty": 60,
}  # fmt: skip
"""Numbers that people write in words."""


def suggest(text: str) -> str | None:
    """The date that a person meant by `text`, or None where that is not clear.

    Whatever is returned, `parse` reads.
    """
    found = meanings(text)
    return found[0].text if len(found) == 1 else None


def meanings(text: str) -> tuple[Meaning, ...]:
    """Every date that `text` can mean; none where it is no date.

    "3 July 2023" is 2023-07-03; "9/6/25" is 9 June and 6 September; "2022-23" is a financial year
    and autumn 2022. Words such as "last month" are read by `relative_dates`.
    """
    if len(text) > _LONGEST:
        return ()
    text = tidied(text)
    for reading in (
        _ambiguous,
        _as_written,
        _turned_round,
        _in_brackets,
        _some_day,
        _open_ended,
        _simple,
        _period,
    ):
        if found := tuple(dict.fromkeys(meaning for meaning in reading(text) if _reads(meaning))):
            return found
    return ()


def tidied(text: str) -> str:
    """`text` with plain hyphens, apostrophes and single spaces."""
    return " ".join(text.translate(_DASHES).split())


def _reads(meaning: Meaning) -> bool:
    try:
        parse(meaning.text)
    except DateProblem:
        return False
    return not is_ambiguous(meaning.text)


def _ambiguous(text: str) -> list[Meaning]:
    """The meanings of a date in the notation that has another one to those who do not know it."""
    if is_year_and_next(text):
        start = int(text[:4])
        return _year_and_next(start, is_in_full=True)
    found = SEASON_OR_YEARS.search(text)
    if found is None:
        return []
    try:
        parse(text)
    except DateProblem:
        return []
    at = found.start()
    before, after = text[:at], text[at + 7 :]
    year, number = int(text[at : at + 4]), int(text[at + 5 : at + 7])
    last = year - year % 100 + number
    name = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}[number]
    if before or after.startswith(("/", "..")):
        is_end = "/" in before or ".." in before
        years = f"{last}-03" if is_end and last == year + 1 else f"{last if is_end else year}"
        if not is_end and last == year + 1:
            years = f"{year}-04"
        edge = f"{year + 1}-02" if is_end else f"{year}-12"
        season = f"{name} {year}" if number != 24 else edge
        years_in_short = f"{year}-{number}"
        return [
            Meaning(f"{before}{years}{after}", f"the years {years_in_short}"),
            Meaning(f"{before}{season}{after}", f"{name} {year}"),
        ]
    of_season = Meaning(f"{name} {year}{after}", "the season")
    of_season = _winter(year)[0] if number == 24 else of_season
    if last == year + 1:
        return [*_year_and_next(year, is_in_full=False), of_season]
    return [Meaning(f"{year}/{last}", f"the years {year} to {last}"), of_season]


def _as_written(text: str) -> list[Meaning]:
    return [Meaning(_spelt(text).replace(" / ", "/").replace("?~", "%").replace("~?", "%"))]


def _spelt(text: str) -> str:
    """`text` in the capitals of the notation, with its seasons in small letters."""
    return _SEASON_NAME.sub(lambda found: found[0].lower(), text.upper())


def _turned_round(text: str) -> list[Meaning]:
    if text.startswith("["):
        start, dots, end = text[1:-1].partition("..")
        return [Meaning(f"[{end}..{start}]")] if dots else []
    start, slash, end = text.partition("/")
    is_whole = all(re.match(r"\d{4}(?:-|$)", part) for part in (start, end))
    return [Meaning(f"{end}/{start}")] if slash and is_whole else []


def _in_brackets(text: str) -> list[Meaning]:
    """One date, a range or a list of dates in brackets: the range from the first to the last."""
    inside = _IN_BRACKETS.fullmatch(text)
    if inside is None:
        return []
    open_start, open_end = inside[1].startswith(".."), inside[1].endswith("..")
    if "," in inside[1] and ".." in inside[1]:
        return []
    written = [part for part in re.split(r",|\.\.", inside[1]) if part.strip()]
    read = [parse(point) for part in written if (point := _only(_simple(part.strip())))]
    if not read or len(read) < len(written):
        return []
    first, last = min(read).text, max(read, key=lambda date: date.latest).text
    if open_start or open_end:
        return [Meaning(f"[..{last}]" if open_start else f"[{first}..]")]
    return [Meaning(first if len(read) == 1 else f"[{first}..{last}]")]


def _only(found: Iterable[Meaning]) -> str | None:
    texts = {meaning.text for meaning in found if _reads(meaning)}
    return texts.pop() if len(texts) == 1 else None


def _some_day(text: str) -> Iterator[Meaning]:
    """One day by, before, after or between dates."""
    if by := _BY_END.fullmatch(text) or _BY.fullmatch(text):
        # No one says by when a thing is due that is due by early 2025.
        if not _PART.fullmatch(by[1]):
            yield from _with_end(by[1])
    elif before := _BEFORE.fullmatch(text):
        for meaning in _whole(before[1]):
            eve = _eve(parse(meaning.text))
            if eve:
                yield Meaning(f"[..{eve}]", meaning.words)
    elif later := _THEN_OR_LATER.fullmatch(text):
        for meaning in _whole(later[1]):
            yield Meaning(f"[{_ends(meaning)[0]}..]", meaning.words)
    elif after := _AFTER.fullmatch(text):
        for meaning in _whole(after[1]):
            morrow = _morrow(parse(meaning.text))
            if morrow:
                yield Meaning(f"[{morrow}..]", meaning.words)
    elif between := _BETWEEN.fullmatch(text):
        for start, end in _two_ends(between[1], is_between=True):
            yield Meaning(f"[{start}..{end}]")


def _with_end(text: str) -> Iterator[Meaning]:
    for meaning in _whole(text):
        yield Meaning(f"[..{_ends(meaning)[1]}]", meaning.words)


def _whole(text: str) -> list[Meaning]:
    """What a text within another can mean. The early part of a year there is the year."""
    if part := _PART.fullmatch(text):
        text = part[2]
    return [meaning for meaning in _simple(text) if _reads(meaning) and all(_ends(meaning))]


def _ends(meaning: Meaning) -> tuple[str, str]:
    """The dates with which it begins and ends, each by itself, as one writes them."""
    start, end = parse(meaning.text).ends
    return start.written if start else "", end.written if end else ""


def _eve(date: VagueDate) -> str | None:
    """The day, month or year before `date`, as exact as that is."""
    start = date.start
    if not isinstance(start, Point) or date.earliest == Day.min or date.approximate:
        return None
    eve = date.earliest - timedelta(days=1)
    if start.precision == "year":
        return f"{eve:%Y}"
    return f"{eve:%Y-%m}" if not start.day else eve.isoformat()


def _morrow(date: VagueDate) -> str | None:
    end = date.end
    if not isinstance(end, Point) or date.latest == Day.max or date.approximate:
        return None
    morrow = date.latest + timedelta(days=1)
    if end.precision == "year":
        return f"{morrow:%Y}"
    return f"{morrow:%Y-%m}" if not end.day else morrow.isoformat()


def _open_ended(text: str) -> Iterator[Meaning]:
    if until := _UNTIL.fullmatch(text):
        for meaning in _whole(until[1]):
            yield Meaning(f"../{_ends(meaning)[1]}", meaning.words)
        return
    rest = _SINCE.sub("", _ONWARDS.sub("", text), count=1)
    for meaning in _whole(rest) if rest != text else ():
        yield Meaning(f"{_ends(meaning)[0]}/..", meaning.words)


def _simple(text: str) -> Iterator[Meaning]:
    """What a text that joins no two dates can mean; not all of it is sure to be a date."""
    text = _LEAD.sub("", text, count=1)
    if weekday := _WEEKDAY.fullmatch(text):
        for meaning in _simple(weekday[2]):
            if _reads(meaning) and _falls_on(parse(meaning.text), weekday[1]):
                yield meaning
    elif doubted := _DOUBTED.fullmatch(text):
        yield from _marked(doubted[1] or doubted[2], "?")
    elif hedged := _ABOUT.fullmatch(text):
        yield from _marked(hedged[1], "~")
    elif part := _PART.fullmatch(text):
        yield from _part_of(part[1].lower(), part[2])
    elif clock := _CLOCK.fullmatch(text):
        words, hour, minute, second, zone = clock.groups(default="")
        zone = zone[:3] + ":" + zone[3:] if len(zone) == 5 else zone.upper()
        for meaning in _simple(words):
            time = f"T{int(hour):02}:{minute}:{second or '00'}{zone}"
            yield Meaning(f"{meaning.text}{time}", meaning.words)
    else:
        yield from _plain(text)


def _falls_on(date: VagueDate, weekday: str) -> bool:
    return date.is_day and WEEKDAYS[date.earliest.weekday()].startswith(weekday.title())


def _marked(text: str, mark: str) -> Iterator[Meaning]:
    for meaning in _simple(text):
        known, other = meaning.text.rstrip("?~%"), meaning.text[-1:]
        if meaning.is_span or (known == meaning.text and other in "]/."):
            continue
        is_both = other in "?~%" and other != mark
        yield Meaning(f"{known}{'%' if is_both else mark}", meaning.words)


def _part_of(part: str, text: str) -> Iterator[Meaning]:
    """The early, middle or late part of a month, a season, a year or a decade: a third of it.

    Its start or end is its first or last day, or month.
    """
    for meaning in _simple(text):
        if not _reads(meaning):
            continue
        date = parse(meaning.text)
        if date.approximate or date.uncertain or not all(_ends(meaning)):
            continue
        point = date.start
        assert isinstance(point, Point)
        words = meaning.words
        if part in ("start", "beginning", "end", "close"):
            is_end = part in ("end", "close")
            day = date.latest if is_end else date.earliest
            yield Meaning(day.isoformat(), words or f"the {'last' if is_end else 'first'} day")
            if point.precision == "month" and not date.is_period:
                first, last = _third(point, 2 if is_end else 0)
                yield Meaning(
                    f"[{first}..{last}]", f"one of its {'last' if is_end else 'first'} days"
                )
            else:
                yield Meaning(f"{day:%Y-%m}", f"some day in {MONTHS[day.month - 1]} {day.year}")
        elif not date.is_period and point.precision in ("month", "season", "year", "decade"):
            first, last = _third(point, {"early": 0, "late": 2}.get(part, 1))
            alone = first if first == last else f"[{first}..{last}]"
            yield Meaning(alone, f"its {('first', 'middle', 'last')[_NTH[part]]} third")
            yield Meaning(meaning.text, "any part of it")


_NTH = {"early": 0, "mid": 1, "middle": 1, "late": 2}


def _third(point: Point, number: int) -> tuple[str, str]:
    """The first and the last date of a third of a month, season, year or decade."""
    if point.precision == "decade":
        first, last = ((0, 3), (4, 6), (7, 9))[number]
        return f"{point.year + first}", f"{point.year + last}"
    if point.precision == "month":
        assert point.month
        end = monthrange(point.year, point.month)[1]
        first, last = ((1, 10), (11, 20), (21, end))[number]
        month = f"{point.year:04}-{point.month:02}"
        return f"{month}-{first:02}", f"{month}-{last:02}"
    start, length = point.first[1], (point.last[1] - point.first[1] + 1) // 3
    first = start + number * length
    return f"{point.year:04}-{first:02}", f"{point.year:04}-{first + length - 1:02}"


def _plain(text: str) -> Iterator[Meaning]:
    """What a text without hedges or a time of day can mean."""
    for reading in (_notation, _named, _days_in_numbers, _years, _parts_of_years, _weeks, _feasts):
        if found := [meaning for meaning in reading(text) if _reads(meaning)]:
            yield from found
            return


def _notation(text: str) -> Iterator[Meaning]:
    plain = Meaning(_spelt(text))
    if "/" not in text and "[" not in text:
        if _reads(plain):
            yield plain
        else:
            yield from _ambiguous(plain.text)
    if decade := _DECADE.fullmatch(text):
        yield Meaning(f"{decade[1]}X")
    if century := _CENTURY.fullmatch(text):
        yield Meaning(f"{int(century[1]) - 1:02}XX")
    if season := _SEASON.fullmatch(text):
        name = season[1].lower().replace("fall", "autumn")
        yield Meaning(f"{name} {season[2]}")
    if winter := _WINTER.fullmatch(text):
        year = int(winter[1])
        if not winter[2]:
            yield from _winter(year)
        elif _follows(year, winter[2]):
            yield Meaning(_winter(year)[0].text, is_span=True)


def _winter(year: int) -> list[Meaning]:
    """To some the winter of a year begins in it, to others it ends in it."""
    return [
        Meaning(f"{year}-12/{year + 1}-02", f"December {year} to February {year + 1}", True),
        Meaning(f"{year - 1}-12/{year}-02", f"December {year - 1} to February {year}", True),
    ]


def _named(text: str) -> Iterator[Meaning]:
    """A date with the name of its month."""
    for pattern in _NAMED:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            month = [it[:3] for it in MONTHS].index(parts["month"][:3].title()) + 1
            day = parts.get("day")
            if parts["year"] == "0000":
                return
            date = f"{_year(parts['year']):04}-{month:02}"
            yield Meaning(f"{date}-{int(day):02}" if day else date)
            return


def _year(digits: str) -> int:
    """A year in four digits, or one of the hundred from 1970 on in two."""
    digits = digits.removeprefix("'")
    if len(digits) == 4:
        return int(digits)
    return int(digits) + (1900 if int(digits) >= 70 else 2000)


def _days_in_numbers(text: str) -> Iterator[Meaning]:
    """A date in numbers; where day and month can change places, both."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, slash, month, day, *compact = found.groups()
        if compact[0]:
            yield Meaning("-".join(compact))
        elif not day:
            # 2009/10 is a financial year too; 2023/07 is none.
            if not (slash == "/" and _follows(int(year), month)):
                yield Meaning(f"{year}-{int(month):02}")
        elif int(month) > 12:
            yield Meaning(f"{year}-{int(day):02}-{int(month):02}")
        else:
            yield Meaning(f"{year}-{int(month):02}-{int(day):02}")
    elif found := _DAY_FIRST.fullmatch(text):
        one, other, year, month, of_year = found.groups()
        if month:
            yield Meaning(f"{of_year}-{int(month):02}")
            return
        for day, month in dict.fromkeys(((one, other), (other, one))):
            date = Meaning(f"{_year(year):04}-{int(month):02}-{int(day):02}")
            if _reads(date):
                yield Meaning(date.text, in_words(parse(date.text).earliest))


def in_words(day: Day) -> str:
    """A day as people write it: 3 July 2023."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _follows(year: int, digits: str | None) -> bool:
    """Whether the `digits`, two or four, are of the next year."""
    return digits is not None and digits in (str(year + 1), f"{(year + 1) % 100:02}")


def span(year: int, month: int, length: int, words: str = "") -> Meaning:
    """So many months from the first of one on."""
    last = year * 12 + month - 1 + length - 1
    text = f"{year:04}-{month:02}/{last // 12:04}-{last % 12 + 1:02}"
    return Meaning(text, words, is_span=True)


def _year_and_next(year: int, *, is_in_full: bool) -> list[Meaning]:
    """The years of which 2022/23, or 2022/2023 where both are in full, is the name."""
    years = [financial_year(year), span(year, 9, 12, "the school year")]
    return [*years, span(year, 1, 24, "both calendar years")] if is_in_full else years


def financial_year(year: int) -> Meaning:
    return span(year, 4, 12, "the financial year")


def _years(text: str) -> Iterator[Meaning]:
    """Financial, tax and school years, a year and the next, and a stretch of years."""
    if to := _YEAR_TO.fullmatch(text):
        yield from _months_to(*to.groups())
    found = _NAMED_YEAR.fullmatch(text)
    if found is None:
        return
    kind = (found[1] or found[4] or "").lower()
    if len(found[2]) == 2 and not kind:
        return
    year, second = _year(found[2]), found[3]
    is_next = _follows(year, second)
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
        yield from _year_and_next(year, is_in_full=len(second or "") == 4)
        if second and len(second) == 2 and 1 <= int(second) <= 12:
            yield Meaning(f"{year}-{second}", f"{MONTHS[int(second) - 1]} {year}")
    elif second and not kind and len(second) == 2 and int(second) > max(12, year % 100):
        yield Meaning(f"{year}/{year - year % 100 + int(second)}")


def _months_to(year: str | None, number: str | None, end: str) -> Iterator[Meaning]:
    """The year, the quarter or so many months that end with a month, as statistics have them."""
    months = {"year": 12, "quarter": 3}.get((year or "half").lower(), 6)
    if number:
        months = int(number) if number.isdecimal() else NUMBERS.get(number.lower(), 0)
    date = _only(_simple(end))
    point = parse(date).end if date else None
    if not months or not isinstance(point, Point) or not point.month:
        return
    is_last_day = point.day == monthrange(point.year, point.month)[1]
    if point.day and not is_last_day:
        return
    first = point.year * 12 + point.month - months
    yield Meaning(span(first // 12, first % 12 + 1, months).text, is_span=True)


def _parts_of_years(text: str) -> Iterator[Meaning]:
    """Quarters and halves. In short, they may be of the calendar's year or of the financial one."""
    found = next((it for pattern in _PART_OF_YEAR if (it := pattern.fullmatch(text))), None)
    if found is None:
        if months := _MONTHS_OF_YEAR.fullmatch(text):
            yield Meaning(f"{months[1]}-{months[2]}/{months[1]}-{months[3]}")
        return
    parts = found.groupdict()
    is_short, year, second = bool(parts.get("short")), int(parts["year"]), parts.get("next")
    name = (parts.get("short") or parts.get("long") or "").upper()[0]
    length = 3 if name == "Q" else 6
    which = parts.get("which")
    number = int(parts["number"]) if is_short else _ORDINALS[(which or "").lower()]
    if name == "H" and which and which.lower() in ("last", "final"):
        number = 2
    if number * length > 12 or (second and not _follows(year, second)):
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


def _weeks(text: str) -> Iterator[Meaning]:
    """Weeks by their first, last or any day, or by their number in ISO 8601."""
    if week := _WEEK.fullmatch(text):
        how = week[1].lower().replace("/", "").replace("week ", "")
        for meaning in _simple(week[2]):
            if not _reads(meaning) or not parse(meaning.text).is_day:
                continue
            day = parse(meaning.text).earliest
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


def week_from(day: Day) -> str:
    return f"{day}/{day + timedelta(days=6)}"


def _feasts(text: str) -> Iterator[Meaning]:
    """Easter, Christmas and New Year."""
    found = _FEAST.fullmatch(text)
    if found is None or not 1583 <= int(found[2]) <= 9998:
        return
    from dateutil.easter import easter

    name, year = found[1].lower(), int(found[2])
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


def _period(text: str) -> Iterator[Meaning]:
    opening = _FROM.match(text)
    for start, end in _two_ends(text[opening.end() :] if opening else text):
        if is_year_and_next(f"{start}/{end}"):
            yield span(int(start), 1, 24)
        else:
            yield Meaning(f"{start}/{end}")


def _two_ends(text: str, *, is_between: bool = False) -> list[tuple[str, str]]:
    """The first and the last date of a period or a range in words."""
    text = _MONTH_DAYS.sub(r"\3 \1 \4", text)  # September 4-10, 2023
    for joint in _TO.finditer(text):
        if joint[1] and not is_between:
            continue
        ends = _whole(text[joint.end() :])
        starts = _starts_before(text[: joint.start()], ends[0]) if ends else []
        pairs = [
            (_ends(start)[0], _ends(end)[1])
            for (n, start), (m, end) in product(enumerate(starts), enumerate(ends))
            if 1 in (len(starts), len(ends)) or _style(start, n) == _style(end, m)
        ]
        pairs = [pair for pair in pairs if _is_in_order(*pair)]
        if pairs:
            return pairs
    return []


def _style(meaning: Meaning, number: int) -> str | int:
    """How a text is read: as of a financial year, say, or with the month first."""
    return number if meaning.words[:1].isdigit() else re.sub(r"\d+", "", meaning.words)


def _is_in_order(start: str, end: str) -> bool:
    return parse(start).earliest <= parse(end).latest


def _starts_before(text: str, end: Meaning) -> list[Meaning]:
    """Read the start of a period, which may leave its month and year to the end."""
    if starts := _whole(text):
        return starts
    model = parse(end.text).end
    assert isinstance(model, Point)
    lent = [str(model.year)]
    if model.month:
        lent.append(f"{MONTHS[model.month - 1]} {model.year}")
    for rest in lent:
        for meaning in _whole(f"{text} {rest}"):
            read = parse(meaning.text).start
            if isinstance(read, Point) and read.precision == model.precision:
                return [meaning]
    return []

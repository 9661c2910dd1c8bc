"""Single English dates: a day, month, season, year, decade or century.

Numbers such as 9/6/25 have a British and an American reading.
"""

import re
from collections.abc import Iterator

from briefing.record.ambiguous_dates import SEASON_OR_YEARS, is_year_and_next
from briefing.record.dates import MONTHS, DateProblem, parse_edtf
from briefing.record.meanings import (
    Meaning,
    follows,
    in_words,
    pattern,
    winter,
    year_and_next,
    year_of,
)

MONTH_PATTERN = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"(?P<day>\d\d?)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4}|'\d\d)"

_NAMED = [
    pattern(rf"{_DAY}(?: of | |-)?{MONTH_PATTERN},?[ -]?(?P<year>\d{{4}}|'?\d\d)"),
    pattern(rf"{MONTH_PATTERN} ?{_DAY},? {_YEAR}"),
    pattern(rf"{_YEAR},? {MONTH_PATTERN} {_DAY}"),
    pattern(rf"{MONTH_PATTERN}(?:,| of)?[ -]?{_YEAR}"),
    pattern(rf"{_YEAR} {MONTH_PATTERN}"),
]
_DECADE = pattern(r"(\d{3})0'?s")
_CENTURY = pattern(r"(\d\d?)(?:st|nd|rd|th)[ -]century")
_SEASON = pattern(r"(spring|summer|autumn|fall)(?:,| of| in)? (\d{4})")
_SEASON_OF_TWO = pattern(
    r"(spring|summer|autumn|fall)(?:,| of| in)? (\d{4}) ?([-/]) ?(\d{4}|\d\d|\d)"
)
_SEASON_NAME = pattern("spring|summer|autumn")
_WINTER = pattern(r"winter(?:,| of| in)? (\d{4})(?:[-/](\d{4}|\d\d))?")
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ])(\d\d?)(?:\2(\d\d?))?|(\d{4})(\d\d)(\d\d)")
_DAY_FIRST = re.compile(r"(\d\d?)[-/. ](\d\d?)[-/. ](\d{4}|\d\d)|(\d\d?)[-/.](\d{4})")


def single_dates(text: str) -> Iterator[Meaning]:
    """Yield the valid dates that `text` can mean if it contains one date and nothing else."""
    for read_as in (_in_edtf_or_words, _with_month_name, _in_numbers):
        if valid := [meaning for meaning in read_as(text) if meaning.is_valid]:
            yield from valid
            return


def _in_edtf_or_words(text: str) -> Iterator[Meaning]:
    plain = Meaning(in_edtf_capitals(text))
    if "/" not in text and "[" not in text:
        if plain.is_valid:
            yield plain
        else:
            yield from ambiguous_edtf(plain.text)
    if decade := _DECADE.fullmatch(text):
        yield Meaning(f"{decade[1]}X")
    if century := _CENTURY.fullmatch(text):
        yield Meaning(f"{int(century[1]) - 1:02}XX")
    if season := _SEASON.fullmatch(text):
        name = season[1].lower().replace("fall", "autumn")
        yield Meaning(f"{name} {season[2]}")
    yield from _season_of_two(text)
    if match := _WINTER.fullmatch(text):
        year = int(match[1])
        if not match[2]:
            yield from winter(year)
        elif follows(year, match[2]):
            yield Meaning(winter(year)[0].text, is_span=True)


def _with_month_name(text: str) -> Iterator[Meaning]:
    """Yield a date that contains the name of its month."""
    for with_name in _NAMED:
        if match := with_name.fullmatch(text):
            parts = match.groupdict()
            month = [name[:3] for name in MONTHS].index(parts["month"][:3].title()) + 1
            day = parts.get("day")
            if parts["year"] == "0000":
                return
            date = f"{year_of(parts['year']):04}-{month:02}"
            yield Meaning(f"{date}-{int(day):02}" if day else date)
            return


def _in_numbers(text: str) -> Iterator[Meaning]:
    """Yield a date in numbers, or both dates if the day and month could be the other way round."""
    if match := _YEAR_FIRST.fullmatch(text):
        year, slash, month, day, *compact = match.groups()
        if compact[0]:
            yield Meaning("-".join(compact))
        elif not day:
            # 2009/10 could also be a financial year, but 2023/07 could not.
            if not (slash == "/" and follows(int(year), month)):
                yield Meaning(f"{year}-{int(month):02}")
        elif int(month) > 12:
            yield Meaning(f"{year}-{int(day):02}-{int(month):02}")
        else:
            yield Meaning(f"{year}-{int(month):02}-{int(day):02}")
    elif match := _DAY_FIRST.fullmatch(text):
        one, other, year, month, of_year = match.groups()
        if month:
            yield Meaning(f"{of_year}-{int(month):02}")
            return
        readings = [(year, other, one), (year, one, other)]
        if "-" in text and len(one) == len(year) == 2:  # 21-05-03 may be short for 2021-05-03.
            readings.append((one, other, year))
        for year, month, day in dict.fromkeys(readings):
            date = Meaning(f"{year_of(year):04}-{int(month):02}-{int(day):02}")
            if date.is_valid:
                yield Meaning(date.text, in_words(parse_edtf(date.text).earliest))


def _season_of_two(text: str) -> Iterator[Meaning]:
    """Yield the season of either year, such as spring 2024/25. For 2024/2025, add the period."""
    season = _SEASON_OF_TWO.fullmatch(text)
    if season is None:
        return
    year, second = int(season[2]), season[4]
    if not follows(year, second) and second != str(year + 1)[-1]:
        return
    name = season[1].lower().replace("fall", "autumn")
    yield Meaning(f"{name} {year}")
    yield Meaning(f"{name} {year + 1}")
    if len(second) == 4:
        words = f"the whole period from {name} {year} to December {year + 1}"
        yield Meaning(f"{name} {year}/{year + 1}-12", words)


def ambiguous_edtf(text: str) -> list[Meaning]:
    """List the meanings of an EDTF date that means something else in everyday English."""
    if is_year_and_next(text):
        if not text[0].isdecimal():
            return list(_season_of_two(text))
        start = int(text[:4])
        return year_and_next(start, is_in_full=True)
    match = SEASON_OR_YEARS.search(text)
    if match is None:
        return []
    try:
        parse_edtf(text)
    except DateProblem:
        return []
    at = match.start()
    before, after = text[:at], text[at + 7 :]
    year, number = int(text[at : at + 4]), int(text[at + 5 : at + 7])
    last = year - year % 100 + number
    name = {21: "spring", 22: "summer", 23: "autumn", 24: "winter"}[number]
    if before or after.startswith(("/", "..")):
        is_end = "/" in before or ".." in before
        edge = f"{last}" if is_end else f"{year}"
        if last == year + 1:
            edge += "-03" if is_end else "-04"
        winter_edge = f"{year + 1}-02" if is_end else f"{year}-12"
        season = f"{name} {year}" if number != 24 else winter_edge
        return [
            Meaning(f"{before}{edge}{after}", f"the years {year}-{number}"),
            Meaning(f"{before}{season}{after}", f"{name} {year}"),
        ]
    of_season = Meaning(f"{name} {year}{after}", "the season")
    of_season = winter(year)[0] if number == 24 else of_season
    if last == year + 1:
        return [*year_and_next(year, is_in_full=False), of_season]
    return [Meaning(f"{year}/{last}", f"the years {year} to {last}"), of_season]


def in_edtf_capitals(text: str) -> str:
    """Return `text` with the capitals that EDTF requires and with lower-case seasons."""
    return _SEASON_NAME.sub(lambda match: match[0].lower(), text.upper())

"""English dates as people in Britain write them, and the EDTF dates that each can mean.

This module is used only if a text is not a date in the notation of `dates`, or is one that people
also write with another meaning. The checks offer the meanings as fixes. The command line accepts a
text with exactly one meaning. Nothing is guessed: a text with two possible meanings has two
meanings.

Numbers such as 9/6/25 have a British and an American reading.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date as Day
from datetime import timedelta
from itertools import product

from briefing.timeline.ambiguous_dates import (
    SEASON_OR_YEARS,
    is_ambiguous,
    is_year_and_next,
)
from briefing.timeline.dates import MONTHS, DateProblem, Point, VagueDate, parse
from briefing.timeline.english_spans import feasts, parts_of_years, weeks, years
from briefing.timeline.meanings import (
    WEEKDAYS,
    Meaning,
    follows,
    in_words,
    span,
    winter,
    year_and_next,
    year_of,
)

_LONGEST = 80
_DASHES = str.maketrans({**dict.fromkeys("‐‑‒–—−", "-"), "’": "'", "‘": "'"})

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
    r"(?:(?:at|towards?) )?(?:the )?(?:very )?"
    r"(early|mid|middle|late|start|beginning|end|close)(?=[\s-])"
    r"(?: of| in)?[\s-]*(?:the )?(.+)"
)
_YEAR_END = _pattern(r"\b(?:year[- ]end|end[- ]of[- ]year|end[- ]year)(?= \d)")
_LEAD = _pattern(r"(?:some ?time )?(?:(?:in|on|during) )?(?:the )?")
_CLOCK = _pattern(
    r"(.+?)(?:T|,? (?:at )?)(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)? ?(Z|[+-]\d\d(?::?\d\d)?)?"
)
_DECADE = _pattern(r"(\d{3})0'?s")
_CENTURY = _pattern(r"(\d\d?)(?:st|nd|rd|th)[ -]century")
_SEASON = _pattern(r"(spring|summer|autumn|fall)(?:,| of| in)? (\d{4})")
_SEASON_OF_TWO = _pattern(
    r"(spring|summer|autumn|fall)(?:,| of| in)? (\d{4}) ?([-/]) ?(\d{4}|\d\d|\d)"
)
_SEASON_NAME = _pattern("spring|summer|autumn")
_WINTER = _pattern(r"winter(?:,| of| in)? (\d{4})(?:[-/](\d{4}|\d\d))?")
_YEAR_FIRST = re.compile(r"(\d{4})([-/. ])(\d\d?)(?:\2(\d\d?))?|(\d{4})(\d\d)(\d\d)")
_DAY_FIRST = re.compile(r"(\d\d?)[-/. ](\d\d?)[-/. ](\d{4}|\d\d)|(\d\d?)[-/.](\d{4})")

_WHOLE_END = _pattern(r"\d{4}(?:-|$)|(?:spring|summer|autumn) \d{4}$")
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


def suggest(text: str) -> str | None:
    """Return the date that `text` means, for `parse`, or None if it has no or several meanings."""
    found = meanings(text)
    return found[0].text if len(found) == 1 else None


def meanings(text: str) -> tuple[Meaning, ...]:
    """List every date that `text` can mean; empty if it is not a date.

    "3 July 2023" is 2023-07-03. "9/6/25" is 9 June and 6 September. "2022-23" is a financial year
    and autumn 2022. `parse` accepts each of the results, and none is ambiguous. Text of more than
    80 characters has no meaning. `relative_dates` reads words such as "last month".
    """
    if len(text) > _LONGEST:
        return ()
    text = _YEAR_END.sub("end of", tidied(text))
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
    """Return `text` with plain hyphens, plain apostrophes and single spaces."""
    return " ".join(text.translate(_DASHES).split())


def _reads(meaning: Meaning) -> bool:
    try:
        parse(meaning.text)
    except DateProblem:
        return False
    return not is_ambiguous(meaning.text)


def _ambiguous(text: str) -> list[Meaning]:
    """List the meanings of a date in EDTF that means something else in everyday English."""
    if is_year_and_next(text):
        if not text[0].isdecimal():
            return list(_season_of_two(text))
        start = int(text[:4])
        return year_and_next(start, is_in_full=True)
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


def _as_written(text: str) -> list[Meaning]:
    return [Meaning(_spelt(text).replace(" / ", "/").replace("?~", "%").replace("~?", "%"))]


def _spelt(text: str) -> str:
    """Return `text` in the capitals of EDTF, with its seasons in lower case."""
    return _SEASON_NAME.sub(lambda found: found[0].lower(), text.upper())


def _turned_round(text: str) -> list[Meaning]:
    if text.startswith("["):
        start, dots, end = text[1:-1].partition("..")
        return [Meaning(f"[{end}..{start}]")] if dots else []
    start, slash, end = text.partition("/")
    is_whole = all(_WHOLE_END.match(part) for part in (start, end))
    return [Meaning(f"{end}/{start}")] if slash and is_whole else []


def _in_brackets(text: str) -> list[Meaning]:
    """Read dates in brackets as the range from the first to the last."""
    inside = _IN_BRACKETS.fullmatch(text)
    if inside is None:
        return []
    open_start, open_end = inside[1].startswith(".."), inside[1].endswith("..")
    if "," in inside[1] and ".." in inside[1]:
        return []
    written = [part for part in re.split(r",|\.\.", inside[1]) if part.strip()]
    read = [parse(point) for part in written if (point := _only(_simple(part.strip())))]
    if not written:
        return []
    if len(read) < len(written):
        return list(_several_in_brackets(written, open_start, open_end))
    first, last = min(read).ends[0], max(read, key=lambda date: date.latest).ends[1]
    if first is None or last is None:
        return []
    if open_start or open_end:
        return [Meaning(f"[..{last.written}]" if open_start else f"[{first.written}..]")]
    return [Meaning(_one_day_in(first.written, last.written))]


def _one_day_in(first: str, last: str) -> str:
    """Return the range that contains one day, or the date if it is the same at both ends."""
    return first if first == last else f"[{first}..{last}]"


def _several_in_brackets(written: list[str], open_start: bool, open_end: bool) -> Iterator[Meaning]:
    """Read a range of which an end has several meanings, as in [2021-22..2022-23]."""
    start, end = written[0].strip(), written[-1].strip()
    if len(written) > 1:
        for first, last, words in _pairs(start, end):
            yield Meaning(_one_day_in(first, last), words)
        return
    for meaning in _whole(start):
        first, last = _ends(meaning)
        ends = "" if open_start else first, "" if open_end else last
        yield Meaning(_one_day_in(*ends), meaning.words)


def _only(found: Iterable[Meaning]) -> str | None:
    texts = {meaning.text for meaning in found if _reads(meaning)}
    return texts.pop() if len(texts) == 1 else None


def _some_day(text: str) -> Iterator[Meaning]:
    """Read one day by, before, after or between dates."""
    if by := _BY_END.fullmatch(text) or _BY.fullmatch(text):
        # "By early 2025" does not say by when.
        if not _PART.fullmatch(by[1]):
            yield from _with_end(by[1])
    elif before := _BEFORE.fullmatch(text):
        for meaning in _whole(before[1]):
            if meaning.words.startswith("some day"):
                continue  # Before Christmas is not before December.
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
        for start, end, words in _two_ends(between[1], is_between=True):
            yield Meaning(f"[{start}..{end}]", words)


def _with_end(text: str) -> Iterator[Meaning]:
    for meaning in _whole(text):
        yield Meaning(f"[..{_ends(meaning)[1]}]", meaning.words)


def _whole(text: str) -> list[Meaning]:
    """Read a date within a longer text. There, the early part of a year is the year."""
    if part := _PART.fullmatch(text):
        text = part[2]
    return [meaning for meaning in _simple(text) if _reads(meaning) and all(_ends(meaning))]


def _ends(meaning: Meaning) -> tuple[str, str]:
    """Return the dates with which a meaning begins and ends; empty if one is missing."""
    start, end = parse(meaning.text).ends
    return start.written if start else "", end.written if end else ""


def _eve(date: VagueDate) -> str | None:
    """Return the day, month or year before `date`, whichever it is exact to."""
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
    """Yield the meanings of a text that does not join two dates; some may not be dates."""
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
        if meaning.is_span or "/" in known or (known == meaning.text and other in "]."):
            continue
        is_both = other in "?~%" and other != mark
        yield Meaning(f"{known}{'%' if is_both else mark}", meaning.words)


def _part_of(part: str, text: str) -> Iterator[Meaning]:
    """Yield the third of a month, season, year or decade that is its early, middle or late part.

    Its start or end is its first or last day or month, or a time about then.
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
                month = f"{day:%Y-%m}"
                yield Meaning(month, f"some day in {MONTHS[day.month - 1]} {day.year}")
                if not words:
                    yield Meaning(f"{month}~", "about then")
            if is_end and not words:
                yield Meaning(f"[..{_ends(meaning)[1]}]", "any day by then")
        elif not date.is_period and point.precision in ("month", "season", "year", "decade"):
            first, last = _third(point, {"early": 0, "late": 2}.get(part, 1))
            alone = first if first == last else f"[{first}..{last}]"
            yield Meaning(alone, f"its {('first', 'middle', 'last')[_NTH[part]]} third")
            yield Meaning(meaning.text, "any part of it")


_NTH = {"early": 0, "mid": 1, "middle": 1, "late": 2}


def _third(point: Point, number: int) -> tuple[str, str]:
    """Return the first and last date of a third (0, 1 or 2) of a month, season, year or decade."""
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
    """Yield the meanings of a text without words such as "about" and without a time of day."""
    for reading in (_notation, _named, _days_in_numbers):
        if found := [meaning for meaning in reading(text) if _reads(meaning)]:
            yield from found
            return
    for reading_of_span in (years, parts_of_years, weeks, feasts):
        if found := [meaning for meaning in reading_of_span(text, _read) if _reads(meaning)]:
            yield from found
            return


def _read(text: str) -> list[Meaning]:
    return [meaning for meaning in _simple(text) if _reads(meaning)]


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
    yield from _season_of_two(text)
    if found := _WINTER.fullmatch(text):
        year = int(found[1])
        if not found[2]:
            yield from winter(year)
        elif follows(year, found[2]):
            yield Meaning(winter(year)[0].text, is_span=True)


def _named(text: str) -> Iterator[Meaning]:
    """Yield a date with the name of its month."""
    for pattern in _NAMED:
        if found := pattern.fullmatch(text):
            parts = found.groupdict()
            month = [it[:3] for it in MONTHS].index(parts["month"][:3].title()) + 1
            day = parts.get("day")
            if parts["year"] == "0000":
                return
            date = f"{year_of(parts['year']):04}-{month:02}"
            yield Meaning(f"{date}-{int(day):02}" if day else date)
            return


def _season_of_two(text: str) -> Iterator[Meaning]:
    """Yield the season of either year, as in spring 2024/25; for 2024/2025, the period too."""
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


def _days_in_numbers(text: str) -> Iterator[Meaning]:
    """Yield a date in numbers; both dates if day and month can change places."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, slash, month, day, *compact = found.groups()
        if compact[0]:
            yield Meaning("-".join(compact))
        elif not day:
            # 2009/10 is a financial year too; 2023/07 is none.
            if not (slash == "/" and follows(int(year), month)):
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
            date = Meaning(f"{year_of(year):04}-{int(month):02}-{int(day):02}")
            if _reads(date):
                yield Meaning(date.text, in_words(parse(date.text).earliest))


def _period(text: str) -> Iterator[Meaning]:
    opening = _FROM.match(text)
    for start, end, words in _two_ends(text[opening.end() :] if opening else text):
        if is_year_and_next(f"{start}/{end}"):
            yield span(int(start), 1, 24) if start.isdecimal() else Meaning(f"{start}/{end}-12")
        else:
            yield Meaning(f"{start}/{end}", words)


def _two_ends(text: str, *, is_between: bool = False) -> list[tuple[str, str, str]]:
    """Return the first and last dates of a period or a range in words, for each meaning.

    The difference from other meanings follows, as in `Meaning`.
    """
    text = _MONTH_DAYS.sub(r"\3 \1 \4", text)  # September 4-10, 2023
    for joint in _TO.finditer(text):
        if joint[1] and not is_between:
            continue
        if pairs := _pairs(text[: joint.start()], text[joint.end() :]):
            return pairs
    return []


def _pairs(first: str, last: str) -> list[tuple[str, str, str]]:
    """Return the first and last dates that two texts mean if they are read in the same way.

    The difference from other meanings follows, as in `Meaning`.
    """
    ends = _whole(last)
    starts = _starts_before(first, ends[0]) if ends else []
    pairs: dict[tuple[str, str], str] = {}
    for (n, start), (m, end) in product(enumerate(starts), enumerate(ends)):
        pair = _ends(start)[0], _ends(end)[1]
        is_alike = 1 in (len(starts), len(ends)) or _style(start, n) == _style(end, m)
        if is_alike and _is_in_order(*pair):
            pairs.setdefault(pair, _words_for(start, end))
    return [(*pair, words) for pair, words in pairs.items()]


def _words_for(start: Meaning, end: Meaning) -> str:
    """Return the words for a period from the meaning `start` to the meaning `end`."""
    if start.words == end.words and start.words.startswith("the "):
        return f"{start.words}s"
    return " to ".join(dict.fromkeys(filter(None, (start.words, end.words))))


def _style(meaning: Meaning, number: int) -> str | int:
    """Return the way a text was read: as a financial year, say, or with the month first."""
    return number if meaning.words[:1].isdigit() else re.sub(r"\d+", "", meaning.words)


def _is_in_order(start: str, end: str) -> bool:
    return parse(start).earliest <= parse(end).latest


def _starts_before(text: str, end: Meaning) -> list[Meaning]:
    """Read the start of a period, which may take its month and year from the end."""
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

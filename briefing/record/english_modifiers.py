"""English dates with other words around them, such as a weekday, "about" or "early".

There can be several such words, as in "perhaps early in 2020".
"""

from calendar import monthrange
from collections.abc import Iterator

from briefing.record.dates import MONTHS, Point, VagueDate, parse_edtf
from briefing.record.english_days import single_dates
from briefing.record.english_spans import feasts, parts_of_years, weeks, years
from briefing.record.meanings import WEEKDAYS, Meaning, pattern

_LEAD = pattern(r"(?:some ?time )?(?:(?:in|on|during) )?(?:the )?")
_WEEKDAY = pattern(r"(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?\b\.?,? ?(?:the )?(.*)")
_DOUBTED = pattern(r"(.+?) ?(?:\?|\(\?\))|(?:perhaps|possibly|probably|maybe)\b ?(.+)")
_ABOUT = pattern(
    r"(?:(?:about|around|approximately|approx|roughly|circa|ca|c|~)(?=[\s\d.-])[\s.-]*)(.+)"
)
PART = pattern(
    r"(?:(?:at|towards?) )?(?:the )?(?:very )?"
    r"(early|mid|middle|late|start|beginning|end|close)(?=[\s-])"
    r"(?: of| in)?[\s-]*(?:the )?(.+)"
)
_CLOCK = pattern(
    r"(.+?)(?:T|,? (?:at )?)(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)? ?(Z|[+-]\d\d(?::?\d\d)?)?"
)


def dates_with_modifiers(text: str) -> Iterator[Meaning]:
    """Yield the meanings of text that does not join two dates. Some may not be valid dates."""
    text = _LEAD.sub("", text, count=1)
    if weekday := _WEEKDAY.fullmatch(text):
        for meaning in dates_with_modifiers(weekday[2]):
            if meaning.is_valid and _falls_on(parse_edtf(meaning.text), weekday[1]):
                yield meaning
    elif doubted := _DOUBTED.fullmatch(text):
        yield from _marked(doubted[1] or doubted[2], "?")
    elif hedged := _ABOUT.fullmatch(text):
        yield from _marked(hedged[1], "~")
    elif part := PART.fullmatch(text):
        if PART.fullmatch(part[2]):
            return  # "Early-mid 2021" is not part of "mid 2021".
        yield from _part_of(part[1].lower(), part[2])
    elif clock := _CLOCK.fullmatch(text):
        words, hour, minute, second, zone = clock.groups(default="")
        zone = zone[:3] + ":" + zone[3:] if len(zone) == 5 else zone.upper()
        for meaning in dates_with_modifiers(words):
            time = f"T{int(hour):02}:{minute}:{second or '00'}{zone}"
            yield Meaning(f"{meaning.text}{time}", meaning.words)
    else:
        yield from _unmodified(text)


def _falls_on(date: VagueDate, weekday: str) -> bool:
    return date.is_day and WEEKDAYS[date.earliest.weekday()].startswith(weekday.title())


def _marked(text: str, mark: str) -> Iterator[Meaning]:
    for meaning in dates_with_modifiers(text):
        known, other = meaning.text.rstrip("?~%"), meaning.text[-1:]
        if meaning.is_span or "/" in known or (known == meaning.text and other in "]."):
            continue
        is_both = other in "?~%" and other != mark
        yield Meaning(f"{known}{'%' if is_both else mark}", meaning.words)


def _part_of(part: str, text: str) -> Iterator[Meaning]:
    """Yield the dates that a part of a month, season, year or decade can mean."""
    for meaning in dates_with_modifiers(text):
        if not meaning.is_valid or not all(meaning.ends):
            continue
        date = parse_edtf(meaning.text)
        if date.approximate or date.uncertain:
            continue
        if part in _THIRDS:
            yield from _third_of(meaning, date, _THIRDS[part])
        else:
            yield from _edge_of(meaning, date, is_end=part in ("end", "close"))


_THIRDS = {"early": 0, "mid": 1, "middle": 1, "late": 2}


def _edge_of(meaning: Meaning, date: VagueDate, *, is_end: bool) -> Iterator[Meaning]:
    """Yield the first or last day or month of a date, and a time around then."""
    point = date.start
    assert isinstance(point, Point)
    words, which = meaning.words, "last" if is_end else "first"
    day = date.latest if is_end else date.earliest
    yield Meaning(day.isoformat(), words or f"the {which} day")
    if point.precision == "month" and not date.is_period:
        first, last = _third(point, 2 if is_end else 0)
        yield Meaning(f"[{first}..{last}]", f"one of the {which} days of the month")
    else:
        month = f"{day:%Y-%m}"
        yield Meaning(month, f"some day in {MONTHS[day.month - 1]} {day.year}")
        if not words:
            yield Meaning(f"{month}~", "about that time")
    if is_end and not words:
        yield Meaning(f"[..{meaning.ends[1]}]", "any day up to that date")


def _third_of(meaning: Meaning, date: VagueDate, number: int) -> Iterator[Meaning]:
    """Yield the early, middle or late third (0, 1 or 2) of a date, and the whole date."""
    point = date.start
    assert isinstance(point, Point)
    if date.is_period or point.precision not in ("month", "season", "year", "decade"):
        return
    first, last = _third(point, number)
    words = f"the {('first', 'middle', 'last')[number]} third"
    yield Meaning(first if first == last else f"[{first}..{last}]", words)
    yield Meaning(meaning.text, "any part of that period")


def _third(point: Point, number: int) -> tuple[str, str]:
    """Return the first and last dates of a third (0, 1 or 2) of a month, season, year or decade."""
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


def _unmodified(text: str) -> Iterator[Meaning]:
    """Yield the meanings of a text without words such as "about" and without a time of day."""
    if dates := list(single_dates(text)):
        yield from dates
        return
    for read_as in (years, parts_of_years, weeks, feasts):
        if dates := [meaning for meaning in read_as(text, _valid_dates) if meaning.is_valid]:
            yield from dates
            return


def _valid_dates(text: str) -> list[Meaning]:
    return [meaning for meaning in dates_with_modifiers(text) if meaning.is_valid]

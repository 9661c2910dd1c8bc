"""English dates, as people write them, and the EDTF date that each means.

This runs only when a text has turned out not to be a date in the notation of `dates`: the checks
offer the result as a fix, and the command line takes it.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from briefing.timeline.dates import MONTHS, DateProblem, Point, cut, parse

_LONGEST = 80
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
# Two dates with nothing in common, not even a week: what dateutil fills in by itself differs.
_FILLINGS = datetime(2000, 1, 1), datetime(2001, 2, 15)

_MONTH = re.compile(
    r"\b(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b",
    re.IGNORECASE,
)
_MONTH_DAYS = re.compile(rf"({_MONTH.pattern}) (\d\d? ?- ?\d\d?),? (\d{{4}})", re.IGNORECASE)
_HEDGE = re.compile(
    r"(?:(perhaps|possibly|probably|maybe)|about|around|approximately|approx|roughly|circa|ca|c|~"
    r"|(?:the )?(?:early|mid|middle|late|start|beginning|end)(?: of| in)?)(?=[\s\d.-])[\s.-]*(.+)",
    re.IGNORECASE,
)
_DOUBT = re.compile(r"(.+?) ?(?:\?|\(\?\))")
_LEAD = re.compile(r"(?:some ?time )?(?:(?:in|on|during) )?(?:the )?", re.IGNORECASE)
_CLOCK = re.compile(
    r"(.+?)(?:T|,? (?:at )?)(\d\d?):(\d\d)(?::(\d\d)(?:\.\d+)?)? ?(Z|[+-]\d\d(?::?\d\d)?)?",
    re.IGNORECASE,
)
_DECADE = re.compile(r"(\d{3})0'?s", re.IGNORECASE)
_CENTURY = re.compile(r"(\d\d?)(?:st|nd|rd|th)[ -]century", re.IGNORECASE)
_SEASON = re.compile(r"(spring|summer|autumn|fall|winter)(?:,| of| in)? (\d{4})", re.IGNORECASE)
_SEASON_NUMBERS = {"spring": 21, "summer": 22, "autumn": 23, "fall": 23, "winter": 24}
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d\d?)(?:[-/. ](\d\d?))?|(\d{4})(\d\d)(\d\d)")
_DAY_FIRST = re.compile(r"(?:\d\d?[-/.])?\d\d?[-/.]\d{4}|\d\d?[-/.]\d\d?[-/.]\d\d")
_SINCE = re.compile(r"(?:from|since|starting) ", re.IGNORECASE)
_ONWARDS = re.compile(
    r" (?:on|onwards?|ongoing)$"
    r"| ?(?:-|/|\b(?:to|until|till)\b) ?(?:date|now|today|(?:the )?present|ongoing|open)$| ?-$",
    re.IGNORECASE,
)
_UNTIL = re.compile(r"(?:until|till|up to) (.+)", re.IGNORECASE)
_FROM = re.compile(r"from ", re.IGNORECASE)
_SOME_DAY = r"(?:(?:at |on )?(?:a|one|some) ?(?:day|point|time) )?"
_BETWEEN = re.compile(rf"{_SOME_DAY}between (.+)", re.IGNORECASE)
_BY = re.compile(
    rf"{_SOME_DAY}(?:by|(?:in|on) or before|(?:no|not) later than) (.+)", re.IGNORECASE
)
_THEN_OR_LATER = re.compile(
    rf"{_SOME_DAY}(?:(?:in|on) or after|(?:no|not) earlier than|not before) (.+)", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\[(.*)\]")
_TO = re.compile(r" (?:to|until|till|through|(and)) | ?(?:-|\.\.|/) ?", re.IGNORECASE)
_FINANCIAL_YEAR = re.compile(r"((?i:FY|(?:the )?financial year) ?)?([0-9]{4})([/-])([0-9]{2})")
_PART_OF_YEAR = re.compile(r"([QHqh])([1-4]),? ([0-9]{4})")
_MONTHS_OF_YEAR = re.compile(r"([0-9]{4})-([0-9]{2})/([0-9]{2})")
_TWO_YEARS = re.compile(r"(\d{4}) ?[-/] ?(\d\d)")


def suggest(text: str) -> str | None:
    """The EDTF date that a person meant, or None where that is not clear.

    "3 July 2023" is 2023-07-03, "about 2020" is 2020~, "April to July 2019" is 2019-04/2019-07,
    "between April and July 2019" is [2019-04..2019-07].
    Numbers are read day first. Nothing is invented: every part of the answer is in the text.
    Whatever is returned, `parse` reads.
    """
    if len(text) > _LONGEST:
        return None
    text = " ".join(text.translate(_DASHES).split())
    for reading in (
        _parts_of_years,
        _as_written,
        _turned_round,
        _in_brackets,
        _some_day,
        _open_ended,
        _point_in_words,
        _period_in_words,
    ):
        found = reading(text)
        if found and _reads(found):
            return found
    return None


def _reads(text: str) -> bool:
    try:
        parse(text)
    except DateProblem:
        return False
    return True


def _parts_of_years(text: str) -> str | None:
    """Financial years, which in Britain begin in April; quarters, halves, months of one year."""
    if financial := _FINANCIAL_YEAR.fullmatch(text):
        named, start, slash, end = financial.groups()
        follows = int(start[2:]) + 1 == int(end) or (start[2:], end) == ("99", "00")
        if follows and named:
            return f"{start}-04/{int(start) + 1}-03"
        if follows and slash == "/":
            return f"{start}/{int(start) + 1}"
    if part := _PART_OF_YEAR.fullmatch(text):
        length = 3 if part[1] in "Qq" else 6
        last = int(part[2]) * length
        return f"{part[3]}-{last - length + 1:02}/{part[3]}-{last:02}"
    if months := _MONTHS_OF_YEAR.fullmatch(text):
        return f"{months[1]}-{months[2]}/{months[1]}-{months[3]}"
    return None


def _as_written(text: str) -> str:
    return text.upper().replace(" / ", "/").replace("?~", "%").replace("~?", "%")


def _turned_round(text: str) -> str | None:
    start, end = cut(text)
    if text.startswith("["):
        return f"[{end}..{start}]" if ".." in text else None
    return f"{end}/{start}" if "/" in text else None


def _in_brackets(text: str) -> str | None:
    """One date, a range or a list of dates in brackets: the range from the first to the last."""
    inside = _IN_BRACKETS.fullmatch(text)
    if inside is None:
        return None
    open_start, open_end = inside[1].startswith(".."), inside[1].endswith("..")
    if "," in inside[1] and ".." in inside[1]:
        return None
    written = [part for part in re.split(r",|\.\.", inside[1]) if part.strip()]
    points = (_point_in_words(part.strip()) for part in written)
    read = [parse(point) for point in points if point]
    if not read or len(read) < len(written):
        return None
    first, last = min(read).text, max(read, key=lambda date: date.latest).text
    if open_start or open_end:
        return f"[..{last}]" if open_start else f"[{first}..]"
    return first if len(read) == 1 else f"[{first}..{last}]"


def _some_day(text: str) -> str | None:
    if by := _BY.fullmatch(text):
        end = _point_in_words(by[1])
        return f"[..{end}]" if end else None
    if later := _THEN_OR_LATER.fullmatch(text):
        start = _point_in_words(later[1])
        return f"[{start}..]" if start else None
    between = _BETWEEN.fullmatch(text)
    ends = _ends_in_words(between[1], is_between=True) if between else None
    return f"[{ends[0]}..{ends[1]}]" if ends else None


def _open_ended(text: str) -> str | None:
    if until := _UNTIL.fullmatch(text):
        end = _point_in_words(until[1])
        return f"../{end}" if end else None
    rest = _SINCE.sub("", _ONWARDS.sub("", text), count=1)
    start = _point_in_words(rest) if rest != text else None
    return f"{start}/.." if start else None


def _point_in_words(text: str) -> str | None:
    return next(filter(_reads, _points(text)), None)


def _points(text: str) -> Iterator[str]:
    """What a text that is no period may mean; not all of it is sure to be a date."""
    if hedged := _HEDGE.fullmatch(text):
        yield _marked(hedged[2], "?" if hedged[1] else "~")
    elif doubted := _DOUBT.fullmatch(text):
        yield _marked(doubted[1], "?")
    elif clock := _CLOCK.fullmatch(text):
        words, hour, minute, second, zone = clock.groups(default="")
        zone = zone[:3] + ":" + zone[3:] if len(zone) == 5 else zone.upper()
        day = _point_in_words(words) or ""
        yield f"{day}T{int(hour):02}:{minute}:{second or '00'}{zone}"
    else:
        yield from _plain_points(_LEAD.sub("", text, count=1))


def _marked(text: str, mark: str) -> str:
    point = _point_in_words(text) or ""
    if point.endswith(("?", "~", "%")):
        return point if point.endswith(mark) else point[:-1] + "%"
    return point + mark


def _plain_points(text: str) -> Iterator[str]:
    """What a text without hedges or a time of day may mean."""
    if "/" not in text and "[" not in text:
        yield text.upper()
    if decade := _DECADE.fullmatch(text):
        yield f"{decade[1]}X"
    if century := _CENTURY.fullmatch(text):
        yield f"{int(century[1]) - 1:02}XX"
    if season := _SEASON.fullmatch(text):
        yield f"{season[2]}-{_SEASON_NUMBERS[season[1].lower()]}"
    if numbers := _YEAR_FIRST.fullmatch(text):
        year, month, *day = (int(number) for number in numbers.groups() if number)
        if month > 12 and day:
            month, day = day[0], [month]
        yield "-".join((f"{year:04}", f"{month:02}", *(f"{number:02}" for number in day)))
    elif named := _by_dateutil(text):
        yield named


def _by_dateutil(text: str) -> str | None:
    months_named = len(_MONTH.findall(text))
    if months_named != 1 and not _DAY_FIRST.fullmatch(text):
        return None
    from dateutil.parser import parse as read

    try:
        one, other = (
            read(text, default=filling, dayfirst=True, ignoretz=True) for filling in _FILLINGS
        )
    except (ValueError, OverflowError):
        return None
    if (one.year, one.month) != (other.year, other.month):
        return None
    day = [one.day] if one.day == other.day else []
    # dateutil drops some numbers, and takes some for a time: hold it to those that are there.
    year = one.year if re.search(r"\d{4}", text) else one.year % 100
    told = [year, *day] if months_named else [year, one.month, *day]
    if sorted(told) != sorted(int(number) for number in re.findall(r"\d+", text)):
        return None
    return "-".join((f"{one.year:04}", f"{one.month:02}", *(f"{number:02}" for number in day)))


def _period_in_words(text: str) -> str | None:
    if (years := _TWO_YEARS.fullmatch(text)) and (int(years[1]) + 1) % 100 == int(years[2]):
        return f"{years[1]}/{int(years[1]) + 1:04}"
    opening = _FROM.match(text)
    ends = _ends_in_words(text[opening.end() :] if opening else text)
    return "/".join(ends) if ends else None


def _ends_in_words(text: str, *, is_between: bool = False) -> tuple[str, str] | None:
    text = _MONTH_DAYS.sub(r"\2 \1 \3", text)  # September 4-10, 2023
    for joint in _TO.finditer(text):
        if joint[1] and not is_between:
            continue
        end = _point_in_words(text[joint.end() :])
        start = _start_before(text[: joint.start()], end) if end else None
        if start and end and _reads(f"{start}/{end}"):
            return start, end
    return None


def _start_before(text: str, end: str) -> str | None:
    """Read the start of a period, which may leave its month and year to the end."""
    if start := _point_in_words(text):
        return start
    model = parse(end).end
    assert isinstance(model, Point)
    lent = [str(model.year)]
    if model.month:
        lent.append(f"{MONTHS[model.month - 1]} {model.year}")
    for rest in lent:
        start = _point_in_words(f"{text} {rest}")
        read = parse(start).start if start else None
        if isinstance(read, Point) and read.precision == model.precision:
            return start
    return None

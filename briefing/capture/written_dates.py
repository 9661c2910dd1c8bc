"""The dates in a document, in the notation of a record."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime

from briefing.record import relative_dates
from briefing.record.english_dates import meanings
from briefing.record.impossible_days import MONTH_NAMES

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:\.\d+)?\s?(?:Z|[+-]\d\d:?\d\d)?")
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?\s+(?:the\s+)?)?"
_MONTH = rf"(?:{MONTH_NAMES}|Sept)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_WRITTEN = re.compile(
    rf"\b{_WEEKDAY}(?:{_DAY}\s+(?:of\s+)?{_MONTH}\.?(?:,?\s+\d{{4}})?"
    rf"|{_MONTH}\s+{_DAY}(?:,?\s+\d{{4}})?(?!\d)|{_MONTH},?\s+\d{{4}})\b"
    r"|\b(?:spring|summer|autumn|winter)(?:\s+of)?\s+\d{4}\b"
    r"|\b(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|1[0-2])/(?:19|20)\d\d\b|\b(?:19|20)\d\d-\d\d-\d\d\b",
    re.IGNORECASE,
)
_RELATIVE = re.compile(
    r"\b(?:yesterday|tomorrow|(?:last|this|next|on)\s+(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|(?:last|this|next)\s+(?:week|month|year|quarter)"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|a|\d{1,2})\s+"
    r"(?:days?|weeks?|months?|years?)\s+ago)\b",
    re.IGNORECASE,
)
_HAS_YEAR = re.compile(r"\d{4}")
_FIRST_WORDS = re.compile(rf"^{_WEEKDAY}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date in a text.

    Attributes:
        start, end: its position.
        text: the date as it is written.
        readings: the dates that it can mean, in the notation of a record. Usually there is one.
        reason: how it was worked out, if it does not give its year, or "".
    """

    start: int
    end: int
    text: str
    readings: tuple[str, ...]
    reason: str = ""


def day_of(text: str) -> str:
    """Return the day of a time stamp or an English date, or "" if it is not a single day."""
    text = " ".join(text.split())
    if _STAMP.fullmatch(text):
        return _day_in_london(text)
    options = meanings(text)
    return options[0].text.partition("T")[0] if len(options) == 1 else ""


def _day_in_london(stamp: str) -> str:
    """Return the day of a time stamp. A time in UTC may be on the next day in Britain."""
    from zoneinfo import ZoneInfo

    try:
        moment = datetime.fromisoformat(stamp.replace(" ", ""))
    except ValueError:
        return ""
    if moment.tzinfo and not moment.utcoffset():
        moment = moment.astimezone(ZoneInfo("Europe/London"))
    return moment.date().isoformat()


def written_dates(text: str, published: str = "") -> Iterator[WrittenDate]:
    """Yield the dates in a text. Those without a year depend on the day of publication."""
    day = _as_day(published)
    written = [*_WRITTEN.finditer(text)]
    relative = _RELATIVE.finditer(text) if day else ()
    # In "on Friday 12 July", the full date counts, not "on Friday".
    apart = (
        each
        for each in relative
        if not any(each.start() < date.end() and date.start() < each.end() for date in written)
    )
    found = [*written, *apart]
    end = 0
    for match in sorted(found, key=re.Match.start):
        if match.start() < end:
            continue
        readings, reason = _readings(match[0], day)
        if readings:
            end = match.end()
            yield WrittenDate(match.start(), end, match[0], readings, reason)


def _as_day(published: str) -> Day | None:
    try:
        return Day.fromisoformat(published)
    except ValueError:
        return None


def _readings(text: str, day: Day | None) -> tuple[tuple[str, ...], str]:
    if options := meanings(text):
        return tuple(meaning.text for meaning in options), ""
    if day is None:
        return (), ""
    if _HAS_YEAR.search(text):
        return (), ""
    words = re.sub(r"^on\s+", "", text, flags=re.IGNORECASE)
    options_then = relative_dates.meanings(words, day)
    if options_then:
        reason = f"worked out from the date of publication, {day.isoformat()}"
        return tuple(meaning.text for meaning in options_then), reason
    return _nearest_year(_FIRST_WORDS.sub("", text), day)


def _nearest_year(text: str, day: Day) -> tuple[tuple[str, ...], str]:
    """Return the day nearest to the day of publication, for a day and a month without a year."""
    near = []
    for year in (day.year - 1, day.year, day.year + 1):
        options = meanings(f"{text} {year}")
        if len(options) == 1 and (other := _as_day(options[0].text)):
            near.append((abs((other - day).days), other.isoformat()))
    if not near:
        return (), ""
    reason = f"the year is a guess: the nearest to the date of publication, {day.isoformat()}"
    return (min(near)[1],), reason

"""Suggestions for text that is not a date, or that could mean several dates.

If it is followed exactly, a suggestion gives a date that the writer may have meant. If the date
must be looked up in a calendar, as for a recess, the suggestion has MM-DD in place of the month and
the day, so that it cannot be mistaken for a date in another year.
"""

import re
from collections.abc import Collection
from datetime import date as Day
from datetime import datetime, timedelta
from datetime import time as Clock
from itertools import chain
from zoneinfo import ZoneInfo

from briefing.record import due
from briefing.record.dates import DateProblem, parse_edtf
from briefing.record.english_dates import meanings
from briefing.record.fix_hints import delete, write
from briefing.record.impossible_days import MONTH_NAMES, ImpossibleDay, impossible_days
from briefing.record.meanings import (
    NUMBERS,
    WEEKDAYS,
    Meaning,
    hour_of,
    in_words,
    pattern,
    tidied,
)
from briefing.record.relative_dates import is_relative

_WEEKDAY_NAMES = "|".join(f"{day[:3]}(?:{day[3:]})?" for day in WEEKDAYS)

_MAX_LENGTH = 80
_WEEKDAY_FIRST = pattern(rf"(?:on )?(?:{_WEEKDAY_NAMES})\b,? ?(?:the )?(.+)")
_NO_YEAR = pattern(
    rf"(?:(?:early|mid|late|end of|by|by the end of|in|on|around|since)[ -])*(?:the )?"
    rf"(?:(?:{_WEEKDAY_NAMES}),? )?(?:"
    rf"(?:\d\d?(?:st|nd|rd|th)?(?: of)? )?(?:{MONTH_NAMES})"
    rf"|(?:{MONTH_NAMES}) \d\d?(?:st|nd|rd|th)?"
    r"|spring|summer|autumn|winter|easter|christmas|[QH][1-4]|\d\d?/\d\d?)"
)
# Only a calendar gives their dates: those of Parliament, schools and the Treasury.
_LASTS = pattern(
    r".*\b(?:session|recess|(?:half[- ])?term|academic year|parliament|spending review period)\b.*"
)
_ONE_DAY = pattern(
    r".*\b(?:(?:queen|king)'?s speech|state opening|prorogation|dissolution|elections?|referendum"
    r"|budget|(?:autumn|spring) statement|spending review|royal assent)\b.*"
)
_BY_THEN = pattern(r"(?:(?:some ?time )?(?:by|before|until|up to)|(?:no|not) later than)\b.*")
_SINCE = pattern(r"(?:from|since)\b.*")
_AFTER = pattern(r"(?:after|following|(?:no|not) earlier than)\b.*")
_PERIOD_EDGE = pattern(r"(?:(?:at|on|in) )?(?:the )?(?:end|close|start|beginning|opening) of\b.*")
_YEARS = re.compile(r"(?<![\d/.-])(\d{4})(?: ?[-/] ?(\d{4}|\d\d))?(?![\d/.-])")
_OVER_NEW_YEAR = pattern(r".*\b(?:christmas|winter|session|parliament|academic year)\b.*")
_VAGUE_LIMIT = pattern(r"(?:by|before) (?:the )?(?:early|mid|middle|late|start|beginning)\b.*")
_END_OF = pattern(r"(?:(?:at|in|on|around|about) )?((?:the )?(?:very )?(?:end|close)[ -].+)")
_NO_DATE = pattern(
    r"tb[acd]|n/?a|none|unknown|not known|soon|shortly|asap|as soon as possible|ongoing|pending"
    r"|in due course|to be (?:confirmed|announced|decided|determined)|immediately|when possible"
    r"|annually|every year|yearly|monthly|-|\?"
)
_DURATION = pattern(
    r"(?:within |in |after |not later than |no later than |by )?(?:the )?(?:next |first )?"
    r"(\d{1,4}|[a-z]+)[ -](?:(working|business|calendar) )?"
    r"(day|week|fortnight|month|quarter|year)(?:s|'s)?"
    r"(?:'| time)*(?: (?:after|of|from|following|since) (.+))?"
)
_TIMES = {"fortnight": (2, "week"), "quarter": (3, "month")}


def date_hint(text: str, *, is_due: bool = False, before: str = "") -> str:
    """Return a sentence that suggests what to write instead of `text`, or an empty string.

    Args:
        text: the date as it was written. If it has more than 80 characters, there is no suggestion.
        is_due: whether it is a due date, for which only the last day matters.
        before: the words before `text` in the field, such as "3 months after ", which are kept.
    """
    if len(text) > _MAX_LENGTH:
        return ""
    return _write(text, is_due=is_due, before=before) or _advice(
        tidied(text), is_due=is_due, before=before
    )


def _write(text: str, *, is_due: bool, before: str = "") -> str:
    """Suggest the dates that `text` can mean, or return "" if it has no meaning by itself."""
    options = (is_due and meanings(_by_end(tidied(text)))) or meanings(text)
    options = options or tuple(
        Meaning(f"{meaning.text}:00", meaning.words) for meaning in days_and_times(tidied(text))
    )
    options = tuple(
        Meaning(_after(before, meaning.text), meaning.words, meaning.is_span) for meaning in options
    )
    if not options:
        return ""
    of_one_day = "" if is_due else _of_one_day(options)
    words = f"write {_choice(options)}{of_one_day}"
    if len(options) > 1:
        return words
    is_safe = not of_one_day and is_clear(text)
    return write(options[0].text.strip('"'), words, is_safe=is_safe)


def _after(before: str, date: str) -> str:
    """Return a date after other words, in quotation marks if its brackets are within braces."""
    return f'"{before}{date}"' if before and "[" in date else f"{before}{date}"


def _by_end(text: str) -> str:
    """Suggest the end of a year as a due date: "by the end of 2025"."""
    end = _END_OF.fullmatch(text)
    return f"by {end[1]}" if end else ""


def _choice(options: tuple[Meaning, ...]) -> str:
    if len(options) == 1:
        return options[0].text
    if not any(meaning.words for meaning in options):
        return " or ".join(meaning.text for meaning in options)
    ways = [
        f"{meaning.text} for {meaning.words}" if meaning.words else meaning.text
        for meaning in options
    ]
    return f"{', '.join(ways[:-1])}, or {ways[-1]}"


def _one_of(options: tuple[Meaning, ...], text: str) -> str:
    """Suggest one of the options for `text`, or the only one."""
    words = f"write {_choice(options)}"
    return write(options[0].text, words, is_safe=is_clear(text)) if len(options) == 1 else words


def is_clear(text: str) -> bool:
    """Whether `text` names a month in words, or begins with the year as EDTF does."""
    return bool(re.search(r"[A-Za-z]{3}", text) or _YEAR_FIRST.fullmatch(text.strip()))


_YEAR_FIRST = re.compile(r"\d{4}[-/. ]\d{1,2}(?:[-/. ]\d{1,2}(?:[T ]\d\d:\d\d(?::\d\d)?)?)?")


def _of_one_day(options: tuple[Meaning, ...]) -> str:
    """Suggest brackets, in case one day in the period was meant rather than all of it."""
    spans = [meaning.some_day for meaning in options if meaning.is_span]
    if not spans:
        return ""
    example = spans[0]
    if len(options) == 1:
        return f", or {example} if it was a single day in that period"
    return f"; if it was a single day in that period, use brackets, as in {example}"


def _advice(text: str, *, is_due: bool = False, before: str = "") -> str:
    """Give advice on a text that has no meaning by itself."""
    if advice := _wrong_day(text):
        return advice
    if _LASTS.fullmatch(text) or _ONE_DAY.fullmatch(text):
        return _from_a_calendar(text, is_due=is_due)
    if _VAGUE_LIMIT.fullmatch(text):
        return f"write the latest possible month or day, as in [..{_years_of(text)[1]}-MM]"
    return _impossible(text, before)


def _wrong_day(text: str) -> str:
    """Give advice on a day that does not match its weekday, or which depends on the day or year."""
    if weekday := _WEEKDAY_FIRST.fullmatch(text):
        other = meanings(weekday[1])
        if len(other) == 1 and parse_edtf(other[0].text).is_day:
            day = parse_edtf(other[0].text).earliest
            name = WEEKDAYS[day.weekday()]
            return f"{in_words(day)} is a {name}: correct the date or the day of the week"
    if is_relative(text):
        return f"write the date itself: '{text}' depends on today's date"
    if _NO_YEAR.fullmatch(text):
        impossible = next(
            chain(impossible_days(f"{text} 2024"), impossible_days(f"{text}/2024")), None
        )
        if impossible is None:
            return "add the year"
        long_is = (
            "February has at most 29 days" if impossible.month == 2 else impossible.length_in_words
        )
        return f"{long_is}: correct the day, and add the year"
    return ""


def _from_a_calendar(text: str, *, is_due: bool) -> str:
    """Explain how to write days that only a calendar gives, such as a recess, in the year named.

    No day is suggested. A Parliament ends when it is dissolved, at the latest five years after it
    first met (Dissolution and Calling of Parliament Act 2022, section 4), and each House sets its
    own recess.
    """
    first, last = (f"{year}-MM-DD" for year in _years_of(text))
    if is_due:
        return (
            f"if you know the last possible day, write it, as in [..{last}]; if not, delete 'due' "
            "and put these words in the title"
        )
    if _BY_THEN.fullmatch(text):
        return f"write the latest possible day, as in [..{last}]"
    if _SINCE.fullmatch(text):
        return f"write the first day, as in {first}/.."
    if _AFTER.fullmatch(text):
        return f"write the earliest possible day, as in [{first}..]"
    if _PERIOD_EDGE.fullmatch(text) or not _LASTS.fullmatch(text):
        is_start = re.search(r"\b(?:start|beginning|opening) of\b", text, re.IGNORECASE)
        return f"write the day, as in {first if is_start else last}"
    return (
        f"write its first and last day, as in {first}/{last}, or [{first}..{last}] if it was a "
        "single day in that period"
    )


def _years_of(text: str) -> tuple[str, str]:
    """Return the years in which a period begins and ends, with YYYY for any that is not clear."""
    years = _YEARS.findall(text)
    if len(years) != 1:
        return "YYYY", "YYYY"
    first, second = years[0]
    if second:
        return first, second if len(second) == 4 else f"{first[:2]}{second}"
    return ("YYYY", "YYYY") if _OVER_NEW_YEAR.fullmatch(text) else (first, first)


def _impossible(text: str, before: str = "", *, is_day: bool = False) -> str:
    """Suggest what to write instead of a day that does not exist, such as 31 April 2023."""
    impossible = next(impossible_days(text), None)
    if impossible is None:
        return ""
    month = f"{impossible.year:04}-{impossible.month:02}"
    last = Day(impossible.year, impossible.month, impossible.length)
    days = [last, last + timedelta(days=1)] if impossible.day <= 31 and last < Day.max else []
    if _is_end_of_period(impossible, text):
        days = days[:1]
    ways = list(
        dict.fromkeys(way for day in days for way in _with_day(day.isoformat(), text, impossible))
    )
    advice = f"write {' or '.join(_after(before, way) for way in ways)}" if ways else ""
    if len(ways) == 1:
        advice = write(f"{before}{ways[0]}", advice)
    if not is_day and _with_day(month, text, impossible) == [month]:
        advice = (
            f"{f'{advice}, or' if advice else 'write'} {before}{month} if you know only the month"
        )
    try:
        parse_edtf(text)
    except DateProblem as problem:
        if problem.slug == "impossible-date":  # Its message says how many days the month has.
            return advice
    return f"{impossible.length_in_words}{advice and f': {advice}'}"


def _is_end_of_period(impossible: ImpossibleDay, text: str) -> bool:
    ways = _with_day(
        f"{impossible.year:04}-{impossible.month:02}-{impossible.length:02}", text, impossible
    )
    return any(re.search(r"[\d~?]/.*\d$", way) and impossible.start for way in ways)


def _with_day(date: str, text: str, impossible: ImpossibleDay) -> list[str]:
    """Return the dates that `text` can mean if the day found in it is replaced with `date`."""
    return [
        meaning.text
        for meaning in meanings(f"{text[: impossible.start]}{date}{text[impossible.end :]}")
    ]


def day_hint(text: str) -> str:
    """Return a sentence that suggests how to write an exact day instead of `text`."""
    if len(text) > _MAX_LENGTH:
        return "write a full date, as in YYYY-MM-DD"
    options = meanings(text)
    days = [
        Meaning(meaning.text[:10], meaning.words)
        for meaning in options
        if parse_edtf(meaning.text).is_day
    ]
    if days:
        return _one_of(tuple(dict.fromkeys(days)), text)
    plain = tidied(text)
    if (bare := plain.rstrip("?~%")) != plain and day_hint(bare) == f"write {bare}":
        return write(bare, f"write it without {plain[-1]}, as {bare}")
    if not options and (advice := _wrong_day(plain) or _impossible(plain, is_day=True)):
        return advice
    months = {meaning.text for meaning in options if re.fullmatch(r"\d{4}-\d\d", meaning.text)}
    first = f"{months.pop()}-DD" if len(months) == 1 else f"{_years_of(plain)[0]}-MM-DD"
    return f"write a full date, as in {first}"


def due_hint(text: str, made_on: str = "", ids: Collection[str] = ()) -> str:
    """Return a sentence that suggests what to write instead of `text` as a due date.

    Args:
        text: the due date as it was written.
        made_on: the date of the event that made the commitment, in EDTF, from which "within six
            months" is counted; empty if it cannot be read.
        ids: the ids of all events. For example, "6 months after the election" is 6 months after
            `election`.
    """
    plain = tidied(text[: _MAX_LENGTH + 1])
    if _NO_DATE.fullmatch(plain):
        return delete("delete 'due' if no date was given")
    length = _DURATION.fullmatch(plain)
    number = length and (
        int(length[1]) if length[1].isdecimal() else NUMBERS.get(length[1].lower())
    )
    if not length or not number:
        return date_hint(text, is_due=True) or (
            "write a date, or a length of time after a date or event, as in 3 months after 2019-07 "
            "or 10 working days after an-id"
        )
    times, unit = _TIMES.get(length[3].lower(), (1, length[3].lower()))
    kind = "working " if (length[2] or "calendar").lower() != "calendar" else ""
    number *= times
    counted = f"{number} {kind}{unit}{'' if number == 1 else 's'} after"
    if length[4]:
        return _counted_from(length[4], counted, ids)
    first, last = parse_edtf(made_on).ends if made_on else (None, None)
    if first and last and first != last:
        return (
            f"write {counted} {first.written} if it is counted from the first day, or {counted} "
            f"{last.written} if it is counted from the last"
        )
    if first:
        return write(f"{counted} {made_on if first == last else first.written}", is_safe=True)
    return f"write {counted}, followed by a date or the id of an event"


def _counted_from(words: str, counted: str, ids: Collection[str]) -> str:
    """Suggest how to write a length of time after the dates or the event in `words`."""
    if advice := _write(words, is_due=True, before=f"{counted} "):
        return advice
    if id := _id_called(words, ids):
        return write(f"{counted} {id}")
    if (advice := _impossible(tidied(words), f"{counted} ")) or is_relative(words):
        return advice or _advice(tidied(words))
    name = re.sub(r"[^a-z0-9]+", "-", _name_in(words)).strip("-")
    advice = f"write {counted}, followed by a date or the id of an event"
    advice += f", as in {counted} {name or 'an-id'}"
    if _LASTS.fullmatch(words) or _ONE_DAY.fullmatch(words):
        advice += "; if neither is known, delete 'due' and put these words in the title"
    return advice


def _name_in(words: str) -> str:
    """Return the event referred to by `words`: "consultation" for "the end of the consultation"."""
    words = re.sub(r"^(?:the )?(?:end|close|closing) of ", "", words.lower())
    return re.sub(r"^(?:the|this|our|its) ", "", words)


def _id_called(words: str, ids: Collection[str]) -> str:
    """Return the id of the event in `words`: `spending-review` for "the Spending Review"."""
    name = _name_in(words)
    by_name = {id.lower(): id for id in ids}
    id = by_name.get(name.replace(" ", "-"), "")
    try:
        due.parse_due(f"1 day after {id}")
    except DateProblem:
        return ""
    return id


_TIME = pattern(
    r"(?:,? ?\bat )?\b(?:(\d\d?)[:.](\d\d)(?:[:.]00)?(?![.:]?\d)|(\d\d?)(?= ?[ap]m))"
    r"(?: ?(am|pm)\b)?|(?:,? ?\bat )?\b(?:12 )?(noon|midday)\b"
    # A time may lack a colon only if it cannot be a year.
    r"|\b(\d\d)(\d\d)(?= ?h(?:ou)?rs\b)|(?<=\d{4}-\d\d-\d\d )(\d\d)(\d\d)$"
)
_ZONE = pattern(r"(?<=:\d\d)(?:Z|[+-]\d\d(?::?\d\d)?)$|\b(?:UTC|CET|CEST)\b")
_MIDNIGHT = pattern(r"(?:,? ?\bat )?\b(?:(?:12 )?midnight|12(?:[:.]00)? ?am)\b")
_HALF_OF_DAY = pattern(r"\b([ap])\.m\b\.?")
_LONDON = pattern(r"\b(?:bst|gmt)\b")
_UNTIL_THEN = pattern(r"(?:embargoed )?(?:until|till|to) |\b(?:on|hrs|hours|bst|gmt)\b|,")


def embargo_hint(text: str) -> str:
    """Return a sentence that suggests how to write the day and time when an embargo ends."""
    if len(text) > _MAX_LENGTH:
        return "write a date and a time, as in YYYY-MM-DDTHH:MM"
    plain = tidied(text)
    if ends := days_and_times(plain):
        return _one_of(ends, text)
    if no_day := next(impossible_days(plain), None):
        return _no_day_at_a_time(plain, no_day)
    rest = _day_of(_MIDNIGHT.sub(" ", _TIME.sub(" ", _in_short(plain))))
    if advice := _wrong_day(rest):
        return advice
    days = [meaning for meaning in meanings(rest) if parse_edtf(meaning.text).is_day]
    day = parse_edtf(days[0].text).earliest if len(days) == 1 else None
    if _MIDNIGHT.search(plain):
        advice = "midnight can be the start or the end of a day"
        if day is None or day == Day.max:
            return f"{advice}: write a date and a time, as in YYYY-MM-DDT00:00"
        return (
            f"write {day}T00:00 for the start of {in_words(day)}, or "
            f"{day + timedelta(days=1)}T00:00 for its end"
        )
    if _ZONE.search(plain) or _LONDON.search(plain):
        return "leave out the time zone, and write the time in the record's time zone"
    return f"write a date and a time, as in {day or 'YYYY-MM-DD'}THH:MM"


def _no_day_at_a_time(plain: str, impossible: ImpossibleDay) -> str:
    """Suggest what to write instead of a time on a day that does not exist."""
    last = Day(impossible.year, impossible.month, impossible.length)
    days = [last, last + timedelta(days=1)] if impossible.day <= 31 and last < Day.max else []
    texts = (f"{plain[: impossible.start]}{day}{plain[impossible.end :]}" for day in days)
    ways = [way.text for text in texts for way in days_and_times(text)]
    advice = f"write {' or '.join(ways)}" if ways else "correct the day"
    is_said = (
        not impossible.start and plain[impossible.end : impossible.end + 1] == "T"
    )  # True if the message already gives the day.
    return advice if is_said else f"{impossible.length_in_words}: {advice}"


def _in_short(plain: str) -> str:
    """Return `plain` with a space before the time, and with am and pm without full stops."""
    return re.sub(r"(?<=\d)T(?=\d)", " ", _HALF_OF_DAY.sub(r"\1m", plain))


def _day_of(rest: str) -> str:
    """Return the day in the `rest` of a text without its time: "3 July" in "until 3 July,"."""
    return " ".join(_UNTIL_THEN.sub(" ", rest).split())


def days_and_times(plain: str) -> tuple[Meaning, ...]:
    """Return the days and times that a text such as "10.30pm on 3 July 2023" can mean."""
    plain = _in_short(plain)
    times = list(_TIME.finditer(plain))
    if len(times) != 1:
        return ()
    time = times[0]
    written = time[1] or time[3] or time[6] or time[8], time[2] or time[7] or time[9]
    rest = plain[: time.start()] + " " + plain[time.end() :]
    days = meanings(_day_of(rest))
    number, minute = (12, 0) if time[5] else (int(written[0]), int(written[1] or 0))
    half = (time[4] or "").lower()
    hour = hour_of(number, half)
    # People write 12am for noon, and for midnight at either end of the day.
    if hour is None or (number, minute, half) == (12, 0, "am"):
        return ()
    if minute > 59 or not all(parse_edtf(meaning.text).is_day for meaning in days):
        return ()
    if (zone := _LONDON.search(plain)) and not all(_is_time_of(day, zone[0]) for day in days):
        return ()
    time_of_day = f"T{hour:02}:{minute:02}"
    return tuple(Meaning(f"{day.text[:10]}{time_of_day}", day.words) for day in days)


def _is_time_of(meaning: Meaning, zone: str) -> bool:
    """Whether clocks in London show the time of `zone`, BST or GMT, on a day."""
    noon = datetime.combine(parse_edtf(meaning.text).earliest, Clock(12), ZoneInfo("Europe/London"))
    return noon.tzname() == zone.upper()

"""What to write instead of a text that is no date, or that can be read in two ways."""

import re
from collections.abc import Collection

from briefing.timeline import due
from briefing.timeline.dates import MONTHS, DateProblem, parse
from briefing.timeline.english_dates import meanings, tidied
from briefing.timeline.meanings import NUMBERS, WEEKDAYS, Meaning, in_words
from briefing.timeline.relative_dates import is_relative

_MONTH_NAMES = "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS)
_WEEKDAY_NAMES = "|".join(f"{day[:3]}(?:{day[3:]})?" for day in WEEKDAYS)


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, re.IGNORECASE)


_LONGEST = 80
_WEEKDAY_FIRST = _pattern(rf"(?:on )?(?:{_WEEKDAY_NAMES})\b,? ?(?:the )?(.+)")
_NO_YEAR = _pattern(
    rf"(?:(?:early|mid|late|end of|by|by the end of|in|on|around|since)[ -])*(?:the )?"
    rf"(?:(?:{_WEEKDAY_NAMES}),? )?(?:"
    rf"(?:\d\d?(?:st|nd|rd|th)?(?: of)? )?(?:{_MONTH_NAMES})"
    rf"|(?:{_MONTH_NAMES}) \d\d?(?:st|nd|rd|th)?"
    r"|spring|summer|autumn|winter|easter|christmas|[QH][1-4]|\d\d?/\d\d?)"
)
_OF_PARLIAMENT = _pattern(r".*\b(?:session|recess|prorogation|queen's speech|king's speech)\b.*")
_RECESS = _pattern(r"(?:by|before|until) (?:the )?.*\b(?:session|recess|term|prorogation)\b.*")
_TERM = _pattern(r".*\b(?:term|half[- ]term|academic year|parliament)\b.*")
_VAGUE_LIMIT = _pattern(r"(?:by|before) (?:the )?(?:early|mid|middle|late|start|beginning)\b.*")
_NO_DATE = _pattern(
    r"tb[acd]|n/?a|none|unknown|not known|soon|shortly|asap|as soon as possible|ongoing|pending"
    r"|in due course|to be (?:confirmed|announced|decided|determined)|immediately|when possible"
    r"|annually|every year|yearly|monthly|-|\?"
)
_DURATION = _pattern(
    r"(?:within |in |after |not later than |no later than |by )?(?:the )?(?:next |first )?"
    r"(\d{1,4}|[a-z]+)[ -](?:(working|business|calendar) )?"
    r"(day|week|fortnight|month|quarter|year)(?:s|'s)?"
    r"(?:'| time)*(?: (?:after|of|from|following|since) (.+))?"
)
_TIMES = {"fortnight": (2, "week"), "quarter": (3, "month")}


def hint(text: str, *, is_due: bool = False) -> str:
    """A sentence that says what to write instead of `text`; empty where nothing helps.

    Of a thing that is due only the last day matters, and a quarter is as good as its last day.
    """
    if len(text) > _LONGEST:
        return ""
    found = meanings(text) or tuple(
        Meaning(f"{meaning.text}:00", meaning.words) for meaning in _at_a_time(tidied(text))
    )
    if is_due:
        found = tuple(_for_due(found))
    if found:
        return f"write {_choice(found)}{'' if is_due else _of_one_day(found)}"
    return _advice(tidied(text))


def _for_due(found: tuple[Meaning, ...]) -> list[Meaning]:
    """Without what else the end of a year can be: its last day is the limit."""
    return [meaning for meaning in found if meaning.words == "the last day"][:1] or list(found)


def _choice(found: tuple[Meaning, ...]) -> str:
    if len(found) == 1:
        return found[0].text
    *others, last = (f"{meaning.text} for {meaning.words or meaning.text}" for meaning in found)
    return f"{', '.join(others)}, or {last}"


def _of_one_day(found: tuple[Meaning, ...]) -> str:
    """What to write where one day was meant, and not all the days from the first to the last."""
    spans = [meaning.text for meaning in found if meaning.is_span]
    if not spans:
        return ""
    example = f"[{spans[0].replace('/', '..')}]"
    if len(found) == 1:
        return f", or {example} if it was a single day in that time"
    return f"; if it was a single day in that time, use brackets, as in {example}"


def _advice(text: str) -> str:
    """What to do with a text that has no meaning by itself."""
    if weekday := _WEEKDAY_FIRST.fullmatch(text):
        other = meanings(weekday[1])
        if len(other) == 1 and parse(other[0].text).is_day:
            day = parse(other[0].text).earliest
            name = WEEKDAYS[day.weekday()]
            return f"{in_words(day)} is a {name}: correct the date or the day of the week"
    if is_relative(text):
        return f"write the date itself: '{text}' means a different date each day"
    if _NO_YEAR.fullmatch(text):
        return "add the year"
    if _RECESS.fullmatch(text):
        return "write the date itself, as in [..2025-07-22] for 'by 22 July 2025'"
    if _OF_PARLIAMENT.fullmatch(text):
        return "write its first and last day, as in 2021-05-11/2022-04-28"
    if _TERM.fullmatch(text):
        return "write its first and last month, as in 2022-09/2023-07"
    if _VAGUE_LIMIT.fullmatch(text):
        return "write the latest day or month that it can be, as in [..2025-06]"
    return _impossible(text)


def _impossible(text: str) -> str:
    """What is wrong with a date such as 31 April 2023."""
    named = _pattern(rf"(\d\d?)(?:st|nd|rd|th)?(?: of)? ({_MONTH_NAMES})[,.]? (\d{{4}})")
    if found := named.fullmatch(text):
        month = [name[:3] for name in MONTHS].index(found[2][:3].title()) + 1
        try:
            parse(f"{found[3]}-{month:02}-{int(found[1]):02}")
        except DateProblem as problem:
            return str(problem)
    return ""


def due_hint(text: str, made_on: str = "", ids: Collection[str] = ()) -> str:
    """A sentence that says what to write instead of `text`, for when a commitment is due.

    `made_on` is the date of the event in which it was made, from which "within six months" counts.
    `ids` are those of all events: "6 months after the election" is 6 months after `election`.
    """
    plain = tidied(text[: _LONGEST + 1])
    if _NO_DATE.fullmatch(plain):
        return "delete 'due' if no date was given"
    if said := hint(text, is_due=True):
        return said
    length = _DURATION.fullmatch(plain)
    number = length and (
        int(length[1]) if length[1].isdecimal() else NUMBERS.get(length[1].lower())
    )
    if not length or not number:
        return (
            "write a date, or a time after a date or event: 3 months after 2019-07, 10 working "
            "days after an-id"
        )
    times, unit = _TIMES.get(length[3].lower(), (1, length[3].lower()))
    kind = "working " if (length[2] or "calendar").lower() != "calendar" else ""
    number *= times
    counted = f"{number} {kind}{unit}{'' if number == 1 else 's'} after"
    start = _start(length[4], made_on, ids)
    if start:
        return f"write {counted} {start}"
    return f"name a date or the id of an event, as in {counted} {made_on or '2019-07'}"


def _start(words: str | None, made_on: str, ids: Collection[str]) -> str:
    """The date or the id from which to count: what the `words` say, or when it was made."""
    if not words:
        return made_on
    dates = meanings(words)
    if len(dates) == 1:
        return dates[0].text
    name = re.sub(r"^(?:the|this|our|its) ", "", words.lower())
    by_name = {id.lower(): id for id in ids}
    found = by_name.get(name.replace(" ", "-"), "") if not dates else ""
    try:
        due.parse(f"1 day after {found}")
    except DateProblem:
        return ""
    return found


_TIME = _pattern(
    r"(?:,? ?\bat )?\b(?:(\d\d?)[:.](\d\d)(?:[:.]00)?(?![.:]?\d)|(\d\d?)(?= ?[ap]m))"
    r"(?: ?(am|pm)\b)?|(?:,? ?\bat )?\b(?:12 )?(noon|midday)\b"
    # Without a colon only where it cannot be a year.
    r"|\b(\d\d)(\d\d)(?= ?h(?:ou)?rs\b)|(?<=\d{4}-\d\d-\d\d )(\d\d)(\d\d)$"
)
_HALF_OF_DAY = _pattern(r"\b([ap])\.m\b\.?")
_UNTIL_THEN = _pattern(r"(?:embargoed )?(?:until|till|to) |\b(?:on|hrs|hours|bst|gmt)\b|,")


def embargo_hint(text: str) -> str:
    """A sentence that says how to write the day and the time at which an embargo ends."""
    usual = "write a day and a time, as in 2023-07-03T22:30"
    plain = tidied(text[: _LONGEST + 1])
    if "midnight" in plain.lower():
        return f"midnight can be the start or the end of a day: {usual}"
    ends = _at_a_time(plain) if len(plain) <= _LONGEST else ()
    return f"write {_choice(ends)}" if ends else usual


def _at_a_time(plain: str) -> tuple[Meaning, ...]:
    """The days with a time that a text such as "10.30pm on 3 July 2023" can mean."""
    plain = re.sub(r"(?<=\d)T(?=\d)", " ", _HALF_OF_DAY.sub(r"\1m", plain))
    times = list(_TIME.finditer(plain))
    if len(times) != 1:
        return ()
    time = times[0]
    written = time[1] or time[3] or time[6] or time[8], time[2] or time[7] or time[9]
    rest = plain[: time.start()] + " " + plain[time.end() :]
    found = meanings(" ".join(_UNTIL_THEN.sub(" ", rest).split()))
    hour, minute = (12, 0) if time[5] else (int(written[0]), int(written[1] or 0))
    half = (time[4] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return ()
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or not all(parse(it.text).is_day for it in found):
        return ()
    time_of_day = f"T{hour:02}:{minute:02}"
    return tuple(Meaning(f"{day.text[:10]}{time_of_day}", day.words) for day in found)

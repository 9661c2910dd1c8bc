"""English periods and ranges: two dates, or one date with "by", "since" or "to".

A period lasts from its first date to its last (2019-04/2019-07). A range contains one unknown day
([2019-04..2019-07]).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date as Day
from datetime import timedelta
from itertools import product

from briefing.record.ambiguous_dates import is_year_and_next
from briefing.record.dates import MONTHS, Point, VagueDate, parse_edtf
from briefing.record.english_days import MONTH_PATTERN
from briefing.record.english_modifiers import PART, dates_with_modifiers
from briefing.record.meanings import Meaning, pattern, span

_IN_BRACKETS = re.compile(r"\[(.*)\]")
_SOME_DAY = r"(?:(?:at |on )?(?:a|one|some) ?(?:day|point|time) )?"
_BY_END = pattern(
    rf"{_SOME_DAY}(?:by|before|(?:no|not) later than|(?:in|on|at) or before) "
    r"(?:the )?(?:very )?(?:end|close|year[- ]end)(?: of)?[\s-]+(?:the )?(.+)"
)
_BY = pattern(rf"{_SOME_DAY}(?:by|(?:in|on|at) or before|(?:no|not) later than) (.+)")
_BEFORE = pattern(rf"{_SOME_DAY}before (.+)")
_THEN_OR_LATER = pattern(
    rf"{_SOME_DAY}(?:(?:in|on) or after|(?:no|not) earlier than|not before) (.+)"
)
_AFTER = pattern(rf"{_SOME_DAY}after (.+)")
_BETWEEN = pattern(rf"{_SOME_DAY}between (.+)")
_SINCE = pattern(r"(?:from|since|starting|beginning) ")
_ONWARDS = pattern(
    r" (?:on|onwards?|ongoing)$"
    r"| ?(?:-|/|\b(?:to|until|till)\b) ?(?:date|now|today|(?:the )?present|ongoing|open)$| ?-$"
)
_UNTIL = pattern(r"(?:until|till|up to) (.+)")
_FROM = pattern(r"from ")
_TO = pattern(r" (?:to|until|till|through|(and)) | ?(?:-|\.\.|/) ?")
_TWO_NUMBERS = re.compile(r"\d\d?(?: ?[-/.] ?)\d\d?")
_MONTH_DAYS = pattern(rf"({MONTH_PATTERN}) (\d\d? ?- ?\d\d?),? (\d{{4}})")


def in_brackets(text: str) -> list[Meaning]:
    """Read dates in brackets as a range from the first to the last."""
    inside = _IN_BRACKETS.fullmatch(text)
    if inside is None:
        return []
    open_start, open_end = inside[1].startswith(".."), inside[1].endswith("..")
    if "," in inside[1] and ".." in inside[1]:
        return []
    written = [part for part in re.split(r",|\.\.", inside[1]) if part.strip()]
    read = [
        parse_edtf(point)
        for part in written
        if (point := _only(dates_with_modifiers(part.strip())))
    ]
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


def _only(options: Iterable[Meaning]) -> str | None:
    texts = {meaning.text for meaning in options if meaning.is_valid}
    return texts.pop() if len(texts) == 1 else None


def _several_in_brackets(written: list[str], open_start: bool, open_end: bool) -> Iterator[Meaning]:
    """Read a range in which an end has several meanings, such as [2021-22..2022-23]."""
    start, end = written[0].strip(), written[-1].strip()
    if len(written) > 1:
        for first, last, words in _pairs(start, end):
            yield Meaning(_one_day_in(first, last), words)
        return
    for meaning in _whole(start):
        first, last = meaning.ends
        ends = "" if open_start else first, "" if open_end else last
        yield Meaning(_one_day_in(*ends), meaning.words)


def _one_day_in(first: str, last: str) -> str:
    """Return the range that contains one day, or the date if it is the same at both ends."""
    return first if first == last else f"[{first}..{last}]"


def some_day(text: str) -> Iterator[Meaning]:
    """Read a day described as by, before, after or between dates."""
    if by := _BY_END.fullmatch(text) or _BY.fullmatch(text):
        # "By early 2025" does not give a deadline.
        if not PART.fullmatch(by[1]):
            yield from _with_end(by[1])
    elif before := _BEFORE.fullmatch(text):
        # "Before late 2025" can be in 2025, so it does not mean before 2025.
        for meaning in _whole(before[1]) if not PART.fullmatch(before[1]) else ():
            if meaning.words.startswith("some day"):
                continue  # Before Christmas does not mean before December.
            if end := _day_before(parse_edtf(meaning.text)):
                yield Meaning(f"[..{end}]", meaning.words)
    elif later := _THEN_OR_LATER.fullmatch(text):
        for meaning in _whole(later[1]):
            yield Meaning(f"[{meaning.ends[0]}..]", meaning.words)
    elif after := _AFTER.fullmatch(text):
        for meaning in _whole(after[1]) if not PART.fullmatch(after[1]) else ():
            if start := _day_after(parse_edtf(meaning.text)):
                yield Meaning(f"[{start}..]", meaning.words)
    elif between := _BETWEEN.fullmatch(text):
        for start, end, words in _two_ends(between[1], is_between=True):
            yield Meaning(f"[{start}..{end}]", words)


def _with_end(text: str) -> Iterator[Meaning]:
    for meaning in _whole(text):
        yield Meaning(f"[..{meaning.ends[1]}]", meaning.words)


def _day_before(date: VagueDate) -> str | None:
    """Return the day, month or year before `date`, depending on how precise it is."""
    start = date.start
    if not isinstance(start, Point) or date.earliest == Day.min or date.approximate:
        return None
    before = date.earliest - timedelta(days=1)
    if start.precision == "year":
        return f"{before:%Y}"
    return f"{before:%Y-%m}" if not start.day else before.isoformat()


def _day_after(date: VagueDate) -> str | None:
    """Return the day, month or year after `date`, depending on how precise it is."""
    end = date.end
    if not isinstance(end, Point) or date.latest == Day.max or date.approximate:
        return None
    after = date.latest + timedelta(days=1)
    if end.precision == "year":
        return f"{after:%Y}"
    return f"{after:%Y-%m}" if not end.day else after.isoformat()


def open_ended(text: str) -> Iterator[Meaning]:
    """Read an open-ended period, such as "since July 2023"."""
    if until := _UNTIL.fullmatch(text):
        for meaning in _whole(until[1]):
            yield Meaning(f"../{meaning.ends[1]}", meaning.words)
        return
    rest = _SINCE.sub("", _ONWARDS.sub("", text), count=1)
    for meaning in _whole(rest) if rest != text else ():
        yield Meaning(f"{meaning.ends[0]}/..", meaning.words)


def period(text: str) -> Iterator[Meaning]:
    """Read a period between two dates, such as "April to July 2019"."""
    opening = _FROM.match(text)
    for start, end, words in _two_ends(text[opening.end() :] if opening else text):
        if is_year_and_next(f"{start}/{end}"):
            years = span(int(start), 1, 24).text
            yield Meaning(years if start.isdecimal() else f"{start}/{end}-12")
        else:
            yield Meaning(f"{start}/{end}", words)


def _two_ends(text: str, *, is_between: bool = False) -> list[tuple[str, str, str]]:
    """Return the first and last dates of a period or a range in words, for each meaning.

    They are followed by the difference from other meanings, as in `Meaning`.
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

    They are followed by the difference from other meanings, as in `Meaning`.
    """
    if _TWO_NUMBERS.fullmatch(first) and re.search("[a-z]", last, re.IGNORECASE):
        return []  # In "3-4-5 May 2021", the first two numbers may be days of May.
    ends = _whole(last)
    starts = _starts_before(first, ends[0]) if ends else []
    pairs: dict[tuple[str, str], str] = {}
    for (n, start), (m, end) in product(enumerate(starts), enumerate(ends)):
        pair = start.ends[0], end.ends[1]
        is_alike = 1 in (len(starts), len(ends)) or _style(start, n) == _style(end, m)
        if is_alike and _is_in_order(*pair) and not (pair[0] == pair[1] and PART.fullmatch(last)):
            pairs.setdefault(pair, _words_for(start, end))
    return [(*pair, words) for pair, words in pairs.items()]


def _words_for(start: Meaning, end: Meaning) -> str:
    """Return the words for a period that starts at one meaning and ends at another."""
    if start.words == end.words and start.words.startswith("the "):
        return f"{start.words}s"
    return " to ".join(dict.fromkeys(filter(None, (start.words, end.words))))


def _style(meaning: Meaning, number: int) -> str | int:
    """Return how a text was read: as a financial year, say, or with the month first."""
    return number if meaning.words[:1].isdigit() else re.sub(r"\d+", "", meaning.words)


def _is_in_order(start: str, end: str) -> bool:
    return parse_edtf(start).earliest <= parse_edtf(end).latest


def _starts_before(text: str, end: Meaning) -> list[Meaning]:
    """Read the start of a period, which may take its month and year from the end."""
    if starts := _whole(text):
        return starts
    model = parse_edtf(end.text).end
    assert isinstance(model, Point)
    lent = [str(model.year)]
    if model.month:
        lent.append(f"{MONTHS[model.month - 1]} {model.year}")
    for rest in lent:
        for meaning in _whole(f"{text} {rest}"):
            read = parse_edtf(meaning.text).start
            if isinstance(read, Point) and read.precision == model.precision:
                return [meaning]
    return []


def _whole(text: str) -> list[Meaning]:
    """Read a date within a longer text, in which the early part of a year means the year."""
    if part := PART.fullmatch(text):
        text = part[2]
    return [
        meaning for meaning in dates_with_modifiers(text) if meaning.is_valid and all(meaning.ends)
    ]

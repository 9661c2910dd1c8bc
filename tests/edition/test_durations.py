"""The time between vague dates is never more precise than the dates."""

import re
from datetime import date as Day
from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.durations import DateRange, days_of, end_days, time_between
from briefing.edition.words import words_in
from briefing.record.dates import parse_edtf

ENGLISH = words_in("en-GB")


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2019-07-03", "2019-07-03", "2019-07-03"),
        ("2019-07", "2019-07-01", "2019-07-31"),
        ("2021-21", "2021-03-01", "2021-05-31"),
        ("2019-04/2019-07", "2019-04-01", "2019-07-31"),
        ("2021~", "2020-01-01", "2022-12-31"),
        ("2020~", "2019-01-01", "2021-12-31"),
        ("2020-05?", "2020-04-01", "2020-06-30"),
        ("2020-05-10?", "2020-05-09", "2020-05-11"),
        ("2019-07/..", "2019-07-01", "9999-12-31"),
        ("-0043", "0001-01-01", "0001-01-01"),
        ("0002~", "0001-01-01", "0003-12-31"),
        ("9998~", "9997-01-01", "9999-12-31"),
        ("1XXX~", "0001-01-01", "2999-12-31"),
        # Each end of a period or a range is vague separately.
        ("2024-11?/2025-06", "2024-10-01", "2025-06-30"),
        ("2024-11?/..", "2024-10-01", "9999-12-31"),
        ("9999-09/9999-12~", "9999-09-01", "9999-12-31"),
        ("[2021-03-12..2023-07-03]", "2021-03-12", "2023-07-03"),
        ("[2021~..2023-07]", "2020-01-01", "2023-07-31"),
        ("[..2023-07?]", "0001-01-01", "2023-08-31"),
    ],
)
def test_about_and_perhaps_widen_a_date_by_as_much_as_is_written(
    date: str, first: str, last: str
) -> None:
    assert days_of(parse_edtf(date)) == DateRange(Day.fromisoformat(first), Day.fromisoformat(last))


@pytest.mark.parametrize(
    ("date", "first", "last"),
    [
        ("2019-07-03", "2019-07-03", "2019-07-03"),
        ("2019-07", "2019-07-01", "2019-07-31"),  # some day of July, and then it was over
        ("2019-04/2019-07", "2019-07-01", "2019-07-31"),
        ("2019-04-10/2019-07-02", "2019-07-02", "2019-07-02"),
        ("2019-04/2019", "2019-04-01", "2019-12-31"),  # it cannot end before it starts
        ("2019-04/2019-07~", "2019-06-01", "2019-08-31"),
        ("../2019-07", "2019-07-01", "2019-07-31"),
        ("2019-04/..", "2019-04-01", "9999-12-31"),
        # One day in a range ends on the same day.
        ("[2019-04..2019-07]", "2019-04-01", "2019-07-31"),
    ],
)
def test_a_period_ends_with_its_end(date: str, first: str, last: str) -> None:
    assert end_days(parse_edtf(date)) == DateRange(
        Day.fromisoformat(first), Day.fromisoformat(last)
    )


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("2023-07-03", "2023-07-03", "less than a day"),
        ("2023-07-03", "2023-07-04", "1 day"),
        ("2023-07-03", "2023-07-23", "20 days"),
        ("2023-07-03", "2023-08-07", "5 weeks"),
        ("2023-07-03", "2023-10-02", "13 weeks"),
        ("2023-07-03", "2023-10-03", "3 months"),
        ("2022-02-03", "2023-07-04", "17 months"),
        ("2019-05-03", "2023-07-04", "4 years and 2 months"),
        ("2019-07-03", "2023-07-04", "4 years"),
        ("2019-10", "2020-12", "about 14 months"),
        ("2019-04", "2023-07-03", "about 4 years and 3 months"),
        ("2024-01", "2024-03", "about 2 months"),
        # From 39 days to 3 months and a half.
        ("2024-10-02", "[2024-11-11..2025-01-17]", "1 to 3 months"),
        ("2023-10", "[2024-11-11..2025-01-17]", "12 to 15 months"),
        ("2023-10-02", "[2024-11-11..2025-01-17]", "about 14 months"),
        ("2019-04", "2019-04", "at most 1 month"),
        ("[2021-03-12..2023-07-03]", "2023-07-03", "at most 2 years and 4 months"),
        ("2020-21", "2023-07-03", "more than 3 years"),
        # From 31 December to 1 October is 9 months, and from 1 January to 31 October nearly 22.
        ("2019", "2020-10", "9 to 21 months"),
        ("2019", "2021-07", "18 to 30 months"),
        # A consultation that began on 29 April was dropped on some day from October to December.
        ("2024-04-29", "2024-11?", "5 to 8 months"),
        ("2024-04-29", "2024-09-29/2024-12-29", "5 to 8 months"),
        # Two years at least, to the day, so not more than two.
        ("2020-01/2020-06", "2022-06-30/2022-11", "24 to 34 months"),
        ("2019-04-30", "[2019-05..2019-06-30]", "at most 2 months"),
        ("2019", "2021", "1 to 3 years"),
        ("2019", "2023", "3 to 5 years"),
        ("2017/2019", "2020-10", "9 months to 4 years"),
        ("2019-07/..", "2023", ""),
        ("../2019-07", "2023", ""),
        ("2023", "2022", ""),
    ],
)
def test_how_long_it_is_in_words(first: str, second: str, words: str) -> None:
    assert time_between(days_of(parse_edtf(first)), days_of(parse_edtf(second)), ENGLISH) == words


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("2023-07-03", "2023-07-05", "2 ddiwrnod"),
        ("2022-02-03", "2023-07-04", "17 mis"),
        ("2019-07-03", "2023-07-04", "4 blynedd"),
        ("2018-07-03", "2023-07-04", "5 mlynedd"),
        ("2019-04-03", "2023-07-04", "4 blynedd a 3 mis"),
        ("2019-05-03", "2023-07-04", "4 blynedd a 2 fis"),
        # In Welsh, the words for these numbers start with a vowel: un, wyth, un ar ddeg.
        ("2019-06-03", "2023-07-04", "4 blynedd ac 1 mis"),
        ("2019-11-03", "2023-07-04", "3 blynedd ac 8 mis"),
        ("2019-08-03", "2023-07-04", "3 blynedd ac 11 mis"),
        ("2019-10", "2020-12", "tua 14 mis"),
        ("2020-21", "2023-07-03", "dros 3 blynedd"),
        ("2019", "2020-10", "rhwng 9 a 21 mis"),
        ("2017/2019", "2020-10", "rhwng 9 mis a 4 blynedd"),
        ("2019-04", "2019-04", "1 mis ar y mwyaf"),
    ],
)
def test_how_long_it_is_in_welsh(first: str, second: str, words: str) -> None:
    assert (
        time_between(days_of(parse_edtf(first)), days_of(parse_edtf(second)), words_in("cy"))
        == words
    )


def months(start: Day, end: Day) -> int:
    """Count the whole months from `start` to `end`, one by one."""
    count = 0
    while start + relativedelta(months=count + 1) <= end:
        count += 1
    return count


def in_months(words: str) -> int:
    number = {unit: int(number) for number, unit in re.findall(r"(\d+) (year|month)s?", words)}
    return number.get("year", 0) * 12 + number.get("month", 0)


def is_true(words: str, start: Day, end: Day) -> bool:
    """Whether `words` describe the time between exactly these two days."""
    length, days = months(start, end), (end - start).days
    if words == "less than a day":
        return not days
    if found := re.fullmatch(r"(\d+) days?", words):
        return days == int(found[1])
    if found := re.fullmatch(r"(\d+) weeks?", words):
        return days // 7 == int(found[1])
    if words.startswith("at most "):
        return start + relativedelta(months=in_months(words)) >= end
    if words.startswith("more than "):
        return start + relativedelta(months=in_months(words)) < end
    if found := re.fullmatch(r"(\d+)( months?)? to (\d+ (?:month|year)s)", words):
        unit = "month" if found[2] or "month" in found[3] else "year"
        least = in_months(f"{found[1]} {unit}")
        if found[3].endswith("months"):
            return least <= length <= in_months(found[3])
        return least <= length and start + relativedelta(months=in_months(found[3])) >= end
    return length == in_months(words)


def spans(longest: int) -> st.SearchStrategy[DateRange]:
    days = st.dates(Day(2018, 1, 1), Day(2026, 1, 1))
    return st.builds(
        lambda day, n: DateRange(day, day + timedelta(n)), days, st.integers(0, longest)
    )


@given(spans(45) | spans(1500), spans(45) | spans(1500))
def test_what_is_said_is_true_of_every_choice_of_days(first: DateRange, second: DateRange) -> None:
    words = time_between(first, second, ENGLISH)
    if second.latest < first.earliest:
        assert words == ""
        return
    # Only the extremes and the days near them matter. Between them, the time only grows.
    starts, ends = (
        sorted(
            {span.earliest + timedelta(n) for n in (0, 1, 2) if n <= length}
            | {span.latest - timedelta(n) for n in (0, 1, 2) if n <= length}
            | {span.earliest + timedelta(length // 2)}
        )
        for span in (first, second)
        for length in [(span.latest - span.earliest).days]
    )
    pairs = [(start, end) for start in starts for end in ends if start <= end]
    if words.startswith("about "):
        as_months = in_months(words)
        lengths = [months(*pair) for pair in pairs]
        assert min(lengths) <= as_months <= max(lengths) + 1
        assert max(lengths) - min(lengths) <= 3
    else:
        assert [pair for pair in pairs if not is_true(words, *pair)] == []


@given(spans(45), spans(45))
def test_only_of_whole_days_is_anything_said_in_days(first: DateRange, second: DateRange) -> None:
    if not (first.is_day and second.is_day):
        assert not re.search("day|week", time_between(first, second, ENGLISH))

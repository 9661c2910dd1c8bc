"""Dates as people write them, and every EDTF date that each can mean."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.record.ambiguous_dates import is_ambiguous
from briefing.record.dates import MONTHS, Point, parse_edtf
from briefing.record.english_dates import meanings, suggest
from briefing.record.meanings import WEEKDAYS, in_words
from tests.record.test_dates import VALID, nearly_valid


def assert_meanings(text: str, meant: str) -> None:
    """Assert that `text` has exactly these meanings, each with words that distinguish it.

    `meant` is a list of dates separated by spaces, with underscores for the spaces within dates.
    """
    options = meanings(text)
    assert [meaning.text for meaning in options] == [
        date.replace("_", " ") for date in meant.split()
    ]
    assert all(meaning.words for meaning in options)
    assert suggest(text) is None


def test_a_short_date_with_hyphens_may_begin_with_its_year() -> None:
    assert_meanings("21-05-03", "2003-05-21 2021-05-03")
    assert suggest("31-12-99") == "1999-12-31"
    assert suggest("99-12-31") == "1999-12-31"


def test_a_date_in_edtf_means_itself() -> None:
    assert suggest("2023-07-03") == "2023-07-03"


@pytest.mark.parametrize(
    "text",
    [
        *("soon", "TBC", "", "next week", "Monday", "May", "10", "230703", "July 23", "Jul-23"),
        *("3 July", "3 July 0000", "31 April 2023", "2023-02-30", "Tuesday 4 September 2023"),
        *("July or August 2023", "1 and 2 July 2023", "July 2023 2024", "July to April 2019"),
        *("3 July to 2023", "1.5 July 2023", "2O23", "between July and April 2019", "by Monday"),
        *("[2021, 2023..]", "Michaelmas term 2023", "2021-22 session", "Monday July 2023"),
        *("3-4-5 May 2021", "3/4 to 5 May 2021"),
        *("by early 2025", "the summer recess", "Q5 2024", "Q1 2024/26", "FY 2022-24"),
    ],
)
def test_what_is_not_clear_has_no_meaning(text: str) -> None:
    assert meanings(text) == ()


# Laws

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
YEARS = st.integers(1950, 2098)


def bounds(text: str) -> list[tuple[date, date]]:
    """Return the first and the last day of each meaning."""
    return [
        (parse_edtf(meaning.text).earliest, parse_edtf(meaning.text).latest)
        for meaning in meanings(text)
    ]


@given(DAYS, st.integers(0, 60))
def test_a_day_in_words_is_that_day_however_it_is_written(day: date, more: int) -> None:
    month, weekday = MONTHS[day.month - 1], WEEKDAYS[day.weekday()]
    for text in (
        f"{day.day} {month} {day.year}",
        f"{weekday} {day.day} {month} {day.year}",
        f"{weekday[:3]}, {day.day}th {month[:3]} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"on the {day.day}th of {month}, {day.year}",
        f"{day.year}-{day.month}-{day.day}",
    ):
        assert bounds(text) == [(day, day)], text
    assert (day, day) in bounds(f"{day.day}/{day.month}/{day.year}")
    assert (day, day) in bounds(f"{day.month}/{day.day}/{day.year}")
    other = WEEKDAYS[day.weekday() - 1]
    assert bounds(f"{other} {day.day} {month} {day.year}") == []
    assert bounds(f"by {in_words(day)}") == [(date.min, day)]
    assert bounds(f"before {in_words(day)}") == [(date.min, day - timedelta(days=1))]
    last = day + timedelta(days=more)
    for text in ("{} to {}", "{} - {}", "from {} until {}", "between {} and {}"):
        assert bounds(text.format(in_words(day), in_words(last))) == [(day, last)], text
    assert bounds(f"w/c {in_words(day)}") == [(day, day + timedelta(days=6))]


@given(YEARS, st.sampled_from("-/"))
def test_a_year_and_the_next_are_never_read_silently_and_can_be_a_financial_year(
    year: int, joint: str
) -> None:
    short = f"{year}{joint}{(year + 1) % 100:02}"
    financial = (date(year, 4, 1), date(year + 1, 3, 31))
    for text in (f"FY {short}", f"financial year {short}", f"the {short} financial year"):
        assert bounds(text) == [financial]
    for text in (short, f"{year}{joint}{year + 1}"):
        try:
            parse_edtf(text)
        except ValueError:
            assert len(bounds(text)) > 1
        else:
            # A month is unambiguous: 2010-11 is November.
            assert is_ambiguous(text) or 1 <= int(text[-2:]) <= 12
        assert financial in bounds(text) or text[4:] in [f"-{number:02}" for number in range(1, 13)]
    assert bounds(f"by the end of {year}") == [(date.min, date(year, 12, 31))]
    for quarter, month in enumerate((4, 7, 10, 1), start=1):
        ((first, last),) = bounds(f"Q{quarter} {short}")
        assert (first.year, first.month) == (year + (month == 1), month)
        assert (last + timedelta(days=1)).day == 1


@given(YEARS, st.integers(21, 24))
def test_a_season_by_its_number_is_read_unless_the_number_can_be_a_later_year(
    year: int, number: int
) -> None:
    assert is_ambiguous(f"{year}-{number}") is (number > year % 100)


NAMES = ["January", "February", "March", "April", "May", "June", "July", "Aug", "Sept"]
SCRAPS = st.one_of(
    st.sampled_from(
        [*NAMES, "Monday", "spring", "early", "about", "perhaps", "to", "from", "until"]
    ),
    st.sampled_from(
        ["-", "/", ".", ",", "of", "and", "between", "by", "since", "present", "c", "?", "T", "["]
    ),
    st.sampled_from(["1st", "3rd", "09:30", "5pm", "Q2", "2010s", "BST", "UTC+1", "X", "%", "~"]),
    st.integers(0, 40).map(str),
    st.integers(1000, 2100).map(str),
    VALID,
)
# By definition, these contain months, days and other years.
DEFINED = re.compile(
    r"(?i)[qh]\d|fy|year|winter|early|mid|late|end|start|before|after|w\d|week|-24"
    r"|(?<!\d)\d{4}\s*[-/]\s*\d\d(?:\d\d)?(?![\d-])"
)


@example("/0000T0:00:00")
@given(st.one_of(st.text(), st.lists(SCRAPS, max_size=7).map(" ".join), nearly_valid()))
def test_each_meaning_is_a_date_that_adds_nothing(text: str) -> None:
    for meaning in meanings(text):
        assert not is_ambiguous(meaning.text)
        if DEFINED.search(text):
            parse_edtf(meaning.text)
            continue
        numbers = {int(number[-4:]) for number in re.findall(r"\d+", text)}
        numbers |= {
            int(text[at : at + 2]) for at in range(len(text)) if text[at : at + 2].isdigit()
        }
        for end in (parse_edtf(meaning.text).start, parse_edtf(meaning.text).end):
            if isinstance(end, Point) and end.unspecified is None and abs(end.year) < 10_000:
                assert abs(end.year) in numbers or end.year % 100 in numbers
                assert end.day is None or end.day in numbers
                names = [date(2000, end.month, 1).strftime("%b").lower()] if end.month else []
                assert end.month is None or end.month in numbers or names[0] in text.lower()

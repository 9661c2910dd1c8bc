"""What people write for a date, and every date in the notation that it can mean."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.timeline.ambiguous_dates import is_ambiguous
from briefing.timeline.dates import MONTHS, Point, parse
from briefing.timeline.english_dates import meanings, suggest
from briefing.timeline.meanings import WEEKDAYS, in_words
from tests.timeline.test_dates import VALID, nearly_valid


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # One day
        ("3 July 2023", "2023-07-03"),
        ("Mon, 3rd of Jul 2023", "2023-07-03"),
        ("9th June 2025", "2025-06-09"),
        ("July 3, 2023", "2023-07-03"),
        ("3 July 23", "2023-07-03"),
        ("3-Jul-2023", "2023-07-03"),
        ("Monday 4 September 2023", "2023-09-04"),
        ("on Wednesday the 6th of September 2023", "2023-09-06"),
        ("7/13/2023", "2023-07-13"),
        ("13/7/23", "2023-07-13"),
        ("7/7/2023", "2023-07-07"),
        ("2023/07/03", "2023-07-03"),
        ("2023-7-3", "2023-07-03"),
        ("2025-6-9", "2025-06-09"),
        ("20230703", "2023-07-03"),
        ("2023-13-02", "2023-02-13"),
        ("2023-07-03 09:30", "2023-07-03T09:30:00"),
        ("2023-07-03T09:30:00.000Z", "2023-07-03T09:30:00Z"),
        ("3 July 2023, 09:30", "2023-07-03T09:30:00"),
        ("Good Friday 2024", "2024-03-29"),
        # A month, a year, a season
        ("July 2023", "2023-07"),
        ("in July 2023", "2023-07"),
        ("July '23", "2023-07"),
        ("2023/07", "2023-07"),
        ("07/2023", "2023-07"),
        (" 2023 ", "2023"),
        ("Autumn of 2021", "autumn 2021"),
        ("fall 2021", "autumn 2021"),
        ("in spring 2021", "spring 2021"),
        ("the 2010s", "201X"),
        ("20th century", "19XX"),
        # Hedges
        ("about 2020", "2020~"),
        ("circa 2020", "2020~"),
        ("c. 1998", "1998~"),
        ("c2020", "2020~"),
        ("about spring 2021", "spring 2021~"),
        ("perhaps May 2020", "2020-05?"),
        ("July 2023?", "2023-07?"),
        ("perhaps about 2020", "2020%"),
        ("2020?~", "2020%"),
        # Periods
        ("April to July 2019", "2019-04/2019-07"),
        ("April 2019 - July 2019", "2019-04/2019-07"),
        ("4-10 September 2023", "2023-09-04/2023-09-10"),
        ("4–10 September 2023", "2023-09-04/2023-09-10"),
        ("4th to 10th September 2023", "2023-09-04/2023-09-10"),
        ("Monday 4 to Friday 8 September 2023", "2023-09-04/2023-09-08"),
        ("September 4-10, 2023", "2023-09-04/2023-09-10"),
        ("28 August to 4 September 2023", "2023-08-28/2023-09-04"),
        ("2023-07-03 to 2023-07-10", "2023-07-03/2023-07-10"),
        ("mid July to early August 2023", "2023-07/2023-08"),
        ("2019-4/2019-7", "2019-04/2019-07"),
        ("2025-04/09", "2025-04/2025-09"),
        ("2019–2021", "2019/2021"),
        ("2015-18", "2015/2018"),
        ("2019 to 2020", "2019-01/2020-12"),
        ("from spring 2020 to autumn 2022", "spring 2020/autumn 2022"),
        ("from July 2023", "2023-07/.."),
        ("since 3 July 2023", "2023-07-03/.."),
        ("from early 2020", "2020/.."),
        ("July 2023 to present", "2023-07/.."),
        ("2019–", "2019/.."),
        ("until July 2023", "../2023-07"),
        # Parts of years that have one meaning
        ("FY 2022-23", "2022-04/2023-03"),
        ("FY22/23", "2022-04/2023-03"),
        ("the 2022/23 financial year", "2022-04/2023-03"),
        ("financial year 1999-2000", "1999-04/2000-03"),
        ("tax year 2022-23", "2022-04-06/2023-04-05"),
        ("third quarter of 2024", "2024-07/2024-09"),
        ("Q1 2024/25", "2024-04/2024-06"),
        ("Q4 2024-25", "2025-01/2025-03"),
        ("2024/25 Q3", "2024-10/2024-12"),
        ("first half of 2022", "2022-01/2022-06"),
        ("the second half of 2022-23", "2022-10/2023-03"),
        ("year ending March 2023", "2022-04/2023-03"),
        ("year to 31 March 2023", "2022-04/2023-03"),
        ("three months to January 2023", "2022-11/2023-01"),
        ("winter 2022-23", "2022-12/2023-02"),
        ("w/c 4 September 2023", "2023-09-04/2023-09-10"),
        ("week commencing Monday 4 September 2023", "2023-09-04/2023-09-10"),
        ("w/e 10 September 2023", "2023-09-04/2023-09-10"),
        ("week of 6 September 2023", "2023-09-04/2023-09-10"),
        ("2023-W36", "2023-09-04/2023-09-10"),
        # One day of a range
        ("between 12 March 2021 and 3 July 2023", "[2021-03-12..2023-07-03]"),
        ("some time between April and July 2019", "[2019-04..2019-07]"),
        ("On a day between 4 and 10 September 2023", "[2023-09-04..2023-09-10]"),
        ("between about 2020 and perhaps May 2023", "[2020~..2023-05?]"),
        ("between 2019-2021", "[2019..2021]"),
        ("[FY 2021-22..FY 2022-23]", "[2021-04..2023-03]"),
        ("between 2019 and 2020", "[2019..2020]"),
        ("by 3 July 2023", "[..2023-07-03]"),
        ("by the end of 2025", "[..2025]"),
        ("by end of year 2025", "[..2025]"),
        ("before Christmas 2025", "[..2025-12-24]"),
        ("Q3 FY24/25", "2024-10/2024-12"),
        ("by end March 2024", "[..2024-03]"),
        ("before the end of 2025", "[..2025]"),
        ("by the end of the financial year 2025-26", "[..2026-03]"),
        ("by spring 2025", "[..spring 2025]"),
        ("by Q1 2025/26", "[..2025-06]"),
        ("before 2020", "[..2019]"),
        ("before July 2023", "[..2023-06]"),
        ("before 1 July 2023", "[..2023-06-30]"),
        ("before summer 2025", "[..2025-05]"),
        ("after July 2023", "[2023-08..]"),
        ("no later than July 2023", "[..2023-07]"),
        ("on or after 12 March 2021", "[2021-03-12..]"),
        ("not before 2021", "[2021..]"),
        # A date is its own meaning
        ("2023-07-03", "2023-07-03"),
    ],
)
def test_a_suggestion_is_what_the_person_meant(text: str, meant: str) -> None:
    assert suggest(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2022-23", "2022-04/2023-03 2022-09/2023-08 autumn_2022"),
        ("2021-22", "2021-04/2022-03 2021-09/2022-08 summer_2021"),
        ("2020-21", "2020-04/2021-03 2020-09/2021-08 spring_2020"),
        ("2023-24", "2023-04/2024-03 2023-09/2024-08 2023-12/2024-02"),
        ("2018-23", "2018/2023 autumn_2018"),
        ("2021-24", "2021/2024 2021-12/2022-02"),
        ("2022/23", "2022-04/2023-03 2022-09/2023-08"),
        ("2025-26", "2025-04/2026-03 2025-09/2026-08"),
        ("2022/2023", "2022-04/2023-03 2022-09/2023-08 2022-01/2023-12"),
        ("2009/10", "2009-04/2010-03 2009-09/2010-08 2009-10"),
        ("2019-04/2022-23", "2019-04/2023-03 2019-04/autumn_2022"),
        ("[2020-21..2023]", "[2020-04..2023] [spring_2020..2023]"),
        (
            "[2021-22..2022-23]",
            "[2021-04..2023-03] [2021-09..2023-08] [summer_2021..autumn_2022]",
        ),
        ("[2021/22..2022/23]", "[2021-04..2023-03] [2021-09..2023-08]"),
        ("[2020-21..2024-25]", "[2020-04..2025-03] [2020-09..2025-08]"),
        ("[2021-22, 2022-23]", "[2021-04..2023-03] [2021-09..2023-08] [summer_2021..autumn_2022]"),
        ("[2021-22]", "[2021-04..2022-03] [2021-09..2022-08] summer_2021"),
        ("[2024-25..]", "[2024-04..] [2024-09..]"),
        ("[..2024-25]", "[..2025-03] [..2025-08]"),
        ("FY23", "2022-04/2023-03 2023-04/2024-03"),
        ("financial year 2023", "2022-04/2023-03 2023-04/2024-03"),
        ("Q3 2024", "2024-07/2024-09 2024-10/2024-12"),
        ("2024 Q3", "2024-07/2024-09 2024-10/2024-12"),
        ("H1 2022", "2022-01/2022-06 2022-04/2022-09"),
        ("from Q1 2024 to Q3 2024", "2024-01/2024-09 2024-04/2024-12"),
        ("winter 2022", "2022-12/2023-02 2021-12/2022-02"),
        ("9/6/25", "2025-06-09 2025-09-06"),
        ("3.7.2023", "2023-07-03 2023-03-07"),
        ("by 9/6/25", "[..2025-06-09] [..2025-09-06]"),
        ("early 2020", "[2020-01..2020-04] 2020"),
        ("mid-2024", "[2024-05..2024-08] 2024"),
        ("late April 2019", "[2019-04-21..2019-04-30] 2019-04"),
        ("late summer 2023", "2023-08 summer_2023"),
        ("early 1990s", "[1990..1993] 199X"),
        ("end of March 2024", "2024-03-31 [2024-03-21..2024-03-31] [..2024-03]"),
        ("end of 2025", "2025-12-31 2025-12 2025-12~ [..2025]"),
        ("year-end 2025", "2025-12-31 2025-12 2025-12~ [..2025]"),
        ("towards the end of 2025", "2025-12-31 2025-12 2025-12~ [..2025]"),
        ("Easter 2024", "2024-03-31 2024-03-29/2024-04-01"),
        ("Christmas 2023", "2023-12-25 2023-12"),
    ],
)
def test_what_can_mean_several_dates_has_all_of_them(text: str, meant: str) -> None:
    found = meanings(text)
    assert [it.text for it in found] == [it.replace("_", " ") for it in meant.split()]
    # Whoever has to choose is told which is which, and no two alike.
    assert all(it.words for it in found)
    assert suggest(text) is None


@pytest.mark.parametrize(
    "text",
    [
        *("soon", "TBC", "", "next week", "Monday", "May", "10", "230703", "July 23", "Jul-23"),
        *("3 July", "3 July 0000", "31 April 2023", "2023-02-30", "Tuesday 4 September 2023"),
        *("July or August 2023", "1 and 2 July 2023", "July 2023 2024", "July to April 2019"),
        *("3 July to 2023", "1.5 July 2023", "2O23", "between July and April 2019", "by Monday"),
        *("[2021, 2023..]", "Michaelmas term 2023", "2021-22 session", "Monday July 2023"),
        *("by early 2025", "the summer recess", "Q5 2024", "Q1 2024/26", "FY 2022-24"),
    ],
)
def test_what_is_not_clear_has_no_meaning(text: str) -> None:
    assert meanings(text) == ()


# Laws

DAYS = st.dates(date(1900, 1, 1), date(2099, 12, 31))
YEARS = st.integers(1950, 2098)


def bounds(text: str) -> list[tuple[date, date]]:
    """The first and the last day of each meaning."""
    return [(parse(it.text).earliest, parse(it.text).latest) for it in meanings(text)]


@settings(deadline=None)
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


@settings(deadline=None)
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
            parse(text)
        except ValueError:
            assert len(bounds(text)) > 1
        else:
            # A month is one: 2010-11 is November.
            assert is_ambiguous(text) or 1 <= int(text[-2:]) <= 12
        assert financial in bounds(text) or text[4:] in [f"-{it:02}" for it in range(1, 13)]
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
# These have months, days and other years by their definition.
DEFINED = re.compile(
    r"(?i)[qh]\d|fy|year|winter|early|mid|late|end|start|before|after|w\d|week|-24"
    r"|(?<!\d)\d{4}\s*[-/]\s*\d\d(?:\d\d)?(?![\d-])"
)


@settings(max_examples=200, deadline=None)
@example("/0000T0:00:00")
@given(st.one_of(st.text(), st.lists(SCRAPS, max_size=7).map(" ".join), nearly_valid()))
def test_each_meaning_is_a_date_that_adds_nothing(text: str) -> None:
    for meaning in meanings(text):
        assert not is_ambiguous(meaning.text)
        if DEFINED.search(text):
            parse(meaning.text)
            continue
        numbers = {int(number[-4:]) for number in re.findall(r"\d+", text)}
        numbers |= {
            int(text[at : at + 2]) for at in range(len(text)) if text[at : at + 2].isdigit()
        }
        for end in (parse(meaning.text).start, parse(meaning.text).end):
            if isinstance(end, Point) and end.unspecified is None and abs(end.year) < 10_000:
                assert abs(end.year) in numbers or end.year % 100 in numbers
                assert end.day is None or end.day in numbers
                names = [date(2000, end.month, 1).strftime("%b").lower()] if end.month else []
                assert end.month is None or end.month in numbers or names[0] in text.lower()

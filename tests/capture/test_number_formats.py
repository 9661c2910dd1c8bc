"""Numbers and dates of sheets are read as they are shown."""

import math
from datetime import date, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from briefing.capture.number_formats import number_format, shown
from briefing.capture.table import Cell
from tests.capture.tables import dates_in

MARCH = 43894.0
"""4 March 2020."""


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (2019, "General", "2019"),
        (1e308, "h:mm", "1e+308"),
        (0.5, "General", "0.5"),
        (1234567.891, "#,##0", "1,234,568"),
        (-1234.5, '"£"#,##0.00', "-£1,234.50"),
        (18.4, '[$£-809]#,##0.0"m"', "£18.4m"),
        (0.77, "0%", "77%"),
        (0.125, "0.0%;[Red]-0.0%", "12.5%"),
        (7, "000", "007"),
        (-0.1, "0", "0"),
        (12, "@", "12"),
        (1200000, '0.0,,"m"', "1.2m"),
        (0.25, "# ?/?", "0.25"),
        (1e20, "General", "1e+20"),
    ],
)
def test_numbers(value: float, code: str, text: str) -> None:
    assert shown(value, number_format(code)) == Cell(text)


@pytest.mark.parametrize(
    "code",
    [
        "dd/mm/yyyy",
        "m/d/yy",
        "yyyy-mm-dd",
        "[$-809]dddd d mmmm yyyy;@",
        'd" of "mmmm\\ yy',
        "d.m.yy",
    ],
)
def test_whole_dates(code: str) -> None:
    assert shown(MARCH, number_format(code)) == Cell("4 March 2020", date(2020, 3, 4))


@pytest.mark.parametrize(
    ("code", "text", "note"),
    [
        ("mmm-yy", "March 2020", ""),
        ("mmmm yyyy", "March 2020", ""),
        ("yyyy", "2020", ""),
        ("d-mmm", "4 March", "The sheet shows only “4 March”, but stores 4 March 2020."),
        ("mmmm", "March", "The sheet shows only “March”, but stores 4 March 2020."),
    ],
)
def test_a_date_is_only_as_exact_as_it_is_shown(code: str, text: str, note: str) -> None:
    assert shown(MARCH, number_format(code)) == Cell(text, notes=(note,) if note else ())


@pytest.mark.parametrize(
    ("value", "code", "cell"),
    [
        (MARCH + 0.4, "dd/mm/yyyy hh:mm", Cell("4 March 2020 09:36", date(2020, 3, 4), "09:36")),
        (0.4, "h:mm AM/PM", Cell("09:36")),
        (1.5, "[h]:mm:ss", Cell("36:00")),
        (60, "d/m/yyyy", Cell("1 March 1900", date(1900, 3, 1))),
        (1, "d/m/yyyy", Cell("1 January 1900", date(1900, 1, 1))),
        (-5, "d/m/yyyy", Cell("-5")),
        (9e9, "d/m/yyyy", Cell("9000000000")),
    ],
)
def test_times_and_dates_at_the_edges(value: float, code: str, cell: Cell) -> None:
    assert shown(value, number_format(code)) == cell


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ('"w/c "dd/mm/yyyy', "w/c 4 March 2020"),
        ('"FY "yyyy', "FY 2020"),
        ('yyyy"/21"', "2020/21"),
        ('d mmm yyyy" (tbc)"', "4 March 2020 (tbc)"),
        (r"mmm\ yyyy\?", "March 2020?"),
    ],
)
def test_words_around_a_date_are_part_of_it(code: str, text: str) -> None:
    assert shown(MARCH, number_format(code)) == Cell(text)


def test_plain_numbers_of_old_macintoshes_are_days_from_1904() -> None:
    cell = shown(42857, number_format("General"), from_1904=True)
    assert dates_in([cell]) == ["2021-05-03"]


def test_workbooks_from_old_macintoshes_count_from_1904() -> None:
    assert shown(0, number_format("d/m/yyyy"), from_1904=True).day == date(1904, 1, 1)


@given(st.dates(date(1900, 3, 1)))
def test_every_day_is_the_one_that_was_stored(day: date) -> None:
    days = (datetime(day.year, day.month, day.day) - datetime(1899, 12, 30)).days
    assert shown(days, number_format("dd/mm/yyyy")).day == day


@given(st.floats(), st.text(max_size=12))
@example(1e308, "h")
@example(math.inf, "0")
@example(1e308, "0%")
@example(1e308, "0" + "," * 200)
def test_any_code_shows_something(value: float, code: str) -> None:
    shown(value, number_format(code))

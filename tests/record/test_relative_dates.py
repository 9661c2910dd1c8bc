"""Phrases such as "last month", as of a given day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record.dates import parse_edtf
from briefing.record.relative_dates import is_relative, meanings

THURSDAY = date(2025, 7, 31)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("today", "2025-07-31"),
        ("Yesterday", "2025-07-30"),
        ("tomorrow", "2025-08-01"),
        ("last week", "2025-07-21/2025-07-27"),
        ("this week", "2025-07-28/2025-08-03"),
        ("next week", "2025-08-04/2025-08-10"),
        ("last month", "2025-06"),
        ("next month", "2025-08"),
        ("last quarter", "2025-04/2025-06"),
        ("last year", "2024"),
        ("this financial year", "2025-04/2026-03"),
        ("last financial year", "2024-04/2025-03"),
        ("3 weeks ago", "2025-07-10"),
        ("five months ago", "2025-02-28"),
        ("a fortnight ago", "2025-07-17"),
        ("the last 6 months", "2025-01-31/2025-07-31"),
        ("the past year", "2024-07-31/2025-07-31"),
        ("this Friday", "2025-08-01"),
        ("Monday", "2025-07-28"),
        ("last Thursday", "2025-07-24"),
        ("last Friday", "2025-07-25"),
        # In a week that has had its Monday, last Monday can be that of the week before.
        ("last Monday", "2025-07-28 2025-07-21"),
        ("Thursday", "2025-07-31 2025-07-24"),
        ("in ten days", "2025-08-10"),
        ("in 2 weeks' time", "2025-08-14"),
        # In six months can be a deadline or a rough idea.
        ("in six months", "2026-01-31 2026-01"),
        ("two years from now", "2027-07-31 2027-07"),
        ("last autumn", "autumn_2024"),
        # This year's spring is over, so it can be meant too.
        ("last spring", "spring_2025 spring_2024"),
        ("this summer", "summer_2025"),
        ("next spring", "spring_2026"),
        ("next autumn", "autumn_2025 autumn_2026"),
        ("last winter", "2024-12/2025-02"),
        ("this winter", "2025-12/2026-02"),
        ("spring last year", "spring_2024"),
        ("in the autumn of next year", "autumn_2026"),
        ("March last year", "2024-03"),
        ("9 June this year", "2025-06-09"),
        ("early last year", "[2024-01..2024-04] 2024"),
        ("in some months", ""),
        ("July 2025", ""),
        ("last", ""),
    ],
)
def test_words_have_the_date_that_they_are_on_the_day(text: str, meant: str) -> None:
    texts = [meaning.text.replace(" ", "_") for meaning in meanings(text, THURSDAY)]
    assert texts == meant.split()
    assert is_relative(text) is bool(meant)


DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
UNITS = st.sampled_from(["week", "month", "quarter", "year", "financial year"])


@given(DAYS, UNITS)
def test_the_last_and_the_next_one_meet_this_one_which_holds_the_day(day: date, unit: str) -> None:
    last, this, coming = (
        parse_edtf(meanings(f"{word} {unit}", day)[0].text) for word in ("last", "this", "next")
    )
    assert this.earliest <= day <= this.latest
    assert last.latest + timedelta(days=1) == this.earliest
    assert this.latest + timedelta(days=1) == coming.earliest


@given(DAYS, st.sampled_from(["Monday", "Wednesday", "Sunday"]), st.booleans())
def test_a_weekday_is_one_of_that_name_and_not_ahead(day: date, name: str, is_last: bool) -> None:
    dates = [
        parse_edtf(meaning.text) for meaning in meanings(f"last {name}" if is_last else name, day)
    ]
    assert dates
    for date_ in dates:
        assert f"{date_.earliest:%A}" == name
        assert timedelta(days=int(is_last)) <= day - date_.earliest <= timedelta(days=13)

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
        ("July 2025", ""),
        ("last", ""),
    ],
)
def test_words_have_the_date_that_they_are_on_the_day(text: str, meant: str) -> None:
    assert [meaning.text for meaning in meanings(text, THURSDAY)] == meant.split()
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

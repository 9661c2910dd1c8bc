"""Lengths of time, and the windows that they define."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record.lengths import UNITS, parse_length


@pytest.mark.parametrize(
    ("written", "start"),
    [
        ("a year", date(2022, 9, 1)),
        ("1 year", date(2022, 9, 1)),
        ("18 months", date(2022, 3, 1)),
        ("  2   Years ", date(2021, 9, 1)),
        ("6 weeks", date(2023, 7, 28)),
        ("10 days", date(2023, 8, 29)),
        ("9999 years", date.min),
    ],
)
def test_a_window_of_months_starts_with_a_month(written: str, start: date) -> None:
    assert parse_length(written).start(date(2023, 9, 8)) == start


@pytest.mark.parametrize("written", ["", "year", "0 years", "-1 year", "18", "soon", "1.5 years"])
def test_what_is_no_length_of_time_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="is not a length of time"):
        parse_length(written)


@given(st.integers(1, 9999), st.sampled_from(UNITS), st.dates())
def test_a_window_starts_before_its_last_day(amount: int, unit: str, day: date) -> None:
    assert parse_length(f"{amount} {unit}s").start(day) <= day

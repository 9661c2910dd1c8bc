"""Days that do not exist are found in a text, whatever the order in which they are written."""

from calendar import monthrange

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record.dates import MONTHS
from briefing.record.impossible_days import impossible_days

ORDERS = [
    "{day} {name} {year}",
    "{name} {day}, {year}",
    "{day}/{month}/{year}",
    "{year}-{month:02}-{day:02}",
]


@pytest.mark.parametrize("order", ORDERS)
@given(year=st.integers(1970, 2069), month=st.integers(1, 12), day=st.integers(13, 31))
def test_only_a_day_that_its_month_does_not_have_is_found(
    order: str, year: int, month: int, day: int
) -> None:
    date = order.format(day=day, month=month, name=MONTHS[month - 1], year=year)
    impossible = list(impossible_days(f"from {date} on"))
    if day <= monthrange(year, month)[1]:
        assert impossible == []
    else:
        assert [(one.year, one.month, one.day) for one in impossible] == [(year, month, day)]
        assert f"from {date} on"[impossible[0].start : impossible[0].end] == date

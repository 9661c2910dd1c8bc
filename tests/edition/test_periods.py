"""The periods of digests: their days, their names, and their coverage of the calendar."""

from datetime import date as Day
from datetime import timedelta
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.periods import (
    Period,
    Rhythm,
    day_of_week,
    period_before,
    period_between,
    period_of,
    periods_over,
)
from briefing.edition.words import words_in
from briefing.record.fields import Every, Weekday

DAY = timedelta(days=1)
WEEK = Rhythm()
DAYS = st.dates(max_value=Day(9998, 12, 31))
RHYTHMS = st.builds(Rhythm, st.sampled_from(get_args(Every)), st.sampled_from(get_args(Weekday)))


def days(period: Period) -> tuple[str, str, str]:
    return period.name, period.first.isoformat(), period.last.isoformat()


@pytest.mark.parametrize(
    ("every", "day", "expected"),
    [
        ("week", "2023-09-08", ("2023-W36", "2023-09-04", "2023-09-10")),
        ("week", "2023-09-04", ("2023-W36", "2023-09-04", "2023-09-10")),
        ("week", "2023-09-10", ("2023-W36", "2023-09-04", "2023-09-10")),
        # The clocks change on these Sundays.
        ("week", "2023-03-26", ("2023-W12", "2023-03-20", "2023-03-26")),
        ("week", "2023-10-29", ("2023-W43", "2023-10-23", "2023-10-29")),
        # Years of 52 and of 53 weeks.
        ("week", "2021-01-01", ("2020-W53", "2020-12-28", "2021-01-03")),
        ("week", "2021-01-04", ("2021-W01", "2021-01-04", "2021-01-10")),
        ("week", "2024-12-30", ("2025-W01", "2024-12-30", "2025-01-05")),
        ("week", "2027-01-03", ("2026-W53", "2026-12-28", "2027-01-03")),
        ("2 weeks", "2023-09-10", ("2023-W36-W37", "2023-09-04", "2023-09-17")),
        ("2 weeks", "2023-09-17", ("2023-W36-W37", "2023-09-04", "2023-09-17")),
        ("2 weeks", "2021-01-01", ("2020-W53-2021-W01", "2020-12-28", "2021-01-10")),
        ("2 weeks", "2024-01-01", ("2023-W52-2024-W01", "2023-12-25", "2024-01-07")),
        ("month", "2023-09-30", ("2023-09", "2023-09-01", "2023-09-30")),
        ("month", "2024-02-29", ("2024-02", "2024-02-01", "2024-02-29")),
        ("month", "2020-12-31", ("2020-12", "2020-12-01", "2020-12-31")),
    ],
)
def test_a_day_has_its_week_pair_of_weeks_and_month(
    every: Every, day: str, expected: tuple[str, str, str]
) -> None:
    assert days(period_of(Day.fromisoformat(day), Rhythm(every))) == expected


@pytest.mark.parametrize(
    ("week_starts", "expected"),
    [
        ("Monday", ("2023-W36", "2023-09-04", "2023-09-10")),
        ("Thursday", ("2023-W35", "2023-08-31", "2023-09-06")),
        ("Friday", ("2023-W36", "2023-09-01", "2023-09-07")),
        ("Sunday", ("2023-W36", "2023-09-03", "2023-09-09")),
    ],
)
def test_a_week_may_start_on_any_day_and_has_the_name_of_that_with_most_of_its_days(
    week_starts: Weekday, expected: tuple[str, str, str]
) -> None:
    assert days(period_of(Day(2023, 9, 5), Rhythm("week", week_starts))) == expected


@given(DAYS, RHYTHMS)
def test_periods_tile_the_calendar(day: Day, rhythm: Rhythm) -> None:
    here = period_of(day, rhythm)
    assert here.first <= day <= here.last
    run = [here]
    for _ in range(6):
        run.append(period_of(run[-1].last + DAY, rhythm))
    for one, other in pairwise(run):
        assert other.first == one.last + DAY and other.day_before == one.last
        assert period_before(other.first, rhythm) == period_before(other.last, rhythm) == one
    assert len({period.name for period in run}) == len(run)


@given(DAYS, RHYTHMS, st.data())
def test_every_day_of_a_period_has_that_period(
    day: Day, rhythm: Rhythm, data: st.DataObject
) -> None:
    here = period_of(day, rhythm)
    other = data.draw(st.dates(here.first, here.last))
    assert period_of(other, rhythm) == period_between(here.first, here.last, rhythm) == here


@given(DAYS.filter(lambda day: day.year > 1), RHYTHMS)
def test_periods_are_as_long_as_they_say_and_start_when_they_say(day: Day, rhythm: Rhythm) -> None:
    here = period_of(day, rhythm)
    if rhythm.every == "month":
        assert here.first.day == 1 and (here.last + DAY).day == 1
        assert here.name == f"{day.year:04}-{day.month:02}"
    else:
        length = {"week": 7, "2 weeks": 14}[rhythm.every]
        assert here.last - here.first == (length - 1) * DAY
        assert here.first.weekday() == get_args(Weekday).index(rhythm.week_starts)
        assert here.name.startswith(f"{here.first + 3 * DAY:%G-W%V}".zfill(8))


@given(DAYS, st.integers(-9, 99), RHYTHMS)
def test_the_periods_that_are_over_leave_nothing_out(day: Day, later: int, rhythm: Rhythm) -> None:
    since = max(day, Day(1, 3, 1)) - DAY
    now = since + later * DAY
    over = list(periods_over(since, now, rhythm))
    assert over == ([*over[:-1], period_before(now, rhythm)] if over else [])
    assert all(here.last + DAY == there.first for here, there in pairwise(over))
    for period in over[:1]:
        assert period.first <= since + DAY <= period.last
    assert over or period_of(since + DAY, rhythm).last >= now


@given(DAYS, st.sampled_from(get_args(Weekday)))
def test_the_name_of_a_week_leads_back_to_it(day: Day, week_starts: Weekday) -> None:
    rhythm = Rhythm("week", week_starts)
    here = period_of(day, rhythm)
    assert period_of(day_of_week(here.name), rhythm) == here


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("2023-W53", "2023 has no week 53"),
        ("2023-W00", "2023 has no week 0"),
        ("2023-36", "'2023-36' is not a week such as 2023-W36"),
        ("36", "'36' is not a week such as 2023-W36"),
        ("", "'' is not a week such as 2023-W36"),
    ],
)
def test_what_is_no_week_is_said(name: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        day_of_week(name)


def test_other_days_have_a_name_and_words_of_their_own() -> None:
    some = period_between(Day(2023, 9, 1), Day(2023, 9, 8), WEEK)
    assert days(some) == ("2023-09-01-to-2023-09-08", "2023-09-01", "2023-09-08")
    assert some.in_words(words_in("en-GB")) == "1–8 September 2023"
    week = period_between(Day(2023, 8, 28), Day(2023, 9, 3), WEEK)
    assert week.name == "2023-W35"
    assert week.in_words(words_in("en-GB")) == "28 August to 3 September 2023"


def test_the_calendar_ends() -> None:
    with pytest.raises(ValueError, match="the calendar ends"):
        period_of(Day.max, WEEK)

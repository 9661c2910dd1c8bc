"""Due dates of commitments, as they are written and as they are worked out."""

import re
from datetime import date as Day
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record.dates import DateProblem, parse_edtf
from briefing.record.due import PATTERN, UNITS, Due, parse_due


@pytest.mark.parametrize(
    "text", ["2021-03-31", "2021-21", "2019-04/2019-07", "[2019..2020]", " 2019 "]
)
def test_a_due_date_is_a_date_as_vague_as_any(text: str) -> None:
    due = parse_due(text)
    assert due.date == parse_edtf(text.strip())
    assert str(due) == text.strip()


@pytest.mark.parametrize(
    ("text", "amount", "unit", "after", "event"),
    [
        ("3 months after 2019-07", 3, "month", "2019-07", ""),
        ("1 month after consultation", 1, "month", None, "consultation"),
        ("10 working days after 2020-05-01", 10, "working day", "2020-05-01", ""),
        ("2  weeks \n after  2020~", 2, "week", "2020~", ""),
        ("18 years after 2019-04/2019-07", 18, "year", "2019-04/2019-07", ""),
        ("3 months after [2019-04..2019-07]", 3, "month", "[2019-04..2019-07]", ""),
        ("9999 days after -0043", 9999, "day", "-0043", ""),
        ("1 day after 201X", 1, "day", "201X", ""),
        ("3 months after 2020-plan", 3, "month", None, "2020-plan"),
        ("3 months after 1st.reading_2", 3, "month", None, "1st.reading_2"),
    ],
)
def test_or_so_long_after_a_date_or_an_event(
    text: str, amount: int, unit: str, after: str | None, event: str
) -> None:
    due = parse_due(text)
    assert (due.amount, due.unit, due.after_event) == (amount, unit, event)
    assert due.after == (parse_edtf(after) if after else None)
    assert due.date is None


@pytest.mark.parametrize(
    ("text", "slug", "words"),
    [
        ("soon", "not-a-date", "'soon' is not in the form"),
        ("three months after 2019", "not-a-date", "such as 3 months after 2019-07"),
        ("3 months after July 2019", "not-a-date", "such as 3 months after 2019-07"),
        ("0 months after 2019", "not-a-date", "such as 3 months after 2019-07"),
        ("3 months before 2019", "not-a-date", "such as 3 months after 2019-07"),
        ("3 months after 2019-7", "not-a-date", "'2019-7' is not in the form"),
        ("3 months after 2019-13", "impossible-date", "there is no month 13"),
        ("3 months after 2019-02-30", "impossible-date", "28 days"),
        ("3 months after 2019-07/2019-04", "end-before-start", "before it starts"),
    ],
)
def test_text_that_is_no_due_date_is_distinguished(text: str, slug: str, words: str) -> None:
    with pytest.raises(DateProblem) as caught:
        parse_due(text)
    assert caught.value.slug == slug
    assert words in str(caught.value)


WORDS = st.sampled_from(
    re.findall(
        r"\S+",
        "0 1 3 12 2019 2019-07 2019-7 2019-07-03 2019-13 -0043 201X 2020~ 2019/2020 ../2019 [2019] "
        "[2019..2020] Month day days working week weeks months year years after before "
        "consultation 2020-plan x- -x é",
    )
)


@given(st.lists(WORDS, min_size=1, max_size=5).map(" ".join) | st.text(max_size=8))
def test_the_pattern_for_editors_agrees_with_the_reader(text: str) -> None:
    try:
        parse_due(text)
    except DateProblem:
        assert not re.search(PATTERN, text)
    else:
        assert re.search(PATTERN, text)


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("3 months after x", "2019-07-31", "2019-10-31"),
        ("1 month after x", "2019-01-31", "2019-02-28"),
        ("1 year after x", "2020-02-29", "2021-02-28"),
        ("2 weeks after x", "2019-12-25", "2020-01-08"),
        ("30 days after x", "2020-02-01", "2020-03-02"),
        ("1 working day after x", "2023-07-07", "2023-07-10"),  # a Friday
        ("1 working day after x", "2023-07-08", "2023-07-10"),  # a Saturday
        ("10 working days after x", "2020-05-01", "2020-05-18"),  # VE Day, moved to the Friday
        ("1 working day after x", "2019-04-18", "2019-04-23"),  # Easter
        ("1 working day after x", "2022-12-23", "2022-12-28"),  # Christmas Day on a Sunday
        ("1 working day after x", "2023-05-05", "2023-05-09"),  # the Coronation
        ("1 working day after x", "2023-03-16", "2023-03-17"),  # a holiday only in Northern Ireland
        ("1 working day after x", "2020-12-31", "2021-01-04"),  # 2 January only in Scotland
    ],
)
def test_it_is_counted_by_the_calendar_and_in_working_days_of_england(
    text: str, day: str, expected: str
) -> None:
    assert parse_due(text).counted_from(Day.fromisoformat(day)) == Day.fromisoformat(expected)


@pytest.mark.parametrize(
    ("day", "place", "expected"),
    [
        ("2020-12-31", "Scotland", "2021-01-05"),  # 2 January, moved to the Monday
        ("2020-12-31", "scotland", "2021-01-05"),
        ("2023-03-16", "Northern Ireland", "2023-03-20"),  # St Patrick's Day, a Friday
        ("2023-03-16", "IE", "2023-03-20"),
        ("2023-03-16", "Ireland", "2023-03-20"),
        ("2023-03-16", "Wales", "2023-03-17"),
        ("2023-07-03", "US", "2023-07-05"),
        ("2024-03-28", "England and Wales", "2024-04-02"),  # Easter Monday
        ("2024-03-28", "GB", "2024-04-02"),
        ("2024-03-28", "UK", "2024-04-02"),
        ("2023-03-16", "United Kingdom", "2023-03-20"),  # St Patrick's Day
        ("2020-12-31", "United Kingdom", "2021-01-05"),  # 2 January in Scotland
        ("2020-12-31", "GB-SCT", "2021-01-05"),
        ("2024-01-05", "DE", "2024-01-08"),
        ("2023-01-05", "DE", "2023-01-06"),
        ("2023-01-05", "DE-BY", "2023-01-09"),  # Epiphany, a Friday, in Bavaria
        ("2023-03-16", "SA", "2023-03-19"),  # where the weekend is Friday and Saturday
    ],
)
def test_working_days_are_those_of_the_place_that_the_record_names(
    day: str, place: str, expected: str
) -> None:
    due = parse_due("1 working day after x")
    assert due.counted_from(Day.fromisoformat(day), place) == Day.fromisoformat(expected)


def test_a_working_day_of_the_united_kingdom_is_one_in_each_of_its_parts() -> None:
    due = parse_due("20 working days after x")
    assert due.counted_from(Day(2024, 3, 25), "GB") == Day(2024, 4, 24)
    for n in range(400):
        day = Day(2023, 3, 1) + timedelta(days=n)
        latest = [
            due.counted_from(day, place) for place in ("England", "Scotland", "Northern Ireland")
        ]
        assert due.counted_from(day, "United Kingdom") >= max(latest)


DUES = st.builds(
    lambda amount, unit: Due("", amount=amount, unit=unit, after_event="x"),
    st.integers(1, 60),
    st.sampled_from(UNITS),
)
DAYS = st.dates(Day(1990, 1, 1), Day(2030, 1, 1))


@given(DUES, DAYS, DAYS)
def test_what_is_counted_from_later_is_due_no_earlier(due: Due, one: Day, other: Day) -> None:
    first, second = sorted((one, other))
    assert first < due.counted_from(first) <= due.counted_from(second)


@given(st.integers(1, 60), DAYS)
def test_a_working_day_takes_a_day_and_rarely_more_than_two(amount: int, day: Day) -> None:
    due = Due("", amount=amount, unit="working day", after_event="x")
    last = due.counted_from(day)
    assert last.weekday() < 5
    assert timedelta(days=amount) <= last - day <= timedelta(days=2 * amount + 6)


@pytest.mark.parametrize("unit", UNITS)
def test_the_calendar_ends(unit: str) -> None:
    due = Due("", amount=9999, unit=unit, after_event="x")
    with pytest.raises((OverflowError, ValueError)):
        due.counted_from(Day(9999, 12, 1))

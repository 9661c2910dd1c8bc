"""The axis: true to scale but for breaks where years are empty, and named as finely as can be."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.chart.axis import Extent, Scale, day_number, moments_of, scale_of


def scale(*days: str, end: float = 1000) -> Scale:
    found = [float(date.fromisoformat(it).toordinal()) for it in days]
    return scale_of([Extent(it, it + 1) for it in found], 0, end, 40)


def words(scale: Scale, language: str = "en-GB") -> list[str]:
    moments = moments_of(scale, language, lambda text: 7 * len(text), 8, scale.end)
    return [f"{moment.words} {moment.year}".strip() for moment in moments if moment.words]


@pytest.mark.parametrize(
    ("days", "named"),
    [
        (("2023-09-04", "2023-09-08"), ["3 Sept 2023", "4 Sept", "5 Sept", "6 Sept"]),
        (("2023-01-10", "2023-12-20"), ["Feb 2023", "Mar", "Apr", "May", "Jun"]),
        (("2019-04-01", "2023-09-08"), ["Apr 2019", "Jul", "Oct", "Jan 2020", "Apr", "Jul"]),
        (("1990-06-01", "2023-06-01"), ["1990", "1992", "1994"]),
        (("1066-10-14", "1966-10-14", "1500-01-01", "1750-01-01"), ["1066", "1100", "1150"]),
    ],
)
def test_ticks_are_as_fine_as_there_is_room_for(days: tuple[str, ...], named: list[str]) -> None:
    assert words(scale(*days))[: len(named)] == named


def test_ticks_speak_the_language_of_the_record() -> None:
    assert words(scale("2019-04-01", "2020-02-01"), "cy")[:3] == ["Ebr 2019", "Mai", "Meh"]


def test_years_before_and_after_the_calendar_are_named() -> None:
    def named(*years: int) -> list[str]:
        occupied = [Extent(day_number(it), day_number(it) + 1) for it in years]
        return words(scale_of(occupied, 0, 1000, 40))

    assert named(-170_000_000, -43, 2019, 2020, 2021)[0] == "the year 170,000,001 BCE"
    assert named(-3, 3)[2:5] == ["2 BCE", "1 BCE", "1"]
    assert named(12_000, 12_345)[0] == "the year 12,000"


def test_empty_years_are_left_out_and_nothing_else() -> None:
    recent = ("2019-04-01", "2020-02-01", "2021-02-01", "2022-05-05", "2023-09-08")
    one = scale("1974-05-01", *recent)
    assert len(one.breaks) == 1
    (gap,) = one.breaks
    assert gap.last - gap.first == pytest.approx(40)
    assert gap.first < one(day_number(1980)) < one(day_number(1990)) < gap.last
    assert words(one)[0] == "1974"
    assert scale(*recent).breaks == ()


def test_where_there_is_little_nothing_has_to_be_left_out() -> None:
    assert scale("1974-05-01", "2019-04-01", "2023-09-08").breaks == ()


def test_an_axis_too_short_for_a_break_is_true_to_scale() -> None:
    tail = [f"2023-0{month}-{day}" for month in range(1, 9) for day in (11, 21)]
    assert scale("1990-01-01", *tail).breaks or scale("1990-01-01", *tail).zoom
    short = scale("1990-01-01", *tail, end=100)
    assert not short.breaks and not short.zoom


DAYS = st.lists(st.integers(-100_000, 3_000_000), min_size=1, max_size=20)


@given(DAYS, st.integers(200, 2000))
def test_it_is_true_to_scale_between_its_breaks(days: list[int], end: int) -> None:
    made = scale_of([Extent(it, it + 1) for it in days], 0, end, 40)
    scales = []
    for stretch in made.stretches:
        zoom = made.zoom
        factor = zoom.factor if zoom and zoom.start <= stretch.start < zoom.end else 1
        scales.append(stretch.per_day / factor)
    assert scales == pytest.approx([scales[0]] * len(scales))
    for day in days:
        assert any(it.start <= day and day + 1 <= it.end for it in made.stretches)


@given(DAYS, st.integers(200, 2000))
def test_later_is_further_on(days: list[int], end: int) -> None:
    made = scale_of([Extent(it, it + 1) for it in days], 0, end, 40)
    places = [made(day) for day in sorted(days)]
    assert places == sorted(places) and places[0] >= 0 and places[-1] <= end


@given(DAYS, st.integers(200, 2000))
def test_no_two_moments_are_named_in_one_place(days: list[int], end: int) -> None:
    made = scale_of([Extent(it, it + 1) for it in days], 0, end, 40)
    moments = moments_of(made, "en-GB", lambda text: 7 * len(text), 8, end)
    named = [(made(it.day), 7 * len(it.words) + 8) for it in moments if it.words]
    assert all(place + room <= later for (place, room), (later, _) in pairwise(named))

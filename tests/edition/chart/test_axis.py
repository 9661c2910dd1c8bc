"""The axis: a uniform scale, except for breaks and zooms that give enough extra room."""

from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.chart.axis import Extent, Scale, day_number, moments_of, scale_of
from briefing.edition.words import words_in


def scale(*days: str, end: float = 1000) -> Scale:
    found = [float(date.fromisoformat(day).toordinal()) for day in days]
    return scale_of([Extent(day, day + 1) for day in found], 0, end, 40)


def words(scale: Scale, language: str = "en-GB") -> list[str]:
    moments = moments_of(scale, words_in(language), lambda text: 7 * len(text), 8, scale.end)
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
        occupied = [Extent(day_number(year), day_number(year) + 1) for year in years]
        return words(scale_of(occupied, 0, 1000, 40))

    assert named(-170_000_000)[0] == "the year 170,000,002 BCE"
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
TODAY = date(2026, 9, 15).toordinal()
TWO_YEARS_AGO = TODAY - 730
RECENT = st.lists(st.integers(TWO_YEARS_AGO, TODAY), min_size=40, max_size=80, unique=True)
LONG_AGO = st.lists(st.integers(TODAY - 28 * 365, TODAY - 6 * 365), max_size=10)
ENDS = st.integers(300, 2000)


def made_of(days: Iterable[float], end: int) -> Scale:
    return scale_of([Extent(day, day + 1) for day in days], 0, end, 40, TODAY)


@given(LONG_AGO, RECENT, st.sampled_from([0, 12]), ENDS)
def test_far_dates_do_not_crush_recent_years(
    long_ago: list[int], recent: list[int], years_ahead: int, end: int
) -> None:
    ahead = [TODAY + 365 * years_ahead]
    made = made_of([*long_ago, TWO_YEARS_AGO, *recent, TODAY, *ahead], end)
    left_out = sum(gap.last - gap.first for gap in made.breaks)
    assert made(TODAY + 1) - made(TWO_YEARS_AGO) >= (end - left_out) / 4


@given(RECENT, ENDS)
def test_a_zoom_leaves_room_for_the_other_years(recent: list[int], end: int) -> None:
    yearly = [day_number(year, 6) for year in range(1998, 2024)]
    made = made_of([*yearly, TWO_YEARS_AGO, *recent, TODAY], end)
    assert made.zoom and made(TWO_YEARS_AGO) >= end / 5


def test_recent_months_of_a_long_record_have_most_room_and_are_named() -> None:
    yearly = [day_number(year, 6) for year in range(1998, 2024)]
    made = made_of([*yearly, *range(TWO_YEARS_AGO, TODAY, 12)], 1000)
    assert 250 <= made(TWO_YEARS_AGO) <= 350
    assert words(made) == [
        *("2000", "2005", "2010", "2015", "2020"),
        *("Oct 2024", "Jan 2025", "Apr", "Jul", "Oct", "Jan 2026", "Apr", "Jul"),
    ]


@given(st.integers(0, 50), st.integers(2, 100), st.integers(1, 400), st.randoms(), ENDS)
def test_a_record_of_even_years_has_one_scale(
    first: int, number: int, step: int, chance: Random, end: int
) -> None:
    days = [first + TODAY - step * n + chance.uniform(0, step / 2) for n in range(number)]
    assert len(made_of(days, end).pieces) == 1


@st.composite
def clusters(draw: st.DrawFn) -> list[int]:
    """Return days in a few clusters of random length and density."""
    found: list[int] = []
    for _ in range(draw(st.integers(1, 4))):
        first, length = draw(st.integers(600_000, 750_000)), draw(st.integers(1, 4000))
        found += draw(st.lists(st.integers(first, first + length), min_size=1, max_size=30))
    return found


@given(clusters() | DAYS, ENDS)
def test_a_zoom_gives_room_in_proportion_to_the_events(days: list[int], end: int) -> None:
    made = made_of(days, end)
    if not made.zoom:
        return
    start, stop, factor = made.zoom
    events = sum(start <= day + 0.5 < stop for day in days) / len(days)
    shown = [piece for piece in made.stretches if start <= piece.start < stop]
    room = sum(piece.last - piece.first for piece in shown)
    axis = sum(piece.last - piece.first for piece in made.stretches)
    assert room / axis == pytest.approx(min(events, 0.75), abs=0.1)
    even = room / factor / (axis - room + room / factor)
    assert room / axis >= 1.5 * even


@given(DAYS, st.integers(200, 2000))
def test_it_is_true_to_scale_between_its_breaks(days: list[int], end: int) -> None:
    made = scale_of([Extent(day, day + 1) for day in days], 0, end, 40)
    scales = []
    for stretch in made.stretches:
        zoom = made.zoom
        factor = zoom.factor if zoom and zoom.start <= stretch.start < zoom.end else 1
        scales.append(stretch.per_day / factor)
    assert scales == pytest.approx([scales[0]] * len(scales))
    for day in days:
        assert any(stretch.start <= day and day + 1 <= stretch.end for stretch in made.stretches)


@given(DAYS, st.integers(200, 2000))
def test_later_is_further_on(days: list[int], end: int) -> None:
    made = scale_of([Extent(day, day + 1) for day in days], 0, end, 40)
    places = [made(day) for day in sorted(days)]
    assert places == sorted(places) and places[0] >= 0 and places[-1] <= end


@given(DAYS, st.integers(200, 2000))
def test_no_two_moments_are_named_in_one_place(days: list[int], end: int) -> None:
    made = scale_of([Extent(day, day + 1) for day in days], 0, end, 40)
    moments = moments_of(made, words_in("en-GB"), lambda text: 7 * len(text), 8, end)
    named = [(made(moment.day), 7 * len(moment.words) + 8) for moment in moments if moment.words]
    assert all(place + room <= later for (place, room), (later, _) in pairwise(named))


def test_a_year_is_named_only_where_it_begins_or_after_a_break() -> None:
    """After a zoom that ends in March, another 2025 would look like the start of the year."""
    crowd = [f"2025-02-{day:02}" for day in range(3, 28)]
    made = scale("2022-01-01", "2023-03-01", "2024-06-01", *crowd, "2025-03-31")
    assert made.zoom and made.zoom.end == date(2025, 3, 1).toordinal()
    # Time runs downwards, so every label is as high as a line of text.
    moments = moments_of(made, words_in("en-GB"), lambda text: 10, 8, made.end + 20)
    assert sum("2025" in (moment.words, moment.year) for moment in moments) == 1

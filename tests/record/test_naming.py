"""The name of an event depends only on the event, and can be used in a web address."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record import parsing
from briefing.record.model import Event
from briefing.record.naming import name_of, new_id

TITLES = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1)


def event(title: str, date: str = "2019-04", **more: str) -> Event:
    return Event.model_validate({"date": date, "kind": "news", "title": title, **more})


@pytest.mark.parametrize(
    ("title", "date", "name"),
    [
        ("The park opens", "2019-04", "2019-04-the-park-opens"),
        ("The café's fête", "2019-04-01", "2019-04-01-the-cafe-s-fete"),
        ("A", "2019~", "2019-about-a"),
        (
            "Hull gives every child a meal",
            "spring 2007",
            "2007-spring-hull-gives-every-child-a-meal",
        ),
        ("A", "2019-05-21/2019-06-22", "2019-05-21-to-2019-06-22-a"),
        ("P1–P3 meals—for all", "2019-04", "2019-04-p1-p3-meals-for-all"),
        ("A", "2019-04?", "2019-04-perhaps-a"),
        ("A", "2019-04/2020-01", "2019-04-to-2020-01-a"),
        ("A", "[2019..2020]", "2019-to-2020-a"),
    ],
)
def test_a_name_is_the_date_and_the_title(title: str, date: str, name: str) -> None:
    assert name_of(event(title, date)) == name
    assert name_of(event(title, date, id="opening")) == "opening"


@given(TITLES, TITLES)
def test_what_a_name_leaves_out_still_distinguishes_it(title: str, other: str) -> None:
    name, other_name = name_of(event(f"案 {title}")), name_of(event(f"案 {other}"))
    assert re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", name)
    assert (name == other_name) is (event(title).title == event(other).title)


def test_long_titles_that_begin_alike_have_names_of_their_own() -> None:
    start = "The council decides on the park in the town"
    names = {name_of(event(f"{start} {end}")) for end in ("hall", "square", "moor")}
    assert len(names) == 3 and max(map(len, names)) < 70


@pytest.mark.parametrize(
    ("title", "taken", "id"),
    [
        ("Chancellor restores the payment", (), "chancellor-restores-the-payment"),
        ("The Government’s café", (), "the-governments-cafe"),
        ("A park", ("a-park",), "a-park-2"),
        ("A park", ("A-Park", "a-park-2"), "a-park-3"),
        ("P1–P3 meals", (), "p1-p3-meals"),
        ("2024", (), "event-2024"),
        ("2024-25 accounts", (), "event-2024-25-accounts"),
        ("0E 2", (), "event-0e-2"),
        ("0x1F", (), "event-0x1f"),
        ("4G masts", (), "4g-masts"),
        ("True", (), "event-true"),
        ("Δ", (), "event"),
        (
            "One two three four five six seven eight nine",
            (),
            "one-two-three-four-five-six-seven-eight",
        ),
    ],
)
def test_a_new_id_is_made_from_the_title(title: str, taken: tuple[str, ...], id: str) -> None:
    assert new_id(title, taken) == id


@given(TITLES, st.sets(st.sampled_from(["a", "event", "0"])))
def test_a_new_id_is_new_and_can_be_an_id(title: str, taken: set[str]) -> None:
    id = new_id(title, {*taken, new_id(title, taken)})
    assert event("A", id=id).id == id
    assert id not in taken
    assert parsing.loads(id) == id

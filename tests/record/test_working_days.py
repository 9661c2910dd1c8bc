"""A name that people in Britain use for a place leads to the value that they mean."""

import pytest

from briefing.record.loading import File, load
from briefing.record.problems import Problem


def problems(place: str) -> list[Problem]:
    text = (
        f"title: A\ncorrect_as_of: 2024-01-01\nbank_holidays: {place}\nevents:\n"
        "  - {date: 2023-04, kind: news, title: B, source: https://example.org/b}\n"
    )
    return load([File("events.yaml", text.encode())]).problems


@pytest.mark.parametrize(
    ("written", "offered"),
    [
        ("the UK", ["United Kingdom"]),
        ("U.K.", ["United Kingdom"]),
        ("Britain", ["United Kingdom", "England and Wales", "Scotland"]),
        ("Great Britain", ["United Kingdom", "England and Wales", "Scotland"]),
        ("England & Wales", ["England and Wales"]),
        ("Cymru", ["England and Wales"]),
        ("NI", ["Northern Ireland", "Nicaragua"]),
        ("ni", ["Northern Ireland", "Nicaragua"]),
        ("Scotlnd", ["Scotland"]),
        ("Riverside", ["England and Wales", "United Kingdom", "Scotland", "Northern Ireland"]),
    ],
)
def test_a_place_that_is_not_known_is_answered_with_those_that_can_be_meant(
    written: str, offered: list[str]
) -> None:
    (problem,) = problems(written)
    assert problem.slug == "unknown-bank-holidays"
    places = [problem.hint.find(place) for place in offered]
    assert places == sorted(places) and places[0] > 0, problem.hint
    assert [problems(place) for place in offered] == [[]] * len(offered)


@pytest.mark.parametrize("place", ["UK", "GB", "England", "Wales", "GB-NIR", "Northern Ireland"])
def test_a_usual_name_of_a_part_of_the_united_kingdom_is_enough(place: str) -> None:
    assert problems(place) == []

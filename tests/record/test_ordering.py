"""Events are sorted by date, then by their links, then in the order of the files."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record.loading import File, load

SOURCE = "source: {title: S}"


def titles(*events: str) -> list[str]:
    """Return the titles in the order of the record. Each event is in a separate file."""
    files = [
        File(f"{n}.yaml", f"title: T\nevents:\n  - {{kind: news, {event}, {SOURCE}}}\n".encode())
        for n, event in enumerate(events)
    ]
    return [event.title for event in load(files).record.events]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("date: 2019-04-01, title: A", "date: 2019-04-02, title: B"),
        ("date: 2019-04-01, title: A", "date: 2019-04, title: B"),
        ("date: 2019-04-01, title: A", 'date: "2019-04-01T09:00:00", title: B'),
        ('date: "2019-04-01T09:00:00", title: A', 'date: "2019-04-01T10:00:00", title: B'),
        # In UTC, 9:30 in Paris is before 8:00 in London.
        (
            'date: "2019-04-01T09:30:00+02:00", title: A',
            'date: "2019-04-01T08:00:00Z", title: B',
        ),
        # A link shows which of two events on the same day was later.
        ("id: a, date: 2019-04-01, title: A", "date: 2019-04-01, title: B, follows: [a]"),
        ("id: a, date: 2019-04, title: A", "date: 2019-04, title: B, reverses: [a]"),
        # A link cannot contradict the dates.
        ("date: 2019-03-31, title: A, follows: [a]", "id: a, date: 2019-04-01, title: B"),
    ],
)
def test_the_order_does_not_depend_on_the_files(first: str, second: str) -> None:
    assert titles(first, second) == titles(second, first) == ["A", "B"]


def test_equal_events_stay_in_the_order_of_the_files() -> None:
    assert titles("date: 2019, title: B", "date: 2019, title: A") == ["B", "A"]


def test_a_circle_of_links_loses_no_event() -> None:
    circle = [
        f"id: {id}, date: 2019, title: {id}, follows: [{other}]" for id, other in ("ab", "bc", "ca")
    ]
    for order in permutations(circle):
        assert sorted(titles(*order)) == ["a", "b", "c"]


@given(st.permutations(range(6)))
def test_a_chain_of_links_on_one_day_is_followed(order: list[int]) -> None:
    chain = [
        f"id: e{n}, date: 2019-04-01, title: E{n}" + (f", follows: [e{n - 1}]" if n else "")
        for n in range(6)
    ]
    assert titles(*(chain[n] for n in order)) == [f"E{n}" for n in range(6)]

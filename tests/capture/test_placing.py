"""A new event goes into the file, and to the position, where the order of the record is kept."""

from collections.abc import Mapping, Sequence
from datetime import date as Day
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.capture.placing import Place, key_order, place_of
from briefing.record.dates import parse_edtf
from briefing.record.loading import File, load
from briefing.record.record import Record

DAYS = st.dates(Day(1000, 1, 1)).map(str)


def record(files: Mapping[str, Sequence[str]], audiences: Mapping[str, str] = {}) -> Record:
    """Return a record with an event for each date in each file."""
    texts = {
        name: (f"audience: {audiences[name]}\n" if name in audiences else "")
        + ("title: A record\n" if n == 0 else "")
        + "events:\n"
        + "".join(
            f"  - {{date: {date}, kind: news, title: {name} {n}, source: https://example.org}}\n"
            for n, date in enumerate(dates)
        )
        for n, (name, dates) in enumerate(files.items())
    }
    return load([File(name, text.encode()) for name, text in texts.items()]).record


def place(
    date: str,
    files: Mapping[str, Sequence[str]],
    audiences: Mapping[str, str] = {},
    audience: str | None = None,
) -> Place:
    lengths = {name: len(dates) for name, dates in files.items()}
    return place_of(parse_edtf(date), record(files, audiences), lengths, audience)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("dates", "new", "index"),
    [
        (["2019", "2020", "2021"], "2020-06", 2),
        (["2019", "2020", "2021"], "2018", 0),
        (["2019", "2020", "2021"], "2022", 3),
        (["2021", "2020", "2019"], "2020-06", 1),
        (["2021", "2020", "2019"], "2022", 0),
        (["2021", "2020", "2019"], "2018", 3),
        # Events of the same day: after them, or above them if the newest is first.
        (["2019", "2020-01-01", "2020-01-01", "2021"], "2020-01-01", 3),
        (["2021", "2020-01-01", "2020-01-01", "2019"], "2020-01-01", 1),
        # A day comes before the month that begins on it.
        (["2019", "2020-01", "2021"], "2020-01-01", 1),
        # Nothing shows the order, so the oldest is first.
        ([], "2020", 0),
        (["2020"], "2019", 0),
        (["2020"], "2021", 1),
        # Unsorted: at the end.
        (["2020", "2019", "2021", "2018"], "2019", 4),
        # One mistake among many leaves the file in order.
        (["2010", "2011", "2012", "2020", "2013", "2014", "2015", "2016"], "2012-06", 3),
    ],
)
def test_the_order_of_a_file_is_kept(dates: list[str], new: str, index: int) -> None:
    assert place(new, {"events.yaml": dates}).index == index


@given(st.lists(DAYS, max_size=6), DAYS, st.booleans())
def test_a_sorted_file_stays_sorted(dates: list[str], new: str, is_descending: bool) -> None:
    dates = sorted(dates, reverse=is_descending)
    index = place(new, {"events.yaml": dates}).index
    after = [*dates[:index], new, *dates[index:]]
    steps = [one <= other for one, other in pairwise(after)]
    assert all(steps) or not any(one < other for one, other in pairwise(after))


@pytest.mark.parametrize(
    ("files", "new", "file"),
    [
        ({"2023.yaml": ["2023-03"], "2024.yaml": ["2024-11"]}, "2024-01-02", "2024.yaml"),
        ({"a.yaml": ["2023-12-30"], "b.yaml": ["2024-11"]}, "2024-01-02", "b.yaml"),
        ({"events/2023.yaml": ["2023-12"], "events/2024.yaml": []}, "2024-06", "events/2024.yaml"),
        ({"a.yaml": ["2020", "2021"], "b.yaml": ["2021-06", "2022"]}, "2021-07-01", "b.yaml"),
        ({"application.yaml": ["2020"], "inquiry.yaml": ["2022"]}, "2019", "application.yaml"),
        ({"settings.yaml": [], "events.yaml": ["2020"]}, "2010", "events.yaml"),
        ({"one.yaml": [], "two.yaml": []}, "2010", "one.yaml"),
    ],
)  # fmt: skip
def test_the_file_is_the_one_with_events_around_the_date(
    files: dict[str, list[str]], new: str, file: str
) -> None:
    assert place(new, files).file == file


def test_a_file_that_others_may_not_see_is_chosen_only_for_its_own_readers() -> None:
    files = {"events.yaml": ["2020"], "internal.yaml": ["2024"]}
    restricted = {"internal.yaml": "internal"}
    assert place("2024", files, restricted).file == "events.yaml"
    assert place("2020", files, restricted, "internal").file == "internal.yaml"
    assert place("2020", files, restricted, "members").file == "events.yaml"


def test_the_order_of_other_files_applies_to_a_file_with_one_event() -> None:
    files = {"2024.yaml": ["2024-03", "2024-02", "2024-01"], "2025.yaml": ["2025-03"]}
    assert place("2025-04", files).index == 0


def test_keys_are_in_the_order_of_the_other_events() -> None:
    others = [{"id": "a", "title": "A", "date": "2019"}, {"id": "b", "title": "B", "date": "2020"}]
    event = {"date": "2021", "kind": "news", "title": "C", "id": "c", "source": "s"}
    assert key_order(event, others) == ["id", "title", "date", "kind", "source"]
    others = [{"source": "s", "title": "A", "date": "2019", "topics": "a"}]
    assert key_order(event, others) == ["id", "source", "title", "date", "kind"]


def test_keys_are_in_the_order_of_the_model_if_nothing_shows_another() -> None:
    event = {"audience": "internal", "added": "2021", "title": "C", "kind": "news", "date": "2021"}
    assert key_order(event, []) == ["date", "kind", "title", "added", "audience"]
    assert key_order({"date": "2021", "id": "a"}, [{"date": "2019"}]) == ["id", "date"]

"""The identifiers of an event in pages, feeds and calendars do not depend on other events."""

import json
from datetime import date as Day

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.agenda import agenda_of
from briefing.edition.briefing import Briefing, make_briefing
from briefing.output.identifiers import identifier
from briefing.record.loading import File, LoadResult, load
from briefing.record.model import Edition

DAY = Day(2024, 6, 30)
Event = dict[str, str]


def record(events: list[Event]) -> LoadResult:
    data = {"title": "A record", "url": "https://example.org/b/", "correct_as_of": "2024-06-30"}
    return load([File("events.json", json.dumps({**data, "events": events}).encode())])


def made(reading: LoadResult) -> Briefing:
    return make_briefing(reading.record, "all", Edition(template="timeline"), DAY)


def names(reading: LoadResult) -> dict[str, tuple[str, ...]]:
    """Return the identifiers of each event in pages, feeds and calendars, keyed by its source."""
    briefing = made(reading)
    appointments = agenda_of(briefing).appointments
    return {
        str(entry.citations[0].url): (
            entry.anchor,
            str(identifier(briefing, entry.anchor)),
            *(appointment.id for appointment in appointments if appointment.anchor == entry.anchor),
        )
        for entry in briefing.entries
    }


def asks_for_an_id(reading: LoadResult) -> bool:
    return any(problem.slug in ("same-name", "given-twice") for problem in reading.problems)


@st.composite
def an_event(draw: st.DrawFn) -> Event:
    date = draw(
        st.sampled_from(["2024-03-05", "2024-03", "2024", "2024~", "2024-07-01", "2024/.."])
    )
    title = draw(
        st.sampled_from(["Debate in the Lords", "debate in the Lords!", "公園", "計画", "Plan"])
    )
    event = {"date": date, "kind": "debate", "title": title}
    if id := draw(st.sampled_from(["", "", "debate", "2024-plan", "2024-03-05-plan"])):
        event["id"] = id
    return event


def with_sources(events: list[Event]) -> list[Event]:
    return [{**event, "source": f"https://example.org/{n}"} for n, event in enumerate(events)]


@given(events=st.lists(an_event(), min_size=2, max_size=6), other=an_event(), data=st.data())
def test_no_edit_of_one_event_moves_another(
    events: list[Event], other: Event, data: st.DataObject
) -> None:
    before = with_sources(events)
    n = data.draw(st.integers(0, len(before) - 1))
    changed = {**other, "source": "https://example.org/changed"}
    edits = {
        "inserted": [*before[:n], changed, *before[n:]],
        "taken out": [*before[:n], *before[n + 1 :]],
        "changed": [*before[:n], changed, *before[n + 1 :]],
        "reordered": list(data.draw(st.permutations(before))),
    }
    old = record(before)
    for edited in edits.values():
        new = record(edited)
        if asks_for_an_id(old) or asks_for_an_id(new):
            continue
        was, now = names(old), names(new)
        for source in was.keys() & now.keys():
            assert was[source] == now[source]


def test_an_earlier_event_of_the_same_title_leaves_the_others_as_they_are() -> None:
    title = {"kind": "debate", "title": "Debate in the Lords"}
    later = with_sources([{"date": "2024-03-05", **title}, {"date": "2024-03-12", **title}])
    earlier = {"date": "2024-03-01", **title, "source": "https://example.org/new"}
    was, now = names(record(later)), names(record([earlier, *later]))
    assert was.items() <= now.items()
    assert not asks_for_an_id(record([earlier, *later]))


@given(
    events=st.lists(
        st.tuples(an_event(), st.sampled_from(["", "2024-03-06", "2024-05-01"])),
        min_size=1,
        max_size=5,
    ),
    other=an_event(),
    data=st.data(),
)
def test_an_event_that_is_added_later_moves_no_other_wherever_it_is_inserted(
    events: list[tuple[Event, str]], other: Event, data: st.DataObject
) -> None:
    """An event moves no other, even if both have the same date and title and neither has an id."""
    dated = [{**event, "added": added} if added else event for event, added in events]
    before = with_sources(dated)
    newer = {**other, "added": "2024-06-01", "source": "https://example.org/new"}
    newer.pop("id", None)
    n = data.draw(st.integers(0, len(before)))
    was, now = names(record(before)), names(record([*before[:n], newer, *before[n:]]))
    assert was.items() <= now.items()


@pytest.mark.parametrize(
    ("added", "newer"),
    [
        (["2024-06-01", "2024-03-06"], 0),
        (["2024-03-06", "2024-06-01"], 1),
        (["2024-06-01", ""], 0),
        (["", "2024-06-01"], 1),
        (["", ""], 1),
        (["2024-06-01", "2024-06-01"], 1),
    ],
)
def test_the_newer_of_two_events_with_one_name_is_asked_for_an_id(
    added: list[str], newer: int
) -> None:
    same = {"date": "2024-03-05", "kind": "debate", "title": "Debate"}
    events = with_sources([{**same, "added": day} if day else same for day in added])
    reading = record(events)
    (problem,) = [problem for problem in reading.problems if problem.slug == "same-name"]
    assert problem.excerpt[problem.place.column - 1 :].startswith(json.dumps(events[newer]))
    events[newer]["id"] = problem.hint.rpartition(": ")[2]
    assert names(record(events)) == names(reading)


def test_names_do_not_change_as_time_passes() -> None:
    reading = record(with_sources([{"date": "2023/..", "kind": "news", "title": "It goes on"}]))
    days = [Day(2023, 6, 1), Day(2025, 6, 1)]
    anchors = {
        make_briefing(reading.record, "all", Edition(template="timeline"), day).entries[0].anchor
        for day in days
    }
    assert len(anchors) == 1


def test_two_events_that_nothing_tells_apart_are_asked_for_an_id_that_then_does() -> None:
    same = [{"date": "2024-03-05", "kind": "debate", "title": "Debate"}] * 2
    (problem,) = [
        problem for problem in record(with_sources(same)).problems if problem.slug == "same-name"
    ]
    id = problem.hint.rpartition(": ")[2]
    reading = record(with_sources([same[0], {**same[1], "id": id}]))
    assert not asks_for_an_id(reading)
    assert len({name[0] for name in names(reading).values()}) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"date": "Easter 2024", "title": "A"}, {"date": "late March 2024", "title": "A"}),
        ({"date": "2024-03-05", "title": ""}, {"date": "2024-03-05", "title": ""}),
    ],
)
def test_events_whose_date_or_title_cannot_be_read_are_not_called_the_same(
    one: dict[str, str], other: dict[str, str]
) -> None:
    events = [{**event, "kind": "debate"} for event in (one, other)]
    slugs = [problem.slug for problem in record(with_sources(events)).problems]
    assert len(slugs) == 2
    assert "same-name" not in slugs

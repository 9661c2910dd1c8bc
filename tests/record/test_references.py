"""References between items, which the model declares once."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from datetime import date as Day
from typing import Annotated

import pytest

from briefing.edition.as_of import as_known_on
from briefing.edition.briefing import make_briefing
from briefing.edition.changes import changes
from briefing.edition.selection import EventFilter, select
from briefing.edition.tables import table_of
from briefing.edition.visibility import visible_to
from briefing.record.fields import ID
from briefing.record.merging import merge
from briefing.record.model import Edition, Event, EventsFile
from briefing.record.record import Record
from briefing.record.references import RefersTo, references
from briefing.record.rules.audiences import hidden_link
from briefing.record.rules.references import unknown_actor, unknown_event, unused_actor


class PostponingEvent(Event):
    """An event in a format with two additional fields."""

    postpones: tuple[Annotated[ID, RefersTo("events")], ...] = ()
    chair: Annotated[ID, RefersTo("actors")] | None = None


class ExtendedFile(EventsFile):
    events: tuple[PostponingEvent, ...] = ()


PLAN = {"id": "plan", "date": "2019-04-01", "kind": "news", "title": "Plan"}
DELAY = {"id": "delay", "date": "2019-05-01", "kind": "news", "title": "Delay"}


def record(*events: Mapping[str, object], **sections: object) -> Record:
    data = {"title": "Example", "events": events, **sections}
    return merge([("events.yaml", ExtendedFile.model_validate(data))])


def test_a_new_field_that_refers_to_an_event_is_checked() -> None:
    plan = record(PLAN, {**DELAY, "postpones": ["plam"]})
    findings = list(unknown_event.check(plan))
    assert [(finding.message, finding.hint) for finding in findings] == [
        ("no event called 'plam'", "did you mean 'plan'?")
    ]
    assert findings[0].where.path == ("events", 1, "postpones", 0)


def test_a_new_field_that_refers_to_an_actor_is_checked_and_counts_as_a_use() -> None:
    actors = {"council": {"name": "The council"}}
    plan = record({**PLAN, "chair": "council"}, actors=actors)
    assert not list(unknown_actor.check(plan)) and not list(unused_actor.check(plan))
    plan = record({**PLAN, "chair": "counsil"}, actors=actors)
    assert [finding.where.path for finding in unknown_actor.check(plan)] == [("events", 0, "chair")]
    assert len(list(unused_actor.check(plan))) == 1


def test_an_event_is_found_by_the_actor_in_a_new_field() -> None:
    actors = {"council": {"name": "The council"}, "friends": {"name": "The friends"}}
    plan = record({**PLAN, "chair": "council"}, {**DELAY, "actors": ["friends"]}, actors=actors)
    chosen = select(plan.events, EventFilter(actors=frozenset({"council"})))
    assert [event.title for event in chosen] == ["Plan"]
    rows = table_of("actors", plan, Day(2019, 6, 1)).rows
    assert {row[0]: row[-1] for row in rows} == {"The council": 1, "The friends": 1}
    made = make_briefing(plan, "all", Edition(template="timeline"), Day(2019, 6, 1))
    assert {entry.name: len(entry.entries) for entry in made.index} == {
        "The council": 1,
        "The friends": 1,
    }


def test_a_new_field_does_not_reveal_what_is_hidden() -> None:
    plan = record({**PLAN, "audience": "internal"}, {**DELAY, "postpones": ["plan"]})
    seen, _ = visible_to(plan, "public", datetime(2019, 6, 1, tzinfo=UTC))
    assert [event.postpones for event in seen.events] == [()]  # type: ignore[attr-defined]
    assert [finding.message for finding in hidden_link.check(plan)] == [
        "'plan' is for internal readers only"
    ]


def test_a_new_field_does_not_reveal_what_a_day_did_not_know() -> None:
    later = {"id": "later", "date": "2020-01-01", "kind": "news", "title": "Later"}
    plan = record({**PLAN, "postpones": ["later"]}, later)
    known = as_known_on(plan, Day(2019, 6, 1))
    assert [event.postpones for event in known.events] == [()]  # type: ignore[attr-defined]


def test_a_new_field_is_compared_by_what_it_refers_to_and_not_by_its_id() -> None:
    old = record(PLAN, {**DELAY, "postpones": ["plan"]})
    renamed = record({**PLAN, "id": "first-plan"}, {**DELAY, "postpones": ["first-plan"]})
    assert changes(old, renamed) == []
    assert [change.field for change in changes(old, record(PLAN, DELAY))] == ["postpones"]


@pytest.mark.parametrize(
    "change",
    [
        lambda event: event.model_copy(update={"by": ("council",)}),
        lambda event: event.model_copy(update={"follows": ("plan", "other")}),
    ],
)
def test_every_id_is_found_with_its_path(change: Callable[[Event], Event]) -> None:
    event = change(Event.model_validate(PLAN))
    for reference in references(event, "actors", "events"):
        value: object = event
        for step in reference.path:
            value = getattr(value, step) if isinstance(step, str) else value[step]  # type: ignore[index]
        assert value == reference.id

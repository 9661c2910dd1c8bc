"""No hindsight: facts that became known later do not change anything made for an earlier day.

The tests add to random records content that could only have been known after a given day: events,
documents, quotes and figures, roles, links, moves of asks, and commitments kept. Anything made for
that day stays the same.

More records than by default: HINDSIGHT_RECORDS=2000 pytest tests/test_hindsight.py
"""

import os
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import replace
from datetime import date as Day
from datetime import timedelta
from functools import cache
from random import Random

import pytest

from briefing.edition.as_of import as_known_on
from briefing.edition.briefing import Briefing, make_briefing
from briefing.edition.digest import as_known_at_end_of, make_digest
from briefing.edition.periods import Rhythm, period_between
from briefing.edition.redline import redlined
from briefing.edition.tables import TABLES, table_of
from briefing.edition.versions import versions_of
from briefing.edition.visibility import visible_to
from briefing.output.eml import message_writer
from briefing.output.formats import FORMATS
from briefing.output.terminal import by_id, in_full
from briefing.record.audiences import end_of_day
from briefing.record.record import Record
from briefing.record.templates import is_digest
from tests.helpers import TEMPLATES, mostly_long, text_formats
from tests.random_records import Data, RandomRecord, random_record

SEEDS = range(int(os.environ.get("HINDSIGHT_RECORDS", "5")))
PICTURE = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 2"><path d="M0 0H3V2H0Z"/></svg>'
renderer = cache(lambda format: FORMATS[format].renderer(None, "auto"))


def with_hindsight(made: RandomRecord, chance: Random) -> RandomRecord:
    """Return `made` with additional content that could not have been known by its day."""
    later = replace(made, files=deepcopy(made.files), pictures=dict(made.pictures))
    record, *_ = later.files.values()
    events = [event for data in later.files.values() for event in data["events"]]
    actors = record.setdefault("actors", {})
    # A part of an actor that is already known, which may make a U-turn later.
    actors["late-actor"] = {"name": "A late actor", "part of": chance.choice([*actors])}
    areas = record.setdefault("areas", {})
    areas["late-area"] = {"name": "A late area"}
    record["kinds"] = [*record["kinds"], {"name": "late kind", "family": "courts"}]
    record.setdefault("asks", {})["late-ask"] = {
        "title": "A late ask",
        "by": "late-actor",
        "areas": ["late-area", chance.choice([*areas])],
        "weight": "high",
    }
    sources = record.setdefault("sources", {})
    sources["late-source"] = {"title": "A late source", "date": after(made.day, chance)}
    for data in later.files.values():
        for actor in data.get("actors", {}).values():
            if chance.random() < 0.5 and "roles" in actor:
                actor["roles"][-1]["until"] = after(made.day, chance)
                actor["roles"].append({"title": "Late role", "from": after(made.day, chance)})
    for event in events:
        add_to(event, made, chance)
    named = [event["id"] for event in events if "id" in event]
    promised = [commitment["id"] for event in events for commitment in event["commitments"]]
    for id in promised:
        if any(id in event.get(key, ()) for event in events for key in ("keeps", "drops")):
            promised = [other for other in promised if other != id]
    one = next(event for event in record["events"] if event.get("id") == "one")
    one["follows"] = ["between"]
    record["events"].append(
        {
            "date": one["date"],
            "id": "between",
            "kind": "news",
            "title": "Between",
            "source": "late-source",
            "follows": ["other"],
        }
    )
    later.pictures["late.svg"] = PICTURE
    for n in range(chance.randrange(1, 6)):
        event = late_event(n, named, promised, [*actors], made, chance)
        place = chance.randrange(len(record["events"]) + 1)
        record["events"].insert(place, event)
    record.setdefault("questions", {}).update(
        {
            "late-source": {"question": "Late?", "answer": "Late", "source": "late-source"},
            "late-event": {"question": "Late?", "answer": "Late", "events": ["late-0"]},
            "late-ask": {"question": "Late?", "answer": "Late", "asks": ["late-ask"]},
            "late": {"question": "Late?", "answer": "Late", "added": after(made.day, chance)},
        }
    )
    for edition in record["editions"].values():
        late = {"title": "Late", "text": "Late", "place": "after summary"}
        edition["sections"] = [
            late | {"source": "late-source"},
            late | {"from": after(made.day, chance)},
            *edition.get("sections", ()),
        ]
    return later


def known_events(day: Day) -> list[Data]:
    """Return an event that has been announced, and two events on one day."""
    known: Data = {"kind": "news", "source": {"title": "Known"}, "figures": [], "quotes": []}
    known |= {"sources": [], "commitments": []}
    announced, earlier = (str(day + timedelta(days=days)) for days in (10, -3))
    return [
        deepcopy(known) | {"date": announced, "title": "Announced", "added": earlier},
        deepcopy(known) | {"date": earlier, "id": "one", "title": "One"},
        deepcopy(known) | {"date": earlier, "id": "other", "title": "Other"},
    ]


def after(day: Day, chance: Random) -> str:
    """Return a date that is certainly after `day`."""
    added = day + timedelta(days=chance.choice((1, 2, 30, 300)))
    return added.isoformat()


def add_to(event: Data, made: RandomRecord, chance: Random) -> None:
    """Add to an event what a later document reports about it."""
    late = {"title": "Late", "date": after(made.day, chance)}
    if chance.random() < 0.4 and ("added" in event or not is_announced(event, made)):
        event["sources"].insert(0, late)
    if chance.random() < 0.4:
        event["figures"].append({"label": "late", "value": "7%", "source": late, "weight": "high"})
    if chance.random() < 0.4:
        quote = {"text": "Late", "by": "late-actor", "source": "late-source", "weight": "high"}
        event["quotes"].insert(
            0, quote | ({"areas": ["late-area"]} if chance.random() < 0.5 else {})
        )
    if event["date"] > made.day.isoformat():
        # The results of a future event may be added to it later.
        event["figures"].append({"label": "a result", "value": "82%"})
        event["quotes"].append({"text": "A result", "by": "late-actor"})
        event.setdefault("asks", {})["late-ask"] = "raised"
    for cited in event["sources"]:
        if "title" in cited and chance.random() < 0.3 and not {"archived", "read"} & cited.keys():
            cited["read"] = after(made.day, chance)


def is_announced(event: Data, made: RandomRecord) -> bool:
    """Whether an event is in the future, and only its documents show that it was known."""
    return bool(event["date"] > made.day.isoformat()[: len(event["date"])])


def late_event(
    n: int,
    named: list[str],
    promised: list[str],
    deciders: list[str],
    made: RandomRecord,
    chance: Random,
) -> Data:
    """Make an event that could not have been known: it is late, or all its documents are."""
    is_late = chance.random() < 0.7
    date = after(made.day, chance) if is_late else f"{made.day.year - 3}-05"
    event: Data = {
        "date": date,
        "id": f"late-{n}",
        "kind": chance.choice(("amendment", "late kind", "ruling", "U-turn amendment")),
        "weight": "high",
        "title": f"Late event {n}",
        "actors": ["late-actor"],
        "asks": {"late-ask": "raised"},
        "figures": [{"label": "late", "value": "5%", "area": "late-area"}],
        "source": "late-source",
        "picture": {"file": "late.svg", "alt": "A late picture"},
    }
    if is_late and chance.random() < 0.5:
        event["source"] = {"title": "Undated"}
        event |= {"added": after(made.day, chance)} if chance.random() < 0.5 else {}
    if is_late and named:
        event[chance.choice(("follows", "amends"))] = [chance.choice(named)]
        part = {"part": "A late part"} if chance.random() < 0.5 else {}
        event["reverses"] = [{"ref": chance.choice(named), **part}]
        event["by"] = chance.choice(deciders)
    if is_late and chance.random() < 0.3:
        event["areas"] = ["late-area"]
    if is_late and promised:
        event["keeps"] = [promised.pop()]
    return event


def digests(record: Record, day: Day) -> Iterator[tuple[str, Briefing]]:
    """Yield the digests of some periods that end on `day`."""
    for id, edition in record.editions.items():
        for days in (7, 400) if is_digest(edition, TEMPLATES) else ():
            reader = edition.audience or "public"
            period = period_between(day - timedelta(days=days - 1), day, Rhythm())
            eve, _ = as_known_at_end_of(record, reader, period.day_before)
            now, _ = as_known_at_end_of(record, reader, period.last)
            yield f"{id}-{days}", make_digest(eve, now, id, edition, period, TEMPLATES)


def briefings(record: Record, day: Day) -> Iterator[tuple[str, Briefing]]:
    """Yield the briefings as of `day`."""
    for id, edition in record.editions.items():
        if not is_digest(edition, TEMPLATES):
            seen, _ = visible_to(
                record, edition.audience or "public", end_of_day(day, record.timezone)
            )
            yield id, make_briefing(as_known_on(seen, day), id, edition, day)


def records(seed: int) -> tuple[Record, Record, Day]:
    """Return a record, the same with hindsight, and the last day on which they must agree."""
    chance, made = Random(seed), random_record(seed, has_pictures=True)
    for data in made.files.values():
        data.pop("correct_as_of", None)
        for event in data["events"]:
            # Something known to everybody, so that a later document is not the first of all.
            known = {"date": f"{made.day.year - 6}"} if chance.random() < 0.5 else {}
            event["sources"].append({"title": "Known", **known})
            if chance.random() < 0.3:
                shift = timedelta(days=chance.randrange(-60, 60))
                event["added"] = (made.day + shift).isoformat()
            if chance.random() < 0.3:
                event["date"] = event["date"][: chance.choice((4, 7))]
    first, *_ = made.files.values()
    first["events"] += known_events(made.day)
    if chance.random() < 0.5:
        first["correct_as_of"] = (made.day + timedelta(days=500)).isoformat()
    return made.record(), with_hindsight(made, chance).record(), made.day


@pytest.mark.parametrize("seed", mostly_long(SEEDS, 3))
def test_a_digest_knows_nothing_of_what_came_later(seed: int) -> None:
    then, now, day = records(seed)
    for (id, one), (_, other) in zip(digests(then, day), digests(now, day), strict=True):
        assert one == other, id


@pytest.mark.parametrize("seed", mostly_long(SEEDS, 3))
def test_a_briefing_of_an_earlier_day_knows_nothing_of_what_came_later(seed: int) -> None:
    then, now, day = records(seed)
    for (id, one), (_, other) in zip(briefings(then, day), briefings(now, day), strict=True):
        assert one == other, id


@pytest.mark.parametrize("seed", mostly_long(SEEDS, 1))
def test_changes_marked_in_a_briefing_of_an_earlier_day_are_those_known_then(seed: int) -> None:
    then, now, day = records(seed)
    for (id, one), (_, other) in zip(redlines(then, day), redlines(now, day), strict=True):
        assert one == other, id


def redlines(record: Record, day: Day) -> Iterator[tuple[str, Briefing]]:
    """Yield the briefings as of `day` with marks for the changes of a month, without git."""
    month_before = day - timedelta(days=30)
    for id, view in briefings(record, day):
        edition = record.editions[id]
        reader = edition.audience or "public"
        seen, _ = visible_to(record, reader, end_of_day(day, record.timezone))
        versions = versions_of(record, as_known_on(seen, day), None, reader, month_before)
        before = make_briefing(versions.then, id, edition, month_before)
        yield id, redlined(view, before, versions, "")


@pytest.mark.parametrize("seed", SEEDS[::6])
def test_no_format_of_a_digest_tells_of_what_came_later(seed: int) -> None:
    then, now, day = records(seed)
    write = message_writer(None)
    for (id, one), (_, other) in zip(digests(then, day), digests(now, day), strict=True):
        for format in text_formats(digests=True):
            assert renderer(format)(one).content == renderer(format)(other).content, (id, format)
        assert bytes(write(one, None).draft()) == bytes(write(other, None).draft()), id


@pytest.mark.parametrize("seed", SEEDS[::6])
def test_no_format_of_a_briefing_tells_of_what_came_later(seed: int) -> None:
    then, now, day = records(seed)
    for (id, one), (_, other) in zip(briefings(then, day), briefings(now, day), strict=True):
        for format in text_formats():
            assert renderer(format)(one).content == renderer(format)(other).content, (id, format)


@pytest.mark.parametrize("seed", mostly_long(SEEDS, 3))
def test_a_list_and_what_is_shown_of_a_thing_know_nothing_of_it_either(seed: int) -> None:
    then, now, day = records(seed)
    seen = [
        as_known_on(visible_to(record, "internal", end_of_day(day, record.timezone))[0], day)
        for record in (then, now)
    ]
    for name in TABLES:
        one, other = (table_of(name, record, day, is_whole=False) for record in seen)
        assert one == other, name
    edition = next(edition for edition in then.editions.values() if edition.template == "timeline")
    edition = edition.model_copy(update={"audience": "internal", "since": None})
    first, second = (make_briefing(record, "show", edition, day) for record in seen)
    assert by_id(first).keys() == by_id(second).keys()
    for id, items in by_id(first).items():
        for item, same in zip(items, by_id(second)[id], strict=True):
            assert in_full(item, first, 80) == in_full(same, second, 80), id

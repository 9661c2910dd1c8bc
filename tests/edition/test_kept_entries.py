"""Briefings made with the entries of an earlier version are those that are made from nothing."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date as Day
from random import Random
from typing import Any

import pytest

from benchmarks.records import record
from briefing.edition.briefing import Briefing, with_new_entries
from briefing.edition.entries import Selection, entries_of
from briefing.edition.evidence import claims_in
from briefing.edition.kept_entries import UNUSED, KeptEntries
from briefing.edition.parts import in_parts
from briefing.output.html import LivePage, page_renderer
from briefing.record import pieces
from briefing.record.loading import File, LoadResult, load
from briefing.record.model import Edition
from briefing.record.piecewise import PieceCache
from briefing.record.problems import RecordPath, errors
from tests.helpers import TEMPLATES

DAY = Day(2023, 6, 1)


def edited(text: str, chance: Random) -> str:
    """Return an events file with a random edit, which may leave it invalid."""
    head, *events = text.split("\n\n  - ")
    n = chance.randrange(len(events))
    event = events[n]
    kind = chance.randrange(15)
    if kind == 0:
        events[n] = event.replace("title: ", "title: Once more, ", 1)
    elif kind == 1:
        events[n] = re.sub(r"(?<=summary: )|(?<=\n      )(?=[A-Z])", "In short, ", event, count=1)
    elif kind == 2:
        del events[n]
    elif kind == 3:
        events.insert(chance.randrange(len(events)), "date: 2011-02\n    kind: news\n"
                      "    title: A new event\n    source: {title: A new source}")  # fmt: skip
    elif kind == 4:
        events[n] = re.sub(r"(?<=date: )\d{4}", str(1991 + chance.randrange(30)), event, count=1)
    elif kind == 5:
        head = re.sub(r"Public Body (\d+)", r"Public Office \1", head, count=1)
    elif kind == 6:
        other = chance.randrange(len(events))
        events[n], events[other] = events[other], event
    elif kind == 7:
        events[n] = re.sub(r"\d+%", f"{chance.randrange(100)}%", event)
    elif kind == 8:
        events[n] = f"{event.rstrip()}\n    disputed: Nobody agrees\n"
    elif kind == 9:
        head = head.replace("A fairer deal", "A fair deal", 1)
    elif kind == 10:
        head = re.sub(r"(?<=title: )(?=Report \d+ on)", "Final ", head, count=1)
    elif kind == 11:
        head = head.replace("name: The north", "name: The far north", 1)
    elif kind == 12:
        head = head.replace("title: A record", "title: One record", 1)
    elif kind == 13:
        head = re.sub(r"(?<=date: )\d{4}-\d\d", f"{2000 + chance.randrange(20)}-05", head, count=3)
    else:
        number = chance.randrange(40)
        events[n] = f"{event.rstrip()}\n    formerly: [event-{number}, old-{number}]\n"
    return "\n\n  - ".join([head, *events])


def versions(seed: int, number: int) -> Iterator[LoadResult]:
    """Yield versions of a record without errors, which share the events that have not changed."""
    chance, cache = Random(seed), PieceCache()
    text = "".join(record(40, seed))
    while number:
        loaded = load([File("events.yaml", text.encode())], TEMPLATES, cache=cache)
        if not errors(loaded.problems):
            yield loaded
            number, good = number - 1, text
        text = edited(good, chance)


def places(briefing: Briefing) -> list[RecordPath]:
    """List the places of entries, quotes and figures, which are ignored by comparisons."""
    return [item.where for entry in briefing.entries for item in (entry, *claims_in(entry))]


def check(seed: int, number: int) -> None:
    kept = KeptEntries()
    page, fresh_page_of = LivePage(None), page_renderer(None)
    last: Briefing | None = None
    edition, template = Edition(template="timeline"), TEMPLATES["timeline"]
    for loaded in versions(seed, number):
        record = loaded.record
        (fresh,) = in_parts(record, "timeline", edition, template, DAY)
        if last and (early := with_new_entries(last, record, edition, DAY, kept)):
            assert (early.entries, early.years) == (fresh.entries, fresh.years)
            assert early is last or places(early) == places(fresh)
            assert page.version(early, is_early=True).numbers
        (briefing,) = in_parts(record, "timeline", edition, template, DAY, kept=kept)
        assert briefing == fresh
        assert places(briefing) == places(fresh)
        assert page.version(briefing).text == fresh_page_of(fresh)
        last = briefing


@pytest.fixture(autouse=True)
def short_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "LENGTH", 8_000)


def test_every_version_is_as_if_it_were_the_first() -> None:
    check(seed=3, number=5)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_many_versions_are_as_if_they_were_the_first(seed: int) -> None:
    check(seed, 60)


@pytest.mark.parametrize(
    ("old", "new", "fewest", "most"),
    [
        ("summary: ", "summary: In short, ", 1, 5),  # Events that it is linked to show its title.
        ("name: Public Body 1,", "name: Public Office 1,", 1, 30),
        ("title: Report 20 ", "title: Final report 20 ", 1, 4),
        ("title: A fairer deal", "title: A fair deal", 0, 0),
        ("title: A record", "title: One record", 0, 0),
        ("name: Example Policy Team", "name: Another Policy Team", 0, 0),
    ],
)
def test_only_entries_that_can_have_changed_are_made_again(
    old: str, new: str, fewest: int, most: int
) -> None:
    text = "".join(record(40))
    assert old in text
    before, after = briefings(text, text.replace(old, new, 1))
    assert before != after
    same = [one is other for one, other in zip(before.entries, after.entries, strict=True)]
    assert fewest <= same.count(False) <= most


def test_events_after_a_new_one_have_their_new_places() -> None:
    text = "".join(record(40))
    event = "  - {date: 1990, kind: news, title: First, source: {title: S}}\n"
    before, after = briefings(text, text.replace("\nevents:\n", f"\nevents:\n{event}", 1))
    assert {entry.where.path[1] for entry in before.entries} == {*range(40)}
    assert [entry.where.path[1] for entry in after.entries if entry.title == "First"] == [0]
    old = {entry.anchor: entry for entry in before.entries}
    moved = [entry for entry in after.entries if entry.title != "First"]
    assert all(entry == old[entry.anchor] for entry in moved)
    for entry in moved:
        place = int(old[entry.anchor].where.path[1]) + 1
        assert {item.where.path[1] for item in (entry, *claims_in(entry))} == {place}


def test_a_former_id_that_is_used_again_no_longer_leads_to_its_event() -> None:
    text = "".join(record(40))
    assert "formerly: [former-24]" in text
    event = "  - {id: former-24, date: 1990, kind: news, title: First, source: {title: S}}\n"
    before, after = briefings(text, text.replace("\nevents:\n", f"\nevents:\n{event}", 1))
    assert "event-former-24" in former_anchors(before)
    assert "event-former-24" not in former_anchors(after)


DISPUTED = """
title: T
events:
  - {date: 2020-01, kind: news, title: One, figures: [{label: jobs, value: 10, disputed: Why}]}
  - {date: 2020-01, kind: news, title: Other, figures: [{label: jobs, value: 20}]}
"""


def test_another_version_of_a_figure_has_its_new_place() -> None:
    event = "  - {date: 2019, kind: news, title: New}\n"
    later = re.sub(r"(?=  - .*title: Other)", event, DISPUTED)
    before, after = briefings(DISPUTED, later)
    for briefing, place in ((before, 1), (after, 2)):
        (entry,) = (entry for entry in briefing.entries if entry.title == "One")
        (version,) = entry.figures[0].otherwise
        assert version.where.path[1] == place


def former_anchors(briefing: Briefing) -> set[str]:
    return {anchor for entry in briefing.entries for anchor in entry.former_anchors}


def briefings(*texts: str) -> list[Briefing]:
    """Return the briefings for versions of a record, each with the entries kept from the last."""
    cache, kept = PieceCache(), KeptEntries()
    edition, template = Edition(template="timeline"), TEMPLATES["timeline"]
    made: list[Briefing] = []
    for text in texts:
        loaded = load([File("events.yaml", text.encode())], TEMPLATES, cache=cache)
        made += in_parts(loaded.record, "timeline", edition, template, DAY, kept=kept)
    return made


class Unreadable:
    """The value of a field that may not be used."""

    def __getattribute__(self, name: str) -> object:
        raise AssertionError(f"{name} of an unused field is read")

    def __bool__(self) -> bool:
        raise AssertionError("an unused field is read")


def test_entries_use_none_of_the_fields_that_are_ignored() -> None:
    loaded = load([File("events.yaml", "".join(record(200)).encode())], TEMPLATES)
    unused = UNUSED - {"files"}  # Its order decides the order of the anchors.
    ignored: dict[str, Any] = {name: Unreadable() for name in unused}
    selection = Selection(loaded.record, loaded.record.events, DAY, None)
    without = replace(selection, record=replace(loaded.record, **ignored))
    assert entries_of(without) == entries_of(selection)

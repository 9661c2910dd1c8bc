"""Briefings made with the entries of an earlier version are those that are made from nothing."""

import re
from collections.abc import Iterator
from datetime import date as Day
from random import Random

import pytest

from benchmarks.records import record
from briefing.edition.briefing import Briefing, with_new_entries
from briefing.edition.kept_entries import KeptEntries
from briefing.edition.parts import in_parts
from briefing.output.html import LivePage, page_renderer
from briefing.record import pieces
from briefing.record.loading import File, LoadResult, load
from briefing.record.model import Edition
from briefing.record.piecewise import PieceCache
from briefing.record.problems import errors
from tests.helpers import TEMPLATES

DAY = Day(2023, 6, 1)


def edited(text: str, chance: Random) -> str:
    """Return an events file with a random edit, which may leave it invalid."""
    head, *events = text.split("\n\n  - ")
    n = chance.randrange(len(events))
    event = events[n]
    kind = chance.randrange(9)
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
    else:
        events[n] = f"{event.rstrip()}\n    disputed: Nobody agrees\n"
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
            assert page.version(early, is_early=True).numbers
        (briefing,) = in_parts(record, "timeline", edition, template, DAY, kept=kept)
        assert briefing == fresh
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


def test_only_entries_that_can_have_changed_are_made_again() -> None:
    cache, kept = PieceCache(), KeptEntries()
    text = "".join(record(40))
    made: list[Briefing] = []
    for version in (text, text.replace("summary: ", "summary: In short, ", 1)):
        loaded = load([File("events.yaml", version.encode())], TEMPLATES, cache=cache)
        edition, template = Edition(template="timeline"), TEMPLATES["timeline"]
        made += in_parts(loaded.record, "timeline", edition, template, DAY, kept=kept)
    before, after = made
    assert before != after
    same = [old is new for old, new in zip(before.entries, after.entries, strict=True)]
    assert 0 < same.count(False) < 6  # Events that it is linked to show its title.

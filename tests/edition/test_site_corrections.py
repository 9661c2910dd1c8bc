"""The corrections on a website: only what its readers have seen, and may still see."""

from copy import deepcopy
from datetime import date as Day
from datetime import timedelta
from random import Random

import pytest

from briefing.edition.site_corrections import site_corrections
from briefing.record import loading
from briefing.record.audiences import Audience, end_of_day
from briefing.record.model import Edition
from briefing.record.record import Record
from tests.edition.test_corrections import _opened
from tests.helpers import mostly_long
from tests.random_records import MARKERS, random_record

EVENTS = """\
title: Parks
actors: {council: {name: The council}}
events:
  - id: plan
    date: 2023-07-03
    kind: report
    title: The council plans a park
    topics: [parks]
    source: {title: S}
    figures: [{label: want a park, value: 77%}]
  - {id: vote, date: 2023-07-01, kind: vote, title: A vote, source: {title: S}}
  - {id: fair, date: 2023-09-30, kind: news, title: A fair, source: {title: S}}
"""
DAYS = [Day(2023, 7, day) for day in (4, 6, 8, 10)]


def record(*replaced: tuple[str, str]) -> Record:
    text = EVENTS
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new)
    return loading.load([loading.File("events.yaml", text.encode())]).record


def listed(
    *versions: Record, now: Record | None = None, reader: Audience = "public", **choice: object
) -> list[tuple[int, str, str, bool]]:
    """Return the day, the title, the words and whether the event is still there, for each."""
    editions = [Edition.model_validate({"template": "timeline", "audience": reader, **choice})] * 2
    found = site_corrections(
        [*zip(DAYS, versions, strict=False)],
        now or versions[-1],
        editions,
        reader,
        end_of_day(Day(2023, 8, 1), "Europe/London"),
    )
    return [
        (one.day.day, one.correction.event.title, one.correction.in_words, one.where is not None)
        for one in found
    ]


def test_each_version_is_compared_with_the_next() -> None:
    second = ("77%", "78%"), ("2023-09-30", "2023-09-29")
    third = (
        *second,
        ("plans a park", "plans two parks"),
        ("id: plan", "id: plans\n    formerly: [plan]"),
    )
    fourth = (("2023-09-30", "2023-09-29"), *third[2:])
    whole = record()
    without = EVENTS[: EVENTS.index("  - {id: vote")] + EVENTS[EVENTS.index("  - {id: fair") :]
    last = loading.load([loading.File("events.yaml", without.encode())]).record
    assert listed(whole, record(*second), record(*third), record(*fourth)) == [
        (10, "The council plans two parks", "want a park: 77%, not 78%", True),
        (8, "The council plans two parks", "title: “The council plans two parks”, not “The "
         "council plans a park”", True),
        (6, "The council plans a park", "want a park: 78%, not 77%", True),
    ]  # fmt: skip
    assert listed(whole, last) == [(6, "A vote", "withdrawn", False)]
    # Readers of these editions have never seen it.
    assert listed(whole, last, topics=["parks"]) == []
    assert listed(whole, record(("77%", "78%")), topics=["trees"]) == []


def test_what_the_record_now_hides_stays_hidden() -> None:
    versions = record(), record(("77%", "78%")), record(("A vote", "The vote"))
    assert len(listed(*versions)) == 3
    hidden = record(
        ("id: plan", "id: plan\n    audience: members"),
        ("id: vote,", "id: vote, embargo: '2023-08-03T09:00',"),
    )
    assert listed(*versions, now=hidden) == []
    assert len(listed(*versions, now=hidden, reader="members")) == 2
    # An event that is no longer in the record, even as a hidden one, is only withdrawn.
    without = EVENTS[: EVENTS.index("  - {id: vote")]
    last = loading.load([loading.File("events.yaml", without.encode())]).record
    assert [
        one[1:3] for one in listed(*versions, last) if one[1] != "The council plans a park"
    ] == [("The vote", "withdrawn")]


@pytest.mark.parametrize("seed", mostly_long(range(8), 3))
def test_nothing_leaks_through_a_correction_on_a_website(seed: int) -> None:
    made = random_record(seed)
    whole, chance = made.record(), Random(seed)
    versions = []
    for days in (900, 30):
        earlier = deepcopy(made)
        earlier.files = _opened(made.files, chance)
        versions.append((made.day - timedelta(days=days), earlier.record()))
    readers: tuple[Audience, ...] = ("public", "members")
    for reader in readers:
        editions = [each for each in whole.editions.values() if each.audience == reader]
        moment = end_of_day(made.day, made.zone)
        for all_versions in (versions, [*versions, (made.day, whole)]):
            found = site_corrections(all_versions, whole, editions, reader, moment)
            words = repr([one.correction for one in found]).casefold()
            hidden = MARKERS if reader == "public" else {2: MARKERS[2]}
            assert not [marker for marker in hidden.values() if marker in words]


def test_titles_have_curly_apostrophes() -> None:
    plan = ("plans a park", "plans the residents' park")
    ((_, title, _, _),) = listed(record(plan), record(plan, ("77%", "78%")))
    assert title == "The council plans the residents’ park"

"""Corrections in digests: claims in an earlier digest that have since changed."""

from copy import deepcopy
from datetime import date as Day
from random import Random
from typing import Any

import pytest

from briefing.edition.corrections import Corrected, corrected, in_words
from briefing.edition.digest import as_known_at_end_of, make_digest
from briefing.edition.periods import Rhythm, day_of_week, period_between, period_of
from briefing.edition.words import words_in
from briefing.output.formats import FORMATS
from briefing.record import loading
from briefing.record.audiences import Audience, end_of_day
from briefing.record.model import Edition
from briefing.record.record import Record
from briefing.record.templates import is_digest
from tests.helpers import TEMPLATES, mostly_long
from tests.random_records import MARKERS, random_record

RECORD = """\
title: Parks
areas: {north: {name: The north}, south: {name: The south}}
actors: {council: {name: The council}, friends: {name: The friends}}
asks: {park: {title: A park, by: friends}}
events:
  - id: plan
    date: 2023-07-03
    kind: report
    title: The council plans a park
    summary: A park is planned for the old goods yard, and a pond in it.
    actors: [{ref: council, as: Host}]
    topics: [parks]
    source: {title: The minutes}
    quotes: [{text: We plan a park, by: council}]
    figures:
      - {label: want a park, value: 77%, area: north, sample: 302}
      - {label: want a park, value: 60%, area: south}
    commitments: [{id: survey, title: Survey the ground, by: council, due: 2023-10-02}]
    asks: {park: raised}
  - {date: 2023-10-17, kind: debate, title: A debate, source: {title: The minutes}}
"""
MARKDOWN = FORMATS["md"].renderer(None, "auto")
PERIOD = period_of(day_of_week("2023-W36"), Rhythm())
PLAN = "The council plans a park"


def record(*replaced: tuple[str, str]) -> Record:
    text = RECORD
    for old, new in replaced:
        assert old in text, old
        text = text.replace(old, new)
    return loading.load([loading.File("events.yaml", text.encode())]).record


def changed(old: Record, new: Record, edition: Edition) -> list[Corrected]:
    return corrected(old, new, edition, end_of_day(PERIOD.day_before, old.timezone), PERIOD.last)


def described(
    old: Record, new: Record, reader: Audience = "public", **choice: Any
) -> list[tuple[str, ...]]:
    """Return each correction: the event, whether it was reported, the field, old and new."""
    edition = Edition.model_validate({"template": "digest", "audience": reader, **choice})
    eve, _ = as_known_at_end_of(new, reader, PERIOD.day_before)
    now, _ = as_known_at_end_of(new, reader, PERIOD.last)
    found = changed(old, new, edition)
    digest = make_digest(eve, now, "weekly", edition, PERIOD, TEMPLATES, found).digest
    assert digest and digest.is_quiet == (not digest.corrections)
    return [
        (
            correction.event.title,
            "corrected" if correction.was_reported else "changed",
            correction.what,
            correction.old,
            correction.new,
        )
        for correction in digest.corrections
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("date: 2023-07-03", "date: 2023-07", ("date", "3 July 2023", "July 2023")),
        ("value: 77%", "value: 78%", ("want a park", "77%", "78%")),
        ("sample: 302", "sample: 320", ("want a park, sample", "302", "320")),
        ("We plan a park", "We want a park", ("quote", "We plan a park", "We want a park")),
        ("kind: report", "kind: news", ("kind", "report", "news")),
        ("asks: {park: raised}", "asks: {park: advanced}", ("A park", "raised", "advanced")),
        ("due: 2023-10-02", "due: 2023-11",
         ("Survey the ground, due date", "2 October 2023", "November 2023")),
        ("as: Host", "as: Guest", ("The council, role", "Host", "Guest")),
        ("{label: want a park, value: 60%, area: south}", "",
         ("figure", "want a park: 60%", "")),
        ("{text: We plan a park, by: council}", "", ("quote", "“We plan a park”", "")),
        ("topics: [parks]", "disputed: The friends say August.",
         ("dispute", "", "The friends say August.")),
    ],
)  # fmt: skip
def test_a_correction_tells_what_was_said_and_what_is(
    old: str, new: str, expected: tuple[str, str, str]
) -> None:
    assert described(record(), record((old, new))) == [(PLAN, "corrected", *expected)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("topics: [parks]", "topics: [parks, yards]"),
        ("topics: [parks]", "added: 2023-07-05"),
        ("topics: [parks]", "notes: Take care."),
        ("title: The minutes", "title: Minutes"),
        ("We plan a park, by: council}", "We plan a park, by: council}, {text: Yes, by: friends}"),
        ("    asks: {park: raised}\n",
         "    asks: {park: raised}\n    follows: []\n"),
        ("events:\n", "events:\n  - {date: 2022, kind: news, title: New, source: {title: S}}\n"),
        ("title: Parks", "title: Our parks"),
    ],
)  # fmt: skip
def test_what_is_added_or_says_nothing_of_events_is_no_correction(old: str, new: str) -> None:
    edition = Edition(template="digest")
    assert changed(record(), record((old, new)), edition) == []


def test_what_had_not_come_was_only_changed() -> None:
    moved = record(("2023-10-17", "2023-10-24"))
    assert described(record(), moved) == [
        ("A debate", "changed", "date", "17 October 2023", "24 October 2023")
    ]


def test_a_withdrawn_event_is_listed() -> None:
    new = record((RECORD[RECORD.index("  - {date: 2023-10") :], ""))
    assert described(record(), new) == [("A debate", "changed", "", "", "")]


def test_a_digest_tells_of_what_its_edition_shows() -> None:
    new = record(("77%", "78%"), ("60%", "61%"), ("2023-10-17", "2023-10-24"))
    north = described(record(), new, area="north", topics=["parks"])
    assert [correction[3:] for correction in north] == [("77%", "78%")]
    assert described(record(), new, topics=["yards"]) == []


def test_what_readers_may_not_see_any_more_is_as_if_it_had_never_been() -> None:
    """Even the fact that it was withdrawn is hidden."""
    guarded = record(
        ("kind: debate", "kind: debate, audience: internal"),
        ("value: 77%", "value: 78%, audience: members"),
        ("by: council}]\n    figures", "by: council, embargo: 2023-12-01T00:00}]\n    figures"),
    )
    assert described(record(), guarded) == []
    assert [correction[2:] for correction in described(record(), guarded, "members")] == [
        ("want a park", "77%", "78%")
    ]
    # Content that was never for these readers is not in it either.
    assert described(guarded, record()) == []
    gone = record((RECORD[RECORD.index("  - {date: 2023-10") :], ""))
    assert described(guarded, gone) == []
    assert ("A debate", "changed", "", "", "") in described(guarded, gone, "internal")


@pytest.mark.parametrize("seed", mostly_long(range(24), 8))
def test_nothing_leaks_through_a_correction(seed: int) -> None:
    """The hidden content may once have been for everybody, or elsewhere in the record."""
    made = random_record(seed)
    period = period_between(Day(made.day.year - 3, 1, 1), made.day, Rhythm())
    earlier = deepcopy(made)
    earlier.files = _opened(made.files, Random(seed))
    whole = made.record()
    for id, edition in whole.editions.items():
        reader = edition.audience or "public"
        if not is_digest(edition, TEMPLATES) or reader == "internal":
            continue
        moment = end_of_day(period.day_before, made.zone)
        found = corrected(earlier.record(), whole, edition, moment, period.last)
        eve, _ = as_known_at_end_of(whole, reader, period.day_before)
        now, _ = as_known_at_end_of(whole, reader, period.last)
        briefing = make_digest(eve, now, id, edition, period, TEMPLATES, found)
        page = MARKDOWN(briefing).content.decode().casefold()
        hidden = MARKERS if reader == "public" else {2: MARKERS[2]}
        assert not [marker for marker in hidden.values() if marker in page]


def _opened(part: Any, chance: Random) -> Any:
    """Return the same data for everybody, with some of its wording changed."""
    if isinstance(part, dict):
        fields = {key: value for key, value in part.items() if key not in ("audience", "embargo")}
        if "text" in fields and chance.random() < 0.3:
            fields["text"] += " or so"
        if "date" in fields and "kind" in fields and chance.random() < 0.3:
            fields["title"] += " or so"
            fields.pop("summary", None)
        return {key: _opened(value, chance) for key, value in fields.items()}
    return [_opened(item, chance) for item in part] if isinstance(part, list) else part


@pytest.mark.parametrize(
    ("what", "old", "new", "words"),
    [
        ("", "", "", "withdrawn"),
        ("date", "3 May 2023", "4 May 2023", "date: 4 May 2023, not 3 May 2023"),
        ("quote", "'No'", "", "quote (withdrawn): ‘No’"),
        ("disputed", "", 'They said "no"', "disputed: They said “no”"),
    ],
)
def test_a_correction_is_described_in_a_phrase(what: str, old: str, new: str, words: str) -> None:
    assert in_words(what, old, new, words_in("en-GB")) == words

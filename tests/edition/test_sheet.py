"""One sheet of paper: what has room on it by priority, and what is said of the rest."""

import re
from datetime import date
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.briefing import Briefing, make_briefing
from briefing.edition.sheet import PAGES, sheet_of, tries
from briefing.timeline.model import Edition
from briefing.timeline.timeline import Timeline
from tests.making import SAMPLE, SOURCE, timeline

DAY = date(2023, 9, 8)
ROOMS = st.floats(0, 200)


def member(record: Timeline) -> Briefing:
    return make_briefing(record, "x", Edition.model_validate({"template": "member"}), DAY)


@cache
def sample() -> Briefing:
    return member(timeline(SAMPLE.read_text(encoding="utf-8")))


def counts(briefing: Briefing) -> dict[str, int]:
    return {
        "event": len(briefing.lately) + len(briefing.next),
        "ask": len(briefing.asks),
        "promise": len(briefing.commitments),
        "figure": len(briefing.figures),
        "quote": len(briefing.quotes),
        "trend": len(briefing.trends),
    }


@given(ROOMS)
def test_everything_is_shown_or_counted_as_left(room: float) -> None:
    cut = sheet_of(sample(), room)
    assert cut.left is not None
    left = {noun: int(n) for n, noun in re.findall(r"(\d+) (\w+?)s?\b", cut.left)}
    shown = counts(cut)
    assert {noun: n + left.get(noun, 0) for noun, n in shown.items()} == counts(sample())


@given(ROOMS)
def test_order_is_kept(room: float) -> None:
    cut = sheet_of(sample(), room)
    titles = [entry.title for entry in sample().lately]
    assert [it.title for it in cut.lately] == [
        it for it in titles if it in {entry.title for entry in cut.lately}
    ]
    assert [it for it in sample().figures if it in cut.figures] == list(cut.figures)


def test_the_same_room_cuts_the_same() -> None:
    assert sheet_of(sample(), 70) == sheet_of(sample(), 70)


def test_with_room_for_all_nothing_is_left_and_without_any_nothing_shown() -> None:
    assert sheet_of(sample(), 1000).left == ""
    assert not any(counts(sheet_of(sample(), 0)).values())


def test_weight_comes_before_date() -> None:
    events = "".join(
        f"  - {{date: 2023-0{n}, weight: {weight}, kind: news, title: {weight} {n}, {SOURCE}}}\n"
        for n, weight in enumerate(["high", "normal", "low", "normal"], 4)
    )
    briefing = member(timeline(f"title: T\nevents:\n{events}"))
    seen = [
        tuple(entry.title for entry in sheet_of(briefing, room).lately) for room in range(0, 40)
    ]
    assert list(dict.fromkeys(seen)) == [
        (),
        ("high 4",),
        ("normal 7", "high 4"),
        ("normal 7", "normal 5", "high 4"),
        ("normal 7", "low 6", "normal 5", "high 4"),
    ]


def test_events_are_told_in_their_first_paragraphs() -> None:
    (event,) = (it for it in sheet_of(sample(), 200).lately if it.id == "roundtable")
    assert event.summary and event.summary.startswith("The Home Secretary and")
    assert "The Chair of the NSPCC asks" not in event.summary


def test_only_a_member_briefing_is_a_sheet() -> None:
    record = timeline(SAMPLE.read_text(encoding="utf-8"))
    whole = make_briefing(record, "x", Edition.model_validate({"template": "timeline"}), DAY)
    assert list(tries(whole)) == [whole]
    assert whole.left is None and PAGES == 2
    shown = [sum(counts(it).values()) for it in tries(sample())]
    assert shown == sorted(shown, reverse=True) and shown[-1] < shown[0]

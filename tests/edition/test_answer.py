"""The answer that comes first: what changed, what is asked, what is next."""

from datetime import date

import pytest

from briefing.edition.briefing import Briefing, editions_of, make_briefing
from briefing.timeline.model import Edition
from tests.making import SAMPLE, SOURCE, timeline

DAY = date(2023, 9, 8)


def brief(*events: str) -> Briefing:
    lines = "".join(
        f"  - {{{event}, kind: news, title: Event {n}, {SOURCE}}}\n"
        for n, event in enumerate(events, 1)
    )
    asks = "asks: {a: {title: Ask A, by: p}, b: {title: Ask B, by: p}, c: {title: Ask C, by: p}}"
    record = timeline(f"title: T\nactors: {{p: {{name: P}}}}\n{asks}\nevents:\n{lines}")
    return make_briefing(record, "x", Edition.model_validate({"template": "member"}), DAY)


def test_the_sample_is_told_in_three_lines() -> None:
    record = timeline(SAMPLE.read_text(encoding="utf-8"))
    answer = make_briefing(record, "member", editions_of(record)["member"], DAY).answer
    assert answer.changed and answer.changed.id == "u-turn"
    assert answer.next and answer.next.id == "bill-returns"
    assert {ask.id for ask in answer.met} == {"executive-liability", "fines"}
    assert len(answer.open) == 5 and answer.open[0].id == "encrypted-messaging"
    assert [it.id for it in answer.late] == ["safety-bill"]
    assert answer.late[0].made.citations


def test_what_changed_is_the_newest_of_the_weightiest() -> None:
    assert brief("date: 2024").answer.changed is None
    for events, title in [
        (["date: 2023-08", "date: 2023-07"], "Event 1"),
        (["date: 2023-08", "date: 2023-07, weight: high"], "Event 2"),
        (["date: 2023-08, weight: low", "date: 2023-07, weight: low"], "Event 1"),
        (["date: 2023-08, weight: low", "date: 2023-07"], "Event 2"),
        (["date: 2023-09, weight: high", "date: 2023-07"], "Event 2"),  # may be still to come
    ]:
        changed = brief(*events).answer.changed
        assert changed and changed.title == title, events


@pytest.mark.parametrize(
    ("events", "title"),
    [
        (["date: 2023-10", "date: 2023-09-20"], "Event 2"),
        (["date: 2023-10, weight: high", "date: 2023-09-20"], "Event 1"),
        (["date: 2023-07/..", "date: 2024"], "Event 2"),  # nobody knows when the first ends
        (["date: 2023-09-01/2023-12-01", "date: 2024"], "Event 1"),
    ],
)
def test_what_is_next_is_the_soonest_of_the_weightiest(events: list[str], title: str) -> None:
    coming = brief(*events).answer.next
    assert coming and coming.title == title


def test_nothing_ahead_is_no_answer() -> None:
    assert brief("date: 2023-08").answer.next is None


def test_asks_that_moved_last_come_first() -> None:
    answer = brief(
        "date: 2020, asks: {a: raised, b: raised}",
        "date: 2021, asks: {b: advanced, c: raised}",
        "date: 2022, asks: {a: refused, c: met}",
    ).answer
    assert [it.title for it in answer.open] == ["Ask A", "Ask B"]
    assert [it.title for it in answer.met] == ["Ask C"]


def test_what_has_been_late_for_longest_comes_first() -> None:
    made = "commitments: [{id: %s, title: %s, by: p, due: %s}]"
    answer = brief(
        "date: 2019, " + made % ("late", "Late", "2022"),
        "date: 2020, " + made % ("later", "Later", "2021"),
        "date: 2020, " + made % ("not", "Not late", "2024"),
        "date: 2020, " + made % ("perhaps", "Perhaps late", "2023-09~"),
    ).answer
    assert [it.title for it in answer.late] == ["Later", "Late"]

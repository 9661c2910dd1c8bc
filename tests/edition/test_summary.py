"""The summary at the top: what changed, the asks, and what is next."""

import re
from dataclasses import replace
from datetime import date

import pytest

from briefing.edition.briefing import Briefing
from briefing.edition.editions import editions_of
from briefing.output import html
from briefing.record.model import Edition
from tests.helpers import SAMPLE, SOURCE, TEMPLATES, load_record, make_briefing

DAY = date(2023, 9, 8)


ASKS = "asks: {a: {title: Ask A, by: p}, b: {title: Ask B, by: p}, c: {title: Ask C, by: p}}"


def brief(*events: str, top: str = ASKS) -> Briefing:
    lines = "".join(
        f"  - {{{event}{'' if 'kind:' in event else ', kind: news'}, title: Event {n}, {SOURCE}}}\n"
        for n, event in enumerate(events, 1)
    )
    record = load_record(f"title: T\nactors: {{p: {{name: P}}}}\n{top}\nevents:\n{lines}")
    return make_briefing(record, "x", Edition.model_validate({"template": "member"}), DAY)


def test_the_summary_of_the_sample_has_three_lines() -> None:
    record = load_record(SAMPLE.read_text(encoding="utf-8"))
    summary = make_briefing(record, "member", editions_of(record, TEMPLATES)["member"], DAY).summary
    assert [entry.id for entry in summary.changed] == ["u-turn"]
    assert summary.next and summary.next.id == "bill-returns"
    assert {ask.id for ask in summary.met} == {"executive-liability", "fines"}
    assert len(summary.open) == 5 and summary.named[0].id == "executive-liability"
    assert summary.tally == "met (2 asks), not met (5 asks)"
    assert [commitment.id for commitment in summary.late] == ["safety-bill"]
    assert summary.late[0].made.citations


def test_what_changed_is_the_newest_of_the_weightiest() -> None:
    assert brief("date: 2024").summary.changed == ()
    for events, title in [
        (["date: 2023-08", "date: 2023-07"], "Event 1"),
        (["date: 2023-08", "date: 2023-07, weight: high"], "Event 2"),
        (["date: 2023-08, weight: low", "date: 2023-07, weight: low"], "Event 1"),
        (["date: 2023-08, weight: low", "date: 2023-07"], "Event 2"),
        (["date: 2023-09, weight: high", "date: 2023-07"], "Event 2"),  # may not have happened yet
        (["date: 2021, weight: high", "date: 2023-07"], "Event 2"),  # not recent
        (["date: 2019", "date: 2020"], "Event 2"),  # nothing is recent
    ]:
        assert brief(*events).summary.changed[0].title == title, events


MADE = "date: 2019, commitments: [{id: c, title: C, by: p}]"


@pytest.mark.parametrize(
    "change",
    [
        "asks: {a: met}",
        "asks: {a: refused}",
        "asks: {a: advanced}",
        "keeps: [c]",
        "drops: [c]",
        "reverses: [old]",
        "weight: high",
    ],
)
def test_a_change_comes_before_news_and_comment(change: str) -> None:
    old = ["date: 2018, id: old, asks: {a: raised}", MADE]
    summary = brief(*old, f"date: 2023-01, {change}", *["date: 2023-08"] * 9).summary
    assert [entry.title for entry in summary.changed] == ["Event 3"]


def test_decisions_come_before_evidence_and_evidence_before_comment() -> None:
    kinds = ["debate", "news", "poll", "statement"]
    events = [f"date: 2023-08-0{9 - n}, kind: {kind}" for n, kind in enumerate(kinds)]
    for n in range(len(events), 2, -1):
        assert brief(*events[:n]).summary.changed[0].title == f"Event {n}"
    assert brief(*events[:2]).summary.changed[0].title == "Event 1"


def test_the_newest_change_is_named_beside_the_weightiest_event() -> None:
    summary = brief(
        "date: 2019, asks: {a: raised, b: raised}",
        "date: 2023-01, weight: high",
        "date: 2023-03, asks: {a: met}",
        "date: 2023-05, asks: {b: refused}",
        "date: 2023-08",
    ).summary
    assert [entry.title for entry in summary.changed] == ["Event 2", "Event 4"]


def test_a_reversal_and_the_event_it_reverses_are_named_once() -> None:
    summary = brief(
        "date: 2023-01, id: old, weight: high", "date: 2023-05, reverses: [old], weight: high"
    ).summary
    assert [entry.title for entry in summary.changed] == ["Event 2"]


@pytest.mark.parametrize(
    ("events", "title"),
    [
        (["date: 2023-10", "date: 2023-09-20"], "Event 2"),
        (["date: 2023-10, weight: high", "date: 2023-09-20"], "Event 1"),
        (["date: 2023-07/..", "date: 2024"], "Event 2"),  # the end of the first is not known
        (["date: 2023-09-01/2023-12-01", "date: 2024"], "Event 1"),
    ],
)
def test_what_is_next_is_the_soonest_of_the_weightiest(events: list[str], title: str) -> None:
    coming = brief(*events).summary.next
    assert coming and coming.title == title


def test_without_future_events_nothing_comes_next() -> None:
    assert brief("date: 2023-08").summary.next is None


def test_the_asks_that_matter_most_are_named() -> None:
    summary = brief(
        "date: 2020, asks: {a: raised, b: raised, d: raised}",
        "date: 2021, asks: {b: advanced, c: raised}",
        "date: 2022, asks: {a: refused, c: met in part}",
        "date: 2023-02, asks: {d: met}",
        top="asks: {a: {title: Ask A, by: p}, b: {title: Ask B, by: p, weight: high},"
        " c: {title: Ask C, by: p}, d: {title: Ask D, by: p, weight: low}}",
    ).summary
    assert [ask.title for ask in summary.asks] == ["Ask B", "Ask A", "Ask C", "Ask D"]
    assert [ask.title for ask in summary.named] == ["Ask B", "Ask A", "Ask C"]
    assert summary.tally == "met (1 ask), met in part (1 ask), not met (2 asks)"


@pytest.mark.parametrize(
    ("moves", "tally"),
    [
        (["raised", "met"], "not met (1 ask), not clear (1 ask)"),
        (["met in part", "refused"], "not met (1 ask), not clear (1 ask)"),
        (["raised", "advanced"], "not met (2 asks)"),
    ],
)
def test_an_ask_that_is_perhaps_met_is_not_counted_as_not_met(moves: list[str], tally: str) -> None:
    first, last = moves
    summary = brief(
        "date: 2018, asks: {a: raised, b: raised}",
        f"date: 2019, asks: {{a: {first}}}",
        f"date: 2023, asks: {{a: {last}}}",
    ).summary
    assert summary.tally == tally
    assert len(summary.unclear) == tally.count("not clear")


def test_a_page_counts_what_is_not_certain_apart() -> None:
    made = brief(
        "date: 2019, asks: {a: raised}, commitments: [{id: c, title: C, by: p, due: 2023-09~}]",
        "date: 2023, asks: {a: met}",
        top="asks: {a: {title: Ask A, by: p}}",
    )
    page = html.renderer(None)(replace(made, template="timeline")).content.decode()
    words = " ".join(re.sub("<[^>]+>", "", page).split())
    assert "1 ask, 0 met, 1 not clear 1 commitment, 0 overdue, 1 perhaps overdue" in words


def test_what_has_been_late_for_longest_comes_first() -> None:
    made = "commitments: [{id: %s, title: %s, by: p, due: %s}]"
    summary = brief(
        "date: 2019, " + made % ("late", "Late", "2022"),
        "date: 2020, " + made % ("later", "Later", "2021"),
        "date: 2020, " + made % ("not", "Not late", "2024"),
        "date: 2020, " + made % ("perhaps", "Perhaps late", "2023-09~"),
    ).summary
    assert [entry.title for entry in summary.late] == ["Later", "Late"]

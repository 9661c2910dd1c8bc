"""The record as it was known on an earlier day."""

from dataclasses import replace
from datetime import date as Day
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.as_of import as_known_on, last_updated
from briefing.record.claims import claims
from briefing.record.proofs import Proof, proofs_of
from briefing.record.record import Record
from tests.helpers import load_record

HEAD = """\
title: A record
actors: {council: {name: The Council}}
sources:
  early: {title: Early, date: 2019-06}
  late: {title: Late, date: 2023-07-03}
  undated: {title: Undated}
asks: {park: {title: A park, by: council}}
events:
"""


def record(*events: str) -> Record:
    """Return a record of `events`, the contents of flow mappings. Kind and title are added."""
    lines = (f"  - {{{event}, kind: news, title: Event {n}}}" for n, event in enumerate(events, 1))
    return load_record("\n".join([HEAD.rstrip(), *lines]))


def is_known(event: str, day: str) -> bool:
    return bool(as_known_on(record(event), Day.fromisoformat(day)).events)


@pytest.mark.parametrize(
    ("event", "first"),
    [
        # A past event is known once it may have happened, if a document mentions it.
        ("date: 2019-04, source: early", "2019-06-01"),
        ("date: 2019-08-02, source: undated", "2019-08-02"),
        ("date: 2019, source: late", "2023-07-03"),
        ("date: 2019-04, sources: [late, early]", "2019-06-01"),
        ("date: 2021-03-12/2023-07-03, source: late", "2023-07-03"),
        ("date: 2019, source: {title: A, date: spring 2020}", "2020-03-01"),
        ("date: 2019-04", "2019-04-30"),
        ("date: 2019-04, quotes: [{text: Yes, by: council, source: early}]", "2019-06-01"),
        # A future event is known once it is in the record, or once all its documents are published.
        ("date: 2023-10, source: early", "2019-06-01"),
        ("date: 2023-10, sources: [early, late]", "2023-07-03"),
        ("date: 2023-10, sources: [early, undated]", "2019-06-01"),
        ("date: 2023-10, source: undated", "2023-10-31"),
        ("date: 2023-10-09, source: undated", "2023-10-09"),
        ("date: 2023-10-09/2024, source: undated", "2023-10-09"),
        ("date: 2023-10, source: undated, added: 2023-10-09", "2023-10-09"),
        ("date: 2023-10, source: early, added: 2020-02-02", "2020-02-02"),
        ("date: 2023-10, source: {title: A, date: 2023-11}, added: 2020-02-02", "2020-02-02"),
        # For an event long past, the date on which it was added makes no difference.
        ("date: 2019-04, source: late, added: 2021-01-01", "2023-07-03"),
        ("date: 2019-04, source: early, added: 2023-01-01", "2019-06-01"),
    ],
)
def test_an_event_is_known_from_a_day_on(event: str, first: str) -> None:
    day = Day.fromisoformat(first)
    assert not is_known(event, (day - timedelta(days=1)).isoformat())
    for months in range(0, 60):
        assert is_known(event, (day + timedelta(days=30 * months)).isoformat())


WHOLE = record(
    "id: a, date: 2019, source: undated, "
    "commitments: [{id: x, title: X, by: council}, {id: z, title: Z, by: council}]",
    "id: b, date: 2019, source: late, commitments: [{id: y, title: Y, by: council}]",
    "id: c, date: 2019, sources: [early, {ref: late, at: page 2}], keeps: [x], drops: [y], "
    "follows: [a, b], responds to: [a, b], amends: [b], reverses: [b, a], asks: {park: raised}, "
    "quotes: [{text: Yes, by: council, source: late}, {text: No, by: council}], "
    "figures: [{label: a, value: 1, source: early}, {label: b, value: 2, source: late}]",
)


def test_of_an_event_only_what_had_been_published_is_known() -> None:
    known = as_known_on(WHOLE, Day(2022, 1, 1))
    assert known.sources.keys() == {"early", "undated"}
    assert [event.id for event in known.events] == ["a", "c"]
    c = known.by_id["c"]
    assert [cited.model_dump(exclude_unset=True) for _, cited in c.citations] == [{"ref": "early"}]
    assert [quote.text for quote in c.quotes] == ["No"]
    assert [figure.label for figure in c.figures] == ["a"]
    assert list(c.links) == [
        ("follows", ("follows", 0), "a"),
        ("responds to", ("responds to", 0), "a"),
        ("reverses", ("reverses", 0), "a"),
    ]
    assert (c.keeps, c.drops, c.asks) == (("x",), (), {"park": "raised"})
    assert c.where == WHOLE.by_id["c"].where


def test_in_the_end_everything_is_known_and_the_record_itself_never_changes() -> None:
    before = [event.model_dump() for event in WHOLE.events]
    as_known_on(WHOLE, Day(2019, 1, 1))
    assert [event.model_dump() for event in WHOLE.events] == before
    assert as_known_on(WHOLE, Day(2024, 1, 1)) == WHOLE


DATES = st.sampled_from(["2019", "2019-06-03", "2020-02", "2020~", "2021-21", "2019/..", "../2020"])
SOURCES = st.sampled_from(["early", "late", "undated"]) | DATES.map("{{title: S, date: {}}}".format)


@given(
    DATES,
    st.lists(SOURCES, max_size=2),
    st.none() | st.dates(Day(2018, 1, 1), Day(2020, 1, 1)),
    st.lists(st.dates(Day(2018, 6, 1), Day(2023, 12, 1)), min_size=6, max_size=6).map(sorted),
)
def test_what_is_known_once_is_known_ever_after(
    date: str, sources: list[str], added: Day | None, days: list[Day]
) -> None:
    since = f", added: {added}" if added else ""
    whole = record(f"date: {date}, sources: [{', '.join(sources)}]{since}")
    known = [as_known_on(whole, day) for day in days]
    events = [len(record.events) for record in known]
    documents = [len(list(event.citations)) for record in known for event in record.events]
    assert events == sorted(events) and documents == sorted(documents)


@pytest.mark.parametrize(
    ("event", "day"),
    [
        ("date: 19XX, source: undated", "2023-09-01"),
        ("date: 19XX, source: undated, added: 2021-02-03", "2021-02-03"),
        ("date: 201X, source: undated", "2023-09-01"),
        ("date: 1948-07-05, source: undated", "2023-09-01"),
        ("date: '[..1948]', source: early", "2019-06-01"),
        ("date: 2019, source: undated", "2019-01-01"),
        ("date: 2019-04, source: {title: S, date: 20XX}", "2019-04-01"),
    ],
)
def test_no_news_is_of_a_day_that_nobody_knows_or_that_no_feed_can_name(
    event: str, day: str
) -> None:
    known = record(f"id: a, {event}")
    known = replace(known, correct_as_of=Day(2023, 9, 1))
    assert last_updated(known, known.by_id["a"], Day(2023, 9, 8)) == Day.fromisoformat(day)


def test_a_proof_is_known_only_with_its_claim_and_its_sources() -> None:
    record = load_record("""\
        title: A record
        actors: {mp: {name: The MP}}
        sources:
          early: {title: Early, date: 2019-04}
          late: {title: Late, date: 2020-06}
        events:
          - date: 2019-04
            kind: speech
            title: An event
            sources: [early, late]
            quotes:
              - {text: We said so, by: mp, source: early}
              - {text: We said more, by: mp, source: late}
              - {text: We said too much, by: mp}
        """)
    said_so, said_more, too_much = (claim.key for claim in claims(record))
    proofs = [
        Proof(said_so, "early", "verbatim"),
        Proof(said_more, "late", "verbatim"),
        Proof(too_much, "early", "elsewhere", found_in="late"),
    ]
    known = as_known_on(replace(record, proofs=proofs_of(proofs)), Day(2019, 12, 31))
    assert [proof.key.text for proof in known.proofs] == ["We said so"]
    known = as_known_on(replace(record, proofs=proofs_of(proofs)), Day(2020, 12, 31))
    assert len(known.proofs) == 3

"""The narrowest audience applies: an item's own, its event's or its file's."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import product
from textwrap import dedent

import pytest

from briefing.edition.visibility import visible_to
from briefing.record.audiences import Audience, end_of_day
from briefing.record.claims import claims
from briefing.record.loading import File, load
from briefing.record.model import Edition
from briefing.record.proofs import Proof, Selector, proofs_of
from briefing.record.record import Record
from tests.helpers import load_record, make_briefing

AUDIENCES: tuple[Audience, ...] = ("public", "members", "internal")
NOW = datetime(2023, 9, 8, 12, tzinfo=UTC)
RECORD = """\
title: A record
timezone: Europe/London
{file}
actors: {{mp: {{name: The MP}}}}
asks: {{ask: {{title: An ask, by: mp, {item}}}}}
sources: {{paper: {{title: A paper, {item}}}}}
events:
  - date: 2019-04
    id: first
    kind: poll
    title: An event
    {event}
    sources: [paper, {{title: Inline, {item}}}, {{title: For all}}]
    quotes: [{{text: We said so, by: mp, {item}}}]
    figures: [{{label: want it, value: 1, supports: ask, {item}}}]
    commitments: [{{id: promise, title: A promise, by: mp, {item}}}]
    asks: {{ask: raised}}
  - {{date: 2019-05, kind: news, title: After, source: {{title: B}}, keeps: [promise],
     reverses: [first], asks: {{ask: met}}}}
"""


def made(file: str = "", event: str = "", item: str = "") -> Record:
    return load_record(RECORD.format(file=file, event=event, item=item))


def seen(record: Record, reader: Audience, moment: datetime = NOW) -> Record:
    return visible_to(record, reader, moment)[0]


def audience(level: str | None) -> str:
    return f"audience: {level}" if level else ""


@pytest.mark.parametrize("reader", AUDIENCES)
@pytest.mark.parametrize(
    ("file", "event", "item"), list(product((None, "public", *AUDIENCES[1:]), repeat=3))
)
def test_the_narrowest_of_its_own_its_events_and_its_files_counts(
    reader: Audience, file: str | None, event: str | None, item: str | None
) -> None:
    def is_open(*given: str | None) -> bool:
        return max(AUDIENCES.index(level or "public") for level in given) <= AUDIENCES.index(reader)

    view = seen(made(audience(file), audience(event), audience(item)), reader)
    # An actor has the audience of its file, and so do the actor's quotes.
    assert bool(view.actors) == is_open(file)
    assert bool(view.asks) == bool(view.sources) == is_open(file, item)
    assert [event.title for event in view.events] == [
        *(["An event"] if is_open(file, event) else []),
        *(["After"] if is_open(file) else []),
    ]
    if is_open(file, event):
        first, after = view.events
        inside = is_open(file, event, item)
        parts = (
            first.quotes,
            first.figures,
            first.commitments,
            first.asks,
            after.asks,
            after.keeps,
        )
        assert [bool(part) for part in parts] == [inside] * 6
        assert len(first.sources) == (3 if inside else 1)
        assert [reversal.ref for reversal in after.reverses] == ["first"]
    elif is_open(file):
        (after,) = view.events
        assert (after.reverses, after.keeps) == ((), ())


def test_what_was_taken_out_is_counted_by_sort() -> None:
    _, dropped = visible_to(made(item="audience: members"), "public", NOW)
    assert dropped == {"source": 2, "ask": 1, "quote": 1, "figure": 1, "commitment": 1}
    _, dropped = visible_to(made(event="audience: internal"), "members", NOW)
    assert dropped == {"event": 1}
    assert visible_to(made(item="audience: members"), "members", NOW)[1] == {}


@pytest.mark.parametrize("where", ["file", "event", "item"])
def test_an_internal_reader_sees_everything(where: str) -> None:
    record = made(**{where: "audience: internal"})
    view, dropped = visible_to(record, "internal", NOW)
    assert dropped == {} and view.events == record.events and view.asks == record.asks


def test_notes_are_internal_whatever_else_is_public() -> None:
    record = made(event="notes: Do not say")
    assert [seen(record, audience).events[0].notes for audience in AUDIENCES] == [
        None,
        None,
        "Do not say",
    ]


@pytest.mark.parametrize(
    ("own", "others", "is_there"),
    [("members", "", False), ("public", "audience: internal", True), ("", "audience: members", 0)],
)
def test_a_quote_or_figure_goes_where_all_that_it_rests_on_goes(
    own: str, others: str, is_there: bool
) -> None:
    source = f", source: {{title: C, audience: {own}}}" if own else ""
    record = load_record(
        dedent(f"""\
        title: A record
        actors: {{mp: {{name: The MP}}}}
        events:
          - date: 2019-04
            kind: poll
            title: An event
            source: {{title: A paper, {others}}}
            quotes: [{{text: We said so, by: mp{source}}}]
            figures: [{{label: want it, value: 1{source}}}]
        """)
    )
    (event,) = seen(record, "public").events
    assert (len(event.quotes), len(event.figures)) == (is_there, is_there)


def test_what_stands_in_a_file_for_fewer_eyes_is_not_named_elsewhere() -> None:
    open_file = b"""\
title: A record
actors: {council: {name: The council}}
asks: {ask: {title: An ask, by: spy}}
events:
  - date: 2019-04
    kind: poll
    title: An event
    source: {title: A paper}
    actors: [spy, council]
    quotes: [{text: We said so, by: spy}, {text: We too, by: council}]
    figures:
      - {label: a, value: 1, by: spy}
      - {label: b, value: 2, by: Somebody, area: bunker}
      - {label: c, value: 3, area: town}
    commitments: [{id: promise, title: A promise, by: spy}]
    asks: {ask: raised}
areas: {town: {name: The town, within: bunker}}
"""
    narrow = b"""\
audience: internal
actors: {spy: {name: The spy}}
areas: {bunker: {name: The bunker}}
"""
    record = load([File("a.yaml", open_file), File("b.yaml", narrow)]).record
    view = seen(record, "public")
    (event,) = view.events
    assert [actor.ref for actor in event.actors] == ["council"]
    assert [quote.text for quote in event.quotes] == ["We too"]
    assert [(figure.label, figure.by) for figure in event.figures] == [("a", None), ("c", None)]
    assert (event.commitments, event.asks, view.asks) == ((), {}, {})
    assert view.areas["town"].within is None
    assert len(seen(record, "internal").events[0].figures) == 3


def test_a_due_date_does_not_tell_of_an_event_that_is_hidden() -> None:
    record = load_record("""\
        title: A record
        actors: {mp: {name: The MP}}
        events:
          - {id: talks, date: 2019-04, kind: news, title: Talks, audience: internal,
             source: {title: A}}
          - date: 2019-04
            kind: news
            title: B
            source: {title: B}
            commitments:
              - {id: one, title: One, by: mp, due: 3 months after talks}
              - {id: two, title: Two, by: mp, due: 3 months after 2019-05}
        """)
    dues = {audience: seen(record, audience).events[-1].commitments for audience in AUDIENCES}
    assert [str(commitment.due) for commitment in dues["public"]] == [
        "None",
        "3 months after 2019-05",
    ]
    assert str(dues["internal"][0].due) == "3 months after talks"


# Embargoes


def held(embargo: str, moment: datetime, zone: str = "Europe/London") -> bool:
    """Whether an event with that embargo is hidden from the public at `moment`."""
    record = replace(made(event=f"embargo: '{embargo}'"), timezone=zone)
    return len(seen(record, "public", moment).events) == 1


@pytest.mark.parametrize(
    ("embargo", "zone", "ends"),
    [
        ("2023-07-03T22:30", "Europe/London", "2023-07-03T21:30"),
        ("2023-07-03T22:30", "America/New_York", "2023-07-04T02:30"),
        ("2023-03-26T01:30", "Europe/London", "2023-03-26T01:30"),
        ("2023-03-26T02:30", "Europe/London", "2023-03-26T01:30"),
        ("2023-10-29T00:30", "Europe/London", "2023-10-28T23:30"),
        ("2023-10-29T01:30", "Europe/London", "2023-10-29T01:30"),
        ("2023-10-29T02:30", "Europe/London", "2023-10-29T02:30"),
    ],
)
def test_an_embargo_holds_to_the_minute(embargo: str, zone: str, ends: str) -> None:
    moment = datetime.fromisoformat(f"{ends}+00:00")
    assert held(embargo, moment - timedelta(seconds=1), zone)
    assert not held(embargo, moment, zone)


def test_under_embargo_only_internal_readers_have_it() -> None:
    record = made(item="embargo: 2030-01-01T00:00")
    assert [bool(seen(record, audience).asks) for audience in AUDIENCES] == [False, False, True]
    assert [bool(seen(record, audience).events[0].quotes) for audience in AUDIENCES] == [
        False,
        False,
        True,
    ]


def test_once_it_has_ended_an_embargo_leaves_no_trace_and_the_audience_counts() -> None:
    record = made(event="embargo: 2023-07-03T22:30\n    audience: members")
    views = [seen(record, audience) for audience in AUDIENCES]
    assert [len(view.events) for view in views] == [1, 2, 2]
    assert [view.events[0].embargo for view in views[1:]] == [None, None]
    made_of = make_briefing(views[2], "a", _internal(), date(2023, 9, 8))
    assert made_of.notice == "Internal: not for publication"
    assert made_of.entries[0].embargo == ""


@pytest.mark.parametrize("what", ["event", "item"])
def test_an_internal_briefing_says_until_when_anything_in_it_is_held(what: str) -> None:
    record = made(**{what: "embargo: 2023-12-24T08:05"})
    briefing = make_briefing(seen(record, "internal"), "a", _internal(), date(2023, 9, 8))
    assert briefing.notice == (
        "Internal: not for publication, embargoed until 08:05 on 24 December 2023"
    )


def test_what_is_held_marks_every_internal_edition_for_any_may_refer_to_it() -> None:
    record = made(event="embargo: 2023-12-24T08:05")
    edition = _internal().model_copy(update={"kinds": ("news",)})
    briefing = make_briefing(seen(record, "internal"), "a", edition, date(2023, 9, 8))
    assert [entry.title for entry in briefing.entries] == ["After"]
    assert briefing.reversals[0].reversed.title == "An event"
    assert "embargoed until 08:05" in briefing.notice


def test_as_of_the_day_before_it_is_still_held_and_on_the_day_no_more() -> None:
    embargo = "2023-07-03T22:30"
    assert held(embargo, end_of_day(date(2023, 7, 2), "Europe/London"))
    assert not held(embargo, end_of_day(date(2023, 7, 3), "Europe/London"))


@pytest.mark.parametrize("embargo", ["0001-01-01T00:00", "9999-12-31T23:59"])
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_the_ends_of_the_calendar_hold_too(embargo: str, zone: str) -> None:
    assert held(embargo, NOW, zone) == embargo.startswith("9999")


def _internal() -> Edition:
    return Edition.model_validate({"template": "timeline", "audience": "internal"})


EVIDENCE = """\
title: A record
actors: {mp: {name: The MP}}
sources:
  paper: {title: A paper}
  memo: {title: A memo, audience: internal}
events:
  - date: 2019-04
    kind: poll
    title: An event
    source: paper
    quotes:
      - {text: We said so, by: mp}
      - {text: Not for you, by: mp, audience: internal}
      - {text: Found in the memo, by: mp}
      - {text: Said in the memo, by: mp, source: memo}
    figures: [{label: want it, value: 77%}]
  - date: 2019-05
    kind: poll
    title: Another event
    source: {title: A page, url: https://example.org/memo, audience: members}
    quotes: [{text: We said so, by: mp}]
"""


def with_proofs() -> Record:
    """Return a record in which every claim is proved in each of its sources."""
    record = load_record(EVIDENCE)
    proofs = [
        Proof(
            claim.key,
            name,
            "elsewhere" if claim.key.text == "Found in the memo" else "verbatim",
            copy="sources/a.txt",
            hash="0" * 64,
            passage=Selector("the passage"),
            found_in="memo" if claim.key.text == "Found in the memo" else "",
            confirmed_by="Ann",
            rejected_by="Ann",
            earlier=Proof(claim.key, "memo", "confirmed", confirmed_by="Ann"),
        )
        for claim in claims(record)
        for name in claim.source_names
    ]
    return replace(record, proofs=proofs_of(proofs))


@pytest.mark.parametrize(
    ("reader", "shown"),
    [
        ("public", {("We said so", "paper"), ("77%", "paper")}),
        (
            "members",
            {("We said so", "paper"), ("77%", "paper"), ("We said so", "example.org-memo")},
        ),
    ],
)
def test_proofs_disappear_with_their_claim_their_source_or_the_source_that_has_the_passage(
    reader: Audience, shown: set[tuple[str, str]]
) -> None:
    proofs = seen(with_proofs(), reader).proofs
    assert {(proof.key.text, proof.source) for proof in proofs} == shown
    assert all(proof.passage for proof in proofs)
    assert {(proof.copy, proof.hash, proof.confirmed_by) for proof in proofs} == {("", "", "")}
    assert {(proof.rejected_by, proof.earlier) for proof in proofs} == {("", None)}


def test_internal_readers_see_every_proof() -> None:
    record = with_proofs()
    assert len(record.proofs) == 6
    assert seen(record, "internal").proofs == record.proofs


def test_a_proof_with_the_name_of_a_hidden_source_is_hidden() -> None:
    text = EVIDENCE.replace("memo: {", "example.org-memo: {").replace(
        "source: memo", "source: paper"
    )
    record = load_record(text.replace(", audience: members", ""))
    (key,) = {claim.key for claim in claims(record) if claim.event.title == "Another event"}
    proof = Proof(key, "example.org-memo", "verbatim", passage=Selector("the passage"))
    record = replace(record, proofs=proofs_of([proof]))
    assert not seen(record, "public").proofs

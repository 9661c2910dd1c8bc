"""The evidence of quotes and figures in a briefing: passages, doubts and the checks in words."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date as Day

import pytest

from briefing.edition.as_of import as_known_on
from briefing.edition.briefing import Briefing
from briefing.edition.editions import editions_of
from briefing.edition.visibility import visible_to
from briefing.record.audiences import end_of_day
from briefing.record.claims import claims
from briefing.record.proofs import Grade, Proof, Selector, proofs_of
from briefing.record.record import Record
from tests.helpers import TEMPLATES, load_record, make_briefing

RECORD = """
    title: T
    actors: {mayor: {name: The Mayor}}
    sources:
      gazette: {title: The gazette, url: "https://example.org/gazette"}
      report: {title: The report, url: "https://example.org/report.pdf"}
      minutes: {title: Minutes, archived: "https://archive.example/minutes"}
      letter: {title: A letter}
    editions:
      timeline: {template: timeline}
      internal: {template: timeline, audience: internal}
    events:
      - date: 2019-04-02
        kind: speech
        title: A
        sources: [gazette, letter]
        quotes:
          - {text: We shall see, by: mayor}
          - {text: We have seen, by: mayor, source: report}
          - {text: We saw, by: mayor, source: minutes}
          - {text: We see, by: mayor, source: letter}
        figures:
          - {label: want a park, value: 77%}
          - {label: want a road, value: 9%, worked_out: from the others}
"""
QUOTES = ("We shall see", "We have seen", "We saw", "We see")


def record_with(grades: dict[str, Grade], text: str = RECORD) -> Record:
    """Return the record with proofs of these grades for the claims with these texts or values.

    The passage of each is in its last source.
    """
    record = load_record(text)
    proofs = [
        Proof(
            claim.key,
            claim.source_names[-1],
            grades[claim.key.text],
            page=4 if claim.source_names[-1] == "report" else None,
            passage=Selector(f"{claim.key.text}!", "before", "after"),
        )
        for claim in claims(record)
        if claim.key.text in grades
    ]
    return replace(record, proofs=proofs_of(proofs))


def briefing_of(record: Record, edition: str = "timeline") -> Briefing:
    return make_briefing(record, edition, editions_of(record, TEMPLATES)[edition], Day(2020, 1, 1))


def verbatim(texts: Iterable[str]) -> dict[str, Grade]:
    return dict.fromkeys(texts, "verbatim")


def test_a_proof_has_the_passage_and_a_link_to_it_in_the_source_that_contains_it() -> None:
    (entry,) = briefing_of(record_with(verbatim(QUOTES))).entries
    proofs = [quote.proof for quote in entry.quotes if quote.proof]
    assert [(proof.source, proof.page, proof.url.partition("#:~:")[0]) for proof in proofs] == [
        ("letter", None, ""),
        ("report", 4, "https://example.org/report.pdf#page=4"),
        ("minutes", None, "https://archive.example/minutes"),
        ("letter", None, ""),
    ]
    selector = proofs[0].selector
    assert selector and (selector.exact, selector.prefix, selector.suffix) == (
        "We shall see!",
        "before",
        "after",
    )
    assert [proof.citation.title if proof.citation else "" for proof in proofs] == [
        "A letter",
        "The report",
        "Minutes",
        "A letter",
    ]


def test_nothing_has_a_proof_if_nothing_in_the_record_is_proved() -> None:
    briefing = briefing_of(load_record(RECORD), "internal")
    (entry,) = briefing.entries
    assert not any(quote.proof for quote in entry.quotes)
    assert not any(figure.proof for figure in entry.figures)
    assert briefing.checks == ""


def test_a_claim_that_is_not_proved_has_the_reason_but_no_passage() -> None:
    grades: dict[str, Grade] = {
        "We shall see": "differs",
        "We have seen": "elsewhere",
        "We saw": "absent",
    }
    (entry,) = briefing_of(record_with(grades), "internal").entries
    assert [
        (quote.proof.grade, quote.proof.doubt, quote.proof.selector, quote.proof.url)
        for quote in entry.quotes
        if quote.proof
    ] == [
        ("differs", "differs from its source", None, ""),
        ("elsewhere", "found in a different source", None, ""),
        ("absent", "not found in its source", None, ""),
        ("never checked", "not proved", None, ""),
    ]


def test_only_internal_editions_mark_doubts() -> None:
    record = record_with({"We saw": "absent"})
    doubts = {
        edition: [quote.proof.doubt for quote in entry.quotes if quote.proof]
        for edition in record.editions
        for entry in briefing_of(record, edition).entries
    }
    marks = ["not proved", "not proved", "not found in its source", "not proved"]
    assert doubts == {"timeline": [""] * 4, "internal": marks}


def test_a_quote_that_only_a_later_source_has_is_marked_in_an_earlier_edition() -> None:
    text = RECORD.replace("{title: The gazette,", "{title: The gazette, date: 2019-06-01,")
    record = load_record(text)
    key = next(claims(record)).key
    proofs = [Proof(key, "letter", "differs"), Proof(key, "gazette", "verbatim")]
    record = replace(record, proofs=proofs_of(proofs))
    marks = []
    for seen in (record, as_known_on(record, Day(2019, 5, 1))):
        proof = briefing_of(seen, "internal").entries[0].quotes[0].proof
        marks.append(proof.doubt if proof else None)
    assert marks == ["", "differs from its source"]


def test_passages_are_as_in_the_source_even_if_their_quotes_are_set_in_type() -> None:
    record = load_record(RECORD)
    quote = next(claims(record))
    passage = Selector('It\'s "ours"', "the town's", "'Yes'")
    proof = Proof(quote.key, "gazette", "same words", passage=passage)
    (entry,) = briefing_of(replace(record, proofs=proofs_of([proof]))).entries
    shown = entry.quotes[0].proof
    assert shown and shown.selector
    selector = shown.selector
    assert (selector.exact, selector.prefix, selector.suffix) == (
        passage.exact,
        passage.prefix,
        passage.suffix,
    )


WORKED_OUT = "1 figure was worked out from others."


@pytest.mark.parametrize(
    ("grades", "expected"),
    [
        (
            verbatim(QUOTES) | {"77%": "located"},
            "All 4 quotes match copies of their sources. 1 of 2 figures was found in "
            f"a copy of its source, next to the words that describe it. {WORKED_OUT}",
        ),
        (
            verbatim(QUOTES[:3]) | {"We see": "same words", "77%": "confirmed"},
            "All 4 quotes match copies of their sources. 1 figure was confirmed by a "
            f"person. {WORKED_OUT}",
        ),
        (
            verbatim(QUOTES[:1]),
            "1 of 4 quotes matches a copy of its source. 3 quotes were not checked. "
            f"{WORKED_OUT} 1 figure was not checked.",
        ),
        (
            {"We see": "verbatim", "We saw": "differs", "We shall see": "absent", "77%": "absent"},
            "1 of 4 quotes matches a copy of its source. 2 quotes do not match their "
            f"sources. 1 quote was not checked. {WORKED_OUT} 1 figure was not found in its source.",
        ),
    ],
)
def test_the_checks_are_counted_in_words(grades: dict[str, Grade], expected: str) -> None:
    assert briefing_of(record_with(grades)).checks == expected


def test_two_claims_are_both_and_one_is_the_only_one() -> None:
    two = """
        title: T
        actors: {mayor: {name: The Mayor}}
        sources: {gazette: {title: The gazette}}
        events:
          - {date: 2019-04-02, kind: speech, title: A, source: gazette,
             quotes: [{text: B, by: mayor}, {text: C, by: mayor}],
             figures: [{label: want a park, value: 77%}]}
    """
    grades: dict[str, Grade] = {"B": "verbatim", "C": "verbatim", "77%": "located"}
    assert briefing_of(record_with(grades, two)).checks == (
        "Both quotes match copies of their sources. The figure was found in a copy "
        "of its source, next to the words that describe it."
    )
    welsh = two.replace("title: T", "title: T\n        language: cy", 1)
    assert "Mae’r ddau ddyfyniad yn cyfateb" in briefing_of(record_with(grades, welsh)).checks


def test_only_the_claims_that_readers_see_are_counted() -> None:
    hidden = RECORD.replace("by: mayor, source: minutes", "by: mayor, audience: internal")
    record = record_with(verbatim(QUOTES), hidden)
    seen, _ = visible_to(record, "public", end_of_day(Day(2020, 1, 1), record.timezone))
    assert briefing_of(seen).checks.startswith("All 3 quotes match")


def test_other_versions_of_a_figure_are_counted_once_and_have_proofs_of_their_own() -> None:
    text = """
        title: T
        editions: {internal: {template: timeline, audience: internal}}
        sources: {gazette: {title: The gazette}, report: {title: The report}}
        events:
          - {date: 2019-04-02, kind: poll, title: A, source: gazette,
             figures: [{label: want a park, value: 77%, disputed: The sums are wrong}]}
          - {date: 2019-04-02, kind: poll, title: B, source: report,
             figures: [{label: want a park, value: 67%}]}
    """
    briefing = briefing_of(record_with({"77%": "located", "67%": "absent"}, text), "internal")
    assert briefing.checks.startswith("1 of 2 figures was found")
    remarks = briefing.entries[0].figures[0].remarks
    assert [remark.proof.doubt for remark in remarks if remark.proof] == ["not found in its source"]

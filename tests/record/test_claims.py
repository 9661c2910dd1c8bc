"""Claims: the quotes and figures of a record, and the names of their sources."""

from briefing.record.claims import claims, source_name
from briefing.record.model import InlineSource
from tests.helpers import load_record

RECORD = """
title: Example
actors: {council: {name: The council}}
sources: {minutes: {title: Minutes}, paper: {title: Paper}}
events:
  - date: 2019-04-03
    kind: news
    title: The council meets
    sources: [minutes, paper]
    quotes:
      - {text: We will  plant trees, by: council}
      - {text: We will plant trees, by: council, source: paper}
    figures: [{label: want trees, value: 77%, of: adults}]
"""


def test_claims_have_their_own_sources_or_those_of_their_event() -> None:
    found = list(claims(load_record(RECORD)))
    assert [claim.source_names for claim in found] == [
        ("minutes", "paper"),
        ("paper",),
        ("minutes", "paper"),
    ]
    assert [claim.where.path[2:] for claim in found] == [
        ("quotes", 0),
        ("quotes", 1),
        ("figures", 0),
    ]


def test_the_same_words_are_the_same_claim() -> None:
    first, second, figure = claims(load_record(RECORD))
    assert first.key == second.key != figure.key
    assert (figure.key.text, figure.key.label, figure.key.of) == ("77%", "want trees", "adults")


def test_the_copies_of_a_source_without_an_id_are_named_after_its_address() -> None:
    def name(url: str) -> str:
        return source_name(InlineSource(title="A", url=url))

    assert name("https://www.example.org/a/report.html") == "example.org-a-report"
    assert name("https://example.org/report?id=7") == "example.org-report-id-7"
    long = ["https://example.org/" + "a" * 200 + end for end in ("b", "c")]
    assert len({*map(name, long)}) == 2 and all(len(name(url)) < 100 for url in long)
    assert source_name(InlineSource(title="../../etc/Minutes: “May”")) == "etc-minutes-may"

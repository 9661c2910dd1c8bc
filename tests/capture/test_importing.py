"""Rows become events or comments, and none is lost."""

import string
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from briefing.capture.citing import Cited
from briefing.capture.existing import Existing
from briefing.capture.reading import tables_of
from briefing.capture.table import Cell, Link, Row, Table
from briefing.record.dates import parse_edtf
from tests.capture.tables import imported, table

FILES = Path(__file__).parent / "files"
TRUTHS = sorted(FILES.glob("*.truth.yaml"))
HEAD = ["Date", "What happened", "Type", "Source", "Who"]


def events(*rows: list[Any], head: list[str] = HEAD) -> list[dict[str, Any]]:
    return [draft.event for draft in imported(table([head, *rows])).drafts]


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.name.removesuffix(".truth.yaml"))
def test_no_date_of_a_messy_file_is_wrong(truth: Path) -> None:
    expected = yaml.load(truth.read_text(encoding="utf-8"), yaml.BaseLoader)
    name = truth.name.removesuffix(".truth.yaml")
    done = imported(*tables_of((FILES / name).read_bytes(), name))
    known: dict[str, list[str]] = {}
    for event in expected["events"]:
        known.setdefault(event.get("title", "").rstrip("."), []).append(event["date"])
    dated = [e for e in expected["events"] if e["date"] and not e.get("aside") and e.get("title")]
    assert len(done.drafts) >= 0.9 * len(dated)
    for draft in done.drafts:
        if truths := known.get(draft.event["title"]):
            read = parse_edtf(draft.event["date"])
            days = [(d.earliest, d.latest) for d in map(parse_edtf, filter(None, truths))]
            assert (read.earliest, read.latest) in days, draft


def test_a_row_becomes_an_event() -> None:
    row = [
        "3 July 2019",
        "Ofcom responds.",
        "Response",
        "The reply, https://example.org/a",
        "Ofcom",
    ]
    [event] = events(row)
    assert event == {
        "date": "2019-07-03",
        "kind": "response",
        "title": "Ofcom responds",
        "actors": ["ofcom"],
        "source": {"title": "The reply", "url": "https://example.org/a"},
    }


def test_a_text_is_divided_into_a_title_and_a_summary() -> None:
    texts = ["First line\nThe rest\n- of *it*", "Mr. A asks. Then Dr. B answers.", "x" * 400]
    made = events(*([f"{n} July 2019", text, "", "", ""] for n, text in enumerate(texts, 1)))
    assert [event["title"][:20] for event in made] == ["First line", "Mr. A asks", "x" * 20]
    assert made[0]["summary"] == "The rest\n\n- of \\*it\\*"
    assert made[1]["summary"] == "Then Dr. B answers."
    assert made[2]["summary"] == "x" * 400 and len(made[2]["title"]) <= 300


def test_kinds_are_matched_with_those_of_the_record() -> None:
    kinds = ["Second Reading", "white-paper", "Site visit", "site visit", "U-turn", "", "vote / x"]
    done = imported(table([HEAD, *(["2019", str(n), kind] for n, kind in enumerate(kinds))]))
    found = [draft.event["kind"] for draft in done.drafts]
    assert found == [
        *("bill stage", "white paper", "Site visit", "Site visit", "event", "event", "vote")
    ]
    assert done.new_kinds == ("Site visit", "event")
    assert done.kinds_read_as == {"Second Reading": "bill stage"}
    assert done.drafts[4].comments == ("kind in the file: U-turn",)


@pytest.mark.parametrize(
    ("title", "hint"),
    [
        ("A consultation opens", "consultation?"),
        ("Commons vote on regulations", "vote?"),
        ("Opposition day vote", "vote?"),
        ("Children and Families Act", "act?"),
        ("Ministers act", ""),
    ],
)
def test_a_kind_is_only_suggested(title: str, hint: str) -> None:
    [draft] = imported(table([HEAD, ["2019", title]])).drafts
    assert (draft.event["kind"], draft.hint) == ("event", hint)


def test_each_document_is_one_source() -> None:
    rows = [
        ["1 July 2019", "A", "", "The report https://www.example.org/a/", ""],
        ["2 July 2019", "B", "", "https://example.org/a", ""],
        ["3 July 2019", "C", "", "the report", ""],
        ["4 July 2019", "D", "", "Hansard; The Times", ""],
        ["5 July 2019", "E", "", "n/a", ""],
    ]
    done = imported(table([HEAD, *rows]))
    assert done.sources == {
        "the-report": {"title": "The report", "url": "https://www.example.org/a/"}
    }
    made = [draft.event for draft in done.drafts]
    assert [event.get("source") for event in made[:2]] == ["the-report"] * 2
    assert made[2]["source"] == {"title": "the report"}
    assert made[3]["sources"] == [{"title": "Hansard"}, {"title": "The Times"}]
    assert "source" not in made[4]


def test_addresses_of_a_document_differ_only_in_what_does_not_matter() -> None:
    urls = ["https://www.example.org/Ab", "http://example.org/Ab/", "https://EXAMPLE.org/Ab"]
    others = ["https://example.org/aB", "https://example.org/Ab#part"]
    made = events(*(["2021", "A", "", url, ""] for url in (*urls, *others)))
    assert [event["source"] for event in made] == ["example-org-ab"] * 3 + others


@pytest.mark.parametrize("address", ["https://[a", "https://ann@example.org/a"])
def test_an_address_that_a_record_cannot_have_is_a_comment(address: str) -> None:
    (draft,) = imported(table([HEAD, ["2021", "A", "", f"The page {address}", ""]])).drafts
    assert draft.event["source"] == {"title": "The page"}
    assert draft.comments == (f"Source: {address}",)


def test_links_are_sources_and_comments_of_cells_are_internal() -> None:
    link = Link("the paper", "https://example.org/paper")
    text = Cell("Government publishes the paper", links=(link,), notes=("Off the record",))
    bad = Cell("B", links=(Link("B", "file:///home/ann/b.docx"),))
    one, other = imported(table([HEAD, ["2019", text], ["2020", bad]])).drafts
    assert one.event["source"] == {"title": "the paper", "url": "https://example.org/paper"}
    assert one.event["notes"] == "Off the record"
    assert "source" not in other.event
    assert other.comments == ("link: B file:///home/ann/b.docx",)


@pytest.mark.parametrize(
    ("text", "url", "title", "publisher"),
    [
        ("GOV.UK", "https://www.gov.uk/a", "https://www.gov.uk/a", "GOV.UK"),
        ("GOV.UK", "https://plan.example/a", "https://plan.example/a", "GOV.UK"),
        ("BBC News", "https://www.bbc.co.uk/1", "https://www.bbc.co.uk/1", "BBC News"),
        ("The Guardian", "https://www.theguardian.com/1", "https://www.theguardian.com/1", None),
        ("School Food Plan", "https://gov.uk/plan", "School Food Plan", ""),
    ],
)
def test_the_name_of_a_site_is_no_title(
    text: str, url: str, title: str, publisher: str | None
) -> None:
    publisher = text if publisher is None else publisher
    expected = {"title": title, "url": url} | ({"publisher": publisher} if publisher else {})
    cell = Cell(text, links=(Link(text, url),))
    assert events(["2019", "A", "", cell, ""])[0]["source"] == expected
    cell = Cell(f"A thing ({text})", links=(Link(text, url),))
    assert events(["2019", cell, "", "", ""])[0]["source"] == expected


@pytest.mark.parametrize("text", ["here", "link", "Click here"])
def test_a_link_without_words_is_cited_by_its_address(text: str) -> None:
    cell = Cell(text, links=(Link(text, "https://example.org/a"),))
    assert events(["2019", "A", "", cell, ""])[0]["source"] == "https://example.org/a"


def test_footnotes_with_an_address_are_sources_and_comments_are_not() -> None:
    done = imported(*tables_of((FILES / "briefing-note.docx").read_bytes(), "note.docx"))
    by_title = {draft.event["title"]: draft.event for draft in done.drafts}
    review = by_title["The food standards review reports"]
    assert {
        "title": "Review of school food, paragraph 12: the report",
        "url": "https://example.org/review",
    } in review["sources"] + [review.get("source")]
    assert "notes" not in review
    assert by_title["The committee takes evidence"]["notes"] == "Ask the clerk for the transcript"


def test_names_are_divided_only_if_each_is_known() -> None:
    long = "Department for Digital, Culture, Media and Sport"
    rows = [["2019", "A", "", "", long], ["2019", "B", "", "", "Ofcom"]]
    rows += [["2019", "C", "", "", f"{long}, Ofcom"], ["2019", "D", "", "", "TBC"]]
    done = imported(table([HEAD, *rows]))
    ids = [draft.event.get("actors", []) for draft in done.drafts]
    assert ids[2] == ids[0] + ids[1] and not ids[3]
    assert [actor["name"] for actor in done.actors.values()] == [long, "Ofcom"]


def test_a_quote_needs_a_speaker_and_a_source() -> None:
    head = ["Date", "Title", "Quote", "Source", "Who"]
    rows = [
        ["2019", "A", "“We will act”", "https://example.org/a", "Ofcom"],
        ["2019", "B", "“We will act”", "", "Ofcom"],
    ]
    one, other = imported(table([head, *rows])).drafts
    assert one.event["quotes"] == [{"text": "We will act", "by": "ofcom"}]
    assert other.comments == ("quote, without its source: We will act",)


def test_rows_that_are_no_events_are_kept() -> None:
    rows = [
        Row((Cell("Chronology of the Bill"),), 1),
        Row(tuple(map(Cell, HEAD)), 2),
        Row((Cell("2019"),), 3),
        Row((Cell("3 July"), Cell("A")), 5),
        Row(tuple(map(Cell, HEAD)), 6),
        Row((Cell(""), Cell("B")), 7),
        Row((Cell("", struck="4 July"), Cell("", struck="C")), 8),
        Row((Cell("5 July"), Cell("D")), 9, aside="cancelled"),
    ]
    done = imported(Table("a.docx", "table 1", tuple(rows), empty_rows=1))
    counts = done.counts
    assert (counts.events, counts.unplaced, counts.section_headings) == (1, 3, 2)
    assert (counts.headers, counts.empty, counts.rows) == (2, 1, 9)
    assert done.drafts[0].event["date"] == "2019-07-03"
    assert [row.missing for row in done.unplaced] == [
        ("the date is missing (the row above has 2019-07-03)",),
        ("it is struck out in the file",),
        ("cancelled",),
    ]
    struck = done.unplaced[1]
    assert not struck.comments
    assert (struck.event["date"], struck.event["title"]) == ("2019-07-04", "C")


def test_columns_without_a_role_are_kept_as_comments() -> None:
    done = imported(table([["Date", "Title", "Region"], ["2019", "A", "North"]]))
    assert done.drafts[0].comments == ("Region: North",)


def test_the_record_has_some_events_already() -> None:
    existing = Existing(
        sources={"paper": Cited("The paper", "https://example.org/paper")},
        actors={"Ofcom": "regulator"},
        events={("2019", "a"): "A", ("2020", "example.org/b"): "B"},
        cited=frozenset(["example.org/b"]),
    )
    rows = [
        ["2019", "a", "", "", ""],
        ["2020", "Something else", "", "https://example.org/b", ""],
        ["2021", "New", "", "The paper", "ofcom"],
    ]
    done = imported(table([HEAD, *rows]), existing=existing)
    assert [item.reason for item in done.already_there] == [
        "same date and title",
        "same date and source as 'B'",
    ]
    [new] = done.drafts
    assert (new.event["source"], new.event["actors"]) == ("paper", ["regulator"])
    assert not done.actors and not done.sources


CELLS = st.sampled_from(
    ["", "3 July 2019", "3/4/21", "25/4/21", "2019", "TBC", "2019/20", "A. B", "https://e.org/a",
     "Ofcom, DCMS", "*x* #1: [y]", "Date", "What happened", "Spring 2020"]
)  # fmt: skip


@given(
    st.lists(st.lists(CELLS | st.text(string.printable, max_size=20), max_size=6), max_size=12),
    st.booleans(),
    st.integers(0, 3),
)
def test_counts_always_add_up(rows: list[list[str]], has_header: bool, empty: int) -> None:
    given_rows = [HEAD, *rows] if has_header else rows
    done = imported(table(given_rows, empty_rows=empty))
    assert done.counts.rows == len(given_rows) + empty
    for draft in done.drafts:
        assert draft.event["title"] and parse_edtf(draft.event["date"]).earliest >= date.min


@pytest.mark.parametrize("words", ["A. ", "a, ", "1/", "Ab and ", "https://a ", "a.\n", "<"])
def test_rows_with_very_long_cells_are_kept(words: str) -> None:
    long = words * (50_000 // len(words))
    done = imported(table([HEAD, ["2019", *[long] * 4], [long, "A"]]))
    assert done.counts.events + done.counts.unplaced == 2
    assert all(len(reason) < 200 for row in done.unplaced for reason in row.missing)

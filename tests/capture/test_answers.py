"""An answer has exactly one meaning, or an error lists what can be written instead."""

from datetime import date as Day
from typing import Any

import pytest

from briefing.capture.answers import Unclear, Words
from tests.helpers import load_record

RECORD = load_record("""
    title: Fuel
    kinds: [{name: party conference, family: statements}]
    actors:
      treasury: {name: HM Treasury}
      chancellor: {name: The Chancellor}
      mp-north: {name: Ann Example}
      mp-south: {name: Ann Example}
    sources:
      hansard: {title: Statement on fuel, url: "https://www.example.org/hansard"}
    asks:
      payment: {title: Restore the payment, by: treasury}
    events:
      - id: cut
        date: 2024-07
        kind: statement
        title: Chancellor cuts the payment
        source:
          title: Fuel cut
          publisher: The Gazette
          date: 2024-07-29
          url: https://example.org/cut
          at: page 2
        commitments: [{id: review, title: Review the payment, by: treasury}]
      - {date: 2024-08, kind: news, title: No id here, source: hansard}
""")
WORDS = Words(RECORD, Day(2025, 6, 11))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("9 June 2025", "2025-06-09"),
        ("yesterday", "2025-06-10"),
        ("June 2025", "2025-06"),
        ("spring 2025", "spring 2025"),
        ("2025-06-09", "2025-06-09"),
        ("[2021-03-12..2023-07-03]", "[2021-03-12..2023-07-03]"),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, date: str) -> None:
    assert WORDS.date(text) == date


@pytest.mark.parametrize(
    ("text", "options"),
    [
        (
            "last week",
            {
                "2025-06-02/2025-06-08": "all of that time",
                "[2025-06-02..2025-06-08]": "one day in that time",
            },
        ),
        ("9/6/25", {"2025-06-09": "9 June 2025", "2025-09-06": "6 September 2025"}),
        (
            "in six months",
            {
                "2025-12-11": "exactly that long after 11 June 2025",
                "2025-12": "a day in that month",
            },
        ),
        ("last spring", {"spring 2025": "", "spring 2024": ""}),
        ("last Monday", {"2025-06-09": "9 June 2025", "2025-06-02": "2 June 2025"}),
    ],
)
def test_a_date_with_several_meanings_is_not_chosen(text: str, options: dict[str, str]) -> None:
    with pytest.raises(Unclear) as caught:
        WORDS.date(text)
    assert caught.value.options == options
    assert all(date in str(caught.value) for date in options)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("kind", "White-paper", "white paper"),
        ("kind", "PQ", "parliamentary question"),
        ("kind", "Party conference", "party conference"),
        ("actor", "treasury", "treasury"),
        ("actor", "hm treasury", "treasury"),
        ("event", "Chancellor cuts the payment", "cut"),
        ("ask", "restore the payment", "payment"),
        ("commitment", "review", "review"),
        ("move", "Met-in-part", "met in part"),
        ("figure", "over 1,000", "over 1,000"),
        ("due", "3 months after 2025-06", "3 months after 2025-06"),
        ("due", "June 2026", "2026-06"),
        ("due", "6 weeks after 9 June 2025", "6 weeks after 2025-06-09"),
        ("date", "spring last year", "spring 2024"),
        ("day", "in six months", "2025-12-11"),
        ("embargo", "3 July 2025 at 10.30pm", "2025-07-03T22:30"),
        ("day", "today", "2025-06-11"),
        ("source", "hansard", "hansard"),
        ("source", "http://example.org/hansard/#p2", "hansard"),
        ("source", "statement on fuel", "hansard"),
        ("source", "https://example.org/new", "https://example.org/new"),
        ("source", "A new report", {"title": "A new report"}),
    ],
)
def test_an_answer_is_read(field: str, text: str, value: Any) -> None:
    assert getattr(WORDS, field)(text) == value


def test_a_source_that_is_described_where_it_is_cited_is_described_again() -> None:
    described = {
        "title": "Fuel cut",
        "publisher": "The Gazette",
        "date": "2024-07-29",
        "url": "https://example.org/cut",
    }
    assert WORDS.source("https://example.org/cut") == described
    assert WORDS.source("fuel cut") == described
    assert WORDS.source("fuel cut", {"at": "page 3"}) == described | {"at": "page 3"}


def test_details_describe_a_new_source() -> None:
    details = {"at": "page 4", "date": "2025-06", "title": "A report"}
    assert WORDS.source("https://example.org/new", details) == {
        "title": "A report",
        "date": "2025-06",
        "url": "https://example.org/new",
        "at": "page 4",
    }
    assert WORDS.source("hansard", {"at": "column 5"}) == {"ref": "hansard", "at": "column 5"}


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("date", "Tuesday 9 June 2025", "Monday"),
        ("date", "soon", "spring 2024, about 2024, or 2019 to 2021"),
        ("day", "soon", "one day, such as 9 June 2025"),
        ("day", "late 2024", "not a single day"),
        ("due", "soon", "or 3 months after"),
        ("day", "June 2025", "not a single day"),
        ("kind", "statment", "'statement'"),
        ("kind", "U-turn", "reverses"),
        ("kind", "site visit", "kinds"),
        ("actor", "tresury", "'treasury'"),
        ("actor", "Ann Example", "mp-north or mp-south"),
        ("event", "No id here", "has no id"),
        ("area", "Wales", "no areas"),
        ("ask", "paymnt", "'payment'"),
        ("move", "done", "raised, advanced"),
        ("source", "hansrd", "'hansard'"),
        ("source", "example.org/x", "https://"),
        ("figure", "many", "not a number"),
        ("embargo", "tomorrow", "2023-07-03T22:30"),
    ],
)
def test_an_unclear_answer_says_what_to_write(field: str, text: str, message: str) -> None:
    with pytest.raises(Unclear, match=message):
        getattr(WORDS, field)(text)


def test_details_of_a_listed_source_are_refused() -> None:
    with pytest.raises(Unclear, match="already describes the source hansard"):
        WORDS.source("hansard", {"publisher": "Another"})

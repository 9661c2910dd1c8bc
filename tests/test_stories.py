"""Stories in the real record, worked out from its events, on the pages that people read."""

import re

import pytest

from briefing.edition.briefing import Briefing, make_briefing
from briefing.edition.editions import editions_of
from briefing.edition.registers import Ask, Commitment
from briefing.output.formats import FORMATS
from tests.helpers import SAMPLE, TEMPLATES, load_record


@pytest.fixture(scope="module")
def briefing() -> Briefing:
    record = load_record(SAMPLE.read_text(encoding="utf-8"))
    assert record.correct_as_of
    edition = editions_of(record, TEMPLATES)["timeline"]
    return make_briefing(record, "timeline", edition, record.correct_as_of)


@pytest.fixture(scope="module")
def page(briefing: Briefing) -> str:
    """Return the Markdown on one line, without its notes."""
    text = FORMATS["md"].renderer(SAMPLE.parent / "templates", "auto")(briefing).content.decode()
    return re.sub(r"\s*\[\^\d+\]", "", " ".join(text.split()))


def ask(briefing: Briefing, title: str) -> Ask:
    (match,) = (ask for ask in briefing.asks if ask.title.startswith(title))
    return match


def commitment(briefing: Briefing, title: str) -> Commitment:
    (match,) = (
        commitment for commitment in briefing.commitments if commitment.title.startswith(title)
    )
    return match


def test_the_page_begins_with_what_changed_the_asks_what_is_overdue_and_what_comes_next(
    page: str,
) -> None:
    summary = page.partition("# 2017")[0]
    parts = [
        "**What changed:** Ministers agree to prison terms",
        "**Asks:** Met: Criminal liability for senior managers, 3 July 2023. Raised: Young users",
        "Met (2 asks), not met (5 asks).",
        "**Overdue:** The Online Safety Bill (UK Government), due spring 2021, overdue by 2 years",
        "**What comes next:** Online Safety Bill returns to the House "
        "(under way until 10 September 2023)",
    ]
    places = [summary.find(words) for words in parts]
    assert -1 not in places and places == sorted(places), summary


def test_the_response_was_kept_about_14_months_late(briefing: Briefing, page: str) -> None:
    response = commitment(briefing, "Respond to the consultation")
    assert response.status == "kept about 14 months late"
    assert response.due == "October 2019"
    consultation = "Government consults on the White Paper for three months"
    assert response.working == f"3 months after the end of “{consultation}” (April to July 2019)"
    assert response.made.title == consultation
    assert response.closed is not None
    assert response.closed.title == "Government responds to the White Paper consultation"
    assert response.closed.date == "December 2020"
    assert response.made.citations and response.closed.citations
    assert (
        "**Kept about 14 months late:** Respond to the consultation. UK Government; due October "
        f"2019, 3 months after the end of “{consultation}” (April to July 2019)."
    ) in page


def test_the_bill_is_overdue_by_more_than_two_years(briefing: Briefing, page: str) -> None:
    bill = commitment(briefing, "The Online Safety Bill")
    assert (bill.state, bill.closed) == ("overdue", None)
    assert bill.status == "overdue by 2 years and 3 months"
    assert (bill.due, bill.made.date) == ("spring 2021", "12 March 2021")
    assert "**Overdue by 2 years and 3 months:** The Online Safety Bill" in page


def test_executive_liability_was_met_by_the_u_turn_after_more_than_four_years(
    briefing: Briefing, page: str
) -> None:
    liability = ask(briefing, "Criminal liability for senior managers")
    assert (liability.status, liability.taken) == ("met", "about 4 years and 3 months")
    assert [(move.to, move.event.date) for move in liability.moves] == [
        ("raised", "April 2019"),
        ("set back", "12 March 2021"),
        ("met in part", "between 12 March 2021 and 3 July 2023"),
        ("met", "3 July 2023"),
    ]
    u_turn = next(entry for entry in briefing.entries if entry.is_u_turn)
    assert liability.moves[-1].event.anchor == u_turn.anchor
    assert all(move.event.citations for move in liability.moves)
    assert f"**Met:** {liability.title}. About 4 years and 3 months after being raised. " in page


def test_the_u_turn_reverses_the_concession_at_most_two_years_and_four_months_later(
    briefing: Briefing,
) -> None:
    (turn,) = briefing.u_turns
    assert turn.event.date == "3 July 2023"
    assert turn.reversed.title.startswith("Prime Minister concedes senior manager liability")
    assert turn.time_between == "at most 2 years and 4 months"


def test_fines_were_asked_for_at_4_per_cent_and_came_at_10_nobody_knows_when(
    briefing: Briefing, page: str
) -> None:
    fines = ask(briefing, "Fines of up to 4%")
    assert (fines.status, fines.taken) == ("met", "at most 3 years and 5 months")
    assert [(move.to, move.event.date) for move in fines.moves] == [
        ("raised", "spring 2020"),
        ("met", "between spring 2020 and 3 July 2023"),
    ]
    met = "met between spring 2020 and 3 July 2023"
    shown = rf"Raised spring 2020 \([^)]*: up to 4% of .*?{met} \([^)]*: up to 10% of"
    assert re.search(shown, page)

"""A sheet of one page: never longer, whatever the record, and the same in every format."""

import io
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from lxml.html import fromstring
from pypdf import PdfReader

from briefing.edition.briefing import Briefing
from briefing.edition.sheet import in_word
from briefing.output import docx, html, markdown, pdf
from briefing.record.model import Edition
from tests.edition.test_sheet import made_by_chance
from tests.helpers import SAMPLE, TEMPLATES, load_record, make_briefing
from tests.validators import pdf_problems

KIND = TEMPLATES["one-page"]


def sample(**edition: str) -> Briefing:
    record = load_record(SAMPLE.read_text(encoding="utf-8"))
    assert record.correct_as_of
    chosen = Edition.model_validate({"template": "one-page", **edition})
    return make_briefing(record, "x", chosen, record.correct_as_of)


def long_record(seed: int, events: int) -> Briefing:
    whole = made_by_chance(seed, events)
    return replace(whole, template="one-page", pages=1, is_tight=True, at_most=KIND.at_most)


def test_it_has_the_position_facts_asks_and_what_is_next_on_one_side() -> None:
    made = pdf.renderer(None, "weasyprint")(sample())
    assert (made.pages, made.warnings) == (1, ())
    assert pdf_problems(made.content) == []
    (page,) = PdfReader(io.BytesIO(made.content)).pages
    words = " ".join(page.extract_text().split())
    for heading in ("Current position", "Key facts", "Asks and progress", "Commitments", "Sources"):
        assert heading in words
    assert "The Bill, still before Parliament, returns in the week" in words
    assert "Not on this page: 4 events since September 2022" in words


@pytest.mark.parametrize(
    ("seed", "events"),
    [(5, 60), *(pytest.param(seed, 60, marks=pytest.mark.long) for seed in range(20, 30))],
)
def test_it_is_never_longer_than_a_page(seed: int, events: int) -> None:
    whole = long_record(seed, events)
    title = "An extremely long title about buses " * 8
    whole = replace(whole, title=title[:300], subtitle=title[:300])
    made = pdf.renderer(None, "plutoprint")(whole)
    assert (made.pages, made.warnings) == (1, ())


def test_no_list_has_more_items_than_its_limit_and_the_rest_is_counted() -> None:
    whole = long_record(5, 60)
    for shown in (in_word(whole), in_word(replace(whole, pages=2))):
        events = len(shown.recent) + len(shown.earlier)
        assert events <= 2 and len(shown.figures) <= 5 and len(shown.next) <= 3
        assert len(shown.commitments) <= 2
        assert not (shown.quotes or shown.trends or shown.unconfirmed or shown.actions)
        assert shown.omitted and "quote" not in shown.omitted
    assert not replace(sample(), omitted=None).omitted


def test_a_page_and_a_word_document_and_markdown_have_no_more() -> None:
    whole = sample()
    page = html.renderer(None)(whole).content.decode()
    facts = fromstring(page).xpath("//section[@id='figures']//li")
    assert 3 <= len(facts) <= 5
    asks = fromstring(page).xpath("//section[@id='asks']/ul/li")
    assert 0 < len(asks) < len(whole.asks) == 7
    assert "Not on this page:" in page and "rest" not in {ask.get("class") for ask in asks}
    text = markdown.renderer(None)(whole).content.decode()
    assert "Not on this page:" in text and "## Current position" in text
    word = Document(io.BytesIO(docx.renderer(None)(whole).content))
    assert any("Not on this page:" in paragraph.text for paragraph in word.paragraphs)


def test_large_print_has_the_same_content_on_more_pages() -> None:
    made = pdf.renderer(None, "plutoprint")(sample(type_size="large"))
    assert made.pages and made.pages > 1 and made.warnings == ()


def test_events_that_did_not_happen_in_the_recent_period_are_counted_apart() -> None:
    happened = "".join(
        f"  - {{date: 2023-0{n}-01, kind: news, title: Event {n}, source: {{title: S}}}}\n"
        for n in range(1, 7)
    )
    ahead = "".join(
        f"  - {{date: 2024-0{n}-01, kind: news, title: Plan {n}, added: 2023-07-01,"
        " source: {title: S, date: 2023-07-01}}\n"
        for n in range(1, 5)
    )
    record = load_record(f"title: T\ncorrect_as_of: 2023-09-08\nevents:\n{happened}{ahead}")
    made = make_briefing(record, "x", Edition(template="one-page"), date(2023, 9, 8))
    shown = in_word(made)
    assert (len(shown.recent), len(shown.next)) == (2, 3)
    assert shown.omitted == "4 events since September 2022 and 1 other event"

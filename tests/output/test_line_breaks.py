"""Kept line breaks: PDFs are the same with and without them, whatever was made before."""

import inspect
import re
from contextlib import nullcontext
from datetime import date

import pytest
from weasyprint.text import fonts, line_break

from briefing.edition.briefing import Briefing
from briefing.output import line_breaks, pdf
from briefing.record.model import Edition
from tests.helpers import load_record, make_briefing

WORDS = "The committee asked for evidence about buses in rural areas and got it"


def document(*, text: str, language: str = "en") -> Briefing:
    """A briefing with the same words in several styles and widths."""
    record = load_record(
        f"""
        title: {WORDS}
        language: {language}
        actors: {{a: {{name: A}}}}
        events:
          - date: 2023-01
            kind: news
            title: {WORDS}
            summary: "{WORDS}. *{WORDS}*. **{WORDS}**. {text}"
            sources: [{{publisher: P, title: "{WORDS}", url: "https://example.org/"}}]
            commitments: [{{id: c, title: "{WORDS}", by: a, due: 2023-02}}]
            figures: [{{label: "{WORDS}", value: 1}}, {{label: "{WORDS} now", value: 2}}]
          - {{date: 2030-01, kind: news, title: {WORDS}, source: {{title: S, publisher: P}}}}
        """
    )
    return make_briefing(record, "x", Edition(template="member"), date(2024, 1, 1))


def test_a_pdf_does_not_depend_on_those_made_before(monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [
        document(text="The end."),
        document(text="Y diwedd.", language="cy"),
    ]
    render = pdf.renderer(None, "weasyprint")
    made = [render(each).content for each in documents]
    monkeypatch.setattr(line_breaks, "lines_kept", nullcontext)
    assert made == [pdf.renderer(None, "weasyprint")(each).content for each in documents]


def test_every_property_that_can_change_a_line_is_taken_into_account() -> None:
    code = "".join(
        map(
            inspect.getsource,
            (
                line_break.Layout,
                line_break.create_layout,
                line_break.first_line_metrics,
                line_break.line_size,
                line_break.split_first_line,
                fonts.get_font_description,
            ),
        )
    )
    read = set(re.findall(r"style\['(\w+)'\]", code))
    # They are for automatic hyphenation, and its lines are not kept.
    assert read - {"hyphenate_limit_chars", "hyphenate_limit_zone"} == set(line_breaks.STYLE)

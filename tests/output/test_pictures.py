"""Pictures on paper: they have the colours of the page's stylesheet, and links on top."""

import io
import re
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring

import pypdf
import pytest

from briefing.edition.briefing import make_briefing
from briefing.output import html, pdf
from briefing.output.pictures import coloured, prepare_for_print
from briefing.record.model import Edition
from briefing.record.stylesheets import values_of
from tests.helpers import load_record

STYLE = """
:root { --ink: #123; --accent: var(--ink); --a: var(--b); --b: var(--a) }
@media screen and (prefers-color-scheme: dark) { :root { --ink: #fff } }
@media print { :root { --line: black } }
.other { --ink: red }
"""


@pytest.mark.parametrize(
    ("asked", "got"),
    [
        ("var(--ink)", "#123"),
        ("var(--accent, blue)", "#123"),
        ("var(--line)", "black"),
        ("var(--none, currentColor)", "currentColor"),
        ("var(--none, var(--ink, rgb(0 0 0)))", "#123"),
        ("var(--none, var(--neither, rgb(0 0 0)))", "rgb(0 0 0)"),
        ("var(--none)", ""),
        ("var(--a)", ""),
    ],
)
def test_an_attribute_gets_the_value_for_print(asked: str, got: str) -> None:
    assert coloured(f'<path fill="{asked}" d="M0 0"/>', values_of(STYLE)) == (
        f'<path fill="{got}" d="M0 0"/>'
    )


def test_a_value_with_quotation_marks_stays_in_its_attribute() -> None:
    values = {"--ink": 'url("data:,<a>&")', "--own": "var(--ink)"}
    path = fromstring(coloured('<path fill="var(--own)" d="M0 0"/>', values))
    assert path.attrib == {"fill": values["--ink"], "d": "M0 0"}


def test_the_page_itself_is_left_alone() -> None:
    page = f'<style>{STYLE}</style><p title="var of --ink">var(--ink)</p><path fill="var(--ink)"/>'
    assert prepare_for_print(page) == page.replace('fill="var(--ink)"', 'fill="#123"')


RECORD = """
title: Parks & "gardens"
kinds: [of its own]
events:
  - {id: first, date: 2019, kind: of its own, title: First, source: {title: S}}
  - {id: second, date: 2020, kind: news, title: Second, source: {title: S}, reverses: [first]}
"""
CHART = """{% extends "shared/page.html" %}
{% block main %}
{% set drawing = chart(briefing, 600, 300) %}
{% include "shared/chart.svg" %}
{% for entry in briefing.entries %}{% include "shared/event.html" %}{% endfor %}
{% endblock %}
"""


@pytest.fixture
def user_templates(tmp_path: Path) -> Path:
    """Return templates for a briefing that includes its chart."""
    (tmp_path / "timeline").mkdir()
    (tmp_path / "timeline" / "briefing.html").write_text(CHART)
    return tmp_path


BRIEFING = make_briefing(load_record(RECORD), "b", Edition(template="timeline"), date(2021, 1, 1))
NAMES = ["2019: First (of its own)", "2020: Second (news)"]


def test_the_title_of_a_chart_has_the_whole_description(user_templates: Path) -> None:
    page = prepare_for_print(html.renderer(user_templates)(BRIEFING).content.decode())
    (title,) = re.findall(r'<title id="chart[^>]*>([^<]*)<', page)
    assert title.startswith("Parks &amp; “gardens”. 2 events, 2019–2020.")
    assert "<desc" not in page


def test_links_lie_above_the_labels_of_a_chart(user_templates: Path) -> None:
    page = prepare_for_print(html.renderer(user_templates)(BRIEFING).content.decode())
    links = re.findall(r'<a href="#(\S+)" aria-label="([^"]*)" style="([^"]*)"></a>', page)
    assert [(anchor, name) for anchor, name, _ in links] == [
        ("event-first", NAMES[0]),
        ("event-second", NAMES[1]),
    ]
    for _, _, style in links:
        left, top, width, height = map(float, re.findall(r"([\d.]+)%", style))
        assert left + width <= 100 and top + height <= 100 and width > 3 and height > 5


@pytest.mark.parametrize("engine", ["weasyprint", "plutoprint"])
def test_the_chart_of_a_pdf_links_to_the_events(user_templates: Path, engine: str) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf.renderer(user_templates, engine)(BRIEFING).content))
    found: Any = reader.pages[0]["/Annots"]
    links = [reference.get_object() for reference in found][:2]
    assert [link["/Dest"] for link in links] == ["event-first", "event-second"]
    if engine == "weasyprint":
        assert [link["/Contents"] for link in links] == NAMES

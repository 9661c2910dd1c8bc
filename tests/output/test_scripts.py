"""Titles that an engine cannot draw are replaced with a notice. All others are left alone."""

from collections.abc import Callable
from datetime import date

import pytest

from briefing.edition.briefing import Briefing, make_briefing
from briefing.edition.chart.shapes import Frame
from briefing.output import html
from briefing.output.chart import drawer
from briefing.output.pictures import prepare_for_print
from briefing.output.scripts import has_letters, joins_no_letters, with_drawable_titles
from briefing.record.model import Edition
from tests.helpers import SOURCE, load_record

ARABIC, HEBREW = "صدر القانون رقم 12 (Law 12/2024)", "שלום! The law passes, 3–2"


def made(*titles: str) -> Briefing:
    events = "".join(
        f"  - {{id: e{n}, date: 2024-05-0{n}, kind: news, title: '{title}', {SOURCE}}}\n"
        for n, title in enumerate(titles, 1)
    )
    record = load_record(f"title: T\ncorrect_as_of: 2024-06-30\nevents:\n{events}")
    return make_briefing(record, "t", Edition(template="timeline"), date(2024, 6, 30))


def picture(*titles: str) -> str:
    return drawer(None)(made(*titles), Frame(600, 300, alone=True))


@pytest.mark.parametrize("title", [ARABIC, HEBREW])
def test_a_title_from_right_to_left_is_one_in_svg(title: str) -> None:
    svg = picture("An English title", title)
    assert svg.count('direction="rtl"') >= 1
    assert (
        'direction="rtl"' not in svg.partition("An English title</text>")[0].rpartition("<text")[2]
    )


@pytest.mark.parametrize("title", [ARABIC, HEBREW])
@pytest.mark.parametrize("can_draw", [joins_no_letters, has_letters])
def test_it_is_named_as_not_drawn_where_it_cannot_be_drawn(
    title: str, can_draw: Callable[[str], bool]
) -> None:
    drawn = with_drawable_titles(picture("An English title", title), can_draw)
    shown = [text.partition("<")[0] for text in drawn.split('class="title"')[1:]]
    assert sum("(not shown)" in text for text in shown) == 1
    assert sum("English" in text for text in shown) == 1
    assert "direction=" not in drawn
    # Screen reader users hear the title.
    assert f"{title} (news)" in drawn


def test_latin_greek_and_cyrillic_titles_are_drawn() -> None:
    svg = picture("Cyngor tŷ ŵyn", "Η κυβέρνηση", "Уряд")
    for can_draw in (joins_no_letters, has_letters):
        assert with_drawable_titles(svg, can_draw) == svg


def test_a_pdf_has_the_title_in_its_text_and_says_that_the_chart_has_not() -> None:
    page = prepare_for_print(html.renderer(None)(made(ARABIC, "English")).content.decode())
    chart, _, text = page.partition("<h2>2024")
    assert "(not shown)" in chart and ARABIC in text

"""Pages whose notes get other numbers, compared with those that are built from nothing."""

from pathlib import Path

import pytest

from briefing.edition.briefing import Briefing, make_briefing
from briefing.output.html import LivePage, page_renderer
from briefing.record.loading import File, load
from briefing.record.model import Edition
from tests.edition.test_kept_entries import DAY
from tests.helpers import TEMPLATES

RECORD = """title: T
correct_as_of: 2023-01-01
events:
  - {date: 2020-01, kind: news, title: First, sources: [{title: S}]}
  - {date: 2020-02, kind: news, title: Second, sources: [{title: T}, {title: S}]}
"""
NEW = RECORD.replace("{title: T}", "{title: New}, {title: T}")
OTHER = RECORD.replace("[{title: S}]", "[{title: Other}]")
ELSEWHERE = """{% extends "shared/page.html" %}
{% block main %}
{% for entry in briefing.entries %}
<p>{{ entry.title }}{{ cite(entry.citations) }} {% set note = notes.cite(entry.citations[0]) %}
%s</p>
{% endfor %}
{% endblock %}
"""


def briefing_of(text: str) -> Briefing:
    record = load([File("events.yaml", text.encode())], TEMPLATES).record
    return make_briefing(record, "timeline", Edition(template="timeline"), DAY)


def test_notes_get_the_numbers_of_the_next_version() -> None:
    page_of = LivePage(None).version
    before, now = page_of(briefing_of(RECORD)), page_of(briefing_of(NEW))
    assert before.text == page_renderer(None)(briefing_of(RECORD))
    assert now.text == page_renderer(None)(briefing_of(NEW))
    assert before.renumbering(now) == {"1": "2", "2": "3"}
    # The note that is gone gets a number that is free in both versions.
    assert now.renumbering(before) == {"1": "4", "2": "1", "3": "2"}


def test_citations_get_the_places_of_the_next_version() -> None:
    page_of = LivePage(None).version
    before, now = page_of(briefing_of(RECORD)), page_of(briefing_of(OTHER))
    assert now.text == page_renderer(None)(briefing_of(OTHER))
    assert before.renumbering(now) == {"2-3": "2-2"}
    assert now.renumbering(before) == {"3": "4", "2-2": "2-3"}


@pytest.mark.parametrize(
    ("printed", "is_open"),
    [
        ("", True),
        ("{% if note.number > 1 %}{{ note.number + 1 }}{% endif %}", True),
        ("{{ note.number }} months", False),
        ('<a href="#{{ note.place }}">1</a>', False),
        ('<a href="#note-{{ note.number }}" title="Note {{ note.number }}">1</a>', False),
        ('{{ "%03d" | format(note.number) }}', True),
    ],
)
def test_numbers_in_other_places_are_printed_as_they_are_built(
    tmp_path: Path, printed: str, is_open: bool
) -> None:
    (tmp_path / "timeline").mkdir()
    (tmp_path / "timeline" / "briefing.html").write_text(ELSEWHERE.replace("%s", printed, 1))
    page_of, built = LivePage(tmp_path).version, page_renderer(tmp_path)
    for text in (RECORD, NEW, RECORD):
        page = page_of(briefing_of(text))
        assert page.text == built(briefing_of(text))
        assert bool(page.numbers) == is_open

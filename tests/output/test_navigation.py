"""A timeline of many pages: its bookmarks, running heads, contents and index are right."""

from contextlib import nullcontext
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from outloud.model import Document as Tagged
from outloud.rules._common import element_text
from pypdf import PdfReader

from benchmarks.records import record
from briefing.edition.briefing import Briefing, make_briefing
from briefing.edition.visibility import visible_to
from briefing.output import paging, pdf
from briefing.record.audiences import end_of_day
from briefing.record.loading import File, load

EVENTS = 30
SIDE, HEAD, FOOT = (length / 25.4 * 72 for length in (18, 20, 18))
"""The margins of a page, in points."""
REGISTERS = [
    "Asks and progress",
    "Commitments",
    "U-turns",
    "Index of people and organisations",
    "Sources",
]


class Bookmark(NamedTuple):
    """A heading. `top` is its height above the bottom of its page, in points."""

    level: int
    title: str
    page: int
    top: float


@cache
def long() -> Briefing:
    text = "".join(record(EVENTS))
    timeline = load([File("events.yaml", text.encode())]).record
    edition, day = timeline.editions["timeline"], timeline.correct_as_of
    assert day
    seen, _ = visible_to(timeline, "public", end_of_day(day, timeline.timezone))
    return make_briefing(seen, "timeline", edition, day)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("long") / "long.pdf"
    file.write_bytes(pdf.renderer(None, "weasyprint")(long()).content)
    return file


@pytest.fixture(scope="module")
def tree(file: Path) -> Tagged:
    return Tagged(str(file))


@pytest.fixture(scope="module")
def reader(file: Path) -> PdfReader:
    return PdfReader(BytesIO(file.read_bytes()))


@pytest.fixture(scope="module")
def bookmarks(reader: PdfReader) -> list[Bookmark]:
    def within(outline: Any, level: int) -> list[Bookmark]:
        found = []
        for item in outline:
            if isinstance(item, list):
                found += within(item, level + 1)
            else:
                page = reader.get_destination_page_number(item)
                assert page is not None and item.top is not None
                found.append(Bookmark(level, item.title or "", page + 1, float(item.top)))
        return found

    return within(reader.outline, 1)


@pytest.fixture(scope="module")
def sections(bookmarks: list[Bookmark]) -> list[Bookmark]:
    return [bookmark for bookmark in bookmarks if bookmark.level == 2]


def test_it_has_many_pages(reader: PdfReader) -> None:
    assert len(reader.pages) > 15 and len(long().years) > 20


def test_bookmarks_are_years_with_their_events_and_registers(
    bookmarks: list[Bookmark], sections: list[Bookmark]
) -> None:
    years = [year.name for year in long().years]
    assert [section.title for section in sections] == [*years, *REGISTERS]
    events = [(bookmark.level, bookmark.title) for bookmark in bookmarks if bookmark.level > 2]
    assert events == [(3, entry.title) for entry in long().entries]
    order = [(bookmark.page, -bookmark.top) for bookmark in bookmarks]
    assert order == sorted(order)


def test_contents_say_on_which_page_each_section_begins(
    tree: Tagged, sections: list[Bookmark]
) -> None:
    texts = [" ".join(element_text(tree, element).split()) for element in tree.elements_of("TOCI")]
    assert texts == [f"{section.title} {section.page}" for section in sections]


def test_the_index_says_on_which_pages_somebody_is_named(tree: Tagged, reader: PdfReader) -> None:
    pages = {
        name: (reader.get_destination_page_number(destination) or 0) + 1
        for name, destination in reader.named_destinations.items()
    }
    texts = {"".join(element_text(tree, element).split()) for element in tree.elements_of("LI")}
    assert len(long().index) > 2
    for item in long().index:
        named = dict.fromkeys(pages[mention.entry.anchor] for mention in item.mentions)
        assert "".join(f"{item.heading} {', '.join(map(str, named))}".split()) in texts
        assert len(named) > 5 or len(item.mentions) < 7


def test_each_page_says_in_which_section_it_begins(tree: Tagged, sections: list[Bookmark]) -> None:
    # The page of the first section may start with something else.
    for page in tree.pages[sections[0].page :]:
        at_its_head = page.height - HEAD - 30
        before = [
            section.title
            for section in sections
            if (section.page, -section.top) < (page.number, -at_its_head)
        ]
        head, *_ = tree.content(page.index).lines
        assert head.artifact_share == 1
        expected = f"{long().title} {before[-1]}"
        assert head.text.split(" · ")[0] == expected, page.number


def test_nothing_leaves_its_page(tree: Tagged) -> None:
    for page in tree.pages:
        for line in tree.content(page.index).lines:
            left, low, right, high = line.bbox
            # A space at the end of a line may extend into the margin.
            assert left >= SIDE - 1 and right <= page.width - SIDE + 3, line.text
            if not line.artifact_share:
                assert low >= FOOT - 1 and high <= page.height, line.text


@pytest.mark.long
def test_numbers_filled_in_early_are_those_of_more_layouts(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paging, "numbers_filled_in_early", nullcontext)
    assert file.read_bytes() == pdf.renderer(None, "weasyprint")(long()).content

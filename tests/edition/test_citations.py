"""A source reads the same in every format: author, title, publisher, date, place, copy, read."""

import re
from datetime import date as Day
from html import unescape
from pathlib import Path

import pytest

from briefing.edition.as_of import as_known_on
from briefing.edition.briefing import make_briefing
from briefing.edition.citations import Citation
from briefing.edition.editions import editions_of
from briefing.output.formats import FORMATS
from tests.helpers import TEMPLATES, load_record

RECORD = """
    title: T
    sources:
      full:
        title: The report
        author: Jo Bloggs
        publisher: The Gazette
        date: 2019-04
        url: https://example.org/report
        archived: https://archive.example/2023/report
        read: 2023-05-06
    events:
      - {date: 2019-05, kind: news, title: A, source: {ref: full, at: page 4}}
      - {date: 2019-05, kind: news, title: B, source: https://example.org/bare}
      - {date: 2019-05, kind: news, title: C,
         source: {title: Minutes, archived: https://archive.example/minutes, read: 2020-01-02}}
"""
FULL = "Jo Bloggs, The report, The Gazette, April 2019, page 4, archived copy, accessed 6 May 2023"


def citations(as_of: Day = Day(2024, 1, 1)) -> list[Citation]:
    record = as_known_on(load_record(RECORD), as_of)
    made = make_briefing(record, "timeline", editions_of(record, TEMPLATES)["timeline"], as_of)
    return [citation for entry in made.entries for citation in entry.citations]


def in_words(citation: Citation) -> str:
    return ", ".join(detail.text for detail in citation.details)


def test_all_that_is_known_of_a_source_stands_in_order() -> None:
    full, bare, minutes = citations()
    assert in_words(full) == FULL
    assert in_words(bare) == "https://example.org/bare"
    assert in_words(minutes) == "Minutes, archived copy, accessed 2 January 2020"


def test_plain_text_has_the_addresses_too_each_once() -> None:
    full, bare, _ = citations()
    assert full.in_full == (
        "Jo Bloggs, The report <https://example.org/report>, The Gazette, April 2019, page 4, "
        "archived copy <https://archive.example/2023/report>, accessed 6 May 2023"
    )
    assert bare.in_full == "https://example.org/bare"


@pytest.mark.parametrize("format", ["md", "html"])
def test_every_format_says_the_same(format: str, tmp_path: Path) -> None:
    record = load_record(RECORD)
    edition = editions_of(record, TEMPLATES)["timeline"]
    made = make_briefing(record, "timeline", edition, Day(2024, 1, 1))
    text = FORMATS[format].renderer(tmp_path, "auto")(made).content.decode()
    for address in ("https://example.org/report", "https://archive.example/2023/report"):
        assert text.count(address) == 1
    plain = re.sub(r"<[^>]+>", "", text) if format == "html" else re.sub(r"\]\(.*?\)|\[", "", text)
    assert f"{FULL}." in unescape(plain).replace("\xa0", " ")


def test_an_earlier_day_knows_of_no_later_reading_and_no_copy_made_after_it() -> None:
    full, _, minutes = citations(Day(2021, 3, 31))
    assert in_words(full) == "Jo Bloggs, The report, The Gazette, April 2019, page 4"
    assert in_words(minutes) == "Minutes, archived copy, accessed 2 January 2020"

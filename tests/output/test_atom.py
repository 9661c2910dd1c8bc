"""Atom, as RFC 4287 requires, and as a feed reader reads it."""

from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import feedparser
import pytest

from briefing.edition.editions import editions_of
from briefing.output import atom
from briefing.record.loading import File, load
from briefing.record.model import Edition
from briefing.record.record import Record
from tests.helpers import SAMPLE, TEMPLATES, load_record, make_briefing
from tests.pages import nasty

DAY = date(2023, 9, 8)
NAMES = {"a": "http://www.w3.org/2005/Atom"}
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def sample() -> Record:
    return load_record(SAMPLE.read_text(encoding="utf-8"))


def feeds(record: Record) -> list[bytes]:
    render = atom.renderer(None)
    return [
        render(make_briefing(record, id, edition, DAY)).content
        for id, edition in editions_of(record, TEMPLATES).items()
    ]


def empty() -> Record:
    return load_record(
        """
        title: T
        editions: {e: {template: timeline, since: 2030}}
        events: [{date: 2019, kind: news, title: E, source: {title: S}}]
        """
    )


@pytest.mark.parametrize("record", [sample, nasty, empty])
def test_a_feed_has_all_that_it_must_have(record: Callable[[], Record]) -> None:
    for content in feeds(record()):
        top = ElementTree.fromstring(content)
        assert top.tag == "{http://www.w3.org/2005/Atom}feed"
        entries = top.findall("a:entry", NAMES)
        # RFC 4287, 4.1.1 and 4.1.2: the author of the feed applies to its entries.
        for element, must_have in [
            (top, ("id", "title", "updated", "author")),
            *((entry, ("id", "title", "updated", "content")) for entry in entries),
        ]:
            for name in must_have:
                assert len(element.findall(f"a:{name}", NAMES)) == 1, name
        assert top.findtext("a:author/a:name", namespaces=NAMES)
        ids = [element.text for element in top.iter(f"{{{NAMES['a']}}}id")]
        assert len(set(ids)) == len(ids) and all(id and id.startswith("urn:uuid:") for id in ids)
        # 4.2.14: the feed's time is the latest of all.
        moments = [element.text or "" for element in top.iter(f"{{{NAMES['a']}}}updated")]
        assert max(moments) == moments[0]
        assert not feedparser.parse(content).bozo


def test_a_reader_reads_it() -> None:
    parsed = feedparser.parse(feeds(sample())[0])
    assert parsed.version == "atom10" and not parsed.bozo
    assert parsed.feed.title == "Online harms: from White Paper to Online Safety Bill"
    assert parsed.feed.language == "en-GB"
    assert parsed.feed.author_detail == {
        "name": "Example Policy Team",
        "email": "policy@example.org",
    }
    entry = next(
        candidate
        for candidate in parsed.entries
        if candidate.title.startswith("Online Safety Bill returns")
    )
    assert entry.updated_parsed[:3] == (2023, 9, 4)
    assert [tag.term for tag in entry.tags] == ["bill stage", "legislation"]
    assert entry.content[0].type == "text/html"
    assert "The Bill, still before Parliament, returns" in entry.content[0].value


def test_what_it_is_a_feed_of_stands_below_its_title() -> None:
    record = load_record(
        """
        title: T
        url: https://example.org
        correct_as_of: 2023-09-08
        events: [{date: 2019, kind: news, title: E, source: {title: S}}]
        """
    )
    edition = Edition(template="timeline", title="Ours", audience="members", topics=("fares",))
    parsed = feedparser.parse(atom.renderer(None)(make_briefing(record, "e", edition, DAY)).content)
    about = "T. Only events on fares. Correct as of 8 September 2023. For members"
    assert parsed.feed.subtitle == about
    assert parsed.feed.updated == "2023-09-08T00:00:00Z"
    links = {(link.rel, link.href) for link in parsed.feed.links}
    assert links == {
        ("self", "https://example.org/e.atom"),
        ("alternate", "https://example.org/e.html"),
    }


def test_titles_are_in_the_language_of_the_record() -> None:
    record = load_record(
        "{title: T, events: [{date: 2019, kind: news, title: E, source: {title: S}}]}"
    )
    edition = Edition(template="timeline", language="cy")
    content = atom.renderer(None)(make_briefing(record, "e", edition, DAY)).content
    top = ElementTree.fromstring(content)
    assert top.get(LANG) == "cy"
    assert [title.get(LANG) for title in top.findall("a:entry/a:title", NAMES)] == ["en-GB"]


def test_what_xml_cannot_hold_does_not_break_it() -> None:
    text = r"""
title: "T\u0001"
events:
  - {date: 2019, kind: news, title: "E\u0007\uFFFE", summary: "a\u000Bb",
     topics: ["x\u0008"], source: {title: "S]]>\u001F"}}
"""
    record = load([File("events.yaml", text.encode())]).record
    for content in feeds(record):
        assert feedparser.parse(content).entries[0].title == "E\ufffd\ufffd"

"""The content that Atom and JSON Feed share: events, their identifiers and their dates."""

import json
from datetime import date
from typing import Any

import feedparser
import pytest

from briefing.edition.as_of import as_known_on
from briefing.output.formats import FORMATS
from briefing.record.model import Edition
from tests.helpers import load_record, make_briefing

DAY = date(2023, 9, 8)
RECORD = """
title: Buses
publisher: {name: A publisher, contact: a@example.org}
url: https://example.org/briefings/
correct_as_of: 2023-09-08
sources:
  early: {title: Early, date: 2019-05-06}
  late: {title: Late, date: 2023-02}
events:
  - {id: first, date: 2019-04, kind: news, title: One, source: early, topics: [fares, roads]}
  - {id: added, date: 2020, kind: news, title: Two, source: early, added: 2023-03-04}
  - {id: cited, date: 2021-01-02, kind: news, title: Three, sources: [early, late]}
  - {date: 2022-01-02, kind: news, title: Four and more, source: {title: S}}
  - {date: 2024-01-02, kind: news, title: Known of, source: late}
  - {date: 2024-01-03, kind: news, title: Nobody knows since when, source: {title: S}}
"""

Feed = dict[str, dict[str, Any]]


def content(text: str = RECORD, format: str = "jsonfeed", day: date = DAY, **edition: Any) -> bytes:
    record = load_record(text)
    record = as_known_on(record, day) if day < DAY else record
    made = Edition(template="timeline", **edition)
    return FORMATS[format].renderer(None, "auto")(make_briefing(record, "buses", made, day)).content


def feed(*arguments: Any, **edition: Any) -> Feed:
    """Return a feed with the items keyed by title."""
    items = json.loads(content(*arguments, **edition))["items"]
    return {item["title"]: item for item in items}


def test_events_stand_by_the_last_news_of_them() -> None:
    days = [(title, item["date_modified"][:10]) for title, item in feed().items()]
    assert days == [
        ("Two", "2023-03-04"),
        ("Known of", "2023-02-01"),
        ("Three", "2023-02-01"),
        ("Four and more", "2022-01-02"),
        ("One", "2019-05-06"),
    ]


def test_only_timelines_show_every_event_that_an_item_could_link_to() -> None:
    assert feed()["One"]["url"] == "https://example.org/briefings/buses.html#event-first"
    whole = make_briefing(load_record(RECORD), "buses", Edition(template="member"), DAY)
    items = json.loads(FORMATS["jsonfeed"].renderer(None, "auto")(whole).content)["items"]
    assert {item["url"] for item in items} == {"https://example.org/briefings/buses.html"}


def test_a_day_to_come_is_no_day_of_news() -> None:
    assert [*feed(RECORD, "jsonfeed", date(2020, 6, 1))] == ["Two", "One"]
    then = feed(RECORD, "jsonfeed", date(2022, 6, 1))
    assert then["Three"]["date_modified"][:10] == "2021-01-02"
    assert "date_published" not in then["Two"]


def test_an_event_keeps_its_id_when_it_is_reworded() -> None:
    before = feed()
    after = feed(
        RECORD.replace("title: One", "title: Uno")
        .replace("date: 2019-04,", "date: 2019-03,")
        .replace("title: Buses", "title: Trams")
        .replace("a@example.org", "b@example.org")
    )
    assert after["Uno"]["id"] == before["One"]["id"]
    assert after["Four and more"]["id"] == before["Four and more"]["id"]
    assert len({item["id"] for item in before.values()}) == len(before)


@pytest.mark.parametrize(
    ("old", "new"), [("org/briefings", "org/trams"), ("id: first", "id: other")]
)
def test_events_of_different_records_are_never_the_same(old: str, new: str) -> None:
    assert feed(RECORD.replace(old, new))["One"]["id"] != feed()["One"]["id"]


def test_what_two_editions_tell_of_an_event_is_not_the_same() -> None:
    render = FORMATS["jsonfeed"].renderer(None, "auto")
    public, members = (
        json.loads(render(make_briefing(load_record(RECORD), id, made, DAY)).content)
        for id, made in (
            ("buses", Edition(template="timeline")),
            ("members", Edition(template="timeline", audience="members")),
        )
    )
    ids = [{item["id"] for item in edition["items"]} for edition in (public, members)]
    assert ids[0].isdisjoint(ids[1])


def test_a_record_that_is_published_nowhere_goes_by_its_title_and_publisher() -> None:
    nowhere = RECORD.replace("url: https://example.org/briefings/\n", "")
    ids = {
        feed(text)["One"]["id"]
        for text in (
            nowhere,
            nowhere.replace("title: Buses", "title: Trams"),
            nowhere.replace("A publisher", "Another"),
        )
    }
    assert len(ids) == 3
    assert "url" not in feed(nowhere)["One"]


def test_links_lead_to_the_page_and_to_the_place_in_it() -> None:
    page = content(format="html").decode()
    for format, media_type in (("atom", "application/atom+xml"), ("jsonfeed", "")):
        whole = content(format=format)
        assert f'"https://example.org/briefings/buses.{format}"'.encode() in whole, media_type
        assert b'"https://example.org/briefings/buses.html"' in whole
    for item in feed().values():
        address, _, anchor = item["url"].partition("#")
        assert address == "https://example.org/briefings/buses.html"
        assert f'id="{anchor}"' in page


def test_an_edition_may_be_published_elsewhere() -> None:
    item = feed(url="https://members.example.org")["One"]
    assert item["url"].startswith("https://members.example.org/buses.html#")


def test_the_text_is_whole_and_safe() -> None:
    item = feed(
        """
        title: T
        correct_as_of: 2023-09-08
        actors: {a: {name: "An <actor>", roles: [{title: Mayor}]}}
        events:
          - date: 2023-07-03
            id: e
            kind: U-turn amendment
            title: "A <b>title</b> & more"
            summary: "Some **text**, a < b"
            actors: [a]
            source: {title: "S <i>", url: "https://example.org/?a=1&b=2", at: page 3}
            quotes: [{text: "Said <so>", by: a, source: {title: Other}}]
            figures: [{label: answers, value: 77%, of: adults, sample: 50}]
            disputed: "Is it?"
            reverses: [f]
          - {id: f, date: 2022, kind: news, title: Before, source: {title: S}}
        """
    )["A <b>title</b> & more"]
    text = item["content_html"]
    assert "<p>3 July 2023. U-turn amendment.<sup>[1]</sup></p>" in text
    assert "<p>Some <strong>text</strong>, a &lt; b</p>" in text
    assert "“Said &lt;so&gt;”" in text
    assert "<p>An &lt;actor&gt;, Mayor<sup>[2]</sup></p>" in text
    assert "<b>77%</b> answers (adults; small sample: 50)<sup>[1]</sup>" in text
    assert "Disputed: Is it?" in text
    assert "Reverses: Before (2022), after " in text
    assert '<a href="https://example.org/?a=1&amp;b=2">S &lt;i&gt;</a>, page 3</li>' in text


def test_both_have_the_same() -> None:
    parsed = feedparser.parse(content(format="atom"))
    result = {
        entry.title: (entry.id, entry.link, entry.content[0].value, entry.updated)
        for entry in parsed.entries
    }
    assert result == {
        title: (item["id"], item["url"], item["content_html"], item["date_modified"])
        for title, item in feed().items()
    }


def test_two_builds_are_the_same() -> None:
    for format in ("atom", "jsonfeed"):
        assert content(format=format) == content(format=format)

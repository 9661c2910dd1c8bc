"""JSON Feed, as its specification requires (https://www.jsonfeed.org/version/1.1/)."""

import json
import re
from datetime import date
from typing import Any

import pytest

from briefing.edition.briefing import make_briefing
from briefing.edition.editions import editions_of
from briefing.output import jsonfeed
from briefing.record.record import Record
from tests.helpers import SAMPLE, TEMPLATES, load_record
from tests.pages import nasty

TOP = {
    "version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url",
    "icon", "favicon", "authors", "language", "expired", "hubs", "items",
}  # fmt: skip
ITEM = {
    "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image",
    "banner_image", "date_published", "date_modified", "authors", "tags", "language", "attachments",
}  # fmt: skip


def feeds(record: Record) -> list[Any]:
    render = jsonfeed.renderer(None)
    return [
        json.loads(render(make_briefing(record, id, edition, date(2023, 9, 8))).content)
        for id, edition in editions_of(record, TEMPLATES).items()
    ]


@pytest.mark.parametrize(
    "record",
    [lambda: load_record(SAMPLE.read_text(encoding="utf-8")), nasty],
    ids=["sample", "nasty"],
)
def test_a_feed_is_what_the_specification_says(record: Any) -> None:
    for feed in feeds(record()):
        assert feed["version"] == "https://jsonfeed.org/version/1.1"
        assert feed["title"] and feed["language"] == "en-GB"
        assert feed.keys() <= TOP
        assert all({"name", "url", "avatar"} & author.keys() for author in feed["authors"])
        assert feed["items"]
        for item in feed["items"]:
            assert item.keys() <= ITEM
            assert isinstance(item["id"], str) and item["id"]
            assert item["content_html"]
            for key in {"date_published", "date_modified"} & item.keys():
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", item[key])
            assert all(isinstance(tag, str) for tag in item["tags"])


def test_it_says_who_speaks_and_when_an_event_was_added() -> None:
    (feed,) = feeds(
        load_record(
            """
            title: T
            publisher: {name: We, contact: "https://example.org/us"}
            editions: {e: {template: timeline}}
            events:
              - {date: 2019, kind: news, title: E, added: 2023-01-02, source: {title: S}}
            """
        )
    )
    assert feed["authors"] == [{"name": "We", "url": "https://example.org/us"}]
    assert feed["items"][0]["date_published"] == "2023-01-02T00:00:00Z"

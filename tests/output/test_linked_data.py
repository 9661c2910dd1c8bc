"""Data for other programs in a page: JSON that cannot end early, with the content of the page."""

import json
import re
from datetime import date
from html import unescape
from typing import Any

from briefing.output import html
from briefing.record.model import Edition
from briefing.typography import typeset
from tests.helpers import load_record, make_briefing
from tests.pages import NASTY, pages

RECORD = """
title: T
publisher: {name: P}
url: https://example.org/b
events:
  - {id: day, date: 2023-07-03, kind: news, title: A day, source: {title: S}}
  - {id: month, date: 2023-08, kind: news, title: A month, source: {title: S}}
  - {id: about, date: 2022~, kind: news, title: About a year, source: {title: S}}
  - {id: spring, date: 2021-21, kind: news, title: Spring, source: {title: S}}
"""


def json_ld(page: str) -> dict[str, Any]:
    (text,) = re.findall(
        r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL | re.IGNORECASE
    )
    found: dict[str, Any] = json.loads(text)
    return found


def page(edition: Edition) -> str:
    made = make_briefing(load_record(RECORD), "e", edition, date(2023, 9, 8))
    return html.renderer(None)(made).content.decode()


def test_it_says_what_the_page_is() -> None:
    found = json_ld(page(Edition(template="timeline", audience="members", language="cy")))
    about = found.pop("about")
    assert found == {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": "T",
        "url": "https://example.org/b/e.html",
        "inLanguage": "cy",
        "datePublished": "2023-09-08",
        "publisher": {"@type": "Organization", "name": "P"},
        "conditionsOfAccess": "Ar gyfer aelodau",
    }
    assert about[-1] == {
        "@type": "Event",
        "name": "A month",
        "startDate": "2023-08",
        "url": "https://example.org/b/e.html#event-month",
    }


def test_no_date_is_more_exact_than_it_is() -> None:
    about = json_ld(page(Edition(template="timeline")))["about"]
    assert {event["name"]: event.get("startDate") for event in about} == {
        "A day": "2023-07-03",
        "A month": "2023-08",
        "About a year": None,
        "Spring": None,
    }


def test_it_tells_of_what_the_page_shows() -> None:
    for name in ("sample-timeline", "sample-member", "inquiry-members", "empty-a"):
        page = pages()[name].replace("\xa0", " ")
        shown = (
            r'<article.*?<h3>(?:<bdi>)?(.*?)<|<li id="event-[^>]*>.*?class="label">(?:<bdi>)?(.*?)<'
        )
        titles = [unescape(a or b) for a, b in re.findall(shown, page, re.DOTALL)]
        assert sorted(event["name"] for event in json_ld(page).get("about", [])) == sorted(titles)


def test_nothing_ends_it() -> None:
    found = json_ld(pages()["nasty-long"])
    assert found["name"] == found["publisher"]["name"] == typeset(NASTY)
    assert typeset(NASTY) in {event["name"] for event in found["about"]}
    after = pages()["nasty-long"].partition('"application/ld+json">')[2]
    assert after.count("<") == len(["</script>", "</body>", "</html>"])

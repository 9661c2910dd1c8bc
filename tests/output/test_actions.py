"""Actions on the page: right after the summary, and with their web addresses for paper."""

from datetime import date

import pytest

from briefing.output import html, markdown
from briefing.output.html import to_html, with_addresses
from tests.helpers import SOURCE, load_record, make_briefing

RECORD = f"""
title: T
editions:
  e:
    template: member
    actions: ["Use [our letter](https://www.example.org/letter/)."]
actors: {{a: {{name: A}}}}
asks: {{x: {{title: X, by: a}}}}
events: [{{date: 2023-08, kind: news, title: E, asks: {{x: raised}}, {SOURCE}}}]
"""


def test_actions_follow_the_summary() -> None:
    record = load_record(RECORD)
    made = make_briefing(record, "e", record.editions["e"], date(2023, 9, 8))
    for renderer in (html.renderer(None), markdown.renderer(None)):
        page = renderer(made).content.decode()
        order = ["What changed", "What you can do", "Asks and progress", "Recent developments"]
        main = page[page.index("What changed") :]
        places = [main.index(words) for words in order]
        assert places == sorted(places)
    page = html.renderer(None)(made).content.decode()
    assert '>our letter</a><span class="address"> (example.org/letter)</span>.' in page


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[Write](mailto:a@example.org)", " (a@example.org)"),
        ("[Read](https://example.org/?a=1&b=2)", " (example.org/?a=1&amp;b=2)"),
        ("<https://example.org/a>", ""),
        ("[example.org/a](https://example.org/a)", ""),
        ("No link", ""),
    ],
)
def test_a_link_is_followed_by_its_address_once(text: str, shown: str) -> None:
    address = f'<span class="address">{shown}</span>' if shown else ""
    page = with_addresses(to_html(text))
    assert page.count("address") == page.count(address) * bool(address)
    assert address in page

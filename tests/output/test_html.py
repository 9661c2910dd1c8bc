"""HTML: one valid file that loads nothing, runs nothing and is readable on a telephone."""

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest

from briefing.edition import sheet
from briefing.output import html
from briefing.record.model import Edition
from briefing.typography import typeset
from tests.helpers import SAMPLE, load_record, make_briefing
from tests.pages import NASTY, made, page_names, pages
from tests.pdfs import briefing
from tests.validators import html_problems


def test_every_page_is_valid() -> None:
    record = load_record(SAMPLE.read_text(encoding="utf-8"))
    other_kinds = {kind: Edition(template=kind) for kind in ("lines", "one-page", "register")}
    shown = pages() | made(replace(record, editions=other_kinds))
    names = list(shown)
    problems = html_problems(list(shown.values()))
    assert [
        (names[int(re.findall(r"page (\d+)", problem)[0]) - 1], problem) for problem in problems
    ] == []


def test_a_page_without_events_is_small() -> None:
    assert all(len(pages()[f"empty-{id}"]) < 64_000 for id in "ab")


# Within a page


class Read(HTMLParser):
    """Collects the ids, links and text of a page, in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.hrefs: list[str] = []
        self.tags: Counter[str] = Counter()
        self.attributes: Counter[str] = Counter()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        for name, value in attrs:
            self.attributes[name] += 1
            self.ids += [value or ""] if name == "id" else []
            self.hrefs += [value or ""] if name == "href" else []

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("name", page_names())
def test_links_within_a_page_have_their_targets(name: str) -> None:
    page = Read(pages()[name])
    assert max(Counter(page.ids).values()) == 1
    within = {href[1:] for href in page.hrefs if href.startswith("#")}
    assert within <= set(page.ids)
    external = {href for href in page.hrefs if not href.startswith("#")}
    assert all(re.match(r"https?://|mailto:", url) for url in external)


@pytest.mark.parametrize("name", page_names())
def test_notes_are_numbered_as_they_appear_and_lead_back(name: str) -> None:
    page = pages()[name]
    body, _, sources = page.partition('<section class="sources"')
    cited = re.findall(r'<a id="(cited-(\d+)-\d+)" href="#note-(\d+)"[^>]*>(\d+)</a>', body)
    numbers = [number for *_, number in cited]
    assert all(a == b == c for _, a, b, c in cited)
    notes = re.split(r'<li id="note-(\d+)"[^>]*>', sources)[1:]
    assert [int(number) for number in notes[::2]] == list(range(1, len(set(numbers)) + 1))
    # If only a part is printed, its notes have the first numbers.
    if 'class="rest"' not in sources:
        assert notes[::2] == list(dict.fromkeys(numbers))
    for number, note in zip(notes[::2], notes[1::2], strict=True):
        assert re.findall(r'href="#(cited-[\d-]+)"', note) == [
            place for place, other, *_ in cited if other == number
        ]


FEW = """
    title: Until 9 May 2020
    correct_as_of: 2023-09-08
    publisher: {name: P}
    language: LANGUAGE
    editions: {a: {template: timeline}}
    events:
      - {date: 2019-07-03, kind: news, title: E, sources: [{title: A}, {title: B}, {title: C}]}
"""


def test_notes_beside_each_other_have_a_comma_between_them() -> None:
    page = made(load_record(FEW.replace("LANGUAGE", "en-GB")))["a"]
    (notes,) = re.findall(r'<sup class="note">(.*?)</sup>', page)
    assert re.sub("<[^>]*>", "", notes) == "1, 2, 3" and notes.count("<a ") == 3


@pytest.mark.parametrize(
    ("language", "day"), [("en-GB", "3\xa0July 2019"), ("cy", "3\xa0Gorffennaf 2019")]
)
def test_no_line_ends_between_a_day_and_its_month(language: str, day: str) -> None:
    page = made(load_record(FEW.replace("LANGUAGE", language)))["a"]
    assert f'<time datetime="2019-07-03">{day}</time>' in page
    assert '"name": "Until 9 May 2020"' in page


LINKED = """
    title: T
    language: LANGUAGE
    actors: {a: {name: A}}
    editions: {a: {template: timeline}}
    events:
      - {id: e, date: 2019-07, kind: news, title: E, source: {title: S},
         commitments: [{id: c, title: C, by: a, due: 2019-09-01}]}
      - {date: 2020-09, kind: news, title: F, source: {title: S}, follows: [e], keeps: [c],
         figures: [{label: l, value: "57.2 million", by: a}]}
"""


@pytest.mark.parametrize("language", ["en-GB", "cy"])
def test_no_line_ends_between_a_number_and_its_unit(language: str) -> None:
    page = made(load_record(LINKED.replace("LANGUAGE", language)))["a"]
    late = {"en-GB": "Kept about 13\xa0months late", "cy": "Cadwyd tua 13\xa0mis yn hwyr"}
    assert "57.2\xa0million" in page and late[language] in page
    # The data keeps the words as written.
    scripts = re.findall(r"<script\b.*?</script>", page, re.DOTALL)
    assert scripts and not any("\xa0" in text for text in scripts)


def test_no_line_ends_within_a_range_of_numbers_or_after_a_single_letter() -> None:
    long = f"x-{'y' * 40}"
    title = f"Plan 2023–24 for 4,000–5,000 X-rays, end-to-end, day-a-week, {long}"
    record = FEW.replace("LANGUAGE", "en-GB").replace("Until 9 May 2020", f'"{title}"')
    page = made(load_record(record))["a"]
    heading, name = (re.search(rf"<{tag}\b[^>]*>(.*?)</{tag}>", page) for tag in ("h1", "title"))
    assert heading and name
    whole = r'<span class="whole">(.*?)</span>'
    assert re.findall(whole, heading[1]) == ["2023–24", "000–5", "X-rays"]
    # Nothing is added to the words, or in places where a page cannot contain elements.
    assert re.sub(whole, r"\1", heading[1]) == name[1] == title
    assert "<span" not in "".join(
        re.findall(r"<(?:svg|option)\b.*?</(?:svg|option)>", page, re.DOTALL)
    )
    assert re.search(r"\.whole \{ white-space: nowrap; \}", page)


def test_a_u_turn_is_named_and_linked_both_ways() -> None:
    page = pages()["sample-timeline"]
    turn, old = (
        re.search(rf'<article class="([^"]*)" id="{id}"[^>]*>(.*?)</article>', page, re.DOTALL)
        for id in ("event-u-turn", "event-concession")
    )
    assert turn and old
    assert "u-turn" in turn[1] and 'href="#event-concession"' in turn[2]
    shown_title, title_before = (re.sub(r"<[^>]*>", "", item[2]) for item in (turn, old))
    assert re.findall(r"\bU-turn[^\d\n]*", shown_title) == ["U-turn amendment"]
    assert "u-turn" not in old[1] and 'href="#event-u-turn"' in old[2] and "U-turn:" in title_before


@pytest.mark.parametrize(
    ("id", "path"), [("member", SAMPLE), ("members", SAMPLE.parent / "examples" / "buses")]
)
def test_a_telephone_offers_more_only_of_what_it_shows_some_of(id: str, path: Path) -> None:
    whole = briefing(id, path)
    shown = sheet.in_a_browser(whole)
    assert shown
    page = html.renderer(None)(whole).content.decode()
    for name in ("asks", "earlier", "figures", "quotes", "commitments", "trends"):
        all, some = len(getattr(whole, name)), len(getattr(shown, name))
        (section,) = re.findall(rf'<section id="{name}".*?</section>', page, re.DOTALL) or [""]
        offered = re.findall(r'<input type="checkbox"> (.*?)</label>', section)
        words = f"Show {all - some} more" if some else f"Show all {all}"
        assert offered == ([words] if all > some else []), name


def test_text_is_shown_and_not_run() -> None:
    for name, scripts in (("nasty-long", 3), ("nasty-short", 2)):
        page = Read(pages()[name])
        assert (page.tags["img"], page.tags["style"], page.tags["script"]) == (0, 1, scripts)
        assert not [attribute for attribute in page.attributes if attribute.startswith("on")]
        assert typeset(NASTY) in page.text


def test_the_style_of_a_page_cannot_be_left() -> None:
    page = pages()["nasty-long"]
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    assert "<" not in style and "alert" in style and style.count("{") == style.count("}")


@pytest.mark.parametrize(
    ("contact", "shown"),
    [
        ("policy@example.org", '<a href="mailto:policy@example.org">policy@example.org</a>'),
        ("a+b@example.org", '<a href="mailto:a+b@example.org">a+b@example.org</a>'),
        ("https://example.org/us?a=1&b=2", '<a href="https://example.org/us?a=1&amp;b=2">'),
        ("020 7946 0000", "020 7946 0000"),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ('"><b>', "&#34;&gt;&lt;b&gt;"),
        ("a@b?subject=%22&bcc=all@example.org", "a@b?subject"),
        ('a"onclick=x@example.org', '<a href="mailto:a%22onclick%3Dx@example.org">'),
    ],
)
def test_a_contact_is_a_link_where_it_is_an_address(contact: str, shown: str) -> None:
    made = str(html.contact(contact))
    assert shown in made
    assert ("<a " in made) == ("href" in shown)
    assert "<b" not in made and " onclick" not in made


# Markdown in summaries is sanitised


ALLOWED = {"p", "em", "strong", "a", "ul", "ol", "li", "blockquote", "code", "br"}
ATTACKS = [
    "<script>alert(1)</script>", "<SCRIPT SRC=//a.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>", "<math><mtext></style><img src=x>",
    "<a href='javascript:alert(1)'>x</a>", "<a href=' &#14; javascript:x'>x</a>",
    "<style>*{}</style>", "<iframe src=x>", "<object data=x>", "<embed src=x>",
    "<form action=x><input>", "<base href=x>", "<link rel=stylesheet href=x>",
    "<meta http-equiv=refresh content=0>", "<p onclick=x style=y id=z>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<!--><img src=x onerror=x>-->", "<![CDATA[<img src=x>]]>", "<?php x ?>", "<x:script>",
    "<details open ontoggle=x>", "<b>bold</b>", "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))", "[x]( javascript:alert(1))", "[x](java\tscript:alert(1))",
    "[x](<java\nscript:alert(1)>)", "[x](&#106;avascript:alert(1))",
    "[x](&#x6A;avascript&colon;alert(1))", "[x](javascript&#58;alert(1))",
    "[x](\\javascript:alert(1))", "[x](javascript\\:alert(1))", "[x](%6Aavascript:alert(1))",
    "[x](data:text/html,<script>x</script>)", "[x](data:text/html;base64,PHN2Zz4=)",
    "[x](vbscript:x)", "[x](file:///etc/passwd)", "[x](ftp://a.example)", "[x](//a.example/x)",
    "[x](/etc)", "[x](x.html)", "[x](#main)", "[x](?a)", "[x]()", "[x](<>)",
    "[x](https://a.example \"onclick=x\")", "[x](https://a.example\"onclick=alert(1)//)",
    "[x](https://a.example' onmouseover='x)", "[x][y]\n\n[y]: javascript:alert(1)",
    "[x][y]\n\n[y]: <javascript:alert(1)> 'a'", "[x][]\n\n[x]: data:text/html,x",
    "<javascript:alert(1)>", "<data:text/html,x>", "<x@a.example>",
    "![x](https://a.example/x.png)", "![x](javascript:alert(1))", "![x](x\" onerror=\"alert(1))",
    "![x][y]\n\n[y]: https://a.example/x.png", "# a heading", "a\n===", "```\n<script>\n```",
    "`<script>`", "    <script>", "a\x00b", "\x02wzxhzdk:0\x03", "\x02klzzwxh:0000\x03",
    "[" * 500, "]" * 500, "*" * 500, "> " * 500 + "x", "`" * 501, "(" * 500, "<" * 500,
    "_a" * 500, "&" * 500, "- " * 300 + "x", "\n".join("    " * n + "- x" for n in range(60)),
    "[x](" * 300, "**a " * 300,
]  # fmt: skip


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_summary_holds_is_harmless_even_past_the_checks(attack: str) -> None:
    for text in (attack, f"before {attack} after", f"- {attack}\n- b", f"> {attack}\n\nlast"):
        page = Read(str(html.to_html(text)))
        assert set(page.tags) <= ALLOWED
        assert set(page.attributes) <= {"href", "start"}
        assert all(re.match(r"https?://|mailto:", href) for href in page.hrefs), page.hrefs


def test_a_summarys_own_markdown_is_kept() -> None:
    made = str(
        html.to_html(
            "**bold**, *slanted*, [a link](https://a.example/?a=1&b=2), <https://b.example>,\n"
            "`code`\n\n- one\n- two\n\n7. three\n\n> four\n\nfive  \nsix & <seven> £8 < 9"
        )
    )
    for part in (
        "<strong>bold</strong>",
        "<em>slanted</em>",
        '<a href="https://a.example/?a=1&amp;b=2">a link</a>',
        '<a href="https://b.example">',
        "<code>code</code>",
        "<li>two</li>",
        '<ol start="7">',
        "<blockquote>",
        "five<br>",
        "six &amp;",
        "£8 &lt; 9",
    ):
        assert part in made


def test_what_is_read_from_right_to_left_stands_apart_from_what_is_around_it() -> None:
    record = load_record(
        """
        title: T
        events:
          - {date: 2023-09-03, kind: news, title: "ממשלת ישראל", summary: "وزارة الصحة، رقم 5",
             source: {title: מסמך}}
        """
    )
    edition = Edition.model_validate({"template": "timeline", "title": "תקציר"})
    page = html.renderer(None)(make_briefing(record, "x", edition, date(2023, 9, 8))).content
    text = page.decode()
    assert "<h1><bdi>תקציר</bdi></h1>" in text
    assert "<bdi>ממשלת ישראל</bdi>" in text and "<bdi>מסמך</bdi>" in text
    assert '<p dir="auto">وزارة' in text


RIGHT_TO_LEFT = """
title: הרשומה
publisher: {name: ממשלה}
actors: {a: {name: "محمد عبد الرحمن", roles: [{title: Minister}]}}
asks: {park: {title: A park, by: a}}
events:
  - {id: x, date: 2023-09-01, kind: report, title: "الكتاب 2", actors: [a], asks: {park: raised},
     summary: "ישראל, 3 September", source: {title: Paper, publisher: "עיתון 7", date: 2023-09-03}}
editions: {e: {template: timeline, title: "רשומה, 2023"}}
"""


class Isolated(HTMLParser):
    """Collects the texts of a page that are isolated from their surroundings, and all others."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.within: list[str] = []
        self.isolated: list[str] = []
        self.others: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("bdi", "script", "style", "title", "text") or ("dir", "auto") in attrs:
            self.within.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.within and self.within[-1] == tag:
            self.within.pop()

    def handle_data(self, text: str) -> None:
        (self.isolated if self.within else self.others).append(text)


@pytest.mark.parametrize("template", [pytest.param("timeline", marks=pytest.mark.long), "member"])
def test_words_from_right_to_left_reorder_nothing_after_them(template: str) -> None:
    record, pages = load_record(RIGHT_TO_LEFT), []
    for title in (None, "רשומה, 2023"):
        given = {"template": template} | ({"title": title} if title else {})
        shown = make_briefing(record, "e", Edition.model_validate(given), date(2023, 9, 8))
        pages.append(html.renderer(None)(shown).content.decode())
        seen = Isolated(pages[-1])
        assert not [other for other in seen.others if re.search("[\u0590-\u06ff]", other)]
        assert {"עיתון 7", "محمد عبد الرحمن", title or "הרשומה", "ממשלה"} <= set(seen.isolated)
        if template == "timeline":
            assert {"الكتاب 2", "ישראל, 3\xa0September"} <= set(seen.isolated)
    assert html_problems(pages) == []


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Winter Fuel: a week in September", "Winter Fuel: a week in\xa0September"),
        ("Two words", "Two words"),
        # A long word may have to go on the next line of a narrow screen.
        ("The case against misrepresentation", "The case against misrepresentation"),
    ],
)
def test_a_short_last_word_of_a_title_is_not_alone_on_a_line(title: str, shown: str) -> None:
    record = FEW.replace("LANGUAGE", "en-GB").replace("Until 9 May 2020", f'"{title}"')
    assert f"<h1>{shown}</h1>" in made(load_record(record))["a"]

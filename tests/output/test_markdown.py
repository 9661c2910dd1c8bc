"""Markdown as pandoc reads it: CommonMark like GitHub's, with extensions."""

import json
import re
import string
import subprocess
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser
from itertools import product
from typing import Any

import pytest
from hypothesis import Phase, example, given, settings
from hypothesis import strategies as st
from markdown import Markdown

from briefing.output import markdown
from briefing.record.loading import File, load
from briefing.record.model import Edition
from briefing.record.problems import errors
from briefing.record.record import Record
from tests.helpers import SAMPLE, load_record, make_briefing, mostly_long

# Typographic quotation marks and dashes are an option of pandoc, and not tested here. Running
# pandoc repeatedly to shrink an example would take minutes.
WITHOUT_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
READERS = ["gfm+footnotes", "commonmark_x-smart", "markdown-smart"]


def pandoc(text: str, reader: str, writer: str) -> str:
    command = ["pandoc", "--from", reader, "--to", writer, "--wrap", "none"]
    return subprocess.run(
        command, input=text, capture_output=True, encoding="utf-8", check=True
    ).stdout


def blocks(text: str, reader: str) -> list[Any]:
    found: list[Any] = json.loads(pandoc(text, reader, "json"))["blocks"]
    return found


def shown(node: Any) -> str:
    """Return the text that a reader sees in a part of pandoc's document, without its notes."""
    if isinstance(node, list):
        return "".join(map(shown, node))
    if not isinstance(node, dict):
        return ""
    match node:
        case {"t": "Str", "c": text}:
            return str(text)
        case {"t": "Space" | "SoftBreak"}:
            return " "
        case {"t": "Note"}:
            return ""
        case {"t": "Math" | "Code" | "RawInline" | "RawBlock" | "CodeBlock" | "HorizontalRule"}:
            return f"<{node['t']}>"
        case {"t": kind, "c": inside}:
            # Apart from list numbers and link addresses, all text is in dictionaries.
            return shown(inside) if kind not in ("LineBreak",) else "<break>"
    return ""


def kinds(node: Any) -> Iterator[str]:
    """Yield the kinds of element in a part of pandoc's document."""
    if isinstance(node, list):
        for child in node:
            yield from kinds(child)
    elif isinstance(node, dict):
        if "t" in node:
            yield node["t"]
        for child in node.values():
            yield from kinds(child)


# Text is shown letter for letter


MARKS = [
    *"\\`*_{}[]<>()#+-.!|~^$&:=%@\"'/;,?",
    "](https://a.example)", "[^1]", "![", "<b>", "</b>", "<!--", "-->", "&amp;", "&#35;", "\\alpha",
    "$x$", ":smile:", ":::", "```", "~~", "**", "__", "---", "===", "{.a #b c=d}", "{{ x }}", "{%",
    "<https://a.example>", "https://a.example/b_c_d", "www.a.example", "@someone", "[@someone]",
    "a_(b)", "_(", "c_",
    "1.", "1)", "(1)", "a.", "A.", "iv)", "#.", "(@a)", "- ", "+ ", "> ", ": ", "# ", " #", " ##",
    "[ ]", "[x]", "^[note]", "| a | b |", "\\begin{a}", "<?php", "<![CDATA[", "javascript:",
]  # fmt: skip
PIECES = st.sampled_from(
    [*MARKS, " ", " ", "word", "A", "b", "7", "£5m", "£", "%", "é", "公", "👍"]
)
TITLES = st.lists(PIECES, min_size=1, max_size=7).map(
    lambda pieces: " ".join("".join(pieces).split())
)
TITLES = TITLES.filter(bool)


FRAMES = {
    "### 3 July 2023: {}[^1]": "3 July 2023: {}",
    "### {}": "{}",
    "{}": "{}",
    "{}[^1]": "{}",
    "*{}.*": "{}.",
    "- **{}** label": "{} label",
    "> “{}”": "“{}”",
    "- Reverses: [{}](#there) (2019)": "Reverses: {} (2019)",
}


@pytest.mark.parametrize("reader", mostly_long(READERS, 1))
@settings(max_examples=8, phases=WITHOUT_SHRINKING)
@given(st.lists(TITLES, min_size=1, max_size=60))
def test_text_is_shown_letter_for_letter(reader: str, titles: list[str]) -> None:
    places = [(frame, title) for title in titles for frame in FRAMES]
    written = [frame.format(markdown.plain(title)) for frame, title in places]
    text = "\n\n§\n\n".join([*written, "[^1]: A note.\n"])
    made = [line for line in map(shown, blocks(text, reader)) if line != "§"]
    assert made == [FRAMES[frame].format(title) for frame, title in places]


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("Ministers agree: £5m, 1.5% & 3-4 more (at last)", None),
        ("+28%", None),
        ("AT&T's email is policy@example.org", None),
        ("snake_case and 10\u00a0000", None),
        ("See https://example.org/a_(b)", None),
        ("See https://a.example/(b)_c", r"See https\://a.example/(b)\_c"),
        ("See www.a.example/_c", r"See www\.a.example/\_c"),
        ("1. First", r"1\. First"),
        ("Two\n  lines\r\nand\u2028three", "Two lines and three"),
    ],
)
def test_text_is_left_alone_where_it_can_be(text: str, escaped: str | None) -> None:
    assert markdown.plain(text) == (escaped or text)


@pytest.mark.parametrize("mark", string.punctuation)
def test_each_text_is_escaped_whatever_else_is_on_its_line(mark: str) -> None:
    for letters in product((mark, "a", ";", ""), repeat=4):
        text = "".join(letters)
        alone = markdown.plain(f"a {text}").removeprefix("a")
        assert markdown.plain(f"` {text}") == f"\\`{alone}"


# The real record


def as_markdown(record: Record, template: str = "timeline", **options: str) -> str:
    edition = Edition.model_validate({"template": template, **options})
    day = record.correct_as_of or date(2023, 9, 8)
    briefing = make_briefing(record, "x", edition, day)
    return markdown.renderer(None)(briefing).content.decode()


@cache
def sample(template: str) -> str:
    return as_markdown(load_record(SAMPLE.read_text(encoding="utf-8")), template)


@pytest.mark.parametrize("reader", mostly_long(READERS, 1))
@pytest.mark.parametrize("template", ["timeline", "member"])
def test_every_note_leads_to_its_source(template: str, reader: str) -> None:
    text = sample(template)
    body, _, sources = text.partition("## Sources")
    numbers = re.findall(r"\[\^(\d+)\]", body)
    assert list(dict.fromkeys(numbers)) == [
        str(n) for n in range(1, int(max(numbers, key=int)) + 1)
    ]
    assert re.findall(r"^\[\^(\d+)\]: ", sources, re.MULTILINE) == list(dict.fromkeys(numbers))
    found = Counter(kinds(blocks(text, reader)))
    assert found["Note"] == len(numbers)
    assert "[^" not in pandoc(text, reader, "plain")


@pytest.mark.parametrize("reader", mostly_long(READERS, 1))
@pytest.mark.parametrize("template", ["timeline", "member"])
def test_links_between_events_lead_there(template: str, reader: str) -> None:
    page = Links()
    page.feed(pandoc(sample(template), reader, "html"))
    within = [href for href in page.hrefs if href.startswith("#event-")]
    assert within and {link[1:] for link in within} <= set(page.ids)
    assert max(Counter(page.ids).values()) == 1


class Links(HTMLParser):
    """Collects the addresses that a page links to, and its ids."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.hrefs += [given.get("href") or ""] if tag == "a" and "href" in given else []
        self.ids += [given["id"] or ""] if "id" in given else []


def test_the_outline_is_title_years_and_events() -> None:
    made = blocks(sample("timeline"), "commonmark_x-smart")
    levels = [block["c"][0] for block in made if block["t"] == "Header"]
    assert levels[0] == 1 and levels.count(1) == 1 and set(levels) == {1, 2, 3}
    assert shown(made[0]).startswith("Online harms")


def test_there_are_no_stray_blanks() -> None:
    text = sample("timeline")
    assert not re.search(r"[ \t]$|\n{3}|\A\n|\n\n\Z", text, re.MULTILINE | re.ASCII)
    assert text.endswith("\n")


@pytest.mark.parametrize("template", ["timeline", "member"])
def test_lists_are_tight_and_each_item_has_a_line(template: str) -> None:
    found = [
        block
        for block in blocks(sample(template), "commonmark_x-smart")
        if block["t"] == "BulletList"
    ]
    items = [item for block in found for item in block["c"]]
    assert len(items) > 15
    # Figures with the same basis form a list within the item that states the basis.
    assert all(
        [block["t"] for block in item] in (["Plain"], ["Plain", "BulletList"]) for item in items
    )
    assert not any("SoftBreak" in kinds(item) for item in items)


def test_what_is_asked_for_says_what_happened_to_it_on_the_day_of_its_last_move() -> None:
    (asks_line,) = (line for line in sample("member").splitlines() if "**Asks:**" in line)
    assert (
        "Raised: Young users protected in end-to-end encrypted messaging, 4 September 2023[^"
        in asks_line
    )


def test_only_places_that_a_link_leads_to_are_marked() -> None:
    text = sample("member")
    places = re.findall(r'<a id="([^"]+)"></a>', text)
    assert places and set(places) == set(re.findall(r"\(#([^)]+)\)", text))


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://a.example/b_c?d=e&f=g", "<https://a.example/b_c?d=e&f=g>"),
        ("https://a.example/a_(b)_c", "<https://a.example/a_(b)_c>"),
        (
            "https://a.example/?a&lt;=b",
            r"[https\://a.example/?a\&lt;=b](https://a.example/?a&amp;lt;=b)",
        ),
    ],
)
def test_a_source_that_is_an_address_is_a_link(url: str, link: str) -> None:
    text = as_markdown(
        load_record(f"title: T\nevents: [{{date: 2019, kind: news, title: A, source: '{url}'}}]")
    )
    assert text.endswith(f"[^1]: {link}.\n")


# Attacks by a record on the page


@pytest.mark.parametrize("reader", mostly_long(READERS, 1))
def test_a_nasty_record_is_shown_as_it_is_written(reader: str) -> None:
    nasty = "<script>alert(1)</script> [^1] {{ briefing }} {% x %} ![a](b) | `c` \\ *d* _e_ [^1]:"
    quoted = json.dumps(nasty)
    address = "https://a.example/x(1)<b>?q=&lt;&amp=1\\'\"*_[y]"
    text = as_markdown(
        load_record(
            f"""
            title: {quoted}
            publisher: {{name: {quoted}, contact: {quoted}}}
            kinds: [{quoted}]
            actors: {{a: {{name: {quoted}, roles: [{{title: {quoted}}}]}}}}
            events:
              - {{id: one, date: 2019, kind: {quoted}, title: {quoted}, actors: [a],
                 disputed: {quoted}, quotes: [{{text: {quoted}, by: a}}],
                 figures: [{{label: {quoted}, value: 5, of: {quoted}, by: {quoted},
                            disputed: {quoted}}}],
                 source: {{title: {quoted}, author: {quoted}, publisher: {quoted},
                          url: {json.dumps(address)}, at: {quoted}}}}}
              - {{date: 2020, kind: news, title: B, follows: [one], source: {{title: C}}}}
            """
        ),
        title=nasty,
    )
    made = blocks(text, reader)
    page = pandoc(text, reader, "html")
    links = Links()
    links.feed(page)
    assert "<script" not in page and "onclick" not in page
    assert re.findall('<img[^>]*src="([^"]*)"', page) == ["x-chart.svg"]
    assert not {"Math", "Code", "Table"} & set(kinds(made))
    raw = re.findall(r"<a id=\"[\w-]+\">|</a>", text)
    assert Counter(kinds(made))["RawInline"] + Counter(kinds(made))["RawBlock"] <= len(raw)
    titles = [shown(block).replace("<RawInline>", "") for block in made if block["t"] == "Header"]
    assert titles == [
        nasty, "2019", f"2019: {nasty}", "2020", "2020: B", "Sources",
    ]  # fmt: skip
    (external,) = {href for href in links.hrefs if not href.startswith("#")}
    assert external == "https://a.example/x%281%29%3Cb%3E?q=&lt;&amp=1%5C'%22*_%5By%5D"


BREAKS = [
    "```", "~~~\ncode", "- ```\n", "> ```", "1. ~~~", "    ```", "``", "`", "**", "[", "[a](",
    "[^1]", "[^1]: mine", "[^9]: mine\n\n    more", "^[note]", "\\[^1]", "`[^1]`", "![^1]", ":::",
    "::: {onclick=x}\nhi", "> ::: note", "{onclick=x}", "[a](https://a.example){onclick=x}",
    "*a*{.b onclick=x}", "`<b>`{=html}", "`\\input{x}`{=latex}", "```{=html}\n<b>\n```",
    "\\input{x}", "$$", "$a$", "a $5 b", "---", "===", "a\n---", "a\n===", "***", "- # a",
    "> # a", "1. # a", "# a", "a\r# b", "a\r```", "a\u2028```", "a\x85# b", "a  \nb", "a\\\nb",
    "a\\", "\\", "\\<b>", "\\\\<b>", "<b", "<!--", "<!-- -->", "<?",
    "<https://a.example onclick=x>", "<https://a.example>", "&lt;b&gt;", "<script>", "</p>",
    "<a\nhref=x>", "![a](https://a.example/b.png)", "[a](javascript:x)", "[a]: https://a.example",
    "[a]: javascript:x", "[a][a]", "| a | b |\n|---|---|\n| c | d |", "---\na: b\n---",
    "% a\n% b", ": a", "a\n: b", "~~a~~", "a^2^ b~2~", ":smile:", "@a [@a]", "a &amp; b",
    "* a\n* b", "- a\n\n      b", "    a", "[a](<javascript:x>)", "[a](\tjavascript:x)",
    "[a](jAvAsCrIpT:x)", "[a](&#106;avascript:x)", "[a](//a.example)", "[a](data:text/html,x)",
    "[a](https://a.example \"b\")", "<javascript:x>", "<data:x>", "\\begin{a}\nb\n\\end{a}",
]  # fmt: skip
SUMMARIES = st.lists(st.sampled_from(BREAKS), min_size=1, max_size=3).flatmap(
    lambda parts: st.sampled_from(["\n\n", "\n", " "]).map(lambda by: by.join(parts))
)


def with_summaries(summaries: list[str]) -> tuple[Record, set[int]]:
    """Return a record with these summaries, and the positions of those that pass the checks."""
    events = [
        {
            "date": "2019",
            "kind": "news",
            "title": f"E{n}",
            "source": {"title": "S"},
            "summary": summary,
        }
        for n, summary in enumerate(summaries)
    ]
    record = json.dumps({"title": "T", "events": events})
    reading = load([File("events.yaml", record.encode())])
    wrong = [error.message for error in errors(reading.problems, strict=False)]
    assert all(
        "the summary contains" in message or "control character" in message for message in wrong
    ), wrong
    checked = {
        n
        for n, summary in enumerate(summaries)
        if not load(
            [File("e", json.dumps({"title": "T", "events": [events[n]]}).encode())]
        ).problems
    }
    return reading.record, checked


_BETWEEN_QUOTATIONS = re.compile(r"^( *)>.*\n\n\1<!-- -->\n\n(?=\1>)", re.MULTILINE)


def outline(summaries: list[str]) -> list[str]:
    return ["T", "2019", *(f"2019: E{n}" for n in range(len(summaries))), "Sources"]


@pytest.mark.parametrize("reader", mostly_long(READERS, 1))
@settings(max_examples=6, phases=WITHOUT_SHRINKING)
@example(summaries=["> one\n\n> two"] * 20)
@given(st.lists(SUMMARIES, min_size=20, max_size=60))
def test_no_summary_reaches_beyond_itself(reader: str, summaries: list[str]) -> None:
    record, _ = with_summaries(summaries)
    text = as_markdown(record)
    made = blocks(text, reader)
    assert [shown(block) for block in made if block["t"] == "Header"] == outline(summaries)
    found = Counter(kinds(made))
    assert found["Note"] == len(summaries) + 1  # the one in the summary
    assert not {"RawInline", "Math", "Div"} & set(found)
    # The only HTML is the comments that keep two quotations apart.
    assert found["RawBlock"] == len(_BETWEEN_QUOTATIONS.findall(text))


@pytest.mark.parametrize("reader", mostly_long(READERS, 1))
def test_what_the_checks_let_through_loads_and_runs_nothing(reader: str) -> None:
    _, valid = with_summaries(BREAKS)
    let_through = [BREAKS[n] for n in sorted(valid)]
    assert len(let_through) > 30
    text = as_markdown(with_summaries(let_through)[0])
    made = blocks(text, reader)
    assert Counter(kinds(made))["Image"] == 1  # the chart
    page = pandoc(text, reader, "html")
    links = Links()
    links.feed(page)
    schemes = {href.partition(":")[0] for href in links.hrefs if not href.startswith("#")}
    assert schemes <= {"https", "http", "mailto"}
    assert "onclick" not in re.sub(r">[^<]*<", "><", page)


@pytest.mark.parametrize("reader", mostly_long(READERS, 1))
def test_a_summarys_own_markdown_is_kept(reader: str) -> None:
    record, _ = with_summaries(
        ["**bold** and *slanted*, [a link](https://a.example/b_c~d), `code|d`,  \na new line\n\n"
         "- one\n- two\n\n1. three\n\n> four\n\nfive <https://a.example/~e> \\* & 6 < 7"]
    )  # fmt: skip
    page = pandoc(as_markdown(record), reader, "html")
    for part in (
        "<strong>bold</strong>", "<em>slanted</em>", 'href="https://a.example/b_c~d">a link',
        "<code>code|d</code>", "<br", "<li>one", "<li>three", "<blockquote>", 'href="https://a.example/~e"',
        "* &amp; 6 &lt; 7",
    ):  # fmt: skip
        assert part in page


def test_who_may_read_an_event_is_with_its_kind() -> None:
    event = "{date: 2019, kind: news, title: A, source: {title: S}, embargo: 2023-10-01T09:30"
    for audience, words in (
        ("", "**embargoed until"),
        (", audience: internal", "**internal** · **embargoed until"),
    ):
        text = as_markdown(
            load_record(f"title: T\nevents:\n  - {event}{audience}}}"), audience="internal"
        )
        assert f"\n\n*News* · {words} 09:30 on 1 October 2023**" in text


def test_the_kind_of_an_event_is_set_off_from_what_became_of_it() -> None:
    record = load_record(
        """
        title: T
        actors: {a: {name: A}}
        events:
          - {id: x, date: 2019, kind: news, title: X, actors: [a], source: {title: S}}
          - {id: y, date: 2020, kind: news, title: Y, actors: [a], source: {title: S},
             reverses: [x]}
          - {date: 2021, kind: news, title: Z, actors: [a], source: {title: S}, reverses: [y]}
        """
    )
    for template in ("timeline", "member"):
        edition = Edition.model_validate({"template": template, "recent": "10 years"})
        made = markdown.renderer(None)(make_briefing(record, "e", edition, date(2023, 9, 8)))
        text = re.sub(r"\[\^\d+\]", "", made.content.decode())
        assert "*News* · **U-turn** · **U-turn by A, 2021**" in text, template


def test_two_quotations_stay_two() -> None:
    quotes = "[{text: One, by: a}, {text: Two, by: a}]"
    record = f"""
        title: T
        actors: {{a: {{name: Ann}}}}
        events:
          - {{date: 2019, kind: news, title: A, source: {{title: S}}, quotes: {quotes}}}
          - {{date: 2020, kind: news, title: B, source: {{title: S}}, summary: "> a\\n\\n<!-- -->"}}
    """.replace("<!-- -->", "b")
    text = as_markdown(load_record(record))
    assert text.count("<!-- -->") == 1
    # Python-Markdown merges two quotations that are separated only by an empty line.
    assert Markdown(extensions=["footnotes"]).convert(text).count("<blockquote>") == 3

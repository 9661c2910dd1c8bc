"""Markdown: CommonMark's own examples, and the same reading of a text in every format."""

import io
import json
import os
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from html.parser import HTMLParser

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from briefing.edition.briefing import make_briefing
from briefing.output import docx, html, markdown
from briefing.output.commonmark import shape
from briefing.output.plain_text import to_plain_text
from briefing.output.summaries import read
from briefing.output.terminal import drawn
from briefing.record import markdown as reading
from briefing.record.markdown import faults
from briefing.record.model import Edition
from tests.helpers import load_record
from tools.fetch_from_npm import SPECIFICATION

_EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)
_STRAIGHT = str.maketrans("“”‘’", "\"\"''")


@cache
def examples() -> list[tuple[int, str, str]]:
    """Return the examples in the specification: the number, Markdown and HTML of each.

    Relative links become web links, because records must not contain any others.
    """
    if not SPECIFICATION.exists():
        assert not os.environ.get("CI"), "run tools/fetch_from_npm.py"
        pytest.skip("the specification is not there: run tools/fetch_from_npm.py")
    text = SPECIFICATION.read_text(encoding="utf-8").replace("→", "\t")
    found = _EXAMPLE.findall(text)
    return [(n, _with_hosts(one), _with_hosts(two)) for n, (one, two) in enumerate(found, 1)]


def _with_hosts(text: str) -> str:
    return re.sub(r'(?<=[(<" ])/(?=ur[il]\b)', "https://example.org/", text)


class _Seen(HTMLParser):
    """Collects the visible content of a page: elements, their addresses and numbers, and text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.parts.append(f"<{tag} {sorted(attrs)}>")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data.translate(_STRAIGHT))


_BLOCK_TAGS = "p|ul|ol|li|blockquote|br"


def seen(page: str) -> str:
    shown = re.sub(r"\s+", " ", "".join(_Seen(page).parts))
    return re.sub(rf" ?(</?(?:{_BLOCK_TAGS})\b[^>]*>) ?", r"\1", shown).strip()


def allowed() -> Iterator[tuple[int, str, str]]:
    return ((n, text, page) for n, text, page in examples() if not list(faults(text)))


def test_what_is_supported_is_read_as_commonmark_has_it() -> None:
    read_alike = {n for n, text, page in allowed() if seen(html.to_html(text)) == seen(page)}
    assert {n for n, *_ in allowed()} - read_alike == set()
    assert len(read_alike) > 300


def test_what_is_not_supported_is_refused_and_nothing_else() -> None:
    # The only others are empty elements, links with titles and addresses without a host.
    banned = re.compile(
        r"<(?:h\d|hr|pre|img|table|del)\b|<a (?!href=\"(?:http|mailto))", re.IGNORECASE
    )
    for n, text, page in examples():
        found = [fault.name for fault in faults(text)]
        if banned.search(page):
            assert found, (n, text)


def test_summaries_are_written_so_that_they_are_read_alike_again() -> None:
    reference = MarkdownIt("commonmark")
    for n, text, page in allowed():
        written = str(markdown.summary(text))
        assert shape(read(written)) == shape(read(text)), (n, text, written)
        assert seen(reference.render(written)) == _encoded(seen(page)), (n, text, written)


def _encoded(page: str) -> str:
    """Return `page` with the parentheses in addresses written as they are in Markdown."""
    return re.sub(
        r"\('href', '[^']*'\)",
        lambda match: "('href', '" + match[0][10:-2].replace("(", "%28").replace(")", "%29") + "')",
        page,
    )


# Every format reads a text in the same way


PIECES = [
    *("word", "two words", "**bold**", "*slanted*", "***both***", "`code`", "_x_", "*a*_b_"),
    *("[a link](https://a.example/b_(c))", "[[x]](https://a.example/d)", "<https://a.example/e>"),
    *("<ann@a.example>", "\\<18", "\\*", "5 \\* 4", "\\[note\\]", "C\\#", "a\\|b", "x\\"),
    *("&amp;", "&pound;5m", "&nbsp;", "it's", '"quoted"', "“quoted”", "£5m", "5%", "snake_case"),
    *("2019.", "1)", "- dash", "\\- dash", "7\\. seven", "a\\\nb", "a  \nb", "&eacute;*x*"),
    *("*&eacute;*", "!", "#q", "$5", "~5", "@x", ":a:", "{b}", "^c", "公", "👍", "مرحبا"),
]
LINES = st.lists(st.sampled_from(PIECES), min_size=1, max_size=5).map(" ".join)
BLOCKS = st.tuples(
    st.sampled_from(["", "- ", "+ ", "7. ", "1) ", "2019. ", "> ", "- - ", "> 3. "]), LINES
)
TEXTS = st.lists(BLOCKS, min_size=1, max_size=5).flatmap(
    lambda blocks: st.sampled_from(["\n\n", "\n"]).map(
        lambda by: by.join(
            mark + line.replace("\n", "\n" + " " * len(mark)) for mark, line in blocks
        )
    )
)


def letters(text: str) -> str:
    """Return the words in `text`, without list markers, quotation markers or spaces."""
    return re.sub(r"[\s>•-]|\d+[.)]?", "", text)


def in_html(text: str, has_addresses: bool = True) -> str:
    page = str(html.to_html(text))
    if has_addresses:
        page = re.sub(r"<a href=\"(?:mailto:)?([^\"]*)\">(.*?)</a>", _with_address, page)
    return letters("".join(_Text(page.replace("<", " <")).parts))


class _Text(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.feed(page)
        self.close()

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _with_address(link: "re.Match[str]") -> str:
    return link[2] if link[1] == link[2] else f"{link[2]} ({link[1]})"


UNSUPPORTED = [
    *("<b>", "<!-- x", "![x](y)", "[x]: y", "[x]", "[x][y]", "[^1]", "[^1]: n", "[ ] x", "[x] y"),
    *("```", "~~~", "~~x~~", "&#7;", "&#x1b;", "[a](b)", "[a](https://a.example 'b')", "[a](<b>)"),
    *("# x", "==", "--", "- - -", "***", "_ _ _", "    x", "\tx", "1.     x", "-      x", ">\tx"),
    *("1. ---", "2) * * *", "___\r"),
    *("a | b", "--- | ---", "\x07", "a\rb", "> > > > > x", "- - - - - x", "*" * 20, "_a" * 40),
    *("<https://a.example>", "<tel:1>", "[a](mailto:b@c.example)", "[a](HTTPS://a.example)", "!"),
]
MIXED = st.lists(
    st.sampled_from([*PIECES, *UNSUPPORTED, " ", "\n", "\n\n", "- ", "7. ", "> "]),
    min_size=1,
    max_size=8,
).map("".join)


@given(st.one_of(MIXED, TEXTS))
def test_a_text_that_needs_no_parser_has_nothing_that_the_parser_would_find(text: str) -> None:
    found = {fault.name: fault for fault in reversed([*reading._faults(text)])}
    assert {fault.name: fault for fault in faults(text)} == found


@given(st.one_of(MIXED, TEXTS))
def test_a_text_without_suspicious_signs_is_read_alike_by_fewer_rules(text: str) -> None:
    tokens, references = reading._parsed(text)
    in_full, all_references = reading._parsed_in_full(text)
    assert [token.as_dict() for token in tokens] == [token.as_dict() for token in in_full]
    assert references == all_references


@given(TEXTS)
def test_html_plain_text_and_the_terminal_say_the_same(text: str) -> None:
    if list(faults(text.strip())):
        return
    console = Console(file=io.StringIO(), width=200, color_system=None)
    console.print(drawn(text.strip()))
    assert isinstance(console.file, io.StringIO)
    shown = in_html(text.strip())
    assert letters(to_plain_text(text.strip())) == shown
    assert letters(console.file.getvalue()) == shown
    written = str(markdown.summary(text.strip()))
    assert shape(read(written)) == shape(read(text.strip())), written


@settings(max_examples=1)
@given(st.lists(TEXTS, min_size=30, max_size=40))
def test_word_says_what_the_page_says(texts: list[str]) -> None:
    assert_word_says_what_the_page_says(texts)


@pytest.mark.long
@given(st.lists(TEXTS, min_size=30, max_size=40))
def test_word_says_what_the_page_says_whatever_it_is(texts: list[str]) -> None:
    assert_word_says_what_the_page_says(texts)


def assert_word_says_what_the_page_says(texts: list[str]) -> None:
    valid = [text.strip() for text in texts if not list(faults(text.strip()))]
    record = load_record(
        "title: T\nevents:\n"
        + "".join(
            "  - {date: 2019, kind: news, title: E, source: {title: S},"
            f" summary: {json.dumps(text)}}}\n"
            for text in valid
        )
    )
    edition = Edition.model_validate({"template": "timeline"})
    briefing = make_briefing(record, "x", edition, date(2023, 9, 8))
    document = WordDocument(io.BytesIO(docx.renderer(None)(briefing).content))
    texts = [""]
    for paragraph in document.paragraphs:
        style = paragraph.style.name if paragraph.style else ""
        if style == "Kind":
            texts.append("")
        elif style != "Heading 2":
            texts[-1] += letters(paragraph.text)
    # The last one is followed by the closing line and the sources.
    assert texts[1 : len(valid)] == [in_html(text, has_addresses=False) for text in valid[:-1]]

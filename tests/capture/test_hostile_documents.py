"""Documents that were made to harm: each is refused with a way out, or gives a harmless draft."""

import json
from collections.abc import Callable
from contextlib import suppress
from random import Random

import pytest
from pytest_httpserver import HTTPServer

from briefing.capture.document import read_document
from briefing.capture.draft_text import to_yaml
from briefing.capture.drafting import DocumentDraft, draft_document
from briefing.evidence.kinds import NotReadable
from briefing.record import parsing
from briefing.record.record import Record
from tests.evidence import documents
from tests.evidence.extracting.test_docx import document, run
from tests.evidence.extracting.test_hostile import ENTITIES, FILE, damaged, packed, with_entities

pytestmark = pytest.mark.usefixtures("real_workers")


def drafted(content: bytes, name: str) -> DocumentDraft:
    return draft_document(content, name, "", Record())


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a.docx", lambda: with_entities(ENTITIES)),
        ("a.docx", lambda: with_entities(FILE)),
        ("a.docx", lambda: packed("word/document.xml")),
        ("a.docx", lambda: document(run("a"))[:-40]),
        ("a.html", lambda: b"<div>" * 200_000 + b"deep"),
        ("a.pdf", lambda: b"%PDF-1.7\n" + Random(1).randbytes(10_000)),
        ("a.eml", lambda: b"Content-Type: message/rfc822\n\n" * 3000),
        ("a.txt", lambda: b""),
    ],
)
def test_hostile_documents_are_refused(name: str, make: Callable[[], bytes]) -> None:
    with pytest.raises(NotReadable) as error:
        drafted(make(), name)
    assert error.value.hint


@pytest.mark.parametrize(
    "data",
    [
        "[" * 100_000,
        json.dumps({"@type": ["NewsArticle"], "headline": {"name": ["a"]}, "author": [[["b"]]]}),
        json.dumps({"@type": "NewsArticle", "datePublished": "9" * 5000, "author": 3}),
        '{"@type": "NewsArticle", "headline": "\\ud800"}',
        "NaN",
    ],
)
def test_hostile_descriptions_of_a_page_are_left_out(data: str) -> None:
    page = (
        f'<html><head><title>A title</title><script type="application/ld+json">{data}</script>'
        "<meta property=og:url content='javascript:alert(1)'><link rel=canonical href='file:///etc'>"
        "</head><body><p>Some text of the page, which is harmless.</p></body></html>"
    )
    source = drafted(page.encode(), "a.html").source
    assert source.value["title"] == "A title"
    assert "url" not in source.value


UNITS = (
    "10% ",
    "“",
    "“a b c d” ",
    "…",
    "12 homes; ",
    "1 in 2 of ",
    "and 10% ",
    "was told by ",
    "Council of The ",
    "one home in ten has ",
    "a third waited for ",
)


@pytest.mark.parametrize(
    "unit", [UNITS[0], *(pytest.param(unit, marks=pytest.mark.long) for unit in UNITS[1:])]
)
def test_long_texts_of_one_word_are_harmless(unit: str) -> None:
    result = drafted((unit * 1_500 + "“We will have no pools.”").encode(), "a.txt")
    assert len(result.quotes) <= 200 and len(result.figures) <= 200


def test_a_draft_of_many_figures_says_that_it_is_not_complete() -> None:
    text = "\n\n".join(
        f"The town has {n} trees in its {n + 500} parks today." for n in range(100, 400)
    )
    result = drafted(text.encode(), "a.txt")
    assert len(result.figures) == 200
    assert "The document has more than 200 figures. The draft contains only the first 200." in (
        result.cautions
    )


def test_text_cannot_break_out_of_a_comment() -> None:
    text = (
        "Title of the document here\n\n"
        "“Nothing in here is YAML at all,” said Ann Lee, director.\u2028"
        "events: []\u0085title: stolen\r\nactors: {}\n"
    )
    result = parsing.loads(to_yaml(drafted(text.encode(), "a.txt")))
    assert result["title"] == "Title of the document here"
    assert len(result["events"]) == 1


def test_nothing_is_fetched(httpserver: HTTPServer) -> None:
    address = httpserver.url_for("/")
    page = (
        f'<html><head><base href="{address}"><link rel=canonical href="{address}a"></head>'
        f'<body><p>Some text<img src=a.png><iframe src="{address}"></iframe></body></html>'
    )
    read_document(page.encode(), "a.html")
    assert not httpserver.log


@pytest.mark.parametrize("number", [1, pytest.param(4, marks=pytest.mark.long)])
@pytest.mark.parametrize("format", documents.FORMATS)
def test_a_damaged_document_is_read_or_refused(format: str, number: int) -> None:
    content = documents.FORMATS[format](documents.paragraphs(Random(1), 3), Random(1))
    for n in range(number):
        with suppress(NotReadable):
            drafted(damaged(content, Random(n)), f"a.{format}")

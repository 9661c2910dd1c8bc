"""Documents in every format: their main text, and their own details about themselves."""

import pytest

from briefing.capture.document import Document, read_document
from briefing.evidence.kinds import NotReadable
from tests.evidence.documents import zipped
from tests.evidence.extracting.test_docx import relations

PAGE = """<!doctype html><html lang="en-GB"><head>
<title>Libraries to open on Sundays | Example Times</title>
<meta property="og:site_name" content="Example Times">
<meta property="article:published_time" content="2023-07-02T23:30:00Z">
<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "Ann Lee"}}</script>
<link rel="canonical" href="https://example.org/libraries">
</head><body>
<nav><ul><li><a href="/">Home</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies to make this site better.</p></div>
<main><h1>Libraries to open on Sundays</h1>
<p>Every library in the county will open on Sundays from the autumn, the council said.</p>
<p>“It is what people asked for,” said the leader.</p>
<blockquote><p>It is what we have all wanted for years.</p></blockquote>
<div class="related-links"><ul><li><a href="/b">Another story</a></li></ul></div>
</main>
<section id="comments"><p>First!</p></section>
<footer><p>© Example Times</p></footer></body></html>"""


def read(content: str, name: str, url: str = "") -> Document:
    return read_document(content.encode(), name, url)


def test_the_main_text_of_a_page_has_no_clutter() -> None:
    paragraphs = read(PAGE, "page.html").paragraphs
    assert [(each.text, each.kind) for each in paragraphs] == [
        (
            "Every library in the county will open on Sundays from the autumn, the council said.",
            "text",
        ),
        ("“It is what people asked for,” said the leader.", "text"),
        ("It is what we have all wanted for years.", "quoted"),
    ]


def test_a_page_describes_itself() -> None:
    document = read(PAGE, "page.html")
    details = {
        "title": document.title,
        "author": document.author,
        "publisher": document.publisher,
        "date": document.date,
        "language": document.language,
        "address": document.address,
    }
    assert {key: detail.value for key, detail in details.items() if detail} == {
        "title": "Libraries to open on Sundays",
        "author": "Ann Lee",
        "publisher": "Example Times",
        # It was half past midnight in Britain.
        "date": "2023-07-03",
        "language": "en-GB",
        "address": "https://example.org/libraries",
    }
    assert document.date and document.date.reason == "from the meta tag article:published_time"


def test_the_address_that_is_given_comes_first() -> None:
    document = read(PAGE, "page.html", "https://example.org/other")
    assert document.address and document.address.value == "https://example.org/other"


def test_an_email_has_a_header() -> None:
    document = read(
        "From: Ann Lee <ann@example.org>\nTo: news@example.org\n"
        "Subject: Fwd: Libraries on Sundays\n"
        "Date: Mon, 3 Jul 2023 09:00:00 +0100\nMIME-Version: 1.0\n\nEvery library will open.\n",
        "mail.eml",
    )
    assert document.title and document.title.value == "Libraries on Sundays"
    assert document.author and document.author.value == "Ann Lee"
    assert document.date and document.date.value == "2023-07-03"
    assert [paragraph.text for paragraph in document.paragraphs] == ["Every library will open."]


def docx(title: str) -> bytes:
    """Return a Word document with this title in its properties."""
    return zipped(
        {
            "_rels/.rels": relations(officeDocument="word/document.xml"),
            "word/document.xml": "<document><body><p><r><t>Libraries to open on Sundays</t></r></p>"
            "<p><r><t>Every library will open on Sundays, it was announced.</t></r></p>"
            "</body></document>",
            "docProps/core.xml": f"<coreProperties><title>{title}</title></coreProperties>",
        }
    )


@pytest.mark.parametrize(
    ("title", "is_guess"), [("Press release template v2", True), ("Libraries to open", False)]
)
def test_the_title_of_a_word_document_must_be_in_its_text(title: str, is_guess: bool) -> None:
    document = read_document(docx(title), "release.docx")
    assert document.title and document.title.is_guess == is_guess
    assert document.title.value.startswith("Libraries to open")


def test_a_document_that_cannot_be_read_is_refused() -> None:
    with pytest.raises(NotReadable, match="it is damaged"):
        read_document(b"PK\x03\x04broken", "release.docx")


def test_a_publisher_can_be_in_the_title_or_in_a_line_at_the_start() -> None:
    page = "<title>Stuck on the ladder – The Tawney Institute</title><h1>Stuck on the ladder</h1>"
    text = "A speech about prisons\n\nFrom: Ministry of Justice\n\nGood morning to all of you.\n"
    for content, name, publisher in (
        (f"<html><body>{page}<p>A sentence about pay.</p></body></html>", "a.html",
         "The Tawney Institute"),
        (text, "a.txt", "Ministry of Justice"),
    ):  # fmt: skip
        found = read_document(content.encode(), name).publisher
        assert found and found.value == publisher and found.is_guess


TITLES = [
    (
        "Parkshire County Council\n\nParks Committee – 3 July 2023\n\n"
        "Parks in winter: costs and options\n\nReport of the Director of Parks\n\n"
        "1. Purpose of the report\n\nThe council has 12 parks.",
        "Parks in winter: costs and options",
    ),
    (
        "Department for Parks\n\n1 Park Street, Parkford\n\n3 July 2023\n\nDear Ann,\n\n"
        "Parks in winter\n\nThank you for your letter about parks.",
        "Parks in winter",
    ),
    (
        "Meeting: Board of the Parks Trust\n\nDate: 3 July 2023\n\nTitle: Report on the parks\n\n"
        "The trust has 12 parks.",
        "Report on the parks",
    ),
    (
        "Rural Parks Services\n\nWestminster Hall\n\nMonday 3 July 2023\n\n"
        "[Ann Lee in the Chair]\n\nBen Hill (Parkford) (Con): I beg to move,\n\n"
        "That this House has considered parks.",
        "Rural Parks Services",
    ),
]


@pytest.mark.parametrize(("text", "title"), TITLES)
def test_the_title_is_not_the_name_of_a_committee_an_address_or_a_remark(
    text: str, title: str
) -> None:
    document = read(text, "document.txt")
    assert document.title and document.title.value == title
    assert document.date and document.date.value == "2023-07-03"

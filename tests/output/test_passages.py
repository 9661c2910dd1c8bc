"""Quotes and figures lead to the words of their sources, in every format with links.

Internal editions mark what is not proved.
"""

import json
import re
from collections.abc import Iterator, Sequence
from email import message_from_bytes
from email.policy import default
from html import unescape
from io import BytesIO
from pathlib import Path
from textwrap import dedent
from typing import Any
from zipfile import ZipFile

import pypdf
import pytest
from docx import Document as WordDocument

from briefing.record.claims import claims
from briefing.record.proofs import LOCK, Grade, Proof, Selector, write_lock
from briefing.record.text_fragments import link_to_passage
from tests.helpers import briefing, load_record, words_of

RECORD = dedent("""
    title: A speech
    actors: {mayor: {name: The Mayor}}
    sources:
      gazette: {title: The gazette, url: "https://example.org/gazette?a=1&b=2"}
      report: {title: The report, url: "https://example.org/report.pdf", archived: "https://archive.example/r.pdf"}
      letter: {title: A letter}
    editions:
      timeline: {template: timeline}
      members: {template: member, audience: members}
      internal: {template: timeline, audience: internal}
      sheet: {template: member, audience: internal}
      digest: {template: digest, audience: internal}
    events:
      - date: 2019-04-02
        kind: speech
        id: speech
        title: A speech in the park
        source: gazette
        quotes:
          - {text: We shall see, by: mayor}
          - {text: We have seen, by: mayor, source: report}
          - {text: We saw, by: mayor, source: letter}
          - {text: We see, by: mayor}
        figures:
          - {label: want a park, value: 77%}
          - {label: want a road, value: 9%}
          - {label: want a lake, value: 12%, source: report}
    """)  # fmt: skip
GRADES: dict[str, Grade] = {
    "We shall see": "verbatim", "We have seen": "same words", "We saw": "verbatim",
    "77%": "located", "12%": "located",
}  # fmt: skip
SEE, PARK = (
    Selector("We shall see", "she said", "and so"),
    Selector("77 per cent want a park", "the poll", "."),
)
GAZETTE = "https://example.org/gazette?a=1&b=2"
AT_SEE, AT_PARK = link_to_passage(GAZETTE, SEE), link_to_passage(GAZETTE, PARK)
REPORT, LAKE = "https://example.org/report.pdf#page=7", "https://example.org/report.pdf#page=3"
SECRET = "zwsecret"
DOUBTS = {"internal": 2, "sheet": 2, "timeline": 0, "members": 0}
SHEETS = ("sheet", "members")
"""No PDFs are made of these, as it takes long to fit them to a page."""
FORMATS = ("html", "md", "docx", "pdf", "json", "atom", "jsonfeed", "ics")


def proofs() -> Iterator[Proof]:
    for claim in claims(load_record(RECORD)):
        name, text = claim.source_names[0], claim.key.text
        passage = {"We shall see": SEE, "77%": PARK}.get(text, Selector(text, "a", "b"))
        page = {"We have seen": 7, "12%": 3}.get(text)
        if text in GRADES:
            yield Proof(
                claim.key, name, GRADES[text], f"sources/{SECRET}", SECRET, SECRET, page, passage,
                confirmed_by=SECRET, searched=SECRET, rejected_by=SECRET,
                earlier=Proof(claim.key, name, "confirmed", SECRET, passage=Selector(SECRET)),
            )  # fmt: skip


def write(folder: Path, lock: str) -> None:
    (folder / "events.yaml").write_text(RECORD)
    if lock:
        (folder / LOCK).write_text(lock)


def build(folder: Path, *formats: str, editions: Sequence[str] = ()) -> None:
    options = [f"-f{name}" for name in formats] + [f"-e{name}" for name in editions]
    done = briefing("build", folder, "-o", folder / "out", *options)
    assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with all editions in all formats, of a record with an evidence.lock."""
    folder = tmp_path_factory.mktemp("passages")
    write(folder, write_lock(proofs()))
    build(folder, *FORMATS, editions=("timeline", "internal"))
    build(folder, *(name for name in FORMATS if name != "pdf"), editions=SHEETS)
    done = briefing(
        "digest", folder, "-o", folder / "out", "-edigest", "--since", "2019-04-01", "--until",
        "2019-04-07", "-fmd", "-fhtml", "-feml",
    )  # fmt: skip
    assert done.exit_code == 0, done.output
    return folder / "out"


def links_of(html: str) -> list[tuple[str, str]]:
    """Return the address and the text of each link to another page."""
    found = re.findall(r'<a [^>]*href="(http[^"]*)"[^>]*>(.*?)</a>', html)
    return [(unescape(url), text) for url, text in found]


def test_a_page_links_each_quote_and_figure_to_its_words(built: Path) -> None:
    page = (built / "timeline.html").read_text()
    arrows = [url for url, text in links_of(page) if text == "→"]
    assert arrows == [AT_SEE, REPORT, AT_PARK, LAKE]
    assert 'aria-label="Read this in the source: The gazette"' in page


def test_there_is_one_note_for_each_source_and_it_opens_at_all_its_words(built: Path) -> None:
    page = (built / "timeline.html").read_text()
    sources = page.partition('id="sources"')[2]
    titles = {text: url for url, text in links_of(sources) if text != "→"}
    first = AT_PARK.partition(":~:")[2].partition("&")[0]
    assert titles == {
        "The gazette": f"{AT_SEE}&{first}",
        "The report": LAKE,
        "archived copy": "https://archive.example/r.pdf#page=3",
    }
    assert len(re.findall('<li id="note-', sources)) == 3


def test_a_copied_citation_has_the_plain_address(built: Path) -> None:
    page = (built / "timeline.html").read_text()
    (hidden,) = re.findall(r"The gazette</a></span><span hidden>(.*?)</span>", page)
    assert unescape(hidden) == f" <{GAZETTE}>"


@pytest.mark.parametrize(
    "engine", [pytest.param("weasyprint", marks=pytest.mark.long), "plutoprint"]
)
def test_a_pdf_links_to_the_words(built: Path, tmp_path: Path, engine: str) -> None:
    options = ("-etimeline", "-fpdf", "--engine", engine)
    done = briefing("build", built.parent, "-o", tmp_path, *options)
    assert done.exit_code == 0, done.output
    targets = [
        annotation["/A"]["/URI"]
        for page in pypdf.PdfReader(tmp_path / "timeline.pdf").pages
        for annotation in (one.get_object() for one in page.get("/Annots", []))
        if "/URI" in annotation.get("/A", {})
    ]
    assert {AT_SEE, REPORT, AT_PARK, LAKE} <= set(targets)
    assert any(url.startswith(f"{AT_SEE}&text=") for url in targets)


def test_a_word_document_links_to_the_words(built: Path) -> None:
    document = WordDocument(str(built / "timeline.docx"))
    links = [
        (link.address + (f"#{link.fragment}" if link.fragment else ""), link.text.strip())
        for paragraph in paragraphs_of(document)
        for link in paragraph.hyperlinks
        if link.address
    ]
    assert [url for url, text in links if text == "→"] == [AT_SEE, REPORT, AT_PARK, LAKE]
    assert {text: url for url, text in links}["The report"] == LAKE
    body = document.element.xml
    assert body.count('w:tooltip="In the source"') == 4


def paragraphs_of(document: Any) -> Iterator[Any]:
    yield from document.paragraphs
    for table in document.tables:
        for cell in table._cells:
            yield from cell.paragraphs


def test_markdown_links_to_the_words(built: Path) -> None:
    text = (built / "timeline.md").read_text()
    links = re.findall(r"\[in the source\]\((.*?)\)", text)
    assert links == [AT_SEE, REPORT, AT_PARK, LAKE]
    assert f"[^2]: [The report]({LAKE})" in text


def test_mail_and_feeds_link_to_the_words_in_their_sources(built: Path) -> None:
    feed = unescape(unescape((built / "timeline.atom").read_text()))
    assert f'href="{AT_SEE}&text=' in feed and f'href="{LAKE}"' in feed
    message = message_from_bytes(next(built.glob("*.eml")).read_bytes(), policy=default)
    plain, html = (
        part.get_content() for part in message.walk() if part.get_content_maintype() == "text"
    )
    assert AT_PARK in [url for url, _ in links_of(html)]
    assert f"<{GAZETTE}>" in plain and ":~:" not in plain
    page = next(built.glob("2019*.html")).read_text()
    assert [url for url, text in links_of(page) if text == "→"] == [AT_PARK, LAKE]


@pytest.mark.parametrize(
    ("edition", "number", "format"),
    [
        (edition, number, format)
        for edition, number in DOUBTS.items()
        for format in ("html", "md", "docx", "pdf", "atom")
        if not (edition in SHEETS and format == "pdf")
    ],
)
def test_only_internal_editions_mark_what_is_not_proved(
    built: Path, edition: str, number: int, format: str
) -> None:
    words = words_of(built / f"{edition}.{format}")
    marks = words.replace("*", "").count(", not proved")
    assert marks == number


def test_a_digest_marks_what_is_not_proved_if_it_is_internal(built: Path) -> None:
    for path in built.glob("2019-*"):
        assert words_of(path).replace("*", "").count(", not proved") == 1 + (path.suffix == ".eml")


@pytest.mark.parametrize("format", ["html", "md", "docx", "pdf"])
def test_the_sources_of_a_timeline_end_with_the_checks(built: Path, format: str) -> None:
    checks = (
        "3 of 4 quotes match copies of their sources. 1 quote was not checked. 2 of "
        "3 figures were found in copies of their sources, next to the words that describe them. "
        "1 figure was not checked."
    )
    words = words_of(built / f"timeline.{format}").replace("\xa0", " ")
    after = words.rpartition("A letter")[2]
    assert checks in after
    assert ("→ opens the source at the passage." in after) is (format != "md")
    if format != "pdf":
        assert "of their sources" not in words_of(built / f"members.{format}")


def test_data_has_the_selectors(built: Path) -> None:
    data = json.loads((built / "timeline.json").read_text())
    (event,) = data["entries"]
    assert [quote["proof"]["grade"] for quote in event["quotes"]] == [
        "verbatim", "same words", "verbatim", "never checked",
    ]  # fmt: skip
    assert event["figures"][0]["proof"] == {
        "grade": "located",
        "source": "gazette",
        "page": None,
        "selector": {
            "exact": "77 per cent want a park",
            "prefix": "the poll",
            "suffix": ".",
            "type": "TextQuoteSelector",
        },
        "url": AT_PARK,
    }
    assert event["figures"][2]["proof"]["page"] == 3


def test_what_only_the_lock_says_is_in_no_document(built: Path) -> None:
    for path in built.iterdir():
        content = path.read_bytes()
        if path.suffix == ".docx":
            with ZipFile(BytesIO(content)) as parts:
                content = b"".join(map(parts.read, parts.namelist()))
        words = words_of(path) if path.suffix == ".pdf" else ""
        assert SECRET not in words and SECRET.encode() not in content, path.name


def test_a_record_without_proofs_has_nothing_of_this(tmp_path: Path) -> None:
    write(tmp_path, "")
    build(tmp_path, *FORMATS, editions=["internal"])
    build(tmp_path, "html", "md")
    for path in (tmp_path / "out").iterdir():
        words = words_of(path)
        for mark in ("→", "not proved", "not checked", '"proof"', ":~:", "#page="):
            assert mark not in words, path.name


def test_doubts_are_in_the_language_of_the_edition(tmp_path: Path) -> None:
    text = RECORD.replace("title: A speech\n", "title: Araith\nlanguage: cy\n", 1)
    (tmp_path / "events.yaml").write_text(text)
    (tmp_path / LOCK).write_text(write_lock(list(proofs())[:1]))
    build(tmp_path, "md", editions=["internal"])
    words = (tmp_path / "out" / "internal.md").read_text()
    assert "*heb ei brofi*" in words and "[yn y ffynhonnell](" in words
    assert "Ni wiriwyd 3 ffigur." in words

"""A member page printed from a browser: it contains the sheet, and nothing else."""

import re
import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from briefing.edition import sheet
from briefing.output import html
from briefing.record.model import Edition
from tests.browser.conftest import EXAMPLES, Visit
from tests.browser.firefox import Firefox
from tests.helpers import SAMPLE, load_record, make_briefing
from tests.pdfs import briefing, printed


@pytest.mark.parametrize(
    "id", [pytest.param("member", marks=pytest.mark.long), "member-south-east"]
)
def test_the_sheet_is_printed_and_the_rest_is_not(visit: Visit, id: str) -> None:
    whole = briefing(id)
    printed = sheet.in_a_browser(whole)
    assert printed and printed.omitted
    page = visit(f"sample-{id}")

    def shown(selector: str) -> list[str]:
        script = (
            "all => all.filter((it) => it.checkVisibility()).map((it) => it.textContent.trim())"
        )
        texts: list[str] = page.locator(selector).evaluate_all(script)
        return texts

    screen = {
        selector: shown(selector) for selector in ("h3", ".asks .label", "#figures .value", ".left")
    }
    page.emulate_media(media="print")
    paper = {selector: shown(selector) for selector in screen}
    entries = (*printed.recent, *printed.next)
    assert paper["h3"] == [entry.title for entry in entries]
    assert paper[".asks .label"] == [ask.title for ask in printed.asks]
    assert paper["#figures .value"] == [figure.value.text for figure in printed.figures]
    assert printed.omitted in " ".join(paper[".left"]) and not screen[".left"]
    assert screen["h3"] == [entry.title for entry in (*whole.recent, *whole.next)]
    # The notes on the sheet are numbered from 1, and there are no others.
    cited = {int(part) for part in " ".join(shown("sup.note")).replace(",", " ").split()}
    assert cited == set(range(1, len(shown("#sources li")) + 1))


EDITIONS = [
    pytest.param("sample-member", "member", SAMPLE),
    pytest.param("buses-members", "members", EXAMPLES / "buses", marks=pytest.mark.long),
    pytest.param("inquiry-members", "members", EXAMPLES / "inquiry", marks=pytest.mark.long),
]


@pytest.mark.parametrize(("name", "id", "record"), EDITIONS)
def test_chromium_prints_what_the_pdf_has(visit: Visit, name: str, id: str, record: Path) -> None:
    compare(visit(name).pdf(prefer_css_page_size=True), id, record)


@pytest.mark.long
@pytest.mark.parametrize(("name", "id", "record"), EDITIONS)
def test_firefox_prints_what_the_pdf_has(
    firefox: Firefox, file: Callable[[str], Path], name: str, id: str, record: Path
) -> None:
    firefox.open(file(name))
    compare(firefox.pdf(), id, record)


def compare(from_browser: bytes, id: str, record: Path) -> None:
    """Compare a page printed from a browser with its PDF: the length, fonts, figures and quotes."""
    pages, pdf = text_of_pages(from_browser), printed(id, record).document
    assert len(pages) == pdf.pages == sheet.PAGES
    assert fonts_of(from_browser) == {"AtkinsonHyperlegible"}
    whole = briefing(id, record)
    on_paper, in_pdf = (
        " ".join(" ".join(texts).split()) for texts in (pages, text_of_pages(pdf.content))
    )
    headings = ("Key figures", "Quotes you can use", "What comes next")
    assert headings[-1] in on_paper and headings[-1] in in_pdf
    shown = 0
    # The space is estimated, so a row of three figures or two quotes may be missing.
    for items, heading, fewer in (
        ({figure.label for figure in whole.figures}, headings[0], 3),
        ({quote.text for quote in whole.quotes}, headings[1], 2),
    ):
        sections = (text.partition(heading)[2] for text in (on_paper, in_pdf))
        parts = [re.split("|".join(headings[1:]), section)[0] for section in sections]
        there, expected = ({item for item in items if item in part} for part in parts)
        assert len(there) >= len(expected) - fewer
        shown += len(there)
    assert shown


def test_every_printed_page_of_an_internal_edition_says_so(visit: Visit, tmp_path: Path) -> None:
    record = save(tmp_path, audience="internal")
    page = visit(record)
    printed_pages = text_of_pages(page.pdf(prefer_css_page_size=True))
    assert len(printed_pages) > 2
    assert all("Internal: not for publication" in text for text in printed_pages)
    # Firefox does not print page margins, but repeats the head of a table on each page.
    (rule,) = re.findall(
        r"@supports \(-moz-appearance: none\) \{(.*?)\n\}", record.read_text(), re.DOTALL
    )
    assert re.search(r"\.every-page \{ display: table-header-group;", rule)
    page.emulate_media(media="print")
    assert page.locator(".every-page").is_hidden()


def test_paper_has_no_list_that_needs_page_numbers_unless_it_can_have_them(visit: Visit) -> None:
    """Browsers cannot print page numbers in a list, but our PDFs can."""
    page = visit("sample-timeline")
    useless = page.locator(".contents a, .back")
    assert page.locator(".contents a").first.is_visible()
    page.emulate_media(media="print")
    assert useless.count() > 5 and not any(element.is_visible() for element in useless.all())


@pytest.mark.parametrize(
    "name",
    ["sample-timeline", "digest-2023-W36", pytest.param("buses-committee", marks=pytest.mark.long)],
)
def test_a_heading_is_printed_on_the_page_of_the_list_under_it(visit: Visit, name: str) -> None:
    """Anything between the two, such as a key, stays with the list."""
    page = visit(name)
    page.emulate_media(media="print")
    loose: list[str] = page.evaluate(
        """() => [...document.querySelectorAll("section > h2 ~ :is(ul, ol):not(ul ~ ul)")]
            .flatMap((list) => {
                const siblings = [...list.parentElement.children];
                return siblings.slice(0, siblings.indexOf(list));
            })
            .filter((it) => it.checkVisibility() && getComputedStyle(it).breakAfter != "avoid")
            .map((it) => it.outerHTML)"""
    )
    assert loose == []


def test_an_item_of_a_list_is_printed_on_one_page_unless_it_is_long(visit: Visit) -> None:
    page = visit("sample-timeline")
    page.emulate_media(media="print")
    lists = ".register, .figures, .stories, .links, .index, .sources ol"
    items = page.locator(f"section :is({lists}) > li:not(.long)")
    broken = "all => all.filter((it) => getComputedStyle(it).breakInside != 'avoid').length"
    assert items.count() > 50 and items.evaluate_all(broken) == 0


def test_no_item_of_a_list_is_printed_alone_after_the_others(visit: Visit) -> None:
    page = visit("sample-timeline")
    page.emulate_media(media="print")
    script = "all => all.filter((it) => getComputedStyle(it).breakAfter != 'avoid').length"
    ends = page.locator(".register > :nth-last-child(2)")
    assert ends.count() == 2 and ends.evaluate_all(script) == 0
    # The imprint is on the page of the last two sources.
    assert page.locator(".sources ol > li:nth-last-child(2)").evaluate_all(script) == 0


@pytest.mark.parametrize("is_thorough", [False, pytest.param(True, marks=pytest.mark.long)])
def test_the_imprint_is_never_alone_on_a_page(
    visit: Visit, tmp_path: Path, *, is_thorough: bool
) -> None:
    page = visit(save(tmp_path, audience="public", events=8, words=2))
    page.evaluate("document.adoptedStyleSheets.push(sheet = new CSSStyleSheet())")
    for gap in range(0, 240, 10 if is_thorough else 40):
        page.evaluate("gap => sheet.replaceSync(`.sources { padding-top: ${gap}mm }`)", gap)
        last = text_of_pages(page.pdf(prefer_css_page_size=True))[-1]
        assert "Published by P" in last and "Source 27" in last, gap


def save(folder: Path, audience: str, events: int = 28, words: int = 80) -> Path:
    """Save the page of a record, with the given number of events and of words in each."""
    listed = "\n".join(
        f"  - {{date: 2023-04-{n:02}, kind: news, title: Event {n}, source: {{title: Source {n}}},"
        f" summary: {'Word ' * words}}}"
        for n in range(29 - events, 29)
    )
    record = load_record(f"title: T\npublisher: {{name: P}}\nevents:\n{listed}")
    edition = Edition.model_validate({"template": "timeline", "audience": audience})
    made = html.renderer(None)(make_briefing(record, "e", edition, date(2023, 9, 8)))
    path = folder / "page.html"
    path.write_bytes(made.content)
    return path


def text_of_pages(content: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-", "-"], input=content, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def fonts_of(content: bytes) -> set[str]:
    """Return the fonts of a PDF without their styles, and without Firefox's bullet font."""
    done = subprocess.run(["pdffonts", "-"], input=content, capture_output=True, check=True)
    names = [line.split()[0] for line in done.stdout.decode().splitlines()[2:]]
    return {re.sub(r"^[A-Z]{6}\+|-.*", "", name) for name in names} - {"Mozilla_Bullet"}

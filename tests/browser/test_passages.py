"""A reader who clicks the link after a quote sees its words in the source."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import pytest
from playwright.sync_api import Browser, Page
from pytest_httpserver import HTTPServer

from tests.helpers import briefing

GAP = "<div style='height: 3000px'></div>"
PARTS = {
    "top": "<p>The council met on Tuesday.</p>",
    "first": "<p>The mayor said: “We shall never sell&#8202;the park.” Nobody else spoke.</p>",
    "second": "<p>In May, seventy-seven per cent of adults wanted a park in the town.</p>",
}
SOURCE = (
    "<!doctype html><meta charset='utf-8'><link rel='icon' href='data:,'><title>Gazette</title>"
    + GAP.join(f"<section id='{id}'>{part}</section>" for id, part in PARTS.items())
    + GAP
)


@pytest.fixture(scope="module")
def source() -> Iterator[str]:
    """Serve the source, and yield its address."""
    with HTTPServer() as server:
        server.expect_request("/gazette").respond_with_data(SOURCE, content_type="text/html")
        yield server.url_for("/gazette")


@pytest.fixture(scope="module")
def timeline(source: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of a page that quotes a copy of the source."""
    folder = tmp_path_factory.mktemp("passages")
    (folder / "sources").mkdir()
    (folder / "sources" / "gazette.html").write_text(SOURCE, encoding="utf-8")
    record = f"""
        title: T
        actors: {{mayor: {{name: The Mayor}}}}
        sources: {{gazette: {{title: The gazette, url: "{source}"}}}}
        events:
          - date: 2019-04-02
            kind: speech
            title: A speech
            source: gazette
            quotes: [{{text: We shall never sell the park, by: mayor}}]
            figures: [{{label: adults who want a park, value: 77%}}]
    """
    (folder / "events.yaml").write_text(dedent(record))
    done = briefing("prove", folder)
    assert "1 verbatim, 1 figure located, 0 never checked" in done.output
    assert briefing("build", folder, "-o", folder / "out", "-fhtml").exit_code == 0
    return folder / "out" / "timeline.html"


@pytest.fixture
def page(browser: Browser, timeline: Path) -> Iterator[Page]:
    """Open the page that quotes the source."""
    context = browser.new_context()
    opened = context.new_page()
    opened.goto(timeline.as_uri())
    yield opened
    context.close()


def shown(page: Page) -> list[str]:
    """Return the parts of the source that the window shows, once it has scrolled."""
    page.wait_for_function("scrollY > 0")
    parts: list[str] = page.evaluate("""[...document.querySelectorAll('section')].filter(part => {
        const {top, bottom} = part.getBoundingClientRect()
        return bottom > 0 && top < innerHeight
    }).map(part => part.id)""")
    return parts


@pytest.mark.parametrize(
    ("link", "part"),
    [
        (".quote a[aria-label^='Read this']", "first"),
        (".figures a[aria-label^='Read this']", "second"),
        (".sources .citation a", "first"),
    ],
)
def test_the_link_opens_the_source_at_the_words(page: Page, link: str, part: str) -> None:
    page.locator(link).click()
    page.wait_for_selector("#second")
    assert shown(page) == [part]


def test_the_citation_is_copied_with_the_plain_address(page: Page, source: str) -> None:
    page.evaluate("navigator.clipboard.writeText = async text => { window.copied = text }")
    page.locator(".sources button.copy").click()
    page.wait_for_function("window.copied")
    assert page.evaluate("copied") == f"The gazette <{source}>"

"""Copying from a page: the web address of an event and the citation of a source."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit
from tests.helpers import load_record
from tests.pages import made

RECORD = """
    title: A record
    editions: {all: {template: timeline}, short: {template: member}}
    events:
      - id: one
        date: 2019
        kind: news
        title: First
        sources:
          - {title: "Trains & <buses>", author: A. Writer, publisher: The Paper, date: 2019-04,
             url: "https://a.example/?a=1&b=é", at: page 4, archived: "https://b.example",
             read: 2023-01-02}
          - https://c.example/x
"""
CITATION = (
    "A. Writer, Trains & <buses> <https://a.example/?a=1&b=é>, The Paper, April 2019, page 4,"
    " archived copy <https://b.example>, accessed 2 January 2023"
)
NO_CLIPBOARD = "delete Navigator.prototype.clipboard"
NO_COPYING = f"{NO_CLIPBOARD}; Document.prototype.execCommand = () => false"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("copying")
    for name, page in made(load_record(RECORD)).items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return folder


def clipboard(page: Page) -> str:
    """Return the text that a reader would paste."""
    page.evaluate("document.body.append(document.createElement('textarea'))")
    field = page.locator("textarea")
    field.press("Control+V")
    text = field.input_value()
    field.evaluate("it => it.remove()")
    return text


@pytest.mark.long
@pytest.mark.parametrize("browser_lacks", ["", NO_CLIPBOARD])
def test_an_address_and_a_citation_are_copied(
    visit: Visit, folder: Path, browser_lacks: str
) -> None:
    page = visit(folder / "all.html", "?words=first#sources")
    page.evaluate(browser_lacks)
    page.get_by_role("link", name="Link to this event: First").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    assert clipboard(page) == (folder / "all.html").as_uri() + "#event-one"

    page.get_by_role("button", name="Copy citation 1").click()
    expect(page.get_by_text("Citation copied")).to_be_visible()
    assert clipboard(page) == CITATION
    # The browser copies asynchronously, and the message about the first citation may still be
    # shown.
    expect(page.get_by_text("Citation copied")).to_have_count(0, timeout=20_000)
    page.get_by_role("button", name="Copy citation 2").click()
    expect(page.get_by_text("Citation copied")).to_be_visible()
    assert clipboard(page) == "https://c.example/x"


def test_it_can_be_done_by_keyboard_and_the_focus_stays(visit: Visit, folder: Path) -> None:
    page = visit(folder / "short.html")
    page.evaluate(NO_CLIPBOARD)
    button = page.get_by_role("button", name="Copy citation 1")
    button.press("Space")
    assert clipboard(page) == CITATION
    button.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Citation copied")
    expect(button).to_be_focused()
    link = page.get_by_role("link", name="Link to this event: First")
    link.press("Enter")
    expect(page.get_by_role("status")).to_have_text("Link copied")
    assert clipboard(page).endswith("short.html#event-one")


def test_what_cannot_be_copied_is_said(visit: Visit, folder: Path) -> None:
    page = visit(folder / "short.html")
    page.evaluate(NO_COPYING)
    page.get_by_role("button", name="Copy citation 1").click()
    expect(page.get_by_role("status")).to_have_text("Could not copy")

"""A real browser: the system's Chromium, headless, driven by Playwright."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from shutil import which
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.making import SAMPLE, briefing
from tests.pages import pages

COMMANDS = {
    "buses": ("build", SAMPLE.parent / "examples" / "buses"),
    "digest": ("digest", SAMPLE, "--week", "2023-W36"),
}
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage")

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of a worker; each page gets a profile of its own."""
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=which("chromium"), args=OPTIONS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The file of a page by its name, such as sample-timeline, buses-uplands or digest-2023-W36."""
    folder = tmp_path_factory.mktemp("pages")
    for name, page in pages().items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")

    @cache
    def built(record: str) -> Path:
        briefing(*COMMANDS[record], "-o", folder / record, "-f", "html")
        return folder / record

    def find(name: str) -> Path:
        record, _, edition = name.partition("-")
        return built(record) / f"{edition}.html" if record in COMMANDS else folder / f"{name}.html"

    return find


@pytest.fixture
def visit(browser: Browser, file: Callable[[str], Path]) -> Iterator[Visit]:
    """Open a page by its name or file, with more of its address and with Playwright's options.

    After the test, no page may have asked for anything but itself, nor have complained.
    """
    contexts: dict[str, BrowserContext] = {}
    opened, asked, complaints = set[str](), set[str](), []

    def context(**options: Any) -> BrowserContext:
        made = browser.new_context(**options)
        made.on("request", lambda request: asked.add(re.sub(r"[?#].*", "", request.url)))
        made.on("console", lambda message: complaints.append(message.text))
        made.on("weberror", lambda error: complaints.append(str(error.error)))
        return made

    def open_page(name: str | Path, address: str = "", **options: Any) -> Page:
        key = repr(options)
        contexts[key] = contexts.get(key) or context(**options)
        page = contexts[key].new_page()
        url = (name if isinstance(name, Path) else file(name)).resolve().as_uri()
        opened.add(url)
        page.goto(url + address)
        return page

    yield open_page
    for it in contexts.values():
        it.close()
    assert asked == opened
    assert complaints == []

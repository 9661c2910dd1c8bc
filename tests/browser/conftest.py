"""Real browsers, headless: the system's Chromium, driven by Playwright, and its Firefox.

They use a single font, whichever fonts the machine has. Chromium does not start without any font.
"""

import os
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from shutil import which
from typing import Any

import fontpkg_inter
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.firefox import Firefox
from tests.helpers import SAMPLE, briefing
from tests.pages import pages

EXAMPLES = SAMPLE.parent / "examples"
COMMANDS = {
    "buses": ("build", EXAMPLES / "buses"),
    "cymraeg": ("build", EXAMPLES / "cymraeg"),
    "digest": ("digest", SAMPLE, "--week", "2023-W36"),
}
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage")
FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>
"""

Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the environment for a browser, in which Inter is the only font."""
    folder, package = tmp_path_factory.mktemp("fonts"), fontpkg_inter.__file__
    configuration = folder / "fonts.conf"
    fonts = Path(package).with_name("files")
    configuration.write_text(FONTS.format(fonts=fonts, cache=folder), encoding="utf-8")
    return {**os.environ, "FONTCONFIG_FILE": str(configuration)}


@pytest.fixture(scope="session")
def browser(environment: dict[str, str]) -> Iterator[Browser]:
    """Yield one browser for all tests of a worker. Each page gets its own profile."""
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=which("chromium-headless-shell"), args=OPTIONS, env={**environment}
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def firefox(
    environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Firefox]:
    """Yield one Firefox for all tests of a worker."""
    with Firefox(tmp_path_factory.mktemp("firefox"), environment) as started:
        yield started


@pytest.fixture(scope="session")
def file(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that makes the file of a page, such as sample-timeline."""
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
    """Open a page by its name or file, with the rest of its address and with Playwright's options.

    After the test, no page may have requested anything but itself, or have logged an error.
    """
    contexts: dict[str, BrowserContext] = {}
    opened, requested, complaints = set[str](), set[str](), []

    def context(**options: Any) -> BrowserContext:
        made = browser.new_context(**options)
        made.on("request", lambda request: requested.add(re.sub(r"[?#].*", "", request.url)))
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
    for cached in contexts.values():
        cached.close()
    assert requested == opened
    assert complaints == []

"""A timeline in a frame of another website, whose stylesheet spoils everything that it can."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Frame, Page, ViewportSize, expect

from briefing.output.embedding import snippet
from tests.browser.test_accessibility import faults
from tests.helpers import SAMPLE, briefing

AROUND = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>News</title><style>
body * { float: left; font: 40px fantasy; color: lime; background: maroon; margin: 20px; }
iframe { height: 50px !important; width: 20px !important; max-height: 60px !important;
  display: inline; border: 9px solid red; padding: 30px !important; position: absolute;
  visibility: hidden; opacity: 0.1; transform: rotate(3deg); }
</style></head><body><h1>News</h1><p>Our news.</p>SNIPPET<p>The end.</p></body></html>
"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def around(tmp_path: Path, browser: Browser) -> Iterator[Any]:
    """Open the page around a frame. Without `script`, it has only the frame."""
    site, other = tmp_path / "site", tmp_path / "other"
    other.mkdir()
    done = briefing("publish", SAMPLE, "-o", site, "-e", "timeline", "-f", "html")
    assert done.exit_code == 0, done.output
    requested: set[str] = set()
    with ExitStack() as held:
        ours, theirs = held.enter_context(served(tmp_path)), held.enter_context(served(other))
        context = browser.new_context(viewport={"width": 1000, "height": 700})
        held.callback(context.close)
        context.on("request", lambda request: requested.add(request.url))

        def opened(*, script: bool = True) -> tuple[Page, Frame]:
            html = snippet("timeline", "Harms & <others>", f"{ours}/site")
            html = html if script else re.sub("<script>.*</script>", "", html)
            (other / "news.html").write_text(AROUND.replace("SNIPPET", html), encoding="utf-8")
            page = context.new_page()
            page.goto(f"{theirs}/news.html")
            return page, page.frames[1]

        yield opened
        assert requested == {f"{theirs}/news.html", f"{ours}/site/timeline-embed.html"}
        assert context.cookies() == []


def height(page: Page) -> float:
    size = page.locator("iframe").bounding_box()
    assert size
    return size["height"]


def test_a_frame_is_as_tall_as_its_timeline_and_follows_it(around: Any) -> None:
    page, frame = around()
    content = "document.documentElement.getBoundingClientRect().height"
    page.wait_for_function("document.querySelector('iframe').clientHeight > 3000")
    whole = height(page)
    assert abs(whole - frame.evaluate(content)) <= 1
    box = page.locator("iframe").bounding_box()
    assert box and box["width"] > 800
    expect(page.locator("iframe")).to_be_visible()
    expect(page.locator("iframe")).to_have_css("opacity", "1")
    assert not frame.evaluate("document.documentElement.scrollHeight > innerHeight")
    assert frame.locator(".masthead, .contents, #index").count() == 0
    expect(frame.locator("h1")).to_have_text(frame.title())
    page.keyboard.press("Tab")
    assert frame.evaluate("document.activeElement.getAttribute('href')") == "timeline.html"
    # The filter makes it shorter, and a link in it leads the page around it to its target.
    frame.get_by_label("Keywords").fill("Ofcom")
    page.wait_for_function(
        "height => document.querySelector('iframe').clientHeight < height", arg=whole
    )
    frame.get_by_role("button", name="Clear").click()
    page.wait_for_function("document.querySelector('iframe').clientHeight > 3000")
    page.evaluate("scrollTo(0, 0)")
    frame.evaluate("document.querySelector('.note a').click()")
    page.wait_for_function("scrollY > 3000")
    # A message from elsewhere changes nothing.
    page.evaluate("postMessage({ briefing: { height: 77 } }, '*')")
    page.wait_for_timeout(50)
    assert height(page) > 3000


def test_without_a_script_a_frame_scrolls(around: Any) -> None:
    _page, frame = around(script=False)
    frame.locator("h1").wait_for()
    assert frame.evaluate("document.scrollingElement.scrollHeight > innerHeight")
    frame.locator("a[href^='#']").last.focus()
    assert frame.evaluate("scrollY") > 500


@pytest.mark.parametrize("width", [1280, pytest.param(390, marks=pytest.mark.long)])
def test_axe_finds_nothing_in_it(tmp_path: Path, browser: Browser, width: int) -> None:
    done = briefing("publish", SAMPLE, "-o", tmp_path, "-e", "timeline", "-f", "html")
    assert done.exit_code == 0
    size: ViewportSize = {"width": width, "height": 800}
    with browser.new_page(viewport=size, color_scheme="dark") as page:
        page.goto((tmp_path / "timeline-embed.html").as_uri())
        expect(page.locator("form.filter")).to_be_visible()
        # The page around a frame is rarely dark.
        expect(page.locator("html")).to_have_css("background-color", "rgb(255, 255, 255)")
        summary, heading = page.locator(".briefing-summary > *").first, page.locator("h2").first
        tops = [(box or {"y": 0})["y"] for box in (summary.bounding_box(), heading.bounding_box())]
        assert tops[1] - tops[0] < 16
        assert faults(page) == []
        page.goto((tmp_path / "index.html").as_uri())
        assert faults(page) == []

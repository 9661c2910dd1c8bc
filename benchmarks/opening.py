"""The time that a page takes to open in a browser, compared with TimelineJS for the same events.

A page is open at the second animation frame after all its events are in the document. Both pages
come from a server on this machine, and load nothing from elsewhere.
"""

import json
import subprocess
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from shutil import which
from statistics import median
from threading import Thread

from playwright.sync_api import Browser, sync_playwright

from benchmarks.timing import Comparison

PACKAGE = "@knight-lab/timelinejs@3.9.11"
_THEIRS = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>A timeline</title>
<link rel="stylesheet" href="package/dist/css/timeline.css">
<script src="package/dist/js/timeline.js"></script></head>
<body style="margin: 0"><div id="timeline" style="width: 100%; height: 100vh"></div>
<script>
new TL.Timeline("timeline", {"events": EVENTS}, {script_path: "package/dist/js", font: null});
</script></body></html>
"""
_AROUND = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8"><title>A page with a timeline</title></head>
<body><iframe src="ADDRESS" title="A timeline" style="width: 100%; height: 700px"></iframe></body>
</html>
"""
_EVENTS = """() => [...document.querySelectorAll("article.event")].map((article) => {
    const time = article.querySelector(".date time")?.dateTime;
    const [year, month, day] = (time ?? article.closest("section").id.slice(5)).split("-");
    const [header, ...rest] = [...article.children].map((child) => child.outerHTML);
    const headline = article.querySelector("h3").textContent;
    return { start_date: { year, month, day }, text: { headline, text: rest.join("") } };
})"""
_WATCH = """
window.opened = new Promise((done) => {
    const look = () => {
        if (document.querySelectorAll(SELECTOR).length < EVENTS) return requestAnimationFrame(look);
        requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now())));
    };
    look();
});
"""
# Type letter by letter, then choose a kind, then show everything again.
_FILTER = """async () => {
    const { words, kind, clear } = document.querySelector("form.filter").elements;
    const frame = () => new Promise(requestAnimationFrame);
    const took = async (input) => {
        await frame().then(frame);
        const start = performance.now();
        input();
        await frame().then(frame);
        return performance.now() - start;
    };
    const put = (field, value) => {
        field.value = value;
        field.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const times = [];
    for (const text of ["b", "bo", "bod", "body", "body 5"]) {
        times.push(await took(() => put(words, text)));
    }
    times.push(await took(() => clear.click()));
    times.push(await took(() => put(kind, kind.options[1].value)));
    times.push(await took(() => clear.click()));
    return times;
}"""


def compare_opening(page: Path, times: int) -> Comparison:
    """Time the opening of `page` and of a TimelineJS page with the same events, after a warm-up.

    The two alternate. Needs npm, which downloads TimelineJS to the folder of `page`.

    Raises:
        subprocess.CalledProcessError: npm could not download it.
    """
    folder = page.parent
    pack = ["npm", "pack", "--silent", "--pack-destination", str(folder), PACKAGE]
    packed = subprocess.run(pack, stdout=subprocess.PIPE, text=True, check=True).stdout.split()[-1]
    with tarfile.open(folder / packed) as archive:
        archive.extractall(folder, filter="data")
    with _server(folder) as address, chromium() as browser:
        with browser.new_page() as ours:
            ours.goto(f"{address}/{page.name}")
            events = ours.evaluate(_EVENTS)
        (folder / "theirs.html").write_text(_THEIRS.replace("EVENTS", json.dumps(events)))
        pairs = [
            (
                _opened(browser, f"{address}/{page.name}", "article.event", len(events)),
                _opened(browser, f"{address}/theirs.html", ".tl-timemarker", len(events)),
            )
            for _ in range(times + 1)
        ][1:]
    return _medians(pairs)


def compare_embedding(page: Path, times: int) -> Comparison:
    """Time the opening of a page for frames, and of TimelineJS in a frame, with the same events.

    `page` must be in the folder where `compare_opening` has made the page of TimelineJS. Both are
    in a page of another website. The time starts with that page, and ends when the frame is open.
    """
    folder = page.parent
    with _server(folder) as address, _server(folder) as around, chromium() as browser:
        with browser.new_page() as ours:
            ours.goto(f"{address}/{page.name}")
            events = len(ours.query_selector_all("article.event"))
        for name in (page.name, "theirs.html"):
            frame = _AROUND.replace("ADDRESS", f"{address}/{name}")
            (folder / f"around-{name}").write_text(frame)
        pairs = [
            (
                _opened(browser, f"{around}/around-{page.name}", "article.event", events),
                _opened(browser, f"{around}/around-theirs.html", ".tl-timemarker", events),
            )
            for _ in range(times + 1)
        ][1:]
    return _medians(pairs)


def _medians(pairs: Sequence[tuple[float, float]]) -> Comparison:
    return Comparison(
        median(mine / theirs for mine, theirs in pairs),
        median(mine for mine, _ in pairs),
        median(theirs for _, theirs in pairs),
    )


def time_filtering(page: Path) -> list[float]:
    """Return the seconds from each of several filter inputs to the second animation frame."""
    with chromium() as browser, browser.new_page() as opened:
        opened.goto(page.resolve().as_uri())
        return [seconds / 1000 for seconds in opened.evaluate(_FILTER)]


@contextmanager
def chromium() -> Iterator[Browser]:
    options = ("--no-sandbox", "--disable-gpu", "--disable-quic")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=which("chromium-headless-shell"), args=options
        )
        yield browser
        browser.close()


def _opened(browser: Browser, address: str, selector: str, events: int) -> float:
    """Return the seconds from navigation until the page is open, with an empty cache."""
    with browser.new_context(viewport={"width": 1280, "height": 800}) as context:
        page = context.new_page()
        watch = _WATCH.replace("SELECTOR", json.dumps(selector)).replace("EVENTS", str(events))
        page.add_init_script(watch)
        page.goto(address)
        started: float = page.evaluate("performance.timeOrigin")
        opened: float = page.frames[-1].evaluate(
            "window.opened.then((time) => time + performance.timeOrigin)"
        )
        return (opened - started) / 1000


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """Ignore a browser that closes the connection before it has the whole response."""


@contextmanager
def _server(folder: Path) -> Iterator[str]:
    """Serve the files in `folder`, and yield the address of the server."""
    handler = partial(_Quiet, directory=folder)
    with _Server(("127.0.0.1", 0), handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()

"""The time from saving a record to seeing the change on the live page, in Chromium.

A change is seen at the second animation frame after it is in the document. The page is loaded
again, out of sight, and the change is taken back before the next one. Before each change, a loop of
additions is timed, so that machines can be compared.
"""

import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Frame, Page

from benchmarks.opening import chromium
from benchmarks.timing import Comparison

_SEEN = """([selector, text]) => {
    const isThere = () => document.querySelector(selector)?.textContent.includes(text);
    window.seen = new Promise((done) => {
        const observer = new MutationObserver(() => {
            if (!isThere()) return;
            observer.disconnect();
            requestAnimationFrame(() => requestAnimationFrame(() => done(Date.now())));
        });
        observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    });
}"""
# Type letter by letter in the field that has the focus.
_TYPE = """async (text) => {
    const frame = () => new Promise(requestAnimationFrame);
    const field = document.activeElement;
    const times = [];
    for (const letter of text) {
        await frame().then(frame);
        const start = performance.now();
        field.setRangeText(letter, field.selectionEnd, field.selectionEnd, "end");
        field.dispatchEvent(new InputEvent("input", { bubbles: true, data: letter }));
        await frame().then(frame);
        times.push(performance.now() - start);
    }
    return times;
}"""
_EVENT, _ADDITIONS = 502, 20_000_000


def _text(event: str, n: int) -> str:
    return event.replace("summary: |\n      ", f"summary: |\n      Word{n} ", 1)


def _title(event: str, n: int) -> str:
    return event.replace("title: ", f"title: Word{n} ", 1)


def _source(event: str, n: int) -> str:
    return re.sub(r"(sources: \[.*)\]", rf"\1, {{title: Word{n}}}]", event, count=1)


_CHANGES: dict[str, tuple[Callable[[str, int], str], str]] = {
    "a text": (_text, f"#event-event-{_EVENT}"),
    "a title": (_title, f"#event-event-{_EVENT}"),
    "a new source": (_source, "#sources"),
}
"""The changes to an event, and the element that shows each of them."""


def time_following(record: Path, times: int) -> Iterator[tuple[str, Comparison]]:
    """Yield each kind of change to a record with the time from saving to seeing.

    The time is compared with that of 20 million additions.
    """
    text = record.read_text(encoding="utf-8")
    start, event, end = re.split(rf"(?=  - id: event-(?:{_EVENT}|{_EVENT + 1})\n)", text)
    with _live_page(record) as page:
        for name, (change, selector) in _CHANGES.items():
            pairs = []
            for n in range(times):
                frame = _settled(page)
                loop = _loop()
                frame.evaluate(_SEEN, [selector, f"Word{n}"])
                started = time.time()
                record.write_text(start + change(event, n) + end, encoding="utf-8")
                pairs.append((_seen(page, frame) - started, loop))
                _settled(page)
                record.write_text(text, encoding="utf-8")
                page.wait_for_selector("#stage[data-state='changed']")
            yield (
                name,
                Comparison(
                    median(mine / loop for mine, loop in pairs),
                    median(mine for mine, _ in pairs),
                    median(loop for _, loop in pairs),
                ),
            )


def _seen(page: Page, frame: Frame) -> float:
    """Return the time at which a change is seen in a frame."""
    seen: float = frame.evaluate("window.seen")
    page.wait_for_selector("#stage[data-state='changed']")
    return seen / 1000


def time_typing(record: Path) -> list[float]:
    """Return the seconds from each key press in the form to the second animation frame."""
    with _live_page(record) as page:
        _settled(page)
        page.click("#edit-toggle")
        page.click(".items button")
        page.focus("#form-title")
        return [seconds / 1000 for seconds in page.evaluate(_TYPE, " in forty letters, one by one")]


def _loop() -> float:
    started, total = time.perf_counter(), 0
    for number in range(_ADDITIONS):
        total += number
    return time.perf_counter() - started


@contextmanager
def _live_page(record: Path) -> Iterator[Page]:
    """Start `briefing serve` for a record, and yield its page in Chromium."""
    server = subprocess.Popen(
        [sys.executable, "-m", "briefing", "serve", record.name, "--no-browser", "--port", "0"],
        cwd=record.parent,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout
    try:
        address = next(line.strip() for line in server.stdout if "?token=" in line)
        with chromium() as browser, browser.new_page() as page:
            page.goto(address)
            yield page
    finally:
        server.terminate()
        server.wait()


def _settled(page: Page) -> Frame:
    """Return the frame with the briefing, after the whole page has been loaded."""
    page.wait_for_selector("#stage[data-state='as built']", timeout=120_000)
    return next(frame for frame in page.frames if "/page/" in frame.url)

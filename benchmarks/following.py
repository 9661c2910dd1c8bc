"""The time from saving a record to seeing the change on the live page, in Chromium.

A change is seen at the second animation frame after it is in the document. The page is loaded
again, out of sight, before the next change.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Frame, Page

from benchmarks.editing import Answers
from benchmarks.opening import chromium

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
# The longest and the median time from each key to the second animation frame after it.
_TYPE = """async ([text]) => {
    const field = document.activeElement;
    const frame = () => new Promise(requestAnimationFrame);
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
_EVENT = 501


def _text(event: str, n: int) -> str:
    return event.replace("summary: |\n      ", f"summary: |\n      Word{n} ", 1)


def _title(event: str, n: int) -> str:
    return event.replace("title: ", f"title: Word{n} ", 1)


def _source(event: str, n: int) -> str:
    return re.sub(
        r"    sources?:.*(\n {6}.*)*", f"    source: https://example.org/word{n}", event, count=1
    )


_CHANGES: dict[str, tuple[Callable[[str, int], str], str, str]] = {
    "a text": (_text, f"#event-event-{_EVENT}", "Word{}"),
    "a title": (_title, f"#event-event-{_EVENT}", "Word{}"),
    "a new source": (_source, "#sources", "word{}"),
}
"""The changes to an event, and the element and the text that show each of them."""


def time_following(record: Path, times: int) -> Iterator[tuple[str, Answers]]:
    """Yield each kind of change to a record with the times from saving to seeing."""
    text = record.read_text(encoding="utf-8")
    start, event, end = re.split(rf"(?=  - id: event-(?:{_EVENT}|{_EVENT + 1})\n)", text)
    with _live_page(record) as page:
        for name, (change, selector, words) in _CHANGES.items():
            answers = Answers()
            for n in range(times):
                frame = _settled(page)
                frame.evaluate(_SEEN, [selector, words.format(n)])
                before, started = _processor_time(), time.time()
                record.write_text(start + change(event, n) + end, encoding="utf-8")
                seen: float = frame.evaluate("window.seen")
                answers.seconds.append(seen / 1000 - started)
                answers.processor.append(_processor_time() - before)
                page.wait_for_selector("#stage[data-state='changed']")
            yield name, answers


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
    """Return the frame with the briefing, when it has been loaded as it is built."""
    page.wait_for_selector("#stage[data-state='as built']", timeout=120_000)
    return next(frame for frame in page.frames if "/page/" in frame.url)


def _processor_time() -> float:
    """Return the processor time of all processes that this one has started, in seconds."""
    parents, used = {}, {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            name, _, rest = path.read_text().rpartition(")")
        except OSError:
            continue
        fields, pid = rest.split(), int(name.split()[0])
        parents[pid], used[pid] = int(fields[1]), int(fields[11]) + int(fields[12])
    ours = {os.getpid()}
    while more := {pid for pid, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(used[pid] for pid in ours if pid in used and pid != os.getpid()) / os.sysconf(
        "SC_CLK_TCK"
    )

"""A real browser for tests: headless Chromium, driven through its DevTools protocol over a pipe.

The protocol is at https://chromedevtools.github.io/devtools-protocol/.
"""

import json
import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

_OPTIONS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--remote-debugging-pipe",
)  # fmt: skip


@dataclass
class Page:
    """A page that was opened: what it asked for and what it complained about."""

    browser: "Chromium"
    session: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def ask(self, script: str) -> Any:
        """What the JavaScript expression `script` comes to on the page."""
        answer = self.browser.call(
            "Runtime.evaluate", self.session, expression=script, returnByValue=True
        )
        return answer["result"].get("value")


class Chromium:
    """A running browser."""

    def __init__(self, to: BinaryIO, answers: BinaryIO) -> None:
        self._to, self._from, self._last = to, answers, 0
        self._events: list[dict[str, Any]] = []

    def open(self, file: Path, width: int, height: int = 800) -> Page:
        """Load `file` in a window of `width` by `height` CSS pixels, and wait until it is done."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        page = Page(self, attached["sessionId"])
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.call(f"{domain}.enable", page.session)
        self.call(
            "Emulation.setDeviceMetricsOverride",
            page.session,
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )
        self.call("Page.navigate", page.session, url=file.resolve().as_uri())
        for event in self._until("Page.loadEventFired", page.session):
            given = event["params"]
            match event["method"]:
                case "Network.requestWillBeSent":
                    page.requests.append(given["request"]["url"])
                case "Log.entryAdded":
                    page.complaints.append(given["entry"]["text"])
                case "Runtime.consoleAPICalled" | "Runtime.exceptionThrown":
                    page.complaints.append(json.dumps(given))
        return page

    def call(self, method: str, session: str | None = None, **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol."""
        self._last += 1
        message = {"id": self._last, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        self._to.write(json.dumps(message).encode() + b"\0")
        self._to.flush()
        while True:
            answer = self._read()
            if answer.get("id") == self._last:
                assert "error" not in answer, answer
                result: dict[str, Any] = answer["result"]
                return result
            self._events.append(answer)

    def _until(self, method: str, session: str) -> Iterator[dict[str, Any]]:
        while True:
            event = self._events.pop(0) if self._events else self._read()
            if event.get("sessionId") == session:
                yield event
                if event["method"] == method:
                    break
        # What was asked for last may be reported a little later.
        self.call("Runtime.evaluate", session, expression="1")
        yield from [event for event in self._events if event.get("sessionId") == session]

    def _read(self) -> dict[str, Any]:
        message = bytearray()
        while (byte := self._from.read(1)) != b"\0":
            assert byte, "Chromium has ended"
            message += byte
        answer: dict[str, Any] = json.loads(message)
        return answer


@contextmanager
def chromium() -> Iterator[Chromium]:
    """A browser of one's own, for as long as the block runs."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        read_by_it, to = os.pipe()
        answers, written_by_it = os.pipe()
        # The protocol is spoken on the file descriptors 3 and 4.
        wire = f'exec "$0" "$@" 3<&{read_by_it} 4>&{written_by_it}'
        process = subprocess.Popen(
            ["bash", "-c", wire, "chromium", *_OPTIONS, f"--user-data-dir={profile}"],
            pass_fds=(read_by_it, written_by_it),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(read_by_it)
        os.close(written_by_it)
        with open(to, "wb") as ours, open(answers, "rb") as theirs:
            browser = Chromium(ours, theirs)
            try:
                yield browser
                browser.call("Browser.close")
            finally:
                process.kill()
                process.wait()

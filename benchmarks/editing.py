"""Timing of the language server, as an editor sees it: from a change to the problems on screen."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median, quantiles
from typing import Any

_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


@dataclass(frozen=True, slots=True)
class Answers:
    """The seconds until the answers came, and the processor time that each one took."""

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    @property
    def middle(self) -> float:
        """The median time."""
        return median(self.seconds)

    @property
    def slow(self) -> float:
        """The 95th percentile."""
        return quantiles(self.seconds, n=20)[-1]


class Editor:
    """A client of the language server that waits for each answer."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "briefing", "lsp"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.uri = (folder / "events.yaml").as_uri()
        self.number = self.version = 0
        self.ask("initialize", {"processId": None, "rootUri": folder.as_uri(), "capabilities": {}})
        self.send({"method": "initialized", "params": {}})

    def close(self) -> None:
        """End the server."""
        self.ask("shutdown", None)
        self.send({"method": "exit"})
        self.process.wait()

    def send(self, message: dict[str, Any]) -> None:
        """Send a message."""
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(content), content))
        self.process.stdin.flush()

    def messages(self) -> Iterator[dict[str, Any]]:
        """Yield the messages of the server as they come."""
        output = self.process.stdout
        assert output
        while True:
            length = 0
            while (line := output.readline().strip()) != b"":
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            yield json.loads(output.read(length))

    def ask(self, method: str, params: object) -> Any:
        """Send a request, and return the answer."""
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        return next(
            message["result"]
            for message in self.messages()
            if message.get("id") == self.number and "result" in message
        )

    def write(self, text: str) -> list[Any]:
        """Change the text, and return its problems when they have come."""
        self.version += 1
        document: dict[str, Any] = {"uri": self.uri, "version": self.version}
        if self.version == 1:
            document |= {"languageId": "yaml", "text": text}
            self.send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        else:
            params = {"textDocument": document, "contentChanges": [{"text": text}]}
            self.send({"method": "textDocument/didChange", "params": params})
        return next(
            message["params"]["diagnostics"]
            for message in self.messages()
            if message.get("params", {}).get("version") == self.version
        )

    def complete(self, text: str, place: int) -> list[Any]:
        """Return the words that complete the text at a place."""
        line = text.count("\n", 0, place)
        column = place - text.rfind("\n", 0, place) - 1
        position = {"line": line, "character": column}
        params = {"textDocument": {"uri": self.uri}, "position": position}
        items: list[Any] = self.ask("textDocument/completion", params)["items"]
        return items

    def processor_time(self) -> float:
        """Return the processor time that the server has used, in seconds, or 0 if it is unknown."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            return 0
        return (int(fields[11]) + int(fields[12])) / _TICKS


_CHANGES: dict[str, Callable[[str, int], str]] = {
    "a word in a title": lambda event, n: event.replace("title: ", f"title: No {n} ", 1),
    "an unknown actor": lambda event, n: event.replace("actors: [", f"actors: [nobody-{n}, ", 1),
    "an invalid date": lambda event, n: event.replace("date: ", f"date: {n}th of ", 1),
    "an unknown key": lambda event, n: event.replace("kind: ", f"kind{n}: ", 1),
    "a quotation mark that is still open": lambda event, n: event.replace(
        "title: ", f'title: "{n} ', 1
    ),
}
"""Changes to an event, as people make them while they type."""


def time_editing(record: Path, times: int) -> Iterator[tuple[str, Answers]]:
    """Yield each kind of change to a record with the times until its problems came.

    The last one is completion, while the problems of a change are still being worked out.
    """
    text = record.read_text(encoding="utf-8")
    events = text.split("\n  - id: ")
    editor = Editor(record.parent)
    editor.write(text)
    for name, change in _CHANGES.items():
        answers = Answers()
        for n in range(times):
            place = 1 + (n * 37) % (len(events) - 2)
            changed = [*events]
            changed[place] = change(events[place], n)
            before, started = editor.processor_time(), time.perf_counter()
            editor.write("\n  - id: ".join(changed))
            answers.seconds.append(time.perf_counter() - started)
            answers.processor.append(editor.processor_time() - before)
        yield name, answers
    answers = Answers()
    for n in range(times):
        place = 1 + (n * 37) % (len(events) - 2)
        changed = [*events]
        changed[place] = events[place].replace("actors: [", "actors: [per", 1)
        whole = "\n  - id: ".join(changed)
        editor.version += 1
        document = {"uri": editor.uri, "version": editor.version}
        params = {"textDocument": document, "contentChanges": [{"text": whole}]}
        editor.send({"method": "textDocument/didChange", "params": params})
        started = time.perf_counter()
        editor.complete(
            whole, whole.index("actors: [per", len("\n  - id: ".join(changed[:place]))) + 12
        )
        answers.seconds.append(time.perf_counter() - started)
    yield "completion of an id", answers
    editor.close()

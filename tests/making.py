"""Helpers for tests of editions, outputs and commands: records made from a few lines of YAML."""

import os
import pty
from contextlib import suppress
from datetime import date as Day
from pathlib import Path
from textwrap import dedent
from threading import Thread
from unittest.mock import patch

import pytest
from click.testing import CliRunner, Result

from briefing.cli import main
from briefing.record.loading import File, load
from briefing.record.problems import errors
from briefing.record.record import Record

SAMPLE = Path(__file__).parent.parent / "events.yaml"
INQUIRY = SAMPLE.parent / "examples" / "inquiry"
SOURCE = "source: {title: A source, publisher: A publisher}"


def load_record(text: str, templates: tuple[str, ...] = ("timeline", "member", "digest")) -> Record:
    """The timeline that the events file `text` holds, in which there must be no errors."""
    reading = load([File("events.yaml", dedent(text).encode())], templates)
    assert not errors(reading.problems, strict=False), reading.problems
    return reading.record


def briefing(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    """Run the command line within this process; an exception would be a failure of the test."""
    return CliRunner().invoke(
        main, [str(argument) for argument in arguments], input=stdin, catch_exceptions=False
    )


def now_is(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let it be that day for digests, wherever their record is kept."""
    monkeypatch.setattr("briefing.cli.opening.today", lambda timeline: Day.fromisoformat(day))


def on_terminal(*arguments: str | Path, columns: int = 80, **environment: str) -> str:
    """Run the command line in this process, and return its output on a terminal of this width."""
    ours, its = pty.openpty()
    said = bytearray()

    def listen() -> None:
        # A terminal whose other end has been closed ends with an error.
        with suppress(OSError):
            while more := os.read(ours, 1 << 16):
                said.extend(more)

    listener = Thread(target=listen)
    listener.start()
    with (
        open(its, "w", encoding="utf-8") as terminal,
        patch("sys.stdout", terminal),
        patch.dict(os.environ, {"TERM": "xterm", **environment}, COLUMNS=str(columns)),
    ):
        if "NO_COLOR" not in environment:
            os.environ.pop("NO_COLOR", None)
        main([str(argument) for argument in arguments], standalone_mode=False)
    listener.join()
    os.close(ours)
    return said.decode().replace("\r\n", "\n")

"""Helpers for tests of editions, outputs and commands: records made from a few lines of YAML."""

import os
import pty
import re
import subprocess
from collections.abc import Iterable
from contextlib import suppress
from datetime import date as Day
from functools import partial
from io import BytesIO
from pathlib import Path
from textwrap import dedent
from threading import Thread
from typing import Any
from unittest.mock import patch
from zipfile import ZipFile

import pytest
from click.testing import CliRunner, Result

from briefing.cli import main
from briefing.edition.briefing import Briefing
from briefing.edition.parts import in_parts
from briefing.edition.selection import NO_FILTER, EventFilter
from briefing.output.folders import templates_in
from briefing.output.formats import formats_for
from briefing.record import loading
from briefing.record.loading import File
from briefing.record.model import Edition
from briefing.record.problems import errors
from briefing.record.record import Record
from briefing.record.templates import Template, Templates

SAMPLE = Path(__file__).parent.parent / "events.yaml"
INQUIRY = SAMPLE.parent / "examples" / "inquiry"
TEMPLATES = templates_in(None)
"""The built-in kinds of briefing."""
KINDS = sorted(name for name, template in TEMPLATES.items() if not template.is_digest)
DIGESTS = sorted(name for name, template in TEMPLATES.items() if template.is_digest)
NOT_TEXT = ("pdf", "docx", "eml")
"""The formats that are not text. They have tests of their own."""
load = partial(loading.load, templates=TEMPLATES)
"""The commands' loader, for records without templates of their own."""
EARLIER_KEPT_IFS = {"kept-if-changed": {"plant-trees": "All 300 are planted"}}
"""The versions from before the outcome, for the examples of a rule that depends on them."""
SOURCE = "source: {title: A source, publisher: A publisher}"


def mostly_long(values: Iterable[Any], quick: int) -> list[Any]:
    """Return the values for a test of which only the first few are tried in a quick run."""
    return [
        value if n < quick else pytest.param(value, marks=pytest.mark.long)
        for n, value in enumerate(values)
    ]


def text_formats(*, digests: bool = False) -> list[str]:
    """List the formats of digests, or of other briefings, whose documents are text.

    A new format is included automatically, so that it is tested for leaks and hindsight.
    """
    return [name for name in formats_for(digests=digests) if name not in NOT_TEXT]


def load_record(text: str, templates: Templates | None = TEMPLATES) -> Record:
    """Return the record in the events file `text`, which must have no errors."""
    loaded = loading.load([File("events.yaml", dedent(text).encode())], templates)
    assert not errors(loaded.problems, strict=False), loaded.problems
    return loaded.record


def make_briefing(
    record: Record, id: str, edition: Edition, as_of: Day, narrower: EventFilter = NO_FILTER
) -> Briefing:
    """Make the briefing for `edition` as its template describes it, but not in parts."""
    template = TEMPLATES.get(edition.template, Template())
    return next(in_parts(record, id, edition, template, as_of, narrower))


def briefing(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
    """Run the command line in this process. An exception fails the test."""
    return CliRunner().invoke(
        main, [str(argument) for argument in arguments], input=stdin, catch_exceptions=False
    )


def words_of(path: Path) -> str:
    """Return the words of a document, whatever its format."""
    content = path.read_bytes()
    if path.suffix == ".pdf":
        return " ".join(subprocess.check_output(["pdftotext", path, "-"], text=True).split())
    if path.suffix == ".docx":
        with ZipFile(BytesIO(content)) as parts:
            names = [name for name in parts.namelist() if re.match(r"word/\w+\.xml", name)]
            content = b"\n".join(map(parts.read, names))
    text = re.sub(r"<style.*?</style>|<[^>]+>", "", content.decode(), flags=re.DOTALL)
    return " ".join(text.replace("\r\n ", "").replace("\\,", ",").replace("=\n", "").split())


def set_today(day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set the current day for digests, in any time zone."""
    monkeypatch.setattr("briefing.cli.opening.today", lambda record: Day.fromisoformat(day))


def on_terminal(*arguments: str | Path, columns: int = 80, **environment: str) -> str:
    """Run the command line in this process, and return its output in a terminal of this width."""
    our_end, terminal_end = pty.openpty()
    output = bytearray()

    def listen() -> None:
        # A terminal whose other end has been closed raises an error.
        with suppress(OSError):
            while more := os.read(our_end, 1 << 16):
                output.extend(more)

    listener = Thread(target=listen)
    listener.start()
    with (
        open(terminal_end, "w", encoding="utf-8") as terminal,
        patch("sys.stdout", terminal),
        patch.dict(os.environ, {"TERM": "xterm", **environment}, COLUMNS=str(columns)),
    ):
        if "NO_COLOR" not in environment:
            os.environ.pop("NO_COLOR", None)
        main([str(argument) for argument in arguments], standalone_mode=False)
    listener.join()
    os.close(our_end)
    return output.decode().replace("\r\n", "\n")

"""The formats that the commands offer. Each is one row of a table."""

import re
from pathlib import Path

import pytest

from briefing.edition.briefing import Briefing
from briefing.output.document import Document
from briefing.output.formats import FORMATS, Format
from tests.helpers import briefing

RECORD = """
title: Parks
correct_as_of: 2023-09-10
events: [{date: 2023-09-05, kind: news, title: A park, source: {title: S}}]
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("events.yaml").write_text(RECORD, encoding="utf-8")


def add(monkeypatch: pytest.MonkeyPatch, *, suits_digests: bool = True) -> None:
    """Add a format that contains only a title to the table."""
    for command in ("build", "digest", "send"):  # Their help, built once, must omit it.
        briefing(command, "--help")

    def render(made: Briefing) -> Document:
        return Document(made.title.encode())

    row = Format(
        "title",
        lambda user_templates, engine: render,
        suits_digests=suits_digests,
        other_names=("text",),
    )
    monkeypatch.setitem(FORMATS, "txt", row)


@pytest.mark.parametrize("name", ["txt", "text", ".TXT"])
def test_a_row_is_enough_for_a_new_format(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch)
    assert briefing("build", "-f", name).exit_code == 0
    assert Path("out/timeline.txt").read_text(encoding="utf-8") == "Parks"
    assert briefing("digest", "-o", "out", "--week", "2023-W36", "-f", name).exit_code == 0
    assert Path("out/2023-W36.txt").exists()


def test_a_row_decides_what_a_format_suits(monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch, suits_digests=False)
    done = briefing("digest", "-f", "text")
    assert done.exit_code == 2 and "There is no format 'text'. Choose from: md," in done.stderr
    assert "txt" not in done.stderr
    assert "json, txt." in briefing("build", "-f", "odt").stderr


@pytest.mark.parametrize("command", ["build", "digest", "send"])
def test_the_help_lists_every_format(command: str) -> None:
    words = " ".join(briefing(command, "--help").output.split())
    for name, format in FORMATS.items():
        is_offered = format.suits_briefings if command == "build" else format.suits_digests
        assert (f"{name} ({format.description})" in words) == is_offered
    usual = [name for name, format in FORMATS.items() if format.is_usual]
    assert f"Default: {', '.join(usual[:-1])} and {usual[-1]}." in words


def test_no_name_means_two_formats() -> None:
    names = [other for name, row in FORMATS.items() for other in (name, *row.other_names)]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_documented(name: str) -> None:
    docs = Path(__file__).parents[2]
    pages = [docs / "README.md", *(docs / "docs").glob("*.md")]
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    names = "|".join((name, *FORMATS[name].other_names))
    assert re.search(rf"-f (?:\w+,)*(?:{names})\b", text)

"""The formats that the commands offer. Each is one row of a table."""

import re
from pathlib import Path

import pytest

from briefing.edition.briefing import Briefing
from briefing.output.document import Document
from briefing.output.formats import FORMATS, Format
from tests.helpers import briefing, words_of

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
        other_names=("paper",),
    )
    monkeypatch.setitem(FORMATS, "slip", row)


@pytest.mark.parametrize("name", ["slip", "paper", ".SLIP"])
def test_a_row_is_enough_for_a_new_format(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch)
    assert briefing("build", "-f", name).exit_code == 0
    assert Path("out/timeline.slip").read_text(encoding="utf-8") == "Parks"
    assert briefing("digest", "-o", "out", "--week", "2023-W36", "-f", name).exit_code == 0
    assert Path("out/2023-W36.slip").exists()


def test_a_row_decides_what_a_format_suits(monkeypatch: pytest.MonkeyPatch) -> None:
    add(monkeypatch, suits_digests=False)
    done = briefing("digest", "-f", "paper")
    assert done.exit_code == 2 and "There is no format 'paper'. Choose from: md," in done.stderr
    assert "slip" not in done.stderr
    assert ", slip." in briefing("build", "-f", "odt").stderr


DOCUMENTS = [name for name, format in FORMATS.items() if format.is_document]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_of_an_internal_edition_has_the_notice_and_the_publisher(name: str) -> None:
    editions = "editions: {all: {template: timeline, audience: internal}}\n"
    publisher = "publisher: {name: The Friends of the Park}\n"
    Path("events.yaml").write_text(RECORD + editions + publisher, encoding="utf-8")
    assert briefing("build", "-f", name).exit_code == 0
    words = words_of(Path(f"out/all.{name}"))
    assert "Internal: not for publication" in words
    assert "The Friends of the Park" in words


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


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, format in FORMATS.items()
        if not format.is_usual and (format.suits_briefings or format.suits_digests)
    ],
)
def test_every_format_that_must_be_requested_is_documented(name: str) -> None:
    docs = Path(__file__).parents[2]
    pages = [docs / "README.md", *(docs / "docs").glob("*.md")]
    pages.remove(docs / "docs" / "architecture.md")  # It has a format that does not exist.
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    names = "|".join((name, *FORMATS[name].other_names))
    assert re.search(rf"-f (?:\w+,)*(?:{names})\b", text)

"""The ledger of a build: every document, with its hash, or why there is none."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from tests.helpers import briefing

RECORD = """\
title: Parks
correct_as_of: 2023-09-08
areas: {north: {name: North}, south: {name: South}}
editions:
  all: {template: timeline}
  odd: {template: odd}
  open: {template: timeline, proved: true}
  secret: {template: timeline, audience: internal, title: Secret plan}
events:
  - {date: 2019-04, kind: news, title: First, source: {title: S},
     quotes: [{text: We will, by: a}], notes: Mind the bin}
actors: {a: {name: Ann}}
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("cache").mkdir()
    monkeypatch.setenv("BRIEFING_CACHE", str(tmp_path / "cache"))
    Path("events.yaml").write_text(RECORD)
    Path("templates/odd").mkdir(parents=True)
    Path("templates/odd/briefing.md").write_text("{{ nothing }}")
    return tmp_path


def ledger() -> Any:
    return json.loads(Path("out/ledger.json").read_bytes())


def rows() -> dict[str, Any]:
    return {row["name"]: row for row in ledger()["documents"]}


def test_it_lists_each_document_with_its_hash() -> None:
    for status in ("made", "unchanged", "unchanged"):
        assert briefing("build", "-e", "all", "-f", "md,json", "--ledger").exit_code == 0
        assert list(rows()) == ["all.json", "all.md"]
        for name, row in rows().items():
            assert row["status"] == status
            files = {name: row["sha256"], **row["attachments"]}
            for file, digest in files.items():
                assert sha256(Path("out", file).read_bytes()).hexdigest() == digest
    assert list(rows()["all.md"]["attachments"]) == ["all-chart.svg"]
    before = Path("out/ledger.json").read_bytes()
    briefing("build", "-e", "all", "-f", "md,json", "--ledger")
    assert Path("out/ledger.json").read_bytes() == before


def test_it_says_why_a_document_failed() -> None:
    done = briefing("build", "-f", "md", "--ledger")
    assert done.exit_code == 3 and not Path("out").exists()
    done = briefing("build", "-f", "md", "--ledger", "--keep-going")
    assert done.exit_code == 3
    row = rows()["odd.md"]
    assert (row["status"], row["sha256"], row["edition"]) == ("failed", None, "odd")
    assert re.search(r"odd/briefing\.md:1: 'nothing' is undefined$", row["reason"])
    (refused,) = ledger()["refused"]
    assert refused == "'open' was not made, because 1 of its quotes and figures is not proved"


def test_a_public_ledger_names_nothing_internal() -> None:
    done = briefing("build", "-f", "md", "-e", "all", "-e", "odd", "--ledger", "--keep-going")
    assert done.exit_code == 3
    text = Path("out/ledger.json").read_text()
    assert "secret" not in text.casefold() and "bin" not in text


def test_there_is_none_unless_wanted() -> None:
    assert briefing("build", "-f", "md", "-e", "all").exit_code == 0
    assert not Path("out/ledger.json").exists()


def test_areas_are_named_by_their_ids() -> None:
    assert briefing("build", "-f", "md", "-e", "all", "--each", "area", "--ledger").exit_code == 0
    named = {name: (row["edition"], row["area"]) for name, row in rows().items()}
    assert named == {"all-north.md": ("all", "north"), "all-south.md": ("all", "south")}


def test_an_edition_cannot_have_the_same_name() -> None:
    Path("events.yaml").write_text(RECORD.replace("  all:", "  ledger:"))
    done = briefing("build", "-e", "ledger", "-f", "json", "--ledger")
    assert done.exit_code == 2
    assert "ledger.json is the name of a document too. Rename its edition." in done.stderr

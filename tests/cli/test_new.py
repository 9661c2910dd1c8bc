"""`briefing new` starts a record that can be checked and built as it is."""

from datetime import date
from pathlib import Path

import pytest

from tests.helpers import briefing


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test in its own folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_record_checks_and_builds_as_it_is(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = briefing("new", "my record")
    assert done.exit_code == 0 and done.stdout == "my record/events.yaml\n"
    assert "cd 'my record'" in done.stderr and "briefing build" in done.stderr
    assert "briefing serve" in done.stderr
    monkeypatch.chdir("my record")
    done = briefing("check", "--strict")
    assert done.exit_code == 0 and done.stdout == ""
    done = briefing("build", "--strict", "--engine", "plutoprint")
    assert done.exit_code == 0
    assert len(list(Path("out").iterdir())) == 7


def test_the_record_is_short_and_explains_itself() -> None:
    briefing("new", ".")
    text = Path("events.yaml").read_text(encoding="utf-8")
    assert text.count("\n") <= 20 and text.count("#") >= 3
    assert f"correct_as_of: {date.today().isoformat()}" in text


def test_folders_above_are_made() -> None:
    assert briefing("new", "a/b/c").exit_code == 0
    assert Path("a/b/c/events.yaml").is_file()


def test_a_record_that_is_there_is_left_alone() -> None:
    Path("events.yaml").write_text("mine")
    done = briefing("new", ".")
    assert done.exit_code == 2 and done.stdout == ""
    assert "events.yaml already exists and was not changed." in done.stderr
    assert Path("events.yaml").read_text() == "mine"


def test_an_impossible_folder_is_reported() -> None:
    Path("file").write_text("mine")
    done = briefing("new", "file")
    assert done.exit_code == 2 and "is a file" in done.stderr
    done = briefing("new", "file/deeper")
    assert done.exit_code == 3
    assert "file/deeper/events.yaml cannot be written: Not a directory." in done.stderr
    done = briefing("new")
    assert done.exit_code == 2 and "DIR" in done.stderr


def test_a_record_can_start_with_a_table() -> None:
    Path("bus-reform.csv").write_text("Date,Title\n3 April 2020,Routes close\n")
    done = briefing("new", "there", "--from", "bus-reform.csv")
    assert done.exit_code == 0 and done.stdout == "there/events.yaml\n"
    text = Path("there/events.yaml").read_text(encoding="utf-8")
    assert "title: Bus reform" in text and "date: 2020-04-03" in text
    assert "briefing check" in done.stderr
    done = briefing("new", "there", "--from", "bus-reform.csv")
    assert done.exit_code == 2 and "was not changed" in done.stderr
    Path("empty.csv").write_text("Name\nAnn\n")
    assert briefing("new", "other", "--from", "empty.csv").exit_code == 1
    assert not Path("other").exists()

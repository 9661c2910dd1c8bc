"""The files that form a record, for each file that can be open in an editor."""

from pathlib import Path

import pytest

from briefing.cli.lsp import CommandLine
from briefing.lsp.records import record_of

EVENTS = "events:\n  - {date: 2023, kind: news, title: A, source: https://example.org/a}\n"
TITLED = f"title: A record\n{EVENTS}"
ACTORS = "actors:\n  mayor: {name: The Mayor}\n"


def record(folder: Path, name: str, *named: str, text: str = "") -> tuple[str, ...] | None:
    """Return the arguments of check for the record of a file in a folder that is open."""
    path = folder / name
    text = text or (path.read_text(encoding="utf-8") if path.exists() else "")
    return record_of(path, folder, named, CommandLine(), text)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with records of one file and of several."""
    monkeypatch.chdir(tmp_path)
    files = {
        "events.yaml": TITLED,
        "draft.yaml": EVENTS,
        "compose.yaml": "services: {}\n",
        "parts/title.yaml": TITLED,
        "parts/actors.yaml": ACTORS,
        "parts/years/2023.yaml": EVENTS,
        "separate/a.yaml": TITLED,
        "separate/b.yaml": TITLED,
        "empty/notes.txt": "",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("events.yaml", ("events.yaml",)),
        ("draft.yaml", ("draft.yaml",)),
        ("compose.yaml", None),
        ("evidence.lock", ("events.yaml",)),
        ("README.md", None),
        ("parts/title.yaml", ("parts",)),
        ("parts/years/2023.yaml", ("parts",)),
        ("separate/a.yaml", ("separate/a.yaml",)),
    ],
)
def test_a_file_belongs_to_a_record(
    folder: Path, name: str, expected: tuple[str, ...] | None
) -> None:
    assert record(folder, name) == expected


def test_a_new_file_belongs_to_the_record_of_its_folder(folder: Path) -> None:
    assert record(folder, "parts/new.yaml", text=ACTORS) == ("parts", "parts/new.yaml")
    assert record(folder, "empty/events.yaml", text="") == ("empty/events.yaml",)
    assert record(folder, "parts/settings.yaml", text="colour: red") is None


def test_the_user_can_name_the_files(folder: Path) -> None:
    assert record(folder, "separate/a.yaml", "separate") == ("separate",)
    both = ("draft.yaml", "parts/actors.yaml")
    assert record(folder, "parts/actors.yaml", *both) == both
    assert record(folder, "events.yaml", *both) == ("events.yaml",)

"""The files that are copies of a source, and those that cannot be."""

import os
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from briefing.evidence import copies
from briefing.evidence.copies import Copies, files_without_source, find_copies
from briefing.record.loading import File
from tests.helpers import briefing, load, load_record, text_formats

RECORD = """
title: Example
actors: {council: {name: The council}}
sources:
  minutes: {title: Minutes}
  minutes.1: {title: First minutes}
  paper: {title: Paper, copy: COPY}
events:
  - date: 2019-04-03
    kind: news
    title: The council meets
    sources: [minutes, minutes.1, paper, "https://www.example.org/a/report.html"]
    quotes: [{text: We will plant trees, by: council}]
"""


def found_in(folder: Path, copy: str = "none.pdf") -> Mapping[str, Copies]:
    return find_copies(load_record(RECORD.replace("COPY", copy)), folder)


def keep(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / "sources" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The text of {name}")


@pytest.mark.parametrize(
    ("names", "source", "files"),
    [
        (["minutes.txt"], "minutes", ["minutes.txt"]),
        (["minutes.TXT"], "minutes", ["minutes.TXT"]),
        (["minutes.10.md", "minutes.9.md"], "minutes", ["minutes.9.md", "minutes.10.md"]),
        (["minutes.2.html", "minutes.html"], "minutes", ["minutes.html", "minutes.2.html"]),
        (["minutes.1.html", "minutes.2.html"], "minutes", ["minutes.2.html"]),
        (["minutes.1.html", "minutes.2.html"], "minutes.1", ["minutes.1.html"]),
        (["minutes.1.1.html", "minutes.1.2.html"], "minutes.1", None),
        (["minutes.png", "minutes.txt"], "minutes", ["minutes.txt"]),
        (["example.org-a-report.html"], "example.org-a-report", None),
    ],
)
def test_files_belong_to_the_source_that_they_are_named_after(
    tmp_path: Path, names: list[str], source: str, files: list[str] | None
) -> None:
    keep(tmp_path, *names)
    expected = tuple(f"sources/{name}" for name in files or names)
    assert found_in(tmp_path)[source].files == expected


def test_files_with_other_names_belong_to_no_source(tmp_path: Path) -> None:
    keep(
        tmp_path, "minuets.txt", "minutes", "minutes.1", ".minutes.txt", "minutes.a.txt", "paper.md"
    )
    assert not found_in(tmp_path).keys() - {"paper"}
    record = load_record(RECORD)
    assert files_without_source(record, tmp_path) == [
        f"sources/{name}" for name in ("minuets.txt", "minutes", "minutes.1", "minutes.a.txt")
    ]


def test_the_hash_is_that_of_the_file_or_of_all_hashes(tmp_path: Path) -> None:
    keep(tmp_path, "minutes.txt", "minutes.1.1.txt", "minutes.1.2.txt")
    one, two = found_in(tmp_path)["minutes"], found_in(tmp_path)["minutes.1"]
    assert one.hash == sha256(b"The text of minutes.txt").hexdigest()
    keep(tmp_path, "minutes.md")
    assert len({one.hash, two.hash, found_in(tmp_path)["minutes"].hash}) == 3


def test_only_the_copies_of_the_named_sources_are_found(tmp_path: Path) -> None:
    keep(tmp_path, "minutes.txt", "minutes.1.txt")
    record = load_record(RECORD)
    assert set(find_copies(record, tmp_path, ["minutes.1", "unknown"])) == {"minutes.1"}


def test_a_path_is_relative_to_the_events_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "record"
    keep(folder, "paper.txt")
    (folder / "kept").mkdir()
    (folder / "kept" / "p.txt").write_text("The paper")
    monkeypatch.chdir(tmp_path)
    content = RECORD.replace("COPY", "../kept/p.txt").encode()
    record = load([File("record/north/events.yaml", content)]).record
    (found,) = find_copies(record, Path("record")).values()
    assert (found.source, found.files, found.problem) == ("paper", ("kept/p.txt",), None)


def test_sources_in_full_are_copies_of_one_document(tmp_path: Path) -> None:
    record = load_record(
        RECORD.replace(
            '"https://www.example.org/a/report.html"',
            "{title: A, copy: sources/a.txt}, {title: A, copy: sources/a.txt}, "
            "{title: A, copy: sources/b.txt}",
        )
    )
    keep(tmp_path, "a.txt", "b.txt")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(tmp_path)
        assert find_copies(record, tmp_path)["a"].files == ("sources/a.txt", "sources/b.txt")


@pytest.fixture
def aside(tmp_path: Path) -> Path:
    """Return a file outside the record's folder."""
    path = tmp_path / "secret.txt"
    path.write_text("The text of another file")
    return path


def test_nothing_outside_the_folder_is_read(aside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = aside.parent / "record"
    keep(folder, "other.txt")
    (folder / "sources" / "minutes.txt").symlink_to(aside)
    (folder / "sources" / "minutes.1.txt").symlink_to("other.txt")
    monkeypatch.chdir(folder)
    for path in ("../secret.txt", str(aside)):
        found = found_in(Path(), path)
        assert found["minutes.1"].hash
        for name in ("minutes", "paper"):
            problem = found[name].problem
            assert problem and not found[name].hash
            assert problem.reason.startswith("it is outside the record's folder")


def test_the_folder_itself_must_not_lead_out(aside: Path) -> None:
    elsewhere, folder = aside.parent / "elsewhere", aside.parent / "record"
    keep(elsewhere, "minutes.txt")
    folder.mkdir()
    (folder / "sources").symlink_to(elsewhere / "sources")
    problem = found_in(folder)["minutes"].problem
    assert problem and problem.reason == "it leads out of the record's folder"
    assert problem.copy == "sources"
    (folder / "events.yaml").write_text(RECORD.replace("COPY", "none.pdf"))
    proved = briefing("prove", folder / "events.yaml")
    assert proved.output.count("sources: error: this copy cannot be used: it leads out") == 1


def test_what_is_no_file_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "sources"
    (folder / "minutes.pdf").mkdir(parents=True)
    os.mkfifo(folder / "minutes.1.txt")
    (folder / "loop.txt").symlink_to("loop.txt")
    monkeypatch.chdir(tmp_path)
    found = found_in(Path(), "sources/loop.txt")
    reasons = {name: copies.problem and copies.problem.reason for name, copies in found.items()}
    assert reasons.pop("paper")
    assert reasons == {"minutes": "it is not a file", "minutes.1": "it is not a file"}
    problem = found_in(Path(), "gone.txt")["paper"].problem
    assert problem and (problem.copy, problem.reason) == ("gone.txt", "there is no such file")


@pytest.mark.parametrize(("size", "is_refused"), [(1000, False), (1001, True)])
def test_a_copy_must_not_be_too_large(
    tmp_path: Path, size: int, is_refused: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(copies, "LARGEST", 1000)
    keep(tmp_path, "minutes.txt")
    (tmp_path / "sources" / "minutes.txt").write_text("a" * size)
    found = found_in(tmp_path)["minutes"]
    assert (found.problem is not None) == is_refused == (not found.hash)


def test_yaml_files_among_the_copies_are_not_events_files(tmp_path: Path) -> None:
    keep(tmp_path, "data.yaml")
    (tmp_path / "events.yaml").write_text(RECORD.replace("COPY", "sources/paper.txt"))
    assert briefing("check", tmp_path).exit_code == 0


def test_no_output_shows_a_copy(tmp_path: Path) -> None:
    keep(tmp_path, "paper.txt")
    editions = "editions: {all: {template: timeline, audience: internal}}\n"
    record = RECORD.replace("COPY", "sources/qcopy.txt") + editions
    (tmp_path / "events.yaml").write_text(record)
    formats = [option for name in text_formats() for option in ("-f", name)]
    events, out = tmp_path / "events.yaml", tmp_path / "out"
    built = briefing("build", events, *formats, "-o", out)
    assert built.exit_code == 0, built.output
    assert not [path for path in out.rglob("*") if path.is_file() and b"qcopy" in path.read_bytes()]
    assert "qcopy" not in briefing("list", events, "--of", "sources").output


@pytest.mark.parametrize("copy", ["events.yaml", "link.txt", "evidence.lock"])
def test_a_record_cannot_prove_itself(tmp_path: Path, copy: str) -> None:
    (tmp_path / "events.yaml").write_text(RECORD.replace("COPY", copy))
    (tmp_path / "link.txt").symlink_to("events.yaml")
    (tmp_path / "evidence.lock").write_text('{"version": 1}\n')
    proved = briefing("prove", tmp_path / "events.yaml")
    assert proved.exit_code == 1
    assert (
        "cannot be used: it is part of the record, and a record cannot prove itself"
        in proved.output
    )

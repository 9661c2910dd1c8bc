"""`briefing diff --since` compares with git, or with a version that `briefing build` kept."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine

from briefing.cli.history import keep_version
from briefing.record.loading import File
from tests.helpers import briefing
from tests.repository import commit, git

RECORD = """\
title: Parks
events:
  - {date: 2023-08, kind: news, title: A bench is set up, id: bench, source: {title: A leaflet}}
"""
CHANGED = RECORD.replace("A bench is", "Two benches are")


@pytest.fixture(autouse=True)
def states(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test in a folder of its own, with a state folder of its own."""
    folder = tmp_path / "record"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("BRIEFING_HISTORY")
    return tmp_path / "state" / "briefing" / "history"


def at(moment: str) -> time_machine.travel:
    return time_machine.travel(datetime.fromisoformat(moment).replace(tzinfo=UTC), tick=False)


def build(moment: str, record: str, *events: str) -> None:
    Path("events.yaml").write_text(record)
    with at(moment):
        done = briefing("build", *events, "-f", "md", "-q")
    assert done.exit_code == 0, done.output


def since(date: str, *arguments: str, moment: str = "2031-07-04T09:00") -> tuple[str, str]:
    with at(moment):
        done = briefing("diff", "--since", date, *arguments)
    assert done.exit_code == 0, done.output
    return done.stdout, done.stderr


def kept(states: Path) -> list[str]:
    return sorted(path.name for path in states.glob("*/*"))


def test_yesterday_is_compared_without_git() -> None:
    build("2031-07-03T10:00", RECORD)
    build("2031-07-04T08:00", CHANGED)
    out, err = since("yesterday")
    assert out == (
        "2023-08: Two benches are set up (bench)\n"
        "    title: A bench is set up → Two benches are set up\n"
    )
    assert err == "Compared with the version kept on 3 July 2031, 11:00.\n"


def test_the_last_version_of_the_day_counts_and_later_ones_do_not() -> None:
    build("2031-07-03T10:00", RECORD)
    build("2031-07-03T15:00", CHANGED)
    build("2031-07-04T08:00", RECORD)
    assert "Two benches are set up → A bench is set up" in since("yesterday")[0]
    assert since("2031-07-04")[0] == ""


def test_the_day_is_that_of_the_record() -> None:
    # In July, midnight in London is 23:00 UTC.
    build("2031-07-03T22:30", RECORD)
    build("2031-07-03T23:30", CHANGED)
    assert "A bench is set up → Two benches" in since("yesterday")[0]
    assert since("today")[0] == ""


def test_an_older_version_counts_if_nothing_was_built_since(states: Path) -> None:
    build("2031-06-01T10:00", RECORD)
    build("2031-06-20T10:00", RECORD)
    assert kept(states) == ["2031-06-01.json.gz"]
    Path("events.yaml").write_text(CHANGED)
    out, err = since("last week")
    assert "Two benches" in out and "1 June 2031, 11:00" in err


def test_if_there_is_no_version_the_oldest_in_git_is_named() -> None:
    git("init", "--quiet")
    commit({"events.yaml": RECORD}, at="2031-07-04T09:00:00Z")
    with at("2031-07-05T09:00"):
        done = briefing("diff", "--since", "2031-07-01")
    assert done.exit_code == 2
    assert "The oldest is from 4 July 2031, 10:00." in done.stderr


def test_there_is_no_version() -> None:
    Path("events.yaml").write_text(RECORD)
    with at("2031-07-04T09:00"):
        done = briefing("diff", "--since", "yesterday")
    assert (done.exit_code, done.stdout) == (2, "")
    assert "There is no version of events.yaml from 3 July 2031 or earlier." in done.stderr
    build("2031-07-04T08:00", RECORD)
    with at("2031-07-04T09:00"):
        done = briefing("diff", "--since", "yesterday")
    assert "The oldest is from 4 July 2031, 09:00." in done.stderr


def test_the_newer_of_git_and_the_kept_versions_is_used() -> None:
    git("init", "--quiet")
    commit({"events.yaml": RECORD}, at="2031-07-01T12:00:00Z")
    commit({"events.yaml": CHANGED}, at="2031-07-04T12:00:00Z")
    out, err = since("yesterday")
    assert "A bench is set up → Two benches" in out
    assert err.startswith("Compared with git revision ")
    assert err.endswith(" from 1 July 2031, 13:00.\n")
    build("2031-07-02T10:00", CHANGED)
    out, err = since("yesterday")
    assert out == "" and "kept on 2 July 2031, 11:00" in err
    assert "git revision" in since("2031-07-01")[1]


def test_the_versions_are_private_and_at_most_sixty(states: Path) -> None:
    for n in range(63):
        month, day = divmod(n, 28)
        files = [File("events.yaml", f"title: {n}".encode())]
        with at(f"2031-{month + 1:02}-{day + 1:02}T10:00"):
            keep_version(["events.yaml"], files, (), "Europe/London")
    names = kept(states)
    assert len(names) == 60 and names[0] == "2031-01-04.json.gz"
    for path in (states.parent, states, *states.glob("*"), *states.glob("*/*")):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


@pytest.mark.parametrize("value", ["off", "0"])
def test_it_can_be_turned_off(states: Path, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_HISTORY", value)
    build("2031-07-03T10:00", RECORD)
    assert not states.exists()


def test_a_build_does_not_fail_if_nothing_can_be_kept(
    states: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    states.parent.mkdir(parents=True)
    states.write_text("a file")
    build("2031-07-03T10:00", RECORD)
    monkeypatch.setenv("XDG_STATE_HOME", "/proc/nowhere")
    build("2031-07-03T10:00", RECORD)


def test_damaged_versions_are_passed_over(states: Path) -> None:
    build("2031-07-01T10:00", RECORD)
    build("2031-07-02T10:00", CHANGED)
    (folder,) = states.iterdir()
    whole = (folder / "2031-07-02.json.gz").read_bytes()
    garbled = whole[:10] + b"\xff" * 20
    for content in (b"", b"x", whole[: len(whole) // 2], b"\x1f\x8b", garbled):
        (folder / "2031-07-02.json.gz").write_bytes(content)
        assert "1 July 2031" in since("yesterday")[1]
    build("2031-07-03T10:00", CHANGED)
    assert "3 July 2031" in since("yesterday")[1]


def test_an_events_file_can_have_any_name() -> None:
    for day, record in ((3, RECORD), (4, CHANGED)):
        Path("parks.txt").write_text(record)
        with at(f"2031-07-0{day}T08:00"):
            assert briefing("build", "parks.txt", "-f", "md", "-q").exit_code == 0
    assert "A bench is set up → Two benches are set up" in since("yesterday", "parks.txt")[0]


def test_a_folder_of_files_is_one_record() -> None:
    Path("events").mkdir()
    Path("events/a.yaml").write_text(RECORD)
    Path("events/b.yaml").write_text("actors: {mayor: {name: The Mayor}}")
    build("2031-07-03T10:00", RECORD, "events")
    Path("events/b.yaml").write_text("actors: {mayor: {name: The New Mayor}}")
    assert "The Mayor → The New Mayor" in since("yesterday", "events")[0]


def test_readers_see_only_their_changes() -> None:
    hidden = (
        "  - {date: 2023-09, kind: news, title: Secret, audience: internal, source: {title: A}}\n"
    )
    build("2031-07-03T10:00", RECORD + hidden)
    Path("events.yaml").write_text(CHANGED + hidden.replace("Secret", "Great secret"))
    assert "Great secret" in since("yesterday")[0]
    out, err = since("yesterday", "--audience", "public")
    assert "Two benches" in out and "ecret" not in out + err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "Missing argument 'OLD'. Name a file or revision, or use --since."),
        (["a", "b", "c"], "Name at most two files, folders or revisions."),
        (["--since", "soon"], "Invalid value for --since"),
    ],
)
def test_wrong_usage(arguments: list[str], message: str) -> None:
    Path("events.yaml").write_text(RECORD)
    done = briefing("diff", *arguments)
    assert done.exit_code == 2 and message in done.stderr

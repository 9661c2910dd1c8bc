"""Runs that are killed, stopped, started twice or out of disk space: each digest arrives once."""

import json
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from time import sleep

import pytest

from tests.kill_runs import RECIPIENTS, begin, ended, files, kill, kill_builds, kill_mailboxes, run
from tests.mail import Server, mail_server


@pytest.fixture
def server() -> Iterator[Server]:
    with mail_server("none") as running:
        yield running


def times(server: Server) -> list[int]:
    """Return how often each message arrived."""
    return list(Counter(str(message["Message-ID"]) for message in server.got).values())


def test_runs_that_are_killed_lose_nothing_and_tear_nothing(tmp_path: Path) -> None:
    report = kill(3, seed=3, folder=tmp_path, weeks=1)
    assert (report.kills, report.lost, report.torn, report.more) == (3, 0, 0, 0), report
    assert report.twice <= report.kills


@pytest.mark.parametrize("times", [2, pytest.param(100, marks=pytest.mark.long)])
def test_runs_that_read_a_mailbox_and_are_killed_note_each_reply_once(
    times: int, tmp_path: Path
) -> None:
    report = kill_mailboxes(times, seed=3, folder=tmp_path)
    assert (report.kills, report.lost, report.twice) == (times, 0, 0), report


@pytest.mark.long
def test_builds_that_are_killed_mix_nothing(tmp_path: Path) -> None:
    report = kill_builds(3, seed=3, folder=tmp_path)
    assert (report.kills, report.mixed, report.left_over) == (3, 0, 0), report


@pytest.mark.long
def test_a_thousand_kills_lose_nothing_and_mix_nothing(tmp_path: Path) -> None:
    report = kill(500, seed=1, folder=tmp_path)
    assert (report.kills, report.lost, report.torn) == (500, 0, 0), report
    assert report.twice + report.more <= report.kills // 10, report
    builds = kill_builds(500, seed=1, folder=tmp_path)
    assert (builds.kills, builds.mixed, builds.left_over) == (500, 0, 0), builds


@pytest.mark.parametrize(
    ("number", "status", "twice"),
    [
        pytest.param(signal.SIGTERM, 128 + signal.SIGTERM, 0, marks=pytest.mark.long),
        (signal.SIGKILL, -9, 1),
    ],
)
def test_a_run_that_is_stopped_records_the_message_just_sent(
    tmp_path: Path, server: Server, number: signal.Signals, status: int, twice: int
) -> None:
    """Only a run that is killed before it can record the delivery sends the same message again."""
    folder = tmp_path / "parks"
    begin(folder, weeks=1)
    process = run(folder, server)
    server.after_data = lambda: process.send_signal(number) if len(server.got) == 2 else None
    process.communicate()
    assert process.returncode == status and len(server.got) == 2
    server.after_data = lambda: None
    assert ended(run(folder, server)) == 0
    assert sorted(times(server)) == [1] * (3 - twice) + [2] * twice


def test_a_run_that_waits_for_a_server_stops_at_the_second_signal(
    tmp_path: Path, server: Server
) -> None:
    folder = tmp_path / "parks"
    begin(folder, weeks=1)
    process = run(folder, server)

    def insist() -> None:
        while process.poll() is None:
            process.send_signal(signal.SIGTERM)
            sleep(0.05)

    server.after_data = insist
    process.communicate()
    # Python does not handle a signal that arrives after everything has finished.
    assert process.returncode in (128 + signal.SIGTERM, -signal.SIGTERM) and len(server.got) == 1


def test_two_at_once_send_each_digest_once(tmp_path: Path, server: Server) -> None:
    folder = tmp_path / "parks"
    begin(folder, weeks=2)
    both = [run(folder, server), run(folder, server)]
    assert [ended(process) for process in both] == [0, 0]
    assert times(server) == [1] * 6


def fill(folder: Path) -> None:
    with (folder / "filling").open("ab", buffering=0) as file, suppress(OSError):
        while file.write(b"x" * 512):
            pass


@pytest.mark.long
def test_on_a_full_disk_nothing_is_sent(small_disk: Path, server: Server) -> None:
    folder = small_disk / "parks"
    begin(folder, weeks=1)
    fill(small_disk)
    process = run(folder, server)
    _, output = process.communicate()
    assert (process.returncode, server.got, files(folder)) == (3, [], {})
    assert output == (
        "Error: out/digest cannot be written: No space left on device.\nNothing was written.\n"
    )
    (small_disk / "filling").unlink()
    assert ended(run(folder, server)) == 0
    assert times(server) == [1] * len(RECIPIENTS)


def test_a_disk_that_fills_up_meanwhile_stops_the_sending(small_disk: Path, server: Server) -> None:
    folder, number = small_disk / "parks", 60
    begin(folder, [f"member-{n}@example.org" for n in range(number)], weeks=1)
    server.after_data = lambda: fill(small_disk) if len(server.got) == 1 else None
    process = run(folder, server)
    _, output = process.communicate()
    assert process.returncode == 3 and 1 < len(server.got) < number
    last = server.recipients[-1]
    assert "out/digest/sent.jsonl cannot be written: No space left on device." in output
    assert f"was sent to {last}, but this could not be recorded" in output
    (small_disk / "filling").unlink()
    assert ended(run(folder, server)) == 0
    assert sorted(times(server)) == [1] * (number - 1) + [2]
    lines = (folder / "out" / "digest" / "sent.jsonl").read_text().splitlines()
    assert [json.loads(line).get("what") for line in lines[-2:]] == ["sent", "done"]

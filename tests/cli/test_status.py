"""The status file: how a run ended, however that was."""

import json
import os
from pathlib import Path

import pytest

from briefing.cli.status import status_in
from tests.cli.parks import RECORD, digest, save
from tests.mail import Server

pytestmark = pytest.mark.usefixtures("waited")


def test_the_status_file_tells_how_a_run_ended(server: Server) -> None:
    status = Path("state/status.json")
    assert digest("--send", "--force", "--status-file", str(status)).exit_code == 0
    told = json.loads(status.read_text())
    assert told["started"] <= told["ended"]
    del told["started"], told["ended"]
    assert told == {
        "version": 1,
        "ok": True,
        "exit_status": 0,
        "made": ["out/digest/2023-W36.md"],
        "digests": [{"name": "2023-W36", "sent": 2, "refused": 0, "left": 0}],
        "errors": [],
    }
    save(RECORD.replace("kind: debate", "kind: debat"))
    assert digest("--status-file", str(status)).exit_code == 1
    told = json.loads(status.read_text())
    assert told["errors"] == ["The record has errors: briefing check shows them."]
    assert not told["ok"] and told["made"] == [] and "@" not in status.read_text()


@pytest.mark.parametrize(
    ("error", "code", "told"),
    [
        (KeyboardInterrupt(), 130, "Stopped."),
        (SystemExit(143), 143, "Stopped."),
        (OSError(28, "No space left"), 3, "The output cannot be written: No space left."),
        (ValueError("it was open-Sesame"), 3, "briefing failed unexpectedly: ValueError."),
    ],
)
def test_what_nobody_meant_is_told_too(error: BaseException, code: int, told: str) -> None:
    with pytest.raises(type(error)), status_in(Path("status.json")):
        raise error
    status = json.loads(Path("status.json").read_text())
    assert (status["ok"], status["exit_status"], status["errors"]) == (False, code, [told])


def test_a_status_file_that_cannot_be_written_is_an_error() -> None:
    done = digest("--status-file", "events.yaml/status.json")
    assert done.exit_code == 3
    assert done.stderr.endswith("Error: events.yaml/status.json cannot be written: File exists.\n")
    assert Path("out/digest/2023-W36.md").exists()


def test_a_status_file_that_is_no_file_stays_what_it_is() -> None:
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert digest("--status-file", "pipe").exit_code == 0
    assert Path("pipe").is_fifo() and json.loads(os.read(reader, 10_000))["ok"]
    os.close(reader)


@pytest.mark.parametrize(
    "options",
    [
        "--status-file status.json --nonsense",
        "--out events.yaml --status-file=status.json",
        "--format gif --status-file status.json",
        "--status-file status.json --send --to ann@example.org,bob@example.org",
    ],
)
def test_arguments_that_are_wrong_are_told_too(options: str) -> None:
    Path("status.json").write_text('{"ok": true}')
    done = digest(*options.split())
    assert done.exit_code == 2
    told = json.loads(Path("status.json").read_text())
    assert (told["ok"], told["exit_status"]) == (False, 2) and len(told["errors"]) == 1
    assert "@" not in Path("status.json").read_text()


def test_a_file_that_is_given_as_an_argument_is_no_status_file() -> None:
    before = Path("events.yaml").read_text()
    assert digest("--nonsense", "--", "--status-file", "events.yaml").exit_code == 2
    assert Path("events.yaml").read_text() == before


def test_a_status_file_holds_nothing_that_the_mail_server_says(server: Server) -> None:
    server.at_mail = ["550 5.7.1 parks@example.org may not: ask Ann Example"] * 9
    done = digest("--send", "--force", "--status-file", "status.json")
    assert done.exit_code == 3 and "ask Ann Example" in done.stderr
    told = Path("status.json").read_text()
    assert "@" not in told and "Ann" not in told
    assert json.loads(told)["errors"] == ["Not sent to everybody: 2023-W36."]

"""The status file: how a run ended, whatever happened."""

import json
import os
import stat
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from briefing import __version__
from briefing.cli.status import status_in
from briefing.delivery.log import Log
from tests.cli.parks import BOB, RECORD, a_day_passes, save, send
from tests.helpers import set_today
from tests.mail import Server

pytestmark = pytest.mark.usefixtures("waited")


def test_the_status_file_tells_how_a_run_ended(server: Server) -> None:
    status = Path("state/status.json")
    assert send("--force", "--status-file", str(status)).exit_code == 0
    report = json.loads(status.read_text())
    assert report["started"] <= report["ended"]
    del report["started"], report["ended"]
    assert report["editions"]["weekly"].pop("last_success")
    assert report == {
        "briefing": "status of a run",
        "version": 1,
        "healthy": True,
        "ok": True,
        "exit_status": 0,
        "editions": {
            "weekly": {
                "last_period": "2023-W36",
                "recipients": 2,
                "unsubscribed": 0,
                "bounced": 0,
                "without": 0,
                "without_since": None,
            }
        },
        "made": ["out/digest/2023-W36.md"],
        "digests": [{"name": "2023-W36", "sent": 2, "refused": 0, "left": 0}],
        "errors": [],
    }
    save(RECORD.replace("kind: debate", "kind: debat"))
    assert send("--status-file", str(status)).exit_code == 1
    report = json.loads(status.read_text())
    assert report["errors"] == ["The record has errors. Run `briefing check` to see them."]
    assert not report["ok"] and report["made"] == [] and "@" not in status.read_text()


@pytest.mark.parametrize(
    ("error", "code", "report"),
    [
        (KeyboardInterrupt(), 130, "Stopped."),
        (SystemExit(143), 143, "Stopped."),
        (OSError(28, "No space left"), 3, "The output cannot be written: No space left."),
        (ValueError("it was open-Sesame"), 3, "briefing failed unexpectedly: ValueError."),
    ],
)
def test_an_unexpected_error_is_reported_too(error: BaseException, code: int, report: str) -> None:
    with pytest.raises(type(error)), status_in(Path("status.json")):
        raise error
    status = json.loads(Path("status.json").read_text())
    assert (status["ok"], status["exit_status"], status["errors"]) == (False, code, [report])


def test_a_status_file_that_cannot_be_written_is_an_error() -> None:
    done = send("--mark-sent", "--status-file", "events.yaml/status.json")
    assert done.exit_code == 3
    assert done.stderr.endswith("Error: events.yaml/status.json cannot be written: File exists.\n")
    assert Path("out/digest/sent.jsonl").exists()


def test_a_status_file_that_is_no_file_stays_what_it_is() -> None:
    os.mkfifo("pipe")
    reader = os.open("pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert send("--mark-sent", "--status-file", "pipe").exit_code == 0
    assert Path("pipe").is_fifo() and json.loads(os.read(reader, 10_000))["ok"]
    os.close(reader)


@pytest.mark.parametrize(
    "options",
    [
        "--status-file status.json --nonsense",
        "--out events.yaml --status-file=status.json",
        "--format gif --status-file status.json",
        "--status-file status.json --to ann@example.org,bob@example.org",
    ],
)
def test_wrong_arguments_are_reported_too(options: str) -> None:
    assert send("--mark-sent", "--status-file", "status.json").exit_code == 0
    done = send(*options.split())
    assert done.exit_code == 2
    report = json.loads(Path("status.json").read_text())
    assert (report["ok"], report["exit_status"]) == (False, 2) and len(report["errors"]) == 1
    assert "@" not in Path("status.json").read_text()


def test_a_file_that_is_given_as_an_argument_is_no_status_file() -> None:
    before = Path("events.yaml").read_text()
    assert send("--nonsense", "--", "--status-file", "events.yaml").exit_code == 2
    assert Path("events.yaml").read_text() == before


def test_a_status_file_holds_nothing_that_the_mail_server_says(server: Server) -> None:
    server.at_mail = ["550 5.7.1 parks@example.org may not: ask Ann Example"] * 9
    done = send("--force", "--status-file", "status.json")
    assert done.exit_code == 3 and "ask Ann Example" in done.stderr
    report = Path("status.json").read_text()
    assert "@" not in report and "Ann" not in report
    assert json.loads(report)["errors"] == ["Not sent to everybody: 2023-W36."]


# Who gets the digest


def status_after(*options: str, status: int) -> dict[str, Any]:
    assert send(*options, "--status-file", "status.json").exit_code == status
    report: dict[str, Any] = json.loads(Path("status.json").read_text())
    return report


def test_it_is_healthy_only_if_everybody_gets_the_digest(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.at_rcpt[BOB] = ["550 5.1.1 No such user"] * 2
    report = status_after("--force", status=3)
    assert (report["ok"], report["healthy"]) == (False, False)
    since = report["editions"]["weekly"]["without_since"]
    assert since and report["editions"]["weekly"]["without"] == 1
    report = status_after("--catch-up", status=0)
    assert (report["ok"], report["healthy"]) == (True, False)
    assert report["editions"]["weekly"]["without_since"] == since
    assert "@" not in Path("status.json").read_text()
    # If he is refused again a week later, the start date does not change.
    a_day_passes()
    set_today("2023-09-18", monkeypatch)
    report = status_after("--catch-up", status=3)
    assert report["editions"]["weekly"]["without_since"] < since
    # The same applies if the record cannot be read.
    save(RECORD.replace("kind: debate", "kind: debat"))
    report = status_after("--catch-up", status=1)
    weekly = report["editions"]["weekly"]
    assert (weekly["last_period"], weekly["recipients"], weekly["without"]) == ("2023-W37", None, 1)
    save(RECORD)
    report = status_after(status=0)
    assert report["healthy"] and report["editions"]["weekly"]["without"] == 0


def test_who_was_taken_off_the_list_is_not_missed(server: Server) -> None:
    server.at_rcpt[BOB] = ["550 5.1.1 No such user"]
    assert not status_after("--force", status=3)["healthy"]
    save(RECORD.replace(", bob@example.org", ""))
    assert status_after("--catch-up", status=0)["healthy"]


def test_those_whom_a_server_that_is_away_keeps_waiting_are_counted(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send("--mark-sent", "--week", "2023-W35").exit_code == 0
    monkeypatch.setenv("BRIEFING_SMTP_PORT", "1")
    report = status_after("--catch-up", status=3)
    assert report["editions"]["weekly"]["without"] == 2
    assert report["editions"]["weekly"]["last_success"] is None


def test_only_an_internal_digest_names_who_does_not_get_it(server: Server) -> None:
    save(RECORD.replace("template: digest", "template: digest, audience: internal"))
    server.at_rcpt[BOB] = ["550 5.1.1 No such user"]
    report = status_after("--force", status=3)
    assert report["editions"]["weekly"]["without_addresses"] == [BOB]


# Files that are not ours


@pytest.mark.parametrize("name", ["events.yaml", "out/digest/sent.jsonl", "mail.env", "list.json"])
@pytest.mark.parametrize("options", [["--mark-sent"], ["--nonsense"]])
def test_no_file_is_replaced_that_is_not_a_status_file(
    server: Server, name: str, options: list[str]
) -> None:
    assert send("--mark-sent").exit_code == 0
    Path("mail.env").write_text("BRIEFING_SMTP_HOST=mail.example.org\n")
    Path("list.json").write_text('{"version": 1, "ok": true}')
    before = Path(name).read_bytes()
    for option in ("--status-file", "--log"):
        done = send(option, name, *options)
        assert done.exit_code in (2, 3) and Path(name).read_bytes() == before
    assert f"{name} is not a status file" in send("--status-file", name).stderr
    assert f"{name} is not a log" in send("--log", name).stderr


@pytest.mark.parametrize(
    ("name", "status"), [("sent.jsonl", 2), (".briefing.lock", 2), ("2023-W36.md", 3)]
)
def test_a_file_that_the_run_makes_is_not_replaced(server: Server, name: str, status: int) -> None:
    path = f"out/digest/{name}"
    done = send("--force", "--status-file", path)
    assert done.exit_code == status and f"{path} is not a status file" in done.stderr
    assert len(server.got) == (0 if status == 2 else 2)
    made = Path(path)
    assert not made.exists() or "status of a run" not in made.read_text(encoding="utf-8")
    if status == 3:
        # The ledger shows who has the digest, and nobody gets it twice.
        assert send().exit_code == 0 and len(server.got) == 2


def test_an_empty_file_may_become_the_status_file() -> None:
    Path("status.json").touch()
    assert status_after("--mark-sent", status=0)["healthy"]


# The log


def test_the_log_has_a_line_with_its_time_for_all_that_is_done(server: Server) -> None:
    server.at_rcpt[BOB] = ["550 5.1.1 No\x1b[31m such user"]
    assert send("--force", "-q", "--log", "log").exit_code == 3
    assert stat.S_IMODE(Path("log").stat().st_mode) == 0o600
    assert send("-q", "--log", "log").exit_code == 0
    lines = Path("log").read_text().splitlines()
    times = [datetime.fromisoformat(line.partition(" ")[0]) for line in lines]
    assert times == sorted(times)
    texts = [line.partition(" ")[2] for line in lines]
    assert texts == [
        f"info run started by briefing {__version__}",
        "info made out/digest/2023-W36.md",
        "info 2023-W36 sent to ann@example.org",
        "info 2023-W36 refused for bob@example.org: 550 5.1.1 No[31m such user",
        "info 2023-W36  sent to 1 recipient",
        "error 2023-W36 did not reach everybody.\\n    bob@example.org was refused: "
        "550 5.1.1 No[31m such user\\n"
        "Correct the refused addresses, or remove them from the record.",
        "info run ended with exit status 3",
        f"info run started by briefing {__version__}",
        "info made out/digest/2023-W36.md",
        "info 2023-W36 sent to bob@example.org",
        "info 2023-W36  sent to 1 recipient",
        "info run ended with exit status 0",
    ]


def test_nothing_in_a_log_is_obeyed(tmp_path: Path) -> None:
    log = Log(tmp_path / "log")
    log.write("info", "a\x1b[2J\nb\u202e\r\x9b::error::c")
    log.close()
    (line,) = (tmp_path / "log").read_bytes().splitlines()
    assert line.endswith(rb" info a\x1b[2J\nb\u202e\x0d\x9b::error::c")


def test_a_log_that_cannot_be_written_stops_the_run_before_anything_is_done(
    server: Server,
) -> None:
    done = send("--force", "--log", "events.yaml/log")
    assert done.exit_code == 3 and not server.got
    assert done.stderr == "Error: events.yaml/log cannot be written: Not a directory.\n"

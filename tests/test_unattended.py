"""The steps in docs/unattended.md are enough to send digests."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from configparser import ConfigParser
from datetime import date as Day
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml_rs

from briefing.delivery.ledger_lines import Notice, Position, parse_line
from briefing.delivery.mail_server import NAMES
from tests import mail
from tests.mail import PASSWORD, Server, mail_server
from tests.repository import commit, git
from tests.test_docs import ROOT, blocks, first_column

PAGE = "docs/unattended.md"
COMMAND = Path(sys.executable).with_name("briefing")
OF_CRON = {"PATH": "/usr/bin:/bin", "SHELL": "/bin/sh", "PYTHONPATH": str(ROOT)}
"""The environment that cron gives a command, with the path of our code if not installed."""
BEFORE = (Day.today() - timedelta(weeks=2)).isoformat()


@pytest.fixture
def server() -> Iterator[Server]:
    with mail_server() as server:
        yield server


@pytest.fixture
def park(tmp_path: Path, server: Server) -> Path:
    """Make the folder as it is after the second step, except for the mail server's address."""
    folder = tmp_path / "park"
    folder.mkdir()
    (folder / "events.yaml").write_text(blocks(PAGE, "yaml")[0])
    settings, chmod = blocks(PAGE, "sh")[:2]
    for written, real in (
        ("mail.example.org", f"127.0.0.1\nBRIEFING_SMTP_PORT={server.port}"),
        ("park@example.org", "ann"),
        ("the password", PASSWORD),
    ):
        assert written in settings
        settings = settings.replace(written, real)
    (folder / "mail.env").write_text(settings)
    assert run(chmod, folder) == ""
    return folder


def run(script: str, folder: Path, **environment: str) -> str:
    """Return the output of a script that has only `briefing` available. It must not fail."""
    variables = {"HOME": str(folder.parent), **mail.trust(folder.parent)}
    path = {"PATH": f"{COMMAND.parent}:{OF_CRON['PATH']}"}
    done = subprocess.run(
        ["sh", "-euc", script],
        cwd=folder,
        env={**OF_CRON, **path, **variables, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def in_html(script: str) -> str:
    """Return the script with digests in HTML only."""
    return re.sub("briefing (digest|send)", r"briefing \1 -f html", script)


@pytest.mark.long
def test_from_nothing_to_a_line_for_cron(park: Path, server: Server) -> None:
    # PDFs are slow, so only the line for cron makes them.
    assert run(in_html(blocks(PAGE, "sh")[2]), park).endswith("  sent as a test\n")
    assert server.recipients == ["ann@example.org"] and list(park.glob("out/digest/*.html"))
    assert (park / ".gitignore").read_text() == "mail.env\nout/\n"
    server.got.clear()
    now, next_one = blocks(PAGE, "sh")[3].splitlines()
    assert "2 recipients" in run(in_html(now), park) and len(server.got) == 2
    shutil.rmtree(park / "out")
    assert "are now marked as sent" in run(next_one, park)
    shutil.rmtree(park / "out")
    run(f"briefing send --mark-sent --for {BEFORE}", park)
    assert " would be sent to 2 recipients.\n" in run(blocks(PAGE, "sh")[4], park)

    _, line = blocks(PAGE, "crontab")[0].splitlines()
    time, command = re.fullmatch(r"((?:\S+ ){5})(.*)", line).groups()  # type: ignore[union-attr]
    assert time == "0 6 * * * "
    for written, real in (("/home/ann/park", park), ("/home/ann/.local/bin/briefing", COMMAND)):
        assert written in command
        command = command.replace(written, str(real))
    for _ in range(2):
        assert run(command, park, PATH=OF_CRON["PATH"]) == ""
    assert server.recipients == ["ann@example.org", "bob@example.org"] * 2
    assert [attachment.get_content_type() for attachment in server.got[-1].iter_attachments()] == [
        "application/pdf"
    ]
    assert json.loads((park / "out" / "status.json").read_text())["ok"]
    watch = next(block for block in blocks(PAGE, "sh") if "more than a day old" in block)
    assert run(watch, park) == ""
    os.utime(park / "out" / "status.json", (0, 0))
    assert run(watch, park) == "The last run failed, or is more than a day old.\n"


def test_the_units_of_systemd_are_whole(park: Path, server: Server, tmp_path: Path) -> None:
    run(f"briefing send --mark-sent --for {BEFORE}", park)
    texts = [
        block.replace("/usr/local/bin/briefing", str(COMMAND)) for block in blocks(PAGE, "ini")
    ]
    service, timer = (ConfigParser(interpolation=None) for _ in texts)
    for unit, text in ((service, texts[0]), (timer, texts[1])):
        unit.optionxform = str  # type: ignore[assignment, method-assign]
        unit.read_string(text)
    lines = (park / "mail.env").read_text().splitlines()
    settings = {
        name: value.strip("'") for name, _, value in (line.partition("=") for line in lines)
    }
    command = service["Service"]["ExecStart"] + " -f md"
    assert run(command, park, PATH=OF_CRON["PATH"], **settings) == "" and len(server.got) == 2
    if not shutil.which("systemd-analyze"):
        return
    files = [tmp_path / f"briefing-digest.{kind}" for kind in ("service", "timer")]
    for file, text in zip(files, texts, strict=True):
        file.write_text(text)
    verify = ["systemd-analyze", "verify", "--man=no", *map(str, files)]
    done = subprocess.run(verify, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    when = ["systemd-analyze", "calendar", timer["Timer"]["OnCalendar"]]
    assert subprocess.run(when, capture_output=True).returncode == 0


@pytest.mark.long
def test_github_actions_remember_what_was_sent(
    park: Path, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workflow: Any = yaml_rs.loads(blocks(PAGE, "yaml")[1])
    steps = {step.get("name"): step for step in workflow["jobs"]["digest"]["steps"]}
    send, remember = steps["Send the digests"], steps["Record the sent digests"]
    assert set(send["env"]) <= set(NAMES) and remember["if"] == "always()"
    monkeypatch.chdir(park)
    run(f"briefing send --mark-sent --out digests --for {BEFORE}", park)
    git("init", "--quiet", "--initial-branch", "main")
    (park / ".gitignore").write_text("mail.env\n*.jsonl\n")
    git("add", "--force", "digests/sent.jsonl")
    commit({}, at="2023-09-01T12:00:00Z")
    git("clone", "--quiet", "--bare", ".", str(tmp_path / "hub"))
    for number in range(2):
        clone = tmp_path / f"clone-{number}"
        git("clone", "--quiet", str(tmp_path / "hub"), str(clone))
        run(send["run"] + " -f md", clone, **server.settings)
        run(remember["run"], clone)
        assert len(server.got) == 2
    monkeypatch.chdir(tmp_path / "hub")
    assert git("log", "--format=%s").splitlines() == ["Record the sent digests", "A change"]


def test_the_ledger_and_the_reports_are_as_documented(park: Path, server: Server) -> None:
    server.at_rcpt["bob@example.org"] = ["550 5.1.1 No such user"]
    send = "briefing send --force -f md --mail-settings mail.env --status-file status.json"
    run(f"{send} || test $? = 3", park)
    ledger, notices, _, documented_status = blocks(PAGE, "json")
    lines = (park / "out" / "digest" / "sent.jsonl").read_text().splitlines()
    assert [type(parse_line(line.encode())) for line in notices.splitlines()] == [Notice, Position]
    documented = [json.loads(line) for line in ledger.splitlines()]
    assert [list(json.loads(line)) for line in lines] == [list(keys) for keys in documented]
    status = json.loads((park / "status.json").read_text())
    assert list(status) == list(json.loads(documented_status))
    assert list(status["digests"][0]) == list(json.loads(documented_status)["digests"][0])


def test_the_settings_are_documented() -> None:
    assert set(first_column(PAGE, "The mail server")) == {*NAMES}

"""Requirements for sending: compatible options, settings and a complete ledger."""

import json
import os
import re
from pathlib import Path

import pytest

from tests.cli.parks import ANN, BOB, LEDGER, RECORD, ledger_rows, save, send
from tests.helpers import briefing
from tests.mail import Server, settings_file


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--to", ANN, "--catch-up"], "--catch-up and --to cannot be used together."),
        (["--to", ANN, "--mark-sent"], "--to and --mark-sent cannot be used together."),
        (["--mark-sent", "--catch-up"], "--catch-up and --mark-sent cannot be used together."),
        (["--check-server", "--catch-up"], "--catch-up and --check-server cannot be used together"),
        (["--mark-sent", "--force"], "--force and --mark-sent cannot be used together."),
        (["--check-server", "--force"], "--force and --check-server cannot be used together."),
        (["--to", ANN, "--test-to", ANN], "--to and --test-to cannot be used together."),
        (["--report", "--mark-sent"], "--mark-sent and --report cannot be used together."),
        (["--report", "--force"], "--force and --report cannot be used together."),
        (["--report", "yaml"], "Invalid value for '--report'"),
        (["--rate", "60"], "Invalid value for '--rate': Give a rate for a second, minute or hour"),
        (["--rate", "0/minute"], "Invalid value for '--rate': Give a rate"),
        (["--test-to", "ann"], "Invalid value for --test-to: "),
        (["--test-to", ANN], "--test-to sends one digest to one address. Choose the digest"),
        (["--to", "ann"], "Invalid value for --to: "),
        (["--to", ""], "Invalid value for --to: "),
        (["--to", ANN], "to one address. Choose the digest with -e weekly or -e monthly."),
        (
            ["--catch-up", "--week", "2023-W36"],
            "--catch-up finds the missed digests itself. Leave out --week",
        ),
        (["--catch-up", "--revision", "HEAD"], "--revision cannot be used with --catch-up."),
        (["--since", "2023-09-04", "--until", "2023-09-10"], "No such option"),
        (["-"], "A digest from standard input cannot be sent"),
        (["-e", "others"], "'others' has no recipients. Add a line such as recipients:"),
    ],
)
def test_what_makes_no_sense_is_said(server: Server, options: list[str], message: str) -> None:
    monthly = "  monthly: {template: digest, every: month, recipients: [cat@example.org]}\n"
    save(RECORD.replace("events:", f"  others: {{template: digest}}\n{monthly}events:"))
    done = send(*options, "--status-file", "status.json")
    assert done.exit_code == 2 and message in " ".join(done.stderr.split())
    assert not Path("out").exists() and not server.got
    status = json.loads(Path("status.json").read_text())
    assert (status["ok"], status["exit_status"]) == (False, 2) and message in status["errors"][0]


def test_the_settings_may_stand_in_a_file(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in server.settings:
        monkeypatch.delenv(name)
    done = send("--force")
    assert done.exit_code == 2 and "BRIEFING_SMTP_HOST is not set" in done.stderr
    file = settings_file(Path("mail.env"), server.settings)
    assert send("--force", "--mail-settings", "mail.env").exit_code == 0
    assert len(server.got) == 2
    file.chmod(0o644)
    done = send("--mail-settings", "mail.env")
    assert done.exit_code == 2 and "Run: chmod 600 mail.env" in done.stderr


HEADER = '{"briefing":"what has been sent","version":1}\n'


def marked(first: str, last: str) -> str:
    """Return a ledger with one line."""
    fields = {"at": "2023-09-11T05:00:00Z", "edition": "weekly", "period": "2023-W36"}
    return HEADER + json.dumps({**fields, "what": "marked", "first": first, "last": last}) + "\n"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "out/digest/sent.jsonl:1: this line is damaged"),
        ("rubbish\n", "out/digest/sent.jsonl:1: this line is damaged"),
        (HEADER.replace("1", "2"), "is version 2, written by a newer"),
        (HEADER + '{"at":1}\n', "sent.jsonl:2: this line is damaged"),
        (
            marked("2023-09-10", "2023-09-04"),
            "2023-09-10 to 2023-09-04 is not a digest period",
        ),
        (
            marked("0001-01-01", "2023-09-10"),
            "0001-01-01 to 2023-09-10 is not a digest period",
        ),
        (marked("9999-12-24", "9999-12-30"), "sent.jsonl:2: this line is damaged"),
    ],
)
def test_a_memory_that_is_damaged_is_left_alone(server: Server, content: str, message: str) -> None:
    LEDGER.parent.mkdir(parents=True)
    LEDGER.write_text(content)
    for options in ([], ["--mark-sent"], ["--force"]):
        done = send(*options)
        assert done.exit_code == 3 and message in done.stderr
        assert LEDGER.read_text() == content and not server.got


def test_a_line_that_was_cut_short_counts_for_nothing(server: Server) -> None:
    assert send("--force").exit_code == 0
    whole = LEDGER.read_bytes().splitlines(keepends=True)
    # The run was killed while the second delivery was recorded: header, record, start, delivery.
    LEDGER.write_bytes(b"".join(whole[:4]) + whole[4][:40])
    assert send("--catch-up").exit_code == 0
    assert server.recipients == [ANN, BOB, BOB]
    assert [row[1:] for row in ledger_rows()] == [
        ("begun",),
        ("sent", ANN),
        ("sent", BOB),
        ("done",),
    ]
    # The file was fixed by hand, and has lost its final newline.
    LEDGER.write_bytes(LEDGER.read_bytes().removesuffix(b"\n"))
    assert send("--catch-up").exit_code == 0 and len(server.got) == 3
    assert send("--mark-sent").exit_code == 0
    assert len(ledger_rows()) == 5


# Two records


def test_the_digests_of_another_record_are_refused(server: Server) -> None:
    assert send("--force").exit_code == 0
    save(RECORD.replace("title: Parks", "title: Trees"), "trees.yaml")
    before = LEDGER.read_bytes()
    for options in ([], ["--catch-up"], ["--force"], ["--mark-sent"]):
        done = send("trees.yaml", *options)
        assert done.exit_code == 3 and len(server.got) == 2
        assert done.stderr == (
            "Error: out/digest/sent.jsonl belongs to the record 'Parks' (../../events.yaml), "
            "not to the record 'Trees' (../../trees.yaml).\n"
            "Each record needs its own folder for digests: --out FOLDER\n"
            "If these are the same record, delete line 2 of out/digest/sent.jsonl.\n"
        )
        assert LEDGER.read_bytes() == before
    assert send("trees.yaml", "--force", "--out", "out/trees").exit_code == 0
    assert len(server.got) == 4


def test_a_record_may_be_renamed_moved_and_split(server: Server, tmp_path: Path) -> None:
    assert send("--force").exit_code == 0
    whole = RECORD.replace("title: Parks", "title: Parks and trees")
    save(whole)
    assert send().exit_code == 0
    # It is in different files, and its title has changed since the last entry.
    assert send("--mark-sent").exit_code == 0
    head, _, events = whole.partition("events:")
    save(head, "1.yaml")
    save(f"events:{events}", "2.yaml")
    assert send("1.yaml", "2.yaml").exit_code == 0
    for name in ("events.yaml", "out"):
        (tmp_path / "elsewhere").mkdir(exist_ok=True)
        Path(name).rename(f"elsewhere/{name}")
    os.chdir("elsewhere")
    assert send().exit_code == 0
    assert len(server.got) == 2


def test_a_ledger_without_a_record_is_adopted_and_the_way_out_of_a_refusal_works(
    server: Server,
) -> None:
    assert send("--force").exit_code == 0
    lines = LEDGER.read_text().splitlines(keepends=True)
    assert json.loads(lines[1]) == {"record": "Parks", "files": ["../../events.yaml"]}
    LEDGER.write_text("".join((lines[0], *lines[2:])))
    save(RECORD.replace("title: Parks", "title: Trees"), "trees.yaml")
    assert send("trees.yaml").exit_code == 0 and len(server.got) == 2
    assert send("trees.yaml", "--mark-sent").exit_code == 0
    done = send()
    assert done.exit_code == 3 and "delete line 6 of out/digest/sent.jsonl." in done.stderr


# The server, without sending


def test_the_server_can_be_checked_without_sending(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("events.yaml").unlink()
    done = briefing("send", "--check-server", "--status-file", "status.json")
    assert done.exit_code == 0, done.output
    assert re.fullmatch(
        rf"127.0.0.1:{server.port} is ready to accept mail "
        r"\(TLSv1\.\d, certificate checked, logged in as ann\)\. Nothing was sent\.\n",
        done.output,
    )
    assert not server.got and not server.senders and not Path("out").exists()
    monkeypatch.setenv("BRIEFING_SMTP_PASSWORD", "wrong")
    done = briefing("send", "--check-server", "--status-file", "status.json")
    assert done.exit_code == 3
    assert "does not accept the user name and password: 535" in done.stderr
    assert json.loads(Path("status.json").read_text())["exit_status"] == 3
    monkeypatch.setenv("BRIEFING_SMTP_PORT", "1")
    done = briefing("send", "--check-server")
    assert (done.exit_code, done.stderr) == (
        3,
        "Error: 127.0.0.1:1 cannot be reached: Connection refused.\n",
    )
    monkeypatch.delenv("BRIEFING_SMTP_HOST")
    assert briefing("send", "--check-server").exit_code == 2

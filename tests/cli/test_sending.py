"""What sending asks for: options that go together, settings, and a memory that is whole."""

import json
from pathlib import Path

import pytest

from tests.cli.parks import ANN, BOB, MEMORY, RECORD, digest, remembered, save
from tests.mail import Server, settings_file


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--force"], "--force needs --send"),
        (["--to", ANN], "--to needs --send, and cannot be used with --force"),
        (["--to", ANN, "--send", "--force"], "--to needs --send, and cannot be used with --force"),
        (
            ["--to", ANN, "--send", "--catch-up"],
            "--to needs --send, and cannot be used with --force",
        ),
        (["--to", "ann", "--send"], "Invalid value for --to: "),
        (["--to", ANN, "--send"], "to one address: choose which with -e weekly or -e monthly."),
        (["--mark-sent", "--send"], "--mark-sent sends nothing"),
        (["--mark-sent", "--force"], "--force needs --send"),
        (["--mail-settings", "mail.env"], "--mail-settings needs --send or --catch-up."),
        (
            ["--catch-up", "--week", "2023-W36"],
            "--catch-up finds the missed digests itself: leave out --week",
        ),
        (["--catch-up", "--revision", "HEAD"], "leave out --revision"),
        (["--send", "--since", "2023-09-04", "--until", "2023-09-10"], "use --week or --for"),
        (["--send", "-"], "A digest from standard input cannot be sent"),
        (["--send", "-e", "others"], "'others' has no recipients: add a line such as recipients:"),
    ],
)
def test_what_makes_no_sense_is_said(server: Server, options: list[str], told: str) -> None:
    monthly = "  monthly: {template: digest, every: month, recipients: [cat@example.org]}\n"
    save(RECORD.replace("events:", f"  others: {{template: digest}}\n{monthly}events:"))
    done = digest(*options, "--status-file", "status.json")
    assert done.exit_code == 2 and told in " ".join(done.stderr.split())
    assert not Path("out").exists() and not server.got
    status = json.loads(Path("status.json").read_text())
    assert (status["ok"], status["exit_status"]) == (False, 2) and told in status["errors"][0]


def test_the_settings_may_stand_in_a_file(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in server.settings:
        monkeypatch.delenv(name)
    done = digest("--send", "--force")
    assert done.exit_code == 2 and "BRIEFING_SMTP_HOST is not set" in done.stderr
    file = settings_file(Path("mail.env"), server.settings)
    assert digest("--send", "--force", "--mail-settings", "mail.env").exit_code == 0
    assert len(server.got) == 2
    file.chmod(0o644)
    done = digest("--send", "--mail-settings", "mail.env")
    assert done.exit_code == 2 and "Run: chmod 600 mail.env" in done.stderr


HEADER = '{"briefing":"what has been sent","version":1}\n'


def marked(first: str, last: str) -> str:
    """A memory with one line."""
    told = {"at": "2023-09-11T05:00:00Z", "edition": "weekly", "period": "2023-W36"}
    return HEADER + json.dumps({**told, "what": "marked", "first": first, "last": last}) + "\n"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "out/digest/sent.jsonl:1: this line is damaged"),
        ("rubbish\n", "out/digest/sent.jsonl:1: this line is damaged"),
        (HEADER.replace("1", "2"), "is of version 2, written by a newer"),
        (HEADER + '{"at":1}\n', "sent.jsonl:2: this line is damaged"),
        (marked("2023-09-10", "2023-09-04"), "2023-09-10 to 2023-09-04 is no period of a digest"),
        (marked("0001-01-01", "2023-09-10"), "0001-01-01 to 2023-09-10 is no period of a digest"),
        (marked("9999-12-24", "9999-12-30"), "sent.jsonl:2: this line is damaged"),
    ],
)
def test_a_memory_that_is_damaged_is_left_alone(server: Server, content: str, told: str) -> None:
    MEMORY.parent.mkdir(parents=True)
    MEMORY.write_text(content)
    for options in (["--send"], ["--mark-sent"], ["--send", "--force"]):
        done = digest(*options)
        assert done.exit_code == 3 and told in done.stderr
        assert MEMORY.read_text() == content and not server.got


def test_a_line_that_was_cut_short_counts_for_nothing(server: Server) -> None:
    assert digest("--send", "--force").exit_code == 0
    whole = MEMORY.read_bytes().splitlines(keepends=True)
    # Killed while it was written that the second had got it: header, begun, sent.
    MEMORY.write_bytes(b"".join(whole[:3]) + whole[3][:40])
    assert digest("--catch-up").exit_code == 0
    assert server.recipients == [ANN, BOB, BOB]
    assert [it[1:] for it in remembered()] == [("begun",), ("sent", ANN), ("sent", BOB), ("done",)]
    # Mended by hand, without the end of the line.
    MEMORY.write_bytes(MEMORY.read_bytes().removesuffix(b"\n"))
    assert digest("--catch-up").exit_code == 0 and len(server.got) == 3
    assert digest("--mark-sent").exit_code == 0
    assert len(remembered()) == 5

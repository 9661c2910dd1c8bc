"""`briefing send --dry-run`: it shows what a run would do, without changing anything."""

import re
from pathlib import Path

import pytest
from filelock import FileLock

from tests.cli.parks import ANN, BOB, CAT, LEDGER, RECORD, TREES, ledger_rows, save, send
from tests.helpers import set_today
from tests.mail import DROP, Server
from tests.test_docs import blocks

LAST = "This was a dry run: nothing was sent or written."


def files() -> dict[str, tuple[bytes, int]]:
    """Return all files in this folder, including hidden ones, with their contents and times."""
    return {
        str(path): (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns)
        for path in Path().rglob("*")
    }


def dry_run(server: Server, *options: str, status: int = 0) -> list[str]:
    """Return what a run would do. Nothing is sent, and no file is created, changed or touched."""
    before, knocks, arrived = files(), server.knocks, len(server.got)
    done = send("--dry-run", *options)
    assert done.exit_code == status, done.output
    assert (files(), server.knocks, len(server.got)) == (before, knocks, arrived)
    return done.stdout.splitlines()


def interrupted(server: Server) -> None:
    """Send W35 to one of three recipients, and W36 to two: one refused, and one in doubt."""
    save(RECORD.replace("bob@", "cat@example.org, bob@"))
    assert send("--mark-sent", "--week", "2023-W34").exit_code == 0
    server.at_data = {ANN: [DROP]}
    server.at_rcpt = {BOB: ["550 5.1.1 No such user"]}
    assert send("--catch-up").exit_code == 3
    assert server.recipients == [CAT, CAT, BOB]


def test_it_lists_who_has_a_digest_and_who_would_get_it(server: Server) -> None:
    interrupted(server)
    assert dry_run(server, "--catch-up") == [
        "'weekly': 2023-W35 (2023-08-28 to 2023-09-03, no events for 1 week) "
        "would be sent to 1 recipient.",
        "    Already sent: 1 recipient.",
        "    May have been sent, but the mail server has not confirmed it: 1 recipient.",
        "    Refused earlier, and would not be tried again: 1 recipient.",
        "'weekly': 2023-W36 (2023-09-04 to 2023-09-10, 1 event) would be sent to 1 recipient.",
        "    Already sent: 2 recipients.",
        LAST,
    ]
    assert dry_run(server, "--week", "2023-W35")[:-1] == [
        "'weekly': 2023-W35 (2023-08-28 to 2023-09-03, no events for 1 week) "
        "would be sent to 2 recipients.",
        "    Already sent: 1 recipient.",
        "    May have been sent, but the mail server has not confirmed it: 1 recipient.",
        "    Refused earlier, but would be tried again: 1 recipient.",
    ]
    assert dry_run(server, "--force")[:-1] == [
        "'weekly': 2023-W36 (2023-09-04 to 2023-09-10, 1 event) would be sent to 3 recipients.",
        "    Already sent, and would be sent again: 2 recipients.",
    ]
    assert dry_run(server, "--to", BOB)[:-1] == [
        "'weekly': 2023-W36 (2023-09-04 to 2023-09-10, 1 event) would be sent only to "
        "bob@example.org.",
        "    Already sent, and would be sent again: 1 recipient.",
    ]
    assert dry_run(server, "--to", "Dan <dan@example.org>")[:-1] == [
        "'weekly': 2023-W36 (2023-09-04 to 2023-09-10, 1 event) would be sent only to "
        "dan@example.org as a copy."
    ]
    assert dry_run(server, "--mark-sent")[:-1] == [
        "'weekly': 2023-W36 and all earlier digests would be marked as sent."
    ]


def test_it_prints_what_is_documented(server: Server) -> None:
    assert send("--mark-sent", "--week", "2023-W34").exit_code == 0
    server.at_data = {ANN: [DROP]}
    assert send("--catch-up").exit_code == 3
    assert dry_run(server, "--catch-up") == blocks("docs/unattended.md", "")[0].splitlines()


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--catch-up"],
        ["--to", CAT, "--force"],
        *(
            pytest.param(options, marks=pytest.mark.long)
            for options in (
                ["--catch-up", "--skip-quiet"],
                ["--force"],
                ["--week", "2023-W35"],
                ["--week", "2023-W35", "--force"],
                ["--to", ANN],
                ["--to", "dan@example.org", "--for", "2023-08-30"],
            )
        ),
    ],
)
def test_the_run_itself_sends_as_many(server: Server, options: list[str]) -> None:
    interrupted(server)
    number = 0
    for line in dry_run(server, *options):
        only = " would be sent only to " in line
        found = re.search(r"would be sent to (\d+) recipients?\.", line)
        number += int(found[1]) if found else int(only)
    server.got.clear()
    assert send(*options).exit_code == 0
    assert len(server.got) == number > 0


def test_what_is_done_is_reported_as_by_a_run(server: Server) -> None:
    assert send("--force").exit_code == 0
    assert dry_run(server) == ["'weekly': 2023-W36 was already sent.", LAST]
    assert dry_run(server, "--catch-up") == [
        "'weekly': no digest was missed up to 2023-09-10.",
        LAST,
    ]
    assert dry_run(server, "-q") == []


def test_a_run_that_ended_before_its_last_step_has_only_that_left(server: Server) -> None:
    assert send("--force").exit_code == 0
    whole = LEDGER.read_bytes().splitlines(keepends=True)
    LEDGER.write_bytes(b"".join(whole[:-1]))
    assert dry_run(server)[:2] == [
        "'weekly': 2023-W36 (2023-09-04 to 2023-09-10, 1 event) would be recorded as sent.",
        "    Already sent: 2 recipients.",
    ]
    assert send().exit_code == 0 and len(server.got) == 2
    assert ledger_rows()[-1] == ("2023-W36", "done")


def test_it_needs_no_mail_server(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in server.settings:
        monkeypatch.delenv(name)
    # The mail settings file does not exist, and the other two files are not written.
    options = ["--mail-settings", "mail.env", "--status-file", "status.json", "--log", "log"]
    first, *_ = dry_run(server, "--force", *options)
    assert first.endswith("would be sent to 2 recipients.")
    assert dry_run(server, "--nonsense", "--status-file", "status.json", status=2) == []
    assert not Path("out").exists()


def test_only_an_internal_digest_names_its_recipients(server: Server) -> None:
    assert "@" not in "".join(dry_run(server, "--force"))
    for audience in ("public", "members"):
        save(RECORD.replace("template: digest", f"template: digest, audience: {audience}"))
        assert "@" not in "".join(dry_run(server, "--force"))
    save(RECORD.replace("template: digest", "template: digest, audience: internal"))
    first, *_ = dry_run(server, "--force")
    assert first.endswith("would be sent to 2 recipients (ann@example.org, bob@example.org).")


def test_several_editions_are_listed_with_those_that_nobody_gets(server: Server) -> None:
    editions = f"editions:\n{TREES}\n  web: {{template: digest}}"
    save(RECORD.replace("editions:", editions))
    assert [
        line for line in dry_run(server, "--force") if "'web'" in line or "'trees'" in line
    ] == [
        "'trees': 2023-W36 (2023-09-04 to 2023-09-10, 1 event) would be sent to 1 recipient.",
        "'web': 2023-W36 (2023-09-04 to 2023-09-10, 1 event) would be made, but it has no "
        "recipients.",
    ]
    assert len(dry_run(server, "-e", "trees", "--force")) == 2


def test_a_quiet_digest_that_would_be_skipped_is_listed(server: Server) -> None:
    assert send("--mark-sent", "--week", "2023-W34").exit_code == 0
    quiet, other, _ = dry_run(server, "--catch-up", "--skip-quiet")
    assert quiet == (
        "'weekly': 2023-W35 (2023-08-28 to 2023-09-03, no events for 1 week) would not be written "
        "or sent."
    )
    assert other.endswith("would be sent to 2 recipients.")


@pytest.mark.parametrize("options", [[], ["--catch-up"], ["--mark-sent", "--for", "2023-09-11"]])
def test_what_stops_a_run_stops_a_dry_run(server: Server, options: list[str]) -> None:
    done = send(*options, "-o", "elsewhere")
    assert done.exit_code in (2, 3)
    before = files()
    dry = send(*options, "--dry-run")
    assert dry.exit_code == done.exit_code
    assert dry.stderr == done.stderr.replace("--out elsewhere ", "").replace(
        "elsewhere", "out/digest"
    )
    assert files() == before and not Path("out").exists()


def test_a_digest_that_is_incomplete_is_no_part_of_it(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(f"correct_as_of: 2023-09-07\n{RECORD}")
    assert send("--mark-sent", "--week", "2023-W34").exit_code == 0
    first, last = dry_run(server, "--catch-up", status=1)
    assert "2023-W35" in first and last == LAST
    set_today("2023-09-04", monkeypatch)
    assert len(dry_run(server, "--catch-up")) == 2


def test_it_waits_for_no_other_run_and_finishes_none(server: Server) -> None:
    assert send("--mark-sent", "--week", "2023-W35").exit_code == 0
    with FileLock("out/digest/.briefing.lock"):
        assert len(dry_run(server)) == 2
    Path("out/digest/.briefing-unfinished").mkdir()
    Path("out/digest/.briefing-unfinished/2023-W36.md").write_text("Half")
    assert len(dry_run(server)) == 2


def test_the_server_is_not_checked_in_a_dry_run(server: Server) -> None:
    assert dry_run(server, "--check-server", status=2) == []
    message = "--check-server and --dry-run cannot be used together."
    assert message in send("--check-server", "--dry-run").stderr

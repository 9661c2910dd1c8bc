"""Digests that are sent while nobody watches, by a real mail server."""

import json
import os
import re
import shlex
import shutil
import stat
from collections.abc import Iterator
from datetime import date as Day
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from filelock import FileLock

from briefing.cli.sending import fact
from briefing.edition.periods import Rhythm, period_of
from briefing.output.sent import Memory
from tests import mail
from tests.mail import DROP, PASSWORD, Server, mail_server, settings_file
from tests.making import briefing, now_is

ANN, BOB, CAT = "ann@example.org", "bob@example.org", "cat@example.org"
RECORD = """\
title: Parks
sender: Parks Policy <parks@example.org>
timezone: Europe/London
editions:
  weekly: {template: digest, recipients: [Ann Example <ann@example.org>, bob@example.org]}
events:
  - {date: 2023-08-15, added: 2023-08-15, kind: news, title: First, source: {title: S}}
  - {date: 2023-08-23, added: 2023-08-23, kind: news, title: Second, source: {title: S}}
  - {date: 2023-09-06, added: 2023-09-06, kind: news, title: Third, source: {title: S}}
  - {date: 2023-09-20, added: 2023-09-20, kind: debate, title: Fourth, source: {title: S}}
"""
MEMORY = Path("out/digest/sent.jsonl")


@pytest.fixture(autouse=True)
def waited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    monkeypatch.chdir(tmp_path)
    for name, value in mail.trust(tmp_path).items():
        monkeypatch.setenv(name, value)
    save(RECORD)
    now_is("2023-09-11", monkeypatch)
    return mail.patience(monkeypatch)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    with mail_server() as it:
        for name, value in it.settings.items():
            monkeypatch.setenv(name, value)
        yield it


def save(text: str) -> None:
    Path("events.yaml").write_text(text)


def digest(*arguments: str) -> Result:
    done = briefing("digest", "-f", "md", *arguments)
    assert PASSWORD not in done.output
    return done


def remembered() -> list[tuple[str, ...]]:
    """What the memory holds, without its times."""
    lines = [json.loads(it) for it in MEMORY.read_text().splitlines()[1:]]
    keys = ("period", "what", "to", "said")
    return [tuple(it[key] for key in keys if key in it) for it in lines]


def arrived(server: Server) -> list[tuple[str, str]]:
    """Who got what: the addresses, and the days in the subject."""
    return [
        (it["X-RcptTo"], it["Subject"].partition(", ")[2].removesuffix(" · Parks"))
        for it in server.got
    ]


# Sending once


def test_a_digest_is_sent_to_each_recipient_and_remembered(server: Server) -> None:
    done = digest("--send", "--force")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "out/digest/2023-W36.md  1 event",
        "2023-W36  sent to 2 recipients",
    ]
    assert arrived(server) == [(ANN, "4–10 September 2023"), (BOB, "4–10 September 2023")]
    assert server.got[0]["To"] == "Ann Example <ann@example.org>"
    assert server.senders == ["parks@example.org"] * 2
    assert len({it["Message-ID"] for it in server.got}) == 2
    assert remembered() == [
        ("2023-W36", "begun"),
        ("2023-W36", "sent", ANN),
        ("2023-W36", "sent", BOB),
        ("2023-W36", "done"),
    ]
    assert stat.S_IMODE(MEMORY.stat().st_mode) == 0o600


def test_the_same_week_again_is_sent_to_nobody_unless_forced(server: Server) -> None:
    assert digest("--send", "--force").exit_code == 0
    before = MEMORY.read_bytes()
    again = digest("--send")
    assert (again.exit_code, again.output) == (0, "'weekly': 2023-W36 was sent already.\n")
    assert digest("--catch-up").output == "'weekly': nothing was missed, up to 2023-09-10.\n"
    assert len(server.got) == 2 and MEMORY.read_bytes() == before
    assert digest("--send", "--force").exit_code == 0
    assert server.recipients == [ANN, BOB] * 2
    assert len({it["Message-ID"] for it in server.got}) == 2


def test_a_digest_that_was_corrected_is_another_message_when_it_is_sent_anew(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, title in enumerate(("Third", "Third (corrected)", "Third (corrected)", "Third"), 11):
        now_is(f"2023-09-{day}", monkeypatch)
        save(RECORD.replace("Third", title))
        assert digest("--send", "--force").exit_code == 0
    first, corrected, again, as_first = [it["Message-ID"] for it in server.got[::2]]
    assert first == as_first != corrected == again
    # Whoever could not be sent the corrected one gets it with the next run.
    save(RECORD.replace("Third", "Third (corrected)"))
    server.at_rcpt[BOB] = ["452 4.2.2 Mailbox full"] * 6
    assert digest("--send", "--force").exit_code == 3
    assert digest("--catch-up").exit_code == 0
    assert server.got[-1]["Message-ID"] == server.got[3]["Message-ID"]


def test_whoever_comes_later_gets_the_next_one(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert digest("--send", "--force").exit_code == 0
    save(RECORD.replace("bob@", "cat@"))
    again = digest("--send")
    assert again.stdout == (
        "'weekly': 2023-W36 was sent already, but not to 1 recipient added since.\n"
        "To send it to them too: "
        "briefing digest -e weekly --send --week 2023-W36 --to ADDRESS\n"
    )
    now_is("2023-09-18", monkeypatch)
    assert digest("--send").exit_code == 0
    assert arrived(server)[2:] == [(ANN, "11–17 September 2023"), (CAT, "11–17 September 2023")]


@pytest.mark.parametrize(
    ("edition", "way_out"),
    [
        ("template: digest, audience: internal", "--week 2023-W36 --to cat@example.org"),
        ("template: digest, audience: internal, every: month", "--for 2023-08-31 --to cat@"),
    ],
)
def test_the_way_to_whoever_came_later_works_as_it_is_told(
    server: Server, edition: str, way_out: str
) -> None:
    """Where only those who may read the record see it, it names them."""
    record = RECORD.replace("template: digest", edition)
    save(record)
    assert digest("--send", "--force").exit_code == 0
    save(record.replace("bob@", "cat@"))
    _, told = digest("--send").stdout.splitlines()
    command = told.partition("briefing digest ")[2]
    assert way_out in command
    done = digest(*shlex.split(command))
    assert done.exit_code == 0 and done.stdout.endswith("  sent to 1 recipient\n")
    assert server.recipients == [ANN, BOB, CAT]
    assert remembered()[-1][1:] == ("sent", CAT)
    assert digest("--send").stdout.endswith(" was sent already.\n")
    assert digest("--catch-up").exit_code == 0 and len(server.got) == 3


def test_a_copy_is_sent_to_one_and_remembered_nowhere(server: Server) -> None:
    """Before anything is sent to anybody, also to one of the recipients."""
    for address in ("Cat <cat@example.org>", "ann@example.org"):
        done = digest("--send", "--to", address)
        assert done.exit_code == 0, done.output
        assert done.stdout.splitlines()[-1] == "2023-W36  sent as a copy"
    assert arrived(server) == [(CAT, "4–10 September 2023"), (ANN, "4–10 September 2023")]
    assert not MEMORY.exists()
    assert digest("--send", "--force").exit_code == 0
    kept = MEMORY.read_bytes()
    assert digest("--send", "--to", CAT).stdout.endswith("sent as a copy\n")
    assert server.recipients == [CAT, ANN, ANN, BOB, CAT] and MEMORY.read_bytes() == kept


def test_a_recipient_who_looks_at_it_first_is_not_sent_it_again(server: Server) -> None:
    assert digest("--mark-sent", "--week", "2023-W35").exit_code == 0
    done = digest("--send", "--to", "ANN@example.org")
    assert done.stdout.endswith("2023-W36  sent to 1 recipient\n")
    assert remembered()[1:] == [("2023-W36", "sent", ANN)]
    assert server.got[0]["To"] == "Ann Example <ann@example.org>"
    assert digest("--catch-up").exit_code == 0
    assert server.recipients == [ANN, BOB] and remembered()[-1] == ("2023-W36", "done")


def test_what_counts_as_sent_stays_so_when_one_gets_it(server: Server) -> None:
    assert digest("--mark-sent").exit_code == 0
    assert digest("--send", "--to", BOB).exit_code == 0
    assert digest("--catch-up").exit_code == digest("--send").exit_code == 0
    assert server.recipients == [BOB]


def test_one_who_is_refused_is_told_and_one_for_whom_nothing_is_new(server: Server) -> None:
    assert digest("--mark-sent", "--week", "2023-W34").exit_code == 0
    server.at_rcpt = {CAT: ["550 5.1.1 No such user"], BOB: ["550 5.1.1 No such user"]}
    for address in (CAT, BOB):
        done = digest("--send", "--to", address)
        assert done.exit_code == 3 and done.stderr.endswith(
            "Error: 2023-W36 did not reach everybody.\n"
            f"    {address} was refused: 550 5.1.1 No such user\n"
        )
    assert remembered()[1:] == [("2023-W36", "refused", BOB, "550 5.1.1 No such user")]
    done = digest("--send", "--to", ANN, "--week", "2023-W35", "--skip-quiet")
    assert done.exit_code == 0 and len(remembered()) == 2 and not server.got


def test_the_pdf_is_attached_where_one_is_made(server: Server) -> None:
    assert briefing("digest", "-f", "pdf", "--send", "--force").exit_code == 0
    attached = [it.get_content() for it in server.got[0].iter_attachments()]
    assert attached == [Path("out/digest/2023-W36.pdf").read_bytes()]


def test_quiet_says_nothing_when_all_is_well(server: Server) -> None:
    assert digest("--mark-sent", "--week", "2023-W35", "-q").output == ""
    for _ in range(2):
        done = digest("--catch-up", "-q")
        assert (done.exit_code, done.output) == (0, "")
    assert digest("--send", "-q").output == ""
    assert len(server.got) == 2


# What is not known


@pytest.mark.parametrize("option", ["--send", "--catch-up"])
def test_without_a_memory_it_does_not_guess(server: Server, option: str) -> None:
    done = digest(option, "-o", "my digests")
    assert done.exit_code == 3
    assert done.stderr == (
        "Error: There is no my digests/sent.jsonl, so nobody knows what has been sent already.\n"
        "To send the last digest now: briefing digest --out 'my digests' --send --force\n"
        "To begin with the next one:  briefing digest --out 'my digests' --mark-sent\n"
    )
    assert not server.got and not list(Path("my digests").glob("[!.]*"))


def test_it_can_begin_with_the_next_one(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    done = digest("--mark-sent")
    assert done.stdout == "'weekly': 2023-W36 and all before it count as sent.\n"
    assert digest("--catch-up").exit_code == 0 and not server.got
    assert digest("--send").output == "'weekly': 2023-W36 counts as sent.\n" and not server.got
    now_is("2023-09-18", monkeypatch)
    assert digest("--catch-up").exit_code == 0
    assert arrived(server) == [(ANN, "11–17 September 2023"), (BOB, "11–17 September 2023")]


def test_an_edition_that_is_new_is_not_guessed_about_and_the_others_are_sent(
    server: Server,
) -> None:
    assert digest("--mark-sent", "--week", "2023-W35").exit_code == 0
    save(RECORD.replace("events:", "  trees: {template: digest, recipients: [c@d.org]}\nevents:"))
    done = digest("--catch-up")
    assert done.exit_code == 3 and len(server.got) == 2
    assert done.stderr.endswith(
        "Error: out/digest/sent.jsonl tells nothing of 'trees', "
        "so nobody knows what has been sent already.\n"
        "To send the last digest now: briefing digest -e trees --send --force\n"
        "To begin with the next one:  briefing digest -e trees --mark-sent\n"
    )
    assert digest("-e", "trees", "--mark-sent").exit_code == 0
    assert digest("--catch-up").exit_code == 0


def line(what: str, first: str, last: str, to: str = "") -> bytes:
    """A memory with one line."""
    told = {"at": "2023-09-11T05:00:00Z", "edition": "weekly", "period": "2023-W36", "what": what}
    told |= {"first": first, "last": last} | ({"to": to} if to else {})
    return b'{"briefing":"what has been sent","version":1}\n' + json.dumps(told).encode() + b"\n"


ABSURD = [
    (("2023-09-10", "2023-09-04"), "damaged: 2023-09-10 to 2023-09-04 is no period of a digest"),
    (("0001-01-01", "2023-09-10"), "0001-01-01 to 2023-09-10 is no period of a digest"),
    (("9999-12-24", "9999-12-30"), "sent.jsonl:2: this line is damaged"),
]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "out/digest/sent.jsonl:1: this line is damaged"),
        (b"rubbish\n", "out/digest/sent.jsonl:1: this line is damaged"),
        (b'{"briefing":"what has been sent","version":1}\n{"at":1}\n', "sent.jsonl:2: this line"),
        (b'{"briefing":"what has been sent","version":2}\n{}\n', "is of version 2, which a newer"),
        *((line("marked", *days), told) for days, told in ABSURD),
    ],
)
@pytest.mark.parametrize("option", ["--send", "--mark-sent", "--force"])
def test_a_memory_that_is_damaged_is_left_alone(
    server: Server, content: bytes, told: str, option: str
) -> None:
    MEMORY.parent.mkdir(parents=True)
    MEMORY.write_bytes(content)
    done = digest(*({"--force": ("--send", "--force")}.get(option, (option,))))
    assert done.exit_code == 3 and told in done.stderr
    assert "Traceback" not in done.output
    assert MEMORY.read_bytes() == content and not server.got


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


# What was missed


def test_what_was_missed_is_sent_the_oldest_first(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monthly = "  monthly: {template: digest, every: month, recipients: [cat@example.org]}\nevents:"
    save(RECORD.replace("events:", monthly))
    assert digest("--mark-sent", "--for", "2023-07-31").exit_code == 0
    now_is("2023-09-11", monkeypatch)
    done = digest("--catch-up", "--skip-quiet")
    assert done.exit_code == 0, done.output
    days = [day for _, day in arrived(server)]
    assert days == [
        *["14–20 August 2023"] * 2,
        *["21–27 August 2023"] * 2,
        "August 2023",
        *["4–10 September 2023"] * 2,
    ]
    assert ("2023-W35", "skipped", "no event for 1 week") in remembered()
    assert sorted(it.name for it in Path("out/digest").glob("weekly*")) == [
        "weekly-2023-W33.md",
        "weekly-2023-W34.md",
        "weekly-2023-W36.md",
    ]
    count = len(server.got)
    assert digest("--catch-up").exit_code == 0 and len(server.got) == count


def test_a_quiet_week_that_was_skipped_is_not_sent_later(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert digest("--mark-sent", "--week", "2023-W34").exit_code == 0
    now_is("2023-09-04", monkeypatch)
    done = digest("--send", "--skip-quiet")
    assert done.stdout == "2023-W35  no event for 1 week: not written\n"
    assert digest("--catch-up").exit_code == 0 and not server.got


def test_a_digest_sent_by_hand_leaves_no_gap(server: Server) -> None:
    assert digest("--mark-sent", "--week", "2023-W33").exit_code == 0
    assert digest("--send").exit_code == 0
    assert digest("--catch-up").exit_code == 0
    assert [day for _, day in arrived(server)[::2]] == [
        "4–10 September 2023",
        "21–27 August 2023",
        "28 August to 3 September 2023",
    ]


def test_a_new_rhythm_leaves_no_day_out(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    assert digest("--mark-sent").exit_code == 0
    save(RECORD.replace("template: digest", "template: digest, every: month"))
    now_is("2023-11-01", monkeypatch)
    assert digest("--catch-up").exit_code == 0
    assert [day for _, day in arrived(server)[::2]] == ["September 2023", "October 2023"]


def test_weeks_that_begin_on_another_day_leave_no_day_out(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert digest("--send", "--force").exit_code == 0
    save(RECORD.replace("template: digest", "template: digest, week_starts: Thursday"))
    now_is("2023-09-14", monkeypatch)
    assert digest("--catch-up").exit_code == 0
    now_is("2023-09-21", monkeypatch)
    assert digest("--catch-up").exit_code == 0
    assert [day for _, day in arrived(server)[::2]] == [
        "4–10 September 2023",
        "7–13 September 2023",
        "14–20 September 2023",
    ]
    assert len({it["Message-ID"] for it in server.got}) == 6


def test_what_was_sent_may_begin_with_the_calendar(server: Server) -> None:
    assert digest("--mark-sent", "--for", "0001-01-01").exit_code == 0
    assert digest("--send").exit_code == 0 and server.recipients == [ANN, BOB]


def test_a_clock_that_was_ahead_once_is_said(server: Server) -> None:
    MEMORY.parent.mkdir(parents=True)
    MEMORY.write_bytes(line("marked", "2024-01-01", "2024-01-07"))
    for option in ("--catch-up", "--send"):
        done = digest(option, "-q")
        assert done.exit_code == 3 and not server.got
        assert done.stderr == (
            "Error: out/digest/sent.jsonl tells of digests of 'weekly' up to 2024-01-07, "
            "which is to come: was the clock wrong?\n"
            "To send 'weekly' again, take the lines of days to come out of that file.\n"
        )


def test_an_edition_of_which_nothing_can_be_made_does_not_stop_the_others(server: Server) -> None:
    other = "  web: {template: digest}\n"
    save(f"correct_as_of: 2023-09-03\n{RECORD.replace('events:', f'{other}events:')}")
    assert digest("-e", "weekly", "--mark-sent", "--for", "2023-08-22").exit_code == 0
    done = digest("--catch-up", "-q")
    assert done.exit_code == 1
    assert done.stderr.startswith(
        "Error: The record stops on 2023-09-03, before 2023-W36 is over: the digest of 'weekly' "
        "is not sent. Move its correct_as_of on, or take the line out.\n"
        "Error: 'web': The record stops on 2023-09-03, before 2023-W36 begins."
    )
    assert [day for _, day in arrived(server)[::2]] == ["28 August to 3 September 2023"]


def test_what_was_missed_for_years_is_not_sent_unasked(server: Server) -> None:
    """As where the clock is wrong, or the memory an old copy."""
    assert digest("--mark-sent", "--week", "2022-W33").exit_code == 0
    done = digest("--catch-up")
    assert done.exit_code == 3 and not server.got
    assert "55 digests of 'weekly' were missed since 2022-08-22" in done.stderr
    assert "briefing digest -e weekly --catch-up --force" in done.stderr
    done = digest("--catch-up", "--force", "--skip-quiet")
    assert done.exit_code == 0 and len(server.got) == 6


def test_a_digest_that_would_be_incomplete_is_not_sent(server: Server) -> None:
    save(f"correct_as_of: 2023-09-07\n{RECORD}")
    assert digest("--mark-sent", "--week", "2023-W34").exit_code == 0
    done = digest("--catch-up", "-q")
    assert done.exit_code == 1
    assert done.stderr == (
        "Error: The record stops on 2023-09-07, before 2023-W36 is over: the digest of 'weekly' "
        "is not sent. Move its correct_as_of on, or take the line out.\n"
    )
    assert [day for _, day in arrived(server)] == ["28 August to 3 September 2023"] * 2
    assert not Path("out/digest/2023-W36.md").exists()
    assert digest("--send").exit_code == 1 and len(server.got) == 2


# What goes wrong


def test_one_that_is_refused_does_not_stop_the_others(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.at_rcpt[ANN] = ["550 5.1.1 No such user"] * 2
    done = digest("--send", "--force", "-q", "--status-file", "status.json")
    assert done.exit_code == 3
    assert done.stderr == (
        "Error: 2023-W36 did not reach everybody.\n"
        "    ann@example.org was refused: 550 5.1.1 No such user\n"
        "Mend the addresses that were refused, or take them out of the record.\n"
    )
    assert server.recipients == [BOB]
    assert ("2023-W36", "refused", ANN, "550 5.1.1 No such user") in remembered()
    told = json.loads(Path("status.json").read_text())
    assert told["digests"] == [{"name": "2023-W36", "sent": 1, "refused": 1, "left": 0}]
    assert told["errors"] == ["2023-W36 did not reach everybody: 1 refused."]
    # Nobody is asked again unless somebody says so.
    assert digest("--catch-up").exit_code == 0
    assert digest("--send").exit_code == 3
    assert digest("--send").exit_code == 0
    assert server.recipients == [BOB, ANN]
    assert digest("--send").exit_code == 0 and len(server.got) == 2


def test_what_is_refused_to_everybody_is_tried_again(server: Server) -> None:
    """As where the server does not know us."""
    assert digest("--mark-sent", "--week", "2023-W35").exit_code == 0
    server.at_rcpt = {ANN: ["554 5.7.1 Relay denied"] * 2, BOB: ["554 5.7.1 Relay denied"] * 2}
    for _ in range(2):
        done = digest("--catch-up")
        assert (
            done.exit_code == 3 and "All were refused: is the mail server the right" in done.stderr
        )
    assert digest("--catch-up").exit_code == 0
    assert server.recipients == [ANN, BOB]


def test_what_cannot_be_sent_for_now_is_sent_by_the_next_run(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.at_rcpt[ANN] = ["452 4.2.2 Mailbox full"] * 6
    assert digest("--mark-sent", "--week", "2023-W34").exit_code == 0
    done = digest("--catch-up", "-q")
    assert done.exit_code == 3
    assert done.stderr == (
        "Error: 2023-W35 did not reach everybody.\n"
        "    ann@example.org could not get it for now: 452 4.2.2 Mailbox full\n"
        "The same command sends it to those who have yet to get it.\n"
        "Error: 2023-W36 did not reach everybody.\n"
        "    ann@example.org could not get it for now: 452 4.2.2 Mailbox full\n"
        "The same command sends it to those who have yet to get it.\n"
    )
    assert server.recipients == [BOB, BOB]
    assert digest("--catch-up", "-q").exit_code == 0
    assert arrived(server)[2:] == [
        (ANN, "28 August to 3 September 2023"),
        (ANN, "4–10 September 2023"),
    ]


def test_one_that_is_put_off_for_days_is_given_up(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.at_rcpt[BOB] = ["452 4.2.2 Mailbox full"] * 12
    assert digest("--send", "--force").exit_code == 3
    text = re.sub(r'"at":"[^"]*"', '"at":"2023-09-11T05:00:00Z"', MEMORY.read_text())
    MEMORY.write_text(text)
    done = digest("--catch-up", "-q")
    assert done.exit_code == 3
    assert done.stderr == (
        "Error: 2023-W36 did not reach everybody.\n"
        "    bob@example.org was refused: put off for 5 days: 452 4.2.2 Mailbox full\n"
        "Mend the addresses that were refused, or take them out of the record.\n"
    )
    assert remembered()[-1] == ("2023-W36", "done")
    assert digest("--catch-up", "-q").exit_code == 0 and server.recipients == [ANN]
    assert digest("--send", "-q").exit_code == 0 and server.recipients == [ANN, BOB]


def test_one_that_has_not_been_reached_for_a_year_does_not_stop_the_edition(
    server: Server,
) -> None:
    assert digest("--mark-sent", "--week", "2022-W33").exit_code == 0
    memory = Memory(MEMORY.parent)
    for number in range(55):
        period = period_of(Day(2022, 8, 22) + timedelta(weeks=number), Rhythm())
        if 0 < number < 53:
            memory.add(fact("skipped", "weekly", period))
        else:
            memory.add(fact("begun", "weekly", period), fact("sent", "weekly", period, to=ANN))
    done = digest("--catch-up", "-q")
    assert done.exit_code == 0, done.output
    assert server.recipients == [BOB] * 3


def test_an_address_in_other_letters_is_the_same(server: Server) -> None:
    server.at_rcpt[BOB] = ["452 4.2.2 Mailbox full"] * 6
    assert digest("--send", "--force").exit_code == 3
    save(RECORD.replace("ann@", "Ann@"))
    assert digest("--catch-up").exit_code == 0
    assert server.recipients == [ANN, BOB]


def test_a_server_that_is_away_leaves_it_all_for_the_next_run(
    server: Server, monkeypatch: pytest.MonkeyPatch, waited: list[float]
) -> None:
    assert digest("--mark-sent", "--week", "2023-W34").exit_code == 0
    monkeypatch.setenv("BRIEFING_SMTP_PORT", "1")
    done = digest("--catch-up", "--status-file", "status.json")
    assert done.exit_code == 3 and sum(waited) == 310
    assert done.stderr.endswith(
        "Error: localhost:1 cannot be reached: Connection refused.\n"
        "Not sent to everybody: 2023-W35, 2023-W36. "
        "The same command sends it to those who have yet to get it.\n"
    )
    assert "The next try is in 10 seconds." in done.stderr
    assert Path("out/digest/2023-W36.md").exists()
    told = json.loads(Path("status.json").read_text())
    assert [it["left"] for it in told["digests"]] == [2, 2]
    shutil.copytree("out", "elsewhere")
    assert digest("--mark-sent", "-o", "elsewhere/digest").exit_code == 0
    assert digest("--catch-up", "-o", "elsewhere/digest").exit_code == 0
    monkeypatch.setenv("BRIEFING_SMTP_PORT", str(server.port))
    assert digest("--catch-up").exit_code == 0
    assert server.recipients == [ANN, BOB, ANN, BOB]


def test_a_connection_that_drops_midway_loses_nothing(server: Server) -> None:
    server.at_rcpt = {ANN: [DROP], BOB: [DROP, DROP]}
    assert digest("--send", "--force").exit_code == 0
    assert sorted(server.recipients) == [ANN, BOB]


def test_what_may_have_arrived_is_left_for_the_next_run(server: Server) -> None:
    server.at_data = {ANN: [DROP]}
    done = digest("--send", "--force", "-q")
    assert done.exit_code == 3 and "has not said whether it took the message" in done.stderr
    assert server.recipients == [BOB]
    assert digest("--catch-up", "-q").exit_code == 0
    assert server.recipients == [BOB, ANN]


def test_a_sender_that_is_refused_does_not_stop_the_other_editions(server: Server) -> None:
    other = "  trees: {template: digest, recipients: [cat@example.org], sender: trees@example.org}"
    save(RECORD.replace("editions:", f"editions:\n{other}"))
    assert digest("--mark-sent", "--week", "2023-W34").exit_code == 0
    server.at_mail = ["553 5.7.1 Not yours"]
    done = digest("--catch-up", "-q")
    assert done.exit_code == 3
    assert done.stderr == (
        f"Error: localhost:{server.port} takes no mail from trees@example.org: "
        "553 5.7.1 Not yours.\nNot sent to everybody: trees-2023-W35, trees-2023-W36. "
        "The same command sends it to those who have yet to get it.\n"
    )
    assert server.recipients == [ANN, BOB, ANN, BOB]
    assert digest("--catch-up", "-q").exit_code == 0
    assert server.recipients[4:] == [CAT, CAT]


def test_a_memory_that_is_lost_meanwhile_hides_nothing_that_failed_before(server: Server) -> None:
    other = "  trees: {template: digest, recipients: [cat@example.org], sender: trees@example.org}"
    save(RECORD.replace("editions:", f"editions:\n{other}"))
    assert digest("--mark-sent", "--week", "2023-W35").exit_code == 0
    server.at_mail = ["553 5.7.1 Not yours"]
    server.after_data = MEMORY.unlink
    done = digest("--catch-up", "-q", "--status-file", "status.json")
    assert done.exit_code == 3 and server.recipients == [ANN]
    assert done.stderr.startswith(
        "Error: out/digest/sent.jsonl cannot be written: No such file or directory.\n"
        "weekly-2023-W36 was sent to ann@example.org, and will be again.\n"
        f"Error: localhost:{server.port} takes no mail from trees@example.org: 553"
    )
    assert json.loads(Path("status.json").read_text())["errors"] == [
        "out/digest/sent.jsonl cannot be written: No such file or directory.\n"
        "Not sent to everybody: trees-2023-W36."
    ]


def test_after_sending_anew_the_way_to_reach_the_rest_sends_nothing_twice(server: Server) -> None:
    server.at_rcpt[BOB] = ["451 4.7.1 Greylisted"] * 6
    done = digest("--send", "--force", "-q", "--week", "2023-W36")
    assert "The same command without --force sends it to those who" in done.stderr
    assert digest("--send", "-q", "--week", "2023-W36").exit_code == 0
    assert server.recipients == [ANN, BOB]


def test_a_wrong_password_is_said_and_not_told(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_SMTP_PASSWORD", "wrong-Sesame")
    done = digest("--send", "--force", "--status-file", "status.json")
    assert done.exit_code == 3 and "does not take the user and password: 535" in done.stderr
    kept = [it.read_text() for it in Path().rglob("*") if it.is_file() and it.suffix != ".pem"]
    assert not any("wrong-Sesame" in it for it in (done.output, *kept))


@pytest.mark.parametrize("error", [ValueError, OSError, RuntimeError])
def test_a_fault_of_our_own_does_not_tell_the_password(
    server: Server, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def login(smtp: object, user: str, password: str) -> None:
        raise error(f"it was {password}, and a fault")

    monkeypatch.setattr("smtplib.SMTP.login", login)
    done = digest("--send", "--force", "--status-file", "status.json")
    assert done.exit_code == 3 and "Traceback" not in done.output
    files = [Path(it) for it in re.findall(r"with the file (\S+)\.", done.stderr)]
    for file in (*files, Path("status.json")):
        assert PASSWORD not in file.read_text()
        file.unlink()


def test_a_mistake_in_a_template_of_the_message_sends_nothing(server: Server) -> None:
    Path("templates/digest").mkdir(parents=True)
    Path("templates/digest/message.txt").write_text("{{ briefing.digestt.days }}")
    assert digest("--mark-sent", "--week", "2023-W34").exit_code == 0
    done = digest("--catch-up", "-q")
    assert done.exit_code == 3 and not server.got
    assert "digest/message.txt" in done.stderr and done.stderr.endswith("Nothing was sent.\n")


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


# Usage


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--force"], "--force is for --send"),
        (["--to", ANN], "--to is for --send, without --force"),
        (["--to", ANN, "--send", "--force"], "--to is for --send, without --force"),
        (["--to", ANN, "--send", "--catch-up"], "--to is for --send, without --force"),
        (["--to", "ann", "--send"], "Invalid value for --to: "),
        (["--to", ANN, "--send"], "to one address: say which, -e weekly or -e monthly."),
        (["--mark-sent", "--send"], "--mark-sent sends nothing"),
        (["--mark-sent", "--force"], "--force is for --send"),
        (["--mail-settings", "mail.env"], "--mail-settings is for --send and --catch-up."),
        (
            ["--catch-up", "--week", "2023-W36"],
            "--catch-up knows what was missed: leave out --week",
        ),
        (["--catch-up", "--revision", "HEAD"], "leave out --revision"),
        (["--send", "--since", "2023-09-04", "--until", "2023-09-10"], "say --week or --for"),
        (["--send", "-"], "and not from standard input"),
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


# One at a time


def test_only_one_is_at_work_in_a_folder(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.cli.alone._PATIENCE", 0.1)
    assert digest("--mark-sent", "--week", "2023-W35").exit_code == 0
    with FileLock("out/digest/.briefing.lock"):
        for options in ([], ["--send"], ["--catch-up"], ["--mark-sent"]):
            done = digest(*options)
            assert done.exit_code == 3 and not server.got
            assert done.stderr == (
                "Waiting for another run that is at work in out/digest.\n"
                "Error: another run is at work in out/digest, and has not ended in 0.1 seconds.\n"
                "Nothing was done. Try again when it has ended.\n"
            )
        assert "Waiting" not in digest("--send", "-q").output
    assert digest("--send").exit_code == 0


# The status file


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
    "wrong",
    [
        ["--nonsense"],
        ["--out", "events.yaml"],
        ["--templates", "gone"],
        ["--format", "doc"],
        ["--send", "--to", "ann@example.org,bob@example.org"],
    ],
)
@pytest.mark.parametrize("named", [["--status-file", "status.json"], ["--status-file=status.json"]])
def test_arguments_that_are_wrong_are_told_too(wrong: list[str], named: list[str]) -> None:
    Path("status.json").write_text('{"ok": true}')
    done = digest(*named, *wrong)
    assert done.exit_code == 2
    told = json.loads(Path("status.json").read_text())
    assert (told["ok"], told["exit_status"]) == (False, 2) and len(told["errors"]) == 1
    assert "@" not in Path("status.json").read_text()


def test_a_status_file_holds_nothing_that_the_mail_server_says(server: Server) -> None:
    server.at_mail = ["550 5.7.1 parks@example.org may not: ask Ann Example"] * 9
    done = digest("--send", "--force", "--status-file", "status.json")
    assert done.exit_code == 3 and "ask Ann Example" in done.stderr
    told = Path("status.json").read_text()
    assert "@" not in told and "Ann" not in told
    assert json.loads(told)["errors"] == ["Not sent to everybody: 2023-W36."]

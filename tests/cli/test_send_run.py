"""Digests that are sent unattended, by a real mail server."""

import json
import re
import shlex
import shutil
import stat
from pathlib import Path

import pytest

from tests.cli.parks import (
    ANN,
    BOB,
    CAT,
    LEDGER,
    RECORD,
    TREES,
    a_day_passes,
    arrived,
    ledger_rows,
    save,
    send,
)
from tests.helpers import briefing, set_today
from tests.mail import DROP, PASSWORD, Server

# Sending once


def test_a_test_is_not_recorded_and_does_not_hide_the_digest(server: Server) -> None:
    """A mail program hides a message that has the ID of an earlier one."""
    done = send("--test-to", "Ann Example <ann@example.org>")
    assert done.exit_code == 0 and "2023-W36  sent as a test" in done.stdout
    assert server.recipients == [ANN] and not LEDGER.exists()
    assert send("--force").exit_code == 0
    before = LEDGER.read_bytes()
    for address in (ANN, CAT):
        dry = send("--test-to", address, "--dry-run")
        assert f"would be sent only to {address} as a test." in dry.stdout
        assert send("--test-to", address).exit_code == 0
    assert LEDGER.read_bytes() == before
    assert server.recipients == [ANN, ANN, BOB, ANN, CAT]
    ids = [message["Message-ID"] for message in server.got]
    assert ids[0] == ids[3] and len({*ids}) == 4
    report = send("--report")
    assert report.exit_code == 0 and len(server.got) == 5
    assert [line.split()[:4] for line in report.stdout.splitlines()[1:]] == [
        ["weekly", address, "gets", "it"] for address in (ANN, BOB)
    ]
    rows = json.loads(send("--report", "json").stdout)["rows"]
    assert [(row["recipient"], row["digests"]) for row in rows] == [
        (address, ["2023-W36"]) for address in (ANN, BOB)
    ]
    assert send("--report=csv", "-e", "weekly").stdout.count("\n") == 3


def test_each_area_gets_its_own_news_and_no_other(server: Server) -> None:
    def event(words: str, areas: str = "") -> str:
        rest = "kind: news, source: https://example.org/a, added: 2023-09-06"
        return f"  - {{date: 2023-09-06, title: '{words}', {rest}{areas}}}\n"

    Path("areas.csv").write_text("id,name,mp\nnorth,Northland,Dot Example\nsouth,Southland,\n")
    save(
        "title: Parks\nsender: parks@example.org\nareas: areas.csv\neditions:\n"
        "  weekly-north: {template: digest, area: north, title: &title 'News of {area.name}',\n"
        f"    actions: &actions ['Write to {{area.mp | your MP}}.'], recipients: [{ANN}]}}\n"
        "  weekly-south: {template: digest, area: south, title: *title, actions: *actions,\n"
        f"    recipients: [{BOB}]}}\nevents:\n"
        + event("A bench for {area.name | all}")
        + event("Northern words", ", areas: [north]")
        + event("Southern words", ", areas: [south]")
    )
    done = send("--force")
    assert done.exit_code == 0, done.output
    assert server.recipients == [ANN, BOB]
    for message, own, other in zip(
        server.got,
        (("Northern", "Northland", "Dot Example"), ("Southern", "Southland", "your MP")),
        (("Southern", "Southland", BOB), ("Northern", "Northland", "Dot Example", ANN)),
        strict=True,
    ):
        text = str(message["Subject"]) + "".join(
            part.get_content() for part in message.walk() if part.get_content_maintype() == "text"
        )
        assert all(words in text for words in (*own, f"A bench for {own[1]}")), own
        assert not any(words in text for words in other), other
    lists = {message["List-Id"] for message in server.got}
    assert len(lists) == 2


def test_many_recipients_share_a_connection_at_a_set_rate(
    server: Server, waited: list[float]
) -> None:
    many = [f"a{number}@example.org" for number in range(40)]
    save(RECORD.replace("bob@example.org", ", ".join(many)))
    assert send("--force", "--rate", "120/minute").exit_code == 0
    assert server.recipients == [ANN, *many] and server.knocks == 1
    # Only the time that the messages themselves take is missing from these.
    assert len(waited) == 40 and all(0 < pause <= 0.5 for pause in waited)


def test_a_digest_is_sent_to_each_recipient_and_recorded(server: Server) -> None:
    done = send("--force")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "out/digest/2023-W36.md  1 event",
        "2023-W36  sent to 2 recipients",
    ]
    assert arrived(server) == [(ANN, "4–10 September 2023"), (BOB, "4–10 September 2023")]
    assert server.got[0]["To"] == "Ann Example <ann@example.org>"
    assert server.senders == ["parks@example.org"] * 2
    assert len({message["Message-ID"] for message in server.got}) == 2
    assert ledger_rows() == [
        ("2023-W36", "begun"),
        ("2023-W36", "sent", ANN),
        ("2023-W36", "sent", BOB),
        ("2023-W36", "done"),
    ]
    assert stat.S_IMODE(LEDGER.stat().st_mode) == 0o600


def test_the_same_week_again_is_sent_to_nobody_unless_forced(server: Server) -> None:
    assert send("--force").exit_code == 0
    before = LEDGER.read_bytes()
    again = send()
    assert (again.exit_code, again.output) == (0, "'weekly': 2023-W36 was already sent.\n")
    assert send("--catch-up").output == "'weekly': no digest was missed up to 2023-09-10.\n"
    assert len(server.got) == 2 and LEDGER.read_bytes() == before
    assert send("--force").exit_code == 0
    assert server.recipients == [ANN, BOB] * 2
    assert len({message["Message-ID"] for message in server.got}) == 2


def test_a_digest_that_was_corrected_is_another_message_when_it_is_sent_anew(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for day, title in enumerate(("Third", "Third (corrected)", "Third (corrected)", "Third"), 11):
        set_today(f"2023-09-{day}", monkeypatch)
        save(RECORD.replace("Third", title))
        assert send("--force").exit_code == 0
    first, corrected, again, as_first = [message["Message-ID"] for message in server.got[::2]]
    assert first == as_first != corrected == again
    # Recipients who could not be sent the corrected digest get it in the next run.
    save(RECORD.replace("Third", "Third (corrected)"))
    server.at_rcpt[BOB] = ["452 4.2.2 Mailbox full"] * 6
    assert send("--force").exit_code == 3
    assert send("--catch-up").exit_code == 0
    assert server.got[-1]["Message-ID"] == server.got[3]["Message-ID"]


def test_whoever_comes_later_gets_the_next_one(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send("--force").exit_code == 0
    save(RECORD.replace("bob@", "cat@"))
    again = send()
    assert again.stdout == (
        "'weekly': 2023-W36 was already sent, but not to 1 recipient added later.\n"
        "To send it to them too: "
        "briefing send -e weekly --week 2023-W36 --to ADDRESS\n"
    )
    set_today("2023-09-18", monkeypatch)
    assert send().exit_code == 0
    assert arrived(server)[2:] == [(ANN, "11–17 September 2023"), (CAT, "11–17 September 2023")]


@pytest.mark.parametrize(
    ("edition", "way_out"),
    [
        ("template: digest, audience: internal", "--week 2023-W36 --to cat@example.org"),
        ("template: digest, audience: internal, every: month", "--for 2023-08-31 --to cat@"),
    ],
)
def test_the_hint_for_a_later_recipient_works(server: Server, edition: str, way_out: str) -> None:
    """If only people who may read the record can see the message, it names the recipients."""
    record = RECORD.replace("template: digest", edition)
    save(record)
    assert send("--force").exit_code == 0
    save(record.replace("bob@", "cat@"))
    _, report = send().stdout.splitlines()
    command = report.partition("briefing send ")[2]
    assert way_out in command
    done = send(*shlex.split(command))
    assert done.exit_code == 0 and done.stdout.endswith("  sent to 1 recipient\n")
    assert server.recipients == [ANN, BOB, CAT]
    assert ledger_rows()[-1][1:] == ("sent", CAT)
    assert send().stdout.endswith(" was already sent.\n")
    assert send("--catch-up").exit_code == 0 and len(server.got) == 3


def test_a_copy_is_sent_to_one_and_recorded_nowhere(server: Server) -> None:
    """A copy can be sent before any digest has been, and even to one of the recipients."""
    for address in ("Cat <cat@example.org>", "ann@example.org"):
        done = send("--to", address)
        assert done.exit_code == 0, done.output
        assert done.stdout.splitlines()[-1] == "2023-W36  sent as a copy"
    assert arrived(server) == [(CAT, "4–10 September 2023"), (ANN, "4–10 September 2023")]
    assert not LEDGER.exists()
    assert send("--force").exit_code == 0
    contents = LEDGER.read_bytes()
    assert send("--to", CAT).stdout.endswith("sent as a copy\n")
    assert server.recipients == [CAT, ANN, ANN, BOB, CAT] and LEDGER.read_bytes() == contents


def test_a_recipient_who_looks_at_it_first_is_not_sent_it_again(server: Server) -> None:
    assert send("--mark-sent", "--week", "2023-W35").exit_code == 0
    done = send("--to", "ANN@example.org")
    assert done.stdout.endswith("2023-W36  sent to 1 recipient\n")
    assert ledger_rows()[1:] == [("2023-W36", "sent", ANN)]
    assert server.got[0]["To"] == "Ann Example <ann@example.org>"
    assert send("--catch-up").exit_code == 0
    assert server.recipients == [ANN, BOB] and ledger_rows()[-1] == ("2023-W36", "done")


def test_what_counts_as_sent_stays_so_when_one_gets_it(server: Server) -> None:
    assert send("--mark-sent").exit_code == 0
    assert send("--to", BOB).exit_code == 0
    assert send("--catch-up").exit_code == send().exit_code == 0
    assert server.recipients == [BOB]


def test_a_refused_recipient_is_reported_and_one_without_news(server: Server) -> None:
    assert send("--mark-sent", "--week", "2023-W34").exit_code == 0
    server.at_rcpt = {CAT: ["550 5.1.1 No such user"], BOB: ["550 5.1.1 No such user"]}
    for address in (CAT, BOB):
        done = send("--to", address)
        assert done.exit_code == 3 and done.stderr.endswith(
            "Error: 2023-W36 did not reach everybody.\n"
            f"    {address} was refused: 550 5.1.1 No such user\n"
        )
    assert ledger_rows()[1:] == [("2023-W36", "refused", BOB, "550 5.1.1 No such user")]
    done = send("--to", ANN, "--week", "2023-W35", "--skip-quiet")
    assert done.exit_code == 0 and len(ledger_rows()) == 2 and not server.got


def test_the_pdf_is_attached_where_one_is_made(server: Server) -> None:
    assert briefing("send", "-f", "pdf", "--force").exit_code == 0
    attached = [attachment.get_content() for attachment in server.got[0].iter_attachments()]
    assert attached == [Path("out/digest/2023-W36.pdf").read_bytes()]


def test_quiet_says_nothing_when_all_is_well(server: Server) -> None:
    assert send("--mark-sent", "--week", "2023-W35", "-q").output == ""
    for _ in range(2):
        done = send("--catch-up", "-q")
        assert (done.exit_code, done.output) == (0, "")
    assert send("-q").output == ""
    assert len(server.got) == 2


# Failures


def test_one_that_is_refused_does_not_stop_the_others(server: Server) -> None:
    server.at_rcpt[ANN] = ["550 5.1.1 No such user"] * 2
    done = send("--force", "-q", "--status-file", "status.json")
    assert done.exit_code == 3
    assert done.stderr == (
        "Error: 2023-W36 did not reach everybody.\n"
        "    ann@example.org was refused: 550 5.1.1 No such user\n"
        "Correct the refused addresses, or remove them from the record.\n"
    )
    assert server.recipients == [BOB]
    assert ("2023-W36", "refused", ANN, "550 5.1.1 No such user") in ledger_rows()
    report = json.loads(Path("status.json").read_text())
    assert report["digests"] == [{"name": "2023-W36", "sent": 1, "refused": 1, "left": 0}]
    assert report["errors"] == ["2023-W36 did not reach everybody: 1 refused."]
    # The server is not tried again unless the user requests it.
    assert send("--catch-up").exit_code == 0
    assert send().exit_code == 3
    assert send().exit_code == 0
    assert server.recipients == [BOB, ANN]
    assert send().exit_code == 0 and len(server.got) == 2


def test_what_is_refused_to_everybody_is_tried_again(server: Server) -> None:
    """A server refuses everybody if it does not recognise the sender, for example."""
    assert send("--mark-sent", "--week", "2023-W35").exit_code == 0
    server.at_rcpt = {ANN: ["554 5.7.1 Relay denied"] * 2, BOB: ["554 5.7.1 Relay denied"] * 2}
    for _ in range(2):
        done = send("--catch-up")
        assert done.exit_code == 3 and "All addresses were refused." in done.stderr
    assert send("--catch-up").exit_code == 0
    assert server.recipients == [ANN, BOB]


def test_what_cannot_be_sent_for_now_is_sent_by_the_next_run(server: Server) -> None:
    server.at_rcpt[ANN] = ["452 4.2.2 Mailbox full"] * 6
    assert send("--mark-sent", "--week", "2023-W34").exit_code == 0
    done = send("--catch-up", "-q")
    assert done.exit_code == 3
    assert done.stderr == (
        "Error: 2023-W35 did not reach everybody.\n"
        "    ann@example.org could not be reached this time: 452 4.2.2 Mailbox full\n"
        "Run the same command to send it to the remaining recipients.\n"
        "Error: 2023-W36 did not reach everybody.\n"
        "    ann@example.org could not be reached this time: 452 4.2.2 Mailbox full\n"
        "Run the same command to send it to the remaining recipients.\n"
    )
    assert server.recipients == [BOB, BOB]
    assert send("--catch-up", "-q").exit_code == 0
    assert arrived(server)[2:] == [
        (ANN, "28 August to 3 September 2023"),
        (ANN, "4–10 September 2023"),
    ]


def test_one_that_is_put_off_for_days_is_given_up(server: Server) -> None:
    server.at_rcpt[BOB] = ["452 4.2.2 Mailbox full"] * 12
    assert send("--force").exit_code == 3
    text = re.sub(r'"at":"[^"]*"', '"at":"2023-09-11T05:00:00Z"', LEDGER.read_text())
    LEDGER.write_text(text)
    done = send("--catch-up", "-q")
    assert done.exit_code == 3
    assert done.stderr == (
        "Error: 2023-W36 did not reach everybody.\n"
        "    bob@example.org was refused: postponed for 5 days: 452 4.2.2 Mailbox full\n"
        "Correct the refused addresses, or remove them from the record.\n"
    )
    assert ledger_rows()[-1] == ("2023-W36", "done")
    assert send("--catch-up", "-q").exit_code == 0 and server.recipients == [ANN]
    assert send("-q").exit_code == 0 and server.recipients == [ANN, BOB]


def test_a_server_that_is_away_leaves_it_all_for_the_next_run(
    server: Server, monkeypatch: pytest.MonkeyPatch, waited: list[float]
) -> None:
    assert send("--mark-sent", "--week", "2023-W34").exit_code == 0
    monkeypatch.setenv("BRIEFING_SMTP_PORT", "1")
    done = send("--catch-up", "--status-file", "status.json")
    assert done.exit_code == 3 and sum(waited) == 310
    assert done.stderr.endswith(
        "Error: 127.0.0.1:1 cannot be reached: Connection refused.\n"
        "Not sent to everybody: 2023-W35, 2023-W36. "
        "Run the same command to send it to the remaining recipients.\n"
    )
    assert "Trying again in 10 seconds." in done.stderr
    assert Path("out/digest/2023-W36.md").exists()
    report = json.loads(Path("status.json").read_text())
    assert [digest["left"] for digest in report["digests"]] == [2, 2]
    shutil.copytree("out", "elsewhere")
    assert send("--mark-sent", "-o", "elsewhere/digest").exit_code == 0
    assert send("--catch-up", "-o", "elsewhere/digest").exit_code == 0
    monkeypatch.setenv("BRIEFING_SMTP_PORT", str(server.port))
    assert send("--catch-up").exit_code == 0
    assert server.recipients == [ANN, BOB, ANN, BOB]


def test_what_may_have_arrived_is_left_for_the_next_run(server: Server) -> None:
    server.at_data = {ANN: [DROP]}
    done = send("--force", "-q")
    assert done.exit_code == 3 and "has not confirmed that it accepted the message" in done.stderr
    assert server.recipients == [BOB]
    assert send("--catch-up", "-q").exit_code == 0
    assert server.recipients == [BOB, ANN]


def test_a_sender_that_is_refused_does_not_stop_the_other_editions(server: Server) -> None:
    save(RECORD.replace("editions:", f"editions:\n{TREES}"))
    assert send("--mark-sent", "--week", "2023-W34").exit_code == 0
    server.at_mail = ["553 5.7.1 Not yours"]
    done = send("--catch-up", "-q")
    assert done.exit_code == 3
    assert done.stderr == (
        f"Error: 127.0.0.1:{server.port} does not accept mail from trees@example.org: "
        "553 5.7.1 Not yours.\nNot sent to everybody: trees-2023-W35, trees-2023-W36. "
        "Run the same command to send it to the remaining recipients.\n"
    )
    assert server.recipients == [ANN, BOB, ANN, BOB]
    assert send("--catch-up", "-q").exit_code == 0
    assert server.recipients[4:] == [CAT, CAT]


def test_a_memory_that_is_lost_meanwhile_hides_nothing_that_failed_before(server: Server) -> None:
    save(RECORD.replace("editions:", f"editions:\n{TREES}"))
    assert send("--mark-sent", "--week", "2023-W35").exit_code == 0
    server.at_mail = ["553 5.7.1 Not yours"]
    server.after_data = LEDGER.unlink
    done = send("--catch-up", "-q", "--status-file", "status.json")
    assert done.exit_code == 3 and server.recipients == [ANN]
    assert done.stderr.startswith(
        "Error: out/digest/sent.jsonl cannot be written: No such file or directory.\n"
        "weekly-2023-W36 was sent to ann@example.org, but this could not be recorded, so it will "
        "be sent again.\n"
        f"Error: 127.0.0.1:{server.port} does not accept mail from trees@example.org: 553"
    )
    assert json.loads(Path("status.json").read_text())["errors"] == [
        "out/digest/sent.jsonl cannot be written: No such file or directory.\n"
        "Not sent to everybody: trees-2023-W36."
    ]


def test_after_sending_anew_the_way_to_reach_the_rest_sends_nothing_twice(server: Server) -> None:
    server.at_rcpt[BOB] = ["451 4.7.1 Greylisted"] * 6
    done = send("--force", "-q", "--week", "2023-W36")
    assert "Run the same command without --force to send it to the" in done.stderr
    assert send("-q", "--week", "2023-W36").exit_code == 0
    assert server.recipients == [ANN, BOB]


def test_a_wrong_password_is_reported_but_not_shown(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BRIEFING_SMTP_PASSWORD", "wrong-Sesame")
    done = send("--force", "--status-file", "status.json")
    assert done.exit_code == 3 and "does not accept the user name and password: 535" in done.stderr
    contents = [
        path.read_text() for path in Path().rglob("*") if path.is_file() and path.suffix != ".pem"
    ]
    assert not any("wrong-Sesame" in text for text in (done.output, *contents))


@pytest.mark.parametrize("error", [ValueError, OSError, RuntimeError])
def test_a_fault_of_our_own_does_not_tell_the_password(
    server: Server, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def login(smtp: object, user: str, password: str) -> None:
        raise error(f"it was {password}, and a fault")

    monkeypatch.setattr("smtplib.SMTP.login", login)
    done = send("--force", "--status-file", "status.json")
    assert done.exit_code == 3 and "Traceback" not in done.output
    files = [Path(path) for path in re.findall(r"with the file (\S+)\.", done.stderr)]
    for file in (*files, Path("status.json")):
        assert PASSWORD not in file.read_text()
        file.unlink()


def test_a_mistake_in_a_template_of_the_message_sends_nothing(server: Server) -> None:
    Path("templates/digest").mkdir(parents=True)
    Path("templates/digest/message.txt").write_text("{{ briefing.digestt.days }}")
    assert send("--mark-sent", "--week", "2023-W34").exit_code == 0
    done = send("--catch-up", "-q")
    assert done.exit_code == 3 and not server.got
    assert "digest/message.txt" in done.stderr and done.stderr.endswith(
        "Not sent: 2023-W35, 2023-W36.\n"
    )


# Nobody is held up


def test_two_whose_outcome_is_never_known_block_nobody(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The two recipients do not go on receiving copies."""
    others = [f"member-{n}@example.org" for n in range(6)]
    listed = ", ".join([ANN, BOB, *others])
    save(RECORD.replace("Ann Example <ann@example.org>, bob@example.org", listed))
    assert send("--mark-sent", "--week", "2023-W34").exit_code == 0
    server.at_data = {ANN: [DROP] * 99, BOB: [DROP] * 99}
    assert send("--catch-up").exit_code == 3 and not server.got
    a_day_passes()
    done = send("--catch-up", "-q")
    assert done.exit_code == 3 and server.recipients == others * 2
    assert "ann@example.org could not be reached this time: 127.0.0.1" in done.stderr
    for _ in range(8):
        a_day_passes()
        send("--catch-up")
    assert server.recipients == others * 2
    assert all(99 - len(left) <= 8 for left in server.at_data.values())
    assert send("--catch-up").output == "'weekly': no digest was missed up to 2023-09-10.\n"
    set_today("2023-09-18", monkeypatch)
    assert send("--catch-up").exit_code == 3
    assert server.recipients == others * 3


def test_one_whose_outcome_was_unknown_once_is_not_held_up_by_those_of_whom_it_always_is(
    server: Server,
) -> None:
    save(RECORD.replace("bob@example.org", "bob@example.org, cat@example.org"))
    assert send("--mark-sent", "--week", "2023-W35").exit_code == 0
    server.at_data = {ANN: [DROP] * 99, BOB: [DROP] * 99, CAT: [DROP]}
    for _ in range(3):
        send("--catch-up")
    assert server.recipients == [CAT]


def test_a_mistake_in_the_template_of_one_edition_does_not_stop_the_others(server: Server) -> None:
    Path("templates/trees").mkdir(parents=True)
    built_in = Path(__file__).parents[2] / "templates" / "digest"
    for name in ("briefing.md", "message.txt", "message.html"):
        text = (built_in / name).read_text()
        Path("templates/trees", name).write_text(text)
    trees = TREES.replace("template: digest", "template: trees, every: week")
    save(RECORD.replace("editions:", f"editions:\n{trees}"))
    assert send("--mark-sent", "--week", "2023-W34").exit_code == 0
    Path("templates/trees/briefing.md").write_text("{{ briefing.digestt.days }}")
    done = send("--catch-up", "-q")
    assert done.exit_code == 3 and "templates/trees/briefing.md:1:" in done.stderr
    assert server.recipients == [ANN, BOB, ANN, BOB]
    Path("templates/trees/briefing.md").write_text((built_in / "briefing.md").read_text())
    Path("templates/trees/message.txt").write_text("{{ briefing.digestt.days }}")
    done = send("--catch-up", "-q")
    assert done.exit_code == 3 and len(server.got) == 4
    assert done.stderr.endswith("Not sent: trees-2023-W35, trees-2023-W36.\n")
    Path("templates/trees/message.txt").write_text((built_in / "message.txt").read_text())
    assert send("--catch-up", "-q").exit_code == 0
    assert server.recipients[4:] == [CAT, CAT]

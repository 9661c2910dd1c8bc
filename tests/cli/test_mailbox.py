"""`briefing mailbox`: who has unsubscribed, and which addresses do not work."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.parks import ANN, BOB, CAT, LEDGER, RECORD, save, send
from tests.helpers import briefing, set_today
from tests.imap import Mailbox, mailbox_server
from tests.mail import PASSWORD, Server
from tests.replies import bounce, email, request

GONE = "smtp; 550 5.1.1 No such user"
FULL = "smtp; 552 5.2.2 The mailbox is full"


@pytest.fixture
def replies(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mailbox]:
    """Yield the sender's mailbox, after a digest has been sent to Ann, Bob and Cat."""
    save(RECORD.replace("bob@", f"{CAT}, bob@"))
    with mailbox_server() as running:
        for name, value in running.settings.items():
            monkeypatch.setenv(name, value)
        assert send("--force").exit_code == 0
        yield running


def read(*options: str) -> Result:
    done = briefing("mailbox", *options)
    assert PASSWORD not in done.output
    return done


def notices() -> list[tuple[str, str]]:
    """Return the notices in the ledger."""
    lines = [json.loads(line) for line in LEDGER.read_text().splitlines()]
    return [(line["notice"], line["to"]) for line in lines if "notice" in line]


def recipients_of_next(server: Server, day: str, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Send the digest that is due on a day, and return its recipients."""
    server.got.clear()
    set_today(day, monkeypatch)
    assert send("--catch-up", "--status-file", "status.json").exit_code == 0
    return server.recipients


def test_who_has_left_or_cannot_be_reached_gets_no_later_digest(
    server: Server, replies: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, cat, bob = server.got
    forged = str(ann["List-Unsubscribe"]).partition("subject=")[2][:-4]
    replies.put(
        email(ANN, "parks@example.org", "Thank you"),
        request(ann),
        request(ann) + b"Again",
        bounce(cat, FULL, status="5.2.2"),
        bounce(bob, GONE),
        bounce(bob, GONE) + b"Again",
        email("eve@example.org", "parks@example.org", f"{forged}AAA"),
        # Eve knows Cat's address, but not her token.
        bounce(email_to(CAT), GONE, to=CAT),
    )
    before = replies.messages()
    done = read("--status-file", "status.json", "--log", "log")
    assert done.exit_code == 3
    assert done.stdout.splitlines() == [
        "ann@example.org has unsubscribed from 'weekly'.",
        "A message to cat@example.org came back, but the address may work: "
        "552 5.2.2 The mailbox is full",
    ]
    assert done.stderr.splitlines() == [
        "Note: Replies has 1 request to unsubscribe without a valid token, from eve@example.org. "
        "Nothing was changed. If a request is genuine, remove the address from the record.",
        "Note: Replies has 1 message that came back, but not one of these digests.",
        "Error: Nothing more will be sent to these addresses, because they do not work:",
        "    bob@example.org: 550 5.1.1 No such user",
        "Correct them in the record, or remove them. To send to one of them again:",
        "    briefing mailbox --resume ADDRESS",
    ]
    status = json.loads(Path("status.json").read_text())
    assert status["errors"] == ["1 recipient will get nothing more, because messages bounced."]
    assert "@" not in json.dumps(status)
    assert replies.messages() == before
    assert notices() == [
        ("left", ANN),
        ("left", ANN),
        ("undelivered", CAT),
        ("bounced", BOB),
        ("bounced", BOB),
    ]
    # It is reported once, even if the server has numbered its messages again.
    again = read()
    assert (again.exit_code, again.output) == (0, "Replies: 0 new messages, nothing to note.\n")
    replies.make_folder()
    again = read("--quiet")
    assert (again.exit_code, again.output) == (0, "") and len(notices()) == 5
    preview = send("--force", "--dry-run").stdout
    assert "would be sent to 1 recipient.\n    Already sent, and would be sent again" in preview
    assert "Unsubscribed, and would not receive it: 1 recipient.\n" in preview
    assert "Bounced earlier, and would not receive it: 1 recipient.\n" in preview
    assert recipients_of_next(server, "2023-09-18", monkeypatch) == [CAT]
    weekly = json.loads(Path("status.json").read_text())["editions"]["weekly"]
    assert [weekly[key] for key in ("recipients", "unsubscribed", "bounced", "without")] == [
        *(3, 1, 1),
        1,
    ]
    for address, problem in ((ANN, "unsubscribed from 'weekly'"), (BOB, "does not work")):
        refused = send("--to", address)
        assert refused.exit_code == 2 and problem in refused.stderr and not server.got[1:]


def email_to(address: str) -> EmailMessage:
    message = EmailMessage()
    message["To"], message["Subject"] = address, "A digest that nobody sent"
    return message


def test_addresses_can_be_restored(
    server: Server, replies: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, _, bob = server.got
    replies.put(request(ann), bounce(bob, GONE))
    assert read().exit_code == 3
    assert recipients_of_next(server, "2023-09-18", monkeypatch) == [CAT]
    # Whoever has unsubscribed does not get digests again because an address works again.
    for options, message in (
        (["--resume", ANN], "ann@example.org has not bounced permanently."),
        (["--rejoin", BOB, "-e", "weekly"], "has not unsubscribed from 'weekly'."),
        (["--rejoin", ANN, "-e", "monthly"], "has not unsubscribed from 'monthly'."),
        (["--rejoin", ANN], "--rejoin needs the edition"),
        (["--rejoin", ANN, "--resume", ANN], "cannot be used together"),
    ):
        done = read(*options)
        assert done.exit_code == 2 and message in done.stderr
    assert read("--resume", "Bob@example.org").stdout == (
        "Digests will be sent to Bob@example.org again.\n"
    )
    assert recipients_of_next(server, "2023-09-25", monkeypatch) == [CAT, BOB]
    assert read("--rejoin", ANN, "-e", "weekly").exit_code == 0
    # A report about a message from before, which arrives late, does not count.
    bob.replace_header("Date", "Mon, 11 Sep 2023 05:00:00 +0000")
    replies.put(bounce(bob, GONE) + b"late\n")
    replies.make_folder()
    assert read().exit_code == 0
    assert recipients_of_next(server, "2023-10-02", monkeypatch) == [ANN, CAT, BOB]


def test_requests_from_a_web_page_are_read_from_a_file(
    server: Server, replies: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page writes a line for each request, and may be writing one at this moment."""
    monkeypatch.setenv("BRIEFING_UNSUBSCRIBE_URL", "https://example.org/leave")
    assert send("--force").exit_code == 0
    ann, cat, bob = (str(message["List-Unsubscribe"]) for message in server.got[3:])
    token, cats, bobs = (link.partition("?token=")[2].partition(">")[0] for link in (ann, cat, bob))
    assert server.got[3]["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    time = "2023-09-12T10:00:00Z"
    file = Path("requests.txt")
    file.write_text(f"{time} {token}\n\n{time} {cats[:-1]}\nrubbish\n{time} {bobs}")
    monkeypatch.delenv("BRIEFING_IMAP_HOST")
    done = read("--unsubscriptions", "requests.txt")
    assert done.exit_code == 0
    assert done.stdout == "ann@example.org has unsubscribed from 'weekly'.\n"
    assert "requests.txt has 2 requests to unsubscribe without a valid token" in done.stderr
    assert "from line 3 and line 4." in done.stderr
    assert read("--rejoin", ANN, "-e", "weekly").exit_code == 0
    # The old line does not count again, but a new one does.
    assert read("--unsubscriptions", "requests.txt").exit_code == 0
    assert notices() == [("left", ANN), ("rejoined", ANN)]
    file.write_text(f"{file.read_text()}\n2023-09-13T10:00:00Z {token}\n")
    assert read("--unsubscriptions", "requests.txt").exit_code == 0
    assert notices()[2:] == [("left", BOB), ("left", ANN)]


def test_only_new_messages_are_read(replies: Mailbox) -> None:
    """The mailbox may be years older than the list."""
    replies.put(email(ANN, "b@example.org", "unsubscribe"), at=datetime(2020, 1, 1, tzinfo=UTC))
    replies.put(email(ANN, "b@example.org", "Hello"))
    assert read().output == "Replies: 1 new message, nothing to note.\n"
    assert read().output == "Replies: 0 new messages, nothing to note.\n"


def test_a_mailbox_that_cannot_be_read_is_reported(
    server: Server, replies: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(message: str, status: int = 3, **settings: str) -> None:
        with pytest.MonkeyPatch.context() as changed:
            for name, value in settings.items():
                changed.setenv(name if "_" in name else f"BRIEFING_IMAP_{name}", value)
            done = read()
        assert done.exit_code == status and message in done.stderr, done.output

    fails("refused a command: ", PASSWORD="wrong")
    fails("refused a command: ", FOLDER="Nowhere")
    fails("cannot be reached: Connection refused.", PORT="1")
    fails("does not use TLS. Check BRIEFING_IMAP_PORT", PORT=str(server.port))
    fails("is not trusted: ", SSL_CERT_FILE="/dev/null")
    fails("BRIEFING_IMAP_HOST is not set", 2, HOST="")
    done = read("--out", "elsewhere")
    assert done.exit_code == 3 and "No digest has been sent from elsewhere." in done.stderr
    Path("out/digest/unsubscribe.key").chmod(0o644)
    fails("can be read by other users", 2)


def test_nothing_about_recipients_is_in_a_briefing(
    server: Server, replies: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list, the key and the report stay beside the digests."""
    ann, _, bob = server.got
    token = str(ann["List-Unsubscribe"]).rpartition(".")[2].removesuffix(">")
    replies.put(request(ann), bounce(bob, GONE))
    assert read().exit_code == 3
    key = Path("out/digest/unsubscribe.key").read_text().strip()
    formats = ("-f", "md", "-f", "html", "-f", "json", "-f", "ics")
    assert briefing("build", *formats, "--audience", "public").exit_code in (0, 2)
    assert briefing("build", "-f", "md", "-f", "html", "-f", "json").exit_code == 0
    assert briefing("digest", "-f", "md", "-f", "html", "-f", "eml").exit_code == 0
    made = [
        path for path in Path("out").rglob("*") if path.suffix in (".md", ".html", ".json", ".eml")
    ]
    assert len(made) >= 5
    for path in made:
        text = path.read_text()
        assert not any(secret in text for secret in (ANN, BOB, CAT, key, token, "No such user"))

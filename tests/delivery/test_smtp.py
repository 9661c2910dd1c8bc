"""Sending by SMTP, through a real server that misbehaves."""

import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from threading import Thread
from time import sleep
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP

from briefing.delivery.mail_server import mail_server as settings_of
from briefing.delivery.smtp import SenderRefused, ServerUnusable, deliver
from tests import mail
from tests.mail import DROP, PASSWORD, Server, mail_server

SENDER = "policy@example.org"
ANN, BOB, CAT, DAN = (f"{name}@example.org" for name in ("ann", "bob", "cat", "dan"))


@pytest.fixture(autouse=True)
def waited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    for name, value in mail.trust(tmp_path).items():
        monkeypatch.setenv(name, value)
    return mail.patience(monkeypatch)


@pytest.fixture
def server() -> Iterator[Server]:
    with mail_server() as running:
        yield running


def write(address: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"] = f"Policy <{SENDER}>", address
    message["Message-ID"] = f"<{address.replace('@', '.')}@example.org>"
    message.set_content("Nothing new.\n.\nNot even here.\n")
    return message


class Delivery:
    """The callbacks of a delivery, and its result."""

    def __init__(
        self,
        server: Server,
        *to: str,
        write: Callable[[str], EmailMessage] = write,
        **settings: str,
    ) -> None:
        self.sent: list[str] = []
        self.refused: dict[str, str] = {}
        self.unknown: dict[str, str] = {}
        self.pending: dict[str, str] = {}
        self.why = ""
        given = server.settings | {
            f"BRIEFING_SMTP_{name}": setting for name, setting in settings.items()
        }
        try:
            self.pending = deliver(
                to or (ANN, BOB, CAT),
                write,
                SENDER,
                settings_of(given),
                sent=self.sent.append,
                refused=self.refused.__setitem__,
                unknown=self.unknown.__setitem__,
                waiting=lambda seconds, why: None,
            )
        except (ServerUnusable, SenderRefused) as error:
            self.why = str(error)
        assert PASSWORD not in f"{self.refused}{self.pending}{self.unknown}{self.why}"


def test_each_recipient_gets_a_message_over_one_connection(server: Server) -> None:
    delivery = Delivery(server)
    assert delivery.sent == server.recipients == [ANN, BOB, CAT]
    assert (delivery.refused, delivery.pending, server.knocks) == ({}, {}, 1)
    assert server.senders == [SENDER] * 3
    assert [message["To"] for message in server.got] == [ANN, BOB, CAT]
    body = server.got[0].get_body()
    assert body and body.get_content().replace("\r", "") == "Nothing new.\n.\nNot even here.\n"


@pytest.mark.parametrize("security", ["tls", "none"])
def test_it_may_be_tls_from_the_start_or_none_at_all(security: str) -> None:
    with mail_server(security) as server:  # type: ignore[arg-type]
        assert Delivery(server, ANN).sent == server.recipients == [ANN]


def test_a_refused_address_does_not_stop_the_others(server: Server, waited: list[float]) -> None:
    server.at_rcpt[ANN] = ["550 5.1.1 No such user"]
    server.at_data[BOB] = ["554-5.7.1 Spam,\r\n554 5.7.1 we\tthink"]
    server.at_data[DAN] = [f"554 \a{'No, ' * 99}"]
    delivery = Delivery(server, ANN, BOB, CAT, DAN)
    assert delivery.sent == server.recipients == [CAT]
    assert delivery.refused == {
        ANN: "550 5.1.1 No such user",
        BOB: "554 5.7.1 Spam, 5.7.1 we think",
        DAN: f"554 {'No, ' * 75}",
    }
    assert not delivery.pending and not waited


def test_what_fails_for_now_is_tried_again(server: Server, waited: list[float]) -> None:
    server.at_rcpt = {ANN: ["451 4.7.1 Greylisted"] * 2, BOB: ["450 Busy"]}
    delivery = Delivery(server)
    assert delivery.sent == server.recipients == [CAT, BOB, ANN]
    assert not delivery.pending and waited == [10, 20]


OTHERS, GOOD = ([f"{name}-{n}@example.org" for n in range(14)] for name in ("other", "good"))


@pytest.mark.parametrize(
    ("reply", "to"),
    [
        ("451 4.7.1 Not now", [*OTHERS, *GOOD]),
        (DROP, [address for pair in zip(OTHERS, GOOD, strict=True) for address in pair]),
    ],
)
def test_many_who_cannot_be_sent_to_stand_in_nobodys_way(reply: str, to: list[str]) -> None:
    with mail_server("none") as server:
        server.at_rcpt = {other: [reply] * 99 for other in OTHERS}
        delivery = Delivery(server, *to)
    assert delivery.sent == GOOD and set(delivery.pending) == {*OTHERS}


def test_but_not_for_ever(server: Server, waited: list[float]) -> None:
    server.at_rcpt = {ANN: ["451 4.7.1 Greylisted"] * 99}
    delivery = Delivery(server)
    assert delivery.sent == [BOB, CAT]
    assert delivery.pending == {ANN: "451 4.7.1 Greylisted"}
    assert waited == [10, 20, 40, 80, 160]


def test_a_dropped_connection_is_made_again(server: Server) -> None:
    server.at_rcpt = {BOB: [DROP]}
    delivery = Delivery(server)
    assert delivery.sent == server.recipients == [ANN, BOB, CAT] and not delivery.pending
    assert server.knocks == 2


def test_what_may_have_been_taken_is_not_sent_again_at_once(
    server: Server, waited: list[float]
) -> None:
    server.at_data = {BOB: [DROP]}
    delivery = Delivery(server)
    assert delivery.sent == server.recipients == [ANN, CAT] and not waited
    assert delivery.unknown[BOB].startswith(
        f"127.0.0.1:{server.port} has not confirmed that it accepted the message: "
    )


def test_only_two_in_a_row_of_whom_nobody_knows_end_it_all(server: Server) -> None:
    server.at_data = {ANN: [DROP], CAT: [DROP]}
    delivery = Delivery(server, ANN, BOB, CAT, DAN)
    assert delivery.sent == [BOB, DAN] and set(delivery.unknown) == {ANN, CAT} and not delivery.why


@pytest.mark.parametrize("answer", ["what?", "x" * 9000])
def test_an_answer_at_the_end_that_makes_no_sense_may_mean_anything(
    server: Server, answer: str
) -> None:
    server.at_data = {ANN: [answer]}
    delivery = Delivery(server)
    assert delivery.sent == [BOB, CAT] and not delivery.refused
    assert "has not confirmed that it accepted the message" in delivery.unknown[ANN]


def test_a_server_is_given_the_time_to_say_that_it_has_taken_a_message(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("briefing.delivery.smtp._TIMEOUT", 1)
    server.after_data = lambda: sleep(1.2) if len(server.got) == 1 else None
    delivery = Delivery(server, ANN, BOB)
    assert delivery.sent == server.recipients == [ANN, BOB] and not delivery.pending


def take_slowly(listening: socket.socket) -> None:
    """Act as a server on a connection of five megabytes a second."""
    connection, _ = listening.accept()
    with connection, connection.makefile("rwb", buffering=0) as line:
        line.write(b"220 Here\r\n")
        while command := line.readline():
            if command == b"data\r\n":
                line.write(b"354 Go on\r\n")
                end = b""
                while not end.endswith(b"\r\n.\r\n"):
                    end = end[-4:] + connection.recv(250_000)
                    sleep(0.05)
            line.write(b"250 OK\r\n")


def test_a_long_message_may_take_its_time_on_a_slow_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefing.delivery.smtp._TIMEOUT", 0.5)

    def long(address: str) -> EmailMessage:
        message = write(address)
        message.add_attachment(bytes(6_000_000), "application", "pdf")
        return message

    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=take_slowly, args=(listening,), daemon=True).start()
        delivery = Delivery(Server("none", listening.getsockname()[1]), ANN, write=long)
    assert delivery.sent == [ANN] and not delivery.pending


@pytest.mark.parametrize("reply", ["550 5.7.1 Not you", "451 4.7.1 Not now"])
def test_a_refusal_of_the_command_data_is_of_that_message_alone(
    reply: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def refuse(smtp: SMTP, argument: str) -> None:
        assert smtp.envelope
        (recipient,) = smtp.envelope.rcpt_tos
        if recipient == ANN:
            await smtp.push(reply)
        else:
            await take(smtp, argument)

    take = SMTP.smtp_DATA
    monkeypatch.setattr(SMTP, "smtp_DATA", refuse)
    with mail_server("none") as server:
        delivery = Delivery(server)
        assert delivery.sent == server.recipients == [BOB, CAT] and not delivery.why
        assert (delivery.refused or delivery.pending) == {ANN: reply}


def test_a_server_out_of_step_is_met_anew(server: Server) -> None:
    server.at_mail = ["503 5.5.1 Error: nested MAIL command"]
    delivery = Delivery(server)
    assert delivery.sent == server.recipients == [BOB, CAT, ANN]


def test_an_empty_reply_has_words_too(server: Server) -> None:
    server.at_rcpt = {ANN: [""] * 99}
    assert Delivery(server, ANN).pending == {ANN: "its reply is empty"}


def test_a_server_that_takes_one_message_at_a_time_gets_them_all(
    server: Server, waited: list[float]
) -> None:
    server.limit = 1
    assert Delivery(server).sent == server.recipients == [ANN, BOB, CAT]
    assert server.knocks == 3 and not waited


def test_a_server_that_says_no_more_what_it_takes_is_left_alone(
    server: Server, waited: list[float]
) -> None:
    server.at_data = dict.fromkeys((ANN, BOB, CAT), [DROP] * 99)
    delivery = Delivery(server)
    assert "has not confirmed that it accepted the message" in delivery.why
    assert not delivery.sent and not waited


def test_a_server_that_always_drops_is_left_alone(server: Server, waited: list[float]) -> None:
    server.at_rcpt = {address: [DROP] * 99 for address in (ANN, BOB, CAT)}
    delivery = Delivery(server)
    assert not delivery.sent and len(waited) == 5
    assert set(delivery.pending) == {ANN, BOB, CAT} and "onnection" in delivery.pending[CAT]
    assert server.knocks <= 18


def test_a_server_that_is_away_is_waited_for(waited: list[float]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        unreachable = Server("none", other.getsockname()[1])
        delivery = Delivery(unreachable)
    assert delivery.why == f"127.0.0.1:{unreachable.port} cannot be reached: Connection refused"
    assert sum(waited) == 310


def greet(listening: socket.socket, greeting: bytes) -> None:
    """Act as a server that sends every client only this text, or does not respond to TLS."""
    with suppress(OSError):
        while True:
            connection, _ = listening.accept()
            with connection:
                connection.sendall(greeting) if greeting else connection.recv(4096)


@pytest.mark.parametrize(
    ("security", "greeting", "why", "is_tried_again"),
    [
        ("none", b"421 4.3.2 Busy\r\n", "is refusing logins at the moment: 421 4.3.2 Busy", True),
        ("none", b"554 5.3.2 No\r\n", "refused the login: 554 5.3.2 No", False),
        ("tls", b"", "cannot be reached: ", True),
        ("tls", b"220 Here\r\n", "does not use TLS. Check BRIEFING_SMTP_PORT and", False),
    ],
)
def test_a_server_that_lets_nobody_in_is_tried_again_where_that_may_help(
    security: Any, greeting: bytes, why: str, is_tried_again: bool, waited: list[float]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        Thread(target=greet, args=(listening, greeting), daemon=True).start()
        port = listening.getsockname()[1]
        delivery = Delivery(Server(security, port))
    assert delivery.why.startswith(f"127.0.0.1:{port} {why}")
    assert bool(waited) == is_tried_again


def test_what_the_server_had_taken_is_not_sent_again_when_it_comes_back(
    server: Server, waited: list[float]
) -> None:
    server.at_rcpt = {BOB: [DROP] * 4, CAT: [DROP] * 2}
    delivery = Delivery(server)
    assert sorted(delivery.sent) == sorted(server.recipients) == [ANN, BOB, CAT]
    assert not delivery.pending and waited


@pytest.mark.parametrize("user", ["ann", "bob"])
def test_a_wrong_password_stops_everything_and_is_not_shown(
    server: Server, waited: list[float], user: str
) -> None:
    delivery = Delivery(server, USER=user, PASSWORD="wrong-Sesame")
    assert delivery.why.startswith(
        f"127.0.0.1:{server.port} does not accept the user name and password: 535 5.7.8 {user} has "
        "not"
    )
    assert "wrong-Sesame" not in delivery.why and not server.got and not waited


def test_a_sender_that_is_refused_is_said(server: Server) -> None:
    server.at_mail = ["553 5.7.1 Not yours"]
    delivery = Delivery(server)
    assert (
        delivery.why == f"127.0.0.1:{server.port} does not accept mail from {SENDER}: "
        "553 5.7.1 Not yours"
    )
    assert not server.got


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(
    server: Server, waited: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = Delivery(server, HOST="127.1")  # the same machine under another name
    assert "is not trusted: Hostname mismatch" in delivery.why
    monkeypatch.delenv("SSL_CERT_FILE")
    delivery = Delivery(server)
    assert "is not trusted: unable to get local issuer certificate" in delivery.why
    assert "SSL_CERT_FILE" in delivery.why
    assert not server.got and not waited


def test_a_certificate_of_another_time_has_the_clock_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = mail.authority().issue_cert("127.0.0.1", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    monkeypatch.setattr(mail, "certificate", lambda: old)
    with mail_server() as server:
        delivery = Delivery(server)
    assert (
        "is not trusted: certificate has expired. Check the clock on this computer" in delivery.why
    )
    assert "SSL_CERT_FILE" not in delivery.why and not server.got


def test_nothing_is_sent_in_clear_where_tls_is_wanted() -> None:
    with mail_server("none") as server:
        delivery = Delivery(server, SECURITY="starttls")
        assert delivery.why == (
            f"127.0.0.1:{server.port} does not offer TLS (STARTTLS), and briefing sends nothing "
            "unencrypted"
        )
        delivery = Delivery(server, SECURITY="tls")
        assert "does not use TLS. Check BRIEFING_SMTP_PORT" in delivery.why
        assert not server.got


def test_an_address_beyond_ascii_asks_for_smtputf8_and_others_do_not(server: Server) -> None:
    delivery = Delivery(server, ANN, "zoë@example.org")
    assert delivery.sent == [ANN, "zoë@example.org"]
    assert ["SMTPUTF8" in option for option in server.options] == [False, True]
    with mail_server("none", smtputf8=False) as old:
        delivery = Delivery(old, "zoë@example.org", ANN)
        assert delivery.sent == old.recipients == [ANN]
        assert delivery.refused == {
            "zoë@example.org": "the server accepts only addresses in ASCII (no SMTPUTF8)"
        }

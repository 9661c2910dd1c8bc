"""A mail server for tests: a real one, with prepared replies."""

import asyncio
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from threading import Event, Thread
from typing import Any, Literal

import trustme
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

PASSWORD = "open-Sesame/42+"
DROP = "drop"
"""A marker used in place of a reply: the connection is dropped."""


@cache
def authority() -> trustme.CA:
    """Return the authority that signs the certificates of our servers."""
    return trustme.CA()


@cache
def certificate() -> trustme.LeafCert:
    """Return the certificate of our servers."""
    return authority().issue_cert("127.0.0.1")


def client_context() -> ssl.SSLContext:
    """Return the settings for TLS of somebody who trusts that authority."""
    context = ssl.create_default_context()
    authority().configure_trust(context)
    return context


def trust(folder: Path) -> dict[str, str]:
    """Return the environment of somebody who trusts that authority."""
    file = folder / "authority.pem"
    authority().cert_pem.write_to_path(str(file))
    return {"SSL_CERT_FILE": str(file)}


@dataclass
class Server:
    """`got` holds the messages that arrived, `knocks` the number of connections.

    `at_mail` holds the next replies, and `at_rcpt` and `at_data` those by recipient. By default,
    everything is accepted. `most` is how many messages it takes over one connection.
    """

    security: Literal["starttls", "tls", "none"] = "starttls"
    port: int = 0
    limit: int = 1000
    smtputf8: bool = True
    got: list[EmailMessage] = field(default_factory=list)
    knocks: int = 0
    senders: list[str] = field(default_factory=list)
    options: list[list[str]] = field(default_factory=list)
    at_mail: list[str] = field(default_factory=list)
    at_rcpt: dict[str, list[str]] = field(default_factory=dict)
    at_data: dict[str, list[str]] = field(default_factory=dict)
    after_data: Callable[[], None] = lambda: None

    @property
    def settings(self) -> dict[str, str]:
        """Return the settings for sending with this server."""
        settings = {"HOST": "127.0.0.1", "PORT": str(self.port), "SECURITY": self.security}
        if self.security != "none":
            settings |= {"USER": "ann", "PASSWORD": PASSWORD}
        return {f"BRIEFING_SMTP_{name}": value for name, value in settings.items()}

    @property
    def recipients(self) -> list[str]:
        """Return the recipients of the messages, in the order in which they arrived."""
        return [message["X-RcptTo"] for message in self.got]

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.senders.append(address)
        self.options.append(options)
        if self.security != "none" and not session.authenticated:
            return "530 5.7.0 Who are you?"
        taken = vars(session).get("taken", 0)
        if taken == self.limit:
            return _answer(server, DROP)
        vars(session)["taken"] = taken + 1
        if self.at_mail:
            return _answer(server, self.at_mail.pop(0))
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.at_rcpt.get(address):
            return _answer(server, self.at_rcpt[address].pop(0))
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        (recipient,) = envelope.rcpt_tos
        if self.at_data.get(recipient):
            reply = self.at_data[recipient].pop(0)
            if not reply.startswith("250"):
                return _answer(server, reply)
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.SMTP)
        message["X-RcptTo"] = recipient
        self.got.append(message)
        self.after_data()
        return "250 OK"


def _answer(server: SMTP, reply: str) -> str:
    if reply == DROP:
        assert isinstance(server.transport, asyncio.Transport)
        server.transport.abort()
        return "421 Gone"
    return reply


def _authenticate(
    server: SMTP, session: Session, envelope: Envelope, how: str, who: Any
) -> AuthResult:
    assert isinstance(who, LoginPassword)
    if (who.login, who.password) == (b"ann", PASSWORD.encode()):
        return AuthResult(success=True)
    # As badly behaved as a server can be.
    reply = f"535 5.7.8 {who.login.decode()} has not the password {who.password.decode()}"
    return AuthResult(success=False, handled=False, message=reply)


@contextmanager
def mail_server(
    security: Literal["starttls", "tls", "none"] = "starttls", **options_given: Any
) -> Iterator[Server]:
    """Run a mail server on its own port, in a thread."""
    server = Server(security, **options_given)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate().configure_cert(context)
    options: dict[str, Any] = {"enable_SMTPUTF8": server.smtputf8}
    if security != "none":
        options |= {"authenticator": _authenticate, "auth_require_tls": security == "starttls"}
    if security == "starttls":
        options |= {"tls_context": context, "require_starttls": True}

    def protocol() -> SMTP:
        server.knocks += 1
        return SMTP(server, hostname="localhost", loop=loop, **options)

    loop, is_ready = asyncio.new_event_loop(), Event()
    tls = context if security == "tls" else None

    # Everything runs in its thread, because the browser in other tests uses this thread's event
    # loop.
    def serve() -> None:
        try:
            listening = loop.run_until_complete(
                loop.create_server(protocol, "127.0.0.1", server.port, ssl=tls)
            )
            server.port = listening.sockets[0].getsockname()[1]
        finally:
            is_ready.set()
        loop.run_forever()
        listening.close()
        loop.run_until_complete(listening.wait_closed())
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.close()

    thread = Thread(target=serve)
    thread.start()
    is_ready.wait()
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()


def patience(monkeypatch: Any) -> list[float]:
    """Skip the delays between attempts. Return a list to which their seconds are added."""
    waited: list[float] = []
    monkeypatch.setattr("briefing.delivery.smtp.sleep", waited.append)
    return waited


def settings_file(path: Path, settings: Mapping[str, str]) -> Path:
    """Write a file of mail settings with the right permissions."""
    path.write_text("".join(f"{name}='{value}'\n" for name, value in settings.items()))
    path.chmod(0o600)
    return path

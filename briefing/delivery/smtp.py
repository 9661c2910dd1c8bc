"""Send messages by SMTP (RFC 5321), one to each recipient, over a single connection if it lasts.

After a temporary failure (a 4xx reply, a lost connection, an unavailable server), the message is
tried again for some minutes. After a refusal (a 5xx reply), it is not. If the connection is lost
after the whole message was handed over, the server may have accepted it, so that message is not
tried again here.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from time import monotonic, sleep
from typing import TYPE_CHECKING, NoReturn

from briefing.delivery.mail_server import MailServer
from briefing.signals import deferred_signals

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_TIMEOUT = 30
"""The time limit, in seconds, for each reply from the server and each block of a message."""
_BLOCK = 1 << 16
"""The size of a block, in bytes."""
_TIMEOUT_AT_THE_END = 600
"""Seconds to wait for the server to confirm a message. A shorter wait would cause duplicates (RFC
5321, 4.5.3.2.6)."""
_PATIENCE = 30
"""Seconds allowed for a message to be completed after a signal to stop."""
_DELAYS = (10, 20, 40, 80, 160)
"""Seconds between attempts: five minutes in all, the usual time for which servers turn away unknown
senders (greylisting, RFC 6647)."""
_MAX_LENGTH = 300
"""The maximum length of a server's reply to keep, in characters."""
_CONNECTION_ERRORS = (ConnectionError, TimeoutError, ssl.SSLError)
"""Errors that mean that the connection failed."""
_SUCCESS, _FAILURE, _CLOSING, _BAD_SEQUENCE, _NO_CODE = 2, 5, 421, 503, -1
"""Reply codes: the first digit of a success and of a refusal, a closed connection, a command out of
order, and no code at all."""
_WRONG_TIME = (9, 10)
"""The errors for a certificate that is not yet valid or has expired (OpenSSL's X509_V_ERR)."""


class ServerUnusable(Exception):
    """The server is unavailable, or will accept nothing until somebody changes something."""


class SenderRefused(Exception):
    """The server accepts nothing from this sender."""


class _Unreachable(Exception):
    """The server cannot be reached for now. The message gives the reason."""


class _Refused(Exception):
    """The server refuses the message for this address. The message gives the reason."""


class _TemporaryFailure(Exception):
    """The server refuses this message for now. The message gives the reason."""


class _ConnectionLost(Exception):
    """The connection was lost before the message was handed over. The message gives the reason."""


class _OutcomeUnknown(Exception):
    """It is not known whether the server accepted the message. The message gives the reason."""


@dataclass(slots=True)
class Pace:
    """A limit to the rate of messages, which start at least some `seconds` apart."""

    seconds: float
    _next: float = 0

    def wait(self) -> None:
        """Wait until the next message may be sent."""
        if self.seconds:
            if (delay := self._next - monotonic()) > 0:
                sleep(delay)
            self._next = monotonic() + self.seconds


def deliver(
    to: Iterable[str],
    write: Callable[[str], EmailMessage],
    sender: str,
    server: MailServer,
    pace: "Pace | None" = None,
    *,
    sent: Callable[[str], None],
    refused: Callable[[str, str], None],
    unknown: Callable[[str, str], None],
    waiting: Callable[[float, str], None],
) -> dict[str, str]:
    """Send each address the message that `write` returns for it, using the address `sender`.

    Call `sent` with an address as soon as the server has accepted its message; signals to stop are
    held back until then. Call `refused` with an address that the server refuses, and `unknown` with
    one whose message it may have accepted, each with the reason. Call `waiting` with the seconds
    until the next attempt, and the reason for it. `pace` limits the rate.

    Returns:
        The addresses that could not be reached for now, each with the reason.

    Raises:
        ServerUnusable: the server accepts nothing, or no longer confirms messages. As far as is
            known, nothing was sent to the other addresses.
        SenderRefused: the server accepts nothing from `sender`. Nothing was sent to the others.
    """
    pending = dict.fromkeys(to, "")
    connection = _Connection(server)
    unreachable = ""

    def attempt() -> None:
        nonlocal unreachable
        lost_connections, doubts, unreachable = 0, 0, ""
        for address in list(pending):
            if pace:
                pace.wait()
            try:
                with deferred_signals(_PATIENCE):
                    connection.send(write(address), sender, address)
                    sent(address)
            except _Unreachable as error:
                unreachable = str(error)
                break
            except (_TemporaryFailure, _ConnectionLost) as error:
                # Move the address to the end, after those that have not been tried yet.
                del pending[address]
                pending[address] = str(error)
                is_lost = isinstance(error, _ConnectionLost)
                lost_connections = lost_connections + 1 if is_lost else 0
                if lost_connections == 2:
                    break
                continue
            except _OutcomeUnknown as error:
                unknown(address, str(error))
                doubts += 1
                if doubts == 2:
                    raise ServerUnusable(str(error)) from None
                del pending[address]
                continue
            except _Refused as error:
                refused(address, str(error))
            del pending[address]
            lost_connections = doubts = 0
        connection.close()

    def reason() -> str:
        return unreachable or next(filter(None, reversed(pending.values())))

    try:
        attempt()
        for delay in _DELAYS:
            if not pending:
                break
            waiting(delay, reason())
            sleep(delay)
            attempt()
    finally:
        connection.close()
    if unreachable:
        raise ServerUnusable(unreachable)
    return {address: why or reason() for address, why in pending.items()}


def check(server: MailServer) -> str:
    """Log in to the server and out again, and describe the connection.

    Raises:
        ServerUnusable: the server is unavailable, or refuses the login.
    """
    connection = _Connection(server)
    try:
        return connection.check()
    except (_Unreachable, _ConnectionLost) as error:
        raise ServerUnusable(str(error)) from None
    finally:
        connection.close()


class _Session(smtplib.SMTP):
    """A session that tracks whether a message has been handed over, and if so waits longer."""

    is_in_doubt = False
    """Whether the server has received a whole message but has not replied yet."""

    def send(self, s: "ReadableBuffer | str") -> None:
        # Commands are str. A message is bytes, up to the dot that ends it.
        if isinstance(s, str):
            super().send(s)
            return
        # Send in blocks, because the time limit applies to each call.
        message = memoryview(s)
        for start in range(0, len(message), _BLOCK):
            super().send(message[start : start + _BLOCK])
        if self.sock:
            self.is_in_doubt = True
            self.sock.settimeout(_TIMEOUT_AT_THE_END)

    def data(self, msg: "ReadableBuffer | str") -> tuple[int, bytes]:
        reply = super().data(msg)
        if self.sock:
            self.sock.settimeout(_TIMEOUT)
        self.is_in_doubt = reply[0] == _NO_CODE
        return reply


class _TLSSession(_Session, smtplib.SMTP_SSL):
    """A session that uses TLS from the start."""


class _Connection:
    """A connection to the mail server, opened when needed and reopened if it is lost."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp: _Session | None = None
        self._address = f"{server.host}:{server.port}"

    def send(self, message: EmailMessage, sender: str, recipient: str) -> None:
        """Send one message.

        Raises:
            _Unreachable, _ConnectionLost, _OutcomeUnknown, _TemporaryFailure, _Refused,
            ServerUnusable, SenderRefused: see these classes.
        """
        if self._smtp:
            # Many servers close a connection after some messages or some time.
            with suppress(_ConnectionLost):
                self._submit(self._smtp, message, sender, recipient)
                return
        self._smtp = self._connect()
        self._submit(self._smtp, message, sender, recipient)

    def check(self) -> str:
        """Describe the connection without sending anything.

        Raises:
            _Unreachable, _ConnectionLost, ServerUnusable: see these classes.
        """
        self._smtp = smtp = self._connect()
        try:
            code, reply = smtp.noop()
        except OSError as error:
            self._fail(_NO_CODE, self._reason(error))
        if code // 100 != _SUCCESS:
            words = self._reply_text(code, reply)
            raise ServerUnusable(f"{self._address} does not respond like a mail server: {words}")
        is_tls = isinstance(smtp.sock, ssl.SSLSocket)
        encryption = smtp.sock.version() if isinstance(smtp.sock, ssl.SSLSocket) else None
        user = f"logged in as {self._server.user}" if self._server.user else "without a login"
        how = f"{encryption}, certificate checked" if is_tls else "not encrypted"
        return f"{self._address} is ready to accept mail ({how}, {user}). Nothing was sent."

    def close(self) -> None:
        """End the session."""
        if self._smtp and not self._smtp.is_in_doubt:
            with suppress(OSError):
                self._smtp.quit()
        self._drop()

    def _drop(self) -> None:
        if self._smtp:
            self._smtp.close()
        self._smtp = None

    def _submit(self, smtp: _Session, message: EmailMessage, sender: str, recipient: str) -> None:
        try:
            smtp.send_message(message, sender, [recipient])
        except smtplib.SMTPRecipientsRefused as error:
            self._fail(*error.recipients[recipient])
        except smtplib.SMTPSenderRefused as error:
            reply = self._reply_text(error.smtp_code, error.smtp_error)
            # This happens after the DATA command is refused, because smtplib leaves the transaction
            # open.
            if error.smtp_code == _BAD_SEQUENCE:
                self._drop()
                raise _ConnectionLost(reply) from None
            if error.smtp_code // 100 == _FAILURE:
                raise SenderRefused(
                    f"{self._address} does not accept mail from {sender}: {reply}"
                ) from None
            self._fail(error.smtp_code, error.smtp_error)
        except smtplib.SMTPResponseException as error:
            self._fail(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError:
            raise _Refused("the server accepts only addresses in ASCII (no SMTPUTF8)") from None
        except OSError as error:
            self._fail(_NO_CODE, self._reason(error))

    def _fail(self, code: int, reply: bytes | str) -> NoReturn:
        words = self._reply_text(code, reply)
        if self._smtp and self._smtp.is_in_doubt:
            self._drop()
            message = f"{self._address} has not confirmed that it accepted the message"
            raise _OutcomeUnknown(f"{message}: {words}") from None
        if code in (_CLOSING, _NO_CODE):
            self._drop()
            raise _ConnectionLost(words) from None
        raise (_Refused if code // 100 == _FAILURE else _TemporaryFailure)(words) from None

    def _connect(self) -> _Session:
        address = self._address
        try:
            return self._open()
        except ssl.SSLCertVerificationError as error:
            hint = "If you use your own certificate authority, set SSL_CERT_FILE to its certificate"
            if error.verify_code in _WRONG_TIME:
                now = f"{datetime.now().astimezone():%-d %B %Y, %H:%M}"
                hint = f"Check the clock on this computer, which shows {now}, then the certificate"
            raise ServerUnusable(
                f"the certificate for {address} is not trusted: {error.verify_message}. {hint}"
            ) from None
        except ssl.SSLError as error:
            # The type of error depends on the versions of Python and OpenSSL.
            if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
                raise _Unreachable(f"{address} cannot be reached: {self._reason(error)}") from None
            raise ServerUnusable(
                f"{address} does not use TLS. Check BRIEFING_SMTP_PORT and BRIEFING_SMTP_SECURITY"
            ) from None
        except smtplib.SMTPResponseException as error:
            reply = self._reply_text(error.smtp_code, error.smtp_error)
            if error.smtp_code // 100 != _FAILURE:
                raise _Unreachable(f"{address} is refusing logins at the moment: {reply}") from None
            if isinstance(error, smtplib.SMTPAuthenticationError):
                raise ServerUnusable(
                    f"{address} does not accept the user name and password: {reply}"
                ) from None
            raise ServerUnusable(f"{address} refused the login: {reply}") from None
        except OSError as error:
            raise _Unreachable(f"{address} cannot be reached: {self._reason(error)}") from None

    def _open(self) -> _Session:
        server = self._server
        context = ssl.create_default_context()
        with ExitStack() as cleanup:
            if server.security == "tls":
                smtp: _Session = _TLSSession(
                    server.host, server.port, timeout=_TIMEOUT, context=context
                )
            else:
                smtp = _Session(server.host, server.port, timeout=_TIMEOUT)
            cleanup.callback(smtp.close)
            smtp.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                if not smtp.has_extn("starttls"):
                    message = (
                        f"{self._address} does not offer TLS (STARTTLS), and briefing sends "
                        "nothing unencrypted"
                    )
                    raise ServerUnusable(message)
                smtp.starttls(context=context)
            if server.user:
                self._log_in(smtp)
            cleanup.pop_all()
        return smtp

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.login(self._server.user, self._server.password)
        except (smtplib.SMTPResponseException, smtplib.SMTPServerDisconnected, *_CONNECTION_ERRORS):
            raise
        except Exception:
            # Whatever the error is, it may contain the password.
            raise ServerUnusable(
                f"{self._address} offers no login method that briefing supports"
            ) from None

    def _reply_text(self, code: int, reply: bytes | str) -> str:
        """Return the server's reply on one line, without the password."""
        text = reply.decode(errors="replace") if isinstance(reply, bytes) else reply
        words = " ".join(self._server.without_secrets(text).split())
        words = "".join(word for word in words if word.isprintable())[:_MAX_LENGTH]
        if code == _NO_CODE:
            return words or "its reply is empty"
        return f"{code} {words}"

    def _reason(self, error: OSError) -> str:
        return self._server.without_secrets(error.strerror or str(error))

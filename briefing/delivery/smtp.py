"""Send messages by SMTP (RFC 5321): one for each recipient, over one connection while it lasts.

Temporary failures (a 4xx reply, a lost connection, an unavailable server) are tried again for some
minutes. Refusals (a 5xx reply) are not. If the connection is lost after the whole message was
handed over, the server may have accepted it, so that message is not tried again here.
"""

import smtplib
import ssl
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from datetime import datetime
from email.message import EmailMessage
from time import sleep
from typing import TYPE_CHECKING, NoReturn

from tenacity import Retrying, retry_if_result, stop_after_attempt
from tenacity.wait import wait_exponential

from briefing.delivery.mail_server import MailServer
from briefing.output.signals import deferred_signals

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_TIMEOUT = 30
"""Limit in seconds for each answer of the server, and for each block of a message."""
_BLOCK = 1 << 16
"""Bytes."""
_TIMEOUT_AT_THE_END = 600
"""Seconds to wait until the server confirms a message. A shorter wait would lead to copies
(RFC 5321, 4.5.3.2.6)."""
_PATIENCE = 30
"""Seconds in which a message may be completed after a signal to stop."""
_TRIES = 6
_FIRST_WAIT = 10
"""Seconds. Each wait is twice as long as the one before, so all take five minutes, the usual time
for which servers turn away unknown senders (greylisting, RFC 6647)."""
_LONGEST = 300
"""The most characters that are kept of a server's reply."""
_LINE = (ConnectionError, TimeoutError, ssl.SSLError)
"""The errors of a connection."""
_DONE, _FOR_GOOD, _CLOSING, _OUT_OF_STEP, _NONE = 2, 5, 421, 503, -1
"""Reply codes: the first digit of success and of refusal, a closed connection, a command out of
order, and no code."""
_WRONG_TIME = (9, 10)
"""Errors for a certificate that is not yet valid, or no longer (X509_V_ERR of OpenSSL)."""


class ServerUnusable(Exception):
    """The server is unavailable, or accepts nothing until somebody changes something."""


class SenderRefused(Exception):
    """The server accepts nothing from that sender."""


class _Unreachable(Exception):
    """The server cannot be reached for now. Gives the reason."""


class _Refused(Exception):
    """The server refuses the message for this address. Gives the reason."""


class _TemporaryFailure(Exception):
    """The server refuses this message for now. Gives the reason."""


class _ConnectionLost(Exception):
    """The connection was lost before the message was handed over. Gives the reason."""


class _OutcomeUnknown(Exception):
    """It is not known whether the server accepted the message. Gives the reason."""


def deliver(
    to: Iterable[str],
    write: Callable[[str], EmailMessage],
    sender: str,
    server: MailServer,
    *,
    sent: Callable[[str], None],
    refused: Callable[[str, str], None],
    unknown: Callable[[str, str], None],
    waiting: Callable[[float, str], None],
) -> dict[str, str]:
    """Send each address the message that `write` writes for it, from the address `sender`.

    Calls `sent` with an address as soon as the server has accepted its message. Signals to stop are
    held back until then. Calls `refused` with an address that the server refuses, and `unknown`
    with one whose message it may have accepted, each with the reason. Calls `waiting` with the
    seconds until the next attempt, and the reason for it.

    Returns:
        The addresses that could not be reached for now, each with the reason.

    Raises:
        ServerUnusable: the server accepts nothing, or no longer confirms messages. As far as is
            known, nothing was sent to the other addresses.
        SenderRefused: the server accepts nothing from `sender`. Nothing was sent to the others.
    """
    left = dict.fromkeys(to, "")
    post = _Post(server)
    away = ""

    def attempt() -> dict[str, str]:
        nonlocal away
        breaks, doubts, away = 0, 0, ""
        for address in list(left):
            try:
                with deferred_signals(_PATIENCE):
                    post.send(write(address), sender, address)
                    sent(address)
            except _Unreachable as error:
                away = str(error)
                break
            except (_TemporaryFailure, _ConnectionLost) as error:
                # Move the address after those that have not been tried yet.
                del left[address]
                left[address] = str(error)
                breaks = breaks + 1 if isinstance(error, _ConnectionLost) else 0
                if breaks == 2:
                    break
                continue
            except _OutcomeUnknown as error:
                unknown(address, str(error))
                doubts += 1
                if doubts == 2:
                    raise ServerUnusable(str(error)) from None
                del left[address]
                continue
            except _Refused as error:
                refused(address, str(error))
            del left[address]
            breaks = doubts = 0
        post.close()
        return left

    def why() -> str:
        return away or next(reason for reason in reversed(left.values()) if reason)

    retrying = Retrying(
        retry=retry_if_result(bool),
        stop=stop_after_attempt(_TRIES),
        wait=wait_exponential(multiplier=_FIRST_WAIT),
        sleep=sleep,
        before_sleep=lambda state: waiting(state.upcoming_sleep, why()),
        retry_error_callback=lambda state: left,
    )
    try:
        retrying(attempt)
    finally:
        post.close()
    if away:
        raise ServerUnusable(away)
    return {address: reason or why() for address, reason in left.items()}


def check(server: MailServer) -> str:
    """Log in to the server and out again. Return a description of the connection in words.

    Raises:
        ServerUnusable: the server is unavailable, or refuses the login.
    """
    post = _Post(server)
    try:
        return post.check()
    except (_Unreachable, _ConnectionLost) as error:
        raise ServerUnusable(str(error)) from None
    finally:
        post.close()


class _Session(smtplib.SMTP):
    """A session that tracks whether a message has been handed over, and then waits longer."""

    is_in_doubt = False
    """Whether the server has a whole message but has not replied to it yet."""

    def send(self, s: "ReadableBuffer | str") -> None:
        # Commands are text. A message is bytes, to the dot that ends it.
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
        self.is_in_doubt = reply[0] == _NONE
        return reply


class _SecretSession(_Session, smtplib.SMTP_SSL):
    """The same, over TLS from the start."""


class _Post:
    """A connection to the mail server, opened when needed and again if it is lost."""

    def __init__(self, server: MailServer) -> None:
        self._server = server
        self._smtp: _Session | None = None
        self._place = f"{server.host}:{server.port}"

    def send(self, message: EmailMessage, sender: str, recipient: str) -> None:
        """Send one message.

        Raises:
            _Unreachable, _ConnectionLost, _OutcomeUnknown, _TemporaryFailure, _Refused,
            ServerUnusable, SenderRefused: see these classes.
        """
        if self._smtp:
            # Many servers close a connection after some messages, or some time.
            with suppress(_ConnectionLost):
                self._hand_in(self._smtp, message, sender, recipient)
                return
        self._smtp = self._connect()
        self._hand_in(self._smtp, message, sender, recipient)

    def check(self) -> str:
        """Send nothing, and describe the connection in words.

        Raises:
            _Unreachable, _ConnectionLost, ServerUnusable: see these classes.
        """
        self._smtp = smtp = self._connect()
        try:
            code, said = smtp.noop()
        except OSError as error:
            self._fail(_NONE, self._reason(error))
        if code // 100 != _DONE:
            words = self._words(code, said)
            raise ServerUnusable(f"{self._place} does not respond like a mail server: {words}")
        is_tls = isinstance(smtp.sock, ssl.SSLSocket)
        encryption = smtp.sock.version() if isinstance(smtp.sock, ssl.SSLSocket) else None
        user = f"logged in as {self._server.user}" if self._server.user else "without a login"
        how = f"{encryption}, certificate checked" if is_tls else "not encrypted"
        return f"{self._place} is ready to accept mail ({how}, {user}). Nothing was sent."

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

    def _hand_in(self, smtp: _Session, message: EmailMessage, sender: str, recipient: str) -> None:
        try:
            smtp.send_message(message, sender, [recipient])
        except smtplib.SMTPRecipientsRefused as error:
            self._fail(*error.recipients[recipient])
        except smtplib.SMTPSenderRefused as error:
            said = self._words(error.smtp_code, error.smtp_error)
            # As after a refusal of the command DATA, where smtplib leaves the transaction open.
            if error.smtp_code == _OUT_OF_STEP:
                self._drop()
                raise _ConnectionLost(said) from None
            if error.smtp_code // 100 == _FOR_GOOD:
                raise SenderRefused(
                    f"{self._place} does not accept mail from {sender}: {said}"
                ) from None
            self._fail(error.smtp_code, error.smtp_error)
        except smtplib.SMTPResponseException as error:
            self._fail(error.smtp_code, error.smtp_error)
        except smtplib.SMTPNotSupportedError:
            raise _Refused("the server accepts only addresses in ASCII (no SMTPUTF8)") from None
        except OSError as error:
            self._fail(_NONE, self._reason(error))

    def _fail(self, code: int, said: bytes | str) -> NoReturn:
        words = self._words(code, said)
        if self._smtp and self._smtp.is_in_doubt:
            self._drop()
            message = f"{self._place} has not confirmed that it accepted the message"
            raise _OutcomeUnknown(f"{message}: {words}") from None
        if code in (_CLOSING, _NONE):
            self._drop()
            raise _ConnectionLost(words) from None
        raise (_Refused if code // 100 == _FOR_GOOD else _TemporaryFailure)(words) from None

    def _connect(self) -> _Session:
        place = self._place
        try:
            return self._open()
        except ssl.SSLCertVerificationError as error:
            hint = "If you use your own certificate authority, set SSL_CERT_FILE to its certificate"
            if error.verify_code in _WRONG_TIME:
                now = f"{datetime.now().astimezone():%-d %B %Y, %H:%M}"
                hint = f"Check the clock on this computer, which shows {now}, then the certificate"
            raise ServerUnusable(
                f"the certificate of {place} is not trusted: {error.verify_message}. {hint}"
            ) from None
        except ssl.SSLError as error:
            # The error that is raised depends on the versions of Python and OpenSSL.
            if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
                raise _Unreachable(f"{place} cannot be reached: {self._reason(error)}") from None
            raise ServerUnusable(
                f"{place} does not use TLS. Check BRIEFING_SMTP_PORT and BRIEFING_SMTP_SECURITY"
            ) from None
        except smtplib.SMTPResponseException as error:
            said = self._words(error.smtp_code, error.smtp_error)
            if error.smtp_code // 100 != _FOR_GOOD:
                raise _Unreachable(f"{place} is refusing logins for now: {said}") from None
            if isinstance(error, smtplib.SMTPAuthenticationError):
                raise ServerUnusable(
                    f"{place} does not accept the user name and password: {said}"
                ) from None
            raise ServerUnusable(f"{place} refused the login: {said}") from None
        except OSError as error:
            raise _Unreachable(f"{place} cannot be reached: {self._reason(error)}") from None

    def _open(self) -> _Session:
        server = self._server
        context = ssl.create_default_context()
        with ExitStack() as undo:
            if server.security == "tls":
                smtp: _Session = _SecretSession(
                    server.host, server.port, timeout=_TIMEOUT, context=context
                )
            else:
                smtp = _Session(server.host, server.port, timeout=_TIMEOUT)
            undo.callback(smtp.close)
            smtp.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                if not smtp.has_extn("starttls"):
                    message = (
                        f"{self._place} does not offer TLS (STARTTLS), and briefing sends nothing "
                        "unencrypted"
                    )
                    raise ServerUnusable(message)
                smtp.starttls(context=context)
            if server.user:
                self._log_in(smtp)
            undo.pop_all()
        return smtp

    def _log_in(self, smtp: smtplib.SMTP) -> None:
        try:
            smtp.login(self._server.user, self._server.password)
        except (smtplib.SMTPResponseException, smtplib.SMTPServerDisconnected, *_LINE):
            raise
        except Exception:
            # Whatever it is, it may hold the password.
            raise ServerUnusable(
                f"{self._place} offers no login method that briefing supports"
            ) from None

    def _words(self, code: int, said: bytes | str) -> str:
        """Return the server's reply on one line, without the password."""
        text = said.decode(errors="replace") if isinstance(said, bytes) else said
        words = " ".join(self._server.without_secrets(text).split())
        words = "".join(word for word in words if word.isprintable())[:_LONGEST]
        if code == _NONE:
            return words or "its reply is empty"
        return f"{code} {words}"

    def _reason(self, error: OSError) -> str:
        return self._server.without_secrets(error.strerror or str(error))

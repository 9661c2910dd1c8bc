"""Read a mailbox by IMAP (RFC 3501), without changing anything in it."""

import ssl
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import date as Day
from typing import TYPE_CHECKING

from briefing.delivery.mail_server import MailServer

if TYPE_CHECKING:
    from imapclient import IMAPClient

_TIMEOUT = 60
"""The time limit for each reply from the server, in seconds."""
_MOST = 1 << 18
"""The number of bytes that are read of each message. The reason for a bounce and the headers of the
message that came back are at the beginning."""
_LONGEST = 300
"""The maximum length of a server's reply to keep, in characters."""
_BATCH = 20
"""The number of messages that are fetched at a time."""


class MailboxUnusable(Exception):
    """The mailbox cannot be read. The message gives the reason."""


class Mailbox:
    """An open mailbox. `name` identifies it, and `validity` the numbering of its messages."""

    def __init__(self, client: "IMAPClient", server: MailServer, folder: str) -> None:
        self._client = client
        self._server = server
        self.name = f"{server.user}@{server.host}/{folder}"
        self.validity = int(client.select_folder(folder, readonly=True)[b"UIDVALIDITY"])

    def after(self, number: int, since: Day) -> Iterator[dict[int, bytes]]:
        """Yield messages in batches, by number, from the one after `number`.

        If `number` is 0, only messages that have arrived `since` this day are read.

        Raises:
            MailboxUnusable: the mailbox can no longer be read.
        """
        criteria = ["UID", f"{number + 1}:*"] if number else ["SINCE", since]
        with _failures(self._server):
            # The server returns the last message even if its number is lower (RFC 3501, 6.4.8).
            numbers = sorted(found for found in self._client.search(criteria) if found > number)
        for start in range(0, len(numbers), _BATCH):
            batch = numbers[start : start + _BATCH]
            with _failures(self._server):
                fetched = self._client.fetch(batch, [f"BODY.PEEK[]<0.{_MOST}>"])
            # A message that has been deleted in the meantime is missing.
            yield {number: fetched.get(number, {}).get(b"BODY[]<0>") or b"" for number in batch}


@contextmanager
def open_mailbox(server: MailServer, folder: str) -> Iterator[Mailbox]:
    """Open a folder of a mailbox for reading only.

    Raises:
        MailboxUnusable: the server is unavailable or refuses something.
    """
    from imapclient import IMAPClient

    context = ssl.create_default_context()
    is_tls = server.security == "tls"
    with ExitStack() as stack:
        with _failures(server):
            client = IMAPClient(
                server.host,
                server.port,
                ssl=is_tls,
                ssl_context=context if is_tls else None,
                timeout=_TIMEOUT,
            )
            stack.callback(_log_out, client)
            if server.security == "starttls":
                client.starttls(context)
            client.login(server.user, server.password)
            mailbox = Mailbox(client, server, folder)
        yield mailbox


def _log_out(client: "IMAPClient") -> None:
    with suppress(Exception):
        client.logout()


@contextmanager
def _failures(server: MailServer) -> Iterator[None]:
    """Turn the errors of the connection into one that names the server, without the password."""
    from imapclient.exceptions import IMAPClientError

    address = f"{server.host}:{server.port}"
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        hint = "If you use your own certificate authority, set SSL_CERT_FILE to its certificate"
        raise MailboxUnusable(
            f"the certificate for {address} is not trusted: {error.verify_message}. {hint}"
        ) from None
    except ssl.SSLError:
        raise MailboxUnusable(
            f"{address} does not use TLS. Check BRIEFING_IMAP_PORT and BRIEFING_IMAP_SECURITY"
        ) from None
    except IMAPClientError as error:
        # The words of the server are repr of bytes in some of the errors of the library.
        reason = " ".join(server.without_secrets(str(error)).split())[:_LONGEST]
        raise MailboxUnusable(f"{address} refused a command: {reason}") from None
    except OSError as error:
        reason = server.without_secrets(error.strerror or str(error))
        raise MailboxUnusable(f"{address} cannot be reached: {reason}") from None

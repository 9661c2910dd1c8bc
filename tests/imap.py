"""A mailbox for tests: a real IMAP server (pymap), which keeps its messages in memory."""

import asyncio
import ssl
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Thread

from imapclient import IMAPClient
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.dict import DictBackend
from pymap.imap import IMAPServer
from pysasl.hashing import Cleartext

from tests.mail import PASSWORD, certificate, client_context

USER = "parks"


@dataclass
class Mailbox:
    """`port` is the port of the server, and `folder` the folder that is read."""

    port: int = 0
    folder: str = "Replies"

    @property
    def settings(self) -> dict[str, str]:
        """Return the settings for reading this mailbox."""
        settings = {"HOST": "127.0.0.1", "PORT": str(self.port), "FOLDER": self.folder}
        return {
            f"BRIEFING_IMAP_{name}": value
            for name, value in {**settings, "USER": USER, "PASSWORD": PASSWORD}.items()
        }

    def put(self, *messages: bytes, at: datetime | None = None) -> None:
        """Add messages."""
        with self._client() as client:
            for message in messages:
                client.append(self.folder, message, msg_time=at)

    def messages(self) -> list[tuple[bytes, tuple[bytes, ...]]]:
        """Return all messages with their flags, to show that nothing has changed."""
        with self._client() as client:
            client.select_folder(self.folder, readonly=True)
            fetched = client.fetch(client.search(), ["BODY.PEEK[]", "FLAGS"])
            return [(message[b"BODY[]"], message[b"FLAGS"]) for message in fetched.values()]

    def make_folder(self) -> None:
        """Make the folder. If it exists, make a new one whose messages have other numbers.

        The server copies the messages, because adding each again would take too long.
        """
        with self._client() as client:
            if not client.folder_exists(self.folder):
                client.create_folder(self.folder)
                return
            client.create_folder("New")
            count = client.select_folder(self.folder)[b"EXISTS"]
            if count:
                client.copy("1:*", "New")
            client.close_folder()
            client.delete_folder(self.folder)
            client.rename_folder("New", self.folder)

    @contextmanager
    def _client(self) -> Iterator[IMAPClient]:
        with IMAPClient("127.0.0.1", self.port, ssl_context=client_context()) as client:
            client.login(USER, PASSWORD)
            yield client


@contextmanager
def mailbox_server() -> Iterator[Mailbox]:
    """Run an IMAP server with TLS on its own port, in a thread."""
    mailbox = Mailbox()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate().configure_cert(context)
    loop, is_ready = asyncio.new_event_loop(), Event()
    options = Namespace(
        host=None, port=0, debug=False, cert=None, key=None, tls=False, proxy_protocol=None,
        demo_data=False, demo_user=USER, demo_password=PASSWORD, passlib_cfg=None,
    )  # fmt: skip

    async def start() -> asyncio.Server:
        backend, config = await DictBackend.init(
            options, reject_insecure_auth=False, reject_dnsbl=False, hash_context=Cleartext()
        )
        config.apply_context()
        serve = ProxyProtocolReader(config.proxy_protocol).get_callback(
            IMAPServer(backend.login, config)
        )
        return await asyncio.start_server(serve, "127.0.0.1", 0, ssl=context)

    def run() -> None:
        try:
            listening = loop.run_until_complete(start())
            mailbox.port = listening.sockets[0].getsockname()[1]
        finally:
            is_ready.set()
        loop.run_forever()
        listening.close()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.close()

    thread = Thread(target=run)
    thread.start()
    is_ready.wait()
    try:
        mailbox.make_folder()
        yield mailbox
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()

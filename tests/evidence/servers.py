"""Servers for tests of fetching: one that sends raw bytes slowly, and one with a certificate."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Thread


@contextmanager
def raw_server(
    reply: Callable[[socket.socket, Event], None], context: ssl.SSLContext | None = None
) -> Iterator[str]:
    """Run a server that calls `reply` for each connection, and yield its address.

    The event is set when the server should stop.
    """
    stop = Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)

        def serve() -> None:
            while not stop.is_set():
                with suppress(OSError):
                    connection = server.accept()[0]
                    with connection:
                        connection.settimeout(10)
                        if context:
                            with context.wrap_socket(connection, server_side=True) as secure:
                                secure.recv(65536)
                                reply(secure, stop)
                        else:
                            connection.recv(65536)
                            reply(connection, stop)

        thread = Thread(target=serve)
        thread.start()
        try:
            yield f"{'https' if context else 'http'}://127.0.0.1:{server.getsockname()[1]}/"
        finally:
            stop.set()
            thread.join()


def send(data: bytes) -> Callable[[socket.socket, Event], None]:
    """Return a reply that sends `data` at once."""
    return lambda connection, stop: connection.sendall(data)


def drip(data: bytes) -> Callable[[socket.socket, Event], None]:
    """Return a reply that sends a byte of `data` every 50 ms."""

    def reply(connection: socket.socket, stop: Event) -> None:
        for number in range(len(data)):
            if stop.wait(0.05):
                return
            connection.sendall(data[number : number + 1])

    return reply

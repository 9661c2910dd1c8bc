"""The web server: its socket, its time limits and its end."""

import asyncio
import errno
import logging
import socket
from collections.abc import Callable
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

_PORTS_TO_TRY = 20
_SECONDS_FOR_HEADERS = 10
_SECONDS_TO_CLOSE = 2
_MOST_CONNECTIONS = 100


def listening_socket(host: str, port: int) -> socket.socket:
    """Return a socket that listens on `port`, or on the next one that is free.

    Port 0 means any free port.

    Raises:
        OSError: the address is not one of this computer, or none of the ports is free.
    """
    family, *_, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    for number in range(port, port + _PORTS_TO_TRY if port else 1):
        listener = socket.socket(family, socket.SOCK_STREAM)
        try:
            listener.bind((address[0], number, *address[2:]))
            listener.listen(_MOST_CONNECTIONS)
        except OSError as error:
            listener.close()
            is_last = number + 1 >= min(port + _PORTS_TO_TRY, 2**16)
            if error.errno not in (errno.EADDRINUSE, errno.EACCES) or is_last or not port:
                raise
        else:
            listener.setblocking(False)
            return listener
    raise AssertionError


def run(
    app: ASGIApp,
    listener: socket.socket,
    started: Callable[[], None],
    ending: Callable[[], None] = lambda: None,
) -> None:
    """Serve `app` until Ctrl-C.

    `started` is called when the first request can be answered, and `ending` before the connections
    are closed.
    """
    logging.getLogger("uvicorn").setLevel(logging.CRITICAL)
    config = uvicorn.Config(
        app,
        http=_ImpatientProtocol,
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_config=None,
        access_log=False,
        server_header=False,
        limit_concurrency=_MOST_CONNECTIONS,
        timeout_graceful_shutdown=_SECONDS_TO_CLOSE,
        proxy_headers=False,
    )
    _Server(config, started, ending).run(sockets=[listener])


class _Server(uvicorn.Server):
    def __init__(
        self, config: uvicorn.Config, started: Callable[[], None], ending: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._when_started, self._before_end = started, ending

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._when_started()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._before_end()
        await super().shutdown(sockets)


class _ImpatientProtocol(H11Protocol):
    """HTTP with a limit on the time that the headers of a request may take.

    Uvicorn waits for them without a limit, so that a few slow clients could block all others.
    """

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_request()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle and not self.cycle.response_complete:
            self._stop_waiting()
        elif self._timer is None:
            self._wait_for_request()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def _wait_for_request(self) -> None:
        self._timer = self.loop.call_later(_SECONDS_FOR_HEADERS, self._give_up)

    def _stop_waiting(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None

    def _give_up(self, *_: Any) -> None:
        self._timer = None
        if not self.cycle or self.cycle.response_complete:
            self.transport.close()

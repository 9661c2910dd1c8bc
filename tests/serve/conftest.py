"""Real servers: `briefing serve` in a process of its own, on a port of its own."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest


@dataclass
class Server:
    """A running server. `address` ends with a slash, and `token` is the one that it printed."""

    process: "subprocess.Popen[str]"
    address: str
    token: str
    printed: str

    @property
    def port(self) -> int:
        return int(self.address.rstrip("/").rpartition(":")[2])

    @property
    def start(self) -> str:
        """The address that it printed."""
        return f"{self.address}?token={self.token}"

    def client(self, **headers: str) -> httpx.Client:
        """Return a client that has opened the address and has the cookie."""
        cookies = httpx.Cookies()
        if self.token:
            cookies = httpx.get(self.start, trust_env=False, timeout=60).cookies
            assert cookies
        return httpx.Client(
            base_url=self.address, headers=headers, cookies=cookies, trust_env=False, timeout=60
        )

    def stop(self) -> int:
        """Press Ctrl-C, and return the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(30)


def start(*arguments: str | Path, folder: Path | None = None, **environment: str) -> Server:
    """Start a server, and wait until it has printed its address."""
    process = subprocess.Popen(
        [sys.executable, "-m", "briefing", "serve", "--no-browser", "--port", "0", *arguments],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    assert process.stdout
    printed = ""
    for line in process.stdout:
        printed += line
        if "Ctrl-C" in line:
            break
    found = re.search(r"(http://\S+/)(?:\?token=(\S+))?", printed)
    assert found, printed
    return Server(process, found[1], found[2] or "", printed)


Serving = Callable[..., Server]


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    """Return a function that starts a server, which ends with the tests of the module."""
    servers: list[Server] = []

    def begin(*arguments: str | Path, folder: Path | None = None, **environment: str) -> Server:
        servers.append(start(*arguments, folder=folder, **environment))
        return servers[-1]

    yield begin
    for server in servers:
        server.process.terminate()
    for server in servers:
        server.process.wait(30)
        assert server.process.stdout
        server.process.stdout.close()

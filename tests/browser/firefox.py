"""Firefox, headless, driven by Marionette, the protocol built into every Firefox.

Playwright drives only its own build of Firefox, which PyPI and Debian do not have.
"""

import json
import socket
import subprocess
import time
from base64 import b64decode
from collections.abc import Mapping
from pathlib import Path
from shutil import which
from typing import Any, Literal, Self

Scheme = Literal["light", "dark"]
Medium = Literal["screen", "print"]

_PATIENCE = 600
"""The seconds after which Firefox must have stopped."""
_VIEW = """
const [width, scheme, medium] = arguments;
const browser = gBrowser.selectedBrowser;
browser.style.minWidth = browser.style.maxWidth = `${width}px`;
browser.browsingContext.prefersColorSchemeOverride = scheme;
browser.browsingContext.mediumOverride = medium;
"""
"""A window cannot be as narrow as a telephone, but a frame within it can."""


class Firefox:
    """A Firefox with one page, which starts with a new profile in an empty folder."""

    def __init__(self, profile: Path, environment: Mapping[str, str]) -> None:
        program = which("firefox-esr") or which("firefox")
        if not program:
            raise FileNotFoundError(
                "Firefox is not installed. Run tools/system-packages --with-tests"
            )
        (profile / "user.js").write_text('user_pref("marionette.port", 0);\n')
        # The last option allows the colour scheme and the medium to be set.
        options = ("--headless", "--no-remote", "--marionette", "--remote-allow-system-access")
        with (profile / "log").open("wb") as log:
            command = [program, *options, "--profile", str(profile)]
            # Firefox also writes to the home folder.
            self._process = subprocess.Popen(
                command, env={**environment, "HOME": str(profile)}, stdout=log, stderr=log
            )
        try:
            address = ("127.0.0.1", self._port(profile))
            self._socket = socket.create_connection(address, timeout=_PATIENCE)
            self._replies = self._socket.makefile("rb")
            self._receive()
            self._call("WebDriver:NewSession")
            limit = 1000 * _PATIENCE
            self._call("WebDriver:SetTimeouts", script=limit, pageLoad=limit)
        except BaseException:
            self._process.kill()
            self._process.wait()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._replies.close()
        self._socket.close()
        self._process.terminate()
        self._process.wait()

    def open(self, page: Path, address: str = "") -> None:
        """Load a page from a file, with the rest of its address."""
        # Otherwise a page that is open already would not be loaded again.
        self._call("WebDriver:Navigate", url="about:blank")
        self._call("WebDriver:Navigate", url=page.resolve().as_uri() + address)

    def pdf(self) -> bytes:
        """Print the page on A4."""
        paper = {"width": 21.0, "height": 29.7}
        printed = self._call("WebDriver:Print", page=paper, shrinkToFit=False)
        return b64decode(printed["value"])

    def view(self, width: int, scheme: Scheme, medium: Medium = "screen") -> None:
        """Show the page at a width in pixels, in a colour scheme, as on a screen or in print."""
        self._call("Marionette:SetContext", value="chrome")
        self._call("WebDriver:ExecuteScript", script=_VIEW, args=[width, scheme, medium])
        self._call("Marionette:SetContext", value="content")

    def evaluate(self, expression: str, arg: object = None) -> Any:
        """Return the value of an expression in the page. If it is a function, return the result."""
        script = f"""
            const value = ({expression.strip().rstrip(";")}
            );
            return typeof value == "function" ? value(arguments[0]) : value;
        """
        return self._call("WebDriver:ExecuteScript", script=script, args=[arg])["value"]

    def _port(self, profile: Path) -> int:
        file, end = profile / "MarionetteActivePort", time.monotonic() + _PATIENCE
        while not (file.exists() and file.read_text()):
            if self._process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"Firefox does not start:\n{(profile / 'log').read_text()}")
            time.sleep(0.05)
        return int(file.read_text())

    def _call(self, command: str, **parameters: object) -> Any:
        message = json.dumps([0, 1, command, parameters]).encode()
        self._socket.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = self._receive()
        if error:
            raise RuntimeError(f"{command}: {error['error']}: {error['message']}")
        return result

    def _receive(self) -> Any:
        length = b""
        while (digit := self._replies.read(1)) not in (b":", b""):
            length += digit
        return json.loads(self._replies.read(int(length)))

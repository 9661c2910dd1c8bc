"""Firefox, headless, driven by Marionette, the protocol that every Firefox has built in.

Playwright drives a Firefox of its own only, which PyPI and Debian do not have.
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
"""Seconds after which it is certain that Firefox has stopped."""
_VIEW = """
const [width, scheme, medium] = arguments;
const browser = gBrowser.selectedBrowser;
browser.style.minWidth = browser.style.maxWidth = `${width}px`;
browser.browsingContext.prefersColorSchemeOverride = scheme;
browser.browsingContext.mediumOverride = medium;
"""
"""A window cannot be as narrow as a telephone, but the page within it can."""


class Firefox:
    """A Firefox with one page, which starts with a new profile in an empty folder."""

    def __init__(self, profile: Path, environment: Mapping[str, str]) -> None:
        program = which("firefox-esr") or which("firefox")
        if not program:
            raise FileNotFoundError(
                "Firefox is not installed. Run tools/system-packages --with-tests"
            )
        (profile / "user.js").write_text('user_pref("marionette.port", 0);\n')
        # The last option lets it set the colour scheme and the medium.
        options = ("--headless", "--no-remote", "--marionette", "--remote-allow-system-access")
        with (profile / "log").open("wb") as log:
            command = [program, *options, "--profile", str(profile)]
            # It writes to the home folder too.
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

    def open(self, page: Path) -> None:
        """Load the page of a file."""
        self._call("WebDriver:Navigate", url=page.resolve().as_uri())

    def pdf(self) -> bytes:
        """Print the page, on A4."""
        paper = {"width": 21.0, "height": 29.7}
        printed = self._call("WebDriver:Print", page=paper, shrinkToFit=False)
        return b64decode(printed["value"])

    def view(self, width: int, scheme: Scheme, medium: Medium = "screen") -> None:
        """Show the page so many pixels wide, in a colour scheme, as on a screen or printed."""
        self._call("Marionette:SetContext", value="chrome")
        self._call("WebDriver:ExecuteScript", script=_VIEW, args=[width, scheme, medium])
        self._call("Marionette:SetContext", value="content")

    def evaluate(self, expression: str, arg: object = None) -> Any:
        """The value of an expression in the page, or what it returns if it is a function."""
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

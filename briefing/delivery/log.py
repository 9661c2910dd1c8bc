"""The log of a run, with a line and the time for each action."""

import os
import re
import stat
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from briefing.printable import printable

_LINE = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (?:info|note|error) ")


class LogError(Exception):
    """The log file cannot be written to, or is not a log. The message says which."""


class Log:
    """A log in the file `path`. Lines are added but never changed.

    Each line is written separately and immediately, so several runs can write to one log. The log
    contains addresses, so if it is new, only its owner may read it.

    Raises:
        LogError: the file cannot be written to, or is not a log.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        flags = os.O_APPEND | os.O_CREAT | os.O_RDWR | getattr(os, "O_NOCTTY", 0)
        try:
            with suppress(FileExistsError):
                path.parent.mkdir(parents=True)
            with path.open("rb") if path.is_file() else open(os.devnull, "rb") as file:
                start = file.read(100)
            if start and not _LINE.match(start):
                raise LogError(
                    f"{path} is not a log written by briefing, so nothing was added to it. "
                    "Name another file."
                )
            if path.exists() and not stat.S_ISREG(path.stat().st_mode):
                flags = os.O_APPEND | os.O_WRONLY
            self._file = os.open(path, flags, 0o600)
        except OSError as error:
            raise LogError(f"{path} cannot be written: {error.strerror}.") from None

    def write(self, level: str, text: str) -> None:
        """Add a line. Line breaks in `text` are escaped.

        Raises:
            LogError: the line cannot be written.
        """
        line = printable(text.strip()).replace("\n", "\\n")
        moment = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
        try:
            os.write(self._file, f"{moment} {level} {line}\n".encode(errors="replace"))
        except OSError as error:
            raise LogError(f"{self.path} cannot be written: {error.strerror}.") from None

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

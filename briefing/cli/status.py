"""The status file: how the last run ended, for whatever watches over runs that nobody watches."""

import re
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from briefing.cli.console import echo

OPTION = "--status-file"
_ADDRESS = re.compile(r"[^\s'\"<>]*@[^\s'\"<>]*")


@dataclass(slots=True)
class Handed:
    """How many recipients of the digest `name` were sent it, were refused or were postponed."""

    name: str
    sent: int = 0
    refused: int = 0
    left: int = 0


@dataclass(slots=True)
class Status:
    """What a run made and sent, as far as it came."""

    made: list[str] = field(default_factory=list)
    digests: list[Handed] = field(default_factory=list)


class Failed(click.ClickException):
    """Something that is said in full to whoever sees it, and `in_short` in the status file.

    In short it is the first line of its message, where nothing else is given.
    """

    def __init__(self, message: str, in_short: str = "", exit_code: int = 3) -> None:
        super().__init__(message)
        self.in_short = in_short or message.partition("\n")[0]
        self.exit_code = exit_code  # type: ignore[misc]


class Failures:
    """What has failed so far in a run that goes on with the rest."""

    def __init__(self) -> None:
        self._all: list[Failed] = []

    def add(self, message: str, in_short: str = "", exit_code: int = 3) -> None:
        """Keep for the end what is to be said then."""
        self._all.append(Failed(message, in_short, exit_code))

    def raise_all(self) -> None:
        """Let them end the run.

        Raises:
            Failed: there are any.
        """
        if self._all:
            raise Failed(
                "\nError: ".join(it.message for it in self._all),
                "\n".join(it.in_short for it in self._all),
                max(it.exit_code for it in self._all),
            )


class Watched(click.Command):
    """A command whose status file also says so where its arguments are wrong."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Read the arguments."""
        path = _asked_in(args)
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError:
            with status_in(path):
                raise


def _asked_in(args: Sequence[str]) -> Path | None:
    """The status file that the arguments `args` name, whatever else they say."""
    named = None
    for argument, following in zip(args, (*args[1:], ""), strict=False):
        if argument == "--":
            break
        option, _, value = argument.partition("=")
        if option == OPTION:
            named = value or following
    return Path(named) if named else None


@contextmanager
def status_in(path: Path | None) -> Iterator[Status]:
    """However the run within ends, say so in the file `path`, if there is to be one.

    Raises:
        SystemExit: all went well but that the file cannot be written, which has been said.
    """
    status, started = Status(), _now()
    try:
        yield status
    except BaseException as error:
        if path:
            _write(path, status, started, *_end(error))
        raise
    if path and not _write(path, status, started, 0, ""):
        raise SystemExit(3)


def _end(error: BaseException) -> tuple[int, str]:
    """The exit status that a run ends with, and what went wrong, without an address in it."""
    if isinstance(error, Failed):
        return error.exit_code, error.in_short
    if isinstance(error, click.ClickException):
        return error.exit_code, error.format_message()
    if isinstance(error, KeyboardInterrupt):
        return 128 + signal.SIGINT, "Stopped."
    if isinstance(error, SystemExit):
        code = error.code if isinstance(error.code, int) else 1
        message = "The record has errors: briefing check shows them."
        return code, message if code == 1 else "Stopped."
    if isinstance(error, OSError) and error.filename is None:
        return 3, f"The output cannot be written: {error.strerror}."
    return 3, f"briefing failed unexpectedly: {type(error).__name__}."


def _write(path: Path, status: Status, started: str, code: int, message: str) -> bool:
    import json

    from briefing.output.writing import NotWritten, write_file

    told = {
        "version": 1,
        "ok": code == 0,
        "exit_status": code,
        "started": started,
        "ended": _now(),
        "made": status.made,
        "digests": [asdict(it) for it in status.digests],
        "errors": [_ADDRESS.sub("…", message)] if message else [],
    }
    try:
        write_file(path, f"{json.dumps(told, indent=2)}\n".encode())
    except NotWritten as error:
        echo(f"Error: {path} cannot be written: {error.strerror}.", err=True)
        return False
    return True


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"

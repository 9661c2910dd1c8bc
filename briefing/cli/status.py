"""Reports on how an unattended run ended: the status file, the log and the errors."""

import re
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing import __version__
from briefing.cli.console import echo, inform
from briefing.delivery.reports import Failure

if TYPE_CHECKING:
    from briefing.delivery.log import Log
    from briefing.delivery.status import Status

_OPTION = "--status-file"
_ADDRESS = re.compile(r"[^\s'\"<>]*@[^\s'\"<>]*")


class Failed(click.ClickException):
    """An error with a full message for the terminal and a short one for the status file.

    The default for `in_short` is the first line of the message.
    """

    def __init__(self, message: str, in_short: str = "", exit_code: int = 3) -> None:
        super().__init__(message)
        self.in_short = in_short or message.partition("\n")[0]
        self.exit_code = exit_code  # type: ignore[misc]


class Found(SystemExit):
    """The end of a run that has found something wrong and has printed it.

    The message is for the status file and the log.
    """

    def __init__(self, message: str) -> None:
        super().__init__(1)
        self.message = message


def raise_failures(failures: Iterable[Failure]) -> None:
    """End the run with its failures, if there are any.

    Raises:
        Failed: there is at least one failure.
    """
    if listed := [*failures]:
        raise Failed(
            "\nError: ".join(failure.message for failure in listed),
            "\n".join(failure.summary for failure in listed),
            max(failure.exit_code for failure in listed),
        )


class Report:
    """Prints a run's messages unless the command is quiet, and writes them to any `log`.

    Implements the `Reporter` of `briefing.delivery`.
    """

    def __init__(self, log: "Log | None") -> None:
        self._log = log

    def result(self, text: str) -> None:
        """Print a completed action."""
        self.log(text)
        inform(text)

    def note(self, text: str) -> None:
        """Print something that people should know but need not act on."""
        self.log(text, "note")
        inform(f"Note: {text}", err=True)

    def log(self, text: str, level: str = "info") -> None:
        """Write a line to the log."""
        if self._log:
            self._log.write(level, text)


def reporting_options(logged: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator that adds the options for the status file and the log of a run.

    The help names what is `logged`, such as "step".
    """

    def add(command: Callable[..., Any]) -> Callable[..., Any]:
        to_log = click.option(
            "--log",
            "log_file",
            metavar="FILE",
            type=click.Path(dir_okay=False, path_type=Path),
            help=f"Write a log of the run to this file, with the time of each {logged}.",
        )
        to_status_file = click.option(
            _OPTION,
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write the result of the run to this file as JSON.",
        )
        return to_status_file(to_log(command))

    return add


@contextmanager
def report_to(path: Path | None) -> Iterator[Report]:
    """Report on a run and, if `path` is given, log its start and end in that file.

    Raises:
        CommandFailed: the file cannot be written to, or is not a log.
    """
    from briefing.cli.errors import failing_on
    from briefing.delivery.log import Log, LogError

    with failing_on(LogError):
        log = Log(path) if path else None
        report = Report(log)
        report.log(f"run started by briefing {__version__}")
        try:
            yield report
        except BaseException as error:
            code, message = _end(error)
            if isinstance(error, click.ClickException):
                message = error.format_message()
            for text in message.split("\nError: "):
                report.log(text, "error")
            report.log(f"run ended with exit status {code}")
            raise
        report.log("run ended with exit status 0")


class Watched(click.Command):
    """A command that writes its status file even if its arguments are wrong."""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: Any,
    ) -> click.Context:
        """Parse the arguments."""
        path = _status_file_in(args)
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.UsageError as error:
            with status_in(path):
                raise error


def _status_file_in(args: Sequence[str]) -> Path | None:
    """Return the status file given in the arguments `args`, even if other arguments are wrong.

    A dry run has none.
    """
    named = None
    for argument, following in zip(args, (*args[1:], ""), strict=False):
        if argument == "--":
            break
        if argument == "--dry-run":
            return None
        option, _, value = argument.partition("=")
        if option == _OPTION:
            named = value or following
    return Path(named) if named else None


@contextmanager
def status_in(path: Path | None) -> Iterator["Status"]:
    """Whatever happens, record how this run ends in the file `path`, if given.

    Raises:
        click.BadParameter: the file exists and is not a status file.
        SystemExit: the run succeeded but the file cannot be written, which has been reported.
    """
    from briefing.delivery.status import Status, may_be_replaced

    if path and not may_be_replaced(path):
        raise click.BadParameter(_not_a_status_file(path), param_hint=_OPTION)
    status, started = Status(), _now()
    try:
        yield status
    except BaseException as error:
        if path:
            _write(path, status, started, *_end(error))
        raise
    if path and not _write(path, status, started, 0, ""):
        raise SystemExit(3)


def _not_a_status_file(path: Path) -> str:
    return f"{path} is not a status file, so it was not replaced. Name another file."


def _end(error: BaseException) -> tuple[int, str]:
    """Return the exit status of a run, and its errors without any addresses."""
    if isinstance(error, Failed):
        return error.exit_code, error.in_short
    if isinstance(error, click.ClickException):
        return error.exit_code, error.format_message()
    if isinstance(error, Found):
        return 1, error.message
    if isinstance(error, KeyboardInterrupt):
        return 128 + signal.SIGINT, "Stopped."
    if isinstance(error, SystemExit):
        code = error.code if isinstance(error.code, int) else 1
        message = "The record has errors. Run `briefing check` to see them."
        return code, message if code == 1 else "Stopped."
    if isinstance(error, OSError) and error.filename is None:
        return 3, f"The output cannot be written: {error.strerror}."
    return 3, f"briefing failed unexpectedly: {type(error).__name__}."


def _write(path: Path, status: "Status", started: str, code: int, message: str) -> bool:
    import json

    from briefing.delivery.status import document, may_be_replaced
    from briefing.output.writing import WriteError, write_file

    # A file with this name may have been made during the run itself.
    if not may_be_replaced(path):
        echo(f"Error: {_not_a_status_file(path)}", err=True)
        return False

    errors = [_ADDRESS.sub("…", message)] if message else []
    content = document(status, started, _now(), code, errors)
    try:
        write_file(path, f"{json.dumps(content, indent=2)}\n".encode())
    except WriteError as error:
        echo(f"Error: {path} cannot be written: {error.strerror}.", err=True)
        return False
    return True


def _now() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"

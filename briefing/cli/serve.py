"""`briefing serve`: show the briefings in a browser, and follow the record while it is edited."""

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date as Day
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.console import echo
from briefing.cli.errors import CommandFailed
from briefing.cli.events import DEFAULT, events_argument, find_events_files, record_folder
from briefing.cli.links import templates_of

if TYPE_CHECKING:
    from briefing.record.loading import File, LoadResult
    from briefing.record.piecewise import PieceCache
    from briefing.record.record import Record
    from briefing.record.templates import Templates

_PORT = 8765
_SHORTEST_PASSWORD = 12


@click.command()
@events_argument
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=_PORT,
    show_default=True,
    help="The port. If it is in use, the next free one is used.",
)
@click.option("--no-browser", is_flag=True, help="Do not open a browser.")
@click.option(
    "--editor",
    metavar="COMMAND",
    default="",
    help='Your text editor, as in "code --goto {file}:{line}". Default: the one in $VISUAL or '
    "$EDITOR, or one that is installed.",
)
@click.option("--read-only", is_flag=True, help="Refuse everything that changes the record.")
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="The address to serve. Any other needs --password-file.",
)
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A file with the password for --host.",
)
@click.option(
    "--templates",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="The folder of your own templates. Default: templates, next to the events file.",
)
def serve(
    events: tuple[str, ...],
    port: int,
    no_browser: bool,
    editor: str,
    read_only: bool,
    host: str,
    password_file: Path | None,
    templates: Path | None,
) -> None:
    """Show the briefings in a browser, and follow the record while you edit it.

    The page shows each edition exactly as `briefing build` makes it, and follows each save. EVENTS
    is a file, several files or a folder of files. Default: events.yaml. To stop, press Ctrl-C.

    \b
    Examples:
        briefing serve
        briefing serve events/ --no-browser
        briefing serve --read-only
    """
    from briefing.serve.access import LOOPBACK, Access
    from briefing.serve.app import make_app
    from briefing.serve.form_routes import LARGE_BODIES, routes
    from briefing.serve.live import Live
    from briefing.serve.server import listening_socket, run

    if "-" in events:
        raise click.UsageError("Standard input cannot be followed. Name the events files.")
    is_local = host in LOOPBACK
    if not is_local and not password_file:
        raise click.UsageError(
            f"With --host {host}, other computers can connect. Add --password-file FILE."
        )
    password = _password_in(password_file) if password_file and not is_local else ""
    list(find_events_files(events))  # A mistake in the arguments is shown here, not in the browser.
    try:
        listener = listening_socket(host, port)
    except OSError as error:
        raise CommandFailed(f"{host}:{port} cannot be used: {error.strerror}.") from None
    access = Access(LOOPBACK | {host.lower()}, password, read_only)
    chosen = listener.getsockname()[1]
    address = f"http://{f'[{host}]' if ':' in host else host}:{chosen}/"
    if port not in (0, chosen):
        echo(f"Note: port {port} is in use, so this is port {chosen}.", err=True)

    def started() -> None:
        shown = address if password else f"{address}?token={access.token}"
        echo(f"Serving {' '.join(events) or DEFAULT} at:\n    {shown}\nTo stop, press Ctrl-C.")
        sys.stdout.flush()
        if not no_browser:
            _open_browser(address if password else f"{address}?token={access.token_for_browser()}")

    live = Live(CommandLine(events, templates))
    app = make_app(live, access, chosen, editor, routes(live), LARGE_BODIES)
    # A shell starts background jobs without Ctrl-C, so there may be no exception.
    with suppress(KeyboardInterrupt):
        run(app, listener, started, live.close)
    echo("Stopped.")


class CommandLine:
    """The functions with which commands read the disk and the clock, for one record."""

    def __init__(self, events: Sequence[str], templates: Path | None) -> None:
        self._events, self._templates = events, templates

    @property
    def folder(self) -> Path:
        """The record's folder."""
        return record_folder(self._events)

    @property
    def user_templates(self) -> Path:
        """The folder of the user's own templates."""
        return templates_of(self._templates, record_folder(self._events))

    def folders(self) -> list[Path]:
        """List the folders to watch."""
        named = [Path(name) for name in self._events or [DEFAULT]]
        found = {record_folder(self._events), *(path.parent for path in named)}
        for folder in (*named, self.user_templates):
            if folder.is_dir():
                found |= {folder, *(path for path in folder.rglob("*") if path.is_dir())}
        return sorted(path for path in found if path.is_dir())

    def files(self) -> "Iterator[File]":
        """Yield the files of the record."""
        return find_events_files(self._events)

    def templates(self) -> "Templates":
        """Return all kinds of briefing."""
        from briefing.cli.opening import read_templates

        return read_templates(self.user_templates)

    def load(self, files: "Sequence[File]", cache: "PieceCache") -> "LoadResult":
        """Load the files of the record, and check them."""
        from briefing.cli.check import load_and_check

        return load_and_check(files, self._events, cache=cache)

    def last_day(self, record: "Record") -> Day:
        """Return the last day that the record covers."""
        from briefing.cli.opening import last_day

        return last_day(record)

    def today(self, record: "Record") -> Day:
        """Return the date in the record's time zone."""
        from briefing.cli.opening import today

        return today(record)

    def readable_until(self, record: "Record", day: Day) -> datetime:
        """Return the time that decides which embargoes have ended."""
        from briefing.cli.opening import readable_until

        return readable_until(record, day)

    def message(self, error: Exception) -> str | None:
        """Return the message of a click error."""
        return error.format_message() if isinstance(error, click.ClickException) else None


def _password_in(path: Path) -> str:
    """Return the password in a file.

    Raises:
        click.ClickException: other users can read the file, or it has no good password.
    """
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
        password = path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise click.ClickException(f"{path} cannot be read: {reason}.") from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise click.ClickException(
            f"{path} contains a password, and other users can read it. Run: chmod 600 {path}"
        )
    if len(password) < _SHORTEST_PASSWORD:
        raise click.ClickException(
            f"The password in {path} must have at least {_SHORTEST_PASSWORD} characters."
        )
    return password


def _open_browser(address: str) -> None:
    """Open a browser without waiting for it."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

"""`briefing lsp`: check, complete and explain the events files that are open in an editor."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.events import events_argument

if TYPE_CHECKING:
    from briefing.record.loading import File, LoadResult
    from briefing.record.piecewise import PieceCache
    from briefing.record.record import Record


@click.command()
@events_argument
def lsp(events: tuple[str, ...]) -> None:
    """Check, complete and explain events files in an editor as you type.

    Your editor runs this command, and communicates with it through standard input and output. For
    its settings, see docs/editors.md. EVENTS is a file, several files or a folder of files,
    relative to the folder that is open in the editor. Default: the record of each open file.

    \b
    Examples:
        briefing lsp
        briefing lsp events/
    """
    from importlib.util import find_spec

    if find_spec("pygls") is None:
        from briefing.output import installing

        raise click.ClickException(
            f"The language server is not installed. To install it:\n    {installing.command('lsp')}"
        )
    from briefing.lsp.server import serve

    serve(CommandLine(), events)


class CommandLine:
    """The functions that `briefing check` uses to read the disk."""

    def files(self, events: Sequence[str], read: Callable[[Path], bytes]) -> "Iterator[File]":
        """Yield the files of a record, with contents from `read`."""
        from briefing.cli.events import find_events_files

        return find_events_files(events, read)

    def load(
        self, files: "Sequence[File]", events: Sequence[str], cache: "PieceCache"
    ) -> "LoadResult":
        """Load the files of a record, and check them."""
        from briefing.cli.check import load_and_check

        return load_and_check(files, events, cache=cache)

    def parts(self, folder: Path) -> list[Path]:
        """List the files in a folder that may be part of a record."""
        from briefing.cli.events import events_files_here

        return events_files_here(folder)

    def folder(self, events: Sequence[str]) -> Path:
        """Return the folder of a record."""
        from briefing.cli.events import record_folder

        return record_folder(events)

    def templates(self, events: Sequence[str]) -> list[str]:
        """List the names of the kinds of briefing."""
        from briefing.cli.events import record_folder
        from briefing.cli.links import templates_of
        from briefing.cli.opening import read_templates

        return sorted(read_templates(templates_of(None, record_folder(events))))

    def last_day(self, record: "Record") -> Day:
        """Return the last day that the record covers."""
        from briefing.cli.opening import last_day

        return last_day(record)

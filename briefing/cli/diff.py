"""`briefing diff`: show what changed in a record."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import git
from briefing.cli.console import echo, echo_json
from briefing.cli.events import DEFAULT, events_files_here, find_events_files
from briefing.cli.opening import load_valid

if TYPE_CHECKING:
    from briefing.record.audiences import Audience
    from briefing.record.record import Record


@click.command()
@click.argument("old")
@click.argument("new", required=False)
@click.option(
    "--audience",
    type=click.Choice(["public", "members", "internal"]),
    default="internal",
    help="Show only what these readers may see. Default: everything.",
)
@click.option(
    "--format",
    "format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="The output format: for people or for programs.",
)
def diff(old: str, new: str | None, audience: "Audience", format: str) -> None:
    """Show what changed in the record between OLD and NEW: events and fields, not lines of text.

    Each is a file, a folder or a git revision. For a revision, the file in the other argument is
    read as it was at that revision. If the other argument is not a file, events.yaml is read. To
    name a different file, write REVISION:PATH. If you leave out NEW, OLD is compared with the file
    as it is now. The exit status is 0 whether or not anything changed.

    \b
    Examples:
        briefing diff HEAD~1
        briefing diff HEAD~1 HEAD
        briefing diff last-year.yaml events.yaml --format json
        briefing diff v1.0:events/ events/
    """
    from briefing.edition.changes import as_restricted_as, changes
    from briefing.edition.visibility import visible_to
    from briefing.output.changes import as_json, as_text

    is_alone = new is None
    if is_alone and _is_here(old):
        raise click.UsageError(
            f"Name the file or revision to compare it with: briefing diff OLD {old}"
        )
    path = _path_in(old) or (new and _path_in(new)) or _only_record()
    was = _read(old, path, audience)
    now = _read(new or path, path, audience)
    if audience != "internal":
        moment = datetime.now(UTC)
        was, _ = visible_to(as_restricted_as(was, now), audience, moment)
        now, _ = visible_to(now, audience, moment)
    differences = changes(was, now)
    if format == "json":
        echo_json(as_json(differences))
    elif differences:
        echo(as_text(differences))
    else:
        echo("Nothing has changed.", err=True)


def _only_record() -> str:
    """Return the record to use if only a revision is given: events.yaml, or this folder's files."""
    if Path(DEFAULT).exists() or not (files := events_files_here()):
        return DEFAULT
    return files[0].as_posix() if len(files) == 1 else "."


def _is_here(given: str) -> bool:
    """Whether it is a file, a folder or standard input, rather than a revision."""
    return given == "-" or Path(given).exists()


def _path_in(given: str) -> str:
    """Return the file or folder in `REVISION:PATH`, or an empty string if there is no path."""
    return given if _is_here(given) else given.partition(":")[2]


def _read(given: str, path: str, audience: "Audience") -> "Record":
    """Read the `given` record. If only a revision is given, read the file `path` in that revision.

    Raises:
        SystemExit: the record has errors, which have been printed.
        click.UsageError: there is no such file or revision.
    """
    if _is_here(given):
        return load_valid(list(find_events_files([given])), None, audience)
    name, _, inside = given.partition(":")
    try:
        revision = git.revision(name, git.folder_of([inside or path]))
    except git.NoRepository as error:
        raise click.UsageError(f"There is no file '{given}', and {error.message}") from None
    if revision is None:
        raise click.UsageError(f"There is no file and no revision '{given}'.")
    return load_valid(git.find_in(revision, [inside or path], name), None, audience)

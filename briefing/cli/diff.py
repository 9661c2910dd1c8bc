"""`briefing diff`: show what changed in a record."""

from collections.abc import Sequence
from datetime import UTC, datetime
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import completing, git, history, opening
from briefing.cli.console import echo, echo_json
from briefing.cli.events import DEFAULT, events_files_here, find_events_files
from briefing.cli.opening import load_valid
from briefing.cli.versions import time_in_english, version_before

if TYPE_CHECKING:
    from briefing.record.audiences import Audience
    from briefing.record.record import Record


@click.command()
@click.argument(
    "arguments", metavar="OLD [NEW] | [EVENTS]...", nargs=-1, shell_complete=completing.files
)
@click.option(
    "--since",
    metavar="DATE",
    help="Compare the EVENTS with the record as it was at the end of that date, or of the first "
    "day of a period.",
)
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
def diff(arguments: tuple[str, ...], since: str | None, audience: "Audience", format: str) -> None:
    """Show what changed in the record between OLD and NEW: events and fields, not lines of text.

    Each is a file, a folder or a git revision. For a revision, the file in the other argument is
    read as it was at that revision. If the other argument is not a file, events.yaml is read. To
    name a different file, write REVISION:PATH. If you leave out NEW, OLD is compared with the file
    as it is now. The exit status is 0 whether or not anything changed.

    With --since, the record is compared with its newest version from that day or earlier: a git
    revision, or a version that `briefing build` kept. The command shows which one it used.

    \b
    Examples:
        briefing diff HEAD~1
        briefing diff HEAD~1 HEAD
        briefing diff --since yesterday
        briefing diff last-year.yaml events.yaml --format json
        briefing diff v1.0:events/ events/
    """
    from briefing.edition.changes import as_restricted_as, changes
    from briefing.edition.visibility import visible_to
    from briefing.output.changes import as_json, as_text

    if since is None:
        was, now = _named(arguments, audience)
    else:
        was, now = _since(since, arguments, audience)
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


def _named(arguments: Sequence[str], audience: "Audience") -> "tuple[Record, Record]":
    """Read the two records named in the arguments."""
    if not arguments:
        raise click.UsageError("Missing argument 'OLD'. Name a file or revision, or use --since.")
    if len(arguments) > 2:
        raise click.UsageError("Name at most two files, folders or revisions.")
    old, new = arguments[0], arguments[1] if len(arguments) > 1 else None
    if new is None and _is_here(old):
        raise click.UsageError(
            f"Name the file or revision to compare it with: briefing diff OLD {old}"
        )
    path = _path_in(old) or (new and _path_in(new)) or _only_record()
    return _read(old, path, audience), _read(new or path, path, audience)


# The record as it was on a day


def _since(since: str, arguments: Sequence[str], audience: "Audience") -> "tuple[Record, Record]":
    """Read the record as it was at the end of a day, and as it is now.

    Raises:
        click.UsageError: there is no version from then.
    """
    from briefing.record.audiences import end_of_day

    events = arguments or (() if _only_record() == DEFAULT else (_only_record(),))
    files = list(find_events_files(events))
    now = load_valid(files, None, audience)
    date = opening.date_of(since, "--since", opening.today(now))
    assert date is not None
    version = version_before(end_of_day(date.earliest, now.timezone), events, files)
    if version is None:
        raise click.UsageError(_no_version(events, date.earliest, now))
    echo(f"Compared with {version.in_english(now)}.", err=True)
    return load_valid(version.files, None, audience), now


def _no_version(events: Sequence[str], day: Day, record: "Record") -> str:
    from briefing.edition.words import words_in

    name, end = " ".join(events) or DEFAULT, words_in("en-GB").day(day)
    oldest = min(filter(None, (_kept_first(events), _committed_first(events))), default=None)
    first = f" The oldest is from {time_in_english(oldest, record)}." if oldest else ""
    return (
        f"There is no version of {name} from {end} or earlier.{first} "
        "`briefing build` keeps one version a day, and git keeps one for each commit."
    )


def _kept_first(events: Sequence[str]) -> datetime | None:
    oldest = history.oldest_version(events)
    return oldest.kept if oldest else None


def _committed_first(events: Sequence[str]) -> datetime | None:
    try:
        revision = git.first_revision(events)
        return git.made_at(revision, git.folder_of(events)) if revision else None
    except click.ClickException:  # There is no repository, or no git.
        return None


# Files and revisions


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

"""`briefing check`: show every problem in the events files, on the line where it is."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.console import is_quiet, quiet_option
from briefing.cli.events import events_argument, find_events_files, record_folder
from briefing.cli.links import templates_of
from briefing.garbage_collection import exempt_from_gc, gc_paused

if TYPE_CHECKING:
    from briefing.record.loading import File, LoadResult
    from briefing.record.record import Record


@click.command()
@events_argument
@click.option(
    "--format",
    "format",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="The output format: for people, programs, GitHub Actions or code scanning.",
)
@click.option("--as-of", metavar="DATE", help="Treat events after that date as still to come.")
@click.option("--strict", is_flag=True, help="Treat warnings as errors.")
@quiet_option("Print only problems.")
def check(events: tuple[str, ...], format: str, as_of: str | None, strict: bool) -> None:
    """Check the events files and show each problem and its line number.

    EVENTS is a file, several files, a folder of files, or - for standard input. Default:
    events.yaml. The exit status is 1 if there are errors, 0 if there are none. With --as-of,
    the whole record is still checked, but an embargo that ends after that date is treated as still
    in force.

    \b
    Examples:
        briefing check
        briefing check events/ --strict
        briefing check --as-of 2021-03-31
        briefing check --format sarif > problems.sarif
    """
    # On a small record, imports are half of the work.
    with gc_paused():
        from briefing.cli import report
        from briefing.record.problems import errors

        loaded = load_and_check(find_events_files(events), events, as_of)
        # The process will end soon, and need not scan all of this again.
        exempt_from_gc()
    report.print_problems(loaded, format)
    if format == "text" and not is_quiet():
        report.print_summary(loaded)
    if errors(loaded.problems, strict=strict):
        raise SystemExit(1)


def load_and_check(
    files: "Iterable[File]", events: Sequence[str], as_of: str | None = None
) -> "LoadResult":
    """Load the `files` that `events` names, with every problem that `briefing check` shows."""
    from briefing.cli.opening import day_of, last_day, read_templates
    from briefing.record.loading import load

    folder = record_folder(events)
    return load(
        files,
        read_templates(templates_of(None, folder)),
        last_day,
        lambda record: day_of(as_of, last_day(record)),
        lambda record: _hashes(record, folder),
    )


def _hashes(record: "Record", folder: Path) -> dict[str, str]:
    """Return the hashes of the copies that its proofs come from, by source name."""
    from briefing.evidence.copies import find_copies

    copies = find_copies(record, folder, {proof.source for proof in record.proofs})
    return {name: copy.hash for name, copy in copies.items() if not copy.problem}

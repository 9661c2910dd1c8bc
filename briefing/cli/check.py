"""`briefing check`: show every problem in the events files, on the line where it is."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.console import inform, is_quiet, quiet_option
from briefing.cli.events import events_argument, find_events_files, record_folder
from briefing.cli.links import templates_of
from briefing.garbage_collection import exempt_from_gc, gc_paused

if TYPE_CHECKING:
    from briefing.record.loading import File, LoadResult
    from briefing.record.piecewise import PieceCache
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
@click.option("--fix", is_flag=True, help="Fix problems that have only one solution.")
@click.option(
    "--unsafe", is_flag=True, help="Also make likely fixes, which may not be what you mean."
)
@click.option("--diff", is_flag=True, help="Show the fixes, but do not make them.")
@click.option(
    "--force", is_flag=True, help="With --fix: save even if a file is open in a text editor."
)
@quiet_option("Print only problems.")
def check(
    events: tuple[str, ...],
    format: str,
    as_of: str | None,
    strict: bool,
    fix: bool,
    unsafe: bool,
    diff: bool,
    force: bool,
) -> None:
    """Check the events files and show each problem and its line number.

    EVENTS is a file, several files, a folder of files, or - for standard input. Default:
    events.yaml. The exit status is 1 if there are errors, 0 if there are none. With --as-of,
    the whole record is still checked, but an embargo that ends after that date is treated as still
    in force.

    With --fix, the command makes the fixes that the messages name. Everything else in the
    files stays as it is, including comments and layout.

    \b
    Examples:
        briefing check
        briefing check --fix
        briefing check --unsafe --diff
        briefing check events/ --strict
        briefing check --as-of 2021-03-31
        briefing check --format sarif > problems.sarif
    """
    if unsafe and not (fix or diff):
        raise click.UsageError("Use --unsafe together with --fix or --diff.")
    if diff and format != "text":
        raise click.UsageError("--diff prints a patch, so it cannot be used with --format.")
    # On a small record, imports are half of the work.
    with gc_paused():
        from briefing.cli import report
        from briefing.record.problems import errors

        files = list(find_events_files(events))

        def checked(files: "Sequence[File]") -> "LoadResult":
            return load_and_check(files, events, as_of, earlier_kept_ifs=earlier_kept_ifs)

        def earlier_kept_ifs(record: "Record") -> "Mapping[str, str]":
            from briefing.cli.kept_ifs import kept_ifs_before_outcome

            return kept_ifs_before_outcome(record, events)

        if fix or diff:
            files, loaded = _fixed(files, checked, format, unsafe=unsafe, is_dry=diff, force=force)
        else:
            loaded = checked(files)
        # The process will end soon, and need not scan all of this again.
        exempt_from_gc()
    if not diff:
        report.print_problems(loaded, format, files)
    if format == "text" and not is_quiet():
        report.print_summary(loaded, is_dry=diff)
        report.print_unread(loaded)
        if loaded.record.pictures and not errors(loaded.problems):
            _print_heavy_pages(loaded.record, events, as_of)
        report.print_error_places(loaded.problems)
        if loaded.problems:
            from briefing.cli.fixes import print_offer

            print_offer(files, loaded, checked, events, is_done=fix or diff)
    if errors(loaded.problems, strict=strict):
        raise SystemExit(1)


def _print_heavy_pages(record: "Record", events: Sequence[str], as_of: str | None) -> None:
    """Print the pages whose pictures may not fit into the budget of a page."""
    from briefing.cli.opening import day_of, last_day, read_templates, readable_until
    from briefing.edition.page_weight import PAGE_BUDGET, heavy_pages

    day = day_of(as_of, last_day(record))
    templates = read_templates(templates_of(None, record_folder(events)))
    for page in heavy_pages(record, templates, readable_until(record, day)):
        inform(
            f"Note: the page of '{page.edition}' shows {page.pictures} pictures, together up to "
            f"{page.size / 1e6:.1f} MB. Pages of more than {PAGE_BUDGET / 1e6:g} MB load "
            "slowly on a phone, so use fewer pictures, or make an edition for each topic.",
            err=True,
        )


def load_and_check(
    files: "Iterable[File]",
    events: Sequence[str],
    as_of: str | None = None,
    cache: "PieceCache | None" = None,
    earlier_kept_ifs: "Callable[[Record], Mapping[str, str]] | None" = None,
) -> "LoadResult":
    """Load the `files` that `events` names, with every problem that `briefing check` shows.

    The `cache` makes it faster to load them again after a change. `earlier_kept_ifs` is as in
    `load`.
    """
    from briefing.cli.opening import day_of, last_day, read_templates
    from briefing.record.loading import load

    folder = record_folder(events)
    return load(
        files,
        read_templates(templates_of(None, folder)),
        last_day,
        lambda record: day_of(as_of, last_day(record)),
        lambda record: _hashes(record, folder),
        cache,
        earlier_kept_ifs,
    )


def _fixed(
    files: "Sequence[File]",
    checked: "Callable[[Sequence[File]], LoadResult]",
    format: str,
    *,
    unsafe: bool,
    is_dry: bool,
    force: bool,
) -> "tuple[list[File], LoadResult]":
    """Fix the files, and return them with the problems that remain. If `is_dry`, print a patch."""
    from briefing.cli import fixes
    from briefing.record.fixing import fix

    if not is_dry:
        fixes.refuse_stdin(files)
    fixed = fix(files, checked, unsafe=unsafe)
    if is_dry:
        fixes.print_diff(files, fixed)
    else:
        fixes.save_fixes(files, fixed, force=force)
        fixes.print_fixed(fixed, err=format != "text")
    fixes.print_number(fixed, is_dry=is_dry)
    return fixed.files, fixed.remaining


def _hashes(record: "Record", folder: Path) -> dict[str, str]:
    """Return the hashes of the copies that its proofs come from, by source name."""
    from briefing.evidence.copies import find_copies

    copies = find_copies(record, folder, {proof.source for proof in record.proofs})
    return {name: copy.hash for name, copy in copies.items() if not copy.problem}

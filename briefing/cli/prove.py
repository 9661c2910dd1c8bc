"""`briefing prove`: look for each quote and figure in the kept copies of its sources."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from briefing.cli.console import echo_json, is_person, quiet_option
from briefing.cli.errors import CommandFailed
from briefing.cli.events import events_argument, find_events_files, lines_of, record_folder
from briefing.cli.links import templates_of

if TYPE_CHECKING:
    from briefing.record.loading import File
    from briefing.record.record import Record


@click.command()
@events_argument
@click.option(
    "--confirm",
    is_flag=True,
    help="Show the passage of each figure, and ask whether it supports the figure.",
)
@click.option(
    "--by", metavar="NAME", help="The name of the person confirming. Default: your name in git."
)
@click.option(
    "--format",
    "format",
    type=click.Choice(["text", "json", "csv", "sarif"]),
    default="text",
    help="The output format: for people, programs, spreadsheets or code scanning.",
)
@quiet_option("Print only problems and claims that have not been checked.")
def prove(events: tuple[str, ...], confirm: bool, by: str | None, format: str) -> None:
    """Look for each quote and figure in the kept copies of its sources.

    EVENTS is a file, several files, a folder of files, or - for standard input. Default:
    events.yaml. The copies are in the sources folder, next to the events file: sources/ID.pdf is a
    copy of the source with that ID. The result is kept in evidence.lock, so only changes are
    checked again. The exit status is 1 if a quote or figure is not in its source, a copy cannot be
    read or the record has errors.

    \b
    Examples:
        briefing prove
        briefing prove --confirm
        briefing prove events/ --format json
    """
    if by and not confirm:
        raise click.UsageError(
            "--by is the name of the person who confirms. Use it with --confirm."
        )
    if confirm and format != "text":
        raise click.UsageError("--confirm asks questions, so it prints only text.")
    if confirm and not is_person():
        raise click.UsageError(
            "--confirm asks questions, so it needs a terminal. Do not redirect input or output, or "
            "leave out --confirm."
        )
    from briefing.cli import report
    from briefing.cli.confirming import confirmed, person
    from briefing.cli.proofs import LockKeeper, print_results, problems_of
    from briefing.evidence.copies import find_copies
    from briefing.evidence.extracting import read_copies
    from briefing.evidence.proving import prove as prove_claims
    from briefing.output.proof_report import as_json, as_spreadsheet, has_failed

    files = list(find_events_files(events))
    folder = record_folder(events)
    record = _load(files, events)
    copies = find_copies(record, folder)
    proved = prove_claims(record, copies, record.proofs, read_copies)
    keeper = LockKeeper(folder, record)
    not_kept: CommandFailed | None = None
    try:
        keeper.keep(proved.proofs)
    except CommandFailed as error:
        if confirm:
            raise
        not_kept = error
    if confirm:
        proved = confirmed(proved, copies, read_copies, by or person(), keeper.keep)
    places = [each.claim.where for each in proved.checked]
    if format == "json":
        echo_json(as_json(proved, lines_of(places, files)))
    elif format == "csv":
        click.echo(as_spreadsheet(proved.checked, lines_of(places, files)), nl=False)
    elif format == "sarif":
        report.print_sarif(problems_of(record, proved, files))
    else:
        print_results(proved, record, files, folder)
    if not_kept:
        raise not_kept
    if has_failed(proved):
        raise SystemExit(1)


def _load(files: "Sequence[File]", events: Sequence[str]) -> "Record":
    """Read the record, even if its quotes or figures have errors.

    Raises:
        SystemExit: the record has other errors, which have been printed.
    """
    from briefing.cli.opening import load_valid, read_templates

    templates = read_templates(templates_of(None, record_folder(events)))
    return load_valid(files, templates, "internal")

"""`briefing fmt`: format the events files in a standard layout."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.console import echo, inform, quiet_option
from briefing.cli.errors import failing_to_save
from briefing.cli.events import events_argument, find_events_files, record_folder
from briefing.cli.links import templates_of
from briefing.cli.opening import load_valid, read_templates

if TYPE_CHECKING:
    from briefing.record.loading import File


@click.command()
@events_argument
@click.option(
    "--check", is_flag=True, help="Write nothing. The exit status is 1 if a file would change."
)
@click.option("--diff", is_flag=True, help="Show the changes, but do not make them.")
@click.option("--force", is_flag=True, help="Save even if a file is open in a text editor.")
@quiet_option("Print only problems.")
def fmt(events: tuple[str, ...], check: bool, diff: bool, force: bool) -> None:
    """Format the events files: the order of events and keys, indentation and quotation marks.

    Events are put in date order, and get an id if they have none. Comments stay with their
    items. The content of the record stays the same, so briefings do not change.

    EVENTS is a file, several files, a folder of files, or - for standard input, which is formatted
    and printed. Default: events.yaml.

    \b
    Examples:
        briefing fmt
        briefing fmt events/ --check
        briefing fmt --diff
    """
    from briefing.cli.text_diff import echo_diff
    from briefing.record.comments import NotFormatted
    from briefing.record.layout import formatted

    files = list(find_events_files(events))
    record = load_valid(
        files, read_templates(templates_of(None, record_folder(events))), "internal"
    )
    changed: list[tuple[File, str, str]] = []
    failed = False
    for file in files:
        if file.name not in record.files:
            continue
        text = file.content.decode("utf-8", "surrogateescape")
        try:
            after = formatted(text, file.name, record)
        except NotFormatted as error:
            failed = True
            place = f"{file.name}:{error.line}" if error.line else file.name
            echo(f"{place}: not formatted, because {error}. The file was left as it is.", err=True)
            continue
        if after != text:
            changed.append((file, text, after))
        if file.name == "<stdin>" and not (check or diff):
            echo(after.rstrip("\r\n"))
            return
    if diff:
        for file, before, after in changed:
            echo_diff(file.name, before, after)
    elif check:
        for file, _, _ in changed:
            inform(f"{file.name} would change.")
    else:
        _save(changed, force=force)
    if failed or (check and changed):
        raise SystemExit(1)


def _save(changed: "list[tuple[File, str, str]]", *, force: bool) -> None:
    """Save the files.

    Raises:
        CommandFailed: that is not possible, so nothing has changed.
    """
    from briefing.saving import Change, save_all

    changes = [
        Change(Path(file.name), file.content, after.encode("utf-8", "surrogateescape"))
        for file, _, after in changed
    ]
    with failing_to_save():
        save_all(changes, despite_editor=force)
    for change in changes:
        inform(f"{change.path.as_posix()} formatted.")

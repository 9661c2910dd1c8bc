"""`briefing rename`: change an id wherever the record uses it."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import completing
from briefing.cli.console import echo, inform, quiet_option
from briefing.cli.errors import failing_to_save
from briefing.cli.events import find_events_files, record_folder
from briefing.cli.links import templates_of
from briefing.cli.opening import load_valid, read_templates
from briefing.english import counted

if TYPE_CHECKING:
    from briefing.record.record import Record
    from briefing.record.renamed_files import RenamedFile

_NOUNS = ("actor", "area", "ask", "commitment", "edition", "event", "question", "source")


@click.command()
@click.argument("old", shell_complete=completing.every_id)
@click.argument("new")
@click.argument("events", nargs=-1, type=click.Path(path_type=str))
@click.option(
    "--of",
    "noun",
    type=click.Choice(_NOUNS),
    help="The kind of item, if several have the id OLD.",
)
@click.option("--diff", is_flag=True, help="Show the changes, but do not make them.")
@click.option("--force", is_flag=True, help="Save even if a file is open in a text editor.")
@quiet_option("Print only problems.")
def rename(
    old: str, new: str, events: tuple[str, ...], noun: str | None, diff: bool, force: bool
) -> None:
    """Change the id OLD to NEW in all files of the record.

    The id changes where it is defined and wherever the record refers to it, in the table of areas,
    in evidence.lock, and in the names of kept copies. Text that mentions the id is not changed. If
    one of the changes is not possible, none is made.

    An event, edition or area keeps its old id under 'formerly', so that links to it still work. A
    table of areas needs a column 'formerly' for this.

    EVENTS is a file, several files or a folder of files. Default: events.yaml.

    \b
    Examples:
        briefing rename nspcc national-society
        briefing rename parks parks-committee --of actor
        briefing rename report-2019 gazette-2019 events/ --diff
    """
    from briefing.cli.text_diff import echo_diff
    from briefing.evidence.copies import names_for
    from briefing.record.renamed_files import NotRenamed, has_links, table_without_note
    from briefing.record.renamed_files import rename as rename_in

    if "-" in events:
        raise click.UsageError("A record from standard input cannot be changed. Name a file.")
    folder = record_folder(events)
    files = list(find_events_files(events))
    record = load_valid(files, read_templates(templates_of(None, folder)), "internal")
    noun = _noun_of(record, old, noun)
    moment = datetime.now(UTC)
    copies = names_for(record, folder, old, new) if noun == "source" else {}
    try:
        changed = rename_in(files, record, noun, old, new, copies, moment)
    except NotRenamed as error:
        raise click.ClickException(str(error)) from None
    if diff:
        for file in changed:
            echo_diff(file.name, file.before, file.after)
        for name, renamed in copies.items():
            echo(f"rename {name} to {renamed}")
        return
    _save(changed, copies, folder, force=force)
    for file in changed:
        inform(f"{file.name}: {counted(file.changes, 'change')}")
    for name, renamed in copies.items():
        inform(f"{name} is now {renamed}")
    if not has_links(record, noun, old, moment):
        return
    if noun in ("edition", "area") and old.casefold() == new.casefold():
        inform(
            f"On most web hosts, links to '{old}' no longer work, because it differs from '{new}' "
            "only in capitals. To keep them working, choose another id."
        )
    elif table := table_without_note(record, noun, old):
        inform(
            f"If your website has a folder '{old}', links to its pages no longer work. To keep "
            f"them working, add a column 'formerly' to {table}, with '{old}' in the row of '{new}'."
        )
    else:
        inform(
            f"Links to '{old}' still work, because this id is now in 'formerly'. If nobody has "
            "seen it, delete it there."
        )


def _noun_of(record: "Record", id: str, noun: str | None) -> str:
    """Return the noun for the item with this id.

    Raises:
        click.UsageError: there is none, or there are several.
    """
    from briefing.cli.suggesting import suggestion
    from briefing.record.renamed_files import ids_in, sections_with

    nouns = sections_with(record, id)
    if not nouns:
        hint = suggestion(id, sorted(ids_in(record)), "To list events, run `briefing list`.")
        raise click.UsageError(f"Nothing has the id '{id}'. {hint}")
    if noun and noun not in nouns:
        raise click.UsageError(f"No {noun} has the id '{id}'. It is the id of {_items(nouns)}.")
    if not noun and len(nouns) > 1:
        options = " or ".join(f"--of {each}" for each in nouns)
        raise click.UsageError(f"'{id}' is the id of {_items(nouns)}. Add {options}.")
    return noun or nouns[0]


def _items(nouns: Sequence[str]) -> str:
    return " and ".join(f"{'an' if noun[0] in 'ae' else 'a'} {noun}" for noun in nouns)


def _save(
    changed: "Sequence[RenamedFile]", copies: Mapping[str, str], folder: Path, *, force: bool
) -> None:
    """Save the files and rename the copies.

    Raises:
        CommandFailed: that is not possible, so nothing has changed.
    """
    from briefing.saving import Change, Move, save_all

    changes = [
        Change(Path(file.name), file.encode(file.before), file.encode(file.after))
        for file in changed
    ]
    moves = [Move(folder / name, folder / renamed) for name, renamed in copies.items()]
    with failing_to_save("Nothing was renamed."):
        save_all(changes, moves, despite_editor=force)

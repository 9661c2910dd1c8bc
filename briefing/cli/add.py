"""`briefing add`: add an event to the record."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli import completing, opening
from briefing.cli.console import echo, inform, is_person, quiet_option
from briefing.cli.entries import entries_from, is_yaml, keep_entries, remove_kept
from briefing.cli.event_options import event_options, given_event
from briefing.cli.events import find_events_files, record_folder
from briefing.english import listing

if TYPE_CHECKING:
    from briefing.capture.adding import Addition, NewEvent
    from briefing.cli.asking import Dialogue
    from briefing.record.loading import File
    from briefing.saving import Change

_WAY_OUT = "Save and close the file there, or use --force, and add the entry again."
_ATTEMPTS = 3
"""The maximum number of attempts to add an event while somebody else saves the record."""


@click.command()
@click.argument("date", required=False)
@click.argument("kind", required=False, shell_complete=completing.kinds)
@click.argument("title", required=False)
@click.argument("more", nargs=-1, metavar="")
@event_options
@click.option(
    "--into",
    multiple=True,
    metavar="EVENTS",
    help="The record: a file or a folder. Can be repeated. Default: events.yaml.",
)
@click.option(
    "--file",
    metavar="FILE",
    help="The file to add the event to. Default: the one with events near the date.",
)
@click.option(
    "--from",
    "origin",
    metavar="FILE|URL",
    help="Draft the event from a document or a web page, or add the events in a YAML file.",
)
@click.option("--allow-local", is_flag=True, help="With --from, also fetch local addresses.")
@click.option("--force", is_flag=True, help="Save even if a file is open in a text editor.")
@click.option(
    "--dry-run", "--diff", "dry_run", is_flag=True, help="Show the change, but do not make it."
)
@quiet_option("Print only problems.")
def add(
    date: str | None,
    kind: str | None,
    title: str | None,
    more: tuple[str, ...],
    into: tuple[str, ...],
    file: str | None,
    origin: str | None,
    allow_local: bool,
    force: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Add an event to the record, in the right place in the file.

    DATE is a date in words or EDTF, such as "9 June 2025", yesterday or "spring 2025". If it
    can mean several dates, the command lists them and adds nothing. At a terminal, the command asks
    for anything that is missing. The rest of the file does not change.

    With --from, the date, source, quotes and figures are taken from a document. At a terminal, you
    accept, change or leave out each one, and a copy of the document is kept. Otherwise, the draft
    is printed as YAML.

    \b
    Examples:
        briefing add
        briefing add "9 June 2025" statement "Chancellor restores the payment" \\
            --source https://example.org/statement --actor "HM Treasury"
        briefing add yesterday report "Report on the scheme" --source "The report" \\
            --url https://example.org/report --publisher "The committee" --published yesterday
        briefing add --from https://example.org/press-release
        briefing add --from .briefing-entry.yaml --diff
    """
    if more:
        message = "Put the date in quotation marks, and the title too"
        raise click.UsageError(f'{message}: briefing add "9 June 2025" statement "A park opens"')
    record = _OpenRecord(into, file, force=force)
    given = given_event(record.words, date, kind, title, options)
    if origin is None:
        _add(record, given)
        _finish(record, dry_run=dry_run)
        return
    if given.event:
        raise click.UsageError("Describe the event either with --from or with other options.")
    if not is_yaml(origin):
        _add_from_document(record, origin, allow_local=allow_local, dry_run=dry_run)
        return
    record.origin = Path(origin)
    for entry in entries_from(origin, record.words):
        if same := record.words.same_event(entry.event):
            echo(f"Not added, because the record has it with the same date: {same}.", err=True)
        else:
            _add(record, entry)
    _finish(record, dry_run=dry_run)
    if not dry_run:
        remove_kept(record.origin)


class _OpenRecord:
    """The files of a record, to which events are added one after the other, and then saved.

    Attributes:
        into: the files and folders that form the record.
        folder: its folder.
        file: the file to add to, or None.
        despite_editor: whether to save files even if they are open in a text editor.
        origin: the YAML file with the events, if they come from one.
        added: the events that have been added to `files`, but not saved, with their places.
    """

    def __init__(self, into: Sequence[str], file: str | None, *, force: bool) -> None:
        if "-" in into:
            raise click.UsageError("A record from standard input cannot be changed. Name a file.")
        self.into, self.folder = into, record_folder(into)
        self.despite_editor = force
        self.origin: Path | None = None
        self.read()
        self.file = self._named(file) if file else None

    def read(self) -> None:
        """Read the files, which may have changed.

        Raises:
            click.ClickException: one of them cannot be read.
        """
        self._set(list(find_events_files(self.into)))
        self.before = {file.name: file.content for file in self.files}
        self.added: list[tuple[NewEvent, Addition]] = []

    def _set(self, files: "list[File]") -> None:
        from briefing.capture.answers import Words
        from briefing.record.loading import load

        self.files, self.loaded = files, load(files)
        if self.loaded.unread:
            message = f"Fix the error in {self.loaded.unread[0]} first: run `briefing check`."
            raise click.ClickException(message)
        self.words = Words(self.loaded.record, opening.today(self.loaded.record))

    def take(self, entry: "NewEvent", addition: "Addition") -> None:
        """Add an event to the files in memory, so that the next one is added after it."""
        from dataclasses import replace

        after = {change.name: change.after for change in addition.changes}
        self._set(
            [replace(file, content=after.get(file.name, file.content)) for file in self.files]
        )
        self.added.append((entry, addition))

    @property
    def changes(self) -> "list[Change]":
        """The files that differ from those on disk."""
        from briefing.saving import Change

        changes = [
            Change(Path(file.name), self.before[file.name], file.content) for file in self.files
        ]
        return [change for change in changes if change.before != change.after]

    def add_again(self) -> None:
        """Read the files again, because they have changed, and add the events to them.

        Raises:
            click.ClickException: an event can no longer be added.
        """
        entries = [(entry, addition.place.file) for entry, addition in self.added]
        self.read()
        for entry, file in entries:
            addition = self.preview(entry, file)
            _refuse_errors(addition)
            self.take(entry, addition)

    def _named(self, file: str) -> str:
        name = Path(file).as_posix()
        inside = [each for each in self.names if each in (name, (self.folder / name).as_posix())]
        if not inside:
            raise click.BadParameter(
                f"{file} is not a file of this record: {listing(self.names)}.",
                param_hint="--file",
            )
        return inside[0]

    @property
    def names(self) -> list[str]:
        """The names of the events files."""
        from briefing.record.loading import is_lock

        return [each.name for each in self.files if not is_lock(each.name)]

    def preview(self, new: "NewEvent", file: str | None = None) -> "Addition":
        """Add an event to the text of a file, or of the one for its date, without saving it.

        Raises:
            click.ClickException: it cannot be added.
        """
        from briefing.capture.adding import CannotAdd, NewEvent, with_defaults
        from briefing.capture.adding import add as add_event

        event = with_defaults(new.event, self.words)
        try:
            whole = NewEvent(event, new.actors, new.sources)
            return add_event(self.files, whole, file or self.file, self.loaded)
        except CannotAdd as error:
            raise click.ClickException(str(error)) from None

    def keep(self, *unfinished: "NewEvent", reason: str = "") -> None:
        """Print the events that were not saved, and keep them in a file in the record's folder."""
        entries = [*(entry for entry, _ in self.added), *unfinished]
        keep_entries(entries, self.folder, self.into, self.origin, reason)


def _add(record: _OpenRecord, entry: "NewEvent") -> None:
    """Add one event to the record, after asking for everything that is missing."""
    from briefing.capture.questions import missing_fields
    from briefing.cli.report import as_text

    missing = missing_fields(entry.event)
    if missing and not is_person():
        raise click.UsageError(
            f"Missing: {listing(missing)}. Give them as arguments, as in: "
            'briefing add "9 June 2025" statement "A new park opens"'
        )
    if missing:
        dialogue = _dialogue(record)
        dialogue.event = dict(entry.event)
        dialogue.offer_actors(entry.actors)
        dialogue.sources = {id: dict(source) for id, source in entry.sources.items()}
        _ask(record, dialogue, dialogue.ask_first)
        return
    addition = record.preview(entry)
    if same := record.words.same_event(entry.event):
        echo(f"Note: the record already has an event with this date and title: {same}.", err=True)
    for problem in addition.problems:
        echo(as_text(problem), err=True, styled=True)
    _refuse_errors(addition)
    record.take(entry, addition)


def _finish(record: _OpenRecord, *, dry_run: bool) -> None:
    """Save the events that have been added, or show the changes."""
    if dry_run:
        _show_changes(record.changes)
    else:
        _save(record)


def _refuse_errors(addition: "Addition") -> None:
    """Stop if the event would cause an error in the record.

    Raises:
        click.ClickException: the event would cause an error.
    """
    from briefing.record.problems import errors

    if found := errors(addition.problems):
        what = listing(sorted({problem.message for problem in found}))
        raise click.ClickException(f"Nothing was added, because it would cause an error: {what}.")


def _add_from_document(
    record: _OpenRecord, origin: str, *, allow_local: bool, dry_run: bool
) -> None:
    """Draft an event from a document. Ask a person about each part, or print the draft."""
    from briefing.cli import from_document
    from briefing.cli.taking import take_draft

    document = from_document.drafted(origin, record.loaded.record, allow_local=allow_local)
    if not is_person():
        from_document.print_draft(document, record.loaded.record, record.folder)
        return
    dialogue = _dialogue(record)
    _ask(record, dialogue, lambda: take_draft(dialogue, document.draft))
    _finish(record, dry_run=dry_run)
    if not dry_run:
        from_document.keep_copy(document, record.loaded.record, record.folder)


def _dialogue(record: _OpenRecord) -> "Dialogue":
    from briefing.cli.asking import Dialogue
    from briefing.cli.prompting import prompter

    return Dialogue(record.words, prompter())


def _ask(record: _OpenRecord, dialogue: "Dialogue", ask: "Callable[[], None]") -> None:
    """Ask a person about an event, and add it to the record. Keep the answers if they stop.

    Raises:
        SystemExit: the person does not want to add it.
    """
    before = len(dialogue.event)
    try:
        ask()
        dialogue.ask_more()
        if addition := dialogue.review(record.preview, record.names, record.file):
            record.take(dialogue.new, addition)
            return
    except click.Abort:
        echo("")
    except Exception:
        record.keep(dialogue.new)
        raise
    if len(dialogue.event) > before + 1:
        record.keep(dialogue.new)
    raise SystemExit(1)


def _save(record: _OpenRecord) -> None:
    """Save the files. If one has changed since it was read, add the events to the new version.

    Raises:
        SystemExit: they cannot be saved. The events are kept.
    """
    from briefing.cli.previewing import where_it_goes
    from briefing.edition.words import date_in_words
    from briefing.saving import ChangedMeanwhile, OpenInEditor, save_all

    attempts = _ATTEMPTS
    while True:
        try:
            save_all(record.changes, despite_editor=record.despite_editor)
            break
        except OpenInEditor as error:
            answer = _ask_to_try_again(str(error)) if is_person() else "quit"
            record.despite_editor = answer == "force"
            if answer == "quit":
                record.keep(reason=f"{error} {_WAY_OUT}")
                raise SystemExit(3) from None
        except ChangedMeanwhile as error:
            attempts -= 1
            if not attempts:
                record.keep(reason=str(error))
                raise SystemExit(3) from None
            entries = [entry for entry, _ in record.added]
            try:
                record.add_again()
            except click.ClickException as failed:
                record.added = []
                record.keep(*entries, reason=failed.format_message())
                raise SystemExit(1) from None
        except OSError as error:
            record.keep(reason=f"{error.filename} cannot be written: {error.strerror}.")
            raise SystemExit(3) from None
    for entry, addition in record.added:
        inform(f"Added to {where_it_goes(addition, is_only=len(record.added) == 1)}.")
        inform(f"{date_in_words(str(entry.event['date']))}: {entry.event['title']}")


def _ask_to_try_again(problem: str) -> str:
    """Ask whether to try to save again, to save despite the editor, or to quit."""
    echo(problem)
    question = "Save and close it there, then press Enter to try again ([f]orce, [q]uit)"
    try:
        answer: str = click.prompt(question, default="again", show_default=False)
    except click.Abort:
        echo("")
        return "quit"
    return next((each for each in ("force", "quit") if each[0] == answer[:1].lower()), "again")


def _show_changes(changes: "Sequence[Change]") -> None:
    """Print the changes of the files as a unified diff."""
    from difflib import unified_diff

    for change in changes:
        name = change.path.as_posix()
        before, after = (
            content.decode("utf-8-sig", "replace").splitlines()
            for content in (change.before, change.after)
        )
        for line in unified_diff(before, after, name, name, lineterm=""):
            echo(line)

"""`briefing add`: add an event to the record."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli import completing, opening
from briefing.cli.console import echo, inform, is_person, quiet_option
from briefing.cli.entries import entries_from, is_yaml, keep_entry, remove_kept
from briefing.cli.event_options import event_options, given_event
from briefing.cli.events import find_events_files, record_folder
from briefing.english import listing

if TYPE_CHECKING:
    from briefing.capture.adding import Addition, NewEvent
    from briefing.capture.answers import Words
    from briefing.cli.asking import Dialogue
    from briefing.record.loading import File

_WAY_OUT = "Save and close the file there, or add --force, and add the entry again."
_ATTEMPTS = 3
"""How often an event is added again to a record that somebody else keeps saving."""


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
    help="The file of the record to add to. Default: the one with events around the date.",
)
@click.option(
    "--from",
    "origin",
    metavar="FILE|URL",
    help="Draft the event from a document or a web page, or add the events in a YAML file.",
)
@click.option("--allow-local", is_flag=True, help="With --from, also fetch local addresses.")
@click.option("--force", is_flag=True, help="Save even if a text editor has unsaved changes.")
@click.option("--dry-run", "--diff", "dry_run", is_flag=True, help="Show the change only.")
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
    """Add an event to the record, in the place that its date has in the file.

    DATE is written as people write dates, such as "9 June 2025", yesterday or "spring 2025". If it
    can mean several dates, they are listed and nothing is added. On a terminal, the command asks
    for everything that is missing. The rest of the file does not change.

    With --from, the date, source, quotes and figures are taken from a document. On a terminal, you
    take, change or leave each one, and a copy of the document is kept. Otherwise, the draft is
    printed as YAML.

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
        _add(record, given, dry_run=dry_run)
        return
    if given.event:
        raise click.UsageError("Describe the event either with --from or with other options.")
    if not is_yaml(origin):
        _add_from_document(record, origin, allow_local=allow_local, dry_run=dry_run)
        return
    for n, entry in enumerate(entries_from(origin)):
        if n:
            record.read()
        _add(record, entry, dry_run=dry_run)
    if not dry_run:
        remove_kept(Path(origin))


class _OpenRecord:
    """The files of a record, to which events are added one after the other."""

    def __init__(self, into: Sequence[str], file: str | None, *, force: bool) -> None:
        if "-" in into:
            raise click.UsageError("A record from standard input cannot be changed. Name a file.")
        self.into, self.folder = into, record_folder(into)
        self.despite_editor = force
        self.read()
        self.file = self._named(file) if file else None

    def read(self) -> None:
        """Read the files, which may have changed.

        Raises:
            click.ClickException: one of them cannot be read.
        """
        from briefing.capture.answers import Words
        from briefing.record.loading import load

        self.files: list[File] = list(find_events_files(self.into))
        self.loaded = load(self.files)
        if self.loaded.unread:
            message = f"Fix the error in {self.loaded.unread[0]} first: run `briefing check`."
            raise click.ClickException(message)
        self.words = Words(self.loaded.record, opening.today(self.loaded.record))

    def _named(self, file: str) -> str:
        name = Path(file).as_posix()
        inside = [each for each in self.names if each in (name, (self.folder / name).as_posix())]
        if not inside:
            raise click.BadParameter(
                f"{file} is not one of the files of this record: {listing(self.names)}.",
                param_hint="--file",
            )
        return inside[0]

    @property
    def names(self) -> list[str]:
        """The names of the events files."""
        from briefing.record.proofs import LOCK

        return [each.name for each in self.files if Path(each.name).name != LOCK]

    def preview(self, new: "NewEvent", file: str | None = None) -> "Addition":
        """Add an event to the text of a file, or of the one for its date, without saving it.

        Raises:
            click.ClickException: it cannot be added.
        """
        from briefing.capture.adding import CannotAdd, NewEvent
        from briefing.capture.adding import add as add_event

        event = _with_defaults(new.event, self.words)
        try:
            whole = NewEvent(event, new.actors, new.sources)
            return add_event(self.files, whole, file or self.file, self.loaded)
        except CannotAdd as error:
            raise click.ClickException(str(error)) from None

    def keep(self, entry: "NewEvent", reason: str = "") -> None:
        """Print an entry that was not saved, and keep it in a file in the record's folder."""
        keep_entry(entry, self.folder, self.into, reason)


def _with_defaults(event: Mapping[str, Any], words: "Words") -> dict[str, Any]:
    """Return the event with an id and the day on which it is added, if it has none."""
    from briefing.record.naming import new_id

    defaults = {
        "id": new_id(str(event["title"]), words.taken),
        "added": words.today.isoformat(),
    }
    return {**event, **{key: value for key, value in defaults.items() if key not in event}}


def _add(record: _OpenRecord, entry: "NewEvent", *, dry_run: bool) -> None:
    """Add one event, after asking for everything that is missing."""
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
        addition = _asked(record, dialogue, dialogue.ask_first)
        entry = dialogue.new
    else:
        addition = record.preview(entry)
        for problem in addition.problems:
            echo(as_text(problem), err=True, styled=True)
        if not dry_run:
            _refuse_errors(addition)
    if dry_run:
        _show_changes(addition)
    else:
        _save(record, entry, addition)


def _refuse_errors(addition: "Addition") -> None:
    """Stop if the event would cause an error in the record.

    Raises:
        click.ClickException: it would.
    """
    from briefing.record.problems import errors

    if found := errors(addition.problems):
        what = listing(sorted({problem.message for problem in found}))
        raise click.ClickException(f"Nothing was added, because it would be an error: {what}.")


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
    addition = _asked(record, dialogue, lambda: take_draft(dialogue, document.draft))
    if dry_run:
        _show_changes(addition)
        return
    _save(record, dialogue.new, addition)
    record.read()
    from_document.keep_copy(document, record.loaded.record, record.folder)


def _dialogue(record: _OpenRecord) -> "Dialogue":
    from briefing.cli.asking import Dialogue
    from briefing.cli.prompting import prompter

    return Dialogue(record.words, prompter())


def _asked(record: _OpenRecord, dialogue: "Dialogue", ask: "Callable[[], None]") -> "Addition":
    """Ask a person about an event. Keep the answers if they stop.

    Raises:
        SystemExit: the person does not want to add it.
    """
    before = len(dialogue.event)
    try:
        ask()
        dialogue.ask_more()
        if addition := dialogue.review(record.preview, record.names, record.file):
            return addition
    except click.Abort:
        echo("")
    except Exception:
        record.keep(dialogue.new)
        raise
    if len(dialogue.event) > before + 1:
        record.keep(dialogue.new)
    raise SystemExit(1)


def _save(record: _OpenRecord, entry: "NewEvent", addition: "Addition") -> None:
    """Save an addition. If a file has changed since it was read, add the event to the new version.

    Raises:
        SystemExit: it cannot be saved. The entry is kept.
    """
    from briefing.cli.previewing import date_in_words, where_it_goes
    from briefing.saving import Change, ChangedMeanwhile, OpenInEditor, save_all

    attempts = _ATTEMPTS
    while True:
        changes = [Change(Path(each.name), each.before, each.after) for each in addition.changes]
        try:
            save_all(changes, despite_editor=record.despite_editor)
            break
        except OpenInEditor as error:
            answer = _ask_to_try_again(str(error)) if is_person() else "quit"
            record.despite_editor = answer == "force"
            if answer == "quit":
                record.keep(entry, f"{error} {_WAY_OUT}")
                raise SystemExit(3) from None
        except ChangedMeanwhile as error:
            attempts -= 1
            if not attempts:
                record.keep(entry, str(error))
                raise SystemExit(3) from None
            try:
                record.read()
                addition = record.preview(entry, addition.place.file)
                _refuse_errors(addition)
            except click.ClickException as failed:
                record.keep(entry, failed.format_message())
                raise SystemExit(1) from None
        except OSError as error:
            record.keep(entry, f"{error.filename} cannot be written: {error.strerror}.")
            raise SystemExit(3) from None
    inform(f"Added to {where_it_goes(addition)}.")
    inform(f"{date_in_words(str(entry.event['date']))}: {entry.event['title']}")


def _ask_to_try_again(problem: str) -> str:
    """Ask whether to try to save again, to save despite the editor, or to quit."""
    echo(problem)
    question = "Save and close it there, then press Enter to try again ([f]orce, [q]uit)"
    answer: str = click.prompt(question, default="again", show_default=False)
    return next((each for each in ("force", "quit") if each[0] == answer[:1].lower()), "again")


def _show_changes(addition: "Addition") -> None:
    """Print the changes of the files as a unified diff."""
    from difflib import unified_diff

    for change in addition.changes:
        before, after = (
            content.decode("utf-8-sig", "replace").splitlines()
            for content in (change.before, change.after)
        )
        for line in unified_diff(before, after, change.name, change.name, lineterm=""):
            echo(line)

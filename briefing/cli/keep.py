"""`briefing keep`: keep copies of the sources, as evidence."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli import completing, opening
from briefing.cli.console import echo, inform, is_quiet, quiet_option
from briefing.cli.errors import CommandFailed
from briefing.cli.events import divided, find_events_files, record_folder
from briefing.cli.links import refuse_way_out, templates_of
from briefing.cli.progress import progress
from briefing.english import counted, listing

if TYPE_CHECKING:
    from briefing.evidence.addresses import AddressedSource
    from briefing.evidence.copies import Copies
    from briefing.evidence.keeping import KeepResult
    from briefing.record.record import Record

_LONGEST_QUOTE = 60


@click.command()
@click.argument(
    "arguments",
    metavar="[EVENTS | ID]...",
    nargs=-1,
    shell_complete=completing.or_files(completing.sources),
)
@click.option("--again", is_flag=True, help="Also fetch sources that already have a copy.")
@click.option(
    "--archived",
    is_flag=True,
    help="Fetch the archived copy given by the source's `archived` key.",
)
@click.option(
    "--memento",
    metavar="URL",
    help="For sources without an `archived` key, fetch archived copies from this web archive, such "
    "as https://web.archive.org/web/.",
)
@click.option(
    "--anyway",
    is_flag=True,
    help="Keep pages even if they contain none of the source's quotes or figures.",
)
@click.option("--allow-local", is_flag=True, help="Also fetch addresses on the local network.")
@click.option("--gitignore", is_flag=True, help="Add the folder of copies to .gitignore.")
@click.option("--dry-run", is_flag=True, help="Show which addresses would be fetched.")
@quiet_option("Print only problems.")
def keep(
    arguments: tuple[str, ...],
    again: bool,
    archived: bool,
    memento: str | None,
    anyway: bool,
    allow_local: bool,
    gitignore: bool,
    dry_run: bool,
) -> None:
    """Fetch the sources that have a web address but no copy, and keep them in the sources folder.

    Today's date is recorded as the `read` date of each source. Nothing else in the record changes.

    EVENTS is a file, several files or a folder of files. Default: events.yaml. An ID is the id or
    the web address of a source. Default: all sources that have no copy.

    \b
    Examples:
        briefing keep
        briefing keep gazette-2019 --again
        briefing keep events/ --archived --memento https://web.archive.org/web/
    """
    from shlex import join

    from briefing.evidence.copies import SOURCES, find_copies
    from briefing.evidence.fetching import Fetcher, FetchLimits
    from briefing.evidence.keeping import KeepOptions
    from briefing.evidence.keeping import keep as keep_copies
    from briefing.signals import exit_on_sigterm

    exit_on_sigterm()
    events, ids = divided(arguments)
    if "-" in events:
        raise click.UsageError("A record from standard input has no folder. Name a file.")
    folder = record_folder(events)
    refuse_way_out(folder / SOURCES, folder)
    templates = opening.read_templates(templates_of(None, folder))
    record = opening.load_valid(list(find_events_files(events)), templates, "internal")
    existing = find_copies(record, folder)
    chosen = _chosen(record, ids, existing, again=again)
    if gitignore and not dry_run:
        _ignore(folder / ".gitignore", f"{SOURCES}/")
    if dry_run:
        for source in chosen:
            echo(f"{source.name}  {source.address}")
        return
    options = KeepOptions(
        anyway=anyway,
        archived=archived or memento is not None,
        archive=memento,
    )
    kept, failed = [], 0
    try:
        with progress(len(chosen), shown=not is_quiet()) as (begin, end):
            fetcher = Fetcher(FetchLimits(allow_local=allow_local), begin, end)
            for result in keep_copies(record, folder, chosen, existing, fetcher, options):
                if result.file:
                    kept.append(result.source.name)
                    inform(_kept(result, folder))
                else:
                    failed += 1
                for line in _problems(result):
                    echo(line, err=True)
    except OSError as error:
        raise CommandFailed(f"{error.filename} cannot be written: {error.strerror}.") from None
    finally:
        if kept:
            _set_reading_dates(events, kept, record)
    _note_missing(record, folder, ids)
    if kept:
        inform(f"Next: {join(['briefing', 'prove', *events])}", err=True)
    if failed:
        echo(f"{len(kept)} kept, {failed} not kept.", err=True)
        raise SystemExit(1)


def _chosen(
    record: "Record", ids: Sequence[str], existing: "Mapping[str, Copies]", *, again: bool
) -> "list[AddressedSource]":
    """Return the sources to fetch: those with the `ids`, or all.

    Raises:
        click.UsageError: there is no such source, or it has no address.
    """
    from briefing.cli.suggesting import suggestion
    from briefing.evidence.addresses import addressed_sources
    from briefing.evidence.copies import SOURCES

    sources = addressed_sources(record)
    by_address = {source.address: name for name, source in sources.items()}
    wanted = [by_address.get(id, id) for id in ids]
    for name in wanted:
        if name not in sources and name in record.sources:
            message = f"The source '{name}' has no url. Save a copy of it as {SOURCES}/{name}.pdf."
            raise click.UsageError(message)
        if name not in sources:
            hint = suggestion(name, sources, "To list the ids, run `briefing list --of sources`.")
            raise click.UsageError(f"There is no source '{name}' with a web address. {hint}")
    notes = {
        name: _why_not(name, existing[name], again=again, is_asked=bool(ids))
        for name in dict.fromkeys(wanted or sources)
        if name in existing
    }
    for note in filter(None, notes.values()):
        inform(note, err=True)
    chosen = [sources[name] for name in wanted or sources if notes.get(name) is None]
    if not chosen and not any(notes.values()):
        inform(_NOTHING_TO_KEEP if sources else "No source has a web address.", err=True)
    return list(dict.fromkeys(chosen))


_NOTHING_TO_KEEP = "Every source with a web address has a copy."


def _why_not(name: str, copies: "Copies", *, again: bool, is_asked: bool) -> str | None:
    """Return why a source with a copy is not fetched, or "" if nobody needs to know.

    Return None if it is fetched.
    """
    from briefing.evidence.copies import SOURCES
    from briefing.evidence.keeping import replaced_files

    files, replaced = listing(copies.files), replaced_files(name, copies)
    if problem := copies.problem:
        what = f"its copy, {files}," if files else f"the folder {SOURCES}"
        again_hint = " To fetch the source again, delete the copy first." if replaced else ""
        return (
            f"Note: {name} was not fetched, because {what} cannot be used: {problem.reason}. "
            f"{problem.hint}.{again_hint}"
        )
    if not again:
        return f"{name} already has a copy. To fetch it again, add --again." if is_asked else ""
    if not replaced:
        return f"Note: {name} was not fetched, because its copy is {files}. Replace it yourself."
    return None


def _kept(result: "KeepResult", folder: Path) -> str:
    details = [counted(result.found, "quote") + " found"] if result.found else []
    if result.archived_at:
        details.append(f"archived on {result.archived_at}")
    path = (folder / result.file).as_posix()
    return f"{path}  ({', '.join(details)})" if details else path


def _problems(result: "KeepResult") -> Iterator[str]:
    """Yield lines about a source that was not kept, or about quotes that are not in its copy."""
    if not result.file:
        hint = f"\n    {result.hint}." if result.hint else ""
        yield f"{result.source.name} was not kept: {result.reason}.{hint}"
        return
    for quote in result.missing:
        short = quote if len(quote) <= _LONGEST_QUOTE else f"{quote[: _LONGEST_QUOTE - 1]}…"
        yield f"Note: {result.file} does not contain “{short}”. Run `briefing prove` to compare."


def _set_reading_dates(events: Sequence[str], names: Sequence[str], record: "Record") -> None:
    """Record today as the day on which the sources were read.

    Raises:
        CommandFailed: the record cannot be changed. The copies have been kept.
    """
    from briefing.evidence.reading_dates import RecordChanged, set_reading_dates
    from briefing.saving import ChangedMeanwhile, OpenInEditor

    day = opening.today(record)
    files = list(find_events_files(events))
    otherwise = f"The copies were kept. Add `read: {day}` to these sources: {listing(names)}."
    try:
        done = set_reading_dates(files, names, day)
    except OpenInEditor as error:
        raise CommandFailed(f"{error}\n{otherwise}") from None
    except (RecordChanged, ChangedMeanwhile):
        message = "The record has changed since the command started, so it was left as it is."
        raise CommandFailed(f"{message}\n{otherwise}") from None
    except OSError as error:
        message = f"{error.filename} cannot be written: {error.strerror}."
        raise CommandFailed(f"{message}\n{otherwise}") from None
    if done.unset:
        text = "source is" if len(done.unset) == 1 else "sources are"
        text = (
            f"{len(done.unset)} {text} only an address in the record, so no `read` date was added"
        )
        inform(f"Note: {text}.", err=True)


def _note_missing(record: "Record", folder: Path, ids: Sequence[str]) -> None:
    """Print which listed sources have neither an address nor a copy."""
    from briefing.evidence.copies import SOURCES, find_copies

    copies = find_copies(record, folder)
    names = [id for id, source in record.sources.items() if not source.url and id not in copies]
    if names and not ids:
        shown = listing(names[:3] + ([f"{len(names) - 3} more"] if len(names) > 3 else []))
        is_one = len(names) == 1
        subject = f"{shown} {'has' if is_one else 'have'}"
        pronoun, each = ("it", "a copy") if is_one else ("they", "a copy of each")
        inform(
            f"Note: {subject} no url, so {pronoun} cannot be fetched. Save {each} yourself, for "
            f"example as {SOURCES}/{names[0]}.pdf.",
            err=True,
        )


def _ignore(file: Path, line: str) -> None:
    """Add a line to a .gitignore, if it is not there yet.

    Raises:
        CommandFailed: the file cannot be written.
    """
    from briefing.replacing import replace_file, write_whole

    try:
        old = file.read_bytes() if file.exists() else b""
        lines = old.decode("utf-8", "replace").splitlines()
        if line in lines or f"/{line}" in lines:
            return
        end = b"\r\n" if b"\r\n" in old else b"\n"
        gap = end if old and not old.endswith(b"\n") else b""
        new = old + gap + line.encode() + end
        if file.exists():
            replace_file(file, old, new)
        else:
            write_whole(file, new)
    except OSError as error:
        raise CommandFailed(f"{file} cannot be written: {error.strerror}.") from None

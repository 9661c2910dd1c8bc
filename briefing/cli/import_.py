"""`briefing import`: turn tables that people already have into events."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.console import echo, is_quiet, quiet_option
from briefing.cli.errors import CommandFailed
from briefing.cli.events import DEFAULT
from briefing.cli.progress import progress

if TYPE_CHECKING:
    from briefing.capture.addresses import Download
    from briefing.capture.table import Order, Table

_NAME_OF_SHEET = 2
"""The maximum number of words in a name that may not be a heading, such as "table 1"."""


class FileOrAddress(click.Path):
    """A file that exists, or a web address."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        from briefing.capture.addresses import is_address

        return value if is_address(str(value)) else super().convert(value, param, ctx)

    def __init__(self) -> None:
        super().__init__(exists=True, dir_okay=False)


@click.command("import")
@click.argument(
    "files",
    metavar="FILE | URL...",
    nargs=-1,
    required=True,
    type=FileOrAddress(),
)
@click.option(
    "--out",
    "-o",
    metavar="FILE",
    help="The events file to write, or - for standard output. Default: events.yaml.",
)
@click.option(
    "--into",
    metavar="EVENTS",
    multiple=True,
    help="Add the events to this events file, and leave out those that it already has. If the "
    "record has other files, name them after it with --into.",
)
@click.option(
    "--columns",
    metavar="LIST",
    help='The roles of columns, as in "date=When, title=What happened". They replace the roles '
    "that the command found.",
)
@click.option("--day-first", "order", flag_value="day first", help="Read 3/4/2021 as 3 April 2021.")
@click.option(
    "--month-first", "order", flag_value="month first", help="Read 3/4/2021 as 4 March 2021."
)
@click.option(
    "--title",
    help="The title of a new record. Default: the heading of the table, or the name of the file.",
)
@click.option("--allow-local", is_flag=True, help="Also fetch addresses on the local network.")
@click.option(
    "--force",
    is_flag=True,
    help="Overwrite the events file if it exists. With --into: save even if a file is open in "
    "a text editor.",
)
@quiet_option("Print only problems.")
def import_(
    files: tuple[str, ...],
    out: str | None,
    into: tuple[str, ...],
    columns: str | None,
    order: "Order | None",
    title: str | None,
    allow_local: bool,
    force: bool,
) -> None:
    """Turn the rows of tables that you already have into events.

    FILE is a spreadsheet (xlsx, xls, ods, csv), a document with a table or a list of dates (docx,
    odt, html, md, txt), a calendar (ics), a feed, a TimelineJS or JSON file, or a Bill from the UK
    Parliament's API. You can name several files. A URL is the web address of such a file, of a page
    with a table, of a Google sheet, or of a Bill on bills.parliament.uk. It is fetched.

    The command identifies the columns by their headings and content, and shows how it read each
    one. No row is lost, and no date is guessed: a row that cannot be read with certainty becomes
    a comment that explains what is missing. At a terminal, the command asks you about unclear dates
    first.

    \b
    Examples:
        briefing import chronology.docx
        briefing import timeline.xlsx --columns "date=When, title=What happened"
        briefing import more.csv --into events.yaml
        briefing import https://bills.parliament.uk/bills/3137
        briefing import *.csv -o - | less
    """
    from briefing.cli import importing

    if into and (out or title):
        option = "--out" if out else "--title"
        raise click.UsageError(f"{option} is for a new record, so it cannot be used with --into.")
    tables = read_files(files, allow_local=allow_local)
    if into:
        importing.add_to(into, tables, columns, order or "", force=force)
        return
    target = out or DEFAULT
    refuse_to_overwrite(target, force=force)
    text = importing.new_record(tables, columns, order or "", title or title_for(files, tables))
    write_new(target, text, force=force)


def read_files(files: Sequence[str], *, allow_local: bool = False) -> "list[Table]":
    """Read the tables of all files, and fetch those that are web addresses.

    Raises:
        CommandFailed: a file cannot be read.
    """
    from briefing.capture.addresses import is_address
    from briefing.capture.reading import read_tables
    from briefing.evidence.copies import LARGEST
    from briefing.evidence.kinds import NotReadable

    tables: list[Table] = []
    for file in files:
        try:
            if is_address(file):
                found = _download(file, allow_local=allow_local)
                tables += read_tables(found.content, found.name)
            else:
                with Path(file).open("rb") as opened:
                    tables += read_tables(opened.read(LARGEST + 1), Path(file).name)
        except NotReadable as error:
            raise CommandFailed(
                f"{file} cannot be imported: {error.reason}. {error.hint}."
            ) from None
        except OSError as error:
            raise CommandFailed(f"{file} cannot be read: {error.strerror}.") from None
    return tables


def _download(address: str, *, allow_local: bool) -> "Download":
    from briefing.capture.addresses import download
    from briefing.evidence.fetching import Fetcher, FetchLimits

    with progress(1, shown=not is_quiet()) as (begin, end):
        return download(address, Fetcher(FetchLimits(allow_local=allow_local), begin, end))


def title_for(files: Sequence[str], tables: "Sequence[Table]") -> str:
    """Return a title: the heading above a single table, or the name of the first file."""
    from briefing.capture.texts import LONGEST_TITLE, as_title, one_line
    from briefing.typography import capitalised

    heading = as_title(one_line(tables[0].name)) if len(tables) == 1 else ""
    is_known = len(tables) == 1 and bool(tables[0].columns) and tables[0].name != "table 1"
    is_title = is_known or len(heading.split()) > _NAME_OF_SHEET
    if heading and is_title and len(heading) <= LONGEST_TITLE:
        return heading
    name = one_line(Path(files[0]).stem.replace("_", " ").replace("-", " "))
    return capitalised(name) or "A record of your own"


def refuse_to_overwrite(target: str, *, force: bool) -> None:
    """Stop if the file to write exists, unless the user allows it to be overwritten.

    Raises:
        click.UsageError: the file exists.
    """
    if target != "-" and not force and Path(target).exists():
        raise click.UsageError(
            f"{target} already exists and was not changed. Add the events to it with "
            f"--into {target}, choose another file with -o, or overwrite it with --force."
        )


def write_new(target: str, text: str, *, force: bool) -> None:
    """Write a new events file.

    Raises:
        CommandFailed: it cannot be written.
    """
    from briefing.replacing import write_whole

    if target == "-":
        click.echo(text, nl=False)
        return
    path = Path(target)
    try:
        if force:
            write_whole(path, text.encode())
        else:
            with path.open("x", encoding="utf-8", newline="\n") as file:
                file.write(text)
    except FileExistsError:
        refuse_to_overwrite(target, force=False)
    except OSError as error:
        raise CommandFailed(f"{target} cannot be written: {error.strerror}.") from None
    echo(target)

"""`briefing list`: list the record as a table."""

import sys
from typing import TYPE_CHECKING

import click

from briefing.cli import completing
from briefing.cli.console import echo, echo_json
from briefing.cli.events import divided
from briefing.cli.opening import choice_of, choosing_options, open_record, reading_options
from briefing.english import counted, listing

if TYPE_CHECKING:
    from briefing.record.audiences import Audience


@click.command("list")
@click.argument(
    "arguments", metavar="[EVENTS | WORDS]...", nargs=-1, shell_complete=completing.files
)
@click.option(
    "--of",
    "name",
    type=click.Choice(
        [
            "events",
            "asks",
            "questions",
            "commitments",
            "figures",
            "sources",
            "evidence",
            "actors",
            "areas",
            "sections",
        ]
    ),
    default="events",
    show_default=True,
    help="The kind of item to list.",
)
@choosing_options
@reading_options
@click.option(
    "--format",
    "format",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="The output format: for people, programs or spreadsheets.",
)
def list_(
    arguments: tuple[str, ...],
    name: str,
    since: str | None,
    until: str | None,
    topics: tuple[str, ...],
    actors: tuple[str, ...],
    kinds: tuple[str, ...],
    as_of: str | None,
    audience: "Audience",
    format: str,
) -> None:
    """List events, asks, questions, commitments, figures, sources, actors or areas.

    With --of, it also lists the sections of editions, and evidence.

    EVENTS is a file, several files, a folder of files, or - for standard input. Default:
    events.yaml. All other arguments are WORDS to search for: only items whose text contains all of
    them are listed. The text of an event includes its quotes and the names of its topics, actors
    and sources. To search for a phrase, put it in quotation marks.

    Options that choose events also limit the other items to those in the chosen
    events. Evidence is the list of all quotes and figures, with the result of `briefing prove`. As
    JSON or CSV, it has their passages too.

    \b
    Examples:
        briefing list --topic fines --since 2020
        briefing list fines "online harms"
        briefing list --of asks --as-of 2021-03-31
        briefing list events/ --of figures --format csv > figures.csv
    """
    from shutil import get_terminal_size

    from briefing.edition.searching import Query, search
    from briefing.output.table import as_csv, as_json, as_text

    events, words = divided(arguments)
    opened = open_record(events, as_of, audience)
    choice = choice_of(
        opened.record, opened.record, since, until, topics, actors, kinds, opened.as_of
    )
    query = Query(words, opened.record.language)
    table = search(name, opened.record, opened.as_of, query, choice, is_whole=opened.is_whole)
    if format == "csv":
        click.echo(as_csv(table), nl=False)
    elif format == "json":
        echo_json(as_json(table, opened.as_of, audience))
    elif table.rows:
        width = get_terminal_size().columns if sys.stdout.isatty() else None
        echo(as_text(table, width))
    else:
        items = "quotes or figures" if name == "evidence" else name
        found = f" that contain {listing([*map(repr, words)])}" if words else " to list"
        echo(f"There are no {items}{found}.", err=True)
    if words and name == "events" and format == "table":
        for other in ("areas", "sections"):
            more = search(other, opened.record, opened.as_of, query, is_whole=opened.is_whole)
            if number := len(more.rows):
                one = other.removesuffix("s")
                found, them = ("matches", "it") if number == 1 else ("match", "them")
                text = f"{counted(number, one)} {found} too. To list {them}, add: --of {other}"
                echo(text, err=True)

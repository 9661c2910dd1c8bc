"""`briefing build`: every edition in every format."""

import gc
import signal
import sys
import time
from collections.abc import Iterable
from datetime import date as Day
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.events import events_argument, find, home

if TYPE_CHECKING:
    from briefing.edition.choosing import Choice
    from briefing.timeline.dates import VagueDate
    from briefing.timeline.model import Edition
    from briefing.timeline.timeline import Timeline


@click.command()
@events_argument
@click.option("--edition", "-e", "names", multiple=True, help="Only this edition; may be repeated.")
@click.option(
    "--format",
    "-f",
    "forms",
    multiple=True,
    type=click.Choice(["md", "html", "pdf"]),
    help="Only this format; may be repeated.",
)
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default="out",
    show_default=True,
    help="The folder to write to.",
)
@click.option("--since", metavar="DATE", help="Only what happened then or later.")
@click.option("--until", metavar="DATE", help="Only what happened then or earlier.")
@click.option("--topic", "topics", multiple=True, help="Only this topic; may be repeated.")
@click.option("--actor", "actors", multiple=True, metavar="ID", help="Only events with this actor.")
@click.option("--kind", "kinds", multiple=True, help="Only this kind of event; may be repeated.")
@click.option(
    "--templates",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Your own templates; without, the folder templates beside the events file.",
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "weasyprint", "plutoprint"]),
    default="auto",
    show_default=True,
    help="What makes PDFs: weasyprint is accessible, plutoprint is fast.",
)
@click.option("--strict", is_flag=True, help="Take warnings for errors.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing unless something is wrong.")
def build(
    events: tuple[str, ...],
    names: tuple[str, ...],
    forms: tuple[str, ...],
    out: Path,
    since: str | None,
    until: str | None,
    topics: tuple[str, ...],
    actors: tuple[str, ...],
    kinds: tuple[str, ...],
    templates: Path | None,
    engine: str,
    strict: bool,
    quiet: bool,
) -> None:
    """Make the briefings: every edition, as Markdown, HTML and PDF.

    EVENTS is a file, several files, a folder of them, or - for standard input; events.yaml without.

    \b
    Examples:
        briefing build
        briefing build -e member -f pdf
        briefing build events/ -o public --since "3 July 2023" --topic fines
    """
    started = time.monotonic()
    from briefing.cli import report
    from briefing.cli.progress import progress
    from briefing.edition.briefing import editions_of, make_briefing
    from briefing.output.document import Document
    from briefing.output.folders import template_formats
    from briefing.output.formats import FORMATS
    from briefing.output.pdf import NoEngine
    from briefing.output.templates import TemplateMistake
    from briefing.output.writing import NotWritten, write
    from briefing.timeline.problems import errors
    from briefing.timeline.reading import read

    own = templates or home(events) / "templates"
    formats = template_formats(own)
    reading = read(find(events), formats)
    if not quiet or errors(reading.problems, strict=strict):
        report.print_problems(reading.problems, "text", err=True)
    if errors(reading.problems, strict=strict):
        report.print_summary(reading)
        raise SystemExit(1)

    timeline = reading.timeline
    editions = _named(editions_of(timeline), names)
    choice = _choice(timeline, since, until, topics, actors, kinds)
    as_of = timeline.correct_as_of or _today(timeline.timezone)
    briefings = [make_briefing(timeline, *it, as_of, choice) for it in editions.items()]
    for briefing in briefings:
        if not briefing.entries:
            click.echo(f"Warning: no event is in the edition '{briefing.id}'.", err=True)

    chosen = tuple(dict.fromkeys(forms)) or tuple(FORMATS)
    made: dict[str, tuple[int, Document]] = {}
    failures: list[str] = []
    # Laying out pages makes millions of objects and little rubbish: looking for it less often takes
    # a tenth off a PDF.
    gc.set_threshold(50_000, 20, 20)
    # A build that is told to stop cleans up after itself like one that fails.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    try:
        with progress(len(chosen) * len(briefings), shown=not quiet) as begin:
            for form in chosen:
                try:
                    render = FORMATS[form](own, engine)
                except NoEngine as error:
                    failures.append(str(error))
                    continue
                for briefing in briefings:
                    if not forms and form not in formats[briefing.template]:
                        continue
                    name = f"{briefing.id}.{form}"
                    begin(name)
                    made[name] = (len(briefing.entries), render(briefing))
        if made:
            write(out, {name: document.content for name, (_, document) in made.items()})
    except TemplateMistake as error:
        failures = [f"{error}\nNothing was written."]
    except NotWritten as error:
        failures = [f"{error.filename} cannot be written: {error.strerror}.\nNothing was written."]
    else:
        for remark in dict.fromkeys(it for _, document in made.values() for it in document.remarks):
            click.echo(f"Note: {remark}.", err=True)
        if not quiet:
            for name, (count, document) in made.items():
                click.echo(_line(out / name, count, document.pages))
        if not quiet and not failures:
            click.echo(f"Done in {time.monotonic() - started:.1f} seconds.", err=True)
    for failure in failures:
        click.echo(f"Error: {failure}", err=True)
    if failures:
        raise SystemExit(3)


def _named(editions: "dict[str, Edition]", names: Iterable[str]) -> "dict[str, Edition]":
    from briefing.timeline.problems import closest

    for name in names:
        if name not in editions:
            hint = closest(name, editions) or f"There are: {', '.join(editions)}."
            raise click.BadParameter(
                f"There is no edition '{name}': {hint}", param_hint="--edition"
            )
    return {name: editions[name] for name in names} if names else editions


def _choice(
    timeline: "Timeline",
    since: str | None,
    until: str | None,
    topics: Iterable[str],
    actors: Iterable[str],
    kinds: Iterable[str],
) -> "Choice":
    from briefing.edition.choosing import Choice
    from briefing.timeline.kinds import normal

    known_topics = {topic for event in timeline.events for topic in event.topics}
    return Choice(
        _date(since, "--since"),
        _date(until, "--until"),
        _known(topics, known_topics, "--topic"),
        _known(actors, timeline.actors, "--actor"),
        _known(map(normal, kinds), timeline.kinds, "--kind"),
    )


def _known(words: Iterable[str], known: Iterable[str], option: str) -> frozenset[str]:
    from briefing.timeline.problems import closest

    chosen = frozenset(words)
    for word in sorted(chosen - set(known)):
        hint = closest(word, known) or f"There are: {', '.join(sorted(known)) or 'none'}."
        raise click.BadParameter(f"There is no '{word}': {hint}", param_hint=option)
    return chosen


def _date(text: str | None, option: str) -> "VagueDate | None":
    from briefing.timeline.dates import DateProblem, parse, suggest

    if text is None:
        return None
    try:
        return parse(suggest(text) or text)
    except DateProblem as error:
        raise click.BadParameter(str(error), param_hint=option) from None


def _today(timezone: str) -> Day:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    return datetime.now(ZoneInfo(timezone)).date()


def _line(path: Path, events: int, pages: int | None) -> str:
    line = f"{path.as_posix()}  {events:,} event{'' if events == 1 else 's'}"
    return line if pages is None else f"{line}, {pages:,} page{'' if pages == 1 else 's'}"

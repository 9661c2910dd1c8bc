"""`briefing build`: every edition in every format."""

import gc
import signal
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from briefing.cli.events import events_argument, find, home
from briefing.cli.record import (
    READERS,
    choice_of,
    choosing_options,
    day_of,
    last_day,
    print_problems,
    tell_left_out,
)

if TYPE_CHECKING:
    from briefing.timeline.audiences import Audience
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
@click.option(
    "--each",
    metavar="area|AREAS",
    help="One briefing for each area, or for each of these, with commas between.",
)
@click.option("--as-of", metavar="DATE", help="As it could have been written on that day.")
@choosing_options
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
    each: str | None,
    as_of: str | None,
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
    started = monotonic()
    from briefing.cli import report
    from briefing.cli.progress import progress
    from briefing.edition.briefing import editions_of, make_briefing
    from briefing.edition.knowing import known_on
    from briefing.edition.seeing import seen_by
    from briefing.output.document import Document
    from briefing.output.folders import template_formats
    from briefing.output.formats import FORMATS
    from briefing.output.pdf import NoEngine
    from briefing.output.templates import TemplateMistake
    from briefing.output.writing import NotWritten, write
    from briefing.timeline.audiences import end_of
    from briefing.timeline.problems import errors
    from briefing.timeline.reading import read

    own = templates or home(events) / "templates"
    files = list(find(events))
    formats = template_formats(own)
    reading = read(files, formats)
    timeline = reading.timeline
    offered = editions_of(timeline)
    readers = _readers(it for id, it in offered.items() if id in names or not names)
    if not quiet or errors(reading.problems, strict=strict):
        print_problems(reading, files, readers)
    if errors(reading.problems, strict=strict):
        report.print_summary(reading)
        raise SystemExit(1)

    editions = _named(offered, names)
    limit = last_day(timeline)
    day = day_of(as_of, limit)
    moment = min(datetime.now(UTC), end_of(day, timeline.timezone))
    views = {reader: seen_by(timeline, reader, moment) for reader in readers}
    if each:
        editions = _for_each({it: seen for it, (seen, _) in views.items()}, editions, each)
    widest, narrowest = views[readers[0]][0], views[readers[-1]][0]
    choice = choice_of(narrowest, widest, since, until, topics, actors, kinds)
    if day < limit:
        # After what is hidden is gone: that may not tell what was known on the day.
        views = {it: (known_on(seen, day), dropped) for it, (seen, dropped) in views.items()}
    briefings = []
    for id, edition in editions.items():
        reader = edition.audience or "public"
        seen, dropped = views[reader]
        briefing = make_briefing(seen, id, edition, day, choice)
        briefings.append(briefing)
        if not briefing.entries:
            click.echo(f"Warning: no event is in the edition '{id}'.", err=True)
        if not quiet:
            tell_left_out(f"'{id}'", reader, dropped)

    chosen = tuple(dict.fromkeys(forms)) or tuple(FORMATS)
    made: dict[str, tuple[int, Document]] = {}
    failures: list[str] = []
    # Laying out pages makes millions of objects and little rubbish: looking for it less often takes
    # a tenth off a PDF. What has been made so far is none.
    gc.freeze()
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
            click.echo(f"Done in {monotonic() - started:.1f} seconds.", err=True)
    for failure in failures:
        click.echo(f"Error: {failure}", err=True)
    if failures:
        raise SystemExit(3)


def _readers(editions: "Iterable[Edition]") -> "list[Audience]":
    """Those for whom the `editions` are, widest first."""
    readers = {edition.audience or "public" for edition in editions}
    return [reader for reader in READERS if reader in readers]


def _named(editions: "dict[str, Edition]", names: Iterable[str]) -> "dict[str, Edition]":
    from briefing.timeline.problems import closest

    for name in names:
        if name not in editions:
            hint = closest(name, editions) or f"There are: {', '.join(editions)}."
            raise click.BadParameter(
                f"There is no edition '{name}': {hint}", param_hint="--edition"
            )
    return {name: editions[name] for name in names} if names else editions


def _for_each(
    seen: "dict[Audience, Timeline]", editions: "dict[str, Edition]", each: str
) -> "dict[str, Edition]":
    """One edition for each area, made from the one that was chosen, or else from the member one.

    There are no areas but those that its readers may see.
    """
    from briefing.timeline.problems import closest

    if len(editions) > 1:
        editions = {
            id: it for id, it in editions.items() if it.template == "member" and not it.area
        }
    if len(editions) != 1:
        raise click.BadParameter("Say which edition: -e EDITION.", param_hint="--each")
    ((id, edition),) = editions.items()
    known = seen[edition.audience or "public"].areas
    areas = list(known) if each == "area" else [it.strip() for it in each.split(",")]
    for area in areas:
        if area not in known:
            hint = closest(area, known) or f"There are: {', '.join(known) or 'none'}."
            raise click.BadParameter(f"There is no area '{area}': {hint}", param_hint="--each")
    if not areas:
        raise click.BadParameter("The record has no areas.", param_hint="--each")
    return {f"{id}-{area}": edition.model_copy(update={"area": area}) for area in areas}


def _line(path: Path, events: int, pages: int | None) -> str:
    line = f"{path.as_posix()}  {events:,} event{'' if events == 1 else 's'}"
    return line if pages is None else f"{line}, {pages:,} page{'' if pages == 1 else 's'}"

"""What the commands that make briefings share: their options, reading the record, and the press."""

import gc
import signal
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.events import find, home
from briefing.cli.record import READERS, print_problems

if TYPE_CHECKING:
    from briefing.edition.briefing import Briefing
    from briefing.output.document import Document
    from briefing.timeline.audiences import Audience
    from briefing.timeline.model import Edition
    from briefing.timeline.timeline import Timeline


def edition_and_format_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--edition` and `--format`: what to make."""
    for option in (
        click.option(
            "--format",
            "-f",
            "forms",
            multiple=True,
            type=click.Choice(["md", "html", "pdf", "docx"]),
            help="Only this format; may be repeated. Without: md, html and pdf.",
        ),
        click.option(
            "--edition", "-e", "names", multiple=True, help="Only this edition; may be repeated."
        ),
    ):
        command = option(command)
    return command


def making_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--templates`, `--engine`, `--strict` and `--quiet`: how to make it."""
    for option in (
        click.option(
            "--quiet", "-q", is_flag=True, help="Print nothing unless something is wrong."
        ),
        click.option("--strict", is_flag=True, help="Take warnings for errors."),
        click.option(
            "--engine",
            type=click.Choice(["auto", "weasyprint", "plutoprint"]),
            default="auto",
            show_default=True,
            help="What makes PDFs: weasyprint is accessible, plutoprint is fast.",
        ),
        click.option(
            "--templates",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="Your own templates; without, the folder templates beside the events file.",
        ),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made: a record without errors, and those of its editions that are wanted.

    `readers` are those for whom these are, widest first. `own` is the folder of the user's own
    templates, `formats` what kinds of briefing there are templates for, with their formats.
    """

    timeline: "Timeline"
    editions: "dict[str, Edition]"
    readers: "list[Audience]"
    own: Path
    formats: dict[str, set[str]]


def take_order(
    events: Sequence[str],
    offer: "Callable[[Timeline], dict[str, Edition]]",
    names: Sequence[str],
    templates: Path | None,
    *,
    strict: bool,
    quiet: bool,
) -> Order:
    """What to make of the files `events`: the editions that `offer` finds, those with the `names`.

    Raises:
        SystemExit: it has errors, which have been shown, as are warnings unless it is to be quiet.
        click.UsageError: the files are not there, or there is no edition of such a name.
    """
    from briefing.cli import report
    from briefing.output.folders import template_formats
    from briefing.timeline.problems import errors
    from briefing.timeline.reading import read

    own = templates or home(events) / "templates"
    files = list(find(events))
    formats = template_formats(own)
    reading = read(files, formats)
    offered = offer(reading.timeline)
    readers = _readers(it for id, it in offered.items() if id in names or not names)
    if not quiet or errors(reading.problems, strict=strict):
        print_problems(reading, files, readers)
    if errors(reading.problems, strict=strict):
        report.print_summary(reading)
        raise SystemExit(1)
    editions = _named(offered, names, reading.timeline.editions)
    return Order(reading.timeline, editions, readers, own, formats)


def make(
    briefings: "Mapping[str, tuple[Briefing, str]]",
    order: Order,
    forms: Sequence[str],
    out: Path,
    engine: str,
    *,
    quiet: bool,
    started: float,
) -> None:
    """Render the briefings, each by the name of its files and with what to say of it, and write.

    Raises:
        SystemExit: something could not be done, and has been said.
    """
    from briefing.cli.progress import progress
    from briefing.output.document import NotInstalled
    from briefing.output.formats import FORMATS, USUAL
    from briefing.output.templates import TemplateMistake
    from briefing.output.writing import NotWritten, write

    chosen = tuple(dict.fromkeys(forms)) or USUAL
    made: dict[str, tuple[str, Document]] = {}
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
                    render = FORMATS[form](order.own, engine)
                except NotInstalled as error:
                    failures.append(str(error))
                    continue
                for stem, (briefing, said) in briefings.items():
                    if not forms and form not in order.formats[briefing.template]:
                        continue
                    name = f"{stem}.{form}"
                    begin(name)
                    made[name] = (said, render(briefing))
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
            for name, (said, document) in made.items():
                pages = None if document.pages is None else counted(document.pages, "page")
                click.echo(f"{(out / name).as_posix()}  {', '.join(filter(None, (said, pages)))}")
        if not quiet and not failures:
            click.echo(f"Done in {monotonic() - started:.1f} seconds.", err=True)
    for failure in failures:
        click.echo(f"Error: {failure}", err=True)
    if failures:
        raise SystemExit(3)


def counted(number: int, noun: str) -> str:
    """A number of things, as in "1,832 events"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _readers(editions: "Iterable[Edition]") -> "list[Audience]":
    """Those for whom the `editions` are, widest first."""
    readers = {edition.audience or "public" for edition in editions}
    return [reader for reader in READERS if reader in readers]


def _named(
    offered: "dict[str, Edition]", names: Iterable[str], editions: "Mapping[str, Edition]"
) -> "dict[str, Edition]":
    from briefing.timeline.problems import closest

    for name in names:
        if name not in offered:
            hint = closest(name, offered) or f"There are: {', '.join(offered)}."
            message = f"There is no edition '{name}': {hint}"
            if name in editions:
                command = "digest" if editions[name].is_digest else "build"
                message = f"'{name}' is made by another command: briefing {command} -e {name}"
            raise click.BadParameter(message, param_hint="--edition")
    return {name: offered[name] for name in names} if names else offered

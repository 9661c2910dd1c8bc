"""Options and steps shared by the commands that make briefings, from reading to writing."""

import gc
import os
import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.console import echo
from briefing.cli.events import find, home
from briefing.cli.links import templates_of
from briefing.cli.opening import (
    READERS,
    choice_of,
    day_of,
    last_day,
    print_problems,
    report_hidden,
)

if TYPE_CHECKING:
    from briefing.edition.briefing import Briefing
    from briefing.output.document import Document
    from briefing.output.workers import Failure, Limits
    from briefing.record.audiences import Audience
    from briefing.record.model import Edition
    from briefing.record.record import Record


TIME_LIMIT, MEMORY_LIMIT = "BRIEFING_TIME_LIMIT", "BRIEFING_MEMORY_LIMIT"
"""Environment variables for the limits of one document, in minutes and gigabytes."""


class NotDone(click.ClickException):
    """Something could not be done, although the record and the options are valid."""

    exit_code = 3


class _Formats(click.ParamType[tuple[str, ...]]):
    """One or more formats, separated by commas, by their usual or other names."""

    name = "FORMAT"

    def __init__(self, forms: Sequence[str]) -> None:
        self.forms = forms

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        words = [word.strip().lower().lstrip(".") for word in value.split(",") if word.strip()]
        forms = tuple(_OTHER_NAMES.get(word, word) for word in words)
        for word, form in zip(words, forms, strict=True):
            if form not in self.forms:
                listed = ", ".join(self.forms)
                self.fail(f"There is no format '{word}'. Choose from: {listed}.", param, ctx)
        return forms


_OTHER_NAMES = {
    "word": "docx", "doc": "docx", "markdown": "md", "htm": "html", "web": "html",
    "ical": "ics", "icalendar": "ics", "calendar": "ics", "email": "eml", "e-mail": "eml",
    "mail": "eml",
}  # fmt: skip


def _joined(
    ctx: click.Context, param: click.Parameter, values: tuple[tuple[str, ...], ...]
) -> tuple[str, ...]:
    return tuple(form for forms in values for form in forms)


def edition_and_format_options(*forms: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add `--edition` and `--format`, which chooses among `forms`."""

    def options(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in (
            click.option(
                "--format",
                "-f",
                "forms",
                multiple=True,
                type=_Formats(forms),
                callback=_joined,
                help=f"The formats to make, as in -f md,pdf. Choose from: {', '.join(forms)}. "
                "Default: md, html and pdf.",
            ),
            click.option(
                "--edition",
                "-e",
                "names",
                multiple=True,
                help="Make only this edition. Can be repeated.",
            ),
        ):
            command = option(command)
        return command

    return options


def making_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--templates`, `--engine`, `--strict` and `--quiet`."""
    for option in (
        click.option(
            "--quiet", "-q", is_flag=True, help="Print nothing unless something is wrong."
        ),
        click.option("--strict", is_flag=True, help="Treat warnings as errors."),
        click.option(
            "--engine",
            type=click.Choice(["auto", "weasyprint", "plutoprint"]),
            default="auto",
            show_default=True,
            help="The PDF engine: weasyprint makes accessible PDFs, and plutoprint is faster.",
        ),
        click.option(
            "--templates",
            type=click.Path(exists=True, file_okay=False, path_type=Path),
            help="The folder of your own templates. Default: templates, next to the events file.",
        ),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Order:
    """The order for a build: a record without errors, and the editions chosen from it.

    `readers` are the audiences of these editions, widest first. `own` is the folder of the user's
    own templates, and `formats` maps kinds of briefing that have templates to their formats.
    """

    record: "Record"
    editions: "dict[str, Edition]"
    readers: "list[Audience]"
    own: Path
    formats: dict[str, set[str]]


def complete_earlier(out: Path, *, quiet: bool) -> None:
    """Complete a build in the folder `out` that was killed.

    Raises:
        NotDone: the files cannot be written.
    """
    from briefing.output.writing import NotWritten, complete_killed

    try:
        is_completed = complete_killed(out)
    except NotWritten as error:
        raise NotDone(str(error)) from None
    if is_completed and not quiet:
        echo(f"Note: finished an earlier build in {out} that had been interrupted.", err=True)


def take_order(
    events: Sequence[str],
    offer: "Callable[[Record], dict[str, Edition]]",
    names: Sequence[str],
    templates: Path | None,
    *,
    strict: bool,
    quiet: bool,
) -> Order:
    """Read the files `events`, and choose those of the editions from `offer` that have the `names`.

    Raises:
        SystemExit: the record has errors. They have been printed, and so have warnings unless the
            run is quiet.
        click.UsageError: the files do not exist, or there is no edition with such a name.
    """
    from briefing.cli import report
    from briefing.output.folders import template_formats
    from briefing.record.loading import load
    from briefing.record.problems import errors

    own = templates_of(templates, home(events))
    files = list(find(events))
    formats = template_formats(own)
    loaded = load(files, formats, last_day)
    offered = offer(loaded.record)
    readers = _readers(it for id, it in offered.items() if id in names or not names)
    if not quiet or errors(loaded.problems, strict=strict):
        print_problems(loaded, files, readers)
    if errors(loaded.problems, strict=strict):
        report.print_summary(loaded)
        raise SystemExit(1)
    editions = _named(offered, names, loaded.record.editions)
    return Order(loaded.record, editions, readers, own, formats)


Chosen = tuple[str | None, str | None, Sequence[str], Sequence[str], Sequence[str]]
"""The values of the choosing options: since, until, topics, actors and kinds."""


def brief(
    order: Order, each: str | None, as_of: str | None, chosen: Chosen, *, quiet: bool
) -> "dict[str, Briefing]":
    """Make the briefings of an order by name, as of a day; one for `each` area if requested.

    A briefing that is too long for one document is followed by its parts.

    Raises:
        click.BadParameter: the record has no such day, or nothing that matches what was `chosen`.
    """
    from briefing.edition.knowing import known_on
    from briefing.edition.parts import in_parts
    from briefing.edition.seeing import seen_by
    from briefing.record.audiences import end_of

    record, editions, readers = order.record, order.editions, order.readers
    limit = last_day(record)
    day = day_of(as_of, limit)
    moment = min(datetime.now(UTC), end_of(day, record.timezone))
    views = {reader: seen_by(record, reader, moment) for reader in readers}
    if each:
        editions = _for_each({it: seen for it, (seen, _) in views.items()}, editions, each)
    widest, narrowest = views[readers[0]][0], views[readers[-1]][0]
    choice = choice_of(narrowest, widest, *chosen, today=day)
    if day < limit:
        # Hidden content is removed first, because it must not show what was known on the day.
        views = {it: (known_on(seen, day), dropped) for it, (seen, dropped) in views.items()}
    briefings: dict[str, Briefing] = {}
    for id, edition in editions.items():
        reader = edition.audience or "public"
        seen, dropped = views[reader]
        whole, *parts = in_parts(seen, id, edition, day, choice)
        for part in parts:
            if part.id in editions:
                raise click.UsageError(
                    f"The edition '{part.id}' has the same name as a part of '{id}'. Rename it."
                )
        briefings |= {it.id: it for it in (whole, *parts)}
        if not whole.entries:
            echo(f"Warning: the edition '{id}' has no events.", err=True)
        if not quiet:
            report_hidden(f"'{id}'", reader, dropped)
        if parts and not quiet:
            number = counted(len(whole.entries), "event")
            echo(
                f"Note: '{id}' has {number}, too many for one document, so each year has its own.",
                err=True,
            )
    return briefings


def make(
    briefings: "Mapping[str, tuple[Briefing, str]]",
    order: Order,
    forms: Sequence[str],
    out: Path,
    engine: str,
    *,
    quiet: bool,
    started: float,
    workers: int = 1,
) -> "dict[str, Document]":
    """Render the briefings and write them, each with the name of its files and a note to print.

    `workers` is the number of processes. They inherit resources of this one, such as the lock of a
    folder. If a document takes too long, needs too much memory or crashes, the others are still
    written.

    Returns:
        The documents, by the names of their files.

    Raises:
        NotDone: something could not be made or written.
    """
    from briefing.output.stopping import stop_in_order
    from briefing.output.templates import TemplateMistake
    from briefing.output.writing import NotWritten, write

    # Laying out pages makes millions of objects and little rubbish: looking for it less often takes
    # a tenth off a PDF.
    gc.set_threshold(50_000, 20, 20)
    stop_in_order()
    jobs, failures = _jobs(briefings, order, forms, engine)
    try:
        made, failed = _rendered(jobs, workers, quiet=quiet)
        if failed:
            # The pages of these briefings may not link to what was not made.
            jobs, _ = _jobs(briefings, order, forms, engine, without=failed)
            stems = {name.rpartition(".")[0] for name in failed}
            linking = {f"{stem}.html" for stem in stems} & made.keys()
            again, failed_again = _rendered({it: jobs[it] for it in linking}, workers, quiet=quiet)
            made = {name: again.get(name, it) for name, it in made.items()}
            failed |= failed_again
        failures += [f"{name} was not made: {reason}." for name, reason in failed.items()]
        beside = {name: it for document in made.values() for name, it in document.beside.items()}
        if made:
            write(out, {name: document.content for name, document in made.items()} | beside)
    except (TemplateMistake, NotWritten) as error:
        raise NotDone(f"{error}\nNothing was written.") from None
    remarks = [it for document in made.values() for it in document.remarks]
    notes = [it for document in made.values() for it in document.notes]
    for remark in dict.fromkeys((*remarks, *([] if quiet else notes))):
        echo(f"Note: {remark}.", err=True)
    if not quiet:
        for name, document in made.items():
            _, said = briefings[name.rpartition(".")[0]]
            pages = None if document.pages is None else counted(document.pages, "page")
            echo(f"{(out / name).as_posix()}  {', '.join(filter(None, (said, pages)))}")
            for other in document.beside:
                echo(f"{(out / other).as_posix()}  {said}")
    if failures:
        raise NotDone("\nError: ".join(failures))
    if not quiet:
        echo(f"Done in {monotonic() - started:.1f} seconds.", err=True)
    return made


def _rendered(
    jobs: "Mapping[str, Callable[[], Document]]", workers: int, *, quiet: bool
) -> "tuple[dict[str, Document], dict[str, str]]":
    """Return the documents that `jobs` make, in order, and why others failed, by name."""
    from briefing.cli.progress import progress
    from briefing.output.workers import Failure, Workers

    documents: dict[str, Document] = {}
    failed: dict[str, str] = {}
    tried = {name: partial(_made, job) for name, job in jobs.items()}
    with (
        Workers(tried, workers, _limits()) as crew,
        progress(len(jobs), shown=not quiet) as (begin, end),
    ):
        for name, result in crew.results(begin):
            if isinstance(result, Failure):
                failed[name] = result.reason
            else:
                documents[name] = result
            end(name)
    return {name: documents[name] for name in jobs if name in documents}, failed


def _made(job: "Callable[[], Document]") -> "Document | Failure":
    """Return the result of a job, or the reason why it failed."""
    from briefing.output.document import NotMade
    from briefing.output.workers import Failure

    try:
        return job()
    except NotMade as error:
        return Failure(str(error))


def _limits() -> "Limits":
    """Return the limits of one document, which environment variables can set.

    Raises:
        click.UsageError: a limit is not a number.
    """
    from briefing.output.workers import Limits

    set_to = {}
    for name, unit in ((TIME_LIMIT, "minutes"), (MEMORY_LIMIT, "gigabytes")):
        written = os.environ.get(name, "").strip()
        if not re.fullmatch(r"[0-9]{0,9}(?:\.[0-9]{1,9})?", written) or (
            written and float(written) == 0
        ):
            raise click.UsageError(f"{name} must be a number of {unit}: '{written}'")
        set_to[name] = float(written or 0)
    memory = int(set_to[MEMORY_LIMIT] * 2**30) or None
    return Limits(set_to[TIME_LIMIT] * 60 or Limits().seconds, memory)


def _jobs(
    briefings: "Mapping[str, tuple[Briefing, str]]",
    order: Order,
    forms: Sequence[str],
    engine: str,
    without: Container[str] = (),
) -> "tuple[dict[str, Callable[[], Document]], list[str]]":
    """Return the job that makes each file, by name, and why some formats cannot be made here.

    Files whose names are in `without` are not made, and other files do not link to them.
    """
    from briefing.output.document import NotInstalled
    from briefing.output.formats import DOCUMENTS, FORMATS, USUAL

    renderers: dict[str, Callable[[Briefing], Document]] = {}
    failures = []
    for form in tuple(dict.fromkeys(forms)) or USUAL:
        try:
            renderers[form] = FORMATS[form](order.own, engine)
        except NotInstalled as error:
            failures.append(str(error))
    linked = {}
    for stem, (briefing, _) in briefings.items():
        suffixes = [
            suffix
            for suffix in renderers
            if (forms or suffix in order.formats[briefing.template])
            and (suffix in DOCUMENTS or not briefing.part_of)
            and f"{stem}.{suffix}" not in without
        ]
        linked[stem] = replace(briefing, files={suffix: f"{stem}.{suffix}" for suffix in suffixes})
    jobs: dict[str, Callable[[], Document]] = {
        briefing.files[form]: partial(render, briefing)
        for form, render in renderers.items()
        for briefing in linked.values()
        if form in briefing.files
    }
    return jobs, failures


def counted(number: int, noun: str) -> str:
    """Return a number with its noun, as in "1,832 events"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _readers(editions: "Iterable[Edition]") -> "list[Audience]":
    """Return the audiences of the `editions`, widest first."""
    readers = {edition.audience or "public" for edition in editions}
    return [reader for reader in READERS if reader in readers]


def _named(
    offered: "dict[str, Edition]", names: Iterable[str], editions: "Mapping[str, Edition]"
) -> "dict[str, Edition]":
    from briefing.cli.suggesting import suggestion

    for name in names:
        if name not in offered:
            message = f"There is no edition '{name}'. {suggestion(name, offered)}"
            if name in editions:
                command = "digest" if editions[name].is_digest else "build"
                message = f"'{name}' is made by another command. Run: briefing {command} -e {name}"
            raise click.BadParameter(message, param_hint="--edition")
    return {name: offered[name] for name in names} if names else offered


def _for_each(
    seen: "dict[Audience, Record]", editions: "dict[str, Edition]", each: str
) -> "dict[str, Edition]":
    """Make an edition for each area from the chosen one, or else from the member edition.

    Only areas that its readers may see are included.
    """
    from briefing.cli.suggesting import suggestion

    if len(editions) > 1:
        editions = {
            id: it for id, it in editions.items() if it.template == "member" and not it.area
        }
    if len(editions) != 1:
        raise click.BadParameter("Choose an edition: -e EDITION.", param_hint="--each")
    ((id, edition),) = editions.items()
    known = seen[edition.audience or "public"].areas
    areas = list(known) if each == "area" else [it.strip() for it in each.split(",")]
    for area in areas:
        if area not in known:
            message = f"There is no area '{area}'. {suggestion(area, known)}"
            raise click.BadParameter(message, param_hint="--each")
    if not areas:
        raise click.BadParameter("The record has no areas.", param_hint="--each")
    return {f"{id}-{area}": edition.model_copy(update={"area": area}) for area in areas}

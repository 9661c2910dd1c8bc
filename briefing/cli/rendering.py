"""Steps from briefings to files, shared by the commands that make them."""

import os
import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from briefing.cli.building import BuildRequest
from briefing.cli.console import echo, inform, is_quiet
from briefing.cli.errors import NOTHING_WRITTEN, CommandFailed, NotProved, failing_on
from briefing.english import counted

if TYPE_CHECKING:
    from briefing.edition.briefing import Briefing
    from briefing.output.document import Document
    from briefing.workers import Failure, Limits

TIME_LIMIT, MEMORY_LIMIT = "BRIEFING_TIME_LIMIT", "BRIEFING_MEMORY_LIMIT"
"""Environment variables that limit each document, in minutes and gigabytes."""


def complete_earlier(out: Path) -> None:
    """Complete any build in the folder `out` that was killed.

    Raises:
        CommandFailed: the files cannot be written.
    """
    from briefing.output.writing import WriteError, complete_killed

    with failing_on(WriteError):
        is_completed = complete_killed(out)
    if is_completed:
        inform(f"Note: finished an earlier build in {out} that had been interrupted.", err=True)


def render_and_write(
    briefings: "Mapping[str, tuple[Briefing, str]]",
    request: BuildRequest,
    formats: Sequence[str],
    out: Path,
    engine: str,
    *,
    started: float,
    workers: int = 1,
    refused: Sequence[str] = (),
) -> "dict[str, Document]":
    """Render the briefings and write them, with a note to print for each.

    `workers` is the number of processes. They inherit this process's resources, such as the lock of
    a folder. If a document takes too long, needs too much memory or crashes, the others are still
    written. `refused` are the reasons why briefings were not made at all.

    Returns:
        The documents, keyed by the names of their files.

    Raises:
        CommandFailed: something could not be made or written.
    """
    from briefing.output.templates import TemplateError
    from briefing.output.writing import WriteError, write

    if refused and not briefings:
        raise NotProved("\nError: ".join(refused) + NOTHING_WRITTEN)
    jobs, failures = _jobs(briefings, request, formats, engine)
    with failing_on(TemplateError, WriteError, end=NOTHING_WRITTEN):
        documents, failed = _rendered(jobs, workers)
        if failed:
            # The pages of these briefings must not link to files that were not made.
            jobs, _ = _jobs(briefings, request, formats, engine, without=failed)
            stems = {name.rpartition(".")[0] for name in failed}
            linking = {f"{stem}.html" for stem in stems} & documents.keys()
            again, failed_again = _rendered({name: jobs[name] for name in linking}, workers)
            documents = {name: again.get(name, document) for name, document in documents.items()}
            failed |= failed_again
        failures += [f"{name} was not made: {reason}." for name, reason in failed.items()]
        if documents:
            write(out, _contents(documents))
    _report_warnings([*documents.values()])
    if not is_quiet():
        _report_files(documents, briefings, out)
    if failures or refused:
        error = CommandFailed if failures else NotProved
        raise error("\nError: ".join([*refused, *failures]))
    inform(f"Done in {monotonic() - started:.1f} seconds.", err=True)
    return documents


def _jobs(
    briefings: "Mapping[str, tuple[Briefing, str]]",
    request: BuildRequest,
    formats: Sequence[str],
    engine: str,
    without: Container[str] = (),
) -> "tuple[dict[str, Callable[[], Document]], list[str]]":
    """Return the job that makes each file, by name, and why some formats cannot be made here.

    Files whose names are in `without` are not made, and other files do not link to them.
    """
    from briefing.output.document import NotInstalled
    from briefing.output.formats import FORMATS, usual_formats

    renderers: dict[str, Callable[[Briefing], Document]] = {}
    failures = []
    wanted = dict.fromkeys(formats or usual_formats())
    for format in wanted:
        try:
            renderers[format] = FORMATS[format].renderer(request.user_templates, engine)
        except NotInstalled as error:
            failures.append(str(error))
    linked = {}
    for stem, (briefing, _) in briefings.items():
        own_formats = request.templates[briefing.template].formats
        if not (formats or briefing.part_of or own_formats & wanted.keys()):
            message = f"'{stem}' has no template for the default formats"
            failures.append(f"{message}. Choose another format with -f.")
        suffixes = [
            suffix
            for suffix in renderers
            if (formats or suffix in own_formats)
            and (FORMATS[suffix].is_document or not briefing.part_of)
            and f"{stem}.{suffix}" not in without
        ]
        linked[stem] = replace(briefing, files={suffix: f"{stem}.{suffix}" for suffix in suffixes})
    jobs: dict[str, Callable[[], Document]] = {
        briefing.files[format]: partial(render, briefing)
        for format, render in renderers.items()
        for briefing in linked.values()
        if format in briefing.files
    }
    return jobs, failures


def _rendered(
    jobs: "Mapping[str, Callable[[], Document]]", workers: int
) -> "tuple[dict[str, Document], dict[str, str]]":
    """Return the documents that `jobs` make, in the same order, and why others failed."""
    from briefing.cli.progress import progress
    from briefing.workers import Failure, Workers

    documents: dict[str, Document] = {}
    failed: dict[str, str] = {}
    tried = {name: partial(_made, job) for name, job in jobs.items()}
    with (
        Workers(tried, workers, _limits()) as pool,
        progress(len(jobs), shown=not is_quiet()) as (begin, end),
    ):
        for name, result in pool.results(begin):
            if isinstance(result, Failure):
                failed[name] = result.reason
            else:
                documents[name] = result
            end(name)
    return {name: documents[name] for name in jobs if name in documents}, failed


def _made(job: "Callable[[], Document]") -> "Document | Failure":
    """Return the result of a job, or the reason why it failed."""
    from briefing.output.document import NotMade
    from briefing.workers import Failure

    try:
        return job()
    except NotMade as error:
        return Failure(str(error))


def _limits() -> "Limits":
    """Return the limits for one document, which environment variables can change.

    Raises:
        click.UsageError: a limit is not a number.
    """
    from briefing.workers import Limits

    set_to = {}
    for name, unit in ((TIME_LIMIT, "minutes"), (MEMORY_LIMIT, "gigabytes")):
        value = os.environ.get(name, "").strip()
        if not re.fullmatch(r"[0-9]{0,9}(?:\.[0-9]{1,9})?", value) or (value and float(value) == 0):
            raise click.UsageError(f"{name} must be a number of {unit}: '{value}'")
        set_to[name] = float(value or 0)
    memory = int(set_to[MEMORY_LIMIT] * 2**30) or None
    return Limits(set_to[TIME_LIMIT] * 60 or Limits().seconds, memory)


def _contents(documents: "Mapping[str, Document]") -> dict[str, bytes]:
    """Return the contents of the files to write, by name: the documents and their pictures."""
    contents = {name: document.content for name, document in documents.items()}
    for document in documents.values():
        contents |= document.attachments
    return contents


def _report_warnings(documents: "Sequence[Document]") -> None:
    """Print each warning of the documents once and, unless quiet, the information about them."""
    warnings = [warning for document in documents for warning in document.warnings]
    infos = [info for document in documents for info in document.infos]
    for message in dict.fromkeys((*warnings, *([] if is_quiet() else infos))):
        echo(f"Note: {message}.", err=True)


def _report_files(
    documents: "Mapping[str, Document]", briefings: "Mapping[str, tuple[Briefing, str]]", out: Path
) -> None:
    """Print the name of each file, the note about its briefing and its number of pages."""
    for name, document in documents.items():
        _, note = briefings[name.rpartition(".")[0]]
        pages = None if document.pages is None else counted(document.pages, "page")
        echo(f"{(out / name).as_posix()}  {', '.join(filter(None, (note, pages)))}")
        for picture in document.attachments:
            echo(f"{(out / picture).as_posix()}  {note}")

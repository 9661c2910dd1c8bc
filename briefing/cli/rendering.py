"""Steps from briefings to files, shared by the commands that make them."""

import os
import re
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from briefing.cli.building import BuildRequest, PreparedBriefing, PreparedBriefings
from briefing.cli.built import counts_in_words, failures_in_words, print_documents
from briefing.cli.console import inform, is_quiet
from briefing.cli.errors import NOTHING_WRITTEN, CommandFailed, NotProved, failing_on
from briefing.temporary import temporary_folder

if TYPE_CHECKING:
    from briefing.cache import Cache
    from briefing.edition.briefing import Site
    from briefing.output.document import Document
    from briefing.output.job import Job
    from briefing.output.making import Outcome, Pool
    from briefing.output.plan import PlannedDocument
    from briefing.record.audiences import Audience
    from briefing.workers import Limits

TIME_LIMIT, MEMORY_LIMIT = "BRIEFING_TIME_LIMIT", "BRIEFING_MEMORY_LIMIT"
"""Environment variables that limit each document, in minutes and gigabytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """Options for making documents and writing them.

    Attributes:
        formats: the formats to make, or none for the usual ones.
        engine: the PDF engine.
        started: when the command was started, on the monotonic clock.
        number: how many documents to make at once on this machine (None: as many as suit it).
        cache: where finished documents are kept, or None.
        plan_key: the key of the plan to keep if everything is made.
        cluster: the address of the scheduler of a cluster that makes the documents, or None.
        has_ledger: whether to write a list of the documents for programs.
        keep_going: whether the other documents are written if one cannot be made.
        is_counted: whether to print how many documents were made.
        website: the website that the documents are for, or None if they are only for a folder.
    """

    formats: Sequence[str]
    out: Path
    engine: str
    started: float
    number: int | None = 1
    cache: "Cache | None" = None
    plan_key: str | None = None
    cluster: str | None = None
    has_ledger: bool = False
    keep_going: bool = True
    is_counted: bool = False
    website: "Website | None" = None


@dataclass(frozen=True, slots=True)
class Website:
    """A website that is written to a folder.

    Attributes:
        audience: its readers.
        sites: the website as its pages show it, in each of its languages.
        languages: these languages.
        pages: the function that makes its other files, such as its home page, from the documents.
    """

    audience: "Audience"
    sites: "Sequence[Site]" = ()
    languages: "Sequence[str]" = ()
    pages: "Callable[[Mapping[str, Document]], dict[str, Document]]" = lambda documents: {}


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


@temporary_folder()
def render_and_write(
    prepared: PreparedBriefings, request: BuildRequest, options: RenderOptions
) -> "dict[str, Document]":
    """Render the briefings and write them. Documents that have been made before are not made again.

    If a document takes too long, needs too much memory or crashes, the others are still made. On
    Linux, the processes that make them inherit this process's resources, such as the lock of a
    folder.

    Returns:
        The documents, keyed by the names of their files.

    Raises:
        CommandFailed: something could not be made or written.
        NotProved: a briefing was refused.
    """
    website = options.website
    if prepared.refused and (website or not prepared.briefings):
        raise NotProved("\nError: ".join(prepared.refused) + NOTHING_WRITTEN)
    unfilled = prepared.unfilled.values()
    if unfilled and (website or not prepared.briefings):
        raise CommandFailed("\nError: ".join(unfilled) + NOTHING_WRITTEN)
    outcome = _outcome(prepared, request, options)
    left_out = [*unfilled, *_without_format(prepared, request, options)]
    failures = [*prepared.refused, *left_out, *failures_in_words(outcome.failed)]
    if (outcome.failed and not options.keep_going) or (website and failures):
        _print_counts(outcome, options)
        message = "\nError: ".join(failures) + NOTHING_WRITTEN
        if outcome.documents and not website:
            message += " To write the other documents, add --keep-going."
        raise CommandFailed(message)
    documents = _planned(prepared, outcome)
    if website:
        outcome, pages = _with_pages(outcome, website, options)
        documents |= pages
    contents = contents_of(outcome.documents)
    if options.has_ledger:
        contents |= _ledger(prepared, documents, outcome)
    if documents:
        write_files(contents, documents, options)
    if options.cache:
        if not failures:
            _keep_plan(prepared, documents, outcome, options)
        options.cache.trim()
    if not website:
        print_documents(documents, options.out)
    if failures:
        _print_counts(outcome, options)
        error = CommandFailed if left_out or outcome.failed else NotProved
        raise error("\nError: ".join(failures))
    print_end(options, len(outcome.made), len(documents) - len(outcome.made))
    return outcome.documents


def write_files(
    contents: "Mapping[str, bytes]",
    documents: "Mapping[str, PlannedDocument]",
    options: RenderOptions,
) -> None:
    """Write the `contents` of files, the only new ones of the `documents`.

    Raises:
        CommandFailed: they cannot be written.
    """
    from briefing.output.publishing import NotPublished, publish
    from briefing.output.writing import WriteError, write

    with failing_on(WriteError, NotPublished, end=NOTHING_WRITTEN):
        if not options.website:
            write(options.out, contents)
            return
        digests = {name: hash for each in documents.values() for name, hash in each.files.items()}
        for name in publish(options.out, contents, digests, options.website.audience):
            file = (options.out / name).as_posix()
            inform(
                f"Note: {file} is out of date, but somebody has changed it, so it stays.", err=True
            )


def _with_pages(
    outcome: "Outcome", website: Website, options: RenderOptions
) -> "tuple[Outcome, dict[str, PlannedDocument]]":
    """Add the other files of a website, and return them without their contents too."""
    from briefing.output.canonical import digest_of
    from briefing.output.plan import document_to_bytes, planned
    from briefing.output.templates import TemplateError

    with failing_on(TemplateError, end=NOTHING_WRITTEN):
        pages = website.pages(outcome.documents)
    described, made = {}, set(outcome.made)
    for name, page in pages.items():
        key = digest_of(("page of a website", page.content))
        if not options.cache:
            made.add(name)
        elif options.cache.read(key) is None:
            made.add(name)
            options.cache.write(key, document_to_bytes(page))
        described[name] = planned(name, page, key=key, edition="", area="", note="")
    return replace(outcome, documents={**outcome.documents, **pages}, made=made), described


def print_end(options: RenderOptions, made: int, unchanged: int) -> None:
    """Print how long a build took that has succeeded, and how many documents it made."""
    seconds = f"Done in {monotonic() - options.started:.1f} seconds"
    counts = f": {counts_in_words(made, unchanged, 0)}" if options.is_counted else ""
    inform(f"{seconds}{counts}.", err=True)


def _print_counts(outcome: "Outcome", options: RenderOptions) -> None:
    if options.is_counted:
        unchanged = len(outcome.documents) - len(outcome.made)
        counts = counts_in_words(len(outcome.made), unchanged, len(outcome.failed))
        inform(f"{counts}.", err=True)


def _outcome(
    prepared: PreparedBriefings, request: BuildRequest, options: RenderOptions
) -> "Outcome":
    from briefing.cli.progress import progress
    from briefing.output.making import make_all, on_this_machine
    from briefing.workers import usual_number

    errors: tuple[type[Exception], ...] = ()
    pool: Pool = partial(on_this_machine, options.number or usual_number(), _limits())
    if options.cluster:
        from briefing.output.cluster import ClusterError, on_cluster

        errors = (ClusterError,)
        pool = partial(on_cluster, options.cluster)
    jobs_without = partial(_jobs, prepared, request, options)
    shown = partial(progress, shown=not is_quiet())
    with failing_on(*errors, end=NOTHING_WRITTEN):
        return make_all(jobs_without, options.cache, pool, shown, keep_going=options.keep_going)


def _jobs(
    prepared: PreparedBriefings,
    request: BuildRequest,
    options: RenderOptions,
    failed: "Container[str]" = (),
) -> "dict[str, Job]":
    """Return the job that makes each file, by name, apart from those that have `failed`."""
    from briefing.edition.site_languages import place_of
    from briefing.output.formats import FORMATS, usual_formats
    from briefing.output.job import Job, linked

    usual = options.formats or usual_formats()
    own = (format for each in prepared.briefings.values() for format in each.formats)
    wanted = dict.fromkeys([*usual, *own])
    website = options.website
    briefings = []
    for stem, each in prepared.briefings.items():
        own_formats = request.templates[each.briefing.template].formats
        folder, slash, name = stem.rpartition("/")
        files = {
            format: f"{name}.{format}"
            for format in each.formats or usual
            if (options.formats or format in own_formats)
            and (FORMATS[format].is_document or not each.briefing.part_of)
            and f"{stem}.{format}" not in failed
        }
        briefings.append((folder + slash, replace(each.briefing, files=files)))
    jobs = {}
    for format in wanted:
        for folder, briefing in briefings:
            if format in briefing.files:
                # Nothing of a website with subfolders is written if a document fails.
                shown = linked(briefing, format, () if folder else failed)
                if website and website.sites and format == "html":
                    site = website.sites[place_of(shown.language, website.languages)]
                    shown = replace(shown, site=replace(site, folder=folder))
                job = Job(shown, format, options.engine, request.template_files)
                jobs[f"{folder}{briefing.files[format]}"] = job
    return jobs


def _without_format(
    prepared: PreparedBriefings, request: BuildRequest, options: RenderOptions
) -> list[str]:
    """Explain which briefings have no template for the usual formats."""
    from briefing.output.formats import usual_formats

    usual = {*usual_formats()}
    return [
        f"'{stem}' has no template for the default formats. Choose another format with -f."
        for stem, each in prepared.briefings.items()
        if not (
            options.formats
            or each.briefing.part_of
            or request.templates[each.briefing.template].formats & usual
        )
    ]


def _planned(prepared: PreparedBriefings, outcome: "Outcome") -> "dict[str, PlannedDocument]":
    """Return the documents without their contents, by name."""
    from briefing.output.plan import planned

    described = {}
    for name, document in outcome.documents.items():
        origin = _origin(prepared, name)
        described[name] = planned(
            name,
            document,
            key=outcome.keys.get(name, ""),
            edition=origin.edition,
            area=origin.area,
            note=origin.note,
        )
    return described


def _ledger(
    prepared: PreparedBriefings, documents: "Mapping[str, PlannedDocument]", outcome: "Outcome"
) -> dict[str, bytes]:
    """Return the file that lists the documents, by its name."""
    from briefing.output.ledger import NAME, ledger

    if NAME in documents:
        raise click.UsageError(f"{NAME} is the name of a document too. Rename its edition.")
    failed = {}
    for name, reason in outcome.failed.items():
        origin = _origin(prepared, name)
        failed[name] = (origin.edition, origin.area, reason)
    # The other lines name places in the record.
    refused = [message.partition("\n")[0].rstrip(":") for message in prepared.refused]
    return {NAME: ledger(documents, outcome.made, failed, refused)}


def _origin(prepared: PreparedBriefings, name: str) -> PreparedBriefing:
    """Return the briefing from which the file called `name` is made."""
    return prepared.briefings[name.rpartition(".")[0]]


def _keep_plan(
    prepared: PreparedBriefings,
    documents: "Mapping[str, PlannedDocument]",
    outcome: "Outcome",
    options: RenderOptions,
) -> None:
    """Keep the plan of this build, unless a document may be different next time."""
    from briefing.output.plan import Plan

    cache, key = options.cache, options.plan_key
    if cache and key and all(made.is_portable for made in outcome.documents.values()):
        cache.write(key, Plan(documents, prepared.messages).to_bytes())


def check_limits() -> dict[str, float]:
    """Read the limits for one document from the environment: minutes, and gigabytes of memory.

    A limit that is not set is 0.

    Raises:
        click.UsageError: a limit is not a number.
    """
    limits = {}
    for name, unit in ((TIME_LIMIT, "minutes"), (MEMORY_LIMIT, "gigabytes")):
        value = os.environ.get(name, "").strip()
        if not re.fullmatch(r"[0-9]{0,9}(?:\.[0-9]{1,9})?", value) or (value and float(value) == 0):
            raise click.UsageError(f"{name} must be a number of {unit}: '{value}'")
        limits[name] = float(value or 0)
    return limits


def _limits() -> "Limits":
    from briefing.workers import Limits

    limits = check_limits()
    memory = int(limits[MEMORY_LIMIT] * 2**30) or None
    return Limits(limits[TIME_LIMIT] * 60 or Limits().seconds, memory)


def contents_of(documents: "Mapping[str, Document]") -> dict[str, bytes]:
    """Return the contents of the files to write, by name: the documents and their pictures."""
    from briefing.output.plan import attachments_of

    contents = {name: document.content for name, document in documents.items()}
    for name, document in documents.items():
        contents |= attachments_of(name, document)
    return contents

"""Steps from briefings to files, shared by the commands that make them."""

import os
import re
from collections.abc import Container, Mapping, Sequence
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
    from briefing.output.cache import Cache
    from briefing.output.document import Document
    from briefing.output.job import Job
    from briefing.output.making import Outcome, Pool
    from briefing.output.plan import PlannedDocument
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
    from briefing.output.writing import WriteError, write

    if prepared.refused and not prepared.briefings:
        raise NotProved("\nError: ".join(prepared.refused) + NOTHING_WRITTEN)
    batch = _Batch.of(prepared, request, options)
    outcome = batch.made()
    failures = [*prepared.refused, *batch.problems, *failures_in_words(outcome.failed)]
    if outcome.failed and not options.keep_going:
        _print_counts(outcome, options)
        message = "\nError: ".join(failures) + NOTHING_WRITTEN
        if outcome.documents:
            message += " To write the other documents, add --keep-going."
        raise CommandFailed(message)
    if outcome.failed:
        outcome = batch.without_links_to_failed(outcome)
        failures = [*prepared.refused, *batch.problems, *failures_in_words(outcome.failed)]
    documents = batch.described(outcome)
    contents = contents_of(outcome.documents)
    if options.has_ledger:
        contents |= batch.ledger(documents, outcome)
    if documents:
        with failing_on(WriteError, end=NOTHING_WRITTEN):
            write(options.out, contents)
    if options.cache:
        if not failures:
            batch.keep_plan(documents, outcome)
        options.cache.trim()
    print_documents(documents, options.out)
    if failures:
        _print_counts(outcome, options)
        error = CommandFailed if batch.problems or outcome.failed else NotProved
        raise error("\nError: ".join(failures))
    print_end(options, len(outcome.made), len(documents) - len(outcome.made))
    return outcome.documents


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


@dataclass(slots=True)
class _Batch:
    """The jobs of a build by the names of their files, with their keys.

    `problems` are sentences about formats that cannot be made here. `known` are the documents that
    have been made before.
    """

    prepared: PreparedBriefings
    request: BuildRequest
    options: RenderOptions
    jobs: "dict[str, Job]"
    keys: dict[str, str]
    known: "dict[str, Document]"
    problems: list[str]

    @classmethod
    def of(
        cls, prepared: PreparedBriefings, request: BuildRequest, options: RenderOptions
    ) -> "_Batch":
        """Return the jobs for all formats whose libraries are installed."""
        from briefing.output.job import keys_of
        from briefing.output.making import kept, unavailable

        missing: dict[str, str] = {}
        while True:
            jobs, problems = _jobs(prepared, request, options, without_formats=missing)
            keys = keys_of(jobs)
            known = kept(keys, options.cache)
            more = unavailable(job for name, job in jobs.items() if name not in known)
            if not more:
                problems = [*missing.values(), *problems]
                return cls(prepared, request, options, jobs, keys, known, problems)
            missing |= more

    def made(self) -> "Outcome":
        """Make the documents that are not known."""
        return self._make(self.jobs, self.keys, self.known)

    def without_links_to_failed(self, outcome: "Outcome") -> "Outcome":
        """Make pages again if they link to documents that could not be made."""
        from briefing.output.job import keys_of

        jobs, _ = _jobs(self.prepared, self.request, self.options, without=outcome.failed)
        stems = {name.rpartition(".")[0] for name in outcome.failed}
        linking = {
            name: jobs[name]
            for name in (f"{stem}.html" for stem in stems)
            if name in outcome.documents
        }
        again = self._make(linking, keys_of(linking), {})
        documents = {
            name: again.documents.get(name, document)
            for name, document in outcome.documents.items()
            if name not in again.failed
        }
        return replace(outcome, documents=documents, failed={**outcome.failed, **again.failed})

    def _make(
        self, jobs: "Mapping[str, Job]", keys: Mapping[str, str], known: "Mapping[str, Document]"
    ) -> "Outcome":
        from briefing.cli.progress import progress
        from briefing.output.making import make_all, on_this_machine
        from briefing.workers import usual_number

        errors: tuple[type[Exception], ...] = ()
        pool: Pool = partial(on_this_machine, self.options.number or usual_number(), limits())
        if self.options.cluster:
            from briefing.output.cluster import ClusterError, on_cluster

            errors = (ClusterError,)
            pool = partial(on_cluster, self.options.cluster)
        with (
            failing_on(*errors, end=NOTHING_WRITTEN),
            progress(len(jobs) - len(known), shown=not is_quiet()) as (begin, end),
        ):
            return make_all(jobs, keys, known, self.options.cache, pool, begin, end)

    def described(self, outcome: "Outcome") -> "dict[str, PlannedDocument]":
        """Return the documents without their contents, by name."""
        from briefing.output.plan import planned

        described = {}
        for name, document in outcome.documents.items():
            origin = self._origin(name)
            described[name] = planned(
                name,
                document,
                key=self.keys[name],
                edition=origin.edition,
                area=origin.area,
                note=origin.note,
            )
        return described

    def ledger(
        self, documents: "Mapping[str, PlannedDocument]", outcome: "Outcome"
    ) -> dict[str, bytes]:
        """Return the file that lists the documents, by its name."""
        from briefing.output.ledger import NAME, ledger

        failed = {
            name: (self._origin(name).edition, self._origin(name).area, reason)
            for name, reason in outcome.failed.items()
        }
        if NAME in outcome.documents:
            raise click.UsageError(f"{NAME} is the name of a document too. Rename its edition.")
        # The other lines name places in the record.
        refused = [message.partition("\n")[0].rstrip(":") for message in self.prepared.refused]
        return {NAME: ledger(documents, outcome.made, failed, refused)}

    def _origin(self, name: str) -> PreparedBriefing:
        """Return the briefing from which the file called `name` is made."""
        return self.prepared.briefings[name.rpartition(".")[0]]

    def keep_plan(self, documents: "Mapping[str, PlannedDocument]", outcome: "Outcome") -> None:
        """Keep the plan of this build, unless a document may be different next time."""
        from briefing.output.plan import Plan

        cache, key = self.options.cache, self.options.plan_key
        if cache and key and all(made.is_portable for made in outcome.documents.values()):
            cache.write(key, Plan(documents, self.prepared.messages).to_bytes())


def _jobs(
    prepared: PreparedBriefings,
    request: BuildRequest,
    options: RenderOptions,
    without: Container[str] = (),
    without_formats: Container[str] = (),
) -> "tuple[dict[str, Job], list[str]]":
    """Return the job that makes each file, by name, and why some briefings have no format.

    Files whose names are in `without`, or whose formats are in `without_formats`, are not made, and
    other files do not link to them.
    """
    from briefing.output.formats import FORMATS, usual_formats
    from briefing.output.job import Job

    failures = []
    wanted = dict.fromkeys(options.formats or usual_formats())
    offered = [format for format in wanted if format not in without_formats]
    linked = {}
    for stem, each in prepared.briefings.items():
        briefing = each.briefing
        own_formats = request.templates[briefing.template].formats
        if not (options.formats or briefing.part_of or own_formats & wanted.keys()):
            message = f"'{stem}' has no template for the default formats"
            failures.append(f"{message}. Choose another format with -f.")
        suffixes = [
            suffix
            for suffix in offered
            if (options.formats or suffix in own_formats)
            and (FORMATS[suffix].is_document or not briefing.part_of)
            and f"{stem}.{suffix}" not in without
        ]
        linked[stem] = replace(briefing, files={suffix: f"{stem}.{suffix}" for suffix in suffixes})
    jobs = {
        briefing.files[format]: Job(briefing, format, options.engine, request.template_files)
        for format in offered
        for briefing in linked.values()
        if format in briefing.files
    }
    return jobs, failures


def limits() -> "Limits":
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


def contents_of(documents: "Mapping[str, Document]") -> dict[str, bytes]:
    """Return the contents of the files to write, by name: the documents and their pictures."""
    contents = {name: document.content for name, document in documents.items()}
    for document in documents.values():
        contents |= document.attachments
    return contents

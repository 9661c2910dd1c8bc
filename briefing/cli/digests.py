"""Options and steps that `briefing digest` and `briefing send` share."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli import opening
from briefing.cli.build_options import edition_and_format_options
from briefing.cli.building import (
    BuildRequest,
    PreparedBriefing,
    PreparedBriefings,
    load_for_build,
    refusal,
)
from briefing.cli.console import echo, inform, is_quiet
from briefing.cli.corrections import corrections
from briefing.cli.errors import CommandFailed, failing_on
from briefing.cli.links import output_folder
from briefing.cli.opening import report_hidden
from briefing.cli.periods import asked_days
from briefing.cli.rendering import RenderOptions, render_and_write
from briefing.delivery.options import OUT

if TYPE_CHECKING:
    from briefing.delivery.days import RequestedDays
    from briefing.delivery.reports import Failures, Reporter
    from briefing.delivery.run import MadeDigest
    from briefing.edition.briefing import Briefing
    from briefing.edition.corrections import Corrected
    from briefing.edition.periods import Period
    from briefing.output.document import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestOptions:
    """The options that both commands share: the record, the period and the documents to make."""

    events: tuple[str, ...]
    names: tuple[str, ...]
    formats: tuple[str, ...]
    out: Path
    with_git: bool
    revision: str | None
    skip_quiet: bool
    templates: Path | None
    engine: str
    strict: bool
    week: str | None
    day: str | None
    since: str | None = None
    until: str | None = None


def gathered(command: Callable[..., None]) -> Callable[..., None]:
    """Pass the shared options to `command` as a single object."""
    names = [field.name for field in fields(DigestOptions)]

    @wraps(command)
    def call(**given: Any) -> None:
        shared = {name: given.pop(name) for name in names if name in given}
        command(DigestOptions(**shared), **given)

    return call


def period_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--week` and `--for`."""
    for option in (
        click.option("--for", "day", metavar="DATE", help="The period that includes this date."),
        click.option(
            "--week",
            metavar="WEEK",
            help="The ISO week, as in 2023-W36, or the period that includes it.",
        ),
    ):
        command = option(command)
    return command


out_option = click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default=OUT,
    show_default=True,
    callback=output_folder,
    help="The folder to write to.",
)
"""The option `--out`."""


def digest_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--edition`, `--format`, `--out`, `--git`, `--revision` and `--skip-quiet`."""
    for option in (
        click.option(
            "--skip-quiet", is_flag=True, help="Do not write a digest if there is nothing new."
        ),
        click.option("--revision", metavar="REV", help="Show corrections since that git revision."),
        click.option(
            "--git", "with_git", is_flag=True, help="Show corrections since the last digest."
        ),
        out_option,
        edition_and_format_options(digests=True),
    ):
        command = option(command)
    return command


def request_for(options: DigestOptions) -> BuildRequest:
    """Read the record and choose its digests.

    Raises:
        SystemExit: the record has errors, which have been printed.
        click.UsageError: the files do not exist, or there is no digest with such a name.
    """
    from briefing.edition.editions import digests_of

    return load_for_build(
        options.events, digests_of, options.names, options.templates,
        strict=options.strict,
    )  # fmt: skip


def requested_days(request: BuildRequest, options: DigestOptions) -> "RequestedDays | None":
    """Return the days given by the options, or None if there are none.

    Raises:
        click.UsageError: several options give days, or the value is not a valid date or week.
    """
    today = opening.today(request.record)
    return asked_days(options.week, options.day, options.since, options.until, today)


def make_digests(
    request: BuildRequest,
    due: "Iterable[tuple[str, Period]]",
    options: DigestOptions,
    report: "Reporter",
    failures: "Failures",
) -> "Iterator[MadeDigest]":
    """Make a digest for each edition and period in `due`.

    If a digest has to be proved, but is not, it is left out, and so are later ones of its edition.
    So is one with a text that uses a column that its area has not. The reason is added to
    `failures`.

    Raises:
        click.ClickException: the corrections cannot be found in git.
    """
    from briefing.delivery.reports import in_short
    from briefing.delivery.run import MadeDigest
    from briefing.edition.columns import Unfilled

    record = request.record
    has_several = len(request.offered) > 1
    refused = set[str]()
    for id, period in due:
        if id in refused:
            continue
        corrected: list[Corrected] = []
        if options.with_git or options.revision is not None:
            edition = request.editions[id]
            corrected = corrections(
                options.events, record, edition, period, options.revision, report
            )
        try:
            briefing, not_proved = _digest_of(period, id, request, corrected)
        except Unfilled as error:
            refused.add(id)
            message = f"'{id}' was not made. {error}"
            failures.add(message, message, exit_code=3)
            continue
        assert briefing.digest
        if not_proved:
            refused.add(id)
            summary = not_proved.partition("\n")[0].rstrip(":.")
            failures.add(not_proved, f"{summary}.", exit_code=1)
            continue
        if briefing.digest.stops:
            message = (
                f"The record is accurate only to {record.correct_as_of}, which is before the end "
                f"of {period.name}"
            )
            echo(f"Warning: {message}, so this digest is incomplete.", err=True)
        name = f"{id}-{period.name}" if has_several else period.name
        yield MadeDigest(id, period, name, briefing, in_short(briefing.digest))


def _digest_of(
    period: "Period", id: str, request: BuildRequest, corrected: "list[Corrected]"
) -> "tuple[Briefing, str]":
    """Make the digest of a period for the edition `id`.

    If it has to be proved, but is not, the second result is a message about it.
    """
    from briefing.edition.areas import for_area
    from briefing.edition.digest import as_known_at_end_of, make_digest
    from briefing.edition.proved import unproved

    record, edition = request.record, request.editions[id]
    reader = edition.audience or "public"
    now, hidden_counts = as_known_at_end_of(record, reader, period.last)
    eve, _ = as_known_at_end_of(record, reader, period.day_before)
    if not is_quiet():
        report_hidden(f"'{id}'", reader, hidden_counts)
    digest = make_digest(eve, now, id, edition, period, request.templates, corrected)
    if edition.proved:
        shown = for_area(now, edition.area)
        if open_claims := unproved(digest, shown):
            name = f"'{id}': {period.name}"
            return digest, refusal(name, edition, open_claims, shown, request)
    return digest, ""


def write_digests(
    digests: "Sequence[MadeDigest]",
    request: BuildRequest,
    options: DigestOptions,
    failures: "Failures",
    started: float,
) -> "tuple[list[MadeDigest], dict[str, Document]]":
    """Write the digests to disk, and return them with their documents.

    An edition that cannot be made is left out, and the reason is added to `failures`.
    """
    from briefing.cache import open_cache

    if not digests:
        return [], {}
    prepared = PreparedBriefings(
        {
            digest.name: PreparedBriefing(digest.briefing, digest.summary, digest.id)
            for digest in digests
        }
    )
    rendering = RenderOptions(
        formats=options.formats,
        out=options.out,
        engine=options.engine,
        started=started,
        cache=open_cache(),
    )
    try:
        return [*digests], render_and_write(prepared, request, rendering)
    except CommandFailed as error:
        ids = dict.fromkeys(digest.id for digest in digests)
        if len(ids) == 1:
            failures.add(error.message)
            return [], {}
    made: list[MadeDigest] = []
    documents: dict[str, Document] = {}
    for id in ids:
        one_edition = [digest for digest in digests if digest.id == id]
        some, more = write_digests(one_edition, request, options, failures, started)
        made += some
        documents |= more
    return sorted(made, key=lambda digest: digest.period.last), documents


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Lock the `folder` of the digests for this run, once no other run is using it.

    Raises:
        CommandFailed: another run does not end, or the folder cannot be written to.
    """
    from briefing.delivery.lock import LockError, lock

    def waiting(message: str) -> None:
        inform(message, err=True)

    with ExitStack() as held:
        with failing_on(LockError):
            held.enter_context(lock(folder, waiting))
        yield

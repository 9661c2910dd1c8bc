"""`briefing digest`: make the digest of a period."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from briefing.cli import record
from briefing.cli.console import echo
from briefing.cli.corrections import corrections
from briefing.cli.events import events_argument
from briefing.cli.links import not_through_a_link
from briefing.cli.making import (
    NotDone,
    Order,
    complete_earlier,
    counted,
    edition_and_format_options,
    make,
    making_options,
    take_order,
)
from briefing.cli.periods import asked_days, period_for, usage_error
from briefing.cli.record import last_day, tell_left_out
from briefing.cli.sending import (
    addressee_of,
    check_options,
    ledger_in,
    locked,
    mark,
    sending_options,
    server_of,
    try_server,
    with_recipients,
)
from briefing.cli.status import Watched, raise_failures, report_to, status_in
from briefing.delivery.options import OUT, SendOptions

if TYPE_CHECKING:
    from briefing.delivery.days import RequestedDays
    from briefing.delivery.reports import Failures
    from briefing.delivery.run import MadeDigest
    from briefing.delivery.status import Status
    from briefing.edition.briefing import Briefing
    from briefing.edition.corrections import Corrected
    from briefing.edition.news import Digest
    from briefing.edition.periods import Period
    from briefing.output.document import Document
    from briefing.timeline.timeline import Timeline


@click.command(cls=Watched)
@events_argument
@click.option(
    "--week", metavar="WEEK", help="The ISO week, as in 2023-W36, or the period that includes it."
)
@click.option("--for", "day", metavar="DATE", help="The period that includes this date.")
@click.option("--since", metavar="DATE", help="The first day. Use it with --until.")
@click.option("--until", metavar="DATE", help="The last day. Use it with --since.")
@edition_and_format_options("md", "html", "pdf", "docx", "ics", "json", "eml")
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default=OUT,
    show_default=True,
    callback=not_through_a_link,
    help="The folder to write to.",
)
@click.option("--git", "with_git", is_flag=True, help="Show corrections since the last digest.")
@click.option("--revision", metavar="REV", help="Show corrections since that git revision.")
@click.option("--skip-quiet", is_flag=True, help="Do not write a digest if there is nothing new.")
@sending_options
@making_options
def digest(
    events: tuple[str, ...],
    week: str | None,
    day: str | None,
    since: str | None,
    until: str | None,
    names: tuple[str, ...],
    forms: tuple[str, ...],
    out: Path,
    with_git: bool,
    revision: str | None,
    skip_quiet: bool,
    send: bool,
    catch_up: bool,
    mark_sent: bool,
    force: bool,
    to: str | None,
    mail_settings: Path | None,
    status_file: Path | None,
    log_file: Path | None,
    check_server: bool,
    templates: Path | None,
    engine: str,
    strict: bool,
    quiet: bool,
) -> None:
    """Make a weekly digest: what happened, what changed and what comes next.

    EVENTS is a file, several files, a folder of files, or - for standard input. Default:
    events.yaml. The default week is the last complete one. An edition can cover two weeks or a
    month instead.

    \b
    Examples:
        briefing digest
        briefing digest --week 2023-W36 -f md
        briefing digest events/ --since 2023-09-01 --until 2023-09-08
        briefing digest --git --quiet
        briefing digest --catch-up --quiet
    """
    started = monotonic()
    from briefing.delivery.backlog import Backlog
    from briefing.delivery.days import PeriodError
    from briefing.delivery.reports import Failures
    from briefing.delivery.run import MadeDigest, SendRun
    from briefing.edition.digest import digests_of
    from briefing.output.stopping import stop_in_order

    stop_in_order()
    choices = {
        "--week": week, "--for": day, "--since": since, "--until": until, "--revision": revision,
    }  # fmt: skip
    with (
        status_in(status_file) as status,
        report_to(log_file, quiet=quiet) as report,
        ExitStack() as held,
    ):
        options = SendOptions(
            events, out, send, catch_up, mark_sent, force, addressee_of(to), mail_settings,
            templates, with_git,
        )  # fmt: skip
        check_options(options, choices, check_server=check_server)
        if check_server:
            try_server(mail_settings, report)
            return
        complete_earlier(out, quiet=quiet)
        known: list[Timeline] = []
        if options.use_ledger and status_file:
            held.callback(_report_editions, status, out, events, known)
        order = take_order(events, digests_of, names, templates, strict=strict, quiet=quiet)
        timeline = order.timeline
        known.append(timeline)
        has_several = len(digests_of(timeline)) > 1
        now = record.today(timeline)
        requested = asked_days(week, day, since, until, now)
        failures = Failures()
        run: SendRun | None = None
        if options.use_ledger:
            with_recipients(options, order)
            server = None if mark_sent else server_of(mail_settings)
            held.enter_context(locked(out, quiet=quiet))
            ledger = ledger_in(out, events, timeline)
            if not server:
                mark(order, ledger, requested, report)
                return
            may_name = order.readers == ["internal"]
            backlog = Backlog(
                options, timeline, order.editions, now, ledger, report, failures, may_name
            )
            try:
                due = backlog.digests(requested)
            except PeriodError as error:
                raise usage_error(error) from None
            run = SendRun(
                options, order.editions, order.own, now, server, ledger, report, failures,
                status.digests,
            )  # fmt: skip
        else:
            due = _periods(order, requested, failures)
        digests = []
        for id, period in due:
            found: list[Corrected] = []
            if with_git or revision is not None:
                edition = order.editions[id]
                found = corrections(events, timeline, edition, period, revision, report)
            name = f"{id}-{period.name}" if has_several else period.name
            briefing = _digest_of(period, id, order, found, quiet=quiet)
            told = briefing.digest
            assert told
            if told.stops:
                message = (
                    f"The record is accurate only to {timeline.correct_as_of}, before the end of "
                    f"{period.name}"
                )
                echo(f"Warning: {message}, so this digest is incomplete.", err=True)
            made = MadeDigest(id, period, name, briefing, _in_short(told))
            if not (skip_quiet and told.is_quiet):
                digests.append(made)
                continue
            if run and not run.skip(made):
                raise_failures(failures)
            report.result(f"{name}  {made.summary}: not written")
        documents: dict[str, Document] = {}
        if digests:
            if not run:
                held.enter_context(locked(out, quiet=quiet))

            def render(some: Sequence[MadeDigest]) -> "dict[str, Document]":
                briefings = {it.name: (it.briefing, it.summary) for it in some}
                return make(briefings, order, forms, out, engine, quiet=quiet, started=started)

            digests, documents = _rendered(digests, render, failures)
            status.made = [(out / name).as_posix() for name in documents]
            for path in status.made:
                report.log(f"made {path}")
        if run:
            run.send(digests, documents)
        raise_failures(failures)


def _report_editions(
    status: "Status", out: Path, events: Sequence[str], known: "Sequence[Timeline]"
) -> None:
    """Add the status of each edition to the status file, as far as it is known."""
    from briefing.delivery.ledger import NAME
    from briefing.delivery.status import editions_in
    from briefing.edition.digest import digests_of

    timeline = known[0] if known else None
    editions = digests_of(timeline) if timeline else None
    may_name = bool(editions) and all(
        it.audience == "internal" for it in (editions or {}).values() if it.recipients
    )
    with suppress(click.ClickException):
        if (out / NAME).exists():
            ledger = ledger_in(out, events, timeline)
            status.editions = editions_in(ledger, editions, may_name=may_name)


def _periods(
    order: Order, requested: "RequestedDays | None", failures: "Failures"
) -> "list[tuple[str, Period]]":
    """Return the period of each edition. If one of several has none, record a failure.

    Raises:
        click.UsageError: there is no such period.
    """
    from briefing.edition.periods import rhythm_of

    found = []
    for id, edition in order.editions.items():
        try:
            found.append((id, period_for(requested, rhythm_of(edition), order.timeline, id)))
        except click.UsageError as error:
            if requested or len(order.editions) == 1:
                raise
            failures.add(f"'{id}': {error.message}", exit_code=1)
    return found


def _rendered(
    digests: "Sequence[MadeDigest]",
    render: "Callable[[Sequence[MadeDigest]], dict[str, Document]]",
    failures: "Failures",
) -> "tuple[list[MadeDigest], dict[str, Document]]":
    """Render the digests, and return them with their documents. Failed editions are left out."""
    try:
        return [*digests], render(digests)
    except NotDone as error:
        ids = dict.fromkeys(it.id for it in digests)
        if len(ids) == 1:
            failures.add(error.message)
            return [], {}
    made: list[MadeDigest] = []
    documents: dict[str, Document] = {}
    for id in ids:
        some, more = _rendered([it for it in digests if it.id == id], render, failures)
        made += some
        documents |= more
    return sorted(made, key=lambda it: it.period.last), documents


def _digest_of(
    period: "Period", id: str, order: Order, corrected: "list[Corrected]", *, quiet: bool
) -> "Briefing":
    """Make the digest of a period for the edition `id`."""
    from briefing.edition.digest import make_digest, on_evening

    timeline, edition = order.timeline, order.editions[id]
    reader = edition.audience or "public"
    now, dropped = on_evening(timeline, reader, min(period.last, last_day(timeline)))
    eve, _ = on_evening(timeline, reader, period.eve)
    if not quiet:
        tell_left_out(f"'{id}'", reader, dropped)
    return make_digest(eve, now, id, edition, period, corrected)


def _in_short(digest: "Digest") -> str:
    """Describe the content of a digest in a few words."""
    if digest.is_quiet:
        return f"no events for {counted(digest.weeks, 'week')}" if digest.weeks else "nothing new"
    changes = len(digest.asks) + len(digest.commitments)
    parts = [
        counted(len(digest.happened), "event") if digest.happened else "",
        f"{len(digest.late):,} added late" if digest.late else "",
        f"{len(digest.ended):,} ended" if digest.ended else "",
        f"{counted(changes, 'status change')}" if changes else "",
        counted(len(digest.corrections), "correction") if digest.corrections else "",
    ]
    return ", ".join(filter(None, parts))

"""`briefing send`: make digests and send them to their recipients."""

import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from shutil import get_terminal_size
from time import monotonic
from typing import TYPE_CHECKING

import click

from briefing.cli import opening
from briefing.cli.build_options import making_options
from briefing.cli.building import BuildRequest
from briefing.cli.console import echo, echo_json
from briefing.cli.digests import (
    DigestOptions,
    digest_options,
    gathered,
    locked,
    make_digests,
    period_options,
    request_for,
    requested_days,
    write_digests,
)
from briefing.cli.errors import failing_on
from briefing.cli.events import events_argument
from briefing.cli.periods import period_errors
from briefing.cli.rendering import complete_earlier
from briefing.cli.send_checks import (
    addressee,
    check_period,
    check_recipients,
    choose_one,
    rate,
    refuse_stopped,
)
from briefing.cli.sending import (
    endpoint_in,
    ledger_of,
    mail_settings_option,
    new_tokens,
    settings_in,
    tokens_in,
)
from briefing.cli.status import (
    Report,
    Watched,
    raise_failures,
    report_to,
    reporting_options,
    status_in,
)
from briefing.delivery.options import SendOptions

if TYPE_CHECKING:
    from briefing.delivery.ledger import Ledger
    from briefing.delivery.mail_server import MailServer
    from briefing.delivery.reports import Failures
    from briefing.delivery.status import Status
    from briefing.edition.periods import Period


@click.command(cls=Watched)
@events_argument
@period_options
@click.option(
    "--catch-up",
    is_flag=True,
    help="Send every digest that was missed, starting with the oldest.",
)
@click.option("--to", metavar="ADDRESS", help="Send the digest to this address only.")
@click.option(
    "--test-to",
    metavar="ADDRESS",
    help="Send the digest to this address only, as a test, which is not recorded as sent.",
)
@click.option(
    "--rate",
    "seconds",
    metavar="RATE",
    callback=rate,
    help="The highest rate at which messages are sent, as in 60/minute. Default: no limit.",
)
@click.option(
    "--force",
    is_flag=True,
    help="Send the digest again to recipients who already have it. With --catch-up, send digests "
    "even if more than a year's worth was missed.",
)
@click.option(
    "--dry-run", is_flag=True, help="Show who would receive which digest, without sending anything."
)
@click.option(
    "--mark-sent",
    is_flag=True,
    help="Mark this digest and all earlier ones as sent, without sending anything.",
)
@click.option(
    "--report",
    "report_as",
    type=click.Choice(["table", "json", "csv"]),
    is_flag=False,
    flag_value="table",
    help="Show who got which digest, whose messages bounced, who has unsubscribed and who has had "
    "nothing, without sending anything. Default: table.",
)
@click.option(
    "--check-server",
    is_flag=True,
    help="Check that you can log in to the mail server, without sending anything.",
)
@mail_settings_option
@reporting_options("step")
@digest_options
@making_options
@gathered
def send(
    options: DigestOptions,
    catch_up: bool,
    to: str | None,
    test_to: str | None,
    seconds: float,
    force: bool,
    dry_run: bool,
    mark_sent: bool,
    report_as: str | None,
    check_server: bool,
    mail_settings: Path | None,
    status_file: Path | None,
    log_file: Path | None,
) -> None:
    """Make a digest, and send it by email to the recipients who do not have it yet.

    EVENTS is a file, several files or a folder of files. Default: events.yaml. The default period
    is the last complete one.

    \b
    Examples:
        briefing send --test-to ann@example.org --mail-settings mail.env
        briefing send --catch-up --dry-run
        briefing send --catch-up --quiet
    """
    started = monotonic()
    from briefing.signals import exit_on_sigterm

    exit_on_sigterm()
    if dry_run:
        status_file = log_file = None
    with status_in(status_file) as status, report_to(log_file) as report:
        tasks = {
            "--catch-up": catch_up, "--to": to is not None, "--test-to": test_to is not None,
            "--mark-sent": mark_sent, "--check-server": check_server,
            "--report": report_as is not None,
        }  # fmt: skip
        choose_one([option for option, is_given in tasks.items() if is_given])
        alone = [option for option in _ALONE if tasks[option]]
        if force and alone:
            choose_one(["--force", *alone])
        if dry_run and alone and not mark_sent:
            choose_one([*alone, "--dry-run"])
        sending = SendOptions(
            options.events, options.out, catch_up=catch_up, force=force,
            addressee=addressee("--to", to) or addressee("--test-to", test_to),
            is_test=test_to is not None, seconds=seconds, mail_settings=mail_settings,
            templates=options.templates, with_git=options.with_git,
        )  # fmt: skip
        if check_server:
            _try_server(mail_settings, report)
            return
        check_period(options, sending)
        if report_as:
            _report_receipts(options, report_as)
            return
        if not dry_run:
            complete_earlier(options.out)
        request = None
        try:
            request = request_for(options)
            check_recipients(request, sending)
            if mark_sent:
                _mark(request, options, report, dry_run=dry_run)
            elif dry_run:
                _preview(request, options, sending, report)
            else:
                _send(request, options, sending, report, status, started)
        finally:
            if status_file:
                _report_editions(status, options, request)


_ALONE = ("--mark-sent", "--check-server", "--report")
"""The tasks that send nothing, whatever the other options."""


def _report_receipts(options: DigestOptions, format: str) -> None:
    """Print who got which digest.

    Raises:
        click.ClickException: the record or the ledger cannot be read.
    """
    from briefing.delivery.receipts import receipts
    from briefing.output.table import as_csv, as_json, as_text

    request = request_for(options)
    table = receipts(request.editions, ledger_of(options, request.record))
    if format == "csv":
        click.echo(as_csv(table), nl=False)
    elif format == "json":
        echo_json(as_json(table, opening.today(request.record), "internal"))
    else:
        echo(as_text(table, get_terminal_size().columns if sys.stdout.isatty() else None))


def _try_server(mail_settings: Path | None, report: Report) -> None:
    """Log in to the mail server and out again, without sending anything.

    Raises:
        click.UsageError: its settings are missing or wrong.
        CommandFailed: the server cannot be used.
    """
    from briefing.delivery.smtp import ServerUnusable, check

    with failing_on(ServerUnusable, end="."):
        report.result(check(_server(settings_in(mail_settings))))


def _server(settings: Mapping[str, str]) -> "MailServer":
    """Return the mail server to use for sending.

    Raises:
        click.UsageError: its settings are missing or wrong.
    """
    from briefing.delivery.mail_server import SettingsError, mail_server

    with failing_on(SettingsError, kind=click.UsageError):
        return mail_server(settings)


def _mark(request: BuildRequest, options: DigestOptions, report: Report, *, dry_run: bool) -> None:
    """Mark the requested period and all earlier ones as sent, in each edition.

    Raises:
        click.UsageError: there is no such period.
        CommandFailed: this cannot be recorded.
    """
    from briefing.delivery.backlog import periods_to_mark
    from briefing.delivery.ledger_lines import entry
    from briefing.output.writing import WriteError

    record = request.record
    with period_errors():
        periods = periods_to_mark(
            request.editions, record, requested_days(request, options), opening.today(record)
        )
    if dry_run:
        ledger_of(options, record)
    else:
        with locked(options.out), failing_on(WriteError):
            marks = [entry("marked", id, period) for id, period in periods]
            ledger_of(options, record).add(*marks)
    would = "would be" if dry_run else "are now"
    for id, period in periods:
        report.result(f"'{id}': {period.name} and all earlier digests {would} marked as sent.")
    if dry_run:
        report.result(_DRY_RUN)


def _due(
    request: BuildRequest,
    options: DigestOptions,
    sending: SendOptions,
    ledger: "Ledger",
    report: Report,
    failures: "Failures",
) -> "list[tuple[str, Period]]":
    """List the digests to make and send, each as an edition id and a period, oldest first.

    Raises:
        click.UsageError: the requested period does not exist, or the only address gets nothing.
    """
    from briefing.delivery.backlog import Backlog

    refuse_stopped(request, sending, ledger)
    record = request.record
    today, may_name = opening.today(record), _may_name(request)
    backlog = Backlog(
        options=sending,
        record=record,
        editions=request.editions,
        all_digests=request.offered,
        today=today,
        ledger=ledger,
        reporter=report,
        failures=failures,
        may_name=may_name,
    )
    with period_errors():
        return backlog.digests(requested_days(request, options))


def _may_name(request: BuildRequest) -> bool:
    """Whether addresses may be shown to the people who see the messages."""
    return request.readers == ["internal"]


def _send(
    request: BuildRequest,
    options: DigestOptions,
    sending: SendOptions,
    report: Report,
    status: "Status",
    started: float,
) -> None:
    """Make and send the digests that are due.

    Raises:
        click.ClickException: the run could not start, or part of it failed.
    """
    from briefing.delivery.reports import Failures
    from briefing.delivery.run import SendRun

    settings, failures = settings_in(sending.mail_settings), Failures()
    server, address = _server(settings), endpoint_in(settings)
    with locked(options.out):
        tokens, ledger = tokens_in(options.out, settings), ledger_of(options, request.record)
        due = _due(request, options, sending, ledger, report, failures)
        run = SendRun(
            options=sending, editions=request.editions, templates=request.user_templates,
            today=opening.today(request.record), server=server, ledger=ledger, reporter=report,
            failures=failures, counts=status.digests, endpoint=address,
        )  # fmt: skip
        to_write = []
        for made in make_digests(request, due, options, report, failures):
            if not (options.skip_quiet and made.is_quiet):
                to_write.append(made)
            elif run.skip(made):
                report.result(f"{made.name}  {made.summary}: not written")
            else:
                raise_failures(failures)
        digests, documents = write_digests(to_write, request, options, failures, started)
        status.made = [(options.out / name).as_posix() for name in documents]
        for path in status.made:
            report.log(f"made {path}")
        if digests:
            run.send(digests, documents, tokens or new_tokens(options.out))
    raise_failures(failures)


_DRY_RUN = "This was a dry run: nothing was sent or written."


def _preview(
    request: BuildRequest, options: DigestOptions, sending: SendOptions, report: Report
) -> None:
    """Report who would receive which digest. Send nothing and write nothing.

    Raises:
        click.ClickException: something is wrong, so the run could not send everything.
    """
    from briefing.delivery.preview import in_words, preview
    from briefing.delivery.reports import Failures

    failures, ledger = Failures(), ledger_of(options, request.record)
    due = _due(request, options, sending, ledger, report, failures)
    for made in make_digests(request, due, options, report, failures):
        if options.skip_quiet and made.is_quiet:
            report.result(f"'{made.id}': {made.in_words} would not be written or sent.")
            continue
        result = preview(made, request.editions[made.id], sending, ledger)
        for line in in_words(result, sending, may_name=_may_name(request)):
            report.result(line)
    report.result(_DRY_RUN)
    raise_failures(failures)


def _report_editions(
    status: "Status", options: DigestOptions, request: BuildRequest | None
) -> None:
    """Add what is known about the status of each edition to the status file."""
    from briefing.delivery.ledger import NAME
    from briefing.delivery.status import editions_in

    record = request.record if request else None
    editions = request.offered if request else None
    may_name = bool(editions) and all(
        edition.audience == "internal"
        for edition in (editions or {}).values()
        if edition.recipients
    )
    with suppress(click.ClickException):
        if (options.out / NAME).exists():
            ledger = ledger_of(options, record)
            status.editions = editions_in(ledger, editions, may_name=may_name)

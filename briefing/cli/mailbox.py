"""`briefing mailbox`: read the sender's mailbox for bounces and requests to unsubscribe."""

import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.console import quiet_option
from briefing.cli.digests import locked, out_option
from briefing.cli.errors import CommandFailed, failing_on
from briefing.cli.sending import mail_settings_option, open_ledger, settings_in, tokens_in
from briefing.cli.status import (
    Report,
    Watched,
    raise_failures,
    report_to,
    reporting_options,
    status_in,
)
from briefing.delivery.options import OUT

if TYPE_CHECKING:
    from briefing.delivery.ledger import Ledger


@click.command(cls=Watched)
@click.option(
    "--unsubscriptions",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Read requests from this file too, which a web page has written.",
)
@click.option(
    "--resume", metavar="ADDRESS", help="Send digests again to this address, which has bounced."
)
@click.option(
    "--rejoin",
    metavar="ADDRESS",
    help="Send an edition again to this address, which has unsubscribed.",
)
@click.option("--edition", "-e", metavar="ID", help="The edition for --rejoin.")
@mail_settings_option
@reporting_options("step")
@out_option
@quiet_option("Print nothing unless there is a problem.")
def mailbox(
    unsubscriptions: Path | None,
    resume: str | None,
    rejoin: str | None,
    edition: str | None,
    mail_settings: Path | None,
    status_file: Path | None,
    log_file: Path | None,
    out: Path,
) -> None:
    """Read the sender's mailbox, and note who has unsubscribed and whose messages bounced.

    Later digests are not sent to people who have unsubscribed, or to addresses that do not work.
    Nothing in the mailbox is changed.

    \b
    Examples:
        briefing mailbox --mail-settings mail.env
        briefing mailbox --resume bob@example.org
        briefing mailbox --rejoin ann@example.org -e weekly
    """
    from briefing.delivery.status import editions_in
    from briefing.output.writing import WriteError
    from briefing.signals import exit_on_sigterm

    exit_on_sigterm()
    if resume and rejoin:
        raise click.UsageError("--resume and --rejoin cannot be used together.")
    if bool(rejoin) != bool(edition):
        raise click.UsageError("--rejoin needs the edition: --rejoin ADDRESS -e ID")
    with status_in(status_file) as status, report_to(log_file) as report:
        if not open_ledger(out).since:
            raise CommandFailed(f"No digest has been sent from {out}.")
        with locked(out), failing_on(WriteError):
            ledger = open_ledger(out)
            try:
                if resume or rejoin:
                    _restore(ledger, resume or rejoin or "", edition, report)
                else:
                    _read(ledger, out, settings_in(mail_settings), unsubscriptions, report)
            finally:
                status.editions = editions_in(ledger, None, may_name=False)


def _restore(ledger: "Ledger", address: str, edition: str | None, report: Report) -> None:
    """Note that an address gets an edition, or if none is given, all editions, again.

    Raises:
        click.UsageError: it does not need to be restored.
    """
    from briefing.delivery.ledger_lines import Notice, now

    known = address.strip().casefold()
    if edition:
        if (edition, known) not in ledger.notices.left:
            raise click.UsageError(f"{address} has not unsubscribed from '{edition}'.")
        ledger.add(Notice(notice="rejoined", at=now(), to=known, edition=edition))
        report.result(f"{address} will get '{edition}' again.")
    else:
        if known not in ledger.notices.bounced:
            raise click.UsageError(f"{address} has not bounced permanently.")
        ledger.add(Notice(notice="resumed", at=now(), to=known))
        report.result(f"Digests will be sent to {address} again.")


def _read(
    ledger: "Ledger",
    out: Path,
    settings: Mapping[str, str],
    unsubscriptions: Path | None,
    report: Report,
) -> None:
    """Read the mailbox, and the file of `unsubscriptions` if there is one.

    Raises:
        click.ClickException: something could not be read, or an address does not work.
    """
    from datetime import timedelta

    from briefing.delivery.collecting import (
        Collected,
        collect_from_lines,
        collect_from_mailbox,
        report_on,
    )
    from briefing.delivery.imap import MailboxUnusable, open_mailbox
    from briefing.delivery.mail_server import FOLDER, SettingsError, mail_server
    from briefing.delivery.reports import Failures

    tokens, failures = tokens_in(out, settings), Failures()
    if not tokens:
        raise CommandFailed(f"No message with a token to unsubscribe has been sent from {out}.")
    where = [] if out == OUT else ["--out", str(out)]
    command = shlex.join(["briefing", "mailbox", "--resume", "ADDRESS", *where])
    if unsubscriptions:
        collected = Collected()
        try:
            content = unsubscriptions.read_bytes()
        except OSError as error:
            raise CommandFailed(f"{unsubscriptions} cannot be read: {error.strerror}.") from None
        collect_from_lines(content, tokens, ledger, collected)
        report_on(collected, str(unsubscriptions), command, report, failures)
    if settings.get("BRIEFING_IMAP_HOST") or not unsubscriptions:
        with failing_on(SettingsError, kind=click.UsageError):
            server = mail_server(settings, "IMAP")
        folder, collected = settings.get(FOLDER, "").strip() or "INBOX", Collected()
        assert ledger.since
        since = ledger.since.date() - timedelta(days=1)
        try:
            with open_mailbox(server, folder) as opened:
                collect_from_mailbox(opened, tokens, ledger, since, collected)
        except MailboxUnusable as error:
            failures.add(f"{error}.")
        report_on(collected, folder, command, report, failures)
    raise_failures(failures)

"""Options for sending digests, the mail server, and the ledger of sent digests."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.console import echo
from briefing.cli.events import DEFAULT
from briefing.cli.making import NotDone, Order
from briefing.cli.periods import period_for
from briefing.cli.status import OPTION, Report
from briefing.delivery.options import SendOptions

if TYPE_CHECKING:
    from briefing.delivery.days import RequestedDays
    from briefing.delivery.ledger import Ledger
    from briefing.delivery.mail_server import MailServer
    from briefing.timeline.mailboxes import Mailbox
    from briefing.timeline.model import Edition
    from briefing.timeline.timeline import Timeline


def sending_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add `--send` and the options that go with it."""
    for option in (
        click.option(
            OPTION,
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write the result of the run to this file as JSON.",
        ),
        click.option(
            "--log",
            "log_file",
            metavar="FILE",
            type=click.Path(dir_okay=False, path_type=Path),
            help="Log everything the run does to this file, with the time.",
        ),
        click.option(
            "--check-server",
            is_flag=True,
            help="Check that you can log in to the mail server, without sending anything.",
        ),
        click.option(
            "--mail-settings",
            type=click.Path(dir_okay=False, path_type=Path),
            help="The file with the mail server settings. Default: environment variables.",
        ),
        click.option(
            "--force",
            is_flag=True,
            help="With --send: send the digest again to recipients who already have it.",
        ),
        click.option(
            "--to", metavar="ADDRESS", help="With --send: send the digest to this address only."
        ),
        click.option(
            "--mark-sent",
            is_flag=True,
            help="Mark this digest and all earlier ones as sent, without sending anything.",
        ),
        click.option(
            "--catch-up",
            is_flag=True,
            help="Send every digest that was missed, starting with the oldest.",
        ),
        click.option("--send", is_flag=True, help="Send the digest to the edition's recipients."),
    ):
        command = option(command)
    return command


def addressee_of(to: str | None) -> "Mailbox | None":
    """Return the only address to send to, or None to send to all recipients.

    Raises:
        click.BadParameter: the value is not an e-mail address.
    """
    from briefing.timeline.mailboxes import parse

    try:
        return None if to is None else parse(to)
    except ValueError as error:
        raise click.BadParameter(f"{error}.", param_hint="--to") from None


def check_options(
    options: SendOptions, chosen: Mapping[str, object], *, check_server: bool
) -> None:
    """Check that the options can be combined with each other, and with days or a revision.

    Raises:
        click.UsageError: they cannot be combined.
    """
    sends = options.send or options.catch_up
    if options.mark_sent and sends:
        raise click.UsageError(
            "--mark-sent sends nothing, so it cannot be used with --send or --catch-up."
        )
    if check_server and (sends or options.mark_sent):
        raise click.UsageError(
            "--check-server sends nothing, so it cannot be used with --send, --catch-up or "
            "--mark-sent."
        )
    if options.force and not sends:
        raise click.UsageError("--force needs --send or --catch-up.")
    if options.addressee and (options.force or not options.send or options.catch_up):
        message = "--to needs --send, and cannot be used with --force: it also sends a digest again"
        raise click.UsageError(f"{message}, but to one address only.")
    if options.mail_settings and not sends and not check_server:
        raise click.UsageError("--mail-settings needs --send, --catch-up or --check-server.")
    given = [option for option, value in chosen.items() if value is not None]
    if options.catch_up and given:
        message = f"--catch-up finds the missed digests itself. Leave out {' and '.join(given)}"
        raise click.UsageError(f"{message}, or use --send.")
    if options.use_ledger and {"--since", "--until"} & set(given):
        raise click.UsageError("Only a whole period can be sent. Use --week or --for.")
    if options.use_ledger and "-" in options.events:
        raise click.UsageError("A digest from standard input cannot be sent. Name a file.")


def try_server(mail_settings: Path | None, report: Report) -> None:
    """Log in to the mail server and out again, and send nothing.

    Raises:
        click.UsageError: its settings are missing or wrong.
        NotDone: the server cannot be used.
    """
    from briefing.delivery.smtp import ServerUnusable, check

    try:
        report.result(check(server_of(mail_settings)))
    except ServerUnusable as error:
        raise NotDone(f"{error}.") from None


def server_of(mail_settings: Path | None) -> "MailServer":
    """Return the mail server to use for sending.

    Raises:
        click.UsageError: its settings are missing or wrong.
    """
    from briefing.delivery.mail_server import SettingsError, mail_server, read_settings

    try:
        own = read_settings(mail_settings) if mail_settings else {}
        return mail_server({**os.environ, **own})
    except SettingsError as error:
        raise click.UsageError(str(error)) from None


def with_recipients(options: SendOptions, order: Order) -> "dict[str, Edition]":
    """Return the editions that have recipients.

    Raises:
        click.UsageError: there are none, or there are several and only one address was given.
    """
    found = {id: edition for id, edition in order.editions.items() if edition.recipients}
    if not found:
        names = ", ".join(f"'{id}'" for id in order.editions)
        message = f"{names} {'has' if len(order.editions) == 1 else 'have'} no recipients"
        raise click.UsageError(f"{message}. Add a line such as recipients: [ann@example.org]")
    if options.addressee and len(found) > 1:
        choices = " or ".join(f"-e {id}" for id in found)
        raise click.UsageError(
            f"--to sends one digest to one address. Choose the digest with {choices}."
        )
    return found


@contextmanager
def locked(folder: Path, *, quiet: bool) -> Iterator[None]:
    """Lock `folder` for this run, once no other run is using it.

    Raises:
        NotDone: another run does not end, or the folder cannot be written to.
    """
    from briefing.delivery.lock import LockError, lock

    with ExitStack() as held:
        try:
            held.enter_context(
                lock(folder, lambda message: None if quiet else echo(message, err=True))
            )
        except LockError as error:
            raise NotDone(str(error)) from None
        yield


def ledger_in(folder: Path, events: Sequence[str], timeline: "Timeline | None") -> "Ledger":
    """Open the ledger in a folder, for the digests of a record.

    Raises:
        NotDone: the ledger cannot be read or understood, or belongs to another record.
    """
    from briefing.delivery.ledger import NAME, Ledger, LedgerError, record_name

    files = [Path(it) for it in events or [DEFAULT]]
    try:
        return Ledger(folder, record_name(timeline.title, files, folder) if timeline else None)
    except LedgerError as error:
        raise NotDone(str(error)) from None
    except OSError as error:
        raise NotDone(f"{folder / NAME} cannot be read: {error.strerror}.") from None


def mark(order: Order, ledger: "Ledger", requested: "RequestedDays | None", report: Report) -> None:
    """Count the requested period and all earlier ones as sent, in each edition.

    Raises:
        NotDone: this cannot be recorded.
    """
    from briefing.delivery.ledger import entry
    from briefing.edition.periods import rhythm_of
    from briefing.output.writing import NotWritten

    for id, edition in order.editions.items():
        if not edition.recipients:
            continue
        period = period_for(requested, rhythm_of(edition), order.timeline, id)
        try:
            ledger.add(entry("marked", id, period))
        except NotWritten as error:
            raise NotDone(str(error)) from None
        report.result(f"'{id}': {period.name} and all earlier digests are now marked as sent.")

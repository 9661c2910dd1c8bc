"""Checks of the options of `briefing send` before anything is sent."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from briefing.cli.building import BuildRequest
from briefing.cli.digests import DigestOptions
from briefing.delivery.options import SendOptions
from briefing.english import listing

if TYPE_CHECKING:
    from briefing.delivery.ledger import Ledger
    from briefing.record.mailboxes import Mailbox


def choose_one(tasks: Sequence[str]) -> None:
    """Check that at most one of these options is given.

    Raises:
        click.UsageError: several are given.
    """
    if len(tasks) > 1:
        raise click.UsageError(f"{listing(tasks)} cannot be used together.")


def addressee(option: str, to: str | None) -> "Mailbox | None":
    """Return the only address to send to, given by an option, or None to send to all recipients.

    Raises:
        click.BadParameter: the value is not an email address.
    """
    from briefing.record.mailboxes import parse_mailbox

    try:
        return None if to is None else parse_mailbox(to)
    except ValueError as error:
        raise click.BadParameter(f"{error}.", param_hint=option) from None


def check_period(options: DigestOptions, sending: SendOptions) -> None:
    """Check that the options give a record and a period that can be sent.

    Raises:
        click.UsageError: they do not.
    """
    chosen = {"--week": options.week, "--for": options.day}
    given = [option for option, value in chosen.items() if value is not None]
    if sending.catch_up and given:
        message = "--catch-up finds the missed digests itself"
        raise click.UsageError(f"{message}. Leave out {listing(given)}.")
    if sending.catch_up and options.revision is not None:
        raise click.UsageError("--revision cannot be used with --catch-up. Use --git instead.")
    if "-" in options.events:
        raise click.UsageError("A digest from standard input cannot be sent. Name a file.")


def check_recipients(request: BuildRequest, sending: SendOptions) -> None:
    """Check that there are recipients, and only one edition if a single address gets it.

    Raises:
        click.UsageError: there are none, or several editions have recipients.
    """
    ids = [id for id, edition in request.editions.items() if edition.recipients]
    if not ids:
        names = ", ".join(f"'{id}'" for id in request.editions)
        message = f"{names} {'has' if len(request.editions) == 1 else 'have'} no recipients"
        raise click.UsageError(f"{message}. Add a line such as recipients: [ann@example.org]")
    if sending.addressee and len(ids) > 1:
        choices = " or ".join(f"-e {id}" for id in ids)
        option = "--test-to" if sending.is_test else "--to"
        raise click.UsageError(
            f"{option} sends one digest to one address. Choose the digest with {choices}."
        )


def refuse_stopped(request: BuildRequest, sending: SendOptions, ledger: "Ledger") -> None:
    """Check that the only address to send to has not unsubscribed or bounced.

    Raises:
        click.UsageError: it has.
    """
    for id, edition in request.editions.items() if sending.addressee else ():
        assert sending.addressee
        address = sending.addressee.address
        stop = ledger.notices.stop(id, address)
        if not edition.recipients or not stop:
            continue
        command = f"briefing mailbox --resume {address}"
        problem, hint = "does not work, because a message bounced", "If it works now"
        if stop.notice == "left":
            command = f"briefing mailbox --rejoin {address} -e {id}"
            problem, hint = f"unsubscribed from '{id}'", "If they want it again"
        raise click.UsageError(
            f"{address} {problem} on {stop.at:%-d %B %Y}, so nothing was sent. {hint}: {command}"
        )


def rate(context: click.Context, option: click.Parameter, text: str | None) -> float:
    """Return the number of seconds between two messages, for a rate such as 60/minute.

    Raises:
        click.BadParameter: it is not a rate.
    """
    parsed = _RATE.fullmatch(text or "")
    if text is None:
        return 0
    if not parsed or not int(parsed[1]):
        raise click.BadParameter("Give a rate for a second, minute or hour, as in 60/minute.")
    return _SECONDS[parsed[2]] / int(parsed[1])


_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_RATE = re.compile(rf"(\d{{1,6}})/({'|'.join(_SECONDS)})", re.ASCII)

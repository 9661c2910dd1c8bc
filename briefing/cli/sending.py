"""What sending asks for: its options, the mail server, and the memory of what was sent."""

import os
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.console import echo
from briefing.cli.making import NotDone, Order
from briefing.cli.periods import Asked, period_for
from briefing.cli.status import OPTION

if TYPE_CHECKING:
    from briefing.delivery.ledger import Entry, Ledger, What
    from briefing.delivery.mail_server import MailServer
    from briefing.edition.periods import Period
    from briefing.timeline.mailboxes import Mailbox
    from briefing.timeline.model import Edition


OUT = Path("out/digest")
"""Where digests are written to when nothing else is said."""


def sending_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--send` and what goes with it."""
    for option in (
        click.option(
            OPTION,
            type=click.Path(dir_okay=False, path_type=Path),
            help="Write the result of the run to this file, as JSON.",
        ),
        click.option(
            "--mail-settings",
            type=click.Path(dir_okay=False, path_type=Path),
            help="A file with the mail server settings. Default: environment variables.",
        ),
        click.option(
            "--force",
            is_flag=True,
            help="With --send: send it again to recipients who already have it.",
        ),
        click.option("--to", metavar="ADDRESS", help="With --send: send to this address only."),
        click.option(
            "--mark-sent",
            is_flag=True,
            help="Send nothing, but count this digest and all earlier ones as sent.",
        ),
        click.option(
            "--catch-up", is_flag=True, help="Send every digest that was missed, oldest first."
        ),
        click.option("--send", is_flag=True, help="Send the digest to the edition's recipients."),
    ):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Wish:
    """What the sending options ask for, of the files `events` and in the folder `out`."""

    events: Sequence[str]
    out: Path
    send: bool
    catch_up: bool
    mark_sent: bool
    force: bool
    to: str | None
    mail_settings: Path | None
    quiet: bool

    @property
    def is_for_post(self) -> bool:
        """Whether what is sent matters at all."""
        return self.send or self.catch_up or self.mark_sent

    def check(self, chosen: Mapping[str, object]) -> None:
        """See that the options go together, also with those that choose days or a revision.

        Raises:
            click.UsageError: they do not.
        """
        if self.mark_sent and (self.send or self.catch_up):
            raise click.UsageError(
                "--mark-sent sends nothing, so it cannot be used with --send or --catch-up."
            )
        if self.force and not self.send and not self.catch_up:
            raise click.UsageError("--force needs --send or --catch-up.")
        if self.addressee and (self.force or not self.send or self.catch_up):
            message = "--to needs --send, and cannot be used with --force: it sends a digest again"
            raise click.UsageError(f"{message}, but to one address only.")
        if self.mail_settings and not self.send and not self.catch_up:
            raise click.UsageError("--mail-settings needs --send or --catch-up.")
        given = [option for option, value in chosen.items() if value is not None]
        if self.catch_up and given:
            message = f"--catch-up finds the missed digests itself: leave out {' and '.join(given)}"
            raise click.UsageError(f"{message}, or use --send.")
        if self.is_for_post and {"--since", "--until"} & set(given):
            raise click.UsageError("Only a whole period can be sent: use --week or --for.")
        if self.is_for_post and "-" in self.events:
            raise click.UsageError("A digest from standard input cannot be sent: name a file.")

    @property
    def anew(self) -> bool:
        """Whether a digest is sent to everybody, also to those who have got it."""
        return self.send and self.force and not self.catch_up

    @property
    def is_regardless(self) -> bool:
        """Whether a digest is sent whatever is remembered of it."""
        return self.anew or self.to is not None

    @property
    def addressee(self) -> "Mailbox | None":
        """The only one to send to; None where that is everybody.

        Raises:
            click.BadParameter: it is no e-mail address.
        """
        from briefing.timeline.mailboxes import parse

        try:
            return None if self.to is None else parse(self.to)
        except ValueError as error:
            raise click.BadParameter(f"{error}.", param_hint="--to") from None

    def command(self, *more: str) -> str:
        """What to type instead."""
        out = [] if self.out == OUT else ["--out", str(self.out)]
        settings = ["--mail-settings", str(self.mail_settings)] if self.mail_settings else []
        if "--mark-sent" in more:
            settings = []
        return shlex.join(["briefing", "digest", *self.events, *out, *more, *settings])


def server_of(wish: Wish) -> "MailServer":
    """The mail server to send by.

    Raises:
        click.UsageError: its settings are missing or wrong.
    """
    from briefing.delivery.mail_server import SettingsError, mail_server, read_settings

    try:
        own = read_settings(wish.mail_settings) if wish.mail_settings else {}
        return mail_server({**os.environ, **own})
    except SettingsError as error:
        raise click.UsageError(str(error)) from None


def with_recipients(wish: Wish, order: Order) -> "dict[str, Edition]":
    """The editions that are sent to somebody.

    Raises:
        click.UsageError: there is none; or there are several, of which one address is to get one.
    """
    found = {id: edition for id, edition in order.editions.items() if edition.recipients}
    if not found:
        names = ", ".join(f"'{id}'" for id in order.editions)
        message = f"{names} {'has' if len(order.editions) == 1 else 'have'} no recipients"
        raise click.UsageError(f"{message}: add a line such as recipients: [ann@example.org]")
    if wish.to and len(found) > 1:
        options = " or ".join(f"-e {id}" for id in found)
        raise click.UsageError(
            f"--to sends one digest to one address: choose which with {options}."
        )
    return found


@contextmanager
def locked(folder: Path, *, quiet: bool) -> Iterator[None]:
    """Keep `folder` for this run, once no other run is at work in it.

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


def memory_in(folder: Path) -> "Ledger":
    """What is remembered there of what was sent.

    Raises:
        NotDone: it cannot be read or understood.
    """
    from briefing.delivery.ledger import NAME, Ledger, LedgerError

    try:
        return Ledger(folder)
    except LedgerError as error:
        raise NotDone(str(error)) from None
    except OSError as error:
        raise NotDone(f"{folder / NAME} cannot be read: {error.strerror}.") from None


def mark(wish: Wish, order: Order, asked: Asked | None) -> None:
    """Count the period that is `asked` for as sent, and all before it, in each edition.

    Raises:
        click.UsageError: no edition is sent to anybody.
        NotDone: that cannot be remembered.
    """
    from briefing.edition.periods import rhythm_of
    from briefing.output.writing import NotWritten

    editions = with_recipients(wish, order)
    with locked(wish.out, quiet=wish.quiet):
        memory = memory_in(wish.out)
        for id, edition in editions.items():
            period = period_for(asked, rhythm_of(edition), order.timeline, id)
            try:
                memory.add(fact("marked", id, period))
            except NotWritten as error:
                raise NotDone(str(error)) from None
            if not wish.quiet:
                echo(f"'{id}': {period.name} and all earlier digests count as sent.")


def fact(
    what: "What",
    id: str,
    period: "Period",
    *,
    to: str | None = None,
    said: str | None = None,
    fingerprint: str | None = None,
) -> "Entry":
    """What was done just now with the digest of a period that the edition `id` makes."""
    from briefing.delivery.ledger import Entry

    at = datetime.now(UTC).replace(microsecond=0)
    return Entry(
        at=at,
        edition=id,
        period=period.name,
        what=what,
        first=period.first,
        last=period.last,
        to=to,
        said=said,
        fingerprint=fingerprint,
    )

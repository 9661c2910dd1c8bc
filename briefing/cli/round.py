"""A round of sending digests: each to everybody once, whatever happened before or happens now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from briefing.cli.console import echo
from briefing.cli.making import Order, counted
from briefing.cli.periods import periods_since
from briefing.cli.sending import Wish, fact
from briefing.cli.status import Failures, Handed, Status

if TYPE_CHECKING:
    from briefing.delivery.ledger import Entry, Ledger
    from briefing.delivery.mail_server import MailServer
    from briefing.edition.briefing import Briefing
    from briefing.edition.periods import Period
    from briefing.output.document import Document
    from briefing.output.eml import Letter
    from briefing.timeline.mailboxes import Mailbox

_PATIENCE = timedelta(days=5)
"""Whoever has been put off for longer is given up, as mail servers do (RFC 5321, 4.5.4.1)."""


@dataclass(frozen=True, slots=True)
class Made:
    """The digest that the edition `id` makes of a period; `name` is that of its files.

    `said` tells what there is in it, in a few words.
    """

    id: str
    period: "Period"
    name: str
    briefing: "Briefing"
    said: str


@dataclass(slots=True)
class Round:
    """Sending, as is wished and remembered; `status` and `failures` say what became of it.

    `_waiting` are the addresses to which a digest could not be sent for now, and why: they get no
    later one before it. `_no_server` says why nobody can be sent anything more, and `_no_senders`
    from which address nothing can, and why. `_unsent` are the digests that this concerns.
    """

    wish: Wish
    order: Order
    server: "MailServer"
    memory: "Ledger"
    status: Status
    failures: Failures
    _waiting: dict[str, str] = field(default_factory=dict)
    _no_server: str = ""
    _no_senders: dict[str, str] = field(default_factory=dict)
    _unsent: dict[str, list[str]] = field(default_factory=dict)

    def skip(self, made: Made) -> None:
        """Remember that nothing was new in a digest, and so nothing sent.

        Raises:
            Failed: that cannot be done.
        """
        if self.order.editions[made.id].recipients and not self.wish.to:
            skipped = fact("skipped", made.id, made.period, said=made.said)
            self._remember("Nothing was sent.", *self._marks(made), skipped)

    def send(self, digests: Iterable[Made], documents: "Mapping[str, Document]") -> None:
        """Send the digests, those of their `documents` that are PDFs with them.

        Raises:
            Failed: something could not be done, here or before.
        """
        to_send = [it for it in digests if self.order.editions[it.id].recipients]
        for made, letter in self._written(to_send, documents) if to_send else ():
            self._send(made, letter)
        self._end()

    def _written(
        self, digests: Sequence[Made], documents: "Mapping[str, Document]"
    ) -> "list[tuple[Made, Letter]]":
        """Each of the digests with the letter that it is sent as; none where one cannot be."""
        from briefing.output.eml import letters
        from briefing.output.templates import TemplateMistake

        write = letters(self.order.own)
        try:
            return [(it, write(it.briefing, documents.get(f"{it.name}.pdf"))) for it in digests]
        except TemplateMistake as error:
            self.failures.add(f"{error}\nNothing was sent.")
            return []

    def _send(self, made: Made, letter: "Letter") -> None:
        """Send a digest to those who have yet to get it."""
        from briefing.delivery.smtp import SenderRefused, ServerUnusable, deliver

        id, period, name = made.id, made.period, made.name
        recipients, is_copy = self._addressees(id)
        to = self._yet_to_get(made, recipients)
        handed = Handed(name, left=len(to))
        self.status.digests.append(handed)
        assert letter.sender
        sender = letter.sender.address
        if why := self._no_server or self._no_senders.get(sender):
            if to:
                self._unsent[why].append(name)
            return
        now = datetime.now().astimezone()
        refused: dict[str, str] = {}

        def remember(otherwise: str, done: "Entry") -> None:
            if not is_copy:
                self._remember(otherwise, done)

        def on_sent(address: str) -> None:
            handed.sent += 1
            handed.left -= 1
            sent = fact("sent", id, period, to=address)
            remember(
                f"{name} was sent to {address}, "
                "but this could not be recorded, so it will be sent again.",
                sent,
            )

        def on_refused(address: str, said: str) -> None:
            refused[address] = said
            handed.refused += 1
            handed.left -= 1
            not_taken = fact("refused", id, period, to=address, said=said)
            remember(f"{name} was refused for {address}: {said}.", not_taken)

        before = self._begin(made, letter)
        waiting = {it: self._waiting[it] for it in to if it in self._waiting}
        left: dict[str, str] = {}
        try:
            left = deliver(
                [it for it in to if it not in waiting],
                lambda address: letter.to(recipients[address], now, before),
                sender,
                self.server,
                sent=on_sent,
                refused=on_refused,
                waiting=self._say_that_it_waits,
            )
        except ServerUnusable as error:
            self._no_server = str(error)
            self._unsent[self._no_server] = [name]
        except SenderRefused as error:
            self._no_senders[sender] = str(error)
            self._unsent[str(error)] = [name]
        if self._is_given_up(made, now):
            for address, why in left.items():
                on_refused(address, f"postponed for {_PATIENCE.days} days: {why}")
            left = {}
        left |= waiting
        self._waiting |= left
        # Where everybody is refused, that is hardly for their addresses.
        has_reached = self.memory.has_reached_anybody(id, period)
        are_all_refused = bool(refused) and not self.wish.to and not has_reached
        if not handed.left and not are_all_refused and not self.wish.to:
            remember(f"{name} was sent.", fact("done", id, period))
        if handed.sent and not self.wish.quiet:
            told = "as a copy" if is_copy else f"to {counted(handed.sent, 'recipient')}"
            echo(f"{name}  sent {told}")
        if refused or left:
            self._tell_of(name, refused, left, are_all_refused=are_all_refused)

    def _addressees(self, id: str) -> "tuple[dict[str, Mailbox], bool]":
        """To whom an edition is sent, by their addresses, and whether that is only a copy.

        A copy is remembered nowhere. So is one for a recipient of what was never sent, which is how
        it is tried out.
        """
        recipients = {it.address: it for it in self.order.editions[id].recipients}
        only = self.wish.addressee
        if not only:
            return recipients, False
        address = only.address.casefold()
        found = {it: who for it, who in recipients.items() if it.casefold() == address}
        return found or {only.address: only}, not found or not self.memory.knows(id)

    def _yet_to_get(self, made: Made, addresses: Iterable[str]) -> list[str]:
        sent = self.memory.of(made.id, made.period)
        if self.wish.is_regardless or sent is None:
            return list(addresses)
        if sent.is_done:
            return [it for it in addresses if sent.was_refused_to(it)]
        asks_again = not self.wish.catch_up or not sent.to
        return [
            it
            for it in addresses
            if not sent.was_sent_to(it) and (asks_again or not sent.was_refused_to(it))
        ]

    def _begin(self, made: Made, letter: "Letter") -> str:
        """Remember that a digest is begun, unless it was; its fingerprint when it first was."""
        id, period = made.id, made.period
        is_new = self.memory.of(id, period) is None and not self.wish.to
        if self.wish.anew or is_new:
            begun = fact("begun", id, period, fingerprint=letter.fingerprint)
            self._remember("Nothing was sent.", *self._marks(made), begun)
        sent = self.memory.of(id, period)
        return sent.fingerprint if sent else ""

    def _marks(self, made: Made) -> "list[Entry]":
        """What an edition that is not known begins with: all that was before counts as sent."""
        from briefing.edition.periods import rhythm_of

        if self.memory.knows(made.id):
            return []
        rhythm = rhythm_of(self.order.editions[made.id])
        later = periods_since(made.period.last, rhythm, self.order.timeline)
        return [fact("marked", made.id, it) for it in later[-1:]]

    def _is_given_up(self, made: Made, now: datetime) -> bool:
        """Whether a digest was begun so long ago that nobody is put off any longer."""
        sent = self.memory.of(made.id, made.period)
        return sent is not None and not self.wish.to and now - sent.begun >= _PATIENCE

    def _remember(self, otherwise: str, *facts: "Entry") -> None:
        from briefing.output.writing import NotWritten

        try:
            self.memory.add(*facts)
        except NotWritten as error:
            self.failures.add(f"{error}\n{otherwise}")
            self._end()

    def _end(self) -> None:
        for why, names in self._unsent.items():
            unsent = f"Not sent to everybody: {', '.join(names)}."
            self.failures.add(f"{why}.\n{unsent} {self._hint}", unsent)
        self.failures.raise_all()

    def _say_that_it_waits(self, seconds: float, why: str) -> None:
        if not self.wish.quiet:
            echo(f"Note: {why}. The next try is in {seconds:.0f} seconds.", err=True)

    def _tell_of(
        self,
        name: str,
        refused: Mapping[str, str],
        left: Mapping[str, str],
        *,
        are_all_refused: bool,
    ) -> None:
        lines = [f"{name} did not reach everybody."]
        lines += [f"    {address} was refused: {said}" for address, said in refused.items()]
        lines += [f"    {address} could not get it for now: {why}" for address, why in left.items()]
        if are_all_refused:
            lines.append(
                "All addresses were refused. Check the mail server settings. The next run tries "
                "again."
            )
        elif refused and not self.wish.to:
            lines.append("Correct the refused addresses, or remove them from the record.")
        if left:
            lines.append(self._hint)
        counts = {"refused": len(refused), "postponed": len(left)}
        told = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
        self.failures.add("\n".join(lines), f"{name} did not reach everybody: {told}.")

    @property
    def _hint(self) -> str:
        same = "Run the same command without --force" if self.wish.anew else "Run the same command"
        return f"{same} to send it to the remaining recipients."

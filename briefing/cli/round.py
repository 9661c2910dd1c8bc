"""A round of sending digests: each to everybody once, whatever happened before or happens now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from briefing.cli.making import Order, counted
from briefing.cli.periods import Asked, is_to_come, period_for, periods_since
from briefing.cli.sending import Wish, fact
from briefing.cli.status import Failed, Handed, Status

if TYPE_CHECKING:
    from briefing.edition.briefing import Briefing
    from briefing.edition.periods import Period
    from briefing.output.document import Document
    from briefing.output.eml import Letter
    from briefing.output.mail_server import MailServer
    from briefing.output.sent import Fact, Memory
    from briefing.timeline.mailboxes import Mailbox
    from briefing.timeline.model import Edition

_LONG = timedelta(days=366)
"""What was missed for longer than that is not sent unasked: the clock may be wrong."""
_PATIENCE = timedelta(days=5)
"""Whoever has been put off for longer is given up, as mail servers do (RFC 5321, 4.5.4.1)."""


@dataclass(frozen=True, slots=True)
class Made:
    """The digest that the edition `id` makes of a period; `name` is that of its files."""

    id: str
    period: "Period"
    name: str
    briefing: "Briefing"


@dataclass(slots=True)
class Round:
    """What is to be sent, as is wished and remembered; `status` says what became of it.

    `_waiting` are the addresses to which a digest could not be sent for now, and why: they get no
    later one before it. `_no_server` says why nobody can be sent anything more, and `_no_senders`
    from which address nothing can, and why. `_unsent` are the digests that this concerns.
    """

    wish: Wish
    order: Order
    server: "MailServer"
    memory: "Memory"
    status: Status
    _failures: list[Failed] = field(default_factory=list)
    _waiting: dict[str, str] = field(default_factory=dict)
    _no_server: str = ""
    _no_senders: dict[str, str] = field(default_factory=dict)
    _unsent: dict[str, list[str]] = field(default_factory=dict)

    def due(self, asked: Asked | None) -> "list[tuple[str, Period]]":
        """The digests to make and send, each its edition and its period, the oldest first.

        Raises:
            click.UsageError: there is no such period.
        """
        found, unknown = [], []
        for id, edition in self.order.editions.items():
            is_known = self.memory.knows(id) or self.wish.anew or self.wish.to
            if edition.recipients and not is_known:
                unknown.append(id)
                continue
            if edition.recipients and not self._is_past(id):
                continue
            try:
                periods = self._to_make(id, edition, asked)
            except click.UsageError as error:
                if asked:
                    raise
                # The record stops before the last period, which is no reason to make no other.
                message = f"'{id}': {error.message}"
                self._fail(message, message, 1)
                continue
            for period in periods:
                if not self._is_complete(id, period):
                    break
                found.append((id, period))
        if unknown:
            self._refuse_to_guess(unknown)
        return sorted(found, key=lambda it: it[1].last)

    def skip(self, id: str, period: "Period", said: str) -> None:
        """Remember that nothing was new, and so nothing sent.

        Raises:
            Failed: that cannot be done.
        """
        if self.order.editions[id].recipients and not self.wish.to:
            self._remember(
                "Nothing was sent.",
                *self._marks(id, period),
                fact("skipped", id, period, said=said),
            )

    def send(self, digests: "Sequence[Made]", documents: "Mapping[str, Document]") -> None:
        """Send the digests, those of their `documents` that are PDFs with them.

        Raises:
            Failed: something could not be done, here or before.
        """
        to_send = [it for it in digests if self.order.editions[it.id].recipients]
        for made, letter in self._written(to_send, documents) if to_send else []:
            self._send(made.id, made.period, made.name, letter)
        for why, names in self._unsent.items():
            unsent = f"Not sent to everybody: {', '.join(names)}."
            self._fail(f"{why}.\n{unsent} {self._hint}", unsent)
        if self._failures:
            raise self._all_failures()

    def _written(
        self, digests: "Sequence[Made]", documents: "Mapping[str, Document]"
    ) -> "list[tuple[Made, Letter]]":
        """Each of the digests with the letter that it is sent as."""
        from briefing.output.eml import letters
        from briefing.output.templates import TemplateMistake

        pdfs = {
            (it.briefing.id, it.briefing.as_of_day): documents.get(f"{it.name}.pdf")
            for it in digests
        }
        write = letters(self.order.own, lambda it: pdfs[it.id, it.as_of_day])
        try:
            return [(it, write(it.briefing)) for it in digests]
        except TemplateMistake as error:
            self._fail(f"{error}\nNothing was sent.", str(error))
            raise self._all_failures() from None

    def _send(self, id: str, period: "Period", name: str, letter: "Letter") -> None:
        """Send the digest called `name` to those who have yet to get it."""
        from briefing.output.post import NoSender, NoServer, deliver

        recipients, is_copy = self._addressees(id)
        to = self._yet_to_get(id, period, recipients)
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

        def remember(otherwise: str, *facts: "Fact") -> None:
            if not is_copy:
                self._remember(otherwise, *facts)

        def on_sent(address: str) -> None:
            handed.sent += 1
            remember(
                f"{name} was sent to {address}, and will be again.",
                fact("sent", id, period, to=address),
            )

        def on_refused(address: str, said: str) -> None:
            refused[address] = said
            handed.refused += 1
            remember(
                f"{name} was not taken for {address}: {said}.",
                fact("refused", id, period, to=address, said=said),
            )

        is_new = self.memory.of(id, period) is None and not self.wish.to
        if self.wish.anew or is_new:
            begun = fact("begun", id, period, fingerprint=letter.fingerprint)
            remember("Nothing was sent.", *self._marks(id, period), begun)
        known = self.memory.of(id, period)
        before = known.fingerprint if known else ""
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
        except NoServer as error:
            self._no_server = str(error)
            self._unsent[self._no_server] = [name]
        except NoSender as error:
            self._no_senders[sender] = str(error)
            self._unsent[str(error)] = [name]
        finally:
            handed.left = len(to) - handed.sent - handed.refused
        given_up = self._given_up(id, period, left, now)
        for address, said in given_up.items():
            on_refused(address, said)
            handed.left -= 1
            del left[address]
        left |= waiting
        self._waiting |= left
        # Where everybody is refused, that is hardly for their addresses.
        are_all_refused = bool(refused) and not self.wish.to and not self._has_got(id, period)
        if not handed.left and not are_all_refused and not self.wish.to:
            remember(f"{name} was sent.", fact("done", id, period))
        if handed.sent and not self.wish.quiet:
            told = "as a copy" if is_copy else f"to {counted(handed.sent, 'recipient')}"
            click.echo(f"{name}  sent {told}")
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

    def _given_up(
        self, id: str, period: "Period", left: Mapping[str, str], now: datetime
    ) -> dict[str, str]:
        """Those among the ones who are `left` that have been put off for too long, and why."""
        sent = self.memory.of(id, period)
        if self.wish.to or not sent or now - sent.begun < _PATIENCE:
            return {}
        return {it: f"put off for {_PATIENCE.days} days: {why}" for it, why in left.items()}

    @property
    def _hint(self) -> str:
        same = "The same command without --force" if self.wish.anew else "The same command"
        return f"{same} sends it to those who have yet to get it."

    def _to_make(self, id: str, edition: "Edition", asked: Asked | None) -> "list[Period]":
        """The periods of which an edition is to be made, the oldest first."""
        from briefing.edition.periods import rhythm_of

        if edition.recipients and self.wish.catch_up:
            return self._missed(id, edition)
        period = period_for(asked, rhythm_of(edition), self.order.timeline, id)
        is_for_anyone = self.wish.anew or self.wish.to
        if is_for_anyone or not self.memory.is_done(id, period):
            return [period]
        sent = self.memory.of(id, period)
        if sent and any(sent.was_refused_to(it.address) for it in edition.recipients):
            return [period]
        if not self.wish.quiet:
            told = "was sent already" if sent and sent.to else "counts as sent"
            late = [
                it
                for it in edition.recipients
                if sent and sent.to and not sent.was_sent_to(it.address)
            ]
            if late:
                told += f", but not to {counted(len(late), 'recipient')} added since"
            click.echo(f"'{id}': {period.name} {told}.")
            if late:
                click.echo(f"To send it to them too: {self._command_for(id, period, late)}")
        return []

    def _command_for(self, id: str, period: "Period", late: "Sequence[Mailbox]") -> str:
        """What to type to send a digest to one of those who came `late`.

        Nobody's address is told but to those who may read the record.
        """
        may_be_told = self.order.readers == ["internal"] and len(late) == 1
        to = late[0].address if may_be_told else "ADDRESS"
        which = ("--week", period.name) if period.every == "week" else ("--for", str(period.last))
        return self.wish.command("-e", id, "--send", *which, "--to", to)

    def _missed(self, id: str, edition: "Edition") -> "list[Period]":
        """The periods of which an edition was begun, or not even that, the oldest first."""
        from briefing.edition.periods import period_of, rhythm_of

        since, rhythm = self.memory.done_until(id), rhythm_of(edition)
        begun = [(it, period_of(it.first, rhythm)) for it in self.memory.unfinished(id)]
        # Of another rhythm, which it had then, it cannot be made any more.
        periods = [it for sent, it in begun if (it.first, it.last) == (sent.first, sent.last)]
        periods += periods_since(since, rhythm, self.order.timeline)
        missed = [it for it in periods if not self.memory.is_done(id, it)]
        missed = sorted(set(missed), key=lambda it: it.first)
        if not missed and not self.wish.quiet:
            click.echo(f"'{id}': nothing was missed, up to {since}.")
        # Of what somebody has got it is certain that the clock was right.
        by_all = [it for it in missed if not self._has_got(id, it)]
        if by_all and by_all[-1].last - by_all[0].first > _LONG and not self.wish.force:
            number, since = counted(len(by_all), "digest"), by_all[0].first
            message = f"{number} of '{id}' were missed since {since}, which is not sent unasked"
            self._fail(
                f"{message}.\n"
                f"To send them all:       {self.wish.command('-e', id, '--catch-up', '--force')}\n"
                f"To go on with the next: {self.wish.command('-e', id, '--mark-sent')}",
                f"{message}.",
            )
            return []
        return missed

    def _is_past(self, id: str) -> bool:
        """Whether all is over of which the memory tells; if not, that is a failure."""
        if (
            self.wish.anew
            or self.wish.to
            or not is_to_come(until := self.memory.known_until(id), self.order.timeline)
        ):
            return True
        message = f"{self.memory.path} tells of digests of '{id}' up to {until}, which is to come"
        self._fail(
            f"{message}: was the clock wrong?\n"
            f"To send '{id}' again, take the lines of days to come out of that file.",
            f"{message}.",
        )
        return False

    def _is_complete(self, id: str, period: "Period") -> bool:
        """Whether the record tells of the whole period; if not, that is a failure."""
        stops = self.order.timeline.correct_as_of
        if stops and stops < period.last:
            message = f"The record stops on {stops}, before {period.name} is over"
            hint = "Move its correct_as_of on, or take the line out."
            self._fail(f"{message}: the digest of '{id}' is not sent. {hint}", f"{message}.", 1)
            return False
        return True

    def _refuse_to_guess(self, unknown: list[str]) -> None:
        from briefing.edition.digest import digests_of

        path, wish = self.memory.path, self.wish
        sent = {id for id, it in digests_of(self.order.timeline).items() if it.recipients}
        names = [part for id in unknown for part in ("-e", id)] if sent - {*unknown} else []
        which = " and ".join(f"'{id}'" for id in unknown)
        message = f"{path} tells nothing of {which}" if path.exists() else f"There is no {path}"
        message += ", so nobody knows what has been sent already"
        self._fail(
            f"{message}.\n"
            f"To send the last digest now: {wish.command(*names, '--send', '--force')}\n"
            f"To begin with the next one:  {wish.command(*names, '--mark-sent')}",
            f"{message}.",
        )

    def _marks(self, id: str, period: "Period") -> "list[Fact]":
        """What an edition that is not known begins with: all that was before counts as sent."""
        from briefing.edition.periods import rhythm_of

        if self.memory.knows(id):
            return []
        rhythm = rhythm_of(self.order.editions[id])
        later = periods_since(period.last, rhythm, self.order.timeline)
        return [fact("marked", id, it) for it in later[-1:]]

    def _has_got(self, id: str, period: "Period") -> bool:
        """Whether anybody has got a digest."""
        sent = self.memory.of(id, period)
        return bool(sent and sent.to)

    def _yet_to_get(
        self, id: str, period: "Period", addresses: "Mapping[str, object]"
    ) -> list[str]:
        sent = self.memory.of(id, period)
        if self.wish.anew or self.wish.to or sent is None:
            return list(addresses)
        if sent.is_done:
            return [it for it in addresses if sent.was_refused_to(it)]
        asks_again = not self.wish.catch_up or not sent.to
        return [
            it
            for it in addresses
            if not sent.was_sent_to(it) and (asks_again or not sent.was_refused_to(it))
        ]

    def _remember(self, otherwise: str, *facts: "Fact") -> None:
        from briefing.output.writing import NotWritten

        try:
            self.memory.add(*facts)
        except NotWritten as error:
            message = f"{error.filename} cannot be written: {error.strerror}."
            self._fail(f"{message}\n{otherwise}", message)
            raise self._all_failures() from None

    def _say_that_it_waits(self, seconds: float, why: str) -> None:
        if not self.wish.quiet:
            click.echo(f"Note: {why}. The next try is in {seconds:.0f} seconds.", err=True)

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
                "All were refused: is the mail server the right one? The next run tries again."
            )
        elif refused and not self.wish.to:
            lines.append("Mend the addresses that were refused, or take them out of the record.")
        if left:
            lines.append(self._hint)
        counts = {"refused": len(refused), "left for later": len(left)}
        told = ", ".join(f"{number} {what}" for what, number in counts.items() if number)
        self._fail("\n".join(lines), f"{name} did not reach everybody: {told}.")

    def _fail(self, message: str, in_short: str, exit_code: int = 3) -> None:
        self._failures.append(Failed(message, in_short, exit_code))

    def _all_failures(self) -> Failed:
        return Failed(
            "\nError: ".join(it.message for it in self._failures),
            "\n".join(it.in_short for it in self._failures),
            max(it.exit_code for it in self._failures),
        )

"""Send each digest exactly once to everybody, even if this run or an earlier one is cut short.

Recipients who may already have a message come last, after everybody else has received every digest.
If the server always drops the connection at those messages, nobody else has to wait.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from briefing.delivery.days import periods_since
from briefing.delivery.ledger_lines import entry
from briefing.delivery.options import SendOptions
from briefing.delivery.recipients import addressees, yet_to_get
from briefing.delivery.reports import Failures, Reporter
from briefing.english import counted

if TYPE_CHECKING:
    from briefing.delivery.ledger import Ledger
    from briefing.delivery.ledger_lines import Entry
    from briefing.delivery.mail_server import MailServer
    from briefing.delivery.smtp import Pace
    from briefing.delivery.tokens import Tokens
    from briefing.edition.briefing import Briefing
    from briefing.edition.periods import Period
    from briefing.output.document import Document
    from briefing.output.eml import DigestMessage
    from briefing.record.mailboxes import Mailbox
    from briefing.record.model import Edition

_PATIENCE = timedelta(days=5)
"""How long to postpone a recipient before giving up, as mail servers do (RFC 5321, 4.5.4.1)."""


@dataclass(frozen=True, slots=True)
class MadeDigest:
    """A digest that the edition `id` makes for a period. `name` is the name of its files.

    `summary` describes its content in a few words.
    """

    id: str
    period: "Period"
    name: str
    briefing: "Briefing"
    summary: str

    @property
    def is_quiet(self) -> bool:
        """Whether it contains no news."""
        return self.briefing.digest is not None and self.briefing.digest.is_quiet

    @property
    def in_words(self) -> str:
        """A description of the period, its days and the digest's content, for a message."""
        return f"{self.period.name} ({self.period.first} to {self.period.last}, {self.summary})"


@dataclass(slots=True)
class DeliveryCount:
    """Counts of recipients who were sent the digest `name`, refused, or left for later."""

    name: str
    sent: int = 0
    refused: int = 0
    left: int = 0


@dataclass(slots=True)
class _Delivery:
    """The progress of sending one digest: the remaining recipients, and the results so far.

    `refused` and `postponed` map addresses to the reason why nothing could be sent to them. A copy
    is not recorded in the ledger.
    """

    made: MadeDigest
    message: "DigestMessage"
    recipients: "dict[str, Mailbox]"
    is_copy: bool
    pending: list[str]
    count: DeliveryCount
    refused: dict[str, str] = field(default_factory=dict)
    postponed: dict[str, str] = field(default_factory=dict)

    @property
    def sender(self) -> str:
        assert self.message.sender
        return self.message.sender.address


class _LedgerWriteError(Exception):
    """A step could not be recorded in the ledger, so the run must stop."""


@dataclass(slots=True)
class SendRun:
    """A run that sends the digests of `editions`. `counts` and `failures` hold the results.

    `_waiting` maps addresses that cannot be reached for now to the reason: they get no later digest
    before this one. `_no_server` is the reason why nothing more can be sent to anybody, and
    `_no_senders` maps sender addresses that cannot be used to the reason. `_unsent` lists the
    digests affected. `_begun` lists the editions for which this run has started to send a digest
    again. `endpoint` is the web address for unsubscribing, if there is one.
    """

    options: SendOptions
    editions: "Mapping[str, Edition]"
    templates: Path
    today: Day
    server: "MailServer"
    ledger: "Ledger"
    reporter: Reporter
    failures: Failures
    counts: list[DeliveryCount]
    endpoint: str = ""
    _waiting: dict[str, str] = field(default_factory=dict)
    _no_server: str = ""
    _no_senders: dict[str, str] = field(default_factory=dict)
    _unsent: dict[str, list[str]] = field(default_factory=dict)
    _begun: set[str] = field(default_factory=set)
    _tokens: "Tokens | None" = None
    _pace: "Pace | None" = None

    def skip(self, made: MadeDigest) -> bool:
        """Record that nothing was sent because there was no news. Return False if that failed.

        If such a failure went unnoticed, the digest would be missing permanently.
        """
        if not self.editions[made.id].recipients or self.options.addressee:
            return True
        skipped = entry("skipped", made.id, made.period, said=made.summary)
        try:
            self._record("Nothing was sent.", *self._marks(made), skipped)
        except _LedgerWriteError:
            return False
        self.reporter.log(f"{made.name} skipped: {made.summary}")
        return True

    def send(
        self,
        digests: Iterable[MadeDigest],
        documents: "Mapping[str, Document]",
        tokens: "Tokens",
    ) -> None:
        """Send the digests, with any PDFs among their `documents` attached.

        `tokens` let recipients unsubscribe.
        """
        from briefing.delivery.smtp import Pace

        self._tokens, self._pace = tokens, Pace(self.options.seconds)
        to_send = [digest for digest in digests if self.editions[digest.id].recipients]
        # Addresses with the fewest unknown outcomes come first, so that each gets a turn.
        doubtful = sorted(self.ledger.doubts, key=self.ledger.doubts.__getitem__)
        try:
            deliveries = [
                self._delivery(made, message)
                for made, message in self._messages(to_send, documents)
            ]
            for delivery in deliveries:
                certain = [
                    address for address in delivery.pending if address.casefold() not in doubtful
                ]
                self._deliver(delivery, certain)
                if len(certain) == len(delivery.pending):
                    self._finish(delivery)
            for delivery in deliveries:
                last = [address for address in delivery.pending if address.casefold() in doubtful]
                if last:
                    last.sort(key=lambda address: doubtful.index(address.casefold()))
                    self._deliver(delivery, last)
                    self._finish(delivery)
        except _LedgerWriteError:
            pass
        for reason, names in self._unsent.items():
            unsent = f"Not sent to everybody: {', '.join(names)}."
            self.failures.add(f"{reason}.\n{unsent} {self._hint}", unsent)

    def _messages(
        self, digests: Sequence[MadeDigest], documents: "Mapping[str, Document]"
    ) -> "list[tuple[MadeDigest, DigestMessage]]":
        """Return the digests and their messages, omitting editions with a faulty template."""
        if not digests:
            return []
        from briefing.output.eml import message_writer
        from briefing.output.templates import TemplateError

        write = message_writer(self.templates, self.endpoint)
        written, failed = [], set[str]()
        for made in digests:
            if made.id in failed:
                continue
            try:
                written.append((made, write(made.briefing, documents.get(f"{made.name}.pdf"))))
            except TemplateError as error:
                failed.add(made.id)
                names = ", ".join(digest.name for digest in digests if digest.id == made.id)
                self.failures.add(f"{error}\nNot sent: {names}.")
        return [(made, message) for made, message in written if made.id not in failed]

    def _delivery(self, made: MadeDigest, message: "DigestMessage") -> _Delivery:
        recipients, is_copy = addressees(made.id, self.editions[made.id], self.options, self.ledger)
        pending = yet_to_get(made.id, made.period, recipients, self.options, self.ledger)
        count = DeliveryCount(made.name, left=len(pending))
        self.counts.append(count)
        return _Delivery(made, message, recipients, is_copy, pending, count)

    def _deliver(self, delivery: _Delivery, to: Sequence[str]) -> None:
        """Send a digest to some of the recipients who do not have it yet."""
        from briefing.delivery.smtp import SenderRefused, ServerUnusable, deliver

        assert self._tokens and self._pace
        tokens, made, sender = self._tokens, delivery.made, delivery.sender
        if why := self._no_server or self._no_senders.get(sender):
            if to:
                self._list_unsent(why, made.name)
            return
        now = datetime.now().astimezone()
        before = self._begin(made, delivery.message)
        waiting = {address: self._waiting[address] for address in to if address in self._waiting}
        try:
            unreachable = deliver(
                [address for address in to if address not in waiting],
                lambda address: delivery.message.to(
                    delivery.recipients[address],
                    now,
                    before,
                    token=tokens.of(made.id, address),
                    is_test=self.options.is_test,
                ),
                sender,
                self.server,
                self._pace,
                sent=lambda address: self._on_sent(delivery, address),
                refused=lambda address, said: self._on_refused(delivery, address, said),
                unknown=lambda address, why: self._on_unknown(delivery, address, why),
                waiting=self._on_waiting,
            )
            delivery.postponed |= unreachable
        except ServerUnusable as error:
            self._no_server = str(error)
            self._list_unsent(self._no_server, made.name)
        except SenderRefused as error:
            self._no_senders[sender] = str(error)
            self._list_unsent(str(error), made.name)
        if self._is_given_up(made, now):
            for address in [address for address in to if address in delivery.postponed]:
                why = delivery.postponed.pop(address)
                self._on_refused(delivery, address, f"postponed for {_PATIENCE.days} days: {why}")
        delivery.postponed |= waiting
        self._waiting |= delivery.postponed

    def _on_sent(self, delivery: _Delivery, address: str) -> None:
        made = delivery.made
        delivery.count.sent += 1
        delivery.count.left -= 1
        self.reporter.log(f"{made.name} sent to {address}")
        otherwise = (
            f"{made.name} was sent to {address}, "
            "but this could not be recorded, so it will be sent again."
        )
        self._record_of(delivery, otherwise, entry("sent", made.id, made.period, to=address))

    def _on_refused(self, delivery: _Delivery, address: str, said: str) -> None:
        made = delivery.made
        delivery.refused[address] = said
        delivery.count.refused += 1
        delivery.count.left -= 1
        self.reporter.log(f"{made.name} refused for {address}: {said}")
        refused = entry("refused", made.id, made.period, to=address, said=said)
        self._record_of(delivery, f"{made.name} was refused for {address}: {said}.", refused)

    def _on_unknown(self, delivery: _Delivery, address: str, why: str) -> None:
        made = delivery.made
        delivery.postponed[address] = why
        self.reporter.log(f"{made.name} may have been sent to {address}: {why}")
        unknown = entry("unknown", made.id, made.period, to=address, said=why)
        self._record_of(delivery, f"{made.name} may have been sent to {address}: {why}.", unknown)

    def _on_waiting(self, seconds: float, why: str) -> None:
        self.reporter.note(f"{why}. Trying again in {seconds:.0f} seconds.")

    def _list_unsent(self, why: str, name: str) -> None:
        names = self._unsent.setdefault(why, [])
        if name not in names:
            names.append(name)

    def _finish(self, delivery: _Delivery) -> None:
        """Record that a digest has been sent, if it has, and report the result."""
        made, count, refused = delivery.made, delivery.count, delivery.refused
        # If everybody is refused, the addresses are unlikely to be the reason.
        has_reached = self.ledger.has_reached_anybody(made.id, made.period)
        are_all_refused = bool(refused) and not self.options.addressee and not has_reached
        if not count.left and not are_all_refused and not self.options.addressee:
            done = entry("done", made.id, made.period)
            self._record_of(delivery, f"{made.name} was sent.", done)
        if count.sent:
            to_whom = f"to {counted(count.sent, 'recipient')}"
            if delivery.is_copy:
                to_whom = "as a test" if self.options.is_test else "as a copy"
            self.reporter.result(f"{made.name}  sent {to_whom}")
        if refused or delivery.postponed:
            self._fail(delivery, are_all_refused=are_all_refused)

    def _begin(self, made: MadeDigest, message: "DigestMessage") -> str:
        """Record that sending a digest has started, and return its original fingerprint."""
        id, period = made.id, made.period
        is_new = self.ledger.of(id, period) is None and not self.options.addressee
        if is_new or (self.options.resend_all and id not in self._begun):
            self._begun.add(id)
            begun = entry("begun", id, period, fingerprint=message.fingerprint)
            self._record("Nothing was sent.", *self._marks(made), begun)
        sent = self.ledger.of(id, period)
        return sent.fingerprint if sent else ""

    def _marks(self, made: MadeDigest) -> "list[Entry]":
        """Return the step that starts an unknown edition by marking earlier digests as sent."""
        from briefing.edition.periods import rhythm_of

        if self.ledger.knows(made.id):
            return []
        rhythm = rhythm_of(self.editions[made.id])
        later = periods_since(made.period.last, rhythm, self.today)
        return [entry("marked", made.id, period) for period in later[-1:]]

    def _is_given_up(self, made: MadeDigest, now: datetime) -> bool:
        """Whether sending a digest started so long ago that nobody is postponed any longer."""
        sent = self.ledger.of(made.id, made.period)
        return sent is not None and not self.options.addressee and now - sent.begun >= _PATIENCE

    def _record_of(self, delivery: _Delivery, otherwise: str, done: "Entry") -> None:
        if not delivery.is_copy:
            self._record(otherwise, done)

    def _record(self, otherwise: str, *entries: "Entry") -> None:
        from briefing.output.writing import WriteError

        try:
            self.ledger.add(*entries)
        except WriteError as error:
            self.failures.add(f"{error}\n{otherwise}")
            raise _LedgerWriteError from None

    def _fail(self, delivery: _Delivery, *, are_all_refused: bool) -> None:
        name, refused, postponed = delivery.made.name, delivery.refused, delivery.postponed
        lines = [f"{name} did not reach everybody."]
        lines += [f"    {address} was refused: {said}" for address, said in refused.items()]
        lines += [
            f"    {address} could not be reached this time: {why}"
            for address, why in postponed.items()
        ]
        if are_all_refused:
            lines.append(
                "All addresses were refused. Check the mail server settings. The next run will try "
                "again."
            )
        elif refused and not self.options.addressee:
            lines.append("Correct the refused addresses, or remove them from the record.")
        if postponed:
            lines.append(self._hint)
        counts = {"refused": len(refused), "postponed": len(postponed)}
        summary = ", ".join(f"{number} {result}" for result, number in counts.items() if number)
        self.failures.add("\n".join(lines), f"{name} did not reach everybody: {summary}.")

    @property
    def _hint(self) -> str:
        without = " without --force" if self.options.resend_all else ""
        return f"Run the same command{without} to send it to the remaining recipients."

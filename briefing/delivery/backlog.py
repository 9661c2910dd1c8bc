"""The backlog: digests that were requested or missed, and must be made and sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from typing import TYPE_CHECKING

from briefing.delivery.days import PeriodError, RequestedDays, period_for, periods_since
from briefing.delivery.options import SendOptions
from briefing.delivery.recipients import active
from briefing.delivery.reports import Failures, Reporter
from briefing.english import counted

if TYPE_CHECKING:
    from briefing.delivery.ledger import Ledger
    from briefing.edition.periods import Period
    from briefing.record.mailboxes import Mailbox
    from briefing.record.model import Edition
    from briefing.record.record import Record

_LONG = timedelta(days=366)
"""Digests missed for longer than this are not sent by default: the clock may be wrong."""


@dataclass(frozen=True, slots=True)
class Backlog:
    """Lists the digests to make and send, based on the options and the ledger.

    `editions` are the chosen editions among `all_digests` of the record. If one cannot be sent, the
    reason is added to `failures`, and the others go ahead.
    """

    options: SendOptions
    record: "Record"
    editions: "Mapping[str, Edition]"
    all_digests: "Mapping[str, Edition]"
    today: Day
    ledger: "Ledger"
    reporter: Reporter
    failures: Failures
    may_name: bool = False
    """Whether the people who see the messages may also see addresses."""

    def digests(self, requested: RequestedDays | None) -> "list[tuple[str, Period]]":
        """List the digests to make and send, oldest first, each as an edition id and a period.

        Raises:
            PeriodError: the requested period does not exist.
        """
        digests, unknown = [], []
        for id, edition in self.editions.items():
            if edition.recipients and not self.options.is_regardless:
                if not self.ledger.knows(id):
                    unknown.append(id)
                    continue
                if not self._is_past(id):
                    continue
            try:
                periods = self._to_make(id, edition, requested)
            except PeriodError as error:
                if requested:
                    raise
                # The record ends before the last period does. Other editions can still be made.
                self.failures.add(f"'{id}': {error}", exit_code=1)
                continue
            for period in periods:
                if not self._is_complete(id, period):
                    break
                digests.append((id, period))
        if unknown:
            self._refuse_to_guess(unknown)
        return sorted(digests, key=lambda digest: digest[1].last)

    def _to_make(
        self, id: str, edition: "Edition", requested: RequestedDays | None
    ) -> "list[Period]":
        """List the periods for which an edition must be made, oldest first."""
        from briefing.edition.periods import rhythm_of

        if edition.recipients and self.options.catch_up:
            return self._missed(id, edition)
        period = period_for(
            requested,
            rhythm_of(edition),
            self.record,
            id,
            self.today,
            may_choose=not self.options.catch_up,
        )
        if requested is None and edition.recipients:
            self._report_missed(id, edition, period)
        if self.options.is_regardless or not self.ledger.is_done(id, period):
            return [period]
        sent = self.ledger.of(id, period)
        recipients = active(id, edition, self.ledger)
        if sent and any(sent.was_refused_to(recipient.address) for recipient in recipients):
            return [period]
        message = "was already sent" if sent and sent.to else "is marked as sent"
        late = [
            recipient
            for recipient in recipients
            if sent and sent.to and not sent.was_sent_to(recipient.address)
        ]
        if late:
            message += f", but not to {counted(len(late), 'recipient')} added later"
        self.reporter.result(f"'{id}': {period.name} {message}.")
        if late:
            command = self._command_for(id, period, late)
            self.reporter.result(f"To send it to them too: {command}")
        return []

    def _command_for(self, id: str, period: "Period", late: "Sequence[Mailbox]") -> str:
        """Return the command that sends a digest to one of the `late` recipients.

        It shows an address only to people who are allowed to read the record.
        """
        may_show = self.may_name and len(late) == 1
        to = late[0].address if may_show else "ADDRESS"
        which = ("--week", period.name) if period.every == "week" else ("--for", str(period.last))
        return self.options.command("-e", id, *which, "--to", to)

    def _report_missed(self, id: str, edition: "Edition", period: "Period") -> None:
        """Report the digests before `period` that nobody has, because only `period` is sent now."""
        if not self.ledger.knows(id):
            return
        missed = [
            earlier
            for earlier in self._yet_to_send(id, edition)
            if earlier.last < period.first and not self.ledger.has_reached_anybody(id, earlier)
        ]
        if not missed:
            return
        command = self.options.command("-e", id, "--catch-up")
        which, them = f"{missed[0].name} to {missed[-1].name} were", "them"
        if len(missed) == 1:
            which, them = f"{missed[0].name} was", "it"
        self.reporter.result(f"'{id}': {which} not sent. To send {them} too: {command}")

    def _yet_to_send(self, id: str, edition: "Edition") -> "list[Period]":
        """List the periods, oldest first, whose sending was never started or never completed."""
        from briefing.edition.periods import period_of, rhythm_of

        since, rhythm = self.ledger.done_until(id), rhythm_of(edition)
        begun = [(sent, period_of(sent.first, rhythm)) for sent in self.ledger.unfinished(id)]
        # A digest cannot be made again if the edition's rhythm was different at that time.
        periods = [
            period
            for sent, period in begun
            if (period.first, period.last) == (sent.first, sent.last)
        ]
        periods += periods_since(since, rhythm, self.today)
        yet_to_send = {period for period in periods if not self.ledger.is_done(id, period)}
        return sorted(yet_to_send, key=lambda period: period.first)

    def _missed(self, id: str, edition: "Edition") -> "list[Period]":
        """List the periods to send with `--catch-up`, unless they are too many to be right."""
        missed = self._yet_to_send(id, edition)
        if not missed:
            since = self.ledger.done_until(id)
            self.reporter.result(f"'{id}': no digest was missed up to {since}.")
        # If the digest has reached anybody, the clock was right when it was sent.
        unsent = [period for period in missed if not self.ledger.has_reached_anybody(id, period)]
        if unsent and unsent[-1].last - unsent[0].first > _LONG and not self.options.force:
            number, since = counted(len(unsent), "digest"), unsent[0].first
            command = self.options.command
            self.failures.add(
                f"{number} of '{id}' missed since {since} will not be sent without your "
                "confirmation.\n"
                f"To send them all:       {command('-e', id, '--catch-up', '--force')}\n"
                f"To start with the next: {command('-e', id, '--mark-sent')}"
            )
            return []
        return missed

    def _is_past(self, id: str) -> bool:
        """Whether all periods in the ledger are over. If not, record a failure."""
        until = self.ledger.known_until(id)
        if until <= self.today:
            return True
        message = (
            f"{self.ledger.path} lists digests of '{id}' up to {until}, which is in the future"
        )
        self.failures.add(
            f"{message}. Was the clock wrong?\n"
            f"To send '{id}' again, delete the lines with future dates from that file."
        )
        return False

    def _is_complete(self, id: str, period: "Period") -> bool:
        """Whether the record covers the whole period. If not, record a failure."""
        stops = self.record.correct_as_of
        if stops and stops < period.last:
            message = (
                f"The record is accurate only to {stops}, which is before the end of {period.name}"
            )
            hint = "Update correct_as_of, or remove it."
            message = f"{message}, so the digest of '{id}' was not sent. {hint}"
            self.failures.add(message, exit_code=1)
            return False
        return True

    def _refuse_to_guess(self, unknown: list[str]) -> None:
        path, options = self.ledger.path, self.options
        sent = {id for id, digest in self.all_digests.items() if digest.recipients}
        names = [part for id in unknown for part in ("-e", id)] if sent - {*unknown} else []
        which = " and ".join(f"'{id}'" for id in unknown)
        message = f"{path} does not mention {which}" if path.exists() else f"There is no {path}"
        self.failures.add(
            f"{message}, so briefing cannot know which digests have been sent.\n"
            f"To send the last digest now: {options.command(*names, '--force')}\n"
            f"To start with the next one:  {options.command(*names, '--mark-sent')}"
        )


def periods_to_mark(
    editions: "Mapping[str, Edition]",
    record: "Record",
    requested: RequestedDays | None,
    today: Day,
) -> "list[tuple[str, Period]]":
    """List the editions with recipients, each with its requested or last complete period.

    Raises:
        PeriodError: the period does not exist.
    """
    from briefing.edition.periods import rhythm_of

    return [
        (id, period_for(requested, rhythm_of(edition), record, id, today))
        for id, edition in editions.items()
        if edition.recipients
    ]

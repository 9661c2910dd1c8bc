"""A preview of a run: who would get each digest, and who already has it. It changes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from briefing.delivery.options import SendOptions
from briefing.delivery.recipients import addressees, yet_to_get
from briefing.english import counted

if TYPE_CHECKING:
    from briefing.delivery.ledger import Ledger, Sent
    from briefing.delivery.ledger_lines import Notice, NoticeName
    from briefing.delivery.run import MadeDigest
    from briefing.record.model import Edition

Progress = Literal["not sent", "sent", "in doubt", "refused"]
"""How far a digest has got with one address, according to the ledger."""


@dataclass(frozen=True, slots=True)
class Preview:
    """The effect of sending a digest. `pending` holds the addresses that would get it.

    `progress` covers all addresses that the run considers, and `stopped` those that get nothing
    more. A copy is not recorded in the ledger.
    """

    made: "MadeDigest"
    progress: Mapping[str, Progress]
    pending: tuple[str, ...]
    is_copy: bool
    stopped: Mapping[str, "Notice"]

    def with_progress(self, progress: Progress, *, is_pending: bool) -> list[str]:
        """List the addresses at one stage of delivery that would, or would not, get the digest."""
        return [
            address
            for address, reached in self.progress.items()
            if reached == progress and (address in self.pending) == is_pending
        ]


def preview(
    made: "MadeDigest", edition: "Edition", options: SendOptions, ledger: "Ledger"
) -> Preview:
    """Return who would get a digest and who already has it."""
    recipients, is_copy = addressees(made.id, edition, options, ledger)
    sent = ledger.of(made.id, made.period)
    return Preview(
        made,
        {address: _progress(address, sent) for address in recipients},
        tuple(yet_to_get(made.id, made.period, recipients, options, ledger)),
        is_copy,
        {
            recipient.address: stop
            for recipient in (() if options.addressee else edition.recipients)
            if (stop := ledger.notices.stop(made.id, recipient.address))
        },
    )


def _progress(address: str, sent: "Sent | None") -> Progress:
    if sent is None:
        return "not sent"
    if sent.was_sent_to(address):
        return "sent"
    if sent.is_in_doubt(address):
        return "in doubt"
    return "refused" if sent.was_refused_to(address) else "not sent"


_DETAILS: "Mapping[tuple[Progress, bool], str]" = {
    ("sent", False): "Already sent",
    ("sent", True): "Already sent, and would be sent again",
    ("in doubt", True): "May have been sent, but the mail server has not confirmed it",
    ("in doubt", False): "May have been sent, and would not be sent again",
    ("refused", True): "Refused earlier, but would be tried again",
    ("refused", False): "Refused earlier, and would not be tried again",
    ("not sent", False): "Added as recipients later, and would not receive it",
}
"""The headings for addresses at each stage of delivery that would, or would not, receive it."""


_STOPPED: "Mapping[NoticeName, str]" = {
    "left": "Unsubscribed, and would not receive it",
    "bounced": "Bounced earlier, and would not receive it",
}
"""The headings for addresses that get nothing more."""


def in_words(preview: Preview, options: SendOptions, *, may_name: bool) -> list[str]:
    """Describe a preview in lines of text, including addresses only if it `may_name` them."""

    def listed(addresses: "list[str] | tuple[str, ...]") -> str:
        names = f" ({', '.join(addresses)})" if may_name else ""
        return f"{counted(len(addresses), 'recipient')}{names}"

    made, pending = preview.made, preview.pending
    name = f"'{made.id}': {made.in_words}"
    if not preview.progress and not preview.stopped:
        return [f"{name} would be made, but it has no recipients."]
    if options.addressee:
        # The user typed this address, so it is not secret.
        copy = " as a test" if options.is_test else " as a copy" if preview.is_copy else ""
        first = f"{name} would be sent only to {options.addressee.address}{copy}."
    elif pending:
        first = f"{name} would be sent to {listed(pending)}."
    else:
        first = f"{name} would be recorded as sent."
    details = [
        f"    {heading}: {listed(addresses)}."
        for (progress, is_pending), heading in _DETAILS.items()
        if (addresses := preview.with_progress(progress, is_pending=is_pending))
    ]
    for name, heading in _STOPPED.items():
        if addresses := [to for to, stop in preview.stopped.items() if stop.notice == name]:
            details.append(f"    {heading}: {listed(addresses)}.")
    return [first, *details]

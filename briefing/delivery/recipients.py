"""The recipients of a digest, and which of them still need it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from briefing.delivery.options import SendOptions

if TYPE_CHECKING:
    from briefing.delivery.ledger import Ledger
    from briefing.edition.periods import Period
    from briefing.record.mailboxes import Mailbox
    from briefing.record.model import Edition


def active(id: str, edition: "Edition", ledger: "Ledger") -> "list[Mailbox]":
    """List the recipients of an edition who have not left and whose addresses work."""
    return [
        recipient
        for recipient in edition.recipients
        if not ledger.notices.stop(id, recipient.address)
    ]


def addressees(
    id: str, edition: "Edition", options: SendOptions, ledger: "Ledger"
) -> "tuple[dict[str, Mailbox], bool]":
    """Return an edition's active recipients by address, and whether they only get a copy.

    A copy is not recorded in the ledger. Before the first digest of an edition, a single recipient
    also gets a copy, so that sending can be tested. A test is a copy too.
    """
    recipients = {recipient.address: recipient for recipient in active(id, edition, ledger)}
    only = options.addressee
    if not only:
        return recipients, False
    address = only.address.casefold()
    known = {name: mailbox for name, mailbox in recipients.items() if name.casefold() == address}
    is_copy = options.is_test or not known or not ledger.knows(id)
    return known or {only.address: only}, is_copy


def yet_to_get(
    id: str, period: "Period", addresses: Iterable[str], options: SendOptions, ledger: "Ledger"
) -> list[str]:
    """List the addresses that have not been sent the digest yet."""
    sent = ledger.of(id, period)
    if options.is_regardless or sent is None:
        return list(addresses)
    if sent.is_done:
        return [address for address in addresses if sent.was_refused_to(address)]
    asks_again = not options.catch_up or not sent.to
    return [
        address
        for address in addresses
        if not sent.was_sent_to(address) and (asks_again or not sent.was_refused_to(address))
    ]

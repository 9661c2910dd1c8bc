"""A report on the recipients of each edition: the digests that they got, or why they did not."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from briefing.edition.tables import Cell, Table

if TYPE_CHECKING:
    from briefing.delivery.ledger import Ledger
    from briefing.record.model import Edition

_COLUMNS = {
    "edition": "Edition",
    "recipient": "Recipient",
    "status": "Status",
    "since": "Since",
    "last": "Last digest",
    "number": "Digests",
    "reason": "Reason",
    "digests": "",
}
"""The columns. Only programs need the list of all digests."""


def receipts(editions: "Mapping[str, Edition]", ledger: "Ledger") -> Table:
    """Return a row for each recipient of each edition, now or in the past."""
    rows = []
    for id, edition in editions.items():
        listed = {mailbox.address.casefold(): mailbox.address for mailbox in edition.recipients}
        digests = ledger.digests(id)
        earlier = sorted({address for _, sent in digests for address in sent.to} - {*listed})
        for address in (*listed, *earlier):
            got = [(name, sent.to[address]) for name, sent in digests if address in sent.to]
            status, since, reason = _status(ledger, id, address, got, is_listed=address in listed)
            last = got[-1][0] if got else None
            names: list[str] = [name for name, _ in got]
            time = f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if since else None
            row: tuple[Cell, ...] = (
                *(id, listed.get(address, address), status, time),
                *(last, len(got), reason, names),
            )
            rows.append(row)
    return Table("receipts", _COLUMNS, rows)


def _status(
    ledger: "Ledger",
    id: str,
    address: str,
    got: list[tuple[str, datetime]],
    *,
    is_listed: bool,
) -> tuple[str, datetime | None, str | None]:
    """Return the status of a recipient, since when, and the reason."""
    if stop := ledger.notices.stop(id, address):
        return ("unsubscribed" if stop.notice == "left" else "bounced"), stop.at, stop.said
    last = got[-1][1] if got else None
    if not is_listed:
        return "removed", last, None
    if failing := ledger.failing(id).get(address):
        return "not reached", failing.since, failing.reason
    if not last:
        return "nothing yet", None, None
    came_back = ledger.notices.undelivered.get(address)
    if came_back and came_back.edition == id and came_back.at >= last:
        return "last came back", came_back.at, came_back.said
    return "gets it", last, None

"""Recipients who have left, addresses that do not work, and the messages that have been read."""

from dataclasses import dataclass, field
from datetime import datetime

from briefing.delivery.ledger_lines import Notice, Position


@dataclass(slots=True)
class Notices:
    """The effect of all notices in a ledger. Addresses are in lower case.

    `left` holds who has left, as an edition and an address. `bounced` holds the addresses that do
    not work, `resumed` the times from which they work again, and `undelivered` the last message
    that did not reach an address that may work.
    `origins` lists the messages and lines that have been read, and `positions` the last message
    that was read in each mailbox.
    """

    left: dict[tuple[str, str], Notice] = field(default_factory=dict)
    bounced: dict[str, Notice] = field(default_factory=dict)
    resumed: dict[str, datetime] = field(default_factory=dict)
    undelivered: dict[str, Notice] = field(default_factory=dict)
    origins: set[str] = field(default_factory=set)
    positions: dict[str, Position] = field(default_factory=dict)

    def apply(self, line: Notice | Position) -> None:
        """Take a line of the ledger into account."""
        if isinstance(line, Position):
            self.positions[line.mailbox] = line
            return
        if line.origin:
            self.origins.add(line.origin)
        address, edition = line.to.casefold(), line.edition or ""
        match line.notice:
            case "left":
                self.left.setdefault((edition, address), line)
            case "rejoined":
                self.left.pop((edition, address), None)
            case "bounced":
                self.bounced.setdefault(address, line)
            case "undelivered":
                self.undelivered[address] = line
            case "resumed":
                self.bounced.pop(address, None)
                self.resumed[address] = line.at

    def stop(self, edition: str, address: str) -> Notice | None:
        """Return the reason why an address gets nothing more of an edition, or None if it does."""
        address = address.casefold()
        return self.left.get((edition, address)) or self.bounced.get(address)

    def read_until(self, mailbox: str, validity: int) -> int:
        """Return the number of the last message that was read in a mailbox, or 0."""
        position = self.positions.get(mailbox)
        return position.read if position and position.validity == validity else 0

"""Note requests to unsubscribe and bounces in the ledger, each only once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from briefing.delivery.incoming import Bounce, Doubtful, Finding, Request, read
from briefing.delivery.ledger_lines import Notice, NoticeName, Position, now
from briefing.english import counted, listing

if TYPE_CHECKING:
    from datetime import date as Day

    from briefing.delivery.imap import Mailbox
    from briefing.delivery.ledger import Ledger
    from briefing.delivery.reports import Failures, Reporter
    from briefing.delivery.tokens import Tokens

_MOST = 10
"""The number of senders without a token that a run names."""
_LINE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ (\S+)")


@dataclass(slots=True)
class Collected:
    """The results of reading a mailbox.

    `left`, `bounced` and `undelivered` list the new notices. `ignored` lists the senders of
    requests without a genuine token, and the lines that are not genuine. `unmatched` is the number
    of bounces that belong to no message in the ledger.
    """

    left: list[Notice] = field(default_factory=list)
    bounced: list[Notice] = field(default_factory=list)
    undelivered: list[Notice] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    unmatched: int = 0
    messages: int = 0


def collect_from_mailbox(
    mailbox: "Mailbox", tokens: "Tokens", ledger: "Ledger", since: "Day", collected: Collected
) -> None:
    """Read the new messages in a mailbox. If it has never been read, start `since` this day.

    Each notice is on disk before the next message is read, and the position after each batch. If a
    run is killed, the next one reads the last batch again and finds what has been noted.

    Raises:
        MailboxUnusable: the mailbox can no longer be read.
        WriteError: the ledger cannot be written.
    """
    number = ledger.notices.read_until(mailbox.name, mailbox.validity)
    for batch in mailbox.after(number, since):
        for content in batch.values():
            collected.messages += 1
            _note(read(content, tokens), _hash(content), ledger, collected)
        number = max(batch)
        ledger.add(Position(mailbox=mailbox.name, validity=mailbox.validity, read=number))


def collect_from_lines(
    content: bytes, tokens: "Tokens", ledger: "Ledger", collected: Collected
) -> None:
    """Read lines that a web page has written, each with the time and the token of a request.

    The last line may be incomplete, because the page may be writing it.

    Raises:
        WriteError: the ledger cannot be written.
    """
    for number, line in enumerate(content.split(b"\n")[:-1], 1):
        text = line.decode(errors="replace").strip()
        if not text:
            continue
        collected.messages += 1
        parsed = _LINE.fullmatch(text)
        named = tokens.read(parsed[1]) if parsed else None
        if named:
            _note([Request(*named)], _hash(line.strip()), ledger, collected)
        else:
            collected.ignored.append(f"line {number}")


def report_on(
    collected: Collected, source: str, command: str, reporter: "Reporter", failures: "Failures"
) -> None:
    """Report what was found in a `source`. Addresses that do not work are failures.

    `command` sends digests to an address again.
    """
    for notice in collected.left:
        reporter.result(f"{notice.to} has unsubscribed from '{notice.edition}'.")
    for notice in collected.undelivered:
        reporter.result(
            f"A message to {notice.to} came back, but the address may work: {notice.said}"
        )
    if collected.ignored:
        number = counted(len(collected.ignored), "request")
        from_whom = listing([*dict.fromkeys(collected.ignored)][:_MOST])
        reporter.note(
            f"{source} has {number} to unsubscribe without a valid token, from {from_whom}. "
            "Nothing was changed. If a request is genuine, remove the address from the record."
        )
    if collected.unmatched:
        number = counted(collected.unmatched, "message")
        reporter.note(f"{source} has {number} that came back, but not one of these digests.")
    if collected.bounced:
        lines = [f"    {notice.to}: {notice.said}" for notice in collected.bounced]
        number = counted(len(collected.bounced), "recipient")
        failures.add(
            "\n".join(
                [
                    "Nothing more will be sent to these addresses, because they do not work:",
                    *lines,
                    "Correct them in the record, or remove them. To send to one of them again:",
                    f"    {command}",
                ]
            ),
            f"{number} will get nothing more, because messages bounced.",
        )
    if not (collected.left or collected.undelivered or collected.bounced):
        read = counted(collected.messages, "new message")
        reporter.result(f"{source}: {read}, nothing to note.")


def _note(findings: Iterable[Finding], origin: str, ledger: "Ledger", collected: Collected) -> None:
    """Record the findings of one message, unless it has been read before."""
    notices = ledger.notices
    if origin in notices.origins:
        return
    lines = []
    for finding in findings:
        match finding:
            case Request(edition, address):
                notice = _notice("left", edition, address, "", origin)
                if (edition, address) not in notices.left:
                    collected.left.append(notice)
                lines.append(notice)
            case Bounce(edition, address, is_permanent, said, sent):
                resumed = notices.resumed.get(address)
                if not ledger.may_have_reached(edition, address):
                    collected.unmatched += 1
                elif not (resumed and sent and sent < resumed):
                    name: NoticeName = "bounced" if is_permanent else "undelivered"
                    notice = _notice(name, edition, address, said, origin)
                    if not is_permanent:
                        collected.undelivered.append(notice)
                    elif address not in notices.bounced:
                        collected.bounced.append(notice)
                    lines.append(notice)
            case Doubtful(_, is_bounce=True):
                collected.unmatched += 1
            case Doubtful(sender):
                collected.ignored.append(sender or "an unknown sender")
    if lines:
        ledger.add(*lines)


def _notice(name: NoticeName, edition: str, address: str, said: str, origin: str) -> Notice:
    return Notice(
        notice=name, at=now(), to=address, edition=edition, said=said or None, origin=origin
    )


def _hash(content: bytes) -> str:
    return sha256(content).hexdigest()[:32]

"""The status file: how the last run ended, who gets each digest and who does not."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from briefing.delivery import ledger, lock
from briefing.delivery.run import DeliveryCount

if TYPE_CHECKING:
    from briefing.delivery.ledger import Ledger
    from briefing.record.model import Edition

VERSION = 1
_NAME = "status of a run"
_FIELDS = {"version", "ok", "exit_status", "started", "ended"}
_LONGEST = 10_000_000
"""The largest status file that is read, in bytes."""


@dataclass(slots=True)
class Status:
    """The files that a run has made and sent so far, and the status of its `editions` if known.

    `sources` has the number of sources with each kind of problem, if the run has watched them.
    """

    made: list[str] = field(default_factory=list)
    digests: list[DeliveryCount] = field(default_factory=list)
    editions: dict[str, dict[str, Any]] = field(default_factory=dict)
    sources: dict[str, int] | None = None


def editions_in(
    ledger: "Ledger", editions: "Mapping[str, Edition] | None", *, may_name: bool
) -> dict[str, dict[str, Any]]:
    """Return the status of each edition with recipients, or if unknown, each one in the ledger.

    Addresses are included only if the readers of the file `may_name` them.
    """
    ids = (
        [id for id, edition in editions.items() if edition.recipients]
        if editions
        else ledger.editions
    )
    return {id: _edition(ledger, id, (editions or {}).get(id), may_name=may_name) for id in ids}


def _edition(
    ledger: "Ledger", id: str, edition: "Edition | None", *, may_name: bool
) -> dict[str, Any]:
    recipients = [recipient.address for recipient in edition.recipients] if edition else None
    notices = ledger.notices
    listed = {address.casefold() for address in recipients or ()}
    since = _failing(ledger, id, recipients)
    last = ledger.last_success(id)
    status: dict[str, Any] = {
        "last_success": _time(last.at) if last else None,
        "last_period": last.period if last else None,
        "recipients": None if recipients is None else len(recipients),
        "unsubscribed": _number(listed, {address for of, address in notices.left if of == id}),
        "bounced": _number(listed, {*notices.bounced}),
        "without": len(since),
        "without_since": _time(min(since.values())) if since else None,
    }
    return status | ({"without_addresses": sorted(since)} if may_name else {})


def _failing(ledger: "Ledger", id: str, recipients: list[str] | None) -> dict[str, datetime]:
    """Return the addresses that are not getting the digests of an edition, and since when."""
    since = {address: failing.since for address, failing in ledger.failing(id).items()}
    for sent in ledger.unfinished(id) if ledger.knows(id) else ():
        for address in recipients or ():
            if not sent.was_sent_to(address) and not sent.was_refused_to(address):
                earlier = since.get(address.casefold(), sent.begun)
                since[address.casefold()] = min(earlier, sent.begun)
    since = {
        address: at for address, at in since.items() if (id, address) not in ledger.notices.left
    }
    for address in recipients or ():
        bounced = ledger.notices.stop(id, address)
        if bounced and bounced.notice == "bounced":
            since.setdefault(address.casefold(), bounced.at)
    wanted = None if recipients is None else {recipient.casefold() for recipient in recipients}
    return {address: at for address, at in since.items() if wanted is None or address in wanted}


def _number(listed: set[str], addresses: set[str]) -> int:
    """Count the addresses among those `listed`, or all of them if the list is not known."""
    return len(listed & addresses if listed else addresses)


def _time(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def document(
    status: Status, started: str, ended: str, code: int, errors: Iterable[str]
) -> dict[str, Any]:
    """Return the content of the status file.

    `ok` is true if the run succeeded, and `healthy` if everybody is also getting the digests, or no
    source has a problem.
    """
    everybody = not any(edition["without"] for edition in status.editions.values())
    no_problems = not (status.sources or {}).get("with_problems")
    of_digests = {
        "editions": status.editions,
        "made": status.made,
        "digests": [asdict(digest) for digest in status.digests],
    }
    return {
        "briefing": _NAME,
        "version": VERSION,
        "healthy": code == 0 and everybody and no_problems,
        "ok": code == 0,
        "exit_status": code,
        "started": started,
        "ended": ended,
        **(of_digests if status.sources is None else {"sources": status.sources}),
        "errors": [*errors],
    }


def may_be_replaced(path: Path) -> bool:
    """Whether `path` can be replaced without losing anything but an old status file.

    Devices and pipes are written to, and an empty file contains nothing. The ledger and the lock of
    a folder of digests are never replaced, even if they do not exist yet.
    """
    if path.name in (ledger.NAME, lock.NAME):
        return False
    if not path.is_file():
        return True
    try:
        with path.open("rb") as file:
            content = file.read(_LONGEST)
        data = json.loads(content) if content.strip() else {"briefing": _NAME}
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(data, dict) and (data.get("briefing") == _NAME or data.keys() >= _FIELDS)

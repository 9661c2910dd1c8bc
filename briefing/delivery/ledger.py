"""The ledger of sent digests: a file stored with the digests, with a line of JSON for each step.

Lines are only ever added, and each is on disk before the next step is taken. If a run is cut short,
at most its last step is therefore missing from the file. An incomplete line is ignored.
"""

import os
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date as Day
from datetime import datetime, timedelta
from errno import ENOSPC
from pathlib import Path

from pydantic import ValidationError

from briefing.delivery.ledger_lines import HEADER, Entry, Header, Line, RecordName, parse_line
from briefing.delivery.notices import Notices
from briefing.edition.periods import Period
from briefing.output.writing import errors_naming, write

NAME = "sent.jsonl"
_DAY = timedelta(days=1)


class LedgerError(Exception):
    """The ledger cannot be parsed. The message says where, and how to fix it."""


@dataclass(slots=True)
class Sent:
    """The progress of sending a digest, which started at the time `begun`.

    `to` maps each recipient to the time when the server accepted the message, and `refused` maps
    each refused address to the reason. `in_doubt` holds the addresses for which the server did not
    confirm the message. Addresses are in lower case, because no two differ only in case.
    `fingerprint` is the hash of the content when sending first began, or empty if that is not
    known.
    """

    first: Day
    last: Day
    begun: datetime
    fingerprint: str = ""
    to: dict[str, datetime] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    in_doubt: set[str] = field(default_factory=set)
    is_done: bool = False

    def was_sent_to(self, address: str) -> bool:
        """Whether the server accepted the digest for the address."""
        return address.casefold() in self.to

    def was_refused_to(self, address: str) -> bool:
        """Whether the server refused the address at the last attempt."""
        return address.casefold() in self.refused

    def is_in_doubt(self, address: str) -> bool:
        """Whether the server failed to confirm the last message to the address."""
        return address.casefold() in self.in_doubt


@dataclass(slots=True)
class FailingSince:
    """When and why an address stopped receiving an edition's digests."""

    since: datetime
    reason: str


@dataclass(slots=True)
class _Edition:
    """The digests of an edition. All those up to the day `marked` are treated as sent.

    Keys consist of a period's name and its days, because a week that starts on another day can have
    the same name. `last_success` is the last step in which a message was accepted or there was no
    news. `failing` holds the addresses for which the last attempt failed.
    """

    marked: Day
    digests: dict[tuple[str, Day, Day], Sent] = field(default_factory=dict)
    last_success: Entry | None = None
    failing: dict[str, FailingSince] = field(default_factory=dict)


class Ledger:
    """The file in a folder that lists the digests of `record` that have been sent.

    Raises:
        LedgerError: the file is damaged, or was written by a newer version.
        OSError: the file cannot be read.
    """

    def __init__(self, folder: Path, record: RecordName | None = None) -> None:
        self.path = folder / NAME
        self.doubts: dict[str, int] = {}
        """The number of unknown outcomes for each address since a message was last sent to it."""
        self.notices = Notices()
        self.since: datetime | None = None
        """The time of the first step."""
        self._record: RecordName | None = None
        self._number = 0
        self._editions: dict[str, _Edition] = {}
        self._length = 0
        self._unterminated = b""
        with suppress(FileNotFoundError):
            self._read(self.path.read_bytes())
        if record and self._record and not self._record.is_same(record):
            raise LedgerError(self._wrong_record(record))
        self._new_record = record if record != self._record else None

    def knows(self, edition: str) -> bool:
        """Whether the file mentions an edition."""
        return edition in self._editions

    def of(self, edition: str, period: Period) -> Sent | None:
        """Return the progress of a period's digest, or None if sending has not started."""
        if not self.knows(edition):
            return None
        return self._editions[edition].digests.get((period.name, period.first, period.last))

    def is_done(self, edition: str, period: Period) -> bool:
        """Whether a period's digest has been sent or is treated as sent.

        It is treated as sent if completed digests, even of a different rhythm, cover all its days.
        """
        if sent := self.of(edition, period):
            return sent.is_done
        if not self.knows(edition):
            return False
        until = max(period.day_before, self._editions[edition].marked)
        return self._done_from(edition, until) >= period.last

    def has_reached_anybody(self, edition: str, period: Period) -> bool:
        """Whether anybody has received a period's digest."""
        sent = self.of(edition, period)
        return bool(sent and sent.to)

    def done_until(self, edition: str) -> Day:
        """Return the last day up to which all of an edition's digests are complete."""
        return self._done_from(edition, self._editions[edition].marked)

    def known_until(self, edition: str) -> Day:
        """Return the last day that the file mentions for an edition."""
        known = self._editions[edition]
        return max([known.marked, *(digest.last for digest in known.digests.values())])

    def unfinished(self, edition: str) -> list[Sent]:
        """List an edition's digests that were started but not completely sent."""
        return [digest for digest in self._editions[edition].digests.values() if not digest.is_done]

    @property
    def editions(self) -> list[str]:
        """The editions in the file."""
        return [*self._editions]

    def digests(self, edition: str) -> list[tuple[str, Sent]]:
        """List the digests of an edition: the name of the period, and the progress of sending."""
        if not self.knows(edition):
            return []
        return [(name, sent) for (name, _, _), sent in self._editions[edition].digests.items()]

    def may_have_reached(self, edition: str, address: str) -> bool:
        """Whether the server accepted a digest of an edition for an address, or may have."""
        return any(
            sent.was_sent_to(address) or sent.is_in_doubt(address)
            for _, sent in self.digests(edition)
        )

    def last_success(self, edition: str) -> Entry | None:
        """Return the last step that sent a message for an edition or found no news."""
        return self._editions[edition].last_success if self.knows(edition) else None

    def failing(self, edition: str) -> dict[str, FailingSince]:
        """List the addresses, in lower case, that did not get their latest digest."""
        if not self.knows(edition):
            return {}
        return dict(self._editions[edition].failing)

    def add(self, *added: Line) -> None:
        """Add lines. They are on disk when this returns.

        Raises:
            WriteError: the lines could not be written, and the file is unchanged.
        """
        models = (*([self._new_record] if self._new_record else []), *added)
        lines = "".join(
            f"{model.model_dump_json(exclude_none=True)}\n" for model in models
        ).encode()
        if not self._length:
            header = f"{HEADER.model_dump_json()}\n".encode()
            write(self.path.parent, {NAME: header})
            self._length = len(header)
        if not self._editions:
            # The file is about to contain addresses.
            with suppress(OSError):
                self.path.chmod(0o600)
        with errors_naming(self.path):
            self._append(self._unterminated + lines)
        self._new_record = None
        for line in added:
            self._apply(line)

    def _append(self, lines: bytes) -> None:
        with self.path.open("r+b", buffering=0) as file:
            try:
                file.truncate(self._length)
                file.seek(self._length)
                if file.write(lines) != len(lines):
                    raise OSError(ENOSPC, os.strerror(ENOSPC))
                os.fsync(file.fileno())
            except OSError:
                with suppress(OSError):
                    file.truncate(self._length)
                raise
        self._length += len(lines)
        self._unterminated = b""

    def _read(self, content: bytes) -> None:
        whole, _, rest = content.rpartition(b"\n")
        for number, line in enumerate(whole.split(b"\n"), 1):
            try:
                if number == 1:
                    self._open(Header.model_validate_json(line))
                else:
                    self._apply_line(number, line)
            except ValueError as error:
                reason = error.errors()[0]["msg"] if isinstance(error, ValidationError) else error
                message = str(reason).removeprefix("Value error, ")
                raise LedgerError(
                    f"{self.path}:{number}: this line is damaged: {message}.\n"
                    "Fix it, or restore a copy of the file. If you have no copy, move the file "
                    "away and record that\nevery digest has been sent: briefing send --mark-sent"
                ) from None
        self._length = len(whole) + 1
        # If the last line was fixed by hand, its line ending may be missing.
        with suppress(ValueError):
            if not isinstance(last := parse_line(rest), RecordName):
                self._apply(last)
                self._unterminated = rest + b"\n"

    def _apply_line(self, number: int, line: bytes) -> None:
        parsed = parse_line(line)
        if isinstance(parsed, RecordName):
            self._record, self._number = parsed, number
        else:
            self._apply(parsed)

    def _wrong_record(self, record: RecordName) -> str:
        assert self._record
        theirs, ours = (
            f"the record '{name.record}' ({', '.join(name.files)})"
            for name in (self._record, record)
        )
        return (
            f"{self.path} belongs to {theirs}, not to {ours}.\n"
            "Each record needs its own folder for digests: --out FOLDER\n"
            f"If these are the same record, delete line {self._number} of {self.path}."
        )

    def _done_from(self, edition: str, until: Day) -> Day:
        """Return the last day up to which every day after `until` is in a completed digest."""
        for sent in sorted(
            self._editions[edition].digests.values(), key=lambda digest: digest.first
        ):
            if sent.is_done and sent.first <= until + _DAY:
                until = max(until, sent.last)
        return until

    def _open(self, header: Header) -> None:
        if header.version != HEADER.version:
            message = (
                f"{self.path} is version {header.version}, written by a newer version of briefing"
            )
            raise LedgerError(f"{message}. Install that version.")

    def _apply(self, line: Line) -> None:
        if isinstance(line, Entry):
            self._apply_step(line)
        else:
            self.notices.apply(line)

    def _apply_step(self, step: Entry) -> None:
        self.since = min(self.since or step.at, step.at)
        eve = Period(step.period, step.first, step.last).day_before
        known = self._editions.setdefault(step.edition, _Edition(eve))
        if step.what == "marked":
            known.marked = max(known.marked, step.last)
            for earlier in known.digests.values():
                earlier.is_done |= earlier.last <= step.last
            return
        key = (step.period, step.first, step.last)
        if step.what == "begun" or key not in known.digests:
            is_done = step.what != "begun" and step.last <= known.marked
            first = known.digests.get(key)
            fingerprint = (first.fingerprint if first else "") or step.fingerprint or ""
            known.digests[key] = Sent(step.first, step.last, step.at, fingerprint, is_done=is_done)
        sent = known.digests[key]
        if step.what in ("sent", "skipped"):
            known.last_success = step
        address = step.to.casefold() if step.to else ""
        sent.in_doubt.discard(address)
        if step.what == "sent":
            sent.to[address] = step.at
            sent.refused.pop(address, None)
            known.failing.pop(address, None)
        elif step.what == "refused":
            sent.refused[address] = step.said or ""
        if step.what in ("refused", "unknown"):
            known.failing.setdefault(address, FailingSince(step.at, "")).reason = step.said or ""
        if step.what == "unknown":
            sent.in_doubt.add(address)
            self.doubts[address] = self.doubts.get(address, 0) + 1
        elif step.what == "sent":
            self.doubts.pop(address, None)
        sent.is_done |= step.what in ("done", "skipped")

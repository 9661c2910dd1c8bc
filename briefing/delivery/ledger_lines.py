"""The lines of the ledger, as models of their JSON."""

import os
import posixpath
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from datetime import date as Day
from pathlib import Path
from typing import Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, model_validator

from briefing.edition.periods import Period

_LONGEST = timedelta(days=31)
"""The length of the longest period."""

StepName = Literal["begun", "sent", "refused", "unknown", "done", "skipped", "marked"]
NoticeName = Literal["left", "rejoined", "bounced", "undelivered", "resumed"]


class Header(BaseModel):
    """The first line of the file. `briefing` identifies its type."""

    briefing: Literal["what has been sent"]
    version: int


HEADER = Header(briefing="what has been sent", version=1)


class RecordName(BaseModel):
    """A line of the ledger that gives the title and files of the record that it belongs to.

    The paths in `files` are relative to the ledger, and those of folders end with a slash.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    record: str
    files: tuple[str, ...]

    def is_same(self, other: "RecordName") -> bool:
        """Whether both identify the same record, even if its title or files have changed."""
        if self.files == other.files:
            return True
        return self.record == other.record and self._folders == other._folders

    @property
    def _folders(self) -> set[str]:
        return {posixpath.dirname(file) for file in self.files}


class Entry(BaseModel):
    """A line of the ledger: a step in sending a digest, with its time (`at`) in UTC.

    `first` and `last` are the first and the last day of the digest. `what` is one of these:

    - `begun`: nobody has the digest yet, even if it was sent before. `fingerprint` is the hash of
      its content.
    - `sent`: the server accepted it for the address `to`.
    - `refused`: the server refused it. `said` is the reply.
    - `unknown`: the server did not say whether it accepted it.
    - `done`: it has been sent. Recipients who are added later get the next digest.
    - `skipped`: there was no news.
    - `marked`: it and all earlier digests are treated as sent.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    at: AwareDatetime
    edition: str
    period: str
    what: StepName
    first: Day
    last: Day
    to: str | None = None
    said: str | None = None
    fingerprint: str | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.what in ("sent", "refused", "unknown") and not self.to:
            raise ValueError(f"'{self.what}' needs an address")
        if not timedelta(0) <= self.last - self.first < _LONGEST:
            raise ValueError(f"{self.first} to {self.last} is not a digest period")
        if self.last.year == Day.max.year:
            raise ValueError("its time is before any digest was sent")
        return self


class Notice(BaseModel):
    """A line of the ledger about a recipient, noted at the time `at`. `notice` is one of these:

    - `left`: the recipient unsubscribed from the edition.
    - `rejoined`: the recipient asked to get the edition again.
    - `bounced`: a message came back because the address does not work.
    - `undelivered`: a message came back, but the address may work.
    - `resumed`: the address works again.

    `edition` is the edition of the message, and `said` the reason. `origin` is the hash of the
    message or line that it was read from, which is never read twice.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    notice: NoticeName
    at: AwareDatetime
    to: str
    edition: str | None = None
    said: str | None = None
    origin: str | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.notice in ("left", "rejoined") and not self.edition:
            raise ValueError(f"'{self.notice}' needs an edition")
        return self


class Position(BaseModel):
    """A line of the ledger with the last message that was read in a mailbox (RFC 3501, 2.3.1.1).

    If the mailbox has another `validity`, its messages have been numbered again.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    mailbox: str
    validity: int
    read: int


Line = Entry | Notice | Position


def parse_line(line: bytes) -> Line | RecordName:
    """Parse a line, which starts with the field that identifies its type.

    Raises:
        ValueError: it is not a line of the ledger.
    """
    for start, model in _STARTS.items():
        if line.startswith(start):
            return model.model_validate_json(line)
    return Entry.model_validate_json(line)


_STARTS: dict[bytes, type[RecordName | Notice | Position]] = {
    b'{"record"': RecordName,
    b'{"notice"': Notice,
    b'{"mailbox"': Position,
}


def now() -> datetime:
    """Return the time for a line."""
    return datetime.now(UTC).replace(microsecond=0)


def record_name(title: str, files: Iterable[Path], folder: Path) -> RecordName:
    """Return the ledger line that identifies a record by its title and files."""
    paths = []
    for file in files:
        path = Path(os.path.relpath(file.resolve(), folder.resolve())).as_posix()
        paths.append(f"{path}/" if file.is_dir() else path)
    return RecordName(record=title, files=tuple(sorted(paths)))


def entry(
    what: StepName,
    id: str,
    period: Period,
    *,
    to: str | None = None,
    said: str | None = None,
    fingerprint: str | None = None,
) -> Entry:
    """Return the ledger line for a step just taken with a digest of the edition `id`."""
    return Entry(
        at=now(),
        edition=id,
        period=period.name,
        what=what,
        first=period.first,
        last=period.last,
        to=to,
        said=said,
        fingerprint=fingerprint,
    )

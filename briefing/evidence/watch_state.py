"""The results of earlier watches, so that each change is reported once."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date as Day
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from briefing.replacing import write_whole

DAYS = 3
"""On how many days an address must fail before this is reported."""
_NAME = "results of watching sources"
_VERSION = 1
_PRIVATE = 0o600


class StateError(Exception):
    """The file cannot be read, or is not one that `watch` has written. The message explains it."""


@dataclass(slots=True)
class SourceState:
    """The results for one source.

    Attributes:
        address: a hash of its web address. If that changes, all other fields are forgotten.
        passages: a hash of the passages that were all found the last time, or "".
        etag, last_modified: the version of the page in which they were found.
        was_found: whether any passage was ever found at this address.
        failed_on: the first `DAYS` days on which it could not be reached, since it last could.
        reported: the problems that have been reported and still exist.
    """

    address: str
    passages: str = ""
    etag: str = ""
    last_modified: str = ""
    was_found: bool = False
    failed_on: list[str] = field(default_factory=list)
    reported: list[str] = field(default_factory=list)

    def note_failure(self, day: Day) -> int:
        """Add a day on which the source could not be reached. Return the number of such days."""
        if day.isoformat() not in self.failed_on:
            self.failed_on = [*self.failed_on, day.isoformat()][:DAYS]
        return len(self.failed_on)


States: TypeAlias = dict[str, SourceState]
"""The results for the sources of a record, by a hash of the source's name."""


def hashed(*texts: str) -> str:
    """Return a hash of `texts`, so that the file contains no names, addresses or passages."""
    return sha256("\0".join(texts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read_state(path: Path) -> dict[str, States]:
    """Return the results of earlier watches, by a hash of the record's name.

    If there is no file, there are none. Several records can share a file.

    Raises:
        StateError: the file cannot be read, or is not one that `watch` has written.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise StateError(f"{path} cannot be read: {error.strerror}.") from None
    try:
        data = json.loads(content)
        if data["briefing"] != _NAME or data["version"] != _VERSION:
            raise ValueError
        return {
            record: {name: SourceState(**fields) for name, fields in sources.items()}
            for record, sources in data["records"].items()
        }
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message = f"{path} is not a file that `briefing watch` has written, or it is damaged."
        hint = "Delete it, or name another file with --state. All problems are then reported again."
        raise StateError(f"{message}\n{hint}") from None


def write_state(path: Path, states: Mapping[str, States]) -> None:
    """Write the results of all records. Only the owner of the file may read it.

    Raises:
        OSError: the file cannot be written.
    """
    records = {
        record: {name: asdict(sources[name]) for name in sorted(sources)}
        for record, sources in sorted(states.items())
    }
    data = {"briefing": _NAME, "version": _VERSION, "records": records}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, f"{json.dumps(data, indent=1)}\n".encode(), _PRIVATE)

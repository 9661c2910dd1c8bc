"""Versions of a record that `briefing build` keeps, one a day, for `briefing diff --since`.

They are in the user's own state folder, which nobody else can read. If they cannot be written, the
build does not fail. To keep none, set BRIEFING_HISTORY=off.
"""

import gzip
import json
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import error as ZlibError
from zoneinfo import ZoneInfo

from briefing.cli.events import DEFAULT

if TYPE_CHECKING:
    from briefing.record.area_tables import Table
    from briefing.record.loading import File

SETTING = "BRIEFING_HISTORY"
_MOST_DAYS = 60
_LARGEST = 50_000_000
"""The size of the largest record of which versions are kept, in bytes."""
_DAMAGED = (OSError, EOFError, ZlibError, ValueError, TypeError, KeyError, AttributeError)


@dataclass(frozen=True, slots=True)
class KeptVersion:
    """A version of a record: when it was kept, and its files by name."""

    kept: datetime
    files: tuple[tuple[str, bytes], ...]


def keep_version(
    events: Sequence[str], files: "Sequence[File]", tables: "Sequence[Table]", zone: str
) -> None:
    """Keep the current files of a record, unless they are the same as in the last version.

    They include its `tables` of areas. Only the last version of a day in the time zone `zone` is
    kept.
    """
    if os.environ.get(SETTING, "").casefold() in ("off", "0", "no") or "-" in events:
        return
    from briefing.record.loading import is_lock

    with suppress(OSError, RuntimeError, ValueError, KeyError):
        events_files = [(file.name, file.content) for file in files if not is_lock(file.name)]
        contents = (*events_files, *((table.name, table.content) for table in tables))
        if sum(len(content) for _, content in contents) <= _LARGEST:
            _keep(_folder(events), KeptVersion(datetime.now(ZoneInfo(zone)), contents))


def newest_version(events: Sequence[str], moment: datetime) -> KeptVersion | None:
    """Return the newest version of a record that was kept at a given time or earlier."""
    versions = map(_read, reversed(_paths(events)))
    return next((each for each in versions if each and each.kept <= moment), None)


def oldest_version(events: Sequence[str]) -> KeptVersion | None:
    """Return the oldest version of a record that was kept."""
    return next(filter(None, map(_read, _paths(events))), None)


def _folder(events: Sequence[str]) -> Path:
    """Return the folder for the versions of a record, whose name depends on the record's files."""
    from platformdirs import user_state_path

    names = "\n".join(os.path.realpath(name) for name in events or [DEFAULT])
    digest = sha256(os.fsencode(names)).hexdigest()[:24]
    return user_state_path("briefing", appauthor=False) / "history" / digest


def _keep(folder: Path, version: KeptVersion) -> None:
    """Write a version, replace the one from the same day, and remove the oldest ones.

    Raises:
        OSError: it cannot be written.
    """
    from briefing.replacing import write_whole

    kept = _in_order(folder)
    last = _read(kept[-1]) if kept else None
    if last and last.files == version.files:
        return
    for parent in (folder.parents[1], folder.parent, folder):
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    data = {
        "version": 1,
        "kept": version.kept.isoformat(),
        "files": [[name, text.decode("utf-8", "surrogateescape")] for name, text in version.files],
    }
    name = f"{version.kept:%Y-%m-%d}.json.gz"
    write_whole(folder / name, gzip.compress(json.dumps(data).encode(), mtime=0), 0o600)
    for old in _in_order(folder)[:-_MOST_DAYS]:
        with suppress(OSError):
            old.unlink()


def _paths(events: Sequence[str]) -> list[Path]:
    """Return the files of the versions of a record, which are named by day, oldest first."""
    try:
        return _in_order(_folder(events))
    except (OSError, RuntimeError, ValueError):
        return []


def _in_order(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.json.gz"))


def _read(path: Path) -> KeptVersion | None:
    """Return the version in a file, or None if the file is damaged."""
    try:
        with gzip.open(path) as file:
            data: Any = json.loads(file.read(4 * _LARGEST))
        kept = datetime.fromisoformat(data["kept"])
        if kept.tzinfo is None:
            return None
        contents = ((name, text.encode("utf-8", "surrogateescape")) for name, text in data["files"])
        return KeptVersion(kept, tuple(contents))
    except _DAMAGED:
        return None

"""The record as it was at an earlier time, from git or from the versions that a build kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from posixpath import dirname, normpath
from typing import TYPE_CHECKING

import click

from briefing.cli import git, history

if TYPE_CHECKING:
    from briefing.record.loading import File
    from briefing.record.record import Record


@dataclass(frozen=True, slots=True)
class Version:
    """An earlier version of a record: its files, and the time when it was made.

    `origin` names it up to that time, as in "git revision 0123456789 from".
    """

    origin: str
    made: datetime
    files: "list[File]"

    def in_english(self, record: "Record") -> str:
        """Name the version, with its time in the time zone of the record."""
        return f"{self.origin} {time_in_english(self.made, record)}"


def version_before(
    moment: datetime, events: Sequence[str], files: "Sequence[File]"
) -> Version | None:
    """Return the newest version of a record from `moment` or earlier, or None.

    `events` are the files as the user named them, and `files` are their present contents.
    """
    revision = _revision_before(moment, events)
    kept = history.newest_version(events, moment)
    if revision and (kept is None or revision[1] >= kept.kept):
        name, made = revision
        return Version(f"git revision {name[:10]} from", made, git.find_in(name, events, name[:10]))
    if kept:
        return Version("the version kept on", kept.kept, _files(kept, files))
    return None


def time_in_english(moment: datetime, record: "Record") -> str:
    """Return a time in the time zone of the record, in English."""
    from zoneinfo import ZoneInfo

    from briefing.edition.words import words_in

    local = moment.astimezone(ZoneInfo(record.timezone))
    return f"{words_in('en-GB').day(local.date())}, {local:%H:%M}"


def _revision_before(moment: datetime, events: Sequence[str]) -> tuple[str, datetime] | None:
    """Return the last git revision that has the files, at or before a time, and its own time."""
    if "-" in events:
        return None
    folder = git.folder_of(events)
    try:
        name = git.revision_at(moment, folder)
        if name and git.has(name, events):
            return name, git.made_at(name, folder)
    except click.ClickException:  # There is no repository, or no git.
        pass
    return None


def _files(kept: history.KeptVersion, files: "Sequence[File]") -> "list[File]":
    """Return the files of a kept version. Pictures are read from the current folder."""
    from briefing.record.loading import File

    readers = {file.name: file.read_sibling for file in files}
    first = next(iter(readers.values()))
    label = f"{kept.kept:%Y-%m-%d}"
    contents = dict(kept.files)

    def reader(name: str) -> "Callable[[str], bytes]":
        """Return the function that reads files for the events file `name`."""

        def read(sibling: str) -> bytes:
            table = contents.get(normpath(f"{dirname(name)}/{sibling}" if "/" in name else sibling))
            return readers.get(name, first)(sibling) if table is None else table

        return read

    return [
        File(f"{label}:{name}", content, reader(name))
        for name, content in contents.items()
        if not name.lower().endswith((".csv", ".tsv"))
    ]

"""Record the day on which sources were read, in the events files that describe them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path

from briefing.evidence.addresses import addressed_sources
from briefing.record.loading import File, load
from briefing.record.problems import RecordPath, errors
from briefing.record.rules.proof import ABOUT_CLAIMS
from briefing.record.splicing import set_field
from briefing.replacing import replace_file

_MARK = b"\xef\xbb\xbf"


class RecordChanged(Exception):
    """The record can no longer be read, so nothing was written to it."""


@dataclass(frozen=True, slots=True)
class ReadingDates:
    """The files that have changed, and the places where a date could not be added."""

    files: tuple[str, ...]
    unset: tuple[RecordPath, ...]


def set_reading_dates(files: Sequence[File], names: Collection[str], day: Day) -> ReadingDates:
    """Set `read` to `day` in all sources with these `names`, and change no other byte.

    Raises:
        RecordChanged: the files have errors, perhaps because somebody is editing them.
        FileChanged: a file has changed since it was read.
        OSError: a file cannot be written.
    """
    loaded = load(files)
    if errors(problem for problem in loaded.problems if problem.slug not in ABOUT_CLAIMS):
        raise RecordChanged
    places = [
        place
        for name, source in addressed_sources(loaded.record).items()
        if name in names
        for place in source.places
    ]
    changed, unset = [], []
    for file in files:
        paths = {place.path for place in places if place.file == file.name}
        mark = _MARK if file.content.startswith(_MARK) else b""
        text = file.content.removeprefix(mark).decode("utf-8", "surrogateescape")
        spliced = set_field(text, paths, "read", day.isoformat())
        unset += [RecordPath(file.name, path) for path in sorted(spliced.unset, key=str)]
        if spliced.text != text:
            new = mark + spliced.text.encode("utf-8", "surrogateescape")
            replace_file(Path(file.name), file.content, new)
            changed.append(file.name)
    return ReadingDates(tuple(changed), tuple(unset))

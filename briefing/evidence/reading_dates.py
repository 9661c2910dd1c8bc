"""Record the day on which sources were read, in the events files that describe them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path

from briefing.evidence.addresses import addressed_sources
from briefing.record.editing import SetValue, apply_edits
from briefing.record.loading import File, load
from briefing.record.problems import RecordPath, errors
from briefing.record.rules.proof import ABOUT_CLAIMS
from briefing.saving import Change, save_all


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
        ChangedMeanwhile: a file has changed since it was read.
        OpenInEditor: a file is open in a text editor.
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
    changes, unset = [], []
    for file in files:
        paths = [(*place.path, "read") for place in places if place.file == file.name]
        text = file.content.decode("utf-8", "surrogateescape")
        edited = apply_edits(text, [SetValue(path, day.isoformat()) for path in paths])
        unset += [
            RecordPath(file.name, edit.path[:-1])
            for edit in edited.refused
            if isinstance(edit, SetValue)
        ]
        if edited.text != text:
            new = edited.text.encode("utf-8", "surrogateescape")
            changes.append(Change(Path(file.name), file.content, new))
    save_all(changes)
    return ReadingDates(tuple(str(change.path) for change in changes), tuple(unset))

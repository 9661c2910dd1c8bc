"""The corrections on a website: every statement that was once on it, and was then changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from datetime import datetime
from hashlib import sha256
from itertools import pairwise

from briefing.edition.changes import Change, as_restricted_as, matched_events
from briefing.edition.columns import is_unfilled, with_columns_named
from briefing.edition.corrections import Corrected, corrected, corrections_of
from briefing.edition.digest_model import Correction
from briefing.edition.entries import Selection
from briefing.edition.selection import filter_of
from briefing.edition.typesetting import set_in_type
from briefing.edition.visibility import visible_to
from briefing.edition.words import words_in
from briefing.record.audiences import Audience, end_of_day
from briefing.record.model import Edition
from briefing.record.problems import RecordPath
from briefing.record.record import Record

Versions = Sequence[tuple[Day, Record]]
"""Earlier versions of a record, oldest first, each as it was at the end of a day."""


@dataclass(frozen=True, slots=True)
class SiteCorrection:
    """A correction on a website."""

    day: Day
    """The day on which it was made."""
    date: str
    """The same day, formatted."""
    correction: Correction
    """The correction."""
    where: RecordPath | None
    """The place of the event in the record as it is now, or none if it is no longer there."""
    anchor: str
    """Its anchor on the page, which depends only on the day and the words."""


def site_corrections(
    versions: Versions,
    record: Record,
    editions: Iterable[Edition],
    audience: Audience,
    moment: datetime,
    *,
    has_areas: bool = False,
) -> tuple[SiteCorrection, ...]:
    """Return the corrections that readers of the `editions` could notice, newest first.

    Each version is compared with the next one. Whatever the `record` hides from these readers at
    this `moment` stays hidden. If an event is no longer in the record, only its withdrawal is
    listed. Plans that were changed before their date are not corrections.

    If the website `has_areas`, their readers have seen texts that need a column of their area.
    Corrections of these are listed once, with the name of the column.
    """
    choices = {
        (edition.area, filter_of(edition)): edition.model_copy(update={"language": None})
        for edition in editions
    }
    seen = {event.where for event in visible_to(record, audience, moment)[0].events}
    t = words_in(record.language)
    found: list[SiteCorrection] = []
    anchors: Counter[str] = Counter()
    restricted = [(day, as_restricted_as(version, record)) for day, version in versions]
    for (eve, old), (day, new) in reversed([*pairwise(restricted)]):
        places = _places(new, record)
        between: dict[Change, Corrected] = {}
        for edition in choices.values():
            for one in corrected(old, new, edition, end_of_day(eve, record.timezone), day):
                between.setdefault(one.change, one)
        selection = Selection(replace(record, sources=new.sources), (), day, None)
        for one in between.values():
            place = places.get(one.now.where) if one.now else None
            if one.now and place not in seen:
                continue
            for correction in corrections_of([one], selection, eve):
                if not correction.was_reported:
                    continue
                needs_area = is_unfilled(correction)
                if needs_area:
                    correction = with_columns_named(correction)
                # Otherwise, such a text has never been on the website.
                if has_areas or not needs_area:
                    anchor = _anchor(day, correction, anchors)
                    typeset = set_in_type(correction)
                    found.append(SiteCorrection(day, t.day(day), typeset, place, anchor))
    return tuple(found)


def _anchor(day: Day, correction: Correction, taken: Counter[str]) -> str:
    """Return a new anchor, and add it to those `taken`."""
    words = "\n".join((correction.event.title, correction.event.date, correction.in_words))
    anchor = f"correction-{day}-{sha256(words.encode()).hexdigest()[:8]}"
    taken[anchor] += 1
    return f"{anchor}-{taken[anchor]}" if taken[anchor] > 1 else anchor


def _places(earlier: Record, record: Record) -> dict[RecordPath, RecordPath]:
    """Return the places of the events of an earlier version in the record, by place."""
    pairs = matched_events(earlier, record)
    return {was.where: now.where for was, now in pairs if was and now}

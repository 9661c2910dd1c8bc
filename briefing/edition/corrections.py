"""Corrections to a record: statements about events that have changed since an earlier version."""

from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date as Day
from datetime import datetime
from typing import cast

from briefing.edition.areas import figures_for, for_area
from briefing.edition.as_of import reported_on
from briefing.edition.changes import Change, as_restricted_as, changes, differing
from briefing.edition.digest_model import Correction
from briefing.edition.durations import days_of
from briefing.edition.entries import Selection
from briefing.edition.entry import Reference
from briefing.edition.in_language import in_language
from briefing.edition.selection import filter_of
from briefing.edition.statuses import move_in_words
from briefing.edition.visibility import visible_to
from briefing.edition.words import Words
from briefing.record.audiences import end_of_day
from briefing.record.dates import VagueDate
from briefing.record.fields import AskMove
from briefing.record.model import Edition, Event
from briefing.record.occurrence import Sources, has_happened
from briefing.record.record import Record
from briefing.typography import typeset, typeset_within_quotes

_FIELDS = {"date", "title", "kind", "summary", "disputed", "keeps", "drops", "reverses"}
_PARTS = {"figure", "quote", "commitment", "ask", "actor"}
_NO_CLAIMS = {"audience", "embargo", "source"}
"""The fields of a part that are not claims."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """A corrected event as it `was` and as it is `now`. `now` is None if it was withdrawn.

    `sources` are the sources in the earlier version of the record.
    """

    change: Change
    was: Event
    now: Event | None
    sources: Sources


def corrected(
    old: Record, new: Record, edition: Edition, moment: datetime, day: Day
) -> list[Corrected]:
    """List the corrections between `old` at `moment` and `new` at the end of `day`.

    Only content that the edition's readers could see then, and can see now, is compared: the events
    that it chooses and the figures for its area. Content that they may no longer see is ignored.
    Additions are not corrections, unless they mark something as disputed.
    """
    reader, choice = edition.audience or "public", filter_of(edition)
    earlier, _ = visible_to(as_restricted_as(old, new), reader, moment)
    later, _ = visible_to(new, reader, end_of_day(day, new.timezone))
    earlier, later = (
        _for_area(reported_on(record, day), edition.area) for record in (earlier, later)
    )
    language = edition.language or new.language
    earlier, later = in_language(earlier, language), in_language(later, language)
    was_at = {event.where: event for event in earlier.events}
    now_at = {event.where: event for event in later.events}
    corrections = [
        Corrected(
            change,
            was_at[change.was],
            now_at.get(change.now) if change.now else None,
            earlier.sources,
        )
        for change in changes(earlier, later)
        if change.item == "event" and change.was and _is_correction(change)
    ]
    return [one for one in corrections if choice.matches(one.now or one.was)]


def corrections_of(
    corrections: Iterable[Corrected], selection: Selection, day_before: Day
) -> Iterator[Correction]:
    """Yield a description of each correction.

    Events that had happened by the end of `day_before` were in an earlier digest.
    """
    t = selection.t
    for correction in corrections:
        change, event = correction.change, correction.now or correction.was
        date, when = selection.words(event.date), event.date.text
        reference = Reference(event.title, date, when, days_of(event.date), "", (), event.where)
        old = _words(change, change.old, change.old_value, t)
        new = _words(change, change.new, change.new_value, t)
        if change.field == "summary" and new:
            old, new = differing(old, new)
        is_whole = not (change.part or change.field)
        if not is_whole and old and typeset(old) == typeset(new):
            continue
        what = "" if is_whole else _what(change, t)
        old = "" if is_whole else old
        was_reported = has_happened(correction.was, correction.sources, day_before)
        yield Correction(
            event=reference,
            what=what,
            old=old,
            new=new,
            was_reported=was_reported,
            label=t.gettext("Corrected") if was_reported else t.gettext("Changed"),
            in_words=in_words(what, old, new, t, is_wording=_is_wording(change)),
        )


def in_words(what: str, old: str, new: str, t: Words, *, is_wording: bool = False) -> str:
    """Describe a correction: "date: 3 May 2023, not 2 May 2023".

    A wording, such as that of a title, is in quotation marks.
    """
    set_text = _in_marks if is_wording else typeset
    what, old, new = typeset(what), set_text(old), set_text(new)
    if not what:
        return t.gettext("withdrawn")
    if not new:
        return t.gettext("%(what)s (withdrawn): %(old)s", what=what, old=old)
    if not old:
        return t.gettext("%(what)s: %(new)s", what=what, new=new)
    return t.gettext("%(what)s: %(new)s, not %(old)s", what=what, new=new, old=old)


def _is_wording(change: Change) -> bool:
    """Whether the change is to the words of a title or quote."""
    return change.field == ("text" if change.part == "quote" else "title")


def _in_marks(text: str) -> str:
    return f"“{typeset_within_quotes(text)}”" if text else ""


def _is_correction(change: Change) -> bool:
    if change.field == "disputed":
        return bool(change.new)
    if not change.part:
        return bool(change.old) and change.field in {*_FIELDS, ""}
    return bool(change.old) and change.part in _PARTS and change.field not in _NO_CLAIMS


def _for_area(record: Record, area: str | None) -> Record:
    """Return `record` with only the content that an edition for the area shows."""
    if area is None:
        return record
    record = for_area(record, area)

    def shown(event: Event) -> Event:
        pairs = figures_for(record, event.figures, area)
        figures = tuple(figure for pair in pairs for figure in pair if figure)
        return event.model_copy(update={"figures": figures})

    return replace(record, events=[shown(event) for event in record.events])


def _words(change: Change, text: str, value: Hashable, t: Words) -> str:
    """Return a value from the record in words. `text` is the value as written."""
    if not text or not change.field:
        return text
    if change.part == "ask":
        return move_in_words(cast(AskMove, text), t)
    if change.field == "kind":
        return t.kind(text)
    return t.date(value) if isinstance(value, VagueDate) else text


def _what(change: Change, t: Words) -> str:
    """Name the part of the event that changed, such as "date" or "want a park, sample"."""
    if change.part and not change.field:
        return {
            "figure": t.pgettext("correction", "figure"),
            "quote": t.pgettext("correction", "quote"),
            "commitment": t.pgettext("correction", "commitment"),
            "ask": t.pgettext("correction", "ask"),
            "actor": t.pgettext("correction", "participant"),
        }[change.part]
    # The words of a quote are already in the message, so they are not repeated.
    part = t.pgettext("correction", "quote") if change.part == "quote" else change.part_name
    if change.part and change.field in ("value", "label", "title", "text", "to"):
        return part
    field = {
        "date": t.pgettext("correction", "date"),
        "title": t.pgettext("correction", "title"),
        "kind": t.pgettext("correction", "kind"),
        "summary": t.pgettext("correction", "summary"),
        "disputed": t.pgettext("correction", "dispute"),
        "keeps": t.pgettext("correction", "commitment kept"),
        "drops": t.pgettext("correction", "commitment dropped"),
        "reverses": t.pgettext("correction", "decision reversed"),
        "of": t.pgettext("correction", "group"),
        "area": t.pgettext("correction", "area"),
        "sample": t.pgettext("correction", "sample"),
        "by": t.pgettext("correction", "by"),
        "as": t.pgettext("correction", "role"),
        "due": t.pgettext("correction", "due date"),
        "supports": t.pgettext("correction", "ask supported"),
    }.get(change.field, change.field)
    return ", ".join(filter(None, (part, field)))

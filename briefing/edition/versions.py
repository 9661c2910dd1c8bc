"""Two versions of a record as the same readers may see them, for a briefing with marked changes."""

from collections.abc import Hashable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date as Day

from briefing.edition import entry
from briefing.edition.changes import as_restricted_as, matched_events
from briefing.edition.digest import as_known_at_end_of
from briefing.edition.matching import words_in_common
from briefing.edition.visibility import visible_to
from briefing.record.audiences import Audience, end_of_day
from briefing.record.model import Event, Figure
from briefing.record.problems import RecordPath
from briefing.record.record import Record

_MAYBE_ALIKE = 0.25
"""The similarity above which a hidden item may be a new version of a removed one."""


@dataclass(frozen=True, slots=True)
class Versions:
    """The record at the end of a `day` and as it is `now`, both as the same readers may see it.

    `same` maps the places of events then to their places now. If the text of the record at that
    time is not known, `then` is the part of the record that was known, and nothing is `deleted`.
    Otherwise, `deleted` has the types and places or ids of the items that are no longer in the
    record. A move of an ask has the id of the ask, the status and the place of its event then. An
    item is not included if it may still be there, but hidden from these readers.
    `hidden` has the words of the quotes and figures that they may not see.
    """

    then: Record
    now: Record
    day: Day
    same: Mapping[RecordPath, RecordPath]
    deleted: Set[tuple[str, Hashable]]
    hidden: Set[str] = frozenset()

    def may_be_hidden(self, words: str) -> bool:
        """Whether a quote or figure with these words may now be one that is hidden."""
        return any(words_in_common(words, one) > _MAYBE_ALIKE for one in self.hidden)


def versions_of(
    whole: Record, now: Record, earlier: Record | None, reader: Audience, day: Day
) -> Versions:
    """Compare `now`, which is the `whole` record as a `reader` may see it, with the end of a `day`.

    `earlier` is the whole record as it was at that time, if that is known.
    """
    if earlier is None:
        then, _ = as_known_at_end_of(whole, reader, day)
        return Versions(then, now, day, {event.where: event.where for event in then.events}, set())
    then, _ = visible_to(as_restricted_as(earlier, whole), reader, end_of_day(day, whole.timezone))
    then = replace(
        then,
        language=whole.language,
        timezone=whole.timezone,
        languages={*then.languages, *whole.languages},
    )
    pairs = matched_events(then, whole)
    same = {old.where: new.where for old, new in pairs if old and new}
    seen = {event.where: event for event in now.events}
    unmatched = [new for old, new in matched_events(earlier, whole) if new and not old]
    hidden = [event for event in unmatched if event.where not in seen]
    deleted: set[tuple[str, Hashable]] = {
        ("events", old.where)
        for old, new in pairs
        if old and not new and not any(_may_be_same(old, then, one, whole, day) for one in hidden)
    }
    deleted |= {
        (section, event.where)
        for event in whole.events
        if event.where in seen
        for section in ("quotes", "figures")
        if len(getattr(event, section)) == len(getattr(seen[event.where], section))
    }
    shown_pictures = [place for place, _ in now.pictured]
    if all(place in shown_pictures for place, _ in whole.pictured):
        deleted |= {("pictures", event.where) for event in now.events} | {("pictures", None)}
    deleted |= {
        ("sections", section.where)
        for id, edition in then.editions.items()
        if not _has_new_hidden_section(id, earlier, whole, now)
        for section in edition.sections
    }
    for section, ids_in in (
        ("asks", _asks), ("commitments", _commitments), ("questions", _questions)
    ):  # fmt: skip
        old_ids, all_ids, seen_ids = map(ids_in, (then, whole, now))
        if not all_ids - seen_ids - old_ids:
            deleted |= {(section, id) for id in old_ids - all_ids}
    deleted |= {
        ("moves", (id, to, old.where))
        for old, new in pairs
        if old and new and new.where in seen
        for id, to in old.asks.items()
        if id in now.asks
        and not any(
            event.asks.get(id) == to
            for event in whole.events
            if event.where == new.where or event.where not in seen
        )
    }
    return Versions(then, now, day, same, deleted, _parts_of(whole) - _parts_of(now))


def _may_be_same(event: Event, then: Record, hidden: Event, now: Record, day: Day) -> bool:
    """Whether a `hidden` event may be a new version of one that was in the record on a `day`.

    Everything in an event can change, so only an `added` date after that day shows that it is
    another one, and then only if it has no date, title or source in common with the earlier one.
    """
    return (
        hidden.added is None
        or hidden.added <= day
        or hidden.date.overlaps(event.date)
        or words_in_common(hidden.title, event.title) > _MAYBE_ALIKE
        or not _documents(then, event).isdisjoint(_documents(now, hidden))
    )


def _has_new_hidden_section(id: str, earlier: Record, whole: Record, now: Record) -> bool:
    """Whether an edition has a hidden section that may be a new version of a removed one."""
    was, all_now, seen = (
        record.editions[id].sections if id in record.editions else ()
        for record in (earlier, whole, now)
    )
    known = {section.title for section in was}
    places = {section.where for section in seen}
    return any(each.where not in places and each.title not in known for each in all_now)


def figure_in_words(figure: Figure | entry.Figure) -> str:
    """Return the words that identify a figure if its number has changed."""
    return f"{figure.label} {figure.of or ''} {figure.area or ''}"


def _documents(record: Record, event: Event) -> set[str]:
    """Return the addresses, or else the titles, of the sources of an event."""
    cited = (record.document(citation) for _, citation in event.citations)
    return {source.url or source.title.casefold() for source in cited}


def _asks(record: Record) -> set[str]:
    return {*record.asks}


def _questions(record: Record) -> set[str]:
    return {*record.questions}


def _parts_of(record: Record) -> set[str]:
    """Return the words of all quotes and figures."""
    return {
        *(quote.text for event in record.events for quote in event.quotes),
        *(figure_in_words(figure) for event in record.events for figure in event.figures),
    }


def _commitments(record: Record) -> set[str]:
    return {commitment.id for event in record.events for commitment in event.commitments}

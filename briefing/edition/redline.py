"""A briefing with marks for everything that is new, changed or gone since an earlier day.

Both versions are for the same readers, so the marks show nothing that those readers could not see
then or may not see now.
"""

from collections.abc import Hashable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date as Day
from itertools import chain
from typing import Any, cast

from briefing.edition.actions import Action
from briefing.edition.briefing import Briefing
from briefing.edition.changes import as_restricted_as, matched_events
from briefing.edition.digest import as_known_at_end_of
from briefing.edition.entry import Entry, Figure, Quote
from briefing.edition.matching import match_items, words_in_common
from briefing.edition.redline_model import Gone, Redline
from briefing.edition.registers import Ask, Commitment
from briefing.edition.replacing import with_each
from briefing.edition.visibility import visible_to
from briefing.edition.words import Words, words_in
from briefing.marked_text import added, compared, compared_markdown, labelled, removed
from briefing.record.audiences import Audience, end_of_day
from briefing.record.model import Event
from briefing.record.problems import RecordPath
from briefing.record.record import Record

_Part = Quote | Figure

_ALIKE = 0.5
"""The minimum similarity of two quotes or labels that are assumed to be versions of the same."""
_MAYBE_ALIKE = 0.25
"""The similarity of titles above which a hidden event may be a new version of a removed one."""
_ENTRY = ("title", "date", "summary", "disputed", "kind")
_FIGURE = ("value", "label", "basis", "disputed", "worked_out")


@dataclass(frozen=True, slots=True)
class Versions:
    """The record at the end of a `day` and as it is `now`, both as the same readers may see it.

    `same` maps the places of events then to their places now. If the text of the record at that
    time is not known, `then` is the part of the record that was known, and nothing is `deleted`.
    Otherwise, `deleted` has the types and places or ids of the items that are no longer in the
    record. An item is not included if it may still be there, but hidden from these readers.
    """

    then: Record
    now: Record
    day: Day
    same: Mapping[RecordPath, RecordPath]
    deleted: Set[tuple[str, Hashable]]


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
        if old and not new and not any(_may_be_same(old, then, one, whole) for one in hidden)
    }
    deleted |= {
        (section, event.where)
        for event in whole.events
        if event.where in seen
        for section in ("quotes", "figures")
        if len(getattr(event, section)) == len(getattr(seen[event.where], section))
    }
    for section, ids_in in (("asks", _asks), ("commitments", _commitments)):
        old_ids, all_ids, seen_ids = map(ids_in, (then, whole, now))
        if not all_ids - seen_ids - old_ids:
            deleted |= {(section, id) for id in old_ids - all_ids}
    return Versions(then, now, day, same, deleted)


def _may_be_same(event: Event, then: Record, hidden: Event, now: Record) -> bool:
    """Whether a `hidden` event may be a new version of an event: by date, title or source."""
    return (
        hidden.date.overlaps(event.date)
        or words_in_common(hidden.title, event.title) > _MAYBE_ALIKE
        or not _documents(then, event).isdisjoint(_documents(now, hidden))
    )


def _documents(record: Record, event: Event) -> set[str]:
    """Return the addresses, or else the titles, of the sources of an event."""
    cited = (record.document(citation) for _, citation in event.citations)
    return {source.url or source.title.casefold() for source in cited}


def _asks(record: Record) -> set[str]:
    return {*record.asks}


def _commitments(record: Record) -> set[str]:
    return {commitment.id for event in record.events for commitment in event.commitments}


def redlined(now: Briefing, then: Briefing, versions: Versions, version: str) -> Briefing:
    """Return the briefing `now` with its changes since `then` marked.

    `version` is the time of the version of the record that it is compared with, in words. A
    redlined briefing is never shortened to fit on a sheet, so no change is left out.
    """
    marker = _Marker(now, then, versions)
    old = [entry for entry in now.entries if marker.before(entry)]
    t, gone = marker.t, tuple(marker.gone())
    changed = sum(map(marker.has_changed, old))
    redline = Redline(
        since=t.day(versions.day),
        title=t.gettext("Changes since %(date)s", date=t.day(versions.day)),
        counts=_counts(len(now.entries) - len(old), changed, len(gone), t),
        basis=_basis(version, t),
        legend=_legend(t),
        gone=gone,
    )
    return replace(with_each(now, marker.marked), redline=redline, is_sheet=False)


def _counts(new: int, changed: int, gone: int, t: Words) -> str:
    counts = [
        t.ngettext("%(num)s new event", "%(num)s new events", new) if new else "",
        t.ngettext("%(num)s changed event", "%(num)s changed events", changed) if changed else "",
        t.ngettext("%(num)s removed item", "%(num)s removed items", gone) if gone else "",
    ]
    return ", ".join(filter(None, counts)) or t.gettext("no event is new or has changed")


def _basis(version: str, t: Words) -> str:
    if version:
        return t.gettext(
            "This briefing is compared with the record as it was at %(time)s.", time=version
        )
    return t.gettext(
        "No version of the record from that time is available. Only dates show what was known "
        "then, so changes to texts and removed items are not marked."
    )


def _legend(t: Words) -> str:
    new, old = added(t.gettext("added words")), removed(t.gettext("removed words"))
    return t.gettext(
        "Changes within a text are marked: %(added)s, %(removed)s.", added=new, removed=old
    )


class _Marker:
    """Marks the items of a briefing, each compared with its earlier version."""

    def __init__(self, now: Briefing, then: Briefing, versions: Versions) -> None:
        self.t = words_in(now.language)
        self._now, self._then, self._versions = now, then, versions
        earlier = {versions.same.get(entry.where): entry for entry in then.entries}
        self._entries = {
            entry.where: earlier[entry.where] for entry in now.entries if entry.where in earlier
        }
        self._parts: dict[RecordPath, _Part | None] = {}
        self._gone_from: list[tuple[Entry, _Part]] = []
        for entry in now.entries:
            if old := self._entries.get(entry.where):
                self._match("quotes", old.quotes, entry.quotes, entry)
                self._match("figures", _figures(old), _figures(entry), entry)
        self._asks = {ask.id: ask for ask in then.asks}
        self._commitments = {commitment.id: commitment for commitment in then.commitments}

    def _match(
        self, section: str, old: Sequence[_Part], new: Sequence[_Part], entry: Entry
    ) -> None:
        is_known = (section, entry.where) in self._versions.deleted
        for one, other in match_items(old, new, (_in_full, _words), _likeness):
            if other:
                self._parts[other.where] = one
            elif one and is_known:
                self._gone_from.append((entry, one))

    def before(self, entry: Entry) -> Entry | None:
        """Return the earlier version of an event, or None."""
        return self._entries.get(entry.where)

    def has_changed(self, entry: Entry) -> bool:
        """Whether an event, or a quote or figure of it, differs from the earlier version."""
        old = self._entries.get(entry.where)
        return old is not None and (
            any(getattr(old, name) != getattr(entry, name) for name in _ENTRY)
            or any(self.marked(part) is not part for part in (*entry.quotes, *_figures(entry)))
            or any(one.where == entry.where for one, _ in self._gone_from)
        )

    def labelled(self, label: str, text: str) -> str:
        """Put the label for something new or changed in front of a text."""
        words = {
            "new": self.t.pgettext("redline", "New:"),
            "changed": self.t.pgettext("redline", "Changed:"),
        }
        return labelled(words[label], text)

    def marked(self, item: Any) -> Any:
        """Return an item with marks, or the same object if nothing has changed."""
        match item:
            case Entry():
                return self._entry(item)
            case Quote() if item.where in self._parts:
                return self._quote(cast(Quote | None, self._parts[item.where]), item)
            case Figure() if item.where in self._parts:
                return self._figure(cast(Figure | None, self._parts[item.where]), item)
            case Ask():
                return self._ask(item)
            case Commitment():
                return self._commitment(item)
            case Action():
                return self._action(item)
        return item

    def _action(self, action: Action) -> Action:
        if action in self._then.actions:
            return action
        # Its web address or its deadline may have changed.
        is_known = any(action.text == old.text for old in self._then.actions)
        text = self.labelled("changed" if is_known else "new", action.text)
        return replace(action, text=text)

    def _entry(self, entry: Entry) -> Entry:
        old = self._entries.get(entry.where)
        if old is None:
            return replace(entry, title=self.labelled("new", entry.title))
        if not self.has_changed(entry):
            return entry
        return replace(
            entry,
            title=self.labelled("changed", compared(old.title, entry.title)),
            date=compared(old.date, entry.date),
            summary=compared_markdown(old.summary or "", entry.summary or "") or None,
            disputed=compared(old.disputed or "", entry.disputed or "") or None,
        )

    def _quote(self, old: Quote | None, quote: Quote) -> Quote:
        if old is None:
            name = self.labelled("new", quote.speaker.name)
            return replace(quote, text=added(quote.text), speaker=replace(quote.speaker, name=name))
        name = compared(old.speaker.name, quote.speaker.name)
        if (old.text, old.speaker.name) == (quote.text, quote.speaker.name):
            return quote
        speaker = replace(quote.speaker, name=self.labelled("changed", name))
        return replace(quote, text=compared(old.text, quote.text), speaker=speaker)

    def _figure(self, old: Figure | None, figure: Figure) -> Figure:
        if old is None:
            return replace(figure, label=self.labelled("new", figure.label))
        if all(getattr(old, name) == getattr(figure, name) for name in _FIGURE):
            return figure
        return replace(
            figure,
            value=replace(figure.value, text=compared(old.value.text, figure.value.text)),
            label=self.labelled("changed", compared(old.label, figure.label)),
            basis=compared(old.basis, figure.basis),
        )

    def _ask(self, ask: Ask) -> Ask:
        old = self._asks.get(ask.id)
        if old is None:
            return replace(ask, title=self.labelled("new", ask.title))
        known = {(move.to, self._versions.same.get(move.event.where)) for move in old.moves}
        moves = tuple(
            move
            if (move.to, move.event.where) in known
            else replace(move, words=self.labelled("new", move.words))
            for move in ask.moves
        )
        title = compared(old.title, ask.title)
        status = ask.status if old.state == ask.state else compared(old.status, ask.status)
        if (title, status, moves) == (ask.title, ask.status, ask.moves):
            return ask
        return replace(ask, title=title, status=status, moves=moves)

    def _commitment(self, commitment: Commitment) -> Commitment:
        old = self._commitments.get(commitment.id)
        if old is None:
            return replace(commitment, title=self.labelled("new", commitment.title))
        status = commitment.status
        return replace(
            commitment,
            title=compared(old.title, commitment.title),
            status=status if old.state == commitment.state else compared(old.status, status),
            basis=compared(old.basis, commitment.basis),
            due=compared(old.due, commitment.due),
        )

    def gone(self) -> Iterator[Gone]:
        """Yield the items that were in the earlier briefing and are not in this one."""
        t, versions = self.t, self._versions
        if not versions.deleted:
            return
        shown = {entry.where for entry in self._now.entries}
        seen = {event.where for event in versions.now.events} - shown
        for entry in self._then.entries:
            is_left_out = versions.same.get(entry.where) in seen
            if is_left_out or ("events", entry.where) in versions.deleted:
                yield Gone(
                    t.pgettext("correction", "event"), removed(f"{entry.date}: {entry.title}")
                )
        for entry, part in self._gone_from:
            names = {
                Quote: t.pgettext("correction", "quote"),
                Figure: t.pgettext("correction", "figure"),
            }
            yield Gone(names[type(part)], removed(_in_full(part)), entry.title)
        for section, name, items in (
            ("asks", t.pgettext("correction", "ask"), self._then.asks),
            ("commitments", t.pgettext("correction", "commitment"), self._then.commitments),
        ):
            for item in items:
                if (section, item.id) in versions.deleted:
                    yield Gone(name, removed(item.title))


def _figures(entry: Entry) -> tuple[Figure, ...]:
    """Return the figures of an event, and the wider figures that they are compared with."""
    pairs = ((figure, figure.wider) for figure in entry.figures)
    return tuple({figure.where: figure for figure in chain(*pairs) if figure}.values())


def _in_full(part: _Part) -> str:
    if isinstance(part, Quote):
        return f"{part.speaker.name}: “{part.text}”"
    basis = f" ({part.basis})" if part.basis else ""
    return f"{part.value.text} {part.label}{basis}"


def _words(part: _Part) -> str:
    """Return the words that identify a quote or figure if its details have changed."""
    return (
        part.text if isinstance(part, Quote) else f"{part.label} {part.of or ''} {part.area or ''}"
    )


def _likeness(old: _Part, new: _Part) -> float:
    alike = words_in_common(_words(old), _words(new))
    return alike if alike >= _ALIKE else 0

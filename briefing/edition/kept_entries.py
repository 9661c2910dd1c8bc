"""The entries of an edition, kept for its next version, which is often nearly the same."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from briefing.edition.entry import Entry, Figure
from briefing.edition.uses import EVERY, Use, Watched
from briefing.record.model import Event
from briefing.record.problems import RecordPath
from briefing.record.record import Record

if TYPE_CHECKING:
    from briefing.edition.entries import Selection

WATCHED = ("actors", "areas", "sources", "pictures")
"""The sections of a record whose items are noted one by one when an entry uses them."""
UNUSED = {
    *("title", "publisher", "brand", "sender", "url", "asks", "questions"),
    *("where", "brand_files", "editions", "files"),
}
"""The fields of a record that entries do not use."""


class Dependencies(NamedTuple):
    """The events that an entry depends on, in addition to the other sections of the record.

    Most of the `objects` are the same ones as in the last version, which makes it fast to compare
    them. `values` has the rest.
    """

    objects: Sequence[object]
    values: object


class _Kept(NamedTuple):
    dependencies: Dependencies
    uses: Set[Use]
    entry: Entry


class KeptEntries:
    """The last entries of an edition, before and after they were typeset."""

    def __init__(self) -> None:
        self._settings: object = None
        self._sections: Mapping[str, Mapping[Any, object]] = {}
        self._entries: Mapping[str, _Kept] = {}
        self._uses: set[Use] = set()
        self.typeset: dict[int, tuple[Any, Any]] = {}

    def are_for(self, selection: "Selection") -> bool:
        """Whether some entries of a selection may be the same as before."""
        return self._settings == _settings_of(selection)

    def watched(self, selection: "Selection") -> "Selection":
        """Return a selection for `entries`, which notes what each entry uses."""
        sections: dict[str, Any] = {
            name: Watched(name, section, self._uses)
            for name, section in _sections_of(selection.record).items()
        }
        return replace(selection, record=replace(selection.record, **sections))

    def entries(
        self,
        selection: "Selection",
        dependencies: Callable[[Event], Dependencies],
        make: Callable[[Event], Entry],
    ) -> list[Entry]:
        """Return the entries of the selected events, and make only those that have changed.

        `make` must use the selection that is `watched`.
        """
        settings, sections = _settings_of(selection), _sections_of(selection.record)
        before = self._entries if settings == self._settings else {}
        changed = _changed(self._sections, sections)
        now = {}
        for event in selection.events:
            depends_on, anchor = dependencies(event), selection.anchors[event.where]
            kept = before.get(anchor)
            is_same = kept and kept.dependencies == depends_on and changed.isdisjoint(kept.uses)
            if kept and is_same and _can_be_at(event.where, kept.entry):
                entry, uses = self._at(event.where, kept.entry), kept.uses
            else:
                self._uses.clear()
                entry, uses = make(event), frozenset(self._uses)
            now[anchor] = _Kept(depends_on, uses, entry)
        self._settings, self._sections, self._entries = settings, sections, now
        return [kept.entry for kept in now.values()]

    def _at(self, where: RecordPath, entry: Entry) -> Entry:
        """Return an entry that may have moved in its file, and keep it typeset."""
        if where == entry.where:
            return entry
        moved = _moved(entry, where)
        if id(entry) in self.typeset:
            self.typeset[id(moved)] = moved, _moved(self.typeset[id(entry)][1], where)
        return moved

    def keep_typeset(self, made: Mapping[int, tuple[Any, Any]]) -> None:
        """Keep the typeset entries, given everything that was typeset, keyed by `id`."""
        ids = [id(kept.entry) for kept in self._entries.values()]
        self.typeset = {key: made[key] for key in ids if key in made}


def _can_be_at(where: RecordPath, entry: Entry) -> bool:
    """Whether an entry can be moved to a place: it has no parts from other events."""
    is_alone = not any(figure.otherwise for figure in entry.figures)
    return where == entry.where or (where.file == entry.where.file and is_alone)


def _moved(entry: Entry, where: RecordPath) -> Entry:
    length = len(entry.where.path)
    quotes = [replace(quote, where=where / quote.where.path[length:]) for quote in entry.quotes]
    figures = [_moved_figure(figure, where, length) for figure in entry.figures]
    return replace(entry, where=where, quotes=tuple(quotes), figures=tuple(figures))


def _moved_figure(figure: Figure, where: RecordPath, length: int) -> Figure:
    wider = figure.wider and _moved_figure(figure.wider, where, length)
    return replace(figure, where=where / figure.where.path[length:], wider=wider)


def _settings_of(selection: "Selection") -> object:
    record, others = selection.record, {*UNUSED, *WATCHED, "events"}
    shared = [getattr(record, field.name) for field in fields(Record) if field.name not in others]
    return selection.as_of, selection.area, selection.shows_doubts, shared


def _sections_of(record: Record) -> dict[str, Mapping[Any, object]]:
    return {name: getattr(record, name) for name in WATCHED}


def _changed(
    before: Mapping[str, Mapping[Any, object]], now: Mapping[str, Mapping[Any, object]]
) -> set[Use]:
    """Return the items of sections that have changed."""
    changed: set[Use] = set()
    for name, section in now.items():
        old = before.get(name, {})
        ids = [id for id in {**old, **section} if old.get(id) != section.get(id)]
        changed |= {Use(name, id) for id in ids}
        if ids or [*old] != [*section]:
            changed.add(Use(name, EVERY))
    return changed

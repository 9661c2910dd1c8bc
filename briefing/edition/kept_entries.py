"""The entries of an edition, kept for its next version, which is often nearly the same."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING, Any, NamedTuple

from briefing.edition.entry import Entry
from briefing.record.model import Event
from briefing.record.problems import RecordPath
from briefing.record.record import Record

if TYPE_CHECKING:
    from briefing.edition.entries import Selection

_IN_EVENTS_ONLY = {"events", "where", "brand_files", "editions", "files"}
"""The fields of a record that entries do not depend on, except through what is listed for each."""


class Dependencies(NamedTuple):
    """The events that an entry depends on, in addition to the other sections of the record.

    Most of the `objects` are the same ones as in the last version, which makes it fast to compare
    them. `values` has the rest.
    """

    objects: Sequence[object]
    values: object


class KeptEntries:
    """The last entries of an edition, before and after they were typeset."""

    def __init__(self) -> None:
        self._settings: object = None
        self._entries: Mapping[RecordPath, tuple[Dependencies, Entry]] = {}
        self.typeset: dict[int, tuple[Any, Any]] = {}

    def are_for(self, selection: "Selection") -> bool:
        """Whether a selection has the same record as before, apart from its events."""
        return self._settings == _settings_of(selection)

    def entries(
        self,
        selection: "Selection",
        dependencies: Callable[[Event], Dependencies],
        make: Callable[[Event], Entry],
    ) -> list[Entry]:
        """Return the entries of the selected events, and make only those that have changed."""
        settings = _settings_of(selection)
        before = self._entries if settings == self._settings else {}
        now = {}
        for event in selection.events:
            depends_on = dependencies(event)
            kept = before.get(event.where)
            is_same = kept is not None and kept[0] == depends_on
            now[event.where] = depends_on, kept[1] if kept and is_same else make(event)
        self._settings, self._entries = settings, now
        return [now[event.where][1] for event in selection.events]

    def keep_typeset(self, made: Mapping[int, tuple[Any, Any]]) -> None:
        """Keep the typeset entries, given everything that was typeset, keyed by `id`."""
        ids = [id(entry) for _, entry in self._entries.values()]
        self.typeset = {key: made[key] for key in ids if key in made}


def _settings_of(selection: "Selection") -> object:
    record = selection.record
    shared = [
        getattr(record, field.name) for field in fields(Record) if field.name not in _IN_EVENTS_ONLY
    ]
    return selection.as_of, selection.area, selection.shows_doubts, shared

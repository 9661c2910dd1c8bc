"""Merge events files into one record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date as Day
from typing import TYPE_CHECKING, Any, NamedTuple

from briefing.record import kinds
from briefing.record.audiences import Audience
from briefing.record.kinds import Family
from briefing.record.model import SECTIONS, CustomKind, Edition, Event, EventsFile, Topic
from briefing.record.ordering import ordered
from briefing.record.problems import RecordPath
from briefing.record.record import SETTINGS, Record
from briefing.record.templates import Templates, is_digest
from briefing.record.translations import by_language

if TYPE_CHECKING:
    from briefing.record.area_tables import Table


class Duplicate(NamedTuple):
    """An item that is defined at `first` and again at `again`."""

    name: str
    first: RecordPath
    again: RecordPath


@dataclass(frozen=True)
class Draft(Record):
    """A record as the rules check it, with facts about how its files were read.

    Attributes:
        duplicates: the items defined more than once. The record has the first definition.
        templates: the kinds of briefing that an edition can use, or None if it can use any.
        is_complete: False if something was left out because it could not be parsed, so that
            rules do not report it as missing.
        as_of: the day for which the record is checked, if it is known.
        last_day: the last day that it covers, if it is known.
        has_lock: whether it has a file of proofs that can be read.
        copies: the hashes of the copies of its sources, by source name, as far as they are known.
        earlier_kept_ifs: the `kept_if` of commitments, by id, as they were before the outcome, as
            far as they are known. It is empty for a commitment that had none.
    """

    duplicates: Sequence[Duplicate] = ()
    templates: Templates | None = None
    is_complete: bool = True
    as_of: Day | None = None
    last_day: Day | None = None
    has_lock: bool = False
    copies: Mapping[str, str] = field(default_factory=dict)
    earlier_kept_ifs: Mapping[str, str] = field(default_factory=dict)

    def is_digest(self, edition: Edition) -> bool:
        """Whether an edition's template shows that it is a digest."""
        return is_digest(edition, self.templates or {})

    def record(self) -> Record:
        """Return the record itself."""
        return Record(**{field.name: getattr(self, field.name) for field in fields(Record)})


def merge(files: Iterable[tuple[str, EventsFile]], tables: "Sequence[Table]" = ()) -> Draft:
    """Merge named `files` and the `tables` of areas that they name into one record."""
    merger = _Merger()
    for name, content in files:
        merger.add(name, content)
    for table in tables:
        merger.add_table(table)
    return Draft(
        **{**merger.settings, **merger.sections},
        events=ordered(merger.events, merger.files),
        kinds=merger.kinds,
        families=merger.families,
        own_kinds=tuple(merger.own_kinds),
        topics=tuple(merger.topics),
        audiences=merger.audiences,
        where=merger.where,
        files=merger.files,
        duplicates=merger.duplicates,
        tables=tables,
    )


@dataclass(slots=True)
class _Merger:
    """Collects the contents of several files."""

    settings: dict[str, Any] = field(default_factory=dict)
    sections: dict[str, dict[str, Any]] = field(
        default_factory=lambda: {section: {} for section in SECTIONS}
    )
    events: list[Event] = field(default_factory=list)
    kinds: set[str] = field(default_factory=lambda: set(kinds.BUILT_IN))
    families: dict[str, Family] = field(default_factory=dict)
    own_kinds: list[CustomKind] = field(default_factory=list)
    topics: list[Topic] = field(default_factory=list)
    audiences: dict[str, Audience] = field(default_factory=dict)
    where: dict[str, RecordPath] = field(default_factory=dict)
    duplicates: list[Duplicate] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    _defined: dict[str, RecordPath] = field(default_factory=dict)

    def add(self, name: str, content: EventsFile) -> None:
        """Add the `content` of the file `name`."""
        self.files.append(name)
        file = RecordPath(name)
        self._add_settings(file, content)
        if content.audience:
            self.audiences[name] = content.audience
        self._add_kinds(file, content)
        for section in SECTIONS:
            for id, item in getattr(content, section).items():
                item.set_place(file / section / id)
                for n, own_section in enumerate(getattr(item, "sections", ())):
                    own_section.set_place(item.where / ("sections", n))
                if self._is_new(f"{section[:-1]} '{id}'", item.where):
                    self.sections[section][id] = item
        for n, event in enumerate(content.events):
            event.set_place(file / ("events", n))
            if event.id:
                self._is_new(f"event '{event.id}'", event.where / "id")
            for m, commitment in enumerate(event.commitments):
                where = event.where / ("commitments", m, "id")
                self._is_new(f"commitment '{commitment.id}'", where)
            self.events.append(event)

    def add_table(self, table: "Table") -> None:
        """Add the areas of a table, which has the audience of the file that names it."""
        if audience := self.audiences.get(table.where.file):
            self.audiences[table.name] = audience
        for id, area in table.areas:
            if self._is_new(f"area '{id}'", area.where / "id"):
                self.sections["areas"][id] = area

    def _add_settings(self, file: RecordPath, content: EventsFile) -> None:
        for key in SETTINGS:
            if key in content.model_fields_set and self._is_new(key, file / key):
                self.where[key] = file / key
                self.settings[key] = getattr(content, key)

    def _add_kinds(self, file: RecordPath, content: EventsFile) -> None:
        self.own_kinds += content.kinds
        self.topics += content.topics
        for n, defined in enumerate(content.kinds):
            for kind in dict.fromkeys(
                map(kinds.normal_kind, by_language(defined.name, "").values())
            ):
                self.kinds.add(kind)
                if defined.family and self.families.get(kind) != defined.family:
                    where = file / ("kinds", n, "family")
                    if self._is_new(f"the family of the kind '{kind}'", where):
                        self.families[kind] = defined.family

    def _is_new(self, name: str, where: RecordPath) -> bool:
        """Whether nothing was defined with that name. Otherwise, `where` is a duplicate."""
        first = self._defined.setdefault(name, where)
        if first is not where:
            self.duplicates.append(Duplicate(name, first, where))
        return first is where

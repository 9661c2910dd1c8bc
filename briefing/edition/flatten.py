"""The items in a record, in a form that can be compared between versions.

Items that they refer to have the same name in both versions, whatever their ids.
"""

import re
from collections.abc import Hashable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime
from typing import Any

from pydantic import BaseModel

from briefing.record.audiences import Audience, narrowest
from briefing.record.dates import VagueDate
from briefing.record.due import Due
from briefing.record.lengths import Length
from briefing.record.model import (
    SECTIONS,
    CitedSource,
    Edition,
    Event,
    InlineSource,
    OwnSection,
    Question,
    Reversed,
    Source,
)
from briefing.record.problems import Path, RecordPath
from briefing.record.quantities import Quantity
from briefing.record.record import SETTINGS, Record
from briefing.record.references import Section, section_of
from briefing.record.translations import Translated

Fields = Mapping[str, tuple[Hashable, str]]
"""The fields of an item. Each has a value for comparison and a description in words."""
Names = Mapping[tuple[str, str], str]
"""The names of items in both versions, keyed by section and id."""

_COMPARED_SEPARATELY = {
    "id", "audience", "embargo", "source", "sources", "actors", "quotes", "figures", "commitments",
    "asks", "formerly",
}  # fmt: skip
"""The fields of an event that are compared separately, or not at all."""
_RESTRICTIONS = frozenset({"audience", "embargo"})
_NOT_COMPARED = frozenset({"kept_copy", "file", "formerly"})
"""Fields that are only for the curator. No output may show them."""
_DOCUMENT_FIELDS = ("title", "url", "author", "publisher", "date", "archived", "read")


@dataclass(frozen=True, slots=True)
class Restriction:
    """An item's audience and the end of its embargo."""

    audience: Audience
    embargo: datetime | None


@dataclass(frozen=True, slots=True)
class Item:
    """An item in a record, or part of one.

    `key` is the same in both versions, and empty if the item has no id. `words` describes the whole
    item. `elsewhere` holds values that belong to the place where an item with that key is defined.
    `where` and `at` give its place: the item that it is, or belongs to, and the path within that
    item. Events list their parts, and editions their sections.
    """

    type: str
    key: str
    name: str
    words: str
    fields: Fields
    parts: tuple["Item", ...] = ()
    elsewhere: Fields | None = None
    id: str = ""
    date: str = ""
    where: RecordPath | None = None
    at: Path = ()
    restriction: Restriction | None = None

    @property
    def content(self) -> Hashable:
        """All the item's values, including any defined elsewhere, but not its parts."""
        fields = (*self.fields.items(), *(self.elsewhere or {}).items())
        return frozenset((field, value) for field, (value, _) in fields)


def content_of(source: Source | InlineSource) -> Hashable:
    """Return the fields that identify a document wherever it is cited."""
    return tuple(str(getattr(source, name) or "") for name in _DOCUMENT_FIELDS)


class Flattener:
    """Lists the items in a record. `documents` maps the `content_of` each source to its key."""

    def __init__(self, record: Record, names: Names, documents: Mapping[Hashable, str]) -> None:
        self.record, self.names, self.documents = record, names, documents
        commitments = {
            commitment.id: commitment for event in record.events for commitment in event.commitments
        }
        self.sections: dict[str, Mapping[str, Any]] = {
            **{section: getattr(record, section) for section in SECTIONS},
            "events": record.by_id,
            "commitments": commitments,
        }

    def items_with_id(self) -> list[Item]:
        """List the record and its settings, followed by all items that have an id."""
        return [
            self._record(),
            *(
                self._item_with_id(section, id, model)
                for section in SECTIONS
                for id, model in self.sections[section].items()
            ),
        ]

    def _record(self) -> Item:
        settings = {name: getattr(self.record, name) for name in SETTINGS}
        fields = {name: self._value(setting) for name, setting in settings.items() if setting}
        for name, setting in settings.items():
            fields |= self._translations(name, setting)
        families = self.record.families
        kinds = (
            f"{kind} ({families[kind]})" if kind in families else kind for kind in self.record.kinds
        )
        fields["kinds"] = self._value(tuple(sorted(kinds)))
        return Item("record", "record", self.record.title, "", fields)

    def _item_with_id(self, section: str, id: str, model: Any) -> Item:
        name = self._name(section, id)
        # The audience of an edition is who reads it, not who may see that the edition exists.
        fields = self._fields_of(model, {"sections"} if section == "editions" else _RESTRICTIONS)
        restriction = None
        if section in ("sources", "asks", "questions"):
            restriction = Restriction(self.record.audience_of(model), model.embargo)
        elif section != "editions":
            restriction = Restriction(self.record.audiences.get(model.where.file, "public"), None)
        if restriction:
            fields |= self._restrictions(restriction)
        # The sources of a question are compared with it, but each can have an audience of its own.
        cited = model.citations if section == "questions" else ()
        parts = [self._citation(model, path, source) for path, source in cited]
        if isinstance(model, Edition):
            parts = [self._own_section(model, own) for own in model.sections]
        return Item(
            section[:-1],
            self.names[section, id],
            name,
            name,
            fields,
            tuple(parts),
            id=id,
            where=model.where,
            restriction=restriction,
        )

    def _own_section(self, edition: Edition, section: OwnSection) -> Item:
        """Return a section of an edition. Its sources are compared with it."""
        of_edition = narrowest(edition.audience, self.record.audiences.get(section.where.file))
        audience = narrowest(of_edition, section.audience)
        restriction = Restriction(audience, section.embargo)
        return Item(
            "section",
            "",
            section.title,
            section.title,
            {**self._fields_of(section), **self._restrictions(restriction, of_edition)},
            tuple(self._citation(section, path, cited) for path, cited in section.citations),
            where=section.where,
            restriction=restriction,
        )

    def event(self, event: Event) -> Item:
        """Return an event with its parts."""
        restriction = Restriction(self.record.audience_of(event), event.embargo)
        fields = {
            **self._fields_of(event, except_for=_COMPARED_SEPARATELY),
            **self._restrictions(restriction),
        }
        key = self.names.get(("events", event.id), "") if event.id else ""
        return Item(
            "event",
            key,
            event.title,
            event.title,
            fields,
            tuple(self._parts(event)),
            id=event.id or "",
            date=event.date.text,
            where=event.where,
            restriction=restriction,
        )

    def _parts(self, event: Event) -> Iterator[Item]:
        """Yield the parts of an event that can be added or withdrawn separately."""
        for path, cited in event.citations:
            yield self._citation(event, path, cited)
        for mention in event.actors:
            name = self._name("actors", mention.ref)
            fields = {"as": self._value(mention.role)} if mention.role else {}
            yield Item("actor", self.names["actors", mention.ref], name, name, fields)
        for id, move in event.asks.items():
            name = self._name("asks", id)
            fields = {"to": self._value(move)}
            yield Item("ask", self.names["asks", id], name, f"{name}: {move}", fields)
        for section in ("quotes", "figures", "commitments"):
            for n, part in enumerate(getattr(event, section)):
                yield self._part(event, section, n, part)

    def _part(self, event: Event, section: str, n: int, part: Any) -> Item:
        restriction = Restriction(self.record.audience_of(event, part), part.embargo)
        fields = {**self._fields_of(part, except_for={"id", "audience", "embargo", "source"}),
                **self._restrictions(restriction, self.record.audience_of(event))}  # fmt: skip
        cited: tuple[Item, ...] = ()
        if source := getattr(part, "source", None):
            citation = self._citation(event, (section, n, "source"), source)
            # Changes to a document with a key are listed where the key is defined.
            inside = (
                ()
                if citation.key or not citation.elsewhere
                else frozenset(citation.elsewhere.items())
            )
            at, words = citation.fields.get("at", ("", ""))
            fields["source"] = (
                (citation.key, inside, at),
                ", ".join(filter(None, (citation.name, words))),
            )
            cited = (citation,)
        if section == "quotes":
            name, words = part.text, f"“{part.text}”"
        elif section == "figures":
            name, words = part.label, f"{part.label}: {part.value.text}"
        else:
            name = words = part.title
        key = self.names["commitments", part.id] if section == "commitments" else ""
        return Item(
            section[:-1],
            key,
            name,
            words,
            fields,
            cited,
            where=event.where,
            at=(section, n),
            restriction=restriction,
        )

    def _citation(
        self, citing: Event | Question | OwnSection, path: Path, cited: CitedSource | InlineSource
    ) -> Item:
        is_given = isinstance(cited, CitedSource)
        source = self.record.document(cited)
        key = self.names["sources", cited.ref] if isinstance(cited, CitedSource) else ""
        restriction = (
            None
            if is_given
            else Restriction(self.record.audience_of(citing, source), source.embargo)
        )
        fields = {"at": self._value(cited.at)} if cited.at else {}
        elsewhere = self._fields_of(source, except_for={"at", "audience", "embargo"})
        if restriction:
            elsewhere |= self._restrictions(restriction, self.record.audience_of(citing))
        return Item(
            "source",
            key or self.documents.get(content_of(source), ""),
            source.title,
            source.title,
            fields,
            elsewhere=elsewhere,
            where=citing.where,
            at=path,
            restriction=restriction,
        )

    # Fields

    def _fields_of(
        self, model: BaseModel, except_for: Set[str] = _RESTRICTIONS
    ) -> dict[str, tuple[Hashable, str]]:
        """Return a model's fields by their names in the file, except those in `except_for`."""
        found: dict[str, tuple[Hashable, str]] = {}
        for name, field in type(model).model_fields.items():
            if name not in except_for | _NOT_COMPARED and (value := getattr(model, name)):
                key = field.alias or name
                found[key] = self._value(value, section_of(type(model), name))
                found |= self._translations(key, value)
        return found

    def _translations(self, key: str, value: object) -> dict[str, tuple[Hashable, str]]:
        """Return the translations of a text, as fields with the language in their names."""
        texts = value.texts if isinstance(value, Translated) else {}
        return {
            f"{key} ({language})": self._value(text)
            for language, text in texts.items()
            if text != str(value)
        }

    def _restrictions(
        self, restriction: Restriction, parent: Audience | None = None
    ) -> dict[str, tuple[Hashable, str]]:
        """Return the audience, limited for a part by that of its `parent`, and the embargo."""
        is_own = restriction.audience != parent
        fields: dict[str, tuple[Hashable, str]] = {
            "audience": (restriction.audience if is_own else "", restriction.audience)
        }
        if restriction.embargo:
            fields["embargo"] = self._value(restriction.embargo)
        return fields

    def _value(self, value: Any, section: Section | None = None) -> tuple[Hashable, str]:
        """Return a value to compare, and its words. It may contain ids of items in `section`."""
        if isinstance(value, tuple) and value and isinstance(value[0], Reversed):
            references = [
                (self.names.get(("events", reversal.ref), reversal.ref), reversal.part or "")
                for reversal in value
            ]
            words = [
                f"{self._name('events', reversal.ref)} ({reversal.part})"
                if reversal.part
                else self._name("events", reversal.ref)
                for reversal in value
            ]
            return tuple(sorted(references)), "; ".join(words)
        if section and not isinstance(value, Due):
            ids = (value,) if isinstance(value, str) else value
            keys = sorted(self.names.get((section, id), id) for id in ids)
            return tuple(keys), "; ".join(self._name(section, id) for id in ids)
        if isinstance(value, Due):
            if value.date:
                return value.date, value.text
            after = self.names.get(("events", value.after_event), value.after_event)
            return value.text.replace(value.after_event or " ", after or " "), value.text
        if isinstance(value, VagueDate):
            return value, value.text
        if isinstance(value, Quantity | Length):
            return value.text, value.text
        if isinstance(value, datetime):
            return value, value.isoformat(" ", "minutes")
        if isinstance(value, Day):
            return value, value.isoformat()
        if isinstance(value, str):
            # Line breaks within a paragraph have no meaning.
            paragraphs = re.split(r"\n\s*\n", value.strip())
            return tuple(" ".join(paragraph.split()) for paragraph in paragraphs), value.strip()
        if isinstance(value, BaseModel):
            fields = self._fields_of(value, except_for=frozenset())
            if fields.keys() == {"text"}:
                return fields["text"]
            inside = frozenset((name, value) for name, (value, _) in fields.items())
            return inside, ", ".join(f"{name}: {words}" for name, (_, words) in fields.items())
        if isinstance(value, tuple):
            read = [self._value(part) for part in value]
            return frozenset(value for value, _ in read), "; ".join(words for _, words in read)
        return value, str(value)

    def _name(self, section: str, id: str) -> str:
        """Return the name of the item with this id."""
        model = self.sections[section].get(id)
        if section == "editions" or model is None:
            return id
        return str(model.name if section in ("actors", "areas") else model.title)

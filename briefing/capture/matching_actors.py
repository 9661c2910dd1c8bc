"""The actors of a record, matched with the names in a document, and new ones for other names."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from briefing.capture.names import Named, key_of_name, plain_role, surname_of
from briefing.record.dates import DateProblem, VagueDate, parse_edtf
from briefing.record.naming import new_id
from briefing.record.record import Record


@dataclass(frozen=True, slots=True)
class NamedActor:
    """An actor that a document names: its id, its value for a record and where it is named."""

    id: str
    value: Mapping[str, Any]
    passage: str
    reasons: tuple[str, ...]
    is_known: bool
    is_quoted: bool


class Actors:
    """The actors that a document names, with the ids that the record has or will have for them."""

    def __init__(self, record: Record, published: str) -> None:
        self._record = record
        self._day = _date(published)
        self._by_name = {key_of_name(actor.name): id for id, actor in record.actors.items()}
        self._found: dict[str, NamedActor] = {}
        self._ids: dict[tuple[bool, str], str] = {}

    @property
    def named(self) -> Iterator[NamedActor]:
        """The actors that the document names, in the order in which they were found."""
        yield from self._found.values()

    @property
    def quoted(self) -> list[str]:
        """The ids of the actors who are quoted."""
        return [actor.id for actor in self._found.values() if actor.is_quoted]

    def id_of(self, named: Named, passage: str, *, is_quoted: bool = False) -> tuple[str, str]:
        """Return the id of a person or an organisation, and the role that a quote needs.

        A quote needs a role if it differs from the actor's role in the record on that day.
        """
        named = replace(named, role=plain_role(named.role))
        if not named.name:
            return self._with_role(named.role, passage, is_quoted=is_quoted), ""
        id, reason = self._known_id(named)
        if id:
            actor = self._record.actors[id]
            self._add(NamedActor(id, {"name": actor.name}, passage, (reason,), True, is_quoted))
            held = actor.role_on(self._day) if self._day and actor.roles else None
            role = "" if self._is_alike(held, named.role) else named.role
            return id, role
        key = (named.is_person, key_of_name(self._in_full(named)))
        if key not in self._ids:
            self._ids[key] = self._free_id(named)
        id = self._ids[key]
        self._add(NamedActor(id, _value(named), passage, (_why(named),), False, is_quoted))
        return id, named.role if named.speaks_for else ""

    def _in_full(self, named: Named) -> str:
        """Return the name of the only person so far with a surname that is alone, or the name."""
        if not named.is_person or " " in named.name:
            return named.name
        people = [name for is_person, name in self._ids if is_person and " " in name]
        same = [name for name in people if surname_of(name) == surname_of(named.name)]
        return same[0] if len(same) == 1 else named.name

    def _with_role(self, role: str, passage: str, *, is_quoted: bool) -> str:
        """Return the id of the only actor in the record who had a role on that day, or ""."""
        same = [
            id
            for id, actor in self._record.actors.items()
            if self._day and actor.roles and self._is_alike(actor.role_on(self._day), role)
        ]
        if len(same) != 1:
            return ""
        reason = f"guess: the only actor in the record who was {role} on that day"
        name = self._record.actors[same[0]].name
        self._add(NamedActor(same[0], {"name": name}, passage, (reason,), True, is_quoted))
        return same[0]

    def name_known(self, text: str) -> None:
        """Add the record's own actors whose full names are in a text."""
        for id, actor in self._record.actors.items():
            name = re.sub(r"^the\s+", "", actor.name, flags=re.IGNORECASE)
            if id not in self._found and re.search(rf"\b{re.escape(name)}\b", text):
                reason = "the record has an actor with this name"
                self._add(NamedActor(id, {"name": actor.name}, text, (reason,), True, False))

    def _add(self, actor: NamedActor) -> None:
        before = self._found.get(actor.id)
        if before is None:
            self._found[actor.id] = actor
            return
        fuller = actor if "roles" in actor.value and "roles" not in before.value else before
        self._found[actor.id] = replace(fuller, is_quoted=before.is_quoted or actor.is_quoted)

    def _known_id(self, named: Named) -> tuple[str, str]:
        """Return the id of the record's own actor, and the reason, or two empty texts."""
        key = key_of_name(named.name)
        if id := self._by_name.get(key):
            return id, "the record has an actor with this name"
        if named.is_person and named.role and self._day:
            surname = surname_of(named.name)
            same = [
                id
                for id, actor in self._record.actors.items()
                if self._is_alike(actor.role_on(self._day), named.role)
                and surname_of(actor.name) == surname
            ]
            if len(same) == 1:
                reason = "an actor in the record had this surname and role on that day"
                return same[0], reason
        return "", ""

    def _is_alike(self, one: str | None, other: str) -> bool:
        if not one or not other:
            return not other
        first, second = one.casefold(), other.casefold()
        return first in second or second in first

    def _free_id(self, named: Named) -> str:
        name = re.sub(r"^(?:Sir|Dame|Lord|Lady|Baroness)\s+", "", named.name)
        return new_id(name, {*self._record.actors, *self._ids.values()}, "actor")


def _value(named: Named) -> Mapping[str, Any]:
    if not named.is_person:
        return {"name": named.name}
    value: dict[str, Any] = {"name": named.name, "type": "person"}
    if named.role:
        value["roles"] = [{"title": named.role}]
    return value


def _why(named: Named) -> str:
    if not named.is_person:
        return "guess: an organisation, from its name"
    if named.is_credit:
        return "guess: name: the credit of a quote, which gives no name"
    return (
        "role: from the words next to the name" if named.role else "guess: a person, from the name"
    )


def _date(published: str) -> VagueDate | None:
    try:
        return parse_edtf(published) if published else None
    except DateProblem:
        return None

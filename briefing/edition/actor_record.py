"""Quotes, commitments, asks and events of an actor, as of a given day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Day

from briefing.edition.briefing import Briefing
from briefing.edition.entry import Entry, Quote
from briefing.edition.registers import Ask, Commitment
from briefing.edition.words import words_in
from briefing.record.model import Event, Role
from briefing.record.record import Record


@dataclass(frozen=True, slots=True)
class ActorRecord:
    """An actor, with everything in the record that they said or did.

    Each quote comes with its event. `roles` are in words, with their dates.
    """

    id: str
    name: str
    type: str
    roles: tuple[str, ...]
    said: tuple[tuple[Entry, Quote], ...]
    promised: tuple[Commitment, ...]
    asked: tuple[Ask, ...]
    took_part: tuple[Entry, ...]


def actor_record(
    record: Record,
    briefing: Briefing,
    events: Iterable[Event],
    asks: Sequence[Ask],
    id: str,
    as_of: Day,
) -> ActorRecord:
    """Return everything about the actor `id` in a `briefing` with these `events` and `asks`."""
    actor = record.actors[id]
    event_at = {event.where: event for event in events}
    entries = [entry for entry in briefing.entries if id in event_at[entry.where].people]
    made = {
        commitment.id
        for event in event_at.values()
        for commitment in event.commitments
        if commitment.by == id
    }
    own_words = {
        event.where / ("quotes", n)
        for event in event_at.values()
        for n, quote in enumerate(event.quotes)
        if quote.by == id
    }
    return ActorRecord(
        id,
        actor.name,
        actor.type or "",
        tuple(_role(role, record.language) for role in actor.roles if _has_started(role, as_of)),
        tuple(
            (entry, quote)
            for entry in entries
            for quote in entry.quotes
            if quote.where in own_words
        ),
        tuple(commitment for commitment in briefing.commitments if commitment.id in made),
        tuple(ask for ask in asks if record.asks[ask.id].by == id),
        tuple(entries),
    )


def _has_started(role: Role, as_of: Day) -> bool:
    return role.since is None or role.since.earliest <= as_of


def _role(role: Role, language: str) -> str:
    t = words_in(language)
    since = f"from {t.date(role.since)}" if role.since else ""
    until = f"until {t.date(role.until)}" if role.until else ""
    dates = " ".join(filter(None, (since, until)))
    return f"{role.title}, {dates}" if dates else role.title

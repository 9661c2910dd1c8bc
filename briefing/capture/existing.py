"""The content of the record that an import adds to."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from briefing.capture.citing import Cited, same_address
from briefing.capture.date_texts import valid
from briefing.record import kinds
from briefing.record.model import CitedSource
from briefing.record.record import Record
from briefing.record.translations import by_language


@dataclass(frozen=True, slots=True)
class Existing:
    """The kinds of a record, its sources by id, the ids of its actors by name, and its events.

    `events` are the titles of the events by date and title, and by date and address of a source.
    """

    kinds: Collection[str] = kinds.BUILT_IN
    sources: Mapping[str, Cited] = field(default_factory=dict)
    actors: Mapping[str, str] = field(default_factory=dict)
    event_ids: frozenset[str] = frozenset()
    actor_ids: frozenset[str] = frozenset()
    events: Mapping[tuple[str, str], str] = field(default_factory=dict)
    has_added: bool = False
    cited: frozenset[str] = frozenset()
    """The addresses and the titles of all sources that events cite."""

    def has(self, event: Mapping[str, Any]) -> str:
        """Return the reason why an event is already in the record, or ""."""
        if not self.events:
            return ""
        date, _ = key = key_of(event)
        if key in self.events:
            return "same date and title"
        for cited in event.get("sources", [event["source"]] if "source" in event else []):
            for address in self._addresses(cited):
                if other := self.events.get((date, address)):
                    return f"same date and source as '{other}'"
        return ""

    def new_sources(self, event: Mapping[str, Any]) -> list[str]:
        """List the sources of an event, if the record has it, that the record does not cite."""
        new = []
        for cited in event.get("sources", [event["source"]] if "source" in event else []):
            if not isinstance(cited, dict) and cited in self.sources:
                continue
            details = cited if isinstance(cited, dict) else {"title": cited, "url": cited}
            names = (same_address(details.get("url", "")), folded(details["title"]))
            if not any(name in self.cited for name in names):
                new.append(str(details.get("url") or details["title"]))
        return new

    def dates_by_title(self) -> dict[str, list[str]]:
        """Return the dates of the events with each title."""
        dates: dict[str, list[str]] = {}
        for date, title in self.events:
            dates.setdefault(title, []).append(date)
        return dates

    def _addresses(self, cited: Any) -> Iterator[str]:
        if isinstance(cited, dict):
            cited = cited.get("url", "")
        elif cited in self.sources:
            cited = self.sources[cited].url
        if "://" in cited:
            yield same_address(cited)


def key_of(event: Mapping[str, Any]) -> tuple[str, str]:
    """Return the date and title of an event as data. Two events with the same key are the same."""
    date = valid(str(event.get("date", "")))
    return date.text if date else "", folded(str(event.get("title", "")))


def folded(text: str) -> str:
    """Return a text in lower case with single spaces."""
    return " ".join(text.casefold().split())


def existing_in(record: Record) -> Existing:
    """Return the content of a record."""
    actors: dict[str, str] = {}
    for id, actor in record.actors.items():
        for name in (actor.name, id):
            actors.setdefault(name, id)
    return Existing(
        record.kinds,
        {id: Cited(source.title, source.url or "") for id, source in record.sources.items()},
        actors,
        frozenset(event.id for event in record.events if event.id),
        frozenset(record.actors),
        dict(_keys(record)),
        any(event.added for event in record.events),
        frozenset(_cited(record)),
    )


def _cited(record: Record) -> Iterator[str]:
    for event in record.events:
        for _, cited in event.all_citations:
            is_known = not isinstance(cited, CitedSource) or cited.ref in record.sources
            if source := record.document(cited) if is_known else None:
                yield same_address(source.url or "") or folded(source.title)


def _keys(record: Record) -> Iterator[tuple[tuple[str, str], str]]:
    for event in record.events:
        for title in by_language(event.title, record.language).values():
            yield (event.date.text, folded(title)), event.title
        for _, cited in event.citations:
            is_known = not isinstance(cited, CitedSource) or cited.ref in record.sources
            source = record.document(cited) if is_known else None
            if source and source.url:
                yield (event.date.text, same_address(source.url)), event.title

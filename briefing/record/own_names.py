"""The names of a record's own kinds and topics, in one of their languages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from briefing.record.kinds import normal_kind
from briefing.record.model import CustomKind, Edition, Event, Topic
from briefing.record.record import Record
from briefing.record.translations import Translated, Translation, language_in, original_of

_R = TypeVar("_R", bound=Record)


def with_own_names(record: _R, language: str) -> _R:
    """Return a record whose events and editions name kinds and topics in a language, if they can.

    In the language of the record, the names are plain text. In others, they are translations.
    """
    kinds = {
        normal_kind(one): normal_kind(other)
        for one, other in _pairs(record.own_kinds, record.language, language)
    }
    topics = dict(_pairs(record.topics, record.language, language))
    if not (kinds or topics):
        return record

    def named(written: str, names: Mapping[str, str]) -> str:
        name = names.get(written, written)
        is_same = name == written or language == record.language
        return name if is_same else Translation(name, written, record.language)

    def renamed(event: Event) -> Event:
        kind = named(event.kind, kinds)
        words = tuple(named(topic, topics) for topic in event.topics)
        if (kind, words) == (event.kind, event.topics):
            return event
        return event.model_copy(update={"kind": kind, "topics": words})

    def narrowed(edition: Edition) -> Edition:
        """Return an edition that chooses its events by the names in the language of the record."""
        if language != record.language or not (edition.kinds or edition.topics):
            return edition
        return edition.model_copy(
            update={
                "kinds": tuple(named(kind, kinds) for kind in edition.kinds),
                "topics": tuple(named(topic, topics) for topic in edition.topics),
            }
        )

    return replace(
        record,
        kinds=record.kinds - {kind for kind, name in kinds.items() if kind != name},
        events=[renamed(event) for event in record.events],
        editions={id: narrowed(edition) for id, edition in record.editions.items()},
    )


def names_in(record: Record) -> Mapping[str, str]:
    """Return the names of kinds and topics in the language of a record in another language."""
    kinds = {normal_kind(original_of(own.name)): normal_kind(own.name) for own in record.own_kinds}
    return kinds | {str(original_of(own.name)): str(own.name) for own in record.topics}


def _pairs(
    items: Iterable[CustomKind | Topic], own: str, language: str
) -> Iterator[tuple[str, str]]:
    """Yield each name of the items, with the name in a language or else in the record's own."""
    for item in items:
        if isinstance(item.name, Translated):
            texts = item.name.texts
            chosen = language_in(texts, language) or language_in(texts, own)
            for name in texts.values():
                yield name, texts[chosen] if chosen else str(item.name)

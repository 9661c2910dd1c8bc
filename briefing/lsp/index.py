"""An index of the words of a record: its ids with their names, its kinds and its topics."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from briefing.edition.words import words_in
from briefing.record import kinds
from briefing.record.columns import columns_of
from briefing.record.placeholders import NO_WORD
from briefing.record.problems import RecordPath
from briefing.record.record import Record
from briefing.record.references import Section


@dataclass(frozen=True, slots=True)
class Item:
    """An item with an id. `order` sorts the items, with the latest events first."""

    id: str
    section: Section
    name: str
    detail: str
    where: RecordPath
    order: int = 0


Items = Mapping[Section, Mapping[str, Item]]


@dataclass(frozen=True)
class Index:
    """The words of a record, from the last version that could be read."""

    items: Items = field(default_factory=dict)
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = tuple(kinds.BUILT_IN)
    types: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()

    def item(self, section: Section, id: str) -> Item | None:
        """Return an item, or None if there is none with that id."""
        return self.items.get(section, {}).get(id)


def index_of(record: Record) -> Index:
    """Return the index of a record, without the placeholders for words that are not written yet."""
    items: dict[Section, dict[str, Item]] = {
        "actors": {}, "areas": {}, "asks": {}, "commitments": {}, "editions": {}, "events": {},
        "questions": {}, "sources": {},
    }  # fmt: skip
    for item in _items(record):
        if item.id != NO_WORD:
            items[item.section].setdefault(item.id, item)
    topics = Counter(topic for event in record.events for topic in event.topics)
    del topics[NO_WORD]
    own = sorted(set(record.kinds) - set(kinds.BUILT_IN))
    types = Counter(actor.type for actor in record.actors.values() if actor.type)
    return Index(
        items,
        tuple(topic for topic, _ in topics.most_common()),
        (*own, *kinds.BUILT_IN),
        tuple(type for type, _ in types.most_common()),
        columns_of(record),
    )


def with_unread(index: Index, last: Index, unread: Collection[str]) -> Index:
    """Add the items of the `unread` files, as they were when they could last be read."""
    if not unread:
        return index
    items = {
        section: {id: item for id, item in known.items() if item.where.file in unread}
        | dict(index.items.get(section, {}))
        for section, known in last.items.items()
    }
    return replace(
        index,
        items=items or index.items,
        topics=tuple(dict.fromkeys((*index.topics, *last.topics))),
        kinds=tuple(dict.fromkeys((*last.kinds, *index.kinds))),
        types=tuple(dict.fromkeys((*index.types, *last.types))),
        columns=tuple(dict.fromkeys((*index.columns, *last.columns))),
    )


def _items(record: Record) -> Iterator[Item]:
    # All messages of the server are in English.
    t = words_in("en-GB")
    for id, actor in record.actors.items():
        yield Item(id, "actors", actor.name, actor.type or "", actor.where)
    for id, area in record.areas.items():
        yield Item(id, "areas", area.name, "", area.where)
    for id, source in record.sources.items():
        facts = (source.publisher or source.author, t.date(source.date) if source.date else "")
        yield Item(id, "sources", source.title, ", ".join(filter(None, facts)), source.where)
    for id, ask in record.asks.items():
        yield Item(id, "asks", ask.title, "", ask.where)
    for id, question in record.questions.items():
        yield Item(id, "questions", question.question, "", question.where)
    for order, event in enumerate(reversed(record.events)):
        if event.id:
            when = t.date(event.date)
            yield Item(event.id, "events", event.title, when, event.where, order)
        for n, made in enumerate(event.commitments):
            where = event.where / ("commitments", n)
            yield Item(made.id, "commitments", made.title, "", where, order)

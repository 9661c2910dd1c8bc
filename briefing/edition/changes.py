"""Compare two versions of a record by meaning, not line by line.

Items are matched by id, or else by content. It is therefore not a change to rename an id, to move
an event to another file, or to write out a source where it is cited.
"""

import dataclasses
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from briefing.edition.flatten import Flattener, Item, Restriction, content_of
from briefing.edition.matching import match_items, words_in_common
from briefing.record.audiences import narrowest
from briefing.record.items import Restricted
from briefing.record.model import (
    SECTIONS,
    Actor,
    Area,
    Commitment,
    Edition,
    Event,
    InlineSource,
    OwnSection,
    Question,
)
from briefing.record.ordering import sort_key
from briefing.record.problems import Path, RecordPath
from briefing.record.record import Record

_T = TypeVar("_T")
_G = TypeVar("_G", bound=Restricted)
_P = TypeVar("_P", Actor, Area)
_C = TypeVar("_C", Event, Question, OwnSection)
_Pair = tuple[Item | None, Item | None]
_EventPair = tuple[Event | None, Event | None]
_Names = dict[tuple[str, str], str]
_TYPES = ("record", "source", "actor", "area", "ask", "question", "edition")
_MAX_WORDS, _CONTEXT = 12, 4
"""The length in words above which a text is cut down to the part that differs, and the number of
words kept on either side of that part."""
_ALIKE = 0.5
"""The minimum similarity of two titles that are assumed to belong to the same event."""


@dataclass(frozen=True, slots=True)
class Change:
    """A change to a `field` of an item, or of a `part` of it, from `old` to `new`.

    If `field` is empty, the whole item or part was added (`old` is empty) or withdrawn (`new` is
    empty). `item` is the type of item: event, ask, source, actor, area, edition or record. `part`
    is the type of a part of an event, such as figure. Names are current names, or else former ones.
    `date` is the date of the event as written. `was` and `now` are the places of the item in the
    two versions, and `old_value` and `new_value` the values that were compared.
    """

    item: str
    name: str
    id: str
    date: str
    part: str
    part_name: str
    field: str
    old: str
    new: str
    was: RecordPath | None = dataclasses.field(compare=False)
    now: RecordPath | None = dataclasses.field(compare=False)
    old_value: Hashable = dataclasses.field(default=None, compare=False)
    new_value: Hashable = dataclasses.field(default=None, compare=False)


def changes(old: Record, new: Record) -> list[Change]:
    """List the changes from `old` to `new`: settings, items with an id, then events by date."""
    return [change for was, now in _pairs(old, new) for change in _between(was, now)]


def as_restricted_as(old: Record, new: Record) -> Record:
    """Return `old` with any stricter restrictions that `new` places on the same items.

    Readers who may no longer see an item then cannot learn what it was. If both versions have an
    embargo, the later one applies.
    """
    restrictions = {
        (one.where, one.at): _narrower(one.restriction, other.restriction)
        for was, now in _pairs(old, new)
        if was and now
        for one, other in _with_parts(was, now)
        if one.where and one.restriction and other.restriction
    }
    files = dict(old.audiences)

    def restricted(item: _G, where: RecordPath, path: Path = ()) -> _G:
        restriction = restrictions.get((where, path))
        if restriction is None:
            return item
        return item.model_copy(
            update={"audience": restriction.audience, "embargo": restriction.embargo}
        )

    def restricted_place(item: _P) -> _P:
        """Return an actor or area with the audience of its file, as it has none of its own."""
        restriction = restrictions.get((item.where, ()))
        if restriction is None:
            return item
        copy = item.model_copy()
        copy.set_place(RecordPath(f"({restriction.audience})", item.where.path))
        files[copy.where.file] = restriction.audience
        return copy

    def cited(source: Any, where: RecordPath, path: Path) -> Any:
        return restricted(source, where, path) if isinstance(source, InlineSource) else source

    def citing(item: _C) -> _C:
        """Return an item with its own restriction, and those of its sources."""
        sources = {
            "source": cited(item.source, item.where, ("source",)),
            "sources": tuple(
                cited(source, item.where, ("sources", n)) for n, source in enumerate(item.sources)
            ),
        }
        return restricted(item, item.where).model_copy(update=sources)

    def part(item: Any, where: RecordPath, path: Path) -> Any:
        if getattr(item, "source", None):
            source = cited(item.source, where, (*path, "source"))
            item = item.model_copy(update={"source": source})
        return restricted(item, where, path)

    def restricted_event(event: Event) -> Event:
        update: dict[str, Any] = {
            section: tuple(
                part(item, event.where, (section, n))
                for n, item in enumerate(getattr(event, section))
            )
            for section in ("quotes", "figures", "commitments")
        }
        return citing(event).model_copy(update=update)

    return replace(
        old,
        actors={id: restricted_place(actor) for id, actor in old.actors.items()},
        areas={id: restricted_place(area) for id, area in old.areas.items()},
        sources={id: restricted(source, source.where) for id, source in old.sources.items()},
        asks={id: restricted(ask, ask.where) for id, ask in old.asks.items()},
        questions={id: citing(question) for id, question in old.questions.items()},
        events=[restricted_event(event) for event in old.events],
        editions={
            id: _as_read(
                edition.model_copy(update={"sections": tuple(map(citing, edition.sections))}),
                new.editions.get(id),
            )
            for id, edition in old.editions.items()
        },
        audiences=files,
    )


def _as_read(old: Edition, new: Edition | None) -> Edition:
    """Return an edition whose actions and sections have no wider audience than in the `new` one."""
    if new is None:
        return old
    now = {action.text: action.audience for action in new.actions}
    actions = tuple(
        action.model_copy(
            update={"audience": narrowest(action.audience, new.audience, now.get(action.text))}
        )
        for action in old.actions
    )
    sections = tuple(
        section.model_copy(update={"audience": narrowest(section.audience, new.audience)})
        for section in old.sections
    )
    return old.model_copy(update={"actions": actions, "sections": sections})


def _narrower(one: Restriction, other: Restriction) -> Restriction:
    embargoes = [restriction.embargo for restriction in (one, other) if restriction.embargo]
    return Restriction(narrowest(one.audience, other.audience), max(embargoes, default=None))


# Matching the items of two versions


def matched_events(old: Record, new: Record) -> list[tuple[Event | None, Event | None]]:
    """Match the events of two versions: by id, former id, content, date and title, or likeness."""
    return match_items(
        old.events,
        new.events,
        (
            lambda event: event.id,
            lambda event: next(iter(event.formerly), event.id),
            lambda event: event.model_dump_json(exclude={"id", "formerly"}),
            lambda event: (event.date.text, event.title.casefold()),
            lambda event: event.title.casefold(),
        ),
        _likeness,
    )


def _pairs(old: Record, new: Record) -> list[_Pair]:
    """Match the items of two versions, in the order in which changes are listed."""
    events = matched_events(old, new)
    old_names, new_names = _names(old, new, events)
    if not any(name not in (id, f"was {id}") for (_, id), name in old_names.items()):
        # Events with the same text mean the same if nothing was renamed.
        events = [pair for pair in events if not _are_alike(pair, old, new)]
    documents = {content_of(source): old_names["sources", id] for id, source in old.sources.items()}
    documents |= {content_of(source): id for id, source in new.sources.items()}
    was, now = Flattener(old, old_names, documents), Flattener(new, new_names, documents)
    given: list[_Pair] = match_items(
        was.items_with_id(), now.items_with_id(), (lambda item: (item.type, item.key),)
    )
    # A document written out where it is cited in one version is the same as one listed by itself in
    # the other.
    written = _inline_documents(old, documents) | _inline_documents(new, documents)
    given = [
        (one, other)
        for one, other in given
        if (one and other) or (_either(one, other).type, _either(one, other).key) not in written
    ]
    given.sort(key=lambda pair: _TYPES.index(_either(*pair).type))
    events.sort(key=lambda pair: sort_key(_either(*pair)))
    return given + [
        (was.event(one) if one else None, now.event(other) if other else None)
        for one, other in events
    ]


def _are_alike(pair: _EventPair, old: Record, new: Record) -> bool:
    """Whether an event is identical in both versions and has the same readers."""
    one, other = pair
    if one is None or other is None or one != other:
        return False
    return old.audience_of(one) == new.audience_of(other)


def _either(was: _T | None, now: _T | None) -> _T:
    """Return the current version of an item, or else the earlier one."""
    item = now or was
    assert item is not None
    return item


def _likeness(old: Event, new: Event) -> float:
    """Return how alike two events are. Events with different ids must have the same date."""
    alike, is_of_one_date = words_in_common(old.title, new.title), old.date == new.date
    if alike < _ALIKE or (old.id and new.id and not is_of_one_date):
        return 0
    return alike + is_of_one_date


def _names(old: Record, new: Record, events: list[_EventPair]) -> tuple[_Names, _Names]:
    """Return a name for each item with an id, used in both versions: its new id, if it has one."""
    pairs = {
        section: match_items(
            list(getattr(old, section).items()),
            list(getattr(new, section).items()),
            (lambda pair: pair[0], lambda pair: getattr(pair[1], "name", None) or pair[1].title),
        )
        for section in SECTIONS
    }
    pairs["commitments"] = match_items(
        _commitments(old), _commitments(new), (lambda pair: pair[0], lambda pair: pair[1].title)
    )
    pairs["events"] = [
        (one and (one.id, one), other and (other.id, other)) for one, other in events
    ]
    old_names: _Names = {}
    new_names: _Names = {}
    for section, matched in pairs.items():
        for was, now in matched:
            if now and now[0]:
                new_names[section, now[0]] = now[0]
            if was and was[0]:
                # Ids never contain spaces.
                old_names[section, was[0]] = (now and now[0]) or f"was {was[0]}"
    return old_names, new_names


def _commitments(record: Record) -> list[tuple[str, Commitment]]:
    return [
        (commitment.id, commitment) for event in record.events for commitment in event.commitments
    ]


def _inline_documents(record: Record, documents: dict[Hashable, str]) -> set[tuple[str, str]]:
    """Return the named documents that this version writes out where they are cited."""
    return {
        ("source", documents[content_of(cited)])
        for _, _, cited in record.inline_sources
        if content_of(cited) in documents
    }


def _parts(was: Item, now: Item) -> Iterator[_Pair]:
    """Match the parts of two events, each type separately."""
    for type_ in dict.fromkeys(part.type for part in (*now.parts, *was.parts)):
        yield from match_items(
            [part for part in was.parts if part.type == type_],
            [part for part in now.parts if part.type == type_],
            (
                lambda part: (part.key, part.content),
                lambda part: part.key,
                lambda part: (part.name, part.fields.get("of"), part.fields.get("area")),
                lambda part: part.name,
            ),
            _likeness_of_parts,
        )


def _likeness_of_parts(was: Item, now: Item) -> float:
    alike = words_in_common(_all_words(was), _all_words(now))
    return alike if alike >= _ALIKE else 0


def _all_words(item: Item) -> str:
    fields = {**item.fields, **(item.elsewhere or {})}
    return " ".join(words for field, (_, words) in fields.items() if field != "audience")


def _with_parts(was: Item, now: Item) -> Iterator[tuple[Item, Item]]:
    """Yield the two versions of an item, and then those of each of its parts."""
    yield was, now
    for one, other in _parts(was, now):
        if one and other:
            yield from _with_parts(one, other)


# Differences between two items


def _between(was: Item | None, now: Item | None) -> Iterator[Change]:
    item = _either(was, now)
    blank = Change(
        item.type,
        item.name,
        item.id,
        item.date,
        part="",
        part_name="",
        field="",
        old=was.words if was else "",
        new=now.words if now else "",
        was=was.where if was else None,
        now=now.where if now else None,
    )
    if was is None or now is None:
        yield blank
        return
    yield from _changed_fields(blank, was, now)
    for one, other in _parts(was, now) if was.type in ("event", "edition") else ():
        part = _either(one, other)
        blank = replace(blank, part=part.type, part_name=part.name)
        if one is None or other is None:
            yield replace(blank, old=one.words if one else "", new=other.words if other else "")
            continue
        yield from _changed_fields(blank, one, other)


def _changed_fields(blank: Change, was: Item, now: Item) -> Iterator[Change]:
    """Yield a copy of the change `blank` for each field in which two items differ."""
    old, new = dict(was.fields), dict(now.fields)
    if not was.key or was.key != now.key:
        old |= was.elsewhere or {}
        new |= now.elsewhere or {}
    for name in dict.fromkeys((*new, *old)):
        (before, old_words), (after, new_words) = (
            fields.get(name, (None, "")) for fields in (old, new)
        )
        if before != after:
            yield replace(
                blank,
                field=name,
                old=old_words,
                new=new_words,
                old_value=before,
                new_value=after,
            )


# Long texts


def differing(old: str, new: str) -> tuple[str, str]:
    """Shorten two long texts to the parts that differ."""
    before, after = old.split(), new.split()
    if max(len(before), len(after)) <= _MAX_WORDS:
        return old, new
    start = next(
        (n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
        min(len(before), len(after)),
    )
    end = next(
        (
            n
            for n, (one, other) in enumerate(
                zip(reversed(before[start:]), reversed(after[start:]), strict=False)
            )
            if one != other
        ),
        min(len(before), len(after)) - start,
    )
    return _with_context(before, start, end), _with_context(after, start, end)


def _with_context(words: list[str], start: int, end: int) -> str:
    """Return the changed words with a few unchanged words on either side."""
    first, last = max(0, start - _CONTEXT), len(words) - max(0, end - _CONTEXT)
    shown = " ".join(words[first:last])
    return f"{'… ' if first else ''}{shown}{' …' if last < len(words) else ''}"

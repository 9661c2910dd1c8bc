"""Add an import to a file of a record: the place of each event, and the edits."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from typing import Any

from briefing.capture.adding import additions, as_written, lines_of
from briefing.capture.drafts import Draft, Unplaced
from briefing.capture.importing import AlreadyThere, Imported, Item
from briefing.capture.placing import places_of
from briefing.capture.writing import as_comment, block, compact, lines_above
from briefing.record import parsing
from briefing.record.dates import parse_edtf
from briefing.record.editing import Edit, Insert, SetValue
from briefing.record.record import Record

_LINE = re.compile(r"[^\r\n]*(?:\r\n|[\r\n])|[^\r\n]+")


@dataclass(frozen=True, slots=True)
class Spot:
    """The place of a new event: the event that it comes before, and its index in the new file."""

    before: int
    index: int


def spots_for(
    drafts: Sequence[Draft], record: Record, lengths: Mapping[str, int], file: str
) -> list[Spot]:
    """Return the place of each draft in a file, which keeps the order of the file.

    Args:
        drafts: the new events.
        record: the record as it is.
        lengths: the number of events in each file of the record.
        file: the file to add to.
    """
    dates = [parse_edtf(draft.event["date"]) for draft in drafts]
    distinct = list(dict.fromkeys(dates))
    places = dict(zip(distinct, places_of(distinct, record, lengths, file), strict=True))
    before = [places[date].index for date in dates]
    order: Sequence[int] = range(len(dates))
    if lengths[file] and not any(place.order == "no order" for place in places.values()):
        is_descending = any(place.order == "newest first" for place in places.values())
        order = sorted(order, key=lambda n: dates[n], reverse=is_descending)
    return _numbered(before, sorted(order, key=lambda n: before[n]))


def _numbered(before: Sequence[int], order: Sequence[int]) -> list[Spot]:
    """Return the spots of events that are inserted in an order."""
    index = {n: before[n] + rank for rank, n in enumerate(order)}
    return [Spot(place, index[n]) for n, place in enumerate(before)]


def edits_for(
    imported: Imported, content: Mapping[str, Any], spots: Sequence[Spot], added: Day | None
) -> list[Edit]:
    """Return the edits that add an import to a file of a record.

    Args:
        imported: the import.
        content: the content of the file, as plain data.
        spots: the place of each draft.
        added: the `added` date of the events, or None if the record has no such dates.
    """
    edits: list[Edit] = [*additions("kinds", list(imported.new_kinds), content)]
    edits += additions("actors", as_written(imported.actors), content)
    edits += additions("sources", as_written(imported.sources), content)
    inserts: list[tuple[Spot, dict[str, Any], tuple[str, ...]]] = []
    before: list[str] = []
    places = iter(spots)
    for item in compact(imported.items):
        if isinstance(item, Draft):
            event = as_written(item.event)
            if added is not None:
                event["added"] = added.isoformat()
            inserts.append((next(places), event, (*before, *lines_above(item))))
            before = []
        elif isinstance(item, Unplaced):
            before += block(item)
    inserts.sort(key=lambda each: each[0].index)
    if content.get("events"):
        edits += (
            Insert(("events", spot.before), event, comments) for spot, event, comments in inserts
        )
    elif inserts:
        edits.append(SetValue(("events",), [event for _, event, _ in inserts]))
    return edits


def with_rest(text: str, imported: Imported, content: Mapping[str, Any]) -> str:
    """Return the text of a file with the rows that come after its new events, as comments.

    They follow the last event, and are indented as it is, so that they are events when they are
    completed. `content` is what the file had before.
    """
    items = imported.items
    last = max((n for n, item in enumerate(items) if isinstance(item, Draft)), default=-1)
    # Comments cannot be added together with the first events of a file.
    rest = [*compact(items[last + 1 if content.get("events") else 0 :])]
    found = parsing.loads(text.removeprefix("\ufeff"))
    events = found.get("events") if isinstance(found, dict) else None
    lines = _LINE.findall(text)
    at, indent = len(lines), 0
    if isinstance(events, list) and events:
        first, end = lines_of(text.encode("utf-8", "surrogateescape"), ("events", len(events) - 1))
        if lines[first - 1].lstrip().startswith("- "):
            indent = len(lines[first - 1]) - len(lines[first - 1].lstrip())
            if any(line.strip() and not line.lstrip().startswith("#") for line in lines[end:]):
                at = end
    comments = "".join(_rest(item, indent) for item in rest)
    line_end = "\r\n" if "\r\n" in text else "\n"
    if comments and at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += line_end
    return "".join((*lines[:at], comments.replace("\n", line_end), *lines[at:]))


def _rest(item: Item, indent: int) -> str:
    if isinstance(item, Unplaced):
        return as_comment(item, indent)
    lines = lines_above(item) if isinstance(item, Draft) else ()
    return "".join(f"{' ' * indent}# {line}\n" for line in lines)


def _text_of(item: Unplaced) -> str:
    """Return the text of a row as a comment, without spaces. Grouped rows have no reason."""
    text = as_comment(item) if item.event or not item.comments else item.comments[0]
    return _plain(text)


def _plain(text: str) -> str:
    """Return a text without spaces and number signs."""
    return "".join(text.replace("#", "").split())


def without_comments_in(imported: Imported, text: str) -> Imported:
    """Return the import without the rows that are already comments in the `text` of a record."""
    there = _plain(text)
    items = tuple(
        AlreadyThere(item, "it is a comment there")
        if isinstance(item, Unplaced) and _text_of(item) in there
        else item
        for item in imported.items
    )
    return replace(imported, items=items)

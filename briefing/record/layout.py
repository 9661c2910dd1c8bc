"""The layout of a record's files: the order of the events, and ids for those that have none."""

from collections import Counter
from itertools import pairwise

from briefing.record.formatting import format_text
from briefing.record.model import Event
from briefing.record.naming import name_of
from briefing.record.ordering import sort_key
from briefing.record.record import Record


def formatted(text: str, name: str, record: Record) -> str:
    """Return the formatted `text` of the file `name` of a `record`.

    Raises:
        NotFormatted: it cannot be formatted without losing something.
    """
    events = [event for event in record.events if event.where.file == name]
    return format_text(text, _order(events), _new_ids(events, record))


def _index(event: Event) -> int:
    return int(event.where.path[1])


def _order(events: list[Event]) -> list[int]:
    """Return the indices of events, sorted as the record sorts them: oldest first.

    If the newest events are first, and there are enough events to show this, that order is kept.
    """
    written = sorted(events, key=_index)
    days = [sort_key(event)[:2] for event in written]
    is_newest_first = len(set(days)) > 2 and all(one >= other for one, other in pairwise(days))
    return list(map(_index, written if is_newest_first else events))


def _new_ids(events: list[Event], record: Record) -> dict[int, str]:
    """Return the names by which pages and feeds already identify events without an id, by index.

    An event has none if another event has the same name, or has it as its id.
    """
    numbers = Counter(map(name_of, record.events))
    names = {_index(event): name_of(event) for event in events if not event.id}
    return {index: name for index, name in names.items() if numbers[name] == 1}

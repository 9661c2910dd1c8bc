"""Find the place of a new event: its file, its position in the list and the order of its keys."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date as Day
from functools import cmp_to_key
from itertools import accumulate, combinations, pairwise
from pathlib import PurePath
from typing import Any, Literal, TypeAlias

from briefing.record.audiences import Audience
from briefing.record.dates import VagueDate
from briefing.record.items import Restricted
from briefing.record.model import Event
from briefing.record.ordering import date_key
from briefing.record.record import Record

Order: TypeAlias = Literal["oldest first", "newest first", "no order"]
_FEW = 5
"""A file is in order if, for each step in the other direction, it has at least this many."""


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a new event: a file, and the index of the event in its list."""

    file: str
    index: int
    order: Order


def place_of(
    date: VagueDate,
    record: Record,
    lengths: Mapping[str, int],
    audience: Audience | None = None,
    file: str | None = None,
) -> Place:
    """Return the place where a new event keeps the order of its file.

    Args:
        date: the date of the event.
        record: the record as it is.
        lengths: the number of items in the list of events of each file, including invalid ones.
        audience: the audience of the event, if it has its own.
        file: the file that it must go into. Default: the file with events near the date.
    """
    by_file = _by_file(record, lengths)
    file = file or _file_for(date, record, by_file, audience)
    return next(_places([date], by_file, lengths, file))


def places_of(
    dates: Iterable[VagueDate], record: Record, lengths: Mapping[str, int], file: str
) -> list[Place]:
    """Return the place in a file of a new event with each of these dates, as `place_of` does."""
    return list(_places(dates, _by_file(record, lengths), lengths, file))


def _places(
    dates: Iterable[VagueDate],
    by_file: Mapping[str, Sequence[Event]],
    lengths: Mapping[str, int],
    file: str,
) -> Iterator[Place]:
    order = _order_of(by_file, file)
    events = by_file[file]
    gaps = _Gaps(events, is_descending=order == "newest first")
    for date in dates:
        before = len(events) if order == "no order" else gaps.best(date)
        yield Place(file, _index(events[before]) if before < len(events) else lengths[file], order)


def key_order(event: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return the keys of a new event in the order of its neighbours, or otherwise of the model.

    Args:
        event: the new event as data.
        others: the events that are already in its file, as data.
    """
    before: Counter[tuple[str, str]] = Counter()
    seen: set[str] = set()
    for other in others:
        keys = [str(key) for key in other]
        before.update(combinations(keys, 2))
        seen.update(keys)

    def compare(one: str, other: str) -> int:
        return before[other, one] - before[one, other] or _in_model(one) - _in_model(other)

    ordered = sorted((key for key in event if key in seen), key=cmp_to_key(compare))
    for key in sorted((key for key in event if key not in seen), key=_in_model):
        earlier = [n for n, each in enumerate(ordered) if _in_model(each) < _in_model(key)]
        ordered.insert(max(earlier, default=-1) + 1, key)
    return ordered


def _in_model(key: str) -> int:
    return _MODEL_KEYS.index(key) if key in _MODEL_KEYS else len(_MODEL_KEYS)


_FIELDS = {field.alias or name: name for name, field in Event.model_fields.items()}
_MODEL_KEYS = sorted(_FIELDS, key=lambda key: (key != "id", key in Restricted.model_fields))
"""The keys of an event in the order of the model, with the id first and the audience last."""


def _by_file(record: Record, files: Iterable[str]) -> dict[str, list[Event]]:
    """Return the events of each file, in the order of the file."""
    found: dict[str, list[Event]] = {name: [] for name in files}
    for event in record.events:
        if event.where.file in found:
            found[event.where.file].append(event)
    for events in found.values():
        events.sort(key=_index)
    return found


def _index(event: Event) -> int:
    return int(event.where.path[1])


def _order_of(by_file: Mapping[str, Sequence[Event]], file: str) -> Order:
    """Return the order of a file or, if it has too few events, of the other files."""
    up, down = _steps(by_file[file])
    if not (up or down):
        others = [_steps(events) for events in by_file.values()]
        up, down = sum(up for up, _ in others), sum(down for _, down in others)
    if up >= _FEW * down:
        return "oldest first"
    return "newest first" if down >= _FEW * up else "no order"


def _steps(events: Sequence[Event]) -> tuple[int, int]:
    """Count the events that begin later than the one before them, and those that begin earlier."""
    starts = [event.date.earliest for event in events]
    up = sum(one < other for one, other in pairwise(starts))
    return up, sum(one > other for one, other in pairwise(starts))


class _Gaps:
    """The places between the events of a file where a new one can go."""

    def __init__(self, events: Sequence[Event], *, is_descending: bool) -> None:
        dates = [event.date for event in (reversed(events) if is_descending else events)]
        self._is_descending = is_descending
        self._starts = [date.earliest for date in dates]
        self._keys = [date_key(date) for date in dates]
        self._latest_so_far = list(accumulate(self._keys, max))
        self._earliest_from_here = list(accumulate(reversed(self._keys), min))[::-1]

    def best(self, date: VagueDate) -> int:
        """Return the number of events before the new one that leaves the fewest out of order.

        If there are several such places, choose the last one if the oldest events come first, and
        the first one if the newest come first.
        """
        key = date_key(date)
        # All events before the first of these are earlier, and all after the last are later.
        first = bisect_left(self._latest_so_far, key)
        last = bisect_right(self._earliest_from_here, key)
        by_start = _disorder(self._starts[first:last], date.earliest)
        in_full = _disorder(self._keys[first:last], key)
        costs = list(zip(by_start, in_full, strict=True))
        gap = last - costs[::-1].index(min(costs))
        return len(self._keys) - gap if self._is_descending else gap


def _disorder(keys: Iterable[Any], new: Any) -> Iterable[int]:
    """Yield the number of keys out of order with a new one in each gap, from 0 in the first."""
    return accumulate(((key < new) * -1 + (key > new) for key in keys), initial=0)


def _file_for(
    date: VagueDate,
    record: Record,
    by_file: Mapping[str, Sequence[Event]],
    audience: Audience | None,
) -> str:
    """Return the file with events near the date, among those for the event's readers."""
    files = list(by_file)
    for is_wanted in (
        lambda name: record.audiences.get(name, "public") == (audience or "public"),
        lambda name: record.audiences.get(name, "public") == "public",
    ):
        if chosen := list(filter(is_wanted, files)):
            files = chosen
            break
    if len(files) == 1:
        return files[0]
    if by_name := _of_year(files, date.earliest.year, lambda name: _years_in(name)):
        return by_name
    years = {name: {event.date.earliest.year for event in by_file[name]} for name in files}
    if by_events := _of_year(files, date.earliest.year, lambda name: years[name]):
        return by_events
    return min(files, key=lambda name: _distance(date.earliest, by_file[name]))


def _of_year(files: Iterable[str], year: int, years: Callable[[str], Collection[int]]) -> str:
    """Return the only file of a year, or an empty string."""
    found = [name for name in files if year in years(name)]
    return found[0] if len(found) == 1 else ""


def _years_in(name: str) -> set[int]:
    """Return the years in the name of a file."""
    return {int(year) for year in re.findall(r"(?<!\d)\d{4}(?!\d)", PurePath(name).stem)}


def _distance(day: Day, events: Iterable[Event]) -> int:
    """Return the days from `day` to the nearest event."""
    ordinals = (event.date.earliest.toordinal() for event in events)
    return min(
        (abs(day.toordinal() - ordinal) for ordinal in ordinals), default=Day.max.toordinal()
    )

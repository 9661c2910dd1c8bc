"""The order of events: by date, then by links, then by place in the files."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date as Day
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import groupby

from briefing.record.dates import Point, VagueDate
from briefing.record.model import Event


def sort_key(event: Event) -> tuple[Day, Day, int, VagueDate]:
    """Return an event's sort key: its date, and its time on that day."""
    return date_key(event.date)


def date_key(date: VagueDate) -> tuple[Day, Day, int, VagueDate]:
    """Return the sort key of events with this date."""
    return date.earliest, date.latest, _clock(date), date


def ordered(events: Iterable[Event], files: Sequence[str]) -> list[Event]:
    """Sort `events` by date, then by links, then by place in `files`.

    A link orders two events whose dates begin on the same day: an event that follows, responds to,
    amends or reverses another comes after it. Circular links have no effect.
    """
    place = _place_in(files)
    by_date = sorted(events, key=lambda event: (*sort_key(event), place(event)))
    sorted_events: list[Event] = []
    for _, group in groupby(by_date, lambda event: event.date.earliest):
        sorted_events += by_links(list(group))
    return sorted_events


def oldest_first(events: Iterable[Event], files: Sequence[str]) -> list[Event]:
    """Sort `events` by the date they were added, then by place in `files`.

    Events without that date are the oldest.
    """
    place = _place_in(files)
    return sorted(events, key=lambda event: (event.added or Day.min, place(event)))


def _place_in(files: Sequence[str]) -> Callable[[Event], tuple[int, int]]:
    """Return a sort key function that puts events in the order of `files`."""
    places = {name: n for n, name in enumerate(files)}

    def place(event: Event) -> tuple[int, int]:
        where = event.where
        return places.get(where.file, 0), int(where.path[1])

    return place


def by_links(events: list[Event]) -> list[Event]:
    """Move each of the `events` after those that it links to, otherwise keeping their order."""
    if len(events) == 1:
        return events
    at = {event.id: n for n, event in enumerate(events) if event.id}
    earlier = {
        n: {at[id] for _, _, id in event.links if id in at} - {n} for n, event in enumerate(events)
    }
    if not any(earlier.values()):
        return events
    later: dict[int, list[int]] = {}
    for n, others in earlier.items():
        for other in others:
            later.setdefault(other, []).append(n)
    free = [n for n, others in earlier.items() if not others]
    order: dict[int, None] = {}
    for first in range(len(events)):
        # If links form a cycle, no event is free, and any of them can be taken.
        if not free and first not in order:
            free.append(first)
        while free:
            n = heappop(free)
            order[n] = None
            for other in later.get(n, ()):
                earlier[other].discard(n)
                if not earlier[other] and other not in order:
                    heappush(free, other)
    return [events[n] for n in order]


def _clock(date: VagueDate) -> int:
    """Return the second of the day at which it begins, in UTC if the time includes a UTC offset.

    A date without a time of day comes before all those that have one.
    """
    point = date.start
    if not isinstance(point, Point) or not point.time:
        return -(10**6)
    hour, minute, second = map(int, point.time.split(":"))
    ahead = datetime.fromisoformat(f"2000-01-01T00:00:00{point.offset}").utcoffset() or timedelta()
    return hour * 3600 + minute * 60 + second - int(ahead.total_seconds())

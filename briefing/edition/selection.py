"""Choose the events for an edition."""

from collections.abc import Iterable
from dataclasses import dataclass

from briefing.record.dates import VagueDate
from briefing.record.model import Edition, Event
from briefing.record.translations import original_of


@dataclass(frozen=True, slots=True)
class EventFilter:
    """Conditions that an event must meet. Empty conditions are always met.

    `since` and `until` keep events that may have happened between those dates. If there are several
    topics, actors or kinds, an event needs only one of them.
    """

    since: VagueDate | None = None
    until: VagueDate | None = None
    topics: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()

    def matches(self, event: Event) -> bool:
        """Whether `event` meets the conditions."""
        return (
            (self.since is None or event.date.latest >= self.since.earliest)
            and (self.until is None or event.date.earliest <= self.until.latest)
            and (not self.topics or not self.topics.isdisjoint(map(original_of, event.topics)))
            and (not self.actors or not self.actors.isdisjoint(event.people))
            and (not self.kinds or original_of(event.kind) in self.kinds)
        )


NO_FILTER = EventFilter()


def filter_of(edition: Edition) -> EventFilter:
    """Return the filter that `edition` applies to events."""
    return EventFilter(
        edition.since,
        edition.until,
        frozenset(edition.topics),
        frozenset(edition.actors),
        frozenset(edition.kinds),
    )


def select(events: Iterable[Event], *filters: EventFilter) -> list[Event]:
    """Return the events that meet all of `filters`, in the order given."""
    return [
        event for event in events if all(event_filter.matches(event) for event_filter in filters)
    ]

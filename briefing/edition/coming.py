"""When an event has come, whatever its date leaves open."""

from datetime import date as Day

from briefing.timeline.model import Event
from briefing.timeline.occurrence import Sources, certain_on, is_planned


def has_come(event: Event, sources: Sources, day: Day) -> bool:
    """Whether the event has certainly come by the end of `day`, as far as `sources` show.

    What was added when it may have come is taken to have: whoever added it knew. What was only
    planned has not come until a document confirms it.
    """
    return come_by(event) <= day and not is_planned(event, sources)


def come_by(event: Event) -> Day:
    """The last day on which the event can have come, unless it was only planned.

    Of a vague date no day after it was `added` is left.
    """
    certain, added = certain_on(event.date), event.added
    return min(certain, added) if added and event.date.earliest <= added else certain

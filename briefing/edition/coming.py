"""When an event has come, whatever its date leaves open."""

from datetime import date as Day

from briefing.timeline.model import Event
from briefing.timeline.occurrence import Sources, certain_on, is_planned


def has_come(event: Event, sources: Sources, day: Day) -> bool:
    """Whether the event has certainly come by the end of `day`, as far as `sources` show.

    What was added when it may have come is taken to have: whoever added it knew. What was only
    planned has not come until a document confirms it.
    """
    is_told = event.added is not None and event.date.earliest <= event.added <= day
    return (is_told or certain_on(event.date) <= day) and not is_planned(event, sources)

"""When an event has come, whatever its date leaves open."""

from datetime import date as Day

from briefing.timeline.dates import VagueDate
from briefing.timeline.model import Event


def certain_on(date: VagueDate) -> Day:
    """The first day on which it is certain that `date` has come, or of a period that it has begun.

    Of a period without a start it is the end; of one at any time it is the end of the calendar.
    """
    start, _ = date.ends
    return start.latest if date.is_period and start else date.latest


def has_come(event: Event, day: Day) -> bool:
    """Whether the event has certainly come by the end of `day`.

    What was added when it may have come is taken to have: whoever added it knew.
    """
    is_told = event.added is not None and event.date.earliest <= event.added <= day
    return is_told or certain_on(event.date) <= day

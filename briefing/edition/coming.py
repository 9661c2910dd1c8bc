"""Whether an event has happened, even if its date is vague."""

from datetime import date as Day

from briefing.record.model import Event
from briefing.record.occurrence import Sources, certain_on, is_planned


def has_come(event: Event, sources: Sources, day: Day) -> bool:
    """Whether the event has certainly happened by the end of `day`, as far as `sources` show.

    If an event was added on a day when it may have happened, it counts as having happened, because
    the person who added it knew. If it was only planned, it has not happened until a document
    confirms it.
    """
    return come_by(event) <= day and not is_planned(event, sources)


def come_by(event: Event) -> Day:
    """Return the last day on which the event can have happened, unless it was only planned.

    If the date is vague, that is no later than the day the event was `added`.
    """
    certain, added = certain_on(event.date), event.added
    return min(certain, added) if added and event.date.earliest <= added else certain

"""The stage of an event on a given day: past, under way, still to come or not confirmed."""

from datetime import date as Day

from briefing.edition.entry import When
from briefing.edition.words import Words
from briefing.record.dates import OpenEnd, Point
from briefing.record.kinds import lasts, takes_answers
from briefing.record.model import Event
from briefing.record.occurrence import Sources, happened_by, is_unconfirmed


def when(event: Event, sources: Sources, as_of: Day) -> When:
    """Return the stage of an event on the day `as_of`, based on its date and `sources`."""
    date = event.date
    if is_unconfirmed(event, sources, as_of):
        return "unconfirmed"
    if date.earliest > as_of:
        return "ahead"
    if date.latest <= as_of or date.end is OpenEnd.UNKNOWN:
        return "past"
    if date.is_period:
        return "under way"
    return "past" if happened_by(event) <= as_of else "perhaps ahead"


def state_in_words(event: Event, stage: When, t: Words) -> str:
    """Return the stage of an event in words, or "" if it is past."""
    date = event.date
    if stage == "unconfirmed":
        if not (isinstance(date.start, Point) and isinstance(date.end, Point)) or date.is_between:
            return t.gettext("planned but not confirmed")
        return t.gettext("planned for %(date)s but not confirmed", date=t.date(date))
    return {
        "past": "",
        "under way": t.gettext("under way"),
        "perhaps ahead": t.gettext("may not have happened yet"),
        "ahead": t.gettext("still to come"),
    }[stage]


def end_in_words(event: Event, stage: When, t: Words) -> str:
    """Describe when a lasting event ends ("closes 30 June 2025") or, if it is past, when it ended.

    The result is empty unless its `stage` is "under way" or "past" and its end is known.
    """
    _, end = event.date.ends
    if not (end and event.date.is_period and lasts(event.kind)):
        return ""
    date, closes = t.date(end), takes_answers(event.kind)
    match stage:
        case "under way" if closes:
            return t.gettext("closes %(date)s", date=date)
        case "under way":
            return t.gettext("under way until %(date)s", date=date)
        case "past" if closes:
            return t.gettext("closed %(date)s", date=date)
        case "past":
            return t.gettext("ended %(date)s", date=date)
    return ""

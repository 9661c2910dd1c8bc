"""Calendars of future events and due dates, as defined in RFC 5545."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from briefing.edition.agenda import Appointment, agenda_of
from briefing.edition.briefing import Briefing
from briefing.edition.words import words_in
from briefing.output.document import Document
from briefing.output.identifiers import identifier, published_at
from briefing.output.time_zones import time_zone
from briefing.typography import sentences

if TYPE_CHECKING:
    from icalendar import Calendar, Event

_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
"""Characters that no text may contain, even escaped (RFC 5545, 3.1)."""


def renderer() -> Callable[[Briefing], Document]:
    """Return a function that renders briefings as calendars."""

    def render(briefing: Briefing) -> Document:
        return Document(_calendar(briefing).to_ical())

    return render


def _calendar(briefing: Briefing) -> "Calendar":
    from icalendar import Calendar
    from icalendar.prop import vText

    t = words_in(briefing.language)
    agenda = agenda_of(briefing)
    vague = "; ".join(agenda.vague)
    undated = t.gettext("Date not known: %(events)s", events=vague) if vague else ""
    about = _text(sentences(filter(None, (briefing.dateline, briefing.notice, undated))))
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//briefing//briefing//EN")
    # The first of each pair is from RFC 7986. The second is the one that most programs support.
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(_line(briefing.title)))
    for name in ("description", "x-wr-caldesc"):
        calendar.add(name, vText(about))
    # Always include the time zone, because a calendar without any component is not valid.
    years = [
        briefing.as_of_day.year,
        *(appointment.moment.year for appointment in agenda.appointments if appointment.moment),
    ]
    calendar.add_component(time_zone(briefing.timezone, min(years), max(years)))
    for appointment in agenda.appointments:
        calendar.add_component(_event(appointment, briefing))
    return calendar


def _event(appointment: Appointment, briefing: Briefing) -> "Event":
    """Return a calendar event that is shown as free time.

    Its SEQUENCE must grow with each change (3.8.7.4), but a record does not count changes. It is
    therefore the number of the briefing's day, which is also the time of the event's last revision
    (3.8.7.2).
    """
    from icalendar import Event

    event = Event()
    event.add("uid", str(identifier(briefing, appointment.id)))
    event.add("sequence", briefing.as_of_day.toordinal())
    event.add("dtstamp", datetime.combine(briefing.as_of_day, time(), UTC))
    event.add("summary", _line(appointment.title))
    event.add("description", _text("\n\n".join(filter(None, (appointment.about, briefing.notice)))))
    if appointment.moment:
        event.add("dtstart", appointment.moment)
    else:
        event.add("dtstart", appointment.span.earliest)
        event.add("dtend", appointment.span.latest + timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    if not appointment.span.is_day:
        event.add("status", "TENTATIVE")
    if briefing.notice:
        event.add("class", "PRIVATE")
    if appointment.topics:
        event.add("categories", [_line(topic) for topic in appointment.topics])
    if url := published_at(briefing, "html", appointment.anchor):
        event.add("url", url)
    return event


def _line(text: str) -> str:
    """Return `text` on one line, for fields that programs show on one line."""
    return " ".join(_text(text).split())


def _text(text: str) -> str:
    return _CONTROL.sub("\ufffd", _LINE_END.sub("\n", text))

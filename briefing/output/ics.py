"""Calendars: what is ahead and what is due, as RFC 5545 has it."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from briefing.edition.agenda import Appointment, agenda_of
from briefing.edition.briefing import Briefing
from briefing.languages import translator
from briefing.output.document import Document
from briefing.output.identity import identifier, published_at
from briefing.typography import sentences

if TYPE_CHECKING:
    from icalendar import Calendar, Event

_LINE_END = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")
"""What no text may hold, not even escaped (RFC 5545, 3.1)."""


def renderer() -> Callable[[Briefing], Document]:
    """Makes calendars of briefings."""

    def render(briefing: Briefing) -> Document:
        return Document(_calendar(briefing).to_ical())

    return render


def _calendar(briefing: Briefing) -> "Calendar":
    from icalendar import Calendar, Timezone

    t = translator(briefing.language)
    agenda = agenda_of(briefing)
    vague = "; ".join(agenda.vague)
    untold = t.gettext("Nobody knows when: %(events)s", events=vague) if vague else ""
    about = _text(sentences(filter(None, (briefing.dateline, briefing.notice, untold))))
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//briefing//briefing//EN")
    # RFC 7986 has the first of each pair; the second is what most programs know.
    for name in ("name", "x-wr-calname"):
        calendar.add(name, _text(briefing.title))
    for name in ("description", "x-wr-caldesc"):
        calendar.add(name, about)
    # It is always there, for a calendar without any component would not be valid.
    years = [it.moment.year for it in agenda.appointments if it.moment]
    first = briefing.as_of_day.replace(month=1, day=1)
    last = first.replace(year=min(max([first.year, *years]) + 2, 9999))
    zone = ZoneInfo(briefing.timezone)
    calendar.add_component(Timezone.from_tzinfo(zone, briefing.timezone, first, last))
    for appointment in agenda.appointments:
        calendar.add_component(_event(appointment, briefing))
    return calendar


def _event(appointment: Appointment, briefing: Briefing) -> "Event":
    """An event that takes none of its reader's time.

    Its sequence has to grow with each change (3.8.7.4), and a record that is read anew does not
    know how many there were: so it is the number of the day of the briefing, which also is when the
    event is stamped as revised (3.8.7.2).
    """
    from icalendar import Event

    event = Event()
    event.add("uid", str(identifier(briefing, appointment.id)))
    event.add("sequence", briefing.as_of_day.toordinal())
    event.add("dtstamp", datetime.combine(briefing.as_of_day, time(), UTC))
    event.add("summary", _text(appointment.title))
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
        event.add("categories", [_text(it) for it in appointment.topics])
    if url := published_at(briefing, "html", appointment.anchor):
        event.add("url", url)
    return event


def _text(text: str) -> str:
    return _CONTROL.sub("\ufffd", _LINE_END.sub("\n", text))

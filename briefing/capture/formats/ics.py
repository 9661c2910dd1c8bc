"""Calendars (iCalendar, RFC 5545), including exports from Outlook, Google and Apple.

A series that ends, with at most 100 occurrences, gives an event for each of them: each is a day on
which something happened. Any other series is one row that is not an event, because a record
should not contain an endless weekly meeting. Entries that are cancelled or private are not events
either. The addresses of people are left out if their names are known.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from briefing.capture.formats.cells import (
    day_cell,
    html_cell,
    known_table,
    moment_cell,
    text_cell,
    url_cell,
)
from briefing.capture.table import EMPTY, Cell, Role, Table
from briefing.evidence.kinds import SAVE_AGAIN, NotReadable

_COLUMNS: Mapping[str, Role] = {
    "Start": "date",
    "End": "end",
    "Summary": "title",
    "Description": "summary",
    "People": "who",
    "URL": "url",
    "Categories": "topics",
    "Details": "note",
}
_MOST_OCCURRENCES = 100
_MOST_ENTRIES = 100_000
_ENTRIES = {"VEVENT": "", "VTODO": "a task, not an event", "VJOURNAL": "a journal entry"}
_BEGIN = re.compile(r"^BEGIN:(?:VEVENT|VTODO|VJOURNAL)\s*$", re.IGNORECASE | re.MULTILINE)
_OFTEN = ("SECONDLY", "MINUTELY", "HOURLY")
_UNITS = {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
_PRIVATE = ("PRIVATE", "CONFIDENTIAL")


def read(content: bytes, name: str) -> list[Table]:
    """Return a table of the entries of each calendar in a file.

    Raises:
        NotReadable: it is damaged, or has too many entries.
    """
    from icalendar import Calendar

    from briefing.charsets import decode

    text = decode(content)
    number = len(_BEGIN.findall(text))
    if number > _MOST_ENTRIES:
        reason = f"it has {number:,} entries, and the limit is {_MOST_ENTRIES:,}"
        raise NotReadable(reason, "Export a shorter period")
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):
        raise NotReadable("it is a damaged or incomplete calendar", SAVE_AGAIN) from None
    tables = []
    for n, calendar in enumerate(calendars, 1):
        entries = [part for part in calendar.walk() if part.name in _ENTRIES]
        unnamed = f"calendar {n}" if len(calendars) > 1 else ""
        title = str(calendar.get("X-WR-CALNAME") or unnamed)
        rows = list(_rows(entries, _zone(str(calendar.get("X-WR-TIMEZONE") or ""))))
        tables.append(known_table(name, title, _COLUMNS, rows, row_noun="entry"))
    if not any(len(table.rows) > 1 for table in tables):
        raise NotReadable("it is a calendar with no events", "Export the events as well")
    return tables


def _zone(name: str) -> tzinfo | None:
    try:
        return ZoneInfo(name) if name else None
    except (KeyError, ValueError, OSError):
        return None


Moment = date | datetime
_NumberedRow = tuple[Mapping[str, Cell], int, str]


def _rows(entries: list[Any], zone: tzinfo | None) -> Iterator[_NumberedRow]:
    moved = {
        (str(entry.get("UID")), _local(_moment(entry, "RECURRENCE-ID", zone)))
        for entry in entries
        if entry.get("RECURRENCE-ID")
    }
    for number, entry in enumerate(entries, 1):
        start, end = _moment(entry, "DTSTART", zone), _end(entry, zone)
        if entry.name == "VTODO":
            start = start or _moment(entry, "DUE", zone)
        aside = _aside(entry)
        occurrences = _occurrences(entry, start, zone)
        if isinstance(occurrences, str):
            yield _cells(entry, start, end), number, aside or f"a series that {occurrences}"
            continue
        uid = str(entry.get("UID"))
        for moment in occurrences:
            if (uid, _local(moment)) in moved and len(occurrences) > 1:
                continue  # This occurrence has an entry of its own.
            shift = _local(moment) - _local(start) if moment and start else timedelta()
            yield _cells(entry, moment, end + shift if end else None), number, aside


def _aside(entry: Any) -> str:
    if str(entry.get("STATUS") or "").upper() == "CANCELLED":
        return "cancelled in the calendar"
    if str(entry.get("CLASS") or "").upper() in _PRIVATE:
        return "marked as private in the calendar"
    return _ENTRIES[entry.name]


def _moment(entry: Any, key: str, zone: tzinfo | None) -> Moment | None:
    """Return the day or time in a field. A time in UTC becomes one in the calendar's own zone."""
    value = _attribute(entry.get(key), "dt")
    return _in_zone(value, zone) if isinstance(value, date) else None


def _attribute(value: Any, name: str) -> Any:
    """Return an attribute of a value, or None if the value is missing or could not be read."""
    from icalendar.error import BrokenCalendarProperty

    try:
        return getattr(value, name, None)
    except BrokenCalendarProperty:
        return None


def _in_zone(value: Moment, zone: tzinfo | None) -> Moment:
    if isinstance(value, datetime) and value.tzinfo and zone and not value.utcoffset():
        return value.astimezone(zone)
    return value


def _local(moment: Moment | None) -> datetime:
    """Return a moment in local time."""
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime.combine(moment or date.min, time())


def _end(entry: Any, zone: tzinfo | None) -> Moment | None:
    """Return the end of an entry: the moment itself, or the last day."""
    end, start = _moment(entry, "DTEND", zone), _moment(entry, "DTSTART", zone)
    duration = _attribute(entry.get("DURATION"), "dt")
    if end is None and start is not None and isinstance(duration, timedelta):
        end = start + duration
    if end is None or isinstance(end, datetime) or _local(end) <= _local(start):
        return end
    # RFC 5545: the end of a whole day is the day after it.
    return end - timedelta(days=1)


def _occurrences(
    entry: Any, start: Moment | None, zone: tzinfo | None
) -> list[Moment | None] | str:
    """Return each day or time of an entry, or a description if it is a series that is too long."""
    rules = entry.get("RRULE")
    more = [_in_zone(moment, zone) for moment in _listed(entry, "RDATE")]
    if start is None or not (rules or more):
        return [start]
    left_out = {_local(_in_zone(moment, zone)) for moment in _listed(entry, "EXDATE")}
    found = {_local(start), *map(_local, more)}
    for rule in rules if isinstance(rules, list) else [rules] if rules else []:
        if not isinstance(rule, dict):
            return f"repeats by a rule that is not recognised: {rule}"
        if not (rule.get("COUNT") or rule.get("UNTIL")) or rule.get("FREQ", [""])[0] in _OFTEN:
            return _in_words(rule)
        found.update(islice(_repeated(rule, start), _MOST_OCCURRENCES + 1))
        if len(found) > _MOST_OCCURRENCES:
            return _in_words(rule)
    if len(found) > _MOST_OCCURRENCES:
        return f"repeats on {len(found):,} listed days"
    return [_like(start, moment) for moment in sorted(found - left_out)]


def _listed(entry: Any, key: str) -> Iterator[Moment]:
    """Yield the moments in a field such as EXDATE, which can occur several times."""
    values = entry.get(key) or []
    for value in values if isinstance(values, list) else [values]:
        for listed in _attribute(value, "dts") or ():
            moment = listed.dt
            if isinstance(moment, tuple):  # A period.
                moment = moment[0]
            if isinstance(moment, date):
                yield moment


def _repeated(rule: Any, start: Moment) -> Iterator[datetime]:
    """Yield the occurrences of a rule in local time, which changes with summer time."""
    from dateutil.rrule import rrulestr

    local = _local(start)
    written = []
    for part in rule.to_ical().decode().split(";"):
        key, _, value = part.partition("=")
        if key.upper() == "UNTIL":
            value = f"{_until(rule['UNTIL'][0], start):%Y%m%dT%H%M%S}"
        written.append(f"{key}={value}")
    try:
        yield from rrulestr(";".join(written), dtstart=local)
    except (ValueError, TypeError, OverflowError):
        return


def _until(until: Moment, start: Moment) -> datetime:
    if not isinstance(until, datetime):
        return datetime.combine(until, time(23, 59, 59))
    if until.tzinfo and isinstance(start, datetime) and start.tzinfo:
        until = until.astimezone(start.tzinfo)
    return until.replace(tzinfo=None)


def _like(start: Moment, local: datetime) -> Moment:
    if not isinstance(start, datetime):
        return local.date()
    return local.replace(tzinfo=start.tzinfo)


def _in_words(rule: Any) -> str:
    unit = _UNITS.get(str(rule.get("FREQ", [""])[0]).upper(), "")
    interval = int(rule.get("INTERVAL", [1])[0] or 1)
    every = (
        f"repeats every {unit if interval == 1 else f'{interval} {unit}s'}" if unit else "repeats"
    )
    if rule.get("COUNT"):
        return f"{every}, {rule['COUNT'][0]} times"
    if rule.get("UNTIL"):
        return f"{every}, until {rule['UNTIL'][0]:%Y-%m-%d}"
    return f"{every}, without an end"


def _cells(entry: Any, start: Moment | None, end: Moment | None) -> Mapping[str, Cell]:
    address = _text(entry, "URL")
    details = [
        _text(entry, "LOCATION") and f"Place: {_text(entry, 'LOCATION')}",
        _times(start, end),
        {"TENTATIVE": "Not confirmed in the calendar"}.get(_text(entry, "STATUS").upper(), ""),
    ]
    return {
        "Start": _cell(start) if start else text_cell(_text(entry, "DTSTART")),
        "End": _last_day(start, end),
        "Summary": text_cell(_text(entry, "SUMMARY")),
        "Description": html_cell(_text(entry, "DESCRIPTION")),
        "People": text_cell("\n".join(_people(entry))),
        "URL": url_cell(address) if address else EMPTY,
        "Categories": text_cell("; ".join(_categories(entry))),
        "Details": text_cell("\n".join(filter(None, details))),
    }


def _cell(moment: Moment) -> Cell:
    if isinstance(moment, datetime):
        return moment_cell(moment, with_time=True)
    return day_cell(moment)


def _last_day(start: Moment | None, end: Moment | None) -> Cell:
    """Return the last day of an entry of several days.

    A sitting that continues past midnight belongs to the day it started. An end before the start is
    kept, so that the row is not an event yet.
    """
    if start is None or end is None:
        return EMPTY
    if isinstance(end, datetime):
        length = _local(end) - _local(start)
        if timedelta() <= length < timedelta(days=1):
            return EMPTY
        end = (_local(end) - timedelta(seconds=length > timedelta())).date()
    return day_cell(end) if end != _local(start).date() else EMPTY


def _times(start: Moment | None, end: Moment | None) -> str:
    if not isinstance(start, datetime):
        return ""
    zone = " UTC" if start.tzname() == "UTC" else ""
    if not zone and start.utcoffset() is not None:
        london = start.astimezone(ZoneInfo("Europe/London"))
        zone = "" if london.utcoffset() == start.utcoffset() else f" (UTC{start.isoformat()[-6:]})"
    if not isinstance(end, datetime) or end == start:
        return f"Time: {start:%H:%M}{zone}"
    if _local(end).date() == _local(start).date():
        return f"Time: {start:%H:%M} to {end:%H:%M}{zone}"
    return f"Time: {start:%H:%M} to {end:%H:%M} on {end:%Y-%m-%d}{zone}"


def _text(entry: Any, key: str) -> str:
    value = entry.get(key)
    if isinstance(value, list):
        value = value[0] if value else None
    return "" if value is None else str(value).strip()


def _people(entry: Any) -> Iterator[str]:
    """Yield the organiser and the people invited, by name or, if there is no name, by address."""
    seen = set()
    for key in ("ORGANIZER", "ATTENDEE"):
        values = entry.get(key) or []
        for value in values if isinstance(values, list) else [values]:
            name = str((_attribute(value, "params") or {}).get("CN") or "").strip(" \"'")
            shown = name or re.sub(r"^mailto:", "", str(value), flags=re.IGNORECASE)
            if shown and shown not in seen:
                seen.add(shown)
                yield shown


def _categories(entry: Any) -> Iterator[str]:
    values = entry.get("CATEGORIES") or []
    for value in values if isinstance(values, list) else [values]:
        yield from (str(category) for category in _attribute(value, "cats") or [value])

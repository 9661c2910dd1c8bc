"""Time zones for calendars (RFC 5545, 3.6.5), as rules that each have a start date.

The time zone database lists the moments when clocks change. Calendar programs handle rules such as
"the last Sunday of March" better than lists.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from icalendar import Timezone
    from icalendar.cal import Component

_YEARS_OF_RULE = 28
"""After this many years, the days of the week fall on the same dates again."""
_FEWEST = 3
"""The minimum number of changes that make a rule."""
_WEEK = 7
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST_YEAR = 9990


@dataclass(frozen=True, slots=True)
class _Change:
    """A moment when the clocks change. `onset` is the local time just before the change."""

    onset: datetime
    before: timedelta
    after: timedelta
    name: str


def time_zone(name: str, first: int, last: int) -> "Timezone":
    """Return the time zone with an IANA `name`, correct from the year `first` to the year `last`.

    After `last`, it is correct for as long as the rules do not change.
    """
    from icalendar import Timezone, TimezoneStandard

    zone = ZoneInfo(name)
    component = Timezone()
    component.add("tzid", name)
    start = datetime(max(first - 1, 1), 1, 1)
    end = min(max(last, first + _YEARS_OF_RULE), _LAST_YEAR)
    changes = list(_changes(zone, start.year, end))
    if not changes or changes[0].onset.year >= first:
        # Clocks also showed some time before the first change.
        offset = _offset(zone, start.replace(tzinfo=UTC))
        early = _Change(start, offset, offset, start.replace(tzinfo=zone).tzname() or name)
        component.add_component(_observance(TimezoneStandard(), early, {}))
    for series in _series(changes, end):
        component.add_component(_component(series[0], _rule(series)))
    return component


def _changes(zone: ZoneInfo, first: int, last: int) -> Iterator[_Change]:
    """Yield the changes of a zone in the years from `first` to `last`."""
    step = timedelta(days=1)
    at, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last + 1, 1, 1, tzinfo=UTC)
    while at < end:
        before, after = _state(zone, at), _state(zone, at + step)
        if before != after:
            moment = _moment_of(zone, at, at + step)
            onset = (moment + before[0]).replace(tzinfo=None)
            yield _Change(onset, before[0], after[0], after[1])
        at += step


def _moment_of(zone: ZoneInfo, low: datetime, high: datetime) -> datetime:
    """Return the first second after `low`, up to `high`, with a different offset."""
    before = _state(zone, low)
    while high - low > timedelta(seconds=1):
        middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
        low, high = (middle, high) if _state(zone, middle) == before else (low, middle)
    return high


def _state(zone: ZoneInfo, at: datetime) -> tuple[timedelta, str]:
    local = at.astimezone(zone)
    return _offset(zone, at), local.tzname() or ""


def _offset(zone: ZoneInfo, at: datetime) -> timedelta:
    return at.astimezone(zone).utcoffset() or timedelta()


def _series(changes: Sequence[_Change], end: int) -> Iterator[list[_Change]]:
    """Group the changes into series that each follow one rule to the year `end`."""
    kinds: dict[tuple[object, ...], list[_Change]] = {}
    for change in changes:
        kinds.setdefault((change.before, change.after, change.name), []).append(change)
    for alike in kinds.values():
        start = len(alike)
        while start > 0 and alike[-1].onset.year == end and _rule(alike[start - 1 :]) is not None:
            start -= 1
        if len(alike) - start < _FEWEST:
            start = len(alike)
        yield from ([change] for change in alike[:start])
        if alike[start:]:
            yield alike[start:]


def _rule(series: Sequence[_Change]) -> dict[str, object] | None:
    """Return the recurrence rule for exactly these onsets, one a year, or {} for a single one."""
    onsets = [change.onset for change in series]
    if len(onsets) == 1:
        return {}
    years = [onset.year for onset in onsets]
    months, times = {onset.month for onset in onsets}, {onset.time() for onset in onsets}
    if years != list(range(years[0], years[-1] + 1)) or len(months) > 1 or len(times) > 1:
        return None
    rule = {"freq": "yearly", "bymonth": onsets[0].month}
    weekdays, days = {onset.weekday() for onset in onsets}, {onset.day for onset in onsets}
    if len(days) == 1 and len(weekdays) > 1:
        return {**rule, "bymonthday": onsets[0].day}
    if len(weekdays) > 1:
        return None
    day = _DAYS[onsets[0].weekday()]
    if all((onset + timedelta(days=_WEEK)).month != onset.month for onset in onsets):
        return {**rule, "byday": f"-1{day}"}
    if max(days) - min(days) >= _WEEK:
        return None
    if len({(number - 1) // _WEEK for number in days}) == 1:
        return {**rule, "byday": f"{(onsets[0].day - 1) // _WEEK + 1}{day}"}
    return {**rule, "byday": day, "bymonthday": list(range(min(days), min(days) + _WEEK))}


def _component(change: _Change, rule: dict[str, object] | None) -> "Component":
    from icalendar import TimezoneDaylight, TimezoneStandard

    is_summer = change.after > change.before
    return _observance(TimezoneDaylight() if is_summer else TimezoneStandard(), change, rule or {})


def _observance(component: "Component", change: _Change, rule: dict[str, object]) -> "Component":
    component.add("dtstart", change.onset)
    component.add("tzoffsetfrom", change.before)
    component.add("tzoffsetto", change.after)
    component.add("tzname", change.name)
    if rule:
        component.add("rrule", rule)
    return component

"""Time zones of calendars, as read by programs that have no other source."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from briefing.output.time_zones import time_zone
from tests.calendars import ical_js, libical_offsets, libical_problems

ZONES = {
    "Europe/London": 2026,
    "Europe/Dublin": 2026,
    "America/New_York": 2005,
    "America/Mexico_City": 2021,
    "America/Nuuk": 2022,
    "Africa/Casablanca": 2026,
    "Asia/Jerusalem": 2026,
    "Asia/Kolkata": 2026,
    "Asia/Tehran": 2021,
    "Australia/Lord_Howe": 2026,
    "Pacific/Auckland": 2026,
    "UTC": 2026,
}
"""Zones with every type of rule, each from a year in which some of the rules change."""
QUICK = ("Europe/London", "America/Nuuk", "UTC")


def calendar(zone: str, first: int) -> bytes:
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//test//test//EN")
    made.add_component(time_zone(zone, first, first + 3))
    content: bytes = made.to_ical()
    return content


def times(zone: str, first: int) -> list[datetime]:
    """Return a local time on each day for ten years, and each hour around clock changes."""
    start = datetime(first, 1, 1, 12)
    found = [start + timedelta(days=n) for n in range(3650)]
    offsets = [at.replace(tzinfo=ZoneInfo(zone)).utcoffset() for at in found]
    changes = [at for at, one, two in zip(found, offsets, offsets[1:], strict=False) if one != two]
    found += [at + timedelta(hours=n) for at in changes for n in range(24)]
    return [at for at in found if _happens_once(at, zone)]


def _happens_once(at: datetime, zone: str) -> bool:
    """Whether a local time occurs exactly once. Programs differ on skipped and repeated times."""
    one, two = (at.replace(tzinfo=ZoneInfo(zone), fold=fold) for fold in (0, 1))
    return one.utcoffset() == two.utcoffset()


@pytest.mark.parametrize(
    "zone",
    [pytest.param(zone, marks=() if zone in QUICK else pytest.mark.long) for zone in ZONES],
)
def test_programs_work_out_the_times_of_the_zone(zone: str) -> None:
    made, expected = calendar(zone, ZONES[zone]), times(zone, ZONES[zone])
    offsets = [at.replace(tzinfo=ZoneInfo(zone)).utcoffset() for at in expected]
    assert not libical_problems(made)
    assert libical_offsets(made, zone, expected) == offsets
    assert ical_js(made, zone, expected)["offsets"] == offsets


def observances(zone: str) -> list[Any]:
    return list(time_zone(zone, 2026, 2026).subcomponents)


def test_a_change_is_a_rule_whose_first_day_is_in_the_time_before_it() -> None:
    summer, winter = observances("Europe/London")
    assert (summer.name, winter.name) == ("DAYLIGHT", "STANDARD")
    assert summer["dtstart"].dt == datetime(2025, 3, 30, 1)
    assert winter["dtstart"].dt == datetime(2025, 10, 26, 2)
    assert summer["rrule"].to_ical() == b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"
    assert winter["rrule"].to_ical() == b"FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10"


def test_nothing_is_a_list_of_dates() -> None:
    assert not any("rdate" in observance for zone in ZONES for observance in observances(zone))


def test_a_zone_without_changes_has_one_time() -> None:
    (always,) = observances("Asia/Kolkata")
    assert always["tzoffsetto"].td == timedelta(hours=5, minutes=30)
    assert "rrule" not in always

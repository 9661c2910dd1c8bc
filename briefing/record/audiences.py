"""Audiences (public, members and internal, widest first) and embargoes."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from datetime import date as Day
from typing import Literal
from zoneinfo import ZoneInfo

from briefing.record import dates

Audience = Literal["public", "members", "internal"]

READERS: Mapping[str, str] = {
    "public": "the public",
    "members": "members",
    "internal": "internal use",
}
"""Descriptions of the audiences."""

_LEVELS: dict[str, int] = {"public": 0, "members": 1, "internal": 2}
_EMBARGO = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?"


def narrowest(*audiences: Audience | None) -> Audience:
    """Return the narrowest of `audiences`, or the public if none is given."""
    given = [audience for audience in audiences if audience]
    return max(given, key=_LEVELS.__getitem__) if given else "public"


def widest_first(audiences: Iterable[Audience]) -> list[Audience]:
    """Return each of `audiences` once, widest first."""
    return sorted(set(audiences), key=_LEVELS.__getitem__)


def may_see(reader: Audience, audience: Audience) -> bool:
    """Whether a `reader` may see content for `audience`."""
    return _LEVELS[audience] <= _LEVELS[reader]


def parse_embargo(text: str) -> datetime:
    """Parse the time when an embargo ends. It has no time zone, because the record's applies.

    Raises:
        ValueError: `text` is not a day and a time such as 2023-07-03T22:30.
    """
    written = text.strip()
    if not re.fullmatch(_EMBARGO, written):
        raise ValueError(f"'{written}' is not a date and time")
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        dates.parse_edtf(written[:10])  # This raises an error that says what is wrong with the day.
        raise ValueError(f"{written[11:]} is not a time; the latest time is 23:59") from None


def instant(embargo: datetime, zone: str) -> datetime:
    """Return the time in UTC at which `embargo` ends in the time zone `zone`.

    When clocks go back, one hour occurs twice, and when they go forward, one is skipped. An embargo
    that ends in such an hour lasts until the later of its two possible moments.
    """
    return _latest(embargo, zone)


def end_of_day(day: Day, zone: str) -> datetime:
    """Return the end of `day` in the time zone `zone`, as a time in UTC."""
    return _latest(datetime.combine(day, time.max), zone)


def _latest(local: datetime, zone: str) -> datetime:
    """Return the latest moment, in UTC, that the `local` time can mean in `zone`."""
    place = ZoneInfo(zone)
    try:
        return max(local.replace(tzinfo=place, fold=fold).astimezone(UTC) for fold in (0, 1))
    except OverflowError:  # The time is within a day of the end of the calendar.
        return local.replace(tzinfo=UTC)

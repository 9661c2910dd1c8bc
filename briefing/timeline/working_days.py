"""Working days: neither of a weekend nor bank holidays, which differ from place to place."""

from dataclasses import dataclass
from datetime import date as Day
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

from briefing.languages import N_

if TYPE_CHECKING:
    from holidays import HolidayBase

ENGLAND_AND_WALES = N_("England and Wales")
"""Whose bank holidays count where the record does not say."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place by name, and the ISO 3166 codes of its country and, within that, its own."""

    name: str
    country: str
    subdivision: str | None = None

    def working_days_after(self, day: Day, number: int) -> Day:
        """The last of so many working days after `day`.

        Raises:
            OverflowError, ValueError: the calendar ends before.
        """
        calendar = _calendar(self)
        while number:
            day += timedelta(days=1)
            number -= calendar.is_working_day(day)
        return day


_NATIONS = [
    Place(ENGLAND_AND_WALES, "GB", "ENG"),
    Place(N_("England"), "GB", "ENG"),
    Place(N_("Wales"), "GB", "WLS"),
    Place(N_("Scotland"), "GB", "SCT"),
    Place(N_("Northern Ireland"), "GB", "NIR"),
]


@cache
def place_called(name: str) -> Place | None:
    """The nation of the United Kingdom, or the country, of that name or ISO code (IE, Ireland).

    None where there is none, or where the `holidays` library does not know its bank holidays.
    """
    for place in _NATIONS:
        if place.name.casefold() == name.casefold():
            return place
    for place in _countries():
        if name.casefold() in (place.name.casefold(), place.country.casefold()):
            return place
    return None


def names() -> list[str]:
    """The names of all places of which the bank holidays are known."""
    return [place.name for place in (*_NATIONS, *_countries())]


@cache
def _countries() -> list[Place]:
    from babel import Locale
    from holidays import list_supported_countries

    territories = Locale("en").territories
    return [Place(territories[it], it) for it in list_supported_countries(include_aliases=False)]


@cache
def _calendar(place: Place) -> "HolidayBase":
    from holidays import country_holidays

    return country_holidays(place.country, subdiv=place.subdivision)

"""Working days: all days except weekends and bank holidays, which vary from place to place."""

from datetime import date as Day
from datetime import timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from briefing.languages import N_

if TYPE_CHECKING:
    from holidays import HolidayBase

ENGLAND_AND_WALES = N_("England and Wales")
"""The default place for bank holidays."""


UNITED_KINGDOM = N_("United Kingdom")

_NI = "ni"
"""The ISO 3166 code of Nicaragua, which people in Britain use for Northern Ireland."""

_ANY_YEARS = range(2015, 2027)
"""Enough years to show whether two places have the same bank holidays."""


class Jurisdiction(NamedTuple):
    """A named place, with the ISO 3166 codes of its country and of any relevant parts.

    A bank holiday in any of these parts is not a working day. If there are no parts, only holidays
    of the whole country are observed.
    """

    name: str
    country: str
    parts: tuple[str, ...] = ()

    def working_days_after(self, day: Day, number: int) -> Day:
        """Return the day that is a `number` of working days after `day`.

        Raises:
            OverflowError, ValueError: the day is after the end of the calendar.
        """
        return _working_days_after(self, day, number)

    @property
    def own_parts(self) -> tuple[str, ...]:
        """The codes of the country's parts, such as DE-BY, if some have holidays of their own.

        It is empty for a part, and for the United Kingdom, which observes those of all its parts.
        """
        if self.parts:
            return ()
        whole = _days(self.country, None)
        parts = _parts_of(self.country)
        differ = any(_days(self.country, part) != whole for part in parts)
        return tuple(f"{self.country}-{part}" for part in parts) if differ else ()


@lru_cache(1 << 12)
def _working_days_after(place: Jurisdiction, day: Day, number: int) -> Day:
    calendars = [_calendar(place.country, part) for part in place.parts or (None,)]
    while number:
        day += timedelta(days=1)
        number -= all(calendar.is_working_day(day) for calendar in calendars)
    return day


_NATIONS = [
    Jurisdiction(ENGLAND_AND_WALES, "GB", ("ENG",)),
    Jurisdiction(N_("England"), "GB", ("ENG",)),
    Jurisdiction(N_("Wales"), "GB", ("WLS",)),
    Jurisdiction(N_("Scotland"), "GB", ("SCT",)),
    Jurisdiction(N_("Northern Ireland"), "GB", ("NIR",)),
    # The Freedom of Information Act 2000, section 10(6), excludes from working days any day that is
    # a bank holiday "in any part of the United Kingdom".
    Jurisdiction(UNITED_KINGDOM, "GB", ("ENG", "WLS", "SCT", "NIR")),
]


@cache
def jurisdiction_called(name: str) -> Jurisdiction | None:
    """Return the place with that name or ISO 3166 code, or None.

    It can be a nation of the United Kingdom, a country (IE, Ireland) or a part of one (DE-BY). None
    is returned if the `holidays` library does not have its bank holidays, and for NI, which is the
    code of Nicaragua but can mean Northern Ireland.
    """
    if name.casefold() == _NI:
        return None
    wanted = {"gb": UNITED_KINGDOM, "uk": UNITED_KINGDOM}.get(name.casefold(), name).casefold()
    for place in _NATIONS:
        codes = [f"gb-{part}".casefold() for part in place.parts] if len(place.parts) == 1 else []
        if wanted in (place.name.casefold(), *codes):
            return place
    country, _, part = name.upper().partition("-")
    for place in _countries():
        if wanted in (place.name.casefold(), place.country.casefold()):
            return place
        if part and country == place.country:
            return _part_called(part, place)
    return None


def _part_called(part: str, country: Jurisdiction) -> Jurisdiction | None:
    from holidays import country_holidays

    if part not in _parts_of(country.country):
        return None
    aliases = country_holidays(country.country).subdivisions_aliases
    name = next((name for name, code in aliases.items() if code == part), part)
    return Jurisdiction(f"{name}, {country.name}", country.country, (part,))


_MEANT = {
    "uk": (UNITED_KINGDOM,),
    "united kingdom": (UNITED_KINGDOM,),
    "great britain and northern ireland": (UNITED_KINGDOM,),
    "britain": (UNITED_KINGDOM, ENGLAND_AND_WALES, "Scotland"),
    "great britain": (UNITED_KINGDOM, ENGLAND_AND_WALES, "Scotland"),
    "eng": (ENGLAND_AND_WALES,),
    "wls": (ENGLAND_AND_WALES,),
    "cymru": (ENGLAND_AND_WALES,),
    "sct": ("Scotland",),
    "nir": ("Northern Ireland",),
    _NI: ("Northern Ireland", "Nicaragua"),
}
"""The places that people may mean by names or abbreviations that are not used here."""


def jurisdictions_meant(name: str) -> tuple[str, ...]:
    """Return the names of places that people in Britain might mean by `name`, most likely first.

    Capitals, full stops, "the" and "&" make no difference. The result is empty if no place has this
    name.
    """
    words = name.casefold().replace("&", " and ").replace(".", "").replace(",", " ").split()
    return _MEANT.get(" ".join(words[1:] if words[:1] == ["the"] else words), ())


def names() -> list[str]:
    """List the names of all places with known bank holidays."""
    return [place.name for place in (*_NATIONS, *_countries())]


@cache
def _parts_of(country: str) -> tuple[str, ...]:
    from holidays import country_holidays

    return tuple(country_holidays(country).subdivisions)


def _days(country: str, part: str | None) -> set[Day]:
    from holidays import country_holidays

    return set(country_holidays(country, subdiv=part, years=_ANY_YEARS))


@cache
def _countries() -> list[Jurisdiction]:
    from babel import Locale
    from holidays import list_supported_countries

    territories = Locale("en").territories
    codes = list_supported_countries(include_aliases=False)
    return [Jurisdiction(territories[code], code) for code in codes if code != "GB"]


@cache
def _calendar(country: str, part: str | None) -> "HolidayBase":
    from holidays import country_holidays

    return country_holidays(country, subdiv=part)

"""A briefing's entries by year and, in a year with many events, by month."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Day
from itertools import groupby

from briefing.edition.entry import Entry
from briefing.edition.words import Words
from briefing.record.dates import parse_edtf

MANY = 24
"""A year with more events than this is split into months."""
_VAGUE = 100
"""A date that can mean more days than this does not belong to a month."""


@dataclass(frozen=True, slots=True)
class Month:
    """The entries for one month. Entries without a month come first, headed by the year."""

    name: str
    """The month, such as "May 2025"."""
    anchor: str
    """Its anchor on the page."""
    entries: tuple[Entry, ...]
    """Its events."""


@dataclass(frozen=True, slots=True)
class Year:
    """The entries for one year."""

    number: int
    """The astronomical year, so 0 is 1 BCE."""
    name: str
    """The name of the year."""
    anchor: str
    """Its anchor on the page."""
    entries: tuple[Entry, ...]
    """Its events."""
    months: tuple[Month, ...] = ()
    """The same events by month, if there are more than 24; otherwise empty."""


def years_of(entries: Iterable[Entry], t: Words) -> tuple[Year, ...]:
    """Group sorted `entries` by year."""
    return tuple(
        _year(number, tuple(group), t)
        for number, group in groupby(entries, lambda entry: entry.year)
    )


def _year(number: int, entries: tuple[Entry, ...], t: Words) -> Year:
    name, anchor = t.year(number), f"year-{number}"
    if len(entries) <= MANY:
        return Year(number, name, anchor, entries)
    months = []
    for month, group in groupby(zip(_months(entries), entries, strict=True), lambda pair: pair[0]):
        text = f"{number:04}-{month:02}"
        months.append(
            Month(
                t.date(parse_edtf(text)) if month else name,
                f"month-{text}" if month else anchor,
                tuple(entry for _, entry in group),
            )
        )
    return Year(number, name, anchor, entries, tuple(months))


def _months(entries: Sequence[Entry]) -> Iterable[int]:
    """Return the month of each entry, or 0. It is never earlier than a previous entry's."""
    reached = 0
    for entry in entries:
        first, last = entry.span.earliest, entry.span.latest
        is_known = entry.is_period or (last - first).days < _VAGUE
        if first > Day.min and first.year == entry.year and is_known:
            reached = max(reached, first.month)
        yield reached

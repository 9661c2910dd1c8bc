"""Trends: figures for the same thing, from the same publisher, over several events."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import Protocol

from babel.numbers import format_decimal, format_percent

from briefing.edition.captions import Caption, caption_of, written
from briefing.edition.words import Words
from briefing.record.quantities import TIMES, Quantity, parse_quantity
from briefing.record.sampling import in_one_currency, is_comparable, is_within_error

_TIMES = re.compile(rf"\D*[\d,. ]*\d(\s?(?:{'|'.join(TIMES)}))\b", re.IGNORECASE)
_MAX_IN_SHORT = 3


class Measured(Protocol):
    """The fields of a figure that a trend needs."""

    @property
    def label(self) -> str: ...
    @property
    def value(self) -> Quantity: ...
    @property
    def of(self) -> str | None: ...
    @property
    def area(self) -> str | None: ...
    @property
    def sample(self) -> Quantity | None: ...
    @property
    def by(self) -> str | None: ...
    @property
    def date(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Trend:
    """A figure over time."""

    label: str
    """The quantity measured."""
    area: str | None
    """The area."""
    by: str | None
    """The publisher of the numbers."""
    figures: tuple[Measured, ...]
    """The figures, in order."""
    change: str
    """The change from the first figure to the last, or "no clear change". Empty if it cannot be
    worked out."""
    caveats: tuple[str, ...]
    """Differences that make the figures harder to compare, such as different groups."""
    remark: str = ""
    """The size of the change if it is within the sampling error; otherwise empty."""

    @property
    def name(self) -> Caption:
        """The label, the area and the publisher: "want a park, Leeds (YouGov)"."""
        area = (", ", written(self.area)) if self.area else ()
        by = (" (", written(self.by), ")") if self.by else ()
        return caption_of(written(self.label), *area, *by)

    @property
    def in_short(self) -> tuple[Measured, ...]:
        """The figures, or only the first and last if there are many."""
        few = len(self.figures) <= _MAX_IN_SHORT
        return self.figures if few else (self.figures[0], self.figures[-1])

    @property
    def heights(self) -> tuple[float, ...]:
        """The height of each figure relative to the highest, or an empty list if they cannot be
        compared."""
        values = [figure.value for figure in self.figures]
        kinds = {(value.currency, value.unit, value.whole, value.change) for value in values}
        highest = max(value.value for value in values)
        is_certain = all(value.low == value.high >= 0 and not value.change for value in values)
        if len(kinds) > 1 or not is_certain or not highest:
            return ()
        return tuple(round(float(value.value / highest), 3) for value in values)


def trends_of(events: Iterable[Sequence[Measured]], t: Words) -> tuple[Trend, ...]:
    """Find the trends in figures from `events`, which must be sorted by date.

    Figures belong to the same trend if they have the same label, area and publisher, and come from
    different events.
    """
    together: dict[tuple[str, str | None, str | None], list[Measured]] = {}
    for figures in events:
        seen = set()
        for figure in figures:
            key = (figure.label.casefold(), figure.area, figure.by)
            if key not in seen:
                together.setdefault(key, []).append(figure)
            seen.add(key)
    return tuple(_trend(series, t) for series in together.values() if len(series) > 1)


def _trend(series: Sequence[Measured], t: Words) -> Trend:
    first, last = series[0], series[-1]
    change, remark = _change(first.value, last.value, t), ""
    is_same = change == t.gettext("no change")
    samples = first.sample, last.sample
    if (
        change
        and not is_same
        and samples[0]
        and samples[1]
        and is_within_error(first.value, samples[0], last.value, samples[1])
    ):
        remark = t.gettext("%(change)s is within the sampling error", change=change)
        change = t.gettext("no clear change")
    caveats = tuple(_caveats(series, t))
    return Trend(first.label, first.area, first.by, tuple(series), change, caveats, remark)


def _change(first: Quantity, last: Quantity, t: Words) -> str:
    first, last = in_one_currency(first, last)
    if not is_comparable(first, last):
        return ""
    difference = last.value - first.value
    if not difference:
        return t.gettext("no change")
    sign = "+" if difference > 0 else "−"
    if first.unit.startswith("%"):
        points = f"{sign}{_number(abs(difference), t)}"
        # Languages define plural forms for whole numbers only.
        form = int(abs(difference)) if difference == int(difference) else 0
        return t.ngettext(
            "%(points)s percentage point", "%(points)s percentage points", form, points=points
        )
    times = _times(first) if _times(first) == _times(last) else ""
    amount = _number(abs(difference / parse_quantity(f"1{times}").value), t) + times
    amount = f"{first.currency}{amount}"
    noun = "" if first.unit == first.currency else _noun(last, amount)
    share = ""
    if first.value > 0:
        part = format_percent(abs(difference / first.value), locale=t.locale)
        share = f" ({sign}{part})"
    return f"{sign}{amount}{noun}{share}"


def _noun(last: Quantity, amount: str) -> str:
    """Return the unit of a difference, with the space before it that `last` has, if any.

    The unit is left out if it is a plural, as in "5 years", and the `amount` is 1.
    """
    if re.search(rf"\d{re.escape(last.unit)}$", last.text):
        return last.unit
    is_plural = last.unit.partition(" ")[0].endswith("s")
    return "" if amount == "1" and is_plural else f" {last.unit}"


def _number(number: Decimal, t: Words) -> str:
    return format_decimal(number.normalize(), locale=t.locale, decimal_quantization=False)


def _times(quantity: Quantity) -> str:
    """Return the multiplier as written: " million" in 59.9 million, "m" in £18m."""
    match = _TIMES.match(quantity.text)
    return match[1] if match else ""


def _caveats(figures: Sequence[Measured], t: Words) -> list[str]:
    caveats = []
    groups = dict.fromkeys(figure.of or t.gettext("group not given") for figure in figures)
    if len(groups) > 1:
        caveats.append(t.gettext("different groups (%(groups)s)", groups=_in_turn(groups, t)))
    return caveats


def _in_turn(words: Iterable[str], t: Words) -> str:
    return reduce(
        lambda first, then: t.gettext("%(first)s, then %(then)s", first=first, then=then), words
    )

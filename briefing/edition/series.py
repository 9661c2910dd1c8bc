"""Series of figures: the same thing, measured several times by the same publisher.

Key figures include the newest figure in each series, with the change since the first. The trend
shows the older ones.
"""

from collections.abc import Iterable
from dataclasses import replace

from briefing.edition.entry import Entry, Figure
from briefing.edition.words import Words
from briefing.record.sampling import in_one_currency, is_comparable, is_within_error

_Key = tuple[str, str | None, str | None, str | None]


def newest_of_each(entries: Iterable[Entry], t: Words) -> list[Entry]:
    """Return `entries` with only the newest figure in each series. The entries are newest first.

    It has the change since the first figure in its series, and high weight if any figure in the
    series does. If one event has several figures in a series, all of them stay.
    """
    shown = list(entries)
    newest: dict[_Key, str] = {}
    oldest: dict[_Key, tuple[str, Figure]] = {}
    high: set[_Key] = set()
    for entry in shown:
        for figure in entry.figures:
            if figure.weight == "high":
                high.add(_key(figure))
            newest.setdefault(_key(figure), entry.anchor)
        # A wider figure, used for comparison with the edition's area, is also in a series of its
        # own.
        for figure in (*entry.figures, *(figure.wider for figure in entry.figures if figure.wider)):
            if oldest.get(_key(figure), ("",))[0] != entry.anchor:
                oldest[_key(figure)] = entry.anchor, figure

    def as_newest(entry: Entry, figure: Figure) -> Figure:
        anchor, first = oldest[_key(figure)]
        return replace(
            figure,
            change="" if anchor == entry.anchor else _change(first, figure, t),
            weight="high" if _key(figure) in high else figure.weight,
        )

    def with_newest(entry: Entry) -> Entry:
        figures = tuple(
            as_newest(entry, figure)
            for figure in entry.figures
            if newest[_key(figure)] == entry.anchor
        )
        return replace(entry, figures=figures)

    return [with_newest(entry) if entry.figures else entry for entry in shown]


def _key(figure: Figure) -> _Key:
    """Return the fields shared by all figures in a series."""
    return figure.label.casefold(), figure.of and figure.of.casefold(), figure.area, figure.by


def _change(first: Figure, last: Figure, t: Words) -> str:
    value, date = first.value, first.date
    before, now = in_one_currency(first.value, last.value)
    if not is_comparable(before, now):
        return t.gettext("previously %(value)s (%(date)s)", value=value, date=date)
    if before.value == now.value:
        return t.gettext("unchanged from %(value)s (%(date)s)", value=value, date=date)
    if (
        first.sample
        and last.sample
        and is_within_error(value, first.sample, last.value, last.sample)
    ):
        return t.gettext(
            "no clear change from %(value)s (%(date)s): within the sampling error",
            value=value,
            date=date,
        )
    if now.value > before.value:
        return t.gettext("up from %(value)s (%(date)s)", value=value, date=date)
    return t.gettext("down from %(value)s (%(date)s)", value=value, date=date)

"""Series of figures: the same thing, measured several times by the same publisher.

Key figures include the newest figure in each series, with the change since the first, and the
latest change if it goes another way. The trend shows the older ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from briefing.edition.entry import Entry, Figure
from briefing.edition.words import Words
from briefing.record.sampling import in_one_currency, is_comparable, is_within_error

_Key = tuple[str, str | None, str | None, str | None]
_Direction = Literal["up", "down", "unchanged", "not clear", "not comparable"]


def newest_of_each(entries: Iterable[Entry], t: Words) -> list[Entry]:
    """Return `entries` with only the newest figure in each series. The entries are newest first.

    It has its change since the earlier figures, and high weight if any figure in the series does.
    If one event has several figures in a series, all of them stay.
    """
    shown = list(entries)
    newest: dict[_Key, str] = {}
    series: dict[_Key, dict[str, Figure]] = defaultdict(dict)
    high: set[_Key] = set()
    for entry in shown:
        for figure in entry.figures:
            if figure.weight == "high":
                high.add(_key(figure))
            newest.setdefault(_key(figure), entry.anchor)
        # A wider figure, used for comparison with the edition's area, is also in a series of its
        # own.
        for figure in (*entry.figures, *(figure.wider for figure in entry.figures if figure.wider)):
            series[_key(figure)].setdefault(entry.anchor, figure)

    def as_newest(entry: Entry, figure: Figure) -> Figure:
        published = series[_key(figure)]
        earlier = list(published.values())[list(published).index(entry.anchor) + 1 :]
        return replace(
            figure,
            change=_change(earlier, figure, t),
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


def _change(earlier: Sequence[Figure], last: Figure, t: Words) -> str:
    """Describe the change since the `earlier` figures, of which the newest comes first.

    A rise over the years could hide a recent fall, so a latest change that goes another way is
    shown too.
    """
    if not earlier:
        return ""
    latest, overall = _direction(earlier[0], last), _direction(earlier[-1], last)
    in_words = _in_words(overall, earlier[-1], t)
    if latest not in ("up", "down") or overall in (latest, "not comparable"):
        return in_words
    return t.gettext(
        "%(latest)s, but %(overall)s", latest=_in_words(latest, earlier[0], t), overall=in_words
    )


def _direction(first: Figure, last: Figure) -> _Direction:
    before, now = in_one_currency(first.value, last.value)
    if not is_comparable(before, now):
        return "not comparable"
    if before.value == now.value:
        return "unchanged"
    if (
        first.sample
        and last.sample
        and is_within_error(first.value, first.sample, last.value, last.sample)
    ):
        return "not clear"
    return "up" if now.value > before.value else "down"


def _in_words(direction: _Direction, since: Figure, t: Words) -> str:
    value, date = since.value, since.date
    if direction == "not comparable":
        return t.gettext("previously %(value)s (%(date)s)", value=value, date=date)
    if direction == "unchanged":
        return t.gettext("unchanged from %(value)s (%(date)s)", value=value, date=date)
    if direction == "not clear":
        return t.gettext(
            "no clear change from %(value)s (%(date)s): within the sampling error",
            value=value,
            date=date,
        )
    if direction == "up":
        return t.gettext("up from %(value)s (%(date)s)", value=value, date=date)
    return t.gettext("down from %(value)s (%(date)s)", value=value, date=date)

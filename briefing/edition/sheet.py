"""The sheet: a short briefing's content, chosen to fit on both sides of one sheet of paper.

The sheet always includes everything that is overdue, of high weight or in the summary. In an
edition for an area, it also includes the newest events about the area and the first row of its
figures. If these need more room, the sheet is set tightly. Only if they still do not fit are more
pages used. `units_of` lists the rest in order of importance.

Space is estimated in lines of text, from the width of the letters in each item. Each layout of a
PDF shows how good the estimate was, and improves the next one. For a page printed from a browser,
there is only the estimate.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence, Set
from dataclasses import replace
from math import inf
from typing import NamedTuple, TypeVar, cast

from briefing.edition.briefing import Briefing
from briefing.edition.chart.text_width import set_in
from briefing.edition.entry import Figure
from briefing.edition.page_estimate import (
    ON_PAPER,
    Columns,
    Item,
    Version,
    key_of,
    lines_of_fixed_content,
    lines_of_note,
    lines_of_page,
    lines_of_section,
    note_texts,
    pages_of,
)
from briefing.edition.registers import Ask
from briefing.edition.sheet_units import Unit, required, units_of
from briefing.edition.summary import Summary
from briefing.edition.trends import Measured, Trend
from briefing.edition.words import words_in

PAGES = 2
_TRIES, _MORE_TRIES = 6, 4
"""The maximum number of layouts to try for a sheet, and then for a tight or a longer one."""
MAX_LAYOUTS = _TRIES + 2 * _MORE_TRIES
"""The maximum number of layouts to try when choosing a sheet's content."""

_BLANK_LINES = (0.9, 1.4), (2.6, 0.7)
"""Pairs to try in turn: the lines left blank on the first page and on other pages in a browser.

The browser's layout is only estimated, so the first page may end with one item more or less.
"""
_BLANK_LINES_OF_ONE = ((-2.0, 0.0),)
"""The same for a single page. It has no page breaks, so a browser fits a few more lines on it than
are estimated."""
_LINES_IN_WORD = 114
"""The number of lines that fit on both sides of a sheet in Word, in an installed font."""
_LINES_OF_PAGE_IN_WORD = 59
"""The estimated lines that fit on a single page in Word. With 59, pages with a picture and sections
fit in a wide font too, and with 60, some do not."""
_MAY_FIT = 1.15
"""The estimated lines that may fit on a page of a PDF, relative to those that certainly fit."""
_IN_WORD = Columns(figures=1, quotes=1, sources=1, next=1)
_MAX_FAILURES = 30
"""The number of consecutive items that do not fit before the search stops."""
_USUAL_GAP = 2.5
"""The lines that a page break usually leaves blank, because items are not split."""
_SMALLEST_ITEM = 1.8
"""The lines that the smallest item needs. Nothing fits in less space than this."""

_T = TypeVar("_T", bound=Item)


def fit_to_pages(briefing: Briefing, lay_out: Callable[[Briefing], Sequence[float]]) -> Briefing:
    """Return as much of `briefing` as fits on a sheet, or all of it if it is not a sheet.

    `lay_out` lays out a briefing and returns how much of each page it fills, as in 0.9 and 0.5. It
    is called at most `MAX_LAYOUTS` times, including once with the briefing that is returned. Large
    print has the same content as a sheet printed from a browser, on as many pages as it needs.

    If the required content does not fit, the sheet is set tightly. If it still does not fit, the
    sheet has as few pages as possible, and as much as fits on them.
    """
    if not briefing.is_sheet:
        lay_out(briefing)
        return briefing
    with set_in(briefing.brand):
        return _fit(briefing, lay_out)


def _fit(briefing: Briefing, lay_out: Callable[[Briefing], Sequence[float]]) -> Briefing:
    if briefing.type_size != "normal":
        shortened = _by_estimate(briefing)
        lay_out(shortened)
        return shortened
    if briefing.pages == 1:
        return _fill_page(briefing, lay_out)
    loose = _fill(briefing, lay_out, _TRIES)
    if loose.pages <= PAGES:
        return loose.shown
    tight = _fill(replace(briefing, is_tight=True), lay_out, _MORE_TRIES)
    if tight.pages <= PAGES:
        return tight.shown
    shortest = min(loose, tight, key=lambda fitted: fitted.pages)
    return _fill(shortest.whole, lay_out, _MORE_TRIES, shortest).shown


class _Fitted(NamedTuple):
    """The content of the `whole` that is `shown`, with the numbers of its units, and its pages.

    `per_page` is the number of estimated lines on each page.
    """

    whole: Briefing
    shown: Briefing
    numbers: frozenset[int]
    pages: int
    per_page: float


def _fill(
    briefing: Briefing,
    lay_out: Callable[[Briefing], Sequence[float]],
    tries: int,
    least: _Fitted | None = None,
) -> _Fitted:
    """Fill a sheet, or the pages of `least` if the required content is known to need more.

    If the required content needs more pages than a sheet, return only that. `lay_out` is called up
    to that many `tries`.
    """
    units, fixed = units_of(briefing), lines_of_fixed_content(briefing)
    best, pages = least, least.pages if least else PAGES
    available = pages * (least.per_page if least else lines_of_page(briefing))
    available -= 0 if least else _USUAL_GAP
    excluded: frozenset[int] = frozenset()
    fewer: frozenset[int] | None = None
    too_long: set[frozenset[int]] = set()
    layouts = 0
    while layouts < tries:
        must = best.numbers if best else required(units)
        if best is None and layouts == tries - 1:
            available = 0
        if fewer is None:
            chosen, lines = _choose(units, available - fixed, must, excluded)
        else:
            # Units that would be side by side with these take up no extra lines.
            _, lines = _choose(units, 0, fewer, excluded)
            chosen, lines = _choose(units, lines, fewer, excluded)
        if best and chosen == must:
            break
        is_known = chosen in too_long
        if not is_known:
            shortened = _with(briefing, units, chosen)
            filled = lay_out(shortened)
            layouts += 1
            per_page = (lines + fixed) / sum(filled)
            fitted = _Fitted(briefing, shortened, chosen, len(filled), per_page)
            if len(filled) <= pages:
                best, fewer = fitted, None
                # An item is not split, so it has to fit in the gap at the foot of one page.
                gaps = [1 - part for part in filled] + [1.0] * (pages - len(filled))
                gap = max(gaps) * per_page
                if not shortened.omitted or gap < _SMALLEST_ITEM:
                    break
                available = lines + fixed + gap
                continue
            if chosen == must:
                return fitted
            too_long.add(chosen)
        if best is None:
            available = min(pages * per_page, lines + fixed) - _SMALLEST_ITEM * layouts
        else:
            # Page breaks take up space, so drop half of the added items, down to one.
            first, *others = sorted(chosen - must)
            if others and not (fewer and is_known):
                fewer = must | {first, *others[: (len(others) - 1) // 2]}
            else:
                fewer, excluded = None, excluded | _as_long(units, first)
    assert best is not None, "the last attempt has only what must be on the sheet"
    return best


def _fill_page(briefing: Briefing, lay_out: Callable[[Briefing], Sequence[float]]) -> Briefing:
    """Return as much of `briefing` as fits on one page, most important first.

    Nothing is required, so the page is never longer. `lay_out` is called up to `MAX_LAYOUTS` times.
    """
    units, fixed = units_of(briefing), lines_of_fixed_content(_bare(briefing))
    low, high = 0.0, inf
    available = lines_of_page(briefing) - fixed
    best: Briefing | None = None
    tried: set[frozenset[int]] = set()
    for _ in range(_TRIES):
        chosen, used = _choose(units, available, frozenset(), frozenset())
        if chosen not in tried:
            tried.add(chosen)
            shortened = _with(briefing, units, chosen)
            filled = lay_out(shortened)
            if len(filled) <= 1:
                best, low = shortened, max(available, used)
                gap = (1 - filled[0]) * lines_of_page(briefing)
                if not shortened.omitted or gap < _SMALLEST_ITEM:
                    break
                available = used + gap
            else:
                high = available
        else:
            low, high = (low, available) if high <= available else (available, high)
        if available <= low or available >= high:
            available = (low + high) / 2 if high < inf else available + _SMALLEST_ITEM
        if high - low < _SMALLEST_ITEM / 2:
            break
    if best is None:
        best = _with(briefing, units, frozenset())
        lay_out(best)
    return best


def _bare(briefing: Briefing) -> Briefing:
    """Return `briefing` without the parts at its top that the limits of its sheet leave out."""
    limits = dict(briefing.at_most)
    if limits.get("summary") == 0:
        briefing = replace(briefing, summary=Summary((), (), "", None, ()))
    return replace(briefing, actions=briefing.actions[: limits.get("actions")])


def on_every_format(briefing: Briefing) -> Briefing:
    """Return the content of a sheet of one page, which is the same in every format."""
    return in_word(briefing) if briefing.is_sheet and briefing.pages == 1 else briefing


def in_a_browser(briefing: Briefing) -> Briefing | None:
    """Return the content to print from a browser, or None to print the whole page.

    The browser's layout is estimated, so the choice is the same on every machine.
    """
    if not briefing.is_sheet or briefing.omitted is not None:
        return None
    with set_in(briefing.brand):
        return _by_estimate(briefing)


def at_least(briefing: Briefing) -> Briefing:
    """Return the content that is certain to be on a sheet of one page, in any format."""
    return in_word(briefing)


def at_most(briefing: Briefing) -> Briefing:
    """Return the content of a sheet of one page, with items that may be on it."""
    with set_in(briefing.brand):
        return sheet_of(briefing, lines_of_page(briefing) * _MAY_FIT)


def in_word(briefing: Briefing) -> Briefing:
    """Return `briefing` for a Word document. If it is a sheet, include only as much as fits."""
    if not briefing.is_sheet or briefing.omitted is not None:
        return briefing
    lines = _LINES_OF_PAGE_IN_WORD if briefing.pages == 1 else _LINES_IN_WORD
    # Word has the fonts of a brand only if they are installed.
    with set_in(briefing.brand, at_least_usual=True):
        return sheet_of(briefing, lines, _IN_WORD)


def sheet_of(briefing: Briefing, available: float, columns: Columns = ON_PAPER) -> Briefing:
    """Return `briefing` with its required content and as much else as fits in `available` lines.

    The result counts the items left out. Its events have the first paragraph of the summary, or
    only the title if there is no room.
    """
    units = units_of(briefing)
    available -= lines_of_fixed_content(_bare(briefing))
    chosen, _ = _choose(units, available, _must(briefing, units), frozenset(), columns)
    return _with(briefing, units, chosen)


def _by_estimate(briefing: Briefing) -> Briefing:
    """Return as much of `briefing` as fits on a sheet, going by the estimate."""
    if briefing.type_size == "normal" and briefing.pages > 1:
        forms = briefing, replace(briefing, is_tight=True)
        briefing = min(forms, key=lambda form: max(PAGES, _most_pages(sheet_of(form, 0))))
    units = units_of(briefing)
    chosen = _must(briefing, units)
    pages = max(briefing.pages, pages_of(_with(briefing, units, chosen)))
    failures = 0
    for n in (n for n in range(len(units)) if n not in chosen):
        longer = _with(briefing, units, chosen | {n})
        if _most_pages(longer) <= pages:
            chosen, failures = chosen | {n}, 0
        else:
            failures += 1
        if failures == _MAX_FAILURES:
            break
    return _with(briefing, units, chosen)


def _must(briefing: Briefing, units: Sequence[Unit]) -> frozenset[int]:
    """Return the units that are never left out. On a sheet of one page, any can be."""
    return required(units) if briefing.pages > 1 else frozenset()


def _most_pages(briefing: Briefing) -> int:
    """Return the number of pages that `briefing` may fill in a browser."""
    blank_lines = _BLANK_LINES if briefing.pages > 1 else _BLANK_LINES_OF_ONE
    return max(pages_of(briefing, *blank) for blank in blank_lines)


def _choose(
    units: Sequence[Unit],
    available: float,
    must: Set[int],
    excluded: Set[int],
    columns: Columns = ON_PAPER,
) -> tuple[frozenset[int], float]:
    """Return the numbers of the units that fit in `available` lines, and the lines that they take
    up.

    Units in `must` are always included, even if there is no room, and those in `excluded` never
    are.
    """
    chosen: set[int] = set()
    sections: dict[str, dict[Hashable, Version]] = {}
    lines_by_section: dict[str, float] = {}
    noted: set[str] = set()
    used = 0.0
    for n in (*sorted(must), *(n for n in range(len(units)) if n not in must)):
        unit = units[n]
        if n not in must and n in excluded:
            continue
        notes = {text for version in unit.versions for text in note_texts(version.item)} - noted
        # The longer version of an item replaces the shorter one.
        section = {
            **sections.get(unit.section, {}),
            **{key_of(version.item): version for version in unit.versions},
        }
        in_section = lines_of_section(unit.section, section.values(), columns)
        in_notes = sum(lines_of_note(text, columns) for text in notes)
        lines = in_notes + in_section - lines_by_section.get(unit.section, 0)
        if n in must or used + lines <= available:
            used, noted = used + lines, noted | notes
            sections[unit.section], lines_by_section[unit.section] = section, in_section
            chosen.add(n)
    return frozenset(chosen), used


def _as_long(units: Sequence[Unit], number: int) -> frozenset[int]:
    """Return the numbers of a unit and of the units in its section that are at least as long."""
    one = units[number]
    return frozenset(
        n
        for n, unit in enumerate(units)
        if n == number or (unit.section == one.section and unit.lines >= one.lines)
    )


def _with(briefing: Briefing, units: Sequence[Unit], numbers: Set[int]) -> Briefing:
    """Return `briefing` with only the units that have the given numbers."""
    bare = _bare(briefing)
    versions = {
        key_of(version.item): version for n in sorted(numbers) for version in units[n].versions
    }

    def shown(items: Sequence[_T]) -> tuple[_T, ...]:
        return tuple(
            cast(_T, versions[key_of(item)].shown) for item in items if key_of(item) in versions
        )

    return replace(
        bare,
        recent=shown(briefing.recent),
        earlier=shown(briefing.earlier),
        next=shown(briefing.next),
        unconfirmed=shown(briefing.unconfirmed),
        asks=shown(briefing.asks),
        commitments=shown(briefing.commitments),
        figures=shown(briefing.figures),
        quotes=shown(briefing.quotes),
        trends=shown(briefing.trends),
        sections=shown(briefing.sections),
        omitted=_omitted(bare, versions.keys()),
    )


def _omitted(briefing: Briefing, shown: Set[Hashable]) -> str:
    """Count the items that readers cannot see on a sheet, in words.

    `shown` has the key of each item that is shown. An ask can also be seen in the summary. A figure
    can be seen in a trend or with an ask that it supports, and a trend with an ask too, or in a
    figure with its change.
    """
    figures = [figure for figure in briefing.figures if key_of(figure) in shown]
    asks = [set(_figures_of(ask)) for ask in briefing.asks if key_of(ask) in shown]
    trends = [set(_figures_of(trend)) for trend in briefing.trends if key_of(trend) in shown]

    def is_seen(item: Item) -> bool:
        match item:
            case Ask():
                return item in briefing.summary.named
            case Figure():
                return any(_measured(item) in within for within in asks + trends)
            case Trend():
                together = set(_figures_of(item))
                has_figure = any(_has_trend(figure, item) for figure in figures)
                return has_figure or any(together <= within for within in asks)
        return False

    limits = dict(briefing.at_most)

    def number(*items: Item, of: str = "") -> int:
        # A kind of briefing that never shows such items does not count them.
        if limits.get(of) == 0:
            return 0
        return sum(key_of(item) not in shown and not is_seen(item) for item in items)

    t, since = words_in(briefing.language), briefing.recent_since
    # Events still to come, plans and earlier events did not happen in the recent period.
    recent = number(*briefing.recent)
    others = number(*briefing.earlier, *briefing.next, *briefing.unconfirmed)
    if not since:
        recent, others = 0, recent + others
    words = [
        recent
        and t.ngettext(
            "%(num)s event since %(date)s", "%(num)s events since %(date)s", recent, date=since
        ),
        others
        and (
            t.ngettext("%(num)s other event", "%(num)s other events", others)
            if recent
            else t.ngettext("%(num)s event", "%(num)s events", others)
        ),
        (n := number(*briefing.sections, of="sections"))
        and t.ngettext("%(num)s section", "%(num)s sections", n),
        (n := number(*briefing.asks, of="asks")) and t.ngettext("%(num)s ask", "%(num)s asks", n),
        (n := number(*briefing.commitments, of="commitments"))
        and t.ngettext("%(num)s commitment", "%(num)s commitments", n),
        (n := number(*briefing.figures, of="figures"))
        and t.ngettext("%(num)s figure", "%(num)s figures", n),
        (n := number(*briefing.quotes, of="quotes"))
        and t.ngettext("%(num)s quote", "%(num)s quotes", n),
        (n := number(*briefing.trends, of="trends"))
        and t.ngettext("%(num)s trend", "%(num)s trends", n),
    ]
    return t.listing([word for word in words if word])


def _figures_of(item: Ask | Trend) -> Iterator[tuple[object, ...]]:
    """Yield the figures that a sheet shows with an ask or in a trend, as they were `_measured`."""
    if isinstance(item, Trend):
        yield from map(_measured, item.in_short)
    else:
        yield from (_measured(figure) for move in item.in_short for figure in move.figures)


def _measured(figure: Measured) -> tuple[object, ...]:
    """Return the fields that identify a figure to readers."""
    return figure.label, figure.value, figure.of, figure.area, figure.by, figure.date


def _has_trend(figure: Figure, trend: Trend) -> bool:
    """Whether a key figure and its change since the first of its series show the whole trend."""
    _, *between, last = trend.in_short
    return (
        bool(figure.change)
        and not (between or trend.caveats)
        and _measured(last) == _measured(figure)
    )

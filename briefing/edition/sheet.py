"""The sheet: the content of a short briefing that fits on both sides of one sheet of paper.

The sheet always has everything that is overdue, of high weight or in the summary. In an edition for
an area, it also has the newest events about the area and the first row of its figures. If these
need more room, there are more pages. Next comes something from every section, starting with the
newest event. Then the sections take turns to add their most important items: asks, changes of
status and other news, figures and quotes, and what comes next. Events of low weight come last.
Figures of one group stay together. Room is estimated in lines of text, from the number of letters
in each item. Each layout on paper shows how good the estimate was, and improves the next one.
"""

from collections.abc import Callable, Collection, Iterator, Sequence, Set
from dataclasses import replace
from itertools import islice, zip_longest
from typing import NamedTuple, TypeVar, cast

from briefing.edition.answer import NEWS, by_weight, significance
from briefing.edition.briefing import Briefing
from briefing.edition.citations import Citation
from briefing.edition.entries import Entry, Figure, Quote, by_basis
from briefing.edition.key_figures import groups_of
from briefing.edition.registers import Ask, Commitment
from briefing.edition.trends import Trend
from briefing.edition.words import listing
from briefing.languages import translator

PAGES = 2
MOST_LAYOUTS = 6
"""The number of layouts that finding the content of a sheet may take."""
_SHEETS = frozenset({"member"})
"""The kinds of briefing that are one sheet on paper."""

# Estimates of the room on a page of paper. Layouts correct them, so they need not be exact.
_PAGE = 59
"""Lines on a page."""
_IN_A_BROWSER = 96
"""Lines that have room in the fonts of most machines on both sides of a sheet."""
_IN_WORD = 102
"""Lines that have room on both sides of a sheet in Word, in a font of the machine."""
_WHOLE, _EVENT, _HALF, _THIRD = 102, 82, 47, 31
"""Letters in a line of the whole width, beside a date, of half the width, of a third."""
_SMALL = 0.9
"""The height of a line of small letters, in lines."""
_HEADING = 2.9
"""The lines of the heading of a section, with the room around it."""
_MOST_OWN = 3
"""The number of events about the area of an edition that are always there."""
_LEAST = 1.8
"""Lines that the smallest item takes: less than that is no room."""


class _Columns(NamedTuple):
    """The number of items side by side, for each sort of item."""

    figures: int
    quotes: int
    sources: int
    next: int


_ON_PAPER, _WORD = _Columns(3, 2, 2, 2), _Columns(1, 1, 1, 1)

_Item = Entry | Ask | Commitment | Figure | Quote | Trend
_T = TypeVar("_T", bound=_Item)


def fit(briefing: Briefing, fill: Callable[[Briefing], Sequence[float]]) -> Briefing:
    """Return as much of `briefing` as fits on a sheet, or all of it if its kind is not a sheet.

    `fill` lays out a briefing and returns how much of each page it fills, as in 0.9 and 0.5. It is
    called at most `MOST_LAYOUTS` times, and once with the briefing that is returned. Large print
    has the content of a sheet printed from a browser, on as many pages as it needs. Content that
    must be on the sheet is there even if it takes more than `PAGES`.
    """
    if briefing.template not in _SHEETS:
        fill(briefing)
        return briefing
    if briefing.type_size != "normal":
        told = sheet_of(briefing, _IN_A_BROWSER)
        fill(told)
        return told
    units, around = _units(briefing), _around(briefing)
    pages, room = PAGES, float(PAGES * _PAGE)
    best: tuple[Briefing, frozenset[int]] | None = None
    barred: frozenset[int] = frozenset()
    fewer: frozenset[int] | None = None
    for n in range(MOST_LAYOUTS):
        must = best[1] if best else _needed(units)
        if best is None and n == MOST_LAYOUTS - 1:
            room = 0
        if fewer is None:
            kept, lines = _cut(units, room - around, must, barred)
        else:
            # Others that would be beside these take no more room.
            _, lines = _cut(units, 0, fewer, barred)
            kept, lines = _cut(units, lines, fewer, barred)
        if best and kept == must:
            break
        told = _with(briefing, units, kept)
        filled = fill(told)
        per_page = (lines + around) / sum(filled)
        if len(filled) > pages and kept == must:
            pages = len(filled)
        if len(filled) <= pages:
            best, fewer = (told, kept), None
            # A blank at the foot of a page may be enough room for a smaller item.
            room = pages * per_page
            if not told.left or room - lines - around < _LEAST:
                break
        elif best is None:
            room = min(pages * per_page, lines + around) - _LEAST * (n + 1)
        else:
            # Breaks between pages take up room, so drop half of the added items, down to one.
            first, *others = sorted(kept - must)
            fewer = must | {first, *others[: (len(others) - 1) // 2]} if others else None
            barred |= _alike(units, first) if not others else frozenset()
    assert best is not None, "the least of a sheet is the last that is tried"
    return best[0]


def in_a_browser(briefing: Briefing) -> Briefing | None:
    """Return the content to print from the page in a browser, or None to print all of it.

    A browser cannot report how much fits, so the choice is the same on every machine.
    """
    is_page = briefing.template in _SHEETS and briefing.left is None
    return sheet_of(briefing, _IN_A_BROWSER) if is_page else None


def in_word(briefing: Briefing) -> Briefing:
    """Return the content of a Word document: as much as fits on a sheet, if its kind is a sheet."""
    return sheet_of(briefing, _IN_WORD, _WORD) if briefing.template in _SHEETS else briefing


def sheet_of(briefing: Briefing, room: float, columns: _Columns = _ON_PAPER) -> Briefing:
    """Return `briefing` with its required content, and as much more as fits in `room`, in lines.

    It counts what is left out. Its events have the first paragraph of the summary, or only the
    title if there is no room.
    """
    units = _units(briefing)
    kept, _ = _cut(units, room - _around(briefing), _needed(units), frozenset(), columns)
    return _with(briefing, units, kept)


class _Told(NamedTuple):
    """A version of an item for the sheet: its section, and the lines it takes by itself."""

    item: _Item
    told: _Item
    section: str
    lines: float


class _Unit(NamedTuple):
    """Items that stay together, all in one section, and whether they are required."""

    items: tuple[_Told, ...]
    is_needed: bool

    @property
    def section(self) -> str:
        return self.items[0].section

    @property
    def lines(self) -> float:
        return sum(it.lines for it in self.items)


def _needed(units: Sequence[_Unit]) -> frozenset[int]:
    """Return the places of the units that are required."""
    return frozenset(n for n, unit in enumerate(units) if unit.is_needed)


def _alike(units: Sequence[_Unit], place: int) -> frozenset[int]:
    """Return the place of a unit and of others in its section that are at least as long."""
    one = units[place]
    return frozenset(
        n
        for n, unit in enumerate(units)
        if n == place or (unit.section == one.section and unit.lines >= one.lines)
    )


def _cut(
    units: Sequence[_Unit],
    room: float,
    must: Set[int],
    barred: Set[int],
    columns: _Columns = _ON_PAPER,
) -> tuple[frozenset[int], float]:
    """Return the places of the units that fit in `room`, and the lines that they take.

    Units in `must` are always included, whatever the room, and those in `barred` never are.
    """
    kept: set[int] = set()
    sections: dict[str, dict[int, _Told]] = {}
    heights: dict[str, float] = {}
    said: set[str] = set()
    used = 0.0
    for n in (*sorted(must), *(n for n in range(len(units)) if n not in must)):
        unit = units[n]
        if n not in must and n in barred:
            continue
        new = {text for it in unit.items for text in _said_once(it.item)} - said
        # The longer version of an item replaces the short one.
        section = {**sections.get(unit.section, {}), **{id(it.item): it for it in unit.items}}
        height = _height(unit.section, section.values(), columns)
        letters = (_WHOLE if columns.sources == 1 else _HALF) + 12
        notes = sum(_SMALL * _filled(text, letters) / columns.sources for text in new)
        lines = notes + height - heights.get(unit.section, 0)
        if n in must or used + lines <= room:
            used, said = used + lines, said | new
            sections[unit.section], heights[unit.section] = section, height
            kept.add(n)
    return frozenset(kept), used


def _height(section: str, items: Collection[_Told], columns: _Columns) -> float:
    """Return the lines of a section with its heading. A row is as high as its highest item."""
    match section:
        case "Figure":
            height = 0.0
            for together, alike in by_basis([cast(Figure, it.told) for it in items], is_dated=True):
                row = [_lines_of_figure(it, is_based=not together) for it in alike]
                height += (0.9 if together else 0) + _rows(row, columns.figures)
        case "Quote":
            height = _rows([it.lines for it in items], columns.quotes)
        case "next":
            # Commitments are beside what comes next.
            coming = sum(it.lines for it in items if isinstance(it.item, Entry))
            promised = sum(it.lines for it in items) - coming
            height = max(coming, promised) if columns.next > 1 else coming + promised
        case "Ask":
            # Above them are the scale and the key of their strips.
            height = 2 + sum(it.lines for it in items)
        case _:
            height = sum(it.lines for it in items)
    return _HEADING + height


def _rows(heights: Sequence[float], abreast: int) -> float:
    return sum(max(heights[n : n + abreast]) for n in range(0, len(heights), abreast))


def _with(briefing: Briefing, units: Sequence[_Unit], places: Set[int]) -> Briefing:
    """Return `briefing` with only the units at these places."""
    kept = {id(it.item): it for n in sorted(places) for it in units[n].items}

    def shown(items: Sequence[_T]) -> tuple[_T, ...]:
        return tuple(cast(_T, kept[id(item)].told) for item in items if id(item) in kept)

    def left(*items: _Item) -> int:
        return sum(id(item) not in kept for item in items)

    t = translator(briefing.language)
    n, since = left(*briefing.lately, *briefing.next, *briefing.unconfirmed), briefing.recent_since
    if since and not left(*briefing.earlier):
        events = t.ngettext(
            "%(num)s event since %(date)s", "%(num)s events since %(date)s", n, date=since
        )
    else:
        n += left(*briefing.earlier)
        events = t.ngettext("%(num)s event", "%(num)s events", n)
    words = [
        n and events,
        (n := left(*briefing.asks)) and t.ngettext("%(num)s ask", "%(num)s asks", n),
        (n := left(*briefing.commitments))
        and t.ngettext("%(num)s commitment", "%(num)s commitments", n),
        (n := left(*briefing.figures)) and t.ngettext("%(num)s figure", "%(num)s figures", n),
        (n := left(*briefing.quotes)) and t.ngettext("%(num)s quote", "%(num)s quotes", n),
        (n := left(*briefing.trends)) and t.ngettext("%(num)s trend", "%(num)s trends", n),
    ]
    return replace(
        briefing,
        lately=shown(briefing.lately),
        earlier=shown(briefing.earlier),
        next=shown(briefing.next),
        unconfirmed=shown(briefing.unconfirmed),
        asks=shown(briefing.asks),
        commitments=shown(briefing.commitments),
        figures=shown(briefing.figures),
        quotes=shown(briefing.quotes),
        trends=shown(briefing.trends),
        left=listing([it for it in words if it], briefing.language),
    )


def _units(briefing: Briefing) -> list[_Unit]:
    """List all items that can be shown, and how: required ones first, then by importance.

    Something from every section comes first, then more in rounds, a few of each kind at a time, so
    that many of one kind leave room for the others. An event is listed twice: with its title only,
    and later in more detail.
    """
    answer, area = briefing.answer, briefing.area
    narrow, earlier, unconfirmed = (
        {id(it) for it in part} for part in (briefing.next, briefing.earlier, briefing.unconfirmed)
    )
    in_lines = earlier | unconfirmed
    low = [it for it in (*briefing.lately, *briefing.earlier) if it.weight == "low"]
    events = _in_turn([it for it in briefing.lately if it.weight != "low"])
    events += [it for it in briefing.earlier if it.weight != "low"]
    coming = sorted(briefing.next, key=lambda it: (it is not answer.next, by_weight(it)))
    answered = {id(it) for it in answer.changed}
    certain = {id(it) for it in (*answer.changed, *answer.late, answer.next)}
    if area:
        own = [it for it in (*briefing.lately, *coming, *briefing.earlier) if area in it.areas]
        # An event that is about the area because of a figure is there as that figure.
        about = [
            it
            for it in own
            if it.weight != "low" and not any(fig.area == area for fig in it.figures)
        ]
        certain |= {id(it) for it in about[:_MOST_OWN]}
        own_figures = [it for it in briefing.figures if it.area == area]
        certain |= {id(it) for it in own_figures[: _ON_PAPER.figures]}
        certain |= {id(it) for it in briefing.asks if area in it.areas}
        events.sort(key=lambda it: area not in it.areas)

    def is_certain(item: _Item) -> bool:
        is_high = not isinstance(item, Trend) and item.weight == "high"
        return is_high or id(item) in certain

    def unit(items: Sequence[_Item], *, is_needed: bool = False, at_length: bool = False) -> _Unit:
        return _Unit(tuple(told(it, at_length=at_length) for it in items), is_needed)

    def told(item: _Item, *, at_length: bool) -> _Told:
        in_line, is_narrow = id(item) in in_lines, id(item) in narrow
        how: _Item = item
        if isinstance(item, Entry):
            how = replace(item, summary=item.lead if at_length else None)
            if id(item) in answered:
                # The answer says what it reverses.
                how = replace(how, links=tuple(it for it in item.links if not it.is_reversal))
        lines = _lines(how, is_narrow=is_narrow, in_line=in_line)
        section = type(item).__name__
        if is_narrow or section == "Commitment":
            section = "next"
        elif in_line:
            section = "earlier" if id(item) in earlier else "unconfirmed"
        return _Told(item, how, section, lines)

    kinds: list[tuple[int, int, list[tuple[_Item, ...]]]] = [
        (2, 2, [(it,) for it in answer.asks]),
        (1, 2, [(it,) for it in events]),
        (1, 2 if area else 1, [*groups_of(briefing.figures)]),
        (2, 2, [(it,) for it in briefing.quotes]),
        (1, 1, [(it,) for it in coming]),
        (1, 1, [(it,) for it in briefing.commitments]),
        (0, 1, [(it,) for it in briefing.unconfirmed]),
        (0, 1, [(it,) for it in briefing.trends]),
    ]
    every = [items for *_, kind in kinds for items in kind] + [(it,) for it in low]
    needed = [items for items in every if any(map(is_certain, items))]
    have = {id(it) for items in needed for it in items}
    recent = [it for it in briefing.lately if it.weight != "low"]
    newest = min(recent, key=lambda it: significance(it) == NEWS, default=None)
    first: list[tuple[_Item, ...]] = []
    if newest and id(newest) not in have:
        first.append((newest,))
    for number, _, kind in kinds:
        if not any(id(items[0]) in have for items in kind):
            first += [items for items in kind[:number] if items != (newest,)]
    have |= {id(it) for items in first for it in items}

    def others(kind: list[tuple[_Item, ...]]) -> list[_Unit]:
        return [unit(items) for items in kind if id(items[0]) not in have]

    at_length = [it for it in (*events, *coming) if it.lead and id(it) not in in_lines]
    rounds = [(number, iter(others(kind))) for _, number, kind in kinds]
    rounds.append((1, iter([unit((it,), at_length=True) for it in at_length])))
    rest: list[_Unit] = []
    while dealt := [it for number, units in rounds for it in islice(units, number)]:
        rest += dealt
    return [
        *(unit(items, is_needed=True) for items in needed),
        *(unit(items) for items in first),
        *rest,
        *others([(it,) for it in low]),
    ]


def _in_turn(recent: Sequence[Entry]) -> list[Entry]:
    """Sort `recent` events, newest first: those of high weight, then status changes and others.

    The last two alternate, so that each leaves room for the other. News and comment count as older
    than they are.
    """
    ranked = [entry for _, entry in sorted(enumerate(recent), key=_rank)]
    changes = iter([it for it in ranked if it.weight != "high" and significance(it) == 0])
    others = iter([it for it in ranked if it.weight != "high" and significance(it) > 0])
    pairs = zip_longest(changes, others)
    return [it for it in ranked if it.weight == "high"] + [
        it for pair in pairs for it in pair if it
    ]


def _rank(placed: tuple[int, Entry]) -> int:
    """Sort key of a recent event, with its place among them, newest first."""
    place, entry = placed
    return place * (2 if significance(entry) == NEWS else 1)


def _around(briefing: Briefing) -> float:
    """Return the lines of the fixed content: head, summary, actions, headings and foot."""
    answer = briefing.answer
    changed = [entry.title for entry in answer.changed]
    changed += [
        f"{link.done}: {link.title}, {link.date}"
        for entry in answer.changed
        for link in entry.links
        if link.is_reversal
    ]
    asked = [f"{ask.standing}: {ask.title}, {ask.moves[-1].event.date}" for ask in answer.named]
    coming = [answer.next.title] if answer.next else []
    coming += [commitment.title for commitment in answer.overdue]
    columns = [
        sum(0.4 + _filled(title, _THIRD) for title in titles) for titles in (changed, asked, coming)
    ]
    head: float = 5 + 2.4 * _filled(briefing.title, 42)
    actions: float = sum(_filled(action, _WHOLE) for action in briefing.actions)
    actions += _HEADING if briefing.actions else 0
    return head + 3.5 + max(columns) + actions + _HEADING + 7


def _lines(item: _Item, *, is_narrow: bool = False, in_line: bool = False) -> float:
    """Return the lines that an item takes by itself, whatever is beside it.

    A future event is narrow, because it is beside the commitments. An earlier event is one line.
    """
    match item:
        case Entry() if in_line:
            return 0.4 + _filled(f"{item.title}{item.kind}{item.turned}", _EVENT - 12)
        case Entry() if is_narrow:
            return 2 + _filled(item.title, _HALF - 8) + _filled(item.summary or "", _HALF)
        case Entry():
            reversals = sum(
                0.3 + _filled(f"{link.words}: {link.title} ({link.date}), {link.time}", _EVENT - 4)
                for link in item.reversals
            )
            reversals += _SMALL * _filled(item.reversed, _EVENT)
            return 1.8 + _filled(item.title, 68) + _filled(item.summary or "", _EVENT) + reversals
        case Ask():
            moves = "".join(_moves(item))
            return 0.4 + _filled(item.title, _HALF) + _SMALL * _filled(moves, _EVENT)
        case Commitment():
            told = [f"{it.title}, {it.date}" for it in (item.made, item.closed) if it]
            told.append(f"{item.by}, {item.due}, {item.working}")
            small = sum(_SMALL * _filled(text, _HALF) for text in told)
            return 1.5 + _filled(item.title, _HALF) + small
        case Figure():
            return _lines_of_figure(item)
        case Quote():
            speaker = f"{item.speaker.in_hindsight}, {item.date}"
            return 0.4 + _filled(item.text, _HALF) + _SMALL * _filled(speaker, _HALF)
        case Trend():
            figures = "".join(f"{it.value} ({it.date}), then " for it in item.in_short)
            return 1.6 + _SMALL * (_filled(figures, _EVENT) + len(item.caveats))


def _lines_of_figure(figure: Figure, *, is_based: bool = True) -> float:
    """Return the lines of a figure, with its basis unless that is given for several at once."""
    wider = f"Compare: {figure.wider.basis}{figure.wider.compared}" if figure.wider else ""
    basis = f"{figure.basis}, {figure.date}" if is_based else ""
    small = sum(0.75 * _filled(text, _THIRD + 5) for text in (basis, figure.change, wider))
    pictures = 0.8 * (bool(figure.share) + bool(figure.wider))
    return 1.7 + 0.9 * _filled(figure.label, _THIRD) + small + pictures


def _filled(text: str, letters: int) -> int:
    """Return the number of lines, of that many `letters`, that a text fills."""
    return -(-len(text) // letters)


def _moves(ask: Ask) -> Iterator[str]:
    for move in ask.in_short:
        yield f"{move.words} {move.event.date}, "
        yield from (f"({figure.value} of {figure.of})" for figure in move.figures)


def _said_once(item: _Item) -> Iterator[str]:
    """Return the texts of an item that several items share, and that are printed only once."""
    cited: list[Citation] = []
    match item:
        case Ask():
            cited += [it for move in item.in_short for it in move.event.citations]
        case Commitment():
            cited += item.made.citations + (item.closed.citations if item.closed else ())
        case Entry() | Quote():
            cited += item.citations
        case Figure():
            cited += item.citations
        case Trend():
            for figure in item.in_short:
                cited += figure.citations if isinstance(figure, Figure) else ()
    yield from (it.in_full for it in cited)

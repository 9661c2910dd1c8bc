"""The sheet: the content of a short briefing that fits on both sides of one sheet of paper.

The sheet always has everything that is overdue, of high weight or in the summary. In an edition for
an area, it also has the newest events about the area and the first row of its figures. If these
need more room, there are more pages. Next comes something from every section, starting with the
newest event. Then the sections take turns to add their most important items: asks, changes of
status and other news, figures and quotes, and what comes next. Events of low weight come last.
Figures of one group stay together. Room is estimated in lines of text, from the width of the
letters in each item. Each layout of a PDF shows how good the estimate was, and improves the next
one. For a page that is printed from a browser there is only the estimate.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence, Set
from dataclasses import replace
from itertools import islice, zip_longest
from typing import NamedTuple, TypeVar, cast

from briefing.edition.briefing import Briefing
from briefing.edition.chart.text_width import wrap
from briefing.edition.citations import Citation
from briefing.edition.entries import Entry, Figure, Quote, State, by_basis
from briefing.edition.key_figures import groups_of
from briefing.edition.registers import Ask, Commitment
from briefing.edition.summary import NEWS, by_weight, significance
from briefing.edition.trends import Trend
from briefing.edition.words import words_in

PAGES = 2
MOST_LAYOUTS = 6
"""The number of layouts that finding the content of a sheet may take."""

# Estimates of the room on a page of paper. Layouts of a PDF correct them, so that there they need
# not be exact.
_PAGE = 57.4
"""Lines on a page."""
_MORE_ON_FIRST = 1.3
"""The lines that the first page has more room for than the others, as it has no running head."""
_RESERVES = (0.9, 0.9), (2.6, 0.2)
"""Lines of the first page and of the others that stay blank in a browser, in turn.

Its layout is only estimated, so that the first page may end with one item more or less.
"""
_IN_WORD = 96
"""Lines that have room on both sides of a sheet in Word, in a font of the machine."""
_WHOLE, _EVENT, _HALF, _THIRD = 102, 80, 49, 32
"""Letters in a line of the whole width, beside a date, of half the width, of a third."""
_LETTER = 0.57
"""The width of an average letter, in those of `text_width`."""
_SMALL = 0.875
"""The size of small letters, and the height of a line of them, in lines."""
_HEADING = 2.7
"""The lines of the heading of a section, with the room around it."""
_SCALE = 2.2
"""The lines of the scale and the key above the strips of asks."""
_MOST_TRIED = 30
"""The number of items, one after another, for which room is looked for in vain."""
_MOST_LINES = 200
"""More lines than any text of a briefing fills."""
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
    if not briefing.is_sheet:
        fill(briefing)
        return briefing
    if briefing.type_size != "normal":
        told = _by_estimate(briefing)
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

    The layout in the browser is estimated, so the choice is the same on every machine.
    """
    is_page = briefing.is_sheet and briefing.left is None
    return _by_estimate(briefing) if is_page else None


def in_word(briefing: Briefing) -> Briefing:
    """Return the content of a Word document: as much as fits on a sheet, if its kind is a sheet."""
    return sheet_of(briefing, _IN_WORD, _WORD) if briefing.is_sheet else briefing


def sheet_of(briefing: Briefing, room: float, columns: _Columns = _ON_PAPER) -> Briefing:
    """Return `briefing` with its required content, and as much more as fits in `room`, in lines.

    It counts what is left out. Its events have the first paragraph of the summary, or only the
    title if there is no room.
    """
    units = _units(briefing)
    kept, _ = _cut(units, room - _around(briefing), _needed(units), frozenset(), columns)
    return _with(briefing, units, kept)


def _by_estimate(briefing: Briefing) -> Briefing:
    """Return as much of `briefing` as fits on a sheet if its layout is as estimated."""
    units = _units(briefing)
    kept = _needed(units)
    pages = max(PAGES, _pages(_with(briefing, units, kept)))
    in_vain = 0
    for n in (n for n in range(len(units)) if n not in kept):
        told = _with(briefing, units, kept | {n})
        if all(_pages(told, *reserve) <= pages for reserve in _RESERVES):
            kept, in_vain = kept | {n}, 0
        else:
            in_vain += 1
        if in_vain == _MOST_TRIED:
            break
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
        return sum(item.lines for item in self.items)


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
        new = {text for item in unit.items for text in _said_once(item.item)} - said
        # The longer version of an item replaces the short one.
        section = {**sections.get(unit.section, {}), **{id(item.item): item for item in unit.items}}
        height = _height(unit.section, section.values(), columns)
        notes = sum(_lines_of_note(text, columns) for text in new)
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
            height = sum(
                _rows_of_figures([cast(Figure, item.told) for item in items], columns.figures)
            )
        case "Quote":
            height = sum(_rows([item.lines for item in items], columns.quotes))
        case "next":
            # Commitments are beside what comes next, if there are both.
            coming = sum(item.lines for item in items if isinstance(item.item, Entry))
            promised = sum(item.lines for item in items) - coming
            if columns.next == 1:
                height = coming + promised
            elif coming and promised:
                height = max(coming, promised)
            else:
                height = sum(_lines(item.told) for item in items)
        case "Ask":
            height = _SCALE + sum(item.lines for item in items)
        case _:
            height = sum(item.lines for item in items)
    return _HEADING + height


def _rows(heights: Sequence[float], abreast: int) -> list[float]:
    return [max(heights[n : n + abreast]) for n in range(0, len(heights), abreast)]


def _rows_of_figures(figures: Sequence[Figure], abreast: int) -> list[float]:
    rows = []
    for together, alike in by_basis(figures, is_dated=True):
        first, *others = _rows(
            [_lines_of_figure(it, is_based=not together) for it in alike], abreast
        )
        rows += [first + (_SMALL if together else 0), *others]
    return rows


def _pages(briefing: Briefing, on_first: float = 0, on_others: float = 0) -> int:
    """Return the number of pages that `briefing` fills, if so many lines of each stay blank."""
    pages, used, room = 1, 0.0, _PAGE + _MORE_ON_FIRST - on_first
    for block in _blocks(briefing):
        if used and used + block > room:
            pages, used, room = pages + 1, 0.0, _PAGE - on_others
        used += block
    return pages


def _blocks(briefing: Briefing) -> Iterator[float]:
    """Return the lines of each part of `briefing` that stays on one page, in order."""
    is_narrow = bool((briefing.next or briefing.closing) and briefing.commitments)
    coming = sum(_lines(entry, is_narrow=is_narrow) for entry in briefing.next)
    coming += sum(0.4 + _filled(f"{it.ends}: {it.title}", _HALF) for it in briefing.closing)
    promised = sum(_lines(commitment, is_narrow=is_narrow) for commitment in briefing.commitments)
    most = max(len(briefing.next), len(briefing.commitments))
    items: tuple[_Item, ...] = (
        *briefing.asks,
        *briefing.lately,
        *briefing.earlier,
        *briefing.figures,
    )
    items += (*briefing.quotes, *briefing.next, *briefing.commitments, *briefing.unconfirmed)
    cited = {text for it in (*items, *briefing.trends) for text in _said_once(it)}
    # Shortest first, so that the sum does not depend on the order of a set.
    notes = sorted(_lines_of_note(text, _ON_PAPER) for text in cited)
    sections = [
        [_SCALE + _lines(ask) if n == 0 else _lines(ask) for n, ask in enumerate(briefing.asks)],
        [_lines(entry) for entry in briefing.lately],
        [_lines(entry, in_line=True) for entry in briefing.earlier],
        _rows_of_figures(briefing.figures, _ON_PAPER.figures),
        _rows([_lines(quote) for quote in briefing.quotes], _ON_PAPER.quotes),
        [max(coming, promised) / (most or 1)] * most,
        [_lines(entry, in_line=True) for entry in briefing.unconfirmed],
        [_lines(trend) for trend in briefing.trends],
        [_left(briefing) - _HEADING],
        notes,
    ]
    yield _above(briefing)
    for first, *rest in filter(None, sections):
        yield _HEADING + first
        yield from rest
    yield _imprint(briefing)


def _with(briefing: Briefing, units: Sequence[_Unit], places: Set[int]) -> Briefing:
    """Return `briefing` with only the units at these places."""
    kept = {id(it.item): it for n in sorted(places) for it in units[n].items}

    def shown(items: Sequence[_T]) -> tuple[_T, ...]:
        return tuple(cast(_T, kept[id(item)].told) for item in items if id(item) in kept)

    def left(*items: _Item) -> int:
        return sum(id(item) not in kept for item in items)

    t = words_in(briefing.language)
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
        left=words_in(briefing.language).listing([word for word in words if word]),
    )


def _units(briefing: Briefing) -> list[_Unit]:
    """List all items that can be shown, and how: required ones first, then by importance.

    Something from every section comes first, then more in rounds, a few of each kind at a time, so
    that many of one kind leave room for the others. An event is listed twice: with its title only,
    and later in more detail.
    """
    answer, area = briefing.answer, briefing.area
    earlier, unconfirmed = (
        {id(it) for it in part} for part in (briefing.earlier, briefing.unconfirmed)
    )
    narrow = {id(it) for it in (*briefing.next, *briefing.commitments)}
    in_lines = earlier | unconfirmed
    low = [entry for entry in (*briefing.lately, *briefing.earlier) if entry.weight == "low"]
    events = _in_turn([entry for entry in briefing.lately if entry.weight != "low"])
    events += [entry for entry in briefing.earlier if entry.weight != "low"]
    coming = sorted(briefing.next, key=lambda entry: (entry is not answer.next, by_weight(entry)))
    answered = {id(it) for it in answer.changed}
    certain = {id(it) for it in (*answer.changed, *answer.late, answer.next)}
    if area:
        own = [
            entry for entry in (*briefing.lately, *coming, *briefing.earlier) if area in entry.areas
        ]
        # An event that is about the area because of a figure is there as that figure.
        about = [
            it
            for it in own
            if it.weight != "low" and not any(fig.area == area for fig in it.figures)
        ]
        certain |= {id(it) for it in about[:_MOST_OWN]}
        own_figures = [figure for figure in briefing.figures if figure.area == area]
        certain |= {id(figure) for figure in own_figures[: _ON_PAPER.figures]}
        certain |= {id(ask) for ask in briefing.asks if area in ask.areas}
        events.sort(key=lambda event: area not in event.areas)

    def is_certain(item: _Item) -> bool:
        is_high = not isinstance(item, Trend) and item.weight == "high"
        return is_high or id(item) in certain

    def unit(items: Sequence[_Item], *, is_needed: bool = False, at_length: bool = False) -> _Unit:
        return _Unit(tuple(told(item, at_length=at_length) for item in items), is_needed)

    def told(item: _Item, *, at_length: bool) -> _Told:
        in_line, is_narrow = id(item) in in_lines, id(item) in narrow
        how: _Item = item
        if isinstance(item, Entry):
            how = replace(item, summary=item.lead if at_length else None)
            if id(item) in answered:
                # The answer says what it reverses.
                how = replace(how, links=tuple(link for link in item.links if not link.is_reversal))
        lines = _lines(how, is_narrow=is_narrow, in_line=in_line)
        section = type(item).__name__
        if is_narrow:
            section = "next"
        elif in_line:
            section = "earlier" if id(item) in earlier else "unconfirmed"
        return _Told(item, how, section, lines)

    kinds: list[tuple[int, int, list[tuple[_Item, ...]]]] = [
        (2, 2, [(ask,) for ask in answer.asks]),
        (1, 2, [(event,) for event in events]),
        (1, 2 if area else 1, [*groups_of(briefing.figures)]),
        (2, 2, [(quote,) for quote in briefing.quotes]),
        (1, 1, [(entry,) for entry in coming]),
        (1, 1, [(commitment,) for commitment in briefing.commitments]),
        (0, 1, [(entry,) for entry in briefing.unconfirmed]),
        (0, 1, [(trend,) for trend in briefing.trends]),
    ]
    every = [items for *_, kind in kinds for items in kind] + [(it,) for it in low]
    needed = [items for items in every if any(map(is_certain, items))]
    have = {id(it) for items in needed for it in items}
    recent = [entry for entry in briefing.lately if entry.weight != "low"]
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
    return _above(briefing) + _left(briefing) + _HEADING + _imprint(briefing)


def _above(briefing: Briefing) -> float:
    """Return the lines of the head, the summary and the actions."""
    brand = briefing.brand
    head = 2 + (2.4 if brand.logo else bool(brand.name)) + 1.8 * _filled(briefing.title, 40)
    head += 1.1 * sum(_filled(it, _WHOLE) for it in (briefing.subtitle, briefing.scope))
    head += 1.1 * bool(briefing.notice)
    actions = sum(0.2 + _filled(action, _WHOLE) for action in briefing.actions)
    actions += _HEADING if briefing.actions else 0
    return head + _height_of_answer(briefing) + actions


def _left(briefing: Briefing) -> float:
    """Return the lines that say what is not on the sheet, and where it is."""
    return 1.7 + bool(briefing.url)


def _imprint(briefing: Briefing) -> float:
    brand = briefing.brand
    is_there = briefing.publisher or brand.contact or brand.closing
    return 2 + bool(brand.closing) if is_there else 0


def _lines_of_note(text: str, columns: _Columns) -> float:
    letters = _WHOLE if columns.sources == 1 else _HALF - 3
    return (0.1 + _small(text, letters)) / columns.sources


def _height_of_answer(briefing: Briefing) -> float:
    """Return the lines of the summary, which is as high as its highest column."""
    answer = briefing.answer
    changed = [
        [
            f"{entry.title}, {entry.date}",
            *(
                f"{link.done}: {link.title}, {link.date}"
                for link in entry.links
                if link.is_reversal
            ),
        ]
        for entry in answer.changed
    ]
    asked = [[f"{it.standing}: {it.title}, {it.moves[-1].event.date}"] for it in answer.named]
    if not briefing.asker:
        asked = [[f"{text} ({it.by})"] for [text], it in zip(asked, answer.named, strict=True)]
    if asked and len(answer.asks) > len(answer.named):
        asked[-1].append(answer.tally)
    coming = [[f"{it.title} ({it.by}), due {it.due}, {it.standing}"] for it in answer.overdue]
    if answer.next:
        coming.append([f"{answer.next.title}, {answer.next.ends or answer.next.date}"])
    columns = [texts for texts in (changed, asked, coming) if texts]
    if not columns:
        return 0
    width = (_WHOLE, _HALF, _THIRD)[len(columns) - 1]
    headings = 1 + bool(answer.late and answer.next)
    return 0.8 + max(
        (1.2 * headings if texts is coming else 1.2)
        + sum(
            0.2
            + 1.1 * _filled(first, width - 2)
            + sum(0.2 + _filled(other, width + 4) for other in others)
            for first, *others in texts
        )
        for texts in columns
    )


def _lines(item: _Item, *, is_narrow: bool = False, in_line: bool = False) -> float:
    """Return the lines that an item takes by itself, whatever is beside it.

    A future event is narrow, because it is beside the commitments. An earlier event is one line.
    """
    match item:
        case Entry() if in_line:
            return 0.5 + _filled(item.title + _states(item.states_in_line()), _EVENT - 10)
        case Entry() if is_narrow:
            return 2.7 + _filled(item.title, _HALF - 5) + _filled(item.summary or "", _HALF)
        case Entry():
            reversals = sum(
                0.3 + _filled(f"{link.words}: {link.title} ({link.date}), {link.time}", _EVENT - 4)
                for link in item.reversals
            )
            texts = (_states(item.states), item.summary or "", item.disputed or "")
            return (
                0.7
                + 0.3 * bool(item.summary)
                + _filled(item.title, 69)
                + sum(_filled(it, _EVENT) for it in texts)
                + reversals
            )
        case Ask():
            moves = f"{item.taken}{item.by}, {''.join(_moves(item))}"
            return 0.6 + _filled(item.title, _HALF - 5) + _small(moves, _EVENT)
        case Commitment() if not is_narrow:
            told = [f"Made: {it.title}, {it.date}" for it in (item.made, item.closed) if it]
            told.append(f"{item.by}, {item.due}, {item.working}")
            return 0.5 + _filled(item.title, _EVENT - 8) + sum(_small(it, _EVENT) for it in told)
        case Commitment():
            told = [f"Made: {it.title}, {it.date}" for it in (item.made, item.closed) if it]
            told.append(f"{item.by}, {item.due}, {item.working}")
            return 1.5 + _filled(item.title, _HALF - 4) + sum(_small(text, _HALF) for text in told)
        case Figure():
            return _lines_of_figure(item)
        case Quote():
            speaker = f"{item.speaker.in_hindsight}, {item.date}, {item.about or ''}"
            return 0.3 + 1.1 * _filled(item.text, _HALF - 2) + _small(speaker, _HALF - 2)
        case Trend():
            figures = "".join(f"{it.value} ({it.date}), then " for it in item.in_short)
            return 1.6 + _small(figures, _EVENT) + _SMALL * len(item.caveats)


def _lines_of_figure(figure: Figure, *, is_based: bool = True) -> float:
    """Return the lines of a figure, with its basis unless that is given for several at once."""
    wider = f"Compare: {figure.wider.basis}{figure.wider.compared}" if figure.wider else ""
    basis = f"{figure.basis}, {figure.date}" if is_based else ""
    small = sum(_small(text, _THIRD) for text in (basis, figure.change, wider))
    disputes = [f"Other version: {it.value} ({it.basis})" for it in figure.otherwise]
    disputes += [f"Disputed: {figure.disputed}"] if figure.disputed else []
    pictures = 0.7 * (bool(figure.share) + bool(figure.wider))
    label = _filled(figure.label, _THIRD) + sum(
        _filled(dispute, _THIRD - 2) for dispute in disputes
    )
    return 2 + label + small + pictures


def _small(text: str, letters: int) -> float:
    """Return the lines that a text fills in small letters."""
    return _SMALL * _filled(text, int(letters / _SMALL))


def _filled(text: str, letters: int) -> int:
    """Return the number of lines, of that many average `letters`, that a text fills."""
    return len(wrap(text, 1, letters * _LETTER, _MOST_LINES))


def _moves(ask: Ask) -> Iterator[str]:
    for move in ask.in_short:
        yield f"{move.words} {move.event.date}, "
        yield from (
            f"({figure.label}: {figure.value} of {figure.of}, {figure.area}) "
            for figure in move.figures
        )


def _states(states: Iterable[State]) -> str:
    return "".join(state.words for state in states)


def _said_once(item: _Item) -> Iterator[str]:
    """Return the texts of an item that several items share, and that are printed only once."""
    cited: list[Citation] = []
    match item:
        case Ask():
            cited += [citation for move in item.in_short for citation in move.event.citations]
        case Commitment():
            cited += item.made.citations + (item.closed.citations if item.closed else ())
        case Entry() | Quote():
            cited += item.citations
        case Figure():
            cited += item.citations
        case Trend():
            for figure in item.in_short:
                cited += figure.citations if isinstance(figure, Figure) else ()
    # An address is the target of a link, and not printed.
    yield from (", ".join(detail.text for detail in citation.details) for citation in cited)

"""The sheet: what of a short briefing has room on one sheet of paper, printed on both sides.

What changed comes first. Then something of everything, again and again, and of each what matters
most: the weightiest events, the asks, what is next, what is late, the newest figures and quotes.
Events of low weight come after all else. Room is counted in lines of text, of which an item takes
as many as its letters fill, so that the same briefing is cut in the same way everywhere. How much
room there is, whoever prints it finds out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice
from typing import TypeVar, cast

from briefing.edition.answer import by_weight
from briefing.edition.briefing import Briefing
from briefing.edition.citations import Citation
from briefing.edition.entries import Entry, Figure, Quote
from briefing.edition.registers import Ask, Commitment
from briefing.edition.trends import Trend
from briefing.edition.words import listing
from briefing.languages import translator

PAGES = 2
_SHEETS = frozenset({"member"})
"""The kinds of briefing that are one sheet on paper."""
_ROOMS = (117, 114, 111, 108, 105, 102, 98, 94, 88, 78, 60, 0)
"""Lines: as many as two pages have, and fewer where the breaks between them leave some empty."""

_IN_A_BROWSER = 91
"""Lines: as many as have room in the fonts of most machines."""

_WHOLE, _EVENT, _HALF, _THIRD = 102, 82, 47, 31
"""How many letters fill a line of the whole width, beside a date, of half the width, of a third."""
_SMALL = 0.9
"""Of the height of a line, where the letters are small."""

_Item = Entry | Ask | Commitment | Figure | Quote | Trend
_T = TypeVar("_T", bound=_Item)


def tries(briefing: Briefing) -> Iterator[Briefing]:
    """What to print of `briefing`: ever less, until it is no more than `PAGES` or there is no less.

    All of it where its kind is not that of a sheet. In large print it is what a browser prints, on
    as many pages as that takes.
    """
    if briefing.template not in _SHEETS:
        yield briefing
        return
    for room in _ROOMS if briefing.type_size == "normal" else (_IN_A_BROWSER,):
        yield sheet_of(briefing, room)


def in_a_browser(briefing: Briefing) -> Briefing | None:
    """What to print of the page of `briefing` from a browser; None where that is all of it.

    No browser can be asked how much has room: it is the same choice on every machine.
    """
    is_page = briefing.template in _SHEETS and briefing.left is None
    return sheet_of(briefing, _IN_A_BROWSER) if is_page else None


def sheet_of(briefing: Briefing, room: float) -> Briefing:
    """`briefing` with no more than has `room`, in lines, and what is `left`.

    Its events are told in the first paragraphs of their summaries, or where these have no room by
    their titles alone.
    """
    kept: dict[int, _Item] = {}
    said: set[str] = set()
    narrow = {id(entry) for entry in briefing.next}
    room -= _around(briefing)
    for item, told in _by_priority(briefing):
        new = set(_said_once(item)) - said
        lines = sum(_SMALL * _filled(text, _HALF + 12) / 2 for text in new)
        lines += _lines(told, is_narrow=id(item) in narrow)
        if id(item) in kept:
            lines -= _lines(kept[id(item)], is_narrow=id(item) in narrow)
        if lines <= room:
            room, said = room - lines, said | new
            kept[id(item)] = told

    def shown(items: Sequence[_T]) -> tuple[_T, ...]:
        return tuple(cast(_T, kept[id(item)]) for item in items if id(item) in kept)

    def left(*items: _Item) -> int:
        return sum(id(item) not in kept for item in items)

    t = translator(briefing.language)
    words = [
        (n := left(*briefing.lately, *briefing.next))
        and t.ngettext("%(num)s event", "%(num)s events", n),
        (n := left(*briefing.asks)) and t.ngettext("%(num)s ask", "%(num)s asks", n),
        (n := left(*briefing.commitments)) and t.ngettext("%(num)s promise", "%(num)s promises", n),
        (n := left(*briefing.figures)) and t.ngettext("%(num)s figure", "%(num)s figures", n),
        (n := left(*briefing.quotes)) and t.ngettext("%(num)s quote", "%(num)s quotes", n),
        (n := left(*briefing.trends)) and t.ngettext("%(num)s trend", "%(num)s trends", n),
    ]
    return replace(
        briefing,
        lately=shown(briefing.lately),
        next=shown(briefing.next),
        asks=shown(briefing.asks),
        commitments=shown(briefing.commitments),
        figures=shown(briefing.figures),
        quotes=shown(briefing.quotes),
        trends=shown(briefing.trends),
        left=listing([it for it in words if it], briefing.language),
    )


def _by_priority(briefing: Briefing) -> Iterator[tuple[_Item, _Item]]:
    """All that may be shown and how it is told, what matters most first.

    It comes in rounds, a few of each kind at a time, so that many of one leave room for the others.
    An event comes twice, by its title alone and later told at more length.
    """
    answer = briefing.answer
    lately = sorted(briefing.lately, key=lambda it: (it is not answer.changed, by_weight(it)))
    coming = sorted(briefing.next, key=lambda it: it is not answer.next)
    events = [it for it in lately if it.weight != "low" or it is answer.changed]
    promises = [it for it in briefing.commitments if it not in answer.late]
    promises.sort(key=lambda it: it.closed is not None)
    rounds: list[tuple[int, Iterator[tuple[_Item, _Item]]]] = [
        (2, map(_by_title, events)),
        (8, map(_as_it_is, [*answer.open, *answer.met])),
        (1, map(_by_title, coming)),
        (1, map(_as_it_is, [*answer.late, *promises])),
        (6 if briefing.area else 3, map(_as_it_is, briefing.figures)),
        (2, map(_as_it_is, briefing.quotes)),
        (1, map(_at_length, [*events, *coming])),
        (1, map(_as_it_is, briefing.trends)),
    ]
    while dealt := [pair for n, items in rounds for pair in islice(items, n)]:
        yield from dealt
    yield from map(_by_title, (it for it in lately if it not in events))


def _as_it_is(item: _Item) -> tuple[_Item, _Item]:
    return item, item


def _by_title(entry: Entry) -> tuple[Entry, Entry]:
    return entry, replace(entry, summary=None)


def _at_length(entry: Entry) -> tuple[Entry, Entry]:
    return entry, replace(entry, summary=entry.lead)


def _around(briefing: Briefing) -> float:
    """How many lines there are whatever is shown: the head, the answer, headings, the foot."""
    answer = briefing.answer
    changed = [answer.changed.title] if answer.changed else []
    if answer.changed:
        changed += [link.title for link in answer.changed.links if link.is_reversal]
    asked = [ask.title for ask in answer.open[:1]]
    coming = [answer.next.title] if answer.next else []
    coming += [commitment.title for commitment in answer.late[:1]]
    columns = [
        sum(1.2 + _filled(title, _THIRD) for title in titles) for titles in (changed, asked, coming)
    ]
    sections = (
        *(briefing.asks, briefing.lately, briefing.figures, briefing.quotes),
        *(briefing.next or briefing.commitments, briefing.trends, briefing.actions),
    )
    head = 5 + 2.4 * _filled(briefing.title, 42) + bool(briefing.area)
    actions = sum(_filled(action, _WHOLE) for action in briefing.actions)
    return head + 2 + max(columns) + 2.9 * sum(map(bool, sections)) + actions + 7


def _lines(item: _Item, *, is_narrow: bool = False) -> float:
    """How many lines of the whole width an item takes: what stands abreast takes half of its own.

    An event to come is narrow, for it stands beside the commitments.
    """
    match item:
        case Entry() if is_narrow:
            return (2 + _filled(item.title, _THIRD) + _filled(item.summary or "", _HALF - 12)) / 2
        case Entry():
            reversals = sum(2.2 for link in item.links if link.is_reversal)
            reversals += _SMALL * _filled(item.reversed, _EVENT)
            return 1.8 + _filled(item.title, 68) + _filled(item.summary or "", _EVENT) + reversals
        case Ask():
            moves = "".join(_moves(item))
            return 0.4 + _filled(item.title, _HALF) + _SMALL * _filled(moves, _EVENT)
        case Commitment():
            told = [f"{it.title}, {it.date}" for it in (item.made, item.closed) if it]
            told.append(f"{item.by}, {item.due}, {item.working}")
            small = sum(_SMALL * _filled(text, _HALF) for text in told)
            return (1.5 + _filled(item.title, _HALF) + small) / 2
        case Figure():
            wider = _SMALL * _filled(item.wider.basis, _HALF - 10) + 0.7 if item.wider else 0
            share = 0.7 if item.share else 0
            change = _SMALL * _filled(item.change, _HALF - 10)
            return (0.6 + _filled(item.label, _THIRD) + share + wider + change) / 2
        case Quote():
            speaker = f"{item.speaker.in_full}, {item.date}"
            return (0.4 + _filled(item.text, _HALF) + _SMALL * _filled(speaker, _HALF)) / 2
        case Trend():
            figures = "".join(f"{it.value} ({it.date}), then " for it in item.in_short)
            return 1.6 + _SMALL * (_filled(figures, _EVENT) + len(item.caveats))


def _filled(text: str, letters: int) -> int:
    """How many lines of so many `letters` a text fills."""
    return -(-len(text) // letters)


def _moves(ask: Ask) -> Iterator[str]:
    for move in ask.in_short:
        yield f"{move.words} {move.event.date}, "
        yield from (f"({figure.value} of {figure.of})" for figure in move.figures)


def _said_once(item: _Item) -> Iterator[str]:
    """What is said of an item, and of all others of which it is so, in one place only."""
    cited: list[Citation] = []
    match item:
        case Ask():
            cited += [it for move in item.in_short for it in move.event.citations]
        case Commitment():
            cited += item.made.citations + (item.closed.citations if item.closed else ())
        case Entry() | Quote():
            cited += item.citations
        case Figure():
            yield f"{item.basis}, {item.date}"
            cited += item.citations
        case Trend():
            for figure in item.in_short:
                cited += figure.citations if isinstance(figure, Figure) else ()
    yield from (it.in_full for it in cited)

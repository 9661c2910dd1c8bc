"""The sheet: what of a short briefing has room on one sheet of paper, printed on both sides.

What matters most comes first: the asks, what is next, what is late, events of high weight, the
first figures and quotes; then the rest, events of low weight last. Room is counted in lines of
text, of which an item takes as many as its letters fill, so that the same briefing is cut in the
same way everywhere. How much room there is, whoever prints it finds out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeVar, cast

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
_ROOMS = (100, 95, 90, 85, 80, 74, 66, 56, 44)
"""Lines: as many as a sheet mostly holds, and fewer where its head and foot are long."""

_FIRST_ASKS, _FIRST_FIGURES, _FIRST_QUOTES = 8, 6, 4
"""So many come before the events of normal weight."""
_COLUMN, _EVENT, _REGISTER = 50, 95, 90
"""How many letters fill a line of a column, of an event and of a register."""

_Item = Entry | Ask | Commitment | Figure | Quote | Trend
_T = TypeVar("_T", bound=_Item)


def tries(briefing: Briefing) -> Iterator[Briefing]:
    """What to print of `briefing`: ever less, until it is no more than `PAGES` or there is no less.

    All of it where its kind is not that of a sheet.
    """
    if briefing.template not in _SHEETS:
        yield briefing
        return
    for room in _ROOMS:
        yield sheet_of(briefing, room)


def sheet_of(briefing: Briefing, room: float) -> Briefing:
    """`briefing` with no more than has `room`, in lines, and what is `left`.

    Its events are told in the first paragraphs of their summaries, or where these have no room by
    their titles alone.
    """
    kept: dict[int, _Item] = {}
    cited: set[Citation] = set()
    for item in _by_priority(briefing):
        sources = set(_citations(item)) - cited
        for told in _shorter(item):
            lines = _lines(told) + sum(_filled(it.in_full, _COLUMN) / 2 for it in sources)
            if lines <= room:
                room, cited = room - lines, cited | sources
                kept[id(item)] = told
                break

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


def _shorter(item: _Item) -> Iterator[_Item]:
    """Ways to tell of `item`, the longest first."""
    if isinstance(item, Entry) and item.summary:
        yield replace(item, summary=item.lead)
        yield replace(item, summary=None)
    else:
        yield item


def _by_priority(briefing: Briefing) -> Iterator[_Item]:
    """All that may be shown, what matters most first; each once."""
    answer, weights = briefing.answer, ("high", "normal", "low")
    asks = [*answer.open, *answer.met]
    events = {weight: [it for it in briefing.lately if it.weight == weight] for weight in weights}
    others = [it for it in briefing.commitments if it not in answer.late]
    others.sort(key=lambda it: it.closed is not None)
    yield from asks[:_FIRST_ASKS]
    yield from briefing.next[:1]
    yield from answer.late
    yield from events["high"]
    yield from briefing.figures[:_FIRST_FIGURES]
    yield from briefing.quotes[:_FIRST_QUOTES]
    yield from events["normal"]
    yield from briefing.next[1:]
    yield from others
    yield from asks[_FIRST_ASKS:]
    yield from briefing.figures[_FIRST_FIGURES:]
    yield from briefing.quotes[_FIRST_QUOTES:]
    yield from briefing.trends
    yield from events["low"]


def _lines(item: _Item) -> float:
    """How many lines of the whole width an item takes. Figures and quotes stand two abreast."""
    match item:
        case Entry():
            reversals = sum(2 for link in item.links if link.is_reversal)
            return 3 + _filled(item.title, 75) + _filled(item.summary or "", _EVENT) + reversals
        case Ask():
            return 1 + _filled(item.title, _REGISTER) + _filled("".join(_moves(item)), _REGISTER)
        case Commitment():
            return 3 + _filled(item.title, _REGISTER)
        case Figure():
            return (1 + _filled(item.label, 38) + _filled(item.basis, 45)) / 2
        case Quote():
            return (1 + _filled(item.text, 42) + _filled(item.speaker.in_full, 48)) / 2
        case Trend():
            return 2 + len(item.caveats)


def _filled(text: str, letters: int) -> int:
    """How many lines of so many `letters` a text fills."""
    return -(-len(text) // letters)


def _moves(ask: Ask) -> Iterator[str]:
    for move in ask.moves:
        yield f"{move.words} {move.event.date}, "
        yield from (f"({figure.value} of {figure.of})" for figure in move.figures)


def _citations(item: _Item) -> Iterator[Citation]:
    match item:
        case Ask():
            for move in item.moves:
                yield from move.event.citations
        case Commitment():
            yield from item.made.citations
            if item.closed:
                yield from item.closed.citations
        case Trend():
            return
        case _:
            yield from item.citations

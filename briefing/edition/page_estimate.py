"""Estimates of how many lines and pages a sheet's content takes up on paper.

Lines are estimated from the width of the letters in each item, so the result is the same on every
machine. Trial layouts of a PDF correct the estimates, so they do not have to be exact.
"""

import re
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple, cast

from briefing.edition.actions import Action
from briefing.edition.briefing import Briefing
from briefing.edition.chart.text_width import headings, wrap
from briefing.edition.citations import Citation
from briefing.edition.entries import by_basis
from briefing.edition.entry import Entry, Figure, Quote, State
from briefing.edition.pictures import Picture
from briefing.edition.registers import Ask, Commitment
from briefing.edition.sections import Section
from briefing.edition.trends import Trend

_LINES_OF_PAGE = 57.4
"""The number of lines on a page."""
_TIGHTER = 1.05
"""The ratio of the lines on a page of a tight sheet to those on any other page."""
_MORE_ON_FIRST = 1.3
"""The extra lines that fit on the first page, which has no running head."""
_WHOLE, _EVENT, _HALF, _THIRD = 102, 80, 49, 32
"""Letters in a line: of full width, beside a date, of half width and of a third of the width."""
_LETTER = 0.57
"""The width of an average letter, in the units of `text_width`."""
_SMALL = 0.875
"""The size of small type, and the height of a line of it, relative to a normal line."""
_LINE = 17
"""The height of a line on a sheet, in CSS pixels."""
_PORTRAIT = 2.6
"""The lines that a picture next to a quote takes up."""
_HEADING = 2.7
"""The lines that a section heading takes up, including the space above and below it."""
_SCALE = 2.2
"""The lines that the scale and the key above the ask strips take up."""
_TABLE_HEADING, _ROW = 1.6, 0.5
"""The lines of the heading of a table, and of the space and the rule of each row."""
_QR_LINES, _QR_LETTERS = 4.6, 12
"""The height of a QR code in lines, and its width in letters."""
_BLOCKS = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)])\s)")
"""The gaps between the paragraphs and list items of a text in Markdown."""
_MAX_LINES = 200
"""An upper limit: no text in a briefing fills this many lines."""

Item = Entry | Ask | Commitment | Figure | Quote | Trend | Section


def key_of(item: Item) -> Hashable:
    """Return a key shared by all versions of an item."""
    return (item.label, item.area, item.by) if isinstance(item, Trend) else item.where


class Version(NamedTuple):
    """An item as a sheet shows it, with its section and the lines it takes up on its own."""

    item: Item
    shown: Item
    section: str
    lines: float


class Columns(NamedTuple):
    """How many items of each type are placed side by side."""

    figures: int
    quotes: int
    sources: int
    next: int


ON_PAPER = Columns(figures=3, quotes=2, sources=2, next=2)


# Pages


def lines_of_page(briefing: Briefing) -> float:
    """Return the height of a page, measured in lines of normal spacing."""
    return _LINES_OF_PAGE * (_TIGHTER if briefing.is_tight else 1)


def pages_of(briefing: Briefing, blank_on_first: float = 0, blank_on_others: float = 0) -> int:
    """Return how many pages `briefing` fills if some lines on each page stay blank."""
    lines = lines_of_page(briefing)
    pages, used, available = 1, 0.0, lines + _MORE_ON_FIRST - blank_on_first
    for block in _blocks(briefing):
        if used and used + block > available:
            pages, used, available = pages + 1, 0.0, lines - blank_on_others
        used += block
    return pages


def _blocks(briefing: Briefing) -> Iterator[float]:
    """Yield the height, in lines, of each part of `briefing` that stays on one page, in order."""
    yield _lines_above(briefing)
    for first, *others in filter(None, _sections(briefing)):
        yield _HEADING + first
        yield from others
    yield _lines_of_imprint(briefing)


def _sections(briefing: Briefing) -> list[list[float]]:
    """Return the height, in lines, of each row of each section."""
    items: tuple[Item, ...] = (
        *briefing.asks,
        *briefing.recent,
        *briefing.earlier,
        *briefing.figures,
    )
    items += briefing.sections
    items += (*briefing.quotes, *briefing.next, *briefing.commitments, *briefing.unconfirmed)
    notes = {text for item in (*items, *briefing.trends) for text in note_texts(item)}
    return [
        *([lines_of(section) - _HEADING] for section in briefing.sections),
        [_SCALE * (n == 0) + lines_of(ask) for n, ask in enumerate(briefing.asks)],
        [lines_of(entry) for entry in briefing.recent],
        [lines_of(entry, in_line=True) for entry in briefing.earlier],
        _rows_of_figures(briefing.figures, ON_PAPER.figures),
        _rows([lines_of(quote) for quote in briefing.quotes], ON_PAPER.quotes),
        _rows_ahead(briefing),
        [lines_of(entry, in_line=True) for entry in briefing.unconfirmed],
        [lines_of(trend) for trend in briefing.trends],
        [_lines_of_omissions(briefing) - _HEADING],
        # Sort by length, so that the sum does not depend on the order of a set.
        sorted(lines_of_note(text, ON_PAPER) for text in notes),
    ]


def _rows_ahead(briefing: Briefing) -> list[float]:
    """Return the height, in lines, of each row of future events, with commitments beside them."""
    is_narrow = bool((briefing.next or briefing.closing) and briefing.commitments)
    coming = sum(lines_of(entry, is_narrow=is_narrow) for entry in briefing.next)
    coming += sum(
        0.4 + _filled(f"{entry.ends}: {entry.title}", _HALF) for entry in briefing.closing
    )
    due = sum(lines_of(commitment, is_narrow=is_narrow) for commitment in briefing.commitments)
    rows = max(len(briefing.next), len(briefing.commitments))
    return [max(coming, due) / (rows or 1)] * rows


# Fixed content


def lines_of_fixed_content(briefing: Briefing) -> float:
    """Count the lines of fixed content: head, summary, actions, headings and foot."""
    return (
        _lines_above(briefing)
        + _lines_of_omissions(briefing)
        + _HEADING
        + _lines_of_imprint(briefing)
    )


def _lines_above(briefing: Briefing) -> float:
    """Return the number of lines in the head, the summary and the actions."""
    brand = briefing.brand
    head = 2 + (3.3 if brand.logo else 1) + 1.8 * _filled_by_title(briefing.title, 40)
    head += 1.1 * sum(_filled(text, _WHOLE) for text in (briefing.subtitle, briefing.scope))
    head += 1.1 * bool(briefing.notice)
    head += _lines_of_picture(briefing.picture, "edition")
    actions = sum(map(_lines_of_action, briefing.actions))
    actions += _HEADING if briefing.actions else 0
    return head + _lines_of_summary(briefing) + actions


def _lines_of_action(action: Action) -> float:
    width = _WHOLE - _QR_LETTERS if action.url else _WHOLE
    more = f"{action.deadline} {action.address}".strip()
    lines = 0.2 + _filled(action.text, width) + (_filled(more, width) if more else 0)
    return max(lines, _QR_LINES) if action.url else lines


def _lines_of_omissions(briefing: Briefing) -> float:
    """Return the number of lines that say what has been left off the sheet and where to find it."""
    return 2.1 + bool(briefing.url)


def _lines_of_imprint(briefing: Briefing) -> float:
    brand = briefing.brand
    has_imprint = briefing.publisher or brand.contact or brand.closing
    return 2 + bool(brand.closing) if has_imprint else 0


def _lines_of_summary(briefing: Briefing) -> float:
    """Return the height of the summary in lines, which is that of its tallest column."""
    summary = briefing.summary
    changed, asked, ahead = _columns_of_summary(briefing)
    columns = [texts for texts in (changed, asked, ahead) if texts]
    if not columns:
        return 0
    width = (_WHOLE, _HALF, _THIRD)[len(columns) - 1]
    headings = 1 + bool(summary.late and summary.next)
    return 0.8 + max(
        (1.2 * headings if texts is ahead else 1.2)
        + sum(
            0.2
            + 1.1 * _filled(first, width - 2)
            + sum(0.2 + _filled(other, width + 4) for other in others)
            for first, *others in texts
        )
        for texts in columns
    )


def _columns_of_summary(
    briefing: Briefing,
) -> tuple[list[list[str]], list[list[str]], list[list[str]]]:
    """Return the paragraphs of the three columns: changes, asks, and overdue and future items."""
    summary = briefing.summary
    changed = [
        [
            f"{entry.title}, {entry.date}",
            *(
                f"{link.in_summary} {link.title}, {link.date}"
                for link in entry.links
                if link.is_reversal
            ),
        ]
        for entry in summary.changed
    ]
    asked = [
        [f"{ask.status}: {ask.caption(not briefing.asker)}, {ask.moves[-1].event.date}"]
        for ask in summary.named
    ]
    if asked and len(summary.asks) > len(summary.named):
        asked[-1].append(summary.tally)
    ahead = [[f"{late.with_due_date}, {late.status}"] for late in summary.overdue]
    if summary.next:
        ahead.append([f"{summary.next.title}, {summary.next.ends or summary.next.date}"])
    return changed, asked, ahead


# Sections


def lines_of_section(section: str, versions: Collection[Version], columns: Columns) -> float:
    """Return how many lines a section and its heading take up. Each row is as tall as its tallest
    item."""
    match section:
        case "Figure":
            figures = [cast(Figure, version.shown) for version in versions]
            lines = sum(_rows_of_figures(figures, columns.figures))
        case "Quote":
            lines = sum(_rows([version.lines for version in versions], columns.quotes))
        case "next":
            # Commitments appear beside future events, if there are any of both.
            coming = sum(version.lines for version in versions if isinstance(version.item, Entry))
            due = sum(version.lines for version in versions) - coming
            if columns.next == 1:
                lines = coming + due
            elif coming and due:
                lines = max(coming, due)
            else:
                lines = sum(lines_of(version.shown) for version in versions)
        case "Ask":
            lines = _SCALE + sum(version.lines for version in versions)
        case "Section":
            # Each section has a heading of its own.
            return sum(version.lines for version in versions)
        case _:
            lines = sum(version.lines for version in versions)
    return _HEADING + lines


def _rows(lines: Sequence[float], columns: int) -> list[float]:
    return [max(lines[n : n + columns]) for n in range(0, len(lines), columns)]


def _rows_of_figures(figures: Sequence[Figure], columns: int) -> list[float]:
    """Return the height, in lines, of each row of figures, or of the rows of a table in Word."""
    rows = []
    if columns == 1:
        for together, alike in by_basis(figures, is_dated=True):
            rows += [
                _lines_in_table(figure, is_based=not together or n == 0)
                for n, figure in enumerate(alike)
            ]
        return [_TABLE_HEADING, *rows]
    for together, alike in by_basis(figures, is_dated=True):
        lines = [_lines_of_figure(figure, is_based=not together) for figure in alike]
        first, *others = _rows(lines, columns)
        rows += [first + (_SMALL if together else 0), *others]
    return rows


# Notes


def lines_of_note(text: str, columns: Columns) -> float:
    """Return how many lines a note takes up, or its share of them if notes are side by side."""
    letters = _WHOLE if columns.sources == 1 else _HALF - 3
    return (0.1 + _small(text, letters)) / columns.sources


def note_texts(item: Item) -> Iterator[str]:
    """Yield the text of each note on an item. A note that items share is printed only once."""
    cited: list[Citation] = []
    match item:
        case Ask():
            cited += [citation for move in item.in_short for citation in move.event.citations]
        case Commitment():
            cited += item.made.citations + (item.closed.citations if item.closed else ())
        case Entry() | Quote() | Figure() | Section():
            cited += item.citations
        case Trend():
            for figure in item.in_short:
                cited += figure.citations if isinstance(figure, Figure) else ()
    # Web addresses are link targets, and are not printed.
    yield from (", ".join(detail.text for detail in citation.details) for citation in cited)


# Items


def lines_of(item: Item, *, is_narrow: bool = False, in_line: bool = False) -> float:
    """Return how many lines an item takes up on its own, ignoring anything beside it.

    A future event is narrow, because it is beside the commitments. An earlier event takes one line.
    """
    match item:
        case Entry() if in_line:
            return 0.5 + _filled(item.title + _states(item.states_in_line()), _EVENT - 10)
        case Entry() if is_narrow:
            words = _filled_by_title(item.title, _HALF - 5) + _filled(item.summary or "", _HALF)
            return 2.7 + words + _lines_of_picture(item.picture)
        case Entry():
            return _lines_of_entry(item)
        case Ask():
            moves = f"{item.taken}{item.by}, {''.join(_moves(item))}"
            return 0.6 + _filled(item.title, _HALF - 5) + _small(moves, _EVENT)
        case Commitment():
            return _lines_of_commitment(item, is_narrow=is_narrow)
        case Figure():
            return _lines_of_figure(item)
        case Quote():
            caption = str(item.caption(is_dated=True)) + _doubt(item)
            width = _HALF - (8 if item.speaker.picture else 0)
            lines = 1.1 * _filled(f"“{item.text}”", width - 3) + _small(caption, width - 2)
            return 0.3 + max(lines, _PORTRAIT if item.speaker.picture else 0)
        case Section():
            return _lines_of_own_section(item)
        case Trend():
            figures = "".join(f"{figure.value} ({figure.date}), then " for figure in item.in_short)
            return 1.6 + _small(figures, _EVENT) + _SMALL * len(item.caveats)


def _lines_of_entry(entry: Entry) -> float:
    reversals = sum(0.3 + _filled(str(link.caption), _EVENT - 4) for link in entry.reversals)
    texts = (_states(entry.states), entry.summary or "", entry.disputed or "")
    return (
        0.7
        + 0.3 * bool(entry.summary)
        + _filled_by_title(entry.title, 69)
        + sum(_filled(text, _EVENT) for text in texts)
        + reversals
        + _lines_of_picture(entry.picture)
    )


def _lines_of_own_section(section: Section) -> float:
    """Return the height of a section, with its heading, its areas and the note of its sources."""
    paragraphs = [each for each in _BLOCKS.split(section.text) if each.strip()]
    text = sum(0.4 + _filled(paragraph, _WHOLE) for paragraph in paragraphs)
    small = _SMALL * (bool(section.areas) + bool(section.citations))
    return _HEADING + text + small + _lines_of_picture(section.picture)


def _lines_of_picture(picture: Picture | None, frame: str = "event") -> float:
    """Return the height of a picture of an event or edition, with its caption and the space."""
    if not picture:
        return 0
    _, height = picture.size_on_sheet(frame)
    credit = f"Picture: {picture.credit}" if picture.credit else ""
    words = f"{picture.caption or ''} {credit}".strip()
    return 0.7 + height / _LINE + (_small(words, _EVENT) if words else 0)


def _lines_of_commitment(commitment: Commitment, *, is_narrow: bool) -> float:
    events = (event for event in (commitment.made, commitment.closed) if event)
    details = [f"Made: {event.title}, {event.date}" for event in events]
    details.append(commitment.basis_in_full)
    if commitment.kept_if:
        details.append(f"Kept if: {commitment.kept_if}")
    if is_narrow:
        title, width = 1.5 + _filled(commitment.title, _HALF - 4), _HALF
    else:
        title, width = 0.5 + _filled(commitment.title, _EVENT - 8), _EVENT
    return title + sum(_small(text, width) for text in details)


def _lines_of_figure(figure: Figure, *, is_based: bool = True) -> float:
    """Return the number of lines in a figure, including its basis unless it is shared."""
    basis = str(figure.basis_in_full(is_dated=True)) if is_based else ""
    # A comparison with a wider area is in small type. Its number is short.
    in_small = [
        f"{remark.words}{remark.addition}" for remark in figure.remarks if not remark.is_doubt
    ]
    others = [str(remark) for remark in figure.remarks if remark.is_doubt]
    small = sum(_small(text, _THIRD) for text in (basis, figure.change, *in_small))
    pictures = 0.7 * (bool(figure.share) + bool(figure.wider))
    label = _filled(figure.label + _doubt(figure), _THIRD) + sum(
        _filled(text, _THIRD - 2) for text in others
    )
    return 2 + label + small + pictures


def _lines_in_table(figure: Figure, *, is_based: bool) -> float:
    """Return the height of a figure's row in a table: it is described beside its basis."""
    basis = str(figure.basis_in_full(is_dated=True)) if is_based else ""
    words = " ".join((figure.label, figure.change, _doubt(figure), *map(str, figure.remarks)))
    return _ROW + max(_filled(words, _HALF - 5), _filled(basis, _THIRD))


def _doubt(item: Quote | Figure) -> str:
    """Return the mark of a quote or figure that is not proved, or an empty string."""
    return f", {item.proof.doubt}" if item.proof and item.proof.doubt else ""


def _moves(ask: Ask) -> Iterator[str]:
    for move in ask.in_short:
        evidence = f" ({move.evidence})" if move.figures else ""
        yield f"{move.words} {move.event.date}{evidence}, "


def _states(states: Iterable[State]) -> str:
    return "".join(state.words for state in states)


# Text


def _small(text: str, letters: int) -> float:
    """Return the height, in normal lines, of a text in small type."""
    return _SMALL * _filled(text, int(letters / _SMALL))


def _filled_by_title(text: str, letters: int) -> int:
    """Return the number of lines that a text fills in the typeface for headings."""
    with headings():
        return _filled(text, letters)


def _filled(text: str, letters: int) -> int:
    """Return the number of lines that a text fills. `letters` is the average number in a line."""
    return len(wrap(text, 1, letters * _LETTER, _MAX_LINES))

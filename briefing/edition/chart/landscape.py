"""A chart in which time runs rightwards: labels on poles above the axis, promises below it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from briefing.edition.briefing import Briefing
from briefing.edition.chart.axis import Moment, moments_of
from briefing.edition.chart.callouts import Callout, Size, callouts
from briefing.edition.chart.canvas import Canvas, canvas_of, px, sentence
from briefing.edition.chart.items import CommitmentItem, EventItem
from briefing.edition.chart.layout import (
    Layout,
    arcs_of,
    candidates,
    crowds_of,
    in_lanes,
    promise_of,
)
from briefing.edition.chart.rows import MARK, Span, labelled_rows, unlabelled_rows
from briefing.edition.chart.shapes import Anchor, Frame, Label, Promise, TextLine, Tick, is_rtl
from briefing.edition.chart.text_width import balanced, width, wrap

_MOST_LABELS, _MOST_ROWS = 40, 3
_FORMS = ((13.5, 3), (20, 2), (16, 3), (13.5, 4), (10, 4), (13.5, 2))
"""The forms of a label, best first: how wide it is, in ems, and how many lines its title has."""
_SHORT_FORMS = ((20, 1), (13.5, 1))
"""More forms for events of high weight: a title that is cut short is better than none."""
_FEW = 6
"""So many events have a label at least, in most charts."""
_LABELS, _OTHERS, _PROMISES = 0.3, 0.12, (0.26, 0.16, 0.1)
"""So much of the height labels have at least, and other events and promises at most."""
_OVERDUE_LINES = 4
"""Overdue commitments have room for at least so many lines."""


class _Form(NamedTuple):
    date: str
    title: tuple[str, ...]
    size: Size


_Wish = tuple[EventItem, float, list[_Form]]
"""An event that would like a label at a place in one of these forms."""


class _Hung(NamedTuple):
    event: EventItem
    callout: Callout
    form: _Form


def landscape(
    briefing: Briefing,
    frame: Frame,
    events: Sequence[EventItem],
    commitments: Sequence[CommitmentItem],
    top: float,
    bottom: float,
) -> Layout:
    """What stands where between `top` and `bottom`; it may end higher.

    Commitments leave their room to labels as long as an event of high weight has none.
    """
    margin = 12 * frame.unit
    canvas = canvas_of(briefing, frame, events, commitments, margin, frame.width - margin)
    chosen = candidates(events, canvas, _MOST_ROWS, 2 * _MOST_LABELS)
    wishes = [(event, canvas.scale(event.place), _forms(event, canvas)) for event in chosen]
    found: list[Layout] = []
    for share in _PROMISES:
        layout = _layout(briefing, canvas, events, wishes, commitments, top, bottom, share)
        found.append(layout)
        if not _unlabelled(events, layout):
            break
    return min(found, key=lambda layout: _unlabelled(events, layout))


def _unlabelled(events: Iterable[EventItem], layout: Layout) -> int:
    """How many events of high weight have no label."""
    return sum(event.is_high and event.entry.anchor not in layout.labels for event in events)


def _layout(
    briefing: Briefing,
    canvas: Canvas,
    events: Sequence[EventItem],
    wishes: Sequence["_Wish"],
    commitments: Sequence[CommitmentItem],
    top: float,
    bottom: float,
    share: float,
) -> Layout:
    """The layout in which commitments have at most this `share` of the height."""
    frame, unit = canvas, canvas.unit
    row = (MARK + 2) * unit
    chosen = [event for event, _, _ in wishes]
    arcs = arcs_of(briefing, chosen, int(frame.width / (60 * unit)))
    turning = {anchor for turn in arcs for anchor in (turn.event.anchor, turn.reversed.anchor)}
    rise = min(0.09 * frame.height, 38 * unit) if arcs else 0
    moments = _moments(briefing, canvas)
    ticks = row / 2 + (3.1 if any(moment.year for moment in moments) else 1.9) * canvas.small
    room = bottom - top - rise - 6 * unit - row / 2 - ticks
    most = min(share * frame.height, room - row - (_LABELS + _OTHERS) * frame.height)
    if any(it.commitment.state == "overdue" for it in commitments):
        most = max(most, _OVERDUE_LINES * canvas.small)
    lanes = _lanes(commitments, canvas, most - 8 * unit)
    promises = sum(it.height for it in lanes) + (8 * unit if lanes else 0)
    room -= promises

    # First what is below the labels, nearly; then as many labels as there is room left for.
    few = {it.entry.anchor for it in chosen[:_FEW]}
    rest = [it for it in events if it.entry.anchor not in few]
    most = min(_OTHERS * frame.height, room - _LABELS * frame.height)
    aside = 8 * unit + 1.3 * canvas.small
    below = unlabelled_rows(rest, canvas, most).depth + aside if rest else 0
    for rows in (1, 2, _MOST_ROWS):
        hung = _hung(wishes, canvas, room - below - (rows - 1) * row)
        names = {it.event.entry.anchor for it in hung} | turning
        above = [it for it in events if it.entry.anchor in names]
        told = labelled_rows(above, canvas, _MOST_ROWS)
        if told.depth <= rows * row:
            break
    labels = max((it.callout.top for it in hung), default=0)
    left = room - labels - max(0, told.depth - row)
    rest = [it for it in events if it.entry.anchor not in names]
    others = unlabelled_rows(rest, canvas, min(_OTHERS * frame.height, left - aside))
    beneath = others.depth + 8 * unit if rest else 0
    beneath += 1.3 * canvas.small if others.crowded else 0

    if frame.alone:
        top += max(0, left - beneath) / 2
    foot = top + labels
    axis = foot + rise + 6 * unit + max(told.depth, row) - row / 2
    floor = axis + ticks + beneath
    edge = floor + promises
    bottoms = [floor + it for it in accumulate(lane.height for lane in lanes)]
    across = {it.event.entry.anchor: axis - it.row * told.pitch for it in told.rows}
    return Layout(
        canvas=canvas,
        arcs=arcs,
        told=told,
        others=others,
        axis=axis,
        first=floor - 4 * unit - others.pitch / 2,
        rise=rise,
        near=axis,
        edge=edge,
        height=max(bottom, edge) if frame.alone else edge,
        ticks=tuple(_ticks(moments, canvas, axis, edge)),
        labels={
            (anchor := it.event.entry.anchor): _label(it, foot, across[anchor], canvas)
            for it in hung
        },
        promises=tuple(
            _promise(it, y - 0.75 * canvas.small, canvas)
            for lane, y in zip(lanes, bottoms, strict=True)
            for it in lane.promises
        ),
        crowds=tuple(crowds_of(others, canvas, floor - beneath + canvas.small)),
        shown=tuple(it.commitment for lane in lanes for it in lane.promises),
    )


def _hung(wishes: Sequence[_Wish], canvas: Canvas, height: float) -> list[_Hung]:
    """Those for whose label there is room within `height`."""
    gap, step = 10 * canvas.unit, canvas.line_height / 2
    sizes = [(place, [form.size for form in forms]) for _, place, forms in wishes]
    vital = sum(event.is_high for event, _, _ in wishes)
    found = callouts(sizes, 0, canvas.width, height, gap, step, _MOST_LABELS, vital)
    return [
        _Hung(it, callout, forms[callout.form])
        for (it, _, forms), callout in zip(wishes, found, strict=True)
        if callout
    ]


def _forms(it: EventItem, canvas: Canvas) -> list[_Form]:
    """The forms of a label; those in which nothing is cut short come first."""
    size, small = canvas.text, canvas.small
    forms = []
    for ems, most in _FORMS + (_SHORT_FORMS if it.is_high else ()):
        bold = it.entry.mark == "turn"
        title = balanced(it.entry.title, size, ems * size, most, bold)
        date = wrap(sentence(it.entry.date), small, ems * size, 1)
        widest = max(
            *(width(line, small) for line in date), *(width(line, size, bold) for line in title)
        )
        height = 1.3 * small + len(title) * canvas.line_height + 4 * canvas.unit
        forms.append(_Form(date[0], title, Size(7 * canvas.unit + widest, height)))
    return sorted(forms, key=lambda form: form.title[-1].endswith("…") or form.date.endswith("…"))


def _label(it: _Hung, foot: float, mark: float, canvas: Canvas) -> Label:
    callout, form = it.callout, it.form
    bold = it.event.entry.mark == "turn"
    title = it.event.entry.title
    x = px(callout.place + 7 * canvas.unit * (1 if callout.is_right else -1))
    anchor: Anchor = "start" if callout.is_right else "end"
    top = foot - callout.top
    y = top + canvas.small
    return Label(
        (TextLine(x, px(y), form.date, canvas.small, anchor),),
        tuple(
            TextLine(
                x, px(y + n * canvas.line_height), line, canvas.text, anchor, bold, is_rtl(title)
            )
            for n, line in enumerate(form.title, 1)
        ),
        tuple((px(callout.place), px(y)) for y in (top + 2 * canvas.unit, mark - 9 * canvas.unit)),
    )


class _Lane(NamedTuple):
    """Promises beside one another; `height` is that of the lane with its words."""

    promises: list["_Worded"]
    height: float


class _Worded(NamedTuple):
    """A promise with its title cut to size; its words stand before, behind or above its line.

    `x` is where they begin, or end if they stand before it.
    """

    commitment: CommitmentItem
    x: float
    title: str
    stands: Literal["before", "behind", "above"]
    span: Span


def _lanes(commitments: Sequence[CommitmentItem], canvas: Canvas, height: float) -> list[_Lane]:
    """As many lanes of promises as there is room for within `height`."""
    worded = [_worded(commitment, canvas) for commitment in commitments]
    rows = in_lanes([it.span for it in worded], 16 * canvas.unit, len(worded))
    lanes: list[_Lane] = []
    for row in range(1 + max((it for it in rows if it is not None), default=-1)):
        promises = [it for it, its in zip(worded, rows, strict=True) if its == row]
        deep = (1.5 + any(it.stands == "above" for it in promises)) * canvas.small
        if sum(it.height for it in lanes) + deep > height:
            break
        lanes.append(_Lane(promises, deep))
    return lanes


def _worded(commitment: CommitmentItem, canvas: Canvas) -> _Worded:
    small, aside, margin = canvas.small, 9 * canvas.unit, 8 * canvas.unit
    end = canvas.width - margin
    standing = width(f"  {commitment.commitment.standing}", small)
    first, last = map(canvas.scale, commitment.whole)
    room = max(0.55 * canvas.width, first - aside - margin, end - aside - last)
    title = wrap(commitment.commitment.title, small, max(room - standing, 12 * small), 1)[0]
    words = width(title, small) + standing
    if last + aside + words <= end:
        return _Worded(commitment, last + aside, title, "behind", Span(first, last + aside + words))
    if first - aside - words >= margin:
        x = first - aside
        return _Worded(commitment, x, title, "before", Span(x - words, last))
    x = max(margin, min(first, end - words))
    return _Worded(commitment, x, title, "above", Span(min(x, first), max(x + words, last)))


def _promise(it: _Worded, y: float, canvas: Canvas) -> Promise:
    size = canvas.small
    base = px(y - 0.55 * size if it.stands == "above" else y + 0.32 * size)
    said = it.commitment.commitment.standing
    if it.stands == "before":
        x = px(it.x - width(f"  {said}", size))
        title = TextLine(x, base, it.title, size, "end", rtl=is_rtl(it.title))
        standing = TextLine(px(it.x), base, said, size, "end")
    else:
        title = TextLine(px(it.x), base, it.title, size, rtl=is_rtl(it.title))
        standing = TextLine(px(it.x + width(f"{it.title}  ", size)), base, said, size)
    return promise_of(it.commitment, y, canvas, (title,), (standing,))


_BESIDE_TICK = 4
"""How far the words of a tick are from its line."""


def _moments(briefing: Briefing, canvas: Canvas) -> list[Moment]:
    aside = _BESIDE_TICK * canvas.unit

    def room(words: str) -> float:
        return width(words, canvas.small, bold=True) + aside

    return moments_of(canvas.scale, briefing.language, room, aside, canvas.width)


def _ticks(moments: Sequence[Moment], canvas: Canvas, axis: float, edge: float) -> Iterator[Tick]:
    """The ticks with their words below the axis; the year of a month or a day is below that."""
    size = canvas.small
    y = axis + (MARK + 2) / 2 * canvas.unit + 1.2 * size
    for moment in moments:
        place = canvas.scale(moment.day)
        x, is_year = px(place + _BESIDE_TICK * canvas.unit), moment.is_major and not moment.year
        words = [TextLine(x, px(y), moment.words, size, bold=is_year)] if moment.words else []
        if moment.year:
            words.append(TextLine(x, px(y + 1.2 * size), moment.year, size, bold=True))
        lines = (canvas.across(place, axis, edge),) if moment.is_line else ()
        yield Tick(lines, tuple(words), moment.is_major)

"""A chart in which time runs rightwards: labels on poles above the axis, promises below it."""

from collections.abc import Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from briefing.edition.briefing import Briefing
from briefing.edition.chart.axis import moments_of
from briefing.edition.chart.canvas import Canvas, canvas_of, px, sentence
from briefing.edition.chart.drawing import Anchor, Frame, Label, Promise, Tick, Words
from briefing.edition.chart.happenings import Happening, Vow
from briefing.edition.chart.labels import Flag, Size, flags
from briefing.edition.chart.lettering import balanced, width, wrap
from briefing.edition.chart.plan import Plan, arcs_of, candidates, crowds_of, in_lanes, promise_of
from briefing.edition.chart.rows import MARK, Span, other_rows, told_rows

_MOST_LABELS, _MOST_ROWS = 40, 3
_FORMS = ((13.5, 3), (20, 2), (13.5, 2))
"""The forms of a label, best first: how wide it is, in ems, and how many lines its title has."""
_FEW = 6
"""So many events have a label at least, in most charts."""
_LABELS, _OTHERS, _PROMISES = 0.26, 0.16, 0.3
"""So much of the height labels have at least, and other events and promises at most."""


class _Form(NamedTuple):
    date: str
    title: tuple[str, ...]
    size: Size


class _Hung(NamedTuple):
    happening: Happening
    flag: Flag
    form: _Form


def landscape(
    briefing: Briefing,
    frame: Frame,
    happenings: Sequence[Happening],
    vows: Sequence[Vow],
    top: float,
    bottom: float,
) -> Plan:
    """What stands where between `top` and `bottom`; it may end higher."""
    unit = frame.unit
    margin = 12 * unit
    canvas = canvas_of(briefing, frame, happenings, vows, margin, frame.width - margin)
    row = (MARK + 2) * unit
    chosen = candidates(happenings, canvas, _MOST_ROWS, 2 * _MOST_LABELS)
    arcs = arcs_of(briefing, chosen, int(frame.width / (60 * unit)))
    turning = {anchor for turn in arcs for anchor in (turn.event.anchor, turn.reversed.anchor)}
    rise = min(0.09 * frame.height, 38 * unit) if arcs else 0
    ticks = row / 2 + 1.9 * canvas.small
    room = bottom - top - rise - 6 * unit - row / 2 - ticks
    most = min(_PROMISES * frame.height, room - row - (_LABELS + _OTHERS) * frame.height)
    lanes = _lanes(vows, canvas, most - 8 * unit)
    promises = sum(it.height for it in lanes) + (8 * unit if lanes else 0)
    room -= promises

    # First what is below the labels, nearly; then as many labels as there is room left for.
    few = {it.entry.anchor for it in chosen[:_FEW]}
    rest = [it for it in happenings if it.entry.anchor not in few]
    most = min(_OTHERS * frame.height, room - _LABELS * frame.height)
    aside = 8 * unit + 1.3 * canvas.small
    below = other_rows(rest, canvas, most).depth + aside if rest else 0
    wishes = [(it, canvas.scale(it.place), _forms(it, canvas)) for it in chosen]
    for rows in (1, 2, _MOST_ROWS):
        hung = _hung(wishes, canvas, room - below - (rows - 1) * row)
        names = {it.happening.entry.anchor for it in hung} | turning
        above = [it for it in happenings if it.entry.anchor in names]
        told = told_rows(above, canvas, _MOST_ROWS)
        if told.depth <= rows * row:
            break
    labels = max((it.flag.top for it in hung), default=0)
    left = room - labels - max(0, told.depth - row)
    rest = [it for it in happenings if it.entry.anchor not in names]
    others = other_rows(rest, canvas, min(_OTHERS * frame.height, left - aside))
    beneath = others.depth + 8 * unit if rest else 0
    beneath += 1.3 * canvas.small if others.crowded else 0

    if frame.alone:
        top += max(0, left - beneath) / 2
    foot = top + labels
    axis = foot + rise + 6 * unit + max(told.depth, row) - row / 2
    floor = axis + ticks + beneath
    edge = floor + promises
    bottoms = [floor + it for it in accumulate(lane.height for lane in lanes)]
    across = {it.happening.entry.anchor: axis - it.row * told.pitch for it in told.rows}
    return Plan(
        canvas=canvas,
        arcs=arcs,
        told=told,
        others=others,
        axis=axis,
        first=floor - 4 * unit - others.pitch / 2,
        rise=rise,
        edge=edge,
        height=bottom if frame.alone else edge,
        ticks=_ticks(briefing, canvas, axis, axis + ticks, edge),
        labels={
            (anchor := it.happening.entry.anchor): _label(it, foot, across[anchor], canvas)
            for it in hung
        },
        promises=tuple(
            _promise(it, y - 0.75 * canvas.small, canvas)
            for lane, y in zip(lanes, bottoms, strict=True)
            for it in lane.promises
        ),
        crowds=tuple(crowds_of(others, canvas, floor - beneath + canvas.small)),
    )


def _hung(
    wishes: Sequence[tuple[Happening, float, list[_Form]]], canvas: Canvas, height: float
) -> list[_Hung]:
    """Those for whose label there is room within `height`."""
    gap, step = 10 * canvas.unit, canvas.line_height / 2
    sizes = [(place, [form.size for form in forms]) for _, place, forms in wishes]
    found = flags(sizes, 0, canvas.width, height, gap, step, _MOST_LABELS)
    return [
        _Hung(it, flag, forms[flag.form])
        for (it, _, forms), flag in zip(wishes, found, strict=True)
        if flag
    ]


def _forms(it: Happening, canvas: Canvas) -> list[_Form]:
    """The forms of a label; those in which nothing is cut short come first."""
    size, small = canvas.text, canvas.small
    forms = []
    for ems, most in _FORMS:
        title = balanced(it.entry.title, size, ems * size, most)
        date = wrap(sentence(it.entry.date), small, ems * size, 1)
        widest = max(*(width(line, small) for line in date), *(width(line, size) for line in title))
        height = 1.3 * small + len(title) * canvas.line_height + 4 * canvas.unit
        forms.append(_Form(date[0], title, Size(7 * canvas.unit + widest, height)))
    return sorted(forms, key=lambda form: form.title[-1].endswith("…") or form.date.endswith("…"))


def _label(it: _Hung, foot: float, mark: float, canvas: Canvas) -> Label:
    flag, form = it.flag, it.form
    x = px(flag.place + 7 * canvas.unit * (1 if flag.is_right else -1))
    anchor: Anchor = "start" if flag.is_right else "end"
    top = foot - flag.top
    y = top + canvas.small
    return Label(
        (Words(x, px(y), form.date, canvas.small, anchor),),
        tuple(
            Words(x, px(y + n * canvas.line_height), line, canvas.text, anchor)
            for n, line in enumerate(form.title, 1)
        ),
        tuple((px(flag.place), px(y)) for y in (top + 2 * canvas.unit, mark - 9 * canvas.unit)),
    )


class _Lane(NamedTuple):
    """Promises beside one another; `height` is that of the lane with its words."""

    promises: list["_Worded"]
    height: float


class _Worded(NamedTuple):
    """A promise with its title cut to size; its words stand before, behind or above its line.

    `x` is where they begin, or end if they stand before it.
    """

    vow: Vow
    x: float
    title: str
    stands: Literal["before", "behind", "above"]
    span: Span


def _lanes(vows: Sequence[Vow], canvas: Canvas, height: float) -> list[_Lane]:
    """As many lanes of promises as there is room for within `height`."""
    worded = [_worded(vow, canvas) for vow in vows]
    rows = in_lanes([it.span for it in worded], 16 * canvas.unit, len(worded))
    lanes: list[_Lane] = []
    for row in range(1 + max((it for it in rows if it is not None), default=-1)):
        promises = [it for it, its in zip(worded, rows, strict=True) if its == row]
        deep = (1.5 + any(it.stands == "above" for it in promises)) * canvas.small
        if sum(it.height for it in lanes) + deep > height:
            break
        lanes.append(_Lane(promises, deep))
    return lanes


def _worded(vow: Vow, canvas: Canvas) -> _Worded:
    small, aside, margin = canvas.small, 9 * canvas.unit, 8 * canvas.unit
    end = canvas.width - margin
    standing = width(f"  {vow.commitment.standing}", small)
    first, last = map(canvas.scale, vow.whole)
    room = max(0.55 * canvas.width, first - aside - margin, end - aside - last)
    title = wrap(vow.commitment.title, small, max(room - standing, 12 * small), 1)[0]
    words = width(title, small) + standing
    if last + aside + words <= end:
        return _Worded(vow, last + aside, title, "behind", Span(first, last + aside + words))
    if first - aside - words >= margin:
        x = first - aside
        return _Worded(vow, x, title, "before", Span(x - words, last))
    x = max(margin, min(first, end - words))
    return _Worded(vow, x, title, "above", Span(min(x, first), max(x + words, last)))


def _promise(it: _Worded, y: float, canvas: Canvas) -> Promise:
    size = canvas.small
    base = px(y - 0.55 * size if it.stands == "above" else y + 0.32 * size)
    said = it.vow.commitment.standing
    if it.stands == "before":
        title = Words(px(it.x - width(f"  {said}", size)), base, it.title, size, "end")
        standing = Words(px(it.x), base, said, size, "end")
    else:
        title = Words(px(it.x), base, it.title, size)
        standing = Words(px(it.x + width(f"{it.title}  ", size)), base, said, size)
    return promise_of(it.vow, y, canvas, (title,), (standing,))


def _ticks(
    briefing: Briefing, canvas: Canvas, axis: float, foot: float, edge: float
) -> tuple[Tick, ...]:
    size, aside = canvas.small, 4 * canvas.unit

    def room(words: str) -> float:
        return width(words, size) + aside

    scale = canvas.scale
    moments = moments_of(scale, briefing.language, room, 2 * aside, canvas.width)
    y = px(foot - 0.7 * size)
    return tuple(
        Tick(
            canvas.across(scale(it.day), axis, edge) if it.is_line else None,
            Words(px(scale(it.day) + aside), y, it.words, size) if it.words else None,
            it.is_major,
        )
        for it in moments
    )

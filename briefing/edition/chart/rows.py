"""Happenings in rows beside the axis, so that no mark covers another, with their bars behind."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from briefing.edition.chart.canvas import Canvas, sentence
from briefing.edition.chart.items import EventItem, known
from briefing.edition.chart.shapes import Bar, Label, Mark

MARK = 18
"""The room for a mark at scale 1, which is for letters of 13 pixels."""
_SMALLER = (0.7, 0.58, 0.48, 0.38, 0.3)
"""The scales for events that no label tells of: the first at which there is room for all."""
_MOST_MARKS = 1200
"""More marks than these nobody could point at, and they would make a page slow."""
_FADE, _TAPER = 40, 40


class Span(NamedTuple):
    """From one place along the axis to another."""

    start: float
    end: float


class Row(NamedTuple):
    """An event in a row, counted from 0, with the span of its bar; none if its mark hides it."""

    event: EventItem
    row: int
    bar: Span | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Happenings in rows. `scale` is that of their marks, `pitch` is from row to row.

    `crowded` are those for which there is no room.
    """

    rows: tuple[Row, ...]
    crowded: tuple[EventItem, ...]
    scale: float
    pitch: float

    @property
    def depth(self) -> float:
        """How much all rows take up together."""
        return (1 + max((it.row for it in self.rows), default=-1)) * self.pitch


def labelled_rows(events: Sequence[EventItem], canvas: Canvas, most: int) -> Rows:
    """The rows of events that labels tell of: no bar meets another while `most` rows will do.

    There are more rows only where marks would cover one another otherwise.
    """
    bars = [_bar(it, canvas) for it in events]
    points = _points([canvas.scale(it.place) for it in events], MARK * canvas.unit)
    rows = pack(_joined(points, bars), 2 * canvas.unit, most)
    if None in rows:
        rows = pack(points, canvas.unit, len(points))
    placed = zip(events, rows, bars, strict=True)
    pitch = (MARK + 2) * canvas.unit
    return Rows(tuple(Row(it, row or 0, bar) for it, row, bar in placed), (), 1, pitch)


def unlabelled_rows(events: Sequence[EventItem], canvas: Canvas, depth: float) -> Rows:
    """The rows of all other events, in marks as large as there is room for within `depth`."""
    by_weight = sorted(events, key=lambda it: it.priority, reverse=True)
    crowded = by_weight[_MOST_MARKS:]
    kept = {it.entry.anchor for it in by_weight[:_MOST_MARKS]}
    rest = [it for it in events if it.entry.anchor in kept]
    bars = [_bar(it, canvas) for it in rest]
    places = [canvas.scale(it.place) for it in rest]
    rows: list[int | None] = []
    size = pitch = 0.0
    for size in _SMALLER:
        pitch = size * MARK * canvas.unit
        points = _points(places, pitch)
        most = max(1, int(depth / pitch))
        # Only where there is much room do bars keep clear of one another.
        rows = pack(_joined(points, bars), 0, most) if size == _SMALLER[0] else [None]
        if None in rows:
            rows = pack(points, 0, most)
        if None not in rows:
            break
    placed = list(zip(rest, rows, bars, strict=True))
    return Rows(
        tuple(Row(it, row, bar) for it, row, bar in placed if row is not None),
        (*crowded, *(it for it, row, _ in placed if row is None)),
        size,
        pitch,
    )


def pack(spans: Sequence[Span], gap: float, most: int) -> list[int | None]:
    """The row of each span, the lowest in which it meets no other; none beyond `most` rows."""
    ends: list[float] = []
    rows: list[int | None] = [None] * len(spans)
    for n in sorted(range(len(spans)), key=lambda it: (spans[it], it)):
        free = next((row for row, end in enumerate(ends) if end + gap <= spans[n].start), len(ends))
        if free < most:
            ends[free : free + 1] = [spans[n].end]
            rows[n] = free
    return rows


def _bar(it: EventItem, canvas: Canvas) -> Span | None:
    """Where the bar of an event begins and ends; none where its mark would hide it.

    One without an end goes on until today and a little beyond; one without a start likewise.
    """
    bounded = known(it.extent)
    if bounded is None or bounded.length <= 1:
        return None
    scale, unit = canvas.scale, canvas.unit
    start, end = scale(bounded.start), scale(bounded.end)
    if it.extent.start == float("-inf"):
        start = max(scale.start, start - _FADE * unit)
    if it.extent.end == float("inf"):
        end = min(scale.end, max(end, canvas.today) + _FADE * unit)
    return Span(start, end) if end - start > 0.8 * MARK * unit else None


def _points(places: Iterable[float], size: float) -> list[Span]:
    return [Span(place - size / 2, place + size / 2) for place in places]


def _joined(points: Iterable[Span], bars: Iterable[Span | None]) -> list[Span]:
    return [
        Span(min(point.start, bar.start), max(point.end, bar.end)) if bar else point
        for point, bar in zip(points, bars, strict=True)
    ]


def bars_of(
    rows: Rows, first: float, thickness: float, opacity: float, canvas: Canvas
) -> Iterator[Bar]:
    """The bars behind the marks of `rows`, of which the first lies at `first`."""
    for it, across in _across(rows, first, canvas):
        if it.bar:
            entry = it.event.entry
            path = _outline(it, it.bar, across, thickness / 2, canvas)
            yield Bar(path, entry.mark, opacity, not entry.is_period)


def marks_of(
    rows: Rows, first: float, labels: Mapping[str, Label], canvas: Canvas, *, is_told: bool
) -> Iterator[Mark]:
    """The marks of `rows`, of which the first lies at `first`, with their labels by anchor."""
    for it, across in _across(rows, first, canvas):
        entry = it.event.entry
        yield Mark(
            *canvas.at(canvas.scale(it.event.place), across),
            round(rows.scale * canvas.unit, 2),
            entry.mark,
            entry.anchor,
            f"{sentence(entry.date)}: {entry.title} ({entry.kind})",
            is_told,
            entry.when == "ahead",
            entry.when == "unconfirmed",
            labels.get(entry.anchor),
        )


def _across(rows: Rows, first: float, canvas: Canvas) -> Iterator[tuple[Row, float]]:
    return ((it, first + canvas.out * it.row * rows.pitch) for it in rows.rows)


def _outline(row: Row, bar: Span, across: float, half: float, canvas: Canvas) -> str:
    """The outline of a bar: a known end is round, any other tapers off."""
    (start, end), extent = bar, row.event.extent
    is_soft, middle = not row.event.entry.is_period, (end - start) / 2
    near, far = across - half, across + half

    def inner(is_open: bool) -> float:
        return middle if is_soft else min(_TAPER * canvas.unit if is_open else half, middle)

    first = start + inner(extent.start == float("-inf"))
    last = end - inner(extent.end == float("inf"))
    # A round end is as long as it is thick.
    towards_start = start if first - start == half else (start + first) / 2
    towards_end = end if end - last == half else (end + last) / 2
    return "M{}L{}Q{} {}Q{} {}L{}Q{} {}Q{} {}Z".format(
        *(
            "{:g} {:g}".format(*canvas.at(*point))
            for point in (
                *((first, near), (last, near), (towards_end, near), (end, across)),
                *((towards_end, far), (last, far), (first, far)),
                *((towards_start, far), (start, across), (towards_start, near), (first, near)),
            )
        )
    )

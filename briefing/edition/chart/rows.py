"""Rows of events beside the axis, with bars behind their marks. Marks never overlap."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from briefing.edition.chart.canvas import Canvas
from briefing.edition.chart.items import EventItem, known
from briefing.edition.chart.shapes import Bar, Label, Mark
from briefing.typography import capitalised

MARK = 18
"""The size of a mark in pixels at scale 1, at which letters are 13 pixels high."""
_SMALLER = (0.7, 0.58, 0.48, 0.38, 0.3)
"""The scales for events without a label. The first one at which all of them fit is used."""
_MAX_MARKS = 1200
"""With more marks than this, nobody could point at one, and the page would be slow."""
_FADE, _TAPER = 40, 40


class AxisSpan(NamedTuple):
    """A section of the axis, in pixels."""

    start: float
    end: float


class Placed(NamedTuple):
    """An event and its pixel along the axis. `bar` is None if the mark hides its bar."""

    item: EventItem
    place: float
    bar: AxisSpan | None


class Row(NamedTuple):
    """An event and the number of its row, counted from 0."""

    item: EventItem
    row: int
    bar: AxisSpan | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Events in rows. `scale` is the size of their marks, and `pitch` is a row's height in pixels.

    `crowded` holds the events that do not fit.
    """

    rows: tuple[Row, ...]
    crowded: tuple[EventItem, ...]
    scale: float
    pitch: float

    @property
    def depth(self) -> float:
        """The total height of the rows in pixels."""
        return (1 + max((row.row for row in self.rows), default=-1)) * self.pitch


def placed_on(canvas: Canvas, events: Iterable[EventItem]) -> list[Placed]:
    """Place events and their bars along the axis of a canvas."""
    return [Placed(event, canvas.scale(event.place), _bar(event, canvas)) for event in events]


def labelled_rows(events: Sequence[Placed], canvas: Canvas, limit: int) -> Rows:
    """Put labelled events in rows. If `limit` rows are enough, no two bars meet.

    There are more rows only if marks would otherwise cover each other.
    """
    points = _points(events, MARK * canvas.unit)
    rows = pack(_joined(points, events), 2 * canvas.unit, limit)
    if None in rows:
        rows = pack(points, canvas.unit, len(points))
    pitch = (MARK + 2) * canvas.unit
    return Rows(
        tuple(
            Row(event.item, row or 0, event.bar) for event, row in zip(events, rows, strict=True)
        ),
        (),
        1,
        pitch,
    )


def unlabelled_rows(events: Sequence[Placed], canvas: Canvas, depth: float) -> Rows:
    """Put all other events in rows, with the largest marks that fit in `depth` pixels."""
    shown, crowded = events, list[EventItem]()
    if len(events) > _MAX_MARKS:
        by_weight = sorted(
            (event.item for event in events), key=lambda event: event.priority, reverse=True
        )
        crowded = by_weight[_MAX_MARKS:]
        left_out = {event.entry.anchor for event in crowded}
        shown = [event for event in events if event.item.entry.anchor not in left_out]
    places = [event.place for event in shown]
    for size in _SMALLER:
        pitch = size * MARK * canvas.unit
        limit = max(1, int(depth / pitch))
        if _fit(places, pitch, limit):
            break
    points = _points(shown, pitch)
    # Bars are kept apart only if there is plenty of room.
    rows = pack(_joined(points, shown), 0, limit) if size == _SMALLER[0] else [None]
    if None in rows:
        rows = pack(points, 0, limit)
    placed = list(zip(shown, rows, strict=True))
    return Rows(
        tuple(Row(event.item, row, event.bar) for event, row in placed if row is not None),
        (*crowded, *(event.item for event, row in placed if row is None)),
        size,
        pitch,
    )


def _fit(places: Sequence[float], size: float, rows: int) -> bool:
    """Whether marks of the given size, at sorted places, fit in the given number of rows."""
    half = size / 2
    return all(
        place + half <= later - half
        for place, later in zip(places, islice(places, rows, None), strict=False)
    )


def pack(spans: Sequence[AxisSpan], gap: float, limit: int) -> list[int | None]:
    """Give each span the lowest of `limit` rows with room for it, or None."""
    ends: list[float] = []
    rows: list[int | None] = [None] * len(spans)
    for n in sorted(range(len(spans)), key=spans.__getitem__):
        start, end = spans[n]
        for row, reached in enumerate(ends):
            if reached + gap <= start:
                ends[row] = end
                rows[n] = row
                break
        else:
            if len(ends) < limit:
                rows[n] = len(ends)
                ends.append(end)
    return rows


def _bar(event: EventItem, canvas: Canvas) -> AxisSpan | None:
    """Return the bar of an event, or None if its mark would hide it.

    A bar without an end continues to just after today, and one without a start begins earlier.
    """
    bounded = known(event.extent)
    if bounded is None or bounded.length <= 1:
        return None
    scale, unit = canvas.scale, canvas.unit
    start, end = scale(bounded.start), scale(bounded.end)
    if event.extent.start == float("-inf"):
        start = max(scale.start, start - _FADE * unit)
    if event.extent.end == float("inf"):
        end = min(scale.end, max(end, canvas.today) + _FADE * unit)
    return AxisSpan(start, end) if end - start > 0.8 * MARK * unit else None


def _points(events: Iterable[Placed], size: float) -> list[AxisSpan]:
    return [AxisSpan(event.place - size / 2, event.place + size / 2) for event in events]


def _joined(points: Iterable[AxisSpan], events: Iterable[Placed]) -> list[AxisSpan]:
    return [
        AxisSpan(min(point.start, event.bar.start), max(point.end, event.bar.end))
        if event.bar
        else point
        for point, event in zip(points, events, strict=True)
    ]


def bars_of(
    rows: Rows, first: float, thickness: float, opacity: float, canvas: Canvas
) -> Iterator[Bar]:
    """Draw the bars behind the marks in `rows`, with the first row at `first`."""
    for row, across in _across(rows, first, canvas):
        if row.bar:
            entry = row.item.entry
            path = _outline(row, row.bar, across, thickness / 2, canvas)
            yield Bar(path, entry.mark, opacity, not entry.is_period, entry.anchor)


def marks_of(
    rows: Rows, first: float, labels: Mapping[str, Label], canvas: Canvas, *, is_labelled: bool
) -> Iterator[Mark]:
    """Draw the marks in `rows`, with the first row at `first` and labels keyed by anchor."""
    for row, across in _across(rows, first, canvas):
        entry = row.item.entry
        states = ", ".join(filter(None, (entry.kind, entry.state)))
        about = f" ({states})" if states else ""
        x, y = canvas.at(canvas.scale(row.item.place), across)
        yield Mark(
            x,
            y,
            scale=round(rows.scale * canvas.unit, 2),
            mark=entry.mark,
            anchor=entry.anchor,
            words=f"{capitalised(entry.date)}: {entry.title}{about}",
            is_labelled=is_labelled,
            is_ahead=entry.when == "ahead",
            is_perhaps_ahead=entry.when == "perhaps ahead",
            is_unconfirmed=entry.when == "unconfirmed",
            label=labels.get(entry.anchor),
        )


def _across(rows: Rows, first: float, canvas: Canvas) -> Iterator[tuple[Row, float]]:
    return ((row, first + canvas.out * row.row * rows.pitch) for row in rows.rows)


def _outline(row: Row, bar: AxisSpan, across: float, half: float, canvas: Canvas) -> str:
    """Return the outline of a bar. A known end is rounded, and any other end is pointed."""
    (start, end), extent = bar, row.item.extent
    is_soft, middle = not row.item.entry.is_period, (end - start) / 2
    near, far = across - half, across + half

    def inner(is_open: bool) -> float:
        return middle if is_soft else min(_TAPER * canvas.unit if is_open else half, middle)

    first = start + inner(extent.start == float("-inf"))
    last = end - inner(extent.end == float("inf"))
    # A rounded end is half as long as the bar is thick.
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

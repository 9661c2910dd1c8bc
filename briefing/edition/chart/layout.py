"""Parts of the layout that all charts share: arcs, commitments, counts and the axis."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from briefing.edition.briefing import Briefing
from briefing.edition.chart.canvas import Canvas
from briefing.edition.chart.items import CommitmentItem, EventItem
from briefing.edition.chart.rows import MARK, AxisSpan, Rows
from briefing.edition.chart.shapes import (
    Anchor,
    Arc,
    Box,
    CommitmentLine,
    Label,
    Line,
    Mark,
    OverflowCount,
    TextLine,
    Tick,
)
from briefing.edition.chart.text_width import width
from briefing.edition.registers import Reversal


@dataclass(frozen=True, slots=True)
class Layout:
    """All parts of a chart, positioned in pixels but not yet drawn.

    Across the axis, the first row of events with labels is at `axis`, and the first row of all
    other events is at `first`. `arcs` rise by at most `rise`. Lines across the axis run from `near`
    to `edge`. `labels` is keyed by the anchors of events. `commitments` are the lines of the
    `shown_commitments`. `height` is where the layout ends.
    """

    canvas: Canvas
    arcs: list[Reversal]
    labelled: Rows
    unlabelled: Rows
    axis: float
    first: float
    rise: float
    near: float
    edge: float
    height: float
    ticks: tuple[Tick, ...]
    labels: dict[str, Label]
    commitments: tuple[CommitmentLine, ...]
    overflow_counts: tuple[OverflowCount, ...]
    shown_commitments: tuple[CommitmentItem, ...]


def candidates(
    events: Sequence[EventItem], canvas: Canvas, rows: int, limit: int, *, is_strict: bool = False
) -> list[EventItem]:
    """List up to `limit` events to label, by priority, with at most `rows` of them in one place.

    Additional events of high weight can be in one place, unless the limit `is_strict`.
    """
    chosen: list[EventItem] = []
    places: list[float] = []
    near = 1.2 * MARK * canvas.unit
    for event in sorted(events, key=lambda event: (not event.is_high, -event.priority)):
        place = canvas.scale(event.place)
        nearby = bisect_left(places, place + near) - bisect_right(places, place - near)
        if nearby < rows or (event.is_high and not is_strict):
            chosen.append(event)
            insort(places, place)
        if len(chosen) == limit:
            break
    return chosen


def arcs_of(briefing: Briefing, labelled: Iterable[EventItem], limit: int) -> list[Reversal]:
    """List the latest reversals that can have arcs: those between two labelled events."""
    anchors = {event.entry.anchor for event in labelled}
    both = [
        reversal
        for reversal in briefing.reversals
        if {reversal.event.anchor, reversal.reversed.anchor} <= anchors
    ]
    return both[-limit:]


def arc_of(later: Mark, earlier: Mark, height: float, canvas: Canvas) -> Arc:
    """Draw a curved arrow from a reversal back to the event that it reverses.

    It rises `height` pixels above the higher of the two, or less if they are close together.
    """
    ends = (
        (mark.y, mark.x) if canvas.is_portrait else (mark.x, mark.y) for mark in (later, earlier)
    )
    (from_along, from_across), (to_along, to_across) = ends
    out = canvas.out
    foot = from_across + out * 10 * later.scale
    tip = to_across + out * 11 * earlier.scale
    rise = min(height, (10 + 0.25 * abs(from_along - to_along)) * canvas.unit)
    peak = out * (max(out * foot, out * tip) + rise)
    # A cubic Bézier curve rises three quarters of the way to its handles.
    handle = (8 * peak - foot - tip) / 6
    points = [(from_along, foot), (from_along, handle), (to_along, handle), (to_along, tip)]
    start, *curve = (" ".join(map(str, canvas.at(*point))) for point in points)
    head = [(-4, 7), (0, 0), (4, 7)]
    corners = [
        canvas.at(to_along + aside * canvas.unit, tip + out * back_by * canvas.unit)
        for aside, back_by in head
    ]
    return Arc(
        f"M{start}C{', '.join(curve)}",
        "M" + "L".join(f"{x} {y}" for x, y in corners),
        later.anchor,
        earlier.anchor,
    )


def in_lanes(spans: Sequence[AxisSpan], gap: float, limit: int) -> list[int | None]:
    """Give each span the first of `limit` lanes with room for it, or None."""
    lanes: list[list[AxisSpan]] = []
    numbers: list[int | None] = []
    for span in spans:
        for n, lane in enumerate(lanes):
            spot = bisect_left(lane, span)
            is_after = spot == 0 or lane[spot - 1].end + gap <= span.start
            if is_after and (spot == len(lane) or span.end + gap <= lane[spot].start):
                lane.insert(spot, span)
                numbers.append(n)
                break
        else:
            is_new = len(lanes) < limit
            numbers.append(len(lanes) if is_new else None)
            lanes += [[span]] if is_new else []
    return numbers


def commitment_line(
    item: CommitmentItem,
    across: float,
    canvas: Canvas,
    title: tuple[TextLine, ...],
    status: tuple[TextLine, ...],
    leader: tuple[tuple[float, float], ...] = (),
) -> CommitmentLine:
    """Draw the line for a commitment at the position `across`, with its text."""
    commitment, scale, unit = item.commitment, canvas.scale, canvas.unit
    end = scale(item.end)
    due = scale(item.limit.end) if item.limit else end
    # For a single day, use the end, because anything done on that day is on time.
    is_vague = item.limit is not None and item.limit.end - item.limit.start > 1
    certain = scale(item.limit.start) if item.limit and is_vague else due
    return CommitmentLine(
        anchor=commitment.made.anchor,
        state=commitment.state,
        start=canvas.at(scale(item.made), across),
        line=canvas.along(scale(item.made), certain, across),
        soft=canvas.along(max(scale(item.made), certain), due, across),
        late=canvas.along(max(scale(item.made), due), end, across) if item.is_late else None,
        due=canvas.across(due, across - 4 * unit, across + 4 * unit) if item.limit else None,
        end=None if item.is_open else canvas.at(end, across),
        title=title,
        status=status,
        leader=leader,
        words=f"{commitment.title}: {commitment.status}",
    )


def overflow_counts_of(others: Rows, canvas: Canvas, across: float) -> Iterator[OverflowCount]:
    """Count the events that do not fit, and place the counts along the axis."""
    scale, size = canvas.scale, canvas.small
    longest = width(f"+{len(others.crowded):,}", size) + 6 * canvas.unit
    start, length = scale.start, scale.end - scale.start
    number = max(1, int(length / (1.3 * size if canvas.is_portrait else longest)))
    counted = [list[str]() for _ in range(number)]
    for event in others.crowded:
        n = min(number - 1, int((scale(event.place) - start) / length * number))
        counted[n].append(event.entry.anchor)
    for n, anchors in enumerate(counted):
        if anchors:
            place = start + (n + 0.5) * length / number
            x, y = canvas.at(place + (0.3 * size if canvas.is_portrait else 0), across)
            anchor: Anchor = "start" if canvas.is_portrait else "middle"
            words = TextLine(x, y, f"+{len(anchors):,}", size, anchor)
            yield OverflowCount(words, tuple(anchors))


def zoom_box(layout: Layout) -> Box | None:
    """Return a box around the days with a larger scale, or None if all have the same scale."""
    canvas, zoom = layout.canvas, layout.canvas.scale.zoom
    if not zoom:
        return None
    left, top = canvas.at(canvas.scale(zoom.start), layout.near)
    right, bottom = canvas.at(canvas.scale(zoom.end), layout.edge)
    return Box(left, top, right, bottom)


def axis_line(layout: Layout) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Draw the axis from break to break, and the strokes that mark the breaks."""
    canvas, scale, unit = layout.canvas, layout.canvas.scale, layout.canvas.unit
    places = [place for gap in scale.breaks for place in (gap.first, gap.last)]
    ends = [scale.start - 6 * unit, *places, scale.end + 6 * unit]
    lines = (canvas.along(ends[n], ends[n + 1], layout.axis) for n in range(0, len(ends), 2))
    strokes = (
        Line(
            *canvas.at(place - 3 * unit, layout.axis + 7 * unit),
            *canvas.at(place + 3 * unit, layout.axis - 7 * unit),
        )
        for place in places
    )
    return tuple(filter(None, lines)), tuple(strokes)

"""A chart layout in which time runs to the right, with labels above and commitments below."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate
from typing import Literal, NamedTuple

from briefing.edition.briefing import Briefing
from briefing.edition.chart.axis import Moment, moments_of
from briefing.edition.chart.canvas import Canvas, canvas_of, px
from briefing.edition.chart.items import CommitmentItem, EventItem
from briefing.edition.chart.labels import Labels, PlacedLabel, drawn, value_of
from briefing.edition.chart.layout import (
    Layout,
    arcs_of,
    candidates,
    commitment_line,
    in_lanes,
    overflow_counts_of,
)
from briefing.edition.chart.rows import (
    MARK,
    AxisSpan,
    Placed,
    Rows,
    labelled_rows,
    placed_on,
    unlabelled_rows,
)
from briefing.edition.chart.shapes import CommitmentLine, Frame, TextLine, Tick, is_rtl
from briefing.edition.chart.text_width import width, wrap
from briefing.edition.registers import Reversal
from briefing.edition.words import words_in

_MAX_CANDIDATES, _MAX_ROWS = 80, 3
_FEW = 6
"""The number of events that are labelled in most charts."""
_BEND = 14
"""The height in which stems bend sideways, if there are no arcs."""
_LABELS, _OTHERS, _COMMITMENTS = 0.3, 0.12, (0.26, 0.16, 0.1)
"""The minimum share of the height for labels, and the maximum for other events and commitments."""
_OVERDUE_LINES = 4
"""The minimum number of lines for which overdue commitments have room."""


@dataclass(frozen=True, slots=True)
class Landscape:
    """The parts of a chart that do not depend on its height.

    `lanes` are the lanes of all commitments. `rise` is the height of the arcs, and `ticks` the
    height of the words below the axis, in pixels.
    """

    canvas: Canvas
    events: Sequence[Placed]
    chosen: Sequence[EventItem]
    labels: Labels
    lanes: Sequence["_Lane"]
    is_overdue: bool
    arcs: list[Reversal]
    moments: Sequence[Moment]
    rise: float
    ticks: float

    @property
    def row(self) -> float:
        """The height of a row of marks on or above the axis, in pixels."""
        return (MARK + 2) * self.canvas.unit

    @property
    def axis(self) -> float:
        """The height of the fixed parts: arcs, one row of marks, and ticks with their text."""
        return self.rise + 6 * self.canvas.unit + self.row / 2 + self.ticks

    def layout(self, top: float, bottom: float) -> Layout:
        """Lay out the chart between two heights in pixels. The result may be shorter.

        Commitments give up their room if an event of high weight has no label, or one that is cut
        short. A title that is cut short does not, however, remove the last commitment.
        """
        layouts: list[Layout] = []
        fewest: int | None = None
        for lanes in self._choices_of_lanes(bottom - top - self.axis):
            if fewest is None or len(lanes) < fewest:
                fewest = len(lanes)
                layouts.append(_layout(self, lanes, top, bottom))
                missing, cut = self._shortcomings(layouts[-1])
                if not missing and (not cut or fewest <= 1):
                    break
        return min(layouts, key=self._shortcomings)

    def _choices_of_lanes(self, available: float) -> Iterator[Sequence["_Lane"]]:
        """Yield choices of lanes that take up less and less room, ending with none."""
        height, unit = self.canvas.height, self.canvas.unit
        depths = list(accumulate(lane.height for lane in self.lanes))
        for share in _COMMITMENTS:
            limit = min(share * height, available - self.row - (_LABELS + _OTHERS) * height)
            if self.is_overdue:
                limit = max(limit, _OVERDUE_LINES * self.canvas.small)
            yield self.lanes[: bisect_right(depths, limit - 8 * unit)]
        yield []

    def _shortcomings(self, layout: Layout) -> tuple[int, int]:
        """Count the high-weight events without labels, and those whose labels are cut short."""
        high = (event.item.entry.anchor for event in self.events if event.item.is_high)
        labels = [layout.labels.get(anchor) for anchor in high]
        cut = sum(label.title[-1].text.endswith("…") for label in labels if label)
        return labels.count(None), cut


def landscape(
    briefing: Briefing,
    frame: Frame,
    events: Sequence[EventItem],
    commitments: Sequence[CommitmentItem],
) -> Landscape:
    """Prepare a chart in which time runs to the right."""
    unit = frame.unit
    canvas = canvas_of(briefing, frame, events, commitments, 12 * unit, frame.width - 12 * unit)
    chosen = candidates(events, canvas, _MAX_ROWS, _MAX_CANDIDATES)
    arcs = arcs_of(briefing, chosen, int(frame.width / (60 * unit)))
    moments = _moments(briefing, canvas)
    lines = 3.1 if any(moment.year for moment in moments) else 1.9
    return Landscape(
        canvas=canvas,
        events=placed_on(canvas, events),
        chosen=chosen,
        labels=Labels(chosen, canvas),
        lanes=_lanes(commitments, canvas),
        is_overdue=any(commitment.commitment.state == "overdue" for commitment in commitments),
        arcs=arcs,
        moments=moments,
        rise=min(0.075 * frame.height, 30 * unit) if arcs else _BEND * unit,
        ticks=(MARK + 2) / 2 * unit + lines * canvas.small,
    )


def _layout(chart: Landscape, lanes: Sequence["_Lane"], highest: float, bottom: float) -> Layout:
    """Lay out the chart with the given lanes of commitments."""
    canvas, unit, row, rise = chart.canvas, chart.canvas.unit, chart.row, chart.rise
    commitments_height = sum(lane.height for lane in lanes) + (8 * unit if lanes else 0)
    available = bottom - highest - chart.axis - commitments_height
    with_arcs = {
        anchor for turn in chart.arcs for anchor in (turn.event.anchor, turn.reversed.anchor)
    }

    # Events without a label are in rows below the axis. Fewer rows leave more room for labels.
    above = with_arcs | {event.entry.anchor for event in chart.chosen[:_FEW]}
    for _ in range(2):
        limit = min(_OTHERS * canvas.height, available - _LABELS * canvas.height)
        unlabelled = unlabelled_rows(_without(above, chart), canvas, limit)
        placed, labelled = _labelled(chart, with_arcs, available - _beneath(unlabelled, canvas))
        above = with_arcs | {label.item.entry.anchor for label in placed}
    labels = max((label.top for label in placed), default=0)
    if not chart.arcs and all(
        label.callout.stem == label.callout.request.place for label in placed
    ):
        rise, available = 0, available + rise
    remaining = available - labels - max(0, labelled.depth - row)
    limit = min(_OTHERS * canvas.height, remaining - 8 * unit - 1.3 * canvas.small)
    unlabelled = unlabelled_rows(_without(above, chart), canvas, limit)
    beneath = _beneath(unlabelled, canvas)

    top = highest + (max(0, remaining - beneath) / 2 if canvas.alone else 0)
    foot = top + labels
    axis = foot + rise + 6 * unit + max(labelled.depth, row) - row / 2
    floor = axis + chart.ticks + beneath
    edge = floor + commitments_height
    bottoms = [floor + depth for depth in accumulate(lane.height for lane in lanes)]
    across = {row.item.entry.anchor: axis - row.row * labelled.pitch for row in labelled.rows}
    return Layout(
        canvas=canvas,
        arcs=chart.arcs,
        labelled=labelled,
        unlabelled=unlabelled,
        axis=axis,
        first=floor - 4 * unit - unlabelled.pitch / 2,
        rise=rise,
        near=axis,
        edge=edge,
        height=max(bottom, edge) if canvas.alone else edge,
        ticks=tuple(_ticks(chart.moments, canvas, axis, edge)),
        labels={
            (anchor := label.item.entry.anchor): drawn(
                label, foot, foot + rise + 4 * unit, across[anchor], canvas
            )
            for label in placed
        },
        commitments=tuple(
            _commitment_line(caption, y - 0.75 * canvas.small, canvas)
            for lane, y in zip(lanes, bottoms, strict=True)
            for caption in lane.captions
        ),
        overflow_counts=tuple(
            overflow_counts_of(unlabelled, canvas, floor - beneath + canvas.small)
        ),
        shown_commitments=tuple(caption.item for lane in lanes for caption in lane.captions),
    )


def _labelled(
    chart: Landscape, with_arcs: Set[str], height: float
) -> tuple[list[PlacedLabel], Rows]:
    """Place labels above the axis, and rows of their marks, all within `height` if possible."""
    attempts: list[tuple[list[PlacedLabel], Rows]] = []
    for rows in range(1, len(chart.events) + 2):
        placed = chart.labels.within(height - (rows - 1) * chart.row)
        names = with_arcs | {label.item.entry.anchor for label in placed}
        above = [event for event in chart.events if event.item.entry.anchor in names]
        labelled = labelled_rows(above, chart.canvas, rows)
        if labelled.depth <= rows * chart.row + 1:
            attempts.append((placed, labelled))
        if attempts and rows >= _MAX_ROWS:
            break
    # If several attempts have equally good labels, take the one with the most rows, in which bars
    # do not touch.
    return max(reversed(attempts), key=lambda both: value_of(both[0]))


def _without(above: Set[str], chart: Landscape) -> list[Placed]:
    return [event for event in chart.events if event.item.entry.anchor not in above]


def _beneath(unlabelled: Rows, canvas: Canvas) -> float:
    """Return the height of the rows of events without labels, including the overflow counts."""
    if not unlabelled.rows and not unlabelled.crowded:
        return 0
    return unlabelled.depth + 8 * canvas.unit + (1.3 * canvas.small if unlabelled.crowded else 0)


class _Lane(NamedTuple):
    """Commitments side by side, and the height of their lines and words in pixels."""

    captions: list["_Caption"]
    height: float


class _Caption(NamedTuple):
    """A commitment whose shortened title is before, after or above its line.

    The words start at `x`, or end there if they are before the line.
    """

    item: CommitmentItem
    x: float
    title: str
    position: Literal["before", "after", "above"]
    span: AxisSpan


def _lanes(commitments: Sequence[CommitmentItem], canvas: Canvas) -> list[_Lane]:
    """Put all commitments in lanes, in order."""
    captions = [_caption(commitment, canvas) for commitment in commitments]
    rows = in_lanes([caption.span for caption in captions], 16 * canvas.unit, len(captions))
    lanes: list[_Lane] = []
    for row in range(1 + max((number for number in rows if number is not None), default=-1)):
        lane = [caption for caption, number in zip(captions, rows, strict=True) if number == row]
        height = (1.5 + any(caption.position == "above" for caption in lane)) * canvas.small
        lanes.append(_Lane(lane, height))
    return lanes


def _caption(item: CommitmentItem, canvas: Canvas) -> _Caption:
    small, aside, margin = canvas.small, 9 * canvas.unit, 8 * canvas.unit
    end = canvas.width - margin
    status = width(f"  {item.commitment.status}", small)
    first, last = map(canvas.scale, item.whole)
    available = max(0.55 * canvas.width, first - aside - margin, end - aside - last)
    title = wrap(item.commitment.title, small, max(available - status, 12 * small), 1)[0]
    words = width(title, small) + status
    if last + aside + words <= end:
        return _Caption(item, last + aside, title, "after", AxisSpan(first, last + aside + words))
    if first - aside - words >= margin:
        x = first - aside
        return _Caption(item, x, title, "before", AxisSpan(x - words, last))
    x = max(margin, min(first, end - words))
    return _Caption(item, x, title, "above", AxisSpan(min(x, first), max(x + words, last)))


def _commitment_line(caption: _Caption, y: float, canvas: Canvas) -> CommitmentLine:
    size = canvas.small
    base = px(y - 0.55 * size if caption.position == "above" else y + 0.32 * size)
    words = caption.item.commitment.status
    if caption.position == "before":
        x = px(caption.x - width(f"  {words}", size))
        title = TextLine(x, base, caption.title, size, "end", rtl=is_rtl(caption.title))
        status = TextLine(px(caption.x), base, words, size, "end")
    else:
        title = TextLine(px(caption.x), base, caption.title, size, rtl=is_rtl(caption.title))
        status = TextLine(px(caption.x + width(f"{caption.title}  ", size)), base, words, size)
    return commitment_line(caption.item, y, canvas, (title,), (status,))


_BESIDE_TICK = 4
"""The distance between the words of a tick and its line."""


def _moments(briefing: Briefing, canvas: Canvas) -> list[Moment]:
    aside = _BESIDE_TICK * canvas.unit

    def width_of(words: str) -> float:
        return width(words, canvas.small, bold=True) + aside

    return moments_of(canvas.scale, words_in(briefing.language), width_of, aside, canvas.width)


def _ticks(moments: Sequence[Moment], canvas: Canvas, axis: float, edge: float) -> Iterator[Tick]:
    """Draw the ticks, with their words below the axis and years below months and days."""
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

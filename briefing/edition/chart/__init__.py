"""Charts of briefings, drawn to fit a frame."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from briefing.edition.briefing import Briefing
from briefing.edition.chart.canvas import canvas_of, px
from briefing.edition.chart.description import description_of
from briefing.edition.chart.items import (
    CommitmentItem,
    EventItem,
    commitment_items,
    event_items,
)
from briefing.edition.chart.landscape import landscape
from briefing.edition.chart.layout import Layout, arc_of, axis_line, zoom_box
from briefing.edition.chart.legend import head_of, keys_of, not_shown_in_words
from briefing.edition.chart.portrait import Portrait
from briefing.edition.chart.rows import bars_of, marks_of
from briefing.edition.chart.shapes import Bar, Box, Drawing, Frame, Mark, without
from briefing.edition.chart.text_width import set_in
from briefing.edition.replacing import without_marks
from briefing.edition.words import words_in

_MIN_WIDTH, _MIN_HEIGHT = 27, 25
"""The minimum width and height of a frame, in ems."""

_SMALLER = 0.92
"""The factor by which letters shrink if a chart and its key do not fit."""


def draw(briefing: Briefing, frame: Frame) -> Drawing:
    """Draw a briefing's chart to fit a frame, with smaller text if necessary.

    All positions and sizes are in pixels of the frame.

    Raises:
        ValueError: the width, the height or the letter size of the frame is not above 0.
    """
    if min(frame.width, frame.height, frame.text) <= 0:
        raise ValueError("a chart needs a width, a height and a size of letters above 0")
    with set_in(briefing.brand):
        return _draw(briefing, frame)


def _draw(briefing: Briefing, frame: Frame) -> Drawing:
    max_text = min(frame.width / _MIN_WIDTH, frame.height / _MIN_HEIGHT)
    frame = replace(frame, text=min(frame.text, max_text))
    briefing = without_marks(briefing)
    events = event_items(briefing)
    commitments = commitment_items(briefing)
    head, logo, top = head_of(briefing, frame)
    events_missing = len(briefing.entries) - len(events)
    t = words_in(briefing.language)
    prepare = Portrait if frame.is_portrait else landscape
    chart = prepare(briefing, frame, events, commitments)
    signs, remark, depth = set(_expected_signs(events, commitments)), "", 0.0
    while True:
        depth = max(depth, keys_of(signs, briefing, frame, None, 0, remark)[1])
        layout = chart.layout(top, frame.height - depth)
        if _is_cramped(briefing, layout, events, len(commitments)):
            commitments = list(layout.shown_commitments)
            chart = prepare(briefing, frame, events, commitments)
            continue
        marks, bars = _marks(layout), _bars(layout)
        commitments_missing = len(briefing.commitments) - len(layout.commitments)
        remark = not_shown_in_words(events_missing, commitments_missing, t)
        signs = set(_signs(layout, marks, bars))
        zoom = layout.canvas.scale.zoom
        keys, height = keys_of(signs, briefing, frame, zoom, layout.height, remark)
        if height - layout.height <= depth:
            break
        depth = height - layout.height

    if height > frame.height + 0.1:
        return draw(briefing, replace(frame, text=_SMALLER * frame.text))
    canvas = layout.canvas
    text_boxes = _boxes(layout)
    drawn = {mark.anchor: mark for mark in marks if mark.is_labelled}
    arcs = [
        arc_of(drawn[reversal.event.anchor], drawn[reversal.reversed.anchor], layout.rise, canvas)
        for reversal in layout.arcs
    ]
    line, breaks = axis_line(layout)
    start = layout.near if canvas.is_portrait else layout.axis - 10 * canvas.unit
    today = canvas.across(canvas.today, start, layout.edge)
    ticks = (
        replace(
            tick, lines=tuple(piece for line in tick.lines for piece in without(line, text_boxes))
        )
        for tick in layout.ticks
    )
    return Drawing(
        name=f"chart-{frame.width:g}-{frame.height:g}",
        width=frame.width,
        height=frame.height if frame.alone else px(height),
        text=frame.text,
        is_alone=frame.alone,
        title=briefing.title,
        description=description_of(briefing),
        head=head,
        logo=logo,
        axis_line=line,
        breaks=breaks,
        ticks=tuple(ticks),
        today=tuple(without(today, text_boxes)),
        zoom=zoom_box(layout),
        bars=tuple(bars),
        marks=tuple(sorted(marks, key=lambda mark: canvas.at(mark.x, mark.y))),
        overflow_counts=layout.overflow_counts,
        arcs=tuple(arcs),
        commitments=layout.commitments,
        keys=keys,
        not_shown=events_missing,
        commitments_not_shown=commitments_missing,
    )


def _is_cramped(
    briefing: Briefing, layout: Layout, events: Sequence[EventItem], given: int
) -> bool:
    """Whether the axis is longer than needed because of commitments that are not shown anyway."""
    canvas = layout.canvas
    if len(layout.shown_commitments) == given:
        return False
    scale = canvas.scale
    needed = canvas_of(briefing, canvas, events, layout.shown_commitments, scale.start, scale.end)
    return needed.scale != scale


def _marks(layout: Layout) -> list[Mark]:
    return [
        *marks_of(layout.labelled, layout.axis, layout.labels, layout.canvas, is_labelled=True),
        *marks_of(layout.unlabelled, layout.first, layout.labels, layout.canvas, is_labelled=False),
    ]


def _bars(layout: Layout) -> list[Bar]:
    canvas, unit = layout.canvas, layout.canvas.unit
    return [
        *bars_of(layout.labelled, layout.axis, 8 * unit, 0.3, canvas),
        *bars_of(layout.unlabelled, layout.first, 7 * unit * layout.unlabelled.scale, 0.25, canvas),
    ]


def _expected_signs(
    events: Sequence[EventItem], commitments: Sequence[CommitmentItem]
) -> Iterator[str]:
    """List the signs that the chart will probably use, before anything has been placed."""
    for event in events:
        yield event.entry.mark
        if any(link.is_reversal for link in event.entry.links):
            yield "arc"
        if event.entry.when in ("ahead", "perhaps ahead", "unconfirmed"):
            yield event.entry.when
    for commitment in commitments:
        yield "commitment"
        if commitment.is_late:
            yield "late"
        if not commitment.is_open:
            yield "dropped" if "dropped" in commitment.commitment.state else "kept"


def _signs(layout: Layout, marks: Sequence[Mark], bars: Sequence[Bar]) -> Iterator[str]:
    """List the name of each sign used in the chart, for the key."""
    for mark in marks:
        yield mark.mark
        if mark.is_ahead:
            yield "ahead"
        if mark.is_perhaps_ahead:
            yield "perhaps ahead"
        if mark.is_unconfirmed:
            yield "unconfirmed"
        if not mark.is_labelled:
            yield "small"
    if layout.overflow_counts:
        yield "count"
    for bar in bars:
        yield "vague" if bar.is_soft else "period"
    for line in layout.commitments:
        yield "commitment"
        if line.late:
            yield "late"
        if line.soft:
            yield "soft"
        if line.end:
            yield "dropped" if "dropped" in line.state else "kept"
    if layout.arcs:
        yield "arc"
    if layout.canvas.scale.breaks:
        yield "break"
    if layout.canvas.scale.zoom:
        yield "zoom"


def _boxes(layout: Layout) -> list[Box]:
    """List the boxes of all text that lines drawn across the chart must avoid."""
    return [
        *(line.box for tick in layout.ticks for line in tick.words),
        *(line.box for label in layout.labels.values() for line in (*label.date, *label.title)),
        *(line.box for item in layout.commitments for line in (*item.title, *item.status)),
        *(overflow.words.box for overflow in layout.overflow_counts),
    ]

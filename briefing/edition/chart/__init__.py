"""Charts of briefings, drawn from a briefing and the size of a frame."""

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
from briefing.edition.words import words_in

_LEAST_WIDTH, _LEAST_HEIGHT = 27, 25
"""A frame is at least this many ems wide and high."""

_SMALLER = 0.92
"""The size of letters in the next attempt, if a chart has no room with its key."""


def draw(briefing: Briefing, frame: Frame) -> Drawing:
    """Draw the chart of a briefing to fit a frame, with smaller letters if necessary.

    All positions and sizes are in pixels of the frame.

    Raises:
        ValueError: the width, the height or the letter size of the frame is not above 0.
    """
    if min(frame.width, frame.height, frame.text) <= 0:
        raise ValueError("a chart needs a width, a height and a size of letters above 0")
    most = min(frame.width / _LEAST_WIDTH, frame.height / _LEAST_HEIGHT)
    frame = replace(frame, text=min(frame.text, most))
    events = event_items(briefing)
    commitments = commitment_items(briefing)
    head, logo, top = head_of(briefing, frame)
    missing = len(briefing.entries) - len(events)
    t = words_in(briefing.language)
    prepare = Portrait if frame.is_portrait else landscape
    plan = prepare(briefing, frame, events, commitments)
    signs, remark, depth = set(_expected(events, commitments)), "", 0.0
    while True:
        depth = max(depth, keys_of(signs, briefing, frame, None, 0, remark)[1])
        layout = plan.layout(top, frame.height - depth)
        if _is_cramped(briefing, layout, events, len(commitments)):
            commitments = list(layout.shown)
            plan = prepare(briefing, frame, events, commitments)
            continue
        marks, bars = _marks(layout), _bars(layout)
        untold = len(briefing.commitments) - len(layout.promises)
        remark = not_shown_in_words(missing, untold, t)
        signs = set(_signs(layout, marks, bars))
        zoom = layout.canvas.scale.zoom
        keys, height = keys_of(signs, briefing, frame, zoom, layout.height, remark)
        if height - layout.height <= depth:
            break
        depth = height - layout.height

    if height > frame.height + 0.1:
        return draw(briefing, replace(frame, text=_SMALLER * frame.text))
    canvas = layout.canvas
    words = _boxes(layout)
    drawn = {mark.anchor: mark for mark in marks if mark.is_told}
    arcs = [
        arc_of(drawn[turn.event.anchor], drawn[turn.reversed.anchor], layout.rise, canvas)
        for turn in layout.arcs
    ]
    line, breaks = axis_line(layout)
    start = layout.near if canvas.is_portrait else layout.axis - 10 * canvas.unit
    today = canvas.across(canvas.today, start, layout.edge)
    ticks = (
        replace(tick, lines=tuple(piece for line in tick.lines for piece in without(line, words)))
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
        spine=line,
        breaks=breaks,
        ticks=tuple(ticks),
        today=tuple(without(today, words)),
        zoom=zoom_box(layout),
        bars=tuple(bars),
        marks=tuple(sorted(marks, key=lambda mark: canvas.at(mark.x, mark.y))),
        crowds=layout.crowds,
        arcs=tuple(arcs),
        promises=layout.promises,
        keys=keys,
        not_shown=missing,
        promises_not_shown=untold,
    )


def _is_cramped(
    briefing: Briefing, layout: Layout, events: Sequence[EventItem], given: int
) -> bool:
    """Whether the axis is longer than needed, for commitments that are not shown anyway."""
    canvas = layout.canvas
    if len(layout.shown) == given:
        return False
    scale = canvas.scale
    needed = canvas_of(briefing, canvas, events, layout.shown, scale.start, scale.end)
    return needed.scale != scale


def _marks(layout: Layout) -> list[Mark]:
    return [
        *marks_of(layout.told, layout.axis, layout.labels, layout.canvas, is_told=True),
        *marks_of(layout.others, layout.first, layout.labels, layout.canvas, is_told=False),
    ]


def _bars(layout: Layout) -> list[Bar]:
    canvas, unit = layout.canvas, layout.canvas.unit
    return [
        *bars_of(layout.told, layout.axis, 8 * unit, 0.3, canvas),
        *bars_of(layout.others, layout.first, 7 * unit * layout.others.scale, 0.25, canvas),
    ]


def _expected(events: Sequence[EventItem], commitments: Sequence[CommitmentItem]) -> Iterator[str]:
    """List the signs that the chart will probably have, before anything has its place."""
    for event in events:
        yield event.entry.mark
        if any(link.is_reversal for link in event.entry.links):
            yield "arc"
        if event.entry.when in ("ahead", "unconfirmed"):
            yield event.entry.when
    for commitment in commitments:
        yield "promise"
        if commitment.is_late:
            yield "late"
        if not commitment.is_open:
            yield "dropped" if "dropped" in commitment.commitment.state else "kept"


def _signs(layout: Layout, marks: Sequence[Mark], bars: Sequence[Bar]) -> Iterator[str]:
    """List the name of each sign that is drawn, for the key."""
    for mark in marks:
        yield mark.mark
        if mark.is_ahead:
            yield "ahead"
        if mark.is_unconfirmed:
            yield "unconfirmed"
    for bar in bars:
        yield "vague" if bar.is_soft else "period"
    for promise in layout.promises:
        yield "promise"
        if promise.late:
            yield "late"
        if promise.soft:
            yield "soft"
        if promise.end:
            yield "dropped" if "dropped" in promise.state else "kept"
    if layout.arcs:
        yield "arc"
    if layout.canvas.scale.breaks:
        yield "break"
    if layout.canvas.scale.zoom:
        yield "zoom"


def _boxes(layout: Layout) -> list[Box]:
    """List the boxes of all text that lines across the chart must not cross."""
    return [
        *(words.box for tick in layout.ticks for words in tick.words),
        *(words.box for label in layout.labels.values() for words in (*label.date, *label.title)),
        *(words.box for item in layout.promises for words in (*item.title, *item.standing)),
        *(crowd.words.box for crowd in layout.crowds),
    ]

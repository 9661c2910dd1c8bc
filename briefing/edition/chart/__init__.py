"""The chart of a briefing: a pure function of it and of the room that there is."""

from dataclasses import replace

from briefing.edition.briefing import Briefing
from briefing.edition.chart.canvas import px
from briefing.edition.chart.drawing import Drawing, Frame
from briefing.edition.chart.furniture import head_of, keys_of, not_shown_in_words
from briefing.edition.chart.happenings import happenings_of, vows_of
from briefing.edition.chart.landscape import landscape
from briefing.edition.chart.plan import arc_of, spine_of
from briefing.edition.chart.portrait import portrait
from briefing.edition.chart.rows import bars_of, marks_of
from briefing.edition.chart.story import story_of
from briefing.languages import translator

_LEAST = 27
"""A frame is so many sizes of its letters wide and high at least."""


def draw(briefing: Briefing, frame: Frame) -> Drawing:
    """The chart of `briefing` in the room that `frame` has, in smaller letters where it must be.

    Raises:
        ValueError: the frame has no room at all.
    """
    if min(frame.width, frame.height, frame.text) <= 0:
        raise ValueError("a chart needs a width, a height and a size of letters above 0")
    frame = replace(frame, text=min(frame.text, min(frame.width, frame.height) / _LEAST))
    happenings = happenings_of(briefing)
    vows = vows_of(briefing, happenings)
    head, top = head_of(briefing, frame)
    shapes: set[str] = {it.entry.mark for it in happenings}
    events = len(briefing.entries) - len(happenings)
    t = translator(briefing.language)
    lay_out = portrait if frame.is_portrait else landscape

    def depth_with(remark: str) -> float:
        return keys_of({*shapes, "vague", "late"}, briefing, frame, 0, remark)[1]

    depth = depth_with(not_shown_in_words(events, 0, t))
    while True:
        plan = lay_out(briefing, frame, happenings, vows, top, frame.height - depth)
        promises = len(briefing.commitments) - len(plan.promises)
        remark = not_shown_in_words(events, promises, t)
        if depth_with(remark) <= depth:
            break
        depth = depth_with(remark)

    canvas = plan.canvas
    marks = [
        *marks_of(plan.told, plan.axis, plan.labels, canvas, is_told=True),
        *marks_of(plan.others, plan.first, plan.labels, canvas, is_told=False),
    ]
    bars = [
        *bars_of(plan.told, plan.axis, 8 * canvas.unit, 0.3, canvas),
        *bars_of(plan.others, plan.first, 7 * canvas.unit * plan.others.scale, 0.25, canvas),
    ]
    drawn = {it.anchor: it for it in marks if it.is_told}
    arcs = [
        arc_of(drawn[turn.event.anchor], drawn[turn.reversed.anchor], plan.rise, canvas)
        for turn in plan.arcs
    ]
    spine, breaks = spine_of(plan)
    if any(it.is_soft for it in bars):
        shapes.add("vague")
    if any(it.late for it in plan.promises):
        shapes.add("late")
    keys, height = keys_of(shapes, briefing, frame, plan.height, remark)
    return Drawing(
        name=f"chart-{frame.width:g}-{frame.height:g}",
        width=frame.width,
        height=frame.height if frame.alone else px(height),
        text=frame.text,
        is_alone=frame.alone,
        title=briefing.title,
        description=story_of(briefing),
        head=head,
        spine=spine,
        breaks=breaks,
        ticks=plan.ticks,
        today=canvas.across(canvas.today, plan.axis + 10 * canvas.out * canvas.unit, plan.edge),
        bars=tuple(bars),
        marks=tuple(sorted(marks, key=lambda it: canvas.at(it.x, it.y))),
        crowds=plan.crowds,
        arcs=tuple(arcs),
        promises=plan.promises,
        keys=keys,
        not_shown=events,
        promises_not_shown=promises,
    )

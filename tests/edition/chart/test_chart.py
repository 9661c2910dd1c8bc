"""What is true of every chart, whatever the record and the room for it.

More charts than by default: CHARTS=2000 pytest tests/edition/chart
"""

import os
from itertools import combinations

from hypothesis import given, settings

from briefing.edition.chart import draw
from briefing.edition.chart.drawing import Box, Drawing, Frame, Line, Mark
from tests.edition.chart.made import Made, all_words, briefings, frames, meet, points

_ROUNDING = 0.2

charts = given(briefings, frames)
often = settings(max_examples=int(os.environ.get("CHARTS", "30")), deadline=None)


def box(mark: Mark) -> Box:
    half = 6 * mark.scale
    return Box(mark.x - half, mark.y - half, mark.x + half, mark.y + half)


def shrunk(box: Box) -> Box:
    return Box(
        box.left + _ROUNDING, box.top + _ROUNDING, box.right - _ROUNDING, box.bottom - _ROUNDING
    )


def curve(path: str) -> list[tuple[float, float]]:
    """Places on a cubic curve."""

    def at(t: float) -> tuple[float, float]:
        shares = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
        corners = list(zip(shares, points(path), strict=True))
        return sum(share * x for share, (x, _) in corners), sum(
            share * y for share, (_, y) in corners
        )

    return [at(n / 20) for n in range(21)]


def lines(drawing: Drawing) -> list[Line]:
    promises = [
        line for it in drawing.promises for line in (it.line, it.soft, it.late, it.due) if line
    ]
    ticks = [it.line for it in drawing.ticks if it.line]
    return [*drawing.spine, *drawing.breaks, *ticks, drawing.today, *promises]


@charts
@often
def test_no_two_words_overlap(made: Made, frame: Frame) -> None:
    boxes = [(shrunk(it.box), it.text) for it in all_words(draw(made(), frame))]
    for (one, text), (other, other_text) in combinations(boxes, 2):
        assert not meet(one, other), (text, other_text)


@charts
@often
def test_no_words_cover_a_mark(made: Made, frame: Frame) -> None:
    drawing = draw(made(), frame)
    marks = [(shrunk(box(it)), it.words) for it in drawing.marks]
    for words in all_words(drawing):
        for mark, of in marks:
            assert not meet(mark, words.box), (words.text, of)


@charts
@often
def test_no_two_marks_overlap(made: Made, frame: Frame) -> None:
    for one, other in combinations(draw(made(), frame).marks, 2):
        assert not meet(shrunk(box(one)), shrunk(box(other))), (one.words, other.words)


@charts
@often
def test_nothing_leaves_the_frame(made: Made, frame: Frame) -> None:
    drawing = draw(made(), frame)
    assert drawing.width == frame.width and drawing.height <= frame.height
    boxes = [*(it.box for it in all_words(drawing)), *map(box, drawing.marks)]
    places = [(it.left, it.top) for it in boxes] + [(it.right, it.bottom) for it in boxes]
    places += [place for it in lines(drawing) for place in ((it.x1, it.y1), (it.x2, it.y2))]
    places += [place for it in drawing.bars for place in points(it.path)]
    places += [place for it in drawing.arcs for place in (*curve(it.path), *points(it.head))]
    places += [place for leader in drawing.leaders for place in leader]
    for x, y in places:
        assert -_ROUNDING <= x <= drawing.width + _ROUNDING
        assert -_ROUNDING <= y <= drawing.height + _ROUNDING


@charts
@often
def test_every_event_is_shown_or_counted(made: Made, frame: Frame) -> None:
    briefing = made()
    drawing = draw(briefing, frame)
    anchors = [it.anchor for it in drawing.marks]
    assert len(anchors) == len(set(anchors))
    assert set(anchors) <= {it.anchor for it in briefing.entries}
    counted = sum(it.count for it in drawing.crowds) + drawing.not_shown
    assert len(anchors) + counted == len(briefing.entries)
    shown = [it.words for it in drawing.promises]
    assert len(shown) + drawing.promises_not_shown == len(briefing.commitments)


@charts
@often
def test_what_came_first_stands_first(made: Made, frame: Frame) -> None:
    briefing = made()
    drawing = draw(briefing, frame)
    places = {it.anchor: it.y if frame.is_portrait else it.x for it in drawing.marks}
    entries = [it for it in briefing.entries if it.anchor in places]
    for one, other in combinations(entries, 2):
        if one.span.latest < other.span.earliest:
            assert places[one.anchor] <= places[other.anchor]


@charts
@often
def test_arcs_lead_from_a_reversal_to_what_it_reverses(made: Made, frame: Frame) -> None:
    briefing = made()
    drawing = draw(briefing, frame)
    marks = {it.anchor: it for it in drawing.marks}
    turns = {(it.event.anchor, it.reversed.anchor) for it in briefing.reversals}
    for arc in drawing.arcs:
        assert (arc.event, arc.reversed) in turns
        start, *_, end = points(arc.path)
        for (x, y), mark in ((start, marks[arc.event]), (end, marks[arc.reversed])):
            assert abs(x - mark.x) <= 12 * mark.scale and abs(y - mark.y) <= 12 * mark.scale


@charts
@often
def test_a_label_tells_of_its_own_event(made: Made, frame: Frame) -> None:
    briefing = made()
    entries = {it.anchor: it for it in briefing.entries}
    for mark in draw(briefing, frame).marks:
        if mark.label:
            said = "".join(it.text for it in mark.label.title).rstrip("…").replace(" ", "")
            assert entries[mark.anchor].title.replace(" ", "").startswith(said)
            assert any(
                abs(x - mark.x) <= 12 * mark.scale and abs(y - mark.y) <= 12 * mark.scale
                for x, y in mark.label.leader
            )


@charts
@often
def test_the_same_briefing_makes_the_same_drawing(made: Made, frame: Frame) -> None:
    briefing = made()
    assert draw(briefing, frame) == draw(briefing, frame)

"""Laws for every chart, whatever the record and the space available."""

from collections.abc import Callable
from itertools import combinations, pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.briefing import Briefing
from briefing.edition.chart import draw
from briefing.edition.chart.shapes import Box, Drawing, Frame, Line, Mark
from briefing.edition.chart.text_width import width, wrap
from tests.edition.chart.random_charts import (
    Made,
    all_words,
    briefings,
    frames,
    meet,
    points,
    shaped,
    shaped_briefings,
    touches,
)

_ROUNDING = 0.2

Law = Callable[[Briefing, Drawing, Frame], None]
LAWS: list[Law] = []


def law(check: Law) -> Law:
    """Run `check` on each chart."""
    LAWS.append(check)
    return check


@given(briefings, frames)
def test_each_law_holds(made: Made, frame: Frame) -> None:
    briefing = made()
    drawing = draw(briefing, frame)
    for check in LAWS:
        check(briefing, drawing, frame)


def box(mark: Mark) -> Box:
    half = 6 * mark.scale
    return Box(mark.x - half, mark.y - half, mark.x + half, mark.y + half)


def shrunk(box: Box) -> Box:
    return Box(
        box.left + _ROUNDING, box.top + _ROUNDING, box.right - _ROUNDING, box.bottom - _ROUNDING
    )


def curve(path: str) -> list[tuple[float, float]]:
    """Return points on a cubic Bézier curve."""

    def at(t: float) -> tuple[float, float]:
        shares = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
        corners = list(zip(shares, points(path), strict=True))
        return sum(share * x for share, (x, _) in corners), sum(
            share * y for share, (_, y) in corners
        )

    return [at(n / 20) for n in range(21)]


def lines(drawing: Drawing) -> list[Line]:
    promises = [
        line
        for promise in drawing.commitments
        for line in (promise.line, promise.soft, promise.late, promise.due)
        if line
    ]
    ticks = [line for tick in drawing.ticks for line in tick.lines]
    return [*drawing.axis_line, *drawing.breaks, *ticks, *drawing.today, *promises]


@law
def no_two_words_overlap(briefing: Briefing, drawing: Drawing, frame: Frame) -> None:
    boxes = [(shrunk(word.box), word.text) for word in all_words(drawing)]
    for (one, text), (other, other_text) in combinations(boxes, 2):
        assert not meet(one, other), (text, other_text)


@law
def no_words_cover_a_mark(briefing: Briefing, drawing: Drawing, frame: Frame) -> None:
    marks = [(shrunk(box(mark)), mark.words) for mark in drawing.marks]
    for words in all_words(drawing):
        for mark, of in marks:
            assert not meet(mark, words.box), (words.text, of)


@law
def no_two_marks_overlap(briefing: Briefing, drawing: Drawing, frame: Frame) -> None:
    for one, other in combinations(drawing.marks, 2):
        assert not meet(shrunk(box(one)), shrunk(box(other))), (one.words, other.words)


@law
def nothing_leaves_the_frame(briefing: Briefing, drawing: Drawing, frame: Frame) -> None:
    assert drawing.width == frame.width and drawing.height <= frame.height
    boxes = [*(word.box for word in all_words(drawing)), *map(box, drawing.marks)]
    places = [(box.left, box.top) for box in boxes] + [(box.right, box.bottom) for box in boxes]
    places += [
        place for line in lines(drawing) for place in ((line.x1, line.y1), (line.x2, line.y2))
    ]
    places += [place for bar in drawing.bars for place in points(bar.path)]
    places += [place for arc in drawing.arcs for place in (*curve(arc.path), *points(arc.head))]
    places += [place for leader in drawing.leaders for place in leader.corners]
    for x, y in places:
        assert -_ROUNDING <= x <= drawing.width + _ROUNDING
        assert -_ROUNDING <= y <= drawing.height + _ROUNDING


@law
def every_event_is_shown_or_counted(briefing: Briefing, drawing: Drawing, frame: Frame) -> None:
    anchors = [mark.anchor for mark in drawing.marks]
    assert len(anchors) == len(set(anchors))
    assert set(anchors) <= {entry.anchor for entry in briefing.entries}
    counted = sum(overflow.count for overflow in drawing.overflow_counts) + drawing.not_shown
    assert len(anchors) + counted == len(briefing.entries)
    shown = [promise.words for promise in drawing.commitments]
    assert len(shown) + drawing.commitments_not_shown == len(briefing.commitments)


@law
def what_came_first_stands_first(briefing: Briefing, drawing: Drawing, frame: Frame) -> None:
    places = {mark.anchor: mark.y if frame.is_portrait else mark.x for mark in drawing.marks}
    entries = [entry for entry in briefing.entries if entry.anchor in places]
    for one, other in combinations(entries, 2):
        if one.start.latest < other.start.earliest:
            assert places[one.anchor] <= places[other.anchor]


@law
def no_line_strikes_through_words(briefing: Briefing, drawing: Drawing, frame: Frame) -> None:
    across = [*drawing.today, *(line for tick in drawing.ticks for line in tick.lines)]
    for words in all_words(drawing):
        for line in across:
            upright = Box(line.x1, line.y1, line.x2 + 0.01, line.y2 + 0.01)
            assert not meet(upright, shrunk(words.box)), words.text


@law
def a_known_day_is_a_plain_mark_and_each_day_has_one_place(
    briefing: Briefing, drawing: Drawing, frame: Frame
) -> None:
    places: dict[float, set[float]] = {}
    marks = {mark.anchor: mark for mark in drawing.marks}
    shown = [entry for entry in briefing.entries if entry.anchor in marks]
    known = [entry for entry in shown if entry.span.is_day and 1 <= entry.year <= 9999]
    for entry in known:
        mark = marks[entry.anchor]
        place = mark.y if frame.is_portrait else mark.x
        places.setdefault(entry.span.earliest.toordinal(), set()).add(place)
    assert all(len(titles) == 1 for titles in places.values())
    if len(known) == len(briefing.entries):
        assert not drawing.bars
    for line in drawing.today:
        today = line.y1 if frame.is_portrait else line.x1
        assert places.get(briefing.as_of_day.toordinal(), {today}) == {today}


@law
def the_key_explains_what_is_drawn_and_nothing_else(
    briefing: Briefing, drawing: Drawing, frame: Frame
) -> None:
    drawn = {mark.mark for mark in drawing.marks} | {"today"}
    drawn |= {"ahead" for mark in drawing.marks if mark.is_ahead}
    drawn |= {"perhaps ahead" for mark in drawing.marks if mark.is_perhaps_ahead}
    drawn |= {"unconfirmed" for mark in drawing.marks if mark.is_unconfirmed}
    drawn |= {"small" for mark in drawing.marks if not mark.is_labelled}
    drawn |= {"count"} if drawing.overflow_counts else set()
    drawn |= {"vague" if bar.is_soft else "period" for bar in drawing.bars}
    for promise in drawing.commitments:
        drawn |= {"commitment"}
        drawn |= {"late"} if promise.late else set()
        drawn |= {"soft"} if promise.soft else set()
        drawn |= {"dropped" if "dropped" in promise.state else "kept"} if promise.end else set()
    drawn |= {"arc"} if drawing.arcs else set()
    drawn |= {"break"} if drawing.breaks else set()
    drawn |= {"zoom"} if drawing.zoom else set()
    keys = [key.shape for key in drawing.keys if key.shape]
    assert len(keys) == len(set(keys)) and set(keys) == drawn


PAGES = [Frame(960, 505, 19.5), Frame(480, 640, 18), Frame(340, 900, 13), Frame(1040, 520)]
"""The frames that pages have for a chart."""


@given(shaped_briefings, st.sampled_from(PAGES))
def test_events_of_high_weight_have_labels(made: Made, frame: Frame) -> None:
    briefing = made()
    labelled = {mark.anchor for mark in draw(briefing, frame).marks if mark.label}
    for entry in briefing.entries:
        assert entry.weight != "high" or entry.anchor in labelled, entry.title


def label_boxes(drawing: Drawing) -> list[tuple[Mark, Box]]:
    return [
        (mark, words.box)
        for mark in drawing.marks
        if mark.label
        for words in (*mark.label.date, *mark.label.title)
    ]


@law
def no_event_of_high_weight_is_without_a_label_that_has_room(
    briefing: Briefing, drawing: Drawing, frame: Frame
) -> None:
    labelled = {mark.anchor for mark in drawing.marks if mark.label}
    high = {entry.anchor: entry for entry in briefing.entries if entry.weight == "high"}
    missing = [mark for mark in drawing.marks if mark.anchor in high.keys() - labelled]
    size, small, unit = drawing.text, 0.86 * drawing.text, drawing.text / 13
    if frame.is_portrait:
        top = drawing.head[-1].y + size if drawing.head else 0
        room = drawing.keys[0].y - 1.6 * size - top
        needed = 2 * 1.25 * small + (1 + 0.55) * 1.24 * size
        is_full = (1 + len(labelled & high.keys())) * needed > room
        with_label = [mark for mark in drawing.marks if mark.is_labelled]
        for mark in missing:
            nearby = sum(abs(other.y - mark.y) < 1.3 * 18 * unit for other in with_label)
            # Many marks side by side would reduce the width of their labels.
            assert is_full or nearby >= 2, mark.words
        return
    # A full-width column of the label area, next to the stem, must be free.
    boxes = [box for _, box in label_boxes(drawing)]
    for mark in missing:
        entry = high[mark.anchor]
        title = wrap(entry.title, size, 8 * size, 1, mark.mark == "turn")[0]
        wide = max(width(entry.date, small), width(title, size, mark.mark == "turn")) + 18 * unit
        for left in (mark.x - 11 * unit, mark.x + 11 * unit - wide):
            column = Box(left, 0, left + wide, max((box.bottom for box in boxes), default=0))
            is_within = left >= 0 and left + wide <= drawing.width and boxes
            is_taken = any(meet(column, box) for box in boxes) or any(
                touches(line, column)
                for leader in drawing.leaders
                for line in pairwise(leader.corners)
            )
            assert is_taken or not is_within, entry.title


@law
def a_title_is_cut_short_only_for_high_weight_or_if_it_is_very_long(
    briefing: Briefing, drawing: Drawing, frame: Frame
) -> None:
    entries = {entry.anchor: entry for entry in briefing.entries}
    for mark in drawing.marks:
        if mark.label and mark.label.title[-1].text.endswith("…"):
            entry = entries[mark.anchor]
            whole = wrap(entry.title, drawing.text, 19 * drawing.text, 4, mark.mark == "turn")
            assert entry.weight == "high" or frame.is_portrait or whole[-1].endswith("…")


@law
def no_leader_strikes_through_a_label(briefing: Briefing, drawing: Drawing, frame: Frame) -> None:
    for leader in drawing.leaders:
        for mark, box in label_boxes(drawing):
            for line in pairwise(leader.corners):
                assert not touches(line, shrunk(box)), mark.words


@law
def leaders_do_not_cross(briefing: Briefing, drawing: Drawing, frame: Frame) -> None:
    leaders = [mark.label.leader for mark in drawing.marks if mark.label]
    for one, other in combinations(leaders, 2):
        for (a, b), (c, d) in product(pairwise(one), pairwise(other)):
            assert not (turns(a, b, c) * turns(a, b, d) < 0 > turns(c, d, a) * turns(c, d, b))


def turns(
    one: tuple[float, float], other: tuple[float, float], third: tuple[float, float]
) -> float:
    """Return the direction in which a path through three points turns."""
    (ax, ay), (bx, by), (cx, cy) = one, other, third
    return (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)


@given(st.sampled_from(["tail", "far"]), st.integers(0, 10**6), st.booleans())
def test_no_stretch_of_the_axis_is_empty_for_long(shape: str, seed: int, is_portrait: bool) -> None:
    drawing = draw(shaped(shape, seed), Frame(400, 1000) if is_portrait else Frame(1000, 500))
    items = [(mark.x, mark.y) for mark in drawing.marks]
    items += [(line.x1, line.y1) for line in drawing.breaks]
    items += [(promise.due.x1, promise.due.y1) for promise in drawing.commitments if promise.due]
    along = sorted(y if is_portrait else x for x, y in items)
    assert max(later - place for place, later in pairwise(along)) <= 360


@law
def arcs_lead_from_a_reversal_to_what_it_reverses(
    briefing: Briefing, drawing: Drawing, frame: Frame
) -> None:
    marks = {mark.anchor: mark for mark in drawing.marks}
    turns = {(reversal.event.anchor, reversal.reversed.anchor) for reversal in briefing.reversals}
    for arc in drawing.arcs:
        assert (arc.event, arc.reversed) in turns
        start, *_, end = points(arc.path)
        for (x, y), mark in ((start, marks[arc.event]), (end, marks[arc.reversed])):
            assert abs(x - mark.x) <= 12 * mark.scale and abs(y - mark.y) <= 12 * mark.scale


@law
def a_label_tells_of_its_own_event(briefing: Briefing, drawing: Drawing, frame: Frame) -> None:
    entries = {entry.anchor: entry for entry in briefing.entries}
    for mark in drawing.marks:
        if mark.label:
            start = "".join(line.text for line in mark.label.title).rstrip("…").replace(" ", "")
            assert entries[mark.anchor].title.replace(" ", "").startswith(start)
            assert any(
                abs(x - mark.x) <= 12 * mark.scale and abs(y - mark.y) <= 12 * mark.scale
                for x, y in mark.label.leader
            )


@law
def the_same_briefing_makes_the_same_drawing(
    briefing: Briefing, drawing: Drawing, frame: Frame
) -> None:
    assert draw(briefing, frame) == drawing

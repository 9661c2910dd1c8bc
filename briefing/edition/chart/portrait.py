"""A chart layout in which time runs downwards, with a column of labels on the right."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import inf
from typing import NamedTuple

from briefing.edition.briefing import Briefing
from briefing.edition.chart.axis import Moment, moments_of
from briefing.edition.chart.callouts import Cell, column
from briefing.edition.chart.canvas import Canvas, canvas_of, px
from briefing.edition.chart.items import CommitmentItem, EventItem
from briefing.edition.chart.layout import (
    Layout,
    arcs_of,
    candidates,
    commitment_line,
    in_lanes,
    overflow_counts_of,
)
from briefing.edition.chart.rows import MARK, AxisSpan, labelled_rows, placed_on, unlabelled_rows
from briefing.edition.chart.shapes import CommitmentLine, Frame, Label, TextLine, Tick, is_rtl
from briefing.edition.chart.text_width import balanced, width, wrap
from briefing.edition.words import words_in
from briefing.typography import capitalised

_MAX_LABELS, _MAX_LANES = 40, 3
_TICKS, _OTHERS = 0.16, 0.12
"""The maximum share of the width for the words of ticks, and for all unlabelled events."""
_NARROW = 36
"""In a frame narrower than this, in ems, at most two events are side by side rather than three."""
_NARROWEST = 6
"""The minimum width of a label in ems, if at all possible."""
_FURTHEST = 7
"""The maximum number of lines between a label and its mark, except for high-weight events."""
_MAX_LINES, _CUT_LINES = 8, (3, 2, 1)
"""The maximum number of lines in a title, and in one that must be cut short."""
_LATE, _USUAL = 75, 22
"""The priority of a commitment that is or was overdue, and of any other."""


class _Form(NamedTuple):
    """The lines of a label, and its height in pixels.

    They give the date and title of an event, or the title and status of a commitment.
    """

    first: tuple[str, ...]
    second: tuple[str, ...]
    height: float


@dataclass(frozen=True, slots=True)
class _LabelRequest:
    """A request to label an event, or a commitment in its lane. The best form is first."""

    item: EventItem | CommitmentItem
    lane: int
    place: float
    priority: float
    forms: tuple[_Form, ...]

    @property
    def is_vital(self) -> bool:
        """Whether it is for a high-weight event or an overdue commitment."""
        return self.is_high or (
            isinstance(self.item, CommitmentItem) and self.item.commitment.state == "overdue"
        )

    @property
    def is_high(self) -> bool:
        """Whether it is for a high-weight event."""
        return isinstance(self.item, EventItem) and self.item.is_high


class _Label(NamedTuple):
    """A label in one of its forms, with its top in pixels."""

    item: EventItem | CommitmentItem
    lane: int
    place: float
    form: _Form
    top: float


@dataclass(frozen=True, slots=True)
class Portrait:
    """A chart in which time runs downwards. All its parts depend on its height."""

    briefing: Briefing
    frame: Frame
    events: Sequence[EventItem]
    commitments: Sequence[CommitmentItem]

    def layout(self, top: float, bottom: float) -> Layout:
        """Lay out the chart between two heights in pixels."""
        return _layout(self.briefing, self.frame, self.events, self.commitments, top, bottom)


def _layout(
    briefing: Briefing,
    frame: Frame,
    events: Sequence[EventItem],
    commitments: Sequence[CommitmentItem],
    top: float,
    bottom: float,
) -> Layout:
    """Lay out the chart. Its column of labels takes up the width that the marks leave."""
    unit, small = frame.unit, frame.small
    margin, lane = 12 * unit, 9 * unit
    canvas = canvas_of(briefing, frame, events, commitments, top + margin, bottom - margin)
    scale = canvas.scale
    max_rows = 2 if frame.width < _NARROW * frame.text else 3
    moments = [
        _in_one_line(moment, canvas)
        for moment in moments_of(
            scale, words_in(briefing.language), lambda _: 1.3 * small, 1.4 * small, bottom
        )
    ]
    ticks_width = 18 * unit + max(
        (width(moment.words, small, moment.is_major) for moment in moments), default=0
    )
    chosen = candidates(events, canvas, max_rows, 2 * _MAX_LABELS)
    arcs = arcs_of(briefing, chosen, int((bottom - top) / (40 * unit)))
    with_arcs = {anchor for turn in arcs for anchor in (turn.event.anchor, turn.reversed.anchor)}
    rise = min(0.08 * frame.width, 36 * unit) if arcs else 0
    rows = in_lanes(
        [AxisSpan(*map(scale, commitment.whole)) for commitment in commitments], lane, _MAX_LANES
    )
    in_lane = [
        (commitment, row)
        for commitment, row in zip(commitments, rows, strict=True)
        if row is not None
    ]
    lanes = lane * (1 + max((row for _, row in in_lane), default=-1))

    # The width left for the column depends on the marks beside it, which depend on the labels.
    placed = placed_on(canvas, events)
    is_strict, events_width = False, 0.0
    while True:
        edge = ticks_width + events_width + 8 * unit + rise + lanes
        left = edge + 24 * unit
        available = frame.width - left - 12 * unit
        if available < _NARROWEST * frame.text and not is_strict:
            # With this many marks side by side, there is no room for labels.
            is_strict, events_width = True, 0.0
            chosen = candidates(events, canvas, max_rows, 2 * _MAX_LABELS, is_strict=True)
            continue
        requests = [
            *(_event_request(event, canvas, available) for event in chosen),
            *(
                _commitment_request(commitment, row, canvas, available)
                for commitment, row in in_lane
            ),
        ]
        labels = _column(requests, canvas, top, bottom)
        names = {
            label.item.entry.anchor for label in labels if isinstance(label.item, EventItem)
        } | with_arcs
        above = [event for event in placed if event.item.entry.anchor in names]
        rest = [event for event in placed if event.item.entry.anchor not in names]
        labelled = labelled_rows(above, canvas, max_rows)
        unlabelled = unlabelled_rows(rest, canvas, _OTHERS * frame.width)
        counts_width = width(f"+{len(unlabelled.crowded):,}", small) if unlabelled.crowded else 0
        needed = unlabelled.depth + counts_width + max(labelled.depth, labelled.pitch)
        if needed <= events_width:
            break
        events_width = needed

    axis = ticks_width + unlabelled.depth + counts_width + 8 * unit + MARK * unit / 2
    first_lane = edge - lanes + lane / 2
    across = {row.item.entry.anchor: axis + row.row * labelled.pitch for row in labelled.rows}
    return Layout(
        canvas=canvas,
        arcs=arcs,
        labelled=labelled,
        unlabelled=unlabelled,
        axis=axis,
        first=ticks_width + unlabelled.pitch / 2,
        rise=rise,
        near=margin,
        edge=edge,
        height=bottom,
        ticks=tuple(_ticks(moments, canvas, edge)),
        labels={
            (anchor := label.item.entry.anchor): _drawn(label, left, across[anchor], canvas)
            for label in labels
            if isinstance(label.item, EventItem)
        },
        commitments=tuple(
            _commitment_line(label, label.item, left, first_lane + label.lane * lane, canvas)
            for label in labels
            if isinstance(label.item, CommitmentItem)
        ),
        overflow_counts=tuple(
            overflow_counts_of(unlabelled, canvas, ticks_width + unlabelled.depth + 2 * unit)
        ),
        shown_commitments=tuple(
            label.item for label in labels if isinstance(label.item, CommitmentItem)
        ),
    )


def _event_request(event: EventItem, canvas: Canvas, available: float) -> _LabelRequest:
    date = wrap(capitalised(event.entry.date), canvas.small, available, 3)
    title, size, bold = event.entry.title, canvas.text, event.entry.mark == "turn"
    titles = [balanced(title, size, available, _MAX_LINES, bold)]
    if event.is_high:
        titles += [wrap(title, size, available, n, bold) for n in _CUT_LINES if n < len(titles[0])]
    forms = tuple(
        _Form(date, lines, 1.25 * canvas.small * len(date) + canvas.line_height * len(lines))
        for lines in titles
    )
    return _LabelRequest(event, 0, canvas.scale(event.place), event.priority, forms)


def _commitment_request(
    commitment: CommitmentItem, lane: int, canvas: Canvas, available: float
) -> _LabelRequest:
    title = wrap(commitment.commitment.title, canvas.small, available, 3)
    status = wrap(commitment.commitment.status, canvas.small, available, 2)
    form = _Form(title, status, 1.25 * canvas.small * (len(title) + len(status)))
    place = (
        commitment.limit.end
        if commitment.is_late and commitment.limit
        else commitment.made
        if commitment.is_open
        else commitment.end
    )
    priority = _LATE if commitment.is_late else _USUAL
    return _LabelRequest(commitment, lane, canvas.scale(place), priority, (form,))


def _column(
    requests: Sequence[_LabelRequest], canvas: Canvas, top: float, bottom: float
) -> list[_Label]:
    """Choose the labels that fit."""
    by_weight = sorted(
        requests, key=lambda request: (not request.is_high, not request.is_vital, -request.priority)
    )
    line = canvas.line_height
    cells = [
        Cell(
            request.place,
            [form.height for form in request.forms],
            inf if request.is_high else _FURTHEST * line,
        )
        for request in by_weight
    ]
    placed = column(cells, sum(request.is_high for request in requests), top, bottom, 0.55 * line)
    return [
        _Label(request.item, request.lane, request.place, request.forms[cell[0]], cell[1])
        for request, cell in zip(by_weight, placed, strict=True)
        if cell
    ]


def _lines(
    label: _Label, left: float, canvas: Canvas, second: float
) -> tuple[tuple[TextLine, ...], tuple[TextLine, ...]]:
    """Place all lines of a label. Those in its second part are in letters of the size `second`."""
    made: list[TextLine] = []
    y = label.top
    for line in label.form.first:
        y += 1.25 * canvas.small
        made.append(TextLine(px(left), px(y - 0.3 * canvas.small), line, canvas.small))
    for line in label.form.second:
        y += 1.25 * second
        made.append(TextLine(px(left), px(y - 0.3 * second), line, second))
    number = len(label.form.first)
    return tuple(made[:number]), tuple(made[number:])


def _leader(
    across: float, label: _Label, left: float, canvas: Canvas
) -> tuple[tuple[float, float], ...]:
    """Draw the line from a mark to the first line of its label, straight and then diagonally."""
    end = label.top + 0.65 * canvas.small
    unit = canvas.unit
    return (
        (px(across), px(label.place)),
        (px(left - 20 * unit), px(label.place)),
        (px(left - 8 * unit), px(end)),
        (px(left - 4 * unit), px(end)),
    )


def _drawn(label: _Label, left: float, across: float, canvas: Canvas) -> Label:
    date, title = _lines(label, left, canvas, canvas.text)
    if isinstance(label.item, EventItem):
        entry = label.item.entry
        bold, rtl = entry.mark == "turn", is_rtl(entry.title)
        title = tuple(replace(line, bold=bold, rtl=rtl) for line in title)
    return Label(date, title, _leader(across + 9 * canvas.unit, label, left, canvas))


def _commitment_line(
    label: _Label, commitment: CommitmentItem, left: float, across: float, canvas: Canvas
) -> CommitmentLine:
    title, status = _lines(label, left, canvas, canvas.small)
    title = tuple(replace(line, rtl=is_rtl(commitment.commitment.title)) for line in title)
    leader = _leader(across + 4 * canvas.unit, label, left, canvas)
    return commitment_line(commitment, across, canvas, title, status, leader)


def _ticks(moments: Sequence[Moment], canvas: Canvas, edge: float) -> Iterator[Tick]:
    left, size = 12 * canvas.unit, canvas.small
    for moment in moments:
        place = canvas.scale(moment.day)
        words = TextLine(px(left), px(place + size), moment.words, size, bold=moment.is_major)
        line = canvas.across(place, left, edge)
        yield Tick(
            (line,) if moment.is_line else (), (words,) if moment.words else (), moment.is_major
        )


def _in_one_line(moment: Moment, canvas: Canvas) -> Moment:
    """Write a moment on one line, without its year or without words if it would be too wide."""
    choices = [moment.words]
    if moment.year:
        choices.insert(0, moment.year if moment.is_major else f"{moment.words} {moment.year}")
    available = _TICKS * canvas.width
    fits = (words for words in choices if width(words, canvas.small, moment.is_major) <= available)
    return moment._replace(words=next(fits, ""))

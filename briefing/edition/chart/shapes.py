"""A chart's shapes and text, positioned and ready for a template to print.

All positions and sizes are in pixels, from the top left corner.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from briefing.edition.chart import text_width
from briefing.record.kinds import Symbol

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Frame:
    """The size of a chart in pixels. If it is taller than it is wide, time runs down the page.

    `text` is the largest size of its letters. A chart that is `alone` has a heading and fills the
    frame. Any other chart may be shorter.
    """

    width: float
    height: float
    text: float = 13
    alone: bool = False

    @property
    def is_portrait(self) -> bool:
        """Whether time runs downwards."""
        return self.height > self.width

    @property
    def unit(self) -> float:
        """The size equivalent to one pixel when letters are 13 pixels high."""
        return self.text / 13

    @property
    def small(self) -> float:
        """The size of small text, in pixels."""
        return 0.86 * self.text

    @property
    def line_height(self) -> float:
        """The distance from one line of text to the next, in pixels."""
        return 1.24 * self.text


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float


def is_rtl(text: str) -> bool:
    """Whether the first letter with a direction belongs to a right-to-left script (UAX 9, P2)."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return (
        next((direction for direction in directions if direction in ("L", "R", "AL")), "L") != "L"
    )


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text on the baseline `y`. `anchor` is the part of the text that is at `x`.

    The start is the left end, even if the line is part of an `rtl` text.
    """

    x: float
    y: float
    text: str
    size: float
    anchor: Anchor = "start"
    bold: bool = False
    rtl: bool = False

    @property
    def box(self) -> Box:
        """The largest box that the text can take up."""
        width = text_width.width(self.text, self.size, self.bold)
        left = self.x - width * {"start": 0, "middle": 0.5, "end": 1}[self.anchor]
        return Box(left, self.y - 0.8 * self.size, left + width, self.y + 0.25 * self.size)


@dataclass(frozen=True, slots=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float


def without(line: Line, boxes: Iterable[Box], aside: float = 2) -> Iterator[Line]:
    """Yield the parts of a vertical or horizontal line that are outside all `boxes`.

    They keep a distance of `aside` pixels.
    """
    is_upright = line.x1 == line.x2
    start, end = sorted((line.y1, line.y2) if is_upright else (line.x1, line.x2))
    place = line.x1 if is_upright else line.y1
    met = [
        (box.left, box.right, box.top, box.bottom)
        if is_upright
        else (box.top, box.bottom, box.left, box.right)
        for box in boxes
    ]
    spans = sorted(
        (start, end) for near, far, start, end in met if near - aside < place < far + aside
    )
    for low, high in [*spans, (end + aside, end)]:
        stop = min(round(low - aside, 1), end)
        if stop > start and is_upright:
            yield Line(place, start, place, stop)
        elif stop > start:
            yield Line(start, place, stop, place)
        start = max(start, round(high + aside, 1))


@dataclass(frozen=True, slots=True)
class Tick:
    """A moment on the axis, labelled in one or two lines of text, with lines across the chart.

    The lines do not cross the chart's text.
    """

    lines: tuple[Line, ...]
    words: tuple[TextLine, ...]
    is_major: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar for a period or, if `is_soft`, a pointed one for the days that a vague date can mean.

    `anchor` is the anchor of its event on the page.
    """

    path: str
    mark: Symbol
    opacity: float
    is_soft: bool
    anchor: str


@dataclass(frozen=True, slots=True)
class Label:
    """The date and title beside a mark. The title may be cut short.

    `leader` holds the corners of the line between the label and its mark.
    """

    date: tuple[TextLine, ...]
    title: tuple[TextLine, ...]
    leader: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """An event's mark. At a `scale` of 1, it extends at most 9 pixels from its centre.

    `anchor` is the anchor of the event on the page, and `words` describes it in one line, with its
    stage if it is not past. `is_labelled` is true if it has a label or an arc. Marks of future
    events are hollow, and those of events that may not have happened yet are pale. Those of
    unconfirmed plans are hollow, with a broken outline.
    """

    x: float
    y: float
    scale: float
    mark: Symbol
    anchor: str
    words: str
    is_labelled: bool
    is_ahead: bool
    is_perhaps_ahead: bool
    is_unconfirmed: bool
    label: Label | None


@dataclass(frozen=True, slots=True)
class OverflowCount:
    """The number of events that do not fit, where to show it, and the events' anchors."""

    words: TextLine
    anchors: tuple[str, ...]

    @property
    def count(self) -> int:
        """The number of events."""
        return len(self.anchors)


@dataclass(frozen=True, slots=True)
class Leader:
    """A line that leads to a label: its corners, and the anchor of the label's event."""

    corners: tuple[tuple[float, float], ...]
    anchor: str


@dataclass(frozen=True, slots=True)
class Arc:
    """A reversal, drawn as a curve back to the event it reverses, with both events' anchors."""

    path: str
    head: str
    event: str
    reversed: str


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """A commitment: a line from the day it was made to its due date, or further if it was late.

    `start` is where it was made, `end` is where it was kept or dropped, and `due` is a stroke
    across the line. The `soft` part is the time in which it may or may not have been late. `status`
    is its status in words, after or below its title. `anchor` leads to the event that made it, if
    that is shown.
    """

    anchor: str
    state: str
    start: tuple[float, float]
    line: Line | None
    soft: Line | None
    late: Line | None
    due: Line | None
    end: tuple[float, float] | None
    title: tuple[TextLine, ...]
    status: tuple[TextLine, ...]
    leader: tuple[tuple[float, float], ...]
    words: str


@dataclass(frozen=True, slots=True)
class Key:
    """The meaning of the mark or line called `shape`, or text without a shape."""

    x: float
    y: float
    shape: str
    words: TextLine


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart that is ready to print. `name` is unique on the page.

    `bars` are behind `marks`. `logo` is the box for the brand's logo, beside the `head`.
    `not_shown` is the number of events that have no mark and are not in any of `overflow_counts`,
    and `commitments_not_shown` is the number of commitments without a line. The `keys` show both
    numbers.
    """

    name: str
    width: float
    height: float
    text: float
    is_alone: bool
    title: str
    description: str
    head: tuple[TextLine, ...]
    logo: Box | None
    axis_line: tuple[Line, ...]
    breaks: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    today: tuple[Line, ...]
    zoom: Box | None
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    overflow_counts: tuple[OverflowCount, ...]
    arcs: tuple[Arc, ...]
    commitments: tuple[CommitmentLine, ...]
    keys: tuple[Key, ...]
    not_shown: int
    commitments_not_shown: int

    @property
    def leaders(self) -> tuple[Leader, ...]:
        """The lines that lead to labels."""
        labels = [Leader(mark.label.leader, mark.anchor) for mark in self.marks if mark.label]
        lines = [Leader(line.leader, line.anchor) for line in self.commitments if line.leader]
        return (*labels, *lines)

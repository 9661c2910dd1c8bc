"""What a chart is made of: shapes and words with their places, so that a template only prints them.

All places and sizes are in pixels, from the top left corner.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from briefing.edition.chart import text_width
from briefing.timeline.kinds import Mark as Shape

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Frame:
    """The room for a chart: time runs downwards where it is higher than wide.

    `text` is the size of its letters at most. A chart that stands `alone` says what it is a chart
    of and fills the frame; another may be less high.
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
        """What is one pixel with letters of the usual size."""
        return self.text / 13

    @property
    def small(self) -> float:
        """The size of smaller letters."""
        return 0.86 * self.text

    @property
    def line_height(self) -> float:
        """From one line of text to the next."""
        return 1.24 * self.text


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that words or shapes stay within."""

    left: float
    top: float
    right: float
    bottom: float


def is_rtl(text: str) -> bool:
    """Whether the first letter with a direction is one of a right-to-left script (UAX 9, P2)."""
    directions = (unicodedata.bidirectional(letter) for letter in text)
    return next((it for it in directions if it in ("L", "R", "AL")), "L") != "L"


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text: `y` is its base line, and `anchor` the end of it that `x` is.

    The start is the left end, also where the line is part of an `rtl` text.
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
        """The most room that it can take up."""
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
    """The parts of a line that is upright or level which lie outside all `boxes`."""
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
    """A moment that the axis names, in a line or two, with lines through the chart.

    The lines leave out what the chart's words cover.
    """

    lines: tuple[Line, ...]
    words: tuple[TextLine, ...]
    is_major: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A period, or the days that a vague date can mean: then `is_soft`, and thin at its ends."""

    path: str
    mark: Shape
    opacity: float
    is_soft: bool


@dataclass(frozen=True, slots=True)
class Label:
    """What is said of a mark: its date, and its title, which may be cut short.

    `leader` are the corners of the line that leads from it to the mark.
    """

    date: tuple[TextLine, ...]
    title: tuple[TextLine, ...]
    leader: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """An event. `scale` is its size, 1 for a mark of 9 to every side at most.

    `anchor` is the event's address within the page, and `words` tell all of it in one line.
    `is_told` where it is one of those that matter. An event still to come is hollow, and so is one
    that was planned and is not confirmed, with a broken outline.
    """

    x: float
    y: float
    scale: float
    mark: Shape
    anchor: str
    words: str
    is_told: bool
    is_ahead: bool
    is_unconfirmed: bool
    label: Label | None


@dataclass(frozen=True, slots=True)
class OverflowCount:
    """Events that there is no room for: how many they are, and where."""

    words: TextLine
    count: int


@dataclass(frozen=True, slots=True)
class Arc:
    """A U-turn: a curve from the reversal back to what it reverses, both by their anchors."""

    path: str
    head: str
    event: str
    reversed: str


@dataclass(frozen=True, slots=True)
class Promise:
    """A commitment from when it was made to when it was due, and on past that while it was late.

    `start` is where it was made, `end` where it was kept or dropped, if it was, and `due` a line
    across at the due date. Of the part of its line that is `soft` nobody knows whether it was late.
    `state` is the commitment's, `standing` is told behind its title or below it. `anchor` leads to
    the event that made it, if that is shown.
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
    standing: tuple[TextLine, ...]
    leader: tuple[tuple[float, float], ...]
    words: str


@dataclass(frozen=True, slots=True)
class Key:
    """The meaning of a shape: of a mark or a line, by its name; or words without a shape."""

    x: float
    y: float
    shape: str
    words: TextLine


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, ready to be printed. `name` is its own within the page.

    `bars` are behind the `marks`. `logo` is the room for the logo of the brand, beside the `head`.
    `not_shown` counts the events that have neither a mark nor a place in a crowd, and
    `promises_not_shown` the commitments without a line; the `keys` say so.
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
    spine: tuple[Line, ...]
    breaks: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    today: tuple[Line, ...]
    zoom: Box | None
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    crowds: tuple[OverflowCount, ...]
    arcs: tuple[Arc, ...]
    promises: tuple[Promise, ...]
    keys: tuple[Key, ...]
    not_shown: int
    promises_not_shown: int

    @property
    def leaders(self) -> tuple[tuple[tuple[float, float], ...], ...]:
        """The corners of the lines that lead to labels."""
        labels = [it.label.leader for it in self.marks if it.label]
        return (*labels, *(it.leader for it in self.promises if it.leader))

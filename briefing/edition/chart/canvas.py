"""Convert positions along and across the axis into positions in the picture."""

from collections.abc import Iterable
from dataclasses import dataclass

from briefing.edition.briefing import Briefing
from briefing.edition.chart.axis import Extent, Scale, scale_of
from briefing.edition.chart.items import CommitmentItem, EventItem, known, today_of
from briefing.edition.chart.shapes import Frame, Line

_BREAK = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Canvas(Frame):
    """A frame with a time scale, which runs to the right, or downwards if the frame is portrait.

    `today` is the pixel on the axis for the day of the briefing.
    """

    scale: Scale
    today: float

    @property
    def out(self) -> int:
        """The direction from the axis to the rows of events: 1 to the right, or -1 upwards."""
        return 1 if self.is_portrait else -1

    def at(self, along: float, across: float) -> tuple[float, float]:
        """Return a point as (x, y) in pixels."""
        x, y = (across, along) if self.is_portrait else (along, across)
        return px(x), px(y)

    def along(self, start: float, end: float, across: float) -> Line | None:
        """Return a line parallel to the axis, or None if it is shorter than a pixel."""
        return Line(*self.at(start, across), *self.at(end, across)) if end - start >= 1 else None

    def across(self, along: float, start: float, end: float) -> Line:
        """Return a line perpendicular to the axis."""
        return Line(*self.at(along, start), *self.at(along, end))


def canvas_of(
    briefing: Briefing,
    frame: Frame,
    events: Iterable[EventItem],
    commitments: Iterable[CommitmentItem],
    start: float,
    end: float,
) -> Canvas:
    """Make a canvas that fits all events, all commitments and today between `start` and `end`."""
    today = today_of(briefing)
    occupied = [Extent(today - 0.5, today + 0.5)]
    occupied += filter(None, (known(event.extent) for event in events))
    for commitment in commitments:
        occupied += [
            Extent(commitment.made, commitment.made),
            Extent(commitment.end, commitment.end),
        ]
        occupied += [commitment.limit] if commitment.limit else []
    scale = scale_of(occupied, start, end, _BREAK * frame.unit, today)
    return Canvas(
        frame.width, frame.height, frame.text, frame.alone, scale=scale, today=scale(today)
    )


def px(number: float) -> float:
    """Round a number of pixels to one decimal place."""
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded

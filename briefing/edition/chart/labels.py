"""Labels for a chart in which time runs to the right, and the choice of those that fit."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from math import inf
from typing import NamedTuple

from briefing.edition.chart.callouts import Callout, LabelRequest, place_callouts
from briefing.edition.chart.canvas import Canvas, px
from briefing.edition.chart.items import EventItem
from briefing.edition.chart.shapes import Anchor, Label, TextLine, is_rtl
from briefing.edition.chart.text_width import balanced, narrowest, width, wrap
from briefing.typography import capitalised

_MAX_LABELS, _MAX_LINES, _MAX_ROWS = 40, 4, 4
"""The maximum numbers of labels, lines in a title, and rows of labels."""
_NARROWEST, _USUAL, _WIDEST, _WIDEST_LINE = 8, 13.5, 20, 30
"""The widths of a label in ems: the minimum, the minimum for a title that is cut short, and the
maximum in several lines and in one line."""
_FURTHEST = 9
"""The maximum distance between a stem and its mark, in ems, except for high-weight events."""
_SPARSE = 8
"""Up to this number, if all events have labels, the labels are placed as low as possible."""
_PLAIN = 50
"""The lowest priority with which a label is rated, so that a reversal is worth two other events."""
_FORMS = _WHOLE, _CUT, _CUT_NARROW = 0, 1, 2


class PlacedLabel(NamedTuple):
    """An event's label in its place. `top` is in pixels above the bottom of all labels.

    `title` is a list of lines. Unless it `is_whole`, the last line ends in "…".
    """

    item: EventItem
    callout: Callout
    date: str
    title: Sequence[str]
    is_whole: bool
    top: float


class _Form(NamedTuple):
    """The lines of a label and its width in pixels, infinite if this form is impossible."""

    date: str
    title: tuple[str, ...]
    is_whole: bool
    width: float


def value_of(labels: Sequence[PlacedLabel]) -> tuple[int, int, float]:
    """Rate labels by how many have high weight, then by how many of those are complete.

    After that, the sum of all priorities decides.
    """
    high = [label.is_whole for label in labels if label.item.is_high]
    worth = sum(max(_PLAIN, label.item.priority) for label in labels)
    return len(high), sum(high), worth


class Labels:
    """The possible labels for `events` on a canvas. High-weight events come first."""

    def __init__(self, events: Sequence[EventItem], canvas: Canvas) -> None:
        self._events, self._canvas = events, canvas
        self._important = sum(event.is_high for event in events)
        self._date_height = 1.3 * canvas.small + 4 * canvas.unit
        self._form = cache(self._make_form)
        self._in_rows = cache(self._place_labels)

    def within(self, height: float) -> list[PlacedLabel]:
        """Return the best labels that fit within `height` pixels."""
        choices = list(self._choices(height))
        best = max(map(self._in_rows, choices), key=value_of, default=[])
        if len(best) == len(self._events) <= _SPARSE:
            lower = {
                _share_out(lines, len(rows)) for rows in choices for lines in range(1, sum(rows))
            }
            choices_of_labels = [best, *map(self._in_rows, sorted(lower))]
            best = max(
                choices_of_labels, key=lambda labels: (value_of(labels), *self._ease(labels))
            )
        return best

    def _choices(self, height: float) -> Iterator[tuple[int, ...]]:
        """Yield the ways to fill a height: the lines in each row, from the axis outwards."""
        for rows in range(1, min(_MAX_ROWS, len(self._events)) + 1):
            lines = int((height - rows * self._date_height) / self._canvas.line_height)
            if lines >= rows:
                yield _share_out(lines, rows)

    def _ease(self, labels: Sequence[PlacedLabel]) -> tuple[float, float]:
        """Rate labels by how low they are and how near to their marks. Higher is better."""
        moved = sum(abs(label.callout.stem - label.callout.request.place) for label in labels)
        return -round(moved / self._canvas.text), -max((label.top for label in labels), default=0)

    def _place_labels(self, rows: tuple[int, ...]) -> list[PlacedLabel]:
        """Place labels in rows, given the number of title lines in each row."""
        canvas, numbers = self._canvas, range(len(self._events))

        def request(number: int, form: int, max_distance: float) -> LabelRequest:
            place = canvas.scale(self._events[number].place)
            widths = [self._form(number, form, lines).width for lines in rows]
            return LabelRequest(number, form, place, widths, max_distance)

        # A label of high weight may be cut short, but is not left out.
        important = [request(n, form, inf) for form in _FORMS for n in numbers[: self._important]]
        others = (request(n, _WHOLE, _FURTHEST * canvas.text) for n in numbers[self._important :])
        gap = 10 * canvas.unit
        callouts = place_callouts(important, others, len(rows), 0, canvas.width, gap, _MAX_LABELS)
        forms = [self._filled(callout, rows[callout.row]) for callout in callouts]
        heights = [0.0] * len(rows)
        for callout, form in zip(callouts, forms, strict=True):
            needed = self._date_height + len(form.title) * canvas.line_height
            heights[callout.row] = max(heights[callout.row], needed)
        tops = list(accumulate(heights))
        return [
            PlacedLabel(
                self._events[callout.request.label],
                callout,
                form.date,
                form.title,
                form.is_whole,
                tops[callout.row],
            )
            for callout, form in zip(callouts, forms, strict=True)
        ]

    def _make_form(self, number: int, form: int, lines: int) -> _Form:
        """Write a label with at most this many lines for the title."""
        entry, canvas = self._events[number].entry, self._canvas
        size, small, bold = canvas.text, canvas.small, entry.mark == "turn"
        (date,) = wrap(capitalised(entry.date), small, _WIDEST * size, 1)
        narrowest_allowed = max(_NARROWEST * size, width(date, small))
        widest_allowed = (_WIDEST_LINE if lines == 1 else _WIDEST) * size
        title = narrowest(entry.title, size, widest_allowed, lines, bold, narrowest_allowed)
        available = (_NARROWEST if form == _CUT_NARROW else _USUAL) * size
        widest = max([width(date, small), *(width(line, size, bold) for line in title)])
        # Unless it has high weight, a title is cut short only if it fits nowhere in full.
        if (form != _WHOLE and (not title or widest > available)) or (
            not title and lines == _MAX_LINES
        ):
            return self._cut(number, lines, available)
        return _Form(date, title, bool(title), 7 * canvas.unit + widest if title else inf)

    def _filled(self, callout: Callout, lines: int) -> _Form:
        """Return the form of a placed label. A shortened title uses all the available room."""
        form = self._form(callout.request.label, callout.request.form, lines)
        available = min(callout.available - 7 * self._canvas.unit, _WIDEST_LINE * self._canvas.text)
        return form if form.is_whole else self._cut(callout.request.label, lines, available)

    def _cut(self, number: int, lines: int, available: float) -> _Form:
        """Return as much of a title as fits in the given number of lines and width."""
        entry, canvas = self._events[number].entry, self._canvas
        size, small, bold = canvas.text, canvas.small, entry.mark == "turn"
        (date,) = wrap(capitalised(entry.date), small, _WIDEST * size, 1)
        title = balanced(entry.title, size, available, lines, bold)
        widest = max(width(date, small), *(width(line, size, bold) for line in title))
        is_whole = "".join("".join(title).split()) == "".join(entry.title.split())
        return _Form(date, title, is_whole, 7 * canvas.unit + widest)


def _share_out(lines: int, rows: int) -> tuple[int, ...]:
    """Divide lines among rows. If they cannot be equal, the outer rows have one more."""
    return tuple(min((lines + row) // rows, _MAX_LINES) for row in range(rows))


def drawn(label: PlacedLabel, foot: float, bend: float, mark: float, canvas: Canvas) -> Label:
    """Draw a label for a mark at the height `mark`, with the bottom of all labels at `foot`.

    Its stem bends between the heights `bend` and `foot`. All heights are in pixels of the picture.
    """
    callout, entry = label.callout, label.item.entry
    bold, rtl = entry.mark == "turn", is_rtl(entry.title)
    x = px(callout.stem + 7 * canvas.unit * (1 if callout.is_right else -1))
    anchor: Anchor = "start" if callout.is_right else "end"
    top = foot - label.top
    y = top + canvas.small
    place, stem = callout.request.place, callout.stem
    bends = [] if px(place) == px(stem) else [(stem, foot), (place, bend)]
    corners = [(stem, top + 2 * canvas.unit), *bends, (place, mark - 9 * canvas.unit)]
    return Label(
        (TextLine(x, px(y), label.date, canvas.small, anchor),),
        tuple(
            TextLine(x, px(y + n * canvas.line_height), line, canvas.text, anchor, bold, rtl)
            for n, line in enumerate(label.title, 1)
        ),
        tuple((px(along), px(across)) for along, across in corners),
    )

"""What a chart is drawn on: places along and across the axis become places on paper."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from briefing.edition.chart.axis import Extent, Scale, scale_of
from briefing.edition.chart.drawing import Arc, Bar, Frame, Label, Line, Mark
from briefing.edition.chart.happenings import Happening, Vow, known
from briefing.edition.chart.rows import Row, Rows, Span

_BREAK, _TAPER = 40, 40


@dataclass(frozen=True, slots=True)
class Canvas:
    """A frame in which time runs rightwards, or downwards where it is portrait."""

    frame: Frame

    @property
    def unit(self) -> float:
        """What is one pixel with letters of the usual size."""
        return self.frame.text / 13

    @property
    def small(self) -> float:
        """The size of smaller letters."""
        return 0.86 * self.frame.text

    @property
    def line_height(self) -> float:
        """From one line of text to the next."""
        return 1.24 * self.frame.text

    def at(self, along: float, across: float) -> tuple[float, float]:
        """A place on paper."""
        x, y = (across, along) if self.frame.is_portrait else (along, across)
        return px(x), px(y)

    def along(self, start: float, end: float, across: float) -> Line | None:
        """A line along the axis; none where it would not be seen."""
        return Line(*self.at(start, across), *self.at(end, across)) if end - start >= 1 else None

    def across(self, along: float, start: float, end: float) -> Line:
        """A line across the axis."""
        return Line(*self.at(along, start), *self.at(along, end))

    def scale(
        self,
        today: float,
        happenings: Iterable[Happening],
        vows: Iterable[Vow],
        start: float,
        end: float,
    ) -> Scale:
        """The scale on which all happenings, promises and the day `today` have a place."""
        occupied = [Extent(today, today + 1)]
        occupied += filter(None, (known(it.extent) for it in happenings))
        for vow in vows:
            occupied += [Extent(vow.made, vow.made), Extent(vow.end, vow.end)]
            occupied += [vow.limit] if vow.limit else []
        return scale_of(occupied, start, end, _BREAK * self.unit)

    def bars(self, rows: Rows, first: float, thickness: float, opacity: float) -> Iterator[Bar]:
        """The bars behind the marks of `rows`, of which the first lies at `first`."""
        half = thickness / 2
        for it, across in self._across(rows, first):
            if it.bar:
                entry = it.happening.entry
                path = self._outline(it, it.bar, across, half)
                yield Bar(path, entry.mark, opacity, not entry.is_period)

    def _outline(self, row: Row, bar: Span, across: float, half: float) -> str:
        """The outline of a bar: a known end is round, any other tapers off."""
        (start, end), extent = bar, row.happening.extent
        is_soft, middle = not row.happening.entry.is_period, (end - start) / 2
        near, far = across - half, across + half

        def inner(is_open: bool) -> float:
            return middle if is_soft else min(_TAPER * self.unit if is_open else half, middle)

        first = start + inner(extent.start == float("-inf"))
        last = end - inner(extent.end == float("inf"))
        # A round end is as long as it is thick.
        towards_start = start if first - start == half else (start + first) / 2
        towards_end = end if end - last == half else (end + last) / 2
        return "M{}L{}Q{} {}Q{} {}L{}Q{} {}Q{} {}Z".format(
            *(
                "{:g} {:g}".format(*self.at(*point))
                for point in (
                    *((first, near), (last, near), (towards_end, near), (end, across)),
                    *((towards_end, far), (last, far), (first, far)),
                    *((towards_start, far), (start, across), (towards_start, near), (first, near)),
                )
            )
        )

    def marks(
        self,
        rows: Rows,
        first: float,
        scale: Scale,
        labels: Mapping[str, Label],
        *,
        is_told: bool,
    ) -> Iterator[Mark]:
        """The marks of `rows`, of which the first lies at `first`, with their labels by anchor."""
        for it, across in self._across(rows, first):
            entry = it.happening.entry
            yield Mark(
                *self.at(scale(it.happening.place), across),
                round(rows.scale * self.unit, 2),
                entry.mark,
                entry.anchor,
                f"{sentence(entry.date)}: {entry.title} ({entry.kind})",
                is_told,
                entry.when == "ahead",
                labels.get(entry.anchor),
            )

    def _across(self, rows: Rows, first: float) -> Iterator[tuple[Row, float]]:
        out = 1 if self.frame.is_portrait else -1
        return ((it, first + out * it.row * rows.pitch) for it in rows.rows)

    def arc(self, turn: Mark, back: Mark, height: float) -> Arc:
        """The curve from a reversal back to what it reverses, with the head of an arrow there.

        It rises by `height` above the higher of the two, or by less where they are near.
        """
        (from_along, from_across), (to_along, to_across) = map(self._along_across, (turn, back))
        out = 1 if self.frame.is_portrait else -1
        foot = from_across + out * 10 * turn.scale
        tip = to_across + out * 11 * back.scale
        rise = min(height, (10 + 0.25 * abs(from_along - to_along)) * self.unit)
        peak = out * (max(out * foot, out * tip) + rise)
        # A cubic curve reaches three quarters of the way to its handles.
        handle = (8 * peak - foot - tip) / 6
        points = [(from_along, foot), (from_along, handle), (to_along, handle), (to_along, tip)]
        start, *curve = (" ".join(map(str, self.at(*point))) for point in points)
        head = [(-4, 7), (0, 0), (4, 7)]
        corners = [
            self.at(to_along + aside * self.unit, tip + out * back_by * self.unit)
            for aside, back_by in head
        ]
        return Arc(
            f"M{start}C{', '.join(curve)}",
            "M" + "L".join(f"{x} {y}" for x, y in corners),
            turn.anchor,
            back.anchor,
        )

    def _along_across(self, mark: Mark) -> tuple[float, float]:
        return (mark.y, mark.x) if self.frame.is_portrait else (mark.x, mark.y)


def sentence(text: str) -> str:
    """`text` with a capital."""
    return text[:1].upper() + text[1:]


def px(number: float) -> float:
    """A number of pixels, as exact as can be seen."""
    rounded = round(number, 1)
    return int(rounded) if rounded == int(rounded) else rounded

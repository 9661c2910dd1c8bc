"""Areas within areas, and which of an event's figures an edition for one area shows."""

from collections.abc import Sequence

from briefing.timeline.model import Figure
from briefing.timeline.timeline import Timeline


def around(timeline: Timeline, area: str) -> list[str]:
    """`area` and all that it lies within, nearest first."""
    found: list[str] = []
    here: str | None = area
    while here in timeline.areas and here not in found:
        found.append(here)
        here = timeline.areas[here].within
    return found


def is_for(timeline: Timeline, areas: Sequence[str], area: str | None) -> bool:
    """Whether an edition for `area` shows what is about `areas`.

    It shows what is about that area, about one that it lies within, or about none in particular. An
    edition for no area shows everything.
    """
    return area is None or not areas or not set(areas).isdisjoint(around(timeline, area))


def figures_for(
    timeline: Timeline, figures: Sequence[Figure], area: str | None
) -> list[tuple[Figure, Figure | None]]:
    """The figures that an edition for `area` shows, each with the wider one to stand beside it.

    For no area in particular these are all figures, and none beside them. For an area they are its
    own, then those of no area and those of what it lies within; of other areas there are none.
    Beside a figure stands the nearest wider one for the same thing, which is then not shown again.
    """
    if area is None:
        return [(figure, None) for figure in figures]
    wider = around(timeline, area)[1:]
    beside: dict[int, Figure] = {}
    for figure in figures:
        if figure.area == area:
            for place in wider:
                same = [it for it in figures if it.area == place and _thing(it) == _thing(figure)]
                if same:
                    beside.setdefault(id(figure), same[0])
    used = {id(figure) for figure in beside.values()}
    own = [figure for figure in figures if figure.area == area]
    rest = [
        figure
        for figure in figures
        if (figure.area is None or figure.area in wider) and id(figure) not in used
    ]
    return [(figure, beside.get(id(figure))) for figure in (*own, *rest)]


def _thing(figure: Figure) -> tuple[str, str, str]:
    """What a figure is about: figures for the same thing can stand beside one another."""
    return figure.label.casefold(), (figure.of or "").casefold(), (figure.by or "").casefold()

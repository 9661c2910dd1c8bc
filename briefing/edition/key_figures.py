"""Key figures: the few that a short briefing shows by itself."""

from collections.abc import Sequence

from briefing.edition.entries import Entry, Figure

MOST_FIGURES, MOST_FIGURES_OF_ONE = 8, 3
"""The number of figures in a briefing, and of those from one event."""


def key_figures(entries: Sequence[Entry], area: str | None) -> tuple[Figure, ...]:
    """A few figures, newest first; in an edition for an area its own come before all others."""
    own = [figure for entry in entries for figure in entry.figures if area and figure.area == area]
    few = [
        figure
        for entry in entries
        for figure in entry.figures[:MOST_FIGURES_OF_ONE]
        if not (area and figure.area == area)
    ]
    return tuple([*own, *few][: max(MOST_FIGURES, len(own))])

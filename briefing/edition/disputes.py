"""Disputed figures, and other numbers published for the same thing."""

from collections import defaultdict
from collections.abc import Sequence

from briefing.record.model import Event, Figure
from briefing.record.problems import RecordPath


def other_versions(
    events: Sequence[Event],
) -> dict[tuple[RecordPath, Figure], list[tuple[Event, Figure]]]:
    """Return the conflicting figures and their events for each disputed figure.

    A figure is disputed if it, or its event, is marked as disputed. Figures conflict if they are
    about the same thing, in the same event or on the same date. The checks use the same rule.
    """
    same: dict[tuple[str, ...], list[tuple[Event, Figure]]] = defaultdict(list)
    for event in events:
        for figure in event.figures:
            same[event.date.text, *figure.quantity].append((event, figure))
    return {
        (event.where, figure): [
            (place, other) for place, other in versions if not other.value.agrees_with(figure.value)
        ]
        for versions in same.values()
        for event, figure in versions
        if figure.disputed or event.disputed
    }

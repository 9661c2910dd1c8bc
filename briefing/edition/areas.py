"""Nested areas, and the figures shown in an edition for a single area."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from briefing.edition.columns import filled
from briefing.edition.words import Words
from briefing.marked_text import shown
from briefing.record.model import Commitment, Event, Figure, Quote
from briefing.record.record import Record
from briefing.record.references import Hidden, is_whole, references, without

_Part = TypeVar("_Part", Quote, Commitment)


def area_and_parents(record: Record, area: str) -> list[str]:
    """Return `area` and the areas that contain it, nearest first."""
    areas: list[str] = []
    here: str | None = area
    while here and here in record.areas and here not in areas:
        areas.append(here)
        here = record.areas[here].within
    return areas


def areas_of(event: Event) -> set[str]:
    """Return the ids of the areas that an event and its parts name."""
    return {reference.id for reference in references(event, "areas")}


def is_for(record: Record, areas: Sequence[str], area: str | None) -> bool:
    """Whether an edition for `area` shows content about `areas`.

    It shows content about that area, about any area that contains it and about no particular area.
    An edition for no area shows everything.
    """
    return area is None or not areas or not set(areas).isdisjoint(area_and_parents(record, area))


def for_area(record: Record, area: str | None) -> Record:
    """Return `record` without the content that an edition for `area` leaves out.

    References to the removed content are removed too: event links, ask moves and commitments kept.
    The columns of the area are in its texts.
    """
    record = filled(record, area)
    about = chain(
        (ask.areas for ask in record.asks.values()),
        (question.areas for question in record.questions.values()),
        (event.areas for event in record.events),
        (quote.areas for event in record.events for quote in event.quotes),
        (made.areas for event in record.events for made in event.commitments),
    )
    if area is None or not any(about):
        return record
    here = area_and_parents(record, area)

    def shown_areas(areas: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(id for id in areas if id in here)

    asks = {
        id: ask.model_copy(update={"areas": shown_areas(ask.areas)})
        for id, ask in record.asks.items()
        if is_for(record, ask.areas, area)
    }
    events = [event for event in record.events if is_for(record, event.areas, area)]
    other = [event for event in record.events if not is_for(record, event.areas, area)]
    hidden: Hidden = {
        "asks": record.asks.keys() - asks.keys(),
        "events": {event.id for event in other if event.id},
        "commitments": {
            commitment.id
            for event in record.events
            for commitment in event.commitments
            if not (is_for(record, event.areas, area) and is_for(record, commitment.areas, area))
        },
    }

    def shown_parts(parts: tuple[_Part, ...]) -> tuple[_Part, ...]:
        return tuple(
            part.model_copy(update={"areas": shown_areas(part.areas)})
            for part in parts
            if is_for(record, part.areas, area)
        )

    def as_seen(event: Event) -> Event:
        update = {
            "areas": shown_areas(event.areas),
            "quotes": shown_parts(event.quotes),
            "commitments": shown_parts(event.commitments),
        }
        return without(event.model_copy(update=update), hidden)

    questions = {
        id: without(question.model_copy(update={"areas": shown_areas(question.areas)}), hidden)
        for id, question in record.questions.items()
        if is_for(record, question.areas, area) and is_whole(question, hidden)
    }
    return replace(
        record, asks=asks, questions=questions, events=[as_seen(event) for event in events]
    )


def named(record: Record, areas: Sequence[str], t: Words, area: str | None = None) -> str:
    """Return the names of `areas` as a phrase, or "" if the edition's `area` is one of them."""
    names = [shown(record.areas[id].name) for id in areas if id in record.areas]
    return "" if area in areas else t.listing(names)


def titled(title: str, area: str | None) -> str:
    """Return an edition's title, with the area's name added if it is missing."""
    if not area or is_named_in(title, area):
        return title
    return f"{title}{' –' if ':' in title else ':'} {area}"


def is_named_in(title: str, area: str) -> bool:
    """Whether a title has the name of an area in it, with or without "the"."""
    bare = re.escape(area.removeprefix("the ").removeprefix("The "))
    return re.search(rf"(?<!\w){bare}(?!\w)", title, re.IGNORECASE) is not None


def figures_for(
    record: Record, figures: Sequence[Figure], area: str | None
) -> list[tuple[Figure, Figure | None]]:
    """Return the figures shown in an edition for `area`, each with a wider figure for comparison.

    If `area` is None, return all figures, without comparisons. Otherwise return the area's own
    figures, then those for no particular area or for areas that contain it. Figures for other areas
    are left out. The comparison is the nearest wider figure for the same quantity. It is not listed
    again.
    """
    if area is None:
        return [(figure, None) for figure in figures]
    wider = area_and_parents(record, area)[1:]
    # Figures are known by their numbers, because two of them can be equal.
    comparisons: dict[int, int] = {}
    for n, figure in enumerate(figures):
        for place in wider if figure.area == area else ():
            same = [
                m
                for m, other in enumerate(figures)
                if other.area == place and subject_of(other) == subject_of(figure)
            ]
            if same:
                comparisons.setdefault(n, same[0])
    used = set(comparisons.values())
    of_area = [n for n, figure in enumerate(figures) if figure.area == area]
    rest = [
        n
        for n, figure in enumerate(figures)
        if (figure.area is None or figure.area in wider) and n not in used
    ]
    return [
        (figures[n], figures[comparisons[n]] if n in comparisons else None)
        for n in (*of_area, *rest)
    ]


def subject_of(figure: Figure) -> tuple[str, str, str]:
    """Return the fields that all figures for the same thing share."""
    return figure.label.casefold(), (figure.of or "").casefold(), (figure.by or "").casefold()

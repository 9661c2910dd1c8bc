"""Everything in a record about an area, and a section of an edition by itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from briefing.edition.areas import areas_of
from briefing.edition.briefing import Briefing
from briefing.edition.citations import Citation, citation_of
from briefing.edition.entry import Entry, Figure
from briefing.edition.questions import Question
from briefing.edition.registers import Ask, Commitment
from briefing.record.area_tables import TabledArea
from briefing.record.model import Event, OwnSection
from briefing.record.record import Record


@dataclass(frozen=True, slots=True)
class SectionRecord:
    """A section of one or more `editions`, which are given by id. Its text is Markdown."""

    title: str
    text: str
    editions: tuple[str, ...]
    place: str
    areas: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class AreaRecord:
    """An area, with everything in the record that names it.

    `within` and `contains` are other areas, each with its name and id. `columns` are the cells of
    its row in the table of areas. Each figure comes with its event.
    """

    id: str
    name: str
    within: tuple[tuple[str, str], ...]
    contains: tuple[tuple[str, str], ...]
    columns: tuple[tuple[str, str], ...]
    figures: tuple[tuple[Entry, Figure], ...]
    asks: tuple[Ask, ...]
    commitments: tuple[Commitment, ...]
    questions: tuple[Question, ...]
    sections: tuple[SectionRecord, ...]
    editions: tuple[str, ...]
    events: tuple[Entry, ...]


def section_record(record: Record, section: OwnSection, editions: Iterable[str]) -> SectionRecord:
    """Return a section with its sources, and the names of its areas."""
    return SectionRecord(
        section.title,
        section.text,
        tuple(editions),
        section.place,
        tuple(record.areas[id].name for id in section.areas if id in record.areas),
        tuple(citation_of(record, cited) for _, cited in section.citations),
    )


def area_record(
    record: Record,
    briefing: Briefing,
    events: Iterable[Event],
    asks: Sequence[Ask],
    sections: Iterable[tuple[OwnSection, Iterable[str]]],
    id: str,
    *,
    is_whole: bool,
) -> AreaRecord:
    """Return everything about the area `id` in a `briefing` with these events, asks and sections.

    If the record is not `is_whole`, the columns and the editions for the area are left out, because
    its readers may not see them.
    """
    area, areas = record.areas[id], record.areas
    event_at = {event.where: event for event in events}
    about = {where for where, event in event_at.items() if id in areas_of(event)}
    figures = {
        event.where / ("figures", n)
        for event in event_at.values()
        for n, figure in enumerate(event.figures)
        if figure.area == id
    }
    made = {one.id for event in event_at.values() for one in event.commitments if id in one.areas}
    asked = {question for question, one in record.questions.items() if id in one.areas}
    columns = area.columns if isinstance(area, TabledArea) and is_whole else {}
    return AreaRecord(
        id,
        area.name,
        tuple((one.name, wider) for wider, one in areas.items() if wider == area.within),
        tuple((one.name, inner) for inner, one in areas.items() if one.within == id),
        tuple(columns.items()),
        tuple(
            (entry, figure)
            for entry in briefing.entries
            for figure in entry.figures
            if figure.where in figures
        ),
        tuple(ask for ask in asks if id in record.asks[ask.id].areas),
        tuple(one for one in briefing.commitments if one.id in made),
        tuple(one for one in briefing.questions if one.anchor.removeprefix("answer-") in asked),
        tuple(section_record(record, one, ids) for one, ids in sections if id in one.areas),
        tuple(name for name, one in record.editions.items() if is_whole and one.area == id),
        tuple(entry for entry in briefing.entries if entry.where in about),
    )

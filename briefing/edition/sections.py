"""An edition's own sections, as its readers in their area see them on the day of the briefing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date as Day
from typing import Annotated

from briefing.edition.areas import is_for, named
from briefing.edition.citations import Citation, citation_of
from briefing.edition.entry import IF_KNOWN, NOT_EXPORTED
from briefing.edition.pictures import Picture, picture_of
from briefing.edition.words import words_in
from briefing.record.fields import SectionPlace
from briefing.record.model import Edition, OwnSection
from briefing.record.problems import RecordPath
from briefing.record.record import Record


@dataclass(frozen=True, slots=True)
class Section:
    """A section with a text of the author's own, such as "Why it matters" or a case study."""

    anchor: str
    """Its anchor on the page."""
    title: str
    """The heading."""
    text: str
    """The text, in Markdown. Print it with the `markdown` filter."""
    place: SectionPlace
    """Where it belongs: `before summary`, `after summary`, `before asks`, `after asks` or `before
    sources`."""
    citations: tuple[Citation, ...]
    """The sources of the text."""
    areas: str
    """The names of its areas, or an empty string if the edition is for one of them or the title
    names them."""
    where: Annotated[RecordPath, NOT_EXPORTED] = field(compare=False)
    """Its place in the record."""
    picture: Annotated[Picture | None, IF_KNOWN] = None
    """The picture above the text, if there is one."""


def known_sections(
    record: Record, as_of: Day, *, is_whole: bool
) -> list[tuple[OwnSection, list[str]]]:
    """List the sections of all editions, each with the ids of the editions that have it.

    Unless the record `is_whole`, those that start after the day `as_of` are left out.
    """
    editions: dict[OwnSection, list[str]] = {}
    for id, edition in record.editions.items():
        for section in edition.sections:
            if is_whole or section.since is None or section.since.earliest <= as_of:
                editions.setdefault(section, []).append(id)
    return list(editions.items())


def sections_of(record: Record, edition: Edition, as_of: Day) -> tuple[Section, ...]:
    """Return the sections of `edition` that readers of `record` may see on `as_of`, in order.

    An edition for an area includes the sections for that area, for any area that contains it and
    for no particular area. The sources are those that `record` still has.
    """
    shown = enumerate(_shown(record, edition, as_of), 1)
    return tuple(_section(record, edition, n, own, seen) for n, (own, seen) in shown)


def _shown(record: Record, edition: Edition, as_of: Day) -> Iterator[tuple[OwnSection, OwnSection]]:
    """Yield each section to show, and the part of it that the record has.

    `edition` has the texts in its own language, and `record` only what its readers may see.
    """
    seen_at = {section.where: section for _, section in record.own_sections}
    for section in edition.sections:
        seen = seen_at.get(section.where)
        if seen and _is_open(section, as_of) and is_for(record, seen.areas, edition.area):
            yield section, seen


def _is_open(section: OwnSection, day: Day) -> bool:
    return (section.since is None or section.since.earliest <= day) and (
        section.until is None or day <= section.until.latest
    )


def _section(
    record: Record, edition: Edition, n: int, own: OwnSection, seen: OwnSection
) -> Section:
    areas = named(record, seen.areas, words_in(record.language), edition.area)
    is_named = edition.area or areas.casefold() in own.title.casefold()
    return Section(
        f"section-{n}",
        own.title,
        own.text,
        own.place,
        tuple(citation_of(record, cited) for _, cited in seen.citations),
        "" if is_named else areas,
        own.where,
        picture_of(record, own.picture, own.where),
    )

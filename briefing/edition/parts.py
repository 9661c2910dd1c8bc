"""Parts of a briefing that is too long for one document. Each part covers one year."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date as Day
from itertools import groupby

from briefing.edition.briefing import Briefing, Part, briefing_of, chosen, make_briefing
from briefing.edition.entries import year_of
from briefing.edition.kept_entries import KeptEntries
from briefing.edition.selection import NO_FILTER, EventFilter
from briefing.record.model import Edition
from briefing.record.record import Record
from briefing.record.templates import Template

MOST_EVENTS = 2_000
"""The maximum number of events in one document."""


def in_parts(
    record: Record,
    id: str,
    edition: Edition,
    template: Template,
    as_of: Day,
    narrower: EventFilter = NO_FILTER,
    kept: KeptEntries | None = None,
) -> Iterator[Briefing]:
    """Yield the briefing for `edition` from `record`, followed by its parts if it is too long.

    It has parts only if its `template` can be split. The briefing is then an overview that links to
    them, without years and without an index. Each part is a briefing with the events of one year.
    Entries that are the same as the `kept` ones are not made again.
    """
    whole = make_briefing(record, id, edition, as_of, narrower, kept)
    whole = replace(
        whole,
        is_sheet=template.is_sheet,
        pages=template.pages,
        at_most=template.at_most,
        # A single page has no room for wide spacing.
        is_tight=template.pages == 1,
    )
    is_long = template.is_split and len(whole.entries) > MOST_EVENTS
    if not is_long or len(whole.years) < 2:
        yield whole
        return
    parts = tuple(
        Part(f"{id}-{year.number}", year.name, frozenset(entry.anchor for entry in year.entries))
        for year in whole.years
    )
    yield replace(whole, years=(), index=(), parts=parts)
    seen, events = chosen(record, edition, as_of, narrower)
    events = sorted(events, key=lambda event: year_of(event.date, as_of))
    years = groupby(events, lambda event: year_of(event.date, as_of))
    for part, (_, group) in zip(parts, years, strict=True):
        title = f"{edition.title or record.title}, {part.name}"
        # The sections of the edition are in the overview.
        of_year = edition.model_copy(update={"title": title, "sections": ()})
        briefing = briefing_of(seen, [*group], part.id, of_year, as_of, narrower)
        yield replace(briefing, parts=parts, part_of=id)

"""Rules for areas and the figures about them. Each takes the record."""

from collections.abc import Iterator

from briefing.record.fix_hints import remove_one_link
from briefing.record.merging import Draft
from briefing.record.problems import LIKE_AN_ID, Finding, did_you_mean
from briefing.record.record import Record
from briefing.record.references import circles
from briefing.record.rules.rule import error, fixed, warning


@error
@fixed("unsafe")
def unknown_area(record: Record) -> Iterator[Finding]:
    """An area that the record mentions must be listed under `areas`.

    Wrong:
        title: Example
        areas:
          riverside: {name: Riverside}
        events:
          - date: 2019-04
            kind: poll
            title: A
            source: https://example.org/a
            figures:
              - {label: want a park, value: 77%, area: riversde}
              - {label: want a pool, value: 50%, area: riverside}

    Right:
        title: Example
        areas:
          riverside: {name: Riverside}
        events:
          - date: 2019-04
            kind: poll
            title: A
            source: https://example.org/a
            figures:
              - {label: want a park, value: 77%, area: riverside}
              - {label: want a pool, value: 50%, area: riverside}
    """
    names = {area.name: id for id, area in record.areas.items()}
    way_out = f"add it to {record.tables[0].name}" if record.tables else "add it under areas"
    for where, (id, path, *_) in record.unknown("areas", record.areas):
        hint = did_you_mean(id, record.areas, names, cutoff=LIKE_AN_ID) or way_out
        yield Finding(where / path, f"no area called '{id}'", hint)


@error
@fixed("unsafe")
def areas_in_a_circle(record: Record) -> Iterator[Finding]:
    """An area cannot be within itself, directly or through other areas.

    Wrong:
        title: Example
        areas:
          riverside: {name: Riverside, within: town}
          town: {name: The town, within: riverside}
        events:
          - date: 2019-04
            kind: poll
            title: A
            source: https://example.org/a
            figures: [{label: want a park, value: 77%, area: riverside}]

    Right:
        title: Example
        areas:
          riverside: {name: Riverside, within: town}
          town: {name: The town}
        events:
          - date: 2019-04
            kind: poll
            title: A
            source: https://example.org/a
            figures: [{label: want a park, value: 77%, area: riverside}]
    """
    for circle in circles({id: area.within for id, area in record.areas.items()}):
        names = " → ".join(f"'{id}'" for id in circle)
        message = f"these areas form a loop, each within the next: {names}"
        yield Finding(record.areas[circle[-2]].where / "within", message, remove_one_link(circle))


@warning
def area_without_figures(record: Draft) -> Iterator[Finding]:
    """If an edition is for an area, the record must have content about that area.

    It can be an event, figure, quote, ask, commitment or question.

    Otherwise the edition would be the same as an edition for the wider area.

    Wrong:
        title: Example
        areas:
          riverside: {name: Riverside}
          hillside: {name: Hillside}
        editions:
          hill: {template: member, area: hillside}
        events:
          - date: 2019-04
            kind: poll
            title: A
            source: https://example.org/a
            figures: [{label: want a park, value: 77%, area: riverside}]

    Right:
        title: Example
        areas:
          riverside: {name: Riverside}
          hillside: {name: Hillside}
        editions:
          river: {template: member, area: riverside}
        events:
          - date: 2019-04
            kind: poll
            title: A
            source: https://example.org/a
            figures: [{label: want a park, value: 77%, area: riverside}]
    """
    if not any(edition.area for edition in record.editions.values()):
        return
    # Content is not about an area just because the edition is for that area.
    about = {
        reference.id
        for where, reference in record.references("areas")
        if where.path[0] not in ("areas", "editions")
    }
    for edition in record.editions.values():
        area = edition.area
        if area and area in record.areas and area not in about and record.is_complete:
            message = f"the record has no content about '{area}'"
            hint = (
                did_you_mean(area, about, cutoff=LIKE_AN_ID)
                or "add this area to an event, figure, quote, ask, commitment or question"
            )
            yield Finding(edition.where / "area", message, hint)

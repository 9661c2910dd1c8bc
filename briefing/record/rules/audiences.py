"""Rules for audiences and embargoes. Each takes the record, and none looks at the clock."""

from collections.abc import Iterable, Iterator

from briefing.record.audiences import Audience, may_see
from briefing.record.decisions import deciders
from briefing.record.items import Restricted
from briefing.record.merging import Draft
from briefing.record.occurrence import is_planned
from briefing.record.problems import Finding
from briefing.record.record import Record
from briefing.record.references import Section, references
from briefing.record.rules.rule import note, warning

_EYES = {"public": "the public", "members": "members", "internal": "internal readers"}


@note
def past_embargo(record: Draft) -> Iterator[Finding]:
    """An embargo must not end before the record's "correct as of" date.

    An embargo that has ended has no effect. You can keep it or delete it.

    Wrong:
        title: Example
        correct_as_of: 2019-05-31
        events:
          - date: 2019-04
            kind: report
            title: A
            source: https://example.org/a
            embargo: 2019-04-12T22:30

    Right:
        title: Example
        correct_as_of: 2019-05-31
        events:
          - {date: 2019-04, kind: report, title: A, source: https://example.org/a}
    """
    day = record.as_of
    for where, path, item in record.restricted:
        if day and item.embargo and item.embargo.date() < day:
            message = f"this embargo ended before {day}"
            yield Finding(where / (*path, "embargo"), message, "you can delete it")


@warning
def empty_edition(record: Draft) -> Iterator[Finding]:
    """An edition must include at least one event that its readers are allowed to see.

    Otherwise its briefings would be empty. An edition without an audience is for the public, and so
    are the briefings of a record without editions.

    Wrong:
        title: Example
        editions:
          all: {template: timeline}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a, audience: members}

    Right:
        title: Example
        editions:
          all: {template: timeline, audience: members}
        events:
          - {date: 2019-04, kind: news, title: A, source: https://example.org/a, audience: members}
    """
    if not record.is_complete:
        return
    audiences = {record.audience_of(event) for event in record.events}

    def is_empty(reader: Audience) -> bool:
        return bool(audiences) and not any(may_see(reader, audience) for audience in audiences)

    for edition in record.editions.values():
        reader = edition.audience or "public"
        if is_empty(reader):
            message = f"this edition has no events that {_EYES[reader]} may see"
            yield Finding(edition.where, message, "give it the same audience as the events")
    if not record.editions and is_empty("public"):
        message = "there are no events that the public may see, and no edition for other readers"
        hint = "add an edition with the same audience as the events"
        yield Finding(record.events[0].where, message, hint)


@warning
def hidden_link(record: Record) -> Iterator[Finding]:
    """Readers who may see an event must also be able to see everything that the event refers to.

    Otherwise the briefing leaves out the link, the commitment that was kept or dropped, or the due
    date, so that it reveals nothing confidential. If an actor who may have made a decision is
    hidden from readers, its reversal is never shown to them as a U-turn. To avoid this, list the
    actors who made the decision under `by`. Only audiences that have an edition are checked.

    Wrong:
        title: Example
        events:
          - id: draft
            date: 2019-04
            kind: report
            title: A
            source: https://example.org/a
            audience: internal
          - date: 2019-05
            kind: response
            title: B
            responds to: [draft]
            source: https://example.org/b

    Right:
        title: Example
        events:
          - {id: draft, date: 2019-04, kind: report, title: A, source: https://example.org/a}
          - date: 2019-05
            kind: response
            title: B
            responds to: [draft]
            source: https://example.org/b
    """
    if record.audiences:  # Actors have no audience of their own, only that of their file.
        yield from _hidden_deciders(record)
    readers = _readers(record)
    audiences: dict[Section, dict[str, Audience]] = {
        "events": {event.id: record.audience_of(event) for event in record.events if event.id},
        "commitments": _audiences_of_commitments(record),
        "areas": {
            id: record.audiences.get(area.where.file, "public") for id, area in record.areas.items()
        },
    }
    restricted = [
        section
        for section, of in audiences.items()
        if any(of.get(id, "public") != "public" for id in record.named(section))
    ]
    for event in record.events if restricted else ():
        for id, path, to, holder in references(event, *restricted):
            there = audiences[to.section].get(id, "public")
            if there == "public":
                continue
            part = holder if isinstance(holder, Restricted) and holder is not event else None
            if _is_hidden(there, record.audience_of(event, part), readers):
                message = f"'{id}' is for {_EYES[there]} only"
                hint = "other readers will not see the link"
                if to.section == "areas":
                    message = f"the area {message}"
                    hint = (
                        "other readers will not see the area, or anything that is about this area "
                        "only"
                    )
                yield Finding(event.where / path, message, hint)


@warning
def hidden_outcome(record: Draft) -> Iterator[Finding]:
    """Readers who may see a commitment must also be able to see the event that keeps or drops it.

    Otherwise their briefings say that the commitment is still open, or overdue once its date has
    passed. That may be unfair to whoever made the commitment. Give the event the same audience as
    the commitment, and put anything confidential in a separate event. Only audiences that have an
    edition are checked.

    Wrong:
        title: Example
        correct_as_of: 2020-12-31
        actors: {council: {name: The council}}
        events:
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments: [{id: reply, title: Reply, by: council, due: 2020-01}]
          - date: 2019-12
            kind: response
            title: B
            source: https://example.org/b
            keeps: [reply]
            audience: internal

    Right:
        title: Example
        correct_as_of: 2020-12-31
        actors: {council: {name: The council}}
        events:
          - date: 2019-04
            kind: statement
            title: A
            source: https://example.org/a
            commitments: [{id: reply, title: Reply, by: council, due: 2020-01}]
          - {date: 2019-12, kind: response, title: B, source: https://example.org/b, keeps: [reply]}
    """
    readers = _readers(record)
    commitments = _audiences_of_commitments(record)
    done = {"keeps": "kept", "drops": "dropped"}
    closed: set[str] = set()
    for event in record.events:
        if not event.keeps and not event.drops:
            continue
        is_ahead = record.as_of is not None and event.date.earliest > record.as_of
        if is_ahead or is_planned(event, record.sources):
            continue
        here = record.audience_of(event)
        for field, n, id in event.closings:
            if id in closed:
                continue
            closed.add(id)
            there = commitments.get(id, "internal")
            if _is_hidden(here, there, readers):
                message = f"only {_EYES[here]} can see that '{id}' was {done[field]}"
                hint = (
                    "other readers will see it as open or overdue; give this event the "
                    "commitment's audience"
                )
                yield Finding(event.where / (field, n), message, hint)


def _readers(record: Record) -> set[Audience]:
    """Return the audiences that the record has editions for."""
    return {edition.audience or "public" for edition in record.editions.values()} or {"public"}


def _audiences_of_commitments(record: Record) -> dict[str, Audience]:
    return {
        commitment.id: record.audience_of(event, commitment)
        for event in record.events_with("commitments")
        for commitment in event.commitments
    }


def _is_hidden(item: Audience, parent: Audience, readers: Iterable[Audience]) -> bool:
    """Whether some readers may see the event around an item, but not the item itself."""
    return any(may_see(reader, parent) and not may_see(reader, item) for reader in readers)


def _hidden_deciders(record: Record) -> Iterator[Finding]:
    """Yield findings about reversals whose deciders are hidden from some readers."""
    readers = _readers(record)
    by_id = record.by_id
    reversed_ids = {reversal.ref for event in record.events for reversal in event.reverses}
    for event in record.events:
        if event.id not in reversed_ids and not any(
            reversal.ref in by_id for reversal in event.reverses
        ):
            continue
        here = record.audience_of(event)
        for id in dict.fromkeys(deciders(event)):
            if id not in record.actors:
                continue
            there = record.audiences.get(record.actors[id].where.file, "public")
            if _is_hidden(there, here, readers):
                message = f"the actor '{id}' is for {_EYES[there]} only"
                hint = "other readers will not see whether this is a U-turn"
                if event.by is None:
                    hint += ": list the actors who made the decision under 'by'"
                yield Finding(event.where / ("actors" if event.by is None else "by"), message, hint)

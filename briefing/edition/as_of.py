"""The record as it was known on a given day, without anything that happened or appeared later."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date as Day
from datetime import timedelta
from typing import TypeVar

from briefing.record.model import (
    Actor,
    CitedSource,
    Edition,
    Event,
    Figure,
    InlineSource,
    OwnSection,
    Question,
    Quote,
    Source,
)
from briefing.record.occurrence import (
    certain_from,
    documents,
    is_published,
    is_reported,
)
from briefing.record.ordering import ordered
from briefing.record.problems import RecordPath
from briefing.record.proofs import proofs_within
from briefing.record.record import Record
from briefing.record.references import Hidden, without

_FIRST_OF_NEWS = Day(1970, 1, 1)
_LONGEST_OF_NEWS = timedelta(days=366)
_Part = TypeVar("_Part", Quote, Figure)
_Cited = TypeVar("_Cited", Question, OwnSection)
_Document = TypeVar("_Document", Source, InlineSource)


def as_known_on(record: Record, day: Day) -> Record:
    """Return `record` as it could have been written on `day`.

    A document with a date is known from that date; one without a date is always known. An event is
    known from the first day on which one of these is true:

    - it may have happened, and one of its dated documents is known;
    - it has certainly happened, and one of its documents is known, or it has none;
    - it was `added`, and that was before it was over;
    - it may have happened, and a known event that may have happened refers to it as earlier;
    - all of its documents are known, at least one of them has a date, and it has no `added` date.

    A question is known if all its documents and events are, and it was `added` by then. Without an
    `added` date, it must have a dated document or an event. A section of an edition is known if all
    its documents are.

    `is_reported` decides which quotes and figures are known. The day on which a document was last
    read, and its copy in an archive, are known from that day, and a role is known from its start.
    """
    known = {
        id: _as_read(source, day)
        for id, source in record.sources.items()
        if is_published(source, day)
    }

    def is_known(cited: CitedSource | InlineSource) -> bool:
        return cited.ref in known if isinstance(cited, CitedSource) else is_published(cited, day)

    def is_dated(cited: CitedSource | InlineSource) -> bool:
        return any(document.date for document in documents([cited], record.sources))

    def is_event_known(event: Event) -> bool:
        if event.added and event.added <= min(day, event.date.latest):
            return True
        direct = [cited for _, cited in event.citations]
        if not event.added and all(map(is_known, direct)) and any(map(is_dated, direct)):
            return True
        cited = direct or [citation for _, citation in event.all_citations]
        known = [citation for citation in cited if is_known(citation)]
        if event.date.earliest <= day and any(map(is_dated, known)):
            return True
        return certain_from(event.date) <= day and bool(known or not cited)

    def may_be_known(event: Event) -> bool:
        cited = [citation for _, citation in event.citations] or [
            citation for _, citation in event.all_citations
        ]
        return event.date.earliest <= day and (not cited or any(map(is_known, cited)))

    first = {event.where for event in record.events if is_event_known(event)}
    possible = {event.where for event in record.events if may_be_known(event)}
    known_at = first | _shown_by_others(record, first, possible)
    events = [event for event in record.events if event.where in known_at]
    gone = [event for event in record.events if event.where not in known_at]

    def cited(citation: CitedSource | InlineSource | None) -> CitedSource | InlineSource | None:
        return _as_read(citation, day) if isinstance(citation, InlineSource) else citation

    def known_parts(parts: tuple[_Part, ...]) -> tuple[_Part, ...]:
        return tuple(
            part.model_copy(update={"source": cited(part.source)})
            for part in parts
            if part.source is None or is_known(part.source)
        )

    def as_known(event: Event) -> Event:
        update = {
            "source": cited(event.source) if event.source and is_known(event.source) else None,
            "sources": tuple(cited(source) for source in event.sources if is_known(source)),
            "quotes": known_parts(event.quotes),
            "figures": known_parts(event.figures),
        }
        return event.model_copy(update=update)

    ids = {event.id for event in events if event.id}

    def is_question_known(question: Question) -> bool:
        cited = [citation for _, citation in question.citations]
        if not (all(map(is_known, cited)) and ids.issuperset(question.events)):
            return False
        if question.added:
            return question.added <= day
        return bool(question.events) or any(map(is_dated, cited))

    def citing(item: _Cited) -> _Cited:
        sources = tuple(map(cited, item.sources))
        return item.model_copy(update={"source": cited(item.source), "sources": sources})

    def as_edited(edition: Edition) -> Edition:
        sections = tuple(
            citing(section)
            for section in edition.sections
            if all(is_known(citation) for _, citation in section.citations)
        )
        return edition.model_copy(update={"sections": sections}) if edition.sections else edition

    seen = replace(
        record,
        editions={id: as_edited(edition) for id, edition in record.editions.items()},
        questions={
            id: citing(question)
            for id, question in record.questions.items()
            if is_question_known(question)
        },
        actors={id: _as_held(actor, day) for id, actor in record.actors.items()},
        events=ordered(without_references(map(as_known, events), gone), record.files),
        sources=known,
    )
    reported = reported_on(seen, day)
    return replace(reported, proofs=proofs_within(reported, reported.proofs))


def without_references(events: Iterable[Event], gone: Iterable[Event]) -> list[Event]:
    """Return `events` without their references to events that are `gone` from the record."""
    gone = list(gone)
    hidden: Hidden = {
        "events": {event.id for event in gone if event.id},
        "commitments": {commitment.id for event in gone for commitment in event.commitments},
    }

    def rest(event: Event) -> Event:
        known = without(event, hidden)
        if known.commitments == event.commitments:
            return known
        # A due date may be counted from an event that is still to come.
        return known.model_copy(update={"commitments": event.commitments})

    return [rest(event) for event in events]


def _shown_by_others(
    record: Record, known: set[RecordPath], possible: set[RecordPath]
) -> set[RecordPath]:
    """Return the places of those `possible` events that `known` events refer to as earlier."""
    by_id = record.by_id
    made = {commitment.id: event for event in record.events for commitment in event.commitments}
    shown: set[RecordPath] = set()
    new = [event for event in record.events if event.where in known & possible]
    while new:
        event = new.pop()
        linked = [by_id.get(other) for _, _, other in event.links]
        closed = [made.get(id) for id in (*event.keeps, *event.drops)]
        for other in (*linked, *closed):
            if other and other.where in possible and other.where not in known | shown:
                shown.add(other.where)
                new.append(other)
    return shown


def reported_on(record: Record, day: Day) -> Record:
    """Return `record` without quotes or figures that nobody could have known on `day`."""

    def reported(event: Event) -> Event:
        quotes, figures = (
            tuple(part for part in parts if is_reported(event, part, record.sources, day))
            for parts in (event.quotes, event.figures)
        )
        if len(quotes) == len(event.quotes) and len(figures) == len(event.figures):
            return event
        return event.model_copy(update={"quotes": quotes, "figures": figures})

    return replace(record, events=[reported(event) for event in record.events])


def last_updated(record: Record, event: Event, as_of: Day) -> Day | None:
    """Return the date of the latest news of `event` in the record, up to `as_of`.

    There is news on the day the event is `added`, on the day it happens, and on the day one of its
    documents is published. For a vague date, that is the first possible day. Return None if the
    event is still to come and nothing shows when it became known.

    Centuries, decades and dates before 1970 are ignored, because feed readers cannot show them. If
    there is no other date, return the date the record is accurate to.
    """
    cited = documents((cited for _, cited in event.all_citations), record.sources)
    dates = [event.date, *(document.date for document in cited if document.date)]
    days = [date.earliest for date in dates] + ([event.added] if event.added else [])
    if all(day > as_of for day in days):
        return None
    news = [date.earliest for date in dates if date.latest - date.earliest < _LONGEST_OF_NEWS]
    news = [day for day in (*news, *days[len(dates) :]) if _FIRST_OF_NEWS <= day <= as_of]
    return max(news, default=min(record.correct_as_of or as_of, as_of))


def _as_read(document: _Document, day: Day) -> _Document:
    if (document.read and document.read <= day) or not (document.read or document.archived):
        return document
    return document.model_copy(update={"archived": None, "read": None})


def _as_held(actor: Actor, day: Day) -> Actor:
    """Return `actor` with the roles that had started by `day`, without any end dates after it."""
    roles = tuple(
        role.model_copy(update={"until": None})
        if role.until and role.until.earliest > day
        else role
        for role in actor.roles
        if role.since is None or role.since.earliest <= day
    )
    return actor if roles == actor.roles else actor.model_copy(update={"roles": roles})

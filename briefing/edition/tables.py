"""A record's events, asks, questions, commitments, figures, sources, evidence, actors, areas and
sections, as tables."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date as Day

from briefing.edition.areas import areas_of
from briefing.edition.as_of import reported_on
from briefing.edition.citations import Citation, citation_of
from briefing.edition.entries import year_of
from briefing.edition.sections import known_sections
from briefing.edition.selection import NO_FILTER, EventFilter, select
from briefing.edition.stages import state_in_words, when
from briefing.edition.statuses import ask_statuses, commitment_statuses
from briefing.edition.words import Words, words_in
from briefing.record.area_tables import TabledArea
from briefing.record.claims import claims
from briefing.record.dates import VagueDate
from briefing.record.model import CitedSource, Event, InlineSource, Source
from briefing.record.proofs import Proof, Selector
from briefing.record.record import Record

Cell = str | int | list[str] | None
Rows = Iterable[tuple[Cell, ...]]


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Each row's cells follow the order of `columns`. Unknown ones are None.

    `columns` maps each name to the heading that people see, or to None if people do not need the
    column. Dates appear both as written and in words.
    """

    name: str
    columns: dict[str, str]
    rows: list[tuple[Cell, ...]]


def table_of(
    name: str,
    record: Record,
    as_of: Day,
    event_filter: EventFilter = NO_FILTER,
    *,
    is_whole: bool = True,
) -> Table:
    """Return the table called `name`, one of `TABLES`, as it was on a given day.

    It contains the chosen events, or everything that they move, make, close, publish, cite or name.
    If all events are chosen and the record `is_whole`, it also contains asks that no event has
    raised yet, and sources, actors and areas that no event names. Sections are listed only if all
    events are chosen. The columns of areas are listed only if the record `is_whole`, because
    briefings have only those that a text uses.
    """
    columns, rows = TABLES[name]
    record = reported_on(record, as_of)
    # As in a timeline, an event without a start is in the year in which it ends.
    events = sorted(
        select(record.events, event_filter), key=lambda event: year_of(event.date, as_of)
    )
    is_unfiltered = event_filter == NO_FILTER
    view = _View(record, as_of, events, is_whole, is_unfiltered, words_in(record.language))
    return Table(name, columns, list(rows(view)))


@dataclass(frozen=True, slots=True)
class _View:
    """The data for a table.

    `has_all` is true if nothing has been left out of the record, and `is_unfiltered` if all its
    events are chosen.
    """

    record: Record
    as_of: Day
    events: list[Event]
    has_all: bool
    is_unfiltered: bool
    t: Words

    @property
    def is_whole(self) -> bool:
        """Whether nothing has been left out."""
        return self.has_all and self.is_unfiltered

    def name(self, by: str | None) -> str | None:
        actor = self.record.actors.get(by or "")
        return actor.name if actor else by

    def date(self, date: VagueDate | None) -> tuple[str | None, str | None]:
        """Return a date both as it was written and in words."""
        return (date.text, self.t.date(date)) if date else (None, None)


def _events(view: _View) -> Rows:
    for event in view.events:
        yield (
            *view.date(event.date),
            state_in_words(event, when(event, view.record.sources, view.as_of), view.t) or None,
            event.kind,
            event.title,
            event.id,
            list(event.topics),
            [view.record.areas[id].name for id in event.areas if id in view.record.areas],
            [view.record.actors[actor.ref].name for actor in event.actors],
            len({citation_of(view.record, citation) for _, citation in event.all_citations}),
        )


def _asks(view: _View) -> Rows:
    chosen = {event.where for event in view.events}
    statuses = {status.id: status for status in ask_statuses(view.record, view.as_of)}
    for name, ask in view.record.asks.items():
        status = statuses.get(name)
        by = view.name(ask.by)
        if status is None:
            if view.is_whole:
                yield ask.title, name, by, "not raised", None, None, None, []
        elif any(move.event.where in chosen for move in status.moves):
            moves = [
                f"{move.words} {view.date(move.event.date.beginning)[1]}" for move in status.moves
            ]
            raised = view.date(status.moves[0].event.date.beginning)
            yield ask.title, name, by, status.words, *raised, status.taken or None, moves


def _questions(view: _View) -> Rows:
    record = view.record
    chosen = {event.id for event in view.events if event.id}
    for id, question in record.questions.items():
        if view.is_whole or chosen.intersection(question.events):
            cited = len({citation_of(record, cited) for _, cited in question.citations})
            answered = "yes" if question.answer else "no"
            yield question.question, id, answered, question.answer, cited


def _commitments(view: _View) -> Rows:
    chosen = {event.where for event in view.events}
    for status in commitment_statuses(view.record, view.as_of):
        commitment, made, closed = status.commitment, status.made, status.closed
        if made.where in chosen or (closed and closed.where in chosen):
            yield (
                commitment.title,
                commitment.id,
                view.name(commitment.by),
                status.due or None,
                status.working or None,
                commitment.kept_if,
                [view.record.areas[id].name for id in commitment.areas],
                status.state,
                status.words,
                *view.date(made.date.beginning),
                made.title,
                *view.date(closed.date.beginning if closed else None),
                closed.title if closed else None,
            )


def _figures(view: _View) -> Rows:
    for event in view.events:
        for figure in event.figures:
            cited = (
                [figure.source] if figure.source else [citation for _, citation in event.citations]
            )
            yield (
                figure.value.text,
                figure.label,
                figure.of,
                view.record.areas[figure.area].name if figure.area else None,
                figure.sample.text if figure.sample else None,
                view.name(figure.by),
                *view.date(event.date),
                event.title,
                event.id,
                figure.disputed or event.disputed,
                figure.worked_out,
                [citation_of(view.record, citation).in_full for citation in cited],
            )


def _evidence(view: _View) -> Rows:
    chosen = {event.where for event in view.events}
    for claim in claims(view.record):
        if claim.event.where not in chosen:
            continue
        found = view.record.proofs.of(claim)
        proof = found or Proof(claim.key, ", ".join(claim.source_names), "no copy")
        passage = proof.passage or Selector("")
        yield (
            claim.key.type,
            claim.key.text,
            claim.key.label or None,
            claim.key.of or None,
            view.record.areas[claim.key.area].name if claim.key.area else None,
            proof.grade if found else "never checked",
            proof.source or None,
            proof.found_in or None,
            proof.page,
            passage.exact or None,
            passage.prefix or None,
            passage.suffix or None,
            proof.caution or None,
            proof.confirmed_by or None,
            proof.rejected_by or None,
            *view.date(claim.event.date),
            claim.event.title,
            claim.event.id,
        )


def _sources(view: _View) -> Rows:
    """Yield the sources that have an id, then those written out where cited, each document once."""
    documents: dict[str | Citation, Source | InlineSource] = dict(view.record.sources.items())
    times: Counter[str | Citation] = Counter()
    for cited in _citations(view):
        if isinstance(cited, CitedSource):
            times[cited.ref] += 1
        else:
            document = replace(citation_of(view.record, cited), at=None)
            documents.setdefault(document, cited)
            times[document] += 1
    for key, source in documents.items():
        if times[key] or view.is_whole:
            yield (
                source.author,
                source.title,
                key if isinstance(key, str) else None,
                source.publisher,
                *view.date(source.date),
                source.url,
                source.archived,
                source.read.isoformat() if source.read else None,
                times[key],
            )


def _citations(view: _View) -> Iterator[CitedSource | InlineSource]:
    """Yield the citations of the events and, if nothing has been left out, of everything else.

    Editions can share their sections, so sections that are equal are counted once.
    """
    for event in view.events:
        yield from (cited for _, cited in event.all_citations)
    if view.is_whole:
        sections = dict.fromkeys(section for _, section in view.record.own_sections)
        for question in view.record.questions.values():
            yield from (cited for _, cited in question.citations)
        for section in sections:
            yield from (cited for _, cited in section.citations)


def _actors(view: _View) -> Rows:
    times = Counter(id for event in view.events for id in event.people)
    for id, actor in view.record.actors.items():
        if times[id] or view.is_whole:
            started = [
                role.title
                for role in actor.roles
                if role.since is None or role.since.earliest <= view.as_of
            ]
            yield actor.name, id, actor.type, list(dict.fromkeys(started)), times[id]


def _areas(view: _View) -> Rows:
    areas = view.record.areas
    times = Counter(id for event in view.events for id in areas_of(event))
    for id, area in areas.items():
        if times[id] or view.is_whole:
            wider = areas.get(area.within or "")
            columns = area.columns if isinstance(area, TabledArea) and view.has_all else {}
            cells = [f"{name}: {text}" for name, text in columns.items()]
            yield area.name, id, wider.name if wider else None, cells, times[id]


def _sections(view: _View) -> Rows:
    if not view.is_unfiltered:
        return
    for section, ids in known_sections(view.record, view.as_of, is_whole=view.has_all):
        since, until = view.date(section.since)[0], view.date(section.until)[0]
        names = [view.record.areas[id].name for id in section.areas if id in view.record.areas]
        cited = len({citation_of(view.record, citation) for _, citation in section.citations})
        yield section.title, section.text, ids, section.place, names, since, until, cited


TABLES: dict[str, tuple[dict[str, str], Callable[[_View], Rows]]] = {
    "events": (
        {
            "date": "",
            "date_in_words": "Date",
            "state": "State",
            "kind": "Kind",
            "title": "Title",
            "id": "ID",
            "topics": "Topics",
            "areas": "Areas",
            "actors": "",
            "sources": "Sources",
        },
        _events,
    ),
    "asks": (
        {
            "title": "Title",
            "id": "ID",
            "by": "By",
            "status": "Status",
            "since": "",
            "since_in_words": "Raised",
            "taken": "",
            "moves": "Moves",
        },
        _asks,
    ),
    "questions": (
        {
            "question": "Question",
            "id": "ID",
            "answered": "Answered",
            "answer": "",
            "sources": "Sources",
        },
        _questions,
    ),
    "commitments": (
        {
            "title": "Title",
            "id": "ID",
            "by": "By",
            "due": "Due",
            "working": "",
            "kept_if": "",
            "areas": "",
            "state": "",
            "status": "Status",
            "made": "",
            "made_in_words": "Made",
            "made_by_event": "",
            "closed": "",
            "closed_in_words": "Closed",
            "closed_by_event": "",
        },
        _commitments,
    ),
    "figures": (
        {
            "value": "Value",
            "label": "Label",
            "of": "Of",
            "area": "Area",
            "sample": "Sample",
            "by": "By",
            "date": "",
            "date_in_words": "Date",
            "event": "",
            "event_id": "",
            "disputed": "",
            "worked_out": "",
            "sources": "",
        },
        _figures,
    ),
    "sources": (
        {
            "author": "Author",
            "title": "Title",
            "id": "ID",
            "publisher": "Publisher",
            "date": "",
            "date_in_words": "Date",
            "url": "Address",
            "archived": "",
            "read": "",
            "cited": "Cited",
        },
        _sources,
    ),
    "evidence": (
        {
            "type": "",
            "claim": "Claim",
            "label": "Label",
            "of": "",
            "area": "",
            "grade": "Grade",
            "source": "Source",
            "found_in": "",
            "page": "",
            "passage": "",
            "prefix": "",
            "suffix": "",
            "caution": "Caution",
            "confirmed_by": "",
            "rejected_by": "",
            "date": "",
            "date_in_words": "",
            "event": "",
            "event_id": "",
        },
        _evidence,
    ),
    "actors": (
        {"name": "Name", "id": "ID", "type": "Type", "roles": "Roles", "events": "Events"},
        _actors,
    ),
    "areas": (
        {"name": "Name", "id": "ID", "within": "Within", "columns": "Columns", "events": "Events"},
        _areas,
    ),
    "sections": (
        {
            "title": "Title",
            "text": "",
            "editions": "Editions",
            "place": "Place",
            "areas": "Areas",
            "from": "From",
            "until": "Until",
            "sources": "Sources",
        },
        _sections,
    ),
}
"""Each table's columns and the function that makes its rows, keyed by table name."""

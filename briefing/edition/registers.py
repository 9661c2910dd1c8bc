"""The registers: asks, commitments and U-turns, each traced to the events that it rests on."""

from dataclasses import dataclass, replace

from briefing.edition.areas import figures_for
from briefing.edition.entries import Figure, Reference, Selection
from briefing.edition.spans import Span, apart, span_of
from briefing.edition.standings import ask_standings, commitment_standings, known_events
from briefing.timeline.model import AskMove, Event

_MOST_MOVES = 4
"""So many moves of an ask are told in short."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """A promise and how it stands: `state` for a machine, `standing` in words.

    `closing` tells in a word what `closed` did, as in kept; it is empty where that is None. `due`
    is in words, `working` how it was worked out from what was promised, if it was. `limit` holds
    the last day on which it is in time, as far as that is known; None where it is not.
    """

    id: str
    title: str
    by: str
    due: str
    working: str
    limit: Span | None
    state: str
    standing: str
    closing: str
    made: Reference
    closed: Reference | None


@dataclass(frozen=True, slots=True)
class Move:
    """A step of an ask: how far the event brought it, `to` for a machine and in `words`."""

    to: AskMove
    words: str
    event: Reference
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """What somebody calls for and how far it has got: `state` for a machine, `standing` in words.

    `taken` is the time from raised to met.
    """

    id: str
    title: str
    by: str
    state: str
    standing: str
    taken: str
    moves: tuple[Move, ...]

    @property
    def in_short(self) -> tuple[Move, ...]:
        """Its moves, or where these are many the first and the last, each with one figure."""
        if len(self.moves) <= _MOST_MOVES:
            return self.moves
        ends = self.moves[0], self.moves[-1]
        return tuple(replace(move, figures=move.figures[:1]) for move in ends)


@dataclass(frozen=True, slots=True)
class UTurn:
    """An event and what it reverses, with the time between them."""

    event: Reference
    reversed: Reference
    apart: str


def asks_of(selection: Selection) -> tuple[Ask, ...]:
    """The asks that an event of the selection moves, each with all its moves."""
    timeline = selection.timeline
    return tuple(
        Ask(
            it.id,
            it.ask.title,
            timeline.actors[it.ask.by].name,
            it.state,
            it.words,
            it.taken,
            tuple(
                Move(
                    move.to,
                    move.words,
                    selection.refer(move.event),
                    _supporting(selection, it.id, move.event),
                )
                for move in it.moves
            ),
        )
        for it in ask_standings(timeline, selection.as_of)
        if selection.tells_of(*(move.event for move in it.moves))
    )


def commitments_of(selection: Selection) -> tuple[Commitment, ...]:
    """The commitments that an event of the selection makes, keeps or drops."""
    timeline = selection.timeline
    return tuple(
        Commitment(
            it.commitment.id,
            it.commitment.title,
            timeline.actors[it.commitment.by].name,
            it.due,
            it.working,
            it.limit,
            it.state,
            it.words,
            it.closing,
            selection.refer(it.made),
            selection.refer(it.closed) if it.closed else None,
        )
        for it in commitment_standings(timeline, selection.as_of)
        if selection.tells_of(it.made, it.closed)
    )


def u_turns_of(selection: Selection) -> tuple[UTurn, ...]:
    """The U-turns that an event of the selection has a part in."""
    events = known_events(selection.timeline, selection.as_of)
    known = {event.id: event for event in events if event.id}
    return tuple(
        UTurn(
            selection.refer(event),
            selection.refer(known[other]),
            apart(span_of(known[other].date), span_of(event.date), selection.timeline.language),
        )
        for event in events
        for other in event.reverses
        if other in known and selection.tells_of(event, known[other])
    )


def _supporting(selection: Selection, ask: str, event: Event) -> tuple[Figure, ...]:
    """The figures of `event` that support the ask, or show how far it has got, there and wider."""
    return tuple(
        selection.figure(figure, event)
        for pair in figures_for(selection.timeline, event.figures, selection.area)
        for figure in pair
        if figure and figure.supports == ask
    )

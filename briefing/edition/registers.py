"""Registers of asks, commitments and reversals. Each entry can be traced to its events."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date as Day
from typing import Annotated

from briefing.edition.areas import figures_for, is_named_in, named
from briefing.edition.captions import Caption, caption_of, in_message, joined, with_name, written
from briefing.edition.durations import DateRange
from briefing.edition.entries import Selection
from briefing.edition.entry import NOT_EXPORTED, Figure, Reference, by_weight
from briefing.edition.names import at_start, within
from briefing.edition.reversals import Undoing, undoings_of
from briefing.edition.statuses import ask_statuses, commitment_statuses, known_events
from briefing.edition.words import Words
from briefing.languages import N_
from briefing.marked_text import accepted, shown
from briefing.record import model
from briefing.record.fields import AskMove, Weight
from briefing.record.model import Event
from briefing.record.problems import RecordPath
from briefing.typography import capitalised

_MAX_MOVES = 4
"""The maximum number of moves in an ask's short form."""


@dataclass(frozen=True, slots=True)
class Commitment:
    """A commitment and its status."""

    id: str
    """Its id in the record."""
    title: str
    """The title."""
    by: str
    """The actor who made it."""
    due: str
    """The formatted due date, or an empty string."""
    working: str
    """An explanation of how the due date was worked out, or an empty string."""
    limit: DateRange | None
    """The last day on which it could be kept on time, or a range if that day is not certain."""
    state: str
    """Its status: `pending`, `due soon`, `perhaps overdue`, `overdue`, `perhaps kept`, `kept`,
    `perhaps dropped` or `dropped`."""
    status: str
    """Its status as a phrase, such as "kept about 14 months late"."""
    closing: str
    """A single word for how it was closed, such as "kept", or an empty string."""
    made: Reference
    """The event that made it."""
    closed: Reference | None
    """The event that kept or dropped it."""
    due_in_words: Annotated[str, NOT_EXPORTED]
    """The due date as a phrase, such as "due 3 May 2023", or an empty string."""
    basis: str
    """A phrase that says who made it and when it is due."""
    made_by: Annotated[Caption, NOT_EXPORTED]
    """Who made it and when it is due, as in "Commitment by HM Treasury; due 3 May 2023"."""
    with_status: Annotated[Caption, NOT_EXPORTED]
    """Who made it and its status, as in "Commitment by HM Treasury; due in 2 weeks"."""
    where: Annotated[RecordPath, NOT_EXPORTED] = field(compare=False)
    """Its place in the record."""
    weight: Weight = "normal"
    """Its weight: `high`, `normal` or `low`."""
    kept_if: str = ""
    """The record's test of whether it is kept, or an empty string."""
    areas: tuple[str, ...] = ()
    """The names of its areas."""

    @property
    def caption(self) -> Caption:
        """The title and the actor who made it, as in "Build a park (Leeds City Council)"."""
        return with_name(self.title, self.by)

    @property
    def with_due_date(self) -> Caption:
        """The caption and the due date: "Build a park (Leeds City Council), due 3 May 2023"."""
        due = (", ", self.due_in_words) if self.due_in_words else ()
        return caption_of(*self.caption.pieces, *due)

    @property
    def maker(self) -> str:
        """The actor's name as it appears at the start of a sentence, such as "The council"."""
        return at_start(self.by)

    @property
    def basis_in_full(self) -> str:
        """The same phrase, with an explanation of how the due date was worked out."""
        return f"{self.basis}, {self.working}" if self.due and self.working else self.basis


@dataclass(frozen=True, slots=True)
class Move:
    """A change in the status of an ask."""

    to: AskMove
    """The new status of the ask."""
    words: str
    """The name of the status, such as "raised"."""
    event: Reference
    """The event that moved it."""
    figures: tuple[Figure, ...]
    """The figures of the event that support the ask."""
    claims: Annotated[tuple[Caption, ...], NOT_EXPORTED] = ()
    """Text for each of these figures, without the words that it shares with the one before."""

    @property
    def evidence(self) -> Caption:
        """The same text for all of them together: "want a park: 77% of adults; 82%, Leeds"."""
        return joined(self.claims, "; ")


@dataclass(frozen=True, slots=True)
class Ask:
    """An ask and its status."""

    id: str
    """Its id in the record."""
    title: str
    """The title."""
    by: str
    """The actor who makes it."""
    state: str
    """Its status, such as `met in part`."""
    status: str
    """Its status as a phrase."""
    taken: str
    """The time from `raised` to `met`, or an empty string."""
    moves: tuple[Move, ...]
    """All its moves, in order."""
    where: Annotated[RecordPath, NOT_EXPORTED] = field(compare=False)
    """Its place in the record."""
    weight: Weight = "normal"
    """Its weight: `high`, `normal` or `low`."""
    areas: tuple[str, ...] = ()
    """The names of its areas."""
    taken_in_words: Annotated[str, NOT_EXPORTED] = ""
    """The time between raised and met, as in "3 months after being raised", or an empty string."""

    def caption(self, is_named: bool = True) -> Caption:
        """The title and, if `is_named`, the actor who makes it."""
        return with_name(self.title, self.by) if is_named else caption_of(written(self.title))

    @property
    def maker(self) -> str:
        """The actor's name as it appears at the start of a sentence, such as "The council"."""
        return at_start(self.by)

    def lead(self, is_named: bool = True) -> Caption:
        """The words before the moves: the time taken and, if `is_named`, the actor."""
        taken = (capitalised(self.taken_in_words), ".") if self.taken_in_words else ()
        by = (" " * bool(taken), written(self.maker), ":") if is_named else ()
        return caption_of(*taken, *by)

    @property
    def in_short(self) -> tuple[Move, ...]:
        """The moves, or only the first, the last and any marked as new if there are many. Each has
        one figure."""
        if len(self.moves) <= _MAX_MOVES:
            return self.moves
        first, *between, last = self.moves
        shown = (first, *(move for move in between if accepted(move.words) != move.words), last)
        return tuple(
            replace(move, figures=move.figures[:1], claims=move.claims[:1]) for move in shown
        )


@dataclass(frozen=True, slots=True)
class Reversal:
    """An event and the event that it reverses."""

    event: Reference
    """The later event."""
    reversed: Reference
    """The event that it reverses."""
    time_between: str
    """The time between them, or an empty string."""
    is_u_turn: bool
    """Whether the reversal was by the actor who made the decision."""
    by: str
    """The actor who reversed it, or an empty string."""
    part: str
    """The part that was reversed, or an empty string."""
    words: str
    """A phrase for the reversal, such as "Overturned by High Court"."""


@dataclass(frozen=True, slots=True)
class Step:
    """An event in a story of reversals."""

    event: Reference
    """The event."""
    words: str
    """A phrase for the reversal, such as "U-turn by HM Treasury", or an empty string for the first
    decision."""
    time_between: str
    """The time since the event that it reverses, or an empty string."""


@dataclass(frozen=True, slots=True)
class Story:
    """A decision and the chain of reversals that followed."""

    steps: tuple[Step, ...]
    """The events, in order."""


def asks_of(selection: Selection) -> tuple[Ask, ...]:
    """Return the asks moved by events in the selection, each with all its moves.

    They are sorted by weight, and then by the date of the last move, latest first.
    """
    record, t = selection.record, selection.t
    asks = [
        Ask(
            id=status.id,
            title=_title(selection, status.ask),
            by=record.actors[status.ask.by].name,
            state=status.state,
            status=status.words,
            taken=status.taken,
            moves=tuple(
                Move(
                    move.to,
                    move.words,
                    selection.reference_to(move.event, started=True),
                    figures,
                    tuple(_claims(figures, t)),
                )
                for move in status.moves
                for figures in [_supporting(selection, status.id, move.event)]
            ),
            where=status.ask.where,
            weight=status.ask.weight,
            areas=tuple(record.areas[id].name for id in status.ask.areas),
            taken_in_words=_taken_in_words(status.taken, t),
        )
        for status in ask_statuses(record, selection.as_of)
        if selection.concerns(*(move.event for move in status.moves))
    ]
    asks.sort(key=lambda ask: ask.moves[-1].event.span.earliest, reverse=True)
    return tuple(sorted(asks, key=by_weight))


def commitments_of(selection: Selection) -> tuple[Commitment, ...]:
    """Return the commitments made, kept or dropped by events in the selection.

    Overdue ones come first, starting with the longest overdue. Then come those that are due soon,
    pending, closed recently and closed earlier.
    """
    record, t = selection.record, selection.t
    commitments = [
        Commitment(
            id=status.commitment.id,
            title=_title(selection, status.commitment),
            by=by,
            due=status.due,
            working=status.working,
            limit=status.limit,
            state=status.state,
            status=status.words,
            closing=status.closing,
            made=selection.reference_to(status.made, started=True),
            closed=selection.reference_to(status.closed, started=True) if status.closed else None,
            due_in_words=due,
            basis=f"{shown(at_start(by))}; {due}" if due else at_start(by),
            where=status.made.where / ("commitments", status.commitment.id),
            weight=status.commitment.weight,
            made_by=_with_maker(by, due, t),
            with_status=_with_maker(by, status.words, t),
            kept_if=status.commitment.kept_if or "",
            areas=tuple(record.areas[id].name for id in status.commitment.areas),
        )
        for status in commitment_statuses(record, selection.as_of)
        if selection.concerns(status.made, status.closed)
        for by in [record.actors[status.commitment.by].name]
        for due in [t.gettext("due %(date)s", date=status.due) if status.due else ""]
    ]
    start = record.recent.start(selection.as_of)
    return tuple(sorted(commitments, key=lambda commitment: _urgency(commitment, start)))


def _taken_in_words(taken: str, t: Words) -> str:
    return t.gettext("%(length)s after being raised", length=taken) if taken else ""


def _with_maker(by: str, words: str, t: Words) -> Caption:
    """Return who made a commitment, and further `words` about it, if any."""
    maker = in_message(t, N_("Commitment by %(name)s"), name=within(by))
    return caption_of(*maker, *(("; ", words) if words else ()))


_OPEN = ("overdue", "perhaps overdue", "due soon", "pending")


def _urgency(commitment: Commitment, recent: Day) -> tuple[int, int, int]:
    """Return the sort key of a commitment: its state, its weight if relevant, and its day."""
    weight = by_weight(commitment)
    if commitment.closed:
        day = commitment.closed.span.latest
        return len(_OPEN) + (day < recent), weight, -day.toordinal()
    due = commitment.limit.latest if commitment.limit else Day.max
    state = _OPEN.index(commitment.state)
    return state, weight if commitment.state == "pending" else 0, due.toordinal()


def reversals_of(selection: Selection) -> tuple[Reversal, ...]:
    """Return the reversals in which either event is in the selection."""
    return tuple(
        _reversal(selection, undoing)
        for undoing in _undoings(selection)
        if selection.concerns(undoing.later, undoing.earlier)
    )


def stories_of(
    selection: Selection, made_by: Collection[RecordPath] | None = None
) -> tuple[Story, ...]:
    """Return the selection's reversals as stories, each with a decision and its reversals.

    A story is complete even if only one of its events is selected. If `made_by` is given, it has
    only the reversals that those events made, and the decisions that they reverse.
    """
    undoings = [
        undoing
        for undoing in _undoings(selection)
        if made_by is None or undoing.later.where in made_by
    ]
    order = {event.where: n for n, event in enumerate(selection.record.events)}
    leads_to: dict[RecordPath, RecordPath] = {}

    def root(event: Event) -> RecordPath:
        """Return the place of the event at the root of a story, the same for all its events."""
        here = event.where
        while (there := leads_to.get(here, here)) != here:
            leads_to[here] = here = leads_to.get(there, there)
        return here

    for undoing in undoings:
        leads_to[root(undoing.later)] = root(undoing.earlier)
    stories: dict[RecordPath, list[Undoing]] = {}
    for undoing in undoings:
        stories.setdefault(root(undoing.earlier), []).append(undoing)
    shown = [
        _story(selection, story, order)
        for story in sorted(
            stories.values(), key=lambda undoings: min(order[u.earlier.where] for u in undoings)
        )
        if selection.concerns(
            *(event for undoing in story for event in (undoing.earlier, undoing.later))
        )
    ]
    return tuple(shown)


def _undoings(selection: Selection) -> list[Undoing]:
    return undoings_of(selection.record, known_events(selection.record, selection.as_of))


def _reversal(selection: Selection, undoing: Undoing) -> Reversal:
    return Reversal(
        selection.reference_to(undoing.later, started=True),
        selection.reference_to(undoing.earlier, started=True),
        undoing.time,
        undoing.is_u_turn,
        undoing.by,
        undoing.part,
        undoing.passive(selection.as_of),
    )


def _story(selection: Selection, undoings: list[Undoing], order: dict[RecordPath, int]) -> Story:
    """Make a story. A step names the event that it reverses, unless that is obvious.

    While only parts of the original decision have been reversed, the obvious event is that
    decision. After that, it is the event of the previous step.
    """
    events = {
        event.where: event for undoing in undoings for event in (undoing.earlier, undoing.later)
    }
    head, *_ = in_order = sorted(events.values(), key=lambda event: order[event.where])
    steps: list[Step] = []
    expected: Event | None = None
    for event in in_order:
        done = list(
            {
                undoing.earlier.where: undoing
                for undoing in undoings
                if undoing.later.where == event.where
            }.values()
        )
        words, time = "", done[0].time if len(done) == 1 else ""
        if len(done) == 1 and done[0].earlier is expected:
            words = done[0].passive(selection.as_of)
        elif done:
            words = "; ".join(
                f"{undoing.passive(selection.as_of)} (“{undoing.earlier.title}”)"
                for undoing in done
            )
        steps.append(Step(selection.reference_to(event, started=True), words, time))
        if not (
            expected is head and [undoing.earlier for undoing in done if undoing.part] == [head]
        ):
            expected = event
    return Story(tuple(steps))


def _title(selection: Selection, item: model.Ask | model.Commitment) -> str:
    """Return the title of an ask or commitment, including its areas.

    Areas are left out if the edition is for one of them, or if the title has their name already.
    """
    areas = named(selection.record, item.areas, selection.t, selection.area)
    is_known = not areas or is_named_in(item.title, areas)
    return item.title if is_known else f"{shown(item.title)} ({areas})"


def _supporting(selection: Selection, ask: str, event: Event) -> tuple[Figure, ...]:
    """Return the figures of `event` that support the ask, including wider figures."""
    pairs = figures_for(selection.record, event.figures, selection.area)
    # Several figures can be compared with the same wider figure.
    return tuple(
        dict.fromkeys(
            selection.figure(figure, event)
            for pair in pairs
            for figure in pair
            if figure and figure.supports == ask
        )
    )


def _claims(figures: Sequence[Figure], t: Words) -> Iterator[Caption]:
    """Yield each figure in words, without those that it shares with the previous figure."""
    for before, figure in zip((None, *figures), figures, strict=False):
        is_same = before is not None and before.label == figure.label
        label = () if is_same else (written(figure.label), ": ")
        of = "" if is_same and before and before.of == figure.of else figure.of
        if of and figure.share:
            # A value such as "9 of 27" names the whole already.
            whole = figure.value.whole is not None
            message = N_("%(value)s %(group)s") if whole else N_("%(value)s of %(group)s")
            value = in_message(t, message, value=figure.value, group=of)
        else:
            value = (written(figure.value), *((", ", written(of)) if of else ()))
        area = (", ", written(figure.area)) if figure.area else ()
        yield caption_of(*label, *value, *area)

"""The news of one period, for a digest."""

from dataclasses import dataclass

from briefing.edition.entries import Entry, Reference
from briefing.edition.registers import Ask, Commitment, Move, Reversal, Story
from briefing.record.mailboxes import Mailbox


@dataclass(frozen=True, slots=True)
class AskMoved:
    """An ask with its new `moves` and its previous status: `was` is empty if it had none.

    `basis` names who asks, and the previous status. `told` are the events of the new moves, each
    after the words that lead to it, as in "Advanced, see:".
    """

    ask: Ask
    was: str
    moves: tuple[Move, ...]
    basis: str
    told: tuple[tuple[str, Reference], ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction to an `event`: the `old` and the `new` text, both in words.

    `what` names the corrected part, such as the date or the label of a figure. It is empty if the
    whole event was withdrawn. `new` is empty if the event or a part of it was withdrawn. `was_told`
    is true if an earlier digest included the event: then `label` is "Corrected", and otherwise
    "Changed". `in_words` says what changed, as in "date: 3 May 2023, not 2 May 2023".
    """

    event: Reference
    what: str
    old: str
    new: str
    was_told: bool
    label: str
    in_words: str


@dataclass(frozen=True, slots=True)
class Digest:
    """The news of one period, called `name`. `days` are its days in words.

    `subject` starts with the most important news, and names the record if the title does not.
    `happened` has the events of the period. `late` has earlier events that are new to these
    readers. `ended` has events that an earlier digest reported and that ended in the period, such
    as consultations that closed. `unconfirmed` has events that were planned for the period and that
    no document confirms. The `reversals` were made, and the `asks` were moved, by events in
    `happened` or `late`; the `stories` show the reversals with the decisions that they reverse. The
    `commitments` were made, kept or dropped by these events, or fell due. `coming` and `due` are in
    the following four weeks.

    `stops` is the date, in words, that the record is accurate to, if that is before the end of the
    period; otherwise empty. For a quiet period, `last` is the last event that had happened,
    `weeks` the number of whole weeks since then, and `nothing_new` the words for that, up to the
    last event. `sender` is the sender of the message, or None.
    `page` is the address of a timeline on the web that has all these events, or empty.
    """

    name: str
    days: str
    subject: str
    stops: str
    happened: tuple[Entry, ...]
    late: tuple[Entry, ...]
    ended: tuple[Entry, ...]
    reversals: tuple[Reversal, ...]
    stories: tuple[Story, ...]
    asks: tuple[AskMoved, ...]
    commitments: tuple[Commitment, ...]
    unconfirmed: tuple[Entry, ...]
    coming: tuple[Entry, ...]
    due: tuple[Commitment, ...]
    corrections: tuple[Correction, ...]
    last: Reference | None
    weeks: int
    nothing_new: str
    sender: Mailbox | None
    page: str

    @property
    def u_turns(self) -> tuple[Reversal, ...]:
        """The reversals that are U-turns: by the actor that made the decision."""
        return tuple(reversal for reversal in self.reversals if reversal.is_u_turn)

    @property
    def overdue(self) -> tuple[Commitment, ...]:
        """The commitments that are overdue."""
        return tuple(commitment for commitment in self.commitments if commitment.state == "overdue")

    @property
    def not_overdue(self) -> tuple[Commitment, ...]:
        """The commitments that are not overdue."""
        return tuple(commitment for commitment in self.commitments if commitment.state != "overdue")

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is new."""
        told = (self.happened, self.late, self.ended, self.unconfirmed, self.corrections)
        return not any((*told, self.reversals, self.asks, self.commitments))

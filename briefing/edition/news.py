"""What is new in one period, as a digest tells of it."""

from dataclasses import dataclass

from briefing.edition.entries import Entry, Reference
from briefing.edition.registers import Ask, Commitment, Move, Reversal, Story
from briefing.timeline.mailboxes import Mailbox


@dataclass(frozen=True, slots=True)
class AskMoved:
    """An ask with its new `moves` and its previous status: `was` is empty if it had none."""

    ask: Ask
    was: str
    moves: tuple[Move, ...]

    @property
    def told(self) -> tuple[tuple[str, Reference], ...]:
        """The events of its new moves, with how far each brought it.

        That is in words, and empty of a single one that has brought it to where it stands.
        """
        last = self.ask.moves[-1]
        if self.moves == (last,):
            return (("", last.event),)
        return tuple(
            (self.ask.standing if move == last else move.words, move.event) for move in self.moves
        )


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction to an `event`: the `old` and the `new` text, both in words.

    `what` names the corrected part, such as the date or the label of a figure. It is empty if the
    whole event was withdrawn. `new` is empty if the event or a part of it was withdrawn. `was_told`
    is true if an earlier digest included the event.
    """

    event: Reference
    what: str
    old: str
    new: str
    was_told: bool


@dataclass(frozen=True, slots=True)
class Digest:
    """What is new in one period, called `name`, the `days` of which are in words.

    `subject` begins with the news that matters most, and names the record if the title does not.
    `happened` is what came in it, `late` what is new to its readers, but had come before.
    `unconfirmed` are events that were planned for it, and which no document confirms. One of
    `happened` and `late` makes each of the `reversals`, which the `stories` show with what they
    reverse, and moves each of the `asks`. The `commitments` were made, kept or dropped by one of
    them, or came due. `coming` and `due` lie within the four weeks after.
    `stops` is the day, in words, on which the record stops before the period ends, or empty. `last`
    is the last event that had come, and `weeks` the whole weeks since then, for a quiet period.
    `sender` is whom the digest comes from where it is sent; None where nobody says. `page` is the
    address of a timeline on the web that has all these events, or empty.
    """

    name: str
    days: str
    subject: str
    stops: str
    happened: tuple[Entry, ...]
    late: tuple[Entry, ...]
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
    sender: Mailbox | None
    page: str

    @property
    def u_turns(self) -> tuple[Reversal, ...]:
        """The reversals by whoever had made the decision."""
        return tuple(it for it in self.reversals if it.is_u_turn)

    @property
    def overdue(self) -> tuple[Commitment, ...]:
        """Those of the commitments that are overdue."""
        return tuple(it for it in self.commitments if it.state == "overdue")

    @property
    def not_overdue(self) -> tuple[Commitment, ...]:
        """The other commitments."""
        return tuple(it for it in self.commitments if it.state != "overdue")

    @property
    def is_quiet(self) -> bool:
        """Whether nothing is new."""
        told = (self.happened, self.late, self.reversals, self.asks, self.commitments)
        return not any((*told, self.unconfirmed, self.corrections))

"""The news of one period, for a digest."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from briefing.edition.entry import Entry, Reference
from briefing.edition.registers import Ask, Commitment, Move, Reversal, Story
from briefing.record.mailboxes import Mailbox


@dataclass(frozen=True, slots=True)
class AskMoved:
    """An ask whose status has changed."""

    ask: Ask
    """The ask."""
    was: str
    """Its previous status as a phrase, or an empty string if it had none."""
    moves: tuple[Move, ...]
    """Its new moves."""
    basis: str
    """A phrase that says who makes it and what its previous status was."""
    events: tuple[tuple[str, Reference], ...]
    """The words that introduce each new move, such as "advanced:", and the event that made it."""


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction to an event."""

    event: Reference
    """The event."""
    what: str
    """The part that was corrected, such as the date or a figure's label. Empty if the whole event
    was withdrawn."""
    old: str
    """The old text."""
    new: str
    """The new text, or an empty string if the event or part of it was withdrawn."""
    was_reported: bool
    """Whether an earlier digest included the event."""
    label: str
    """"Corrected" if an earlier digest included the event, or else "Changed"."""
    in_words: str
    """A description of the correction, such as "date: 3 May 2023, not 2 May 2023"."""


@dataclass(frozen=True, slots=True)
class Digest:
    """The news of one period."""

    name: str
    """The name of the period."""
    days: str
    """The formatted dates of the period."""
    subject: str
    """The subject line of a message: the most important news, then the title."""
    headline: str
    """The most important news, or an empty string in a quiet period."""
    stops: str
    """If the record is not complete to the end of the period, the formatted date that it is
    accurate to; otherwise empty."""
    happened: tuple[Entry, ...]
    """The events in the period."""
    late: tuple[Entry, ...]
    """Earlier events that are new to these readers."""
    ended: tuple[Entry, ...]
    """Events from an earlier digest that ended in the period, such as consultations that closed."""
    reversals: tuple[Reversal, ...]
    """The reversals made by the events in `happened` and `late`."""
    stories: tuple[Story, ...]
    """The same reversals with the original decisions."""
    asks: tuple[AskMoved, ...]
    """The asks moved by the events in `happened` and `late`."""
    commitments: tuple[Commitment, ...]
    """The commitments that these events made, kept or dropped, and those that fell due."""
    unconfirmed: tuple[Entry, ...]
    """Events that were planned for the period but that no source confirms."""
    coming: tuple[Entry, ...]
    """Events in the next four weeks."""
    due: tuple[Commitment, ...]
    """Commitments that fall due in the next four weeks."""
    corrections: tuple[Correction, ...]
    """Corrections to earlier versions of the record."""
    last: Reference | None
    """The most recent event that has happened."""
    weeks: int
    """The number of whole weeks since the last event."""
    nothing_new: str
    """The words that introduce the last event in a quiet period."""
    sender: Mailbox | None
    """The sender of the message."""
    page: str
    """The web address of a timeline that includes all these events, or an empty string."""
    anchors: Mapping[str, str] = field(default_factory=dict)
    """The anchors that events have on that page, by their anchor in the digest, if they differ."""

    @property
    def u_turns(self) -> tuple[Reversal, ...]:
        """The reversals that are U-turns, in which an actor reversed its own decision."""
        return tuple(reversal for reversal in self.reversals if reversal.is_u_turn)

    @property
    def overdue(self) -> tuple[Commitment, ...]:
        """The overdue commitments."""
        return tuple(commitment for commitment in self.commitments if commitment.state == "overdue")

    @property
    def not_overdue(self) -> tuple[Commitment, ...]:
        """The commitments that are not overdue."""
        return tuple(commitment for commitment in self.commitments if commitment.state != "overdue")

    @property
    def is_quiet(self) -> bool:
        """Whether there is no news."""
        news = (self.happened, self.late, self.ended, self.unconfirmed, self.corrections)
        return not any((*news, self.reversals, self.asks, self.commitments))

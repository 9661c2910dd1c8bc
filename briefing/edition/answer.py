"""The answer: what a short briefing says before all else, worked out from the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from typing import get_args

from briefing.edition.entries import Entry
from briefing.edition.registers import Ask, Commitment
from briefing.timeline.model import Weight

_WEIGHTS = get_args(Weight)


@dataclass(frozen=True, slots=True)
class Answer:
    """What changed, what is asked and what is next.

    `changed` is the newest of the weightiest events that came lately, `next` the soonest of the
    weightiest that are under way or still to come; each None where there is none. `met` and `open`
    are the asks that have and have not been met, those that moved last first. `late` are the
    commitments that are overdue, those that have been so for longest first.
    """

    changed: Entry | None
    met: tuple[Ask, ...]
    open: tuple[Ask, ...]
    next: Entry | None
    late: tuple[Commitment, ...]


def answer_of(
    lately: Sequence[Entry],
    to_come: Sequence[Entry],
    asks: Sequence[Ask],
    commitments: Sequence[Commitment],
) -> Answer:
    """The answer of a briefing in which this came `lately`, newest first, and this is `to_come`."""
    newest_moves_first = sorted(asks, key=lambda it: it.moves[-1].event.span.earliest, reverse=True)
    return Answer(
        changed=min(lately, key=by_weight, default=None),
        met=tuple(it for it in newest_moves_first if it.state == "met"),
        open=tuple(it for it in newest_moves_first if it.state != "met"),
        next=min(to_come, key=lambda it: (by_weight(it), it.span.latest), default=None),
        late=tuple(sorted((it for it in commitments if it.state == "overdue"), key=_last_day)),
    )


def _last_day(commitment: Commitment) -> Day:
    return commitment.limit.latest if commitment.limit else Day.max


def by_weight(entry: Entry) -> int:
    """What to sort entries by, so that the weightiest come first."""
    return _WEIGHTS.index(entry.weight)

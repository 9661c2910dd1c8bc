"""The summary at the top of a short briefing, worked out from the record."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from briefing.edition.entry import NOT_EXPORTED, Entry, by_weight
from briefing.edition.registers import Ask, Commitment
from briefing.edition.words import Words

NEWS = 3
"""The significance of news and comment."""
MAX_CHANGES, MAX_ASKS, MAX_LATE = 2, 3, 2
"""The maximum numbers of events, asks and overdue commitments named in a summary."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The summary at the top of a briefing."""

    changed: tuple[Entry, ...]
    """The one or two most important recent events."""
    asks: tuple[Ask, ...]
    """All asks, most important first."""
    tally: str
    """How many asks are met, met in part and not met: "met (1 ask), not met (2 asks)". Any that may
    have been met, or met in part, or may no longer be, are counted as not clear."""
    next: Entry | None
    """The most important event that is under way or still to come. If several are equally
    important, it is the one that ends first."""
    late: tuple[Commitment, ...]
    """The overdue commitments, longest overdue first."""
    perhaps_late: Annotated[int, NOT_EXPORTED] = 0
    """The number of commitments that are perhaps overdue."""

    @property
    def named(self) -> tuple[Ask, ...]:
        """The most important asks."""
        return self.asks[:MAX_ASKS]

    @property
    def overdue(self) -> tuple[Commitment, ...]:
        """The commitments that have been overdue for longest."""
        return self.late[:MAX_LATE]

    @property
    def met(self) -> tuple[Ask, ...]:
        """The asks that are met."""
        return tuple(ask for ask in self.asks if ask.state == "met")

    @property
    def unclear(self) -> tuple[Ask, ...]:
        """The asks that may or may not be met, or met in part."""
        return tuple(ask for ask in self.asks if _may_be_met(ask))

    @property
    def open(self) -> tuple[Ask, ...]:
        """The asks that are not met."""
        return tuple(ask for ask in self.asks if ask.state != "met")


def summary_of(
    recent: Sequence[Entry],
    to_come: Sequence[Entry],
    asks: Sequence[Ask],
    commitments: Sequence[Commitment],
    t: Words,
) -> Summary:
    """Summarise a briefing from its `recent` events, newest first, and those `to_come`.

    `asks` and `commitments` are sorted as in their registers. A recent event that is under way can
    also be in `to_come`, but the summary names it only once.
    """
    coming = min(to_come, key=lambda entry: (by_weight(entry), entry.span.latest), default=None)
    return Summary(
        changed=changes_of([entry for entry in recent if entry is not coming]),
        asks=tuple(asks),
        tally=_tally(asks, t),
        next=coming,
        late=tuple(commitment for commitment in commitments if commitment.state == "overdue"),
        perhaps_late=sum(commitment.state == "perhaps overdue" for commitment in commitments),
    )


def changes_of(recent: Sequence[Entry]) -> tuple[Entry, ...]:
    """Return the most important of the `recent` events, then others that change a status.

    Both `recent` and those other events are newest first.
    """
    first = min(recent, key=lambda entry: (by_weight(entry), significance(entry)), default=None)
    if first is None:
        return ()
    reversed_by_it = {link.anchor for link in first.links if link.is_reversal}
    others = [
        entry
        for entry in recent
        if entry is not first
        and entry.anchor not in reversed_by_it
        and entry.weight != "low"
        and (entry.weight == "high" or significance(entry) == 0)
    ]
    return (first, *others)[:MAX_CHANGES]


def _tally(asks: Sequence[Ask], t: Words) -> str:
    met = sum(ask.state == "met" for ask in asks)
    in_part = sum(ask.state == "met in part" for ask in asks)
    unclear = sum(_may_be_met(ask) for ask in asks)
    neither = len(asks) - met - in_part - unclear
    parts = [
        met and t.ngettext("met (%(num)s ask)", "met (%(num)s asks)", met),
        in_part and t.ngettext("met in part (%(num)s ask)", "met in part (%(num)s asks)", in_part),
        neither and t.ngettext("not met (%(num)s ask)", "not met (%(num)s asks)", neither),
        unclear and t.ngettext("not clear (%(num)s ask)", "not clear (%(num)s asks)", unclear),
    ]
    return ", ".join(part for part in parts if part)


def _may_be_met(ask: Ask) -> bool:
    """Whether an ask may or may not be met, or met in part."""
    if not ask.state.startswith("perhaps "):
        return False
    return any(move.to in ("met", "met in part") for move in ask.moves[-2:])


def significance(entry: Entry) -> int:
    """Return a sort key that puts the most significant changes first.

    Changes of status and reversals come first, then other decisions, then evidence, then news and
    comment.
    """
    if entry.changes_status:
        return 0
    if entry.is_comment:
        return NEWS
    return 2 if entry.mark == "circle" else 1

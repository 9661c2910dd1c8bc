"""Descriptions of reversals, such as "U-turn by HM Treasury" or "Partly overturned by High Court".

Whether a reversal is a U-turn is decided in `briefing.record.decisions`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Day
from typing import Literal

from briefing.edition.durations import start_days, time_between
from briefing.edition.names import within
from briefing.edition.words import Words, words_in
from briefing.record.decisions import verdict_on
from briefing.record.model import Event
from briefing.record.occurrence import Sources, has_happened, is_planned
from briefing.record.record import Record
from briefing.typography import capitalised


@dataclass(frozen=True, slots=True)
class Undoing:
    """A reversal of the event `earlier`, or a `part` of it, by the event `later`.

    Attributes:
        is_u_turn: whether the actors that made the decision reversed it. See `verdict_on`.
        is_overturned: whether a court, a tribunal or a similar body reversed it.
        by: the names of the actors that reversed it, as a list in words. Empty if they are not
            known, or if the reader is not allowed to see them.
        part: the part that was reversed, as the record describes it. Empty if all of it was.
        t: the words of the language of the record.
        sources: the sources of the record by id, which show whether `later` was only planned.
    """

    later: Event
    earlier: Event
    is_u_turn: bool
    is_overturned: bool
    by: str
    part: str
    t: Words
    sources: Sources

    @property
    def is_planned(self) -> bool:
        """Whether the record shows only that the later event was planned."""
        return is_planned(self.later, self.sources)

    @property
    def time(self) -> str:
        """The time from the start of the earlier event to the start of the later one, in words.

        For example "3 weeks", "about 14 months" or "2 to 6 months". It is empty if the time is not
        known.
        """
        return time_between(start_days(self.earlier.date), start_days(self.later.date), self.t)

    def time_of(self, event: Event) -> str:
        """Describe how much later or earlier `event` happened than the other event.

        The result is "3 weeks later" if `event` is the later one, or "3 weeks earlier" if not. It
        is empty if the time is not known.
        """
        if not self.time:
            return ""
        if event is self.later:
            return self.t.gettext("%(length)s later", length=self.time)
        return self.t.gettext("%(length)s earlier", length=self.time)

    def active(self, as_of: Day) -> str:
        """Describe the later event: "Partly overturns (the closure of Elm House)".

        If the later event is still to come on `as_of`, or was only planned, the words are
        "Will reverse".
        """
        return self._with_part(self._does(as_of))

    def _does(self, as_of: Day) -> str:
        t = self.t
        if self._is_ahead(as_of):
            return t.gettext("Will partly reverse") if self.part else t.gettext("Will reverse")
        if self.is_overturned:
            return t.gettext("Partly overturns") if self.part else t.gettext("Overturns")
        return t.gettext("Partly reverses") if self.part else t.gettext("Reverses")

    def passive(self, as_of: Day) -> str:
        """Describe the earlier event: "Overturned by High Court" or "U-turn by HM Treasury".

        If the later event is still to come on `as_of`, or was only planned, the words are "To be
        reversed". If it may not have happened yet, "Perhaps" comes first.
        """
        t = self.t
        words = self._done(as_of)
        if not self._is_ahead(as_of) and not has_happened(self.later, self.sources, as_of):
            words = t.pgettext("reversal", "perhaps %(reversed)s", reversed=_lower(words))
            words = capitalised(words)
        return self._with_part(words)

    def _done(self, as_of: Day) -> str:
        t, name = self.t, self.by
        match self._kind(as_of), bool(self.part), bool(name):
            case "ahead", False, _:
                words = t.gettext("To be reversed")
            case "ahead", True, _:
                words = t.gettext("To be partly reversed")
            case "U-turn", True, True:
                words = t.gettext("Partial U-turn by %(name)s", name=name)
            case "U-turn", True, False:
                words = t.gettext("Partial U-turn")
            case "U-turn", False, True:
                words = t.gettext("U-turn by %(name)s", name=name)
            case "U-turn", False, False:
                words = t.gettext("U-turn")
            case "overturned", True, True:
                words = t.gettext("Partly overturned by %(name)s", name=name)
            case "overturned", True, False:
                words = t.gettext("Partly overturned")
            case "overturned", False, True:
                words = t.gettext("Overturned by %(name)s", name=name)
            case "overturned", False, False:
                words = t.gettext("Overturned")
            case _, True, True:
                words = t.gettext("Partly reversed by %(name)s", name=name)
            case _, True, False:
                words = t.gettext("Partly reversed")
            case _, False, True:
                words = t.gettext("Reversed by %(name)s", name=name)
            case _:
                words = t.gettext("Reversed")
        return words

    def in_summary(self, event: Event, as_of: Day) -> str:
        """Return the words before the title of the other event in a summary of `event`.

        They are those of `passive`, with a colon. If `event` is a U-turn, "reverses" follows, as in
        "U-turn by HM Treasury: reverses", so that nobody takes the other event for the U-turn.
        """
        done = self.passive(as_of)
        if event is self.later and self._kind(as_of) == "U-turn":
            return f"{done}: {_lower(self._does(as_of))}"
        return f"{done}:"

    def _kind(self, as_of: Day) -> Literal["ahead", "U-turn", "overturned", "reversed"]:
        if self._is_ahead(as_of):
            return "ahead"
        if self.is_u_turn:
            return "U-turn"
        return "overturned" if self.is_overturned else "reversed"

    def _is_ahead(self, as_of: Day) -> bool:
        return self.later.date.earliest > as_of or self.is_planned

    def _with_part(self, words: str) -> str:
        return f"{words} ({self.part})" if self.part else words


def undoings_of(record: Record, events: Sequence[Event]) -> list[Undoing]:
    """List the reversals between `events`, in the order of the later events.

    Reversals of events that are not among `events` are left out.
    """
    known = {event.id: event for event in events if event.id}
    t = words_in(record.language)
    return [
        _undoing(record, event, known[reversal.ref], reversal.part or "", t)
        for event in events
        for reversal in event.reverses
        if reversal.ref in known
    ]


def _undoing(record: Record, later: Event, earlier: Event, part: str, t: Words) -> Undoing:
    verdict = verdict_on(later, earlier, record)
    names = [within(record.actors[id].name) for id in verdict.by]
    return Undoing(
        later=later,
        earlier=earlier,
        is_u_turn=verdict.is_u_turn,
        is_overturned=verdict.is_overturned,
        by=t.listing(names),
        part=part,
        t=t,
        sources=record.sources,
    )


def fate_of(undoing: Undoing, again: Iterable[Undoing], as_of: Day) -> str:
    """Describe what happened to a reversed event: "overturned by High Court, 4 September 2026".

    The words are those of `Undoing.passive` for the day `as_of`, in lower case, with the date on
    which the later event began.

    Args:
        undoing: the reversal of the event.
        again: the reversals of the later event. If that was reversed by `as_of`, the last such
            reversal follows in brackets: "(itself overturned, 6 January 2027)". A reversal in full
            takes the place of a partial one.
        as_of: the day for which the words hold.

    Returns:
        The words. They are empty if the reversal is still to come or was only planned.
    """
    t, later = undoing.t, undoing.later
    if later.date.earliest > as_of or undoing.is_planned:
        return ""
    fate = f"{_lower(undoing.passive(as_of))}, {t.date(later.date.beginning)}"
    happened = [other for other in again if has_happened(other.later, other.sources, as_of)]
    for other in sorted(happened, key=lambda other: not other.part)[-1:]:
        date = t.date(other.later.date.beginning)
        match other.is_overturned, bool(other.part):
            case True, False:
                again_reversed = t.gettext("itself overturned, %(date)s", date=date)
            case True, True:
                again_reversed = t.gettext("itself partly overturned, %(date)s", date=date)
            case False, False:
                again_reversed = t.gettext("itself reversed, %(date)s", date=date)
            case _:
                again_reversed = t.gettext("itself partly reversed, %(date)s", date=date)
        fate = f"{fate} ({again_reversed})"
    return fate


def _lower(words: str) -> str:
    """Return `words` as they appear within a sentence: "overturned", but "U-turn"."""
    return words if words[1:2] == "-" else words[:1].lower() + words[1:]

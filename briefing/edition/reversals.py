"""Reversals in words: who reversed what, and whether it was a U-turn."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Day
from typing import Literal

from briefing.edition.coming import has_come
from briefing.edition.spans import apart, start_of
from briefing.edition.words import in_words, listing
from briefing.languages import Translator, translator
from briefing.timeline.decisions import verdict_on
from briefing.timeline.model import Event
from briefing.timeline.occurrence import Sources, is_planned
from briefing.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Undoing:
    """How the event `later` reverses the event `earlier`.

    `is_overturned` is True if a court or the like did it. `by` names who did it, and `part` what
    was reversed where that is not all of it; each is empty if it is not known.
    """

    later: Event
    earlier: Event
    is_u_turn: bool
    is_overturned: bool
    by: str
    part: str
    language: str
    sources: Sources

    @property
    def is_planned(self) -> bool:
        """Whether the later event was only planned, and is not confirmed."""
        return is_planned(self.later, self.sources)

    @property
    def time(self) -> str:
        """The time between the two events, in words, or empty."""
        return apart(start_of(self.earlier.date), start_of(self.later.date), self.language)

    def time_of(self, event: Event) -> str:
        """The time between the two as seen from the other one: when `event` was."""
        if not self.time:
            return ""
        if event is self.later:
            return self._t.gettext("%(length)s later", length=self.time)
        return self._t.gettext("%(length)s earlier", length=self.time)

    def active(self, as_of: Day) -> str:
        """What the later event does, as in "Overturns in part"."""
        t = self._t
        if self._is_ahead(as_of):
            words = t.gettext("Is to reverse in part") if self.part else t.gettext("Is to reverse")
        elif self.is_overturned:
            words = t.gettext("Overturns in part") if self.part else t.gettext("Overturns")
        else:
            words = t.gettext("Reverses in part") if self.part else t.gettext("Reverses")
        return self._with_part(words)

    def passive(self, as_of: Day) -> str:
        """What was done, as in "Overturned by High Court" or "U-turn by HM Treasury"."""
        t, name = self._t, self.by
        match self._kind(as_of), bool(self.part), bool(name):
            case "ahead", False, _:
                words = t.gettext("To be reversed")
            case "ahead", True, _:
                words = t.gettext("To be reversed in part")
            case "U-turn", True, True:
                words = t.gettext("U-turn in part by %(name)s", name=name)
            case "U-turn", True, False:
                words = t.gettext("U-turn in part")
            case "U-turn", False, True:
                words = t.gettext("U-turn by %(name)s", name=name)
            case "U-turn", False, False:
                words = t.gettext("U-turn")
            case "overturned", True, True:
                words = t.gettext("Overturned in part by %(name)s", name=name)
            case "overturned", True, False:
                words = t.gettext("Overturned in part")
            case "overturned", False, True:
                words = t.gettext("Overturned by %(name)s", name=name)
            case "overturned", False, False:
                words = t.gettext("Overturned")
            case _, True, True:
                words = t.gettext("Reversed in part by %(name)s", name=name)
            case _, True, False:
                words = t.gettext("Reversed in part")
            case _, False, True:
                words = t.gettext("Reversed by %(name)s", name=name)
            case _:
                words = t.gettext("Reversed")
        return self._with_part(words)

    def _kind(self, as_of: Day) -> Literal["ahead", "U-turn", "overturned", "reversed"]:
        if self._is_ahead(as_of):
            return "ahead"
        if self.is_u_turn:
            return "U-turn"
        return "overturned" if self.is_overturned else "reversed"

    @property
    def _t(self) -> Translator:
        return translator(self.language)

    def _is_ahead(self, as_of: Day) -> bool:
        return self.later.date.earliest > as_of or self.is_planned

    def _with_part(self, words: str) -> str:
        return f"{words} ({self.part})" if self.part else words


def undoings_of(timeline: Timeline, events: Sequence[Event]) -> list[Undoing]:
    """How each of `events` reverses others of them, in their order."""
    known = {event.id: event for event in events if event.id}
    return [
        _undoing(timeline, event, known[it.ref], it.part or "")
        for event in events
        for it in event.reverses
        if it.ref in known
    ]


def _undoing(timeline: Timeline, later: Event, earlier: Event, part: str) -> Undoing:
    verdict = verdict_on(later, earlier, timeline)
    names = [_within_a_sentence(timeline.actors[id].name) for id in verdict.by]
    return Undoing(
        later,
        earlier,
        verdict.is_u_turn,
        verdict.is_overturned,
        listing(names, timeline.language),
        part,
        timeline.language,
        timeline.sources,
    )


def fate_of(undoing: Undoing, again: Iterable[Undoing], as_of: Day) -> str:
    """What became of an event: "overturned by High Court, 4 September 2026".

    The words are those of `Undoing.passive`. It also says whether that was reversed in its turn, by
    one of `again`. Empty if the reversal is still to come.
    """
    t, later = translator(undoing.language), undoing.later
    if later.date.earliest > as_of or undoing.is_planned:
        return ""
    words = _lower(undoing.passive(as_of))
    if not has_come(later, undoing.sources, as_of):
        words = t.pgettext("reversal", "perhaps %(reversed)s", reversed=words)
    fate = f"{words}, {in_words(later.date.beginning, undoing.language)}"
    for it in [it for it in again if has_come(it.later, it.sources, as_of) and not it.part][-1:]:
        date = in_words(it.later.date.beginning, undoing.language)
        if it.is_overturned:
            again_reversed = t.gettext("itself overturned, %(date)s", date=date)
        else:
            again_reversed = t.gettext("itself reversed, %(date)s", date=date)
        fate = f"{fate} ({again_reversed})"
    return fate


def _within_a_sentence(name: str) -> str:
    """A name as it reads after other words: "the inspector", not "The inspector"."""
    return f"the {name[4:]}" if name.startswith("The ") else name


def _lower(words: str) -> str:
    """`words` as they are within a sentence: "overturned", but "U-turn"."""
    return words if words[1:2] == "-" else words[:1].lower() + words[1:]

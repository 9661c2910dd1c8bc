"""Who made a decision, and whether a reversal is a U-turn.

A U-turn must be made by the actor who made the decision. A court that quashes a council's decision
overturns it, a new minister may reverse it, and neither is a U-turn.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefing.timeline.kinds import family_of
from briefing.timeline.model import Actor, Event
from briefing.timeline.timeline import Timeline

_COURTS = ("court", "tribunal", "judge", "inspector", "ombudsman")
"""Words in the types of actors that overturn the decisions of others."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one event reverses another.

    `by` are the ids of the actors who reversed it, empty if nobody can tell. `is_overturned` is
    True if a court, a tribunal or the like reversed what somebody else had decided, and the reader
    may see who decided both. `unclear`
    holds those of the two events that do not show who decided, if that leaves it open whether this
    is a U-turn.
    """

    is_u_turn: bool
    is_overturned: bool
    by: tuple[str, ...]
    unclear: tuple[Event, ...] = ()


def verdict_on(later: Event, earlier: Event, timeline: Timeline) -> Verdict:
    """How `later` reverses `earlier`.

    Those who decided are named by an event's `by`. Without it they are its actors, apart from those
    who took part in another role, such as a witness. It is a U-turn if everybody who decided the
    one also decided the other, where a part of an actor counts as that actor. The actors of a
    ruling may be its parties: without `by` it is never a U-turn, unless it reverses a ruling. An
    event whose kind says U-turn is one, unless both events name who decided and these differ, or
    one of them has an empty `by`, as for a reader who may not see who decided.
    """
    actors = timeline.actors
    now, was = deciders(later), deciders(earlier)
    is_ruling, was_ruling = (
        family_of(event.kind, timeline.families) == "courts" for event in (later, earlier)
    )
    if later.by is None and is_ruling and not was_ruling:
        now = tuple(id for id in now if not _any_is(id, was, actors))
    is_same = _all_are(now, was, actors) and (
        (later.by is not None and earlier.by is not None) or _all_are(was, now, actors)
    )
    is_other = not any(_any_is(id, was, actors) for id in now)
    are_told = bool(later.by and earlier.by)
    is_withheld = () in (later.by, earlier.by)
    is_u_turn = is_same or (
        is_u_turn_kind(later.kind) and not is_withheld and not (are_told and is_other)
    )
    # If an event has several actors, nobody can tell which of them decided.
    widest = now if later.by is not None else _widest(now, actors)
    by = widest if later.by is not None or len(widest) == 1 else ()
    is_known = is_u_turn or (bool(by) and bool(was) and is_other and _is_certain(earlier, actors))
    unclear = (
        () if is_known else tuple(it for it in (earlier, later) if not _is_certain(it, actors))
    )
    types = " ".join((actors[id].type or "") for id in by if id in actors).casefold()
    is_court = not is_withheld and (is_ruling or any(word in types for word in _COURTS))
    return Verdict(is_u_turn, is_court and not is_u_turn, by, unclear)


def is_u_turn_kind(kind: str) -> bool:
    """Whether a kind of event says by its name that it is a U-turn."""
    return "u-turn" in kind.casefold()


def contradicts_its_kind(later: Event, earlier: Event, timeline: Timeline) -> bool:
    """Whether `later` is a U-turn by its kind, but reverses what others decided, as both tell."""
    are_told = bool(later.by and earlier.by)
    return (
        are_told
        and is_u_turn_kind(later.kind)
        and not verdict_on(later, earlier, timeline).is_u_turn
    )


def deciders(event: Event) -> tuple[str, ...]:
    """The ids of those who decided, or who may have if the event does not say who did."""
    if event.by is not None:
        return event.by
    return tuple(mention.ref for mention in event.actors if mention.role is None)


def _widest(ids: tuple[str, ...], actors: Mapping[str, Actor]) -> tuple[str, ...]:
    """The actors that are not a part of another one of them."""
    return tuple(id for id in ids if not set(_around(id, actors)[1:]) & set(ids))


def _is_certain(event: Event, actors: Mapping[str, Actor]) -> bool:
    """Whether the event shows who decided."""
    return event.by is not None or len(_widest(deciders(event), actors)) == 1


def _all_are(ids: Iterable[str], others: tuple[str, ...], actors: Mapping[str, Actor]) -> bool:
    found = tuple(ids)
    return bool(found) and all(_any_is(id, others, actors) for id in found)


def _any_is(id: str, others: Iterable[str], actors: Mapping[str, Actor]) -> bool:
    """Whether an actor is one of `others`, or a part of one, or one is a part of it."""
    return any(id in _around(other, actors) or other in _around(id, actors) for other in others)


def _around(id: str, actors: Mapping[str, Actor]) -> list[str]:
    """An actor and all that it is a part of, nearest first."""
    found: list[str] = []
    here: str | None = id
    while here is not None and here not in found:
        found.append(here)
        here = actors[here].part_of if here in actors else None
    return found

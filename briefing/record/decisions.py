"""Rules for working out who made a decision and whether a reversal is a U-turn.

Only the actor that made a decision can make a U-turn. A court that quashes a council's decision
overturns it. A new Government that drops the policy of the old one reverses it.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from briefing.record.kinds import family_of
from briefing.record.model import Actor, Event
from briefing.record.record import Record

_COURTS = ("court", "tribunal", "judge", "inspector", "ombudsman")
"""Words in the `type` of an actor that can overturn decisions."""


class Verdict(NamedTuple):
    """The result of `verdict_on`: the type of reversal, and the actors that made it.

    Attributes:
        is_u_turn: whether the actors that made the decision reversed it.
        is_overturned: whether a court, a tribunal or a similar body reversed a decision of others.
            Never true together with `is_u_turn`, or if the reader is not allowed to see who made
            either decision.
        by: the ids of the actors that reversed it. Empty if they are not known.
        unclear: whichever of the two events do not show who decided, if that makes it unclear
            whether this is a U-turn.
    """

    is_u_turn: bool
    is_overturned: bool
    by: tuple[str, ...]
    unclear: tuple[Event, ...] = ()


def verdict_on(later: Event, earlier: Event, record: Record) -> Verdict:
    """Decide how the event `later` reverses the event `earlier`.

    `by` gives the actors that made a decision. If an event has no `by`, they are its actors, except
    those with a role of their own in the event, such as a witness. The reversal is a U-turn if the
    same actors made both decisions. A part of an actor is treated as that actor.

    There are two exceptions:

    - The actors of a ruling may be the parties to the case. A ruling without `by` is therefore
      never a U-turn, unless it reverses a ruling.
    - An event whose kind contains "U-turn" is a U-turn, unless both events have a `by` and these
      have no actor in common, or one `by` is empty, as for a reader who is not allowed to see it.
    """
    actors = record.actors
    now, was = deciders(later), deciders(earlier)
    is_ruling, was_ruling = (
        family_of(event.kind, record.families) == "courts" for event in (later, earlier)
    )
    if later.by is None and is_ruling and not was_ruling:
        now = tuple(id for id in now if not _any_overlaps(id, was, actors))
    is_same = _all_overlap(now, was, actors) and (
        (later.by is not None and earlier.by is not None) or _all_overlap(was, now, actors)
    )
    is_other = not any(_any_overlaps(id, was, actors) for id in now)
    both_name_deciders = bool(later.by and earlier.by)
    is_withheld = () in (later.by, earlier.by)
    is_u_turn = is_same or (
        is_u_turn_kind(later.kind) and not is_withheld and not (both_name_deciders and is_other)
    )
    # If an event has several actors, the record does not show which of them decided.
    widest = now if later.by is not None else _widest(now, actors)
    by = widest if later.by is not None or len(widest) == 1 else ()
    is_known = is_u_turn or (bool(by) and bool(was) and is_other and _is_certain(earlier, actors))
    unclear = (
        ()
        if is_known
        else tuple(event for event in (earlier, later) if not _is_certain(event, actors))
    )
    types = " ".join((actors[id].type or "") for id in by if id in actors).casefold()
    is_court = not is_withheld and (is_ruling or any(word in types for word in _COURTS))
    return Verdict(is_u_turn, is_court and not is_u_turn, by, unclear)


def is_u_turn_kind(kind: str) -> bool:
    """Whether the name of a kind of event contains "U-turn", ignoring case."""
    return "u-turn" in kind.casefold()


def contradicts_kind(later: Event, earlier: Event, record: Record) -> bool:
    """Whether `later` is called a U-turn although the `by` of the two events rules it out."""
    both_name_deciders = bool(later.by and earlier.by)
    return (
        both_name_deciders
        and is_u_turn_kind(later.kind)
        and not verdict_on(later, earlier, record).is_u_turn
    )


def deciders(event: Event) -> tuple[str, ...]:
    """Return the ids of the actors that made the decision or, without a `by`, may have made it."""
    if event.by is not None:
        return event.by
    return tuple(mention.ref for mention in event.actors if mention.role is None)


def _widest(ids: tuple[str, ...], actors: Mapping[str, Actor]) -> tuple[str, ...]:
    """Return the ids of the actors that are not part of any of the others."""
    return tuple(id for id in ids if not set(_with_wholes(id, actors)[1:]) & set(ids))


def _is_certain(event: Event, actors: Mapping[str, Actor]) -> bool:
    """Whether the event shows who decided."""
    return event.by is not None or len(_widest(deciders(event), actors)) == 1


def _all_overlap(ids: Iterable[str], others: tuple[str, ...], actors: Mapping[str, Actor]) -> bool:
    listed = tuple(ids)
    return bool(listed) and all(_any_overlaps(id, others, actors) for id in listed)


def _any_overlaps(id: str, others: Iterable[str], actors: Mapping[str, Actor]) -> bool:
    """Whether an actor is one of `others`, is part of one of them, or includes one of them."""
    return any(
        id in _with_wholes(other, actors) or other in _with_wholes(id, actors) for other in others
    )


def _with_wholes(id: str, actors: Mapping[str, Actor]) -> list[str]:
    """Return the ids of an actor and of all actors that it is part of, nearest first."""
    ids: list[str] = []
    here: str | None = id
    while here is not None and here not in ids:
        ids.append(here)
        here = actors[here].part_of if here in actors else None
    return ids

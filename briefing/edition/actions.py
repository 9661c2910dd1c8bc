"""Actions that an edition's readers can take in their area on the day of the briefing."""

import re
from datetime import date as Day

from briefing.edition.areas import is_for
from briefing.edition.words import words_in
from briefing.record.model import Action, Edition
from briefing.record.record import Record

_SPECIAL = re.compile(r"([\\`*_\[\]<&])")
_BLOCK = re.compile(r"\s*(?:[-+*>]|\d+[.)])\s")
"""The start of a list item or block quote, which must stay at the start of its line."""


def actions_of(record: Record, edition: Edition, as_of: Day) -> tuple[str, ...]:
    """Return the actions in `edition` that are open on `as_of`, in order, as Markdown.

    An edition for an area includes the actions for that area, for any area that contains it and for
    no particular area. An edition for no area includes all actions, and names the area of each. An
    action only for areas that are missing from `record` is left out, because its readers may not
    see those areas.
    """
    return tuple(
        _with_area(record, action, named=edition.area is None)
        for action in edition.actions
        if _is_open(action, as_of)
        and is_for(record, action.areas, edition.area)
        and (not action.areas or not record.areas.keys().isdisjoint(action.areas))
    )


def _is_open(action: Action, day: Day) -> bool:
    return (action.since is None or action.since.earliest <= day) and (
        action.until is None or day <= action.until.latest
    )


def _with_area(record: Record, action: Action, *, named: bool) -> str:
    names = [record.areas[id].name for id in action.areas if id in record.areas]
    if not named or not names:
        return action.text
    areas = _SPECIAL.sub(r"\\\1", words_in(record.language).listing(names))
    return f"**{areas}:**{chr(10) * 2 if _BLOCK.match(action.text) else ' '}{action.text}"

"""Actions that an edition's readers can take in their area on the day of the briefing."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day

from briefing.edition.areas import is_for
from briefing.edition.statuses import deadline, due_in_words
from briefing.edition.words import words_in
from briefing.record import model
from briefing.record.audiences import may_see
from briefing.record.due import Due
from briefing.record.model import Edition
from briefing.record.record import Record

_SPECIAL = re.compile(r"([\\`*_\[\]<&])")
_BLOCK = re.compile(r"\s*(?:[-+*>]|\d+[.)])\s")
"""The start of a list item or block quote, which must stay at the start of its line."""


@dataclass(frozen=True, slots=True)
class Action:
    """An action for readers."""

    text: str
    """The action, in Markdown."""
    url: str = ""
    """Its web address, or an empty string."""
    deadline: str = ""
    """Its deadline as a phrase, such as "by 30 June 2023", or an empty string."""

    @property
    def address(self) -> str:
        """The web address as people write it, without `https://`."""
        return re.sub(r"^https?://(?:www\.)?|/$", "", self.url)


def actions_of(record: Record, edition: Edition, as_of: Day) -> tuple[Action, ...]:
    """Return the actions in `edition` that are open on `as_of`, in order.

    An edition for an area includes the actions for that area, for any area that contains it and for
    no particular area. An edition for no area includes all actions, and names the area of each. An
    action only for areas that are missing from `record` is left out, because its readers may not
    see those areas, and so is an action for a narrower audience.
    """
    return tuple(_actions(record, edition, as_of))


def _actions(record: Record, edition: Edition, as_of: Day) -> Iterator[Action]:
    t = words_in(record.language)
    for action in edition.actions:
        is_seen = may_see(edition.audience or "public", action.audience or "public")
        is_placed = not action.areas or not record.areas.keys().isdisjoint(action.areas)
        is_here = is_placed and is_for(record, action.areas, edition.area)
        due = _known(action.deadline, record)
        limit = deadline(due, record.by_id, record.bank_holidays) if due else None
        is_open = _is_open(action, as_of) and (limit is None or as_of <= limit.latest)
        if is_seen and is_here and is_open:
            words = ""
            if due and limit:
                date, _ = due_in_words(record, record.by_id, due, limit, t)
                is_day = limit.is_day and not (due.date and due.date.is_between)
                words = (
                    t.gettext("by %(date)s", date=date)
                    if is_day
                    else t.gettext("deadline: %(date)s", date=date)
                )
            text = _with_area(record, action, named=edition.area is None)
            yield Action(text, action.url or "", words)


def _known(due: Due | None, record: Record) -> Due | None:
    """Return a deadline, unless it is counted from an event that the record does not have."""
    return None if due and due.after_event and due.after_event not in record.by_id else due


def _is_open(action: model.Action, day: Day) -> bool:
    return (action.since is None or action.since.earliest <= day) and (
        action.until is None or day <= action.until.latest
    )


def _with_area(record: Record, action: model.Action, *, named: bool) -> str:
    names = [record.areas[id].name for id in action.areas if id in record.areas]
    if not named or not names:
        return action.text
    areas = _SPECIAL.sub(r"\\\1", words_in(record.language).listing(names))
    return f"**{areas}:**{chr(10) * 2 if _BLOCK.match(action.text) else ' '}{action.text}"

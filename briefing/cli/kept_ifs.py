"""Earlier versions of the `kept_if` of commitments, from before the outcome, as recorded in git."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from briefing.record.record import Record


def kept_ifs_before_outcome(record: "Record", events: Sequence[str]) -> Mapping[str, str]:
    """Return the `kept_if` of commitments as they were on the day of the outcome, by id.

    These are the commitments in the `events` files that now have a `kept_if` and have been kept or
    dropped. For one that was added to the record after its outcome, return the first version.
    Without a git repository, or without git, none is known.
    """
    closed = {id: event for event, _, _, id in record.closings}
    wanted = {
        made.id: closed[made.id]
        for event in record.events_with("commitments")
        for made in event.commitments
        if made.kept_if and made.id in closed
    }
    if not wanted or "-" in events:
        return {}
    from briefing.cli import git
    from briefing.record.audiences import end_of_day

    found: dict[str, str] = {}
    with suppress(click.ClickException):  # There is no repository, or no git.
        revisions = git.revisions_of(events)

        @cache
        def known_at(n: int) -> Mapping[str, str]:
            return _kept_ifs_in(revisions[n][0], events)

        def first_with(id: str, after: int) -> int:
            """Return the number of the first revision after another that has a commitment."""
            later = range(after + 1, len(revisions))
            return after + 1 + bisect_left(later, True, key=lambda n: id in known_at(n))

        for id, event in wanted.items():
            outcome = end_of_day(event.date.latest, record.timezone)
            before = sum(made <= outcome for _, made in revisions) - 1
            if before < 0 or id not in known_at(before):
                before = first_with(id, before)
            if before < len(revisions):
                found[id] = known_at(before)[id]
    return found


def _kept_ifs_in(revision: str, events: Sequence[str]) -> Mapping[str, str]:
    """Return the `kept_if` of each commitment in a revision, by id. It is empty if there is none.

    Files that cannot be parsed are left out.
    """
    from briefing.cli.git import find_in
    from briefing.record.loading import text_of
    from briefing.record.parsing import UNREADABLE, loads
    from briefing.record.translations import Translated

    def text_in(value: Any) -> str:
        if not isinstance(value, dict) or not value:
            return str(value or "")
        texts = {str(language): str(text) for language, text in value.items()}
        return Translated(next(iter(texts.values())), texts)

    found: dict[str, str] = {}
    try:
        files = find_in(revision, events, revision)
    except click.UsageError:  # Not all of the files existed.
        return found
    for file in files:
        with suppress(*UNREADABLE):
            for event in _groups(loads(text_of(file)), "events"):
                for made in _groups(event, "commitments"):
                    found[str(made.get("id"))] = text_in(made.get("kept_if"))
    return found


def _groups(data: Any, key: str) -> list[dict[str, Any]]:
    """Return the groups of fields in a list, if `data` has such a list."""
    items = data.get(key) if isinstance(data, dict) else None
    return [item for item in items if isinstance(item, dict)] if isinstance(items, list) else []

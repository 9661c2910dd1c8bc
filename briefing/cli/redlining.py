"""`briefing build --changes-since`: the earlier version that briefings are compared with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date as Day
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import click

from briefing.cli.opening import date_of
from briefing.cli.versions import version_before
from briefing.english import listing
from briefing.output.formats import FORMATS

if TYPE_CHECKING:
    from briefing.cli.building import BuildRequest, Clock
    from briefing.edition.briefing import Briefing
    from briefing.edition.selection import EventFilter
    from briefing.edition.versions import Versions
    from briefing.output.plan import Message
    from briefing.record.audiences import Audience
    from briefing.record.model import Edition
    from briefing.record.record import Record

_OPTION = "--changes-since"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The end of a `day`, and the record as it was then: None if there is no version from then.

    `made` is the time of that version in the record's time zone. `key` has everything that decides
    the comparison.
    """

    day: Day
    earlier: "Record | None"
    made: datetime | None
    messages: "Sequence[Message]"
    key: object

    def versions_of(self, whole: "Record", now: "Record", reader: "Audience") -> "Versions":
        """Return the two versions of a record that a reader may see."""
        from briefing.edition.versions import versions_of

        return versions_of(whole, now, self.earlier, reader, self.day)

    def redlined(
        self,
        briefings: "Sequence[Briefing]",
        id: str,
        edition: "Edition",
        versions: "Versions",
        choice: "EventFilter",
    ) -> "list[Briefing]":
        """Return the briefings of an edition with marks for their changes, and new ids.

        `id` is the id of the edition in the record.
        """
        from briefing.edition.briefing import make_briefing
        from briefing.edition.entries import time_in_words
        from briefing.edition.redline import redlined
        from briefing.edition.words import words_in

        ids = {one.id: f"{one.id}-changes-since-{self.day}" for one in briefings}
        t = words_in(briefings[0].language)
        version = time_in_words(self.made, t) if self.made else ""
        if self.earlier:
            was = versions.then.editions.get(id)
            edition = edition.model_copy(
                update={
                    "actions": was.actions if was else (),
                    "sections": was.sections if was else (),
                    "picture": was.picture if was else None,
                }
            )
            if was:
                edition.set_place(was.where)
        then = make_briefing(versions.then, briefings[0].id, edition, self.day, choice)
        return [
            replace(
                redlined(one, then, versions, version),
                id=ids[one.id],
                part_of=ids.get(one.part_of, ""),
                parts=tuple(replace(part, id=ids[part.id]) for part in one.parts),
            )
            for one in briefings
        ]


def comparison_for(
    request: "BuildRequest",
    events: Sequence[str],
    since: str | None,
    formats: Sequence[str],
    clock: "Clock",
) -> Comparison | None:
    """Return the comparison that `--changes-since` asks for, or None.

    Raises:
        click.BadParameter: the date is not before the day of the briefings.
        click.UsageError: a format cannot show changes.
    """
    date = date_of(since, _OPTION, clock.day)
    if date is None:
        return None
    day, record = date.earliest, request.record
    if day >= clock.day:
        message = f"The briefings are for {clock.day}. Choose an earlier date."
        raise click.BadParameter(message, param_hint=_OPTION)
    able = [name for name, format in FORMATS.items() if format.is_document]
    if others := [name for name in formats if name not in able]:
        message = f"{_OPTION} cannot mark changes in {listing(others)}. Choose from: "
        raise click.UsageError(f"{message}{', '.join(able)}.")
    return _compared_with(day, record, events, request)


def _compared_with(
    day: Day, record: "Record", events: Sequence[str], request: "BuildRequest"
) -> Comparison:
    from briefing.record.audiences import end_of_day
    from briefing.record.loading import load
    from briefing.record.problems import errors

    version = version_before(end_of_day(day, record.timezone), events, request.files)
    instead = (
        "Only dates show what was known then, so changes to texts and removed items are not marked."
    )
    if version is None:
        note = f"Note: there is no version of the record from {day} or earlier. {instead}"
        return Comparison(day, None, None, [(note, False)], day)
    name = version.in_english(record)
    loaded = load(version.files, None)
    if errors(loaded.problems):
        note = f"Warning: the record has errors in {name}. {instead}"
        return Comparison(day, None, None, [(note, True)], (day, "errors"))
    made = version.made.astimezone(ZoneInfo(record.timezone))
    key = (day, made, [(file.name, file.content) for file in version.files])
    note = f"Compared with {name}."
    return Comparison(day, loaded.record, made, [(note, False)], key)

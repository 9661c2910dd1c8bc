"""Corrections to a record, found by comparing git revisions."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from briefing.cli import git
from briefing.cli.console import inform
from briefing.cli.events import DEFAULT

if TYPE_CHECKING:
    from datetime import date as Day

    from briefing.cli.building import BuildRequest
    from briefing.delivery.reports import Reporter
    from briefing.edition.corrections import Corrected
    from briefing.edition.periods import Period
    from briefing.record.model import Edition
    from briefing.record.record import Record


def corrections(
    events: Sequence[str],
    record: "Record",
    edition: "Edition",
    period: "Period",
    name: str | None,
    reporter: "Reporter",
) -> "list[Corrected]":
    """Return the corrections since the revision `name` or, by default, those in the period.

    Corrections made after the period belong to the next digest, so each is shown once, and a digest
    that is made again is the same. If a revision has errors, the next one without errors is used.

    Raises:
        click.UsageError: the repository or the revision does not exist, the files were not in it,
            or the revision that was named has errors.
        click.ClickException: git is not installed.
    """
    from briefing.edition.corrections import corrected
    from briefing.record.audiences import end_of_day

    if "-" in events:
        raise click.UsageError("Standard input has no earlier revision in git.")
    folder = git.folder_of(events)
    if name is not None:
        then, moment = _named(events, name)
        return corrected(then, record, edition, moment, period.last)

    def since(revision: str, moment: datetime) -> "list[Corrected]":
        then = _valid_from(revision, events, record, reporter)
        return corrected(then, record, edition, moment, period.last)

    eve, end = (end_of_day(day, record.timezone) for day in (period.day_before, period.last))
    before, after = git.revision_at(eve, folder), git.revision_at(end, folder)
    if before is None or after is None or not git.has(before, events):
        message = f"git has no revision of the record from before {period.name}"
        reporter.note(f"{message}, so no corrections are shown.")
        return []
    shown_later = {correction.change for correction in since(after, end)}
    return [correction for correction in since(before, eve) if correction.change not in shown_later]


def revision_of_each_day(events: Sequence[str], record: "Record") -> "list[tuple[Day, str]]":
    """Return the last revision of each day on which the files changed, oldest first.

    The files include the tables of areas, because texts use their columns.

    Raises:
        click.UsageError: there is no repository.
        click.ClickException: git is not installed.
    """
    from zoneinfo import ZoneInfo

    if "-" in events:
        raise click.UsageError("Standard input has no earlier revision in git.")
    zone = ZoneInfo(record.timezone)
    files = [*(events or [DEFAULT]), *(table.name for table in record.tables)]
    revisions = sorted(git.revisions_of(files), key=lambda pair: pair[1])
    return [*{made.astimezone(zone).date(): name for name, made in revisions}.items()]


def versions_in(
    revisions: "Sequence[tuple[Day, str]]", events: Sequence[str], request: "BuildRequest"
) -> "list[tuple[Day, Record]]":
    """Return the record in each revision in which all its files existed and had no errors.

    If the record or a table of areas has changes that are not in the last revision, print a note.
    """
    from briefing.record.loading import is_lock

    read = ((day, _read(name, events)) for day, name in revisions)
    versions = [(day, record) for day, record in read if record is not None]
    if not versions:
        inform("Note: git has no version of the record, so no corrections are shown.", err=True)
        return versions
    committed = {file.content for file in git.find_in(revisions[-1][1], events, "")}
    committed |= {table.content for table in versions[-1][1].tables}
    now = {file.content for file in request.files if not is_lock(file.name)}
    if committed != now | {table.content for table in request.record.tables}:
        inform(
            "Note: some changes to the record are not in git yet, so they are not among the "
            "corrections. Commit them before you publish.",
            err=True,
        )
    return versions


def _named(events: Sequence[str], name: str) -> "tuple[Record, datetime]":
    """Return the record in the revision that the user named, and the time of that revision.

    Raises:
        click.BadParameter: the revision does not exist, or has errors.
    """
    folder = git.folder_of(events)
    revision = git.revision(name, folder)
    if revision is None:
        raise click.BadParameter(f"git has no revision '{name}'.", param_hint="--revision")
    earlier = _read(revision, events, name)
    if earlier is None:
        valid = _first_valid(git.revisions_after(revision, events), events)
        hint = f"use --revision {valid[0][:9]}" if valid else "leave out --revision"
        message = f"revision '{name}' of the record has errors"
        message += f". For the next one without errors, {hint}"
        if not valid:
            message = f"revision '{name}' of the record and all later ones have errors: {hint}"
        raise click.BadParameter(f"{message}.", param_hint="--revision")
    return earlier, git.made_at(revision, folder)


def _valid_from(
    revision: str, events: Sequence[str], record: "Record", reporter: "Reporter"
) -> "Record":
    """Return the record in a revision, or else in the first later one without errors."""
    if (earlier := _read(revision, events)) is not None:
        return earlier
    valid = _first_valid(git.revisions_after(revision, events), events)
    instead = f"revision {valid[0][:9]}" if valid else "the record as it is now"
    reporter.note(
        f"revision {revision[:9]} of the record has errors. "
        f"Corrections are counted from the next version without errors: {instead}."
    )
    return valid[1] if valid else record


def _first_valid(revisions: Iterable[str], events: Sequence[str]) -> "tuple[str, Record] | None":
    for revision in revisions:
        if (earlier := _read(revision, events)) is not None:
            return revision, earlier
    return None


def _read(revision: str, events: Sequence[str], called: str = "") -> "Record | None":
    """Return the record in a revision, or None if it has errors or some files did not exist.

    Raises:
        click.UsageError: the user gave the revision as `called`, and the files did not exist.
    """
    from briefing.record.loading import load
    from briefing.record.problems import errors

    if not called and not git.has(revision, events):
        return None
    loaded = load(git.find_in(revision, events, called or revision[:9]), None)
    return None if errors(loaded.problems) else loaded.record

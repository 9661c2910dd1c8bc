"""What was corrected in the record, by the revisions that git knows."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from briefing.cli import git
from briefing.cli.console import echo
from briefing.cli.record import last_day, sound
from briefing.cli.status import Failed

if TYPE_CHECKING:
    from briefing.edition.corrections import Corrected
    from briefing.edition.periods import Period
    from briefing.timeline.model import Edition
    from briefing.timeline.timeline import Timeline


def corrections(
    events: Sequence[str],
    timeline: "Timeline",
    edition: "Edition",
    period: "Period",
    name: str | None,
    *,
    quiet: bool,
) -> "list[Corrected]":
    """What has been corrected since the revision called `name`, or else in the period.

    What was corrected only after the period is for the next one: so that each correction is told
    once, and the same digest made again is the same.

    Raises:
        Failed: the record had errors then, which have been shown.
        click.UsageError: there is no repository, or no such revision, or the files were not there.
        click.ClickException: there is no git.
    """
    from briefing.edition.corrections import corrected
    from briefing.timeline.audiences import end_of

    if "-" in events:
        raise click.UsageError("git has no earlier revision of standard input.")
    folder = git.folder_of(events)
    last = min(period.last, last_day(timeline))

    def since(revision: str, called: str, moment: datetime) -> "list[Corrected]":
        try:
            then = sound(git.find_in(revision, events, called), None, edition.audience or "public")
        except SystemExit as stop:
            message = f"{period.name}: corrections since then cannot be shown"
            raise Failed(
                f"{message}. Choose the revision to compare with: --revision REV.", exit_code=1
            ) from stop
        return corrected(then, timeline, edition, moment, last)

    if name is not None:
        revision = git.revision(name, folder)
        if revision is None:
            message = f"git has no revision '{name}'."
            raise click.BadParameter(message, param_hint="--revision")
        return since(revision, name, git.made_at(revision, folder))
    eve, end = (end_of(day, timeline.timezone) for day in (period.eve, period.last))
    before, after = git.revision_at(eve, folder), git.revision_at(end, folder)
    if before is None or after is None or not git.has(before, events):
        if not quiet:
            message = f"git has no revision of the record from before {period.name}"
            echo(f"Note: {message}: no corrections are shown.", err=True)
        return []
    told_later = {it.change for it in since(after, after[:9], end)}
    return [it for it in since(before, before[:9], eve) if it.change not in told_later]

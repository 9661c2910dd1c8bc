"""`briefing digest`: what is new in a week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date as Day
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import click

from briefing.cli import git
from briefing.cli.events import events_argument
from briefing.cli.making import (
    counted,
    edition_and_format_options,
    make,
    making_options,
    take_order,
)
from briefing.cli.record import date_of, last_day, sound, tell_left_out, today

if TYPE_CHECKING:
    from briefing.edition.corrections import Corrected
    from briefing.edition.digest import Digest
    from briefing.edition.periods import Period, Rhythm
    from briefing.timeline.model import Edition
    from briefing.timeline.timeline import Timeline


@click.command()
@events_argument
@click.option("--week", metavar="WEEK", help="The period with that ISO week, as in 2023-W36.")
@click.option("--for", "day", metavar="DATE", help="The period that this date lies in.")
@click.option("--since", metavar="DATE", help="From that day on; with --until.")
@click.option("--until", metavar="DATE", help="Up to that day, with it.")
@edition_and_format_options("md", "html", "pdf", "docx", "ics", "json")
@click.option(
    "--out",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default="out/digest",
    show_default=True,
    help="The folder to write to.",
)
@click.option(
    "--git", "with_git", is_flag=True, help="Tell what was corrected since the last digest."
)
@click.option("--revision", metavar="REV", help="Tell what was corrected since that revision.")
@click.option("--skip-quiet", is_flag=True, help="Write nothing where there is nothing new.")
@making_options
def digest(
    events: tuple[str, ...],
    week: str | None,
    day: str | None,
    since: str | None,
    until: str | None,
    names: tuple[str, ...],
    forms: tuple[str, ...],
    out: Path,
    with_git: bool,
    revision: str | None,
    skip_quiet: bool,
    templates: Path | None,
    engine: str,
    strict: bool,
    quiet: bool,
) -> None:
    """Make the digest of a week: what happened, what changed, and what is coming.

    EVENTS is a file, several files, a folder of them, or - for standard input; events.yaml without.
    Without a week it is the last one that is over. An edition may be a digest of every two weeks or
    of every month instead.

    \b
    Examples:
        briefing digest
        briefing digest --week 2023-W36 -f md
        briefing digest events/ --since 2023-09-01 --until 2023-09-08
        briefing digest --git --quiet
    """
    started = monotonic()
    from briefing.edition.digest import digests_of, make_digest, on_evening
    from briefing.edition.periods import Rhythm

    order = take_order(events, digests_of, names, templates, strict=strict, quiet=quiet)
    timeline = order.timeline
    has_several = len(digests_of(timeline)) > 1
    asked = _asked(week, day, since, until)
    briefings = {}
    for id, edition in order.editions.items():
        rhythm = Rhythm(edition.every or "week", edition.week_starts or "Monday")
        period = _period(asked, rhythm, timeline, id)
        reader = edition.audience or "public"
        now, dropped = on_evening(timeline, reader, min(period.last, last_day(timeline)))
        eve, _ = on_evening(timeline, reader, period.eve)
        found: list[Corrected] = []
        if with_git or revision is not None:
            found = _corrected(events, timeline, edition, period, revision, quiet=quiet)
        stem = f"{id}-{period.name}" if has_several else period.name
        briefing = make_digest(eve, now, id, edition, period, found)
        told = briefing.digest
        assert told
        if told.stops:
            message = f"The record stops on {timeline.correct_as_of}, within {period.name}"
            click.echo(f"Warning: {message}: this digest is incomplete.", err=True)
        if not quiet:
            tell_left_out(f"'{id}'", reader, dropped)
        if not (skip_quiet and told.is_quiet):
            briefings[stem] = (briefing, _in_short(told))
        elif not quiet:
            click.echo(f"{stem}  {_in_short(told)}: not written")
    if briefings:
        make(briefings, order, forms, out, engine, quiet=quiet, started=started)


def _corrected(
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
        SystemExit: the record had errors then, which have been shown.
        click.UsageError: there is no repository, or no such revision, or the files were not there.
        click.ClickException: there is no git.
    """
    from briefing.edition.corrections import corrected
    from briefing.timeline.audiences import end_of

    if "-" in events:
        raise click.UsageError("git knows no earlier revision of standard input.")
    folder = git.folder_of(events)
    last = min(period.last, last_day(timeline))

    def since(revision: str, called: str, moment: datetime) -> "list[Corrected]":
        try:
            then = sound(git.find_in(revision, events, called), None, edition.audience or "public")
        except SystemExit:
            hint = "Say since when instead: --revision REV."
            click.echo(f"Error: what was corrected since then cannot be told. {hint}", err=True)
            raise
        return corrected(then, timeline, edition, moment, last)

    if name is not None:
        revision = git.revision(name, folder)
        if revision is None:
            message = f"git knows no revision '{name}'."
            raise click.BadParameter(message, param_hint="--revision")
        return since(revision, name, git.made_at(revision, folder))
    eve, end = (end_of(day, timeline.timezone) for day in (period.eve, period.last))
    before, after = git.revision_at(eve, folder), git.revision_at(end, folder)
    if before is None or after is None or not git.has(before, events):
        if not quiet:
            message = f"git knows nothing of the record from before {period.name}"
            click.echo(f"Note: {message}: no corrections are told.", err=True)
        return []
    told_later = {it.change for it in since(after, after[:9], end)}
    return [it for it in since(before, before[:9], eve) if it.change not in told_later]


@dataclass(frozen=True, slots=True)
class _Asked:
    """The days that an option names: where they are `exact` the period, or else what it is of."""

    option: str
    first: Day
    last: Day
    exact: bool = False


def _asked(
    week: str | None, day: str | None, since: str | None, until: str | None
) -> _Asked | None:
    from briefing.edition.periods import day_of_week

    given = {"--week": week, "--for": day, "--since": since or until}
    options = [option for option, text in given.items() if text is not None]
    if len(options) > 1:
        raise click.UsageError(f"{' and '.join(options)} each say which days: leave out one.")
    if week is not None:
        try:
            found = day_of_week(week)
        except ValueError as error:
            raise click.BadParameter(f"{error}.", param_hint="--week") from None
        return _Asked("--week", found, found)
    if date := date_of(day, "--for"):
        return _Asked("--for", date.earliest, date.latest)
    start, end = date_of(since, "--since"), date_of(until, "--until")
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise click.UsageError("Of --since and --until, a digest needs both.")
    if end.latest < start.earliest:
        raise click.BadParameter(f"{until} is before {since}.", param_hint="--until")
    return _Asked("--until", start.earliest, end.latest, exact=True)


def _period(asked: _Asked | None, rhythm: "Rhythm", timeline: "Timeline", id: str) -> "Period":
    """The period of the edition `id` that was asked for, or the last one that is over.

    Raises:
        click.UsageError: there is no such period, or it is not over, or the record stops before it.
    """
    from briefing.edition.periods import period_before, period_between, period_of

    now = today(timeline)
    if asked is None:
        period = period_before(now, rhythm)
    elif asked.last >= now:
        raise click.BadParameter(_not_over(asked.last), param_hint=asked.option)
    elif asked.exact:
        period = period_between(asked.first, asked.last, rhythm)
    else:
        if asked.option == "--week" and rhythm.every == "month":
            message = f"'{id}' is a digest of every month: say --for DATE."
            raise click.BadParameter(message, param_hint=asked.option)
        period = period_of(asked.first, rhythm)
        if asked.last > period.last:
            message = f"'{id}' is a digest of every {rhythm.every}, and this is longer: say a day."
            raise click.BadParameter(message, param_hint=asked.option)
        if period.last >= now:
            raise click.BadParameter(_not_over(period.last), param_hint=asked.option)
    stops = timeline.correct_as_of
    if stops and stops < period.first:
        raise click.UsageError(
            f"The record stops on {stops}, before {period.name} begins. "
            "Move its correct_as_of on, or say which week: --for DATE."
        )
    return period


def _not_over(last: Day) -> str:
    return f"A digest is of days that are over, and {last} is not."


def _in_short(digest: "Digest") -> str:
    """What there is in a digest, in a few words."""
    if digest.is_quiet:
        return f"no event for {counted(digest.weeks, 'week')}" if digest.weeks else "nothing new"
    changes = len(digest.asks) + len(digest.commitments)
    parts = [
        counted(len(digest.happened), "event") if digest.happened else "",
        f"{len(digest.late):,} added late" if digest.late else "",
        f"{counted(changes, 'change')} of standing" if changes else "",
        counted(len(digest.corrections), "correction") if digest.corrections else "",
    ]
    return ", ".join(filter(None, parts))

"""The period that a digest is to be of, as its options say."""

from dataclasses import dataclass
from datetime import date as Day
from typing import TYPE_CHECKING

import click

from briefing.cli import record

if TYPE_CHECKING:
    from briefing.edition.periods import Period, Rhythm
    from briefing.timeline.timeline import Timeline


@dataclass(frozen=True, slots=True)
class Asked:
    """The days that an option names: where they are `exact` the period, or else what it is of."""

    option: str
    first: Day
    last: Day
    exact: bool = False


def asked_days(
    week: str | None, day: str | None, since: str | None, until: str | None, today: Day
) -> Asked | None:
    """The days that one of the options names; None where none is given.

    Words such as "last week" are counted from `today`.

    Raises:
        click.UsageError: several are, or what is given is no such thing.
    """
    from briefing.edition.periods import day_of_week

    between = "--since" if since else "--until"
    given = {"--week": week, "--for": day, between: since or until}
    options = [option for option, text in given.items() if text is not None]
    if len(options) > 1:
        raise click.UsageError(f"{' and '.join(options)} both choose the days: use only one.")
    if week is not None:
        try:
            found = day_of_week(week)
        except ValueError as error:
            raise click.BadParameter(f"{error}.", param_hint="--week") from None
        return Asked("--week", found, found)
    if date := record.date_of(day, "--for", today):
        return Asked("--for", date.earliest, date.latest)
    start = record.date_of(since, "--since", today)
    end = record.date_of(until, "--until", today)
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise click.UsageError("--since and --until must be used together.")
    if end.latest < start.earliest:
        raise click.BadParameter(f"{until} is before {since}.", param_hint="--until")
    return Asked("--until", start.earliest, end.latest, exact=True)


def period_for(asked: Asked | None, rhythm: "Rhythm", timeline: "Timeline", id: str) -> "Period":
    """The period of the edition `id` that was asked for, or the last one that is over.

    Raises:
        click.UsageError: there is no such period, or it is not over, or the record stops before it.
    """
    from briefing.edition.periods import period_before, period_between, period_of

    now = record.today(timeline)
    if asked is None:
        period = period_before(now, rhythm)
    elif asked.last >= now:
        raise click.BadParameter(_not_over(asked.last), param_hint=asked.option)
    elif asked.exact:
        period = period_between(asked.first, asked.last, rhythm)
    else:
        if asked.option == "--week" and rhythm.every == "month":
            message = f"'{id}' is a monthly digest: use --for DATE."
            raise click.BadParameter(message, param_hint=asked.option)
        period = period_of(asked.first, rhythm)
        if asked.last > period.last:
            message = (
                f"'{id}' covers one {rhythm.every}, and this date is longer: give a single day."
            )
            raise click.BadParameter(message, param_hint=asked.option)
        if period.last >= now:
            raise click.BadParameter(_not_over(period.last), param_hint=asked.option)
    stops = timeline.correct_as_of
    if stops and stops < period.first:
        raise click.UsageError(
            f"The record is accurate to {stops}, before the start of {period.name}. "
            "Update correct_as_of, remove it, or choose another week: --for DATE."
        )
    return period


def periods_since(day: Day, rhythm: "Rhythm", timeline: "Timeline") -> "list[Period]":
    """The periods that end after `day` and are over now, the oldest first."""
    from briefing.edition.periods import periods_over

    return list(periods_over(day, record.today(timeline), rhythm))


def _not_over(last: Day) -> str:
    return f"A digest can only cover days that are over, and {last} is not."

"""The period that a digest is to be of, as its options say."""

from datetime import date as Day
from typing import TYPE_CHECKING

import click

from briefing.cli import record

if TYPE_CHECKING:
    from briefing.delivery.days import PeriodError, RequestedDays
    from briefing.edition.periods import Period, Rhythm
    from briefing.timeline.timeline import Timeline


def asked_days(
    week: str | None, day: str | None, since: str | None, until: str | None, today: Day
) -> "RequestedDays | None":
    """The days that one of the options names; None where none is given.

    Words such as "last week" are counted from `today`.

    Raises:
        click.UsageError: several are, or what is given is no such thing.
    """
    from briefing.delivery.days import RequestedDays
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
        return RequestedDays("--week", found, found)
    if date := record.date_of(day, "--for", today):
        return RequestedDays("--for", date.earliest, date.latest)
    start = record.date_of(since, "--since", today)
    end = record.date_of(until, "--until", today)
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise click.UsageError("--since and --until must be used together.")
    if end.latest < start.earliest:
        raise click.BadParameter(f"{until} is before {since}.", param_hint="--until")
    return RequestedDays("--until", start.earliest, end.latest, exact=True)


def period_for(
    requested: "RequestedDays | None", rhythm: "Rhythm", timeline: "Timeline", id: str
) -> "Period":
    """The period of the edition `id` that was asked for, or the last one that is over.

    Raises:
        click.UsageError: there is no such period, or it is not over, or the record stops before it.
    """
    from briefing.delivery import days

    try:
        return days.period_for(requested, rhythm, timeline, id, record.today(timeline))
    except days.PeriodError as error:
        raise usage_error(error) from None


def usage_error(error: "PeriodError") -> click.UsageError:
    """The error for the command line."""
    if error.option:
        return click.BadParameter(str(error), param_hint=error.option)
    return click.UsageError(str(error))

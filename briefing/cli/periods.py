"""The period of a digest, as set by its options."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date as Day
from typing import TYPE_CHECKING

import click

from briefing.cli import opening

if TYPE_CHECKING:
    from briefing.delivery.days import RequestedDays
    from briefing.edition.periods import Period, Rhythm
    from briefing.record.record import Record


def asked_days(
    week: str | None, day: str | None, since: str | None, until: str | None, today: Day
) -> "RequestedDays | None":
    """Return the days given by one of the options, or None if none was given.

    Phrases such as "last week" are relative to `today`.

    Raises:
        click.UsageError: several options give days, or the value is not a valid date or week.
    """
    from briefing.delivery.days import RequestedDays
    from briefing.edition.periods import day_of_week

    between = "--since" if since else "--until"
    given = {"--week": week, "--for": day, between: since or until}
    options = [option for option, text in given.items() if text is not None]
    if len(options) > 1:
        raise click.UsageError(
            f"{' and '.join(options)} both choose the days. Use only one of them."
        )
    if week is not None:
        try:
            first = day_of_week(week)
        except ValueError as error:
            raise click.BadParameter(f"{error}.", param_hint="--week") from None
        return RequestedDays("--week", first, first)
    if date := opening.date_of(day, "--for", today):
        return RequestedDays("--for", date.earliest, date.latest)
    start = opening.date_of(since, "--since", today)
    end = opening.date_of(until, "--until", today)
    if start is None and end is None:
        return None
    if start is None or end is None:
        raise click.UsageError("--since and --until must be used together.")
    if end.latest < start.earliest:
        raise click.BadParameter(f"{until} is before {since}.", param_hint="--until")
    return RequestedDays("--until", start.earliest, end.latest, exact=True)


def period_for(
    requested: "RequestedDays | None", rhythm: "Rhythm", record: "Record", id: str
) -> "Period":
    """Return the requested period of the edition `id`, or the last complete one.

    Raises:
        click.UsageError: the period does not exist, is not over, or starts after the date the
            record is accurate to.
    """
    from briefing.delivery import days

    with period_errors():
        return days.period_for(requested, rhythm, record, id, opening.today(record))


@contextmanager
def period_errors() -> Iterator[None]:
    """Turn each `PeriodError` into an error about its option, if it has one, or the command."""
    from briefing.delivery.days import PeriodError

    try:
        yield
    except PeriodError as error:
        if error.option:
            raise click.BadParameter(str(error), param_hint=error.option) from None
        raise click.UsageError(str(error)) from None

"""The period of a digest: the one requested, or the last complete one."""

from dataclasses import dataclass
from datetime import date as Day
from typing import TYPE_CHECKING

from briefing.edition.periods import (
    Period,
    Rhythm,
    period_before,
    period_between,
    period_of,
    periods_over,
)

if TYPE_CHECKING:
    from briefing.record.record import Record


@dataclass(frozen=True, slots=True)
class RequestedDays:
    """The days given by an option: an exact period if `exact`, otherwise days within one."""

    option: str
    first: Day
    last: Day
    exact: bool = False


class PeriodError(Exception):
    """The period does not exist, or is not over. `option` is the option to blame, if any."""

    def __init__(self, message: str, option: str = "") -> None:
        super().__init__(message)
        self.option = option


def period_for(
    requested: RequestedDays | None,
    rhythm: Rhythm,
    record: "Record",
    id: str,
    today: Day,
    *,
    may_choose: bool = True,
) -> Period:
    """Return the requested period of the edition `id`, or the last complete one.

    If the user `may_choose`, messages suggest another period.

    Raises:
        PeriodError: the period does not exist, is not over, or starts after the date the record is
            accurate to.
    """
    if requested is None:
        period = period_before(today, rhythm)
    elif requested.last >= today:
        raise PeriodError(_not_over(requested.last), requested.option)
    elif requested.exact:
        period = period_between(requested.first, requested.last, rhythm)
    else:
        if requested.option == "--week" and rhythm.every == "month":
            raise PeriodError(f"'{id}' is a monthly digest: use --for DATE.", requested.option)
        period = period_of(requested.first, rhythm)
        if requested.last > period.last:
            message = f"This date spans more than one period of '{id}'. Give a single day."
            raise PeriodError(message, requested.option)
        if period.last >= today:
            raise PeriodError(_not_over(period.last), requested.option)
    stops = record.correct_as_of
    if stops and stops < period.first:
        choice = (
            ", remove it, or choose another week: --for DATE" if may_choose else ", or remove it"
        )
        raise PeriodError(
            f"The record is accurate only to {stops}, which is before the start of {period.name}. "
            f"Update correct_as_of{choice}."
        )
    return period


def periods_since(day: Day, rhythm: Rhythm, today: Day) -> list[Period]:
    """List the periods that end after `day` and before `today`, oldest first."""
    return list(periods_over(day, today, rhythm))


def _not_over(last: Day) -> str:
    return f"A digest can only cover days that are over, and {last} is not over yet."

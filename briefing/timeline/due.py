"""When a commitment is due: on a date, or so long after a date or an event."""

import re
from dataclasses import dataclass
from datetime import date as Day

from dateutil.relativedelta import relativedelta

from briefing.timeline import dates
from briefing.timeline.dates import DateProblem, VagueDate
from briefing.timeline.working_days import ENGLAND_AND_WALES, place_called

UNITS = ("day", "working day", "week", "month", "year")

_ID = r"[A-Za-z0-9][A-Za-z0-9_.-]*"
_DATE = dates.PATTERN.removeprefix("^").removesuffix(r"$(?!\n)")
# What looks like a date is one, or else a slip: no event is called 2019-7.
_EVENT = rf"(?![0-9]{{4}}(?:-[0-9X]|\s|$)){_ID}"
_OFFSET = re.compile(rf"([1-9][0-9]{{0,3}}) ({'|'.join(UNITS)})s? after (.+)", re.ASCII)
_ALMOST = re.compile(r".*\b(?:day|week|month|year)s?\b.*", re.IGNORECASE)

_LENGTH = rf"[1-9][0-9]{{0,3}}\s+(?:{'|'.join(UNITS)})s?"
PATTERN = rf"^\s*(?:{_DATE}|{_LENGTH}\s+after\s+(?:{_DATE}|{_EVENT}))\s*$"
"""The notation as a regular expression, for a JSON Schema (ECMA-262, and alike in Python).

It lets through the faults that `dates.PATTERN` does.
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A due date, `text`, as it is written.

    It is a `date`; or `amount` times a `unit` after the date `after` or the event `after_event`.
    """

    text: str
    date: VagueDate | None = None
    amount: int = 0
    unit: str = ""
    after: VagueDate | None = None
    after_event: str = ""

    def __str__(self) -> str:
        return self.text

    def counted_from(self, day: Day, bank_holidays: str = ENGLAND_AND_WALES) -> Day:
        """The day so long after `day`. Working days leave out the bank holidays of that place.

        The last of a shorter month stands for a day that it lacks: a month after 31 January is the
        end of February.

        Raises:
            OverflowError, ValueError: the calendar ends before, or the place is not known.
        """
        if self.unit != "working day":
            return day + relativedelta(**{f"{self.unit}s": self.amount})  # type: ignore[arg-type]
        place = place_called(bank_holidays)
        if place is None:
            raise ValueError(f"the bank holidays of '{bank_holidays}' are not known")
        return place.working_days_after(day, self.amount)


def parse(text: str) -> Due:
    """Read a due date.

    Raises:
        DateProblem: it is neither a date nor an offset such as `3 months after 2019-07`.
    """
    written = " ".join(text.split())
    offset = _OFFSET.fullmatch(written)
    if offset is None:
        if _ALMOST.fullmatch(written):
            raise _no_due_date(written)
        return Due(written, date=dates.parse(written))
    amount, unit, after = int(offset[1]), offset[2], offset[3]
    try:
        return Due(written, amount=amount, unit=unit, after=dates.parse(after))
    except DateProblem as problem:
        if problem.slug != "not-a-date":
            raise
        if not re.fullmatch(_EVENT, after, re.ASCII):
            raise (problem if " " not in after else _no_due_date(written)) from None
    return Due(written, amount=amount, unit=unit, after_event=after)


def _no_due_date(written: str) -> DateProblem:
    message = f"'{written}' is not a due date such as 3 months after 2019-07"
    return DateProblem("not-a-date", message, written)

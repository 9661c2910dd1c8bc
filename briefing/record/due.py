"""Due dates of commitments: a date, or a length of time after a date or an event."""

import re
from dataclasses import dataclass
from datetime import date as Day

from briefing.record import dates
from briefing.record.dates import DateProblem, VagueDate
from briefing.record.working_days import ENGLAND_AND_WALES, jurisdiction_called

UNITS = ("day", "working day", "week", "month", "year")

ID_PATTERN = r"[A-Za-z0-9][A-Za-z0-9_.-]*"
"""A regular expression for ids."""
_DATE = dates.PATTERN.removeprefix("^").removesuffix(r"$(?!\n)")
# Text that looks like a date is a date or a mistake: no event has an id such as 2019-7.
_EVENT = rf"(?![0-9]{{4}}(?:-[0-9X]|\s|$)){ID_PATTERN}"
_OFFSET = re.compile(rf"([1-9][0-9]{{0,3}}) ({'|'.join(UNITS)})s? after (.+)", re.ASCII)
_ALMOST = re.compile(r".*\b(?:day|week|month|year)s?\b.*", re.IGNORECASE)

_LENGTH = rf"[1-9][0-9]{{0,3}}\s+(?:{'|'.join(UNITS)})s?"
PATTERN = rf"^\s*(?:{_DATE}|{_LENGTH}\s+after\s+(?:{_DATE}|{_EVENT}))\s*$"
"""A regular expression for due dates, for a JSON Schema (valid in ECMA-262 and in Python).

It accepts the same faults as `dates.PATTERN`.
"""


@dataclass(frozen=True, slots=True)
class Due:
    """A commitment's due date.

    It is either a `date`, or `amount` times a `unit` (one of `UNITS`) after the date `after` or
    after the event with the id `after_event`. `text` is the due date as written.
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
        """Count the length of time from `day`, and return the day on which it ends.

        Working days leave out weekends and the bank holidays of the place `bank_holidays`. If the
        final month is too short, its last day is used: a month after 31 January is the end of
        February.

        Raises:
            ValueError: the place is not known.
            OverflowError, ValueError: the day is after the year 9999.
        """
        if self.unit != "working day":
            from dateutil.relativedelta import relativedelta

            return day + relativedelta(**{f"{self.unit}s": self.amount})  # type: ignore[arg-type]
        place = jurisdiction_called(bank_holidays)
        if place is None:
            raise ValueError(f"briefing has no bank holidays for '{bank_holidays}'")
        return place.working_days_after(day, self.amount)


def parse_due(text: str) -> Due:
    """Parse a due date.

    Raises:
        DateProblem: the text is neither a date nor an offset such as `3 months after 2019-07`.
    """
    written = " ".join(text.split())
    offset = _OFFSET.fullmatch(written)
    if offset is None:
        if _ALMOST.fullmatch(written):
            raise _no_due_date(written)
        return Due(written, date=dates.parse_edtf(written))
    amount, unit, after = int(offset[1]), offset[2], offset[3]
    try:
        return Due(written, amount=amount, unit=unit, after=dates.parse_edtf(after))
    except DateProblem as problem:
        if problem.slug != "not-a-date":
            raise
        if not re.fullmatch(_EVENT, after, re.ASCII):
            raise (problem if " " not in after else _no_due_date(written)) from None
    return Due(written, amount=amount, unit=unit, after_event=after)


def _no_due_date(written: str) -> DateProblem:
    message = f"'{written}' is not a due date such as 3 months after 2019-07"
    return DateProblem("not-a-date", message, written)

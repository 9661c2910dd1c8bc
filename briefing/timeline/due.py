"""When a commitment is due: on a date, or so long after a date or an event."""

import re
from dataclasses import dataclass

from briefing.timeline import dates
from briefing.timeline.dates import DateProblem, VagueDate

UNITS = ("day", "working day", "week", "month", "year")

_OFFSET = re.compile(
    rf"([1-9][0-9]{{0,3}}) ({'|'.join(UNITS)})s? after (\S+)", re.IGNORECASE | re.ASCII
)
_ALMOST = re.compile(r".*\b(?:day|week|month|year)s?\b.*", re.IGNORECASE)


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


def parse(text: str) -> Due:
    """Read a due date.

    Raises:
        DateProblem: it is neither a date nor an offset such as `3 months after 2019-07`.
    """
    written = " ".join(text.split())
    offset = _OFFSET.fullmatch(written)
    if offset is None:
        if _ALMOST.fullmatch(written):
            message = f"'{written}' is not a due date such as 3 months after 2019-07"
            raise DateProblem("not-a-date", message, written)
        return Due(written, date=dates.parse(written))
    amount, unit, after = int(offset[1]), offset[2].lower(), offset[3]
    if re.match(r"[0-9]{4}(?![0-9A-Za-z])", after):
        return Due(written, amount=amount, unit=unit, after=dates.parse(after))
    return Due(written, amount=amount, unit=unit, after_event=after)

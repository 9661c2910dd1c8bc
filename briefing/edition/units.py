"""Keep each number and its unit on the same line."""

import re
from functools import cache

from briefing.edition.durations import count
from briefing.edition.words import Words
from briefing.record.quantities import TIMES


def with_whole_amounts(text: str, t: Words) -> str:
    """Put no-break spaces in `text` between numbers and units, and between days and months.

    For example between 5 and months, 57.2 and million, or 3 and July.
    """
    return _space_before_unit(t).sub("\xa0", text)


@cache
def _space_before_unit(t: Words) -> re.Pattern[str]:
    units = ("day", "working day", "week", "month", "year")
    lengths = " ".join(count(number, unit, t) for unit in units for number in range(1, 32))
    months = t.locale.months["format"]["wide"].values()
    words = "|".join(sorted({*months, *re.findall(r"\d (\w+)", lengths), *TIMES}))
    return re.compile(rf" (?:(?<=\d )|(?<=\d\. ))(?=(?:{words})\b)")

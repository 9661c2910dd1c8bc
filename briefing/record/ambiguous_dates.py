"""EDTF dates that people also write with another meaning.

In Britain, 2022-23 is a financial year, a school year or a session of Parliament. In EDTF it is
autumn 2022. Such a date is never accepted: write a season in words (autumn 2022), and a year by its
months (2022-04/2023-03).
"""

import re

# The number of a season that could also be the last of several years, as in 2022-23 or 2018-23.
_EARLIER = r"(?:[01][0-9]|20)-2[1-4]|21-2[2-4]|22-2[34]|23-24"
SEASON_OR_YEARS = re.compile(rf"(?<![0-9X-])(?=[0-9]{{2}}(?:{_EARLIER})(?![0-9X-]))")
_ONES = "|".join(f"{one}/\\1(?:{one + 1})" for one in range(9))
_TENS = "|".join(f"{ten}9/\\2(?:{ten + 1}0)" for ten in range(9))
PATTERN = (
    rf"(?:^|[^0-9X-])[0-9]{{2}}(?:{_EARLIER})(?![0-9X-])"
    rf"|(?:^|\s)([0-9]{{3}})(?:{_ONES})\s*$|(?:^|\s)([0-9]{{2}})(?:{_TENS})\s*$"
)
"""A regular expression for such dates, for a JSON Schema. It omits the turn of a century."""


def is_ambiguous(text: str) -> bool:
    """Whether `text`, an EDTF date, also has another meaning in everyday use.

    It does if the number of a season could be a later year (2022-23, 2018-23), or if one year is
    followed by the next (2024/2025), which is usually a financial year, even after a season.
    """
    return SEASON_OR_YEARS.search(text) is not None or is_year_and_next(text)


def is_year_and_next(text: str) -> bool:
    """Whether `text` is two consecutive years, written in full and separated by a slash.

    There may be a season before them: summer 2024/2025 can be in either year.
    """
    years = _TWO_YEARS.fullmatch(text)
    return years is not None and int(years[2]) == int(years[1]) + 1


_TWO_YEARS = re.compile(r"(?:[a-z]+ )?(\d{4})/(\d{4})", re.IGNORECASE)

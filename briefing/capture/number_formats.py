"""Numbers and dates in spreadsheets, displayed in their formats.

A sheet stores "March 2020" as the number of 1 March 2020, and "3 March" as a day of the year in
which it was typed. Only the format shows the precision of the date.
"""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import lru_cache
from math import isfinite
from types import MappingProxyType

from briefing.capture.table import Cell
from briefing.record.dates import MONTHS
from briefing.record.meanings import in_words

BUILT_IN: Mapping[int, str] = MappingProxyType({
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "dd/mm/yyyy h:mm", 27: "yyyy-mm-dd",
    30: "dd/mm/yyyy", 36: "yyyy-mm-dd", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00",
    45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss.0", 50: "yyyy-mm-dd", 57: "yyyy-mm-dd",
})  # fmt: skip
"""The formats that have a number instead of a code: ECMA-376, 18.8.30."""

_LITERAL = re.compile(r'"([^"]*)"|\\(.)|_.|\*.')
_WORDS_BEFORE = re.compile(r"\A(?:\"[^\"]*\"|\\.|[ ,(])*")
_WORDS_AFTER = re.compile(r"(?:\"[^\"]*\"|\\.|[ ,)])*\Z")
_SAYS = re.compile(r"(?!\W*[ZHh]\W*\Z).*[A-Za-z0-9?~]")
"""Words that can change the meaning of a date, other than the Z or h at the end of a time."""
_BRACKETS = re.compile(r"\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$([^-\]]*)[^\]]*\]")
_CODES = re.compile(r"\[?(?:y+|e+|m+|d+|h+|s+)\]?|am/pm|a/p", re.IGNORECASE)
_DIGITS = re.compile(r"[#0?][#0?,]*(?:\.[#0?]*)?,*")
_FIRST_SERIAL_AFTER_FALSE_DAY = 61
"""1 March 1900. Before it, Excel counts 29 February 1900, which never was."""
_LAST_SERIAL = 2_958_465
"""31 December 9999, the last day of a spreadsheet. Programs show no longer times either."""


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """The format of a number: the `parts` of a date that it shows, from "ymdHM", or none.

    `before` and `after` are the words that it adds, such as "w/c ".
    """

    parts: frozenset[str]
    before: str = ""
    after: str = ""
    decimals: int | None = None
    """The number of decimals, or none to show them all."""
    thousands: int = 0
    """How many times the number is divided by 1,000 before it is shown."""
    is_grouped: bool = False
    least_digits: int = 1


@lru_cache(maxsize=1000)
def number_format(code: str) -> NumberFormat:
    """Return the format that a code describes, such as `dd/mm/yyyy` or `#,##0`."""
    first = code.split(";")[0]
    bare = _LITERAL.sub("", _BRACKETS.sub("", first))
    if parts := _parts_of_date(bare):
        return NumberFormat(parts, *_words_around(_BRACKETS.sub("", first)))
    literal = _LITERAL.sub(
        lambda match: match[1] or match[2] or "", _BRACKETS.sub("", _CURRENCY.sub(r'"\1"', first))
    )
    digits = _DIGITS.search(literal)
    if not digits or "E+" in bare.upper() or "/" in bare:
        return NumberFormat(frozenset())
    bare_digits = digits[0].rstrip(",")
    whole, _, decimals = bare_digits.partition(".")
    return NumberFormat(
        frozenset(),
        literal[: digits.start()].strip(),
        literal[digits.end() :].rstrip(),
        len(decimals),
        len(digits[0]) - len(bare_digits),
        "," in whole,
        max(1, whole.count("0")),
    )


def _words_around(code: str) -> tuple[str, str]:
    """Return the words before and after a date in its format, as in `"w/c "dd/mm/yyyy`."""
    start, end = _WORDS_BEFORE.match(code), _WORDS_AFTER.search(code)
    before, after = (
        _LITERAL.sub(lambda match: match[1] or match[2] or "", found[0]) if found else ""
        for found in (start, end)
    )
    return (before if is_telling(before) else ""), (after if is_telling(after) else "")


def is_telling(words: str) -> bool:
    """Whether words before or after a date in its format can change its meaning."""
    return bool(_SAYS.match(words))


def _parts_of_date(bare: str) -> frozenset[str]:
    """Return the parts of a date in a format without literals."""
    if bare.lower() in ("general", "standard", "@"):
        return frozenset()
    codes = [code.strip("[]").lower() for code in _CODES.findall(bare)]
    parts = set()
    for n, code in enumerate(codes):
        before, after = codes[n - 1 : n], codes[n + 1 : n + 2]
        match code[0]:
            case "m" if (before and before[0][0] == "h") or (after and after[0][0] == "s"):
                parts.add("M")
            case "m":
                parts.add("m")
            case "y" | "e":
                parts.add("y")
            case "d" if len(code) < 3:
                parts.add("d")
            case "h":
                parts.add("H")
            case "s":
                parts.add("M")
    # Only in the scientific format, E is not a year.
    return frozenset() if parts == {"y"} and "E+" in bare.upper() else frozenset(parts)


def shown(value: float, form: NumberFormat, *, from_1904: bool = False) -> Cell:
    """Return the cell of a number."""
    if not isfinite(value):
        return Cell(str(value))
    if form.parts:
        if {"y", "m", "d"} & form.parts and (moment := _moment(value, from_1904)):
            cell = shown_date(moment, form.parts)
            if not (form.before or form.after):
                return cell
            return replace(cell, text=f"{form.before}{cell.text}{form.after}", day=None, time="")
        if 0 <= value <= _LAST_SERIAL and not {"y", "m", "d"} & form.parts:
            minutes = round(value * 24 * 60)
            return Cell(f"{minutes // 60:02}:{minutes % 60:02}")
        return Cell(_plain(value))
    cell = Cell(_formatted(value, form))
    moment = _moment(value, from_1904) if from_1904 else None
    return replace(cell, serial=moment.date()) if moment else cell


def _formatted(value: float, form: NumberFormat) -> str:
    if form.decimals is None:
        return _plain(value)
    percent = 100 if "%" in form.after else 1
    # A float can hold no higher power of 1,000.
    number = abs(value) * percent / 1000.0 ** min(form.thousands, 102)
    digits = f"{number:{',' if form.is_grouped else ''}.{form.decimals}f}"
    sign = "-" if value < 0 and any(digit in "123456789" for digit in digits) else ""
    return f"{sign}{form.before}{digits.zfill(form.least_digits)}{form.after}"


def _plain(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.12g}"


def shown_date(moment: datetime, parts: Set[str]) -> Cell:
    """Return a date cell, given the `parts` of the date that the sheet shows, from "ymdHM"."""
    time = f"{moment:%H:%M}" if "H" in parts else ""
    month = MONTHS[moment.month - 1]
    stored = in_words(moment.date())
    match "".join(part for part in "ymd" if part in parts):
        case "ymd":
            return Cell(f"{stored} {time}".strip(), moment.date(), time)
        case "ym":
            return Cell(f"{month} {moment.year}")
        case "y":
            return Cell(str(moment.year))
        case "md":
            text = f"{moment.day} {month}"
        case "m":
            text = month
        case _:
            text = str(moment.day)
    note = f"The sheet shows only “{text}”, but stores {stored}."
    return replace(Cell(f"{text} {time}".strip()), notes=(note,))


def _moment(value: float, from_1904: bool) -> datetime | None:
    """Return the date of a number in a sheet, or none if it has no date."""
    first = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 30)
    if not from_1904 and value < _FIRST_SERIAL_AFTER_FALSE_DAY:
        first += timedelta(days=1)
    try:
        # Sheets store times as fractions of days, which are not exact.
        return first + timedelta(seconds=round(value * 24 * 3600)) if value >= 0 else None
    except (OverflowError, ValueError):
        return None

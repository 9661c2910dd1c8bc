"""Ranges and ratios: numbers that belong together, such as `10–15%` and `nine in ten`."""

import re
from collections.abc import Iterator
from dataclasses import replace

from briefing.evidence.amount import COMMON_WHOLES, Amount

_LARGEST_ONE_IN = 100
"""The largest number of `one in seven`. It cannot be written in per cent, but it is a share."""
_RANGE = re.compile(r"\s?[-–—]\s?|\s+to\s+|\s+i\s+")
_TO, _AND = re.compile(r"\s+(?:to|i)\s+"), re.compile(r"\s+(?:and|a|ac)\s+")
_FROM = re.compile(r"\b(?:from|o)\s+$", re.IGNORECASE)
_BY = re.compile(r"\bby\s+$", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|rhwng)\s+$", re.IGNORECASE)
_RANGING = re.compile(r"\b(?:rang|vari|vary|anywhere|anything)\w*(?:\s+\w+)?\s+from\s+$", re.I)
_OUT_OF = re.compile(
    r"\s+(?:out\s+of|allan\s+o)\s+(?:a\s+total\s+of\s+)?(?:(?:every|the|its|their|our|all)\s+){0,2}",
    re.I,
)
_IN = re.compile(r"\s+(?:in|o\s+bob|ym\s+mhob)\s+(?:every\s+)?", re.IGNORECASE)
_ONE_IN = re.compile(r"\s+[a-z’'-]+(?:\s[a-z’'-]+)?\s+in\s+(?:every\s+)?", re.IGNORECASE)
_AFTER_ONE_IN = re.compile(
    r"\s*(?:[.,;:)]|$)|\s(?:is|was|has|had|can|does|did|will|would|could|said|says|now|still|also"
    r"|never|lives?|gets?|goes|pays?|needs?|uses?|\w+ed)\b"
)
"""Words after a share such as `one council in twenty`, and not *one town in ten counties*."""
_OF = re.compile(
    r"\s+(?:of|o['’]r|o)\s+(?:(?:the|its|their|our|these|those|all|a\s+total\s+of)\s+){0,2}"
    r"(?:[^\W\d_]+['’]s?\s+)?",
    re.IGNORECASE,
)


def combined(text: str, singles: list[Amount]) -> Iterator[Amount]:
    """Yield the amounts, with neighbours joined into ranges and ratios."""
    n = 0
    while n < len(singles):
        if n and singles[n].start < singles[n - 1].end:  # the million of "a quarter of a million"
            n += 1
            continue
        first = singles[n]
        second = singles[n + 1] if n + 1 < len(singles) else None
        joined = _pair(text, first, second) if second is not None else None
        if second is not None and joined is None:
            joined = _one_in(text, first, second)
        if joined is not None:
            yield from joined
            n += 2
        else:
            yield first
            n += 1


def _pair(text: str, first: Amount, second: Amount) -> list[Amount] | None:
    """Return the range or ratio that two neighbours form, or None if they are separate."""
    between = text[first.end : second.start]
    if len(between) > 40:
        return None
    if between == "" and text[second.start] in "-−–‐‑" and second.sign < 0:  # "10-15"
        second, between = replace(second, value=-second.value, sign=0, start=second.start + 1), "-"
    before = text[max(0, first.start - 40) : first.start]
    if _RANGE.fullmatch(between) or (_AND.fullmatch(between) and _BETWEEN.search(before)):
        return _range(before, between, first, second)
    if not (first.unit or first.whole or second.whole or first.doubt):
        return _ratio(between, first, second)
    return None


def _one_in(text: str, first: Amount, second: Amount) -> list[Amount] | None:
    """Return the share in `one council in twenty`, or None if the numbers are separate."""
    between = text[first.end : second.start]
    is_plain = not (first.unit or first.whole or second.unit or second.whole or second.doubt)
    is_one = first.value == 1 < second.value <= _LARGEST_ONE_IN and not second.limits
    if not (is_plain and is_one and len(between) < 40 and _ONE_IN.fullmatch(between)):
        return None
    if not _AFTER_ONE_IN.match(text, second.end):
        return None
    return [replace(first, whole=second.value, end=second.end, is_share=True)]


def _range(before: str, between: str, first: Amount, second: Amount) -> list[Amount] | None:
    """Return a range such as `10–15%`, or the two numbers of `from 10% to 15%`."""
    if first.doubt or second.doubt:
        return None
    if not second.unit and first.unit in ("£", "$", "€") and not between.isspace():
        second = replace(second, unit=first.unit)  # "£10–15m"
    unit = first.unit
    if unit not in ("", second.unit):
        return None
    is_move = bool(_TO.fullmatch(between) and _FROM.search(before)) and not _RANGING.search(before)
    low = first.value
    if low < 1000 <= second.value:
        low = low * _scale(second) if low * _scale(second) < second.value else low
    if is_move:
        moved = [replace(first, unit=second.unit)] if low == first.value else []
        return [*moved, second]
    if low >= second.value:
        return None
    both = replace(
        first,
        value=low,
        upper=second.value,
        unit=second.unit,
        end=second.end,
        limits=first.limits | second.limits,
    )
    if _TO.fullmatch(between) and _BY.search(before) and unit == second.unit:  # "by 302 to 1,200"
        doubt = "it could be a range, or a change and a level"
        return [replace(amount, doubt=doubt) for amount in (both, first, second)]
    return [both]


def _scale(amount: Amount) -> int:
    """Return the multiplier that an amount was probably written with: a million for 18 million."""
    return next((power for power in (10**12, 10**9, 10**6) if amount.value >= power), 1)


def _ratio(between: str, first: Amount, second: Amount) -> list[Amount] | None:
    """Return `9 of 27`: the ratio and, unless it is a share like `nine in ten`, both numbers."""
    is_share = bool(_IN.fullmatch(between) or _OUT_OF.fullmatch(between))
    if not (is_share or _OF.fullmatch(between)):
        return None
    if second.unit or second.sign or second.doubt or not 0 <= first.value <= second.value:
        return None
    is_common = is_share and second.value in COMMON_WHOLES
    is_one_in = first.value == 1 < second.value <= _LARGEST_ONE_IN
    if _IN.fullmatch(between) and not (is_common or is_one_in):
        return None
    limits = first.limits | second.limits
    ratio = replace(first, whole=second.value, end=second.end, is_share=is_common, limits=limits)
    return [ratio] if is_common else [ratio, first, second]

"""Numbers in running text, as people write them: `77%`, `nine in ten`, `£18m`, `three quarters`.

Digits that are only a part of a longer number, a date, a reference or a footnote marker are
not numbers: see `false_numbers`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import islice

from briefing.evidence.amount import COMMON_WHOLES, Amount, currency_sign, unit_at
from briefing.evidence.false_numbers import (
    doubt_of_spaces,
    ends_phone_number,
    is_day,
    stands_alone,
)
from briefing.evidence.limits import is_denied, limits_after, limits_before
from briefing.evidence.number_words import NUMBER_WORDS, WordNumber, read_words
from briefing.evidence.ratios import combined
from briefing.record.quantities import TIMES

_VULGAR = {
    "½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8),
    "⅞": (7, 8),
}  # fmt: skip
_MULTIPLIERS = {word: 10**power for word, power in TIMES.items()} | {"dozen": 12, "hundred": 100}
_TIMES = "|".join(sorted(_MULTIPLIERS, key=len, reverse=True))
_THIN_SPACES = "\u00a0\u2007\u2008\u2009\u202f"
_DIGITS = (
    rf"\d+/\d+|\d{{1,3}}(?:[{_THIN_SPACES}]\d{{3}})+(?!\d)(?:\.\d+)?"
    r"|\d{1,3}(?: \d{3})+(?![\d,]|\.\d)|\d+(?:[.,]\d+)*"
)
_NUMBER = re.compile(
    r"(?P<currency>(?:\b(?:US|GBP|EUR|USD)\s?)?[£$€]\s?|\b(?:GBP|EUR|USD)\s?)?"
    rf"(?:(?P<digits>{_DIGITS})(?P<vulgar>[{''.join(_VULGAR)}])?|(?P<part>[{''.join(_VULGAR)}])"
    rf"|(?P<words>(?<![\w'’-])(?:{NUMBER_WORDS})"
    r"(?![\w’']|-(?:hour|year|term|time|baked|day|way)\b)))"
    rf"(?:(?P<gap>-|[ \xa0\u202f]{{1,3}})?(?P<times>{_TIMES})(?!\w))?",
    re.IGNORECASE,
)
# Most places cannot begin a number. This pattern passes over them, as the other is slow.
_START = re.compile(
    rf"[\d£$€{''.join(_VULGAR)}]|\b(?:US|GBP|EUR|USD)|\b(?:[Aa][Nn]?\s|[Oo][Nn]|[Tt](?:[WwEeRr]"
    r"|[Hh][IiRrOo])|[Ff][OoIi]|[SsEe][IiEeLl]|[Nn][Ii]|[Zz][Ee]|[Hh][AaUu]|[Dd][Oo]|[MmBb][Ii])"
)
_PLAIN = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_MOST = 200_000
"""The most numbers of a text that are compared. A thick report has a tenth of that."""
_LONGEST, _LONGEST_IN_WORDS = 30, 200
"""The maximum length of a number in digits and in words, in characters. Longer ones are codes."""
_MINUS = "-−–‐‑"
_BEFORE_SIGN = " \n\t(“‘\"'[|"
_OF_A_MILLION = re.compile(r"\s+of\s+an?\s+(million|billion|trillion)\b", re.IGNORECASE)
_OF_AN_HOUR = re.compile(
    r"\s+(?:of\s+)?(?:an?\s+)?(?:hour|century|mile|past|final|acre|minute)\b", re.IGNORECASE
)
_A_PER_CENT = re.compile(
    r"(\s+(?:an?|of\s+(?:an?|one|1)))(?:\s+(?:per\s?cent|percentage)|(?<=1)%)", re.IGNORECASE
)
_WHICH_HALF = re.compile(
    r"\b(?:first|second|third|fourth|last|other|latter|next|this|each|every)\s+$",
    re.IGNORECASE,
)
_CHANGED_BY = re.compile(
    r"\b(?:fall(?:s|en|ing)?|fell|ris(?:e|es|en|ing)|rose|grow(?:s|n|ing)?|grew|up|down"
    r"|cut(?:s|ting)?|drop\w*|increas\w*|decreas\w*|reduc\w*|reduction|shr[aiu]nk\w*|higher|lower"
    r"|growth|declin\w*|jump\w*|surg\w*|slump\w*|climb\w*|plung\w*)"
    r"\s+(?:by|of)\s+"
    r"(?:(?:(?:just|well|little)\s+)?(?:about|around|almost|nearly|over|under|(?:more|less)\s+than|at\s+least"
    r"|close\s+to)\s+)?$",
    re.IGNORECASE,
)
"""A word of change and "by" or "of", after which `a fifth` is a share."""
_ONE_OF_SEVERAL = re.compile(r"\s+(?:part(?:y|ies)|person|man|woman|member|time)\b", re.IGNORECASE)
_AFTER_SHARE = re.compile(
    r"\s+(?:of|more|less|fewer|higher|lower|now|have|had|are|were|said|say|did|do|could|would|will"
    r"|may|might|cannot|also|still|never)\b|\s*[.,;:)]"
    r"|\s+(?:\w+ed|felt|thought|got|went|came|gave|knew|took|chose|found|lost|left|kept|spent|paid)"
    r"\s(?:for|to|that|the|an?|more|less|in|at|on|with|their|they|from|up|out|no|nothing|over|longer)\b",
    re.IGNORECASE,
)


def amounts(text: str) -> list[Amount]:
    """Return the numbers in `text`, in order of their positions.

    A ratio such as `9 of 27` is an amount, and so are its two numbers.
    """
    found = combined(text, list(islice(_singles(text), _MOST)))
    return sorted(found, key=lambda amount: (amount.start, -amount.end))


def _singles(text: str) -> Iterator[Amount]:
    end_of_false = -1
    for match in _matches(text):
        made = list(_in_words(text, match) if match["words"] else _in_digits(text, match))
        if match["digits"]:
            is_next = match.start() == end_of_false + 1 and ends_phone_number(text, end_of_false)
            if is_next or not made:
                end_of_false = match.end()
                continue
        yield from made


def _matches(text: str) -> Iterator[re.Match[str]]:
    place = 0
    while start := _START.search(text, place):
        match = _NUMBER.match(text, start.start())
        place = match.end() if match else start.end()
        if match:
            yield match


def _in_digits(text: str, match: re.Match[str]) -> Iterator[Amount]:
    """Yield the number of a match, or nothing if it is only a part of something else."""
    start, end, digits = match.start(), match.end(), match["digits"]
    if digits and not stands_alone(
        text, start, match.start("digits"), match.end("digits"), has_times=bool(match["times"])
    ):
        return
    if digits and "/" in digits:
        yield from _with_slash(match)
        return
    if (value := _value(digits)) is None:
        return
    whole = None
    if match["vulgar"]:
        value += Fraction(*_VULGAR[match["vulgar"]])
    elif match["part"]:
        value, whole = map(Fraction, _VULGAR[match["part"]])
    times = (match["times"] or "").lower()
    if times in ("m", "b", "k") and match["gap"] and not match["currency"]:
        end, times = match.start("gap"), ""  # "18 m" is a length.
    value *= _MULTIPLIERS.get(times, 1)
    doubt = doubt_of_spaces(text, start, end) if " " in (digits or "") else ""
    amount = Amount(start, end, value, whole=whole, is_share=bool(whole), doubt=doubt)
    made = _with_unit(text, amount, match["currency"])
    if made.unit or times or not digits:
        yield made
    elif not is_day(text, start, end, value, in_digits=True):
        is_year = digits.isdigit() and len(digits) == 4 and 1900 <= value < 2100
        yield replace(made, doubt="it could be a year") if is_year else made


def _value(digits: str | None) -> Fraction | None:
    plain = re.sub(rf"[ {_THIN_SPACES}]", "", digits or "0")
    has_zero = len(plain) > 1 and plain[0] == "0" and plain[1] != "."
    if has_zero or len(plain) > _LONGEST or not _PLAIN.fullmatch(plain):
        return None
    return Fraction(plain.replace(",", ""))


def _with_slash(match: re.Match[str]) -> Iterator[Amount]:
    """Yield the ratio `9/27`, but nothing for years, `24/7` and references: `24/01873/OUT`."""
    is_reference = "/0" in match["digits"] or match.string[match.end() :][:1] == "/"
    if len(match["digits"]) > _LONGEST or is_reference:
        return
    part, whole = map(int, match["digits"].split("/"))
    if match["digits"] == match[0] and 0 < part <= whole < 1900:
        is_share = whole in COMMON_WHOLES and part < whole
        yield Amount(
            match.start(), match.end(), Fraction(part), whole=Fraction(whole), is_share=is_share
        )


def _in_words(text: str, match: re.Match[str]) -> Iterator[Amount]:
    if len(match["words"]) > _LONGEST_IN_WORDS:
        return
    numbers = list(_word_numbers(match["words"]))
    for n, (number, first, last) in enumerate(numbers):
        start, end = match.start("words") + first, match.start("words") + last
        if number.whole is not None:
            amount = _share(text, start, end, number)
        elif match["times"] and n == len(numbers) - 1:
            times = _MULTIPLIERS[match["times"].lower()]
            amount = Amount(start, match.end(), number.value * times)
        else:
            amount = Amount(start, end, number.value)
        if amount is not None:
            made = _with_unit(text, amount, match["currency"] if n == 0 else None)
            if made.unit or not is_day(text, start, end, made.value, in_digits=False):
                yield made


def _word_numbers(words: str) -> Iterator[tuple[WordNumber, int, int]]:
    """Yield the number in words, or both of `one hundred and two hundred`, with positions."""
    if (number := read_words(words)) is not None:
        yield number, 0, len(words)
        return
    parts = re.split(r"\s+and\s+", words, flags=re.IGNORECASE)
    numbers = [read_words(part) for part in parts]
    if len(parts) == 2 and numbers[0] and numbers[1]:
        yield numbers[0], 0, len(parts[0])
        yield numbers[1], len(words) - len(parts[1]), len(words)


def _share(text: str, start: int, end: int, number: WordNumber) -> Amount | None:
    """Return a share such as `half` or `a third`, or None for `a third time` and `half past`."""
    assert number.whole is not None
    if match := _OF_A_MILLION.match(text, end):
        times = _MULTIPLIERS[match[1].lower()]
        return Amount(start, match.end(), number.value / number.whole * times)
    if match := _A_PER_CENT.match(text, end):
        return Amount(start, match.end(1), number.value / number.whole)
    is_time = _OF_AN_HOUR.match(text, end) or _WHICH_HALF.search(text, max(0, start - 12), start)
    is_one = _ONE_OF_SEVERAL.match(text, end)
    is_change = _CHANGED_BY.search(text, max(0, start - 50), start) and not is_one
    is_share = is_change or not number.is_ordinal or _AFTER_SHARE.match(text, end)
    if is_time or not is_share:
        return None
    return Amount(start, end, number.value, whole=number.whole, is_share=True)


def _with_unit(text: str, amount: Amount, currency: str | None) -> Amount:
    """Return the amount with its unit, sign and qualifiers."""
    sign, start = _sign(text, amount.start)
    unit, end = (currency_sign(currency), amount.end) if currency else unit_at(text, amount.end)
    before, start = limits_before(text, start)
    after, end = limits_after(text, end)
    return replace(
        amount,
        start=start,
        end=end,
        value=amount.value * (sign or 1),
        unit=unit,
        limits=before | after,
        sign=sign,
        doubt="the number is negated, as in “not 77%”"
        if is_denied(text, start, end)
        else amount.doubt,
    )


def _sign(text: str, start: int) -> tuple[int, int]:
    """Return the sign before a number, or 0, and its position."""
    mark, before = text[start - 1 : start], text[max(0, start - 2) : max(0, start - 1)]
    if mark and mark in _MINUS + "+" and (not before or before in _BEFORE_SIGN):
        return (1 if mark == "+" else -1), start - 1
    if match := re.search(r"\bminus\s$", text[max(0, start - 7) : start], re.IGNORECASE):
        return -1, start - len(match[0])
    return 0, start

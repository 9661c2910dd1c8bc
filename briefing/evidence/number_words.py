"""Numbers in words: `seventy-seven`, `eighteen million`, `two and a half`, `three quarters`."""

import re
from dataclasses import dataclass
from fractions import Fraction

_SMALL_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_SMALL = {word: n for n, word in enumerate(_SMALL_WORDS.split())} | {"nil": 0}
_TENS = {word: 10 * n for n, word in enumerate(_TENS_WORDS.split(), start=2)} | {"fourty": 40}
_POWERS = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
_PARTS = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10, "twelfth": 12, "twentieth": 20, "hundredth": 100,
}  # fmt: skip
_PARTS |= {f"{word}s": n for word, n in _PARTS.items() if not word.startswith("hal")}
_ORDINALS = {word for word in _PARTS if not word.startswith(("hal", "quarter"))}
_CARDINAL = "|".join(sorted((*_SMALL, *_TENS, "hundred", "dozen", *_POWERS), key=len, reverse=True))
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))
_JOIN = r"(?:\s*[-\u2010\u2011]\s*|\s+)"

NUMBER_WORDS = (
    rf"(?:(?:an?|half\s+an?)\s+(?=hundred|thousand|million|billion|trillion|dozen))?"
    rf"(?:{_CARDINAL})(?:{_JOIN}(?:and{_JOIN}(?:an?{_JOIN})?)?(?:{_CARDINAL}|point|{_PART}))*"
    rf"|an?\s+(?:{_PART})|half"
)
"""A pattern for a run of number words. Not every run is a number: see `read_words`."""


@dataclass(frozen=True, slots=True)
class WordNumber:
    """A number in words. `whole` is the 4 of `three quarters`, or None if it is not a share."""

    value: Fraction
    whole: Fraction | None = None
    is_ordinal: bool = False
    """Whether it can also be an ordinal number, as in `a third time`."""


def read_words(text: str) -> WordNumber | None:
    """Return the number that is written in words, or None if the words are not one number.

    `twenty nineteen` and `five six` are not numbers: the second word cannot follow the first.
    """
    words = re.split(_JOIN, text.lower().strip())
    if words[0] == "half":
        return _half(words[1:])
    if words[-1] in _PARTS:
        return _with_part(words)
    value = _mixed(words)
    return None if value is None else WordNumber(value)


def _half(rest: list[str]) -> WordNumber | None:
    if not rest:
        return WordNumber(Fraction(1), Fraction(2))
    value = _cardinal(rest)  # "half a million"
    return None if value is None else WordNumber(value / 2)


def _with_part(words: list[str]) -> WordNumber | None:
    """Return the value of words that end with a part: `three quarters`, `two and a half`."""
    part = Fraction(_PARTS[words[-1]])
    if "and" in words:
        at = len(words) - 1 - words[::-1].index("and")
        whole, count = _cardinal(words[:at]), _cardinal(words[at + 1 : -1] or ["one"])
        return None if None in (whole, count) else WordNumber(whole + count / part)  # type: ignore[operator]
    is_ordinal = words[0] in ("a", "an") and words[-1] in _ORDINALS
    count = Fraction(1) if words[:-1] in (["a"], ["an"]) else _cardinal(words[:-1])
    is_singular = not words[-1].endswith("s") and words[-1] != "halves"
    if count is None or count >= part or (count != 1 and is_singular):
        return None
    return WordNumber(count, part, is_ordinal)


def _mixed(words: list[str]) -> Fraction | None:
    """Return the value of `two and a half million`, or of any number without a part."""
    if words[-1] in _POWERS and len(words) > 2 and words[-2] in _PARTS:
        before = _with_part(words[:-1])
        if before is None or before.whole is not None:
            return None
        return before.value * _POWERS[words[-1]]
    return _cardinal(words)


def _cardinal(words: list[str]) -> Fraction | None:
    """Return the value of a whole or decimal number in words, or None if it is not one."""
    if words and words[0] in ("a", "an"):
        words = ["one", *words[1:]]
    power = 1
    if "point" in words:
        if words[-1] in _POWERS:
            power, words = _POWERS[words[-1]], words[:-1]
        at = words.index("point")
        whole, digits = _whole(words[:at]), [_SMALL.get(word, 10) for word in words[at + 1 :]]
        if whole is None or not digits or max(digits) > 9:
            return None
        return (whole + Fraction(int("".join(map(str, digits))), 10 ** len(digits))) * power
    value = _whole(words)
    return None if value is None else Fraction(value)


def _whole(words: list[str]) -> int | None:
    """Return the value of a whole number in words: groups before powers of 1,000, largest first."""
    total, group, last_power = 0, [], 10**15
    for word in words:
        power = _POWERS.get(word)
        if power is None:
            group.append(word)
            continue
        value = _below_1000(group, is_first=not total)
        if not value or power >= last_power:
            return None
        total, group, last_power = total + value * power, [], power
    if not group:
        return total or None
    value = _below_1000(group, is_first=not total)
    return None if value is None or (total and not value) else total + value


def _below_1000(words: list[str], *, is_first: bool) -> int | None:
    """Return the value of a group of words: `one hundred and five`, `two dozen`, `eighteen`."""
    if words and words[-1] == "dozen" and is_first:
        value = _below_1000(words[:-1], is_first=True)
        return 12 * value if value and value < 100 else None
    if words and words[0] == "and" and not is_first:
        words = words[1:]
        if "hundred" in words:
            return None
    if "hundred" in words:
        at = words.index("hundred")
        count, rest = _below_100(words[:at]), words[at + 1 :]
        if rest and rest[0] == "and":
            rest = rest[1:] or ["and"]
        below = _below_100(rest) if rest else 0
        return 100 * count + below if count and below is not None and (below or not rest) else None
    return _below_100(words)


def _below_100(words: list[str]) -> int | None:
    match words:
        case [word] if word in _SMALL or word in _TENS:
            return _SMALL.get(word, _TENS.get(word))
        case [ten, unit] if ten in _TENS and 0 < _SMALL.get(unit, 0) < 10:
            return _TENS[ten] + _SMALL[unit]
    return None

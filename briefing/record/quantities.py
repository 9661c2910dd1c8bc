"""Numbers as people write them in policy documents: `77%`, `over 10,000`, `£18m`, `9 of 27`.

The words around them can be English or Welsh: `dros 10,000`, `9 o 27`.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

_AT_LEAST = (
    "over", "more than", "above", "at least", "no fewer than", "no less than", ">", "≥",
    "dros", "mwy na", "mwy nag", "uwchlaw", "o leiaf",
)  # fmt: skip
_AT_MOST = (
    "up to", "under", "below", "less than", "fewer than", "at most", "no more than", "<", "≤",
    "hyd at", "o dan", "islaw", "llai na", "llai nag", "dim mwy na", "dim mwy nag",
)  # fmt: skip
_ABOUT = (
    "about", "around", "approximately", "approx.", "roughly", "some", "circa", "c.", "~",
    "nearly", "almost", "an estimated", "estimated", "nearer", "nearer to", "closer to", "close to",
    "in the region of", "barely",
    "tua", "oddeutu", "bron i", "rhyw", "amcangyfrif o",
)  # fmt: skip
_AFTER = ("or more", "or fewer", "or less", "or under", "or over", "neu fwy", "neu lai")
QUALIFIERS_BEFORE, QUALIFIERS_AFTER = (*_AT_LEAST, *_AT_MOST, *_ABOUT), _AFTER
"""The qualifiers before a number and after it."""
SLIGHTLY = (
    "only just", "just", "slightly", "marginally", "a little", "a bit", "a fraction", "ychydig",
)  # fmt: skip
"""Words before a qualifier that say that the difference is small: `just over`."""
EMPHASIS = ("just", "only", "dim ond")
"""Words before a number that say only how it is judged: `just 9%` is 9%."""
TIMES = {
    "k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "bn": 9, "b": 9, "billion": 9,
    "tn": 12, "trillion": 12, "miliwn": 6, "filiwn": 6, "biliwn": 9, "triliwn": 12,
}  # fmt: skip
"""Words after a number that multiply it by a power of ten."""
_COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9,
}  # fmt: skip
_PARTS = {
    "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8,
    "ninth": 9, "tenth": 10, "twelfth": 12, "twentieth": 20,
}  # fmt: skip
PART_IN_WORDS = (
    rf"\b(?:half|(?:{'|'.join(_COUNTS)})[ -](?:{'|'.join(_PARTS)})s?)\b"
    r"(?!\s(?:an?|m|bn|thousand|million|billion)\b)"
)
"""A pattern for a part in words: `a third`, `two-fifths`."""
_PART_IN_WORDS = re.compile(PART_IN_WORDS, re.IGNORECASE)
_PER_CENT = re.compile(r"^per ?cent\b", re.IGNORECASE)
_ABOUT_MARGIN = Decimal("0.1")


def _any(words: tuple[str, ...] | list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NUMBER = r"(?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?"


_CURRENCY = re.compile(r"[A-Z]{0,3}[£$€]")


def _times(name: str) -> str:
    return rf"(?:\s?(?P<{name}>{_any(list(TIMES))})(?![a-z]))?"


_QUANTITY = re.compile(
    rf"(?:(?:{_any(EMPHASIS)})\s(?!(?:{_any(_AT_LEAST + _AT_MOST + _ABOUT)})))?"
    rf"(?:(?P<slightly>{_any(SLIGHTLY)})\s(?=(?:{_any(_AT_LEAST + _AT_MOST)})))?"
    rf"(?P<before>{_any(_AT_LEAST + _AT_MOST + _ABOUT)})?\s*"
    rf"(?P<sign>[+\-]|up\s|down\s)?\s*(?P<currency>[A-Z]{{0,3}}[£$€])?\s*"
    rf"(?P<number>{_NUMBER}){_times('times')}"
    rf"(?:\s?(?:-|–|to|i(?=\s))\s?(?P=currency)?(?P<upper>{_NUMBER}){_times('upper_times')})?"
    rf"(?P<plus>\+)?(?:\s(?:out\s|allan\s)?(?:of|in|o\sbob|o)\s(?P<whole>{_NUMBER}){_times('whole_times')})?"
    rf"\s*(?P<unit>(?:%|per cent\b|percent\b)(?:\s[^\d<>]+?)?"
    rf"|(?!(?:{_any(_AFTER)})$)[^\W\d_][^\d<>]*?)?"
    rf"\s*(?P<after>{_any(_AFTER)})?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and the words around it.

    `text` is the number as written in the record and shown on pages. `value` includes the
    multiplier (`£18m` is 18,000,000) and the sign. `upper` is the end of a range, and `whole` is
    the 27 in `9 of 27` and the 3 in `a third`. `unit` is `%`, a currency sign, the words after the
    number, or empty. `qualifier` is a word such as `over`, `up to` or `about`, or empty. `slightly`
    is true if the words before it say that the difference is small (`just over`). `change` is true
    for a number with a sign, such as `+28%`.
    """

    text: str
    value: Decimal
    upper: Decimal | None = None
    whole: Decimal | None = None
    unit: str = ""
    qualifier: str = ""
    change: bool = False
    slightly: bool = False

    @property
    def low(self) -> Decimal:
        """The lowest possible value: minus infinity for `up to 850,000`, 10% less for `about`.

        10% less also for `just under`.
        """
        if self.qualifier in _AT_MOST or self.qualifier in (
            "or fewer",
            "or less",
            "or under",
            "neu lai",
        ):
            return self.value - self._tenth if self.slightly else Decimal("-Infinity")
        return self.value - self._margin

    @property
    def high(self) -> Decimal:
        """The highest possible value: infinity for `over 10,000`, 10% more for `about`.

        10% more also for `just over`.
        """
        if self.qualifier in _AT_LEAST or self.qualifier in ("or more", "or over", "neu fwy", "+"):
            return self.value + self._tenth if self.slightly else Decimal("Infinity")
        return (self.value if self.upper is None else self.upper) + self._margin

    @property
    def currency(self) -> str:
        """The currency sign, even if words follow the number, as in `£2 a week`, or ""."""
        sign = _CURRENCY.search(self.text)
        return sign[0] if sign else ""

    @property
    def _margin(self) -> Decimal:
        return self._tenth if self.qualifier in _ABOUT else Decimal(0)

    @property
    def _tenth(self) -> Decimal:
        return abs(self.value) * _ABOUT_MARGIN

    def agrees_with(self, other: "Quantity") -> bool:
        """Whether both can be true of the same thing. Different units never conflict."""
        if (self.currency, self.unit) != (
            other.currency,
            other.unit,
        ) or self.change != other.change:
            return True
        if self.whole != other.whole:
            return True
        return self.low <= other.high and other.low <= self.high

    def __str__(self) -> str:
        return self.text


@lru_cache(1 << 14)
def parse_quantity(text: str) -> Quantity:
    """Parse a number as people write it.

    Raises:
        ValueError: `text` has no number, or words around it that cannot be parsed.
    """
    written = " ".join(text.split())
    plain = written.replace("−", "-").replace("\u202f", " ")
    if not re.search(r"\d", plain):
        plain = _PART_IN_WORDS.sub(_part_in_digits, plain, count=1)
    match = _QUANTITY.fullmatch(plain)
    if match is None:
        raise ValueError(f"'{written}' is not a number such as 84, 1.5 million or 20%")
    sign = (match["sign"] or "").strip().lower()
    value = _number(match["number"], match["times"] or match["upper_times"])
    upper = _number(match["upper"], match["upper_times"]) if match["upper"] else None
    if upper is not None and upper <= value:
        raise ValueError(f"the range '{written}' starts with the larger number")
    unit = (match["unit"] or match["currency"] or "").strip()
    before = (match["before"] or match["after"] or match["plus"] or "").lower()
    return Quantity(
        text=written,
        value=-value if sign in ("-", "down") else value,
        upper=upper,
        whole=_number(match["whole"], match["whole_times"]) if match["whole"] else None,
        unit=_PER_CENT.sub("%", unit),
        qualifier=before,
        change=bool(sign),
        slightly=bool(match["slightly"]),
    )


def _part_in_digits(match: re.Match[str]) -> str:
    """Return `2 in 5` for `two-fifths`."""
    count, _, part = match[0].lower().replace("-", " ").rpartition(" ")
    return f"{_COUNTS[count or 'a']} in {_PARTS[part.removesuffix('s')]}"


def _number(digits: str, times: str | None) -> Decimal:
    plain = Decimal(digits.replace(",", "").replace(" ", ""))
    return plain.scaleb(TIMES[times.lower()]) if times else plain

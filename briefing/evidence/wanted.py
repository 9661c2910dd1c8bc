"""The number of a figure, for comparison with the numbers of a text.

The comparison is exact and never by rounding: 90% is `nine in ten`, but 67% is not `two thirds`.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from briefing.evidence.amount import COMMON_WHOLES, Amount, unit_at
from briefing.evidence.limits import Limit, kind_of_limit
from briefing.record.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Wanted:
    """The number of a figure, to be compared with the amounts of a text.

    Attributes:
        words: the words after the number, such as `years`, without per cent and currencies.
        limits: the kinds of its qualifiers, or none.
        is_share: whether it can also be written in per cent: `9 in 10`, but not `9 of 27`.
    """

    value: Fraction
    upper: Fraction | None
    whole: Fraction | None
    is_share: bool
    unit: str
    words: str
    limits: frozenset[Limit]
    is_change: bool

    @property
    def sizes(self) -> set[Fraction]:
        """The sizes of the amounts that can be this number: see `sizes_of`."""
        share = [self.value * 100 / self.whole] if self.is_share and self.whole else []
        return {abs(self.value), *share}

    def is_value_of(self, amount: Amount) -> bool:
        """Whether the amount is exactly this number, apart from its sign and limits."""
        is_opposite = self.is_change and amount.sign and amount.value * self.value < 0
        if amount.upper != self.upper or is_opposite:
            return False
        value, own = abs(amount.value), abs(self.value)
        if self.whole is None and amount.whole is None:
            return value == own and amount.unit == self.unit
        if self.whole is not None and amount.whole is not None:
            return (value, amount.whole, amount.unit) == (own, self.whole, self.unit)
        if self.whole is None:
            return amount.is_share and self.unit == "%" and value * 100 == own * (amount.whole or 0)
        return self.is_share and amount.unit == "%" and value * self.whole == own * 100

    def is_limited_like(self, amount: Amount) -> bool:
        """Whether both have the same kind of qualifier, such as `over` and `more than`.

        A text may say `an estimated` or `slightly` as well as the same limit. It must say
        `slightly` if the figure does.
        """
        return amount.limits == self.limits or (
            bool(self.limits)
            and amount.limits - ({"about", "slightly"} - self.limits) == self.limits
        )


def sizes_of(amount: Amount) -> set[Fraction]:
    """Return the size of an amount, and also its per cent if it is a share."""
    share = [amount.value * 100 / amount.whole] if amount.is_share and amount.whole else []
    return {abs(amount.value), *share}


def wanted(quantity: Quantity) -> Wanted:
    """Return the number of a figure in the form for comparison with amounts."""
    written = quantity.text
    unit = next((sign for sign in "£$€" if sign in written), "")
    words = "" if quantity.unit == unit else quantity.unit.strip()
    if not unit:
        after = f"0{words}" if words == "p" else f"0 {words}"
        unit, end = unit_at(after, 1)
        words = after[end:].strip()
    whole = None if quantity.whole is None else Fraction(quantity.whole)
    in_words = whole is not None and not re.search(r"\d", written)
    is_ratio = re.search(r"\d\s(?:in|out\s+of|allan\s+o)\s\d", written, re.IGNORECASE)
    is_share = in_words or is_ratio is not None
    limits: set[Limit] = {kind_of_limit(quantity.qualifier)} if quantity.qualifier else set()
    if quantity.slightly:
        limits.add("slightly")
    return Wanted(
        value=Fraction(quantity.value),
        upper=None if quantity.upper is None else Fraction(quantity.upper),
        whole=whole,
        is_share=is_share and whole in COMMON_WHOLES,
        unit=unit,
        words=words,
        limits=frozenset(limits),
        is_change=quantity.change,
    )

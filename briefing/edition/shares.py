"""Numbers that are a share of a whole, as far as they tell: 77%, up to 4%, 9 of 27."""

from dataclasses import dataclass
from decimal import Decimal

from briefing.timeline.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Share:
    """A part of 1, at least `low` and at most `high`; the two are equal where it is known."""

    low: float
    high: float


def share_of(quantity: Quantity) -> Share | None:
    """The share that `quantity` is; None of what is no share of anything, such as a change."""
    whole = Decimal(100) if quantity.unit.startswith("%") else quantity.whole
    if not whole or quantity.change or not 0 <= quantity.value <= whole:
        return None
    low, high = max(quantity.low, Decimal(0)), min(quantity.high, whole)
    return Share(round(float(low / whole), 4), round(float(high / whole), 4))

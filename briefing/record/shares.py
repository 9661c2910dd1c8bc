"""Numbers that are shares of a whole, even if inexact: 77%, up to 4%, 9 of 27."""

from dataclasses import dataclass
from decimal import Decimal

from briefing.record.quantities import Quantity


@dataclass(frozen=True, slots=True)
class Share:
    """A share from 0 to 1: at least `low` and at most `high`, which are equal if it is exact."""

    low: float
    high: float


def share_of(quantity: Quantity) -> Share | None:
    """Return the share that `quantity` gives, or None if it is not a share, such as a change."""
    whole = Decimal(100) if quantity.unit.startswith("%") else quantity.whole
    if not whole or quantity.change or not 0 <= quantity.value <= whole:
        return None
    low, high = max(quantity.low, Decimal(0)), min(quantity.high, whole)
    return Share(round(float(low / whole), 4), round(float(high / whole), 4))

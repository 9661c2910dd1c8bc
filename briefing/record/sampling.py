"""Whether two numbers can be compared, and whether they differ by more than sampling error."""

from dataclasses import replace
from decimal import Decimal
from math import sqrt

from briefing.record.quantities import Quantity
from briefing.record.shares import share_of

_CONFIDENCE = 1.96
"""The number of standard errors on either side that covers 95% of a normal distribution."""


def is_within_error(
    first: Quantity, first_sample: Quantity, second: Quantity, second_sample: Quantity
) -> bool | None:
    """Whether two shares from two samples differ by no more than the sampling error.

    This is the z-test for two independent proportions at 95%: the difference is within the error if
    it is less than 1.96 standard errors, where SE = sqrt(p1(1-p1)/n1 + p2(1-p2)/n2). The test is
    valid for simple random samples. Real polls have a larger error, so a difference beyond it may
    still be due to chance. For a vague sample ("over 2,000"), the lower bound is used. Return None
    if either number is not an exact share, or a sample has no lower bound.
    """
    p1, p2 = _share(first), _share(second)
    n1, n2 = _size(first_sample), _size(second_sample)
    if p1 is None or p2 is None or not n1 or not n2:
        return None
    error = sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2)
    return abs(p1 - p2) < _CONFIDENCE * error


def is_within_error_of_whole(
    part: Quantity, part_sample: Quantity, whole: Quantity, whole_sample: Quantity
) -> bool | None:
    """Whether a share in part of a sample is within the sampling error of the share in the whole.

    The two shares are not independent, because the whole includes the part. If the sample is
    self-weighting, the standard error of the difference is SE = sqrt(p(1-p)(1/n - 1/N)), where p is
    the share of the whole, and n of its N people were in the part. That is less than for
    independent samples, so a difference within it is within the error in either case. Return None
    in the same cases as `is_within_error`, and if the part is not smaller than the whole.
    """
    p1, p2 = _share(part), _share(whole)
    n1, n2 = _size(part_sample), _size(whole_sample)
    if p1 is None or p2 is None or not n1 or not n2 or n1 >= n2:
        return None
    error = sqrt(p2 * (1 - p2) * (1 / n1 - 1 / n2))
    return abs(p1 - p2) < _CONFIDENCE * error


def in_one_currency(first: Quantity, last: Quantity) -> tuple[Quantity, Quantity]:
    """Return both numbers, in pounds if one of them is in pence and the other is in pounds."""
    if {first.unit, last.unit} == {"p", "£"}:
        return _in_pounds(first), _in_pounds(last)
    return first, last


def _in_pounds(quantity: Quantity) -> Quantity:
    if quantity.unit == "£":
        return quantity
    upper = None if quantity.upper is None else quantity.upper / 100
    value = quantity.value / 100
    return replace(quantity, text=f"£{value}", value=value, upper=upper, unit="£")


def is_comparable(first: Quantity, last: Quantity) -> bool:
    """Whether both are exact numbers in the same unit, and neither is itself a change."""
    is_exact = first.low == first.high and last.low == last.high
    is_alike = (first.unit, first.whole, first.change) == (last.unit, last.whole, last.change)
    is_alike = is_alike and first.currency == last.currency
    return is_exact and is_alike and not first.change


def _share(quantity: Quantity) -> float | None:
    share = share_of(quantity)
    return share.low if share and share.low == share.high else None


def _size(sample: Quantity) -> float:
    """Return the smallest possible size of a sample, or 0 if it is not known."""
    is_number = not sample.unit.startswith("%") and not sample.whole and not sample.change
    return float(sample.low) if is_number and sample.low > Decimal(0) else 0

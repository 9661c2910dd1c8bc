import pytest

from briefing.record.quantities import parse_quantity
from briefing.record.shares import Share, share_of


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("77%", 0.77, 0.77),
        ("9 of 27", 0.3333, 0.3333),
        ("1 in 4", 0.25, 0.25),
        ("up to 4%", 0, 0.04),
        ("over 60%", 0.6, 1),
        ("40–50%", 0.4, 0.5),
        ("about 50%", 0.45, 0.55),
        ("nearly 100%", 0.9, 1),
        ("0%", 0, 0),
    ],
)
def test_a_share_is_as_certain_as_it_was_written(written: str, low: float, high: float) -> None:
    assert share_of(parse_quantity(written)) == Share(low, high)


@pytest.mark.parametrize("written", ["836", "+28%", "down 3%", "120%", "£18m", "2 years"])
def test_other_numbers_are_no_shares(written: str) -> None:
    assert share_of(parse_quantity(written)) is None

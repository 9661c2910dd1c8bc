"""Numbers as people write them, and how they are read."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.record.quantities import Quantity, parse_quantity


@pytest.mark.parametrize(
    ("written", "value", "unit", "qualifier"),
    [
        ("77%", 77, "%", ""),
        ("77 %", 77, "%", ""),
        ("77 per cent", 77, "%", ""),
        ("77 percent", 77, "%", ""),
        ("0.5%", "0.5", "%", ""),
        ("1,832", 1832, "", ""),
        ("34 485", 34485, "", ""),
        ("over 10,000", 10000, "", "over"),
        ("more than 2,000 adults", 2000, "adults", "more than"),
        ("at least 40", 40, "", "at least"),
        ("40 or more", 40, "", "or more"),
        (">10,000", 10000, "", ">"),
        ("10,000+", 10000, "", "+"),
        ("up to 850,000", 850000, "", "up to"),
        ("fewer than 10", 10, "", "fewer than"),
        ("less than 4%", 4, "%", "less than"),
        ("about 300", 300, "", "about"),
        ("~300", 300, "", "~"),
        ("nearly half a million", None, "", ""),
        ("just 9%", 9, "%", ""),
        ("only 388", 388, "", ""),
        ("only about 388", None, "", ""),
        ("just over 50%", 50, "%", "over"),
        ("slightly more than 50%", 50, "%", "more than"),
        ("just under £3m", 3_000_000, "£", "under"),
        ("nearer 2,400", 2400, "", "nearer"),
        ("ychydig dros 50%", 50, "%", "dros"),
        ("£18m", 18_000_000, "£", ""),
        ("£18 million", 18_000_000, "£", ""),
        ("€1.5bn", 1_500_000_000, "€", ""),
        ("US$3k", 3000, "US$", ""),
        ("32 million", 32_000_000, "", ""),
        ("32 million referrals", 32_000_000, "referrals", ""),
        ("800 arrests", 800, "arrests", ""),
        ("5 km", 5, "km", ""),
        ("3 members", 3, "members", ""),
        ("dros 10,000", 10000, "", "dros"),
        ("hyd at £5 miliwn", 5_000_000, "£", "hyd at"),
        ("2 filiwn o bobl", 2_000_000, "o bobl", ""),
        ("40 neu fwy", 40, "", "neu fwy"),
        ("-3%", -3, "%", ""),
        ("−3%", -3, "%", ""),
        ("+28%", 28, "%", ""),
        ("up 28%", 28, "%", ""),
        ("down 13%", -13, "%", ""),
        ("007", 7, "", ""),
        ("0", 0, "", ""),
    ],
)
def test_a_number_as_people_write_it(
    written: str, value: int | str | None, unit: str, qualifier: str
) -> None:
    if value is None:
        with pytest.raises(ValueError, match="is not a number"):
            parse_quantity(written)
        return
    quantity = parse_quantity(written)
    assert (quantity.value, quantity.unit, quantity.qualifier) == (Decimal(value), unit, qualifier)
    assert str(quantity) == written


@pytest.mark.parametrize(
    ("written", "value", "upper", "unit"),
    [
        ("10–12%", 10, 12, "%"),
        ("10-12%", 10, 12, "%"),
        ("10 to 12", 10, 12, ""),
        ("£3m–£5m", 3_000_000, 5_000_000, "£"),
        ("3–5 million", 3_000_000, 5_000_000, ""),
    ],
)
def test_a_range(written: str, value: int, upper: int, unit: str) -> None:
    quantity = parse_quantity(written)
    assert (quantity.value, quantity.upper) == (Decimal(value), Decimal(upper))
    assert quantity.unit == unit


@pytest.mark.parametrize(
    ("written", "value", "whole"),
    [
        ("9 of 27", 9, 27),
        ("9 out of 27", 9, 27),
        ("9 o 27", 9, 27),
        ("9 allan o 27", 9, 27),
        ("1 in 5", 1, 5),
        ("a third", 1, 3),
        ("more than two-fifths", 2, 5),
        ("nearly three quarters of homes", 3, 4),
        ("half", 1, 2),
        ("1,200 of 2,000 adults", 1200, 2000),
    ],
)
def test_a_part_of_a_whole(written: str, value: int, whole: int) -> None:
    assert (parse_quantity(written).value, parse_quantity(written).whole) == (
        Decimal(value),
        Decimal(whole),
    )


@pytest.mark.parametrize("written", ["+28%", "-3%", "up 28%", "down 13%"])
def test_a_sign_tells_a_change(written: str) -> None:
    assert parse_quantity(written).change


@pytest.mark.parametrize(
    "written",
    [
        "",
        "most of them",
        "%",
        "77% and 71%",
        "12–10%",
        "1,2,3",
        "10 000 000 0",
        "see p. 12",
        "<b>3",
    ],
)
def test_what_is_no_number_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_quantity(written)


numbers = st.integers(0, 10**12)
units = st.sampled_from(["", "%", " adults", "m", " million"])
qualifiers = st.sampled_from(["", "over ", "up to ", "about ", "at least "])


@given(number=numbers, unit=units, qualifier=qualifiers)
def test_what_is_written_is_kept_and_read_the_same_again(
    number: int, unit: str, qualifier: str
) -> None:
    written = f"{qualifier}{number:,}{unit}"
    quantity = parse_quantity(written)
    assert str(quantity) == written
    assert parse_quantity(str(quantity)) == quantity
    assert quantity.low <= quantity.value <= quantity.high


@given(number=numbers)
def test_commas_spaces_and_nothing_mean_the_same(number: int) -> None:
    grouped = f"{number:,}"
    values = {
        parse_quantity(text).value for text in (grouped, grouped.replace(",", " "), str(number))
    }
    assert values == {Decimal(number)}


@given(a=numbers, b=numbers, qualifier=qualifiers, other=qualifiers)
def test_agreement_goes_both_ways(a: int, b: int, qualifier: str, other: str) -> None:
    one, two = parse_quantity(f"{qualifier}{a}"), parse_quantity(f"{other}{b}")
    assert one.agrees_with(two) == two.agrees_with(one)
    assert one.agrees_with(one)


@given(text=st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        assert isinstance(parse_quantity(text), Quantity)
    except ValueError as error:
        assert str(error)  # noqa: PT017


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("just over 50%", "52%", True),
        ("just over 50%", "70%", False),
        ("over 50%", "70%", True),
        ("just over 50%", "49%", False),
        ("just under 50%", "48%", True),
        ("just under 50%", "20%", False),
        ("just 9%", "9%", True),
        ("just 9%", "10%", False),
        ("nearer 2,400", "2,350", True),
    ],
)
def test_small_differences(one: str, other: str, agree: bool) -> None:
    assert parse_quantity(one).agrees_with(parse_quantity(other)) is agree

"""Numbers in running text."""

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from briefing.evidence.numbers import amounts
from briefing.evidence.wanted import wanted
from briefing.record.quantities import QUALIFIERS_AFTER, QUALIFIERS_BEFORE, parse_quantity
from tests.evidence.statements import in_words


def is_in(value: str, text: str) -> bool:
    """Return whether `text` has the number that is written `value` in a record."""
    number = wanted(parse_quantity(value))
    return any(
        not amount.doubt and number.is_value_of(amount) and number.is_limited_like(amount)
        for amount in amounts(text)
    )


SAME = {
    "77%": ["77%", "77 %", "77 per cent", "77 percent", "77pc", "77.0%", "seventy-seven percent",
            "Seventy-seven per cent", "seventy seven per cent", "77\nper cent", "77 y cant"],
    "90%": ["nine in ten", "9 in 10", "9 out of 10", "nine out of ten", "nine out of every ten"],
    "75%": ["three quarters", "three-quarters", "¾", "3 in 4", "three in four"],
    "50%": ["half of all adults", "one half", "½", "one in two", "Half the adults"],
    "25%": ["a quarter of adults", "one quarter", "one-quarter", "¼", "rather than 25% today"],
    "20%": ["a fifth of adults", "one in five", "fell by a fifth since May", "up by a fifth as",
            "a fall of a fifth on 2023", "one council in five pays it", "a fifth left for work"],
    "0.5%": ["half a per cent", "0.5 per cent", "half a percent"],
    "1 in 3": ["a third of adults", "one third", "one in three", "⅓", "a third waited for hours"],
    "a third": ["a third of adults", "one in three", "a rise of a third in May"],
    "two-fifths": ["two fifths", "2 in 5", "40%"],
    "9 in 10": ["90%", "nine in ten", "90 per cent"],
    "1 in 7": ["one in seven hearings", "1 in 7", "one in every seven", "one out of seven",
               "One load in every seven was lost", "one job in seven."],
    "9 of 27": ["9 of 27", "nine out of 27", "9 out of the 27", "9/27", "nine of its 27",
                "nine of the Government’s 27 indicators", "9 o'r 27"],
    "1,832": ["1,832", "1832", "1 832 cases", "1\u202f832", "1\u00a0832",
              "one thousand eight hundred and thirty-two"],
    "£18m": ["£18m", "£18 million", "£18 m", "18 million pounds", "eighteen million pounds",
             "£18,000,000", "GBP 18 million", "£18.0m", "18m pounds"],
    "£1.5bn": ["£1.5 billion", "£1,500m", "£1,500 million", "one and a half billion pounds"],
    "250,000": ["a quarter of a million", "250 thousand", "250k"],
    "500,000": ["half a million"],
    "2.5 million": ["two and a half million", "2½ million", "2.5m", "two point five million"],
    "12": ["a dozen", "twelve", "12"],
    "24": ["two dozen"],
    "10-15%": ["10–15%", "10% to 15%", "10 to 15 per cent", "between 10% and 15%",
               "ten to fifteen per cent", "10-15%", "ranging from 10 to 15%"],
    "£10m-£15m": ["£10–15m", "£10m to £15m", "between £10 million and £15 million"],
    "over 10,000": ["more than 10,000", "over 10,000", "in excess of 10,000", "well over 10,000"],
    "at least 10": ["at least ten", "10 or more", "no fewer than 10", "10+", "never fell below 10",
                    "must not drop below 10"],
    "at most 10": ["never rises above 10"],
    "up to £40": ["nobody should be paying more than £40", "no pupil will ever pay over £40"],
    "more than 200": ["there were no letters despite more than 200 visits"],
    "£4m": ["sales are up to £4m from £3m a year ago"],
    "1,310": ["we’re up to 1,310 members", "We are now up to 1,310"],
    "up to 40%": ["we are up to 40% cheaper"],
    "less than 0.5%": ["less than half of one per cent", "under half of 1%"],
    "0.25%": ["a quarter of 1 per cent"],
    "up to 850,000": ["up to 850,000", "an estimated up to 850,000", "no more than 850,000"],
    "about 300": ["about 300", "some 300", "approximately 300", "300 or so", "an estimated 300"],
    "nearly 300": ["almost 300", "nearly 300"],
    "nearer 2,400": ["nearer 2,400", "closer to 2,400"],
    "just over 50%": ["just over 50%", "slightly more than half of them", "a little over 50%"],
    "just under 50%": ["just under half of them", "just under 50 per cent"],
    "over 50%": ["just over 50%"],
    "just 9%": ["9%", "just 9%", "Only nine per cent"],
    "388": ["only 388", "just 388"],
    "+3 percentage points": ["3 percentage points", "3 percentage-point", "three pp", "+3ppt"],
    "-3%": ["-3%", "−3%", "–3%", "minus 3%", "3%"],
    "3.6 years": ["3.6 years", "3.6-year"],
}  # fmt: skip
DIFFERENT = {
    "1 in 2": ["half of 1 per cent"],
    "1%": ["half of 1%"],
    "just over 50%": ["over 50%", "50%", "just 50%", "well over 50%"],
    "just 9%": ["just over 9%"],
    "2,400": ["nearer 2,400", "in the region of 2,400", "2,400 or thereabouts", "2,400-odd",
              "perhaps 2,400", "just shy of 2,400", "something like 2,400", "barely 2,400"],
    "a third": ["a third reading", "33%", "a third armed man", "two thirds"],
    "below 10": ["never fell below 10"],
    "77%": ["77", "77 percentage points", "£77", "177%", "77.5%", "7%", "over 77%", "not 77%",
            "rather than 77%", "77,000%", "about 77 per cent", "three quarters"],
    "67%": ["two thirds", "two-thirds", "⅔"],
    "33%": ["a third of adults", "one in three", "9 of 27", "nine out of 27"],
    "90%": ["27 of 30", "27 out of the 30"],
    "9 of 27": ["27 of 9", "33%", "a third of them", "9", "9 and 27", "Page 9 of 27",
                "8 of 27", "9 of 270", "1 of 3"],
    "1 in 7": ["one in 70", "one in seventy", "14.3%", "two in seven"],
    "50%": ["the first half", "half past two", "half an hour", "half a million", "half-term"],
    "20%": ["a fifth time", "one town in five counties", "cut by a fifth person",
            "followed by a fifth man"],
    "1 in 3": ["a third reading"],
    "1,832": ["21,832", "1,832.5", "1,8321", "1.832", "11,832", "1,832,000", "1,832m", "£1,832",
              "1,832%", "1,83", "over 1,832", "1,832–1,900"],
    "7": ["77", "7%", "0.7", "7.1", "£7", "7m", "7th", "7 July", "July 7", "07", "A7", "7A",
          "17", "7:30", "7pm", "seventy", "twenty-seven", "page 7", "p. 7", "section 7",
          "children7", "said.7", "said.7 The", "abuse”7", "[7]", "7/7/2019", "2019-7",
          "the 7–9 homes", "7. First", "7) First", "No. 7", "COVID-7", "½7"],
    "1,958": ["020 7946 1958"],
    "2,019": ["2019", "in 2019", "2019-20", "2019/20", "3 March 2019", "since 2019"],
    "20": ["one council in twenty pays it", "2019-20", "2019–20", "twenty nineteen", "20 March",
           "12-20 May", "20th", "$20"],
    "12": ["five dozen", "half a dozen", "12 million", "dozens", "12.5"],
    "345": ["12 345", "345 678"],
    "12,345": ["1 12 345"],
    "10%": ["10–15%", "between 10 and 15 per cent", "1 in 100", "10p"],
    "£18m": ["18m", "18 million", "$18m", "€18m", "£18bn", "£18", "£180m", "£1.8m", "£18m–£20m"],
    "10,000": ["over 10,000", "more than 10,000", "up to 10,000", "some 10,000", "about 10,000",
               "10,000 or more", "nearly 10,000", "10,000+", "just under 10,000"],
    "over 10,000": ["10,000", "at least 10,000", "under 10,000", "nearly 10,000", "up to 10,000"],
    "at least 10": ["10", "more than 10"],
    "about 300": ["300", "over 300", "nearly 300"],
    "10-15%": ["rose from 10% to 15%", "10%", "15%", "10 and 15%"],
    "-3%": ["+3%"],
    "+3 percentage points": ["3%", "3 per cent"],
    "3%": ["3 percentage points", "3pp"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("value", "text"), [(value, text) for value, texts in SAME.items() for text in texts]
)
def test_same_number(value: str, text: str) -> None:
    assert is_in(value, text)
    assert is_in(value, f"The report of (that day) found {text}, which was new.")


@pytest.mark.parametrize(
    ("value", "text"), [(value, text) for value, texts in DIFFERENT.items() for text in texts]
)
def test_another_number(value: str, text: str) -> None:
    assert not is_in(value, text)


# Laws

NUMBERS = st.one_of(
    st.integers(1, 999), st.integers(1000, 10**9 - 1), st.integers(1, 999).map(lambda n: n * 10**5)
)


@st.composite
def ways_of_writing(draw: st.DrawFn, number: int) -> str:
    """Draw a way of writing a whole number."""
    ways = [f"{number:,}", in_words(number), f"{number:,}".replace(",", "\u202f")]
    if not 1900 <= number < 2100:  # These can be years.
        ways.append(str(number))
    if number % 10**5 == 0:
        ways += [f"{number / 10**6:.1f} million", f"{number / 10**6:.1f}m"]
    if number % 1000 == 0 and number < 10**6:
        ways.append(f"{in_words(number // 1000)} thousand")
    return draw(st.sampled_from(ways))


@given(st.data(), NUMBERS)
def test_a_number_in_any_way_of_writing_is_that_number(data: st.DataObject, number: int) -> None:
    written = data.draw(ways_of_writing(number))
    (amount,) = amounts(f"There were {written} cases that day.")
    assert amount.value == number
    assert not (amount.unit or amount.whole or amount.doubt)
    assert is_in(f"{number:,}", f"Of these, {written} are new, and {written.upper()} are old.")
    assert is_in(f"{number:,}%", f"It was {written} per cent, or {written}%.")
    assert is_in(f"£{number:,}", f"It cost {written} pounds.")


@given(st.data(), NUMBERS, NUMBERS)
def test_no_other_number_is_found(data: st.DataObject, number: int, other: int) -> None:
    written = data.draw(ways_of_writing(number))
    assume(number != other)
    for value in (f"{other:,}", f"{other:,}%", f"£{other:,}", f"+{other:,}%", f"over {other:,}"):
        assert not is_in(value, f"There were {written} cases.")


@given(NUMBERS, st.data())
def test_digits_that_are_a_part_of_a_number_are_not_found(number: int, data: st.DataObject) -> None:
    digits = data.draw(st.sampled_from([f"{number:,}", str(number), f"{number:,}.75"]))
    start = data.draw(st.integers(0, len(digits) - 1))
    part = digits[start : data.draw(st.integers(start + 1, len(digits)))].strip(",.")
    assume(part and part[0] != "0")
    value = Decimal(part.replace(",", ""))
    assume(value != Decimal(digits.replace(",", "")))
    assert not is_in(f"{value:,}", f"There were {digits} cases.")


@given(st.text("0123456789.,-–/% £$€mkbn\n()[]’”halftenof", max_size=40))
def test_any_text_can_be_read(text: str) -> None:
    found = amounts(text)
    assert all(0 <= one.start < one.end <= len(text) for one in found)


@pytest.mark.parametrize(
    "value",
    [
        *(f"{words} 300" for words in QUALIFIERS_BEFORE),
        *(f"300 {words}" for words in QUALIFIERS_AFTER),
    ],
)
def test_every_limiting_word_of_a_record_is_one_in_a_text(value: str) -> None:
    assert is_in(value, f"There were {value} cases.")
    assert not is_in("300", f"There were {value} cases.")

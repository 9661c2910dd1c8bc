"""Numbers in the language of a briefing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.numbers import number_in
from briefing.edition.words import words_in
from briefing.marked_text import accepted
from briefing.record.quantities import parse_quantity

NUMBERS = {
    "77%": "77%",
    "£18m": "£18m",
    ">2,000": ">2,000",
    "more than 2,000": "mwy na 2,000",
    "about £1.5 million": "tua £1.5 miliwn",
    "just under 40 per cent": "ychydig o dan 40 y cant",
    "9 out of 27": "9 allan o 27",
    "1 in 5": "1 o bob 5",
    "10 to 20%": "10 i 20%",
    "300 or more": "300 neu fwy",
}


def translated(text: str, own: str, wanted: str) -> str:
    return number_in(parse_quantity(text), own, words_in(wanted)).text


@pytest.mark.parametrize(("english", "welsh"), NUMBERS.items())
def test_the_words_around_a_number_are_translated(english: str, welsh: str) -> None:
    assert translated(english, "en-GB", "cy") == welsh
    assert translated(welsh, "cy", "en-GB") == english


def test_a_number_with_other_words_is_marked_as_being_in_its_language() -> None:
    text = translated("more than 300 households", "en-GB", "cy")
    assert text != "more than 300 households"
    assert accepted(text) == "more than 300 households"


@given(st.sampled_from([*NUMBERS]), st.integers(1, 10**9))
def test_a_translation_has_the_same_value(form: str, number: int) -> None:
    before = parse_quantity(form.replace("2,000", f"{number:,}"))
    after = parse_quantity(translated(before.text, "en", "cy").replace(" y cant", "%"))
    assert (after.value, after.upper, after.low, after.high) == (
        before.value,
        before.upper,
        before.low,
        before.high,
    )

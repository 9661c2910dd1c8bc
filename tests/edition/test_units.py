"""Numbers and their units on one line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.edition.units import with_whole_amounts
from briefing.edition.words import words_in

WORDS = ["5", "months", "20", "July", "million", "mis", "and", "the", "2,000", "a", "years", "."]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en-GB", "late by 2 years and 3 months", "late by 2_years and 3_months"),
        ("en-GB", "in 10 working days", "in 10_working days"),
        ("en-GB", "57.2 million on 3 July 2020", "57.2_million on 3_July 2020"),
        ("en-GB", "in 2020 Mayors, 5 monthly days", "in 2020 Mayors, 5 monthly days"),
        ("cy", "13 mis a 2 flynedd", "13_mis a 2_flynedd"),
    ],
)
def test_a_number_and_its_unit_are_not_separated(language: str, text: str, expected: str) -> None:
    assert with_whole_amounts(text, words_in(language)) == expected.replace("_", "\xa0")


@given(st.lists(st.sampled_from(WORDS)).map(" ".join))
def test_nothing_but_spaces_changes(text: str) -> None:
    whole = with_whole_amounts(text, words_in("en-GB"))
    assert whole.replace("\xa0", " ") == text
    assert with_whole_amounts(whole, words_in("en-GB")) == whole

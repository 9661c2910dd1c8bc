"""Dates with "about", "perhaps", "early" and other words around them."""

import pytest

from briefing.record.english_dates import suggest
from tests.record.test_english_dates import assert_meanings


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("about 2020", "2020~"),
        ("circa 2020", "2020~"),
        ("c. 1998", "1998~"),
        ("c2020", "2020~"),
        ("about spring 2021", "spring 2021~"),
        ("perhaps May 2020", "2020-05?"),
        ("July 2023?", "2023-07?"),
        ("perhaps about 2020", "2020%"),
        ("2020?~", "2020%"),
    ],
)
def test_a_suggestion_is_what_the_person_meant(text: str, meant: str) -> None:
    assert suggest(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("early 2020", "[2020-01..2020-04] 2020"),
        ("mid-2024", "[2024-05..2024-08] 2024"),
        ("late April 2019", "[2019-04-21..2019-04-30] 2019-04"),
        ("late summer 2023", "2023-08 summer_2023"),
        ("early 1990s", "[1990..1993] 199X"),
        ("end of March 2024", "2024-03-31 [2024-03-21..2024-03-31] [..2024-03]"),
        ("end of 2025", "2025-12-31 2025-12 2025-12~ [..2025]"),
        ("early-mid 2021", ""),
        ("year-end 2025", "2025-12-31 2025-12 2025-12~ [..2025]"),
        ("towards the end of 2025", "2025-12-31 2025-12 2025-12~ [..2025]"),
    ],
)
def test_text_with_several_meanings_has_all_of_them(text: str, meant: str) -> None:
    assert_meanings(text, meant)

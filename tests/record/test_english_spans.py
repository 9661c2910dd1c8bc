"""Financial years, quarters, weeks and holidays in English."""

import pytest

from briefing.record.english_dates import suggest
from tests.record.test_english_dates import assert_meanings


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("FY 2022-23", "2022-04/2023-03"),
        ("FY22/23", "2022-04/2023-03"),
        ("the 2022/23 financial year", "2022-04/2023-03"),
        ("financial year 1999-2000", "1999-04/2000-03"),
        ("tax year 2022-23", "2022-04-06/2023-04-05"),
        ("third quarter of 2024", "2024-07/2024-09"),
        ("Q1 2024/25", "2024-04/2024-06"),
        ("Q4 2024-25", "2025-01/2025-03"),
        ("2024/25 Q3", "2024-10/2024-12"),
        ("first half of 2022", "2022-01/2022-06"),
        ("the second half of 2022-23", "2022-10/2023-03"),
        ("year ending March 2023", "2022-04/2023-03"),
        ("year to 31 March 2023", "2022-04/2023-03"),
        ("three months to January 2023", "2022-11/2023-01"),
        ("winter 2022-23", "2022-12/2023-02"),
        ("w/c 4 September 2023", "2023-09-04/2023-09-10"),
        ("week commencing Monday 4 September 2023", "2023-09-04/2023-09-10"),
        ("w/e 10 September 2023", "2023-09-04/2023-09-10"),
        ("week of 6 September 2023", "2023-09-04/2023-09-10"),
        ("2023-W36", "2023-09-04/2023-09-10"),
    ],
)
def test_a_suggestion_is_what_the_person_meant(text: str, meant: str) -> None:
    assert suggest(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2022/23", "2022-04/2023-03 2022-09/2023-08"),
        ("2025-26", "2025-04/2026-03 2025-09/2026-08"),
        ("2022/2023", "2022-04/2023-03 2022-09/2023-08 2022-01/2023-12"),
        ("2009/10", "2009-04/2010-03 2009-09/2010-08 2009-10"),
        ("FY23", "2022-04/2023-03 2023-04/2024-03"),
        ("financial year 2023", "2022-04/2023-03 2023-04/2024-03"),
        ("Q3 2024", "2024-07/2024-09 2024-10/2024-12"),
        ("2024 Q3", "2024-07/2024-09 2024-10/2024-12"),
        ("H1 2022", "2022-01/2022-06 2022-04/2022-09"),
        ("Easter 2024", "2024-03-31 2024-03-29/2024-04-01"),
        ("Christmas 2023", "2023-12-25 2023-12"),
    ],
)
def test_text_with_several_meanings_has_all_of_them(text: str, meant: str) -> None:
    assert_meanings(text, meant)

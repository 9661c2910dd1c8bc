"""Single dates in English: days, months, seasons, years, decades and centuries."""

import pytest

from briefing.record.english_dates import suggest
from tests.record.test_english_dates import assert_meanings


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # One day
        ("3 July 2023", "2023-07-03"),
        ("Mon, 3rd of Jul 2023", "2023-07-03"),
        ("9th June 2025", "2025-06-09"),
        ("July 3, 2023", "2023-07-03"),
        ("3 July 23", "2023-07-03"),
        ("3-Jul-2023", "2023-07-03"),
        ("Monday 4 September 2023", "2023-09-04"),
        ("on Wednesday the 6th of September 2023", "2023-09-06"),
        ("7/13/2023", "2023-07-13"),
        ("13/7/23", "2023-07-13"),
        ("7/7/2023", "2023-07-07"),
        ("2023/07/03", "2023-07-03"),
        ("2023-7-3", "2023-07-03"),
        ("2025-6-9", "2025-06-09"),
        ("20230703", "2023-07-03"),
        ("2023-13-02", "2023-02-13"),
        ("2023-07-03 09:30", "2023-07-03T09:30:00"),
        ("2023-07-03T09:30:00.000Z", "2023-07-03T09:30:00Z"),
        ("3 July 2023, 09:30", "2023-07-03T09:30:00"),
        ("Good Friday 2024", "2024-03-29"),
        # A month, a year, a season
        ("July 2023", "2023-07"),
        ("in July 2023", "2023-07"),
        ("July '23", "2023-07"),
        ("2023/07", "2023-07"),
        ("07/2023", "2023-07"),
        (" 2023 ", "2023"),
        ("Autumn of 2021", "autumn 2021"),
        ("fall 2021", "autumn 2021"),
        ("in spring 2021", "spring 2021"),
        ("the 2010s", "201X"),
        ("20th century", "19XX"),
    ],
)
def test_a_suggestion_is_what_the_person_meant(text: str, meant: str) -> None:
    assert suggest(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2022-23", "2022-04/2023-03 2022-09/2023-08 autumn_2022"),
        ("2021-22", "2021-04/2022-03 2021-09/2022-08 summer_2021"),
        ("2020-21", "2020-04/2021-03 2020-09/2021-08 spring_2020"),
        ("2023-24", "2023-04/2024-03 2023-09/2024-08 2023-12/2024-02"),
        ("2018-23", "2018/2023 autumn_2018"),
        ("2021-24", "2021/2024 2021-12/2022-02"),
        ("winter 2022", "2022-12/2023-02 2021-12/2022-02"),
        ("9/6/25", "2025-06-09 2025-09-06"),
        ("3.7.2023", "2023-07-03 2023-03-07"),
    ],
)
def test_text_with_several_meanings_has_all_of_them(text: str, meant: str) -> None:
    assert_meanings(text, meant)

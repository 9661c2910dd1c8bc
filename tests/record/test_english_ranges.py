"""English periods and ranges."""

import pytest

from briefing.record.english_dates import suggest
from tests.record.test_english_dates import assert_meanings


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # Periods
        ("April to July 2019", "2019-04/2019-07"),
        ("April 2019 - July 2019", "2019-04/2019-07"),
        ("4-10 September 2023", "2023-09-04/2023-09-10"),
        ("4–10 September 2023", "2023-09-04/2023-09-10"),
        ("4th to 10th September 2023", "2023-09-04/2023-09-10"),
        ("Monday 4 to Friday 8 September 2023", "2023-09-04/2023-09-08"),
        ("September 4-10, 2023", "2023-09-04/2023-09-10"),
        ("28 August to 4 September 2023", "2023-08-28/2023-09-04"),
        ("2023-07-03 to 2023-07-10", "2023-07-03/2023-07-10"),
        ("mid July to early August 2023", "2023-07/2023-08"),
        ("2019-4/2019-7", "2019-04/2019-07"),
        ("2025-04/09", "2025-04/2025-09"),
        ("2019–2021", "2019/2021"),
        ("2015-18", "2015/2018"),
        ("2019 to 2020", "2019-01/2020-12"),
        ("from spring 2020 to autumn 2022", "spring 2020/autumn 2022"),
        ("from July 2023", "2023-07/.."),
        ("since 3 July 2023", "2023-07-03/.."),
        ("from early 2020", "2020/.."),
        ("July 2023 to present", "2023-07/.."),
        ("2019–", "2019/.."),
        ("until July 2023", "../2023-07"),
        # One day in a range
        ("between 12 March 2021 and 3 July 2023", "[2021-03-12..2023-07-03]"),
        ("some time between April and July 2019", "[2019-04..2019-07]"),
        ("On a day between 4 and 10 September 2023", "[2023-09-04..2023-09-10]"),
        ("between about 2020 and perhaps May 2023", "[2020~..2023-05?]"),
        ("between 2019-2021", "[2019..2021]"),
        ("[FY 2021-22..FY 2022-23]", "[2021-04..2023-03]"),
        ("between 2019 and 2020", "[2019..2020]"),
        ("by 3 July 2023", "[..2023-07-03]"),
        ("by the end of 2025", "[..2025]"),
        ("by end of year 2025", "[..2025]"),
        ("before Christmas 2025", "[..2025-12-24]"),
        ("Q3 FY24/25", "2024-10/2024-12"),
        ("by end March 2024", "[..2024-03]"),
        ("before the end of 2025", "[..2025]"),
        ("by the end of the financial year 2025-26", "[..2026-03]"),
        ("by spring 2025", "[..spring 2025]"),
        ("by Q1 2025/26", "[..2025-06]"),
        ("before 2020", "[..2019]"),
        ("before July 2023", "[..2023-06]"),
        ("before 1 July 2023", "[..2023-06-30]"),
        ("before summer 2025", "[..2025-05]"),
        ("after July 2023", "[2023-08..]"),
        ("no later than July 2023", "[..2023-07]"),
        ("on or after 12 March 2021", "[2021-03-12..]"),
        ("not before 2021", "[2021..]"),
    ],
)
def test_a_suggestion_is_what_the_person_meant(text: str, meant: str) -> None:
    assert suggest(text) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("2019-04/2022-23", "2019-04/2023-03 2019-04/autumn_2022"),
        ("[2020-21..2023]", "[2020-04..2023] [spring_2020..2023]"),
        (
            "[2021-22..2022-23]",
            "[2021-04..2023-03] [2021-09..2023-08] [summer_2021..autumn_2022]",
        ),
        ("[2021/22..2022/23]", "[2021-04..2023-03] [2021-09..2023-08]"),
        ("[2020-21..2024-25]", "[2020-04..2025-03] [2020-09..2025-08]"),
        ("[2021-22, 2022-23]", "[2021-04..2023-03] [2021-09..2023-08] [summer_2021..autumn_2022]"),
        ("[2021-22]", "[2021-04..2022-03] [2021-09..2022-08] summer_2021"),
        ("[2024-25..]", "[2024-04..] [2024-09..]"),
        ("[..2024-25]", "[..2025-03] [..2025-08]"),
        ("from Q1 2024 to Q3 2024", "2024-01/2024-09 2024-04/2024-12"),
        ("by 9/6/25", "[..2025-06-09] [..2025-09-06]"),
    ],
)
def test_text_with_several_meanings_has_all_of_them(text: str, meant: str) -> None:
    assert_meanings(text, meant)

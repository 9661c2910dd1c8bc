"""What people write for a date, and the date in the notation that it means."""

import re
from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from briefing.timeline.dates import Point, parse
from briefing.timeline.english_dates import suggest
from tests.timeline.test_dates import VALID, nearly_valid


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # One day
        ("3 July 2023", "2023-07-03"),
        ("Mon, 3rd of Jul 2023", "2023-07-03"),
        ("July 3, 2023", "2023-07-03"),
        ("3/7/2023", "2023-07-03"),
        ("3.7.2023", "2023-07-03"),
        ("7/13/2023", "2023-07-13"),
        ("2023/07/03", "2023-07-03"),
        ("2023-7-3", "2023-07-03"),
        ("20230703", "2023-07-03"),
        ("2023-13-02", "2023-02-13"),
        ("2023-07-03 09:30", "2023-07-03T09:30:00"),
        ("2023-07-03T09:30:00.000Z", "2023-07-03T09:30:00Z"),
        ("3 July 2023, 09:30", "2023-07-03T09:30:00"),
        # A month, a year, a season
        ("July 2023", "2023-07"),
        ("in July 2023", "2023-07"),
        ("2023/07", "2023-07"),
        ("07/2023", "2023-07"),
        ("Monday July 2023", "2023-07"),
        (" 2023 ", "2023"),
        ("spring 2021", "2021-21"),
        ("Autumn of 2021", "2021-23"),
        ("the 2010s", "201X"),
        ("20th century", "19XX"),
        # Hedges
        ("about 2020", "2020~"),
        ("circa 2020", "2020~"),
        ("c. 2020", "2020~"),
        ("c2020", "2020~"),
        ("early 2020", "2020~"),
        ("mid-2020", "2020~"),
        ("late July 2020", "2020-07~"),
        ("perhaps May 2020", "2020-05?"),
        ("July 2023?", "2023-07?"),
        ("perhaps about 2020", "2020%"),
        ("2020?~", "2020%"),
        # Periods
        ("April to July 2019", "2019-04/2019-07"),
        ("April 2019 - July 2019", "2019-04/2019-07"),
        ("4-10 September 2023", "2023-09-04/2023-09-10"),
        ("4–10 September 2023", "2023-09-04/2023-09-10"),
        ("September 4-10, 2023", "2023-09-04/2023-09-10"),
        ("28 August to 4 September 2023", "2023-08-28/2023-09-04"),
        ("2023-07-03 to 2023-07-10", "2023-07-03/2023-07-10"),
        ("mid July to early August 2023", "2023-07~/2023-08~"),
        ("2019-4/2019-7", "2019-04/2019-07"),
        ("2019–2021", "2019/2021"),
        ("2022/23", "2022/2023"),  # not autumn 2022
        ("FY 2022-23", "2022-04/2023-03"),
        ("2025-04/09", "2025-04/2025-09"),
        ("Q3 2022", "2022-07/2022-09"),
        ("H1 2022", "2022-01/2022-06"),
        ("2019/20", "2019/2020"),
        ("from July 2023", "2023-07/.."),
        ("since 3 July 2023", "2023-07-03/.."),
        ("July 2023 to present", "2023-07/.."),
        ("2019–", "2019/.."),
        ("until July 2023", "../2023-07"),
        # One day of a range
        ("between 12 March 2021 and 3 July 2023", "[2021-03-12..2023-07-03]"),
        ("some time between April and July 2019", "[2019-04..2019-07]"),
        ("On a day between 4 and 10 September 2023", "[2023-09-04..2023-09-10]"),
        ("between about 2020 and perhaps May 2023", "[2020~..2023-05?]"),
        ("between 2019-2021", "[2019..2021]"),
        ("by 3 July 2023", "[..2023-07-03]"),
        ("no later than July 2023", "[..2023-07]"),
        ("on or after 12 March 2021", "[2021-03-12..]"),
        ("not before 2021", "[2021..]"),
        ("between July and April 2019", None),
        ("by Monday", None),
        ("[2021, 2023..]", None),
        # A date is its own meaning
        ("2023-07-03", "2023-07-03"),
        # Nothing clear
        *[
            (text, None)
            for text in ["soon", "TBC", "", "next week", "Monday", "May", "10", "230703"]
        ],
        *[
            (text, None)
            for text in [
                "July 23",
                "3 July",
                "3 July 0000",
                "31 April 2023",
                "2023-02-30",
            ]
        ],
        *[(text, None) for text in ["July or August 2023", "1 and 2 July 2023", "July 2023 2024"]],
        *[
            (text, None)
            for text in ["July to April 2019", "3 July to 2023", "1.5 July 2023", "2O23"]
        ],
    ],
)
def test_a_suggestion_is_what_the_person_meant(text: str, meant: str | None) -> None:
    assert suggest(text) == meant


NAMES = ["January", "February", "March", "April", "May", "June", "July", "Aug", "Sept"]
SCRAPS = st.one_of(
    st.sampled_from(
        [*NAMES, "Monday", "spring", "early", "about", "perhaps", "to", "from", "until"]
    ),
    st.sampled_from(
        ["-", "/", ".", ",", "of", "and", "between", "by", "since", "present", "c", "?", "T", "["]
    ),
    st.sampled_from(["1st", "3rd", "09:30", "5pm", "Q2", "2010s", "BST", "UTC+1", "X", "%", "~"]),
    st.integers(0, 40).map(str),
    st.integers(1000, 2100).map(str),
    VALID,
)


@settings(max_examples=200, deadline=None)
@example("/0000T0:00:00")
@given(st.one_of(st.text(), st.lists(SCRAPS, max_size=7).map(" ".join), nearly_valid()))
def test_a_suggestion_is_a_date_that_adds_nothing(text: str) -> None:
    meant = suggest(text)
    # Quarters, halves and financial years have their months by definition.
    if meant is None or re.match(r"\s*(?i:[qh]\d|fy|(?:the )?financial year)", text):
        return
    numbers = {int(number[-4:]) for number in re.findall(r"\d+", text)}
    numbers |= {int(text[at : at + 2]) for at in range(len(text)) if text[at : at + 2].isdigit()}
    for end in (parse(meant).start, parse(meant).end):
        if isinstance(end, Point) and end.unspecified is None and abs(end.year) < 10_000:
            assert abs(end.year) in numbers or end.year % 100 in numbers
            assert end.day is None or end.day in numbers
            names = [date(2000, end.month, 1).strftime("%b").lower()] if end.month else []
            assert end.month is None or end.month in numbers or names[0] in text.lower()

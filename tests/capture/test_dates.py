"""The dates of columns: settled by the column as a whole, or left open. Never guessed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.capture.table import Cell
from briefing.record.dates import MONTHS, parse_edtf
from tests.capture.tables import dates_in, imported, table


@pytest.mark.parametrize(
    ("texts", "dates"),
    [
        (["3/4/21"], [""]),
        (["3/4/21", "25/4/21"], ["2021-04-03", "2021-04-25"]),
        (["3/4/21", "4/25/21"], ["2021-03-04", "2021-04-25"]),
        (["3/4/21", "Sat 5/6/21"], ["2021-04-03", "2021-06-05"]),
        (["3/4/21", "25/4/21", "4/25/21"], ["", "2021-04-25", "2021-04-25"]),
        (["3/4/21", "25/4/21", "98/07/03"], ["", "2021-04-25", ""]),
        (["21-05-03", "21-12-25"], ["", ""]),
        (["21-05-03", "21-12-25", "99-01-31"], ["2021-05-03", "2021-12-25", "1999-01-31"]),
        (["21-05-03", "25-12-2021"], ["2003-05-21", "2021-12-25"]),
        (["03-04-21"], [""]),
        (["5/5/21"], ["2021-05-05"]),
        (["3/4/45", "25/4/21"], ["", "2021-04-25"]),
        (["25/12/45"], [""]),
        (["Jul-19"], [""]),
        (["Jul-19", "Sep-98"], ["2019-07", "1998-09"]),
        (["43623"], ["2019-06-07"]),
        (["early 2020", "mid-2024"], ["[2020-01..2020-04]", "[2024-05..2024-08]"]),
        (["end of 2020"], [""]),
        (["c. 1998"], ["1998~"]),
        (["FY 2022/23", "w/c 6 July 2020"], ["[2022-04..2023-03]", "[2020-07-06..2020-07-12]"]),
        (["2022/23"], [""]),
        (["Tuesday 3 July 2019"], [""]),
        (["Wednesday 3 July 2019"], ["2019-07-03"]),
        (["31 November 2019"], [""]),
        (["3–5 June 2019"], ["2019-06-03/2019-06-05"]),
        (["13 & 14 June 2019"], ["2019-06-13/2019-06-14"]),
        (["1 & 14 June 2019"], [""]),
        (["3 July 2019, 10am"], ["2019-07-03T10:00:00"]),
        (["2019-07-03 00:00:00"], ["2019-07-03"]),
        (["3 July 2019 [1]"], ["2019-07-03"]),
        (["12 Ebrill 2021"], ["2021-04-12"]),
        (["Hydref 2021"], [""]),
        (["3 July"], [""]),
        (["TBC"], [""]),
        (["–2019"], [""]),
        (["-0043-03-15"], ["-0043-03-15"]),
        (["03/Jul/2019"], ["2019-07-03"]),
        (["3 July 2019 (Commons)"], ["2019-07-03"]),
        (["July 2019 (approx.)"], ["2019-07~"]),
        (["July 2019 (TBC)"], [""]),
        (["2019 (cancelled)", "2019 (or later)", "2019 (May)"], ["", "", ""]),
        (["3 July 2019 (Wednesday)", "3 July 2019 (Tuesday)"], ["2019-07-03", ""]),
        (["2009-10", "2010-11", "2011-12", "2012-13"], ["", "", "", ""]),
        (["2009-10", "2009-11"], ["2009-10", "2009-11"]),
        (["2009-10", "2009-11-03"], ["2009-10", "2009-11-03"]),
        (["2009-10", "2010-01", "2012-13"], ["", "2010-01", ""]),
        (["mid to late 2021", "early-mid 2021", "before late 2021"], ["", "", ""]),
    ],
)
def test_dates_are_read_or_left_open(texts: list[str], dates: list[str]) -> None:
    assert dates_in(texts) == dates


@pytest.mark.parametrize("text", ["3 July 2019 (evening)", "late 2020 to early 2021"])
def test_words_that_a_date_leaves_out_become_a_comment(text: str) -> None:
    (draft,) = imported(table([["Date", "Title"], [text, "A vote"]])).drafts
    assert draft.comments == (f"'{text}' in the file",)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("FY 2022/23", "write 2022-04/2023-03 if it lasted for all of it"),
        ("w/c 6 July 2020", "write 2020-07-06/2020-07-12 if it lasted for all of it"),
        ("mid-2024", "write 2024 if you mean any part of that period"),
    ],
)
def test_a_comment_says_how_a_vague_date_was_read(text: str, advice: str) -> None:
    (draft,) = imported(table([["Date", "Title"], [text, "A vote"]])).drafts
    assert f"'{text}' was read as" in draft.comments[0] and advice in draft.comments[0]


def test_a_comment_has_all_meanings_even_of_a_day_without_its_year() -> None:
    (row,) = imported(table([["Date", "Title"], ["Sep-25", "A vote"]])).unplaced
    assert "2025-09 (the month, Sep 2025) or the day, 25 Sep, of a year" in row.missing[0]
    assert row.event["date"].startswith("2025-09 or the day")


def test_all_dates_that_another_one_settled_are_named() -> None:
    texts = ["3/4/21", "1/9/2014", "24/09/2008"]
    done = imported(table([["Date", "Title"], *([text, "A vote"] for text in texts)]))
    assert done.tables[0].remarks[0] == (
        "3/4/21 is 3 April 2021 and 1/9/2014 is 1 September 2014, as 24/09/2008 shows"
    )


@pytest.mark.parametrize("heading", ["2019", "Year: 2019", "Events of 2019", "2019 (continued)"])
def test_a_heading_gives_the_year(heading: str) -> None:
    rows = [["Date", "Title"], [heading], ["3 July", "A"], ["Tue 5 July", "B"], ["3/7", "C"]]
    done = imported(table([*rows, ["25/7", "D"]]))
    assert [draft.event["date"] for draft in done.drafts] == [
        "2019-07-03",
        "2019-07-03",
        "2019-07-25",
    ]
    [wrong] = done.unplaced
    assert "5 July 2019 is a Friday" in wrong.missing[0]


def test_a_heading_gives_the_month() -> None:
    rows = [["Date", "Title"], ["July 2019"], ["3", "A"], ["Thu 4th", "B"], ["1 August", "C"]]
    done = imported(table(rows))
    assert [d.event["date"] for d in done.drafts] == ["2019-07-03", "2019-07-04", "2019-08-01"]


def test_a_heading_that_is_no_date_gives_no_year() -> None:
    rows = [["Date", "Title"], ["After the election of 2019"], ["3 July", "A"]]
    assert not imported(table(rows)).drafts


def test_a_file_settles_the_order_of_all_its_tables() -> None:
    proof = [["Date", "Title"], ["25/4/21", "A"]]
    open_ = [["Date", "Title"], ["3/4/21", "B"]]
    done = imported(table(proof, name="one"), table(open_, name="two"))
    assert [draft.event["date"] for draft in done.drafts] == ["2021-04-25", "2021-04-03"]
    done = imported(table(proof, file="one.csv"), table(open_, file="two.csv"))
    assert len(done.drafts) == 1


@pytest.mark.parametrize(
    ("settings", "dates"),
    [
        ({"order": "month first"}, ["2021-03-04"]),
        ({"language": "en-GB"}, ["2021-04-03"]),
        ({"language": "en-US"}, [""]),
    ],
)
def test_the_user_or_the_language_can_settle_the_order(settings: Any, dates: list[str]) -> None:
    assert dates_in(["3/4/21"], **settings) == dates


def test_a_heading_can_state_the_order() -> None:
    done = imported(table([["Date (mm/dd/yyyy)", "Title"], ["3/4/21", "A"]]))
    assert done.drafts[0].event["date"] == "2021-03-04"


def test_rows_in_order_settle_the_order() -> None:
    days = [date(2020, 9, 1) + timedelta(days=33 * n) for n in range(40)]
    texts = [f"{day.month}/{day.day}/{day.year}" for day in days if day.day <= 12]
    known = [day.isoformat() for day in days if day.day <= 12]
    assert len(known) > 10 and dates_in(texts) == known


def test_dates_that_a_spreadsheet_may_have_swapped_are_left_open() -> None:
    """Excel in the United States makes 4 March of 3/4/2021, and leaves 25/4/2021 as text."""
    wrong = Cell("04/03/2021", date(2021, 3, 4))
    assert dates_in([wrong, "25/4/2021"]) == ["", "2021-04-25"]
    right = Cell("25/04/2021", date(2021, 4, 25))
    assert dates_in([wrong, right]) == ["2021-03-04", "2021-04-25"]


def test_answers_settle_dates() -> None:
    rows = table([["Date", "Title"], ["3/4/21", "A"], ["5/6/21", "B"], ["2022/23", "C"]])
    done = imported(rows)
    order, year = done.questions
    assert order.is_about_order and order.number == 2 and order.example == "3/4/21"
    assert [one.words for one in order.readings] == ["3 April 2021", "4 March 2021"]
    answers = {order.key: 1, year.key: 0}
    done = imported(rows, answers=answers)
    assert [draft.event["date"] for draft in done.drafts] == [
        "2021-03-04",
        "2021-05-06",
        "[2022-04..2023-03]",
    ]
    assert not done.questions


def test_two_columns_are_a_period() -> None:
    rows = [
        ["Start date", "End date", "Title"],
        ["3 June 2019", "5 July 2019", "A"],
        ["3 June 2019", "", "B"],
        ["3 June 2019", "3 June 2019", "C"],
        ["3 June 2019", "5 July", "D"],
        ["3 June 2019", "5 May 2019", "E"],
        ["3 June 2019", "soon", "F"],
        ["2019", "2020", "G"],
        ["3 June 2019", "ongoing", "H"],
        ["Spring 2019", "2020", "I"],
    ]
    done = imported(table(rows))
    assert {draft.event["title"]: draft.event["date"] for draft in done.drafts} == {
        "A": "2019-06-03/2019-07-05",
        "B": "2019-06-03",
        "C": "2019-06-03",
        "D": "2019-06-03/2019-07-05",
        "G": "2019-01/2020-12",
        "H": "2019-06-03/..",
        "I": "spring 2019/2020-12",
    }
    assert [row.missing for row in done.unplaced] == [
        ("it ends on 2019-05-05, but it starts on 2019-06-03",),
        ("'soon' cannot be read as a date",),
    ]


def test_year_month_and_day_can_have_columns_of_their_own() -> None:
    rows = [
        ["Year", "Month", "Day", "Title"],
        ["2019", "July", "3", "A"],
        ["", "8", "", "B"],
        ["2020", "", "", "C"],
    ]
    done = imported(table(rows))
    assert [draft.event["date"] for draft in done.drafts] == ["2019-07-03", "2019-08", "2020"]
    assert done.drafts[1].comments == ("the year, 2019, comes from a row above",)


STYLES: dict[str, Callable[[date], str]] = {
    "day first": lambda day: f"{day.day}/{day.month}/{day.year}",
    "day first, in full": lambda day: f"{day:%d.%m.%Y}",
    "day first, short": lambda day: f"{day:%d/%m/%y}",
    "month first": lambda day: f"{day.month}/{day.day}/{day.year}",
    "month first, short": lambda day: f"{day:%m-%d-%y}",
    "in words": lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    "American": lambda day: f"{MONTHS[day.month - 1]} {day.day}, {day.year}",
    "short": lambda day: f"{day.day}-{MONTHS[day.month - 1][:3]}-{day:%y}",
    "ISO": lambda day: day.isoformat(),
    "month": lambda day: f"{MONTHS[day.month - 1][:3]} {day.year}",
    "month and short year": lambda day: f"{MONTHS[day.month - 1][:3]}-{day:%y}",
    "weekday": lambda day: f"{day:%a} {day.day} {MONTHS[day.month - 1]} {day.year}",
    "time": lambda day: f"{day.isoformat()} 09:30",
}
_ORDERS = ("day first", "month first")


@given(
    st.lists(
        st.tuples(st.dates(date(1975, 1, 1), date(2030, 12, 31)), st.sampled_from(sorted(STYLES))),
        min_size=1,
        max_size=12,
    ),
    st.sampled_from(_ORDERS),
)
def test_no_date_is_ever_wrong(cells: list[tuple[date, str]], order: str) -> None:
    """Dates are read or left open, whatever styles a column mixes, if it has only one order."""
    other = next(one for one in _ORDERS if one != order)
    cells = [(day, order if style.startswith(other) else style) for day, style in cells]
    found = dates_in([STYLES[style](day) for day, style in cells])
    for (day, style), text in zip(cells, found, strict=True):
        if not text:
            assert style.startswith(_ORDERS) or style == "month and short year"
            continue
        read = parse_edtf(text)
        assert read.earliest <= day <= read.latest
        assert read.is_day or style.startswith("month")


def test_a_year_reaches_to_the_next_heading_only() -> None:
    rows = [["Date", "Title"], ["2018"], ["3 July", "A"], ["2019–2020"], ["4 July", "B"]]
    done = imported(table(rows))
    assert [draft.event["title"] for draft in done.drafts] == ["A"]


def test_a_year_reaches_to_the_next_row_of_another_year_only() -> None:
    rows = [["Date", "Title"], ["2022", ""], ["3 May", "A"], ["2022", "B"], ["4 May", "C"]]
    rows += [["2023", "D"], ["5 May", "E"]]
    made = {draft.event["title"]: draft.event["date"] for draft in imported(table(rows)).drafts}
    assert made == {"A": "2022-05-03", "B": "2022", "C": "2022-05-04", "D": "2023"}


def test_rows_past_the_new_year_are_left_open() -> None:
    texts = ["3 November", "5 December", "7 January", "9 February"]
    rows = [["Date", "Title"], ["2019"], *([text, "A"] for text in texts)]
    done = imported(table(rows))
    assert [draft.event["date"] for draft in done.drafts] == ["2019-11-03", "2019-12-05"]
    assert done.unplaced[0].missing == (
        "it comes after 2019-12-05 in the file: 2019-01-07 or 2020-01-07",
    )
    ordered = [["Date", "Title"], ["2019"], ["5 December", "A"], ["7 January", "B"]]
    assert len(imported(table(ordered)).drafts) == 2  # from the latest to the earliest


def test_a_month_without_a_year_gives_no_date() -> None:
    rows = [["Year", "Month", "Date", "Title"], ["", "7", "3", "A"], ["2019", "7", "3", "B"]]
    assert [draft.event["title"] for draft in imported(table(rows)).drafts] == ["B"]


def test_words_in_brackets_after_a_date_are_kept() -> None:
    done = imported(table([["Date", "Title"], ["3 July 2019 (Commons)", "A"]]))
    assert done.drafts[0].comments == ("'3 July 2019 (Commons)' in the file",)

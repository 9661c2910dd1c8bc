"""The columns of tables are found by their headings and their content."""

import pytest

from briefing.capture.columns import (
    UnknownColumn,
    find_columns,
    unknown_headings,
    wanted_columns,
)
from tests.capture.tables import table


def roles(*rows: list[str], wanted: str = "") -> list[str]:
    layout = find_columns(table(rows), wanted_columns(wanted) if wanted else None)
    return [column.role for column in layout.columns]


@pytest.mark.parametrize(
    ("headings", "expected"),
    [
        (["Date", "Event", "Source"], ["date", "title", "source"]),
        (["When?", "What happened", "Link"], ["date", "title", "url"]),
        (["DATE (dd/mm/yyyy)", "Title", "Description"], ["date", "title", "summary"]),
        (["Start date", "End date", "Event"], ["date", "end", "title"]),
        (["Date", "Details", "Notes"], ["date", "summary", "note"]),
        (["Date", "Event", "What happened"], ["date", "title", "summary"]),
        (["Date", "Date of event", "Title"], ["none", "date", "title"]),
        (["Date added", "Date", "Title"], ["added", "date", "title"]),
        (["Dyddiad", "Teitl", "Ffynhonnell"], ["date", "title", "source"]),
        (["No.", "Date", "Type of event", "Event"], ["none", "date", "kind", "title"]),
        (["Year", "Month", "Event"], ["year", "month", "title"]),
        (["Date", "Event", "Organisation", "Region"], ["date", "title", "who", "none"]),
    ],
)
def test_headings_show_the_roles(headings: list[str], expected: list[str]) -> None:
    assert roles(headings, ["x"] * len(headings)) == expected


def test_content_shows_the_roles_of_columns_without_headings() -> None:
    rows = [
        ["3 July 2019", "white paper", "The Government publishes a paper", "https://example.org/a"],
        ["4 July 2019", "debate", "The Commons debates the paper", "https://example.org/b"],
    ]
    layout = find_columns(table(rows))
    assert layout.header == -1 and all(column.is_guess for column in layout.columns)
    assert roles(*rows) == ["date", "kind", "title", "url"]


def test_the_first_row_has_the_headings_if_it_alone_has_no_date() -> None:
    rows = [["Decided on the", "Resolution"], ["3 July 2019", "Routes close"]]
    assert find_columns(table(rows)).header == 0
    assert roles(*rows) == ["date", "title"]


def test_a_row_with_a_date_has_no_headings() -> None:
    rows = [["Day of it", "Thing"], ["3 July 2019", "Decision", "Minister"]]
    assert find_columns(table(rows)).header == 0


def test_headings_can_be_below_a_title() -> None:
    layout = find_columns(table([["Chronology", ""], ["Date", "Event"], ["2019", "A"]]))
    assert layout.header == 1


def test_the_user_can_say_which_column_is_which() -> None:
    rows = [["A", "B, or C", "Date"], ["2019", "x", "2020"]]
    assert roles(*rows, wanted="date=A, title=B, or C") == ["date", "title", "none"]
    assert roles(*rows, wanted="date=a, title=B") == ["date", "title", "none"]
    assert roles(*rows, wanted="date=1,title=2") == ["date", "title", "none"]


@pytest.mark.parametrize("wrong", ["A", "date=", "dat=A", ""])
def test_other_lists_of_columns_are_refused(wrong: str) -> None:
    with pytest.raises(UnknownColumn):
        wanted_columns(wrong)


def test_headings_that_no_table_has_are_named() -> None:
    [one] = [table([["Date", "Event"], ["2019", "A"]])]
    message = unknown_headings(wanted_columns("date=Day of it"), [one])
    assert message == "There is no column called 'day of it'. The columns are: Date, Event."
    assert not unknown_headings(wanted_columns("date=date"), [one])

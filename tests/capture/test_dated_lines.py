"""A document without a table can be a chronology of dated lines."""

import pytest

from briefing.capture.reading import tables_of
from briefing.evidence.kinds import NotReadable
from tests.capture.tables import imported

TEXT = """\
# Buses: a chronology

Prepared by the team.

## 2019

An introduction to the year.

- 3 July: the minister publishes the [strategy](https://example.org/s).
- 14 October 2019 – 8 January 2020: Public consultation
- On Tuesday 8 October, operators object

  They say it is too costly.

1. A numbered item

## 2020

25/6/20 A vote

3/7/20 - Another vote, after 5 July: more

Spring 2021 – Judicial review
"""


def test_lines_that_begin_with_a_date_are_events() -> None:
    done = imported(*tables_of(TEXT.encode(), "buses.md"))
    made = [(draft.event["date"], draft.event["title"]) for draft in done.drafts]
    assert made == [
        ("2019-07-03", "The minister publishes the strategy"),
        ("2019-10-14/2020-01-08", "Public consultation"),
        ("2019-10-08", "Operators object"),
        ("2020-06-25", "A vote"),
        ("2020-07-03", "Another vote, after 5 July: more"),
        ("spring 2021", "Judicial review"),
    ]
    assert done.drafts[0].event["source"] == {"title": "strategy", "url": "https://example.org/s"}
    assert done.drafts[2].event["summary"] == "They say it is too costly.\n\nA numbered item"
    assert [row.missing for row in done.unplaced] == [("it does not begin with a date",)] * 2
    assert done.tables[0].table.name == "Buses: a chronology"


def test_a_day_takes_its_year_only_from_a_heading_that_is_one_year() -> None:
    text = "# 2018\n\n3 May: A\n\n# 2019–2021\n\n4 May: B\n\nMore on B\n\n# 2022\n\n5 May: C\n"
    done = imported(*tables_of(text.encode(), "list.md"))
    assert [draft.event["date"] for draft in done.drafts] == ["2018-05-03", "2022-05-05"]
    assert done.unplaced[1].event == {"date": "4 May", "summary": "B\nMore on B"}
    assert done.unplaced[1].missing == ("no heading gives the year of its date",)


def test_a_line_with_a_period_that_cannot_be_read_is_no_event() -> None:
    text = "# 2021\n\n3 May: A\n\n31 December - 2 January: B\n\n3 May - 5 June: C\n"
    done = imported(*tables_of(text.encode(), "list.md"))
    assert [draft.event["date"] for draft in done.drafts] == ["2021-05-03", "2021-05-03/2021-06-05"]
    assert done.unplaced[0].event["date"] == "31 December - 2 January"


def test_items_of_a_list_below_a_month_are_not_days() -> None:
    text = "# July 2019\n\n3: A vote\n\n5 July: Another vote\n\n1) An item\n"
    done = imported(*tables_of(text.encode(), "list.md"))
    assert [draft.event["date"] for draft in done.drafts] == ["2019-07-03", "2019-07-05"]


@pytest.mark.parametrize("text", ["One line about 2019\n", "# 2019\n\n3 July: a single event\n"])
def test_other_texts_are_no_chronologies(text: str) -> None:
    with pytest.raises(NotReadable):
        tables_of(text.encode(), "text.md")


def test_a_table_is_read_rather_than_the_lines_around_it() -> None:
    text = "3 July 2019: A\n\n4 July 2019: B\n\n| Date | Title |\n|---|---|\n| 2018 | C |\n"
    done = imported(*tables_of(text.encode(), "table.md"))
    assert [draft.event["title"] for draft in done.drafts] == ["C"]


def test_a_date_can_be_on_a_line_of_its_own() -> None:
    text = "# Buses\n\n## 3 July 2019\n\nA vote\n\nMore on it.\n\n**4 July 2019**\n\nThe result\n"
    one, other = imported(*tables_of(text.encode(), "list.md")).drafts
    assert (one.event["date"], one.event["title"]) == ("2019-07-03", "A vote")
    assert one.event["summary"] == "More on it."
    assert (other.event["date"], other.event["title"]) == ("2019-07-04", "The result")


def test_a_text_file_can_have_dated_lines_or_a_table() -> None:
    text = "3 July 2019: A, B and C\n\n4 July 2019: D, with E, F\n5 July 2019 - G\n"
    done = imported(*tables_of(text.encode(), "log.txt"))
    assert [draft.event["title"] for draft in done.drafts] == ["A, B and C", "D, with E, F", "G"]
    done = imported(*tables_of(b"Date,Title\n3 July 2019,A\n4 July 2019,B\n", "log.txt"))
    assert [draft.event["title"] for draft in done.drafts] == ["A", "B"]

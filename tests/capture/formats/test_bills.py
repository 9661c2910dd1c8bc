"""Bills of the UK Parliament: stages and sittings become events."""

import json
from typing import Any

import pytest

from briefing.capture.reading import read_tables
from briefing.capture.table import Table

BILL: dict[str, Any] = {
    "billId": 7,
    "shortTitle": "Weirs Bill",
    "longTitle": "A Bill about weirs.",
    "billWithdrawn": None,
    "isDefeated": False,
}


def stage(description: str, *days: str | None, house: str = "Commons", order: int = 1) -> Any:
    sittings = [{"id": n, "billId": 7, "date": day} for n, day in enumerate(days)]
    return {
        "id": 90,
        "description": description,
        "house": house,
        "stageSittings": sittings,
        "sortOrder": order,
    }


def results(*items: Any) -> Any:
    return {"items": [*items], "totalResults": len(items), "itemsPerPage": 20}


def read(data: Any) -> Table:
    return read_tables(json.dumps(data).encode(), "bill.json")[0]


def rows(data: Any) -> list[dict[str, str]]:
    table = read(data)
    return [
        {table.columns[n]: cell.text for n, cell in enumerate(row.cells)} for row in table.rows[1:]
    ]


@pytest.mark.parametrize(
    ("description", "house", "title", "kind"),
    [
        ("1st reading", "Lords", "first reading in the House of Lords", "bill stage"),
        ("Committee stage", "Commons", "committee stage in the House of Commons", "bill stage"),
        ("Royal Assent", "Unassigned", "Royal Assent", "act"),
        ("Lords Examiners", "Lords", "lords Examiners in the House of Lords", "bill stage"),
    ],
)
def test_stages_are_named_as_parliament_names_them(
    description: str, house: str, title: str, kind: str
) -> None:
    data = {"bill": BILL, "stages": results(stage(description, "2031-03-04T00:00:00", house=house))}
    row = rows(data)[0]
    assert row["title"].casefold() == f"Weirs Bill: {title}".casefold()
    assert (row["kind"], row["date"]) == (kind, "2031-03-04")
    assert row["url"] == "https://bills.parliament.uk/bills/7/stages/90"


def test_several_sittings_are_one_event_with_their_days() -> None:
    days = ("2031-12-30T00:00:00", "2032-01-06T00:00:00", "2031-12-29T00:00:00", None)
    row = rows([BILL, results(stage("Committee stage", *days))])[0]
    assert (row["date"], row["end"]) == ("2031-12-29", "2032-01-06")
    assert row["summary"] == "3 sittings: 29 and 30 December 2031 and 6 January 2032."
    assert row["note"] == "1 sitting without a date"


def test_a_stage_without_a_sitting_has_no_date() -> None:
    table = read([BILL, results(stage("Report stage"), stage("1st reading", "2031-03-04"))])
    assert [row.cells[0].text for row in table.rows[1:]] == ["", "2031-03-04"]


def test_a_bill_alone_gives_its_current_stage_and_its_withdrawal() -> None:
    data = {
        **BILL,
        "billWithdrawn": "2031-09-01T10:00:00",
        "currentStage": stage("2nd reading", "2031-03-18"),
    }
    assert [row["title"] for row in rows(data)] == [
        "Weirs Bill: second reading in the House of Commons",
        "Weirs Bill is withdrawn",
    ]
    assert read(data).notes == ("A Bill about weirs.",)


def test_stages_alone_give_the_number_of_the_bill() -> None:
    row = rows(results(stage("3rd reading", "2031-07-01")))[0]
    assert row["title"] == "Bill 7: third reading in the House of Commons"

"""Bills of the UK Parliament, from its API (https://bills-api.parliament.uk).

A stage is one event, on one day or over the period from its first sitting to its last: that is how
Parliament itself lists the stages of a bill. If a stage has several sittings, its summary lists
their days. A stage without a sitting has no date yet.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any

from briefing.capture.formats.cells import (
    day_cell,
    first_text,
    known_table,
    text_cell,
    url_cell,
)
from briefing.capture.table import EMPTY, Cell, Role, Table
from briefing.english import counted, listing
from briefing.record.dates import MONTHS

_COLUMNS: Mapping[str, Role] = {
    "Date": "date",
    "End": "end",
    "Stage": "title",
    "Kind": "kind",
    "Sittings": "summary",
    "House": "who",
    "Page": "url",
    "Source": "source",
    "Publisher": "publisher",
    "Details": "note",
}
_PUBLISHER = "UK Parliament"
_PAGE = "https://bills.parliament.uk/bills"
_HOUSES = {"Commons": "House of Commons", "Lords": "House of Lords"}
_READINGS = {"1st": "first", "2nd": "second", "3rd": "third"}
_ACT = "royal assent"


def is_bill(data: object) -> bool:
    """Whether data read from JSON is an answer of the API about a bill or its stages."""
    return any(True for _ in _bills(data)) or any(True for _ in _stages(data))


def tables(data: object, name: str) -> list[Table]:
    """Return a table of the stages of each bill in an answer, or in several answers together."""
    bills = {bill["billId"]: bill for bill in _bills(data)}
    stages: dict[int, list[Mapping[str, Any]]] = {}
    for stage in _stages(data):
        stages.setdefault(_bill_of(stage, bills), []).append(stage)
    for number, bill in bills.items():
        current = bill.get("currentStage")
        if number not in stages and isinstance(current, dict):
            stages[number] = [current]
    return [
        _table(number, bills.get(number, {}), stages.get(number, []), name)
        for number in dict.fromkeys([*bills, *stages])
    ]


def _bills(data: object) -> Iterator[Mapping[str, Any]]:
    """Yield the bills in an answer, or in a list or mapping of answers."""
    for item in _items(data):
        if isinstance(item.get("billId"), int) and "shortTitle" in item:
            yield item
        elif isinstance(bill := item.get("bill"), dict):
            yield from _bills(bill)


def _stages(data: object) -> Iterator[Mapping[str, Any]]:
    for item in _items(data):
        if isinstance(item.get("stageSittings"), list) and "description" in item:
            yield item
        elif "stages" in item:
            yield from _stages(item["stages"])


def _items(data: object) -> Iterator[dict[str, Any]]:
    if isinstance(data, dict):
        if isinstance(data.get("items"), list) and "totalResults" in data:
            yield from (item for item in data["items"] if isinstance(item, dict))
        else:
            yield data
    elif isinstance(data, list):
        for item in data:
            if isinstance(item, dict):
                yield from _items(item)


def _bill_of(stage: Mapping[str, Any], bills: Mapping[int, object]) -> int:
    """Return the id of a stage's bill, which only the sittings give."""
    for sitting in stage["stageSittings"]:
        if isinstance(sitting, dict) and isinstance(sitting.get("billId"), int):
            return int(sitting["billId"])
    return next(iter(bills), 0) if len(bills) == 1 else 0


def _table(
    number: int, bill: Mapping[str, Any], stages: Sequence[Mapping[str, Any]], name: str
) -> Table:
    title = first_text(bill.get("shortTitle")) or (f"Bill {number}" if number else "Bill")
    ordered = sorted(enumerate(stages), key=lambda pair: (_order(pair[1]), pair[0]))
    rows = [(_row(title, number, stage), n + 1, "") for n, stage in ordered]
    withdrawn = _day(bill.get("billWithdrawn"))
    if withdrawn:
        cells = {
            "Date": day_cell(withdrawn),
            "Stage": text_cell(f"{title} is withdrawn"),
            "Kind": Cell("bill stage"),
            "Page": url_cell(f"{_PAGE}/{number}"),
            "Source": text_cell(title),
            "Publisher": Cell(_PUBLISHER),
        }
        rows.append((cells, len(stages) + 1, ""))
    return known_table(
        name, title, _COLUMNS, rows, notes=_about(bill), language="en-GB", row_noun="stage"
    )


def _order(stage: Mapping[str, Any]) -> int:
    order = stage.get("sortOrder")
    return order if isinstance(order, int) else 0


def _about(bill: Mapping[str, Any]) -> list[str]:
    """Return a note about the outcome of the whole bill."""
    from briefing.evidence.extracting.html import text_of

    sponsors = []
    for sponsor in bill.get("sponsors") or []:
        member, body = sponsor.get("member") or {}, sponsor.get("organisation") or {}
        party = member.get("party")
        who = first_text(member.get("name"), body.get("name"))
        sponsors.append(f"{who} ({party})" if who and party else who)
    summary = first_text(bill.get("summary"))
    notes = [
        first_text(bill.get("longTitle")),
        text_of(summary) if summary else "",
        f"Sponsors: {listing(list(filter(None, sponsors)))}" if any(sponsors) else "",
        "The bill was defeated" if bill.get("isDefeated") is True else "",
    ]
    return list(filter(None, notes))


def _row(title: str, number: int, stage: Mapping[str, Any]) -> Mapping[str, Cell]:
    days = sorted({
        day
        for sitting in stage["stageSittings"]
        if isinstance(sitting, dict) and (day := _day(sitting.get("date")))
    })  # fmt: skip
    written = first_text(stage.get("description")) or "stage"
    house = _HOUSES.get(str(stage.get("house")), "")
    name = _stage_name(written)
    page = f"{_PAGE}/{number}" if number else ""
    if page and isinstance(stage.get("id"), int):
        page = f"{page}/stages/{stage['id']}"
    where = f" in the {house}" if house else ""
    is_act = written.casefold() == _ACT
    undated = sum(1 for s in stage["stageSittings"] if isinstance(s, dict) and not s.get("date"))
    return {
        "Date": day_cell(days[0]) if days else EMPTY,
        "End": day_cell(days[-1]) if len(days) > 1 else EMPTY,
        "Stage": text_cell(f"{title}: {name}{where}"),
        "Kind": Cell("act" if is_act else "bill stage"),
        "Sittings": text_cell(f"{_sittings(days)}." if len(days) > 1 else ""),
        "House": text_cell(house),
        "Page": url_cell(page) if page else EMPTY,
        "Source": text_cell(f"{title}: {name}"),
        "Publisher": Cell(_PUBLISHER),
        "Details": text_cell(f"{counted(undated, 'sitting')} without a date" if undated else ""),
    }


def _stage_name(written: str) -> str:
    """Return the name of a stage: "1st reading" becomes "first reading"."""
    first, _, rest = written.partition(" ")
    if first.casefold() in _READINGS:
        return f"{_READINGS[first.casefold()]} {rest}"
    is_name = first.isupper() or written == "Royal Assent"
    return written if is_name else written[:1].lower() + written[1:]


def _day(value: object) -> date | None:
    if not isinstance(value, str) or not re.match(r"\d{4}-\d\d-\d\d", value):
        return None
    try:
        return datetime.fromisoformat(value[:10]).date()
    except ValueError:
        return None


def _sittings(days: Sequence[date]) -> str:
    """List the days of sittings: "3 sittings: 24 and 26 May and 9 June 2022"."""
    months = [
        (month, [*group]) for month, group in groupby(days, lambda day: (day.year, day.month))
    ]
    words = []
    for n, ((year, month), group) in enumerate(months):
        shown = f"{listing([str(day.day) for day in group])} {MONTHS[month - 1]}"
        is_last = n + 1 == len(months) or months[n + 1][0][0] != year
        words.append(f"{shown} {year}" if is_last else shown)
    return f"{len(days)} sittings: {listing(words)}"

"""A report on each recipient: the digests that they got, or why they did not."""

from datetime import UTC, datetime, timedelta
from datetime import date as Day
from pathlib import Path

from briefing.delivery.ledger import Ledger
from briefing.delivery.ledger_lines import Entry, Line, Notice
from briefing.delivery.receipts import receipts
from briefing.edition.editions import digests_of
from briefing.edition.periods import Rhythm, period_of
from briefing.output.table import as_csv, as_json, as_text
from tests.helpers import TEMPLATES, load_record

START = datetime(2023, 9, 11, 5, 0, tzinfo=UTC)
NAMES = ("ann", "bob", "cat", "dan", "eve", "fay", "gil")
RECORD = f"""
title: Parks
sender: parks@example.org
editions:
  weekly: {{template: digest, recipients: [{", ".join(f"{n.title()}@example.org" for n in NAMES)}]}}
  monthly: {{template: digest, every: month, recipients: [ann@example.org]}}
events: [{{date: 2023-09-06, kind: news, title: A, added: 2023-09-06, source: {{title: S}}}}]
"""


def step(what: str, name: str, week: int = 0, said: str = "") -> Entry:
    period = period_of(Day(2023, 9, 4) + timedelta(weeks=week), Rhythm())
    return Entry.model_validate(
        {
            **{"at": START + timedelta(weeks=week), "edition": "weekly", "what": what},
            **{"period": period.name, "first": period.first, "last": period.last},
            **{"to": f"{name}@example.org", "said": said or None},
        }
    )


def notice(name: str, to: str, said: str = "", edition: str = "weekly") -> Notice:
    at = START + timedelta(days=8)
    return Notice.model_validate(
        {"notice": name, "at": at, "to": f"{to}@example.org", "edition": edition, "said": said}
    )


def test_each_recipient_has_a_status_with_the_reason(tmp_path: Path) -> None:
    lines: list[Line] = [
        *(step("sent", name) for name in ("ann", "bob", "cat", "fay", "gil", "old")),
        step("refused", "dan", said="550 5.1.1 No such user"),
        *(step("sent", name, 1) for name in ("ann", "gil")),
        step("unknown", "cat", 1, "no reply"),
        notice("left", "bob"),
        notice("bounced", "fay", "=HYPERLINK(550 gone)"),
        notice("undelivered", "gil", "552 full"),
        notice("undelivered", "ann", "552 full", edition="monthly"),
    ]
    Ledger(tmp_path).add(*lines)
    record = load_record(RECORD)
    table = receipts(digests_of(record, TEMPLATES), Ledger(tmp_path))
    rows = {(row[0], str(row[1]).partition("@")[0]): row[2:] for row in table.rows}
    first, second, later = (
        f"{START + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}" for days in (0, 7, 8)
    )
    one, both = ["2023-W36"], ["2023-W36", "2023-W37"]
    assert rows == {
        ("weekly", "Ann"): ("gets it", second, "2023-W37", 2, None, both),
        ("weekly", "Bob"): ("unsubscribed", later, "2023-W36", 1, "", one),
        ("weekly", "Cat"): ("not reached", second, "2023-W36", 1, "no reply", one),
        ("weekly", "Dan"): ("not reached", first, None, 0, "550 5.1.1 No such user", []),
        ("weekly", "Eve"): ("nothing yet", None, None, 0, None, []),
        ("weekly", "Fay"): ("bounced", later, "2023-W36", 1, "=HYPERLINK(550 gone)", one),
        ("weekly", "Gil"): ("last came back", later, "2023-W37", 2, "552 full", both),
        ("weekly", "old"): ("removed", first, "2023-W36", 1, None, one),
        ("monthly", "ann"): ("nothing yet", None, None, 0, None, []),
    }
    # A server chooses its own words, so a spreadsheet must not run them as a formula.
    assert '"\'=HYPERLINK(550 gone)"' in as_csv(table).decode("utf-8-sig")
    assert '"digests": [\n        "2023-W36",\n        "2023-W37"\n      ]' in as_json(
        table, Day(2023, 9, 20), "internal"
    )
    heading, *others = as_text(table).splitlines()
    assert heading.split()[:3] == ["Edition", "Recipient", "Status"] and "[" not in heading
    assert others[0].split() == ["weekly", "Ann@example.org", "gets", "it", second, "2023-W37", "2"]

"""A made-up chronology as a CSV file of any size, with the forms of dates that people use."""

import csv
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random

from briefing.record.dates import MONTHS

_HEADINGS = ("Date", "What happened", "Details", "Type", "Source", "Link", "Organisation")
_STYLES: tuple[Callable[[date], str], ...] = (
    lambda day: f"{day:%d/%m/%Y}",
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{MONTHS[day.month - 1][:3]} {day.year}",
    lambda day: f"{day:%d.%m.%y}",
    lambda day: f"spring {day.year}",
    lambda day: f"early {day.year}",
)
_KINDS = ("White paper", "report", "debate", "Select committee report", "site visit", "")
_ORGANISATIONS = ("DCMS", "Ofcom", "Home Office", "Ofcom, DCMS", "")
_DETAIL = "The department said that plan number {} would be published before the summer recess."


def write_chronology(path: Path, rows: int, seed: int = 1) -> None:
    """Write a chronology with this number of `rows`. The same seed always gives the same file."""
    chance = Random(seed)
    day = date(2001, 1, 25)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(_HEADINGS)
        for n in range(rows):
            style = _STYLES[0] if n == 0 else chance.choice(_STYLES)
            table.writerow(
                (
                    style(day),
                    f"The minister answers question {n:,}: is it clear?",
                    " ".join([_DETAIL.format(n)] * chance.randrange(4)),
                    chance.choice(_KINDS),
                    chance.choice(("Hansard", "The Gazette", "")),
                    f"https://example.org/{n % (rows * 4 // 5 + 1)}",
                    chance.choice(_ORGANISATIONS),
                )
            )
            day += timedelta(days=chance.randrange(4))

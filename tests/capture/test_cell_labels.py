"""The labels of numbers in tables and in boxes of facts."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import draft
from briefing.record.record import Record


def labels(text: str) -> list[str]:
    document = read_document(f"# Rents will rise\n\n{text}\n".encode(), "release.md")
    return [figure.value["label"] for figure in draft(document, Record()).figures]


@pytest.mark.parametrize(
    ("caption", "columns", "expected"),
    [
        # The label of a change gives its two periods, and its unit only if it is in the heading.
        ("Homes to rent", "2011 (thousands) | 2024 (thousands) | Change",
         "Homes to rent: Kent, Change from 2011 to 2024"),
        ("Buses and trains", "Complaints Q1 2024 | Complaints Q1 2025 | % change",
         "Buses and trains: Kent, Complaints: % change from Q1 2024 to Q1 2025"),
        ("Homes to rent", "Flats | Houses, June 2025 | Change since 2023",
         "Homes to rent: Kent, Houses: Change since 2023"),
        # A column with a period leaves out the periods of other columns in the caption.
        ("Late buses by area, Quarter 1 2024 and Quarter 1 2025",
         "Buses | Late Q1 2024 | Late Q1 2025",
         "Late buses by area: Kent, Late Q1 2025"),
        ("Late buses by area (2024 to 2025)", "Trips | Late 2024 | Late 2025",
         "Late buses by area: Kent, Late 2025"),
        # Without a period of its own, it keeps them.
        ("Late buses by area, 2024 and 2025", "Trips | Routes | Late",
         "Late buses by area, 2024 and 2025: Kent, Late"),
    ],
)  # fmt: skip
def test_a_cell_has_its_own_periods_once(caption: str, columns: str, expected: str) -> None:
    table = f"| Area | {columns} |\n|---|---|---|---|\n| Kent | 90 | 95 | 41% |"
    assert labels(f"{caption}\n\n{table}")[-1] == expected


FACTS = "- Households served: 118,000\n- Depot upgrade: £1.3 million"


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("In brief: the buses of Fife", "The buses of Fife: Depot upgrade"),
        ("The buses of Fife at a glance", "The buses of Fife: Depot upgrade"),
        ("The buses of Fife", "The buses of Fife: Depot upgrade"),
        # A heading that names nothing is left out.
        ("At a glance", "Depot upgrade"),
        ("Key facts", "Depot upgrade"),
    ],
)
def test_a_fact_has_the_heading_of_its_box(heading: str, expected: str) -> None:
    assert labels(f"## {heading}\n\n{FACTS}")[-1] == expected


def test_a_single_line_below_a_heading_is_not_in_a_box() -> None:
    assert labels("## The buses of Fife\n\nDepot upgrade: £1.3 million") == ["Depot upgrade"]


@pytest.mark.parametrize("heading", ["Base", "n", "Sample size", "Number of respondents"])
def test_the_base_of_a_row_is_the_sample_of_its_shares(heading: str) -> None:
    table = f"| Area | Often late | {heading} |\n|---|---|---|\n| Kent | 41% | 402 |"
    document = read_document(f"# Buses are late\n\n{table}\n".encode(), "release.md")
    (figure,) = (each.value for each in draft(document, Record()).figures)
    assert (figure["value"], figure["sample"]) == ("41%", "402")


def test_a_column_of_respondents_without_shares_has_figures() -> None:
    table = "| Area | Buses | Respondents |\n|---|---|---|\n| Kent | 90 | 402 |"
    assert labels(table) == ["Kent, Buses", "Kent, Respondents"]

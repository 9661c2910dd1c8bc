"""Numbers that are no figures because of the words around them."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import draft
from briefing.record.record import Record


def values(text: str) -> list[str]:
    document = read_document(f"# Buses will be late\n\n{text}\n".encode(), "release.md")
    return [figure.value["value"] for figure in draft(document, Record()).figures]


@pytest.mark.parametrize(
    "text",
    [
        # Times of day.
        "The breakfast club opens at half seven in Fife.",
        "It is ten to six on a wet morning in Fife.",
        "The crews left for work at 7 in the morning.",
        # Quarters, notes, paths to a page and advertisements.
        "Complaints in Fife rose again in Quarter 1 of the year.",
        "Notes to editors 1. Fife Council runs the buses.",
        "Home > News > May > Buses down by a fifth in Fife",
        "Get unlimited digital access from just £1 for two months.",
        # Ages that set a condition or name a group.
        "If you are 18 and live in Fife, the pass is free.",
        "Tenants over 65 spend more of their income on rent.",
        "If they were under 30 they could travel free.",
        # A multiple of a price, and a number that a quote only repeats.
        "Fares for children are a third of the adult rate.",
        "Passes for the young, which are half the adult price, went on sale.",
        # A coin that means all money, and how far somebody was taken in an example.
        "Families in Fife know where every 10p goes.",
        "The council paid to drive one pupil 11 miles.",
        "The council leader said the number of loads is still four thousand too many.",
    ],
)
def test_numbers_with_another_meaning_are_no_figures(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Patients travel 11 miles on average.", ["11 miles"]),
        # The second number has the unit of the first if no noun follows it.
        ("The typical wait fell from nine weeks to 4.", ["9 weeks", "4 weeks"]),
        ("Ferries sailed from 9 miles to 30 ports.", ["30"]),
        ("Only 63 per cent were seen in time, when the standard is 92.", ["63%"]),
        ("The target is 300, and 214 homes were built.", ["300", "214"]),
        ("Firms with fewer than 50 employees train 70% of apprentices.", ["70%"]),
        ("Towns of more than 50,000 people lost 31% of their buses.", ["31%"]),
        ("The trust treats patients with more than 400 illnesses and has 92 wards.",
         ["more than 400", "92"]),
        ("In the first quarter 12 firms closed. In the last quarter 3,100 jobs went.",
         ["12", "3,100"]),
        ("Start with trust: 64% of members say they have an offer of work.", ["64%"]),
        ("Lists grew by 12,000 in May. All of the 12,000 had waited since June.", ["12,000"]),
        ("The firm has two sites with fewer than 50 employees.", ["fewer than 50"]),
        ("Half the tenants in Fife said the rent was too high.", ["1 in 2"]),
        ("There are 4,000 too many prisoners in Fife.", ["4,000"]),
        ("Speeds over 70 mph were common on the bridge.", ["over 70 mph"]),
        ("Eighteen of the 44 trucks are electric. The last of the eighteen left at noon.",
         ["18 of 44"]),
        ("Three in ten tenants left. The last of the eighteen shops has closed.",
         ["3 in 10", "18"]),
    ],
)  # fmt: skip
def test_numbers_in_similar_words_are_figures(text: str, expected: list[str]) -> None:
    assert values(text) == expected

"""The labels of drafted figures read like those of an editor: the quantity, and its condition."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import Part, draft
from briefing.record.record import Record


def figures(text: str) -> dict[str, Part]:
    document = read_document(f"A title of several words\n\n{text}\n".encode(), "release.txt")
    return {figure.value["value"]: figure for figure in draft(document, Record()).figures}


@pytest.mark.parametrize(
    ("text", "value", "label", "of"),
    [
        # The predicate of a group keeps "have", "would" and "were".
        ("Four in ten unpaid carers have not had a day off this year.", "4 in 10",
         "have not had a day off this year", "unpaid carers"),
        ("A quarter of school support staff have taken a second job.", "1 in 4",
         "have taken a second job", "school support staff"),
        ("Seven in ten people who stopped playing say that it costs too much.", "7 in 10",
         "say that it costs too much", "people who stopped playing"),
        ("Nearly 60% of pools built before 1980 are expected to close.", "nearly 60%",
         "are expected to close", "pools built before 1980"),
        ("The offer was rejected by 79% of the members who voted.", "79%",
         "rejected the offer", "members who voted"),
        ("The region has lost 38% of its bus mileage since 2011.", "38%",
         "lost by the region since 2011", "bus mileage"),
        # A verb before its object becomes passive, with its subject.
        ("The council currently contributes £85,000.", "£85,000",
         "contributed by the council", ""),
        ("The service loses £212,000 a year.", "£212,000",
         "lost by the service a year", ""),
        ("Officers visited 38 shops during the autumn.", "38",
         "shops visited by officers during the autumn", ""),
        ("Schools will receive £100 for every pupil who attends.", "£100",
         "will be received by schools for every pupil who attends", ""),
        ("Northby University made a surplus of £18m last year.", "£18m",
         "surplus made by Northby University last year", ""),
        ("They want to close a rural bus route used by 64,000 passengers a year.", "64,000",
         "passengers a year who used a rural bus route", ""),
        # Something that is, moves or is compared.
        ("Some 134,000 carers are currently repaying overpayments.", "some 134,000",
         "carers repaying overpayments", ""),
        ("For a household in Band D, the increase works out at £3 a week.", "£3",
         "increase for a household in Band D a week", ""),
        ("Bus fares in the city have risen by 30% since 2015.", "30%",
         "increase in bus fares in the city since 2015", ""),
        ("The average wait fell from 41 weeks to 22 weeks.", "41 weeks",
         "previous average wait", ""),
        ("The jobless rate for people aged 16 years and over was 4.7% in June.", "4.7%",
         "jobless rate for people aged 16 years and over", ""),
        ("Only 8% of pupils reached the standard in reading, writing and maths.", "8%",
         "reached the standard in reading, writing and maths", "pupils"),
        ("Nearly a third of overflows spilled more than 40 times.", "nearly 1 in 3",
         "spilled more than 40 times", "overflows"),
        ("Absence because of illness was 12% lower.", "12%",
         "fall in absence because of illness", ""),
        ("The company serves 1.7 million homes and businesses.", "1.7 million",
         "homes and businesses served by the company", ""),
        ("Theft of tractors accounted for £11 million of the total.", "£11 million",
         "accounted for by theft of tractors", ""),
        ("Rural crime cost the United Kingdom £49 million last year.", "£49 million",
         "cost of rural crime to the United Kingdom", ""),
        ("On average each home cost £158,000.", "£158,000", "average cost of each home", ""),
        ("The council spent £51 million on homes, £19 million of which came from lenders.",
         "£19 million", "spent by the council on homes that came from lenders", ""),
        ("Among men, 54% walk to work, compared with 40% in 2019.", "40%",
         "walk to work in 2019", "men"),
        # The group can be before the clause of the number, or before a bracket.
        ("Single parents were hardest hit: 26% said that they had given up their bed.", "26%",
         "said that they had given up their bed", "Single parents"),
        ("Of the 312 schools that replied, 45% had cut support staff.", "45%",
         "had cut support staff", "312 schools that replied"),
        ("Two in five (39%) parents say that they have nothing left over.", "39%",
         "say that they have nothing left over", "parents"),
        ("A survey of 2,043 parents found that 11% had a child without a bed.", "11%",
         "had a child without a bed", "parents"),
        # Later numbers of a sentence take their words from the first.
        ("Some 81% of Britons say society is divided, rising to 91% of older voters.", "91%",
         "say society is divided", "older voters"),
        ("The council spent £5m on schools and £3m on roads.", "£3m",
         "spent by the council on roads", ""),
        # Those who are given money, or who do something.
        ("The county will be given £18.4 million for roads.", "£18.4 million",
         "to be given to the county for roads", ""),
        ("A petition against the closure has been signed by 1,380 people.", "1,380",
         "people who signed a petition against the closure", ""),
        ("Some 61,000 families cannot pay, and the charity helped 5,700 of them.", "5,700",
         "families helped by the charity", ""),
        # A pronoun and a gap refer to the number before.
        ("Starting pay has risen to £14.15 an hour, but that is £2.30 below the rate in London.",
         "£2.30", "starting pay an hour below the rate in London", ""),
        ("The delay came at a cost to the taxpayer of £51 million.", "£51 million",
         "cost to the taxpayer", ""),
        # A saying verb, an introduction and an aside are no part of the clause.
        ("The council says the pool, which opened in 1896, would cost £2m to mend.", "£2m",
         "cost of the pool to mend", ""),
        ("In 2023, the trust said, ambulances took 41 minutes to reach patients.", "41 minutes",
         "taken by ambulances to reach patients", ""),
    ],
)  # fmt: skip
def test_labels_name_the_quantity(text: str, value: str, label: str, of: str) -> None:
    figure = figures(text)[value].value
    assert (figure["label"], figure.get("of", "")) == (label, of)


def test_a_number_in_the_label_of_another_is_no_figure() -> None:
    found = figures("Just 58% of patients have been waiting for less than 18 weeks.")
    assert list(found) == ["58%"]


def test_money_in_the_label_of_another_number_is_a_figure() -> None:
    found = figures("The Ministry of Justice has opened 22 courtrooms at a cost of £31 million.")
    assert list(found) == ["22", "£31 million"]


def test_a_label_that_is_not_located_is_a_guess() -> None:
    figure = figures("The average wait fell from 41 weeks to 22 weeks.")["41 weeks"]
    assert any("cannot find it" in reason for reason in figure.reasons)

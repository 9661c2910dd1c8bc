"""Drafts keep the words without which a figure would say something else."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import Part, draft
from briefing.record.record import Record

RELEASE = """\
Free lunches reach more children than ever before

A survey published today shows that 1.04 million more children had a free school lunch in
October than last year. It was answered by 1,250 head teachers, and 41% of head teachers say
that the funding of £2.61 a meal does not cover what they pay their caterer.

The trust estimates that schools are losing £310 million a year by subsidising meals from budgets
meant for teaching. It is calling for the rate to rise to £3.16 from April.

Automatic enrolment would reach a further 250,000 children who are not registered for a meal.

The trust works with more than 3,000 schools in every part of England.

It recommends that ministers:

- train 400 school cooks by 2027
"""


def figures(text: str) -> dict[str, Part]:
    document = read_document(f"A title of four words\n\n{text}".encode(), "release.txt")
    return {figure.value["value"]: figure for figure in draft(document, Record()).figures}


def guesses(figure: Part) -> list[str]:
    return [reason for reason in figure.reasons if reason.startswith("guess: ")]


@pytest.mark.parametrize(
    ("value", "label", "is_guess"),
    [
        ("1.04 million", "more children had a free school lunch in October than last year", False),
        ("£310 million",
         "lost by schools a year by subsidising meals from budgets meant for teaching", False),
        ("£2.61", "funding a meal", False),
        ("41%", "say that the funding of £2.61 a meal does not cover what they pay their caterer",
         True),
        ("£3.16", "rate", True),
        ("250,000", "further children who are not registered for a meal", True),
        ("more than 3,000", "schools in every part of England", False),
        ("400", "school cooks to be trained by 2027", True),
    ],
)  # fmt: skip
def test_the_figures_of_a_release(value: str, label: str, *, is_guess: bool) -> None:
    figure = figures(RELEASE)[value]
    assert figure.value["label"] == label
    assert bool(guesses(figure)) == is_guess


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        ("Ministers found an extra £21 million for short breaks for carers.", "£21 million",
         "extra found by ministers for short breaks for carers"),
        ("Officers have recruited 150 more examiners.", "150",
         "more examiners recruited by officers"),
        ("Volunteers planted another 4,000 trees in parks.", "4,000",
         "more trees planted by volunteers in parks"),
        ("Street cleaning along the seafront costs £212,000 a year.", "£212,000",
         "cost of street cleaning along the seafront a year"),
        ("Children whose fathers read to them asked 23% more questions.", "23%",
         "children whose fathers read to them asked more questions"),
    ],
)  # fmt: skip
def test_differences_and_rates(text: str, value: str, label: str) -> None:
    figure = figures(text)[value]
    assert figure.value["label"] == label
    assert not guesses(figure)


def test_a_number_in_the_middle_of_a_label_stays() -> None:
    found = figures("Some 62% of parents believe that the limit of 20 mph makes our roads safer.")
    label = "believe that the limit of 20 mph makes our roads safer"
    assert found["some 62%"].value["label"] == label


@pytest.mark.parametrize(
    "text",
    [
        "Bus fares in the city should be £3.16 for everybody.",
        "The union called for 3.16 new buses in the city.",
        "Passengers in the city want £3.16 fares on every bus.",
    ],
)
def test_an_ask_is_no_fact(text: str) -> None:
    (figure,) = figures(text).values()
    assert any("who asks for it or plans it" in guess for guess in guesses(figure))


def test_an_ask_in_the_label_is_enough() -> None:
    (figure,) = figures("The Government should create a Fund worth £3,000.").values()
    assert figure.value["label"] == "Fund should be created by the Government"
    assert not guesses(figure)

"""Figures that are only asked for or planned have a word such as "should", or are guesses."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import Part, draft
from briefing.record.record import Record


def figures(text: str) -> dict[str, Part]:
    document = read_document(f"The council will publish a report\n\n{text}".encode(), "release.txt")
    return {figure.value["value"]: figure for figure in draft(document, Record()).figures}


def guesses(figure: Part) -> list[str]:
    return [reason for reason in figure.reasons if reason.startswith("guess: ")]


def test_an_item_of_a_list_of_demands_is_a_guess() -> None:
    found = figures("It recommends that ministers:\n\n- train 400 school cooks by 2027\n")
    label = "It recommends that ministers: train 400 school cooks by 2027"
    assert found["400"].value["label"] == label
    assert any("from the line above its list" in guess for guess in guesses(found["400"]))


@pytest.mark.parametrize(
    "text",
    [
        "Bus fares in the city should be £3.16 for everybody",
        "Unite called for 3.16 new buses in the city",
        "Passengers in the city want £3.16 fares on every bus",
        "The Government should create a Fund worth £3,000",
    ],
)
def test_an_ask_in_the_label_is_enough(text: str) -> None:
    (figure,) = figures(f"{text}.").values()
    assert figure.value["label"] == text
    assert not guesses(figure)


def test_differences_and_rates_stay_in_the_label() -> None:
    found = figures(
        "Ministers found an extra £21 million for short breaks for carers.\n\n"
        "Street cleaning along the seafront costs £212,000 a year.\n\n"
        "Some 62% of parents believe that the limit of 20 mph makes roads safer.\n"
    )
    assert {value: figure.value["label"] for value, figure in found.items()} == {
        "£21 million": "Ministers found an extra £21 million for short breaks for carers",
        "£212,000": "Street cleaning along the seafront costs £212,000 a year",
        "some 62%": "believe that the limit of 20 mph makes roads safer",
    }
    assert not any(map(guesses, found.values()))

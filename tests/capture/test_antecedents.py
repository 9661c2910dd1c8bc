"""The names that the words of a label refer to: they are added, and always shown as guesses."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import draft
from briefing.record.record import Record

TITLE = "# A title of several words\n\n"


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        ("Severn Vale Water said sorry.\n\nThe company fitted 9,200 meters.", "9,200",
         "The company [Severn Vale Water] fitted 9,200 meters"),
        ("Kirklees Council has debts.\n\nDebts owed to the council rose by 7%.", "7%",
         "Debts owed to the council [Kirklees Council] rose by 7%"),
        ("The UK has old houses: 38% of its homes were built before 1946.", "38%",
         "38% of its [the UK’s] homes were built before 1946"),
        ("Parking charges were last changed in 2019. Since then costs have risen by 28%.", "28%",
         "Since then [2019] costs have risen by 28%"),
        ("Statement from Harbour, a charity.\n\nOur shelters helped 9,870 people.", "9,870",
         "Our shelters helped 9,870 people [Harbour]"),
        # The words stay as they are if no name is found.
        ("Rain fell.\n\nThe company fitted 9,200 meters.", "9,200",
         "The company fitted 9,200 meters"),
        ("Rain fell.\n\nThe changes would raise £720,000 a year.", "£720,000",
         "The changes would raise £720,000 a year"),
    ],
)  # fmt: skip
def test_names_are_added_in_brackets_as_guesses(text: str, value: str, label: str) -> None:
    document = read_document(f"{TITLE}{text}\n".encode(), "release.md")
    figures = {figure.value["value"]: figure for figure in draft(document, Record()).figures}
    assert figures[value].value["label"] == label
    assert any(reason.startswith("guess: label: ") for reason in figures[value].reasons)


def test_labels_keep_the_place_of_their_number() -> None:
    text = (
        "Some 38% of British homes were built before 1946, against 21% in France and 24% in Spain."
    )
    document = read_document(f"{TITLE}{text}\n".encode(), "release.md")
    labels = [figure.value["label"] for figure in draft(document, Record()).figures]
    assert "Some 38% of British homes were built before 1946, against 21% in France" in labels

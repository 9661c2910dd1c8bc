"""The words above a list that its items continue are in the labels of the items, as a guess."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import Part, draft
from briefing.record.record import Record


def figures(text: str, name: str = "release.txt") -> dict[str, Part]:
    title = (
        "<h1>The council will publish a report</h1>"
        if name.endswith("html")
        else "The council will publish it"
    )
    document = read_document(f"{title}\n\n{text}".encode(), name)
    return {figure.value["value"]: figure for figure in draft(document, Record()).figures}


@pytest.mark.parametrize(
    ("lead", "item", "value", "label"),
    [
        ("Tyne Rail, which runs trains in Leeds, York and other cities of the north of England, "
         "also failed to:", "Repair lifts at 31 stations by May", "31",
         "Tyne Rail also failed to: repair lifts at 31 stations by May"),
        ("The rules changed. The board has now:", "Closed 42 wards", "42",
         "The board has now: closed 42 wards"),
        ("Last year the council spent:", "£3.2m on parks", "£3.2m",
         "Last year the council spent: £3.2m on parks"),
        # A place applies to every item, and "this" is explained by the sentence before.
        ("The charge costs the poor more. In our area:", "27% of homes have no car", "27%",
         "In our area: 27% of homes have no car"),
        ("The union wants lower rates. Models suggest that this would:", "Save 900 shops", "900",
         "The union wants lower rates. Models suggest that this would: save 900 shops"),
        ("Most porters work for hospitals. Among them:", "58% had been paid late", "58%",
         "Most porters work for hospitals. Among them: 58% had been paid late"),
        # The number is not repeated.
        ("In the waste sector:", "The average time fell from 14 months to 11 months", "14 months",
         "In the waste sector: previous average time"),
        ("The union is asking for:", "A minimum of £2.1bn a year by 2028", "at least £2.1 billion",
         "The union is asking for: a minimum of £2.1bn a year by 2028"),
        # The items are sentences, so they do not continue the line.
        ("The audit found that:", "Leeds owes £3.2m to banks", "£3.2m",
         "Leeds owes £3.2m to banks"),
        ("The three main changes:", "Leeds owes £3.2m to banks", "£3.2m",
         "Leeds owes £3.2m to banks"),
    ],
)  # fmt: skip
def test_an_item_has_the_words_that_it_continues(
    lead: str, item: str, value: str, label: str
) -> None:
    page = f"<p>{lead}</p><ul><li>The first of them is long.</li><li>{item}</li></ul>"
    figure = figures(page, "release.html")[value]
    assert figure.value["label"] == label
    is_guess = any("from the line above its list" in reason for reason in figure.reasons)
    assert is_guess == (": " in label)


def test_a_line_that_is_too_long_is_only_mentioned() -> None:
    lead = f"The trust {'and the board of the trust ' * 5}failed to:"
    figure = figures(f"{lead}\n\n- repair lifts at 31 stations")["31"]
    assert figure.value["label"] == "Repair lifts at 31 stations"
    assert any("it continues the line above its list" in reason for reason in figure.reasons)


def test_only_the_first_sentence_of_an_item_has_the_line_above_its_list() -> None:
    text = (
        "The charity is calling on ministers to:\n\n"
        "- keep the rate above £120 a week for an adult. It is currently £91\n"
    )
    document = read_document(f"# We must act\n\n{text}".encode(), "release.md")
    labels = [str(figure.value["label"]) for figure in draft(document, Record()).figures]
    assert labels[0].startswith("The charity is calling on ministers to: keep the rate above £120")
    assert labels[1].endswith("It is currently £91")
    assert "ministers to" not in labels[1]

"""The names that the words of a label refer to: they are added, and always shown as guesses."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import draft
from briefing.record.record import Record

TITLE = "# The council will publish a report\n\n"


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        ("Severn Vale Water said sorry.\n\nThe company fitted 9,200 meters.", "9,200",
         "[Severn Vale Water] fitted 9,200 meters"),
        ("Kirklees Council has debts.\n\nDebts owed to the council rose by 7%.", "7%",
         "Debts owed to [Kirklees Council] rose by 7%"),
        ("The UK has old houses: 38% of its homes were built before 1946.", "38%",
         "38% of [the UK’s] homes were built before 1946"),
        ("Parking charges were last changed in 2019. Since then costs have risen by 28%.", "28%",
         "Since then [2019] costs have risen by 28%"),
        ("The earnings limit is a cliff. The limit will rise to £196.", "£196",
         "[The earnings limit] will rise to £196"),
        ("The prison population of Wales is up. The population has doubled. Forecasts suggest that "
         "it will reach 9,200 in May.", "9,200",
         "Forecasts suggest that [the prison population of Wales] will reach 9,200 in May"),
        ("Spending by towns on buses hit £2m. An audit found that it will reach £3m.", "£3m",
         "An audit found that [spending by towns on buses] will reach £3m"),
        ("Leeds and the North East had most, with 154 (21%) and 126 (17%) respectively.", "126",
         "[the North East:] Leeds and the North East had most, with 154 (21%) and 126 (17%) "
         "respectively"),
        ("Calls rose, and wards in Truro and Penzance saw 640 and 210 people respectively.", "640",
         "[wards in Truro:] wards in Truro and Penzance saw 640 and 210 people respectively"),
        ("Kent Lido lost a pump. Two-thirds of its divers were ill in May.", "2 in 3",
         "Two-thirds of [Kent Lido’s] divers were ill in May"),
        # The words stay as they are if no name is found.
        ("The pool limit and the bath limit differ. The limit will rise to £196.", "£196",
         "The pool limit and the bath limit differ. The limit will rise to £196"),
        ("The money comes from lottery tickets. It comes on top of £50m for parks.", "£50m",
         "[The money] comes on top of £50m for parks"),
        ("Parks are closing. Ministers say that the measures will add £2m to rents.", "£2m",
         "Ministers say that the measures will add £2m to rents"),
        ("Rain fell.\n\nThe company fitted 9,200 meters.", "9,200",
         "The company fitted 9,200 meters"),
        ("Firms pay above a threshold. Ministers should help; at the moment the threshold is £2m.",
         "£2m",
         "Firms pay above a threshold. Ministers should help; at the moment the threshold is £2m"),
        # A heading may name another thing.
        ("A sports programme began.\n\n## Free breakfasts\n\nThe programme serves 9,200 meals.",
         "9,200", "The programme serves 9,200 meals"),
        # The name of an owner has no ending.
        ("Rain fell on Kent Water’s pipes.\n\nThe company met 81 of its goals.", "81",
         "[Kent Water] met 81 of its goals"),
        # A rank is not a name.
        ("Southmere has the third lowest rate in Wales. Nationally the rate is 90.", "90",
         "Southmere has the third lowest rate in Wales. Nationally the rate is 90"),
        ("Rain fell.\n\nThe changes would raise £720,000 a year.", "£720,000",
         "The changes would raise £720,000 a year"),
    ],
)  # fmt: skip
def test_names_are_added_in_brackets_as_guesses(text: str, value: str, label: str) -> None:
    document = read_document(f"{TITLE}{text}\n".encode(), "release.md")
    figures = {figure.value["value"]: figure for figure in draft(document, Record()).figures}
    assert figures[value].value["label"] == label
    assert any(reason.startswith("guess: label: ") for reason in figures[value].reasons)


HANSARD = """Rough Sleeping and Temporary Accommodation

12.38 pm

The Minister for Homelessness (Rosalind Ashby)

We are investing £980 million this year.

Sir Julian Fenwick (North Dorset) (Con)

In my constituency, the average rent is £1,748 a month.

Rosalind Ashby

We will help in 20 areas.
"""


def test_we_in_hansard_is_the_member_who_speaks() -> None:
    result = draft(read_document(HANSARD.encode(), "debate.txt"), Record())
    assert [str(figure.value["label"]) for figure in result.figures] == [
        "We are investing £980 million this year [Rosalind Ashby]",
        "In my constituency, the average rent is £1,748 a month [Sir Julian Fenwick]",
        "We will help in 20 areas [Rosalind Ashby]",
    ]


PEERS = """Rough Sleeping and Temporary Accommodation

House of Lords Hansard

{first}

We expect 60,000 more people to claim it.

The Parliamentary Under-Secretary of State, Department for Health (Baroness Lyn) (Lab)

We gave £45 million to councils.
"""


def test_a_publisher_of_speeches_is_never_we() -> None:
    for first, added in (("Lord Garth of Whitby (Con)", " [Lord Garth of Whitby]"), ("3 pm", "")):
        text = PEERS.format(first=first)
        result = draft(read_document(text.encode(), "debate.txt"), Record())
        assert [str(figure.value["label"]) for figure in result.figures] == [
            f"We expect 60,000 more people to claim it{added}",
            "We gave £45 million to councils [Baroness Lyn]",
        ]
        assert any("it is in the words of" in reason for reason in result.figures[0].reasons)


def test_it_after_another_it_is_not_replaced() -> None:
    text = "Machynlleth was promised a hub in 2023. When it did, it served 900 customers in a week."
    document = read_document(f"{TITLE}{text}\n".encode(), "release.md")
    (figure,) = draft(document, Record()).figures
    assert figure.value["label"] == text.removesuffix(".")


def test_labels_keep_the_place_of_their_number() -> None:
    text = (
        "Some 38% of British homes were built before 1946, against 21% in France and 24% in Spain."
    )
    document = read_document(f"{TITLE}{text}\n".encode(), "release.md")
    labels = [figure.value["label"] for figure in draft(document, Record()).figures]
    assert "Some 38% of British homes were built before 1946, against 21% in France" in labels


def test_a_sector_is_no_organisation() -> None:
    text = "The Kelp Charity asked 90 shops about the charity sector. It rose by 4% a year."
    document = read_document(f"{TITLE}{text}\n".encode(), "release.md")
    labels = [figure.value["label"] for figure in draft(document, Record()).figures]
    assert not any("Kelp Charity] sector" in label for label in labels)


def test_a_council_among_many_is_not_the_council() -> None:
    text = (
        "A home in a rural council costs more. Ann Lee said the council had paid her £790 a week."
    )
    document = read_document(f"# Rents\n\n{text}\n".encode(), "release.md")
    assert "rural" not in draft(document, Record()).figures[-1].value["label"]

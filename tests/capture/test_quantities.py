"""The groups, counts and quantities of earlier sentences, in labels that refer to them."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import Part, draft
from briefing.record.record import Record


def figures(text: str) -> dict[str, Part]:
    title = "The council will publish a report"
    document = read_document(f"{title}\n\n{text}\n".encode(), "release.txt")
    return {figure.value["value"]: figure for figure in draft(document, Record()).figures}


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        # The number is of the same quantity as an earlier one.
        ("In May, 31% of branches in Kent were shut. In Devon it was 24% and in Bude 6%.", "24%",
         "In Devon [the share of branches that were shut] was 24%"),
        ("Women made up 59% of starts. For men the share was 41%.", "41%",
         "For men [the share of starts] was 41%"),
        ("More than a third of tenants (37%) slept badly. Among nurses, it was 44%.", "44%",
         "Among nurses, [the share that slept badly] was 44%"),
        ("The average wait for a bus was 14 minutes. On Sundays it was 32 minutes.", "32 minutes",
         "On Sundays [the average wait for a bus] was 32 minutes"),
        ("You asked what share of calls to our office go unanswered. In May it was 12%.", "12%",
         "In May [the share of calls to our office that go unanswered] was 12%"),
        ("The share of homes with damp was 9%. That compares with 4% in May.", "4%",
         "[The share of homes with damp] compares with 4% in May"),
        # A change is not the level of another number.
        ("Pay for nurses grew by 5%. In Wales it was 4%.", "4%",
         "Pay for nurses grew by 5%. In Wales it was 4%"),
        ("Kent has a fare of 50p a mile for buses. It rose to 65p in May.", "65p",
         "Kent has a fare of 50p a mile for buses. It rose to 65p in May"),
        # The number is a part of an earlier count or sum.
        ("The clinic gave 3,400 courses of treatment. Of these, 1,100 were for children.", "1,100",
         "Of [3,400 courses of treatment], 1,100 were for children"),
        ("The value of stolen tractors was £2.7m. Of this, £390,000 came back.", "£390,000",
         "Of [the value of stolen tractors], £390,000 came back"),
        ("Ministers put £900m into buses. Of that, £200m is for fares. The rest, £700m, is for "
         "councils.", "£700m", "The rest of [£900m into buses], £700m, is for councils"),
        ("Some 11,200 homes in Kent would gain. A further 6,100 would lose.", "6,100",
         "A further 6,100 [homes in Kent] would lose"),
        ("They agreed a £410m package for kitchens. The money will buy 3,900 ovens.", "3,900",
         "[The £410m package for kitchens] will buy 3,900 ovens"),
        # The number is a share of a group that other words name.
        ("Of those who complained, 19% had an answer. A further 31% were still waiting.", "31%",
         "A further 31% [of those who complained] were still waiting"),
        ("Women made up 56% of respondents. Just 7% were aged under 35.", "7%",
         "7% [of respondents] were aged under 35"),
        ("It will reach 5% of carers. Extending it to all of them would cost £284m.", "£284m",
         "Extending it to all of [carers] would cost £284m"),
        ("We asked 2,018 tenants in England and Wales about heat. A year ago, 29% had gone cold.",
         "29%", "A year ago, 29% [of tenants in England and Wales] had gone cold"),
        ("People on meters were hit hardest:\n\n- 61% had run out of gas", "61%",
         "61% [of people on meters] had run out of gas"),
    ],
)  # fmt: skip
def test_labels_have_the_quantity_or_the_group_that_they_refer_to(
    text: str, value: str, label: str
) -> None:
    figure = figures(text)[value]
    assert figure.value["label"] == label
    is_guess = any("in brackets" in reason for reason in figure.reasons)
    assert is_guess == ("[" in label)
    assert not any("cannot find it" in reason for reason in figure.reasons)


def test_a_survey_gives_no_group_to_the_shares_before_it() -> None:
    text = "In 2019, 81% agreed.\n\nWe asked 320 tenants in Bude about noise, and most were happy."
    assert "tenants" not in str(figures(text)["81%"].value["label"])


def test_it_costs_is_not_about_an_earlier_subject() -> None:
    text = "The council sold its bus. It costs £19.2 million a year to run one."
    assert "[" not in str(figures(text)["£19.2 million"].value["label"])

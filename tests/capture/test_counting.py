"""The numbers that a draft has as figures: each is proved, and no other number is a figure."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import draft
from briefing.evidence.figures import find_figure
from briefing.evidence.searching import prepare
from briefing.record.model import Figure
from briefing.record.record import Record


def values(text: str) -> list[str]:
    """Return the values that are drafted from a text. The proof of each is found."""
    title = "The council will publish a report"
    document = read_document(f"{title}\n\n{text}\n".encode(), "release.txt")
    found = [figure.value for figure in draft(document, Record()).figures]
    search = prepare(document.text)
    for value in found:
        assert find_figure(Figure.model_validate(value), search), value
    return [value["value"] for value in found]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # Shares and changes in words.
        ("A fifth of posts in Kent are empty.", ["1 in 5"]),
        ("Theft in Kent has fallen by a fifth.", ["20%"]),
        ("Theft in Kent has dropped by a fifth since the launch of the scheme.", ["20%"]),
        ("Three-fifths of nurses in Kent left the service.", ["3 in 5"]),
        ("Admissions in Kent are down by a sixth.", ["a sixth"]),
        ("The firm in Kent reported a rise of more than a third.", ["more than a third"]),
        ("The firm in Kent reported a fall of almost a fifth on 2023.", ["nearly 20%"]),
        ("Those with children in Kent paid a third more.", ["a third"]),
        ("Of those left behind in Kent, a third waited for more than an hour.", ["1 in 3"]),
        ("A third of nurses in Kent had left and a fifth had moved.", ["1 in 3", "1 in 5"]),
        ("Some 71% of homes in Kent had damp and one in six had rats.", ["some 71%", "1 in 6"]),
        ("The budget for parks in Kent will be cut in half by 2030.", ["50%"]),
        ("Pay in Kent must not fall below £12.60 an hour.", ["at least £12.60"]),
        ("Only one council in twenty pays the rate in Kent.", ["1 in 20"]),
        ("One pharmacist post in seven is unfilled in Kent.", ["1 in 7"]),
        # A floor, and the second of two numbers.
        ("The rate in Kent never drops below £120 a week.", ["at least £120"]),
        ("Kent would cap deductions at 10%, rather than 25% today.", ["10%", "25%"]),
        # Deaths, and a short time between two events.
        ("Two people died and a further 23 needed treatment.", ["2", "23"]),
        ("A child in Kent is admitted every seven minutes.", ["7 minutes"]),
        # A small number of events or of more people, and the end of a change.
        ("Officers in Kent issued 164 fines and took nine cases to court.", ["164", "9"]),
        ("There were three cases of measles in Kent, making 41 for the year.", ["3", "41"]),
        ("Kent has set aside £185,000 for four more enforcement officers.", ["£185,000", "4"]),
        ("Eleven dentists in Kent have given up, leaving 34.", ["11", "34"]),
        ("Attendances in Kent were 6% higher than last year, at 14,862.", ["6%", "14,862"]),
        # The second of two times, and how long a piece of work takes.
        ("The average handover took 24 minutes at Deal and 31 minutes at Dover.",
         ["24 minutes", "31 minutes"]),
        ("A rebuilt truck costs £245,000 and can be turned round in 16 weeks.",
         ["£245,000", "16 weeks"]),
        # A number of times.
        ("Nurses in Kent are four times as likely to leave as teachers.", ["4 times"]),
        ("Rents in Kent grew by 9%, three times the national rate for homes.", ["9%", "3 times"]),
        ("Boys in Kent were 2.4 times more likely to be excluded.", ["2.4 times"]),
        # A time that is compared with another, or an average.
        ("The typical wait was 41 minutes in May, against a local standard of 12 minutes.",
         ["41 minutes", "12 minutes"]),
        ("Waits in Kent were longer than the average for England of 58 minutes.", ["58 minutes"]),
        ("Pupils by the coast missed 16 days a year on average.", ["16 days"]),
        ("The usual delay was 38 days, five days longer than in May.", ["38 days"]),
        # A number without a noun.
        ("Beds were short, with flu admissions peaking at 640 in a week.", ["640"]),
        ("The firm mended 92 weirs in Kent, with 171 to follow by 2027.", ["92", "171"]),
        ("Museums in Kent closed. More than 60 have shut since 2020.", ["more than 60"]),
        ("The most visited in Kent was the Albion, with 1.84 million, then the Clyde (1.62 "
         "million).", ["1.84 million", "1.62 million"]),
        ("Staff saw 15,406 Primary 1 children in Kent last year.", ["15,406"]),
        ("Ann Lee, whose own town has seen a rise of 61%, added: “It is very hard on them.”",
         ["61%"]),
    ],
)  # fmt: skip
def test_numbers_that_count_or_measure_are_figures(text: str, wanted: list[str]) -> None:
    assert values(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        # A time in two parts, which a record cannot have, is not one of its parts.
        "The average call in Kent lasted 13 minutes and 20 seconds.",
        "The average wait in Kent was two hours and 14 minutes.",
        "The average sentence was two years and three months in Kent.",
        # A rank, and a number that is not one.
        "Kent has the ninth highest cost per head out of thirty-six.",
        "Kent built a cathedral for a congregation of a dozen.",
        "Kent gave 25% extra time.",
        "The beds in Kent would fill a ward and a half.",
        "The rate in Kent in 2019 was exactly half that.",
        "Nurses in Kent said “you can’t send a child 30 miles because you built no school.”",
        "“If you buy an hour at three-quarters of its cost, you get less,” said Ann Lee.",
        "Absence means that they missed school, meaning that they missed at least one in ten.",
        # Visits and the rent of one person.
        "She rang us three times about the pool.",
        "Send your reply within the time limit of 28 days.",
        "Ann Lee, whose rent is up by 61%, added: “It is very hard on them.”",
    ],
)
def test_other_numbers_are_no_figures(text: str) -> None:
    assert values(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "In two cases the council in Kent lost the papers.",
        "The work in Kent will take two more years.",
        "It rang three more times than the others in Kent.",
    ],
)
def test_a_small_number_that_counts_nothing_new_is_no_figure(text: str) -> None:
    assert values(text) == []

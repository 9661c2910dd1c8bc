"""The part of a sentence that is about one of its numbers."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import draft
from briefing.record.record import Record


def labels(text: str) -> dict[str, str]:
    document = read_document(f"# Pools will close\n\n{text}\n".encode(), "release.md")
    figures = (figure.value for figure in draft(document, Record()).figures)
    return {figure["value"]: figure["label"] for figure in figures}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A clause about a subject is separate from the rest of its sentence.
        ("Aqua Leisure, which runs 41 pools, lost £9m last year.",
         {"41": "Aqua Leisure runs 41 pools", "£9m": "Aqua Leisure lost £9m last year"}),
        ("Swimmers, who pay about a third of the costs, made 900 complaints.",
         {"about 1 in 3": "Swimmers pay about a third of the costs",
          "900": "Swimmers made 900 complaints"}),
        ("In Lowmoor, where half of the pools are outdoors, repairs cost £70,000.",
         {"1 in 2": "In Lowmoor, half of the pools are outdoors",
          "£70,000": "In Lowmoor, repairs cost £70,000"}),
        ("The rise is due to swimmers with disabilities, who make up 9% of members.",
         {"9%": "Swimmers with disabilities make up 9% of members"}),
        ("While fees in Lowmoor rose by 5%, from £3 a visit, the club lost £70,000.",
         {"5%": "Fees in Lowmoor rose by 5%", "£3": "Fees in Lowmoor rose by 5%, from £3 a visit",
          "£70,000": "While fees in Lowmoor rose by 5%, from £3 a visit, the club lost £70,000"}),
        ("Of the 90 public pools with a slide, 12 have closed.",
         {"90": "public pools with a slide",
          "12": "Of the 90 public pools with a slide, 12 have closed"}),
        # It stays if the rest refers to it, or if it has no number except a date.
        ("Aqua Leisure, which runs 41 pools, will close 12 of them.",
         {"41": "Aqua Leisure runs 41 pools",
          "12": "Aqua Leisure, which runs 41 pools, will close 12 of them"}),
        ("Despite a 9% pay rise, 40 guards in Lowmoor have left.",
         {"9%": "Despite a 9% pay rise, 40 guards in Lowmoor have left",
          "40": "guards in Lowmoor have left"}),
        ("Although it cost £4m to build, the pool made £9m.",
         {"£4m": "Although it cost £4m to build",
          "£9m": "Although it cost £4m to build, the pool made £9m"}),
        ("In Lowmoor, where guards earn £90, and in Kent, 12 pools were built.",
         {"£90": "In Lowmoor, where guards earn £90, and in Kent, 12 pools were built",
          "12": "In Lowmoor, where guards earn £90, and in Kent, 12 pools were built"}),
        ("To help our appeal, which aims to raise £9m, go to a pool.",
         {"£9m": "To help our appeal, which aims to raise £9m, go to a pool"}),
        ("The pool, which closed on 3 May 2019, had 900 visitors a day.",
         {"900": "The pool, which closed on 3 May 2019, had 900 visitors a day"}),
        # So is a noun that introduces a clause.
        ("Following the rise in energy bills to £300, 64% of pools raised their prices.",
         {"£300": "Rise in energy bills to £300", "64%": "raised their prices"}),
    ],
)  # fmt: skip
def test_a_part_with_its_own_number_is_separate(text: str, expected: dict[str, str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        ("Swim Kent wants Fife to cut the fee to £3, to mend 9 pools, and to train 40 staff.",
         "40", "Swim Kent wants Fife to train 40 staff"),
        ("Swim Kent urged Fife to cut the fee to £3, widen the grant to 900 pools by May, and"
         " hire more staff.", "900", "Swim Kent urged Fife to widen the grant to 900 pools by May"),
        ("Staff taught 900 children to swim, rescued 31 people and found 83 lost dogs.",
         "31", "Staff rescued 31 people"),
        ("Pupils are expected to read 20 books, swim 5 lengths and sit 3 tests each year.",
         "5", "Pupils are expected to swim 5 lengths"),
        # Reported actions are those of another subject, and "them" needs the words before it.
        ("Swim Kent said pools had lost 900 members, missed 12 dates and lost 40 staff.", "40",
         "Swim Kent said pools had lost 900 members, missed 12 dates and lost 40 staff"),
        ("The plan is to build 300 pools, to sell 40 of them, and to rent the rest.",
         "40", "The plan is to build 300 pools, to sell 40 of them"),
        # A purpose is part of the amount before it, and "to be" describes a noun.
        ("The fund spent £3m to help 300 families and to train 40 staff.",
         "40", "The fund spent £3m to help 300 families and to train 40 staff"),
        ("Ministers want to give 300 pools more staff, to be paid for by a levy of 2%.",
         "2%", "Ministers want to give 300 pools more staff, to be paid for by a levy of 2%"),
    ],
)  # fmt: skip
def test_a_list_of_verbs_has_one_in_each_label(text: str, value: str, label: str) -> None:
    assert labels(text)[value] == label


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("You’ll remember that fees in Lowmoor rose by 17%.", "Fees in Lowmoor rose by 17%"),
        ("Add that up and it comes to £90 a family.", "It comes to £90 a family"),
        ("It may sound a lot, until you know that a pool costs £900 a day.",
         "A pool costs £900 a day"),
        ("He ignored the fact that 85 members of the club are children.",
         "members of the club are children"),
        ("You will know that firm by its 40 vans.", "You will know that firm by its 40 vans"),
    ],
)  # fmt: skip
def test_words_to_the_reader_are_left_out(text: str, label: str) -> None:
    assert [*labels(text).values()] == [label]

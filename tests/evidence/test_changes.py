"""Differences and rates: a figure must use the same words as its source, such as "more"."""

import pytest

from briefing.evidence.figures import closest, find_figure
from tests.evidence.test_figures import Text, figure

LUNCH = "had a free school lunch"
MORE = "In England 1.04 million more children had a free school lunch than last year."
FURTHER = "Enrolment would reach a further 250,000 children without a free school lunch."
CHANGE, LEVEL = "the text gives a change, not a level", "the text gives a level, not a change"
ADDED = "the number is an addition to another one"


@pytest.mark.parametrize(
    ("label", "value", "text"),
    [
        ("children in England had a free school lunch", "1.04 million", MORE),
        ("children without a free school lunch", "250,000", FURTHER),
        ("money for school meals", "£2m", "Ministers found an extra £2m for school meals money."),
        ("money for school meals", "£2m", "There is £2 million extra money for school meals."),
        ("money for school meals", "£2m", "There is another £2m of money for school meals."),
        ("pupils taking school meals", "12%", "Pupils taking school meals are up by 12%."),
        ("pupils taking school meals", "12%", "Pupils taking school meals were up 12 per cent."),
        ("pupils taking school meals", "12%", "Pupils taking school meals are 12% up on 2024."),
        ("share of school meals", "3 points", "The share of school meals fell by 3 points."),
        ("cost of school meals", "5%", "The cost of school meals rose 5 per cent."),
        ("cost of school meals", "5%", "The cost of school meals rose sharply again by 5%."),
        ("pupils with meals", "4,000", "There was an increase of 4,000 pupils with meals."),
        ("pupils with meals", "4,000", "There were 4,000 fewer pupils with meals."),
        ("pupils with meals", "4,000", "There were 4,000 additional pupils with meals."),
        ("pupils with meals", "4,000", "Some 4,000 less pupils with meals came."),
        ("school meals", "28%", "A 28% drop in school meals was seen."),
        ("seats on the council", "12", "They lost 12 seats on the council."),
        ("price of school meals", "12%", "The price of school meals is 12% higher."),
    ],
)
def test_a_difference_is_no_level(label: str, value: str, text: str) -> None:
    assert find_figure(figure(label, value), Text(text)) is None
    passage = closest(figure(label, value), Text(text))
    assert passage
    assert passage.caution == CHANGE or "qualifies" in passage.caution


@pytest.mark.parametrize(
    ("label", "value", "text"),
    [
        ("more children in England had a free school lunch", "1.04 million", MORE),
        ("children in England had a free school lunch", "1.04 million more", MORE),
        ("further children without a free school lunch", "250,000", FURTHER),
        ("rise in pupils taking meals", "12%", "Pupils taking meals are up by 12%."),
        ("pupils taking meals", "+12%", "Pupils taking meals are up by 12%."),
        ("fewer pupils with meals", "4,000", "There were 4,000 fewer pupils with meals."),
        ("extra money for meals", "£2m", "Ministers found an extra £2m of money for meals."),
        ("additional money for meals", "£2m", "They found an additional £2m of money for meals."),
        # These numbers are levels, although a word such as "more" or "up" is near them.
        ("pupils with meals", "4,000", "4,000 pupils with meals, more than ever, came."),
        ("pupils with meals", "4,000", "The pupils with meals numbered 4,000, up from 3,000."),
        ("pupils with meals", "4,000", "The pupils with meals rose by 12% to 4,000."),
        ("pupils with meals", "up to 4,000", "There are up to 4,000 pupils with meals."),
        ("pupils with meals", "more than 4,000", "There are more than 4,000 pupils with meals."),
        ("members of the meals board", "12", "The meals board is made up of 12 members."),
        ("at further education colleges", "8", "There are 8 further education colleges."),
        ("raised for local charities", "£3m", "Schools raised £3m for local charities."),
    ],
)
def test_a_figure_that_says_what_its_source_says(label: str, value: str, text: str) -> None:
    found = find_figure(figure(label, value), Text(text))
    assert found
    assert not found.caution


@pytest.mark.parametrize(
    ("label", "value", "text"),
    [
        ("more children had a school lunch", "1 million", "1 million children had a school lunch, "
         "up from half a million."),
        ("pupils who are absent", "-4%", "Attendance fell, as 4% of the pupils are absent."),
        ("fall in absent pupils", "4%", "Attendance fell, as 4% of pupils are absent."),
    ],
)  # fmt: skip
def test_a_level_is_no_difference(label: str, value: str, text: str) -> None:
    assert find_figure(figure(label, value), Text(text)) is None
    passage = closest(figure(label, value), Text(text))
    assert passage
    assert passage.caution == LEVEL


@pytest.mark.parametrize(
    ("label", "value", "text", "rate"),
    [
        ("losses of schools", "£310m", "The losses of schools are £310 million a year.", "a year"),
        ("funding of school meals", "£2.61", "The funding of school meals is £2.61 per pupil.",
         "per pupil"),
        ("funding of school meals", "£2.61", "The funding of school meals is £2.61 a meal.", ""),
        ("homes built by councils", "2,400", "Councils built 2,400 homes a year.", "a year"),
        ("bus passengers in towns", "12", "In towns there were 12 bus passengers each week.",
         "each week"),
        ("cost of the bus", "£3m", "The cost of the bus is £3m annually.", "annually"),
        ("cost of the bus", "£3m", "The cost of the bus is £3m/week.", "/week"),
        ("cost of meals per pupil", "£490", "The cost of meals is £490 per pupil a year.",
         "a year"),
        ("annual cost of the bus", "£3m", "The annual cost of the bus is £3m a year.", ""),
        ("cost of the bus", "£3m a year", "The cost of the bus is £3m a year.", ""),
        ("yearly cost of the bus", "£3m", "The yearly cost of the bus is £3m per year.", ""),
        ("cost of the bus", "£3m", "The cost of the bus was £3m a year ago.", ""),
        ("buses in the town", "12", "The buses in the town, 12 in a year, are old.", ""),
    ],
)  # fmt: skip
def test_a_rate_that_the_figure_leaves_out_is_a_caution(
    label: str, value: str, text: str, rate: str
) -> None:
    found = find_figure(figure(label, value), Text(text))
    assert found
    assert found.caution == (f"the label and the value leave out “{rate}”" if rate else "")


def test_a_share_in_addition_to_another_is_a_caution() -> None:
    text = Text("77% of people want a park and a further 15% are unsure.")
    found = find_figure(figure("people who are unsure", "15%", "people"), text)
    assert found is None or found.caution == ADDED
    found = find_figure(
        figure("unsure of parks", "15%"), Text("A further 15% are unsure of parks.")
    )
    assert found
    assert found.caution == ADDED

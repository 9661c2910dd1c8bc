"""The people in a survey are added to the labels of its shares, as a guess."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import Part, draft
from briefing.record.record import Record


def figures(text: str) -> dict[str, Part]:
    document = read_document(
        f"<h1>The council will publish a report</h1>\n{text}".encode(), "release.html"
    )
    return {figure.value["value"]: figure for figure in draft(document, Record()).figures}


ITEMS = (
    "<ul><li>51% regularly work at night, with an average of 3.5 shifts a week</li>"
    "<li>One in three have moved away because they were tired</li>"
    "<li>Only 9% have a garden, down from 12% in 2020</li></ul>"
)


@pytest.mark.parametrize(
    "text",
    [
        f"<p>The poll of 3,017 hospital porters by Opinio found that:</p>{ITEMS}",
        f"<p>A poll of 3,017 hospital porters by Opinio is out. It also found that:</p>{ITEMS}",
        f"<p>A union asked its members.</p><p>The survey also shows that:</p>{ITEMS}"
        "<p>A total of 3,017 hospital porters took part.</p>",
    ],
)
def test_every_item_names_the_people_who_were_asked(text: str) -> None:
    found = figures(text)
    labels = {
        "51%": "51% [of hospital porters] regularly work at night",
        "1 in 3": "One in three [of hospital porters] have moved away because they were tired",
        "9%": "9% [of hospital porters] have a garden",
        "12%": "Only 9% [of hospital porters] have a garden, down from 12% in 2020",
    }
    assert {value: found[value].value["label"] for value in labels} == labels
    for value in labels:
        assert any("about its survey" in reason for reason in found[value].reasons)


def test_those_who_responded_are_named() -> None:
    found = figures(
        "<p>Of those who responded, 47% said they had moved away.</p>"
        "<p>A total of 3,017 hospital porters took part.</p>"
    )
    assert found["47%"].value["of"] == "[hospital porters] who responded"
    assert not any("refers to other words" in reason for reason in found["47%"].reasons)


def test_the_shares_of_a_survey_have_its_people_or_those_of_their_paragraph() -> None:
    found = figures(
        "<p>We heard from 3,417 carers.</p><p>Only 23% got an answer.</p>"
        "<p>Among those who had to pay, the typical bill was £90. "
        "Over half (56%) said it was wrong.</p>"
        "<p>We have 3,417 responses from current carers aged 16 and over.</p>"
    )
    assert found["23%"].value["label"] == "23% [of carers] got an answer"
    assert found["56%"].value["label"] == "56% [of those who had to pay] said it was wrong"


def test_nobody_is_added_if_two_groups_are_possible() -> None:
    found = figures(
        "<p>We held a survey of 3,017 porters and another survey of 880 nurses.</p>"
        "<p>A survey of 880 nurses is over.</p><p>A survey of 3,017 porters is over.</p>"
        f"<p>The survey also shows that:</p>{ITEMS}"
    )
    assert found["1 in 3"].value["label"].startswith("51% regularly work at night")
    assert any("it does not name the group" in reason for reason in found["1 in 3"].reasons)


@pytest.mark.parametrize(
    "text",
    [
        # Another group is named in between.
        "The union surveyed 3,017 porters in May. Asked why, a majority of the older doctors "
        "blamed the cold. Just 56% blamed their boss.",
        "The union surveyed 3,017 porters in May. Of the 40 doctors who left, 12% retired. "
        "Just 56% blamed their boss.",
        "The union surveyed 3,017 porters in May. Some 71% of those with cars sold them. "
        "Just 56% blamed their boss.",
    ],
)
def test_nobody_is_added_after_another_group(text: str) -> None:
    label = figures(f"<p>{text}</p>")["56%"].value["label"]
    assert "porters]" not in label


@pytest.mark.parametrize(
    "end", ["in May and found", "over the winter and found", "and found", "in May, and found"]
)
def test_the_people_are_named_without_the_words_after_them(end: str) -> None:
    found = figures(
        f"<p>The union surveyed 3,017 night porters {end} that 51% had a garden.</p>"
        "<p>Nurses are rare. Only 14% said that it was easy to hire one.</p>"
    )
    assert found["14%"].value["label"] == "14% [of night porters] said that it was easy to hire one"


def test_the_people_may_be_in_a_note_below_the_shares() -> None:
    found = figures(
        "<p>The charity’s polling shows how people cope:</p>"
        "<ul><li>44% heat only one room</li>"
        "<li>6% – some 51,000 people – have burned furniture</li></ul>"
        "<p>Polling by Opinio of 1,512 tenants aged 60+ in Fife, carried out in May.</p>"
    )
    labels = [figure.value["label"] for figure in found.values()]
    assert "44% [of tenants aged 60+ in Fife] heat only one room" in labels
    assert "6% [of tenants aged 60+ in Fife] – some 51,000 people – have burned furniture" in labels


def test_people_is_no_group() -> None:
    found = figures(
        "<p>The union heard from 1,918 people who own a boat. It found that 55% had sunk.</p>"
    )
    assert found["55%"].value["label"] == (
        "The union heard from 1,918 people who own a boat. 55% had sunk"
    )


def test_a_share_is_not_the_size_of_a_survey() -> None:
    found = figures(
        "<p>The union asked porters about work.</p><p>Some 43 per cent of those surveyed have a "
        "garden. Fifty-eight per cent said they had been ill this year.</p>"
    )
    assert "[" not in found["58%"].value["label"]


def test_the_people_are_not_those_of_another_poll() -> None:
    found = figures(
        "<p>We asked 2,130 anglers across Wales about how they fish. Just 12% own a boat.</p>"
        "<p>In our poll of water bailiffs, which ran in May, 68% said they had been hit. "
        "A quarter said they saw otters daily.</p>"
    )
    assert found["12%"].value["label"] == "12% [of anglers across Wales] own a boat"
    assert found["1 in 4"].value["label"].startswith("In our poll of water bailiffs")


def test_the_people_are_named_in_the_sentence_that_explains_a_label() -> None:
    found = figures(
        "<p>We heard from 914 young and old fishers in Deal, Hythe, Sandgate and the ports in "
        "between, and this is what you said:</p><ul><li>58% own a net. Last year it was 51%.</li>"
        "<li>Of those, nearly half want a boat and 1 in 7 have lost one</li></ul>"
    )
    first = "58% [of young and old fishers] own a net."
    assert found["51%"].value["label"] == f"{first} Last year it was 51%"
    assert found["1 in 7"].value["label"] == (
        f"{first} Of those, nearly half want a boat and 1 in 7 have lost one"
    )


def test_a_group_with_a_pronoun_is_not_added() -> None:
    found = figures("<p>Half of the gardens we support have a pond. Nine in ten had a shed.</p>")
    assert not any("[" in figure.value["label"] for figure in found.values())


def test_a_group_may_start_with_a_participle_but_is_no_organisation() -> None:
    found = figures(
        "<p>A survey of 2,048 retired divers by Opinio was held in May. It cost £2.</p>"
        "<p>Costs are up 9 days after the latest survey from the Board of Ports.</p>"
        "<p>Only 14% own a boat.</p>"
    )
    assert found["14%"].value["label"] == "14% [of retired divers] own a boat"

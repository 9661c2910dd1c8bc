"""Speakers that the text shows only by a pronoun, a post, a surname or a description."""

import pytest

from tests.capture.speaking import draft_of, speakers


def test_a_second_paragraph_of_a_blockquote_is_not_said_by_the_next_speaker() -> None:
    text = (
        "Skills Minister Rose Otley said:\n\n> We have asked builders to do too much for too long."
        "\n\n> These colleges will be run with local firms."
        "\n\nMartin Keddy, Chief Executive of the Builders Federation, said:"
        "\n\n> Our members have been crying out for this."
    )
    assert speakers(text) == ["Rose Otley", "Rose Otley", "Martin Keddy"]
    titles = [role["title"] for a in draft_of(text).actors for role in a.value.get("roles", [])]
    assert "Chief Executive of the Builders Federation" in titles


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Ruth Carr’s father, Ted, spent 11 weeks on a ward.\n\n“I went once a week,” she said.",
         ["Ruth Carr"]),
        ("Ruth Carr’s father, Ted, spent 11 weeks on a ward.\n\n“I missed the fells,” he said.",
         ["Ted"]),
        ("“We are late,” said Ann Lee, the chair. Beside her sat Mr Ian Ross, who runs it. “We "
         "will open it again,” she added.", ["Ann Lee", "Ann Lee"]),
    ],
)  # fmt: skip
def test_a_pronoun_is_somebody_it_can_mean(text: str, wanted: list[str]) -> None:
    assert speakers(text) == wanted


def test_a_post_is_its_holder_in_another_paragraph() -> None:
    text = (
        "Sponsor | Marion Guthrie, Chief Operating Officer\n\n5.2 We heard from Mrs Ella Prowse, "
        "whose mother was here. She said: “Nobody was unkind to her.”\n\n6.4 The Chief Operating "
        "Officer draws attention to the wards. “We ask too much of them,” she told us."
    )
    assert speakers(text) == ["Ella Prowse", "Marion Guthrie"]
    roles = [a.value.get("roles") for a in draft_of(text).actors if a.value["name"] != "Guthrie"]
    assert not any("whose" in str(role) for role in roles)


def test_a_surname_that_begins_the_sentence_before_is_the_speaker() -> None:
    text = (
        "If Moira Kershaw gets her way, it will be 30.\n\n“They fight over them,” says Kershaw.\n\n"
        "Kirsty Strachan says the trucks are cheap. “It makes sense to me,” she says.\n\n"
        "Kershaw watches the last one go. “My neighbour rang us,” she says."
    )
    assert speakers(text) == ["Moira Kershaw", "Kirsty Strachan", "Moira Kershaw"]


def test_a_first_name_alone_is_somebody_named_in_full_before() -> None:
    text = (
        "Deborah Ling, a manager from Reading, was late.\n\nDeborah, 46, has gone back to driving. "
        "“I would go back tomorrow,” she said."
    )
    assert speakers(text) == ["Deborah Ling"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("‘I dare not ask him to fix it,’ one 68-year-old woman in Truro told us.",
         "68-year-old woman in Truro"),
        ("“I do two jobs a day,” said a teaching assistant in Wigan, who asked not to be named.",
         "Teaching assistant in Wigan"),
        ("“It cost us a great deal,” said a spokesman.", ""),
        ("“It cost us a great deal,” said a teachers’ union.", ""),
    ],
)  # fmt: skip
def test_somebody_without_a_name_has_the_description_in_the_text(text: str, wanted: str) -> None:
    assert speakers(text) == [wanted]


def test_the_subject_of_a_sentence_with_he_said_is_not_somebody_else() -> None:
    text = (
        "Sonia Maddox, the head of care, said help was coming.\n\nA new £8m scheme will pay for "
        "it, she said.\n\n“It will not fix it overnight,” she added."
    )
    assert speakers(text) == ["Sonia Maddox"]


def test_a_quote_as_a_heading_is_not_said_by_the_speaker_above() -> None:
    text = (
        "Naomi Bell, chief executive, said: “Nobody would accept this.”\n\n‘I rang my boss from "
        "the wrong city’\n\nDeborah Ling, a manager, was late. “It went by,” she said."
    )
    assert speakers(text) == ["Naomi Bell", "", "Deborah Ling"]


def test_a_pull_quote_is_left_out() -> None:
    text = (
        "‘You can hear your mate. You can hear a child. Nobody wants to go back,’ says Moira "
        "Kershaw, the manager.\n\nA spokesman for the Parks Department said it would ‘free up "
        "capacity’ soon.\n\n‘You can hear your mate. You can hear a child’\n\nIt is closed."
    )
    assert set(speakers(text)) == {"Moira Kershaw", "Parks Department"}
    assert speakers(text).count("Parks Department") <= 1


def test_a_short_answer_is_a_quote() -> None:
    text = "Cllr Ray Buck (Ind, Ash) asked where.\n\nWhen he was told, he replied: “None, then.”"
    assert speakers(text) == ["Ray Buck"]


@pytest.mark.parametrize("name", ["Gráinne Ní Dhomhnaill", "Seán Mac Giolla", "Dean Whitlam"])
def test_a_name_before_a_role_is_the_whole_name(name: str) -> None:
    assert speakers(f"{name}, Senior Statistician, said: “More people travel now.”") == [name]


def test_a_clause_is_no_role() -> None:
    text = (
        "The Commissioner, Fergal Tuohy, said he would be meeting the chief executive of Orbital "
        "this month. “I am prepared to use it,” Mr Tuohy said."
    )
    (actor,) = [a for a in draft_of(text).actors if a.value["name"] == "Fergal Tuohy"]
    assert actor.value["roles"] == [{"title": "Commissioner"}]


def test_a_surname_of_several_words_is_the_person_named_before() -> None:
    text = (
        "Máire Ó Súilleabháin, Director of Care, said: “We must do more.”\n\nMs Ó Súilleabháin "
        "added: “It will take time.”"
    )
    assert speakers(text) == ["Máire Ó Súilleabháin"] * 2


def test_somebody_with_another_post_is_not_the_speaker_before() -> None:
    text = (
        "Head of policy Tom Reid said: “It is a start.” The charity’s chief executive was less "
        "sure. “It is too little,” she said."
    )
    assert speakers(text) == ["Tom Reid", ""]


def test_a_headline_with_words_of_a_quote_below_it_is_left_out() -> None:
    text = (
        "National Spending Office says contract ‘isn’t working for patients’ in England.\n\n“The "
        "contract isn’t working for patients, or for us,” said Sir Alan Kemble, the comptroller."
    )
    assert speakers(text) == ["Sir Alan Kemble"]


def test_the_deputy_of_the_person_before_is_somebody_else() -> None:
    text = (
        "Leeds Council’s leader, Ian Ross, said it was late. Ross’s deputy disagreed. “It is on "
        "time,” she said."
    )
    assert speakers(text) == [""]

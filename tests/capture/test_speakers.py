"""Speakers: a quote has the speaker that a careful reader would name, or nobody."""

import pytest

from briefing.capture.document import Paragraph
from briefing.capture.quotes import quotes_in
from tests.capture.speaking import draft_of, speakers

TESS = "Tess Marlow, 19, from Bude, has lost her bus. “I cannot get to college,” she said."


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Moira Dunn, the leader, said it was hard. ‘Nobody wanted this,’ she told members. ‘But "
         "the pool’s roof isn’t safe and the swimmers’ club can’t pay.\n\n‘If anyone’s got £2m, my "
         "door’s open.’", ["Moira Dunn"] * 3),
        ("Moira Dunn, the leader, said: 'We've had to choose between the library and the pool."
         "\n\n'I don't say it lightly.'", ["Moira Dunn"] * 2),
        ("He called it ‘the best of times’ and left.\n\n‘I like it a lot,’ said Ann Lee, a nurse.",
         ["", "Ann Lee"]),
        ("Tom Hay, the manager, said: “It is closed.”\n\n“We had no warning at all that it would "
         "shut.\n\n“My children learnt to swim there,” said Ann Lee, who lives in Truro.",
         ["Tom Hay", "Ann Lee", "Ann Lee"]),
    ],
)  # fmt: skip
def test_a_quote_of_several_paragraphs_has_one_speaker(text: str, wanted: list[str]) -> None:
    assert speakers(text) == wanted


def test_the_words_after_a_slogan_are_no_quote() -> None:
    slogan = "‘Stop all of the cuts’ was the cry of everybody in the square."
    found = quotes_in([Paragraph(slogan), Paragraph("‘I like it a lot,’ said Ann Lee.")])
    assert [quote.text for quote in found] == ["I like it a lot"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ann Lee, chief executive of the Pools Trust, was blunt: “We will have no pools left.”",
         "Ann Lee"),
        ("Ann Lee was blunt about the effect on staff:\n\n> We will have no pools left by May.",
         "Ann Lee"),
        ("Ann Lee, chief executive of the Trust, had this message for ministers.\n\n> We will have "
         "no pools left by May.", "Ann Lee"),
        ("Ann Lee, who runs the Pools Trust, disagrees. “We will have no pools left by May.”",
         "Ann Lee"),
        ("We asked Ann Lee, who runs the pool, what would help. “Give us the money and we will do "
         "the rest.”", "Ann Lee"),
        ("Ann Lee, our Head of Policy, can discuss this. “We are not asking for the moon,” as she "
         "put it to officials in May.", "Ann Lee"),
        ("“We will have no pools left by the spring” was how Ann Lee, the chair, put it.",
         "Ann Lee"),
        ("The Audit Office’s report is damning: “The estate is in a worse state than ever.”",
         "Audit Office"),
        ("A report by the Audit Office says “the estate is in a worse state than ever before”.",
         "Audit Office"),
        ("Tom Hay, a lecturer, said it was late.\n\nTo be fair, the Minister for Parks, Gwen "
         "Parry, did not hide it. In the Senedd on Tuesday she said: “These numbers are poor.”",
         "Gwen Parry"),
        ("Ann Lee, the head, thanked Bo Hart, a governor. “He kept this school open,” she said.",
         "Ann Lee"),
        ("“We have to do it,” said Ann Lee.\n\nHer deputy, Bo Hart, agreed. “No one told us the "
         "truth,” he said.", "Bo Hart"),
        ("“There is no plan,” is how Ann Lee, who runs the clinic, sums it up.", "Ann Lee"),
        # A place, a subject or a title before the name.
        ("Mayor of Long Ellen Joan Pike said: “I won’t pretend that everything is right.”",
         "Joan Pike"),
        ("MP for Mid Thorne and Bude Nia Rees said: “I won’t pretend that all of it is right.”",
         "Nia Rees"),
        ("Leader of Thorne County Council Nia Rees said: “I won’t pretend that it is right.”",
         "Nia Rees"),
        ("Police and Crime Commissioner for Thorne Nia Rees said: “I won’t pretend it is right.”",
         "Nia Rees"),
        ("Chair of the Thorne Housing Association Nia Rees said: “I won’t pretend it is right.”",
         "Nia Rees"),
        ("“We will not shut the pier,” said Councillor Nia Rees (Labour, Bude East).", "Nia Rees"),
        ("Lee’s deputy, head of adult social care Nia Rees, told members that ‘no home would have "
         "to shut’.", "Nia Rees"),
        ("The head of nursing, Nia Rees, told a briefing for staff that ‘no ward would shut’.",
         "Nia Rees"),
        ("“We will not shut the pier this year,” said Dr Nia Wales, a geographer.", "Nia Wales"),
        # Only the surname of somebody whose full name comes earlier.
        ("Paul Denny runs a shop in Bude. It has four staff. “The phone never stops,” said Denny.",
         "Paul Denny"),
        ("Ann Lee, the mayor, spoke first. “It was hard,” said Tom Hay, a cook.\n\nLee, a trader "
         "for years, told reporters she would not stand. “I have had my turn,” she added.",
         "Ann Lee"),
        # None of these is the name of a person.
        ("Mayor of Great Thorne Borough said: “I won’t pretend that everything is right.”", ""),
        ("Leader of Thorne County Council said: “I won’t pretend that everything is right.”", ""),
        ("The chair of the Kent Youth Voice said: “I won’t pretend that everything is right.”", ""),
        ("Head of policy at Shelter Cymru said: “I won’t pretend that everything is right.”", ""),
        ("Operation Denby was launched in May. “We will not shut the pier,” said Denby.", ""),
        ("Paul Denny runs a shop. Ann Denny lives in Bude. “The phone never stops,” said Denny.",
         ""),
        # The words of somebody else, who has no name.
        ("Ann Lee, who runs the pool, had a letter from a resident: “You should be ashamed of it.”",
         ""),
        ("Ann Lee, who runs the pool, read out the sign: “No dogs are allowed in this park ever.”",
         ""),
        ("Tom Hay said that parents would be told. “I cry every day about it,” said one mother.",
         ""),
        ("We asked Ann Lee, the chair, what she would do. “I would start again.” We asked staff "
         "too. “The managers do not listen to us at all.”", ""),
        ("Ann Lee, the head, disagrees. “I cry every day about it,” one mother said.", ""),
        ("Ann Lee, the head, disagrees. The parents’ view is different. “The boiler has been "
         "broken since March and nobody comes.”", ""),
        ("“It is nearly done,” said Ann Lee.\n\nAnn Lee visited the park and saw the sign: “No "
         "dogs are allowed in this park.”", ""),
    ],
)  # fmt: skip
def test_the_last_quote_has_the_speaker_that_the_words_around_it_show(
    text: str, speaker: str
) -> None:
    assert speakers(text)[-1] == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Her grandmother Joan, 80, stays at home. “There were six of us,” said Mrs Marlow.",
         "Joan Marlow"),
        ("Her grandmother Joan, 80, stays at home. “There were six of us,” she said.", "Joan"),
        ("“There were six of us on the back seat,” said her grandmother Joan, 80.", "Joan"),
        ("Her grandmother, Joan, said: “There were six of us on the back seat.”", "Joan"),
        ("Her grandmother Pat Hale stays at home. “There were six of us,” said Mrs Hale.",
         "Pat Hale"),
        ("Her grandmother Joan drove her. “But her eyes are going,” Miss Marlow said.",
         "Tess Marlow"),
        ("Her mother Joan drove her last week. “But her eyes are going,” Ms Marlow said.", ""),
        ("Her grandmother stays at home now. “There were six of us,” said Mrs Marlow.", ""),
        ("Her late father’s sister stays at home. “There were six of us on the bus,” she said.",
         ""),
        ("Her grandmother, a retired cook, stays at home. “There were six of us,” she said.", ""),
        ("Tess’s mother said: “I drive her.”\n\n“It costs me £40 every week,” she added.", ""),
    ],
)  # fmt: skip
def test_a_relatives_words_are_not_those_of_the_person_named_before(
    text: str, speaker: str
) -> None:
    found = speakers(f"{TESS}\n\n{text}")
    assert found[0] == "Tess Marlow"
    assert found[-1] == speaker


def test_a_relative_has_the_same_name_in_every_quote() -> None:
    text = (
        "Her mother Joan, 51, is angry. “I have to drive her all the way,” she said.\n\n"
        "“It costs me £40 a week,” Mrs Marlow added."
    )
    assert speakers(f"{TESS}\n\n{text}") == ["Tess Marlow", "Joan Marlow", "Joan Marlow"]


def test_a_pull_quote_leaves_the_speaker_to_the_text_that_it_repeats() -> None:
    text = (
        "Ann Lee, a cook, has no water.\n\n“It has been off since May. I wash at work,” Lee said."
    )
    assert speakers(f"> I wash at work\n\n{text}") == ["Ann Lee"]


TRUST = "Ann Lee, chief executive of the Homes Trust, spoke first."


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # Any verb after a quote that ends in a comma.
        ("“It’s a mess and they know it,” sighs Bo Hart, a teaching assistant.", "Bo Hart"),
        ("“I cried when I opened it,” grins Bo Hart.", "Bo Hart"),
        ("“I cried when I opened it and then I rang Mum,” recalls Bo Hart, then a cook and now a "
         "trainer.", "Bo Hart"),
        # The subject of the whole sentence.
        ("Bo Hart, a cook, stopped short of backing calls for a strike, describing them as “a nice "
         "idea until the rent is due”.", "Bo Hart"),
        # The subject of the sentence before, without a verb of speech.
        ("Bo Hart, who has cared for 22 years, sees 19 people in a shift. “You keep your coat on "
         "the whole time.”", "Bo Hart"),
        ("His colleague, Bo Hart, is less sure. “It could take ten years to build.”", "Bo Hart"),
        ("Bo Hart runs a café.\n\n“January was the worst month that I have had here.”", "Bo Hart"),
        # The subject of a passive verb does not speak.
        ("Bo Hart, who is 41, was told by a member of staff that it would be “about twenty "
         "minutes”.", ""),
        ("Bo Hart, who is 41, was told by the manager, Jo Poe, that it would be “about twenty "
         "minutes”.", "Jo Poe"),
        ("The plan was condemned as “an act of vandalism” by Bo Hart, a cook.", "Bo Hart"),
        ("Bo Hart, a tenant, was told that the flat was “not a priority this year”.", ""),
        ("The minister’s letter to Bo Hart, the chair, says: “We will not pay for it again.”", ""),
        ("Bo Hart, the chief constable, apologised to the family. “We got this badly wrong.”",
         "Bo Hart"),
        ("Firefighter Ned Poe was first on the scene. “You could see the smoke for miles.”",
         "Ned Poe"),
        ("Jo Poe, the leader of the opposition, said it was “appalling on each page”. Bo Hart, the "
         "leader, hit back: “She has no figures of her own.”", "Bo Hart"),
        # Views, verdicts and letters.
        ("“It is as close to proof as we will get” was the verdict of Bo Hart, who led it.",
         "Bo Hart"),
        ("Bo Hart, a nurse, left in May. In his view, “nobody at the top was listening to us”.",
         "Bo Hart"),
        ("For Bo Hart, it was “the worst day of my working life so far”.", "Bo Hart"),
        ("In a letter to the Secretary of State, Bo Hart writes that pupils “have been let down by "
         "all of us”.", "Bo Hart"),
        ("Minister for Schools Bo Hart MP added that parents “should not have to pay it twice”.",
         "Bo Hart"),
        ("“It is a scandal in plain sight,” the Tenants’ League said.", "Tenants’ League"),
        ("“I go to school to get warm,” said Jay*, 17.", "Jay"),
        # Ranks and surnames.
        ("PC Bo Hart, who was hurt in May, is leaving. “I loved it,” said PC Hart.", "Bo Hart"),
        ("“It’s good,” said Captain Bo Hart.\n\nCapt Hart agreed. “I’m glad of it,” he said.",
         "Bo Hart"),
        ("Among them was Jo Poe, whose son is 17. “What else would they like?” said Mrs Poe.",
         "Jo Poe"),
        ("Mother-of-two Jo Poe said: “I have not slept because of it.”", "Jo Poe"),
    ],
)  # fmt: skip
def test_the_words_around_a_quote_show_its_speaker(text: str, speaker: str) -> None:
    assert speakers(f"{TRUST}\n\n{text}")[-1] == speaker


def test_a_surname_alone_is_no_second_actor() -> None:
    text = "“It’s good news for us,” said Captain Bo Hart. Capt Hart, the chair, left at noon."
    assert [actor.value["name"] for actor in draft_of(text).actors] == ["Bo Hart"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # A description and a name are the subject of a sentence.
        ("Ivor Pugh has kept bees for 50 years. His neighbour, Nell Carey, said the swarm came in "
         "May. “I shut every window,” she told us.", ["Nell Carey"]),
        ("Tom Hay, the manager, said it was late.\n\nOur treasurer, Owen Price, was in court on "
         "Monday. I will leave you with his answer: “We paid every penny of that bill.”",
         ["Owen Price"]),
        ("Tom Hay, the manager, met us.\n\nDr Sian Pope from the Rivers Trust was blunter. “The "
         "fish are gone,” she told our meeting.", ["Sian Pope"]),
        # A place with a comma after it is not a person with a description.
        ("Tom Hay, the manager, said it was late.\n\nOne of those swimmers is Len Marsh, 71, a "
         "baker from Bude, who broke his hip. “I was back in a month,” he said.", ["Len Marsh"]),
        ("Tom Hay, the manager, said it was late.\n\nChief Executive Dr Olga Penn paid tribute to "
         "staff but said that more was needed.\n\n“We have 300 people waiting,” she said.",
         ["Olga Penn"]),
        # A dash begins a new clause, and a view of a plan is not its title.
        ("Gwen Parry, who chairs the bus panel, called for a ban – a step that the firm’s chief "
         "executive, Neil Ogden, has said he is “happy to think about”.", ["Neil Ogden"]),
        ("Gwen Parry, who chairs the panel, branded the plan “a waste of good land”.",
         ["Gwen Parry"]),
        ("The Minister for Trees, Hugh Bell, accepted that planting was “slower than we would all "
         "like”.", ["Hugh Bell"]),
        # Somebody met, whose only name is a first name.
        ("Then I met Nia. She’s a mum of two in Truro and works nights. “You learn to sleep in the "
         "light,” she said to me.", ["Nia"]),
        # A post with the name of an organisation is not an office with a person's name.
        ("Ann Lee, chief executive of Swimmers’ Voice Fife, said: “We will have no pools left.”",
         ["Ann Lee"]),
        ("A spokesman for the Department for Sport, Parks and Libraries said: “We will have no "
         "pools left.”", ["Department for Sport, Parks and Libraries"]),
        # The end of a word is no first name.
        ("Green MP Una Frost, who chairs the group on bats, said: “There is no time to lose.”",
         ["Una Frost"]),
        # "A" is not the name of an organisation.
        ("A spokesperson added: “Nobody should have to pay for that.”", [""]),
    ],
)  # fmt: skip
def test_the_name_in_the_sentence_before_is_read_whole(text: str, wanted: list[str]) -> None:
    assert speakers(text) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        # "She" can be the tenant or the landlord, and "he" only the landlord.
        ("Carol Finch, 43, lets a café. Her landlord, Hugh Bell, moved in May. “I cried for a "
         "week,” she said. “I did not sleep.”", ["", ""]),
        ("Carol Finch, 43, lets a café. Her landlord, Hugh Bell, moved in May. “It was the market, "
         "and nothing else,” he said.", ["Hugh Bell"]),
        ("Carol Finch and Hugh Bell, who own the mill, said: “We never got a reply.”", [""]),
        ("Professor Hugh Bell, president of the Tides Society, and Carol Finch, its chair, wrote: "
         "“We never got a reply.”", [""]),
        ("Carol Finch, 43, lets a café. Marine biologist Hugh Bell has seen worse. “The whole bay "
         "was black,” he told us.", ["Hugh Bell"]),
        ("Labour group leader Coun Hugh Bell said it was “a total waste of time”.", ["Hugh Bell"]),
        ("Take Carol Finch, 43. She waited a year. “I never got a reply,” she said.",
         ["Carol Finch"]),
        ("Carol (not her real name) waited a year. “I never got a reply,” she said.", ["Carol"]),
        ("Research led by Carol Finch found that 30% of piers are unsafe. “We were shocked by it,” "
         "she said.", ["Carol Finch"]),
        ("The judge, Mrs Justice Finch, said that it was “a total lack of care”.",
         ["Mrs Justice Finch"]),
        ("June Carter said that it was late. “It will pay for itself,” she added.",
         ["June Carter"]),
        # A month is no first name.
        ("Paul Carter, the manager, is late. On 3 June Carter said: “It will pay off.”", [""]),
        ("Paul Carter, the manager, is late. In May Carter told us: “It will pay off.”", [""]),
    ],
)  # fmt: skip
def test_a_name_or_a_pronoun_means_one_person_or_nobody(text: str, wanted: list[str]) -> None:
    assert speakers(text) == wanted

"""The labels of drafted figures: the words of the document, or a guess that is shown as one."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import Part, draft
from briefing.record.record import Record


def figures(text: str) -> dict[str, Part]:
    document = read_document(
        f"The council will publish a report\n\n{text}\n".encode(), "release.txt"
    )
    return {figure.value["value"]: figure for figure in draft(document, Record()).figures}


def guesses(figure: Part) -> list[str]:
    return [reason for reason in figure.reasons if reason.startswith("guess: ")]


@pytest.mark.parametrize(
    ("text", "value", "label", "of"),
    [
        # The number starts the clause: the label is the rest, and a share has a group.
        ("Four in ten unpaid carers have not had a day off this year.", "4 in 10",
         "have not had a day off this year", "unpaid carers"),
        ("Nearly 60% of pools built before 1980 are expected to close.", "nearly 60%",
         "are expected to close", "pools built before 1980"),
        ("Two in five (39%) parents say that they have nothing left over.", "39%",
         "say that they have nothing left over", "parents"),
        ("Of the 312 schools that replied, 45% had cut support staff.", "45%",
         "had cut support staff", "312 schools that replied"),
        ("Among men, 54% walk to work, compared with 40% in 2019.", "54%",
         "walk to work", "men"),
        ("However, some 134,000 carers are repaying overpayments.", "some 134,000",
         "carers are repaying overpayments", ""),
        ("Just 58% of patients have been waiting for less than 18 weeks.", "58%",
         "have been waiting for less than 18 weeks", "patients"),
        ("The survey shows that 1.04 million more children had a free lunch.", "1.04 million",
         "more children had a free lunch", ""),
        ("There were 142,000 pupils who missed half of their lessons.", "142,000",
         "pupils who missed half of their lessons", ""),
        ("The leaving rate for junior officers is 12.5%.", "12.5%",
         "leaving rate for junior officers", ""),
        # In all other cases, the label is the clause with its number.
        ("Southmere Council currently contributes £85,000.", "£85,000",
         "Southmere Council currently contributes £85,000", ""),
        ("Southmere will have to pay £24m, and Tyne & Border £17m.", "£24m",
         "Southmere will have to pay £24m", ""),
        ("Southmere will have to pay £24m, and Tyne & Border £17m.", "£17m",
         "Southmere will have to pay £24m, and Tyne & Border £17m", ""),
        ("Fuel and wage costs rose by 23%, and fares were capped at £3.", "23%",
         "Fuel and wage costs rose by 23%", ""),
        ("Fuel and wage costs rose by 23%, and fares were capped at £3.", "£3",
         "Fares were capped at £3", ""),
        ("The average wait fell from 41 weeks to 22 weeks, the union said.", "22 weeks",
         "The average wait fell from 41 weeks to 22 weeks", ""),
        ("Spending fell by 19% in a year to £1,530.", "19%", "Spending fell by 19% in a year", ""),
        ("In 2023, bus fares rose by 9%, which worries the minister.", "9%",
         "In 2023, bus fares rose by 9%", ""),
        ("Volunteers planted another 4,000 trees in parks.", "4,000",
         "Volunteers planted another 4,000 trees in parks", ""),
        ("Ministers should cut delays by half this year.", "50%",
         "Ministers should cut delays by half this year", ""),
        ("Some 13 million homes, or 53%, have an energy rating below C.", "53%",
         "Some 13 million homes, or 53%, have an energy rating below C", ""),
        ("The vacancy rate is now 11.8%.", "11.8%", "The vacancy rate is now 11.8%", ""),
        ("So what are they doing? Only 400 buses run in Leeds.", "400", "buses run in Leeds", ""),
        ("One in five of those repaying it owed a year’s rent.", "1 in 5",
         "One in five of those repaying it owed a year’s rent", ""),
        ("Some 34% of adults and 12% of children have asthma.", "some 34%",
         "Some 34% of adults and 12% of children have asthma", ""),
        ("£3m will be spent on new parks.", "£3m", "will be spent on new parks", ""),
        ("A total of 486 patients waited for longer (March: 623).", "623",
         "A total of 486 patients waited for longer (March: 623)", ""),
        ("5.1 The Parks Trust had 93 complaints in April; 61% were answered in time.", "61%",
         "The Parks Trust had 93 complaints in April; 61% were answered in time", ""),
        ("From April the rate that firms pay will rise from 13% to 15%, and the level at which "
         "they start to pay will fall.", "15%",
         "From April the rate that firms pay will rise from 13% to 15%", ""),
        ("The mean age was 45.4 years for men and 43.2 years for women.", "43.2 years",
         "The mean age was 45.4 years for men and 43.2 years for women", ""),
        ("Poverty has grown from 11.2% of homes in 2001 to 24.6%.", "11.2%",
         "Poverty has grown from 11.2% of homes in 2001", ""),
        ("Among women, gin was common; rum was found in 54% of cases.", "54%",
         "Among women, gin was common; rum was found in 54% of cases", ""),
        ("Leeds will pay, but the board gave back £3m. It expects to spend £2m.", "£2m",
         "Leeds will pay, but the board gave back £3m. It expects to spend £2m", ""),
        # Words such as "because" say who is counted, and adverbs are kept.
        ("In the whole of last year, some 9,120 households in the county asked a council for help "
         "to find a home because they were about to lose their own.", "some 9,120",
         "In the whole of last year, some 9,120 households in the county asked a council for help "
         "to find a home because they were about to lose their own", ""),
        ("Some 31% of porters regularly work at night.", "some 31%", "regularly work at night",
         "porters"),
        ("Rents rose by 61% in Kent. A month ago the figure was 48%.", "48%",
         "Rents rose by 61% in Kent. A month ago the figure was 48%", ""),
        ("Kent will pay a fine of £3m. The sum amounts to 7% of its income.", "7%",
         "Kent will pay a fine of £3m. The sum amounts to 7% of its income", ""),
        ("Leeds will build 4,000 homes, but only if the bypass opens.", "4,000",
         "Leeds will build 4,000 homes, but only if the bypass opens", ""),
        ("In 2014, one nurse in eight gave up work; the latest survey, of 320 nurses in Kent, puts "
         "it at 40%.", "40%", "In 2014, one nurse in eight gave up work; the latest survey, of 320 "
         "nurses in Kent, puts it at 40%", ""),
        # Names, words in brackets and words between dashes are not divided.
        ("There were 741 deaths in England and Wales registered in May, 4% fewer.", "741",
         "deaths in England and Wales registered in May", ""),
        ("Most deaths were among men (651 deaths; 88% of the total), as before.", "88%",
         "Most deaths were among men (651 deaths; 88% of the total)", ""),
        ("The backlog rose, and 17,000 people – a fifth of all prisoners – are on remand.",
         "1 in 5", "17,000 people – a fifth of all prisoners – are on remand", ""),
        ("Ministers let out 1,700 prisoners so that jails would not come so near the brink again.",
         "1,700",
         "Ministers let out 1,700 prisoners so that jails would not come so near the brink again",
         ""),
        ("In one town, where staff found rats in the kitchens, two thirds of men shared cells.",
         "2 in 3",
         "In one town, where staff found rats in the kitchens, two thirds of men shared cells", ""),
        ("There were 312 cases on that day. Of the 9,240 wards in Wales, 41 of 48 boards sent in "
         "data (85.4%).", "41 of 48",
         "Of the 9,240 wards in Wales, 41 of 48 boards sent in data", ""),
        ("The study found a gain of between 62p and 85p for every pound spent.", "62–85p",
         "A gain of between 62p and 85p for every pound spent", ""),
        ("A cup of tea will cost 7p more, and a bun 15p.", "7p", "A cup of tea will cost 7p more",
         ""),
        ("4.1 The Parks Trust reported a deficit of £3.9m in May.", "£3.9m",
         "The Parks Trust reported a deficit of £3.9m in May", ""),
        ("Spending on social care will go up from £71m to £78.5m.", "£71m",
         "Spending on social care will go up from £71m to £78.5m", ""),
        ("Around 1.4 million people claim the benefit, and most of them are women.",
         "around 1.4 million", "people claim the benefit", ""),
        ("People waited 5 weeks in 2024, and the outstanding debt stood at £251m.", "£251m",
         "People waited 5 weeks in 2024, and the outstanding debt stood at £251m", ""),
        # A label has a verb, and its own subject.
        ("The plan, backed by £38 million a year, will fund 620 jobs in Kent.", "£38 million",
         "The plan, backed by £38 million a year, will fund 620 jobs in Kent", ""),
        ("Sickness rose to 5.8%, with coughs and colds accounting for 31% of days.", "5.8%",
         "Sickness rose to 5.8%", ""),
        ("Parents must earn £10,158, and neither can earn more than £100,000.",
         "more than £100,000",
         "Parents must earn £10,158, and neither can earn more than £100,000", ""),
        ("Leeds sold 211 bikes, and thieves took 41 of them.", "41",
         "Leeds sold 211 bikes, and thieves took 41 of them", ""),
        ("Starts at level 3 were down 11%, whereas starts at level 4 and above rose by 3%.", "3%",
         "Starts at level 3 were down 11%, whereas starts at level 4 and above rose by 3%", ""),
        ("35,000 nurses and 4,000 porters were needed by May.", "35,000",
         "35,000 nurses and 4,000 porters were needed by May", ""),
        ("Last year 5,100 staff left the service in Kent.", "5,100",
         "Last year 5,100 staff left the service in Kent", ""),
        ("Pay rose by 4.8% in May, official figures show, up from 4.2% a year ago.", "4.2%",
         "Pay rose by 4.8% in May, official figures show, up from 4.2% a year ago", ""),
        ("The report also found that rents in Kent rose by 6%.", "6%", "Rents in Kent rose by 6%",
         ""),
        ("Leeds had 1.15 million bins, a rise of 6%, figures published today show.", "6%",
         "Leeds had 1.15 million bins, a rise of 6%", ""),
        ("A decade ago the rate of cancelled trips was 3.1%.", "3.1%",
         "A decade ago the rate of cancelled trips was 3.1%", ""),
        ("Kent is far. If every town in Kent charged it, they would raise £214 million.",
         "£214 million", "If every town in Kent charged it, they would raise £214 million", ""),
        # A group or a pointer from the words before it.
        ("Children travel further: nearly a third now attend a distant school.", "nearly 1 in 3",
         "Children travel further: nearly a third now attend a distant school", ""),
        ("Local shops closed. A petition to save them gathered 5,870 signatures.", "5,870",
         "Local shops closed. A petition to save them gathered 5,870 signatures", ""),
        ("Abolition would help children. The child poverty rate would be 31 per cent.", "31%",
         "Abolition would help children. The child poverty rate would be 31 per cent", ""),
        ("A survey of 2,043 parents found that 11% had a child without a bed.", "11%",
         "A survey of 2,043 parents found that 11% had a child without a bed", ""),
        ("The rate in Wales was 9.1%. In Gwent the figure was 7.3%.", "7.3%",
         "The rate in Wales was 9.1%. In Gwent the figure was 7.3%", ""),
    ],
)  # fmt: skip
def test_labels_are_the_words_of_the_document(text: str, value: str, label: str, of: str) -> None:
    figure = figures(text)[value]
    assert (figure.value["label"], figure.value.get("of", "")) == (label, of)
    assert not guesses(figure)


@pytest.mark.parametrize(
    ("text", "value", "label", "guess"),
    [
        ("The average wait fell from 41 weeks to 22 weeks.", "41 weeks",
         "previous average wait", "the word “previous” was added"),
        ("The number of long waits fell from 412 in March 2022 to 23.", "412",
         "number of long waits in March 2022", "its words are from two places"),
        ("The charge for an hour would rise from £1.20 to £1.60.", "£1.20",
         "present charge for an hour", "the word “present” was added"),
        ("The council met on Monday. It will spend £2m on parks.", "£2m",
         "[The council] will spend £2m on parks", "the words in brackets"),
        ("Over the same month, rents in Leeds rose by 4%.", "4%",
         "Over the same month, rents in Leeds rose by 4%", "“same month” refers to other words"),
        ("What would it cost to end the cap? We expect £2.5 billion a year.", "£2.5 billion",
         "What would it cost to end the cap? We expect £2.5 billion a year", "so add the name"),
        ("That cost £3m more than in May.", "£3m",
         "That cost £3m more than in May", "“That” refers to other words"),
        ("The pool is old. “We lost £4m in one year,” said Ann Lee, its manager.", "£4m",
         "We lost £4m in one year [Ann Lee]", "it is in a quote"),
        ("For one in eight, energy is now a bigger cost than flour.", "1 in 8",
         "For one in eight, energy is now a bigger cost than flour", "it does not name the group"),
        ("In May 22,450 households, or 41% of the total, have a bin.", "22,450",
         "In May 22,450 households have a bin", "were left out"),
        ("Bus fares in the area rose by 26%.", "26%", "Bus fares in the area rose by 26%",
         "“the area” refers to other words"),
        ("The study puts the worth of that care at £184 billion.", "£184 billion",
         "The study puts the worth of that care at £184 billion", "“that care” refers"),
        ("We found that 41% of them had leaked. Pumps at these works ran for 1,120 hours in May.",
         "1,120 hours", "Pumps at these works ran for 1,120 hours in May", "“these works” refers"),
        ("44% have skipped a meal.", "44%", "have skipped a meal", "it does not name the group"),
        ("44% have skipped a meal. That is up from 31% in May.", "31%",
         "44% have skipped a meal. That is up from 31% in May", "it does not name the group"),
    ],
)  # fmt: skip
def test_other_words_are_shown_as_guesses(text: str, value: str, label: str, guess: str) -> None:
    figure = figures(text)[value]
    assert figure.value["label"] == label
    assert any(guess in reason for reason in guesses(figure))


def test_two_values_never_share_a_label() -> None:
    found = figures(
        "Signs will go up at 24 places at a cost of £6,300.\n\n"
        "The number of patients waiting over 65 weeks fell to 37; the plan was for zero."
    )
    assert {value: figure.value["label"] for value, figure in found.items()} == {
        "24": "Signs will go up at 24 places",
        "£6,300": "Signs will go up at 24 places at a cost of £6,300",
        "37": "The number of patients waiting over 65 weeks fell to 37",
    }


def test_numbers_of_paragraphs_are_in_no_label() -> None:
    found = figures(
        "2.1 Performance against the standard for casualty departments was 68.4% in the month.\n"
        "2.2 There were 11,307 visits to the three sites of the hospital, 4.1% above the plan.\n"
        "2.3 58% of complaints about the hospital had an answer in time, of which 23 were late."
    )
    assert {value: figure.value["label"] for value, figure in found.items()} == {
        "68.4%": "Performance against the standard for casualty departments was 68.4% in the month",
        "11,307": "visits to the three sites of the hospital",
        "4.1%": "There were 11,307 visits to the three sites of the hospital, 4.1% above the plan",
        "58%": "had an answer in time",
        "23": "58% of complaints about the hospital had an answer in time, of which 23 were late",
    }


def test_an_old_value_has_the_words_for_the_new_value() -> None:
    found = figures("Starts with a degree went from fewer than 800 to more than 40,000.")
    label = "Starts with a degree went from fewer than 800 to more than 40,000"
    assert {value: figure.value["label"] for value, figure in found.items()} == {
        "fewer than 800": label,
        "more than 40,000": label,
    }
    assert [*figures("Complaints in Wales went up from 9.8 to 13.1 per 10,000 homes.")] == ["13.1"]
    wait = figures("A stay for a broken hip is down from 9.4 days to 6.1.")
    assert [*wait] == ["9.4 days", "6.1 days"]


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        # Nothing is cut that could make a label say the opposite.
        ("We don’t say that cars are bad: they support 900 jobs.", "900",
         "We don’t say that cars are bad: they support 900 jobs"),
        # A noun of two parts, an alternative and a list keep all their words.
        ("The firm left after rent and wage costs rose by a third.", "a third",
         "The firm left after rent and wage costs rose by a third"),
        ("Some 1,436 trials failed because no usher or defence lawyer came, against 71 in 2019.",
         "71",
         "Some 1,436 trials failed because no usher or defence lawyer came, against 71 in 2019"),
        ("In all, crews took 40 tonnes of peelings, tea bags and bones from 960 homes.",
         "40 tonnes",
         "In all, crews took 40 tonnes of peelings, tea bags and bones from 960 homes"),
        # The first word of a name is not a connective.
        ("Second Start Wales opened in 14 towns in May.", "14",
         "Second Start Wales opened in 14 towns in May"),
        # A verb keeps the words that it needs.
        ("The pass rate of 70% compares with 62% for other courses.", "70%",
         "The pass rate of 70% compares with 62% for other courses"),
        # The place at the start applies to every clause.
        ("In the Outer Isles, 13 boats were late and 46% of crews had asked for help.", "46%",
         "In the Outer Isles, 13 boats were late and 46% of crews had asked for help"),
        # A short clause later in a sentence needs the words before it.
        ("There were 214 fires in bin lorries last year, and 11 drivers were hurt.", "11",
         "There were 214 fires in bin lorries last year, and 11 drivers were hurt"),
        ("We want a free round for the old: 118,000 homes in our area.", "118,000",
         "We want a free round for the old: 118,000 homes in our area"),
        # Words that limit a number at the end of its sentence, and the mark after a defined word.
        ("“Better off” means pay at least 5% higher than in the last job, after tax.",
         "at least 5%",
         "“Better off” means pay at least 5% higher than in the last job, after tax"),
        ("Fife has Denmark’s 25% rate. Twenty-three of the 27 isles have a lower one.", "23 of 27",
         "Fife has Denmark’s 25% rate. Twenty-three of the 27 isles have a lower one"),
        ("The share returned was 22% at £1 and 57% at £3.", "22%",
         "The share returned was 22% at £1"),
        # Single quotation marks end a quote too.
        ("‘A taxi home is £28,’ said Ann Lee. ‘I love the job.’", "£28",
         "A taxi home is £28 [Ann Lee]"),
        ("Ann Lee, a clerk, said: ‘Our beds are 89 per cent full. The national average is 71.’",
         "71", "Our beds are 89 per cent full. The national average is 71 [Ann Lee]"),
        # Words after a comma that describe a number before it.
        ("Some 24% of shops had heard of it, a decrease from the 42% seen in May.", "42%",
         "Some 24% of shops had heard of it, a decrease from the 42% seen in May"),
        ("Of 320 councils in Wales, Bude has moved from last to first place.", "320",
         "Of 320 councils in Wales, Bude has moved from last to first place"),
        ("Some 175 tonnes of waste was collected in May from about 15,000 homes.",
         "some 175 tonnes",
         "Some 175 tonnes of waste was collected in May from about 15,000 homes"),
        # A part that shares the subject of its clause is not a separate clause.
        ("The count of waits over a year was 160,000 and at least two years was 23,400.", "23,400",
         "The count of waits over a year was 160,000 and at least two years was 23,400"),
        ("There would be a price for this reform: £1.8 billion for rises based on rents.",
         "£1.8 billion",
         "There would be a price for this reform: £1.8 billion for rises based on rents"),
        ("Nearly a quarter (23%) of cooks and almost half (46%) of waiters work late.", "23%",
         "23% of cooks and almost half (46%) of waiters work late"),
        # A clause after "is that" ends only after its own verb.
        ("The news is that 14% of adults in Fife, some of them young, now care for somebody.",
         "14%",
         "The news is that 14% of adults in Fife, some of them young, now care for somebody"),
        ("The firm must, in addition, write to each customer and pay £10 for each parcel.", "£10",
         "The firm must, in addition, write to each customer and pay £10 for each parcel"),
    ],
)  # fmt: skip
def test_labels_keep_the_words_that_their_meaning_needs(text: str, value: str, label: str) -> None:
    assert figures(text)[value].value["label"] == label


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Spill pipes leaked in May at 90 sites. There were 214 such leaks last year.", "214"),
        ("In all, 900 people in Fife began a course. Six months later, 61% had a job.", "61%"),
        ("The fine has a discount because the firm admitted it. Without it, the figure would have "
         "been £9m.", "£9m"),
        ("Fife has 90 clinics and Angus 40. The gap between the two has grown by 12 in a year.",
         "12"),
        ("Ann Lee has lived in Bath for years. The house is damp, and her bills came to £900.",
         "£900"),
        ("Some 56% of waste was burned in March. This is a one per cent increase on May.", "1%"),
        ("Rail Forum proposes one fare for all zones. It would cost £62m a year.", "£62m"),
    ],
)  # fmt: skip
def test_a_label_that_refers_to_a_sentence_has_that_sentence(text: str, value: str) -> None:
    assert figures(text)[value].value["label"] == text.rstrip(".")


@pytest.mark.parametrize(
    "text",
    [
        "The money goes to families in the top half of the income scale.",
        "The patients would fill a ward and a half.",
        "She missed work because the last 47 bus leaves too early.",
        "If I were a teacher with 40 pupils I would leave.",
        "He persuaded all but two of the 48 homes in his road.",
        "Fife ranked 61st of 63 areas for bus trips.",
        "Join 14,000 readers of our letter.",
        "“I had to wait six weeks for a test,” said Ann Lee, a clerk.",
    ],
)
def test_words_that_count_nothing_are_no_figures(text: str) -> None:
    assert not figures(text)


def test_a_table_has_the_title_in_its_corner() -> None:
    table = "| How firms responded | Shops |\n|---|---|\n| Put up prices | 79% |\n"
    document = read_document(f"# A long title\n\nFirms spoke.\n\n{table}".encode(), "release.md")
    (figure,) = draft(document, Record()).figures
    assert figure.value["label"] == "How firms responded: Put up prices, Shops"


def test_a_label_is_never_too_long_for_a_record() -> None:
    parks = ", ".join(
        f"the Park of {name} Hill" for name in ("Alder", "Beech", "Cedar", "Elm", "Fir")
    )
    (figure,) = figures(f"{parks}, {parks.lower()} and {parks.upper()} cost £9m.").values()
    assert len(figure.value["label"]) <= 300
    assert figure.value["label"].endswith("cost £9m")


def test_cells_have_the_headings_of_their_row_and_column() -> None:
    table = "Complaints by year\n\n| | 2023 | 2024 |\n|---|---|---|\n| Men | 42,116 | 47,903 |\n"
    document = read_document(f"# A long title\n\n{table}".encode(), "release.md")
    labels = [figure.value["label"] for figure in draft(document, Record()).figures]
    assert labels == ["Complaints by year: Men, 2023", "Complaints by year: Men, 2024"]


@pytest.mark.parametrize(
    "text",
    [
        "It is death by a thousand cuts for our buses.",
        "The typical 40-bed home is in debt.",
        "She was born in Ludlow and has a son who was 16 in May.",
        "The 95% confidence interval for the rate is wide.",
        "A man of 84 complained that staff sell half-price tickets.",
        "Estimates from it are rounded to the nearest 10.",
        "4.1 The board met in May, and passed the plan by 29 votes to 22.",
        "Anyone who earns one pound too much can lose the whole of it.",
        "Read more: 10 best pubs in Wexbridge | 15 things to do this weekend",
        "The inquiry received 212 written submissions.",
        "Raj Pillai, whose company looks after 260 people in their homes, disagrees.",
        "You must first complain and wait 8 weeks.",
        "The planning committee voted by nine to five to refuse it.",
        "The reference of the application is 23/00412/FUL.",
        "Of those under 25, most had a job.",
        "Children under 16 pay less.",
        "Kieran Shaw, 23, who has applied for 160 jobs since May, is tired.",
        "For every £1 spent on buses, the town gets more back.",
        "News from Wexbridge, 5 min read.",
        "The position at the end of month 6 is set out below.",
        "Most who use it are women, many of them over 70.",
        "The highest band (£50,000 or more) was the happiest.",
        "People earning more than £60,000 were the happiest.",
        "Percentages may not sum to 100 because of rounding.",
        "Results from fewer than 50 people have been suppressed.",
        "There is a million and a half in the account.",
        "New wards would take all but 15 of them.",
        "The trip takes 3 hours 20 minutes.",
        "A ticket is seventy quid.",
        "Families with a car were happier than those on £40,000 or more.",
        "Towns with fewer than 50,000 homes are not included.",
        "Results for wards with fewer than 20 patients are not shown.",
    ],
)
def test_idioms_ages_and_descriptions_are_no_figures(text: str) -> None:
    assert not figures(text)


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        ("The £94m is made up of £71m in grants, for vans and cars, and £23m for wages.", "£71m",
         "The £94m is made up of £71m in grants, for vans and cars, and £23m for wages"),
        ("The fuel bill of the pool went from £88,000 in 2020/21 to £213,000.", "£88,000",
         "fuel bill of the pool in 2020/21"),
        ("Pupils come last: in 18 of the 32 schools that we saw, rooms were shut.", "18 of 32",
         "Pupils come last: in 18 of the 32 schools that we saw, rooms were shut"),
        ("Bogs cover about a quarter of Fife and, in good condition, they keep carbon.",
         "about 1 in 4", "Bogs cover about a quarter of Fife"),
        ("The rest are kept or, in 12 cases, cannot be traced by the police.", "12",
         "The rest are kept or, in 12 cases, cannot be traced by the police"),
        ("The site had 9.1 applications for every job at level 2 or 3 in May.", "9.1",
         "The site had 9.1 applications for every job at level 2 or 3 in May"),
        ("Two-thirds of the letters we get are not about late buses but about no buses.", "2 in 3",
         "Two-thirds of the letters we get are not about late buses but about no buses"),
        ("We hold data on pay and savings for one in three of those whom we pay.", "1 in 3",
         "We hold data on pay and savings for one in three of those whom we pay"),
        ("“It was late.” said Ann Lee, who had to pay a bill of £2,367.", "£2,367",
         "Ann Lee, who had to pay a bill of £2,367"),
        ("It is not just. “Pay is low,” one clerk told us.³ We want 12 new rules.", "12",
         "We want 12 new rules"),
        ("Banks set aside money. £30m a year has been set aside for the town.", "£30m",
         "£30m a year has been set aside for the town"),
        ("The average cost of repair fell from £1,940 a hectare to £1,710.", "£1,940",
         "previous average cost of repair per hectare"),
        ("Firms in the group turn over £1.7 billion a year.", "£1.7 billion",
         "Firms in the group turn over £1.7 billion a year"),
        ("Crews in Fife planted a fifth less than a year ago.", "20%",
         "Crews in Fife planted a fifth less than a year ago"),
        ("Firms lost 2,690 jobs in the year to March, the Jobs Office said today, 6% less than in "
         "the year before.", "6%",
         "Firms lost 2,690 jobs in the year to March, the Jobs Office said today, 6% less than in "
         "the year before"),
        ("Library staff were calmer: one in three backed Option A. Most comments were short.",
         "1 in 3", "Library staff were calmer: one in three backed Option A"),
        ("The average journey to a pool would rise from 1.4 miles to 3.8 miles.", "1.4 miles",
         "present average journey to a pool"),
        ("Ministers say that 18,000 a year would go on under other rules.", "18,000",
         "Ministers say that 18,000 a year would go on under other rules"),
        ("There were 76 crashes. Seventeen of the riders in the last one were ill.", "17",
         "Seventeen of the riders in the last one were ill"),
        ("Added to labels, which firms put at £9,000 for each line, it makes Wales dear.", "£9,000",
         "Added to labels, which firms put at £9,000 for each line, it makes Wales dear"),
        ("Of those in Leeds, 29% had a wrong meal. Half of these had told staff.", "1 in 2",
         "Of those in Leeds, 29% had a wrong meal. Half of these had told staff"),
        ("It follows that 710,000 households in Fife are missing out.", "710,000",
         "households in Fife are missing out"),
        # The sentence before has the noun or the verb, or its subject is not "it".
        ("The council says the pool in Leeds is old. Its energy bill is £88,000.", "£88,000",
         "The council says the pool in Leeds is old. Its energy bill is £88,000"),
        ("The fee for parking in Leeds would rise in May. It would bring in £265,000.", "£265,000",
         "The fee for parking in Leeds would rise in May. It would bring in £265,000"),
        ("In 2016 there were 131,000 starts by under-19s. Last year there were 77,700.", "77,700",
         "In 2016 there were 131,000 starts by under-19s. Last year there were 77,700"),
        ("Ann Lee said: “Most of Wales is peat. One in four of ours are dry.”", "1 in 4",
         "Most of Wales is peat. One in four of ours are dry [Ann Lee]"),
    ],
)  # fmt: skip
def test_no_label_ends_or_starts_within_what_it_says(text: str, value: str, label: str) -> None:
    assert figures(text)[value].value["label"] == label


@pytest.mark.parametrize(
    ("text", "sample"),
    [
        ("A poll of 1,204 adults found that 66% of adults want a park.", "1,204"),
        ("A poll of 1,204 adults is out. Some 66% of adults want a park.", "1,204"),
        ("A poll of 1,204 adults is out. Some 66% of landlords want a park.", ""),
        ("A poll of 1,204 adults is out. The response rate was 66%.", ""),
        ("A poll of 1,204 adults is out.\n\nSome 66% of adults want a park.", ""),
    ],
)
def test_a_sample_is_that_of_the_share(text: str, sample: str) -> None:
    (figure,) = [f for value, f in figures(text).items() if "66%" in value]
    assert figure.value.get("sample", "") == sample


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Her son rang 999 six times.", []),
        ("The service took 999 calls about noise.", []),
        ("The council heard from 999 people.", ["999"]),
        ("75% of Primary 1 pupils can swim.", ["75%"]),
        ("The ten areas with the highest rents are all in Kent.", []),
        ("The ten libraries will close in May.", ["10"]),
        ("It is about three in a primary school of 210 pupils.", []),
        ("For shops employing fewer than ten people, the rate rose to 63%.", ["63%"]),
        ("Severe hunger, where more than half of meals are missed, tripled to 3%.", ["3%"]),
        ("Of every 20 pools built so far, one has a leak.", []),
        # The number is read as a reader does.
        ("It affects one in every 70 children.", ["1 in 70"]),
        ("She is one of 212 patients who are well enough to leave.", ["212"]),
        ("We handed over 38% of the keys.", ["38%"]),
        ("We closed over 38% of the parks.", ["over 38%"]),
        ("Each absence was linked with a drop of a third of a grade in music.", []),
    ],
)
def test_numbers_of_names_and_definitions_are_no_figures(text: str, values: list[str]) -> None:
    assert [*figures(text)] == values


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        # No words that the sentence needs are cut off.
        ("There are another 50,000 who qualify but have not asked for it.", "50,000",
         "There are another 50,000 who qualify but have not asked for it"),
        ("Some 46% of porters have had an accident while waiting outside.", "some 46%",
         "have had an accident while waiting outside"),
        ("Of the £41m paid last year, 17% was lost.", "£41m",
         "Of the £41m paid last year, 17% was lost"),
        ("Income from the parks reached £68m in the year, £4.9m above the budget for them.",
         "£4.9m",
         "Income from the parks reached £68m in the year, £4.9m above the budget for them"),
        ("About 1,300 of the trust’s 4,100 staff took part.", "about 1,300 of 4,100",
         "About 1,300 of the trust’s 4,100 staff took part"),
    ],
)  # fmt: skip
def test_labels_are_whole_clauses(text: str, value: str, label: str) -> None:
    assert figures(text)[value].value["label"] == label


def test_the_share_of_one_count_is_not_that_of_another_year() -> None:
    text = "Of the £41m paid last year, 17% was lost. That was up from 11% in 2021."
    assert figures(text)["11%"].value["label"] == text.rstrip(".")


def test_a_long_label_has_no_long_sentence_before_it() -> None:
    first = "The parks of the county had a very good year, with more visits than in any other "
    first += "since the war, and their cafes sold more ice cream than ever."
    second = "The price of hiring a gardener with the right papers rose by 8%"
    assert figures(f"{first} {second}.")["8%"].value["label"] == second


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        # The number has no noun of its own.
        ("The board fitted 4,690 meters last year. It will fit 10,000 this year.", "10,000",
         "The board fitted 4,690 meters last year. It will fit 10,000 this year"),
        # A number that is disputed is shown as such.
        ("The watchdog said that 30% of homes were damp, although ministers dispute the estimate.",
         "30%",
         "The watchdog said that 30% of homes were damp, although ministers dispute the estimate"),
    ],
)  # fmt: skip
def test_labels_have_what_their_number_needs(text: str, value: str, label: str) -> None:
    assert figures(text)[value].value["label"] == label


def test_the_change_of_a_column_has_the_heading_of_that_column() -> None:
    rows = "| Area | Homes without heat, June 2025 | Change since 2023 |\n|---|---|---|\n"
    rows += "| Newfield | 9,105 | +11% |\n| Seahaven | 1,244 | +73% |\n"
    document = read_document(f"# The council will publish a report\n\n{rows}".encode(), "a.md")
    found = {figure.value["value"]: figure for figure in draft(document, Record()).figures}
    assert found["+11%"].value["label"] == "Newfield, Homes without heat: Change since 2023"


def test_a_row_without_cells_is_marked_as_a_guess() -> None:
    assert any("row of a table" in reason for reason in guesses(figures("Leeds £1,180 33%")["33%"]))


def test_a_telephone_number_explains_no_label() -> None:
    text = "For interviews call 01632 960 880. There are 16.8 million gulls in Kent."
    assert "call" not in figures(text)["16.8 million"].value["label"]


def test_a_noun_before_a_word_with_an_a_is_no_verb() -> None:
    figure = figures("Only 2.5% of private rents advertised in Kent are affordable.")["2.5%"]
    assert figure.value["of"] == "private rents advertised in Kent"
    assert figure.value["label"] == "are affordable"


def test_one_sentence_explains_a_label_if_there_is_no_room_for_more() -> None:
    long = f"The council of Kent {'met and met again and ' * 11}wrote a report about gulls."
    near = "The number has gone up by 8% in a year. It is equivalent to one in every 70 birds"
    assert figures(f"{long} {near}.")["1 in 70"].value["label"] == near


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        # A label never ends before its clause does, or starts within it.
        ("At 38 of the sites visited, no ramp was there when they came.", "38",
         "At 38 of the sites visited, no ramp was there when they came"),
        ("Set against the 2.3 million grades the board gave in May, the number was small.",
         "2.3 million",
         "Set against the 2.3 million grades the board gave in May, the number was small"),
        ("In a poll of its members, to which 391 replied, 44% had left.", "391",
         "In a poll of its members, to which 391 replied, 44% had left"),
        ("Parks had 76 million visits, finally passing the 75 million recorded in 2018.",
         "75 million",
         "Parks had 76 million visits, finally passing the 75 million recorded in 2018"),
        ("The clean-up has so far cost £151,000.", "£151,000",
         "The clean-up has so far cost £151,000"),
        ("Days lost to stress, anxiety and depression stood at 118,500.", "118,500",
         "Days lost to stress, anxiety and depression stood at 118,500"),
        ("Training costs £92,000, so that the 540 officers who left took with them £50m.", "540",
         "Training costs £92,000, so that the 540 officers who left took with them £50m"),
        ("There had been 2,300 applications for the 410 posts in Kent.", "2,300",
         "There had been 2,300 applications for the 410 posts in Kent"),
        ("A little over one in three (35%) said that it hurt in May.", "35%",
         "A little over one in three (35%) said that it hurt in May"),
        ("Two people died and a further 23 needed hospital treatment.", "23",
         "Two people died and a further 23 needed hospital treatment"),
        ("Kent spends £3m on buses, but reckons to have saved £2m on taxis.", "£2m",
         "Kent spends £3m on buses, but reckons to have saved £2m on taxis"),
        ("The average time taken to close a site has dropped from 14 months to 9.", "14 months",
         "previous average time taken to close a site"),
        # The words before a colon name a number.
        ("The trades were mixed:\n\n- Cruise passengers: 31,800, compared with 24,100 last year",
         "31,800", "Cruise passengers: 31,800"),
        ("The trades were mixed:\n\n- Cruise passengers: 31,800, compared with 24,100 last year",
         "24,100", "Cruise passengers: 31,800, compared with 24,100 last year"),
        # Words that only lead to a clause are left out.
        ("The board had 9,100 requests. That means 16.1% of requests led to a new grade.", "16.1%",
         "16.1% of requests led to a new grade"),
        ("Thefts were running 5% below last year’s level, he said.", "5%",
         "Thefts were running 5% below last year’s level"),
        ("We know from our survey that 9.1 million people ran short of food.", "9.1 million",
         "9.1 million people ran short of food"),
        ("It found that 9 million people ran short of food, and that seven in ten of them never "
         "went to it.", "7 in 10",
         "9 million people ran short of food, and seven in ten of them never went to it"),
        ("The port is in Fife. He pointed to a £38m programme of repairs.", "£38m",
         "A £38m programme of repairs"),
        ("The port is in Fife. She said that 14 per cent of men had left.", "14%",
         "14 per cent of men had left"),
        ("The port is in Fife. He said that the post was costing £210,000 a month.", "£210,000",
         "The post was costing £210,000 a month"),
        ("Firms in Fife have cut staff by 18% since the 2018 to 2019 school year.", "18%",
         "Firms in Fife have cut staff by 18% since the 2018 to 2019 school year"),
        ("So far three of the eight posts in Fife have been filled.", "3 of 8",
         "So far three of the eight posts in Fife have been filled"),
        ("Fife built a lift, and of the £35m promised for lifts and ramps in 2021 only £14m went.",
         "£35m", "Of the £35m promised for lifts and ramps in 2021 only £14m went"),
        ("Fife built a lift, and of the £35m promised for lifts and ramps in 2021 only £14m went.",
         "£14m", "Of the £35m promised for lifts and ramps in 2021 only £14m went"),
        ("A man in Fife needs savings of £168,000, on top of a pension, to rent a flat for life.",
         "£168,000",
         "A man in Fife needs savings of £168,000, on top of a pension, to rent a flat for life"),
        ("Savings of £23m have been made in Fife, 87% of the amount expected by May.", "87%",
         "Savings of £23m have been made in Fife, 87% of the amount expected by May"),
        ("Savings of £3m were found in Fife, 40% of the total needed.", "£3m",
         "Savings of £3m were found in Fife"),
        ("Savings of £3m were found, 40% of the total needed.", "£3m",
         "Savings of £3m were found"),
        ("In Fife, the longest round covers 94 miles and climbs 2,100 feet.", "2,100 feet",
         "In Fife, the longest round covers 94 miles and climbs 2,100 feet"),
    ],
)  # fmt: skip
def test_a_label_never_begins_or_ends_within_a_clause(text: str, value: str, label: str) -> None:
    assert figures(text)[value].value["label"] == label


def test_a_number_has_the_line_above_it_as_its_name() -> None:
    page = (
        "<h1>Need has grown</h1><p>Food banks gave out more parcels in nearly every part of the "
        "country this summer, the charity said.</p><dl><dt>North East</dt><dd>41,900 parcels, up "
        "14%</dd><dt>London</dt><dd>66,200 parcels</dd></dl>"
    )
    document = read_document(page.encode(), "page.html")
    assert [figure.value["label"] for figure in draft(document, Record()).figures] == [
        "North East: 41,900 parcels",
        "North East: 41,900 parcels, up 14%",
        "London: 66,200 parcels",
    ]


def test_a_share_in_a_list_has_the_group_of_the_first_item() -> None:
    found = figures(
        "The survey also shows:\n\n* One in six officers never has enough money for food.\n\n"
        "* 6% had used a food bank in the last year."
    )
    assert found["6%"].value["label"] == "6% [of officers] had used a food bank in the last year"


@pytest.mark.parametrize(
    ("heading", "column", "label"),
    [
        ("What councils pay", "Hourly rate", "What councils pay: Kent, Hourly rate"),
        ("How they compare", "Satisfied", "How they compare: Kent, Satisfied"),
        # A vague heading is left out, and a long column name needs none.
        ("How they compare", "Late trains", "Kent, Late trains"),
        ("What councils pay", "Visits of 15 minutes", "Kent, Visits of 15 minutes"),
        ("Key findings", "Hourly rate", "Kent, Hourly rate"),
    ],
)  # fmt: skip
def test_a_cell_has_the_heading_above_its_table(heading: str, column: str, label: str) -> None:
    above = f"{heading}\n\nThe gap has widened, as the table shows."
    table = f"| Region | {column} |\n|---|---|\n| Kent | 41% |"
    text = f"# Rents will rise\n\n{above}\n\n{table}\n"
    document = read_document(text.encode(), "release.md")
    assert draft(document, Record()).figures[-1].value["label"] == label


def test_a_long_text_between_a_heading_and_a_table_makes_the_heading_no_caption() -> None:
    text = "Rain fell. Buses were late. Trains were late too. Nobody knew why."
    table = "| Region | Hourly rate |\n|---|---|\n| Kent | 41% |"
    source = f"# Rents will rise\n\nFree breakfasts\n\n{text}\n\n{table}\n"
    document = read_document(source.encode(), "release.md")
    assert draft(document, Record()).figures[-1].value["label"] == "Kent, Hourly rate"


def test_a_column_of_rates_has_the_name_of_the_column_to_its_left() -> None:
    table = "| Subject | Grades changed | Rate |\n|---|---|---|\n| Art | 2,119 | 23% |"
    document = read_document(f"# Rents\n\nReviews in 2024\n\n{table}\n".encode(), "release.md")
    assert draft(document, Record()).figures[-1].value["label"] == (
        "Reviews in 2024: Art, Rate of grades changed"
    )


@pytest.mark.parametrize(
    ("text", "value", "label"),
    [
        # Another clause of the sentence is left out.
        ("No pool in Kent was free in May, while in Leeds swimmers paid a fee of £9.", "£9",
         "In Leeds swimmers paid a fee of £9"),
        ("Pools lost £3m, as the wait for a lane in Fife hits the cost of 90 lessons.", "90",
         "The wait for a lane in Fife hits the cost of 90 lessons"),
        ("Swimmers in four of every five towns train 9 in 10 guards, but the number of guards fell"
         " by 18%.", "18%", "The number of guards fell by 18%"),
        # A clause is not cut before its end.
        ("The fine would have been £4m but for a discount of 20%.", "£4m",
         "The fine would have been £4m but for a discount of 20%"),
        ("Families have £15 left once rent, food and fuel are paid for.", "£15",
         "Families have £15 left once rent, food and fuel are paid for"),
        ("Some 890 guests slept on a sofa, a chair, or on the floor.", "some 890",
         "guests slept on a sofa, a chair, or on the floor"),
        ("Pools were given £7m for lanes and lights back when the club was open.", "£7m",
         "Pools were given £7m for lanes and lights back when the club was open"),
        ("The report says that the £13m set aside for lanes works out at £16 a swimmer.", "£13m",
         "The report says that the £13m set aside for lanes works out at £16 a swimmer"),
        ("Fees are low; in 14 of the 38 towns that sent us replies they exceeded £9.", "14 of 38",
         "Fees are low; in 14 of the 38 towns that sent us replies they exceeded £9"),
        # It does not start with half of a pair, or with a part of a verb.
        ("Guards made long searches and took 83 knives.", "83",
         "Guards made long searches and took 83 knives"),
        ("The swimmer has had two lessons cancelled and been charged £280.", "£280",
         "The swimmer has had two lessons cancelled and been charged £280"),
        ("The £12m Swan Pool has a slide.", "£12m", "The £12m Swan Pool has a slide"),
        ("Aqua’s entry fee rose from 38p to 94p a visit.", "38p",
         "Aqua’s entry fee rose from 38p to 94p a visit"),
    ],
)  # fmt: skip
def test_a_label_is_one_whole_clause(text: str, value: str, label: str) -> None:
    assert figures(text)[value].value["label"] == label

"""The sentence before a label, which is only added if the label needs it."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import draft
from briefing.record.record import Record


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # A label that says little has the sentence before it in its paragraph.
        ("We asked 900 tenants of the Swale estate about repairs. The response rate was 41%.",
         "We asked 900 tenants of the Swale estate about repairs. The response rate was 41%"),
        ("Stroke stays are down in Fife. The failure rate within 30 days, at 7%, is low.",
         "Stroke stays are down in Fife. The failure rate within 30 days, at 7%, is low"),
        ("Ministers promised 400 new wells. The audit says 127 had been dug by May.",
         "Ministers promised 400 new wells. The audit says 127 had been dug by May"),
        ("Kent would pay parents. Families would be offered 45p a mile.",
         "Kent would pay parents. Families would be offered 45p a mile"),
        ("Fife wants such clubs in every school by May. Some 2,700 pupils would benefit.",
         "Fife wants such clubs in every school by May. Some 2,700 pupils would benefit"),
        ("Waiting times in Fife are 94 days. There are 62,000 applications outstanding.",
         "Waiting times in Fife are 94 days. There are 62,000 applications outstanding"),
        ("6.2 Turnover was £9m in May. The fall reflects the recruitment of 146 nurses.",
         "Turnover was £9m in May. The fall reflects the recruitment of 146 nurses"),
        ("Its manager, Ann Lee, says a truck costs £90. She has orders for 21 trucks.",
         "Its manager, Ann Lee, says a truck costs £90. She has orders for 21 trucks"),
        # The sentence is the nearest with the noun that it refers to, and no part without it.
        ("Fife issued 164 fines in May, and took 12 cases to court. Costs in those cases were £9m.",
         "Fife issued 164 fines in May, and took 12 cases to court. Costs in those cases were £9m"),
        ("Beds are gone from the 91 most rural areas. Fife is old. Fees in those areas rose by 4%.",
         "Beds are gone from the 91 most rural areas. Fees in those areas rose by 4%"),
        ("In Fife, 412 firms have signed up. The share of men there finishing school is 71%.",
         "In Fife, 412 firms have signed up. The share of men there finishing school is 71%"),
        ("Tenants over 65 spend 43% of their income. Owners of the same age spend 12%.",
         "Tenants over 65 spend 43% of their income. Owners of the same age spend 12%"),
        ("Officers took 12 cases to court. In one, a builder in Fife was fined £2,640.",
         "Officers took 12 cases to court. In one, a builder in Fife was fined £2,640"),
        ("A couple needs savings of £168,000. The median tenant has £9,400.",
         "A couple needs savings of £168,000. The median tenant has £9,400"),
        ("Of the 900 people who took part, 71% walked. However, just 38% knew the rules of Fife.",
         "Of the 900 people who took part, 71% walked. Just 38% knew the rules of Fife"),
        # "Them" is never the subject of its own verb.
        ("Kent has 40 fire stations. Ministers want them to answer 80% of calls in ten minutes.",
         "Kent has 40 fire stations. Ministers want them to answer 80% of calls in ten minutes"),
        # "It" may be the organisation that its verb needs, and not the subject.
        ("The dam is the largest that the Board has built. In May it hired 4,200 divers.",
         "The dam is the largest that the Board has built. In May it hired 4,200 divers"),
        ("The court heard that Deal Ferries had sunk and that half of its divers had left.",
         "The court heard that Deal Ferries had sunk and that half of its divers had left"),
        # A sentence with "do so" names nothing either.
        ("Most of the 900 vets we met in Fife treat owls. Some 29% do so daily. Just 14% "
         "said they were paid for it.",
         "Most of the 900 vets we met in Fife treat owls. Just 14% said they were paid for it"),
        # "Those flooded" are in the sentence before, but "those surveyed" are not.
        ("The storm in Deal hit 900 homes. A fifth of those flooded had no cover. The median loss "
         "was £640.", "The storm in Deal hit 900 homes. The median loss was £640"),
        ("The storm in Deal hit 900 homes. A fifth of those flooded had no cover.",
         "The storm in Deal hit 900 homes. A fifth of those flooded had no cover"),
        ("The storm hit Deal in May. Some 71% of those surveyed had no cover.",
         "Some 71% of those surveyed had no cover"),
        # Nothing in a share of people can be "it".
        ("Kent has a scheme for seeds. Fewer than 6% of growers use it each year.",
         "Kent has a scheme for seeds. Fewer than 6% of growers use it each year"),
        ("Kent has a zoo. Two in five firms in Deal have insurance and 9% of bakers dropped it.",
         "Two in five firms in Deal have insurance and 9% of bakers dropped it"),
        # The noun of "the letter" may be two sentences before.
        ("Owners of 48 boats got letters in May about fees. Well, they got together. Twenty crews "
         "signed the letter.",
         "Owners of 48 boats got letters in May about fees. Well, they got together. Twenty crews "
         "signed the letter"),
        # "That" may refer to the last clause of a sentence.
        ("In Deal 39 crews met in the rain, and the port gave in: fees fell by 4%. That is £140 "
         "a year for each boat.",
         "In Deal 39 crews met in the rain, and the port gave in: fees fell by 4%. That is £140 "
         "a year for each boat"),
        ("Divers in Fife are rare, except at the pier. Even there, boats sank 12 times in May.",
         "Divers in Fife are rare, except at the pier. Even there, boats sank 12 times in May"),
        ("Ties are dear. Most parents in Fife said schools would charge them £20 for each.",
         "Most parents in Fife said schools would charge them £20 for each"),
        # A label about another subject does not need the sentence before it.
        ("Turnover rose to £34m in May. Profit before tax was £9m.", "Profit before tax"),
        ("Nine boats sank in a storm on 4 May. They were old. Losses came to £9m.",
         "Losses came to £9m"),
        ("A third of the places go to Kent. There were 350 unfilled posts in Fife in May.",
         "unfilled posts in Fife in May"),
        ("Fife is poor. Two in five teachers have a second job, and one in six said they had none.",
         "Two in five teachers have a second job, and one in six said they had none"),
        ("The trust in Fife will be fined. Nurses were paid £31,000.", "Nurses were paid £31,000"),
        # An owner in the label makes it clear.
        ("The fine goes to the Treasury. Harwell’s turnover in the last year came to £34m.",
         "Harwell’s turnover in the last year came to £34m"),
    ],
)  # fmt: skip
def test_a_label_that_says_little_has_the_sentence_before_it(text: str, expected: str) -> None:
    document = read_document(f"# We must act now\n\n{text}\n".encode(), "release.md")
    assert draft(document, Record()).figures[-1].value["label"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Only its main clause, unless another part of it has the same kind of number.
        ("Food banks gave out 9,100 parcels, the most ever known. That is 8% more than in the same "
         "six months of 2023.",
         "Food banks gave out 9,100 parcels. That is 8% more than in the same six "
         "months of 2023"),
        ("A poll of 900 nurses shows that 4,100 beds are shut, up from 3,000 in 2019. Nine in ten "
         "of them are in Kent.", "4,100 beds are shut. Nine in ten of them are in Kent"),
        ("The port has 5,200 jobs, of which one in three is in wind. Five years ago it was 12%.",
         "The port has 5,200 jobs, of which one in three is in wind. Five years ago it was 12%"),
        ("Where schools run clubs, all is well. In Fife, which began one in 2021, they cost £9.",
         "Where schools run clubs, all is well. In Fife, which began one in 2021, they cost £9"),
        # A sentence that only has another number of the same quantity is left out.
        ("Kent had 14,200 thefts. The increase nationally was 13%. It solved 24% of them.",
         "Kent had 14,200 thefts. It solved 24% of them"),
        ("Fife wants pay of £13 and a grant of £20 a week. The second measure would cost £9m.",
         "Fife wants pay of £13 and a grant of £20 a week. The second measure would cost £9m"),
        # A quote is not cut to a part of it.
        ("“We inherited a system on its knees,” he said. It would cost £9m.", "It would cost £9m"),
        # A share without its group has the sentence that names the people.
        ("Some 1,530 children of 7 to 9 wrote to us. A little over one in three (35%) said that it "
         "hurt.", "Some 1,530 children of 7 to 9 wrote to us. A little over one in three (35%) "
         "said that it hurt"),
        # The words before "found that" are left out, unless they name the group of a share.
        ("A poll of homes found that 63% of owners charge it at night. Some 27% do so in halls.",
         "63% of owners charge it at night. Some 27% do so in halls"),
        ("A council asked 412 firms and found that 50% had left. For shops, the share rose to 63%.",
         "A council asked 412 firms and found that 50% had left. For shops, the share rose to 63%"),
        # A number in a relative clause does not belong to the main clause.
        ("Firms oppose the tax on jobs, which went up 18% in April. It would cost £9m to cut.",
         "Firms oppose the tax on jobs. It would cost £9m to cut"),
        ("2,740 people began. Of these, 1,900 passed the test. A year later, 61% had left.",
         "2,740 people began. Of these, 1,900 passed the test. A year later, 61% had left"),
        ("A new law takes effect in April. Fife has had one for years; 110 cases were heard there.",
         "A new law takes effect in April. Fife has had one for years; 110 cases were heard there"),
        ("Kent bought 14,200 short visits last year, up 31% since 2021. Such visits were 21% of "
         "all. "
         "Four years ago the share was 15%.",
         "Kent bought 14,200 short visits last year. Such visits were 21% of all. "
         "Four years ago the share was 15%"),
        # A clause that names its subject does not need the rest of its sentence.
        ("Kent has a plan to save £4m. Parents would drive, and pupils would be asked to pay £990 "
         "a year.", "Kent has a plan to save £4m. Pupils would be asked to pay £990 a year"),
    ],
)  # fmt: skip
def test_the_sentence_before_a_label_is_cut_to_what_explains_it(text: str, expected: str) -> None:
    document = read_document(f"# We must act now\n\n{text}\n".encode(), "release.md")
    assert draft(document, Record()).figures[-1].value["label"] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # These labels name what they are about.
        ("The county must save £31m. Closing the ferries would save £2m a year.",
         "Closing the ferries would save £2m a year"),
        ("A taxi costs £890 a year. One county told us it was paying £216 a day.",
         "One county told us it was paying £216 a day"),
        ("Members’ meeting on Thursday in Fife. We’re up to 1,310 members now.",
         "We’re up to 1,310 members now"),
        ("Answers came from 9 towns. The sample included 371 pilots.",
         "The sample included 371 pilots"),
        ("Many ferries are old in Fife: 31% of pilots had left the area by May.",
         "had left the area by May"),
        # The sentence before has no noun with another number, and no comment at its end.
        ("Despite the rise in fuel to £3 a litre, 71% of pilots in Fife had work. A third of them"
         " went to sea.",
         "71% of pilots in Fife had work. A third of them went to sea"),
        ("“We have 900 ferries in Fife, and that is too many. Of these, 41% are old,” he said.",
         "We have 900 ferries in Fife. Of these, 41% are old"),
        # It has the name of its own subject, and needs no third sentence.
        ("The Sea Trust runs 9 ferries in Fife. It asked pilots about tea in May. The response"
         " rate was 41%.",
         "[The Sea Trust] asked pilots about tea in May. The response rate was 41%"),
    ],
)  # fmt: skip
def test_a_label_has_no_sentence_that_explains_nothing(text: str, expected: str) -> None:
    document = read_document(f"# Ferries will be late\n\n{text}\n".encode(), "release.md")
    assert [figure.value["label"] for figure in draft(document, Record()).figures][-1] == expected

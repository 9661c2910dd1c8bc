"""Labels that have the sentence before them because a noun or a verb is missing."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import draft
from briefing.record.record import Record


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("In Fife, 46% had been in pain; in Bute, 21% had. Children in care fared worst, at 53%.",
         "In Fife, 46% had been in pain. Children in care fared worst, at 53%"),
        ("The council failed to build schools. Just 120 of the 400 promised in 2019 have opened.",
         "The council failed to build schools. Just 120 of the 400 promised in 2019 have opened"),
        ("The crews made 8,450 visits to homes. They hope to reach 12,000 by March.",
         "The crews made 8,450 visits to homes. They hope to reach 12,000 by March"),
        ("The average trip by taxi in Fife costs £118. One runs to £394.",
         "The average trip by taxi in Fife costs £118. One runs to £394"),
        ("A third of fires began in bins. E-bikes made up 12% by number.",
         "A third of fires began in bins. E-bikes made up 12% by number"),
        ("Of the money, £9m goes to Fife. The board says £4m of that was handed back.",
         "Of the money, £9m goes to Fife. The board says £4m of that was handed back"),
        ("Some 63% of owners charge it at night. Just 27% do so in the hall.",
         "Some 63% of owners charge it at night. Just 27% do so in the hall"),
        ("Kent will spend £8m more in 2025. Admissions among its clients are down by 12%.",
         "Kent will spend £8m more in 2025. Admissions among its clients are down by 12%"),
        ("Eels made up a third of the catch in Kent. Crabs accounted for a further 17%.",
         "Eels made up a third of the catch in Kent. Crabs accounted for a further 17%"),
        ("The zoo is poor. Of the £90m that Kent spent in May, staff accounted for 60%.",
         "Of the £90m that Kent spent in May, staff accounted for 60%"),
        ("Fife wants a bus to every school by May. It puts the cost to the county at £3.2 million.",
         "Fife wants a bus to every school by May. It puts the cost to the county at £3.2 million"),
        ("The clinic gave 2,400 courses of treatment in May. Sore throats made up 31% of these.",
         "The clinic gave 2,400 courses of treatment in May. Sore throats made up 31% of these"),
        ("Councils spent £2.8bn on rooms. More than a third of that went on hostels.",
         "Councils spent £2.8bn on rooms. More than a third of that went on hostels"),
        ("Operators must reply within a week. They did so in 81.6% of cases.",
         "Operators must reply within a week. They did so in 81.6% of cases"),
        ("Kent plans a helper for each street. A service of this kind would cost £46 a home.",
         "Kent plans a helper for each street. A service of this kind would cost £46 a home"),
        ("Kent must wait for an upgrade of the grid. Two councils had been quoted £2 million.",
         "Kent must wait for an upgrade of the grid. Two councils had been quoted £2 million"),
        ("Kent has replaced 52,000 lead pipes. Fife’s survey shows that 367,000 remain.",
         "Kent has replaced 52,000 lead pipes. Fife’s survey shows that 367,000 remain"),
        ("Since 2019, visits to the clinics of Fife have grown by 62%. Its staff has grown by 4%.",
         "Since 2019, visits to the clinics of Fife have grown by 62%. Its staff has grown by 4%"),
        ("The grant will dig up 900 lead pipes. About 60% of it will go to poor towns.",
         "The grant will dig up 900 lead pipes. About 60% of it will go to poor towns"),
        ("Kent rents homes to 640 men, and a model suggests that there will be 2 million by 2040.",
         "Kent rents homes to 640 men, and a model suggests that there will be 2 million by 2040"),
        ("Kent carried 71 million people in May. Cheap fares were used by 13.7 million of them.",
         "Kent carried 71 million people in May. Cheap fares were used by 13.7 million of them"),
        ("Kent trains 90 guide dogs a year. So far only twelve have been placed.",
         "Kent trains 90 guide dogs a year. So far only twelve have been placed"),
        ("Ferries are old. Kent has sold 900 of them, and just forty were missed.",
         "Kent has sold 900 of them, and just forty were missed"),
        ("Swans are ill. Of 300 swans in Kent, 12 had died by May.",
         "Of 300 swans in Kent, 12 had died by May"),
        # In a quote, the words before may be its first part.
        ("Ann Lee said: “We fitted 212 of the pumps, and so far only nineteen have failed.”",
         "We fitted 212 of the pumps, and so far only nineteen have failed [Ann Lee]"),
        ("“We have 310 ewes on the hill,” Ann Lee said. “Only 63% of them had lambs by May.”",
         "We have 310 ewes on the hill. Only 63% of them had lambs by May [Ann Lee]"),
        # An amount of which nothing is said has the sentence that names its owner.
        ("The lido in Deal opens in May with 40 lanes. Fees start at £4 a swim.",
         "The lido in Deal opens in May with 40 lanes. Fees start at £4 a swim"),
        ("Crab boats in Deal lost 900 pots in May. The average loss is put at £640.",
         "Crab boats in Deal lost 900 pots in May. The average loss is put at £640"),
        ("Kent hired 450 divers in May, but some left: the net increase was 36. Pay is £26,700.",
         "Kent hired 450 divers in May. Pay is £26,700"),
        ("Kent hired 450 divers. Across the county the net rise was just 36.",
         "Kent hired 450 divers. Across the county the net rise was just 36"),
        ("We think 900 otters live in Kent. When we last looked in 2022 our estimate was 700.",
         "We think 900 otters live in Kent. When we last looked in 2022 our estimate was 700"),
        ("A third of fires began in bins. The Kent Boat Club fee is £40.",
         "Kent Boat Club fee"),
        ("A third of fires began in bins. The cost of a boat in Kent is £40.",
         "cost of a boat in Kent"),
        # Labels with all of their words do not need the sentence before them.
        ("A third of fires began in bins. Just 12 of the 40 crews have gloves.",
         "Just 12 of the 40 crews have gloves"),
        ("Fife is slow. Two in five waited a week for a reply, and 9% never had one.",
         "Two in five waited a week for a reply, and 9% never had one"),
        ("Pay is low in Fife. Ann Lee tried for 57 places before being offered one.",
         "Ann Lee tried for 57 places before being offered one"),
        ("A third of fires began in bins. Fife hopes to train 900 people by May.",
         "Fife hopes to train 900 people by May"),
    ],
)  # fmt: skip
def test_a_label_without_its_noun_has_the_sentence_before_it(text: str, expected: str) -> None:
    document = read_document(f"# We must act now\n\n{text}\n".encode(), "release.md")
    assert draft(document, Record()).figures[-1].value["label"] == expected

"""Figures in the text of kept copies: located with the words of their labels, or not."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.evidence.figures import candidates, closest, find_figure
from briefing.evidence.text import Found
from briefing.record.model import Figure

BACK, WANT = "back criminal prosecution", "want companies prosecuted"
SURVEY = (
    "A survey found that 77% of people back criminal prosecution of executives and 85% want "
    "companies prosecuted over safeguarding failures."
)
SESSIONS, OFFENCES = "Childline counselling sessions", "indecent image offences"
STATISTICS = (
    "Childline’s counselling sessions about online child sexual abuse rise by 28% in a year, to "
    "1,832, and indecent image offences involving children rise by 13%, to 34,485."
)
TABLE = "Support for criminal prosecution\n77%\nSupport for companies\n85%\n"
YEARS = "Question 2019 2021\nSupport for prosecution 77% 85%\nSupport for companies 12% 13%\n"
SCHEMES = (
    "The schemes were compared in May.\nConsultations\n\tFirst scheme\tRevised scheme\n"
    "Fee\t£385\t£240\nIn favour\t77%\t64%\nAgainst\t18%\t30%\nAll replied by post in May."
)
HEADED = (
    "Criminal prosecution: whom people back\n"
    "77% of the people who took part in the survey had a dog, and 12 had a horse, which is as\n"
    "common in the county as anywhere else in the region.\n"
)


@dataclass
class Text:
    """A text without pages."""

    text: str

    def passage(
        self, start: int, end: int, *, is_verbatim: bool = True, caution: str = ""
    ) -> Found:
        exact = " ".join(self.text[start:end].split())
        return Found(start, end, exact, "", "", None, "", is_verbatim, caution)


def figure(label: str, value: str, of: str | None = None) -> Figure:
    group = {"of": of} if of else {}
    return Figure.model_validate({"label": label, "value": value, **group})


def find(label: str, value: str, text: str, of: str | None = None) -> Found | None:
    return find_figure(figure(label, value, of), Text(text))


@pytest.mark.parametrize(
    ("label", "value", "text", "exact"),
    [
        (BACK, "77%", SURVEY, "77% of people back criminal prosecution"),
        (WANT, "85%", SURVEY, "85% want companies prosecuted"),
        (SESSIONS, "1,832", STATISTICS, STATISTICS.split(", and")[0]),
        (f"change in {SESSIONS}", "+28%", STATISTICS, STATISTICS.split(" in a year")[0]),
        (f"increase in {SESSIONS}", "28%", STATISTICS, STATISTICS.split(" in a year")[0]),
        (OFFENCES, "34,485", STATISTICS, f"{STATISTICS.split(', and ')[1].strip('.')}"),
        ("support for criminal prosecution", "77%", TABLE, "Support for criminal prosecution 77%"),
        ("support for companies", "85%", TABLE, "Support for companies 85%"),
        ("supporting companies", "13%", YEARS, "Support for companies 12% 13%"),
        ("paid by councils", "£3m", "Councils pay £3m for parks.", "Councils pay £3m"),
        (BACK, "90%", "Nine in ten back crimi-\nnal prosecution.",
         "Nine in ten back crimi- nal prosecution"),
        ("back prosecution", "77%", "77%\nof people back prosecution.",
         "77% of people back prosecution"),
        (BACK, "77%", "77% of 2,000 adults back criminal prosecution.",
         "77% of 2,000 adults back criminal prosecution"),
        (BACK, "77%", "A survey of 2,000 adults found that 77% back criminal prosecution.",
         "77% back criminal prosecution"),
        ("homes without heating", "77%", "77% of homes are without heating.",
         "77% of homes are without heating"),
        # Words next to a number are its own, although another number follows.
        ("replies", "4,216", "It had 4,216 replies: 77% in favour, 18% against.", "4,216 replies"),
        ("licences granted", "1,012",
         "By now 1,012 licences had been granted in the six wards, 88% of them in May.",
         "1,012 licences had been granted"),
        ("fixed penalties", "17", "It issued 17 fixed penalties worth a total of £34,000.",
         "17 fixed penalties"),
        ("addresses", "12,000", "It held five events, and a survey of 12,000 addresses.",
         "12,000 addresses"),
        ("signed a petition", "over 10,000",
         "More than 10,000 people signed a petition this year: 6,380 for parks and 390 against.",
         "More than 10,000 people signed a petition"),
        ("fee", "£385", "For 148,000 nights the fee of £385 is little.", "fee of £385"),
        ("guest nights", "148,000", "The cost is £18m · 148,000 guest nights · £385 fees",
         "148,000 guest nights"),
        ("central case", "£18m", "The estimate of £18m is the central case.",
         "£18m is the central case"),
        # The heading of a column and the caption of a table count for its numbers.
        ("in favour of the revised scheme", "64%", SCHEMES, "favour 77% 64%"),
        ("in favour of the first scheme", "77%", SCHEMES, "favour 77%"),
        ("revised scheme against, consultation", "30%", SCHEMES, "Against 18% 30%"),
        ("fee of the first scheme", "£385", SCHEMES, "Fee £385"),
        # A number in brackets or between dashes only restates the one before it.
        ("supported a register", "82%",
         "More than four in five (82%) of them supported a register, including 54% of hosts.",
         "82%) of them supported a register"),
        ("no smoke alarm", "14%", "Of these, 9 (2%) had rats, and 57 (14%) had no smoke alarm on "
         "at least one floor.", "14%) had no smoke alarm"),
        ("no fire plan", "203", "57 had rats, and 203 – just under half – had no fire plan.",
         "203 – just under half – had no fire plan"),
        # The words after a total describe its part.
        ("owners who have applied", "388", "Only 388 of an estimated 1,150 owners have applied.",
         "388 of an estimated 1,150 owners have applied"),
        # Two verbs can share a subject.
        ("scheme cost", "£410,000", "They say the scheme would need six staff and cost £410,000.",
         "scheme would need six staff and cost £410,000"),
        ("homes without heating", "at least 9", "No fewer than 9 homes are without heating.",
         "No fewer than 9 homes are without heating"),
        ("cost of cameras", "£1.2m", "Cameras for all twelve streets would cost £1.2 million.",
         "Cameras for all twelve streets would cost £1.2 million"),
        ("schools with a crash within 200 metres", "9 of 27",
         "In the five years to 2021, 9 of our 27 schools had a crash within 200 metres.",
         "9 of our 27 schools had a crash within 200 metres"),
        ("prison sentence for executives", "up to 2 years",
         "Executives could face prison: a sentence of up to two years.",
         "Executives could face prison: a sentence of up to two years"),
    ],
)  # fmt: skip
def test_located(label: str, value: str, text: str, exact: str) -> None:
    found = find(label, value, text)
    assert found is not None
    assert found.exact == exact


@pytest.mark.parametrize(
    ("label", "value", "text"),
    [
        (BACK, "85%", SURVEY),
        (WANT, "77%", SURVEY),
        (BACK, "78%", SURVEY),
        ("oppose criminal prosecution", "77%", SURVEY),
        (SESSIONS, "34,485", STATISTICS),
        (OFFENCES, "1,832", STATISTICS),
        (f"change in {SESSIONS}", "-28%", STATISTICS),
        (f"change in {SESSIONS}", "+13%", STATISTICS),
        (f"fall in {SESSIONS}", "28%", STATISTICS),
        (SESSIONS, "over 1,832", STATISTICS),
        ("support for companies", "77%", TABLE),
        ("support for criminal prosecution", "85%", TABLE),
        ("support for companies", "85%", YEARS),
        (BACK, "77%", "77% of people do not back criminal prosecution."),
        (BACK, "77%", "They did not find that 77% back criminal prosecution."),
        (BACK, "77%", "Most people back criminal prosecution. 77% had a dog."),
        (BACK, "77%", HEADED),
        ("change in sessions held", "+28%", "The share of sessions held rose to 28%."),
        ("change in sessions held", "+28%", "The change in sessions held is 28%."),
        ("prison sentence", "2 years", "A prison sentence of two months."),
        ("prison sentence", "2", "A prison sentence of two years."),
        (
            "homes built",
            "over 12",
            "The plan is for homes built of wood. Over 12 trees were felled.",
        ),
        (
            "support for parks in Leeds",
            "77%",
            "Support for parks in York and Leeds is 77% and 80% respectively.",
        ),
        ("homes built", "302", "The homes built rose by 302 to 1,200."),
        ("fall in homes built", "15%", "The homes built fell by 10 to 15%."),
        (BACK, "2,000", "Note 77% of 2,000 adults back criminal prosecution."),
        (BACK, "302", "Of 302 adults asked, 77% back criminal prosecution."),
        (BACK, "2,000", "77% of 2,000 adults back criminal prosecution."),
        (BACK, "2,000", "A survey of 2,000 adults found that 77% back criminal prosecution."),
        (BACK, "2,000", "77% of adults in a survey of 2,000 back criminal prosecution."),
        (BACK, "302", "Criminal prosecution is backed by 77% of the 302 adults."),
        (BACK, "77%", "77% back a ban, although most want a criminal prosecution."),
        (BACK, "77%", "77% of those who back a ban refused criminal prosecution."),
        ("homes with heating", "77%", "77% of homes are without heating."),
        ("in favour of the revised scheme", "77%", SCHEMES),
        ("in favour of the first scheme", "64%", SCHEMES),
        ("against the revised scheme", "64%", SCHEMES),
        ("against the first scheme compared in May", "18%", SCHEMES),
        ("owners who have applied", "1,150", "Only 388 of 1,150 owners have applied."),
        ("homes lost", "12", "In May 12 homes lost 14 windows, and 3 lost none."),
        ("seats lost", "12", "They won 12 seats lost 14."),
        ("no reply", "77%", "A reply came from 77% no reply 23% in all."),
        ("annual fee", "148", "It said £300 was the annual fee of 148 owners."),
        ("staff and officers", "£410,000", "The scheme would need six staff and cost £410,000."),
        ("turnout", "4,216", "Votes: 4,216 turnout: 77% of adults"),
        ("support", "85%", "Support was 77% (85%) in all."),
        ("homes in the plan", "12", "The plan of 12 March 2021 is for homes."),
    ],
)
def test_not_located(label: str, value: str, text: str) -> None:
    assert find(label, value, text) is None


@pytest.mark.parametrize(
    "text",
    ["9" * 5000, "9/" * 5000, "one point " + "one " * 5000, "seventy and " * 5000, "1 " * 5000],
)
def test_long_rows_of_digits_and_words_are_no_numbers(text: str) -> None:
    assert find("want a park", "77%", text) is None


def test_a_number_is_found_among_thousands_of_the_same() -> None:
    text = "Six of 1 kind. " * 2000 + "Here 1 mayor wants parks. " + "Six of 1 kind. " * 2000
    found = find("mayor who wants parks", "1", text)
    assert found is not None
    assert found.exact == "1 mayor wants parks"


@given(st.text("1720 %£.,-–\n\tabc overtfmknd'’()", max_size=100))
def test_any_text_can_be_searched(text: str) -> None:
    for value in ("7", "77%", "£7m", "over 7", "+7%"):
        for found in candidates(figure("a b c", value), Text(text)):
            assert 0 <= found.start < found.end <= len(text)


def test_candidates_have_most_key_words_first() -> None:
    text = "Of dogs, 77% bark. Of people, 77% want prosecution. Of cats, 77% purr."
    found = candidates(figure("want criminal prosecution", "77%"), Text(text))
    assert [each.exact for each in found] == [
        "Of people, 77% want prosecution.",
        "Of dogs, 77% bark.",
        "Of cats, 77% purr.",
    ]


GROUPS = "77% of adults and 85% of parents back criminal prosecution."
BACKED = "Criminal prosecution is backed by 77% of adults and 85% of parents."


@pytest.mark.parametrize(
    ("value", "of", "text", "is_located"),
    [
        ("77%", "adults", GROUPS, True),
        ("85%", "parents", GROUPS, True),
        ("85%", "adults", GROUPS, False),
        ("77%", "parents", GROUPS, False),
        ("77%", "adults", BACKED, True),
        ("85%", "parents", BACKED, True),
        ("85%", "adults", BACKED, False),
        ("77%", "parents", BACKED, False),
        ("77%", None, GROUPS, False),
        ("85%", "parents", GROUPS.replace("and", "back a ban and"), True),
        ("77%", "adults", GROUPS.replace("and", "back a ban and"), False),
    ],
)
def test_two_groups_with_one_label(value: str, of: str, text: str, *, is_located: bool) -> None:
    assert bool(find(BACK, value, text, of)) == is_located


@pytest.mark.parametrize(
    "text",
    [
        "Men: 77% back prosecution. Women: 60% back prosecution.",
        "60% of women, but only 77% of men, back prosecution",
        "Among men, 77% back prosecution. Women are less keen.",
    ],
)
def test_a_figure_without_its_group_nearby_has_a_caution(text: str) -> None:
    found = find("back prosecution", "77%", text, of="women")
    assert found is not None
    assert found.caution == "the group is not near the number"
    whole = find("back prosecution", "77%", text, of="men")
    assert whole is not None
    assert not whole.caution


def test_the_area_of_a_figure_must_be_in_the_row() -> None:
    rows = Text("Back prosecution\nTownville\t77%\nHamlet\t45%\n")
    fields = {"label": "back prosecution", "value": "77%"}
    right = find_figure(Figure.model_validate({**fields, "area": "townville"}), rows)
    wrong = find_figure(Figure.model_validate({**fields, "area": "hamlet"}), rows)
    assert right is not None
    assert not right.caution
    assert wrong is not None
    assert wrong.caution == "the area is not in the row"


def test_the_group_decides_between_two_places() -> None:
    text = "Of adults, 77% back prosecution. Of parents, 77% back prosecution."
    found = find("back prosecution", "77%", text, of="parents")
    assert found is not None
    assert found.start > text.index("Of parents")


@pytest.mark.parametrize(
    ("label", "value", "text", "caution"),
    [
        ("sessions", "1,832", "There were 1,832 sessions.", "the label has only 1 word to compare"),
        ("support for companies", "13%", YEARS, "the row has other numbers"),
        ("large new parks", "2", "2 large new parks. " + "They met 2 men. " * 5,
         "this number occurs often in the text"),
        (BACK, "77%", SURVEY, ""),
    ],
)  # fmt: skip
def test_caution(label: str, value: str, text: str, caution: str) -> None:
    found = find(label, value, text)
    assert found is not None
    assert found.caution == caution


@pytest.mark.parametrize(
    ("label", "value", "text", "reason"),
    [
        ("licences granted by Easter", "9", "It granted 9 licences.",
         "the word “Easter” is missing"),
        ("licences refused by Easter", "9", "It granted 9 licences.",
         "the words “refused” and “Easter” are missing"),
        ("licences granted", "9", "It granted over 9 licences.",
         "the source qualifies the number differently, as in “over” or “about”"),
        ("rise in licences", "9", "It granted 9 licences.", "the word “rise” is missing"),
        ("licences granted", "9", "It has never granted the 9 licences.",
         "the words around the number include “never”"),
        ("licences granted", "9", "It hasn't granted the 9 licences.",
         "the words around the number include “hasn't”"),
        ("licences granted", "9", "Bath and Bristol granted 8 and 9 licences in that order.",
         "the sentence lists numbers with “in that order”"),
    ],
)  # fmt: skip
def test_the_closest_passage_says_why_it_does_not_support_a_figure(
    label: str, value: str, text: str, reason: str
) -> None:
    found = closest(figure(label, value), Text(text))
    assert found is not None
    assert (found.exact, found.caution) == (text, reason)


def test_there_is_no_closest_passage_without_the_number() -> None:
    assert closest(figure("licences granted", "9"), Text("It granted 8 licences.")) is None


@pytest.mark.parametrize(
    ("label", "value", "text"),
    [
        ("rise in crime", "28%", "In the town, crime rose to 28%"),
        ("cost of the scheme", "£18m", "The cost of the scheme rose by £18m"),
        ("cost of the scheme", "£18m", "The cost of the scheme was cut by more than £18m"),
        ("cost of the scheme", "£18m", "The cost of the scheme was £18m less than planned"),
    ],
)
def test_a_level_is_not_a_change(label: str, value: str, text: str) -> None:
    assert find(label, value, text) is None
    assert find("cost of the scheme", "£18m", "The cost of the scheme rose to £18m")
    assert find("cut in the cost", "£18m", "The cost of the scheme was cut by £18m")
    assert find("waiting time cut", "18 weeks", "The waiting time was cut to 18 weeks")


def test_a_number_of_a_row_with_others_has_a_caution() -> None:
    found = find("in favour", "77%", SCHEMES)
    assert found and found.caution == "the row has other numbers"


@pytest.mark.parametrize(
    ("label", "value", "text", "is_found"),
    [
        # A passage of the text is enough, although its words also belong to the other number.
        ("Fees rose from £7 in May to £9 in June", "£9", "Fees rose from £7 in May to £9 in June.",
         True),
        ("A firm pays £24m, and B £17m", "£17m", "A firm pays £24m, and B £17m.", True),
        ("It [the council] spent £9m in Leeds", "£9m", "It spent £9m in Leeds.", True),
        # The passage must have the number in it, and its sentence must not deny it.
        ("A firm pays £24m, and B £17m", "£17m", "A firm pays £24m, and B £18m, not £17m.", False),
        ("A firm pays £24m", "£24m", "It is not true that A firm pays £24m.", False),
        ("A firm pays £24m", "£25m", "A firm pays £24m. B pays £25m.", False),
    ],
)  # fmt: skip
def test_a_label_that_is_a_passage_is_located(
    label: str, value: str, text: str, *, is_found: bool
) -> None:
    assert bool(find(label, value, text)) == is_found

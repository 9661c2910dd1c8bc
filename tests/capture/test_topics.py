"""The topic of a document or of a heading, in labels that say little without it."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import draft
from briefing.record.record import Record


def label(text: str, name: str = "release.md") -> str:
    (figure,) = draft(read_document(text.encode(), name), Record()).figures
    return str(figure.value["label"])


@pytest.mark.parametrize(
    ("title", "sentence", "expected"),
    [
        ("Apprentices in Wales: 2023 to 2024", "The median age was 28.",
         "[Apprentices in Wales:] The median age was 28"),
        ("Apprentices in Wales", "Building rose by 5% in a year.",
         "[Apprentices in Wales:] Building rose by 5% in a year"),
        ("HMP Carrow: progress stalled", "There were 211 assaults on men.",
         "[HMP Carrow:] 211 assaults on men"),
        ("Item 7: School transport: options", "Officers expect around 60 appeals.",
         "[School transport:] Officers expect around 60 appeals"),
        ("Care homes in Eastmoor: report", "There are 64 care homes in the borough.",
         "[Care homes in Eastmoor:] 64 care homes in the borough"),
        # A label that names a place does not need the topic of another one.
        ("Apprentices in Wales", "Bude and Leeds pay £24m a year.",
         "Bude and Leeds pay £24m a year"),
        ("Annual report 2024-25", "The median age was 28.", "The median age was 28"),
        # A title that is a sentence, a question or a general word is no topic.
        ("The council will close 9 libraries", "The median age was 28.", "The median age was 28"),
        ("Why rents keep rising", "The median age was 28.", "The median age was 28"),
        ("Executive summary", "The median age was 28.", "The median age was 28"),
        ("A bus every 20 minutes", "The median age was 28.", "The median age was 28"),
        ("Some workers while they sleep", "The median age was 28.", "The median age was 28"),
        # A title in capitals may be a letterhead.
        ("RIVERS SOCIETY OF THE NORTH", "The median age was 28.", "The median age was 28"),
        # The label has the words of the topic already.
        ("Adult education", "Adult education cost £28m.", "Adult education cost £28m"),
    ],
)  # fmt: skip
def test_the_topic_of_the_title_is_before_a_label_that_says_little(
    title: str, sentence: str, expected: str
) -> None:
    assert label(f"# {title}\n\n{sentence}\n") == expected


def test_a_heading_is_the_topic_if_the_title_is_none() -> None:
    text = "# The board will meet\n\n## Urgent care\n\nOccupancy of wards rose to 96%."
    assert label(text) == "Occupancy of wards rose to 96%"
    assert label(text.replace(" of wards", "")) == "[Urgent care:] Occupancy rose to 96%"


@pytest.mark.parametrize("line", ["6th February", "4.30 pm", "Question 2", "Scrutiny Committee"])
def test_dates_times_and_committees_are_no_topic(line: str) -> None:
    text = f"Rents will rise\n\n{line}\n\nThe median age was 28 in all of the groups, it said."
    assert label(text, "page.txt").startswith("The median age was 28")


def test_the_topic_is_after_the_colon_if_the_title_begins_with_a_slogan() -> None:
    text = "# Learning inside: education and work in prisons\n\nThe median age was 28.\n"
    assert label(text) == "[Education and work in prisons:] The median age was 28"


def test_a_number_of_places_is_not_in_the_topic() -> None:
    text = "# On-demand buses for 61 rural areas\n\nThe median age was 28.\n"
    assert label(text) == "[On-demand buses:] The median age was 28"


def test_a_title_that_makes_a_point_is_no_topic() -> None:
    text = "# The levy that forgot the young\n\nThe median age was 28.\n"
    assert label(text) == "The median age was 28"


def test_a_heading_within_the_paragraph_is_part_of_the_topic() -> None:
    text = (
        "# Pensions in Wales\n\nWaiting times. We got it wrong. The average in May was 66 days.\n"
    )
    assert label(text) == "[Pensions in Wales, waiting times:] The average in May was 66 days"
    assert label(text.replace("# Pensions in Wales", "# Pensions will rise")) == (
        "[Waiting times:] The average in May was 66 days"
    )


def test_a_byline_is_no_topic() -> None:
    text = (
        "Rents will rise\n\nBy Orla Brennan\n\nThe median age was 28 in all of the groups, it said."
    )
    assert label(text, "page.txt").startswith("The median age was 28")


def test_a_headline_is_no_topic_because_the_record_shows_it_beside_the_figure() -> None:
    text = "# Work scheme will grow\n\nRain fell on the scheme.\n\nThe scheme cost £4m in May."
    assert label(text) == "The scheme cost £4m in May"
    assert label(text.replace("scheme will", "plan will")) == "The scheme cost £4m in May"


@pytest.mark.parametrize(
    ("heading", "text", "label"),
    [
        # A heading that makes a point is no topic, unless the paragraph has its words.
        ("A tide that turned", "Turnover rose by 3%.", "Turnover rose by 3%"),
        ("Ferry services to the islands", "Services run 14 times a day.",
         "[Ferry services to the islands:] Services run 14 times a day"),
    ],
)  # fmt: skip
def test_a_heading_is_a_topic_only_if_its_paragraph_is_about_it(
    heading: str, text: str, label: str
) -> None:
    source = f"# We must act now\n\nRain fell.\n\n## {heading}\n\n{text}\n"
    document = read_document(source.encode(), "release.md")
    assert [figure.value["label"] for figure in draft(document, Record()).figures] == [label]


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
        # The sentence before is not added if it refers to another one itself.
        ("Nine boats sank in a storm on 4 May. They were old. Losses came to £9m.",
         "Losses came to £9m"),
        # An owner in the label makes it clear.
        ("The fine goes to the Treasury. Harwell’s turnover in the last year came to £34m.",
         "Harwell’s turnover in the last year came to £34m"),
    ],
)  # fmt: skip
def test_a_label_that_says_little_has_the_sentence_before_it(text: str, expected: str) -> None:
    document = read_document(f"# We must act now\n\n{text}\n".encode(), "release.md")
    assert draft(document, Record()).figures[-1].value["label"] == expected


def test_a_heading_of_one_word_is_a_topic_if_the_text_has_it_as_a_name() -> None:
    text = (
        "# Work scheme will grow\n\nWe put money into {}.\n\n"
        "## Bikewell\n\nThe scheme cost £4m in May."
    )
    assert label(text.format("Bikewell")) == "[Bikewell:] The scheme cost £4m in May"
    assert label(text.format("cycling")) == "The scheme cost £4m in May"

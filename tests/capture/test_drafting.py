"""The draft of a document: each part has its passage, and what is guessed is shown as a guess."""

import pytest

from briefing.capture.document import read_document
from briefing.capture.drafting import DocumentDraft, draft
from briefing.record.record import Record
from tests.helpers import load_record

RELEASE = """\
PRESS RELEASE

EMBARGOED until 00:01 on Monday 3 July 2023

Two in three parents back longer library hours

Some 66% of adults want libraries to open on Sundays, according to a survey of 1,204 adults by
Pollwell.

Dr Ann Lee, chief executive of the Reading Trust, said: “Libraries are where children learn to
love books. Nobody should have to choose between work and a story.”

“We will look at every proposal,” said Tom Hay, the Libraries Minister. “But there is no new
money.”

ENDS
"""


def draft_of(text: str, record: Record | None = None) -> DocumentDraft:
    return draft(read_document(text.encode(), "release.txt"), record or Record())


def test_quotes_have_speakers() -> None:
    found = [(quote.value["text"], quote.value["by"]) for quote in draft_of(RELEASE).quotes]
    assert found == [
        (
            "Libraries are where children learn to love books. Nobody should have to choose "
            "between work and a story.",
            "ann-lee",
        ),
        ("We will look at every proposal", "tom-hay"),
        ("But there is no new money.", "tom-hay"),
    ]


def test_new_actors_have_their_roles() -> None:
    actors = {actor.id: actor.value for actor in draft_of(RELEASE).actors}
    assert actors["ann-lee"] == {
        "name": "Ann Lee",
        "type": "person",
        "roles": [{"title": "chief executive of the Reading Trust"}],
    }
    assert actors["tom-hay"]["roles"] == [{"title": "Libraries Minister"}]


def test_a_figure_has_its_group_and_its_sample() -> None:
    (figure,) = draft_of(RELEASE).figures
    assert figure.value == {
        "label": "want libraries to open on Sundays",
        "value": "some 66%",
        "of": "adults",
        "sample": "1,204",
        "by": "Pollwell",
    }
    assert figure.passage.startswith("Some 66% of adults")


def test_the_source_has_the_details_of_the_document() -> None:
    source = draft_of(RELEASE).source
    assert source.value == {
        "title": "Two in three parents back longer library hours",
        "date": "2023-07-03",
        "embargo": "2023-07-03T00:01",
    }
    assert "guess: title: the first line that could be a title" in source.reasons


def test_an_embargo_is_kept_and_shown() -> None:
    result = draft_of(RELEASE)
    assert result.event.value["embargo"] == "2023-07-03T00:01"
    assert result.event.value["kind"] == "press release"
    assert result.cautions[0].startswith("The document is under embargo until 2023-07-03T00:01")


def test_a_debate_is_known_by_its_speakers() -> None:
    text = "Parks\n\nMonday 3 July 2023\n\nBen Hill (Parkford) (Con): We have 12 parks in winter.\n"
    assert draft_of(text).event.value["kind"] == "debate"


def test_a_consultation_that_a_text_only_mentions_is_not_its_kind() -> None:
    line = "The harbour of Bude has had a new wall since the winter, and the boats are back. "
    late = f"Boats are back\n\n{line * 10}\n\nA consultation on the fees closes in May."
    assert draft_of(late).event.value["kind"] != "consultation"
    early = "New fees for boats\n\nThe council launched a consultation on the fees today."
    assert draft_of(early).event.value["kind"] == "consultation"


def test_the_actors_of_the_record_come_first() -> None:
    record = load_record("""
        title: Libraries
        actors:
          lee: {name: Ann Lee, roles: [{title: chief executive, from: 2020}]}
          minister: {name: Thomas Hay MP, roles: [{title: Libraries Minister, from: 2022-10}]}
        events:
          - date: 2019-04-03
            kind: news
            title: A
            source: https://example.org/a
            actors: [lee, minister]
    """)
    result = draft_of(RELEASE, record)
    assert [quote.value["by"] for quote in result.quotes] == ["lee", "minister", "minister"]
    assert all(actor.is_known for actor in result.actors)


def test_a_date_that_depends_on_another_is_a_guess() -> None:
    result = draft_of(RELEASE + "\nMinisters met campaigners last Tuesday.\n")
    part = result.dates[-1]
    assert part.value["date"] == "2023-06-27"
    assert part.reasons[1] == "guess: worked out from the date of publication, 2023-07-03"


def test_a_paragraph_without_marks_after_a_speaker_is_a_guess() -> None:
    result = draft_of(
        "Title of a release about parks\n\nJane Park, Area Manager for the Parks Agency, said:\n\n"
        "We have taken immediate action in every park in the city.\n\nThe parks open at eight.\n"
    )
    (quote,) = result.quotes
    assert quote.value == {
        "text": "We have taken immediate action in every park in the city.",
        "by": "jane-park",
    }
    assert any(reason.startswith("guess: text:") for reason in quote.reasons)


def test_a_share_and_its_per_cent_are_one_figure() -> None:
    text = "Some three quarters (75%) of adults said that they had visited a library last year.\n"
    (figure,) = draft_of(f"A title of three words\n\n{text}").figures
    assert figure.value["value"] == "75%"


@pytest.mark.parametrize(
    ("text", "speaker", "is_guess"),
    [
        ("“We will build it,” said Tom Hay, the Parks Minister.", "tom-hay", False),
        # A pronoun is a guess: the person in the sentences before it.
        ("Ann Lee, head of the Trust, welcomed it.\n\nThe Parks Minister, Tom Hay, visited the park"
         " on Monday. He said: “We will build it.”", "tom-hay", True),
        ("Ann Lee, head of the Trust, came.\n\nLeanne, 34, lost her home. “We will build it,” she"
         " said.", "leanne", True),
        ("Ann Lee, head of the Trust, came.\n\nI met a man. I shall call him Daniel. He said: “We"
         " will build it.”", "daniel", True),
        ("Ron Lee, head of the Trust, came. His brother nodded. “We will build it,” he said.",
         "", False),
    ],
)  # fmt: skip
def test_a_speaker_that_is_only_a_pronoun_is_a_guess(
    text: str, speaker: str, *, is_guess: bool
) -> None:
    (quote,) = draft_of(f"The council will publish a report\n\n{text}\n").quotes
    assert quote.value.get("by", "") == speaker
    assert any(reason.startswith("guess: by") for reason in quote.reasons) == is_guess


NOTICE = """\
WESTMARCH BOROUGH COUNCIL
For immediate release: 3 June 2024

Changes to parking charges in the town

There are 63,000 second homes in the county. The consultation closes at 5pm on Friday 12 July 2024.

Marcus Hale, Chief Executive of Streets for All, said: "This is a step in the right direction."

Ann Lee, our policy manager, said: "We have waited for this for a very long time."
"""


def test_a_notice_has_its_own_title_dates_and_speakers() -> None:
    found = draft_of(NOTICE)
    assert found.source.value == {
        "title": "Changes to parking charges in the town",
        "publisher": "Westmarch Borough Council",
        "date": "2024-06-03",
    }
    assert [date.value["date"] for date in found.dates][-1] == "2024-07-12"
    roles = {actor.value["name"]: actor.value["roles"][0]["title"] for actor in found.actors}
    assert roles == {
        "Marcus Hale": "Chief Executive of Streets for All",
        "Ann Lee": "policy manager",
    }
    (homes,) = found.figures
    assert homes.value == {"label": "second homes in the county", "value": "63,000"}


def test_a_date_of_publication_can_be_in_a_line_of_details() -> None:
    text = (
        "# A statement on housing\n\n*From Harbour, a charity. Published 30 April 2024.*\n\nText.\n"
    )
    found = draft(read_document(text.encode(), "statement.md"), Record())
    assert found.source.value["date"] == "2024-04-30"

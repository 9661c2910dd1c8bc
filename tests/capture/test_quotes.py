"""Quotes: every quote of a draft is in the document word for word, whatever the document is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from briefing.capture.document import Document, Paragraph, read_document
from briefing.capture.draft_text import to_yaml
from briefing.capture.drafting import draft
from briefing.capture.quotes import quotes_in
from briefing.evidence.quotes import find_quote
from briefing.evidence.searching import prepare
from briefing.evidence.text import Page, SourceText
from briefing.record import parsing
from briefing.record.record import Record


def texts(*paragraphs: str) -> list[str]:
    return [quote.text for quote in quotes_in([Paragraph(text) for text in paragraphs])]


@pytest.mark.parametrize(
    "text",
    [
        "“The park will stay open,” said Ann Lee.",
        '"The park will stay open," said Ann Lee.',
        "‘The park will stay open,’ said Ann Lee.",
        "'The park will stay open,' said Ann Lee.",
        "Ann Lee said that “the park will stay open”.",
        "Ann Lee said: “The park will stay open”",
    ],
)
def test_every_kind_of_quotation_marks_is_read(text: str) -> None:
    (quote,) = texts(text)
    assert quote.casefold() == "the park will stay open"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        (
            "‘The residents’ committee can’t meet,’ he said.",
            "The residents’ committee can’t meet",
        ),
        ("'It's the parents' turn to decide,' he said.", "It's the parents' turn to decide"),
        ("“She said ‘never again’ and left,” he said.", "She said ‘never again’ and left"),
        ("“The plan,” she said, “is two years late.”", "The plan … is two years late."),
    ],
)
def test_marks_inside_a_quote_do_not_end_it(text: str, quote: str) -> None:
    assert texts(text) == [quote]


def test_a_quote_of_several_paragraphs_is_one_quote_for_each() -> None:
    first, second = "“We will open the park.", "“We will keep it open.”"
    assert texts(first, second) == ["We will open the park.", "We will keep it open."]


@pytest.mark.parametrize(
    "text",
    [
        "The report, “A Park for Everyone in the City”, was published today.",
        "The so-called “park tax” is not a tax.",
        "A “session” is half a school day.",
        "In the ’90s the ’burbs were the place to be, and that’s that.",
        "The measure is 5' 6\" tall, and no more than 3' wide.",
    ],
)
def test_titles_terms_and_apostrophes_are_no_quotes(text: str) -> None:
    assert texts(text) == []


PIECES = st.sampled_from(
    [
        *("“", "”", "‘", "’", '"', "'", "…", "[sic]", "(", ")", ",", ".", "?", ":", "–", "\n\n"),
        *(
            "said Ann Lee",
            "she added",
            "Dr Tom Hay, director of the Trust, said",
            "We can’t wait",
        ),
        *(
            "the parks of the city",
            "they are closed",
            "77% of parents",
            "£3 million a year",
            "ﬁnal",
        ),
        *("last Tuesday", "3 July 2023", "The Treasury", "according to", "caf\u00e9", "cafe\u0301"),
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=40))
def test_every_quote_of_a_draft_can_be_proved(pieces: list[str]) -> None:
    text = " ".join(pieces)
    source = SourceText("a", [Page(text)])
    paragraphs = [Paragraph(" ".join(part.split())) for part in text.split("\n\n") if part.strip()]
    result = draft(Document("a.txt", paragraphs, source), Record())
    search = prepare(source)
    for quote in result.quotes:
        found = find_quote(quote.value["text"], search)
        assert found
        assert found.is_verbatim or "…" in quote.value["text"] or "[sic]" in quote.value["text"]
    (event,) = parsing.loads(to_yaml(result))["events"]
    spoken = [quote.value for quote in result.quotes if "by" in quote.value]
    assert [dict(quote) for quote in event.get("quotes", ())] == spoken
    written = [figure.value for figure in result.figures]
    assert [dict(figure) for figure in event.get("figures", ())] == written


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Minister for Social Security and Disability Stephen Harlow said:\n\n"
         "“Unpaid carers are the backbone of our towns.”", "Stephen Harlow"),
        ("The justice secretary, Nadia Sherwani, told MPs about the plan. The shadow justice "
         "secretary disagreed. It was, he said, “a charter for shoplifters and burglars”.", ""),
        ("Rachel Downs, senior fellow at the Bus Institute, has a plan.\n\nThird, give towns "
         "control over what is left, as Owen Pryce argued in his review. “Bus fares are set by "
         "people who never take a bus,” he wrote.", "Owen Pryce"),
        ("Baroness Ellery (LD)\n\nMy Lords, I declare my interest as a vice-president of Rest. "
         "I met a woman in Bude last month. She said to me, “I do not want a medal, I want rest”.",
         ""),
        ("Helen Park, the Liberal Democrat MP for a seat in Cornwall, read the memo. “The money "
         "was voted by parliament for the parks of this country,” she said.", "Helen Park"),
        ("Its chair, Professor Amar Desai, said that it was late.\n\nIn Truro, Gemma Hill, 29, "
         "has given up. “I would have to choose that or the electric,” she said.", "Gemma Hill"),
    ],
)  # fmt: skip
def test_a_speaker_is_the_person_named_last_or_nobody(text: str, speaker: str) -> None:
    document = read_document(
        f"The council will publish a report\n\n{text}\n".encode(), "release.txt"
    )
    result = draft(document, Record())
    (quote,) = result.quotes
    names = {actor.id: actor.value["name"] for actor in result.actors}
    assert names.get(str(quote.value.get("by")), "") == speaker
    assert "My Lords" not in names.values()


def test_the_items_of_a_list_are_no_quotes() -> None:
    items = ["Six in ten of the boats have damp in at least one of their cabins"] * 2
    found = quotes_in(
        [Paragraph("This is what you said:"), *(Paragraph(each, is_item=True) for each in items)]
    )
    assert not found

"""The records in the repository: the real one has the facts in its documents, and the other is
valid.

The tables contain what was published, word for word and number for number, so that none of it is
lost when the record is edited.
"""

from pathlib import Path

import pytest

from briefing.record.loading import File, LoadResult
from briefing.record.model import CitedSource, Event, Figure, Quote
from tests.helpers import load

ROOT = Path(__file__).parent.parent
INQUIRY = sorted((ROOT / "examples" / "inquiry").glob("*.yaml"))

SOURCES = [
    # id, publisher, date
    ("telegraph-2019", "The Telegraph", "2019-04"),
    ("regional-2020", "Regional newspaper for Cumbria and the North East", "2020-21"),
    ("nspcc-2021", "NSPCC", "2021-03-12"),
    ("telegraph-2023", "The Telegraph", "2023-07-03"),
    (
        "govuk-2023",
        "Home Office and Department for Science, Innovation and Technology (GOV.UK)",
        "2023-09-04",
    ),
]

QUOTES = {
    # source, speaker, words
    ("telegraph-2019", "sajid-javid", "tough"),
    ("telegraph-2019", "sajid-javid", "in keeping with the seriousness of the issue"),
    ("telegraph-2019", "sajid-javid", "failed to protect our children"),
    ("telegraph-2019", "peter-wanless", "the regulator has teeth"),
    ("telegraph-2019", "daniel-dyball", "proportionate"),
    ("regional-2020", "nspcc", "accelerating"),
    ("regional-2020", "nspcc", "frustration is growing"),
    ("regional-2020", "peter-wanless", "stand up to Silicon Valley"),
    ("nspcc-2021", "peter-wanless", "clear public consensus for stronger legislation"),
    ("nspcc-2021", "peter-wanless", "an afterthought for Big Tech"),
    ("nspcc-2021", "nspcc", "softened its ambition"),
    ("telegraph-2023", "nspcc", "disappointing, inexplicable and puzzling"),
    ("telegraph-2023", "richard-collard", "has now listened"),
    ("govuk-2023", "suella-braverman", "alongside robust safety measures"),
    ("govuk-2023", "michelle-donelan", "a top priority"),
}

FIGURES = [
    # source, number, a part of the label, group, area, sample
    ("telegraph-2019", "77%", "prosecution of executives", "people", None, "more than 2,000"),
    ("telegraph-2019", "85%", "safeguarding failures", "people", None, "more than 2,000"),
    ("regional-2020", "836", "October 2019", None, "north-east-and-cumbria", None),
    ("regional-2020", "more than 10,000", "since April 2017", None, "england-and-wales", None),
    ("regional-2020", "55%", "owned by Facebook", "recorded cases", None, None),
    ("regional-2020", "up to 4%", "NSPCC asks for", "a company's global turnover", None, None),
    ("nspcc-2021", "9 of 27", "Government is failing", None, None, None),
    ("nspcc-2021", "302", "adults asked", None, "south-east", None),
    ("nspcc-2021", "more than 2,000", "adults asked", None, "uk", None),
    ("nspcc-2021", "91%", "designed to be safe", "adults", "south-east", "302"),
    ("nspcc-2021", "90%", "grooming", "adults", "south-east", "302"),
    ("nspcc-2021", "76%", "prosecuting senior managers", "adults", "south-east", "302"),
    ("nspcc-2021", "78%", "bosses fined", "adults", "south-east", "302"),
    ("nspcc-2021", "69%", "assess risks", "adults", "south-east", "302"),
    ("nspcc-2021", "11%", "designed safely", "adults", "south-east", "302"),
    ("telegraph-2023", "more than 40", "Conservative MPs", None, None, None),
    ("telegraph-2023", "up to 2 years", "in prison", None, None, None),
    ("telegraph-2023", "up to 10%", "Ofcom", "a firm's global turnover", None, None),
    ("telegraph-2023", "+28%", "Childline", None, None, None),
    ("telegraph-2023", "1,832", "Childline", None, None, None),
    ("telegraph-2023", "+13%", "indecent image offences", None, None, None),
    ("telegraph-2023", "34,485", "indecent image offences", None, None, None),
    ("telegraph-2023", "up to 850,000", "sexual threat", "people", "uk", None),
    ("telegraph-2023", "32 million", "US centre", None, None, None),
    ("telegraph-2023", "800", "arrests in the UK", None, None, None),
    ("telegraph-2023", "2 minutes", "between reports", None, None, None),
]

DATES = [
    ("offence-in-force", "2017-04"),
    ("instagram-ban", "2019"),
    ("nspcc-proposals", "2019"),
    ("white-paper", "2019-04"),
    ("consultation", "2019-04/2019-07"),
    ("bill-promised", "2020-02"),
    ("statistics-2020", "2020-21"),
    ("response", "2020-12"),
    ("u-turn", "2023-07-03"),
    ("roundtable", "2023-09-04"),
    ("bill-returns", "2023-09-04/2023-09-10"),
]

ASKED_AND_PROMISED = [
    # event, words of its summary
    ("nspcc-asks-2019", "an independent statutory regulator"),
    ("nspcc-asks-2019", "a statutory duty of care"),
    ("nspcc-asks-2019", "personal criminal liability for executives"),
    ("consultation", "respond within three months of the consultation's close"),
    ("consultation", "present a bill to Parliament"),
    ("bill-promised", "publish an Online Harms Bill"),
    ("nspcc-asks-2020", "pass a Bill within 18 months"),
    ("nspcc-asks-2020", "identify and mitigate foreseeable risks"),
    ("nspcc-asks-2020", "an independent regulator"),
    ("nspcc-asks-2020", "fines of up to 4%"),
    ("nspcc-asks-2020", "named directors who are criminally accountable"),
    ("nspcc-asks-2021", "expected in spring 2021"),
    ("nspcc-asks-2021", "treated as severely as illegal material"),
    ("nspcc-asks-2021", "risks that cross platforms"),
    ("nspcc-asks-2021", "as they are in financial services"),
    ("roundtable", "end-to-end encrypted messaging"),
    ("roundtable", "Tackling Child Sexual Abuse Strategy"),
    ("roundtable", "mandatory reporting"),
]


def read_files(*paths: Path) -> LoadResult:
    return load([File(str(path.relative_to(ROOT)), path.read_bytes()) for path in paths])


@pytest.fixture(scope="module")
def record() -> LoadResult:
    return read_files(ROOT / "events.yaml")


@pytest.fixture(scope="module")
def inquiry() -> LoadResult:
    return read_files(*INQUIRY)


def event(loaded: LoadResult, id: str) -> Event:
    return loaded.record.by_id[id]


def sources(part: Quote | Figure, event: Event) -> list[str]:
    """Return the ids of the sources that support a quote or a figure of `event`."""
    cited = [part.source] if part.source else [citation for _, citation in event.citations]
    return [citation.ref for citation in cited if isinstance(citation, CitedSource)]


def test_the_record_has_no_problems(record: LoadResult) -> None:
    assert record.problems == []


def test_the_record_has_15_to_20_events_up_to_8_september_2023(record: LoadResult) -> None:
    assert 15 <= len(record.record.events) <= 20
    assert str(record.record.correct_as_of) == "2023-09-08"


def test_the_record_rests_on_its_five_documents_and_no_other(record: LoadResult) -> None:
    known = record.record.sources.items()
    assert [(id, source.publisher, str(source.date)) for id, source in known] == SOURCES
    assert all(
        isinstance(citation, CitedSource)
        for event in record.record.events
        for _, citation in event.all_citations
    )


def test_every_quote_is_there_word_for_word_and_no_other(record: LoadResult) -> None:
    quotes = [
        (source, quote.by, quote.text)
        for event in record.record.events
        for quote in event.quotes
        for source in sources(quote, event)
    ]
    assert set(quotes) == QUOTES
    assert len(quotes) == len(QUOTES)


@pytest.mark.parametrize(("source", "number", "label", "of", "area", "sample"), FIGURES)
def test_every_figure_is_there(
    record: LoadResult,
    source: str,
    number: str,
    label: str,
    of: str | None,
    area: str | None,
    sample: str | None,
) -> None:
    assert [
        figure
        for event in record.record.events
        for figure in event.figures
        if (figure.value.text, figure.of, figure.area) == (number, of, area)
        and label in figure.label
        and (figure.sample and figure.sample.text) == sample
        and source in sources(figure, event)
    ]


def test_there_is_no_other_figure(record: LoadResult) -> None:
    assert sum(len(event.figures) for event in record.record.events) == len(FIGURES)


@pytest.mark.parametrize(("id", "date"), DATES)
def test_dates_are_as_vague_as_the_documents(record: LoadResult, id: str, date: str) -> None:
    assert event(record, id).date.text == date


@pytest.mark.parametrize(("id", "words"), ASKED_AND_PROMISED)
def test_asks_and_commitments_are_shown(record: LoadResult, id: str, words: str) -> None:
    assert words in " ".join((event(record, id).summary or "").split())


def test_the_response_answers_the_consultation(record: LoadResult) -> None:
    assert event(record, "response").responds_to == ("consultation",)


def test_the_u_turn_reverses_the_concession_that_came_before_it(record: LoadResult) -> None:
    u_turn, concession = event(record, "u-turn"), event(record, "concession")
    assert u_turn.kind == "U-turn amendment"
    assert [reversal.ref for reversal in u_turn.reverses] == ["concession"]
    assert concession.date < u_turn.date


@pytest.mark.parametrize(
    ("actor", "id", "role"),
    [
        ("sajid-javid", "white-paper", "Home Secretary"),
        ("peter-wanless", "nspcc-asks-2019", "Chief Executive of the NSPCC"),
        ("oliver-dowden", "response", "Culture Secretary"),
        ("rishi-sunak", "concession", "Prime Minister"),
        ("suella-braverman", "roundtable", "Home Secretary"),
        ("michelle-donelan", "roundtable", "Technology Secretary"),
        ("neil-berkett", "roundtable", "Chair of the NSPCC"),
    ],
)
def test_everybody_is_shown_in_the_role_of_the_day(
    record: LoadResult, actor: str, id: str, role: str
) -> None:
    happened = event(record, id)
    assert actor in [mention.ref for mention in happened.actors]
    assert record.record.actors[actor].role_on(happened.date) == role


def test_the_inquiry_is_two_files_and_one_timeline(inquiry: LoadResult) -> None:
    first, second = inquiry.record.files
    events = inquiry.record.events
    assert {event.where.file for event in events} == {first, second}
    assert any(
        event.where.file == second and inquiry.record.by_id[other].where.file == first
        for event in events
        for _, _, other in event.links
    )


def test_the_inquiry_has_no_problems(inquiry: LoadResult) -> None:
    assert inquiry.problems == []
    assert 16 <= len(inquiry.record.events) <= 25


def test_the_inquiry_reverses_a_reversal(inquiry: LoadResult) -> None:
    assert [reversal.ref for reversal in event(inquiry, "quashed").reverses] == ["appeal-allowed"]
    assert [reversal.ref for reversal in event(inquiry, "appeal-allowed").reverses] == ["refusal"]


def test_the_inquiry_looks_ahead(inquiry: LoadResult) -> None:
    as_of = inquiry.record.correct_as_of
    assert as_of is not None
    ahead = [event.id for event in inquiry.record.events if event.date.earliest > as_of]
    assert ahead == ["second-inquiry", "second-decision", "new-plan"]

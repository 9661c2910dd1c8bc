"""The register: asks and commitments as tables that people and screen readers can read."""

import io
from dataclasses import replace

import pytest
from docx import Document
from lxml.html import HtmlElement, fromstring

from briefing.edition.briefing import Briefing
from briefing.output import docx, html, markdown
from briefing.record.model import Edition
from tests.helpers import SAMPLE, load_record, make_briefing

ASKS = ["Ask", "Asked for by", "Status", "Latest move", "Evidence"]
COMMITMENTS = ["Commitment", "Made by", "Due", "Status", "Latest move"]


def register(text: str = "") -> Briefing:
    record = load_record(text or SAMPLE.read_text(encoding="utf-8"))
    assert record.correct_as_of
    return make_briefing(record, "x", Edition(template="register"), record.correct_as_of)


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_a_page_has_tables_with_a_header_for_each_row_and_column() -> None:
    page = html.renderer(None)(register()).content.decode()
    asks, commitments = fromstring(page).findall(".//table")
    for table, columns in ((asks, ASKS), (commitments, COMMITMENTS)):
        headers = table.xpath("thead//th[@scope='col']")
        assert [words(header) for header in headers] == columns
        # The stylesheet for a phone shows the name of the column before each cell.
        for row in table.xpath("tbody/tr"):
            assert len(row.xpath("th[@scope='row']")) == 1
            assert row.xpath("td/@data-column") == columns[1:]
    fines = asks.xpath("tbody/tr")[4]
    assert [words(cell) for cell in fines] == [
        "Fines of up to 4% of a company’s global turnover",
        "NSPCC Raised spring 20205",
        "Met At most 3 years and 5 months after being raised",
        "Met: Ofcom could fine firms up to 10% of their global turnover by July 2023 (between "
        "spring 2020 and 3 July 2023)2",
        "Spring 2020: fine that the NSPCC asks for: up to 4% of a company’s global turnover5 "
        "Between spring 2020 and 3 July 2023: fine that Ofcom could impose until July 2023: up to "
        "10% of a firm’s global turnover2",
    ]
    (late,) = commitments.xpath("tbody/tr[@class='late']")
    assert words(late[3]) == "Overdue by 2 years and 3 months"
    assert words(late[4]) == "None since then"


def test_markdown_and_word_have_the_same_tables() -> None:
    lines = markdown.renderer(None)(register()).content.decode().splitlines()
    for columns in (ASKS, COMMITMENTS):
        assert f"| {' | '.join(columns)} |" in lines
    assert sum(line.startswith("| ") for line in lines) == 2 + 7 + 5
    tables = Document(io.BytesIO(docx.renderer(None)(register()).content)).tables
    headers = [[cell.text for cell in table.rows[0].cells] for table in tables]
    assert headers == [ASKS, COMMITMENTS]
    assert [len(table.rows) for table in tables] == [8, 6]


def test_nothing_is_said_of_evidence_if_no_figure_supports_an_ask() -> None:
    made = register(
        """
        title: T
        correct_as_of: 2023-09-08
        actors: {a: {name: A}}
        asks: {park: {title: A | park, by: a}}
        events:
          - {date: 2023, kind: news, title: B, asks: {park: raised}, source: {title: S}}
        """
    )
    text = markdown.renderer(None)(made).content.decode()
    assert (
        f"\n| {' | '.join(ASKS[:-1])} |\n|---|---|---|---|\n| A \\| park | A, perhaps raised"
        in text
    )
    assert "Evidence" not in html.renderer(None)(made).content.decode()
    empty = "title: T\ncorrect_as_of: 2023-09-08\nevents: [{date: 2023, kind: news, title: B}]"
    for render in (html.renderer(None), markdown.renderer(None)):
        page = render(register(empty)).content.decode()
        assert "There are no asks or commitments in this briefing." in page


@pytest.mark.parametrize(
    ("name", "shown"), [("the council", "The council"), ("mySociety", "mySociety")]
)
def test_a_sentence_that_starts_with_a_name_starts_with_a_capital(name: str, shown: str) -> None:
    text = f"""
        title: T
        correct_as_of: 2023-09-08
        actors: {{a: {{name: {name}}}, b: {{name: B}}}}
        asks: {{park: {{title: A park, by: a}}, gate: {{title: A gate, by: b}}}}
        events:
          - date: 2023-05-01
            kind: news
            title: C
            asks: {{park: raised, gate: raised}}
            source: {{title: S}}
            commitments: [{{id: x, title: Open it, by: a, due: 2024}}]
        """
    made = register(text)
    tables = markdown.renderer(None)(made).content.decode()
    assert f"| A park | {shown}, raised" in tables
    assert f"| Open it | {shown}: C" in tables
    lists = markdown.renderer(None)(replace(made, template="timeline")).content.decode()
    assert f"A park. {shown}: raised" in lists
    assert f"Open it. {shown}; due 2024." in lists


@pytest.mark.parametrize(
    ("value", "words"),
    [("77%", "77% of homes"), ("9 of 27", "9 of 27 homes"), ("1 in 7", "1 in 7 homes")],
)
def test_a_share_of_a_group_is_written_as_one_would_say_it(value: str, words: str) -> None:
    made = register(
        f"""
        title: T
        correct_as_of: 2023-09-08
        actors: {{a: {{name: The council}}}}
        asks: {{park: {{title: A park, by: a}}}}
        events:
          - date: 2023-05-01
            kind: news
            title: B
            asks: {{park: raised}}
            source: {{title: S}}
            figures: [{{label: near a park, value: {value}, of: homes, supports: park}}]
        """
    )
    assert f"near a park: {words}" in markdown.renderer(None)(made).content.decode()
    assert made.asker == "the council"

"""Questions and answers: the record's own, and those that its contents raise."""

import re
from datetime import date

import pytest

from briefing.edition.as_of import as_known_on
from briefing.edition.briefing import Briefing
from briefing.edition.questions import Question
from briefing.output import docx, html, markdown
from briefing.record.model import Edition
from tests.helpers import briefing, load_record, make_briefing, words_of

RECORD = """
title: Parks
correct_as_of: 2024-06-30
areas: {north: {name: North}, south: {name: South}}
actors:
  council: {name: The council}
  friends: {name: Friends of the Park}
asks:
  gates: {title: New gates, by: friends}
  bins: {title: More bins, by: friends}
sources:
  minutes: {title: Minutes, date: 2023-03-01}
  later: {title: Later minutes, date: 2023-05-02}
questions:
  cost: {question: What did it cost?, answer: "About **£2m**.", source: minutes, weight: low}
  gates:
    question: Will there be gates?
    answer: |
      Yes.

      - In 2025.
    asks: [gates]
    events: [promise]
  north: {question: What of the north?, answer: Nothing., source: minutes, areas: [north]}
  why: {question: Why so late?, source: minutes, weight: high}
events:
  - id: promise
    date: 2023-03-01
    kind: statement
    title: Council promises gates
    by: council
    source: minutes
    asks: {gates: raised}
    commitments: [{id: fix, title: Fix the path, by: council, due: 2023-09-01}]
    quotes:
      - {text: There will be gates, by: council}
      - {text: We have listened, by: friends}
    figures:
      - {label: visitors a year, value: "9,000", disputed: The turnstile was broken}
      - {label: want gates, value: 82%}
  - {date: 2023-05-01, kind: decision, title: Council drops the gates, by: council, source: later,
     asks: {gates: refused, bins: raised}, reverses: [promise],
     quotes: [{text: Bins first, by: council}]}
"""


def made(audience: str = "internal", **edition: str) -> Briefing:
    chosen = Edition.model_validate({"template": "lines", "audience": audience, **edition})
    return make_briefing(load_record(RECORD), "x", chosen, date(2024, 6, 30))


def named(questions: tuple[Question, ...]) -> dict[str, Question]:
    return {question.anchor: question for question in questions}


def test_the_record_raises_questions_that_it_does_not_answer_itself() -> None:
    questions = made().questions
    assert [(question.about, str(question.question)) for question in questions] == [
        ("record", "Why so late?"),
        ("record", "Will there be gates?"),
        ("record", "What of the north?"),
        ("record", "What did it cost?"),
        ("commitment", "What has become of the commitment “Fix the path”?"),
        ("ask", "What has become of “More bins”?"),
        ("reversal", "What happened after “Council promises gates”?"),
        ("figure", "How reliable is this figure: “visitors a year”?"),
    ]


def test_an_answer_has_the_quotes_figures_and_status_of_what_it_is_about() -> None:
    gates = named(made().questions)["answer-gates"]
    assert [quote.text for quote in gates.quotes] == ["There will be gates", "We have listened"]
    assert [figure.label for figure in gates.figures] == ["visitors a year", "want gates"]
    assert [(ask.id, ask.status) for ask in gates.asks] == [("gates", "refused")]
    assert [event.title for event in gates.events] == ["Council promises gates"]


def test_a_quote_is_not_repeated_for_questions_that_the_record_raises() -> None:
    questions = named(made().questions)
    assert questions["commitment-fix"].quotes == questions["reversal-1"].quotes == ()
    assert [quote.text for quote in questions["ask-bins"].quotes] == ["Bins first"]


def test_a_question_is_for_its_areas_and_for_the_events_of_the_edition() -> None:
    assert "answer-north" not in named(made(area="south").questions)
    assert "answer-north" in named(made(area="north").questions)
    later = named(made(since="2023-04").questions)
    assert "answer-cost" in later and "answer-gates" in later  # The ask has moved since then.
    assert "answer-gates" not in named(made(since="2024").questions)


@pytest.mark.parametrize(
    ("day", "known"), [("2023-02-28", []), ("2023-03-01", ["cost", "gates", "north", "why"])]
)
def test_a_question_is_known_when_its_sources_and_events_are(day: str, known: list[str]) -> None:
    assert [*as_known_on(load_record(RECORD), date.fromisoformat(day)).questions] == known
    added = RECORD.replace("weight: low", "added: 2024-01-01")
    assert "cost" not in as_known_on(load_record(added), date(2023, 12, 31)).questions
    assert "cost" in as_known_on(load_record(added), date(2024, 1, 1)).questions


def test_every_format_has_the_lines_to_take(tmp_path_factory: pytest.TempPathFactory) -> None:
    text = markdown.renderer(None)(made()).content.decode()
    assert (
        "## Lines to take\n\n### Why so late?\n\n**No answer yet**\n\nSource of the answer[^2]"
        in (text)
    )
    assert (
        "### Will there be gates?\n\nYes.\n\n- In 2025.\n\n**Refused:** New gates (Friends of the "
        "Park). Raised 1 March 2023[^2], refused 1 May 2023[^1].\n\n> “There will be gates”"
    ) in text
    assert "- **9,000** visitors a year. *Disputed: The turnstile was broken*" in text
    assert "**U-turn by the council:** Council drops the gates (1 May 2023)[^1]" in text
    page = html.renderer(None)(made()).content.decode()
    file = tmp_path_factory.mktemp("word") / "x.docx"
    file.write_bytes(docx.renderer(None)(made()).content)
    for question in made().questions:
        assert f"<h3>{question.question}</h3>" in page.replace("’", "'")
        assert str(question.question) in words_of(file)


def test_the_event_that_made_the_only_move_of_an_ask_is_named() -> None:
    dropped = "Council drops the gates (1 May 2023)"
    text = markdown.renderer(None)(made()).content.decode()
    assert f"**Raised**: {dropped}[^1]." in text
    page = " ".join(re.sub("<[^>]+>", "", html.renderer(None)(made()).content.decode()).split())
    assert f"Raised: {dropped}" in page
    record = load_record(RECORD.replace("asks: [gates]", "asks: [bins]"))
    chosen = Edition(template="lines", audience="internal")
    shown = make_briefing(record, "x", chosen, date(2024, 6, 30))
    answer = "**Raised:** More bins (Friends of the Park). See: " + dropped
    assert answer in markdown.renderer(None)(shown).content.decode()


def test_an_ask_with_many_moves_is_given_in_short() -> None:
    talks = "".join(
        f"  - {{date: 2023-04-0{day}, kind: news, title: Talks, source: later, "
        "asks: {gates: advanced}}\n"
        for day in range(1, 4)
    )
    chosen = Edition(template="lines", audience="internal")
    shown = make_briefing(load_record(RECORD + talks), "x", chosen, date(2024, 6, 30))
    text = markdown.renderer(None)(shown).content.decode()
    in_short = "Raised 1 March 2023[^2] … refused 1 May 2023[^1] (5 moves).\n"
    assert in_short in text and "advanced" not in text
    page = re.sub("<[^>]+>", "", html.renderer(None)(shown).content.decode())
    assert "… refused 1 May 2023" in page.replace("\xa0", " ")


def test_commands_know_questions(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("record")
    old, new = folder / "old.yaml", folder / "new.yaml"
    old.write_text(RECORD)
    text = RECORD.replace("In 2025", "In 2026").replace("  why:", "  reason:")
    new.write_text(text)
    listed = briefing("list", old, "--of", "questions").stdout
    assert "Will there be gates?  gates  yes       0" in listed
    assert "What did it cost?" in briefing("list", old, "£2m", "--of", "questions").stdout
    shown = briefing("show", old, "gates").stdout
    assert "Will there be gates?\nQuestion · id gates\n\nYes.\n• In 2025.\n" in shown
    assert "Asks     New gates: refused, see gates" in shown
    assert "1 March 2023: Council promises gates [1], see promise" in shown
    assert (
        "Why so late? [1]\nQuestion · no answer yet · id why"
        in briefing("show", old, "so late").stdout
    )
    found = briefing("diff", old, new).output
    assert "Will there be gates?" in found and "In 2026" in found
    assert briefing("rename", "gates", "park-gates", old, "--of", "ask").exit_code == 0
    assert "asks: [park-gates]" in old.read_text() and "asks: {park-gates:" in old.read_text()
    assert briefing("rename", "why", "delay", old).exit_code == 0
    assert briefing("rename", "promise", "pledge", old).exit_code == 0
    assert briefing("rename", "minutes", "notes", old).exit_code == 0
    renamed = old.read_text()
    assert "  delay: {question: Why so late?, source: notes" in renamed
    assert "    events: [pledge]\n" in renamed and "source: minutes" not in renamed
    broken = RECORD.replace("asks: [gates]", "asks: [gate]").replace("[promise]\n", "[promised]\n")
    new.write_text(broken)
    checked = briefing("check", new).output
    assert "no ask called 'gate'" in checked and "'promised'" in checked

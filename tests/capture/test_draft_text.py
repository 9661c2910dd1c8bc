"""A draft as YAML: it checks without errors, and every quote in it is proved."""

from pathlib import Path

import pytest

from briefing.capture.document import read_document
from briefing.capture.draft_text import to_yaml
from briefing.capture.drafting import draft
from briefing.record.record import Record
from tests.helpers import briefing, load_record

DOCUMENTS = Path(__file__).parent / "documents"
FILES = sorted(path for path in DOCUMENTS.iterdir() if ".truth" not in path.name)
ONE_OF_EACH = [*{path.suffix: path for path in FILES}.values(), DOCUMENTS / "damp-committee.html"]
"""A document in each format, and one with a quote that its speaker interrupts."""


@pytest.mark.parametrize("path", ONE_OF_EACH, ids=lambda path: path.name)
def test_a_draft_is_an_events_file_whose_quotes_are_proved(path: Path, tmp_path: Path) -> None:
    content = path.read_bytes()
    drafted = draft(read_document(content, path.name), Record())
    events = tmp_path / "events.yaml"
    text = to_yaml(drafted)
    if "date" not in drafted.event.value:
        assert "# Add the date" in text
        text = text.replace("  - kind:", "  - date: 2024-01-31\n    kind:")
    events.write_text(text, encoding="utf-8")
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / f"{drafted.source.id}{path.suffix}").write_bytes(content)
    checked = briefing("check", events)
    assert checked.exit_code == 0, checked.output
    proof = briefing("prove", events).stdout
    assert "quote" not in proof
    counts = proof.splitlines()[-1]
    quotes = [quote for quote in drafted.quotes if "by" in quote.value]
    same_words = sum("…" in quote.value["text"] for quote in quotes)
    assert f"{len(quotes) - same_words} verbatim" in counts
    assert (f"{same_words} same words" in counts) == bool(same_words)


def test_a_quote_without_a_speaker_is_a_comment() -> None:
    path = DOCUMENTS / "court-backlog.pdf"
    text = to_yaml(draft(read_document(path.read_bytes(), path.name), Record()))
    comment = (
        '# - {text: "did not set a baseline, because the priority was to act", by: add-the-speaker}'
    )
    assert comment in text


def test_a_draft_for_a_record_is_a_part_of_it(tmp_path: Path) -> None:
    (tmp_path / "events.yaml").write_text(
        "title: Seagrass\nactors: {vaughan: {name: Eleri Vaughan}}\nevents:\n"
        "  - {date: 2019-04-03, kind: news, title: A, source: https://example.org/a,"
        " actors: [vaughan]}\n",
        encoding="utf-8",
    )
    record = load_record((tmp_path / "events.yaml").read_text(encoding="utf-8"))
    path = DOCUMENTS / "seagrass-email.eml"
    drafted = draft(read_document(path.read_bytes(), path.name), record)
    text = to_yaml(drafted, record)
    assert "title: Seagrass" not in text and "vaughan: {" not in text
    (tmp_path / "seagrass.yaml").write_text(text, encoding="utf-8")
    checked = briefing("check", tmp_path)
    assert checked.exit_code == 0, checked.output


def test_guesses_are_shown_in_the_comments() -> None:
    path = DOCUMENTS / "seagrass-email.eml"
    text = to_yaml(draft(read_document(path.read_bytes(), path.name), Record()))
    assert "  # guess: date: the date of publication, the date of the email\n" in text
    assert "# - 2024-05: “Last month”, guess: worked out from the date of publication" in text

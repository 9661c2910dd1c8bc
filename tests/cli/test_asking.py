"""A person at a terminal is asked about a new event, can correct it, and sees it before saving."""

from pathlib import Path
from textwrap import dedent

import pytest

from briefing.record import parsing
from tests.helpers import briefing
from tests.terminals import TAB, Terminal, terminal

RECORD = dedent("""\
    title: Fuel
    actors:
      treasury: {name: HM Treasury, type: department}
      chancellor: {name: The Chancellor, part of: treasury}
    sources:
      hansard: {title: Statement on fuel, publisher: House of Commons, date: 2025-06-09}
    asks:
      payment: {title: Restore the payment, by: treasury}
    events:
      # The first decision.
      - id: cut
        date: 2024-07-29
        kind: statement
        title: Chancellor cuts the payment
        source: hansard

      - id: march
        date: 2025-09-01
        kind: campaign
        title: Pensioners march
        source: hansard
""")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events.yaml").write_text(RECORD)
    return tmp_path


TERMINALS = pytest.mark.parametrize(
    "environment",
    [
        {"TERM": "xterm"},
        *(
            pytest.param(environment, marks=pytest.mark.long)
            for environment in ({"TERM": "dumb"}, {"TERM": "xterm", "NO_COLOR": "1"})
        ),
    ],
    ids=str,
)


def answer_first(person: Terminal) -> None:
    person.answer("Date:", "9 June 2025")
    person.answer("Kind:", "statement")
    person.answer("Title:", "Chancellor restores the payment")
    person.answer("Source:", "hansard")


@TERMINALS
def test_the_answers_become_an_event_in_its_place(
    folder: Path, environment: dict[str, str]
) -> None:
    with terminal("add", folder=folder, **environment) as person:
        answer_first(person)
        person.answer("More", "asks")
        person.answer("Which ask:", "payment")
        person.answer("New status:", "raised")
        person.answer("More", "")
        shown = person.answer("Save it?", "y")
        assert person.finish() == 0
    assert "Monday 9 June 2025" in person.shown
    assert "Chancellor cuts the payment" in shown
    before, after = RECORD.split("  - id: march")
    event = dedent("""\
        - id: chancellor-restores-the-payment
          date: 2025-06-09
          kind: statement
          title: Chancellor restores the payment
          source: hansard
    """)
    text = (folder / "events.yaml").read_text()
    assert text.startswith(before)
    assert text.endswith(f"  - id: march{after}")
    added = dedent(text[len(before) : -len(f"  - id: march{after}")])
    assert all(line in added for line in event.splitlines())
    assert "asks: {payment: raised}" in added
    assert "added: 20" in added
    assert briefing("check", folder).exit_code == 0


def test_a_slip_can_be_corrected(folder: Path) -> None:
    with terminal("add", folder=folder) as person:
        person.answer("Date:", "9/6/25")
        shown = person.answer("Choose", "1")
        assert "1. 2025-06-09  9 June 2025" in shown
        assert "2. 2025-09-06  6 September 2025" in shown
        person.answer("Kind:", "statment")
        shown = person.answer("Choose", "1")
        assert "Did you mean 'statement'?" in shown
        assert "1. statement" in shown
        person.answer("Title:", "<")
        person.wait_for("Kind:")
        person.type("\x15speech\r")  # Ctrl-U deletes the line.
        person.answer("Title:", "Chancellor restores teh payment")
        person.answer("Source:", "statement on fuel")
        person.answer("More", "title")
        person.wait_for("Title:")
        person.type("\x15Chancellor restores the payment\r")
        person.answer("More", "")
        shown = person.answer("Save it?", "c")
        assert "kind: speech" in shown
        person.answer("More", "topics")
        person.answer("Topic", "winter fuel")
        person.answer("Topic", "")
        person.answer("More", "")
        person.answer("Save it?", "y")
        assert person.finish() == 0
    text = (folder / "events.yaml").read_text()
    assert "title: Chancellor restores the payment\n" in text
    assert "kind: speech\n" in text
    assert "topics: [winter fuel]\n" in text
    assert "source: hansard\n" in text.partition("restores the payment")[2]


def test_enter_never_repeats_a_rejected_answer(folder: Path) -> None:
    with terminal("add", "9 June 2025", "statement", folder=folder, TERM="dumb") as person:
        person.answer("Title:", "Chancellor restores the payment")
        person.answer("Source:", "https://example.org/a")
        person.answer("Title of the source:", "The payment")
        person.answer("Publisher:", "")
        person.answer("Date of publication:", "y")
        assert "'y'" in person.answer("Date of publication:", "")
        person.answer("More", "actors")
        person.answer("Who took part (Enter when done):", "Ann Other")
        person.answer("Add Ann Other to the actors?", "")
        assert "y for yes, or n for no" in person.answer("Add Ann Other to the actors?", "n")
        person.answer("Who took part (Enter when done):", "")
        person.answer("More", "")
        person.answer("Save it?", "")
        assert "Type y, c or q" in person.answer("Save it?", "y")
        assert person.finish() == 0
    assert "Ann Other" not in (folder / "events.yaml").read_text()


def test_a_present_answer_can_be_removed_on_a_plain_terminal(folder: Path) -> None:
    with terminal("add", "9 June 2025", "statement", folder=folder, TERM="dumb") as person:
        person.answer("Title:", "Chancellor restores the payment")
        person.answer("Source:", "")
        person.answer("More", "summary")
        person.answer("Summary:", "It is back")
        person.answer("More", "summary")
        assert "It is back] (- for none)" in person.answer(":", "-") + person.wait_for("More")
        person.type("\r")
        assert "It is back" not in person.answer("Save it?", "y")
        assert person.finish() == 0


def test_the_words_of_the_record_are_completed(folder: Path) -> None:
    with terminal("add", "9 June 2025", "statement", folder=folder) as person:
        person.answer("Title:", "Chancellor restores the payment")
        person.answer("Source:", "hansard")
        person.answer("More", "actors")
        person.wait_for("Who took part")
        person.type("trea")
        person.wait_for("HM Treasury")
        person.type(f"{TAB}\r")
        person.answer("Who took part", "")
        person.answer("More", "")
        assert "actors: [treasury]" in person.answer("Save it?", "y")
        assert person.finish() == 0


def test_a_new_actor_and_a_new_source_are_added_with_the_event(folder: Path) -> None:
    with terminal("add", "9 June 2025", "statement", folder=folder, TERM="dumb") as person:
        person.answer("Title:", "Chancellor restores the payment")
        person.answer("Source:", "https://example.org/a")
        person.answer("Title of the source:", "The payment")
        person.answer("Publisher:", "")
        person.answer("Date of publication:", "9 June 2025")
        person.answer("More", "quotes")
        person.answer("Words of the quote:", "We will act")
        person.answer("Who said them:", "Age UK")
        person.answer("Add Age UK to the actors?", "y")
        person.answer("Type of actor", "charity")
        person.answer("More", "")
        person.answer("Save it?", "y")
        assert person.finish() == 0
    data = parsing.loads((folder / "events.yaml").read_text())
    event = next(event for event in data["events"] if event["date"] == "2025-06-09")
    assert data["actors"]["age-uk"] == {"name": "Age UK", "type": "charity"}
    assert event["quotes"] == [{"text": "We will act", "by": "age-uk"}]
    assert event["source"] == {
        "title": "The payment",
        "date": "2025-06-09",
        "url": "https://example.org/a",
    }


@TERMINALS
def test_answers_are_kept_if_the_person_stops(folder: Path, environment: dict[str, str]) -> None:
    with terminal("add", folder=folder, **environment) as person:
        person.answer("Date:", "9 June 2025")
        person.answer("Kind:", "statement")
        person.answer("Title:", "Chancellor restores the payment")
        person.wait_for("Source:")
        assert person.interrupt() == 1
    assert (folder / "events.yaml").read_text() == RECORD
    kept = folder / ".briefing-entry.yaml"
    assert "title: Chancellor restores the payment" in kept.read_text()
    assert "briefing add --from .briefing-entry.yaml" in person.shown
    result = briefing("add", "--from", kept, "--into", folder)
    assert result.exit_code == 0, result.output
    assert "title: Chancellor restores the payment" in (folder / "events.yaml").read_text()
    assert not kept.exists()


def test_problems_that_the_event_causes_are_shown_before_it_is_saved(folder: Path) -> None:
    with terminal("add", "9 June 2025", "statement", folder=folder, TERM="dumb") as person:
        person.answer("Title:", "Chancellor restores the payment")
        person.answer("Source:", "hansard")
        person.answer("More", "asks")
        person.answer("Which ask:", "payment")
        person.answer("New status:", "met")
        person.answer("More", "")
        assert "no earlier event raises it" in person.answer("have errors", "quit")
        assert person.finish() == 1
    assert (folder / "events.yaml").read_text() == RECORD


def test_nothing_is_asked_off_a_terminal(folder: Path) -> None:
    result = briefing("add", "9 June 2025", "--into", folder, stdin="statement\n")
    assert result.exit_code == 2
    assert "Missing: kind and title" in result.stderr


def test_several_sources_and_a_change_of_the_source(folder: Path) -> None:
    with terminal("add", "9 June 2025", "statement", folder=folder, TERM="dumb") as person:
        person.answer("Title:", "Chancellor restores the payment")
        person.answer("Source:", "The Gazette of June")
        person.answer("Publisher:", "The Gazette")
        person.answer("Date of publication:", "June 2025")
        person.answer("More", "source")
        person.answer("Source:", "")  # It stays as it is.
        person.answer("More", "sources")
        person.answer("Another source", "hansard")
        person.answer("Another source", "")
        person.answer("More", "")
        person.answer("Save it?", "y")
        assert person.finish() == 0
    data = parsing.loads((folder / "events.yaml").read_text())
    event = next(event for event in data["events"] if event["date"] == "2025-06-09")
    described = {"title": "The Gazette of June", "publisher": "The Gazette", "date": "2025-06"}
    assert event["sources"] == [described, "hansard"]
    assert "source" not in event


def test_another_file_of_the_record_can_be_chosen(folder: Path) -> None:
    (folder / "later.yaml").write_text("events: []\n")
    arguments = ("add", "9 June 2025", "statement", "--into", ".")
    with terminal(*arguments, folder=folder, TERM="dumb") as person:
        person.answer("Title:", "Chancellor restores the payment")
        person.answer("Source:", "hansard")
        person.answer("More", "")
        assert "events.yaml, line" in person.answer("Save it?", "file")
        person.answer("File", "later.yaml")
        assert "later.yaml, line" in person.answer("Save it?", "y")
        assert person.finish() == 0
    assert (folder / "events.yaml").read_text() == RECORD
    assert "Chancellor restores the payment" in (folder / "later.yaml").read_text()


def test_an_event_is_kept_if_the_person_stops_at_the_last_moment(folder: Path) -> None:
    (folder / ".events.yaml.swp").touch()
    with terminal("add", "9 June 2025", "statement", folder=folder, TERM="dumb") as person:
        person.answer("Title:", "Chancellor restores the payment")
        person.answer("Source:", "hansard")
        person.answer("More", "")
        person.answer("Save it?", "y")
        person.wait_for("press Enter")
        assert person.interrupt() == 3
    assert "restores the payment" in (folder / ".briefing-entry.yaml").read_text()
    assert (folder / "events.yaml").read_text() == RECORD


def test_a_person_can_close_the_editor_and_try_again(folder: Path) -> None:
    swap = folder / ".events.yaml.swp"
    swap.touch()
    with terminal("add", "9 June 2025", "statement", folder=folder, TERM="dumb") as person:
        person.answer("Title:", "Chancellor restores the payment")
        person.answer("Source:", "hansard")
        person.answer("More", "")
        person.answer("Save it?", "y")
        assert "unsaved changes" in person.wait_for("press Enter")
        (folder / "events.yaml").write_text(RECORD.replace("Pensioners march", "They march"))
        swap.unlink()
        person.answer(":", "")
        assert person.finish() == 0
    text = (folder / "events.yaml").read_text()
    assert "They march" in text and "Chancellor restores the payment" in text


def test_another_answer_can_be_written_instead_of_a_number(folder: Path) -> None:
    with terminal("add", "9 June 2025", folder=folder, TERM="dumb") as person:
        person.answer("Kind", "stat")
        person.answer("Choose", "manifesto")
        person.answer("Title:", "Party promises the payment")
        person.answer("Source:", "hansard")
        person.answer("More", "")
        assert "kind: manifesto" in person.answer("Save it?", "y")
        assert person.finish() == 0


def test_only_questions_about_actors_offer_to_add_one(folder: Path) -> None:
    (folder / "events.yaml").write_text("title: A\nevents: []\n")
    with terminal("add", "9 June 2025", "statement", folder=folder, TERM="dumb") as person:
        person.answer("Title:", "A park opens")
        person.answer("Source:", "unknown-id")
        shown = person.answer("Source", "https://example.org/a")
        assert "is not a source" in shown and "actors" not in shown
        person.answer("Title of the source", "")
        person.answer("Publisher", "")
        person.answer("Date of publication", "")
        shown = person.answer("More", "?")
        assert "quotes" in shown and "areas" not in shown and "asks" not in shown
        assert "disputed: Why it is disputed" in person.answer("More", "")
        person.answer("Save it?", "y")
        assert person.finish() == 0

"""A person takes, changes or leaves each part of a draft. Off a terminal, it is printed as YAML."""

from pathlib import Path
from textwrap import dedent

import pytest
from pytest_httpserver import HTTPServer

from briefing.record import parsing
from tests.helpers import briefing
from tests.terminals import terminal

RECORD = dedent("""\
    title: Fuel
    actors:
      treasury: {name: HM Treasury, type: department}
      reeves: {name: Rachel Reeves, type: person}
    events:
      - id: cut
        date: 2024-07-29
        kind: statement
        title: Chancellor cuts the payment
        source: https://example.org/a
""")
QUOTE = "Targeting winter fuel payments was a tough decision, but the right decision for us."
OTHER = "This is the right thing to do and it will bring some much needed peace of mind."
RELEASE = f"""\
<!doctype html><html lang="en-GB"><head><title>Winter fuel payment restored</title>
<meta property="article:published_time" content="2025-06-09T10:00:00+01:00">
<meta property="og:site_name" content="HM Treasury"></head><body><article>
<h1>Winter fuel payment restored</h1>
<p>The payment will be made to pensioners this winter, the government has announced today.
About 77% of pensioners in England and Wales will benefit from the change.</p>
<p>The Chancellor of the Exchequer, Rachel Reeves, said: “{QUOTE}”</p>
<p>Caroline Abrahams, Charity Director at Age UK, said: “{OTHER}”</p>
</article></body></html>
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "events.yaml").write_text(RECORD)
    (tmp_path / "release.html").write_text(RELEASE, encoding="utf-8")
    return tmp_path


def test_each_part_is_taken_changed_or_left(folder: Path) -> None:
    with terminal("add", "--from", "release.html", folder=folder, TERM="dumb") as person:
        assert "title: Winter fuel payment restored" in person.answer("Is this right?", "y")
        assert "guess: date" in person.answer("Date", "")
        person.answer("Kind", "statement")
        person.answer("Title", "Chancellor restores the payment")
        assert "by: reeves (Rachel Reeves)" in person.answer("Accept it?", "y")
        assert OTHER[:40] in person.answer("Accept it?", "n")
        assert "value: about 77%" in person.answer("Accept it?", "c")
        person.answer("Number", "")
        person.answer("Label", "benefit")
        person.answer("Group", "pensioners")
        person.answer("Sample", "")
        person.answer("Who published", "")
        assert "Rachel Reeves (in the record)" in person.answer("Numbers", "")
        person.answer("More", "")
        person.answer("Save it?", "y")
        assert person.finish() == 0
    data = parsing.loads((folder / "events.yaml").read_text(encoding="utf-8"))
    (source,) = data["sources"]
    event = data["events"][1]
    assert event["title"] == "Chancellor restores the payment"
    assert (event["date"], event["kind"], event["source"]) == ("2025-06-09", "statement", source)
    assert [(quote["text"], quote["by"]) for quote in event["quotes"]] == [(QUOTE, "reeves")]
    assert event["figures"] == [{"label": "benefit", "value": "about 77%", "of": "pensioners"}]
    assert event["actors"] == ["reeves"]
    assert data["sources"][source]["publisher"] == "HM Treasury"
    assert "caroline-abrahams" not in data["actors"]
    assert (folder / "sources" / f"{source}.html").read_text(encoding="utf-8") == RELEASE
    assert briefing("check", folder).exit_code == 0
    assert "1 verbatim" in briefing("prove", folder).output


def test_new_speakers_become_actors(folder: Path) -> None:
    with terminal("add", "--from", "release.html", folder=folder, TERM="dumb") as person:
        person.answer("Is this right?", "c")
        person.answer("Title of the source", "The announcement")
        person.answer("Publisher", "-")
        person.answer("Date of publication", "")
        person.answer("Date", "10 June 2025")
        person.answer("Kind", "statement")
        person.answer("Title", "")
        person.answer("Accept it?", "n")
        person.answer("Accept it?", "<")
        assert QUOTE[:40] in person.answer("Accept it?", "n")
        person.answer("Accept it?", "y")
        person.answer("Accept it?", "rest")
        person.answer("Numbers", "")
        person.answer("More", "")
        person.answer("Save it?", "y")
        assert person.finish() == 0
    data = parsing.loads((folder / "events.yaml").read_text(encoding="utf-8"))
    event = data["events"][1]
    (quote,) = event["quotes"]
    assert data["actors"][quote["by"]]["name"] == "Caroline Abrahams"
    assert event["date"] == "2025-06-10"
    assert "figures" not in event
    source = data["sources"][event["source"]]
    assert source == {"title": "The announcement", "date": "2025-06-09"}


def test_nothing_is_kept_in_the_record_if_the_person_stops(folder: Path) -> None:
    with terminal("add", "--from", "release.html", folder=folder) as person:
        person.answer("Is this right?", "y")
        person.wait_for("Date:")
        assert person.interrupt() == 1
    assert (folder / "events.yaml").read_text() == RECORD
    assert not (folder / "sources").exists()


def test_off_a_terminal_the_draft_is_printed(folder: Path) -> None:
    result = briefing("add", "--from", folder / "release.html", "--into", folder)
    assert result.exit_code == 0
    draft = parsing.loads(result.stdout)
    assert draft["events"][0]["quotes"][0]["text"] == QUOTE
    assert f"cp {folder}/release.html {folder}/sources/" in result.stderr
    assert (folder / "events.yaml").read_text() == RECORD
    (folder / ".draft.yaml").write_text(result.stdout, encoding="utf-8")
    added = briefing("add", "--from", folder / ".draft.yaml", "--into", folder)
    assert added.exit_code == 0, added.output
    assert briefing("check", folder).exit_code == 0


@pytest.mark.usefixtures("no_running_loop")
def test_a_page_is_fetched(folder: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/release").respond_with_data(
        RELEASE.encode(), content_type="text/html; charset=utf-8"
    )
    address = httpserver.url_for("/release")
    refused = briefing("add", "--from", address, "--into", folder)
    assert refused.exit_code == 1
    result = briefing("add", "--from", address, "--into", folder, "--allow-local")
    assert result.exit_code == 0, result.output
    (source,) = parsing.loads(result.stdout)["sources"].values()
    assert source["url"] == address
    assert "read" in source


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("missing.html", None, "missing.html cannot be read"),
        ("picture.png", b"\x89PNG\r\n\x1a\n", "cannot be read"),
    ],
)
def test_a_document_that_cannot_be_read(
    folder: Path, name: str, content: bytes | None, message: str
) -> None:
    if content:
        (folder / name).write_bytes(content)
    result = briefing("add", "--from", folder / name, "--into", folder)
    assert result.exit_code in (1, 2)
    assert message in " ".join(result.stderr.split())

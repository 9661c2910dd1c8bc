"""Editions that are made only if every quote and figure in them is proved."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from briefing.record.claims import ClaimKey
from briefing.record.proofs import Proof, write_lock
from tests.cli.parks import send
from tests.helpers import briefing, set_today
from tests.mail import Server

RECORD = """\
title: Parks
timezone: Europe/London
sender: Parks Policy <parks@example.org>
actors: {mayor: {name: The Mayor}}
sources:
  gazette: {title: The gazette, date: 2023-09-06}
  memo: {title: A memo, date: 2023-09-06, audience: internal}
areas: {north: {name: North}, south: {name: South}}
editions:
  all: {template: timeline, audience: internal, proved: true}
  open: {template: timeline, proved: true}
  loose: {template: timeline}
  weekly: {template: digest, proved: true, recipients: [ann@example.org]}
events:
  - date: 2023-09-06
    kind: speech
    title: A speech
    source: gazette
    added: 2023-09-06
    quotes:
      - {text: Only for us, by: mayor, audience: internal}
      - {text: We shall see, by: mayor}
    figures:
      - {label: parks in the north, value: 12, area: north}
      - {label: parks in the south, value: 13, area: south}
"""
SECRET = ClaimKey("quote", "Only for us")
QUOTE = ClaimKey("quote", "We shall see")
NORTH = ClaimKey("figure", "12", "parks in the north", area="north")
SOUTH = ClaimKey("figure", "13", "parks in the south", area="south")
EVERYTHING = (SECRET, QUOTE, NORTH, SOUTH)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    set_today("2023-09-11", monkeypatch)
    Path("events.yaml").write_text(RECORD)
    return tmp_path


def prove(*keys: ClaimKey, source: str = "gazette") -> None:
    """Write a lock with the proofs of these claims."""
    grades = {key: "verbatim" if key.type == "quote" else "located" for key in keys}
    proofs = [Proof(key, source, grade) for key, grade in grades.items()]  # type: ignore[arg-type]
    Path("evidence.lock").write_text(write_lock(proofs))


def made() -> list[str]:
    return sorted(path.name for path in Path("out").rglob("*.md"))


def test_an_edition_is_made_if_everything_in_it_is_proved() -> None:
    prove(*EVERYTHING)
    done = briefing("build", "-f", "md")
    assert done.exit_code == 0
    assert made() == ["all.md", "loose.md", "open.md"]


def test_only_the_claims_that_readers_see_must_be_proved() -> None:
    prove(QUOTE, NORTH, SOUTH)
    done = briefing("build", "-f", "md", "--quiet")
    assert done.exit_code == 1
    assert made() == ["loose.md", "open.md"]
    assert "Error: 'all' was not made, because 1 of its quotes and figures is not proved" in (
        done.output
    )
    assert "To see why, run `briefing prove`. To make it anyway, delete its 'proved: true'." in (
        done.output
    )


def test_the_claims_are_listed_with_their_lines() -> None:
    prove(QUOTE)
    done = briefing("build", "-f", "md", "-e", "all", "--quiet")
    assert done.exit_code == 1
    assert done.output.endswith(
        "Error: 'all' was not made, because 3 of its quotes and figures are not proved:\n"
        "    events.yaml:21: quote, never checked\n"
        "    events.yaml:24: figure, never checked\n"
        "    events.yaml:25: figure, never checked\n"
        "To see why, run `briefing prove`. To make it anyway, delete its 'proved: true'.\n"
        "Nothing was written.\n"
    )
    assert not Path("out").exists()


def test_files_that_are_not_public_are_not_named_in_a_log_for_others() -> None:
    prove(QUOTE, NORTH)
    Path("events.yaml").rename("secret-plan.yaml")
    text = Path("secret-plan.yaml").read_text()
    Path("secret-plan.yaml").write_text(f"audience: members\n{text}")
    done = briefing("build", ".", "-f", "md", "--proved", "--quiet")
    assert done.exit_code == 1
    assert "because 2 of its quotes and figures are not proved.\n" in done.output
    assert "secret-plan" not in done.output
    done = briefing("build", ".", "-f", "md", "-e", "all", "--quiet")
    assert "    secret-plan.yaml:22: quote, never checked\n" in done.output


def test_a_proof_from_a_hidden_source_is_none_for_readers() -> None:
    text = RECORD.replace("source: gazette", "sources: [gazette, memo]")
    Path("events.yaml").write_text(text)
    prove(*EVERYTHING, source="memo")
    done = briefing("build", "-f", "md", "--quiet")
    assert done.exit_code == 1
    assert "'open' was not made" in done.output
    assert made() == ["all.md", "loose.md"]


def test_a_weaker_proof_from_a_source_that_readers_see_is_enough() -> None:
    Path("events.yaml").write_text(
        """
title: Parks
actors: {mayor: {name: The Mayor}}
sources: {gazette: {title: Gazette}, memo: {title: Memo, audience: internal}}
editions: {open: {template: timeline, proved: true}}
events:
  - date: 2019-04-02
    kind: speech
    title: A speech in the park
    sources: [memo, gazette]
    quotes: [{text: "We won't sell the park", by: mayor}]
"""
    )
    Path("sources").mkdir(exist_ok=True)
    Path("sources/memo.txt").write_text("The Mayor: We won't sell the park.")
    Path("sources/gazette.txt").write_text("“We won’t sell the park,” the Mayor said.")
    assert briefing("prove").output.startswith("1 verbatim")
    done = briefing("build", "-f", "md", "--quiet")
    assert (done.exit_code, made()) == (0, ["open.md"])


def test_the_option_applies_to_every_edition() -> None:
    prove(SECRET)
    done = briefing("build", "-f", "md", "--proved", "-e", "loose", "--quiet")
    assert done.exit_code == 1
    assert "To make it anyway, leave out --proved." in done.output
    assert made() == []
    prove(*EVERYTHING)
    assert briefing("build", "-f", "md", "--proved", "-e", "loose").exit_code == 0


def test_only_the_chosen_events_and_areas_must_be_proved() -> None:
    prove(QUOTE, NORTH)
    done = briefing("build", "-f", "md", "-e", "open", "--each", "area", "--quiet")
    assert done.exit_code == 1
    assert made() == ["open-north.md"]
    assert "'open-south' was not made" in done.output
    done = briefing("build", "-f", "md", "-e", "open", "--since", "2023-10", "--quiet")
    assert done.exit_code == 0


def test_a_figure_that_is_worked_out_counts_as_proved() -> None:
    prove(QUOTE, NORTH)
    text = RECORD.replace("value: 13,", "value: 13, worked_out: The rest of 25,")
    Path("events.yaml").write_text(text)
    assert briefing("build", "-f", "md", "-e", "open").exit_code == 0


def test_the_chart_of_an_edition_that_is_not_proved_is_not_drawn() -> None:
    done = briefing("chart", "-e", "open")
    assert done.exit_code == 1 and "'open' was not made" in done.output
    assert not Path("chart.svg").exists()


def test_a_digest_that_is_not_proved_is_not_made() -> None:
    done = briefing("digest", "-f", "md")
    assert done.exit_code == 1
    assert "'weekly': 2023-W36 was not made, because 3 of its quotes and figures are" in done.output
    assert made() == []
    prove(QUOTE, NORTH, SOUTH)
    assert briefing("digest", "-f", "md").exit_code == 0
    assert made() == ["2023-W36.md"]


def test_a_digest_that_is_not_proved_is_not_sent_and_the_status_says_so(server: Server) -> None:
    Path("events.yaml").write_text(RECORD)
    assert send("--mark-sent", "--week", "2023-W35").exit_code == 0
    done = send("--status-file", "status.json")
    assert done.exit_code == 1 and "'weekly': 2023-W36 was not made" in done.output
    assert server.got == []
    status = json.loads(Path("status.json").read_text())
    assert not status["ok"] and status["exit_status"] == 1
    assert status["errors"] == [
        "'weekly': 2023-W36 was not made, because 3 of its quotes and figures are not proved."
    ]
    assert "2023-W36 was not made" in send("--dry-run").output
    prove(QUOTE, NORTH, SOUTH)
    assert send("--status-file", "status.json").exit_code == 0
    assert [message["X-RcptTo"] for message in server.got] == ["ann@example.org"]


def test_a_later_digest_is_not_sent_before_one_that_is_not_proved(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    prove(QUOTE, NORTH, SOUTH)
    assert send("--mark-sent", "--week", "2023-W36").exit_code == 0
    later = """\
  - date: 2023-09-13
    kind: speech
    title: Another speech
    source: {title: B, date: 2023-09-13}
    added: 2023-09-13
    quotes: [{text: Not proved, by: mayor}]
  - {date: 2023-09-20, kind: news, title: C, source: {title: C}, added: 2023-09-20}
"""
    Path("events.yaml").write_text(RECORD + later)
    set_today("2023-09-25", monkeypatch)
    done = send("--catch-up")
    assert done.exit_code == 1 and "2023-W37 was not made" in done.output
    assert server.got == []


def test_figures_that_are_only_compared_must_be_proved_too() -> None:
    text = RECORD.replace("south: {name: South}", "town: {name: Town}")
    text = text.replace("north: {name: North}", "north: {name: North, within: town}")
    text = text.replace("parks in the north", "parks").replace("parks in the south", "parks")
    Path("events.yaml").write_text(text.replace("area: south", "area: town"))
    north, town = (ClaimKey("figure", *rest) for rest in (("12", "parks"), ("13", "parks")))
    north, town = replace(north, area="north"), replace(town, area="town")
    prove(QUOTE, north)
    done = briefing("build", "-f", "md", "-e", "open", "--each", "north")
    assert done.exit_code == 1 and "events.yaml:25: figure, never checked" in done.output
    prove(QUOTE, north, town)
    assert briefing("build", "-f", "md", "-e", "open", "--each", "north").exit_code == 0
    assert "Compare: **13**" in Path("out/open-north.md").read_text()


def test_the_other_versions_of_a_disputed_figure_must_be_proved_too() -> None:
    text = RECORD.replace("open: {", "open: {topics: [parks], ").replace(
        "title: A speech", "title: A speech\n    topics: [parks]"
    )
    other = """\
  - date: 2023-09-06
    kind: report
    title: A report
    source: gazette
    added: 2023-09-06
    figures: [{label: parks in the north, value: 20, area: north}]
"""
    text = text.replace("value: 12,", "value: 12, disputed: They differ,")
    Path("events.yaml").write_text(text + other)
    prove(QUOTE, NORTH, SOUTH)
    done = briefing("build", "-f", "md", "-e", "open")
    assert done.exit_code == 1 and "1 of its quotes and figures is not proved" in done.output
    prove(QUOTE, NORTH, SOUTH, replace(NORTH, text="20"))
    assert briefing("build", "-f", "md", "-e", "open").exit_code == 0
    assert "Other version: **20**" in Path("out/open.md").read_text()

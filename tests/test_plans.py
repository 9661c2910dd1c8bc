"""Plans are not facts, and a page claims no more than its record, in every format."""

import json
import re
from pathlib import Path

import pytest

from briefing.output.formats import formats_for
from tests.helpers import briefing, set_today, words_of

PLAN = "planned for 9 June 2025 but not confirmed"
RECORD = """\
title: A park
actors: {council: {name: The Council}, friends: {name: Friends of the park}}
asks: {park: {title: A park, by: friends}}
events:
  - date: 2025-05-02
    kind: campaign
    title: Friends ask for a park
    asks: {park: raised}
    commitments: [{id: open, title: Open a park, by: council, due: 2025-07-31}]
  - id: opening
    date: 2025-06-09
    kind: ceremony
    title: The council opens the park
    source: {title: Programme, date: 2025-05-19}
    keeps: [open]
    asks: {park: met}
    figures: [{label: trees in the park, value: 812}]
kinds: [ceremony]
editions:
  timeline: {template: timeline}
  weekly: {template: digest}
"""
CONFIRMED = RECORD.replace(
    "    source: {title: Programme, date: 2025-05-19}\n",
    "    sources: [{title: Programme, date: 2025-05-19}, {title: Gazette, date: 2025-06-10}]\n",
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    set_today("2025-06-16", monkeypatch)
    return tmp_path


def save(text: str) -> None:
    Path("events.yaml").write_text(text)


def formats_except(*names: str) -> list[str]:
    """List the formats of briefings, including any new one, without those that are named.

    A PDF has the words of the page.
    """
    return [name for name in formats_for(digests=False) if name not in names]


def made(*formats: str) -> dict[str, str]:
    """Return the timeline as text, in each of the formats."""
    done = briefing("build", *(option for format in formats for option in ("-f", format)))
    assert done.exit_code == 0, done.stderr
    return {format: words_of(Path(f"out/timeline.{format}")) for format in formats}


def test_a_plan_whose_day_has_passed_is_no_fact_in_any_format() -> None:
    save(RECORD)
    for format, text in made(*formats_except("pdf", "ics")).items():
        assert PLAN in text, format
        assert "812" not in text, format
    assert PLAN in briefing("show", "opening").stdout
    assert PLAN in briefing("list").stdout
    rows = json.loads(briefing("list", "--of", "asks", "--format", "json").stdout)["rows"]
    assert [row["status"] for row in rows] == ["raised"]
    rows = json.loads(briefing("list", "--of", "commitments", "--format", "json").stdout)["rows"]
    assert [row["state"] for row in rows] == ["pending"]
    assert "[unconfirmed]" in briefing("check").stdout


def test_a_later_source_makes_it_one() -> None:
    save(CONFIRMED)
    for format, text in made(*formats_except("pdf", "ics", "json")).items():
        assert "not confirmed" not in text and "812" in text, format
    rows = json.loads(briefing("list", "--of", "commitments", "--format", "json").stdout)["rows"]
    assert [row["state"] for row in rows] == ["kept"]
    assert "[unconfirmed]" not in briefing("check").stdout


def test_a_member_briefing_has_a_heading_for_plans_that_nobody_confirmed() -> None:
    coming = "  - {date: 2025-09-01, kind: debate, title: A debate, source: {title: Paper}}\n"
    record = RECORD.replace("kinds: [ceremony]", coming + "kinds: [ceremony]")
    save(record.replace("template: timeline", "template: member"))
    assert briefing("build", "-f", "md", "-f", "html").exit_code == 0
    for format in ("md", "html"):
        text = words_of(Path(f"out/timeline.{format}"))
        _, _, upcoming = text.rpartition("What comes next")
        coming, _, plans = upcoming.partition("Sources")[0].partition("Planned but not confirmed")
        assert "A debate" in coming and "opens the park" not in coming, format
        assert "opens the park" in plans and PLAN in plans and "A debate" not in plans, format


def test_a_digest_reports_a_plan_apart_from_what_happened() -> None:
    save(RECORD)
    assert briefing("digest", "-f", "md", "-f", "html", "-f", "eml").exit_code == 0
    for format in ("md", "html", "eml"):
        text = words_of(Path(f"out/digest/2025-W24.{format}"))
        heading = re.search("planned for this period but not confirmed", text, re.IGNORECASE)
        assert heading and PLAN in text[heading.end() :], format
        assert not re.search("what happened", text, re.IGNORECASE), format
    save(CONFIRMED)
    assert briefing("digest", "-f", "md").exit_code == 0
    text = Path("out/digest/2025-W24.md").read_text()
    assert "## What happened" in text and "not confirmed" not in text


def test_what_has_no_source_is_marked_in_every_format() -> None:
    save(RECORD)
    for format, text in made(*formats_except("pdf", "ics", "json")).items():
        assert "no source given" in text, format
    show = RECORD.replace("  - date: 2025-05-02", "  - id: asked\n    date: 2025-05-02")
    save(show)
    assert "no source given" in briefing("show", "asked").stdout
    save(RECORD.replace("    kind: campaign\n", "    kind: campaign\n    source: {title: S}\n"))
    assert not any("no source given" in text for text in made("md", "html").values())


def test_only_a_record_that_says_so_is_correct_as_of_a_day() -> None:
    save(RECORD)
    expected = "Latest addition to the record: 19 May 2025 (as at 16 June 2025)"
    for format, text in made(*formats_except("pdf", "atom")).items():
        assert expected in text.replace("\\;", ";") and "Correct as of" not in text, format
    save(f"correct_as_of: 2025-06-12\n{RECORD}")
    for format, text in made(*formats_except("pdf", "atom")).items():
        assert "Correct as of 12 June 2025" in text and "Latest addition" not in text, format


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2025-05", "May 2025"),
        ("2025-05-20", "20 May 2025"),
        ('"[2025-05-21..2025-06-03]"', "between 21 May and 3 June 2025"),
        ("2025-05-25/2025-06-03", "25 May 2025"),
    ],
)
def test_the_latest_addition_is_as_vague_as_its_date(date: str, words: str) -> None:
    event = f"  - {{date: {date}, kind: news, title: News, source: {{title: S, date: 2025-04}}}}\n"
    event = event.replace("date: 2025-04}", f"date: {date}}}")
    record = RECORD.replace("date: 2025-05-02", "date: 2025-04-02")
    save(record.replace("events:\n", f"events:\n{event}").replace("2025-05-19", "2025-04-19"))
    page = Path("out/timeline.md")
    assert briefing("build", "-f", "md").exit_code == 0
    assert f"Latest addition to the record: {words} (as at 16 June 2025)" in page.read_text()


def test_check_warns_of_a_record_that_nobody_adds_to(monkeypatch: pytest.MonkeyPatch) -> None:
    save(CONFIRMED)
    assert "[stale]" not in briefing("check").stdout
    save(f"stale_after: 1 day\n{CONFIRMED}")
    assert "[stale]" in briefing("check").stdout
    set_today("2026-06-16", monkeypatch)
    save(CONFIRMED)
    assert "[stale]" in briefing("check").stdout
    save(f"correct_as_of: 2025-06-12\n{CONFIRMED}")
    assert "[stale]" not in briefing("check").stdout


DAY = """\
title: One busy day
correct_as_of: 2024-06-30
events:
  - {id: third, date: 2024-05-22, kind: bill stage, title: Third reading, follows: [report]}
  - {id: report, date: 2024-05-22, kind: bill stage, title: Report stage, follows: [second]}
  - {id: second, date: 2024-05-22, kind: bill stage, title: Second reading}
  - {date: "2024-05-22T19:00:00", kind: news, title: Evening vote}
  - {date: "2024-05-22T09:00:00", kind: news, title: Morning statement}
  - {date: "2024-05-22T09:00:00+02:00", kind: news, title: Statement in Paris}
"""
TITLES = (
    *("Second reading", "Report stage", "Third reading"),
    *("Statement in Paris", "Morning statement", "Evening vote"),
)


def test_on_one_day_links_and_times_order_events_in_every_format() -> None:
    save(DAY)
    briefing("build", "-e", "timeline", "-f", "md", "-f", "html", "-f", "json")
    page = Path("out/timeline.html").read_text()
    assert re.findall("<h3>(.*?)</h3>", page) == list(TITLES)
    text = Path("out/timeline.md").read_text()
    assert re.findall("(?m)^### .*: (.*)$", text) == list(TITLES)
    entries = json.loads(Path("out/timeline.json").read_text())["entries"]
    assert [entry["title"] for entry in entries] == list(TITLES)
    lines = briefing("list").stdout.splitlines()[1:]
    assert [next(title for title in TITLES if title in line) for line in lines] == list(TITLES)


def test_a_circle_of_links_breaks_no_order() -> None:
    save(DAY.replace("title: Second reading", "title: Second reading, follows: [third]"))
    lines = briefing("list").stdout.splitlines()[1:]
    assert len(lines) == 6 and sum("reading" in line or "stage" in line for line in lines) >= 3

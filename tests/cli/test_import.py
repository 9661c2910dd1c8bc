"""`briefing import` turns tables into an events file, or adds their events to one."""

import json
from datetime import date
from importlib import import_module
from pathlib import Path
from unittest.mock import patch

import pytest
import yaml
from pytest_httpserver import HTTPServer

from tests.helpers import briefing

CSV = """\
When,What happened,Type,Source,Who
03/04/2019,Government publishes the white paper,White paper,https://example.org/a,DCMS
25/04/2019,Ofcom responds,Response,The reply,Ofcom
,Nothing is known,,,
"""
OPEN = "Date,Title\n3/4/21,A vote\n5/6/21,Another vote\n2022/23,A year\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test in its own folder, with two files."""
    monkeypatch.chdir(tmp_path)
    Path("chronology.csv").write_text(CSV)
    Path("open.csv").write_text(OPEN)
    return tmp_path


def text(name: str = "events.yaml") -> str:
    return Path(name).read_text(encoding="utf-8")


def test_a_table_becomes_a_record_that_checks_and_builds() -> None:
    done = briefing("import", "chronology.csv")
    assert done.exit_code == 0 and done.stdout == "events.yaml\n"
    assert "When           → date" in done.stderr
    assert "4 rows: 2 events + 1 comment + 1 row of headings" in done.stderr
    assert "chronology.csv, row 4: the date is missing" in done.stderr
    assert "title: Chronology" in text() and "To do (chronology.csv, row 4)" in text()
    assert briefing("check").exit_code == 0
    assert briefing("build", "-f", "md").exit_code == 0
    page = text("out/timeline.md")
    assert "Ofcom responds" in page and "25 April 2019" in page


def test_text_outside_the_tables_is_mentioned() -> None:
    rows = "| Date | Title |\n|---|---|\n| 2019 | A |\n"
    Path("a.md").write_text(f"# Parks\n\nLast updated by JS.\n\n{rows}\nThe end.\n")
    result = briefing("import", "a.md")
    assert (
        "outside the tables was not read: “Last updated by JS.” and 1 other line" in result.stderr
    )
    assert "“Last updated by JS.”" in text()


def test_an_office_is_no_actor() -> None:
    author = "<author>press@example.org (Press Office)</author>"
    item = f"<item><title>A</title><pubDate>Tue, 03 Nov 2026 09:00:00 GMT</pubDate>{author}</item>"
    Path("feed.xml").write_text(f"<rss><channel><title>T</title>{item}</channel></rss>")
    assert briefing("import", "feed.xml").exit_code == 0
    assert "Press Office" not in text() and "title: A" in text()


def test_an_unsettled_order_of_day_and_month_has_a_way_out() -> None:
    Path("open.csv").write_text("Date,Title\n3/4/21,A\n5/6/22,B\n")
    result = briefing("import", "open.csv", "-o", "-")
    assert result.exit_code == 1 and "Add --day-first or --month-first." in result.stderr


def test_nothing_is_overwritten_without_being_told() -> None:
    Path("events.yaml").write_text("mine")
    done = briefing("import", "chronology.csv")
    assert done.exit_code == 2 and "--into events.yaml" in done.stderr
    assert text() == "mine"
    assert briefing("import", "chronology.csv", "--force").exit_code == 0
    assert "Ofcom responds" in text()


def test_standard_output_has_only_the_record() -> None:
    done = briefing("import", "chronology.csv", "-o", "-", "-q", "--title", "Online harms")
    assert done.exit_code == 0 and "title: Online harms" in done.stdout
    assert not done.stderr and not Path("events.yaml").exists()


def test_an_events_file_can_have_any_name() -> None:
    Path("mine.txt").write_text(
        "title: Harms\nevents:\n  - {date: 2018, kind: news, title: A bill is announced}\n"
    )
    Path("evidence.lock").write_text('{"version": 1}\n')
    done = briefing("import", "chronology.csv", "--into", "mine.txt")
    assert done.exit_code == 0 and done.stdout == "mine.txt\n"
    assert len(yaml.safe_load(Path("mine.txt").read_text())["events"]) == 3


def test_events_are_added_to_a_record_once() -> None:
    record = (
        "title: Harms  # kept as it is\r\nevents:\r\n"
        "  - {date: 2019-04-25, kind: response, title: Ofcom responds}\r\n"
    )
    Path("mine.yaml").write_bytes(record.encode())
    done = briefing("import", "chronology.csv", "--into", "mine.yaml")
    assert done.exit_code == 0 and done.stdout == "mine.yaml\n"
    assert "Already in mine.yaml: chronology.csv, row 3: Ofcom responds" in done.stderr
    first = Path("mine.yaml").read_bytes()
    assert first.startswith(record.split("\r\n")[0].encode()) and b"white paper" in first
    assert first.count(b"\n") == first.count(b"\r\n")
    assert not briefing("import", "chronology.csv", "--into", "mine.yaml", "-q").stderr
    done = briefing("import", "chronology.csv", "--into", "mine.yaml")
    assert "mine.yaml was not changed." in done.stderr
    assert Path("mine.yaml").read_bytes() == first
    assert briefing("check", "mine.yaml").exit_code == 0


def test_equal_rows_are_both_added() -> None:
    Path("twins.csv").write_text("Date,Title\n" + "3 May 2021,A vote,\n" * 2)
    Path("mine.yaml").write_text("title: A\nevents:\n  - {date: 2018, kind: news, title: Old}\n")
    assert briefing("import", "twins.csv", "--into", "mine.yaml").exit_code == 0
    assert text("mine.yaml").count("A vote") == 2


def test_unsaved_changes_in_an_editor_are_not_lost() -> None:
    Path("mine.yaml").write_text("title: A\nevents:\n  - {date: 2018, kind: news, title: Old}\n")
    Path(".mine.yaml.swp").write_bytes(b"b0VIM")
    done = briefing("import", "chronology.csv", "--into", "mine.yaml")
    assert done.exit_code == 3 and "--force" in done.stderr
    assert "Ofcom" not in text("mine.yaml")
    assert briefing("import", "chronology.csv", "--into", "mine.yaml", "--force").exit_code == 0
    assert "Ofcom" in text("mine.yaml")


def test_the_other_files_of_a_record_are_read() -> None:
    Path("a.yaml").write_text("title: A\nactors:\n  regulator: {name: Ofcom}\n")
    Path("b.yaml").write_text("events:\n  - {date: 2018, kind: news, title: Old}\n")
    done = briefing("import", "chronology.csv", "--into", "b.yaml", "--into", "a.yaml")
    assert done.exit_code == 0, done.stderr
    assert "actors: [regulator]" in text("b.yaml") and "dcms:" in text("b.yaml")
    done = briefing("import", "chronology.csv", "--into", ".")
    assert done.exit_code == 2 and "several events files" in done.stderr


def test_open_dates_are_asked_about_at_a_terminal() -> None:
    module = import_module("briefing.cli.importing")
    with patch.object(module, "is_person", return_value=True):
        done = briefing("import", "open.csv", stdin="1\n3\n")
    assert "column 'Date': what does 3/4/21 mean?" in done.stdout
    assert "1  3 April 2021" in done.stdout and "2  4 March 2021" in done.stdout
    assert "date: 2021-04-03" in text() and "date: 2021-06-05" in text()
    assert "To do (open.csv, row 4)" in text()


def test_open_dates_stay_open_without_a_terminal() -> None:
    done = briefing("import", "open.csv")
    assert done.exit_code == 1 and "No row could be read as an event" in done.stderr
    assert not Path("events.yaml").exists()
    assert briefing("import", "open.csv", "--month-first").exit_code == 0
    assert "date: 2021-03-04" in text()


def test_the_user_can_name_the_columns() -> None:
    Path("odd.csv").write_text("A,B\nsomething,2019\n")
    done = briefing("import", "odd.csv", "--columns", "date=B, title=A")
    assert done.exit_code == 0 and "title: something" in text()
    done = briefing("import", "odd.csv", "--columns", "date=C", "--force")
    assert done.exit_code == 2 and "The columns are: A, B." in done.stderr
    done = briefing("import", "odd.csv", "--columns", "day", "--force")
    assert done.exit_code == 2 and "write role=heading" in done.stderr


def test_what_cannot_be_read_is_reported() -> None:
    Path("notes.csv").write_text("Name,Town\nAnn,Leeds\nBob,York\n")
    done = briefing("import", "notes.csv")
    assert done.exit_code == 1 and "No date column was found" in done.stderr
    assert "comments +" not in done.stderr and "not read as events" in done.stderr
    Path("bad.xyz").write_text("x")
    done = briefing("import", "bad.xyz")
    assert done.exit_code == 3 and "bad.xyz cannot be imported" in done.stderr
    assert briefing("import", "missing.csv").exit_code == 2
    assert briefing("import", "chronology.csv", "--into", "none.yaml").exit_code == 2
    assert briefing("import", "chronology.csv", "--into", "a", "-o", "b").exit_code == 2
    assert not Path("events.yaml").exists()


BILL = Path(__file__).parents[1] / "capture" / "files" / "bill.json"


@pytest.mark.usefixtures("no_running_loop")
def test_a_bill_is_fetched_from_its_address(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    answer = json.loads(BILL.read_text())
    httpserver.expect_request("/api/v1/Bills/9001").respond_with_json(answer["bill"])
    httpserver.expect_request("/api/v1/Bills/9001/Stages").respond_with_json(answer["stages"])
    address = httpserver.url_for("/api/v1/Bills/9001")
    refused = briefing("import", address)
    assert refused.exit_code == 3 and "add --allow-local" in refused.stderr
    assert not Path("events.yaml").exists() and not httpserver.log
    done = briefing("import", address, "--allow-local")
    assert done.exit_code == 0, done.stderr
    assert "title: River Levels Bill" in text()
    briefing("import", BILL, "-o", "saved.yaml")
    assert yaml.safe_load(text()) == yaml.safe_load(text("saved.yaml"))
    missing = briefing("import", httpserver.url_for("/none"), "--allow-local", "-o", "a.yaml")
    assert missing.exit_code == 3
    assert "cannot be imported: it cannot be fetched: " in missing.stderr


def test_a_row_that_is_not_an_event_keeps_all_its_text() -> None:
    header = "Year,Month,Day,End Year,Headline,Text,Media,Media Credit,Type"
    era = "2018,,,2022,The dry years,No rain,https://example.org/a,The Gazette,era"
    Path("timeline.csv").write_text(f"{header}\n{era}\n2019,,,,A walk,,,,\n")
    assert briefing("import", "timeline.csv").exit_code == 0
    for words in ("2018 to 2022", "The dry years", "No rain", "example.org/a", "The Gazette"):
        assert words in text()
    assert "To do (timeline.csv, row 2): an era, not an event." in text()


def test_the_publisher_belongs_to_the_sources_of_its_row() -> None:
    Path("a.csv").write_text(
        "Date,Title,Source,Link,Publisher\n"
        "2019-04-03,A walk,The minutes,https://example.org/a,The Council\n"
        "2019-04-04,A talk,The leaflet,,The Trust\n"
        "2019-04-05,A nap,,,Nobody\n"
    )
    assert briefing("import", "a.csv").exit_code == 0
    events = yaml.safe_load(text())["events"]
    minutes = {"title": "The minutes", "publisher": "The Council", "url": "https://example.org/a"}
    assert events[0]["source"] == minutes
    assert events[1]["source"] == {"title": "The leaflet", "publisher": "The Trust"}
    assert "source" not in events[2] and "# publisher: Nobody" in text()


def test_entries_of_a_feed_cite_their_own_pages() -> None:
    feed = Path(__file__).parents[1] / "capture" / "files" / "wordpress.rss"
    assert briefing("import", feed).exit_code == 0
    source = yaml.safe_load(text())["events"][1]["source"]
    assert source == {
        "title": "Weir report & annex",
        "publisher": "River Trust",
        "date": date(2031, 6, 30),
        "url": "https://example.org/2031/06/weir",
    }


def test_a_heading_of_an_odd_year_gives_no_year() -> None:
    Path("a.csv").write_text("Date,Title\n0020,\n3/4,A walk\n2019-04-03,A talk\n")
    assert briefing("import", "a.csv").exit_code == 0
    assert "To do (a.csv, row 3)" in text() and "A walk" in text()

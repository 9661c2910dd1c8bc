"""`briefing fmt` writes the files in one layout, and changes nothing else."""

from pathlib import Path

import pytest

from tests.helpers import briefing

RECORD = """\
title: Parks
correct_as_of: 2023-01-01
sources: {plan: {title: The plan}}
events:
  # The second
  - {date: 2021-01-01, kind: news, title: 'Trees are planted', source: plan}
  - title: "The town votes"
    date: 2020-01-01
    kind: vote
    source: plan
"""
FORMATTED = """\
title: Parks
correct_as_of: 2023-01-01

sources:
  plan: {title: The plan}

events:
  - id: 2020-01-01-the-town-votes
    date: 2020-01-01
    kind: vote
    title: The town votes
    source: plan

  # The second
  - id: 2021-01-01-trees-are-planted
    date: 2021-01-01
    kind: news
    title: Trees are planted
    source: plan
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("events.yaml").write_text(RECORD)
    return tmp_path


def test_the_file_is_formatted_and_its_content_is_the_same() -> None:
    Path("old.yaml").write_text(RECORD)
    result = briefing("fmt")
    assert result.exit_code == 0 and result.output == "events.yaml formatted.\n"
    assert Path("events.yaml").read_text() == FORMATTED
    assert briefing("fmt").output == ""
    assert "Nothing has changed" in briefing("diff", "old.yaml", "events.yaml").output
    assert briefing("check").exit_code == 0


def test_check_reports_a_file_that_would_change() -> None:
    result = briefing("fmt", "--check")
    assert result.exit_code == 1 and result.output == "events.yaml would change.\n"
    assert Path("events.yaml").read_text() == RECORD
    assert briefing("fmt").exit_code == briefing("fmt", "--check").exit_code == 0


def test_diff_shows_the_changes_and_writes_nothing() -> None:
    result = briefing("fmt", "--diff")
    assert result.exit_code == 0 and "+  - id: 2020-01-01-the-town-votes" in result.output
    assert Path("events.yaml").read_text() == RECORD


def test_standard_input_is_printed_in_the_layout() -> None:
    assert briefing("fmt", "-", stdin=RECORD).output == FORMATTED


def test_files_with_the_newest_event_first_keep_their_order() -> None:
    oldest = "  - {date: 2019-01-01, kind: news, title: The oldest, source: plan}\n"
    Path("events.yaml").write_text(RECORD + oldest)
    assert briefing("fmt").exit_code == 0
    text = Path("events.yaml").read_text()
    titles = ("Trees are planted", "The town votes", "The oldest")
    assert sorted(titles, key=text.index) == list(titles)


def test_events_of_the_same_name_get_no_id() -> None:
    twice = RECORD.replace("2021-01-01", "2020-01-01").replace(
        "Trees are planted", "The town votes"
    )
    Path("events.yaml").write_text(twice)
    briefing("fmt")
    assert "id:" not in Path("events.yaml").read_text()


def test_a_file_that_would_lose_something_is_left() -> None:
    Path("record").mkdir()
    Path("record/a.yaml").write_text(RECORD)
    tagged = "actors:\n  ann: {name: !!str Ann}\n"
    Path("record/b.yaml").write_text(tagged)
    result = briefing("fmt", "record")
    assert result.exit_code == 1 and "record/b.yaml:2" in result.output
    assert Path("record/b.yaml").read_text() == tagged


def test_a_record_with_errors_is_left() -> None:
    wrong = RECORD.replace("source: plan}", "source: plans}")
    Path("events.yaml").write_text(wrong)
    result = briefing("fmt")
    assert result.exit_code == 1 and "did you mean 'plan'?" in result.output
    assert Path("events.yaml").read_text() == wrong


def test_a_file_that_is_open_in_an_editor_is_changed_only_with_force() -> None:
    Path(".events.yaml.swp").touch()
    result = briefing("fmt")
    assert result.exit_code == 3 and "unsaved changes" in result.output
    assert Path("events.yaml").read_text() == RECORD
    assert briefing("fmt", "--force").exit_code == 0
    assert Path("events.yaml").read_text() == FORMATTED

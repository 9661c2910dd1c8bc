"""`briefing check --fix` from the point of view of a person at a terminal."""

import json
import os
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefing.cli import main
from tests.validators import sarif_problems

# A comment, a quoted text and an odd layout that must stay as they are.
RECORD = """\
title:   'Example'   # the working title
actors:
  council: {name: Example Council}
events:
  # The first event
  - {date: 3 July 2023, kind: news, title: A, Topics: [parks], source: https://example.org/a}
  - {date: 2023-08,  kind: news, title: B, actors: [coucil], source: https://example.org/b}

correct_as_of: 2023-09-01
"""
SAFE = RECORD.replace("3 July 2023", "2023-07-03").replace("Topics", "topics")
ALL = SAFE.replace("coucil", "council")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("events.yaml").write_text(RECORD)
    return tmp_path


def check(*arguments: str, given: str = "") -> Result:
    result = CliRunner().invoke(main, ["check", *arguments], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def saved() -> str:
    return Path("events.yaml").read_bytes().decode()


def test_check_offers_the_fixes_and_makes_none() -> None:
    result = check()
    assert saved() == RECORD
    assert "Run `briefing check --fix` to fix 2 of them.\n" in result.stderr
    assert "Run `briefing check --unsafe --diff` to see likely fixes for 1 more." in result.stderr
    named = check("events.yaml").stderr
    assert "Run `briefing check events.yaml --fix` to fix 2 of them.\n" in named


def test_fix_makes_what_has_one_meaning_and_shows_the_rest() -> None:
    result = check("--fix")
    assert (saved(), result.exit_code) == (SAFE, 1)
    shown = result.stdout.splitlines()
    assert shown[:2] == [
        "events.yaml:6: fixed: '3 July 2023' is not in the form 2023-07-03, 2023-07 or 2023"
        " (now 2023-07-03)",
        "events.yaml:6: fixed: 'Topics' is not a field of an event (now 'topics')",
    ]
    assert "events.yaml:7:53: error: no actor called 'coucil' [unknown-actor]" in shown
    assert result.stderr.startswith("Fixed 2 problems in events.yaml.\n")


def test_unsafe_makes_what_is_likely_too() -> None:
    result = check("--fix", "--unsafe")
    assert (saved(), result.exit_code) == (ALL, 0)
    assert result.stderr == "Fixed 3 problems in events.yaml.\nNo problems in 2 events.\n"


def test_diff_shows_the_changes_and_makes_none() -> None:
    result = check("--unsafe", "--diff")
    assert (saved(), result.exit_code) == (RECORD, 0)
    assert result.stdout.splitlines()[:2] == ["--- events.yaml", "+++ events.yaml"]
    removed = [line[1:] for line in result.stdout.splitlines() if line.startswith("-  ")]
    added = [line[1:] for line in result.stdout.splitlines() if line.startswith("+  ")]
    assert removed == RECORD.splitlines()[5:7]
    assert added == ALL.splitlines()[5:7]
    assert result.stderr == (
        "Would fix 3 problems in events.yaml.\nNo problems would be left in 2 events.\n"
    )
    left = check("--diff").stderr
    assert left.startswith(
        "Would fix 2 problems in events.yaml.\n1 error and 1 warning would be left in 2 events."
    )


def test_a_record_without_problems_is_not_written(folder: Path) -> None:
    Path("events.yaml").write_text(ALL)
    Path("events.yaml").chmod(0o444)
    folder.chmod(0o555)
    try:
        result = check("--fix")
    finally:
        folder.chmod(0o755)
    assert (result.stdout, result.exit_code) == ("", 0)
    assert result.stderr == "Fixed 0 problems.\nNo problems in 2 events.\n"


def test_line_ends_the_mark_and_the_permissions_stay() -> None:
    path = Path("events.yaml")
    path.write_bytes(b"\xef\xbb\xbf" + RECORD.replace("\n", "\r\n").encode())
    path.chmod(0o640)
    check("--fix", "--unsafe")
    assert path.read_bytes() == b"\xef\xbb\xbf" + ALL.replace("\n", "\r\n").encode()
    assert path.stat().st_mode & 0o777 == 0o640


def test_every_file_of_a_record_is_fixed() -> None:
    Path("a").mkdir()
    Path("a/1.yaml").write_text(RECORD)
    Path("a/2.yaml").write_text("events:\n\t- {date: 2023-08, kind: news, title: C, source: x}\n")
    result = check("a", "--fix")
    assert Path("a/1.yaml").read_text() == SAFE
    assert "\t" not in Path("a/2.yaml").read_text()
    assert "Fixed 3 problems in 2 files." in result.stderr


def test_a_file_with_unsaved_changes_in_an_editor_is_left_alone() -> None:
    Path(".events.yaml.swp").touch()
    result = check("--fix")
    assert (saved(), result.exit_code) == (RECORD, 3)
    assert "unsaved changes" in result.stderr
    assert "Nothing was written." in result.stderr
    check("--fix", "--force")
    assert saved() == SAFE


def test_a_file_in_another_encoding_is_saved_as_utf_8() -> None:
    Path("events.yaml").write_bytes(ALL.replace("Council}", "Café}").encode("utf-16"))
    assert check("--fix").exit_code == 0
    assert saved() == ALL.replace("Council}", "Café}")


def test_standard_input_can_only_be_shown() -> None:
    assert check("-", "--fix", given=RECORD).exit_code == 2
    result = check("-", "--diff", given=RECORD)
    assert "+  - {date: 2023-07-03, " in result.stdout


@pytest.mark.parametrize("options", [["--unsafe"], ["--diff", "--format", "json"]])
def test_options_that_do_not_go_together_are_refused(options: list[str]) -> None:
    assert check(*options).exit_code == 2
    assert saved() == RECORD


def test_programs_get_the_fixes_as_edits_of_the_text() -> None:
    problems = json.loads(check("--format", "json").stdout)["problems"]
    lines = RECORD.splitlines()
    for problem in sorted(problems, key=lambda problem: problem["column"], reverse=True):
        for edit in problem["fix"]["edits"]:
            assert edit["line"] == edit["end_line"]
            n, line = edit["line"] - 1, lines[edit["line"] - 1]
            lines[n] = line[: edit["column"] - 1] + edit["text"] + line[edit["end_column"] - 1 :]
    assert lines == ALL.splitlines()


def test_the_sarif_is_valid_with_fixes() -> None:
    Path("events.yaml").write_text(RECORD.replace("title: B", "title: B: a bus"))
    log = json.loads(check("--format", "sarif").stdout)
    assert sarif_problems(log) == []
    results = log["runs"][0]["results"]
    # The other fixes are possible only once the file can be read.
    assert [result["ruleId"] for result in results if "fixes" in result] == ["not-yaml"]
    Path("events.yaml").write_text(RECORD)
    (run,) = json.loads(check("--format", "sarif").stdout)["runs"]
    grades = [result["fixes"][0]["properties"]["safe"] for result in run["results"]]
    assert grades == [True, True, False]


@pytest.mark.skipif(os.name != "posix", reason="needs symbolic links")
def test_the_target_of_a_link_is_fixed_and_the_link_stays(folder: Path) -> None:
    Path("events.yaml").rename("real.yaml")
    Path("events.yaml").symlink_to("real.yaml")
    check("--fix", "--unsafe")
    assert Path("events.yaml").is_symlink()
    assert Path("real.yaml").read_text() == ALL


def test_a_fix_that_does_not_help_is_reported() -> None:
    Path("events.yaml").write_text(SAFE.replace("topics: [parks]", "figure: 77%"))
    result = check("--fix", "--unsafe")
    assert "figure: 77%" in saved()
    assert (
        "events.yaml:6: not fixed, because the fix is not possible here, or causes another "
        "problem (did you mean 'figures'?)\n"
    ) in result.stderr
    assert result.exit_code == 1


# Each record has a fix that reveals another problem, or that cannot be made.
@pytest.mark.parametrize(
    "text",
    [
        RECORD,
        RECORD.replace("  council:", "\tcouncil:").replace(
            "kind: news, title: B", "Kind: news, titel: B"
        ),
        RECORD.replace("title: A,", "title: A: a park,").replace("2023-08,", "3 August 2023,"),
        RECORD.replace("kind: news, title: A", "kind:news, title: A"),
        f"{RECORD}sources: {{a: {{titel: A, Url: x}}, b: {{title: 'A', date: 1 May 2020}}}}\n",
    ],
)
def test_as_many_problems_are_fixed_as_were_offered(text: str) -> None:
    Path("events.yaml").write_text(text)
    offered = check().stderr
    safe = re.search(r"--fix` to fix (\d+) ", offered)
    more = re.search(r"likely fixes for (\d+) ", offered)
    diff = check("--unsafe", "--diff").stderr
    assert f"Would fix {sum(int(one[1]) for one in (safe, more) if one)} problem" in diff
    number = int(safe[1]) if safe else 0
    assert f"Fixed {number} problem" in check("--fix").stderr


def test_in_a_long_file_the_offer_has_no_number() -> None:
    Path("events.yaml").write_text(RECORD + "# A comment\n" * 50_000)
    assert "Run `briefing check --fix` to fix some of them.\n" in check().stderr

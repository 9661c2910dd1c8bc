"""`briefing check` from the point of view of a person, a program and a cron job."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefing.cli import main
from tests.validators import sarif_problems

EVENT = "  - {date: 2019-04, kind: news, title: A, source: https://example.org/a}\n"
OTHER = EVENT.replace("title: A", "title: Another")
GOOD = f"title: Example\nevents:\n{EVENT}correct_as_of: 2019-12-31\n"
WRONG = """\
title: Example
sources:
  telegraph-2019: {title: A poll}
events:
  - date: 2019-04
    kind: white paper
    title: The white paper
    source: telegraph-2091
  - {date: 2019-05, kind: news, title: B, source: telegraph-2019}
  - {date: 2019-06, kind: news, title: C}
correct_as_of: 2019-12-31
"""
SHOWN = """\
events.yaml:8:13: error: no source called 'telegraph-2091' [unknown-source]
   8 |     source: telegraph-2091
     |             ^^^^^^^^^^^^^^ did you mean 'telegraph-2019'?
events.yaml:10:5: warning: this event has no source [event-without-source]
  10 |   - {date: 2019-06, kind: news, title: C}
     |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ add 'source' \
with an id, a web address or a full description
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check(*arguments: str, given: str | bytes = b"") -> Result:
    result = CliRunner().invoke(main, ["check", *arguments], input=given)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    assert "Traceback" not in result.output
    return result


def write(name: str, content: str | bytes) -> None:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())


def test_problems_are_shown_on_their_lines() -> None:
    write("events.yaml", WRONG)
    result = check()
    assert (result.stdout, result.exit_code) == (SHOWN, 1)
    assert result.stderr == (
        "1 error and 1 warning in 3 events. "
        "For an explanation, run for example `briefing explain unknown-source`.\n"
        "Run `briefing check --unsafe --diff` to see likely fixes for 1 of them.\n"
    )


def test_a_file_that_cannot_be_read_on_is_named_and_the_others_are_checked() -> None:
    write("a/1.yaml", WRONG.replace("kind: white paper", "kind: ["))
    write("a/2.yaml", "events:\n  - {date: TBC, kind: news, title: A, source: https://e.org}\n")
    result = check("a")
    assert [
        line.partition(": ")[0] for line in result.stdout.splitlines() if ": error" in line
    ] == [
        "a/1.yaml:6:11",
        "a/2.yaml:2:12",
    ]
    assert result.stderr.splitlines()[1:] == [
        "Fix the error in a/1.yaml first. Nothing after it could be checked."
    ]


def test_a_record_without_problems_says_so_on_stderr() -> None:
    write("events.yaml", GOOD)
    result = check()
    assert (result.stdout, result.stderr, result.exit_code) == ("", "No problems in 1 event.\n", 0)


def test_quiet_prints_nothing_but_problems() -> None:
    write("events.yaml", GOOD)
    assert check("--quiet").output == ""
    write("events.yaml", WRONG)
    assert check("-q").output == SHOWN


def test_warnings_alone_are_no_failure_unless_strict() -> None:
    write("events.yaml", GOOD.replace(", source: https://example.org/a", ""))
    assert check().exit_code == 0
    assert check("--strict").exit_code == 1
    assert "1 warning in 1 event." in check().stderr


def test_the_json_has_the_documented_fields() -> None:
    write("events.yaml", WRONG)
    result = check("--format", "json")
    assert result.exit_code == 1
    assert result.stderr == ""
    first, second = json.loads(result.stdout)["problems"]
    assert json.loads(result.stdout)["version"] == 1
    assert first == {
        "file": "events.yaml",
        "line": 8,
        "column": 13,
        "end_column": 27,
        "severity": "error",
        "slug": "unknown-source",
        "message": "no source called 'telegraph-2091'",
        "hint": "did you mean 'telegraph-2019'?",
        "fix": {
            "safe": False,
            "edits": [{"line": 8, "column": 25, "end_line": 8, "end_column": 27, "text": "19"}],
        },
    }
    assert "fix" not in second
    assert (second["severity"], second["slug"]) == ("warning", "event-without-source")


def test_the_sarif_is_valid_and_points_at_the_same_place() -> None:
    write("ein Ordner/events.yaml", WRONG)
    log = json.loads(check("--format", "sarif", "ein Ordner").stdout)
    assert sarif_problems(log) == []
    (run,) = log["runs"]
    first = run["results"][0]
    location = first["locations"][0]["physicalLocation"]
    assert first["ruleId"] == run["tool"]["driver"]["rules"][first["ruleIndex"]]["id"]
    assert first["level"] == "error"
    assert location["artifactLocation"]["uri"] == "ein%20Ordner/events.yaml"
    assert (location["region"]["startLine"], location["region"]["startColumn"]) == (8, 13)
    assert location["region"]["endColumn"] == 27
    (change,) = first["fixes"][0]["artifactChanges"]
    assert change["artifactLocation"]["uri"] == "ein%20Ordner/events.yaml"
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 8, "startColumn": 25, "endLine": 8, "endColumn": 27},
            "insertedContent": {"text": "19"},
        }
    ]
    assert "fixes" not in run["results"][1]


def test_the_sarif_has_what_github_asks_for() -> None:
    """GitHub requires GH2012, help for each rule, and SARIF2005, a link to the tool."""
    write("events.yaml", WRONG)
    (run,) = json.loads(check("--format", "sarif").stdout)["runs"]
    driver = run["tool"]["driver"]
    assert driver["informationUri"] == f"pkg:generic/briefing@{driver['version']}"
    assert driver["rules"]
    for rule in driver["rules"]:
        assert rule["help"]["text"].startswith(rule["shortDescription"]["text"])
        assert "\n\nWrong:\n\n```yaml\n" in rule["help"]["markdown"]


def test_the_sarif_of_no_problems_is_valid_too() -> None:
    write("events.yaml", GOOD)
    log = json.loads(check("--format", "sarif").stdout)
    assert sarif_problems(log) == []
    assert log["runs"][0]["results"] == []


def test_github_gets_annotations() -> None:
    write("events.yaml", WRONG.replace("telegraph-2091", '"100%, sure"'))
    lines = check("--format", "github").stdout.splitlines()
    assert lines[0] == (
        "::error file=events.yaml,line=8,col=13,endColumn=25,title=not-a-web-address::"
        "'100%25, sure' is not a web address"
        ' (write {title: "100%25, sure"})'
    )
    assert lines[1].startswith("::warning file=events.yaml,line=10,col=5,")


@pytest.mark.parametrize("format", ["text", "json", "github", "sarif"])
def test_bytes_that_are_no_text_can_be_shown_in_every_format(format: str) -> None:
    write("events.yaml", GOOD.encode() + b"title: \xff\xfe\x00\x1b[31m\r\n\xed\xa0\x80")
    result = check("--format", format)
    assert result.exit_code == 1
    assert "not-text" in result.stdout
    assert "\x1b" not in result.stdout


def test_a_line_of_a_megabyte_is_shown_cut_down() -> None:
    write("events.yaml", GOOD.replace("title: A", f"title: '{'very ' * 200_000}', tilte: B"))
    for format in ("text", "json", "github", "sarif"):
        assert len(check("--format", format).stdout) < 10_000
    assert all(len(line) < 200 for line in check().stdout.splitlines())
    assert "unknown-field" in check().stdout


def test_carets_stand_under_the_fault_behind_a_long_line_and_a_tab() -> None:
    write("events.yaml", GOOD.replace("title: A", f"title: {'x' * 250}, \ttilte: B"))
    _, line, carets = check().stdout.splitlines()
    start = carets.index("^")
    assert line[start : start + 5] == "tilte"


def test_a_problem_names_its_own_file() -> None:
    write("2019.yaml", GOOD)
    write(
        "2020.yaml", f"events:\n{OTHER}  - {{date: 2018, kind: news, title: B, source: gazette}}\n"
    )
    result = check("2019.yaml", "2020.yaml")
    assert result.stdout.startswith("2020.yaml:3:48: error: no source called 'gazette'")
    assert result.stdout.count("error:") == 1


def test_a_folder_is_all_its_events_files() -> None:
    write("record/2019.yaml", GOOD)
    write("record/later/2020.yml", f"tilte: x\nevents:\n{OTHER}")
    for aside in ("record/templates/a.yaml", "record/out/b.yaml", "record/.git/c.yaml"):
        write(aside, "[")
    write("record/notes.txt", "[")
    result = check("record")
    assert result.stdout.startswith("record/later/2020.yml:1:1: error: 'tilte' is not a field")
    assert "1 error in 2 events" in result.stderr


def test_a_file_given_twice_is_read_once() -> None:
    write("record/events.yaml", GOOD)
    assert check("record", "record/events.yaml").exit_code == 0


def test_standard_input() -> None:
    result = check("-", given=WRONG)
    assert result.stdout == SHOWN.replace("events.yaml", "<stdin>")
    write("more.yaml", f"events:\n{EVENT}")
    assert "in 2 events" in check("-", "more.yaml", given=GOOD).stderr


@pytest.mark.parametrize("content", ["", "\n\n", "# Nothing yet.\n", "---\n", "\ufeff"])
def test_an_empty_record(content: str) -> None:
    write("events.yaml", content)
    result = check()
    assert result.exit_code == 1
    assert "error: there are no events [no-events]" in result.stdout


def test_without_events_yaml_the_way_out_is_shown() -> None:
    result = check()
    assert result.exit_code == 2
    assert "There is no events.yaml." in result.stderr
    assert "briefing new" in result.stderr


def test_wrong_usage() -> None:
    Path("empty").mkdir()
    for arguments, words in (
        (["missing.yaml"], "There is no missing.yaml."),
        (["empty"], "empty contains no events files"),
        (["--format", "xml"], "Invalid value for '--format'"),
        (["--nonsense"], "No such option"),
    ):
        result = check(*arguments)
        assert result.exit_code == 2
        assert words in result.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read() -> None:
    write("events.yaml", GOOD)
    Path("events.yaml").chmod(0)
    result = check()
    assert result.exit_code == 2
    assert "events.yaml cannot be read" in result.stderr


def test_templates_of_ones_own_may_be_chosen() -> None:
    write("events.yaml", GOOD + "editions:\n  card: {template: postcard}\n")
    assert "unknown-template" in check().stdout
    write("templates/postcard/briefing.md", "x")
    assert check().exit_code == 0


def run(
    *arguments: str, given: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "briefing", "check", *arguments],
        input=given,
        capture_output=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), **environment},
        check=False,
    )


def test_without_a_terminal_there_is_no_colour() -> None:
    done = run("-", given=WRONG.encode(), PYTHONIOENCODING="utf-8")
    assert done.returncode == 1
    assert b"\x1b" not in done.stdout
    assert done.stdout.decode() == SHOWN.replace("events.yaml", "<stdin>")


def test_an_output_that_knows_no_accents_is_no_obstacle() -> None:
    text = GOOD.replace("title: A", "title: Café 😀, tilte: B")
    done = run("-", given=text.encode(), PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert done.returncode == 1
    assert b"unknown-field" in done.stdout
    assert b"Traceback" not in done.stderr


def test_standard_input_that_ends_at_once() -> None:
    done = run("-")
    assert done.returncode == 1
    assert b"<stdin>:1:1: error: there are no events" in done.stdout


# Folders as people arrange them


TWO = {
    "west.yaml": GOOD.replace("title: A", "title: A, id: a"),
    "north.yaml": "events:\n  - {date: 2019-05, kind: news, title: B, source: https://e.org/b}\n",
}


@pytest.mark.parametrize("command", ["check", "build", "list", "digest", "send", "chart"])
def test_a_folder_without_events_yaml_has_its_files_named(command: str) -> None:
    for name, text in TWO.items():
        write(name, text)
    write("settings.yaml", "services: [web]\n")
    result = CliRunner().invoke(main, [command])
    assert result.exit_code == 2
    message = f"This folder has north.yaml and west.yaml. Run: briefing {command} ."
    assert message in result.stderr and "settings" not in result.stderr
    Path("north.yaml").unlink()
    assert f"Run: briefing {command} west.yaml" in CliRunner().invoke(main, [command]).stderr


def test_to_show_a_thing_the_files_come_before_its_id() -> None:
    for name, text in TWO.items():
        write(name, text)
    result = CliRunner().invoke(main, ["show", "a"])
    assert "Run: briefing show . a" in result.stderr
    assert CliRunner().invoke(main, ["show", ".", "a"]).exit_code == 0


RECORD = """\
title: Parks
actors:
  council: {name: The council}
sources:
  gazette: {title: The gazette, url: https://example.org/g}
events:
  - {id: a, date: 2019-04, kind: news, title: A park opens, source: gazette, actors: [council]}
  - {id: b, date: 2019-05, kind: news, title: A park closes, source: gazette}
"""


@pytest.mark.parametrize("copy", ["old/parks.yaml", "parks (1).yaml", "parks copy.yaml", "a/b.yml"])
def test_a_copy_of_a_file_is_one_problem_and_not_one_of_each_thing_in_it(copy: str) -> None:
    write("record/parks.yaml", RECORD)
    # An earlier version of the file, as copies usually are.
    older = RECORD.replace("  - {id: b", "  - {id: c").replace("A park closes", "A fair")
    for text in (RECORD, older):
        write(f"record/{copy}", text)
        result = check("record")
        assert result.exit_code == 1
        place, _, message = result.stdout.partition(": error: ")
        assert place == f"record/{copy}:1:1"
        assert message.startswith("this file looks like a copy of record/parks.yaml [given-twice]")
        assert "move it out of this folder" in result.stdout
        assert result.stdout.count("error:") == 1
    Path(f"record/{copy}").unlink()
    assert check("record").exit_code == 0


def test_files_that_share_little_are_parts_of_one_record() -> None:
    write("record/one.yaml", RECORD)
    other = RECORD.replace("A park", "A pond").replace("id: a,", "id: x,").replace("id: b", "id: y")
    other = other.replace("title: Parks\n", "").replace("  council: {name", "  mayor: {name")
    write("record/two.yaml", other.replace("[council]", "[mayor]"))
    assert "looks like a copy" not in check("record").stdout


def test_a_time_zone_that_there_is_not_is_a_problem_on_its_line() -> None:
    write("events.yaml", f"title: Example\ntimezone: London\nevents:\n{EVENT}")
    shown = check().output
    assert (
        "events.yaml:2:11: error: there is no time zone called 'London' [unknown-timezone]" in shown
    )
    assert "did you mean 'Europe/London'?" in shown


CONFLICT = '{"version": 1}\n<<<<<<< HEAD\n{"source": "a"}\n'


def test_a_conflict_in_the_proofs_is_shown_with_its_line_and_a_way_out(folder: Path) -> None:
    Path("events.yaml").write_text(GOOD)
    Path("evidence.lock").write_text(CONFLICT)
    done = check()
    assert done.exit_code == 1
    assert done.output == (
        "evidence.lock:2:1: error: this line is left over from a git conflict [broken-lock]\n"
        "   2 | <<<<<<< HEAD\n"
        "     | ^^^^^^^^^^^^ delete lines that begin with <<<<<<<, ======= or >>>>>>>, and keep "
        "the others\n"
        "1 error in 1 event. For an explanation, run for example `briefing explain broken-lock`.\n"
    )


def test_if_the_proofs_cannot_be_read_no_quote_is_called_unproved(folder: Path) -> None:
    Path("events.yaml").write_text(QUOTED)
    Path("evidence.lock").write_text(CONFLICT)
    done = check()
    assert "[broken-lock]" in done.output and "not-proved" not in done.output


def test_proofs_are_read_from_the_folder_of_the_record(folder: Path) -> None:
    Path("events/2019").mkdir(parents=True)
    Path("events/2019/april.yaml").write_text(GOOD)
    Path("evidence.lock").write_text(CONFLICT)
    assert check("events").exit_code == 0
    assert check("-", given=GOOD).exit_code == 1
    Path("events/evidence.lock").write_text("{}\n")
    done = check("events")
    assert done.exit_code == 1
    assert "events/evidence.lock:1:1: error: this is not version 1 of the format" in done.output
    assert "run `git checkout evidence.lock`, or delete the file" in done.output


@pytest.mark.parametrize("command", ["build", "digest", "send", "list", "show", "chart", "diff"])
def test_no_command_reads_a_record_with_broken_proofs(folder: Path, command: str) -> None:
    Path("events.yaml").write_text(GOOD)
    Path("evidence.lock").write_text(CONFLICT)
    arguments = {"show": ["events.yaml", "a"], "diff": ["events.yaml", "events.yaml"]}
    result = CliRunner().invoke(main, [command, *arguments.get(command, [])])
    assert result.exit_code == 1
    assert "evidence.lock:2:1: error: " in result.output
    assert not Path("out").exists()


def test_a_lock_file_that_is_no_file_or_too_large_is_refused(folder: Path) -> None:
    Path("events.yaml").write_text(GOOD)
    os.mkfifo("evidence.lock")
    done = check()
    assert done.exit_code == 2
    assert "evidence.lock cannot be read: it is not a file." in done.output
    Path("evidence.lock").unlink()
    with open("evidence.lock", "wb") as file:
        file.truncate(1 << 40)
    done = check()
    assert done.exit_code == 2
    assert "evidence.lock cannot be read: it is larger than 256 MB." in done.output


QUOTED = """\
title: Example
correct_as_of: 2019-12-31
actors: {mayor: {name: The Mayor}}
sources: {gazette: {title: The gazette}}
events:
  - date: 2019-04
    kind: speech
    title: A speech
    source: gazette
    quotes: [{text: We shall go, by: mayor}]
"""
DIFFERS = (
    '{"version": 1}\n{"source": "gazette", "type": "quote", "text": "We shall go",'
    ' "grade": "differs", "page": 2, "exact": "We shall not go"}\n'
)


def test_the_proofs_are_checked_without_the_copies(folder: Path) -> None:
    Path("events.yaml").write_text(QUOTED)
    assert check().exit_code == 0
    Path("evidence.lock").write_text(DIFFERS)
    done = check()
    assert done.exit_code == 1
    assert (
        "events.yaml:10:21: error: this quote differs from its source, gazette [quote-differs]\n"
    ) in done.output
    assert '^^^^^^^^^^^ the source has "We shall not go" (page 2)\n' in done.output
    Path("evidence.lock").write_text('{"version": 1}\n')
    done = check()
    assert done.exit_code == 0
    assert "10:21: note: this quote has not been proved [not-proved]" in done.output
    built = CliRunner().invoke(main, ["build", "-f", "md"])
    assert built.exit_code == 0 and "not-proved" not in built.output


def test_a_record_with_a_wrong_quote_can_be_read_but_not_built(folder: Path) -> None:
    Path("events.yaml").write_text(QUOTED)
    Path("evidence.lock").write_text(DIFFERS)
    built = CliRunner().invoke(main, ["build", "-f", "md"])
    assert built.exit_code == 1 and "[quote-differs]" in built.output
    assert not Path("out").exists()
    listed = CliRunner().invoke(main, ["list"])
    assert listed.exit_code == 0 and "A speech" in listed.output


def _without_sources(number: int, *others: str) -> str:
    events = [
        f"  - {{date: 2019-04-{n:02}, kind: news, title: Event {n}}}\n"
        for n in range(1, number + 1)
    ]
    return "".join(["title: Example\nevents:\n", *events, *others])


def test_a_warning_about_many_lines_is_shown_three_times_and_then_with_its_lines() -> None:
    write("events.yaml", _without_sources(6))
    shown = [line for line in check().stdout.splitlines() if "[event-without-source]" in line]
    assert [line.partition(" warning:")[0] for line in shown] == [
        "events.yaml:3:5:",
        "events.yaml:4:5:",
        "events.yaml:5:5:",
        "events.yaml:",
    ]
    assert shown[3] == (
        "events.yaml: warning: this event has no source: also on lines 6, 7 and 8 "
        "[event-without-source]"
    )
    # Programs get each of them.
    assert check("--format", "json").stdout.count('"event-without-source"') == 6
    assert check("--format", "github").stdout.count("title=event-without-source") == 6


def test_a_build_for_the_public_also_lists_the_lines_of_warnings_that_are_alike() -> None:
    private = "    notes: For us only\n"
    events = [
        f"  - date: 2019-04-{n:02}\n    kind: news\n    title: Event {n}\n" for n in range(1, 7)
    ]
    write("events.yaml", "".join(["title: Example\nevents:\n", *events, private]))
    shown = CliRunner().invoke(main, ["build", "-f", "md", "-o", "out"]).stderr
    assert shown.count("event-without-source") == 4
    assert "events.yaml: warning: event-without-source: also on lines 12, 15 and 18\n" in shown


def test_every_error_is_shown_and_the_summary_says_where_they_are() -> None:
    wrong = [f"  - {{date: 2020-0{n}, kind: news, title: N{n}, source: no}}\n" for n in range(1, 6)]
    write("events.yaml", _without_sources(20, *wrong))
    done = check()
    assert done.stdout.count(": error: ") == 5
    assert "Errors: events.yaml:23, events.yaml:24, " in done.stderr
    assert "and events.yaml:27.\n" in done.stderr
    write("events.yaml", _without_sources(2, *wrong))
    assert "Errors: " not in check().stderr  # All of them are on the screen.


def test_the_number_of_events_is_not_given_if_the_file_cannot_be_read() -> None:
    write("events.yaml", GOOD + "  - {date: 2019-04, kind: [\n")
    summary = check().stderr
    assert summary.startswith("1 error. For an explanation, run for example")
    assert "Fix the error in events.yaml first." in summary

"""`briefing diff`: files, folders and revisions, for people and for programs."""

import json
import os
from pathlib import Path

import pytest

from tests.helpers import SAMPLE, briefing
from tests.repository import commit, git

FIRST = """\
title: Parks
actors: {council: {name: The council}}
events:
  - id: plan
    date: 2023-07-03
    kind: report
    title: The council plans a park
    summary: |
      The council has a plan for the old goods yard. It shows a park with a pond, two lawns and a
      path; the council would like to hear what everybody thinks of it by the end of the month.
    source: {title: The minutes}
    figures: [{label: want a park, value: 77%}]
  - {date: 2023-08, kind: news, title: A bench is set up, source: {title: A leaflet}}
"""
SECOND = (
    FIRST.replace("77%", "78%")
    .replace("two lawns", "three lawns")
    .replace("A bench is set up", "A bench is set up on the lawn")
    + "  - {date: 2023-09, kind: news, title: Work begins, source: {title: A leaflet}}\n"
)
SUMMARY = "park with a pond, {} lawns and a path;"
CHANGES = f"""\
2023-07-03: The council plans a park (plan)
    summary: … {SUMMARY.format("two")} … → … {SUMMARY.format("three")} …
    figure “want a park”, value: 77% → 78%
2023-08: A bench is set up on the lawn
    title: A bench is set up → A bench is set up on the lawn
2023-09: Work begins: new
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def repository(folder: Path) -> Path:
    git("init", "--quiet")
    commit({"events.yaml": FIRST})
    commit({"events.yaml": SECOND})
    return folder


def test_two_files_are_compared_by_meaning() -> None:
    Path("old.yaml").write_text(FIRST)
    Path("new.yaml").write_text(SECOND)
    done = briefing("diff", "old.yaml", "new.yaml")
    assert (done.exit_code, done.stdout, done.stderr) == (0, CHANGES, "")
    done = briefing("diff", "new.yaml", "old.yaml")
    assert "2023-09: Work begins: withdrawn" in done.stdout and "78% → 77%" in done.stdout


def test_what_only_looks_different_is_no_change() -> None:
    Path("old.yaml").write_text(SECOND)
    Path("new").mkdir()
    head, *events = SECOND.split("  - ")
    Path("new/1.yaml").write_text(head + "".join(f"  - {event}" for event in reversed(events[1:])))
    Path("new/2.yaml").write_text(f"# A comment\nevents:\n  - {events[0]}")
    done = briefing("diff", "old.yaml", "new")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "Nothing has changed.\n")


@pytest.mark.parametrize(
    "given",
    [["HEAD~1"], ["HEAD~1", "HEAD"], ["HEAD~1", "events.yaml"], ["HEAD~1:events.yaml", "HEAD"],
     ["HEAD~1", "HEAD:events.yaml"], ["old.yaml", "HEAD:events.yaml"]],
)  # fmt: skip
def test_revisions_are_compared_with_each_other_and_with_files(
    repository: Path, given: list[str]
) -> None:
    Path("old.yaml").write_text(FIRST)
    assert briefing("diff", *given).stdout == CHANGES
    Path("below").mkdir()
    os.chdir("below")
    assert briefing("diff", "HEAD~1:../events.yaml", "HEAD").stdout == CHANGES


def test_a_revision_alone_is_compared_with_the_file_as_it_is(repository: Path) -> None:
    Path("events.yaml").write_text(SECOND.replace("78%", "79%"))
    done = briefing("diff", "HEAD")
    assert done.stdout == (
        "2023-07-03: The council plans a park (plan)\n    figure “want a park”, value: 78% → 79%\n"
    )
    Path("events.yaml").unlink()
    assert briefing("diff", "HEAD~1", "HEAD").stdout == CHANGES


def test_a_folder_in_a_revision_stands_for_the_files_in_it(folder: Path) -> None:
    git("init", "--quiet")
    other = "events:\n  - {date: 2023-06, kind: news, title: A tree, source: {title: S}}\n"
    commit({"my record/1.yaml": FIRST, "my record/.2.yaml": "{", "my record/templates/x.yaml": "{"})
    commit({"my record/1.yaml": SECOND, "my record/deep/3.yaml": other})
    new = "2023-06: A tree: new\n"
    assert briefing("diff", "HEAD~1", "my record").stdout == new + CHANGES
    assert briefing("diff", "HEAD~1:my record/", "HEAD").stdout == new + CHANGES
    os.chdir("my record")
    assert briefing("diff", "HEAD~1", ".").stdout == new + CHANGES
    assert briefing("diff", "HEAD~1").stdout == new + CHANGES
    assert briefing("diff", "HEAD~1:.").stdout == new + CHANGES


def test_programs_get_json(repository: Path) -> None:
    printed = json.loads(briefing("diff", "HEAD~1", "--format", "json").stdout)
    assert printed["version"] == 1
    assert printed["changes"][1] == {
        "item": "event",
        "name": "The council plans a park",
        "id": "plan",
        "date": "2023-07-03",
        "part": "figure",
        "part_name": "want a park",
        "field": "value",
        "old": "77%",
        "new": "78%",
    }
    assert printed["changes"][-1] == {
        "item": "event",
        "name": "Work begins",
        "id": None,
        "date": "2023-09",
        "part": None,
        "part_name": None,
        "field": None,
        "old": None,
        "new": "Work begins",
    }
    assert json.loads(briefing("diff", "HEAD", "--format", "json").stdout)["changes"] == []


def test_readers_are_shown_no_more_than_they_may_see(folder: Path) -> None:
    Path("old.yaml").write_text(FIRST)
    secret = SECOND.replace("value: 78%", "value: 78%, audience: members").replace(
        "A bench is set up on the lawn", "A bench is set up, audience: internal"
    )
    Path("new.yaml").write_text(secret)
    shown = briefing("diff", "old.yaml", "new.yaml", "--audience", "public").stdout
    assert "lawns" in shown and "Work begins: new" in shown
    assert "7%" not in shown and "8%" not in shown and "bench" not in shown
    shown = briefing("diff", "old.yaml", "new.yaml", "--audience", "members").stdout
    assert "77% → 78%" in shown and "bench" not in shown
    shown = briefing("diff", "old.yaml", "new.yaml").stdout
    assert "    audience: public → internal\n" in shown


def test_a_file_with_errors_is_not_compared(repository: Path) -> None:
    commit({"events.yaml": SECOND.replace("kind: report", "kind: reprt")})
    commit({"events.yaml": SECOND})
    done = briefing("diff", "HEAD~1")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "HEAD~1:events.yaml:6:11: error: " in done.stderr and "[unknown-kind]" in done.stderr
    assert briefing("diff", "HEAD~2").exit_code == 0


def test_a_template_that_is_gone_is_no_error(repository: Path) -> None:
    commit({"events.yaml": f"{FIRST}editions: {{a: {{template: ours}}}}\n"})
    commit({"events.yaml": SECOND})
    assert "edition a: withdrawn" in briefing("diff", "HEAD~1").stdout


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["nowhere.yaml", "events.yaml"], "There is no file and no revision 'nowhere.yaml'."),
        (["HEAD~9"], "There is no file and no revision 'HEAD~9'."),
        (["HEAD:nowhere.yaml"], "There is no nowhere.yaml in revision HEAD."),
        (["HEAD:empty", "HEAD"], "There is no empty in revision HEAD."),
        (
            ["events.yaml"],
            "Name the file or revision to compare it with: briefing diff OLD events.yaml",
        ),
        (["--", "--output=x"], "There is no file and no revision '--output=x'."),
        ([], "Missing argument 'OLD'."),
    ],
)
def test_what_cannot_be_compared_is_said(repository: Path, given: list[str], message: str) -> None:
    done = briefing("diff", *given)
    assert done.exit_code == 2
    assert message in done.stderr and "Traceback" not in done.stderr


def test_where_there_is_no_repository_it_says_so(folder: Path) -> None:
    done = briefing("diff", "HEAD")
    assert done.exit_code == 2 and "There is no file 'HEAD', and " in done.stderr
    assert "is not in a git repository." in done.stderr


def test_where_there_is_no_git_it_says_so(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(repository))
    done = briefing("diff", "HEAD")
    assert done.exit_code == 3 and "git is not installed" in done.stderr
    assert briefing("diff", "events.yaml", "events.yaml").exit_code == 0


def test_the_sample_has_not_changed_since_it_is_what_it_is() -> None:
    done = briefing("diff", SAMPLE, SAMPLE)
    assert (done.exit_code, done.stderr) == (0, "Nothing has changed.\n")


def test_two_separate_records_in_a_folder_are_not_taken_for_one(folder: Path) -> None:
    git("init", "--quiet")
    ponds = FIRST.replace("title: Parks", "title: Ponds").replace("id: plan", "id: pond")
    ponds = ponds.replace("plans a park", "plans a pond").replace("A bench", "A pier")
    commit({"parks.yaml": FIRST, "ponds.yaml": ponds})
    for command in (["diff", "HEAD"], ["check", "."]):
        done = briefing(*command)
        assert done.exit_code == 1
        # The council is not reported, although both files have it.
        assert done.output.count("[given-twice]") == 1 and "title already exists" in done.output
        assert "if these are separate records, name only one of the files" in done.output
    for arguments in (["HEAD", "parks.yaml"], ["HEAD:parks.yaml"]):
        done = briefing("diff", *arguments)
        assert (done.exit_code, done.stderr) == (0, "Nothing has changed.\n")


def test_one_record_in_two_files_is_compared_without_naming_them(folder: Path) -> None:
    git("init", "--quiet")
    head, _, rest = FIRST.partition("events:")
    events = "events:" + rest
    commit({"parks.yaml": f"{head}{events}", "more.yaml": "actors: {mayor: {name: The mayor}}\n"})
    Path("parks.yaml").write_text(SECOND)
    assert briefing("diff", "HEAD").stdout == CHANGES

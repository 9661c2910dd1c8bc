"""`--as-of`: a briefing as it could have been written on an earlier day, and the checks then."""

import json
import re
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from click.testing import Result
from pypdf import PdfReader

from tests.helpers import SAMPLE, briefing

RECORD = """\
title: Parks
correct_as_of: 2023-09-08
events:
  - {date: 2019-04, kind: news, title: First, source: {title: S}}
  - {date: 2021-03-31, kind: news, title: Second, source: {title: S}}
  - {date: 2021-04, kind: news, title: Third, source: {title: S}}
  - {date: 2023-10, kind: debate, title: Fourth, source: {title: S, date: 2023-07}}
"""


@pytest.fixture(autouse=True)
def record(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("events.yaml").write_text(RECORD)


def build(day: str, *arguments: str) -> Result:
    return briefing("build", "-e", "timeline", "-f", "md", "--as-of", day, *arguments)


def titles() -> list[str]:
    return re.findall(r"^### .*: (\w+)", Path("out/timeline.md").read_text(), re.MULTILINE)


@pytest.mark.parametrize(
    ("day", "message", "shown"),
    [
        ("2021-03-31", "31 March 2021", ["First", "Second"]),
        ("31 March 2021", "31 March 2021", ["First", "Second"]),
        ("2021-03-30", "30 March 2021", ["First"]),
        ("2021-03", "31 March 2021", ["First", "Second"]),  # its last day
        ("2020", "31 December 2020", ["First"]),
        ("2021-21", "31 May 2021", ["First", "Second", "Third"]),
        ("2018", "31 December 2018", []),
        ("2023-06-30", "30 June 2023", ["First", "Second", "Third"]),
        ("2023-07-01", "1 July 2023", ["First", "Second", "Third", "Fourth"]),
        ("2023-09-08", "8 September 2023", ["First", "Second", "Third", "Fourth"]),
        ("2023", "8 September 2023", ["First", "Second", "Third", "Fourth"]),  # its last day here
        ("2023-08/..", "8 September 2023", ["First", "Second", "Third", "Fourth"]),
    ],
)
def test_a_briefing_as_of_a_day_knows_what_the_day_did(
    day: str, message: str, shown: list[str]
) -> None:
    assert build(day).exit_code == 0
    assert f"Correct as of {message}" in Path("out/timeline.md").read_text()
    assert titles() == shown


@pytest.mark.parametrize("day", ["2023-09-09", "9 September 2023", "2024", "2023-10/.."])
def test_a_record_cannot_tell_of_a_day_after_its_last(day: str) -> None:
    done = build(day)
    assert done.exit_code == 2
    assert "--as-of" in done.stderr and "The record is accurate only to 2023-09-08." in done.stderr
    assert not Path("out").exists()


@pytest.mark.parametrize("day", ["soon", "2021-13", "2021-02-30", ""])
def test_what_is_no_date_is_wrong_usage(day: str) -> None:
    done = build(day)
    assert done.exit_code == 2
    assert "--as-of" in done.stderr and "Traceback" not in done.stderr
    assert not Path("out").exists()


def test_a_record_without_an_end_ends_today() -> None:
    Path("events.yaml").write_text(RECORD.replace("correct_as_of: 2023-09-08\n", ""))
    assert build("2021-03-31").exit_code == 0
    assert build("9999").exit_code == 2


CHECKED = """\
title: Parks
correct_as_of: 2023-09-08
events:
  - date: 2021-05
    kind: news
    title: First
    source: {title: S, date: 2021-02}
    embargo: 2021-06-01T09:00
"""


@pytest.mark.parametrize(
    ("day", "slugs"),
    [
        ("2023", ["past-embargo", "unconfirmed"]),
        ("2021-06-01", ["unconfirmed"]),
        ("2021-04", []),  # announced, and still to come
    ],
)
def test_the_checks_take_what_comes_later_as_still_to_come(day: str, slugs: list[str]) -> None:
    Path("events.yaml").write_text(CHECKED)
    done = briefing("check", "--as-of", day, "--format", "json")
    assert sorted(problem["slug"] for problem in json.loads(done.stdout)["problems"]) == slugs


@pytest.mark.parametrize("day", ["2023-09-09", "soon", ""])
def test_the_checks_know_no_day_that_the_record_does_not(day: str) -> None:
    done = briefing("check", "--as-of", day)
    assert done.exit_code == 2 and "--as-of" in done.stderr


def test_an_earlier_day_does_not_excuse_an_error_in_a_later_event() -> None:
    Path("events.yaml").write_text(
        f"{RECORD}  - {{date: 2023-08, kind: news, title: Fifth, source: s}}\n"
    )
    done = briefing("check", "--as-of", "2021")
    assert done.exit_code == 1 and "[unknown-source]" in done.stdout


def test_other_choices_narrow_it_further() -> None:
    assert build("2021-03-31", "--since", "2020").exit_code == 0
    assert titles() == ["Second"]


# The real record

FEAR = re.compile(r"fears that\s+the\s+regulator will not arrive until 2023")

LATER = re.compile(
    "2022|Sunak|Braverman|Donelan|Collard|Berkett|Childline|encrypt|roundtable|prison|reporting|"
    "event-(u-turn|concession|bill-returns)|[Rr]eversed"
)


def test_as_of_march_2021_nothing_knows_that_2023_happened() -> None:
    for chosen in (
        ["-f", "md", "-f", "html"],
        ["-f", "pdf", "-e", "timeline", "--engine", "plutoprint"],
    ):
        done = briefing("build", SAMPLE, "--as-of", "2021-03-31", *chosen)
        assert done.exit_code == 0, done.stderr
    written = list(Path("out").iterdir())
    assert {path.suffix for path in written} == {".md", ".html", ".pdf", ".svg"}
    for path in written:
        if path.suffix == ".pdf":
            reader = PdfReader(path)
            pages = " ".join(page.extract_text() for page in reader.pages)
            text = f"{pages} {reader.metadata} {list(reader.named_destinations)}"
        else:
            text = path.read_text(encoding="utf-8")
            text = re.sub(r"<(style|script)\b.*?</\1>", "", text, flags=re.DOTALL)
        shown = " ".join(text.split())
        if path.suffix == ".svg":
            shown = " ".join(fromstring(text).itertext())
            assert "2021" in shown and "2023" not in shown
        else:
            assert shown.count("2023") == len(FEAR.findall(shown)) == 1, path.name
        assert not LATER.search(shown), path.name


def test_as_of_march_2021_asks_and_commitments_stand_as_they_did() -> None:
    assert briefing("build", SAMPLE, "-f", "md", "--as-of", "2021-03-31").exit_code == 0
    text = Path("out/member.md").read_text(encoding="utf-8")
    assert "**Set back:** Criminal liability for senior managers" in text
    assert "**Raised:** Fines of up to 4%" in text
    assert "**Kept about 14 months late:** Respond to the consultation" in text
    assert "**Pending:** The Online Safety Bill. UK Government; due spring 2021" in text
    assert "mandatory reporting" not in text

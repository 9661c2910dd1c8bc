"""A `kept_if` is compared with the version from before the outcome, if the record is in git."""

from pathlib import Path

import pytest

from tests.helpers import briefing
from tests.repository import commit, git

RECORD = """\
title: Homes
correct_as_of: 2021-12-01
actors:
  council: {name: The council}
events:
  - date: 2020-04
    kind: statement
    title: A promise
    source: https://example.org/a
    commitments:
      - {id: homes, title: Build homes, by: council, kept_if: 300 homes are built}
"""
OUTCOME = (
    "  - {date: 2021-11-05, kind: news, title: B, keeps: [homes], source: https://example.org/b}\n"
)
NOTE = "'kept_if' was changed after the outcome. It was: 300 homes are built [kept-if-changed]"


@pytest.fixture(autouse=True)
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    git("init", "--quiet")
    return tmp_path


def commit_on(day: str, text: str) -> None:
    commit({"events.yaml": text}, at=f"{day}T12:00:00Z")


def test_a_change_after_the_outcome_is_noted() -> None:
    draft = RECORD.replace("300 homes are", "A few homes are")
    commit_on("2020-05-01", draft)
    commit_on("2021-01-01", RECORD)
    easier = RECORD.replace("300 homes are built", "Homes are planned") + OUTCOME
    commit_on("2021-11-06", RECORD + "# A comment\n")
    commit_on("2021-11-20", easier)
    assert NOTE in briefing("check").output
    assert NOTE in briefing("check", ".").output
    # An open commitment can still change, and so can the white space of a closed one.
    Path("events.yaml").write_text(easier.removesuffix(OUTCOME))
    assert "No problems" in briefing("check").output
    Path("events.yaml").write_text((RECORD + OUTCOME).replace("300 homes", "300  homes"))
    assert "No problems" in briefing("check").output


def test_a_record_that_is_younger_than_the_outcome_keeps_to_its_first_version() -> None:
    commit_on("2022-01-01", "title: Homes\n")
    commit_on("2022-02-01", RECORD + OUTCOME)
    commit_on("2022-03-01", RECORD + OUTCOME + "# A comment\n")
    assert "No problems" in briefing("check").output
    Path("events.yaml").write_text((RECORD + OUTCOME).replace("300 homes", "3 homes"))
    assert NOTE in briefing("check").output
    # It was never committed, so there is nothing to compare it with.
    Path("events.yaml").write_text(
        (RECORD + OUTCOME).replace("id: homes", "id: flats").replace("[homes]", "[flats]")
    )
    assert "No problems" in briefing("check").output


def test_a_kept_if_that_was_added_after_the_outcome_is_noted() -> None:
    commit_on("2021-01-01", RECORD.replace(", kept_if: 300 homes are built", ""))
    Path("events.yaml").write_text(RECORD + OUTCOME)
    assert "'kept_if' was added after the outcome [kept-if-changed]" in briefing("check").output


def test_a_kept_if_in_several_languages_is_compared_in_each() -> None:
    both = RECORD.replace("300 homes are built", "{en: 300 homes are built, cy: Codir 300 o dai}")
    commit_on("2021-01-01", both)
    Path("events.yaml").write_text(both + OUTCOME)
    assert "kept-if-changed" not in briefing("check").output
    Path("events.yaml").write_text((both + OUTCOME).replace("Codir 300", "Codir 3"))
    assert "It was: Codir 300 o dai [kept-if-changed]" in briefing("check").output


def test_a_translation_of_a_kept_if_can_be_added_after_the_outcome() -> None:
    commit_on("2021-01-01", RECORD)
    later = RECORD.replace("300 homes are built", "{en: 300 homes are built, cy: Codir 300 o dai}")
    Path("events.yaml").write_text(later + OUTCOME)
    assert "kept-if-changed" not in briefing("check").output


def test_without_a_repository_there_is_nothing_to_compare(repository: Path) -> None:
    (repository / ".git" / "HEAD").unlink()
    Path("events.yaml").write_text(RECORD + OUTCOME)
    assert "No problems" in briefing("check").output

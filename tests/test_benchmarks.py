"""The made-up records used in the benchmarks: valid, and always the same."""

from pathlib import Path

import pytest

from benchmarks.chronologies import write_chronology
from benchmarks.copies import write_record
from benchmarks.records import record
from briefing.record.loading import File, load
from tests.helpers import briefing


@pytest.mark.parametrize("events", [1, 2, 3, 57, 1_000])
def test_a_record_of_any_size_checks_clean(events: int) -> None:
    loaded = load([File("events.yaml", "".join(record(events)).encode())])
    assert loaded.problems == []
    assert len(loaded.record.events) == events


def test_the_same_seed_makes_the_same_record_and_another_seed_another() -> None:
    assert list(record(50, seed=7)) == list(record(50, seed=7))
    assert list(record(50, seed=7)) != list(record(50, seed=8))


def test_an_event_takes_about_a_kilobyte() -> None:
    assert 0.9 < len("".join(record(1_000))) / 1_000_000 < 1.2


def test_a_record_has_every_field_that_an_event_may_have() -> None:
    events = load([File("events.yaml", "".join(record(500)).encode())]).record.events
    used = {field for event in events for field in event.model_fields_set}
    # A record of one file has no pictures.
    assert used == set(type(events[0]).model_fields) - {"picture"}


@pytest.mark.long
def test_nearly_every_quote_is_in_a_copy(tmp_path: Path) -> None:
    assert write_record(tmp_path / "record", copies=10) == 100
    done = briefing("prove", tmp_path / "record")
    assert done.output.endswith("\n99 verbatim, 1 differs, 0 never checked\n")


def test_every_row_of_a_chronology_becomes_an_event(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_chronology(Path("chronology.csv"), 60)
    done = briefing("import", "chronology.csv")
    assert "61 rows: 60 events + 1 row of headings" in done.stderr
    assert briefing("check").exit_code == 0

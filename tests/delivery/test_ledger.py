"""The ledger of sent digests: damage to its file never causes another delivery."""

import os
import stat
from datetime import UTC, datetime, timedelta
from datetime import date as Day
from pathlib import Path

import pytest

from briefing.delivery.ledger import NAME, Ledger, Sent
from briefing.delivery.ledger_lines import Entry, StepName
from briefing.edition.periods import Period, Rhythm, period_of
from briefing.output.writing import WriteError

MONDAY = Day(2023, 9, 4)
AT = datetime(2023, 9, 11, 5, tzinfo=UTC)


def step(what: StepName, week: int = 0, *, to: str | None = None, said: str | None = None) -> Entry:
    first = MONDAY + timedelta(weeks=week)
    last = first + timedelta(days=6)
    period = f"{first:%G-W%V}"
    return Entry(
        at=AT, edition="weekly", period=period, what=what, first=first, last=last, to=to, said=said
    )


STEPS = [
    step("begun"),
    step("sent", to="ann@example.org"),
    step("refused", to="bob@example.org", said="550 Who?"),
    step("done"),
    step("begun", 1),
]


def digests_in(ledger: Ledger) -> list[Sent | None]:
    return [ledger.of("weekly", week(n)) for n in range(2)]


def week(number: int) -> Period:
    return period_of(MONDAY + timedelta(weeks=number), Rhythm())


def test_what_is_added_is_read_again(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    for entry in STEPS:
        ledger.add(entry)
    assert digests_in(ledger) == digests_in(Ledger(tmp_path))
    first, second = digests_in(ledger)
    assert first and first.to == {"ann@example.org": AT} and first.is_done
    assert first.refused == {"bob@example.org": "550 Who?"}
    assert second and not second.is_done and ledger.unfinished("weekly") == [second]
    assert ledger.done_until("weekly") == Day(2023, 9, 10)


@pytest.mark.parametrize(
    ("steps", "is_in_doubt"),
    [
        (["unknown"], True),
        (["unknown", "sent"], False),
        (["unknown", "refused"], False),
        (["refused", "unknown"], True),
        (["unknown", "begun"], False),
    ],
)
def test_a_message_is_in_doubt_until_the_server_has_answered(
    tmp_path: Path, steps: list[StepName], is_in_doubt: bool
) -> None:
    ledger = Ledger(tmp_path)
    for name in steps:
        ledger.add(step(name, to="Ann@example.org"))
    (first, _) = digests_in(Ledger(tmp_path))
    assert first and first.is_in_doubt("ann@example.org") == is_in_doubt


def test_wherever_the_file_ends_it_tells_the_lines_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", lambda file: None)
    ledger = Ledger(tmp_path)
    states, ends = [], []
    for entry in STEPS:
        ledger.add(entry)
        states.append(digests_in(Ledger(tmp_path)))
        ends.append((tmp_path / NAME).stat().st_size)
    content = (tmp_path / NAME).read_bytes()
    for length in range(ends[0], ends[-1] - 1):
        (tmp_path / NAME).write_bytes(content[:length])
        # A line that lacks only its line ending is complete.
        whole = sum(end - 1 <= length for end in ends)
        assert digests_in(Ledger(tmp_path)) == states[whole - 1], content[:length]
        again = Ledger(tmp_path)
        for entry in STEPS[whole:]:
            again.add(entry)
        assert (tmp_path / NAME).read_bytes() == content


def test_what_cannot_be_written_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger(tmp_path)
    ledger.add(*STEPS[:2])
    before = (tmp_path / NAME).read_bytes()

    def full(file: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(WriteError, match="No space left") as error:
            ledger.add(STEPS[2])
    assert error.value.filename == str(tmp_path / NAME)
    assert (tmp_path / NAME).read_bytes() == before
    assert digests_in(ledger) == digests_in(Ledger(tmp_path))
    ledger.add(STEPS[2])
    assert digests_in(ledger) == digests_in(Ledger(tmp_path))


def test_only_its_owner_may_read_it_also_after_a_run_that_was_killed_at_once(
    tmp_path: Path,
) -> None:
    path = tmp_path / NAME
    Ledger(tmp_path).add(STEPS[0])
    path.write_bytes(path.read_bytes().splitlines(keepends=True)[0])
    path.chmod(0o644)
    Ledger(tmp_path).add(*STEPS[:2])
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_what_is_done_is_so_up_to_the_first_gap(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.add(step("marked"), step("skipped", 2))
    assert ledger.done_until("weekly") == Day(2023, 9, 10)
    assert ledger.is_done("weekly", week(2)) and not ledger.is_done("weekly", week(1))
    ledger.add(step("begun", 1))
    assert ledger.done_until("weekly") == Day(2023, 9, 10)
    ledger.add(step("done", 1))
    assert ledger.done_until("weekly") == Day(2023, 9, 24)
    ledger.add(step("begun", 1))
    assert ledger.done_until("weekly") == Day(2023, 9, 10)
    ledger.add(step("marked", 1))
    assert ledger.done_until("weekly") == Day(2023, 9, 24) and not ledger.unfinished("weekly")


def test_of_another_rhythm_a_period_is_done_when_all_its_days_are(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.add(step("marked"), step("begun", 1), step("done", 1))
    thursdays = Rhythm(week_starts="Thursday")
    two_weeks = Rhythm("2 weeks")
    assert ledger.is_done("weekly", period_of(Day(2023, 9, 8), thursdays))
    # It has the same name as the last completed one, but its days were in no digest.
    other = period_of(Day(2023, 9, 17), thursdays)
    assert other.name == week(1).name
    assert not ledger.is_done("weekly", other)
    assert ledger.is_done("weekly", period_of(Day(2023, 9, 17), two_weeks))
    assert not ledger.is_done("weekly", period_of(Day(2023, 9, 18), two_weeks))
    ledger.add(step("begun", 2), step("done", 2))
    assert ledger.is_done("weekly", other)


def test_an_address_is_the_same_in_small_letters_and_in_large_ones(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    ledger.add(step("begun"), step("refused", to="Ann@Example.org", said="550 Who?"))
    sent = ledger.of("weekly", week(0))
    assert sent and sent.was_refused_to("ann@example.org")
    ledger.add(step("sent", to="ANN@example.org"))
    assert sent.was_sent_to("ann@example.org") and not sent.refused

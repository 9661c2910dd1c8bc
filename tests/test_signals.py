"""Stop signals: the run stops at once, but not in the middle of a step that must be completed."""

import signal
from collections.abc import Iterator

import pytest

from briefing.signals import deferred_signals, exit_on_sigterm

STOPPED = 128 + signal.SIGTERM


@pytest.fixture(autouse=True)
def in_order() -> Iterator[None]:
    before = signal.getsignal(signal.SIGTERM)
    exit_on_sigterm()
    yield
    signal.signal(signal.SIGTERM, before)


def outcome(*signals: signal.Signals) -> tuple[int | str | None, bool]:
    """Return the exit status of a run stopped during a step, and whether the step was completed."""
    finished = False
    try:
        with deferred_signals(30):
            for number in signals:
                signal.raise_signal(number)
            assert bool(signal.alarm(0)) == bool(signals)
            finished = True
    except SystemExit as stopped:
        return stopped.code, finished
    return 0, finished


def test_what_is_begun_is_finished_before_it_stops() -> None:
    assert outcome() == (0, True)
    assert outcome(signal.SIGTERM) == (STOPPED, True)
    assert signal.alarm(0) == 0 and signal.getsignal(signal.SIGALRM) == signal.SIG_DFL


@pytest.mark.parametrize("second", [signal.SIGTERM, signal.SIGINT, signal.SIGALRM])
def test_whoever_says_so_twice_is_heard_at_once_and_so_is_once_after_a_while(
    second: signal.Signals,
) -> None:
    assert outcome(signal.SIGTERM, second) == (STOPPED, False)
    assert signal.alarm(0) == 0


def test_a_terminal_that_is_closed_stops_it_as_well() -> None:
    # These tests may have been started with `nohup`.
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    exit_on_sigterm()
    try:
        assert outcome(signal.SIGHUP) == (128 + signal.SIGHUP, True)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_but_not_a_run_that_was_started_to_outlive_its_terminal() -> None:
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        exit_on_sigterm()
        signal.raise_signal(signal.SIGHUP)
        assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)

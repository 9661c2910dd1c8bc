"""Several jobs at once: what they give, and what happens when one of those who do them dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from briefing.output.crew import Crew
from briefing.output.templates import TemplateMistake

T = TypeVar("T")


def results(jobs: Mapping[str, Callable[[], T]], hands: int) -> dict[str, T]:
    begun: list[str] = []
    with Crew(jobs, hands) as crew:
        done = dict(crew.results(begun.append))
    assert set(begun) == set(jobs)
    return done


def quarter(number: int) -> tuple[int, bytes]:
    return os.getpid(), bytes([number]) * 100_000


@pytest.mark.parametrize("hands", [1, 2, 3])
def test_every_job_is_done_once_by_so_many(hands: int) -> None:
    jobs = {str(n): partial(quarter, n) for n in range(7)}
    done = results(jobs, hands)
    assert {name: what for name, (_, what) in done.items()} == {
        str(n): bytes([n]) * 100_000 for n in range(7)
    }
    workers = {process for process, _ in done.values()}
    assert (
        (workers == {os.getpid()}) if hands == 1 else (1 <= len(workers - {os.getpid()}) <= hands)
    )


def test_what_a_hand_leaves_undone_is_done_without_it() -> None:
    here = os.getpid()

    def deadly() -> str:
        if os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return "done"

    assert results({"a": deadly, "b": lambda: "b", "c": deadly}, 2) == {
        "a": "done", "b": "b", "c": "done",
    }  # fmt: skip


def test_without_room_for_another_process_all_is_done_by_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused() -> int:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    assert results({"a": os.getpid, "b": os.getpid}, 2) == {"a": os.getpid(), "b": os.getpid()}


class Odd(Exception):
    """Which cannot be sent from one process to another."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


@pytest.mark.parametrize("hands", [1, 2])
def test_what_a_job_raises_is_raised(hands: int) -> None:
    def mistaken() -> None:
        raise TemplateMistake("templates/member/briefing.html:3: no such thing")

    def odd() -> None:
        raise Odd(1, 2)

    with pytest.raises(TemplateMistake, match="no such thing"):
        results({"a": mistaken, "b": mistaken}, hands)
    with pytest.raises((Odd, RuntimeError), match="1 and 2"):
        results({"a": odd, "b": odd}, hands)


_SLOW = """
import os, time
from pathlib import Path
from briefing.output.crew import Crew

def slow():
    Path(str(os.getpid())).touch()
    time.sleep(60)

with Crew({name: slow for name in "abcdef"}, 3) as crew:
    dict(crew.results(lambda name: None))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
def test_hands_go_when_the_process_is_killed_whose_they_are(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", _SLOW], cwd=tmp_path)
    while len(hands := list(tmp_path.iterdir())) < 3:
        time.sleep(0.01)
    process.kill()
    process.wait()
    end = time.monotonic() + 10
    while any(Path("/proc", hand.name).exists() for hand in hands):
        assert time.monotonic() < end
        time.sleep(0.05)

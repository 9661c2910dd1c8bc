"""Jobs in separate processes: their results, and what happens when a process dies."""

import faulthandler
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

import pytest

from briefing import workers
from briefing.output.templates import TemplateError
from briefing.workers import Failure, Limits, Workers

T = TypeVar("T")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")


def results(
    jobs: Mapping[str, Callable[[], T]], number: int, limits: Limits | None = None
) -> dict[str, T | Failure]:
    begun: list[str] = []
    with Workers(jobs, number, limits) as workers:
        done = dict(workers.results(begun.append))
    assert sorted(begun) == sorted(jobs)
    return done


def quarter(number: int) -> tuple[int, bytes]:
    return os.getpid(), bytes([number]) * 100_000


@ON_LINUX
@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_job_is_done_once_by_so_many(number: int) -> None:
    jobs = {str(n): partial(quarter, n) for n in range(7)}
    pids = set()
    for name, result in results(jobs, number).items():
        assert not isinstance(result, Failure)
        pid, content = result
        assert content == bytes([int(name)]) * 100_000
        pids.add(pid)
    assert os.getpid() not in pids
    assert 1 <= len(pids) <= number


def crash(number: int) -> str:
    faulthandler.disable()
    os.kill(os.getpid(), number)
    return "never"


def sleep(marks: Path) -> str:
    subprocess.run([sys.executable, "-c", _MARKED, str(marks)])
    return "never"


_MARKED = "import os, sys, time; open(f'{sys.argv[1]}/{os.getpid()}', 'w'); time.sleep(60)"


def waste() -> str:
    return str(len(bytearray(3 << 30)))


@ON_LINUX
@pytest.mark.parametrize("number", [1, 2])
def test_a_job_that_crashes_has_failed_and_the_others_are_done(number: int) -> None:
    jobs: dict[str, Callable[[], str]] = {
        "killed": partial(crash, signal.SIGKILL),
        "a": lambda: "a",
        "crashed": partial(crash, signal.SIGSEGV),
        "aborted": partial(crash, signal.SIGABRT),
        "left": lambda: os._exit(1),
        "b": lambda: "b",
    }
    assert results(jobs, number) == {
        "a": "a",
        "b": "b",
        "killed": Failure("the system stopped it, perhaps because memory ran out"),
        "crashed": Failure("its process crashed (SIGSEGV)"),
        "aborted": Failure("its process crashed (SIGABRT), perhaps because memory ran out"),
        "left": Failure("its process stopped unexpectedly"),
    }


@ON_LINUX
@pytest.mark.parametrize("number", [1, pytest.param(2, marks=pytest.mark.long)])
def test_a_job_has_a_limit_of_time_and_of_memory(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # In this test, time passes only once the program of the slow job has started.
    clock = SimpleNamespace(monotonic=lambda: 1.0 if any(tmp_path.iterdir()) else 0.0)
    monkeypatch.setattr(workers, "time", clock)
    jobs: dict[str, Callable[[], str]] = {
        "slow": partial(sleep, tmp_path),
        "a": lambda: "a",
        "large": waste,
        "b": lambda: "b",
    }
    limits = Limits(seconds=1, memory=2 << 30)
    assert results(jobs, number, limits) == {
        "a": "a",
        "b": "b",
        "slow": Failure("it took longer than 1 second"),
        "large": Failure("it needs more than 2 GB of memory"),
    }
    # The program that the job had started has been killed with it.
    (pid,) = (path.name for path in tmp_path.iterdir())
    assert wait_until(lambda: not is_running(pid))


@ON_LINUX
def test_a_result_that_takes_too_much_memory_to_send_has_failed() -> None:
    jobs: dict[str, Callable[[], bytes]] = {"large": lambda: bytes(150_000_000), "a": lambda: b"a"}
    assert results(jobs, 1, Limits(memory=200_000_000)) == {
        "a": b"a",
        "large": Failure("it needs more than 0.19 GB of memory"),
    }


def wait_until(is_so: Callable[[], bool]) -> bool:
    """Wait until a condition is true, and return whether it is. Give up after a while."""
    end = time.monotonic() + 120
    while not is_so() and time.monotonic() < end:
        time.sleep(0.05)
    return is_so()


def is_running(pid: str) -> bool:
    """Whether a process runs. One that has ended can be listed for seconds, as a zombie."""
    try:
        status = Path("/proc", pid, "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


@ON_LINUX
def test_nothing_temporary_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    def litter() -> str:
        tempfile.mkdtemp(prefix="weasyprint-")
        return os.environ["TMPDIR"]

    def fail() -> str:
        litter()
        raise TemplateError("templates/member/briefing.html:3: no such thing")

    (folder,) = results({"a": litter}, 1).values()
    assert Path(str(folder)).parent == tmp_path
    jobs: dict[str, Callable[[], str]] = {"a": litter, "b": partial(crash, signal.SIGKILL)}
    results(jobs, 2)
    with pytest.raises(TemplateError):
        results({"a": fail}, 1)
    assert list(tmp_path.iterdir()) == []


@ON_LINUX
def test_what_killed_runs_left_is_removed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for name in ("briefing-work-old", "briefing-work-empty", "somebody-elses"):
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (0, 0))
    (tmp_path / "briefing-work-new").mkdir()  # Another run is about to lock the folder.
    killed = subprocess.Popen(
        [sys.executable, "-c", _SLOW], cwd=tmp_path, env={**os.environ, "TMPDIR": str(tmp_path)}
    )
    assert wait_until(lambda: len(list(tmp_path.glob("[0-9]*"))) == 3)
    results({"a": lambda: "a"}, 1)
    remaining = {"briefing-work-new", "somebody-elses"}
    (in_use,) = {path.name for path in tmp_path.iterdir() if not path.name.isdecimal()} - remaining
    assert in_use.startswith("briefing-work-")
    killed.kill()
    killed.wait()
    workers = [path.name for path in tmp_path.glob("[0-9]*")]
    assert wait_until(lambda: not any(map(is_running, workers)))
    results({"a": lambda: "a"}, 1)
    assert {path.name for path in tmp_path.iterdir() if not path.name.isdecimal()} == remaining


def test_without_room_for_another_process_all_is_done_by_this_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused() -> int:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(os, "fork", refused)
    assert results({"a": os.getpid, "b": os.getpid}, 2) == {"a": os.getpid(), "b": os.getpid()}


class Odd(Exception):
    """An error that cannot be sent from one process to another."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


@pytest.mark.parametrize("number", [1, 2])
def test_what_a_job_raises_is_raised(number: int) -> None:
    def mistaken() -> None:
        raise TemplateError("templates/member/briefing.html:3: no such thing")

    def odd() -> None:
        raise Odd(1, 2)

    with pytest.raises(TemplateError, match="no such thing"):
        results({"a": mistaken, "b": mistaken}, number)
    with pytest.raises((Odd, RuntimeError), match="1 and 2"):
        results({"a": odd, "b": odd}, number)


_SLOW = """
import os, time
from pathlib import Path
from briefing.workers import Workers

def slow():
    Path(str(os.getpid())).touch()
    time.sleep(60)

with Workers({name: slow for name in "abcdef"}, 3) as workers:
    dict(workers.results(lambda name: None))
"""


@ON_LINUX
def test_workers_go_when_the_process_is_killed_whose_they_are(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", _SLOW], cwd=tmp_path)
    while len(workers := list(tmp_path.iterdir())) < 3:
        time.sleep(0.01)
    process.kill()
    process.wait()
    assert wait_until(lambda: not any(is_running(worker.name) for worker in workers))


def test_workers_get_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEFING_SMTP_PASSWORD", "hunter2")
    with Workers({"a": lambda: dict(os.environ)}, 1) as workers:
        ((_, environment),) = workers.results(lambda name: None)
    assert isinstance(environment, dict)
    assert "PATH" in environment and "hunter2" not in environment.values()

"""Jobs in separate processes: their results, and what happens when a process dies."""

import faulthandler
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from concurrent.futures import as_completed
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from briefing import workers
from briefing.output.templates import TemplateError
from briefing.workers import JobFailed, Limits, Workers

pytestmark = pytest.mark.usefixtures("real_workers")
T = TypeVar("T")
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")


def results(
    jobs: Mapping[str, Callable[[], T]], number: int, limits: Limits | None = None
) -> dict[str, T | str]:
    """Return the result of each job, or the reason why it failed."""
    done: dict[str, T | str] = {}
    with Workers(number, limits) as pool:
        names = {pool.submit(job): name for name, job in jobs.items()}
        for future in as_completed(names):
            try:
                done[names[future]] = future.result()
            except JobFailed as error:
                done[names[future]] = f"failed: {error}"
    return done


def quarter(number: int) -> tuple[int, bytes]:
    return os.getpid(), bytes([number]) * 100_000


@ON_LINUX
@pytest.mark.parametrize("number", [1, 2, 3])
def test_every_job_is_done_once_by_so_many(number: int) -> None:
    jobs = {str(n): partial(quarter, n) for n in range(7)}
    pids = set()
    for name, result in results(jobs, number).items():
        assert isinstance(result, tuple)
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
        "a": partial(str, "a"),
        "crashed": partial(crash, signal.SIGSEGV),
        "aborted": partial(crash, signal.SIGABRT),
        "left": partial(os._exit, 1),
        "b": partial(str, "b"),
    }
    assert results(jobs, number) == {
        "a": "a",
        "b": "b",
        "killed": "failed: the system stopped it, perhaps because memory ran out",
        "crashed": "failed: its process crashed (SIGSEGV)",
        "aborted": "failed: its process crashed (SIGABRT), perhaps because memory ran out",
        "left": "failed: its process stopped unexpectedly",
    }


@ON_LINUX
@pytest.mark.parametrize("number", [1, pytest.param(2, marks=pytest.mark.long)])
def test_a_job_has_a_limit_of_time_and_of_memory(number: int, tmp_path: Path) -> None:
    jobs: dict[str, Callable[[], str]] = {
        "slow": partial(sleep, tmp_path),
        "a": partial(str, "a"),
        "large": waste,
        "b": partial(str, "b"),
    }
    limits = Limits(seconds=3, memory=2 << 30)
    assert results(jobs, number, limits) == {
        "a": "a",
        "b": "b",
        "slow": "failed: it took longer than 3 seconds",
        "large": "failed: it needs more than 2 GB of memory",
    }
    # The program that the job had started has been killed with it.
    (pid,) = (path.name for path in tmp_path.iterdir())
    assert wait_until(lambda: not is_running(pid))


@ON_LINUX
def test_a_result_that_takes_too_much_memory_to_send_has_failed() -> None:
    jobs: dict[str, Callable[[], bytes]] = {
        "large": partial(bytes, 150_000_000),
        "a": partial(bytes, b"a"),
    }
    assert results(jobs, 1, Limits(memory=200_000_000)) == {
        "a": b"a",
        "large": "failed: it needs more than 0.19 GB of memory",
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


def litter() -> str:
    tempfile.mkdtemp(prefix="weasyprint-")
    return os.environ["TMPDIR"]


def fail_with_litter() -> str:
    litter()
    raise TemplateError("templates/member/briefing.html:3: no such thing")


@ON_LINUX
def test_nothing_temporary_stays_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))

    (folder,) = results({"a": litter}, 1).values()
    assert Path(str(folder)).parent == tmp_path
    jobs: dict[str, Callable[[], str]] = {"a": litter, "b": partial(crash, signal.SIGKILL)}
    results(jobs, 2)
    with pytest.raises(TemplateError):
        results({"a": fail_with_litter}, 1)
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
    results({"a": partial(str, "a")}, 1)
    remaining = {"briefing-work-new", "somebody-elses"}
    (in_use,) = {path.name for path in tmp_path.iterdir() if not path.name.isdecimal()} - remaining
    assert in_use.startswith("briefing-work-")
    killed.kill()
    killed.wait()
    workers = [path.name for path in tmp_path.glob("[0-9]*")]
    assert wait_until(lambda: not any(map(is_running, workers)))
    results({"a": partial(str, "a")}, 1)
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


def mistaken() -> None:
    raise TemplateError("templates/member/briefing.html:3: no such thing")


def odd() -> None:
    raise Odd(1, 2)


@pytest.mark.parametrize("number", [1, 2])
def test_what_a_job_raises_is_raised(number: int) -> None:
    with pytest.raises(TemplateError, match="no such thing"):
        results({"a": mistaken, "b": mistaken}, number)
    with pytest.raises((Odd, RuntimeError), match="1 and 2"):
        results({"a": odd, "b": odd}, number)


def test_a_job_that_cannot_be_sent_fails_and_the_worker_does_others() -> None:
    with Workers(1) as pool:
        first, unsendable = pool.submit(str, "a"), pool.submit(lambda: "b")
        last = pool.submit(str, "c")
        assert (first.result(), last.result()) == ("a", "c")
        with pytest.raises((AttributeError, pickle.PicklingError)):
            unsendable.result()


def test_jobs_that_have_not_begun_are_cancelled_at_the_end() -> None:
    with Workers(1) as pool:
        futures = [pool.submit(time.sleep, 60) for _ in range(3)]
    assert all(future.done() for future in futures)
    assert futures[-1].cancelled() or isinstance(futures[-1].exception(), JobFailed)


def test_systems_that_cannot_copy_a_process_start_new_ones(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(workers, "_IS_LINUX", False)
    jobs: dict[str, Callable[[], int]] = {
        "a": partial(int, "1"),
        "b": partial(int, "2"),
        "exit": partial(os._exit, 1),
    }
    assert results(jobs, 2) == {
        "a": 1,
        "b": 2,
        "exit": "failed: its process stopped unexpectedly",
    }


_SLOW = """
import os, time
from pathlib import Path
from briefing.workers import Workers

def slow():
    Path(str(os.getpid())).touch()
    time.sleep(60)

with Workers(3) as workers:
    for future in [workers.submit(slow) for _ in range(6)]:
        future.result()
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
    with Workers(1) as pool:
        environment = pool.submit(lambda: dict(os.environ)).result()
    assert "PATH" in environment and "hunter2" not in environment.values()

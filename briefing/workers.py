"""Jobs that run in several processes at once, with limits on time and memory.

A job that takes too long, needs too much memory or crashes fails, and the other jobs continue.
"""

import os
import pickle
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from briefing.environment import without_secrets
from briefing.garbage_collection import gc_frozen
from briefing.temporary import temporary_folder

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

T = TypeVar("T")

_MAX_WORKERS = 4
"""The maximum number of workers. Each holds a document, and a long one takes a gigabyte."""
_LEAST_MEMORY = 1 << 30
"""The memory that a long document needs, however small the machine is. In bytes."""
_PATIENCE = 5
"""How long a worker has to exit after it has closed its connection, in seconds."""
_PR_SET_PDEATHSIG = 1
"""The Linux option that signals a process when its parent dies, even by `kill -9`: prctl(2)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits for each job: `seconds`, and `memory` in bytes (default: half the machine's)."""

    seconds: float = 600
    memory: int | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """The reason a job failed, such as "it took longer than 10 minutes"."""

    reason: str


def processors() -> int:
    """Return how many jobs this machine can do at once, or 1 if it cannot fork safely."""
    return len(os.sched_getaffinity(0)) if _can_fork() else 1


def _can_fork() -> bool:
    return sys.platform == "linux"


@dataclass(slots=True)
class _Task:
    """The current job of a worker."""

    worker: "ForkProcess"
    name: str
    deadline: float


class Workers(Generic[T]):
    """Up to `number` forked processes that do named `jobs`.

    If the system cannot fork safely, this process does the jobs, without limits.
    """

    def __init__(
        self, jobs: Mapping[str, Callable[[], T]], number: int, limits: Limits | None = None
    ) -> None:
        self._jobs = jobs
        self._number = max(1, min(number, len(jobs), _MAX_WORKERS))
        self._limits = limits or Limits()
        self._memory = self._limits.memory or max(_LEAST_MEMORY, _memory_of_machine() // 2)
        self._busy: dict[Connection, _Task] = {}
        self._idle: list[tuple[Connection, ForkProcess]] = []
        self._closing = ExitStack()

    def __enter__(self) -> Self:
        self._closing.enter_context(temporary_folder())
        self._closing.enter_context(gc_frozen())
        return self

    def __exit__(self, *error: object) -> None:
        busy = [task.worker for task in self._busy.values()]
        idle = [worker for _, worker in self._idle]
        for worker in busy + idle:
            _kill(worker)
        self._closing.close()

    def results(self, begin: Callable[[str], None]) -> Iterator[tuple[str, T | Failure]]:
        """Yield each job's name and result when it ends. Call `begin` when a job starts.

        Raises:
            Exception: an exception that a job raises.
        """
        # The usual formats are ordered from fast to slow, so start from the end.
        waiting = list(self._jobs)
        while waiting or self._busy:
            while waiting and len(self._busy) < self._number and self._assign(waiting[-1]):
                begin(waiting.pop())
            if self._busy:
                yield from self._ended()
            else:
                name = waiting.pop(0)
                begin(name)
                yield name, self._jobs[name]()

    def _assign(self, name: str) -> bool:
        """Start a job in a worker, if one is free or can be started. Return whether it did."""
        if not self._idle and not self._start():
            return False
        line, worker = self._idle.pop()
        self._busy[line] = _Task(worker, name, time.monotonic() + self._limits.seconds)
        with suppress(OSError):  # If the worker has exited, reading its result will show this.
            line.send(name)
        return True

    def _start(self) -> bool:
        if not _can_fork():
            return False
        from multiprocessing import get_context

        system = get_context("fork")
        ours, theirs = system.Pipe()
        arguments = (self._jobs, theirs, os.getpid(), self._memory)
        worker = system.Process(target=_work, args=arguments, daemon=True)
        try:
            worker.start()
        except OSError:
            return False
        theirs.close()
        self._idle.append((ours, worker))
        return True

    def _ended(self) -> Iterator[tuple[str, T | Failure]]:
        """Wait for jobs to end, and yield their names and results."""
        from multiprocessing.connection import wait

        soonest = min(task.deadline for task in self._busy.values())
        ready: list[Any] = wait(list(self._busy), max(0, soonest - time.monotonic()))
        for line in ready:
            task = self._busy.pop(line)
            try:
                result, error = line.recv()
            except (EOFError, OSError):
                task.worker.join(_PATIENCE)
                _kill(task.worker)
                yield task.name, Failure(_how_it_ended(task.worker.exitcode))
                continue
            self._idle.append((line, task.worker))
            if isinstance(error, MemoryError):
                yield task.name, Failure(f"it needs more than {_gigabytes(self._memory)} of memory")
            elif error:
                raise error
            else:
                yield task.name, result
        now = time.monotonic()
        for line in [line for line, task in self._busy.items() if task.deadline <= now]:
            task = self._busy.pop(line)
            _kill(task.worker)
            yield task.name, Failure(f"it took longer than {_length(self._limits.seconds)}")


def _kill(worker: "ForkProcess") -> None:
    """Kill a worker and any programs that it has started."""
    if worker.pid:
        with suppress(OSError):
            os.killpg(worker.pid, signal.SIGKILL)
    worker.kill()
    worker.join()


def _how_it_ended(status: int | None) -> str:
    """Describe how a worker that returned no result ended."""
    if status == -signal.SIGKILL:
        return "the system stopped it, perhaps because memory ran out"
    if status is not None and status < 0:
        crash = f"its process crashed ({signal.Signals(-status).name})"
        # Libraries in C++ abort when they get no memory.
        return f"{crash}, perhaps because memory ran out" if status == -signal.SIGABRT else crash
    return "its process stopped unexpectedly"


def _gigabytes(number: int) -> str:
    return f"{number / (1 << 30):.2f}".rstrip("0").rstrip(".") + " GB"


def _length(seconds: float) -> str:
    number, unit = (seconds / 60, "minute") if seconds >= 60 else (seconds, "second")
    return f"{number:g} {unit}{'' if number == 1 else 's'}"


def _memory_of_machine() -> int:
    """Return the memory of this machine, or the limit of its container, in bytes."""
    if not _can_fork():
        return 0
    limits = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    for path in ("memory.max", "memory/memory.limit_in_bytes"):
        with suppress(OSError, ValueError):
            limits.append(int(Path("/sys/fs/cgroup", path).read_text()))
    return min(limits)


def _memory_in_use() -> int:
    """Return the bytes of this process that already count towards the limit: proc(5), statm."""
    pages = int(Path("/proc/self/statm").read_text().split()[5])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _work(
    jobs: Mapping[str, Callable[[], object]], line: "Connection", parent: int, memory: int
) -> None:
    """Do the `jobs` requested over the `line`, for as long as the process `parent` is alive."""
    import resource
    from ctypes import CDLL

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    # Its own process group allows it to be killed together with the programs that it starts, which
    # share its limit.
    os.setpgid(0, 0)
    environment = without_secrets(TMPDIR=tempfile.gettempdir())
    os.environ.clear()
    os.environ.update(environment)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    # Python itself fails in odd ways if the limit is below the memory that it already uses.
    limit = _memory_in_use() + memory
    lower = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (lower, hard))
    while os.getppid() == parent:
        name = line.recv()
        try:
            message = pickle.dumps((jobs[name](), None))
        except Exception as error:
            message = pickle.dumps((None, _picklable(error)))
        line.send_bytes(message)


def _picklable(error: Exception) -> Exception:
    """Return `error` in a form that can be sent. Its traceback, which would be lost, is kept."""
    # If there is no memory for an exception, Python complains that there is none to raise.
    if isinstance(error, MemoryError | SystemError):
        return MemoryError()
    error.add_note(traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error

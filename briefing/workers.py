"""Processes that do jobs, with limits on time and memory: an executor of `concurrent.futures`.

A job that takes too long, needs too much memory or crashes fails, and the other jobs continue.
"""

import os
import pickle
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from concurrent.futures import Executor, Future
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from briefing.environment import without_secrets
from briefing.garbage_collection import gc_frozen
from briefing.signals import deferred_signals
from briefing.temporary import temporary_folder

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

P = ParamSpec("P")
T = TypeVar("T")

MEMORY_OF_A_JOB = 1 << 30
"""The memory to have for each job that is done at the same time, which few PDFs exceed. In bytes.

However small the machine is, a job can use this much."""
_PATIENCE = 5
"""How long a worker has to start, or to exit after it has closed its connection, in seconds."""
_PR_SET_PDEATHSIG = 1
"""The Linux option that signals a process when its parent dies, even by `kill -9`: prctl(2)."""
_PROCESSES = Lock()
"""Held to start or end a process, because Python checks all processes when it starts one.

If it did both at once in two threads, it could lose the exit status of a process."""
_IS_LINUX = sys.platform == "linux"


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits for each job: `seconds`, and `memory` in bytes (default: half the machine's).

    Only Linux can limit memory.
    """

    seconds: float = 600
    memory: int | None = None


class JobFailed(Exception):
    """A job did not end with a result. The message gives the reason.

    For example: "it took longer than 10 minutes".
    """


def processors() -> int:
    """Return the number of processors that this process can use."""
    return len(os.sched_getaffinity(0)) if _IS_LINUX else os.cpu_count() or 1


def usual_number() -> int:
    """Return how many jobs this machine should do at once: one for each processor.

    The number is lower if there is not enough memory for this.
    """
    return max(1, min(processors(), _memory_of_machine() // MEMORY_OF_A_JOB or processors()))


class Workers(Executor):
    """Up to `number` processes that do the jobs submitted.

    A job and its result must be picklable. On Linux, a worker is a copy of this process, so it has
    the libraries that this process has loaded, and starts at once. If the system allows no further
    process, this one does the jobs, without limits.

    A worker has a pipe of its own, so that the others are not affected if it is killed while it
    sends a result.
    """

    def __init__(self, number: int, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._memory = self._limits.memory or max(MEMORY_OF_A_JOB, _memory_of_machine() // 2)
        self._number = max(1, number)
        self._waiting: SimpleQueue[_Job | None] = SimpleQueue()
        self._workers: list[_Worker] = []
        self._threads: list[Thread] = []
        self._lock = Lock()
        self._is_closed = False
        self._closing = ExitStack()
        self._closing.enter_context(temporary_folder())
        self._closing.enter_context(gc_frozen())

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Do a job in a worker, and return its future.

        The future raises JobFailed if the job exceeds a limit or crashes, and any exception that
        the job raises.
        """
        job = _Job(Future(), partial(fn, *args, **kwargs))
        if len(self._threads) < self._number:
            try:
                self._start(job)
            except OSError:
                if not self._threads:
                    job.do_here()
                    return job.future
            else:
                return job.future
        self._waiting.put(job)
        return job.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the workers, including those that are busy. Jobs that wait are cancelled."""
        with self._lock:
            self._is_closed = True
            for worker in self._workers:
                worker.kill()
        for _ in self._threads:
            self._waiting.put(None)
        for thread in self._threads:
            thread.join()
        while not self._waiting.empty():
            if job := self._waiting.get():
                job.future.cancel()
        self._closing.close()

    def __exit__(self, *error: object) -> None:
        self.shutdown()

    def _start(self, job: "_Job") -> None:
        # Python ignores an exception that a signal raises while a process is being copied, so the
        # signal would be lost. A process that has just started would not be stopped either.
        with deferred_signals(_PATIENCE):
            worker = self._new_worker(job)
            thread = Thread(target=self._serve, args=(worker, job), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _new_worker(self, job: "_Job") -> "_Worker":
        with self._lock:
            if self._is_closed:
                raise OSError("there are no new jobs")
            self._workers.append(worker := _Worker(self._memory, job))
        return worker

    def _serve(self, worker: "_Worker", first: "_Job") -> None:
        """Wait for the result of the `first` job, then give others to the worker.

        A worker that has ended is replaced.
        """
        job: _Job | None = first
        while job:
            if job.future.set_running_or_notify_cancel():
                try:
                    if job is not first:
                        worker = self._given(worker, job)
                    result = worker.result(self._limits.seconds)
                except BaseException as error:
                    job.future.set_exception(error)
                else:
                    job.future.set_result(result)
            job = self._waiting.get()

    def _given(self, worker: "_Worker", job: "_Job") -> "_Worker":
        """Give a job to a worker, or to a new one if it has ended. Return the one that has it."""
        if worker.is_alive:
            worker.send(job)
            return worker
        try:
            return self._new_worker(job)
        except OSError as error:
            raise JobFailed(f"no process could be started for it: {error}") from None


@dataclass(frozen=True, slots=True)
class _Job:
    """A function to call, and the future of its result."""

    future: "Future[Any]"
    call: Callable[[], Any]

    def do_here(self) -> None:
        self.future.set_running_or_notify_cancel()
        try:
            self.future.set_result(self.call())
        except Exception as error:
            self.future.set_exception(error)


class _Worker:
    """A process that has started a job, and the pipe to it.

    Raises:
        OSError: the system allows no further process.
    """

    def __init__(self, memory: int, job: _Job) -> None:
        from multiprocessing import get_context

        system: Any = get_context("fork" if _IS_LINUX else "spawn")
        self._memory = memory
        self._line, theirs = system.Pipe()
        # A copy of this process already has the job, however large it is.
        arguments = (theirs, os.getpid(), memory, job.call)
        self._process: BaseProcess = system.Process(target=_work, args=arguments, daemon=True)
        with _PROCESSES:
            self._process.start()
        theirs.close()
        self.is_alive = True

    def send(self, job: _Job) -> None:
        """Send a job to the process."""
        message = pickle.dumps(job.call)
        with suppress(OSError):  # If the process has ended, reading its result will show this.
            self._line.send_bytes(message)

    def result(self, seconds: float) -> Any:
        """Return the result of the current job.

        Raises:
            JobFailed: it takes longer than so many seconds, needs too much memory or crashes.
            Exception: the job raises it.
        """
        try:
            if not self._line.poll(seconds):
                self.kill()
                raise JobFailed(f"it took longer than {_length(seconds)}")
            result, error = pickle.loads(self._line.recv_bytes())
        except (EOFError, OSError):
            self._wait()
            self.kill()
            raise JobFailed(_how_it_ended(self._process.exitcode)) from None
        if isinstance(error, MemoryError):
            raise JobFailed(f"it needs more than {_gigabytes(self._memory)} of memory")
        if error:
            raise error
        return result

    def _wait(self) -> None:
        """Give the process some time to exit by itself."""
        from multiprocessing.connection import wait

        wait([self._process.sentinel], _PATIENCE)

    def kill(self) -> None:
        """Kill the process and any programs that it has started."""
        self.is_alive = False
        with _PROCESSES:
            if self._process.pid and hasattr(os, "killpg"):
                with suppress(OSError):
                    os.killpg(self._process.pid, signal.SIGKILL)
            self._process.kill()
            self._process.join()


def _how_it_ended(status: int | None) -> str:
    """Describe how a worker that returned no result ended."""
    if status is not None and hasattr(signal, "SIGKILL") and status == -signal.SIGKILL:
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
    """Return the memory of this machine, or the limit of its container, in bytes.

    It is 0 if the system does not say.
    """
    try:
        limits = [os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")]
    except (AttributeError, OSError, ValueError):
        return 0
    for path in ("memory.max", "memory/memory.limit_in_bytes"):
        with suppress(OSError, ValueError):
            limits.append(int(Path("/sys/fs/cgroup", path).read_text()))
    return min(limits)


def _memory_in_use() -> int:
    """Return the bytes of this process that already count towards the limit: proc(5), statm."""
    pages = int(Path("/proc/self/statm").read_text().split()[5])
    return pages * os.sysconf("SC_PAGE_SIZE")


def _work(line: "Connection", parent: int, memory: int, job: Callable[[], object]) -> None:
    """Do this `job` and those that come over the `line`, while the process `parent` is alive."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for name in ("SIGTERM", "SIGHUP", "SIGALRM"):
        number = getattr(signal, name, None)
        # A process that was started with `nohup` must keep running.
        if number and signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, signal.SIG_DFL)
    if hasattr(os, "setpgid"):
        # Its own process group allows it to be killed together with the programs that it starts,
        # which share its limit.
        os.setpgid(0, 0)
    environment = without_secrets(TMPDIR=tempfile.gettempdir())
    os.environ.clear()
    os.environ.update(environment)
    if _IS_LINUX:
        _limit(memory)
    while os.getppid() == parent:
        try:
            result = pickle.dumps((job(), None))
        except Exception as error:
            result = pickle.dumps((None, _picklable(error)))
        line.send_bytes(result)
        try:
            job = pickle.loads(line.recv_bytes())
        except EOFError:
            return


def _limit(memory: int) -> None:
    """Limit the memory of this process, and end it when its parent dies."""
    import resource
    from ctypes import CDLL

    CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    # Python itself fails in odd ways if the limit is below the memory that it already uses.
    limit = _memory_in_use() + memory
    lower = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (lower, hard))


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

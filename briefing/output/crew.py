"""Several jobs at once, each done by a copy of this process, where the system can make one."""

import gc
import os
import pickle
import signal
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

T = TypeVar("T")

_MOST = 4
"""Hands. Each has a document in its memory, and a long one takes a gigabyte."""
_PR_SET_PDEATHSIG = 1
"""By this Linux sends a signal to a process whose owner dies, even of `kill -9`: prctl(2)."""


def processors() -> int:
    """How many jobs this machine can do at once; 1 where a process cannot be copied safely."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1


class Crew(Generic[T]):
    """So many `hands`, copies of this process that do `jobs`, each job known by its name.

    What they leave undone, because the system ends one or has no room for it, is done without them.
    """

    def __init__(self, jobs: Mapping[str, Callable[[], T]], hands: int) -> None:
        self._jobs = jobs
        self._wanted = min(hands, len(jobs), _MOST)
        self._hands: dict[Connection, ForkProcess] = {}

    def __enter__(self) -> Self:
        if self._wanted < 2:
            return self
        from multiprocessing import get_context

        system = get_context("fork")
        # To look for rubbish would touch, and so copy, all that the processes share.
        gc.freeze()
        for _ in range(self._wanted):
            ours, theirs = system.Pipe()
            hand = system.Process(target=_work, args=(self._jobs, theirs, os.getpid()), daemon=True)
            try:
                hand.start()
            except OSError:
                break
            theirs.close()
            self._hands[ours] = hand
        return self

    def __exit__(self, *error: object) -> None:
        for hand in self._hands.values():
            hand.kill()
            hand.join()
        gc.unfreeze()

    def results(self, begin: Callable[[str], None]) -> Iterator[tuple[str, T]]:
        """Each job's name with what it gives, as it is done; `begin` is told which is begun.

        Raises:
            Exception: what a job raises.
        """
        undone = dict(self._jobs)
        for name, given in self._results_of_hands(begin):
            del undone[name]
            yield name, given
        for name, job in undone.items():
            begin(name)
            yield name, job()

    def _results_of_hands(self, begin: Callable[[str], None]) -> Iterator[tuple[str, T]]:
        if not self._hands:
            return
        from multiprocessing.connection import wait

        # Formats come in the order of the time that they take, so that the last is begun first.
        waiting = list(self._jobs)
        busy: set[Any] = set()

        def hand_out(line: "Connection") -> None:
            if waiting:
                begin(waiting[-1])
                with suppress(OSError):
                    line.send(waiting.pop())
                    busy.add(line)

        for line in self._hands:
            hand_out(line)
        while busy:
            ready: list[Any] = wait(busy)
            for line in ready:
                busy.remove(line)
                try:
                    name, given, error = line.recv()
                except (EOFError, OSError):
                    continue
                if error:
                    raise error
                hand_out(line)
                yield name, given


def _work(jobs: Mapping[str, Callable[[], object]], line: "Connection", owner: int) -> None:
    """Do the `jobs` that are asked for over the `line`, as long as the process `owner` lives."""
    from ctypes import CDLL

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    while os.getppid() == owner:
        name = line.recv()
        given, fault = None, None
        try:
            given = jobs[name]()
        except Exception as error:
            fault = _sent(error)
        line.send((name, given, fault))


def _sent(error: Exception) -> Exception:
    """`error` as it can be sent, with its traceback, which would stay behind."""
    error.add_note(traceback.format_exc())
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error

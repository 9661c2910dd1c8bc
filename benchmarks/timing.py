"""Timing of whole processes against each other, so that results can be compared across machines."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

_UNIT = 1 if sys.platform == "darwin" else 1024
"""The bytes in a unit of `ru_maxrss`, which is in kilobytes except on macOS."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result of comparing one command with another: a ratio of times, and the medians.

    `seconds` and `other_seconds` are for a whole process, or for opening a page. `memory` is the
    peak memory of the process, in bytes.
    """

    ratio: float
    seconds: float
    other_seconds: float
    memory: int = 0


def run(command: Sequence[str]) -> tuple[float, int]:
    """Run `command`. Return its seconds from start to end, and its peak memory in bytes.

    Raises:
        subprocess.CalledProcessError: it failed.
    """
    # As when installed: with compiled modules, which the warm-up run leaves in place.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
    )
    assert process.stderr is not None
    errors = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stderr.close()
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, stderr=errors.decode())
    return seconds, usage.ru_maxrss * _UNIT


def compare(command: Sequence[str], other: Sequence[str], times: int) -> Comparison:
    """Run two commands in turn, after one warm-up, so that other load affects both equally.

    The ratio is the median of the ratios of the pairs.
    """
    pairs = [(run(command), run(other)) for _ in range(times + 1)][1:]
    return Comparison(
        median(mine / theirs for (mine, _), (theirs, _) in pairs),
        median(mine for (mine, _), _ in pairs),
        median(theirs for _, (theirs, _) in pairs),
        max(memory for (_, memory), _ in pairs),
    )

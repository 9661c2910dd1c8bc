"""Being told to stop, by a signal: in order, and not in the middle of what must not be torn."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


def stop_in_order() -> None:
    """Whoever is told to stop from now on cleans up, like one that fails."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))


@contextmanager
def finished_first() -> Iterator[None]:
    """What is done within is done to its end, and only then is it heard that it is to stop."""
    told: list[int] = []

    def later(number: int, frame: FrameType | None) -> None:
        told.append(number)

    before = {it: signal.signal(it, later) for it in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if told:
            signal.raise_signal(told[0])

"""Being told to stop, by a signal: in order, and not in the middle of what must not be torn."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_STOPS = [getattr(signal, it) for it in ("SIGTERM", "SIGHUP") if hasattr(signal, it)]
"""What tells a process to stop; the second when its terminal is closed."""


def stop_in_order() -> None:
    """Whoever is told to stop from now on cleans up, like one that fails."""
    for number in _STOPS:
        # Who started it with `nohup` wants it to go on.
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda number, frame: sys.exit(128 + number))


@contextmanager
def finished_first(patience: int) -> Iterator[None]:
    """What is done within is done to its end, and only then is it heard that it is to stop.

    It has so many seconds for that, where the system can tell us when they are over. Whoever says a
    second time that it is to stop is heard at once.
    """
    told: list[int] = []
    signals: list[int] = [signal.SIGINT, *_STOPS]
    if hasattr(signal, "SIGALRM"):
        signals.append(signal.SIGALRM)

    def later(number: int, frame: FrameType | None) -> None:
        told.append(number)
        if len(told) > 1:
            stop()
        elif hasattr(signal, "alarm"):
            signal.alarm(patience)

    def stop() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)
        first, told[:] = told[:1], []
        for number in first:
            signal.raise_signal(number)

    before = {it: signal.signal(it, later) for it in signals}
    try:
        yield
    finally:
        if hasattr(signal, "alarm"):
            signal.alarm(0)
        stop()

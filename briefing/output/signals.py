"""Orderly stops after a signal, without interrupting steps that must be completed."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_STOPS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""The signals that ask a process to stop; the second, if its terminal is closed."""


def exit_on_sigterm() -> None:
    """Make signals to stop end the process like an error, so that it cleans up."""
    for number in _STOPS:
        # A process that was started with `nohup` must go on.
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda number, frame: sys.exit(128 + number))


@contextmanager
def deferred_signals(patience: int) -> Iterator[None]:
    """Delay signals to stop until the work in this context is done.

    After `patience` seconds, if the system has alarms, or at a second signal, the process stops at
    once.
    """
    received: list[int] = []
    signals: list[int] = [signal.SIGINT, *_STOPS]
    if hasattr(signal, "SIGALRM"):
        signals.append(signal.SIGALRM)

    def later(number: int, frame: FrameType | None) -> None:
        received.append(number)
        if len(received) > 1:
            stop()
        elif hasattr(signal, "alarm"):
            signal.alarm(patience)

    def stop() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)
        first, received[:] = received[:1], []
        for number in first:
            signal.raise_signal(number)

    before = {number: signal.signal(number, later) for number in signals}
    try:
        yield
    finally:
        if hasattr(signal, "alarm"):
            signal.alarm(0)
        stop()

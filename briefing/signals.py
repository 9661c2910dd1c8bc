"""Orderly shutdown after a signal, without interrupting essential steps."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread
from types import FrameType

_STOPS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""The signals that ask a process to stop. The second is sent when its terminal is closed."""


def exit_on_sigterm() -> None:
    """Make stop signals end the process by raising an exception, so that it cleans up."""
    for number in _STOPS:
        # A process that was started with `nohup` must keep running.
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda number, frame: sys.exit(128 + number))


@contextmanager
def deferred_signals(patience: int) -> Iterator[None]:
    """Delay stop signals until the work in this context is finished.

    The process stops immediately at a second signal, or after `patience` seconds if the system
    supports alarms. Python handles signals in the main thread only, so other threads need no delay.
    """
    if current_thread() is not main_thread():
        yield
        return
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

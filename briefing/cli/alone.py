"""One run at a time in a folder."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from briefing.cli.console import echo
from briefing.cli.making import NotDone

_LOCK = ".briefing.lock"
_PATIENCE = 60
"""Seconds."""


@contextmanager
def alone(folder: Path, *, quiet: bool) -> Iterator[None]:
    """Wait until no other run is at work in `folder`, and keep it for this one.

    The system gives it back when a run ends, however that is.

    Raises:
        NotDone: the other one does not end in a minute, or the folder cannot be written to.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(folder / _LOCK)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            if not quiet:
                echo(f"Waiting for another run that is at work in {folder}.", err=True)
            lock.acquire(timeout=_PATIENCE)
    except Timeout:
        message = f"another run is at work in {folder}, and has not ended in {_PATIENCE} seconds"
        raise NotDone(f"{message}.\nNothing was done. Try again when it has ended.") from None
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror}"
        raise NotDone(f"{message}.\nNothing was written.") from None
    try:
        yield
    finally:
        lock.release()

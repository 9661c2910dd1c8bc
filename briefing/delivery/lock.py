"""A lock that allows only one run at a time in a folder."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

NAME = ".briefing.lock"
_PATIENCE = 60
"""How long to wait, in seconds."""


class LockError(Exception):
    """Another run has not ended, or the folder cannot be written to. The message says which."""


@contextmanager
def lock(folder: Path, waiting: Callable[[str], None]) -> Iterator[None]:
    """Wait until no other run is using `folder`, then lock it for this run.

    If it has to wait, it calls `waiting` with a message. The operating system releases the lock
    when the run ends, even if it is killed.

    Raises:
        LockError: the other run does not end within a minute, or the folder cannot be written to.
    """
    from filelock import FileLock, Timeout

    held = FileLock(folder / NAME)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        try:
            held.acquire(timeout=0)
        except Timeout:
            waiting(f"Waiting for another run in {folder} to finish.")
            held.acquire(timeout=_PATIENCE)
    except Timeout:
        message = f"another run in {folder} has not finished after {_PATIENCE} seconds"
        raise LockError(f"{message}.\nNothing was done. Try again when it has finished.") from None
    except OSError as error:
        message = f"{folder} cannot be written: {error.strerror}"
        raise LockError(f"{message}.\nNothing was written.") from None
    try:
        yield
    finally:
        held.release()

"""A temporary folder for this process and its libraries, so that they leave no files behind."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # On Windows, only a folder's age shows that it is not in use.
    _CAN_LOCK = False
else:
    _CAN_LOCK = True

_PREFIX = "briefing-work-"
_STALE = 24 * 60 * 60
"""In seconds. No build takes this long."""


@contextmanager
def temporary_folder() -> Iterator[None]:
    """Put all temporary files in a folder that is deleted at the end.

    The folders of runs that were killed are removed too. A folder in use is locked. The operating
    system releases the lock when the run and its workers have ended, even if they are killed.
    """
    before = tempfile.tempdir
    parent = Path(tempfile.gettempdir())
    _sweep(parent)
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
    lock = _locked(folder)
    # Only a folder with files in it can be mistaken for an abandoned one, so lock it first.
    (folder / "in-use").touch()
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)
        if lock is not None:
            os.close(lock)


def _locked(folder: Path) -> int | None:
    """Lock a folder. Return None if it is in use, or if the system does not support locks."""
    if not _CAN_LOCK:
        return None
    file = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(file)
        return None
    return file


def _sweep(parent: Path) -> None:
    for folder in parent.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            status = folder.lstat()
            if hasattr(os, "getuid") and status.st_uid != os.getuid():
                continue
            lock = _locked(folder)
            is_old = status.st_mtime < time.time() - _STALE
            if is_old or (lock is not None and any(folder.iterdir())):
                shutil.rmtree(folder)
            if lock is not None:
                os.close(lock)

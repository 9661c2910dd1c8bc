"""A temporary folder of our own, so that nothing of ours or of a library's stays behind."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "briefing-work-"
_STALE = 24 * 60 * 60
"""Seconds. No build takes so long."""


@contextmanager
def temporary_folder() -> Iterator[None]:
    """Let all that is temporary go to a folder that is removed at the end.

    What runs left behind that were killed outright is removed as well.
    """
    before = tempfile.tempdir
    around = Path(tempfile.gettempdir())
    _sweep(around)
    folder = tempfile.mkdtemp(prefix=_PREFIX, dir=around)
    tempfile.tempdir = folder
    try:
        yield
    finally:
        tempfile.tempdir = before
        shutil.rmtree(folder, ignore_errors=True)


def _sweep(around: Path) -> None:
    for left in around.glob(f"{_PREFIX}*"):
        with suppress(OSError):
            found = left.lstat()
            is_ours = not hasattr(os, "getuid") or found.st_uid == os.getuid()
            if is_ours and found.st_mtime < time.time() - _STALE:
                shutil.rmtree(left)

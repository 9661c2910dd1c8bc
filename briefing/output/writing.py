"""The one place that writes to disk: all files of a build, or none."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

_STAGING = ".briefing-"
_STALE = 24 * 60 * 60
"""Seconds."""


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put `files`, content by name, into `folder`, each replacing an older one in one step.

    Everything is first written beside `folder`'s files and brought to disk, so that a full disk or
    a killed process leaves what was there.

    Raises:
        OSError: the folder cannot be made, or the files cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob(f"{_STAGING}*"):
        # A build that was killed outright could not clean up; one that still runs is younger.
        if left.stat().st_mtime < time.time() - _STALE:
            shutil.rmtree(left, ignore_errors=True)
    with _staging(folder) as staging:
        for name, content in files.items():
            (staging / name).parent.mkdir(parents=True, exist_ok=True)
            with open(staging / name, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        for name in files:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(staging / name, folder / name)


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)

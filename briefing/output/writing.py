"""The one place that writes to disk: all files of a build, or none."""

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

_STAGING = ".briefing-"
_STALE = 24 * 60 * 60
"""Seconds."""


class NotWritten(OSError):
    """A build that could not be written; `filename` is the folder or the file that was at fault."""

    def __str__(self) -> str:
        """A sentence for the user."""
        return f"{self.filename} cannot be written: {self.strerror}."


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Put `files`, content by name, into `folder`, each replacing an older one in one step.

    Everything is first written to a hidden folder within `folder` and brought to disk, so that a
    full disk or a killed process leaves what was there. When a file cannot be replaced, as on
    Windows while another program has it open, those that have been replaced are put back.

    Raises:
        NotWritten: `folder` or one of the files cannot be written.
    """
    with ExitStack() as staged, ExitStack() as undo:
        with blaming(folder):
            folder.mkdir(parents=True, exist_ok=True)
            _sweep(folder)
            new, old = staged.enter_context(_staging(folder))
            for name, content in files.items():
                with open(new / name, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
        before = [name for name in files if os.path.lexists(folder / name)]
        for name in before:
            with blaming(folder / name):
                shutil.copy2(folder / name, old / name, follow_symlinks=False)
        for name in files:
            with blaming(folder / name):
                os.replace(new / name, folder / name)
            if name in before:
                undo.callback(os.replace, old / name, folder / name)
            else:
                undo.callback(os.unlink, folder / name)
        undo.pop_all()


def write_file(path: Path, content: bytes) -> None:
    """Put `content` into the file `path`, which the user has named, in one step.

    A link stays one, and what it leads to is replaced. What is no file, as a device or a pipe, or
    what is printed to already, is written to: nobody wants to lose /dev/null, or a log.

    Raises:
        NotWritten: it cannot be written.
    """
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    if (path.exists() and not path.is_file()) or _is_printed_to(path):
        with blaming(path), open(path, "ab") as file:
            file.write(content)
    else:
        write(target.parent, {target.name: content})


def _is_printed_to(path: Path) -> bool:
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            if os.path.samestat(path.stat(), os.fstat(stream.fileno())):
                return True
    return False


@contextmanager
def blaming(path: Path) -> Iterator[None]:
    """Let an error within name `path`, which the user knows, and not a hidden folder.

    Raises:
        NotWritten: there was one.
    """
    try:
        yield
    except OSError as error:
        raise NotWritten(error.errno, error.strerror or str(error), str(path)) from None


@contextmanager
def _staging(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Two hidden folders on the same disk, for what is new and what was there."""
    staging = Path(tempfile.mkdtemp(prefix=_STAGING, dir=folder))
    try:
        new, old = staging / "new", staging / "old"
        new.mkdir()
        old.mkdir()
        yield new, old
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _sweep(folder: Path) -> None:
    """Remove what builds left behind that were killed outright; one that still runs is younger."""
    for left in folder.glob(f"{_STAGING}*"):
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - _STALE:
                shutil.rmtree(left)

"""Replace files in a single step, so that they are never half written."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class FileChanged(Exception):
    """The file is no longer the one that was read."""


def replace_file(path: Path, old: bytes, new: bytes) -> None:
    """Replace the content `old` of a file that a person also edits with `new`, in a single step.

    The new file has the same permissions and, if possible, the same owner. A symbolic link is kept,
    and its target is replaced.

    Raises:
        FileChanged: the file does not contain `old`, so it is left as it is.
        OSError: the file cannot be read or written.
    """
    target = Path(os.path.realpath(path))
    status = target.stat()
    number, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    with _moved_to(target, Path(name)):
        write_synced(number, new)
        with suppress(OSError, AttributeError):
            os.chown(name, status.st_uid, status.st_gid)
        shutil.copymode(target, name)
        if target.read_bytes() != old:
            raise FileChanged(f"{path} has changed")


def write_whole(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Write a file in a single step, whether or not there is one with this name.

    A new file has the permissions in `mode` that the user's settings allow. A symbolic link with
    this name is replaced, and its target is left as it is.

    Raises:
        OSError: the file cannot be written.
    """
    staged = path.with_name(f".{path.name}-{os.getpid()}")
    with _moved_to(path, staged):
        # It may be left from a process that was killed, or be a link that a stranger has made.
        staged.unlink(missing_ok=True)
        write_synced(os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), content)


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only this user can read, in a single step.

    It is not flushed to disk, so it can be damaged if the power fails. Several threads and
    processes can write the same file at the same time.

    Raises:
        OSError: the file cannot be written.
    """
    number, name = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with open(number, "wb") as file:
            file.write(content)
        os.replace(name, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise


@contextmanager
def _moved_to(target: Path, staged: Path) -> Iterator[None]:
    """Move the file `staged` to `target` at the end, or remove it if there is an exception."""
    try:
        yield
        os.replace(staged, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(staged)
        raise
    sync_folder(target.parent)


def write_synced(file: Path | int, content: bytes) -> None:
    """Write a file, given by its path or its descriptor, and flush it to disk."""
    with open(file, "wb") as opened:
        opened.write(content)
        opened.flush()
        os.fsync(opened.fileno())


def sync_folder(folder: Path) -> None:
    """Flush the file names in a folder to disk, if the system supports it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

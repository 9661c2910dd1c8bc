"""Replace a file that a person also edits, only if it has not changed in the meantime."""

import os
import shutil
import tempfile
from contextlib import suppress
from pathlib import Path


class FileChanged(Exception):
    """The file is no longer the one that was read."""


def replace_file(path: Path, old: bytes, new: bytes) -> None:
    """Replace the content `old` of a file with `new`, in a single step.

    The new file has the same permissions and, if possible, the same owner. A symbolic link is kept,
    and its target is replaced.

    Raises:
        FileChanged: the file does not contain `old`, so it is left as it is.
        OSError: the file cannot be read or written.
    """
    target = Path(os.path.realpath(path))
    status = target.stat()
    number, name = tempfile.mkstemp(prefix=f".{target.name}-", dir=target.parent)
    try:
        with open(number, "wb") as file:
            file.write(new)
            file.flush()
            os.fsync(file.fileno())
        with suppress(OSError, AttributeError):
            os.chown(name, status.st_uid, status.st_gid)
        shutil.copymode(target, name)
        if target.read_bytes() != old:
            raise FileChanged(f"{path} has changed")
        os.replace(name, target)
    except BaseException:
        with suppress(OSError):
            os.unlink(name)
        raise
    sync_folder(target.parent)


def sync_folder(folder: Path) -> None:
    """Flush the file names in a folder to disk, if the system supports it."""
    with suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def write_whole(path: Path, content: bytes, mode: int = 0o666) -> None:
    """Write a file in a single step, whether or not there is one with this name.

    A new file has the permissions in `mode` that the user's settings allow. A symbolic link with
    this name is replaced, and its target is left as it is.

    Raises:
        OSError: the file cannot be written.
    """
    staged = path.with_name(f".{path.name}-{os.getpid()}")
    try:
        number = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with open(number, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(staged, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(staged)
        raise
    sync_folder(path.parent)

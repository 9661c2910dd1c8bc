"""The only module that writes documents to disk. It writes all files of a build, or none.

A build is written in four steps, so that the folder can be completed if a step is interrupted:

1. The new files are written to `.briefing-new`, a hidden folder in the output folder, and
   flushed to disk, as are the files that they replace.
2. `.briefing-new` is renamed to `.briefing-unfinished`. From that moment the build is complete.
3. Each new file is moved to its place, and files that are no longer wanted are removed.
4. `.briefing-unfinished` is removed.

If a build is killed before the second step, nothing of it is kept. If it is killed later, the next
run completes it. If there is no `.briefing-unfinished`, all files are therefore from one build.
"""

import json
import os
import shutil
import sys
import time
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from hashlib import sha256
from itertools import chain
from pathlib import Path

from briefing.replacing import sync_folder, write_synced

STAGED = ".briefing-new"
UNFINISHED = ".briefing-unfinished"
_STAGING = ".briefing-*"
_NAMES, _UNDO = "names.json", "undo.json"
"""The files that list the names of all files that change, of those that exist, and of those to
remove. If the second one exists, the build is being undone, because a file could not be moved."""
_LOCK = ".briefing.write.lock"
_PATIENCE = 60
"""How long a build waits for another one that is writing to the same folder, in seconds."""
_PAUSE = 0.02
"""Seconds between two attempts."""


class WriteError(OSError):
    """A build could not be written. `filename` is the folder or file that caused the error."""

    def __str__(self) -> str:
        """Return a sentence for the user."""
        return f"{self.filename} cannot be written: {self.strerror}."


def write(folder: Path, files: Mapping[str, bytes], removed: Collection[str] = ()) -> None:
    """Write either all or none of `files` to `folder`. The keys are file names.

    A name can start with the name of a subfolder, as in `north/member.html`.
    In the same step, the files whose names are in `removed` are removed. A file that has the same
    content already is left as it is.
    If the disk is full, or a file cannot be replaced (on Windows, because another program has it
    open), the folder stays as it was. An earlier build that was killed is completed first.

    Raises:
        WriteError: `folder` or one of the files cannot be written.
    """
    with ExitStack() as held:
        with errors_naming(folder):
            _make(folder)
            held.enter_context(_locked(folder))
            _recover(folder)
            changed = {
                name: content
                for name, content in files.items()
                if not has_file(folder / name, sha256(content).hexdigest())
            }
            gone = [name for name in removed if os.path.lexists(folder / name)]
            if not changed and not gone:
                return
            try:
                _stage(folder, changed, gone)
                _synced_rename(folder / STAGED, folder / UNFINISHED)
            except BaseException:
                shutil.rmtree(folder / STAGED, ignore_errors=True)
                raise
        _complete(folder)


def complete_killed(folder: Path) -> bool:
    """Complete any build in `folder` that was killed. Return False if there is none.

    Raises:
        WriteError: `folder` cannot be written.
    """
    if not _is_folder(folder / UNFINISHED):
        return False
    with errors_naming(folder), _locked(folder):
        # Another run may have been at work, rather than killed.
        is_there = _is_folder(folder / UNFINISHED)
        _recover(folder)
    return is_there


def has_file(path: Path, digest: str) -> bool:
    """Whether `path` is a file, not a link to one, whose content has the SHA-256 `digest`."""
    try:
        if path.is_symlink() or not path.is_file():
            return False
        return sha256(path.read_bytes()).hexdigest() == digest
    except OSError:
        return False


def write_file(path: Path, content: bytes) -> None:
    """Write `content` in one step to `path`, a file named by the user.

    A symbolic link is kept, and its target is replaced. Devices, pipes and files to which output is
    redirected are written to rather than replaced, so that /dev/null or a log is not lost.

    Raises:
        WriteError: the file cannot be written.
    """
    target = Path(os.path.realpath(path)) if path.is_symlink() else path
    if (path.exists() and not path.is_file()) or _is_printed_to(path):
        with errors_naming(path), open(path, "ab") as file:
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
def errors_naming(path: Path) -> Iterator[None]:
    """Make errors in this context name `path`, unless they already name a file.

    Raises:
        WriteError: the file or folder could not be read or written.
    """
    try:
        yield
    except WriteError:
        raise
    except OSError as error:
        raise WriteError(error.errno, error.strerror or str(error), str(path)) from None


def _make(folder: Path) -> None:
    """Create a folder and its missing parents, and flush them to disk."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for path in missing:
        sync_folder(path.parent)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Lock `folder` against other builds. The lock ends with the process.

    The folder itself is locked, so that no lock file is left in it. If the system cannot lock
    folders, as on Windows, a hidden file is locked.

    Raises:
        TimeoutError: another build has not finished.
    """
    with ExitStack() as held:
        until = time.monotonic() + _PATIENCE
        while not _take(folder, held):
            if time.monotonic() > until:
                raise TimeoutError(None, "another build is still writing to it")
            time.sleep(_PAUSE)
        yield


def _take(folder: Path, held: ExitStack) -> bool:
    """Lock `folder` until `held` is closed. Return False if another build has locked it."""
    try:
        import fcntl

        descriptor = os.open(folder, os.O_RDONLY)
        held.callback(os.close, descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        held.close()
        return False
    except (ImportError, OSError):
        from filelock import FileLock, Timeout

        lock = FileLock(folder / _LOCK)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            return False
        held.callback(lock.release)
    return True


def _recover(folder: Path) -> None:
    """Complete or undo a build that was killed, so that all files are from one build."""
    for path in folder.glob(_STAGING):
        if path.name != UNFINISHED and _is_folder(path):
            shutil.rmtree(path)
    if not _is_folder(folder / UNFINISHED):
        return
    if (folder / UNFINISHED / _UNDO).exists():
        _take_back(folder)
    else:
        # If a file still cannot be replaced, the build is undone, so that it does not block others.
        with suppress(WriteError):
            _complete(folder)


def _stage(folder: Path, files: Mapping[str, bytes], gone: Collection[str]) -> None:
    """Write the new files and copies of the old ones to `STAGED`, and flush them to disk."""
    staged = folder / STAGED
    new, old = staged / "new", staged / "old"
    for path in (staged, new, old):
        path.mkdir()
    for name in (*files, *gone):
        for top in (new, old):
            (top / name).parent.mkdir(exist_ok=True)
    for name, content in files.items():
        write_synced(new / name, content)
    names = [*files, *gone]
    replaced = [name for name in names if os.path.lexists(folder / name)]
    for name in replaced:
        with errors_naming(folder / name):
            _copy(folder / name, old / name)
    write_synced(staged / _NAMES, json.dumps([names, replaced, [*gone]]).encode())
    for path in (*_subfolders(new), new, *_subfolders(old), old, staged):
        sync_folder(path)


def _complete(folder: Path) -> None:
    """Move the files of `UNFINISHED` to their places, or leave everything as it was.

    Raises:
        WriteError: a file cannot be replaced or removed.
    """
    unfinished = folder / UNFINISHED
    # A version of the program that removed no files may have been killed here.
    _, _, *gone = json.loads((unfinished / _NAMES).read_bytes())
    try:
        new = unfinished / "new"
        for subfolder in _subfolders(new):
            with errors_naming(folder / subfolder.name):
                (folder / subfolder.name).mkdir(exist_ok=True)
        for path in sorted(path for path in new.rglob("*") if not _is_folder(path)):
            target = folder / path.relative_to(new)
            with errors_naming(target):
                os.replace(path, target)
        for name in chain(*gone):
            with errors_naming(folder / name):
                (folder / name).unlink(missing_ok=True)
            _remove_if_empty(folder, name)
        for subfolder in _subfolders(new):
            sync_folder(folder / subfolder.name)
        sync_folder(folder)
    except BaseException:
        with errors_naming(folder):
            os.rename(unfinished / _NAMES, unfinished / _UNDO)
            sync_folder(unfinished)
            _take_back(folder)
        raise
    _discard(folder)


def _take_back(folder: Path) -> None:
    """Restore the files that `UNFINISHED` has replaced or removed."""
    unfinished = folder / UNFINISHED
    names, replaced, *_ = json.loads((unfinished / _UNDO).read_bytes())
    for name in names:
        if os.path.lexists(unfinished / "new" / name):
            continue
        if os.path.lexists(unfinished / "old" / name):
            (folder / name).parent.mkdir(exist_ok=True)
            os.replace(unfinished / "old" / name, folder / name)
        elif name not in replaced:
            (folder / name).unlink(missing_ok=True)
    for name in names:
        _remove_if_empty(folder, name)
    sync_folder(folder)
    _discard(folder)


def _subfolders(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if _is_folder(path))


def _remove_if_empty(folder: Path, name: str) -> None:
    """Remove the subfolder of a file that was removed, if it has no other files."""
    subfolder = (folder / name).parent
    if subfolder != folder:
        with suppress(OSError):
            subfolder.rmdir()


def _discard(folder: Path) -> None:
    """Remove `UNFINISHED` in a single step from the point of view of other programs."""
    with errors_naming(folder):
        _synced_rename(folder / UNFINISHED, folder / STAGED)
    shutil.rmtree(folder / STAGED, ignore_errors=True)


def _copy(source: Path, target: Path) -> None:
    """Keep a copy of `source`. A hard link is enough, because the file is replaced, not changed."""
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def _synced_rename(source: Path, target: Path) -> None:
    os.rename(source, target)
    sync_folder(target.parent)


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()

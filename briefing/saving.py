"""Save changes to files that people also edit: all of the files or none, each in one step."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, suppress
from errno import EEXIST
from pathlib import Path
from typing import NamedTuple

from briefing.replacing import FileChanged, replace_file


class ChangedMeanwhile(FileChanged):
    """A file is no longer the one that was read, so nothing was saved."""

    def __init__(self, path: Path) -> None:
        """Store the `path` of the file."""
        super().__init__(f"{path} has changed since it was read.")
        self.path = path


class OpenInEditor(Exception):
    """A text editor may have unsaved changes to a file, so nothing was saved."""

    def __init__(self, path: Path, lock: Path) -> None:
        """Store the `path` of the file, and that of the editor's own file."""
        super().__init__(
            f"{path} is open in a text editor, perhaps with unsaved changes ({lock.name})."
        )
        self.path, self.lock = path, lock


class Change(NamedTuple):
    """The content of a file before and after a change."""

    path: Path
    before: bytes
    after: bytes


def save(path: Path, before: bytes, after: bytes, *, despite_editor: bool = False) -> None:
    """Replace the content `before` of a file with `after`, in a single step.

    The file keeps its permissions. If it is a symbolic link, its target is replaced.

    Args:
        path: the file, which must exist.
        before: the content that was read.
        after: the new content.
        despite_editor: whether to save even if the file is open in a text editor.

    Raises:
        ChangedMeanwhile: the file no longer contains `before`.
        OpenInEditor: it is open in a text editor.
        OSError: the file cannot be read or written.
    """
    save_all([Change(path, before, after)], despite_editor=despite_editor)


class Move(NamedTuple):
    """A file that gets a new name."""

    old: Path
    new: Path


def save_all(
    changes: Sequence[Change], moves: Sequence[Move] = (), *, despite_editor: bool = False
) -> None:
    """Make several changes, and rename files. If one of these fails, those before it are undone.

    Raises:
        ChangedMeanwhile: a file does not contain what was read.
        OpenInEditor: one of the files is open in a text editor.
        OSError: a file cannot be read, written or renamed, or a new name is taken.
    """
    for path, before, _ in changes:
        if not despite_editor and (lock := next(_editor_files(path), None)):
            raise OpenInEditor(path, lock)
        if path.read_bytes() != before:
            raise ChangedMeanwhile(path)
    with ExitStack() as undo:
        for move in moves:
            _rename(*move)
            undo.callback(_undo, _rename, move.new, move.old)
        for path, before, after in changes:
            if before != after:
                _replace(path, before, after)
                undo.callback(_undo, _replace, path, after, before)
        undo.pop_all()


def _rename(old: Path, new: Path) -> None:
    if os.path.lexists(new):
        raise FileExistsError(EEXIST, os.strerror(EEXIST), str(new))
    old.rename(new)


def _undo(function: Callable[..., None], *arguments: object) -> None:
    with suppress(OSError, FileChanged):
        function(*arguments)


def _replace(path: Path, before: bytes, after: bytes) -> None:
    try:
        replace_file(path, before, after)
    except FileChanged:
        raise ChangedMeanwhile(path) from None


def _editor_files(path: Path) -> Iterator[Path]:
    """Yield the files that text editors keep next to `path` while it may have unsaved changes.

    These are an Emacs lock, a Vim swap file and a LibreOffice lock. The last two exist as
    long as the file is open.
    """
    target = Path(os.path.realpath(path))
    for folder, name in {(path.parent, path.name), (target.parent, target.name)}:
        for lock in (f".{name}.swp", f".#{name}", f".~lock.{name}#"):
            # An Emacs lock is a broken symbolic link.
            if os.path.lexists(folder / lock):
                yield folder / lock

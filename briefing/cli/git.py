"""The events files as they were in a revision, by the command `git`.

Whatever asks for a repository raises `click.UsageError` where there is none, and
`click.ClickException` where there is no git.
"""

import os
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import click

from briefing.cli.events import DEFAULT, is_events_file

if TYPE_CHECKING:
    from briefing.timeline.reading import File


class _NoGit(click.ClickException):
    exit_code = 3


class NoRepository(click.UsageError):
    """A folder lies in no git repository."""


def folder_of(events: Sequence[str]) -> Path:
    """The nearest folder that there is around the first of the files; these may be gone by now."""
    path = Path((*events, DEFAULT)[0]).absolute()
    return next(it for it in (path, *path.parents) if it.is_dir())


def revision(name: str, folder: Path) -> str | None:
    """The full name of the revision that `name` means in the repository around `folder`, if any."""
    asked = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return _git(folder, *asked, may_fail=True).decode().strip() or None


def revision_at(moment: datetime, folder: Path) -> str | None:
    """The last revision of what is checked out that had been made by that moment, if any."""
    asked = ("rev-list", "-1", f"--before={moment.isoformat()}", "HEAD")
    return _git(folder, *asked, may_fail=True).decode().strip() or None


def made_at(revision: str, folder: Path) -> datetime:
    """The moment at which a revision was made."""
    made = _git(folder, "show", "--no-patch", "--format=%cI", revision)
    return datetime.fromisoformat(made.decode().strip())


def has(revision: str, events: Sequence[str]) -> bool:
    """Whether all the files and folders that `events` names were there in a revision."""
    return all(_listed(revision, name)[2] for name in events or [DEFAULT])


def find_in(revision: str, events: Sequence[str], called: str) -> "list[File]":
    """The files that `events` names as they were in a revision, which the user has `called` so.

    Raises:
        click.UsageError: one of them was not there, or a folder held none.
    """
    return [file for name in events or [DEFAULT] for file in _find(revision, name, called)]


def _find(revision: str, name: str, called: str) -> "Iterator[File]":
    from briefing.timeline.reading import File

    folder, inside, paths = _listed(revision, name)
    if not paths:
        raise click.UsageError(f"There was no {name} in {called}.")
    for path in sorted(paths):
        shown = PurePosixPath(Path(name).as_posix()) / path.relative_to(inside)
        content = _git(folder, "cat-file", "blob", f"{revision}:./{path}")
        yield File(f"{called}:{shown}", content, partial(_beside, folder, revision, path))


def _listed(revision: str, name: str) -> tuple[Path, PurePosixPath, list[PurePosixPath]]:
    """The folder around `name`, its path from there, and those of the events files it stood for."""
    folder = folder_of([name])
    inside = PurePosixPath(Path(os.path.relpath(Path(name).absolute(), folder)).as_posix())
    listed = _git(folder, "ls-tree", "-r", "-z", "--name-only", revision, "--", str(inside))
    paths = [PurePosixPath(it) for it in os.fsdecode(listed).split("\0") if it]
    if paths != [inside]:
        paths = [it for it in paths if is_events_file(it.relative_to(inside))]
    return folder, inside, paths


def _beside(folder: Path, revision: str, path: PurePosixPath, name: str) -> bytes:
    """What the file `name`, seen from where `path` is, held in a revision."""
    content = _git(folder, "cat-file", "blob", f"{revision}:./{path.parent / name}", may_fail=True)
    if not content:
        raise OSError("there is no such file")
    return content


def _git(folder: Path, *arguments: str, may_fail: bool = False) -> bytes:
    """What git says; nothing where it fails and may do so."""
    import subprocess

    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *arguments],
            capture_output=True,
            env={**os.environ, "LC_ALL": "C"},
        )
    except FileNotFoundError:
        raise _NoGit("git is not installed. It is needed to read earlier revisions.") from None
    reason = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
    if "not a git repository" in reason:
        raise NoRepository(f"{folder} is not in a git repository.")
    if "dubious ownership" in reason:
        way_out = reason.rpartition("\t")[2]
        raise click.UsageError(
            f"git does not trust a repository that belongs to another user. Run: {way_out}"
        )
    if done.returncode and not may_fail:
        raise click.UsageError(f"git says: {reason.partition(chr(10))[0]}.")
    return b"" if done.returncode else done.stdout

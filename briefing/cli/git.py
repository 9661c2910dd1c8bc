"""Read the events files as they were in an earlier revision, by running `git`.

A repository may come from a stranger, and its configuration can name programs for git to run. Git
is therefore given only the objects and the revision names of a repository, with our own
configuration.

Functions that need a repository raise `click.UsageError` if there is none, and
`click.ClickException` if git is not installed.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from briefing.cli.events import DEFAULT, events_files
from briefing.environment import without_secrets

if TYPE_CHECKING:
    from briefing.record.loading import File

_CONFIGURATION = "[core]\n\trepositoryformatversion = 0\n\tbare = true\n"
_OF_ONE_TREE = ("HEAD", "ORIG_HEAD", "FETCH_HEAD", "logs")
_COMMON = ("refs", "packed-refs", "shallow")
"""Files that contain revision names, either of one work tree or of all that share a repository."""
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
_PATIENCE = 120
"""The time limit, in seconds, for each call to git."""


class _NoGit(click.ClickException):
    exit_code = 3


class NoRepository(click.UsageError):
    """The folder is not in a git work tree."""


@dataclass(frozen=True, slots=True)
class _Repository:
    """The work tree around a folder, and git's own folders: for this work tree, and shared."""

    top: Path
    git_dir: Path
    common_dir: Path


def folder_of(events: Sequence[str]) -> Path:
    """Return the nearest existing folder that contains the first file, even if the file is gone."""
    path = Path((*events, DEFAULT)[0]).absolute()
    return next(parent for parent in (path, *path.parents) if parent.is_dir())


def revision(name: str, folder: Path) -> str | None:
    """Return the full name of the revision `name` in the repository of `folder`, or None."""
    command = ("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    return _git(folder, *command, may_fail=True).decode().strip() or None


def revision_at(moment: datetime, folder: Path) -> str | None:
    """Return the current branch's last revision at or before the given time, or None."""
    command = ("rev-list", "-1", f"--before={moment.isoformat()}", "HEAD")
    return _git(folder, *command, may_fail=True).decode().strip() or None


def revisions_after(revision: str, events: Sequence[str]) -> list[str]:
    """List the revisions after `revision`, up to HEAD, that changed the files, oldest first."""
    folder = folder_of(events)
    paths = [os.path.relpath(Path(file).absolute(), folder) for file in events or [DEFAULT]]
    options = ("--reverse", "--topo-order", f"{revision}..HEAD", "--")
    return _git(folder, "rev-list", *options, *paths).decode().split()


def first_revision(events: Sequence[str]) -> str | None:
    """Return the oldest revision in the history of HEAD that changed the files, or None."""
    folder = folder_of(events)
    paths = [os.path.relpath(Path(file).absolute(), folder) for file in events or [DEFAULT]]
    command = ("rev-list", "--reverse", "HEAD", "--", *paths)
    return next(iter(_git(folder, *command).decode().split()), None)


def revisions_of(events: Sequence[str]) -> list[tuple[str, datetime]]:
    """List the revisions up to HEAD that changed the files, with their times, oldest first."""
    folder = folder_of(events)
    paths = [os.path.relpath(Path(file).absolute(), folder) for file in events or [DEFAULT]]
    listed = _git(
        folder, "log", "--reverse", "--format=%H %cI", "HEAD", "--", *paths, may_fail=True
    )
    pairs = (line.split() for line in listed.decode().splitlines())
    return [(name, datetime.fromisoformat(date)) for name, date in pairs]


def made_at(revision: str, folder: Path) -> datetime:
    """Return the time when a revision was made."""
    date = _git(folder, "show", "--no-patch", "--format=%cI", revision)
    return datetime.fromisoformat(date.decode().strip())


def has(revision: str, events: Sequence[str]) -> bool:
    """Whether all the files and folders in `events` exist in a revision."""
    return all(_listed(revision, name)[2] for name in events or [DEFAULT])


def find_in(revision: str, events: Sequence[str], called: str) -> "list[File]":
    """Return the files in `events` as they were in a revision, which the user named as `called`.

    Raises:
        click.UsageError: a file did not exist, or a folder had no YAML files.
    """
    return [file for name in events or [DEFAULT] for file in _find(revision, name, called)]


def _find(revision: str, name: str, called: str) -> "Iterator[File]":
    from briefing.record.loading import File

    folder, inside, paths = _listed(revision, name)
    if not paths:
        raise click.UsageError(f"There is no {name} in revision {called}.")
    for path in sorted(paths):
        shown = PurePosixPath(Path(name).as_posix()) / path.relative_to(inside)
        content = _git(folder, "cat-file", "blob", f"{revision}:{path}")
        yield File(f"{called}:{shown}", content, partial(_read_sibling, folder, revision, path))


def _listed(revision: str, name: str) -> tuple[Path, PurePosixPath, list[PurePosixPath]]:
    """Return the folder around `name`, its path in the repository, and its events files there."""
    folder = folder_of([name])
    path = folder.resolve() / os.path.relpath(Path(name).absolute(), folder)
    inside = PurePosixPath(path.relative_to(_repository(folder).top).as_posix())
    listed = _git(folder, "ls-tree", "-r", "-z", "--full-name", revision, "--", str(inside))
    # A symbolic link is also a blob, whose content is the target of the link.
    entries = [entry.split("\t", 1) for entry in os.fsdecode(listed).split("\0") if entry]
    paths = [PurePosixPath(path) for about, path in entries if about.startswith("100")]
    if paths != [inside]:
        within = [path.relative_to(inside) for path in paths]
        paths = [inside / path for path in events_files(within)]
    return folder, inside, paths


def _read_sibling(folder: Path, revision: str, path: PurePosixPath, name: str) -> bytes:
    """Read the file `name` in a revision, relative to the folder of `path`."""
    sibling = os.path.normpath(path.parent / name)
    content = _git(folder, "cat-file", "blob", f"{revision}:{sibling}", may_fail=True)
    if not content:
        raise OSError("there is no such file")
    return content


def _git(folder: Path, *arguments: str, may_fail: bool = False) -> bytes:
    """Run git and return its output, or nothing if git fails and `may_fail` is true."""
    import subprocess

    with _safe_git_folder(_repository(folder)) as (git_folder, objects):
        try:
            done = subprocess.run(
                ["git", f"--git-dir={git_folder}", *arguments],
                cwd=git_folder,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_PATIENCE,
                env=without_secrets(**_ENVIRONMENT, GIT_OBJECT_DIRECTORY=str(objects)),
            )
        except FileNotFoundError:
            raise _NoGit("git is not installed. It is needed to read earlier revisions.") from None
        except subprocess.TimeoutExpired:
            raise _NoGit(f"git took more than {_PATIENCE} seconds to answer.") from None
    reason = done.stderr.decode(errors="replace").strip().removeprefix("fatal: ")
    if done.returncode and not may_fail:
        raise click.UsageError(f"git reported an error: {reason.partition(chr(10))[0]}.")
    return b"" if done.returncode else done.stdout


def _repository(folder: Path) -> _Repository:
    """Find the nearest work tree around `folder`, as git does, ignoring bare repositories.

    See gitrepository-layout(5): in a linked work tree, and in a submodule, .git is a file.

    Raises:
        NoRepository: there is none.
    """
    inside = folder.resolve()
    for top in (inside, *inside.parents):
        git_dir = top / ".git"
        if git_dir.is_file():
            git_dir = top / _line_of(git_dir).removeprefix("gitdir:").strip()
        if (git_dir / "HEAD").is_file():
            common_dir = git_dir / _line_of(git_dir / "commondir")
            return _Repository(top, git_dir, common_dir)
    raise NoRepository(f"{folder} is not in a git repository.")


def _line_of(path: Path) -> str:
    """Return the first line of a small file, or an empty string if there is none."""
    try:
        with path.open(encoding="utf-8", errors="surrogateescape") as file:
            return file.readline(4096).strip()
    except OSError:
        return ""


@contextmanager
def _safe_git_folder(repository: _Repository) -> Iterator[tuple[Path, Path]]:
    """Yield a folder for git with the names of a repository's revisions, and a folder of its
    objects.

    The folder has our configuration instead of the repository's, and no hooks, filters or remotes.
    """
    with TemporaryDirectory(prefix="briefing-git-") as name:
        folder = Path(name)
        (folder / "config").write_text(_CONFIGURATION)
        (folder / "objects").mkdir()
        sources = [repository.git_dir / name for name in _OF_ONE_TREE]
        sources += [repository.common_dir / name for name in _COMMON]
        for source in sources:
            if source.exists():
                _copy_or_link(source, folder / source.name)
        yield folder, repository.common_dir / "objects"


def _copy_or_link(source: Path, target: Path) -> None:
    """Copy a file or link a folder, because git rejects linked files. On Windows, copy both."""
    if source.is_file():
        shutil.copyfile(source, target)
        return
    try:
        target.symlink_to(source)
    except OSError:
        shutil.copytree(source, target)

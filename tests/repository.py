"""Git repositories for tests, in the current folder."""

import os
import subprocess
from pathlib import Path


def git(*arguments: str, at: str = "2023-09-01T12:00:00Z") -> str:
    """Run git as a test user at the given time."""
    who = {
        f"GIT_{role}_{part}": "a@example.org"
        for role in ("AUTHOR", "COMMITTER")
        for part in ("NAME", "EMAIL")
    }
    environment = {**os.environ, **who, "GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at}
    done = subprocess.run(["git", *arguments], env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def commit(files: dict[str, str], at: str = "2023-09-01T12:00:00Z") -> None:
    """Commit files with these texts."""
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(text)
    git("add", "--all")
    git("commit", "--quiet", "--message", "A change", at=at)

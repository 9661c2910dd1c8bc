"""The hooks for pre-commit, run as the hooks of a git repository."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from briefing.cli import COMMANDS

MANIFEST = Path(__file__).parents[1] / ".pre-commit-hooks.yaml"
HOOKS: list[dict[str, Any]] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
RECORD = """\
title: Example

events:
  - id: park
    date: 2023-07-03
    kind: news
    title: A new park
    source: https://example.org/a
"""


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository that runs the entries of all the hooks before each commit."""
    git(tmp_path, "init", "--quiet")
    entries = [hook["entry"] for hook in HOOKS]
    hook = tmp_path / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    # pre-commit refuses a commit if a hook has changed a file.
    hook.write_text("\n".join(["#!/bin/sh -e", *entries, "git diff --exit-code", ""]))
    hook.chmod(0o755)
    return tmp_path


def git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run git in a folder, with the programs of this environment and no settings of the user."""
    names = ["-c", "user.name=Ann", "-c", "user.email=ann@example.org"]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["git", *names, *arguments],
        cwd=folder,
        env={**os.environ, "PATH": path, "GIT_CONFIG_GLOBAL": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )


def commit(folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    (folder / "events.yaml").write_text(text)
    git(folder, "add", "--all")
    return git(folder, "commit", "--quiet", "--message", "Change the record")


@pytest.mark.long
def test_only_a_record_without_errors_in_the_layout_is_committed(repository: Path) -> None:
    refused = commit(repository, RECORD.replace("kind: news", "kind: nws"))
    assert refused.returncode
    assert "did you mean 'news'?" in refused.stdout + refused.stderr
    laid_out = commit(
        repository,
        RECORD.replace("id: park", "title: A new park", 1).replace(
            "    title: A new park\n", "    id: park\n"
        ),
    )
    assert laid_out.returncode
    assert (repository / "events.yaml").read_text() == RECORD
    done = commit(repository, RECORD)
    assert done.returncode == 0, done.stderr
    assert git(repository, "log", "--format=%s").stdout == "Change the record\n"


def test_every_hook_is_a_command_and_reads_the_whole_record() -> None:
    assert [hook["id"] for hook in HOOKS] == ["check", "fmt", "prove"]
    for hook in HOOKS:
        assert hook["entry"].split()[:2] == ["briefing", hook["id"]]
        assert hook["id"] in COMMANDS
        assert (hook["language"], hook["pass_filenames"]) == ("python", False)


def test_the_hook_without_pre_commit_prints_only_the_problems_that_stop_a_commit(
    tmp_path: Path,
) -> None:
    page = (MANIFEST.parent / "docs" / "checking.md").read_text()
    script = page.partition("<<'END'\n")[2].partition("END\n")[0]
    git(tmp_path, "init", "--quiet")
    hook = tmp_path / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(script)
    hook.chmod(0o755)
    event = "  - {date: 2023-07-03, kind: news, title: A park}\n"
    done = commit(tmp_path, f"title: Parks\nevents:\n{event}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    done = commit(tmp_path, f"title: Parks\nevents:\n{event.replace('2023-07-03', 'soon')}")
    assert done.returncode == 1 and "[not-a-date]" in done.stderr + done.stdout

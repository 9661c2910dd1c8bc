"""A repository may come from a stranger: nothing that it names is run, fetched or followed."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from briefing.cli import main
from tests.repository import commit, git

RECORD = """\
title: Example
correct_as_of: 2023-09-10
editions: {digest: {template: digest}}
events:
  - {date: 2023-09-05, kind: news, title: First, source: https://example.org/a}
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    git("init", "--quiet")
    commit({"events.yaml": RECORD}, at="2023-08-30T12:00:00Z")
    commit({"events.yaml": RECORD.replace("First", "Second")}, at="2023-09-06T12:00:00Z")
    return folder


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """Create a program that writes a file when it runs."""
    path = tmp_path / "program"
    path.write_text(f'#!/bin/sh\ntouch "{tmp_path}/was-run"\ncat\n')
    path.chmod(0o755)
    return path


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def everything() -> list[Result]:
    commands = (
        ["diff", "HEAD~1"],
        ["diff", "HEAD~1", "HEAD"],
        ["digest", "--git", "-q", "--for", "2023-09-06"],
    )
    return [run(*command) for command in commands]


def settings(program: Path) -> str:
    """Return every git setting that can name a program for read-only commands."""
    return f"""\
[core]
    fsmonitor = {program}
    hooksPath = {program.parent}
    sshCommand = {program}
    pager = {program}
    editor = {program}
    alternateRefsCommand = {program}
    gitProxy = {program}
    attributesFile = attributes
[gpg]
    program = {program}
[gpg "ssh"]
    program = {program}
[log]
    showSignature = true
[diff]
    external = {program}
[diff "x"]
    textconv = {program}
    command = {program}
[filter "x"]
    smudge = {program}
    clean = {program}
    process = {program}
[alias]
    show = !{program}
    rev-parse = !{program}
    cat-file = !{program}
[pager]
    show = {program}
    ls-tree = {program}
[credential]
    helper = !{program}
[extensions]
    partialClone = origin
[remote "origin"]
    url = ext::{program}
    promisor = true
    uploadpack = {program}
[protocol "ext"]
    allow = always
[include]
    path = {program.parent}/more
"""


def test_no_program_of_the_configuration_is_run(repository: Path, program: Path) -> None:
    (program.parent / "more").write_text(f"[gpg]\n    program = {program}\n")
    config = repository / ".git" / "config"
    config.write_text(config.read_text() + settings(program))
    (repository / ".git" / "info" / "attributes").write_text("* diff=x filter=x\n")
    # The commit is signed, so that git would run the program that verifies signatures.
    signed = git("cat-file", "commit", "HEAD").replace(
        "\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----\n\n", 1
    )
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin"],
        input=signed.encode(), capture_output=True, check=True,
    )  # fmt: skip
    branch = (repository / ".git" / "HEAD").read_text().removeprefix("ref: ").strip()
    (repository / ".git" / branch).write_bytes(made.stdout)
    for done in everything():
        assert done.exit_code == 0, done.output
    assert not (program.parent / "was-run").exists()
    subprocess.run(["git", "show", "--no-patch"], capture_output=True)
    assert (program.parent / "was-run").exists(), "git by itself would run it"


def test_nothing_is_fetched_for_what_is_not_there(repository: Path, program: Path) -> None:
    blob = git("rev-parse", "HEAD~1:events.yaml").strip()
    config = repository / ".git" / "config"
    config.write_text(config.read_text() + settings(program))
    (repository / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    done = run("diff", "HEAD~1")
    assert done.exit_code == 2 and "git reported an error: " in done.stderr
    assert not (program.parent / "was-run").exists()


def test_a_bare_repository_inside_a_folder_is_not_taken_for_its_own(
    repository: Path, program: Path
) -> None:
    inner = repository / "record"
    shutil.copytree(repository / ".git", inner)
    (inner / "config").write_text(f"[core]\n    bare = true\n{settings(program)}")
    (inner / "events.yaml").write_text(RECORD)
    done = run("diff", "HEAD", "record/events.yaml")
    assert done.exit_code == 2 and "There is no record/events.yaml in revision HEAD." in done.stderr
    assert not (program.parent / "was-run").exists()


def test_a_bare_repository_is_no_work_tree(tmp_path: Path, repository: Path) -> None:
    bare = tmp_path / "bare"
    git("clone", "--quiet", "--bare", ".", str(bare))
    os.chdir(bare)
    Path("events.yaml").write_text(RECORD)
    done = run("diff", "HEAD~1")
    assert done.exit_code == 2 and "is not in a git repository" in done.stderr


def test_a_link_in_a_revision_is_not_a_file_of_the_record(repository: Path) -> None:
    (repository / "secret").write_text(RECORD)
    (repository / "events.yaml").unlink()
    (repository / "events.yaml").symlink_to("secret")
    git("add", "--all")
    git("commit", "--quiet", "--message", "A link")
    done = run("diff", "HEAD:events.yaml", "secret")
    assert done.exit_code == 2 and "There is no events.yaml in revision HEAD." in done.stderr


def test_a_further_work_tree_and_a_shallow_clone_have_revisions_too(
    tmp_path: Path, repository: Path
) -> None:
    git("worktree", "add", "--quiet", str(tmp_path / "further"))
    os.chdir(tmp_path / "further")
    assert "Second" in run("diff", "HEAD~1").stdout
    git("clone", "--quiet", "--depth", "1", f"file://{repository}", str(tmp_path / "shallow"))
    os.chdir(tmp_path / "shallow")
    assert run("diff", "HEAD").stderr == "Nothing has changed.\n"
    assert "There is no file and no revision 'HEAD~1'." in run("diff", "HEAD~1").stderr


def test_files_with_the_names_of_a_repositorys_own_are_no_repository(repository: Path) -> None:
    Path("HEAD").write_text("ref: refs/heads/x\n")
    for folder in ("objects", "refs"):
        Path(folder).mkdir()
    diff = run("diff", "HEAD~1")
    assert diff.exit_code == 0 and "Second" in diff.output


def test_nothing_stays_behind(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(passing))
    everything()
    assert not [*passing.glob("briefing-*")]


def test_git_gets_no_secrets(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, folder = shutil.which("git"), tmp_path / "bin"
    folder.mkdir()
    (folder / "git").write_text(f'#!/bin/sh\nenv >> "{tmp_path}/seen"\nexec {real} "$@"\n')
    (folder / "git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
    monkeypatch.setenv("BRIEFING_SMTP_PASSWORD", "hunter2")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    assert run("diff", "HEAD~1").exit_code == 0
    seen = (tmp_path / "seen").read_text()
    assert "PATH=" in seen and "hunter2" not in seen and "/nowhere" not in seen

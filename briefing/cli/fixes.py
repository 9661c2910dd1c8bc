"""Print the fixes of `briefing check --fix`, and save them."""

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.console import echo, inform
from briefing.cli.errors import failing_to_save
from briefing.english import counted

if TYPE_CHECKING:
    from briefing.record.fixing import Fixed
    from briefing.record.loading import File
    from briefing.record.problems import Problem

_STDIN = "<stdin>"


def refuse_stdin(files: "Sequence[File]") -> None:
    """Refuse to fix standard input, which cannot be saved."""
    if any(file.name == _STDIN for file in files):
        raise click.UsageError("--fix changes files, so name a file instead of -, or use --diff.")


def print_diff(before: "Sequence[File]", fixed: "Fixed") -> None:
    """Print the changes to the files as a patch."""
    from briefing.cli.text_diff import echo_diff
    from briefing.record.loading import text_of

    for file, other in zip(before, fixed.files, strict=True):
        echo_diff(file.name, text_of(file), text_of(other))


def save_fixes(before: "Sequence[File]", fixed: "Fixed", *, force: bool) -> None:
    """Save the files that have changed: all of them or none.

    Raises:
        CommandFailed: a file has changed since it was read, is open in an editor with unsaved
            changes, or cannot be written.
    """
    from briefing.saving import Change, save_all

    pairs = zip(before, fixed.files, strict=True)
    changes = [
        Change(Path(file.name), file.content, other.content)
        for file, other in pairs
        if file.content != other.content
    ]
    with failing_to_save():
        save_all(changes, despite_editor=force)


def print_fixed(fixed: "Fixed", *, err: bool = False) -> None:
    """Print each problem that was fixed, and how."""
    for problem in fixed.fixed:
        echo(f"{_where(problem)}: fixed: {problem.message} ({problem.hint})", err=err)
    for problem in fixed.taken_back:
        reason = "the fix is not possible here, or leads to another problem"
        echo(f"{_where(problem)}: not fixed, because {reason} ({problem.hint})", err=True)


def print_number(fixed: "Fixed", *, is_dry: bool) -> None:
    """Print how many problems were, or would be, fixed."""
    files = {problem.file for problem in fixed.fixed}
    verb = "Would fix" if is_dry else "Fixed"
    where = f" in {next(iter(files))}" if len(files) == 1 else f" in {counted(len(files), 'file')}"
    inform(f"{verb} {counted(len(fixed.fixed), 'problem')}{where if files else ''}.", err=True)


def print_offer(
    problems: "Sequence[Problem]", events: Sequence[str], *, is_done: bool = False
) -> None:
    """Print how many of the problems a command can fix. If `is_done`, the safe fixes are made."""
    command = shlex.join(["briefing", "check", *events])
    safe = sum(1 for problem in problems if problem.fix and problem.fix.is_safe)
    unsafe = sum(1 for problem in problems if problem.fix) - safe
    if safe and not is_done:
        option = "--diff" if "-" in events else "--fix"
        inform(f"Run `{command} {option}` to fix {safe:,} of them.", err=True)
    if unsafe:
        command += " --unsafe --diff"
        inform(f"Run `{command}` to see likely fixes for {unsafe:,} of them.", err=True)


def _where(problem: "Problem") -> str:
    return f"{problem.file}:{problem.place.line}"

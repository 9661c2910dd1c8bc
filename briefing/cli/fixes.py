"""Print the fixes of `briefing check --fix`, and save them."""

import re
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing.cli.console import echo, inform
from briefing.cli.errors import failing_to_save
from briefing.english import counted

if TYPE_CHECKING:
    from briefing.record.fixing import Check, Fixed
    from briefing.record.loading import File, LoadResult
    from briefing.record.problems import Problem

_STDIN = "<stdin>"
_MAX_TRIED = 500_000
"""The maximum size of files, in bytes, for which fixes are tried and counted."""
_MOST_FIXES = 300
"""The most fixes that are tried and counted."""
_SUGGESTION = re.compile(r"(?:write (.+)|did you mean (.+)\?)", re.DOTALL)


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
        CommandFailed: a file has changed since it was read, is open in a text editor, or cannot be
            written.
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
        echo(f"{_where(problem)}: fixed: {problem.message} ({_done(problem.hint)})", err=err)
    for problem in fixed.taken_back:
        reason = "the fix is not possible here, or causes another problem"
        echo(f"{_where(problem)}: not fixed, because {reason} ({problem.hint})", err=True)


def _done(hint: str) -> str:
    """Return a hint in the past tense, if it suggested a value."""
    match = _SUGGESTION.fullmatch(hint)
    return f"now {match[1] or match[2]}" if match else hint


def print_number(fixed: "Fixed", *, is_dry: bool) -> None:
    """Print how many problems were, or would be, fixed."""
    files = {problem.file for problem in fixed.fixed}
    verb = "Would fix" if is_dry else "Fixed"
    where = f" in {next(iter(files))}" if len(files) == 1 else f" in {counted(len(files), 'file')}"
    inform(f"{verb} {counted(len(fixed.fixed), 'problem')}{where if files else ''}.", err=True)


def print_offer(
    files: "Sequence[File]",
    loaded: "LoadResult",
    check: "Check",
    events: Sequence[str],
    *,
    is_done: bool = False,
) -> None:
    """Print how many problems a command can fix. If `is_done`, the safe fixes are already made.

    A fix can reveal other problems, or can fail. So the fixes are tried in memory to count them.
    In long files, or with many fixes, this would take too long, so no number is given.
    """
    from briefing.record.fixing import wanted

    command = shlex.join(["briefing", "check", *events])
    listed = wanted(loaded.problems, unsafe=True)
    safe = wanted(listed, unsafe=False)
    size = sum(len(file.content) for file in files)
    is_short = size <= _MAX_TRIED and len(listed) <= _MOST_FIXES
    number = 0 if is_done or not safe else _number(files, check, is_short, unsafe=False)
    if number is None or number:
        option = "--diff" if "-" in events else "--fix"
        inform(f"Run `{command} {option}` to fix {_of(number, len(loaded.problems))}.", err=True)
    if len(listed) > len(safe):
        both = _number(files, check, is_short, unsafe=True)
        command += " --unsafe --diff"
        rest = None if both is None or number is None else both - number
        if rest is None or rest > 0:
            shown = f"{rest:,} more" if number and rest else _of(rest, len(loaded.problems))
            inform(f"Run `{command}` to see likely fixes for {shown}.", err=True)


def _number(files: "Sequence[File]", check: "Check", is_short: bool, *, unsafe: bool) -> int | None:
    """Return how many problems would be fixed, or None if it would take too long to find out."""
    from briefing.record.fixing import fix

    return len(fix(files, check, unsafe=unsafe).fixed) if is_short else None


def _of(number: int | None, problems: int) -> str:
    """Return a number of fixes in words. It can be greater than the number of `problems`."""
    if number is None:
        return "some of them"
    return f"{number:,} of them" if number <= problems else counted(number, "problem")


def _where(problem: "Problem") -> str:
    return f"{problem.file}:{problem.place.line}"

"""Open a line of a file in the user's text editor."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from shutil import which

_LINE_OPTIONS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        ("code", "code-insiders", "codium", "vscodium", "cursor", "windsurf", "positron"),
        ("--goto", "{file}:{line}:{column}"),
    ),
    **dict.fromkeys(("subl", "zed", "zeditor", "lapce"), ("{file}:{line}:{column}",)),
    **dict.fromkeys(("gedit", "gnome-text-editor", "xed", "pluma"), ("+{line}:{column}", "{file}")),
    **dict.fromkeys(("gvim", "mvim", "neovide", "mousepad"), ("+{line}", "{file}")),
    "kate": ("--line", "{line}", "--column", "{column}", "{file}"),
    "geany": ("{file}:{line}:{column}",),
    "mate": ("--line", "{line}:{column}", "{file}"),
    "bbedit": ("+{line}", "{file}"),
    "emacsclient": ("--no-wait", "+{line}:{column}", "{file}"),
    "notepad++": ("-n{line}", "-c{column}", "{file}"),
    **dict.fromkeys(
        ("idea", "pycharm", "webstorm", "charm"),
        ("--line", "{line}", "--column", "{column}", "{file}"),
    ),
}
"""The arguments with which editors that have a window of their own open a line."""
_PLACE = re.compile(r"\{(file|line|column)\}")
_OFFERED = ("code", "codium", "cursor", "zed", "subl", "gnome-text-editor", "gedit", "kate")
"""The editors to look for if the user has not named one."""


class NoEditor(Exception):
    """No editor can be started. The message says how to name one."""


def command_for(
    editor: str,
    environment: Mapping[str, str],
    file: Path,
    line: int,
    column: int,
    find: Callable[[str], str | None] = which,
) -> list[str]:
    """Return the command that opens a line in an editor.

    Args:
        editor: the user's command, which may contain {file}, {line} and {column}. If it is "", the
            editor is the one in VISUAL or EDITOR, or one that is installed.
        environment: the environment variables.
        file: the absolute path of the file.
        line: the number of the line, from 1.
        column: the number of the column, from 1.
        find: returns the path of a program, or None.

    Raises:
        NoEditor: the editor needs a terminal, or there is none.
    """
    values = {"file": str(file), "line": str(line), "column": str(column)}
    if editor:
        words = shlex.split(editor, posix=os.name != "nt")
        if not any("{file}" in word for word in words):
            words += _LINE_OPTIONS.get(_name(words[0]), ("{file}",))
        return _filled(words, values)
    named = [environment.get(variable, "").strip() for variable in ("VISUAL", "EDITOR")]
    for command in filter(None, named):
        words = shlex.split(command, posix=os.name != "nt")
        # A program that waits, as git asks for, would never end here.
        words = [word for word in words if word not in ("--wait", "-w", "--block", "-b")]
        if words and _name(words[0]) in _LINE_OPTIONS:
            return _filled([*words, *_LINE_OPTIONS[_name(words[0])]], values)
    for name in _OFFERED:
        if path := find(name):
            return _filled([path, *_LINE_OPTIONS[name]], values)
    needs_terminal = next(filter(None, named), "")
    reason = (
        f"{needs_terminal} may need a terminal of its own" if needs_terminal else "No editor is set"
    )
    raise NoEditor(f"{reason}. Start `briefing serve` with --editor: see docs/serve.md.")


def open_at(command: Sequence[str]) -> None:
    """Start an editor, and do not wait for it.

    Raises:
        NoEditor: it cannot be started.
    """
    try:
        subprocess.Popen(
            command,
            env={name: value for name, value in os.environ.items() if name[:9] != "BRIEFING_"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=sys.platform != "win32",
        )
    except OSError as error:
        raise NoEditor(f"{command[0]} cannot be started: {error.strerror}.") from None


def _name(program: str) -> str:
    """Return the name of a program without its folder and without .exe or .cmd."""
    name = Path(program.replace("\\", "/")).name.lower()
    return name.removesuffix(".exe").removesuffix(".cmd")


def _filled(words: Sequence[str], values: Mapping[str, str]) -> list[str]:
    return [_PLACE.sub(lambda place: values[place[1]], word) for word in words]

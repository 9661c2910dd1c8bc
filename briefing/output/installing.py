"""The command that adds optional extras to this installation."""

import os
import re
import shlex
import sys
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec
from pathlib import Path


def command(extra: str) -> str:
    """Return a command that installs the packages of `extra`, to copy into a terminal.

    It names the packages rather than briefing, which may not come from an index. It uses this
    installation's Python, because another Python would install them elsewhere.
    """
    packages = packages_of(extra)
    place = Path(sys.prefix)
    if (place / "pipx_metadata.json").exists():
        return _line("pipx", "inject", place.name, *packages)
    if find_spec("pip") is None:
        return _line("uv", "pip", "install", "--python", _python(), *packages)
    return _line(_python(), "-m", "pip", "install", *packages)


def packages_of(extra: str) -> list[str]:
    """List the packages of `extra` with version requirements, such as pypandoc-binary>=1.15."""
    try:
        listed = requires("briefing") or []
    except PackageNotFoundError:
        listed = []
    wanted = re.compile(rf"""(.+?) ?; ?extra == ["']{extra}["']""")
    return [requirement[1] for line in listed if (requirement := wanted.fullmatch(line))] or [
        f"briefing[{extra}]"
    ]


def _python() -> str:
    """Return the path of this Python, relative to the current folder if possible."""
    here = Path(sys.executable)
    # Do not resolve the path: a virtual environment depends on the symbolic link.
    return str(here.relative_to(Path.cwd())) if here.is_relative_to(Path.cwd()) else str(here)


def _line(*words: str) -> str:
    if os.name == "nt":
        return " ".join(f'"{word}"' if re.search(r"[\s<>&|^]", word) else word for word in words)
    return shlex.join(words)

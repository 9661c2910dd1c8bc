"""The user's cache folder, for anything that can be made again.

The variable BRIEFING_CACHE names another folder, or is `off`.
"""

import os
from functools import lru_cache
from pathlib import Path

SETTING = "BRIEFING_CACHE"
OFF = ("off", "0", "no", "none", "false")
"""The values of the variable with which nothing is kept."""


def cache_folder(name: str) -> Path | None:
    """Make and return the subfolder `name` of the cache, or None if there is none to use.

    Nobody else may write to it, because code is loaded from it, and nobody else may read it,
    because documents in it can be internal.
    """
    return _made(name, os.environ.get(SETTING, ""))


@lru_cache
def _made(name: str, setting: str) -> Path | None:
    if setting.strip().casefold() in OFF:
        return None
    try:
        folder = (Path(setting) if setting else _default()) / name
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder if _is_own(folder) else None
    except (OSError, RuntimeError):
        return None


def _default() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("briefing", appauthor=False)


def _is_own(folder: Path) -> bool:
    """Whether only this user can read and change a folder. Windows protects it by its place."""
    if not hasattr(os, "getuid"):
        return True
    status = folder.lstat()
    return folder.is_dir() and status.st_uid == os.getuid() and not status.st_mode & 0o077

"""A minimal environment for child processes, without secrets."""

import os

_PASSED_ON = (
    *("PATH", "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TZDIR"),
    *("SYSTEMROOT", "COMSPEC", "PATHEXT", "WINDIR", "DYLD_LIBRARY_PATH", "LD_LIBRARY_PATH"),
    *("FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME", "HOME", "BRIEFING_CACHE"),
)
"""Variables needed to find programs, libraries, fonts and temporary folders.

They do not include the mail password, or anything else that a cron job or a CI runner sets.
"""


def without_secrets(**more: str) -> dict[str, str]:
    """Return the environment for a child process: the permitted variables, and `more`."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | more

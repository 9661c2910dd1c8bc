"""The environment of child processes: small, and without secrets."""

import os

_PASSED_ON = (
    *("PATH", "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TZDIR"),
    *("SYSTEMROOT", "COMSPEC", "PATHEXT", "WINDIR", "DYLD_LIBRARY_PATH", "LD_LIBRARY_PATH"),
    *("FONTCONFIG_FILE", "FONTCONFIG_PATH", "XDG_CACHE_HOME", "HOME"),
)
"""What programs need to be found, to find their libraries and fonts, and to write what is passing.

The password of the mail server is not among it, nor anything else that a cron job or a runner has.
"""


def without_secrets(**more: str) -> dict[str, str]:
    """Return the variables that a child process may have, and `more` that it needs."""
    return {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | more

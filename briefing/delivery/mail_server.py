"""The mail server's address and login, from the environment or from a settings file.

They never come from the record, which other people read, or from the command line, which every user
of the machine can see.
"""

import base64
import ipaddress
import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from briefing.english import listing

Security = Literal["starttls", "tls", "none"]

NAMES = tuple(f"BRIEFING_SMTP_{name}" for name in ("HOST", "PORT", "USER", "PASSWORD", "SECURITY"))
_PREFIX = "BRIEFING_SMTP_"
_HOST, _PORT, _USER, _PASSWORD, _SECURITY = NAMES
_DEFAULT_PORT: dict[Security, int] = {"starttls": 587, "tls": 465, "none": 587}
"""The ports for message submission: RFC 6409, and RFC 8314 for the port with implicit TLS."""
_HOST_AND_PORT = re.compile(r"([^:]+):(\d+)", re.ASCII)


class SettingsError(Exception):
    """The settings are not valid. The message says why, but never includes the password."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """An outgoing mail server. `user` and `password` are empty if it requires no login."""

    host: str
    port: int
    security: Security
    user: str = ""
    password: str = field(default="", repr=False)

    def without_secrets(self, text: str) -> str:
        """Return `text` without the password, in any form in which it is sent."""
        if not self.password:
            return text
        secrets = (self.password, f"\0{self.user}\0{self.password}")
        encoded = (base64.b64encode(secret.encode()).decode() for secret in secrets)
        for secret in (self.password, *encoded):
            text = text.replace(secret, "…")
        return text


def read_settings(path: Path) -> dict[str, str]:
    """Read settings from a file of lines such as BRIEFING_SMTP_HOST=mail.example.org.

    The format is that of python-dotenv. It allows comments, and quotes around values that need
    them.

    Raises:
        SettingsError: the file cannot be read, people other than its owner can read it, or a line
            is wrong.
    """
    from dotenv.parser import parse_stream

    try:
        with path.open(encoding="utf-8") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            lines = list(parse_stream(file))
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not UTF-8 text.") from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        has = (
            "contains"
            if any(line.key == _PASSWORD and line.value for line in lines)
            else "may contain"
        )
        message = f"{path} {has} a password, and other users can read it. Run: chmod 600 {path}"
        raise SettingsError(message)
    settings = {}
    for line in lines:
        text = line.original.string
        number = line.original.line + text[: len(text) - len(text.lstrip())].count("\n")
        if line.key is None and not line.error:
            continue
        if line.error or line.key is None or line.value is None:
            message = f"this line is not a setting, such as {_HOST}=mail.example.org"
            raise SettingsError(f"{path}:{number}: {message}.")
        if line.key.startswith(_PREFIX) and line.key not in NAMES:
            message = f"The settings are {listing(NAMES)}"
            raise SettingsError(f"{path}:{number}: unknown setting {line.key}. {message}.")
        settings[line.key] = line.value
    return settings


def mail_server(settings: Mapping[str, str]) -> MailServer:
    """Return the mail server that the settings describe.

    Raises:
        SettingsError: a setting is missing or wrong, or the password would be sent unencrypted.
    """
    host, user = (settings.get(name, "").strip() for name in (_HOST, _USER))
    password = settings.get(_PASSWORD, "")
    if not host:
        message = f"{_HOST} is not set, in the environment or in a --mail-settings file"
        raise SettingsError(f"{message}. Set it to the name of your mail server.")
    if with_port := _HOST_AND_PORT.fullmatch(host):
        instead = f"{_HOST}={with_port[1]} and {_PORT}={with_port[2]}"
        raise SettingsError(f"{_HOST} must be only the name of the server. Set {instead}.")
    try:
        host.encode("idna")
    except UnicodeError:
        raise SettingsError(f"{_HOST} is not a valid server name: '{host}'.") from None
    security = settings.get(_SECURITY, "").strip().lower() or "starttls"
    if security not in get_args(Security):
        raise SettingsError(f"{_SECURITY} must be starttls, tls or none, not '{security}'.")
    known: Security = security  # type: ignore[assignment]
    port = settings.get(_PORT, "").strip() or str(_DEFAULT_PORT[known])
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 2**16):
        raise SettingsError(
            f"{_PORT} must be a number such as {_DEFAULT_PORT[known]}, not '{port}'."
        )
    for given, other, missing in ((user, password, _PASSWORD), (password, user, _USER)):
        if given and not other:
            raise SettingsError(
                f"{missing} is not set. Set both a user and a password, or neither."
            )
    if not (user + password).isascii():
        raise SettingsError(
            f"{_USER} or {_PASSWORD} contains characters that mail servers do not accept."
        )
    if password and known == "none" and not _is_local(host):
        message = (
            f"the password would be sent to {host} unencrypted. Remove {_SECURITY}, or set it to "
            "tls"
        )
        raise SettingsError(f"{_SECURITY} is none: {message}.")
    return MailServer(host, int(port), known, user, password)


def _is_local(host: str) -> bool:
    """Whether the host is the local machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"

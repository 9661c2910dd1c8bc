"""The mail servers' addresses and logins, from the environment or from a settings file.

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

Protocol = Literal["SMTP", "IMAP"]

KEY, ENDPOINT = "BRIEFING_UNSUBSCRIBE_KEY", "BRIEFING_UNSUBSCRIBE_URL"
"""The settings for the key of the links to unsubscribe, and for their web address."""
FOLDER = "BRIEFING_IMAP_FOLDER"
"""The setting for the folder of the mailbox that is read."""
_PREFIXES = ("BRIEFING_SMTP_", "BRIEFING_IMAP_", "BRIEFING_UNSUBSCRIBE_")
_OF_A_SERVER = ("HOST", "PORT", "USER", "PASSWORD", "SECURITY")
NAMES = (
    *(f"BRIEFING_{protocol}_{name}" for protocol in get_args(Protocol) for name in _OF_A_SERVER),
    *(FOLDER, KEY, ENDPOINT),
)
_SECRETS = ("BRIEFING_SMTP_PASSWORD", "BRIEFING_IMAP_PASSWORD", KEY)
_DEFAULT_SECURITY: dict[Protocol, Security] = {"SMTP": "starttls", "IMAP": "tls"}
_DEFAULT_PORT: dict[tuple[Protocol, Security], int] = {
    ("SMTP", "starttls"): 587,
    ("SMTP", "tls"): 465,
    ("SMTP", "none"): 587,
    ("IMAP", "starttls"): 143,
    ("IMAP", "tls"): 993,
    ("IMAP", "none"): 143,
}
"""The ports for message submission (RFC 6409) and for IMAP, and with implicit TLS (RFC 8314)."""
_HOST_AND_PORT = re.compile(r"([^:]+):(\d+)", re.ASCII)
_HTTPS = re.compile(r"https://[a-zA-Z0-9.-]+(:\d+)?(/[\w!$&'()*+,;=:@./?~%-]*)?", re.ASCII)


class SettingsError(Exception):
    """The settings are not valid. The message says why, but never includes the password."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """A mail server. `user` and `password` are empty if it requires no login."""

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
            if any(line.key in _SECRETS and line.value for line in lines)
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
            message = "this line is not a setting, such as BRIEFING_SMTP_HOST=mail.example.org"
            raise SettingsError(f"{path}:{number}: {message}.")
        if line.key.startswith(_PREFIXES) and line.key not in NAMES:
            message = f"The settings are {listing(NAMES)}"
            raise SettingsError(f"{path}:{number}: unknown setting {line.key}. {message}.")
        settings[line.key] = line.value
    return settings


def mail_server(settings: Mapping[str, str], protocol: Protocol = "SMTP") -> MailServer:
    """Return the mail server that the settings describe.

    If there is no login for IMAP, it is the login for SMTP.

    Raises:
        SettingsError: a setting is missing or wrong, or the password would be sent unencrypted.
    """
    host_name, port_name, user_name, password_name, security_name = (
        f"BRIEFING_{protocol}_{name}" for name in _OF_A_SERVER
    )
    if protocol == "IMAP" and not any(settings.get(name) for name in (user_name, password_name)):
        user_name, password_name = "BRIEFING_SMTP_USER", "BRIEFING_SMTP_PASSWORD"
    host, user = (settings.get(name, "").strip() for name in (host_name, user_name))
    password = settings.get(password_name, "")
    if not host:
        message = f"{host_name} is not set, in the environment or in a --mail-settings file"
        raise SettingsError(f"{message}. Set it to the name of your mail server.")
    if with_port := _HOST_AND_PORT.fullmatch(host):
        instead = f"{host_name}={with_port[1]} and {port_name}={with_port[2]}"
        raise SettingsError(f"{host_name} must be only the name of the server. Set {instead}.")
    try:
        host.encode("idna")
    except UnicodeError:
        raise SettingsError(f"{host_name} is not a valid server name: '{host}'.") from None
    security = settings.get(security_name, "").strip().lower() or _DEFAULT_SECURITY[protocol]
    if security not in get_args(Security):
        raise SettingsError(f"{security_name} must be starttls, tls or none, not '{security}'.")
    known: Security = security  # type: ignore[assignment]
    port = settings.get(port_name, "").strip() or str(_DEFAULT_PORT[protocol, known])
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 2**16):
        raise SettingsError(
            f"{port_name} must be a number such as {_DEFAULT_PORT[protocol, known]}, not '{port}'."
        )
    for given, other, missing in ((user, password, password_name), (password, user, user_name)):
        if given and not other:
            raise SettingsError(
                f"{missing} is not set. Set both a user and a password, or neither."
            )
    if not (user + password).isascii():
        raise SettingsError(
            f"{user_name} or {password_name} contains characters that mail servers do not accept."
        )
    if password and known == "none" and not _is_local(host):
        message = (
            f"the password would be sent to {host} unencrypted. Remove {security_name}, "
            "or set it to tls"
        )
        raise SettingsError(f"{security_name} is none: {message}.")
    return MailServer(host, int(port), known, user, password)


def endpoint(settings: Mapping[str, str]) -> str:
    """Return the web address for unsubscribing, or an empty string if there is none.

    Raises:
        SettingsError: it is not an address that mail programs accept (RFC 8058 requires HTTPS).
    """
    address = settings.get(ENDPOINT, "").strip()
    if address and not _HTTPS.fullmatch(address):
        example = "https://example.org/unsubscribe"
        raise SettingsError(f"{ENDPOINT} must be a web address such as {example}.")
    return address


def _is_local(host: str) -> bool:
    """Whether the host is the local machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"

"""Signed tokens in the links to unsubscribe: each names an edition and one of its recipients.

A token can be made only with the key, so it also proves that a bounce belongs to a message that was
sent. The key is a setting, or a file stored with the ledger. With the same key, a token is the same
each time.
"""

import hmac
import os
import re
import secrets
import stat
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from briefing.delivery.mail_server import KEY, SettingsError
from briefing.output.writing import errors_naming
from briefing.replacing import write_whole

NAME = "unsubscribe.key"
_LENGTH = 16
"""The length of a signature, in bytes."""
_SHORTEST = 32
"""The minimum length of a key, in characters."""
_TOKEN = re.compile(r"(?<![\w-])[\w-]{2,600}\.[\w-]{22}(?!\.?[\w-])", re.ASCII)
"""A name and a signature. In a subject, the name of the list precedes it, with a full stop."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Makes and checks tokens with a key."""

    _key: bytes = field(repr=False)

    def of(self, edition: str, address: str) -> str:
        """Return the token of a recipient. Case in the address makes no difference."""
        name = f"{edition}\0{address.casefold()}".encode()
        return f"{_encoded(name)}.{_encoded(self._signature(name))}"

    def read(self, token: str) -> tuple[str, str] | None:
        """Return the edition and the address that a token names, or None if it is not genuine."""
        name, _, signature = token.partition(".")
        try:
            content, given = (urlsafe_b64decode(f"{part}==") for part in (name, signature))
            edition, separator, address = content.decode().partition("\0")
        except ValueError:
            return None
        is_genuine = hmac.compare_digest(given, self._signature(content))
        return (edition, address) if is_genuine and separator else None

    def _signature(self, name: bytes) -> bytes:
        return hmac.digest(self._key, name, "sha256")[:_LENGTH]


def tokens_in(text: str) -> list[str]:
    """List everything in a text that looks like a token, genuine or not."""
    return _TOKEN.findall(text)


def open_tokens(folder: Path, settings: Mapping[str, str]) -> Tokens | None:
    """Return the tokens of the digests in `folder`, or None if it has no key yet.

    Raises:
        SettingsError: the key is too short, cannot be read, or can be read by other people.
    """
    if key := settings.get(KEY, "").strip():
        if len(key) < _SHORTEST:
            raise SettingsError(f"{KEY} must have at least {_SHORTEST} characters.")
        return Tokens(key.encode())
    path = folder / NAME
    try:
        with path.open("rb") as file:
            mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
            content = file.read().strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {error.strerror}.") from None
    if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise SettingsError(f"{path} can be read by other users. Run: chmod 600 {path}")
    if len(content) < _SHORTEST:
        raise SettingsError(f"{path} is damaged. Restore a copy, or delete it to make a new key.")
    return Tokens(content)


def make_tokens(folder: Path) -> Tokens:
    """Make a key for the digests in `folder`. It is on disk when this returns.

    Raises:
        WriteError: it cannot be written.
    """
    key = secrets.token_hex(_SHORTEST).encode()
    with errors_naming(folder / NAME):
        write_whole(folder / NAME, key + b"\n", mode=0o600)
    return Tokens(key)


def _encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")

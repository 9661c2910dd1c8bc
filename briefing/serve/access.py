"""Who may use the server: its secrets, and the names that browsers may call it by."""

import ipaddress
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from hmac import compare_digest

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_SECONDS_TO_OPEN = 120
_ATTEMPTS, _WINDOW = 10, 60
"""The number of wrong passwords that are accepted in this many seconds, from all clients."""


@dataclass
class Access:
    """The secrets of a server, and its rules.

    Attributes:
        hosts: the names in the Host header that browsers may use, without ports. Addresses in
            numbers are accepted too if the server is `open_to_network`.
        password: the password that replaces the token if the server is open to the network.
        is_read_only: whether requests that change anything are refused.
    """

    hosts: frozenset[str] = LOOPBACK
    password: str = ""
    is_read_only: bool = False
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))
    session: str = field(default_factory=lambda: secrets.token_urlsafe(32))
    _once: dict[str, float] = field(default_factory=dict)
    _wrong: list[float] = field(default_factory=list)

    @property
    def open_to_network(self) -> bool:
        """Whether other computers may connect."""
        return bool(self.password)

    def token_for_browser(self) -> str:
        """Return a token that works once, within two minutes.

        Other users of the computer can see the address with which a browser is started.
        """
        token = secrets.token_urlsafe(24)
        self._once[token] = time.monotonic() + _SECONDS_TO_OPEN
        return token

    def accepts_token(self, token: str) -> bool:
        """Whether a token from an address is right. A token for one use is then used up."""
        if self.open_to_network:
            return False
        until = self._once.pop(token, 0.0)
        return until > time.monotonic() or _are_equal(token, self.token)

    def accepts_password(self, password: str) -> bool:
        """Whether a password is right. After ten wrong ones in a minute, none is."""
        now = time.monotonic()
        self._wrong = [then for then in self._wrong if now - then < _WINDOW]
        if not self.password or len(self._wrong) >= _ATTEMPTS:
            return False
        is_right = _are_equal(password, self.password)
        if not is_right:
            self._wrong.append(now)
        return is_right

    def accepts_session(self, sessions: Iterable[str]) -> bool:
        """Whether one of the cookies of a request is this server's."""
        return any(_are_equal(session, self.session) for session in sessions)

    def accepts_host(self, host: str) -> bool:
        """Whether a browser may call the server by a name, which is without a port.

        A page from elsewhere can make its own name lead here (DNS rebinding), but its requests
        still have that name. An address in numbers cannot be made to lead elsewhere.
        """
        name = host.lower().rstrip(".").strip("[]")
        if name in self.hosts:
            return True
        return self.open_to_network and _is_address(name)


def _are_equal(one: str, other: str) -> bool:
    return compare_digest(one.encode("utf-8", "replace"), other.encode())


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True

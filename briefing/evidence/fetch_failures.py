"""Fetches that failed, and why, in words."""

import ssl
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

FailureKind = Literal["dead", "no host", "unreachable", "refused", "unusable"]
"""Dead: the server no longer has the page. No host: the name of the server does not exist.
Unreachable: the server does not reply, or has an error. Refused: the address is not one that may be
fetched. Unusable: the reply is too large or damaged."""


@dataclass(frozen=True, slots=True)
class FetchFailed:
    """A fetch that failed. The reason is a clause, such as "the page no longer exists (404)"."""

    kind: FailureKind
    reason: str


class FetchError(Exception):
    """Raised when a fetch fails."""

    def __init__(self, kind: FailureKind, reason: str) -> None:
        super().__init__(reason)
        self.failed = FetchFailed(kind, reason)


def status_in_words(status: int) -> str:
    """Return an HTTP status code with its name, such as "404 Not Found"."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def reason_of(error: Exception | None) -> str:
    """Describe why a connection failed."""
    import httpx

    if error and (tls := tls_error(error)):
        if isinstance(tls, ssl.SSLCertVerificationError):
            return f"its certificate is not valid: {tls.verify_message}"
        return "it does not offer a secure connection"
    match error:
        case httpx.ConnectTimeout():
            return "the server does not answer"
        case httpx.TimeoutException():
            return "the server took too long to reply"
        case httpx.ProxyError() | ImportError():
            return f"the proxy cannot be used: {error}"
        case httpx.ConnectError():
            return "the connection to the server failed"
    return "the connection was lost, or the reply was not valid"


def tls_error(error: BaseException) -> ssl.SSLError | None:
    """Return the error of the secure connection that led to `error`, if any."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLError):
            return seen
        seen = seen.__cause__ or seen.__context__
    return None

"""The gate in front of every request: its sender, its origin, its size and its speed.

A page from the internet, open in another tab, can send requests to this computer. It must not be
able to read anything or to change anything. The rules are in `refusal`.
"""

import asyncio
import re
from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from briefing.serve.access import Access

_OPEN = re.compile(r"/(?:login|static/[^/]*)?")
"""The paths for which no cookie is needed: those that ask for the token or the password, which they
check themselves, and files that are the same for everybody."""
_HOST = re.compile(r"(?P<name>\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(?::[0-9]{1,5})?")
_READING = ("GET", "HEAD")
_LARGEST_BODY = 1 << 20
_SECONDS_FOR_BODY = 20
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""The Content-Security-Policy of our own pages. Frames cannot leave this server either."""
_HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def cookie_name(port: int) -> str:
    """Return the name of the cookie. Servers on other ports of this computer get it too."""
    return f"briefing-{port}"


def refusal(
    method: str, path: str, headers: Mapping[str, str], access: Access
) -> tuple[int, str] | None:
    """Return the status and the reason for which a request is refused, or None.

    The keys of `headers` are in lower case. The origin of a request is checked twice, because old
    browsers do not send Sec-Fetch-Site (https://www.w3.org/TR/fetch-metadata/).
    """
    host = headers.get("host", "").lower()
    named = _HOST.fullmatch(host)
    if not (named and access.accepts_host(named["name"])):
        return 421, "This server does not have that name."
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != host:
        return 403, "This request comes from another page."
    site = headers.get("sec-fetch-site", "none")
    if site not in ("same-origin", "none"):
        # A link to the start page may be in an email or a terminal in the browser.
        is_link = headers.get("sec-fetch-mode") == "navigate" and method == "GET" and path == "/"
        if not (is_link and headers.get("sec-fetch-dest") == "document"):
            return 403, "This request comes from another page."
    if method not in _READING:
        if origin is None:
            return 403, "This request does not say which page it comes from."
        if access.is_read_only and path != "/login":
            return 403, "This page is read-only."
    return None


class Safety:
    """Middleware that refuses requests which a user of this server cannot have made.

    `large_bodies` maps paths to the largest body that they accept, in bytes, if it is not the usual
    one.
    """

    def __init__(
        self, app: ASGIApp, access: Access, port: int, large_bodies: Mapping[str, int]
    ) -> None:
        self.app, self.access, self.port = app, access, port
        self.large_bodies = large_bodies

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        send = _with_headers(send)
        response = self._refused(scope)
        if response:
            await response(scope, receive, send)
            return
        body = _Body(receive, self.large_bodies.get(scope["path"], _LARGEST_BODY))
        started = False

        async def watched(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self.app(scope, body.receive, watched)
        except _TooMuch as error:
            if not started:
                await _answer(error.status, str(error))(scope, receive, send)

    def _refused(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        path, method = scope["path"], scope["method"]
        reason = refusal(method, path, headers, self.access)
        if reason:
            return _answer(*reason)
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > self.large_bodies.get(path, _LARGEST_BODY):
            return _answer(413, "This request is too large.")
        if _OPEN.fullmatch(path) or self.access.accepts_session(sessions_in(headers, self.port)):
            return None
        return _answer(401, "Open the address that `briefing serve` has printed.")


def sessions_in(headers: Headers, port: int) -> list[str]:
    """Return the values of this server's cookie in a request. There is at most one in each header.

    A cookie that cannot be parsed has none.
    """
    values = []
    for header in headers.getlist("cookie"):
        try:
            found = SimpleCookie(header).get(cookie_name(port))
        except CookieError:
            continue
        if found:
            values.append(found.value)
    return values


class _TooMuch(Exception):
    """A body is too long or comes too slowly."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


class _Body:
    """The body of a request, with limits on its size and on the time it takes."""

    def __init__(self, receive: Receive, limit: int) -> None:
        self._receive, self._left = receive, limit
        self._until = asyncio.get_running_loop().time() + _SECONDS_FOR_BODY
        self._is_complete = False

    async def receive(self) -> Message:
        if self._is_complete:
            return await self._receive()  # This waits for the client to disconnect.
        try:
            async with asyncio.timeout_at(self._until):
                message = await self._receive()
        except TimeoutError:
            raise _TooMuch(408, "This request took too long.") from None
        self._left -= len(message.get("body", b""))
        if self._left < 0:
            raise _TooMuch(413, "This request is too large.")
        self._is_complete = not message.get("more_body", False)
        return message


def _answer(status: int, message: str) -> Response:
    if status == 401:
        return PlainTextResponse(f"{message}\n", status)
    headers = {"Connection": "close"} if status in (408, 413) else None
    return JSONResponse({"error": message}, status, headers)


def _with_headers(send: Send) -> Send:
    async def with_headers(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return with_headers

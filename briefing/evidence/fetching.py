"""Fetch the addresses of sources, within limits and without ever connecting to a local network.

Each connection is made to an address that has been looked up and checked once, so that a host name
whose address changes between the check and the connection gains nothing. Redirects are followed one
at a time, and each is checked in the same way. No cookie is kept from one source to the next.

If the environment names a proxy, the proxy makes the connections. This machine then refuses the
local addresses that it can look up itself, but the proxy may find another address for a name.
"""

import asyncio
import socket
import ssl
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING
from urllib.parse import urldefrag

from briefing import __version__
from briefing.evidence.compression import decoder_for
from briefing.evidence.copies import LARGEST
from briefing.evidence.fetch_failures import (
    FetchError,
    FetchFailed,
    reason_of,
    status_in_words,
    tls_error,
)
from briefing.evidence.hosts import is_public

if TYPE_CHECKING:
    import httpx

USER_AGENT = f"briefing/{__version__} (fetches the sources of a record)"
_ACCEPT = "text/html, application/xhtml+xml, application/pdf, text/plain, */*;q=0.5"
_REDIRECTS = (301, 302, 303, 307, 308)
_MAX_REDIRECTS = 10
_MAX_ADDRESSES = 4
"""The maximum number of addresses of a host that are tried."""
_AT_ONCE = 8
"""The maximum number of hosts that are contacted at the same time."""
_MAX_TIMEOUTS = 2
"""The number of timeouts after which no more requests go to a host."""
_CHUNK = 1 << 16
_NO_SUCH_HOST = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}


@dataclass(frozen=True, slots=True)
class FetchLimits:
    """The limits of each fetch.

    Attributes:
        seconds: the time for the whole fetch, with its redirects but without the time spent
            waiting for the same host to finish another one.
        size: the largest page, in bytes, before and after it is decompressed.
        pause: the pause between two requests to a public host, in seconds.
        allow_local: whether addresses that are not on the public internet may be fetched.
    """

    seconds: float = 60
    size: int = LARGEST
    pause: float = 0.5
    allow_local: bool = False


@dataclass(frozen=True, slots=True)
class FetchRequest:
    """An address to fetch, with more request headers if needed."""

    address: str
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page.

    Attributes:
        address: the final address, after redirects.
        content: the bytes of the page, or nothing if it is `unchanged`.
        headers: the headers of the response, with names in lower case.
        unchanged: whether the server has said that the page is the one that is already known.
    """

    address: str
    content: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    unchanged: bool = False

    @property
    def content_type(self) -> str:
        """The type of the page according to the server, such as "text/html", or ""."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def charset(self) -> str:
        """The encoding of the page according to the server, or ""."""
        from email.message import Message

        message = Message()
        message["content-type"] = self.headers.get("content-type", "")
        return str(message.get_content_charset(""))


class Fetcher:
    """Fetches addresses: each host gets one request at a time, and several hosts are asked at once.

    If a host has twice not replied in time, no more requests are sent to it, so that one server
    that is down cannot delay a run for hours.

    Args:
        limits: the limits of each fetch.
        begin: called with an address when its fetch starts.
        end: called with the address when the fetch has ended.
    """

    def __init__(
        self,
        limits: FetchLimits | None = None,
        begin: Callable[[str], None] = lambda address: None,
        end: Callable[[str], None] = lambda address: None,
    ) -> None:
        self._limits = limits or FetchLimits()
        self._begin, self._end = begin, end
        self._timeouts: Counter[str] = Counter()

    def fetch_all(self, requests: Sequence[FetchRequest]) -> list[Fetched | FetchFailed]:
        """Fetch several addresses, and return the results in the same order."""
        return asyncio.run(self._run(requests))

    async def _run(self, requests: Sequence[FetchRequest]) -> list[Fetched | FetchFailed]:
        loop = _Loop(self._limits, self._timeouts)

        async def run(request: FetchRequest) -> Fetched | FetchFailed:
            return await loop.fetch(request, self._begin, self._end)

        return await asyncio.gather(*map(run, requests))


class _Loop:
    """Fetches pages in one event loop."""

    def __init__(self, limits: FetchLimits, timeouts: Counter[str]) -> None:
        self._limits, self._timeouts = limits, timeouts
        self._turns: dict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._ready: dict[str, float] = {}
        self._local: set[str] = set()
        self._slots = asyncio.Semaphore(_AT_ONCE)
        self._context: ssl.SSLContext | None = None

    async def fetch(
        self, request: FetchRequest, begin: Callable[[str], None], end: Callable[[str], None]
    ) -> Fetched | FetchFailed:
        import httpx

        jar, left = httpx.Cookies(), self._limits.seconds
        address, has_begun = request.address, False
        try:
            for _ in range(_MAX_REDIRECTS + 1):
                url = _checked(address)
                async with self._turn(url.host):
                    if not has_begun:
                        begin(request.address)
                        has_begun = True
                    started = monotonic()
                    async with self._timeout(url.host, left):
                        result = await self._hop(url, request.headers, jar)
                    left -= monotonic() - started
                if isinstance(result, Fetched):
                    return result
                address = result
        except FetchError as failure:
            return failure.failed
        finally:
            if has_begun:
                end(request.address)
        return FetchFailed("unreachable", f"it redirects more than {_MAX_REDIRECTS} times")

    @asynccontextmanager
    async def _timeout(self, host: str, seconds: float) -> AsyncIterator[None]:
        """Limit the time of a request, and count the requests that took too long.

        Raises:
            FetchError: it took too long, or others to the same host did.
        """
        if self._timeouts[host] >= _MAX_TIMEOUTS:
            raise FetchError("unreachable", f"other pages from {host} did not arrive in time")
        try:
            async with asyncio.timeout(seconds):
                yield
        except TimeoutError:
            self._timeouts[host] += 1
            limit = f"{self._limits.seconds:g} seconds"
            raise FetchError(
                "unreachable", f"the page had not fully arrived after {limit}"
            ) from None

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """Wait until the last request to `host` has ended, and the pause after it is over."""
        async with self._turns[host]:
            wait = self._ready.get(host, 0) - monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            async with self._slots:
                try:
                    yield
                finally:
                    if host not in self._local:
                        self._ready[host] = monotonic() + self._limits.pause

    async def _hop(
        self, url: "httpx.URL", headers: Mapping[str, str], jar: "httpx.Cookies"
    ) -> Fetched | str:
        """Fetch `url`. Return the page, or the address to which it redirects."""
        import httpx

        proxy = _proxy_for(url)
        try:
            places = await self._places(url)
        except FetchError as failure:
            # Only the proxy may be able to look up names.
            if not proxy or failure.failed.kind == "refused":
                raise
            places = []
        request = httpx.Request("GET", url, headers=_headers(headers))
        with suppress(UnicodeError):  # A cookie can have letters that a request cannot.
            jar.set_cookie_header(request)
        attempts = [None] if proxy else places
        error: Exception | None = None
        for place in attempts:
            try:
                return await self._ask(request, place, proxy, jar)
            except (httpx.ConnectError, httpx.ConnectTimeout) as failed:
                error = failed
                if tls_error(failed):
                    break
            except (httpx.HTTPError, httpx.InvalidURL, ImportError, OSError) as failed:
                error = failed
                break
        if isinstance(error, httpx.TimeoutException):
            self._timeouts[url.host] += 1
        raise FetchError("unreachable", reason_of(error)) from None

    async def _places(self, url: "httpx.URL") -> list[str]:
        """Look up the addresses of a host, and return those to which we may connect."""
        host = url.raw_host.decode("ascii").strip("[]")
        port = url.port or (443 if url.scheme == "https" else 80)
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except socket.gaierror as error:
            if error.errno in _NO_SUCH_HOST:
                raise FetchError("no host", f"there is no server called {host}") from None
            raise FetchError("unreachable", f"the name {host} cannot be looked up") from None
        except (UnicodeError, OSError):
            raise FetchError("no host", f"{host} is not the name of a server") from None
        addresses = list(dict.fromkeys(str(where[0]) for *_, where in found))
        public = [address for address in addresses if is_public(address)]
        if not public:
            self._local.add(url.host)
        allowed = addresses if self._limits.allow_local else public
        if not allowed:
            where = f" ({addresses[0]})" if addresses[0] != host else ""
            reason = f"{host}{where} is on a local network. To fetch it, add --allow-local"
            raise FetchError("refused", reason)
        return allowed[:_MAX_ADDRESSES]

    async def _ask(
        self,
        request: "httpx.Request",
        place: str | None,
        proxy: str | None,
        jar: "httpx.Cookies",
    ) -> Fetched | str:
        """Send `request` to the network address `place` or, if there is none, to the proxy."""
        import httpx

        is_secure = request.url.scheme == "https" or (proxy or "").startswith("https:")
        if is_secure and self._context is None:
            self._context = httpx.create_ssl_context()
        # A connection is never used again, as another host may have the same network address.
        transport = httpx.AsyncHTTPTransport(
            verify=self._context or False,  # If there is no context, nothing is encrypted.
            proxy=proxy,
            trust_env=False,
            limits=httpx.Limits(max_keepalive_connections=0),
        )
        timeouts = dict.fromkeys(("read", "write", "pool"), self._limits.seconds)
        timeouts["connect"] = min(self._limits.seconds, 15)
        sent = httpx.Request(
            "GET",
            request.url.copy_with(host=place) if place else request.url,
            headers={**request.headers, "host": request.url.netloc.decode("ascii")},
            extensions={"timeout": timeouts}
            | ({"sni_hostname": request.url.raw_host.decode("ascii")} if place else {}),
        )
        async with transport:
            response = await transport.handle_async_request(sent)
            try:
                response.request = request
                jar.extract_cookies(response)
                return await self._result(response)
            finally:
                await response.aclose()

    async def _result(self, response: "httpx.Response") -> Fetched | str:
        status, address = response.status_code, str(response.request.url)
        headers = {name.lower(): value for name, value in response.headers.items()}
        if status in _REDIRECTS and "location" in headers:
            return _joined(response.request.url, headers["location"])
        if status == HTTPStatus.NOT_MODIFIED:
            return Fetched(address, b"", headers, unchanged=True)
        if status in (HTTPStatus.NOT_FOUND, HTTPStatus.GONE):
            raise FetchError("dead", f"the page no longer exists ({status})")
        if status >= 300:
            raise FetchError("unreachable", f"the server replied {status_in_words(status)}")
        content = await self._body(response)
        if not content:
            raise FetchError("unusable", "the server sent an empty page")
        return Fetched(address, content, headers)

    async def _body(self, response: "httpx.Response") -> bytes:
        """Read the page, and decompress it within the limit."""
        decode = decoder_for(response.headers.get("content-encoding", ""))
        content, received = bytearray(), 0
        async for chunk in response.aiter_raw(_CHUNK):
            received += len(chunk)
            for part in decode(chunk):
                content += part
                if len(content) > self._limits.size:
                    self._too_large()
            if received > self._limits.size:
                self._too_large()
        if received and not decode.is_complete:
            raise FetchError("unusable", "the page was cut short")
        return bytes(content)

    def _too_large(self) -> None:
        megabytes = f"{self._limits.size / 1_000_000:g} MB"
        raise FetchError("unusable", f"it is larger than {megabytes}")


def _checked(address: str) -> "httpx.URL":
    """Return the address as a URL, if it may be fetched.

    Raises:
        FetchError: it may not.
    """
    import httpx

    try:
        url = httpx.URL(urldefrag(address).url)
        port = url.port
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise FetchError("refused", f"{address} is not a web address") from None
    if url.scheme not in ("http", "https") or not url.host or port == 0:
        raise FetchError("refused", f"{address} is not a web address")
    if url.userinfo:
        raise FetchError("refused", "the address contains a user name or a password")
    return url


def _joined(url: "httpx.URL", location: str) -> str:
    """Return the address of a redirect, which can be relative.

    Raises:
        FetchError: it is not an address.
    """
    import httpx

    try:
        return str(url.join(location))
    except (httpx.InvalidURL, ValueError, UnicodeError):
        raise FetchError("unreachable", "it redirects to an invalid address") from None


def _headers(more: Mapping[str, str]) -> dict[str, str]:
    return {
        "user-agent": USER_AGENT,
        "accept": _ACCEPT,
        "accept-encoding": "gzip",
        "connection": "close",
        **more,
    }


def _proxy_for(url: "httpx.URL") -> str | None:
    """Return the address of the proxy that the environment names for `url`, if any."""
    from urllib.request import getproxies, proxy_bypass

    proxies = getproxies()
    proxy = proxies.get(url.scheme) or proxies.get("all")
    if not proxy or proxy_bypass(url.host):
        return None
    return proxy if "://" in proxy else f"http://{proxy}"

"""Addresses are fetched within limits, and never from a local network unless this is allowed."""

import gzip
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from random import Random
from threading import Event, Lock
from typing import Any

import pytest
import trustme
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from briefing.evidence.fetch_failures import FetchFailed
from briefing.evidence.fetching import (
    USER_AGENT,
    Fetched,
    Fetcher,
    FetchLimits,
    FetchRequest,
)
from tests.evidence.servers import drip, raw_server, send

pytestmark = pytest.mark.usefixtures("no_running_loop")

LOCAL = FetchLimits(allow_local=True, seconds=10)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for scheme in ("http", "https", "all", "no"):
        monkeypatch.delenv(f"{scheme}_proxy", raising=False)
        monkeypatch.delenv(f"{scheme}_proxy".upper(), raising=False)


def fetch(
    address: str, limits: FetchLimits, headers: Mapping[str, str] | None = None
) -> Fetched | FetchFailed:
    return Fetcher(limits).fetch_all([FetchRequest(address, headers or {})])[0]


def got(
    address: str, limits: FetchLimits = LOCAL, headers: Mapping[str, str] | None = None
) -> Fetched:
    result = fetch(address, limits, headers)
    assert isinstance(result, Fetched), result
    return result


def failed(address: str, limits: FetchLimits = LOCAL) -> FetchFailed:
    result = fetch(address, limits)
    assert isinstance(result, FetchFailed), result
    return result


def give_names(monkeypatch: pytest.MonkeyPatch, *hosts: str) -> None:
    """Let the names `hosts` lead to this machine."""
    original = socket.getaddrinfo

    def lookup(host: Any, *arguments: Any, **options: Any) -> Any:
        return original("127.0.0.1" if host in hosts else host, *arguments, **options)

    monkeypatch.setattr(socket, "getaddrinfo", lookup)


def test_a_page_comes_with_its_type_and_its_final_address(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/old").respond_with_data(
        "", status=301, headers={"Location": "middle?a=1#part"}
    )
    httpserver.expect_request("/middle", query_string="a=1").respond_with_data(
        "", status=302, headers={"Location": httpserver.url_for("/new")}
    )
    httpserver.expect_request("/new").respond_with_data(
        "Gr\xfc\xdfe".encode("latin-1"), content_type="Text/HTML; charset=ISO-8859-1"
    )
    page = got(httpserver.url_for("/old#top"))
    assert page.address == httpserver.url_for("/new")
    assert page.content == b"Gr\xfc\xdfe"
    assert (page.content_type, page.charset) == ("text/html", "iso-8859-1")


def test_requests_say_who_makes_them(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("hello")
    got(httpserver.url_for("/"), headers={"accept-language": "cy"})
    [(request, _)] = httpserver.log
    assert request.headers["User-Agent"] == USER_AGENT and "briefing/" in USER_AGENT
    assert request.headers["Accept-Language"] == "cy"
    assert request.headers["Host"] == f"{httpserver.host}:{httpserver.port}"


@pytest.mark.parametrize(
    ("status", "kind", "reason"),
    [
        (404, "dead", "the page no longer exists (404)"),
        (410, "dead", "the page no longer exists (410)"),
        (403, "unreachable", "the server replied 403 Forbidden"),
        (503, "unreachable", "the server replied 503 Service Unavailable"),
        (599, "unreachable", "the server replied 599"),
    ],
)
def test_errors_of_the_server_are_reported(
    httpserver: HTTPServer, status: int, kind: str, reason: str
) -> None:
    httpserver.expect_request("/").respond_with_data("sorry", status=status)
    result = failed(httpserver.url_for("/"))
    assert (result.kind, result.reason) == (kind, reason)


def test_hosts_that_do_not_answer_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    assert failed(f"http://127.0.0.1:{port}/").reason == "the connection to the server failed"

    def no_such_host(*arguments: Any, **options: Any) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", no_such_host)
    assert failed("http://gone.example/") == FetchFailed(
        "no host", "there is no server called gone.example"
    )


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://example.org/a",
        "javascript:alert(1)",
        "http:///a",
        "http://",
        "a b",
    ],
)
def test_only_web_addresses_are_fetched(address: str) -> None:
    assert failed(address).kind == "refused"


def test_addresses_with_a_password_are_refused(httpserver: HTTPServer) -> None:
    address = httpserver.url_for("/").replace("http://", "http://ann:secret@")
    assert failed(address).reason == "the address contains a user name or a password"
    httpserver.expect_request("/").respond_with_data("", status=302, headers={"Location": address})
    result = failed(httpserver.url_for("/"))
    assert result.kind == "refused" and "secret" not in result.reason


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_local_addresses_are_refused(httpserver: HTTPServer, host: str) -> None:
    result = failed(f"http://{host}:{httpserver.port}/", FetchLimits())
    assert result.kind == "refused" and "--allow-local" in result.reason
    assert not httpserver.log


def test_redirects_to_local_addresses_are_refused(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first address counts as public here, and the one to which it redirects does not."""
    httpserver.expect_request("/").respond_with_data(
        "", status=302, headers={"Location": f"http://127.0.0.1:{httpserver.port}/secret"}
    )
    monkeypatch.setattr(
        "briefing.evidence.fetching.is_public", lambda address: len(httpserver.log) == 0
    )
    give_names(monkeypatch, "public.example")
    result = failed(f"http://public.example:{httpserver.port}/", FetchLimits(pause=0))
    assert result.kind == "refused" and "127.0.0.1 is on a local network" in result.reason
    assert [request.path for request, _ in httpserver.log] == ["/"]


def test_a_name_that_changes_after_the_check_gains_nothing(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is looked up once, and the connection goes to the address that was checked."""
    httpserver.expect_request("/").respond_with_data("secret")
    lookups: list[str] = []

    def lookup(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        lookups.append(host)
        address = "192.0.2.1" if len(lookups) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", lookup)
    monkeypatch.setattr(
        "briefing.evidence.fetching.is_public", lambda address: address == "192.0.2.1"
    )
    limits = FetchLimits(seconds=1)
    assert failed(f"http://rebinding.example:{httpserver.port}/", limits).kind == "unreachable"
    assert lookups.count("rebinding.example") == 1 and not httpserver.log


def test_endless_redirects_end(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("", status=302, headers={"Location": "/"})
    assert failed(httpserver.url_for("/")).reason == "it redirects more than 10 times"
    assert len(httpserver.log) == 11


def test_cookies_last_for_one_source_only(httpserver: HTTPServer) -> None:
    """Some sites redirect to the same address once they have set a cookie."""

    def reply(request: Request) -> Response:
        if request.cookies.get("seen"):
            return Response("the page")
        return Response("", 302, {"Location": "/", "Set-Cookie": "seen=1"})

    httpserver.expect_request("/").respond_with_handler(reply)
    pages = Fetcher(LOCAL).fetch_all([FetchRequest(httpserver.url_for("/"))] * 2)
    assert [page.content for page in pages if isinstance(page, Fetched)] == [b"the page"] * 2
    assert [bool(request.cookies) for request, _ in httpserver.log].count(False) == 2


@pytest.mark.parametrize("data", [b"", HEAD, HEAD + b"\r\n"], ids=["status", "headers", "body"])
def test_a_server_that_sends_a_byte_at_a_time_is_cut_off(data: bytes) -> None:
    slow = (HEAD + b"\r\n" + b"x" * 1000)[len(data) :]
    was_sent = Event()

    def reply(connection: socket.socket, stop: Event) -> None:
        connection.sendall(data)
        drip(slow)(connection, stop)
        if not stop.is_set():
            was_sent.set()

    with raw_server(reply) as address:
        result = failed(address, FetchLimits(seconds=0.5, allow_local=True))
    assert result == FetchFailed("unreachable", "the page had not fully arrived after 0.5 seconds")
    assert not was_sent.is_set()


def test_the_time_includes_all_redirects() -> None:
    def reply(connection: socket.socket, stop: Any) -> None:
        stop.wait(0.3)
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")

    with raw_server(reply) as address:
        result = failed(address, FetchLimits(seconds=0.7, allow_local=True))
    assert result.reason == "the page had not fully arrived after 0.7 seconds"


def test_a_host_that_does_not_reply_in_time_delays_only_two_fetches() -> None:
    """The number is the same if the addresses are fetched one after the other."""

    def reply(connection: socket.socket, stop: Any) -> None:
        stop.wait(0.5)

    with raw_server(reply) as address:
        fetcher = Fetcher(FetchLimits(seconds=0.3, allow_local=True))
        requests = [FetchRequest(f"{address}{number}") for number in range(5)]
        results = fetcher.fetch_all(requests[:1]) + fetcher.fetch_all(requests[1:])
    reasons = [result.reason for result in results if isinstance(result, FetchFailed)]
    assert (
        reasons
        == ["the page had not fully arrived after 0.3 seconds"] * 2
        + ["other pages from 127.0.0.1 did not arrive in time"] * 3
    )


def test_the_start_and_the_end_of_each_fetch_are_reported(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data("", status=302, headers={"Location": "/b"})
    httpserver.expect_request("/b").respond_with_data("page")
    steps: list[str] = []
    fetcher = Fetcher(
        LOCAL, lambda address: steps.append("begin"), lambda address: steps.append("end")
    )
    fetcher.fetch_all([FetchRequest(httpserver.url_for("/"))] * 2)
    assert steps.count("begin") == steps.count("end") == 2
    fetcher.fetch_all([FetchRequest("file:///etc/passwd")])
    assert len(steps) == 4


@pytest.mark.parametrize("has_length", [True, False])
def test_large_pages_are_refused(has_length: bool) -> None:
    length = b"Content-Length: 300000\r\n" if has_length else b""
    limits = FetchLimits(size=200_000, allow_local=True)
    with raw_server(send(HEAD + length + b"\r\n" + b"x" * 300_000)) as address:
        assert failed(address, limits) == FetchFailed("unusable", "it is larger than 0.2 MB")


def compressed(content: bytes, encoding: bytes = b"gzip") -> bytes:
    return HEAD + b"Content-Encoding: " + encoding + b"\r\n\r\n" + content


def test_compressed_pages_are_decompressed() -> None:
    text = bytes(range(256)) * 3000
    parts = gzip.compress(text[:100_000]) + gzip.compress(text[100_000:])
    with raw_server(send(compressed(parts))) as address:
        assert got(address).content == text


def test_pages_that_grow_when_they_are_decompressed_are_refused() -> None:
    bomb = gzip.compress(bytes(30_000_000))
    limits = FetchLimits(size=1_000_000, allow_local=True)
    with raw_server(send(compressed(bomb))) as address:
        assert failed(address, limits).reason == "it is larger than 1 MB"
    with raw_server(send(compressed(gzip.compress(bomb), b"gzip, gzip"))) as address:
        assert "gzip, gzip" in failed(address).reason


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (compressed(gzip.compress(b"x" * 1000, mtime=0)[:-6]), "the page was cut short"),
        (compressed(b"not compressed"), "the page is damaged"),
        (compressed(b"x", b"br"), "the server compressed it in a way that is not supported: br"),
        (HEAD + b"Content-Length: 9\r\n\r\nshort", "the connection was lost"),
        (HEAD + b"\r\n", "the server sent an empty page"),
        (b"no HTTP at all\r\n\r\n", "the connection was lost, or the reply was not valid"),
        (
            b"HTTP/1.1 302 Found\r\nLocation: http://a:b/\r\n\r\n",
            "it redirects to an invalid address",
        ),
    ],
)
def test_damaged_replies_are_reported(reply: bytes, reason: str) -> None:
    with raw_server(send(reply)) as address:
        assert failed(address).reason.startswith(reason)


def test_cookies_that_cannot_be_sent_back_are_left_out() -> None:
    def reply(connection: socket.socket, stop: Any) -> None:
        cookie = b"Set-Cookie: a=\xff\r\n"
        connection.sendall(b"HTTP/1.1 302 Found\r\nLocation: /\r\n" + cookie + b"\r\n")

    with raw_server(reply) as address:
        assert failed(address).reason == "it redirects more than 10 times"


LINES = (
    *(
        b"Location: /",
        b"Location: \xff",
        b"Location: //",
        b"Location: javascript:1",
        b"Link: <\xff",
    ),
    *(b"Set-Cookie: \xff=\xff; max-age=99999999999", b"Set-Cookie: =; domain=..; expires=99"),
    *(b"Content-Encoding: gzip", b"Content-Type: text/html; charset=\xff", b"Content-Type: ;;"),
    *(b"Content-Length: -1", b"Content-Length: 99999999999999999999", b"Content-Length: 5"),
    *(b"Transfer-Encoding: chunked", b"Connection: upgrade", b"X: " + b"y" * 5000),
)
FIRST_LINES = (
    *(b"HTTP/1.1 200 OK", b"HTTP/1.1 302 Found", b"HTTP/1.0 200", b"HTTP/1.1 101 Switching"),
    *(b"HTTP/1.1 100 Continue", b"HTTP/1.1 999 \xff", b"HTTP/9.9 200 OK", b"HTTP/1.1 304 Not"),
)
BODIES = (
    b"",
    b"5\r\nhello\r\n0\r\n\r\n",
    b"zz\r\n",
    b"\0\xff" * 50,
    gzip.compress(b"hello", mtime=0)[:-3],
)


def test_no_reply_causes_a_crash() -> None:
    random = Random(14)

    def reply(connection: socket.socket, stop: Any) -> None:
        lines = [random.choice(FIRST_LINES), *random.sample(LINES, random.randrange(5))]
        connection.sendall(b"\r\n".join([*lines, b"", random.choice(BODIES)]))

    with raw_server(reply) as address:
        results = [fetch(address, LOCAL) for _ in range(150)]
    assert any(isinstance(result, Fetched) for result in results)
    assert any(isinstance(result, FetchFailed) for result in results)


def test_headers_without_end_are_cut_off() -> None:
    with raw_server(send(HEAD + b"X-A: " + b"x" * 1_000_000)) as address:
        assert failed(address).kind == "unreachable"


@contextmanager
def secure_server(name: str) -> Iterator[tuple[str, trustme.CA]]:
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    with raw_server(send(HEAD + b"\r\nsecure"), context) as address:
        yield address, authority


def test_certificates_are_checked(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("authority") / "ca.pem"
    with secure_server("example.org") as (address, authority):
        assert failed(address).reason.startswith("its certificate is not valid: ")
        authority.cert_pem.write_to_path(str(file))
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        # The certificate is for the name of the server, not for its network address.
        assert failed(address).reason.startswith("its certificate is not valid: ")
        give_names(monkeypatch, "example.org", "other.example")
        named = address.replace("127.0.0.1", "example.org")
        assert got(named).content == b"secure"
        other = address.replace("127.0.0.1", "other.example")
        assert "other.example" in failed(other).reason


def test_a_server_without_encryption_is_reported() -> None:
    with raw_server(send(HEAD + b"\r\nplain")) as address:
        reason = failed(address.replace("http:", "https:")).reason
    assert reason == "it does not offer a secure connection"


def test_each_host_gets_one_request_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Several hosts are asked at once."""
    give_names(monkeypatch, "a.example", "b.example", "c.example")
    lock, busy, most_of_host, several = Lock(), list[str](), 0, Event()

    def reply(request: Request) -> Response:
        nonlocal most_of_host
        with lock:
            busy.append(request.host)
            most_of_host = max(most_of_host, busy.count(request.host))
            if len(set(busy)) > 1:
                several.set()
        several.wait(10)
        time.sleep(0.1)  # A second request to the same host would arrive now.
        with lock:
            busy.remove(request.host)
        return Response("page")

    with HTTPServer(threaded=True) as server:
        server.expect_request("/").respond_with_handler(reply)
        addresses = [f"http://{host}.example:{server.port}/" for host in "aabbcc"]
        pages = Fetcher(LOCAL).fetch_all([FetchRequest(address) for address in addresses])
    assert [page.address for page in pages if isinstance(page, Fetched)] == addresses
    assert most_of_host == 1 and several.is_set()


def test_there_is_a_pause_between_requests_to_a_public_host(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    httpserver.expect_request("/").respond_with_data("page")
    monkeypatch.setattr("briefing.evidence.fetching.is_public", lambda address: True)
    waits: list[float] = []
    monkeypatch.setattr("asyncio.sleep", lambda seconds, *rest: _recorded(waits, seconds))
    Fetcher(FetchLimits(pause=7)).fetch_all([FetchRequest(httpserver.url_for("/"))] * 3)
    assert [round(wait) for wait in waits if wait > 1] == [7, 7]


async def _recorded(waits: list[float], seconds: float) -> None:
    waits.append(seconds)


def test_a_page_that_is_already_known_is_not_sent_again(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/", headers={"If-None-Match": '"1"'}).respond_with_data(
        "", status=304
    )
    page = got(httpserver.url_for("/"), headers={"If-None-Match": '"1"'})
    assert page.unchanged and not page.content


def test_a_proxy_that_the_environment_names_makes_the_connections(
    httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It can look up names that this machine cannot. Local addresses are still refused."""
    httpserver.expect_request("/a").respond_with_data("from the proxy")
    monkeypatch.setenv("http_proxy", httpserver.url_for("/"))
    assert got("http://page.invalid/a", FetchLimits()).content == b"from the proxy"
    assert httpserver.log[0][0].headers["Host"] == "page.invalid"
    assert failed("http://127.0.0.1/a", FetchLimits()).kind == "refused"
    monkeypatch.setenv("http_proxy", "socks5://127.0.0.1:1")
    assert failed("http://page.invalid/a").reason.startswith("the proxy cannot be used")

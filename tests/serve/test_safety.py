"""Attacks on the server of `briefing serve`, over real connections."""

import socket
import time
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from tests.helpers import SAMPLE
from tests.serve.conftest import Server, Serving

CHOSEN = quote("edition=timeline")
SECRETS = (
    "/api/state",
    "/api/events",
    "/nothing",
    *(f"/{kind}/{CHOSEN}/html" for kind in ("page", "document", "file")),
)


@pytest.fixture(scope="module")
def server(serving: Serving) -> Server:
    return serving(SAMPLE)


def raw(server: Server, request: bytes) -> bytes:
    """Return the answer to a request that no browser would send, or b"" if it is cut off."""
    answer = b""
    with (
        socket.create_connection(("127.0.0.1", server.port), timeout=20) as connection,
        suppress(OSError),
    ):
        connection.sendall(request)
        connection.shutdown(socket.SHUT_WR)
        while more := connection.recv(65536):
            answer += more
    return answer


def test_nothing_is_shown_without_the_token(server: Server) -> None:
    with httpx.Client(base_url=server.address, trust_env=False) as stranger:
        for path in SECRETS:
            assert stranger.get(path).status_code == 401, path
        for path in ("/", "/?token=", "/?token=wrong", f"/?token={server.token[:-1]}"):
            answer = stranger.get(path)
            assert answer.status_code == 401, path
            assert "set-cookie" not in answer.headers
        stranger.cookies.set(f"briefing-{server.port}", "wrong")
        assert stranger.get("/api/state").status_code == 401


def test_the_cookie_is_sent_to_no_other_page_and_no_script_can_read_it(server: Server) -> None:
    cookie = httpx.get(server.start, trust_env=False).headers["set-cookie"].lower()
    assert "samesite=strict" in cookie
    assert "httponly" in cookie
    assert server.token.lower() not in cookie


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:{port}", "127.0.0.1.evil.example", "localhost.evil", "1.2.3.4",
     "127.0.0.1@evil.example", "", "[::2]", "127.0.0.1:x", "a@127.0.0.1"],
)  # fmt: skip
def test_a_name_that_leads_here_is_refused(server: Server, host: str) -> None:
    """DNS rebinding: the browser believes that our server is the attacker's."""
    with server.client() as client:
        answer = client.get("/api/state", headers={"Host": host.format(port=server.port)})
    assert answer.status_code in (400, 421), host
    assert "version" not in answer.text


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "LOCALHOST", "localhost:9999"])
def test_our_own_names_are_accepted(server: Server, host: str) -> None:
    with server.client() as client:
        assert client.get("/api/state", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "http://localhost:{port}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
    ],
)
def test_other_pages_can_read_nothing(server: Server, headers: dict[str, str]) -> None:
    headers = {name: value.format(port=server.port) for name, value in headers.items()}
    with server.client() as client:
        for path in ("/", *SECRETS):
            assert client.get(path, headers=headers).status_code == 403, path


def test_a_link_from_elsewhere_opens_only_the_start_page(server: Server) -> None:
    link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    link["Sec-Fetch-Dest"] = "document"
    with server.client() as client:
        assert client.get("/", headers=link).status_code == 200
        assert client.get("/api/state", headers=link).status_code == 403


@pytest.mark.parametrize("origin", [None, "null", "https://evil.example", "http://localhost"])
def test_other_pages_can_post_nothing(server: Server, origin: str | None) -> None:
    headers = {"Origin": origin} if origin else {}
    with server.client() as client:
        for method in ("POST", "PUT", "DELETE", "PATCH"):
            answer = client.request(method, "/api/state", headers=headers, content=b"{}")
            assert answer.status_code == 403


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/..%2Fapp.py", "/static/%2e%2e/app.py", "/static/..%5Capp.py",
     "/static//etc/passwd", "/static/%2Fetc%2Fpasswd", "/static/page.html", "/static/app.py",
     "/static/tokens.css%00.js", "/static/" + "a" * 5000],
)  # fmt: skip
def test_no_path_leads_to_another_file(server: Server, path: str) -> None:
    with server.client() as client:
        cookie = f"briefing-{server.port}={client.cookies[f'briefing-{server.port}']}"
    request = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nCookie: {cookie}\r\n\r\n"
    status = raw(server, request.encode()).split(b" ")[1]
    assert status in (b"404", b"400"), path


def test_a_huge_body_is_refused_before_it_is_read(server: Server) -> None:
    head = b"POST /login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
    declared = raw(server, head + b"Content-Length: 99999999999\r\n\r\n")
    assert declared.startswith(b"HTTP/1.1 413")
    piece = b"100001\r\n" + b"x" * 0x100001 + b"\r\n"
    undeclared = raw(server, head + b"Transfer-Encoding: chunked\r\n\r\n" + piece)
    assert undeclared.startswith(b"HTTP/1.1 413") or not undeclared


def test_huge_headers_are_refused(server: Server) -> None:
    answer = raw(server, b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 200_000)
    assert answer.startswith(b"HTTP/1.1 400") or not answer


@pytest.mark.long
def test_slow_clients_are_cut_off(server: Server) -> None:
    begun = [
        b"",
        b"GET / HTTP/1.1\r\nHost: local",
        b"POST /login HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
        b"Content-Length: 100\r\n\r\nx",
    ]
    slow = [socket.create_connection(("127.0.0.1", server.port)) for _ in begun]
    for connection, text in zip(slow, begun, strict=True):
        connection.sendall(text)
    started = time.monotonic()
    for connection in slow:
        connection.settimeout(60)
        while connection.recv(65536):
            pass
        connection.close()
    assert time.monotonic() - started < 50
    with server.client() as client:
        assert client.get("/api/state").status_code == 200


def test_a_busy_server_answers_again_when_the_clients_are_gone(server: Server) -> None:
    crowd = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(150)]
    for connection in crowd:
        connection.close()
    for _ in range(100):
        with httpx.Client(base_url=server.address, trust_env=False) as client:
            if client.get("/").status_code == 401:
                return
        time.sleep(0.05)
    pytest.fail("the server does not answer")


def test_our_pages_run_no_foreign_script_and_cannot_be_framed(server: Server) -> None:
    with server.client() as client:
        policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_read_only_page_accepts_no_changes(serving: Serving) -> None:
    server = serving(SAMPLE, "--read-only")
    with server.client(Origin=server.address.rstrip("/")) as client:
        answer = client.post("/api/state", json={})
        assert (answer.status_code, answer.json()["error"]) == (403, "This page is read-only.")
        assert client.get("/api/state").status_code == 200


def test_other_computers_need_the_password(serving: Serving, tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text("correct horse battery\n", encoding="utf-8")
    file.chmod(0o600)
    server = serving(SAMPLE, "--host", "0.0.0.0", "--password-file", file)
    assert "token" not in server.printed
    address = f"http://127.0.0.1:{server.port}"
    with httpx.Client(
        base_url=address, headers={"Origin": address}, trust_env=False, timeout=30
    ) as client:
        assert "Password" in client.get("/").text
        assert client.get("/api/state").status_code == 401
        assert client.get("/", headers={"Host": "evil.example"}).status_code == 421
        wrong = client.post("/login", data={"password": "incorrect"})
        assert (wrong.status_code, "is not correct" in wrong.text) == (401, True)
        assert client.post("/login", data={"password": "correct horse battery"}).status_code == 303
        assert client.get("/api/state").status_code == 200

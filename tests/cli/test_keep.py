"""`briefing keep` fetches sources, keeps copies of them, and sets their `read` dates."""

import re
from pathlib import Path

import pytest
from click.testing import Result
from pytest_httpserver import HTTPServer

from tests.helpers import briefing, set_today

pytestmark = pytest.mark.usefixtures("no_running_loop")

ARTICLE = (
    "<!doctype html><title>A</title><p>The mayor said: “We shall fight for the park.” "
    "He was applauded by everybody in the hall, and left by the back door at nine.</p>"
)
WALL = "<!doctype html><title>Cookies</title><p>" + "We value your privacy. Accept cookies? " * 20


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Run each test in its own folder, on 2 June 2031, without a proxy."""
    monkeypatch.chdir(tmp_path)
    set_today("2031-06-02", monkeypatch)
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def server(httpserver: HTTPServer) -> HTTPServer:
    serve(httpserver, "/article", ARTICLE)
    return httpserver


def serve(server: HTTPServer, path: str, body: str | bytes, type: str = "text/html") -> None:
    server.expect_request(path).respond_with_data(body, content_type=type)


def write_record(server: HTTPServer, sources: str = "", events: str = "") -> str:
    """Write a record with a source `gazette`, whose quote is in the article."""
    address = server.url_for("/article")
    text = f"""\
title: The park
correct_as_of: 2031-06-02
actors:
  mayor: {{name: The Mayor}}
sources:
  gazette: {{title: The gazette, url: "{address}"}}  # a comment
{sources}
events:
  - date: 2019-04
    kind: speech
    title: The mayor speaks
    source: gazette
    quotes:
      - {{text: We shall fight for the park., by: mayor}}
{events}"""
    Path("events.yaml").write_text(text)
    return text


def keep(*arguments: str) -> Result:
    return briefing("keep", "--allow-local", *arguments)


def kept() -> list[str]:
    return sorted(path.name for path in Path("sources").glob("*"))


def test_a_copy_is_kept_and_its_date_is_recorded(server: HTTPServer) -> None:
    before = write_record(server)
    done = keep()
    assert done.exit_code == 0 and done.stderr == "Next: briefing prove\n"
    assert done.stdout == "sources/gazette.html  (1 quote found)\n"
    assert Path("sources/gazette.html").read_text() == ARTICLE
    after = Path("events.yaml").read_text()
    assert after == before.replace('article"}', 'article", read: 2031-06-02}')
    assert briefing("check").exit_code == 0
    assert sorted(path.name for path in Path().iterdir()) == ["events.yaml", "sources"]


def test_sources_with_a_copy_are_fetched_only_again(server: HTTPServer) -> None:
    write_record(server)
    Path("sources").mkdir()
    Path("sources/gazette.txt").write_text("An old copy.")
    done = keep()
    assert done.exit_code == 0 and not server.log
    assert done.stderr == "Every source with a web address has a copy.\n"
    assert "already has a copy. To fetch it again, add --again." in keep("gazette").stderr
    assert keep("--again").exit_code == 0
    assert kept() == ["gazette.html"]


def test_a_copy_that_cannot_be_replaced_stays(server: HTTPServer) -> None:
    """The page may be gone, show only a cookie notice, or have been saved in several files."""
    write_record(server)
    Path("sources").mkdir()
    Path("sources/gazette.txt").write_text("An old copy.")
    server.clear()
    server.expect_request("/article").respond_with_data("", status=410)
    assert keep("--again").exit_code == 1 and kept() == ["gazette.txt"]
    server.clear()
    serve(server, "/article", WALL)
    assert keep("--again").exit_code == 1 and kept() == ["gazette.txt"]
    server.clear()
    serve(server, "/article", ARTICLE)
    for number in (1, 2):
        Path("sources/gazette.txt").rename("sources/gazette.1.txt") if number == 1 else None
        Path(f"sources/gazette.{number}.txt").write_text("An old copy.")
    done = keep("--again")
    assert kept() == ["gazette.1.txt", "gazette.2.txt"]
    assert "its copy is sources/gazette.1.txt and sources/gazette.2.txt" in done.stderr


def test_a_copy_that_cannot_be_read_is_reported(server: HTTPServer) -> None:
    write_record(server)
    Path("sources").mkdir()
    Path("sources/gazette.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    for done in (keep(), keep("--again")):
        assert done.exit_code == 0 and kept() == ["gazette.png"] and not server.log
        assert (
            "gazette was not fetched, because its copy, sources/gazette.png, cannot be used: it is "
            "a picture. "
        ) in done.stderr
        assert ". To fetch the source again, delete the copy first." in done.stderr


def test_a_folder_without_events_files_can_have_the_name_of_a_source(server: HTTPServer) -> None:
    write_record(server)
    Path("gazette").mkdir()
    assert keep("gazette").exit_code == 0 and kept() == ["gazette.html"]


def test_a_wall_of_cookies_is_not_a_copy(server: HTTPServer) -> None:
    before = write_record(server)
    server.clear()
    serve(server, "/article", WALL)
    done = keep()
    assert done.exit_code == 1 and not Path("sources").exists()
    assert "gazette was not kept: its quote is not on the page" in done.stderr
    assert f"Open {server.url_for('/article')} in a browser" in done.stderr
    assert "sources/gazette.pdf" in done.stderr and "0 kept, 1 not kept." in done.stderr
    assert Path("events.yaml").read_text() == before
    done = keep("--anyway")
    assert done.exit_code == 0 and kept() == ["gazette.html"]


@pytest.mark.parametrize(
    ("figures", "reason"),
    [
        ("", ""),
        ("    figures: [{label: residents, value: 77%}]\n", "none of its 1 quote and 1 figure is"),
        ("    figures: [{label: visits, value: 4 million}]\n", "its figure is not"),
        ("    figures: [{label: visits, value: 3 million}]\n", ""),
        ("    figures: [{label: visits, value: 4 million, worked_out: 3 + 1}]\n", ""),
    ],
)
def test_a_page_with_a_figure_of_the_source_is_a_copy(
    server: HTTPServer, figures: str, reason: str
) -> None:
    text = write_record(server, events=figures)
    if "visits" in figures:
        text = text.replace(
            "    quotes:\n      - {text: We shall fight for the park., by: mayor}\n", ""
        )
        Path("events.yaml").write_text(text)
        server.clear()
        serve(server, "/article", ARTICLE + "There were 3m visits.")
    elif reason:
        server.clear()
        serve(server, "/article", WALL)
    done = keep()
    assert done.exit_code == (1 if reason else 0), done.stderr
    assert reason in done.stderr and (not reason or "add --anyway." in done.stderr)


def test_a_page_without_text_is_not_a_copy(server: HTTPServer) -> None:
    write_record(server)
    server.clear()
    serve(server, "/article", "<!doctype html><title>App</title><script src=a.js></script>")
    done = keep()
    assert done.exit_code == 1 and "gazette was not kept:" in done.stderr


def test_a_quote_that_was_copied_wrongly_does_not_prevent_the_copy(server: HTTPServer) -> None:
    text = write_record(server).replace("shall fight", "will fight")
    Path("events.yaml").write_text(text)
    done = keep()
    assert done.exit_code == 0 and kept() == ["gazette.html"]
    assert "does not contain “We will fight for the park.”" in done.stderr
    assert "briefing prove" in done.stderr


@pytest.mark.parametrize(
    ("body", "type", "name"),
    [
        (ARTICLE, "application/octet-stream", "gazette.html"),
        (ARTICLE, "application/pdf", "gazette.html"),
        ("We shall fight for the park.", "text/plain", "gazette.txt"),
        ("# The park\n\nWe shall *fight* for the park.", "text/markdown", "gazette.md"),
        (ARTICLE.replace("“", "\x93").replace("”", "\x94").encode("latin-1"),
         "text/html; charset=windows-1252", "gazette.html"),
    ],
)  # fmt: skip
def test_the_content_decides_what_the_copy_is(
    server: HTTPServer, body: str | bytes, type: str, name: str
) -> None:
    write_record(server)
    server.clear()
    serve(server, "/article", body, type)
    done = keep()
    assert done.exit_code == 0, done.stderr
    assert kept() == [name] and "1 quote found" in done.stdout


@pytest.mark.parametrize(
    ("body", "type", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n", "image/png", "it is a picture"),
        (b"{}", "application/json", "its type is application/json, which cannot be read"),
        (b"\0\1", "video/mp4", "its type is video/mp4, which cannot be read"),
    ],
)
def test_other_types_are_not_kept(server: HTTPServer, body: bytes, type: str, reason: str) -> None:
    write_record(server)
    server.clear()
    serve(server, "/article", body, type)
    done = keep("--anyway")
    assert done.exit_code == 1 and f"gazette was not kept: {reason}." in done.stderr


def test_local_addresses_are_refused(server: HTTPServer) -> None:
    before = write_record(server)
    done = briefing("keep")
    assert done.exit_code == 1 and not server.log
    assert re.search(r"localhost \((127\.0\.0\.1|::1)\) is on a local network", done.stderr)
    assert "--allow-local" in done.stderr and Path("events.yaml").read_text() == before


def test_sources_in_events_are_kept_under_names_made_from_their_addresses(
    server: HTTPServer,
) -> None:
    serve(server, "/news/a.html", "The news of the park. " * 20, "text/plain")
    short, full = server.url_for("/news/a.html"), server.url_for("/article")
    host = f"localhost-{server.port}"
    write_record(
        server,
        events=f"""\
  - {{date: 2019-05, kind: news, title: A, source: "{short}"}}
  - date: 2019-06
    kind: news
    title: B
    source:
      title: The article
      url: {full}

  # The end
""",
    )
    done = keep(short, full)
    assert done.exit_code == 0, done.stderr
    assert kept() == [f"{host}-article.html", f"{host}-news-a.txt"]
    assert "1 source is only an address in the record" in done.stderr
    after = Path("events.yaml").read_text()
    assert f"url: {full}\n      read: 2031-06-02\n\n  # The end\n" in after
    assert f'source: "{short}"}}' in after


def test_two_addresses_whose_copies_would_have_the_same_name_are_not_kept(
    server: HTTPServer,
) -> None:
    """A quote from one could otherwise be proved by the other."""
    addresses = [server.url_for(path) for path in ("/a.html", "/A.html", "/b/", "/b#part")]
    serve(server, "/b/", "The news of the park. " * 20)
    write_record(
        server,
        events="\n".join(
            f'  - {{date: 2019-05, kind: news, title: "{number}", source: "{address}"}}'
            for number, address in enumerate(addresses)
        ),
    )
    done = keep()
    name = f"localhost-{server.port}"
    assert done.exit_code == 1 and kept() == ["gazette.html", f"{name}-b.html"]
    reason = f"the copies of {addresses[0]} and {addresses[1]} would have the same name."
    assert f"{name}-a was not kept: {reason}" in done.stderr


def test_ids_that_differ_only_in_capitals_are_not_kept(server: HTTPServer) -> None:
    """On some systems they would have the same file."""
    other = server.url_for("/other")
    write_record(server, f'  Gazette: {{title: Another, url: "{other}"}}')
    done = keep()
    assert done.exit_code == 1 and not kept()
    assert f"the copies of {other} and {server.url_for('/article')} would" in done.stderr


def test_events_and_ids_can_be_given_together(server: HTTPServer) -> None:
    write_record(server, "  other: {title: Other}")
    Path("record").mkdir()
    Path("events.yaml").rename("record/events.yaml")
    done = keep("record", "gazette")
    assert done.stdout.startswith("record/sources/gazette.html")
    assert done.stderr == "Next: briefing prove record\n"
    assert Path("record/events.yaml").read_text().count("2031-06-02") == 2
    done = keep("record/events.yaml", "gazete")
    assert done.exit_code == 2 and "Did you mean 'gazette'?" in done.stderr
    done = keep("record/", "other")
    assert done.exit_code == 2 and "Save a copy of it as sources/other.pdf." in done.stderr


def test_sources_without_an_address_are_named(server: HTTPServer) -> None:
    write_record(server, "  a: {title: A}\n  b: {title: B}")
    done = keep()
    assert done.exit_code == 0
    assert "Note: a and b have no url, so they cannot be fetched." in done.stderr


def test_a_dead_address_leads_to_its_archived_copy(server: HTTPServer) -> None:
    server.clear()
    server.expect_request("/article").respond_with_data("", status=404)
    serve(server, "/archive/1", ARTICLE)
    text = write_record(server)
    archived = server.url_for("/archive/1")
    Path("events.yaml").write_text(text.replace('article"}', f'article", archived: "{archived}"}}'))
    done = keep()
    assert done.exit_code == 1 and "the page no longer exists (404)" in done.stderr
    assert "To keep its archived copy, add --archived." in done.stderr
    assert keep("--archived").exit_code == 0 and kept() == ["gazette.html"]


def test_a_web_archive_can_be_named(server: HTTPServer) -> None:
    write_record(server)
    server.expect_request(f"/web/{server.url_for('/article')}").respond_with_data(
        ARTICLE, headers={"Memento-Datetime": "Thu, 04 Apr 2019 10:00:00 GMT"}
    )
    done = keep("--memento", server.url_for("/web/"))
    assert done.exit_code == 0, done.stderr
    assert "archived on Thu, 04 Apr 2019" in done.stdout
    done = keep("--archived", "--again")
    assert done.exit_code == 1 and "does not name an archived copy" in done.stderr


def test_a_dry_run_fetches_and_writes_nothing(server: HTTPServer) -> None:
    before = write_record(server)
    done = keep("--dry-run", "--gitignore")
    assert done.exit_code == 0 and done.stdout == f"gazette  {server.url_for('/article')}\n"
    assert not server.log and Path("events.yaml").read_text() == before
    assert [path.name for path in Path().iterdir()] == ["events.yaml"]


@pytest.mark.parametrize("old", [None, b"out/\n", b"out/", b"a\r\n", b"sources/\n", b"/sources/\n"])
def test_git_ignores_the_copies_only_if_asked(server: HTTPServer, old: bytes | None) -> None:
    write_record(server)
    if old is not None:
        Path(".gitignore").write_bytes(old)
    keep("--quiet")
    assert (Path(".gitignore").read_bytes() if old is not None else None) == old
    keep("--gitignore", "--quiet")
    new = Path(".gitignore").read_bytes()
    assert new.startswith(old or b"") and new.count(b"sources/") == 1
    assert new.splitlines()[: len((old or b"").splitlines())] == (old or b"").splitlines()


def test_a_record_that_is_edited_meanwhile_is_read_again(server: HTTPServer) -> None:
    before = write_record(server)
    server.clear()

    def edit(request: object) -> object:
        from werkzeug import Response

        Path("events.yaml").write_text("# A line more\n" + before)
        return Response(ARTICLE, mimetype="text/html")

    server.expect_request("/article").respond_with_handler(edit)  # type: ignore[arg-type]
    assert keep().exit_code == 0
    after = Path("events.yaml").read_text()
    assert after.startswith("# A line more\n") and "read: 2031-06-02" in after


def test_a_record_that_is_broken_meanwhile_is_left(server: HTTPServer) -> None:
    write_record(server)
    server.clear()

    def edit(request: object) -> object:
        from werkzeug import Response

        Path("events.yaml").write_text("title: [")
        return Response(ARTICLE, mimetype="text/html")

    server.expect_request("/article").respond_with_handler(edit)  # type: ignore[arg-type]
    done = keep()
    assert done.exit_code == 3 and kept() == ["gazette.html"]
    assert "Add `read: 2031-06-02` to these sources: gazette." in done.stderr
    assert Path("events.yaml").read_text() == "title: ["


def test_every_byte_of_the_record_but_the_date_stays(server: HTTPServer) -> None:
    text = write_record(server).replace("\n", "\r\n").rstrip()
    content = b"\xef\xbb\xbf" + text.encode()
    Path("events.yaml").write_bytes(content)
    assert keep().exit_code == 0
    after = Path("events.yaml").read_bytes()
    assert after.replace(b", read: 2031-06-02", b"") == content


def test_copies_outside_the_folder_are_refused(server: HTTPServer, tmp_path: Path) -> None:
    write_record(server)
    elsewhere = tmp_path.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    Path("sources").symlink_to(elsewhere)
    done = keep()
    assert done.exit_code == 2 and "outside its folder" in done.stderr
    assert not list(elsewhere.iterdir()) and not server.log


def test_a_folder_that_cannot_be_written_is_reported(server: HTTPServer) -> None:
    write_record(server)
    Path("sources").write_text("a file")
    done = keep()
    assert done.exit_code == 3 and "sources" in done.stderr


def test_a_record_with_errors_is_not_fetched(server: HTTPServer) -> None:
    Path("events.yaml").write_text("title: A\nevents: [{date: nonsense}]\n")
    assert keep().exit_code == 1 and not server.log
    assert keep("-").exit_code == 2

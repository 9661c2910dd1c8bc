"""Addresses lead to tables: bills and all pages of their stages, calendars and sheets."""

import json
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from briefing.capture.addresses import API, bill_in, download, is_address, table_address
from briefing.capture.reading import read_tables
from briefing.evidence.fetching import Fetcher, FetchLimits
from briefing.evidence.kinds import NotReadable

pytestmark = pytest.mark.usefixtures("no_running_loop")

FILES = Path(__file__).parent / "files"
LOCAL = FetchLimits(allow_local=True, pause=0)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)


def serve_bill(server: HTTPServer, per_page: int) -> None:
    """Serve the bill of the file bill.json as the API does, a few stages at a time."""
    answer = json.loads((FILES / "bill.json").read_text())
    stages = answer["stages"]["items"]

    def page(request: Request) -> Response:
        skip = int(request.args.get("Skip", 0))
        items = stages[skip : skip + per_page]
        found = {"items": items, "totalResults": len(stages), "itemsPerPage": per_page}
        return Response(json.dumps(found), content_type="text/plain")

    server.expect_request("/api/v1/Bills/9001").respond_with_json(answer["bill"])
    server.expect_request("/api/v1/Bills/9001/Stages").respond_with_handler(page)


@pytest.mark.parametrize("per_page", [2, 3, 50])
def test_all_pages_of_the_stages_of_a_bill_are_fetched(
    httpserver: HTTPServer, per_page: int
) -> None:
    serve_bill(httpserver, per_page)
    found = download(httpserver.url_for("/api/v1/Bills/9001/Stages"), Fetcher(LOCAL))
    tables = read_tables(found.content, found.name)
    assert tables[0].rows == read_tables((FILES / "bill.json").read_bytes(), "bill.json")[0].rows


def test_a_server_that_never_ends_its_pages_is_left(httpserver: HTTPServer) -> None:
    serve_bill(httpserver, 2)
    stage = json.loads((FILES / "bill.json").read_text())["stages"]["items"][0]
    endless = {"items": [stage], "totalResults": 1_000_000, "itemsPerPage": 1}
    httpserver.clear()
    httpserver.expect_request("/api/v1/Bills/1").respond_with_json({"billId": 1, "shortTitle": "A"})
    httpserver.expect_request("/api/v1/Bills/1/Stages").respond_with_json(endless)
    download(httpserver.url_for("/api/v1/Bills/1"), Fetcher(LOCAL))
    assert len(httpserver.log) < 60


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://bills.parliament.uk/bills/3137", (API, 3137)),
        ("https://bills.parliament.uk/bills/3137/stages/16000", (API, 3137)),
        (f"{API}/3137/Stages?Take=5", (API, 3137)),
        ("https://bills.parliament.uk/", None),
        ("https://example.org/bills/3137", None),
        ("https://example.org/api/v1/Bills/3137/Publications", None),
    ],
)
def test_the_page_of_a_bill_leads_to_the_api(address: str, found: tuple[str, int] | None) -> None:
    assert bill_in(address) == found


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("webcal://example.org/a.ics", "https://example.org/a.ics"),
        (
            "https://docs.google.com/spreadsheets/d/1aB-c/edit?usp=sharing#gid=42",
            "https://docs.google.com/spreadsheets/d/1aB-c/export?format=csv&gid=42",
        ),
        (
            "https://docs.google.com/spreadsheets/d/e/2PACX-1/pubhtml",
            "https://docs.google.com/spreadsheets/d/e/2PACX-1/pub?output=csv",
        ),
        ("https://example.org/a?b", "https://example.org/a?b"),
    ],
)
def test_addresses_of_data(address: str, leads_to: str) -> None:
    assert is_address(address) and table_address(address) == leads_to


@pytest.mark.parametrize(
    ("path", "type", "name"),
    [
        ("/export", "text/calendar; charset=utf-8", "export.ics"),
        ("/a.csv", "text/plain", "a.csv"),
        ("/feed/", "application/rss+xml", "feed.rss"),
        ("/events.php", "application/json", "events.php.json"),
        ("/rows.csv", "text/html", "rows.csv.html"),
    ],
)
def test_the_name_shows_the_format(httpserver: HTTPServer, path: str, type: str, name: str) -> None:
    httpserver.expect_request(path).respond_with_data("x", content_type=type)
    assert download(httpserver.url_for(path), Fetcher(LOCAL)).name == name


def test_local_addresses_and_errors_are_refused(httpserver: HTTPServer) -> None:
    with pytest.raises(
        NotReadable, match=r"is on a local network\. To fetch it, add --allow-local"
    ):
        download(httpserver.url_for("/a.csv"), Fetcher(FetchLimits()))
    httpserver.expect_request("/gone").respond_with_data("", status=404)
    with pytest.raises(NotReadable, match="the page no longer exists"):
        download(httpserver.url_for("/gone"), Fetcher(LOCAL))
    httpserver.expect_request("/api/v1/Bills/2").respond_with_data("<html>")
    with pytest.raises(NotReadable, match="did not return a bill"):
        download(httpserver.url_for("/api/v1/Bills/2"), Fetcher(LOCAL))

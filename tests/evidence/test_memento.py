"""Archived copies are found in web archives that follow RFC 7089."""

from collections.abc import Callable
from datetime import date as Day

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from briefing.evidence.addresses import AddressedSource
from briefing.evidence.fetch_failures import FetchFailed
from briefing.evidence.fetching import Fetched, Fetcher, FetchLimits
from briefing.evidence.memento import fetch_archived

pytestmark = pytest.mark.usefixtures("no_running_loop")

LOCAL = Fetcher(FetchLimits(allow_local=True, seconds=10))
ADDRESS = "https://example.org/report?id=1"
SOURCE = AddressedSource("report", ADDRESS, day=Day(2019, 4, 3))
WHEN = {"Memento-Datetime": "Thu, 04 Apr 2019 10:00:00 GMT"}
TIMEMAP = """\
<https://example.org/report?id=1>; rel="original",
<{0}map>; rel="self"; type="application/link-format"; from="Tue, 01 Jan 2013 00:00:00 GMT",
<{0}copy/2013>; rel="first memento"; datetime="Tue, 01 Jan 2013 00:00:00 GMT",
<{0}copy/2019>; rel="memento"; datetime="Thu, 04 Apr 2019 10:00:00 GMT",
<{0}copy/2024>; rel="last memento"; datetime="Mon, 01 Jan 2024 00:00:00 GMT"
"""


@pytest.fixture(autouse=True)
def copies(httpserver: HTTPServer) -> None:
    for year in (2013, 2019, 2024):
        httpserver.expect_request(f"/copy/{year}").respond_with_data(
            f"The copy of {year}", headers=WHEN
        )


def fetched(archive: str | None, source: AddressedSource = SOURCE) -> Fetched | FetchFailed:
    [result] = fetch_archived([source], archive, LOCAL)
    return result


def answer(httpserver: HTTPServer, path: str, reply: Callable[[Request], Response]) -> None:
    httpserver.expect_request(f"/{path}/{ADDRESS.partition('?')[0]}").respond_with_handler(reply)


def test_a_timegate_leads_to_the_copy_for_the_date_of_the_source(httpserver: HTTPServer) -> None:
    def timegate(request: Request) -> Response:
        assert request.headers["Accept-Datetime"] == "Wed, 03 Apr 2019 12:00:00 GMT"
        assert request.query_string == b"id=1"
        return Response("", 302, {"Location": "/copy/2019", "Vary": "accept-datetime"})

    answer(httpserver, "gate", timegate)
    assert isinstance(fetched(httpserver.url_for("/gate")), Fetched)
    result = fetched(httpserver.url_for("/gate/"))
    assert isinstance(result, Fetched) and result.content == b"The copy of 2019"
    assert result.address == httpserver.url_for("/copy/2019")


def test_without_a_date_the_archive_chooses(httpserver: HTTPServer) -> None:
    def timegate(request: Request) -> Response:
        assert "Accept-Datetime" not in request.headers
        return Response("", 302, {"Location": "/copy/2024"})

    answer(httpserver, "gate", timegate)
    result = fetched(httpserver.url_for("/gate/"), AddressedSource("report", ADDRESS))
    assert isinstance(result, Fetched) and result.content == b"The copy of 2024"


@pytest.mark.parametrize(("day", "year"), [(Day(2012, 1, 1), 2013), (Day(2019, 1, 1), 2019)])
def test_the_closest_copy_is_chosen_from_a_timemap(
    httpserver: HTTPServer, day: Day, year: int
) -> None:
    text = TIMEMAP.format(httpserver.url_for("/"))
    answer(httpserver, "map", lambda request: Response(text, mimetype="application/link-format"))
    source = AddressedSource("report", ADDRESS, day=day)
    result = fetched(httpserver.url_for("/map/"), source)
    assert isinstance(result, Fetched) and result.content == f"The copy of {year}".encode()


def test_a_page_of_the_archive_leads_to_its_timemap(httpserver: HTTPServer) -> None:
    link = '<https://example.org/report>; rel="original", </map?x=1,2>; rel="timemap"; a=b'
    answer(httpserver, "page", lambda request: Response("Pages", headers={"Link": link}))
    httpserver.expect_request("/map", query_string="x=1,2").respond_with_data(
        TIMEMAP.format("/"), content_type="application/link-format"
    )
    result = fetched(httpserver.url_for("/page/"))
    assert isinstance(result, Fetched) and result.content == b"The copy of 2019"


def test_the_archived_address_of_the_source_comes_first(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/kept").respond_with_data("An archived page")
    source = AddressedSource("report", ADDRESS, archived=httpserver.url_for("/kept"))
    result = fetched("http://127.0.0.1:1/", source)
    assert isinstance(result, Fetched) and result.content == b"An archived page"


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        (Response("Not found", 404), "the archive has no copy of it"),
        (Response("", mimetype="application/link-format"), "the server sent an empty page"),
        (
            Response(TIMEMAP[:60], mimetype="application/link-format"),
            "the archive has no copy of it",
        ),
        (Response("A page"), "the archive did not return an archived copy"),
        (Response("", 503), "the server replied 503 Service Unavailable"),
    ],
)
def test_other_replies_are_reported(httpserver: HTTPServer, reply: Response, reason: str) -> None:
    answer(httpserver, "gate", lambda request: reply)
    result = fetched(httpserver.url_for("/gate/"))
    assert isinstance(result, FetchFailed) and result.reason == reason

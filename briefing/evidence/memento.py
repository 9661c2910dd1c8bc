"""Fetch archived copies of pages from web archives: Memento, RFC 7089.

A TimeGate redirects from the address of a page to its archived copy (a memento) for a given time. A
TimeMap lists all the archived copies of a page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from urllib.parse import urljoin

from briefing.evidence.addresses import AddressedSource
from briefing.evidence.fetch_failures import FetchFailed
from briefing.evidence.fetching import Fetched, Fetcher, FetchRequest

_LINK = re.compile(r"<([^>]*)>((?:\s*;\s*[\w-]+\s*=\s*(?:\"[^\"]*\"|[^\s\",;]+))*)")
_PARAMETER = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|([^\s\",;]+))")
_DATETIME = "memento-datetime"
_TIMEMAP_TYPE = "application/link-format"
_NOT_AN_ARCHIVE = FetchFailed("unusable", "the archive did not return an archived copy")
_NOT_NAMED = FetchFailed("dead", "the record does not name an archived copy of it")
_NO_COPY = FetchFailed("dead", "the archive has no copy of it")


@dataclass(frozen=True, slots=True)
class _Link:
    address: str
    relations: frozenset[str]
    moment: datetime | None


def fetch_archived(
    sources: Sequence[AddressedSource], archive: str | None, fetcher: Fetcher
) -> list[Fetched | FetchFailed]:
    """Fetch the archived copy of each source: the one that it names or, if none, from `archive`.

    `archive` is the start of the addresses of a TimeGate or of TimeMaps, to which the address of a
    page is added. The copy that is closest to the date of the source is taken.
    """
    results: list[Fetched | FetchFailed] = [_NOT_NAMED] * len(sources)
    named = [n for n, source in enumerate(sources) if source.archived or archive]
    requests = [_request(sources[n], archive) for n in named]
    for n, result in zip(named, fetcher.fetch_all(requests), strict=True):
        results[n] = result
    # A TimeGate has redirected to the copy. Otherwise there are up to two more steps: from the page
    # of an archive to the list of its copies, and from the list to one of them.
    for step in (_listed, _chosen):
        further = {
            n: request
            for n, (source, result) in enumerate(zip(sources, results, strict=True))
            if isinstance(result, Fetched) and not source.archived
            if (request := step(source, result)) is not None
        }
        fetched = fetcher.fetch_all(list(further.values())) if further else []
        for n, result in zip(further, fetched, strict=True):
            results[n] = result
    return [_checked(*pair) for pair in zip(sources, results, strict=True)]


def _request(source: AddressedSource, archive: str | None) -> FetchRequest:
    if source.archived:
        return FetchRequest(source.archived)
    moment = format_datetime(_moment(source), usegmt=True)
    headers = {"accept-datetime": moment} if source.day else {}
    gate = archive or ""
    slash = "" if gate.endswith(("/", "=", "?")) else "/"
    return FetchRequest(f"{gate}{slash}{source.address}", headers)


def _moment(source: AddressedSource) -> datetime:
    """Return the time of the copy to fetch: noon on the day of the source, or now."""
    return datetime.combine(source.day, time(12), UTC) if source.day else datetime.now(UTC)


def _is_timemap(page: Fetched) -> bool:
    return page.content_type == _TIMEMAP_TYPE


def _listed(source: AddressedSource, page: Fetched) -> FetchRequest | None:
    """Return a request for the list of copies that `page` names, if it is not itself a copy."""
    if _DATETIME in page.headers or _is_timemap(page):
        return None
    links = _links(page.headers.get("link", ""), page.address)
    return next((FetchRequest(link.address) for link in links if "timemap" in link.relations), None)


def _chosen(source: AddressedSource, page: Fetched) -> FetchRequest | None:
    """Return a request for the copy in the list `page` that is closest to the source's date."""
    if not _is_timemap(page):
        return None
    wanted = _moment(source)
    mementos = [
        (abs(link.moment - wanted), link.address)
        for link in _links(page.content.decode("utf-8", "replace"), page.address)
        if "memento" in link.relations and link.moment
    ]
    return FetchRequest(min(mementos)[1]) if mementos else None


def _checked(source: AddressedSource, result: Fetched | FetchFailed) -> Fetched | FetchFailed:
    """Return the result, if it is an archived copy."""
    if source.archived:
        return result
    if isinstance(result, FetchFailed):
        if result is _NOT_NAMED:
            return result
        return _NO_COPY if result.kind == "dead" else result
    if _is_timemap(result):
        return _NO_COPY
    return result if _DATETIME in result.headers else _NOT_AN_ARCHIVE


def _links(text: str, base: str) -> Iterator[_Link]:
    """Yield the links in a Link header or a TimeMap: RFC 8288 and RFC 6690."""
    for match in _LINK.finditer(text):
        parameters = {
            found[1].lower(): found[2] or found[3] or "" for found in _PARAMETER.finditer(match[2])
        }
        yield _Link(
            urljoin(base, match[1]),
            frozenset(parameters.get("rel", "").lower().split()),
            _parsed(parameters.get("datetime", "")),
        )


def _parsed(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

"""Fetch the table at a web address, with the limits of `briefing keep`.

For the page of a bill, every page of the UK Parliament's API is fetched. A Google
sheet is fetched as CSV, and `webcal:` becomes `https:`.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from briefing.capture.reading import EXTENSIONS
from briefing.evidence.kinds import NotReadable

if TYPE_CHECKING:
    from briefing.evidence.fetching import Fetcher

API = "https://bills-api.parliament.uk/api/v1/Bills"
_BILL_PAGE = re.compile(r"https?://bills\.parliament\.uk/bills/(\d+)\b.*", re.IGNORECASE)
_BILL_API = re.compile(r"(https?://[^/?#]+/api/v1/Bills)/(\d+)(?:/Stages)?/?(?:\?.*)?", re.I)
_SHEET = re.compile(r"(https://docs\.google\.com/spreadsheets/d/(e/)?[\w-]+)(?:/.*)?", re.I)
_SHEET_NUMBER = re.compile(r"[?&#]gid=(\d+)")
_JSON = {"accept": "application/json"}
_MOST_PAGES = 50
_BY_TYPE: Mapping[str, str] = {
    "text/calendar": ".ics",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/json": ".json",
    "application/feed+json": ".json",
    "application/x-ndjson": ".jsonl",
    "application/atom+xml": ".atom",
    "application/rss+xml": ".rss",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.ms-excel": ".xls",
}


@dataclass(frozen=True, slots=True)
class Download:
    """A file from the web: its content, and a name that shows its format."""

    content: bytes
    name: str


def is_address(name: str) -> bool:
    """Whether a command's argument is a web address rather than a file."""
    return re.match(r"(?:https?|webcals?)://", name, re.IGNORECASE) is not None


def download(address: str, fetcher: "Fetcher") -> Download:
    """Fetch the file that an address leads to.

    Raises:
        NotReadable: it cannot be fetched.
    """
    if found := bill_in(address):
        return _bill(*found, fetcher)
    content, type, final = _fetch(table_address(address), fetcher)
    return Download(content, _name(final, type))


def bill_in(address: str) -> tuple[str, int] | None:
    """Return the API's address and the number of a bill, if the address is a bill's."""
    if page := _BILL_PAGE.fullmatch(address):
        return API, int(page[1])
    if api := _BILL_API.fullmatch(address):
        return api[1], int(api[2])
    return None


def table_address(address: str) -> str:
    """Return the address of the file with the data of a calendar or a Google sheet."""
    address = re.sub(r"\Awebcals?://", "https://", address, flags=re.IGNORECASE)
    if sheet := _SHEET.fullmatch(address):
        number = _SHEET_NUMBER.search(address)
        wanted = "/pub?output=csv" if sheet[2] else "/export?format=csv"
        return f"{sheet[1]}{wanted}{f'&gid={number[1]}' if number else ''}"
    return address


def _bill(api: str, number: int, fetcher: "Fetcher") -> Download:
    """Fetch a bill and all its stages, and return them as one file of JSON."""
    bill = _fetch_json(f"{api}/{number}", fetcher)
    stages: list[Any] = []
    for _ in range(_MOST_PAGES):
        page = _fetch_json(f"{api}/{number}/Stages?Skip={len(stages)}", fetcher)
        items = page.get("items")
        if not isinstance(items, list) or not items:
            break
        stages += items
        if len(stages) >= int(page.get("totalResults") or 0):
            break
    found = {"bill": bill, "stages": {"items": stages, "totalResults": len(stages)}}
    return Download(json.dumps(found).encode(), f"bill-{number}.json")


def _fetch_json(address: str, fetcher: "Fetcher") -> dict[str, Any]:
    content, _, _ = _fetch(address, fetcher, _JSON)
    try:
        data = json.loads(content)
    except (ValueError, RecursionError):
        data = None
    if not isinstance(data, dict):
        hint = "Try again later, or save the answer of the API as a file"
        raise NotReadable(f"{address} did not return a bill", hint)
    return data


def _fetch(
    address: str, fetcher: "Fetcher", headers: Mapping[str, str] = {}
) -> tuple[bytes, str, str]:
    """Return the content of a page, its type and its address after redirects.

    Raises:
        NotReadable: it cannot be fetched.
    """
    from briefing.evidence.fetch_failures import FetchFailed
    from briefing.evidence.fetching import FetchRequest

    result = fetcher.fetch_all([FetchRequest(address, headers)])[0]
    if isinstance(result, FetchFailed):
        hint = "Check the address in a browser, or save the file and import that"
        raise NotReadable(f"it cannot be fetched: {result.reason}", hint)
    return result.content, result.content_type, result.address


def _name(address: str, type: str) -> str:
    """Return a name for the file at an address, with an extension that fits its type."""
    parts = urlsplit(address)
    last = PurePosixPath(unquote(parts.path)).name or parts.hostname or "page"
    extension = PurePosixPath(last).suffix.lower()
    by_type = _BY_TYPE.get(type, "")
    if extension in EXTENSIONS and (not by_type or (by_type == ".html" and extension == ".htm")):
        return last
    if by_type and extension != by_type:
        return f"{last}{by_type}"
    return last

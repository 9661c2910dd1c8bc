"""Permanent identifiers and web addresses for feeds and calendars."""

from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from briefing.edition.briefing import Briefing
from briefing.output.urls import uri


def identifier(briefing: Briefing, item: str = "") -> UUID:
    """Return a permanent UUID for the briefing, or for an `item` in it (RFC 9562, version 5).

    It stays the same as long as the web address of the briefings and the first ids of the edition
    and the item do, and that of the area if it has a folder of its own. If the record does not give
    an address, its title and publisher are used instead.
    """
    first_id = next(iter(briefing.formerly), briefing.id)
    return uuid5(NAMESPACE_URL, f"{briefing.called}/{first_id}#{item}")


def published_at(briefing: Briefing, format: str, anchor: str = "") -> str:
    """Return the URL of the briefing in a format, or of an `anchor` in it, or "" if unknown.

    Kinds of briefing other than the timeline may not show the anchor, so their URL has none. It is
    in ASCII, as calendars require (RFC 5545, 3.3.13).
    """
    if not briefing.url or briefing.digest:
        return ""
    place = f"#{quote(anchor)}" if anchor and briefing.template == "timeline" else ""
    return f"{file_at(briefing.url, f'{briefing.id}.{format}')}{place}"


def file_at(url: str, name: str) -> str:
    """Return the URL in ASCII of the file called `name`, in a folder at `url`."""
    return uri(f"{url.rstrip('/')}/{quote(name)}")

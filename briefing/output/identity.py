"""What feeds and calendars call a thing, and where it can be read."""

from urllib.parse import quote
from uuid import NAMESPACE_URL, UUID, uuid5

from briefing.edition.briefing import Briefing
from briefing.output.addresses import uri


def identifier(briefing: Briefing, thing: str = "") -> UUID:
    """A name of the briefing, or of a `thing` in it, that nothing else has (RFC 9562, version 5).

    It stays the same as long as the edition's id does, the thing's own, and the address at which
    the briefings are published; in a record that knows of none, its title and publisher instead.
    """
    record = briefing.url.rstrip("/") or briefing.called
    return uuid5(NAMESPACE_URL, f"{record}/{briefing.id}#{thing}")


def published_at(briefing: Briefing, form: str, anchor: str = "") -> str:
    """The address of the briefing in that format, or of a place in it; empty if nobody knows.

    It is in ASCII, as calendars need it (RFC 5545, 3.3.13).
    """
    if not briefing.url or briefing.digest:
        return ""
    place = f"#{quote(anchor)}" if anchor else ""
    return uri(f"{briefing.url.rstrip('/')}/{quote(briefing.id)}.{form}{place}")

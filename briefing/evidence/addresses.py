"""The sources of a record that have a web address."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date as Day
from urllib.parse import urlsplit

from briefing.record.claims import source_name
from briefing.record.model import InlineSource, Source
from briefing.record.problems import RecordPath
from briefing.record.record import Record


@dataclass(frozen=True, slots=True)
class AddressedSource:
    """A source with a web address.

    Attributes:
        name: the name of its copies.
        address: its web address.
        archived: the web address of a copy in a web archive, or "".
        day: its date of publication or, if that is unknown, the date when it was last read.
        places: where it is described in the record. A source can be described in several events.
        other: another address whose copies would have the same name, or "".
    """

    name: str
    address: str
    archived: str = ""
    day: Day | None = None
    places: tuple[RecordPath, ...] = ()
    other: str = ""


def addressed_sources(record: Record) -> Mapping[str, AddressedSource]:
    """Return the sources of `record` that have an address, by name: listed ones first."""
    found: dict[str, AddressedSource] = {}

    def add(name: str, source: Source | InlineSource, place: RecordPath) -> None:
        if not source.url:
            return
        known = found.get(name) or AddressedSource(name, source.url)
        found[name] = replace(
            known,
            archived=known.archived or source.archived or "",
            day=known.day or _day_of(source),
            places=(*known.places, place),
            other=known.other or ("" if is_same_page(known.address, source.url) else source.url),
        )

    for id, source in record.sources.items():
        add(id, source, source.where)
    for where, path, cited in record.inline_sources:
        add(source_name(cited), cited, where / path)
    by_file: dict[str, AddressedSource] = {}
    for name, each in found.items():
        # On some systems, two names that differ in capitals are one file.
        first = by_file.setdefault(name.casefold(), each)
        if not is_same_page(first.address, each.address):
            found[name] = replace(each, other=first.address)
            found[first.name] = replace(first, other=each.address)
    return found


def is_same_page(one: str, other: str) -> bool:
    """Whether two addresses lead to the same page, as https://www.a.org/b/#c and http://a.org/b."""
    return page_of(one) == page_of(other)


def page_of(address: str) -> str:
    """Return the part of an address that is the same in all addresses of a page."""
    parts = urlsplit(address)
    page = parts.netloc.lower().removeprefix("www.") + parts.path.rstrip("/")
    return f"{page}?{parts.query}" if parts.query else page


def _day_of(source: Source | InlineSource) -> Day | None:
    if source.date and source.date.latest != Day.max:
        return source.date.latest
    return source.read

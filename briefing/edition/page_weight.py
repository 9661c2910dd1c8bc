"""The size of the pictures on a page, estimated before it is made."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from briefing.edition.editions import editions_of
from briefing.edition.pictures import ON_SCREEN
from briefing.edition.selection import filter_of, select
from briefing.edition.visibility import visible_to
from briefing.record.audiences import Audience
from briefing.record.model import Actor, Edition, Event
from briefing.record.pictures import Prepared
from briefing.record.record import Record
from briefing.record.templates import Templates

PAGE_BUDGET = 1_500_000
"""The size above which a page with pictures loads slowly on a phone, in bytes."""
_BASE64 = 4 / 3
"""The size of a picture in a page, as a multiple of its own size (RFC 4648)."""


@dataclass(frozen=True, slots=True)
class HeavyPage:
    """A page whose pictures may not fit into its budget.

    `edition` is the id of its edition, `pictures` the number of its pictures, and `size` their
    maximum size in the page, in bytes.
    """

    edition: str
    pictures: int
    size: int


def heavy_pages(record: Record, templates: Templates, moment: datetime) -> Iterator[HeavyPage]:
    """Yield the pages with every event of an edition whose pictures may not fit into the budget.

    Pages with some of the events have few pictures. Nothing is rendered, so the true size, which
    `briefing build` prints, can be smaller.
    """
    if not record.pictures:
        return
    seen: dict[Audience, Record] = {}
    for id, edition in editions_of(record, templates).items():
        if not templates[edition.template].is_split:
            continue
        reader = edition.audience or "public"
        if reader not in seen:
            seen[reader], _ = visible_to(record, reader, moment)
        sizes = [*_sizes(seen[reader], edition)]
        size = round(sum(sizes) * _BASE64)
        if size > PAGE_BUDGET:
            yield HeavyPage(id, len(sizes), size)


def _sizes(record: Record, edition: Edition) -> Iterator[int]:
    """Yield the maximum size of each picture of an edition, in bytes."""

    def size(item: Edition | Event | Actor, frame: str) -> Iterator[int]:
        if item.picture:
            held = record.pictures[item.where.file, item.picture.file]
            if isinstance(held, Prepared):
                yield min(len(held.content), ON_SCREEN[frame])

    yield from size(edition, "edition")
    for event in select(record.events, filter_of(edition)):
        yield from size(event, "event")
        for quote in event.quotes:
            if quote.by:
                yield from size(record.actors[quote.by], "portrait")

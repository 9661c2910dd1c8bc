"""A feed: what the record has news of, the newest first. Atom and JSON Feed each write it down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path

from briefing.edition.briefing import Briefing
from briefing.edition.entries import Entry
from briefing.output import html
from briefing.output.identity import identifier, published_at
from briefing.typography import sentences


@dataclass(frozen=True, slots=True)
class Item:
    """An event in a feed. `content` is HTML, `url` and `added` are empty where nobody knows them.

    Its moments are as RFC 3339 has them: the start of a day, for a record knows no time of day.
    """

    id: str
    url: str
    title: str
    content: str
    added: str
    updated: str
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of a briefing. `contact` is plain text, and like the addresses may be empty.

    `language` is that of the feed, `written_in` that of the titles of its items.
    """

    id: str
    title: str
    description: str
    language: str
    written_in: str
    page: str
    url: str
    author: str
    contact: str
    updated: str
    items: tuple[Item, ...]


def reader(own: Path | None, form: str) -> Callable[[Briefing], Feed]:
    """Makes feeds of briefings, to be published in the format `form`.

    The user's `own` templates come before the built-in ones. An event is left out until it comes
    where nothing tells since when the record knows of it.
    """
    wardrobe = html.wardrobe(own)

    def item(briefing: Briefing, entry: Entry, updated: Day) -> Item:
        return Item(
            id=identifier(briefing, entry.anchor).urn,
            url=published_at(briefing, "html", entry.anchor),
            title=entry.title,
            content=html.with_words_isolated(
                wardrobe.fill_in("shared/feed.html", briefing, entry=entry).strip()
            ),
            added=_moment(entry.added) if entry.added else "",
            updated=_moment(updated),
            tags=tuple(dict.fromkeys((entry.kind, *entry.topics))),
        )

    def read(briefing: Briefing) -> Feed:
        newest_first = reversed(briefing.entries)
        items = [item(briefing, it, it.updated) for it in newest_first if it.updated]
        items.sort(key=lambda it: it.updated, reverse=True)
        about = (briefing.subtitle, briefing.scope, briefing.dateline, briefing.notice)
        return Feed(
            id=identifier(briefing).urn,
            title=briefing.title,
            description=sentences(filter(None, about)),
            language=briefing.language,
            written_in=briefing.written_in,
            page=published_at(briefing, "html"),
            url=published_at(briefing, form),
            author=briefing.brand.name or briefing.title,
            contact=briefing.brand.contact,
            updated=items[0].updated if items else _moment(briefing.as_of_day),
            items=tuple(items),
        )

    return read


def _moment(day: Day) -> str:
    return f"{day.isoformat()}T00:00:00Z"

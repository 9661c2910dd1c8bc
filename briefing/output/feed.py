"""The content of Atom and JSON feeds: events, with the most recently updated first."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date as Day
from pathlib import Path

from briefing.edition.briefing import Briefing
from briefing.edition.entry import Entry, first_anchor
from briefing.output import finishing, html
from briefing.output.identifiers import identifier, published_at
from briefing.typography import sentences


@dataclass(frozen=True, slots=True)
class Item:
    """An event in a feed. `content` is HTML. `url` and `added` are empty if unknown.

    Times are in the format of RFC 3339, at the start of a day, because records do not contain times
    of day.
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
    """A briefing's feed. `contact` is plain text and may be empty, as may the web addresses.

    `language` is the language of the feed, and `written_in` is the language of its item titles.
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


def reader(user_templates: Path | None, format: str) -> Callable[[Briefing], Feed]:
    """Return a function that makes feeds from briefings, for publishing in the given `format`.

    It prefers `user_templates` to the built-in ones. If nothing shows when a future event became
    known, the event is left out until it happens.
    """
    template_set = html.template_set(user_templates)

    def item(briefing: Briefing, entry: Entry, updated: Day) -> Item:
        return Item(
            id=identifier(briefing, first_anchor(entry)).urn,
            url=published_at(briefing, "html", entry.anchor),
            title=entry.title,
            content=finishing.with_words_isolated(
                template_set.render("shared/feed.html", briefing, entry=entry).strip()
            ),
            added=moment(entry.added) if entry.added else "",
            updated=moment(updated),
            tags=tuple(dict.fromkeys(filter(None, (entry.kind, *entry.topics)))),
        )

    def read(briefing: Briefing) -> Feed:
        newest_first = reversed(briefing.entries)
        items = [item(briefing, entry, entry.updated) for entry in newest_first if entry.updated]
        items.sort(key=lambda item: item.updated, reverse=True)
        about = (briefing.subtitle, briefing.scope, briefing.dateline, briefing.notice)
        return Feed(
            id=identifier(briefing).urn,
            title=briefing.title,
            description=sentences(filter(None, about)),
            language=briefing.language,
            written_in=briefing.written_in,
            page=published_at(briefing, "html"),
            url=published_at(briefing, format),
            author=briefing.brand.name or briefing.title,
            contact=briefing.brand.contact,
            updated=items[0].updated if items else moment(briefing.as_of_day),
            items=tuple(items),
        )

    return read


def moment(day: Day) -> str:
    """Return the start of a day in the format of RFC 3339."""
    return f"{day.isoformat()}T00:00:00Z"

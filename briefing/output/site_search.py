"""The index of a website for its search page: each event and digest once, with its words."""

import json
from collections.abc import Iterable, Iterator

from markupsafe import Markup

from briefing.edition.briefing import Briefing
from briefing.edition.entry import Entry
from briefing.marked_text import accepted
from briefing.output.linked_data import ESCAPED
from briefing.output.plain_text import to_plain_text
from briefing.output.urls import address


def search_index(briefings: Iterable[Briefing], digests: Iterable[Briefing]) -> Markup:
    """Return the index as JSON that is safe in a page, the newest item first.

    Each item has a title, a date, an address, the title of its page, and its other words. An event
    that is in several briefings leads to the first one with its own place for every event.
    """
    found: dict[str, tuple[str, list[str]]] = {}
    for page in searched(briefings):
        for entry in page.entries:
            found.setdefault(entry.anchor, (entry.edtf, _event(page, entry)))
    for digest in digests:
        day = digest.as_of_day.isoformat()
        found[digest.id] = day, _digest(digest)
    newest_first = sorted(found.values(), key=lambda pair: pair[0], reverse=True)
    items = accepted(json.dumps([item for _, item in newest_first], ensure_ascii=False))
    return Markup(items.translate(ESCAPED))


def searched(briefings: Iterable[Briefing]) -> list[Briefing]:
    """Return the pages with events. Those with a place of its own for every event come first.

    The events of a briefing in parts are on the pages of its parts.
    """
    pages = [page for page in briefings if not (page.parts or page.embeds)]
    return sorted(pages, key=lambda page: not page.years)


def _event(page: Briefing, entry: Entry) -> list[str]:
    place = f"{address(f'{page.id}.html')}#{entry.anchor}"
    return [entry.title, entry.date, place, page.title, " ".join(_words(entry))]


def _words(entry: Entry) -> Iterator[str]:
    """Yield the words of an event that its page shows, apart from its title and date."""
    yield entry.kind
    yield from to_plain_text(entry.summary or "").split("\n")
    for quote in entry.quotes:
        yield f"{quote.speaker.name}: {to_plain_text(quote.text)}"
    for figure in entry.figures:
        yield f"{figure.value} {figure.label}"
    yield from entry.topics
    yield from entry.who


def _digest(digest: Briefing) -> list[str]:
    assert digest.digest
    words = " ".join([digest.digest.headline, *(entry.title for entry in digest.entries)])
    return [digest.title, digest.digest.days, address(f"{digest.id}.html"), digest.subtitle, words]

"""The index of a website for its search page: each event once in each language, and each digest."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Set

from markupsafe import Markup

from briefing.edition.briefing import Briefing
from briefing.edition.entry import Entry
from briefing.edition.site import AreaPages
from briefing.marked_text import accepted
from briefing.output.document import Document
from briefing.output.linked_data import ESCAPED
from briefing.output.plain_text import to_plain_text
from briefing.output.urls import address
from briefing.typography import capitalised

Anchors = Mapping[str, Set[str]]
"""The ids that links can lead to on each page, by name of the page."""
_ID = re.compile(rb'\sid="([^"]+)"')


def anchors_of(documents: Mapping[str, Document]) -> Anchors:
    """Return the ids on each page of a website."""
    return {
        name: {id.decode() for id in _ID.findall(document.content)}
        for name, document in documents.items()
        if name.endswith(".html")
    }


def search_index(
    briefings: Iterable[Briefing],
    digests: Iterable[Briefing],
    anchors: Anchors,
    areas: Iterable[AreaPages] = (),
) -> Markup:
    """Return the index as JSON that is safe in a page, the newest item first.

    Each item has a title, a date, an address, the title of its page, and its other words. An event
    that is on several pages leads to the first one with its own place for every event, or else to
    the first one that shows it. If its title is translated, it is listed once in each language. An
    event that no page shows is left out. The briefings of areas come last, and events that only
    they have lead to them.
    """
    of_areas: list[list[str]] = []
    found: dict[str | tuple[str, str], tuple[str, list[str]]] = {}
    titles: set[tuple[str, str]] = set()

    def add(page: Briefing, folder: str = "") -> None:
        for entry in shown_on(page, anchors, folder):
            key = entry.anchor, page.written_in
            title = entry.anchor, accepted(entry.title)
            if key not in found and title not in titles:
                found[key] = entry.edtf, _event(page, entry, folder)
                titles.add(title)

    for page in searched(briefings, anchors):
        add(page)
    for area in areas:
        for page in area.briefings:
            if not page.parts:
                add(page, area.folder)
            if not page.part_of:
                place = address(f"{area.folder}{page.id}.html")
                of_areas.append([page.title, page.dateline, place, page.record_title, area.wider])
    for digest in digests:
        day = digest.as_of_day.isoformat()
        found[digest.id] = day, _digest(digest)
    newest_first = sorted(found.values(), key=lambda pair: pair[0], reverse=True)
    listed = [*(item for _, item in newest_first), *of_areas]
    items = accepted(json.dumps(listed, ensure_ascii=False))
    return Markup(items.translate(ESCAPED))


def searched(briefings: Iterable[Briefing], anchors: Anchors) -> list[Briefing]:
    """Return the pages with events. Those with a place of its own for every event come first.

    The events of a briefing in parts are on the pages of its parts.
    """
    pages = [page for page in briefings if not (page.parts or page.embeds)]
    return sorted(pages, key=lambda page: len(page.entries) > len(shown_on(page, anchors)))


def shown_on(page: Briefing, anchors: Anchors, folder: str = "") -> list[Entry]:
    """Return the events that have a place of their own on a page, to which a link can lead."""
    places = anchors.get(f"{folder}{page.id}.html", frozenset())
    return [entry for entry in page.entries if entry.anchor in places]


def _event(page: Briefing, entry: Entry, folder: str) -> list[str]:
    place = f"{address(f'{folder}{page.id}.html')}#{entry.anchor}"
    return [entry.title, entry.date, place, page.title, " · ".join(filter(None, _words(entry)))]


def _words(entry: Entry) -> Iterator[str]:
    """Yield the words of an event that its page shows, apart from its title and date."""
    yield capitalised(entry.kind)
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

"""The index of a website for its search page: each event and digest once, with its words."""

import json
from collections.abc import Iterable, Iterator

from markupsafe import Markup

from briefing.edition.briefing import Briefing
from briefing.edition.entry import Entry
from briefing.edition.site import AreaPages
from briefing.marked_text import accepted
from briefing.output.linked_data import ESCAPED
from briefing.output.plain_text import to_plain_text
from briefing.output.urls import address


def search_index(
    briefings: Iterable[Briefing],
    digests: Iterable[Briefing],
    areas: Iterable[AreaPages] = (),
) -> Markup:
    """Return the index as JSON that is safe in a page, the newest item first.

    Each item has a title, a date, an address, the title of its page, and its other words. An event
    that is in several briefings leads to the first one with its own place for every event. The
    briefings of areas come last, and events that only they have lead to them.
    """
    of_areas: list[list[str]] = []
    found: dict[str, tuple[str, list[str]]] = {}
    for page in searched(briefings):
        for entry in page.entries:
            found.setdefault(entry.anchor, (entry.edtf, _event(page, entry)))
    for area in areas:
        for page in area.briefings:
            for entry in page.entries if not page.parts else ():
                event = _event(page, entry, area.folder)
                found.setdefault(entry.anchor, (entry.edtf, event))
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


def searched(briefings: Iterable[Briefing]) -> list[Briefing]:
    """Return the pages with events. Those with a place of its own for every event come first.

    The events of a briefing in parts are on the pages of its parts.
    """
    pages = [page for page in briefings if not (page.parts or page.embeds)]
    return sorted(pages, key=lambda page: not page.years)


def _event(page: Briefing, entry: Entry, folder: str = "") -> list[str]:
    place = f"{address(f'{folder}{page.id}.html')}#{entry.anchor}"
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

"""JSON-LD, which describes a page's content to search engines and other programs.

It uses the vocabulary of https://schema.org.
"""

import json
from collections.abc import Iterable
from typing import Any

from markupsafe import Markup

from briefing.edition.briefing import Briefing
from briefing.edition.entry import Entry
from briefing.marked_text import accepted
from briefing.output.identifiers import published_at

# As `json` writes these characters, they could end the element or start another.
ESCAPED = str.maketrans({character: f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"})


def linked_data(briefing: Briefing, entries: Iterable[Entry]) -> Markup:
    """Return the JSON-LD for a briefing and for the `entries` on the page."""
    publisher = briefing.publisher and {"@type": "Organization", "name": briefing.publisher.name}
    report = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": briefing.title,
        "url": published_at(briefing, "html"),
        "inLanguage": briefing.language,
        "datePublished": briefing.as_of_day.isoformat(),
        "publisher": publisher,
        "conditionsOfAccess": briefing.notice,
        "about": [_event(briefing, entry) for entry in entries],
    }
    data = accepted(json.dumps(_without_empty(report), ensure_ascii=False))
    return Markup(data.translate(ESCAPED))


def _event(briefing: Briefing, entry: Entry) -> dict[str, Any]:
    """Return an event, with a date only if that is no more precise than the record's."""
    is_plain = entry.machine_date == entry.edtf
    return _without_empty(
        {
            "@type": "Event",
            "name": entry.title,
            "startDate": entry.machine_date if is_plain else "",
            "url": published_at(briefing, "html", entry.anchor),
        }
    )


def _without_empty(members: dict[str, Any]) -> dict[str, Any]:
    return {name: member for name, member in members.items() if member}

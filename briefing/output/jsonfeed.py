"""JSON feeds, version 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from briefing.edition.briefing import Briefing
from briefing.output import feed
from briefing.output.document import Document
from briefing.output.urls import link_to

_VERSION = "https://jsonfeed.org/version/1.1"


def renderer(user_templates: Path | None) -> Callable[[Briefing], Document]:
    """Return a function that renders briefings as JSON feeds, preferring `user_templates`."""
    read = feed.reader(user_templates, "jsonfeed")

    def render(briefing: Briefing) -> Document:
        text = json.dumps(_to_json(read(briefing)), indent=2, ensure_ascii=False)
        return Document(f"{text}\n".encode())

    return render


def _to_json(feed: feed.Feed) -> dict[str, Any]:
    return _without_empty(
        version=_VERSION,
        title=feed.title,
        description=feed.description,
        home_page_url=feed.page,
        feed_url=feed.url,
        language=feed.language,
        authors=[_without_empty(name=feed.author, url=link_to(feed.contact))],
    ) | {
        "items": [
            _without_empty(
                id=item.id,
                url=item.url,
                title=item.title,
                content_html=item.content,
                date_published=item.added,
                date_modified=item.updated,
                tags=list(item.tags),
            )
            for item in feed.items
        ]
    }


def _without_empty(**members: Any) -> dict[str, Any]:
    """Return `members` without the empty ones."""
    return {name: member for name, member in members.items() if member}

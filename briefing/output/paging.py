"""Page numbers in a PDF's index, with each page listed once.

CSS can print the page that a link leads to, but cannot leave out repeated pages. WeasyPrint allows
a program to define how numbers are written. Each link in the index therefore has its own counter
style, which takes the pages of the links before it into account.
"""

import re
from typing import Any

from weasyprint.css.counters import CounterStyle

_INDEX = re.compile(r'<ul class="index\b.*?</ul>', re.DOTALL)
_STYLE = re.compile(r"page-(\d+)-(\d+)")


def with_pages(page: str) -> tuple[str, str]:
    """Return `page` with a name for each link in its index, and CSS rules that number the links.

    The rules hide the dates, which are the links to events on screen.
    """
    index = _INDEX.search(page)
    if not index:
        return page, ""
    rules = [".index .when { display: none }\n"]
    items = index[0].split("<li>")
    for number, item in enumerate(items):
        links = item.split("<a ")
        for place in range(1, len(links)):
            name = f"page-{number}-{place}"
            links[place] = f'<a id="{name}" {links[place]}'
            rules.append(
                f"#{name}::after {{ content: target-counter(attr(href), page, {name}) }}\n"
            )
        items[number] = "".join(links)
    return page.replace(index[0], "<li>".join(items), 1), "".join(rules)


class Pages(CounterStyle):  # type: ignore[misc]
    """Counter styles. The ones in the index print separators and never repeat a page."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: dict[str, dict[int, int]] = {}

    def render_value(self, counter_value: int, counter_name: Any = None, *more: Any) -> str:
        """Return the page number as text, or nothing if the index entry already lists that page."""
        link = _STYLE.fullmatch(counter_name) if isinstance(counter_name, str) else None
        if not link:
            text: str = super().render_value(counter_value, counter_name, *more)
            return text
        pages, place = self._pages.setdefault(link[1], {}), int(link[2])
        pages[place] = counter_value
        before = {page for at, page in pages.items() if at < place}
        if counter_value in before:
            return ""
        return f", {counter_value}" if before else f"{counter_value}"
